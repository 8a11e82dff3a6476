package problem

import (
	"os"
	"strings"
	"testing"
)

// TestOwnPairs judges the pairs of testdata/pairs.txt, both ways round.
func TestOwnPairs(t *testing.T) {
	data, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	f := finder(t, "Самарская область")
	checked := 0
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		field := strings.Split(line, " | ")
		if len(field) != 3 {
			t.Fatalf("line %d has %d fields", n+1, len(field))
		}
		checked++
		a := Item{ID: "a", Text: field[1], Place: f.Find(field[1], "")}
		b := Item{ID: "b", Text: field[2], Place: f.Find(field[2], "")}
		got, reason := Duplicates(a, b)
		back, _ := Duplicates(b, a)
		if got != (field[0] == "1") {
			t.Errorf("line %d %q / %q: %v (%s) %+v %+v", n+1, field[1], field[2], got, reason, a.Place, b.Place)
		}
		if got != back {
			t.Errorf("line %d: the decision depends on the order", n+1)
		}
		if reason == "" {
			t.Errorf("line %d: no reason", n+1)
		}
	}
	if checked < 80 {
		t.Errorf("only %d pairs", checked)
	}
}
