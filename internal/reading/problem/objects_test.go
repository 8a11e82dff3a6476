package problem

import (
	"os"
	"strings"
	"testing"
)

// TestObjects measures the decision on pairs about numbered objects, other words and other faults: once with what their
// texts say of places, once as on a page of a town, whose messages are all assumed to be about it. Unlike pairs.txt not
// every line has to be right: the bounds keep what is reached from falling.
func TestObjects(t *testing.T) {
	for _, table := range []struct {
		name  string
		least float64
	}{{"objects.txt", 0.93}, {"unseen.txt", 0.9}, {"fresh.txt", 0.9}} {
		data, err := os.ReadFile("testdata/" + table.name)
		if err != nil {
			t.Fatal(err)
		}
		f := finder(t, "Самарская область")
		for _, page := range []string{"", "Самара"} {
			var right, wrong [2]int
			for line := range strings.SplitSeq(string(data), "\n") {
				if line == "" || line[0] == '#' {
					continue
				}
				field := strings.Split(line, " | ")
				if len(field) != 3 {
					t.Fatalf("%q has %d fields", line, len(field))
				}
				a := Item{ID: "a", Text: field[1], Place: f.Find(field[1], page)}
				b := Item{ID: "b", Text: field[2], Place: f.Find(field[2], page)}
				got, reason := Duplicates(a, b)
				if back, _ := Duplicates(b, a); back != got {
					t.Errorf("%q: the decision depends on the order", line)
				}
				g := New(Options{}) // what is one must also be found among others
				if p := g.Add("a", a.Text, "", a.Place, "",
					start); (g.Add("b", b.Text, "", b.Place, "", start) == p) != got {
					t.Errorf("%q: Same says %v (%s), the Grouper otherwise", line, got, reason)
				}
				want := 0
				if field[0] == "1" {
					want = 1
				}
				if got == (want == 1) {
					right[want]++
					continue
				}
				wrong[want]++
				t.Logf("%s, page %q: %s: %v (%s)", table.name, page, line, got, reason)
				if *texts {
					t.Logf("  %+v\n  %+v", a.Place, b.Place)
				}
			}
			f1 := float64(2*right[1]) / float64(2*right[1]+wrong[0]+wrong[1])
			t.Logf("%s, page %q: joined %d of %d that are one, %d of %d that are two, F1 %.3f", table.name, page,
				right[1], right[1]+wrong[1], wrong[0], wrong[0]+right[0], f1)
			if f1 < table.least {
				t.Errorf("F1 is below %v", table.least)
			}
		}
	}
}
