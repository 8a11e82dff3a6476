package topic

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"Ёлку НЕ убрали, ж/д и QR-код":    {"елку", "не", "убрали", "ж/д", "и", "qr-код"},
		"зво\u0301нят 24/7 -нет- \xffтак": {"звонят", "24", "7", "нет", "так"},
		strings.Repeat("ю", 200):          {strings.Repeat("ю", 40)},
		"":                                nil,
		" - / ":                           nil,
	} {
		var got []string
		for norm := range words(text) {
			got = append(got, string(norm))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	n := 0
	for range words(strings.Repeat("а ", 20000)) {
		n++
	}
	if n != maxWords {
		t.Errorf("%d words of a long text, want %d", n, maxWords)
	}
}

// What was read before must not show: neither the memory of words, nor when it is emptied, nor the marks of a round
// that comes again.
func TestScratchForgets(t *testing.T) {
	x := shared()
	const text = "Во дворе яма, яма и ещё яма, нет горячей воды и света"
	fresh := newScratch(x)
	fresh.read(text)
	x.find(fresh, true)
	if len(fresh.hits) == 0 || len(fresh.touched) == 0 {
		t.Fatal("the text has no keys")
	}
	used := newScratch(x)
	for i := range 12 {
		var b strings.Builder
		for k := range 1500 {
			fmt.Fprintf(&b, "слово%dи%d ", i, k)
		}
		used.read(b.String())
		x.find(used, true)
		if len(used.known) > remembered+maxWords {
			t.Fatalf("%d words are remembered", len(used.known))
		}
		if i%4 == 3 {
			used.phrases.round, used.stems.round = ^uint32(0), ^uint32(0)
		}
		used.read(text)
		x.find(used, true)
		if !slices.Equal(used.hits, fresh.hits) || !slices.Equal(used.keys, fresh.keys) ||
			!slices.Equal(used.likeness, fresh.likeness) {
			t.Fatalf("round %d: another reading of the same text", i)
		}
	}
}

func TestNameIsClassify(t *testing.T) {
	c := builtInClassifier(t)
	for _, text := range []string{"", "Спасибо!", "Третий день сидим без горячей воды", "На улице ни один фонарь не " +
		"горит", "Стаи бродячих собак у школы"} {
		group, topic, _, _ := c.Classify(text)
		if g, n := c.Name(text, nil); g != group || n != topic {
			t.Errorf("%q: %s, %s; Classify says %s, %s", text, g, n, group, topic)
		}
	}
}
