package privacy

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// TestSharedTexts counts, by kind, what is masked in the texts for measuring; it prints figures only.
func TestSharedTexts(t *testing.T) {
	for _, file := range [...]string{"governor-page-dev.tsv", "portal-dev.tsv", "noise-dev.tsv"} {
		data, err := os.ReadFile("../../../shared/data/" + file)
		if errors.Is(err, fs.ErrNotExist) {
			t.Skip("the texts for measuring are not beside the repository")
		}
		if err != nil {
			t.Fatal(err)
		}
		counts, texts, touched := map[secret]int{}, 0, 0
		for line := range strings.Lines(string(data)) {
			columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if columns[0] == "id" {
				continue
			}
			texts++
			found := find(columns[len(columns)-1])
			if len(found) > 0 {
				touched++
			}
			for _, s := range found {
				counts[s.kind]++
			}
		}
		if touched == texts {
			t.Errorf("%s: something is masked in every one of %d texts", file, texts)
		}
		t.Logf("%s: %d of %d texts touched", file, touched, texts)
		for kind, n := range counts {
			t.Logf("  %-18s %d", russian[kind], n)
		}
	}
}
