package main

import (
	"strings"
	"testing"
	"time"

	"otklik/internal/sandbox/town"
)

// TestTrainFromStore: what a person corrected holds for messages like it, once the program was trained and told so.
func TestTrainFromStore(t *testing.T) {
	t.Parallel()
	tw := smallTown()
	at := tw.Posts[0].At
	later := []string{ // like the corrected ones, in other words
		"Без скамеек Змеиная горка, пожилым где сидеть, беседок тоже нет",
		"Когда уже салют над рекой начнётся, ждём не дождёмся?",
	}
	for n, text := range []string{"У нас Змеиная горка снова без скамеек, где сидеть пожилым",
		"Когда уже салют над рекой, ждём не дождёмся?"} {
		tw.Posts[0].Comments = append(tw.Posts[0].Comments,
			town.Comment{Author: n, At: at.Add(time.Duration(40+n) * time.Minute), Text: text, ReplyTo: -1})
	}
	b := newBench(t, tw)
	b.must("collect")
	if r := b.otklik("train", "--from-store", "--output", b.path("office.model")); r.code != exitFailed ||
		!strings.Contains(r.err, "otklik correct") {
		t.Errorf("without corrections: exit %d, %s", r.code, r.err)
	}
	for _, l := range b.export() {
		if l.Platform != "vk" {
			continue
		}
		switch {
		case strings.Contains(l.Text, "скамеек"):
			b.must("correct", l.Channel, l.ID, "--needs-answer", "yes", "--group", "Туризм", "--topic", "туризм прочее",
				"--place", "Заречный")
		case strings.Contains(l.Text, "салют"):
			b.must("correct", l.Channel, l.ID, "--needs-answer", "no")
		}
	}
	r := b.must("train", "--from-store", "--output", b.path("office.model"))
	if !strings.Contains(r.out, "learnt from 2 corrections") || !strings.Contains(r.out, "too few to measure") {
		t.Error(r.out)
	}
	for _, secret := range []string{"скамеек", "салют"} {
		if strings.Contains(b.read("office.model"), secret) {
			t.Error("a citizen's word stands in the model file")
		}
	}
	in := `{"id":1,"text":"` + later[0] + `"}` + "\n" + `{"id":2,"text":"` + later[1] + `"}` + "\n"
	classify := func() string {
		t.Helper()
		r := b.with(t.Context(), in, "--config", b.path("config.yaml"), "classify")
		if r.code != exitDone {
			t.Fatal(r.err)
		}
		return r.out
	}
	before := classify()
	b.configure("officials:", "reading: {model: office.model}\nofficials:")
	after := strings.Split(classify(), "\n")
	if !strings.Contains(after[0], `"needs_answer":true`) || !strings.Contains(after[0], `"group":"Туризм"`) ||
		!strings.Contains(after[0], `"municipality":"Заречный"`) ||
		!strings.Contains(after[1], `"needs_answer":false`) {
		t.Errorf("before:\n%safter:\n%s", before, strings.Join(after, "\n"))
	}
	// Training again starts from the reading alone, not from what was taught before.
	if r := b.must("train", "--from-store", "--output",
		b.path("again.model")); b.read("again.model") != b.read("office.model") {
		t.Errorf("the same corrections give another model: %s", r.out)
	}
}
