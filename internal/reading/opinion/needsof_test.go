package opinion

import (
	"strings"
	"testing"
)

// Texts that are read together say what each says by itself, in whatever surroundings.
func TestNeedsOfIsWhatReadSays(t *testing.T) {
	h := opened(t)
	texts := []string{"", "Нет света", strings.Repeat("Третий год не чинят дорогу на Полевой, ямы по колено. ", 12),
		"и у нас так же"}
	for _, in := range []Surroundings{{}, {Above: "Второй месяц не вывозят мусор"}, {Post: "Итоги недели",
		Above: "Спасибо"}} {
		got := h.NeedsOf(texts, in)
		for i, text := range texts {
			near(t, text, got[i], h.Read(text, in).Needs)
		}
	}
	if got := h.NeedsOf(nil, Surroundings{}); len(got) != 0 {
		t.Errorf("of no texts %v", got)
	}
}
