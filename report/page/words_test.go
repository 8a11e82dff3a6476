package page

import (
	"strings"
	"testing"

	"otklik/internal/delivery"
)

func TestUndelivered(t *testing.T) {
	got := WordsIn("ru").Undelivered("Утренняя\nсводка", "23 ноября, 08:00", "mail press@example.org",
		string(delivery.Failed))
	if got != "Сводка «Утренняя сводка» на 23 ноября, 08:00 не доставлена: mail press@example.org. Почему — покажет "+
		"«otklik status»." {
		t.Error(got)
	}
	for _, s := range []delivery.DeliveryStatus{delivery.Waiting, delivery.Failed, delivery.GivenUp} {
		for _, language := range []string{"ru", "en"} {
			if got := WordsIn(language).Undelivered("a", "b", "c", string(s)); strings.Contains(got, "b  ") ||
				strings.Contains(got, "b :") {
				t.Errorf("no words for %s in %s: %s", s, language, got)
			}
		}
	}
}
