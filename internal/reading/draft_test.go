package reading

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestDrafts compares what drafts are said to lack with what a person says, on invented pairs. The texts may have led
// to a word of draft.txt: the measure is of the rules, not of an office's page.
func TestDrafts(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("testdata/drafts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	pairs, whole, verdicts, codes, wrong := 0, 0, 0, 0, 0
	for line := range strings.Lines(string(table)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 4 {
			t.Fatalf("%d columns: %s", len(fields), line)
		}
		if pairs++; pairs == 1 {
			continue // the head
		}
		var want []string
		if fields[1] != "-" {
			want = strings.Fields(fields[1])
		}
		d := r.CheckReply(fields[2], fields[3], "", now)
		var got []string
		for _, code := range d.Lacks {
			got = append(got, string(code))
		}
		codes += len(want)
		for _, code := range append(slices.Clone(want), got...) {
			if !slices.Contains(want, code) || !slices.Contains(got, code) {
				wrong++
			}
		}
		if string(d.Kind) == fields[0] {
			verdicts++
		}
		if slices.Equal(got, want) {
			whole++
		} else {
			t.Logf("%q under %q: %s %v, want %s %v", fields[3], fields[2], d.Kind, got, fields[0], want)
		}
	}
	pairs--
	t.Logf("%d pairs: %d whole, %d verdicts, %d codes with %d missed or too much", pairs, whole, verdicts, codes, wrong)
	if pairs < 40 || whole < pairs-2 || wrong > 4 || verdicts < pairs-4 {
		t.Error("that is less than it was")
	}
}
