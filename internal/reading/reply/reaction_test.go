package reply

import (
	"os"
	"strings"
	"testing"
)

// TestReaction holds the rules to every example of reactions.tsv.
func TestReaction(t *testing.T) {
	j := newJudge(t)
	data, err := os.ReadFile("reactions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	if len(lines) < 121 {
		t.Errorf("%d examples, want 120 at least", len(lines)-1)
	}
	for n, line := range lines[1:] {
		want, text, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("reactions.tsv, line %d: no tab", n+2)
		}
		if got, reason := j.Reaction(text); string(got) != want || reason == "" {
			t.Errorf("%q is read as %s (%s), want %s", text, got, reason, want)
		}
	}
}
