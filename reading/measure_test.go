package reading

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// measured reads a table for measuring that stands beside the repository, or skips the test.
func measured(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", name))
	if err != nil {
		t.Skipf("the texts for measuring (../shared/data/%s) are not here", name)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if i > 0 {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

type tally struct{ tp, fp, fn, tn int }

func (c *tally) add(got, want bool) {
	switch {
	case got && want:
		c.tp++
	case got:
		c.fp++
	case want:
		c.fn++
	default:
		c.tn++
	}
}

func (c tally) precision() float64 { return float64(c.tp) / float64(max(1, c.tp+c.fp)) }
func (c tally) recall() float64    { return float64(c.tp) / float64(max(1, c.tp+c.fn)) }
func (c tally) f1() float64        { return float64(2*c.tp) / float64(max(1, 2*c.tp+c.fp+c.fn)) }

func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestGovernorPage(t *testing.T) {
	rows := measured(t, "governor-page-dev.tsv")
	r := newReader(t)
	var needs, urgent tally
	groups, right := 0, 0
	for _, row := range rows {
		if row[4] == "O" || row[5] == "?" {
			continue
		}
		a := r.ReadText(row[9])
		needs.add(a.NeedsAnswer, row[5] == "1")
		urgent.add(a.Urgent, row[8] == "1")
		if row[5] == "1" && row[6] != "?" {
			groups++
			if a.Group == row[6] {
				right++
			}
		}
		if os.Getenv("OTKLIK_MISSES") != "" && a.NeedsAnswer != (row[5] == "1") {
			t.Logf("%s want %s score %.2f %v", row[0], row[5], a.Score, a.Reasons)
		}
	}
	t.Logf("needs an answer: F1 %.3f, precision %.3f, recall %.3f %+v", needs.f1(), needs.precision(), needs.recall(), needs)
	t.Logf("urgent: recall %.2f, precision %.2f %+v", urgent.recall(), urgent.precision(), urgent)
	t.Logf("group: %d of %d right", right, groups)
	if needs.f1() < 0.65 {
		t.Errorf("F1 of needs_answer is %.3f, want 0.65", needs.f1())
	}
	if urgent.recall() < 0.5 {
		t.Errorf("recall of urgent is %.2f, want 0.5", urgent.recall())
	}
}

func TestNoise(t *testing.T) {
	rows := measured(t, "noise-dev.tsv")
	r := newReader(t)
	wrong, all := map[string]int{}, map[string]int{}
	total := 0
	for _, row := range rows {
		all[row[1]]++
		if a := r.ReadText(row[2]); a.NeedsAnswer {
			wrong[row[1]]++
			total++
			if os.Getenv("OTKLIK_MISSES") != "" {
				t.Logf("%s %s score %.2f %v", row[0], row[1], a.Score, a.Reasons)
			}
		}
	}
	rate := float64(total) / float64(len(rows))
	t.Logf("taken for messages that need an answer: %.1f %% (%v of %v)", 100*rate, wrong, all)
	if rate > 0.05 {
		t.Errorf("%.1f %% of the noise is taken for complaints, want 5 %% at most", 100*rate)
	}
}

func TestPortal(t *testing.T) {
	rows := measured(t, "portal-dev.tsv")
	r := newReader(t)
	found, right := 0, 0
	for _, row := range rows {
		a := r.ReadText(row[4])
		if a.NeedsAnswer {
			found++
		}
		if a.Group == row[1] {
			right++
		}
	}
	t.Logf("of %d complaints %d found, %d groups right", len(rows), found, right)
	if found*100 < 85*len(rows) {
		t.Errorf("only %d of %d complaints found", found, len(rows))
	}
}
