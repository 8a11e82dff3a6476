package build_test

import (
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/reporttest"
)

// A danger is told by what is the matter, short enough for a headline: not by the question behind it.
func TestADangerIsSaidInItsOwnWords(t *testing.T) {
	for text, want := range map[string]string{
		"Ледяная глыба висит над входом в магазин на Речной 15, хозяин говорит, что крыша не его и трогать её он не " +
			"станет.": "Ледяная глыба висит над входом в магазин на Речной 15",
		"Тянет обратно в кухню, у нас трое угорели. Кто проверяет дымоходы?": "Тянет обратно в кухню, у нас трое угорели.",
		"Ребёнок заперт в машине на солнце. Когда приедут?":                  "Ребёнок заперт в машине на солнце.",
	} {
		in, at := reporttest.Town(t), reporttest.Morning(t)
		r := reporttest.Written(700, at.Add(-time.Hour), "ЖКХ", "Энск", text)
		r.Status.Urgency = inbox.Life
		in.Records, in.Problems = []inbox.Record{r}, nil
		if d := build.New(in, at); len(d.Burning) != 1 || d.Burning[0].Says != want {
			t.Errorf("%q is said as %+v", text, d.Burning)
		}
	}
}
