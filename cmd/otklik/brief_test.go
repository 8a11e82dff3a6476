package main

import (
	"strings"
	"testing"
	"time"

	"otklik/internal/sandbox/town"
)

// What several people ask comes before what one asks, each question whole; whoever only complains asks nothing.
func TestBriefHasRealQuestions(t *testing.T) {
	t.Parallel()
	at := time.Now().Add(-50 * time.Hour)
	said := func(person int, text string) town.Comment {
		return town.Comment{Author: person, At: at.Add(time.Duration(person+1) * time.Minute), Text: text, ReplyTo: -1}
	}
	b := newBench(t, town.Town{Official: "Глава", People: []town.Person{{FirstName: "Анна"}, {FirstName: "Олег"},
		{FirstName: "Вера"}, {FirstName: "Пётр"}}, Posts: []town.Post{{Platform: town.VK, At: at, Text: "Пост",
		Comments: []town.Comment{said(0, "Скажите, когда откроют новый бассейн на Садовой?"),
			said(1, "Когда отремонтируют дорогу на улице Лесной?"),
			said(2, "Когда же отремонтируют дорогу на улице Лесной, ямы кругом?"),
			said(3, "На Мира третий день не вывозят мусор, крысы бегают")}}}})
	b.configure("    channels:\n", "    municipality: Энск\n    channels:\n")
	b.must("collect")
	out := strings.Join(strings.Fields(b.must("brief", "--municipality", "Энск").out), " ")
	_, asked, found := strings.Cut(out, "О ЧЁМ СПРАШИВАЮТ")
	asked, _, _ = strings.Cut(asked, "ЧТО ")
	first, second := strings.Index(asked, "Лесной"), strings.Index(asked, "бассейн на Садовой? ·")
	if !found || first < 0 || second < first || !strings.Contains(asked, "от 2 человек") ||
		!strings.Contains(asked, "спросил один человек, ") || strings.Contains(asked, "мусор") {
		t.Errorf("asked: %s\nof\n%s", asked, out)
	}
	if !strings.Contains(out, "ЧТО СПРОСИТЬ С КОГО") || strings.Contains(asked, "…") {
		t.Errorf("%s", out)
	}
}
