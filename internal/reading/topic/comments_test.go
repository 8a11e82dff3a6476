package topic

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestComments reads short comments of our own, as people write them: five to fifteen words, often with a word that
// belongs to another group ("the roof of the club leaks"). None of them takes part in training. "|" parts groups that
// people choose equally.
func TestComments(t *testing.T) {
	data, err := os.ReadFile("testdata/comments.tsv")
	if err != nil {
		t.Fatal(err)
	}
	c := builtInClassifier(t)
	all := c.Groups()
	seen := map[string]bool{}
	rows, right := 0, 0
	for line := range strings.Lines(string(data)) {
		want, text, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || want == "group" || strings.HasPrefix(line, "#") {
			continue
		}
		rows++
		groups := strings.Split(want, "|")
		for _, g := range groups {
			seen[g] = true
			if !slices.Contains(all, g) {
				t.Errorf("%q is no group", g)
			}
		}
		group, topic, sure, reasons := c.Classify(text)
		if slices.Contains(groups, group) {
			right++
			continue
		}
		t.Logf("%s, not %s (%s, %.2f, %q): %s", want, group, topic, sure, reasons, text)
	}
	t.Logf("%d of %d comments right", right, rows)
	if len(seen) != len(all) {
		t.Errorf("comments of %d groups, want all %d", len(seen), len(all))
	}
	if rows < 60 || right*100 < 85*rows {
		t.Errorf("%d of %d comments right, want 60 at least and 85 %% right", right, rows)
	}
}
