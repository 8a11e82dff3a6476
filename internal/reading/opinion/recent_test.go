package opinion

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What is remembered is what would be read: in any order, cut or whole, after others pushed it out.
func TestRememberedTextsReadTheSame(t *testing.T) {
	h := opened(t)
	long := strings.Repeat("Третий год не чинят дорогу на Полевой, ямы по колено. ", 12)
	texts := []string{"Нет света", long, "и у нас так же", ""}
	for round := range 3 {
		for _, text := range texts {
			for _, above := range texts {
				fresh := &Heads{encoder: h.encoder, labels: h.labels, needs: h.needs, meaning: h.meaning, hidden: h.hidden,
					out: h.out, straight: h.straight, hiddenB: h.hiddenB, outB: h.outB}
				in := Surroundings{Above: above, Post: long}
				got, want := h.Read(text, in), fresh.Read(text, in)
				if got.Needs != want.Needs || !slices.Equal(got.Vector, want.Vector) {
					t.Errorf("round %d: %q under %q: needs %v, fresh %v", round, text, above, got.Needs, want.Needs)
				}
			}
		}
	}
}

func TestRecentIsBounded(t *testing.T) {
	var r recent
	for i := range 10 * mostRecent {
		r.keep(fmt.Sprint(i), 0, encoded{pieces: 3})
		if _, ok := r.find("0", 0); !ok {
			t.Fatalf("what is asked for again and again was forgotten after %d others", i)
		}
	}
	if n := len(r.young) + len(r.old); n > 2*mostRecent {
		t.Errorf("%d are kept", n)
	}
	if _, ok := r.find("1", 0); ok {
		t.Error("nothing is ever forgotten")
	}
	r.keep(strings.Repeat("a", longestRecent+1), 0, encoded{})
	if _, ok := r.find(strings.Repeat("a", longestRecent+1), 0); ok {
		t.Error("a text of any length is kept")
	}
}

func TestRecentTellsCutFromWhole(t *testing.T) {
	var r recent
	r.keep("cut", 40, encoded{pieces: 40})
	r.keep("whole", 40, encoded{pieces: 12})
	for text, want := range map[string]bool{"cut": false, "whole": true} {
		if _, ok := r.find(text, 0); ok != want {
			t.Errorf("%s: found whole %v", text, ok)
		}
	}
	if _, ok := r.find("cut", 32); ok {
		t.Error("40 pieces were given for 32")
	}
	if _, ok := r.find("cut", 40); !ok {
		t.Error("a cut text is not found again")
	}
}
