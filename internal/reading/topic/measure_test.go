package topic

import (
	"cmp"
	"context"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/reading/linear"
)

// sharedRows reads a table for measuring; the test is skipped where it is not there.
func sharedRows(t testing.TB, name string) []map[string]string {
	if raced {
		t.Skip("measured without the race detector: make measure")
	}
	t.Helper()
	data, err := os.ReadFile("../../../../shared/data/" + name)
	if err != nil {
		t.Skipf("the texts for measuring are not here: no ../shared/data/%s beside the repository", name)
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, f := range strings.Split(line, "\t") {
			row[head[i]] = f
		}
		rows = append(rows, row)
	}
	return rows
}

func portal(t testing.TB) []Row {
	t.Helper()
	var rows []Row
	for _, r := range sharedRows(t, "portal-dev.tsv") {
		rows = append(rows, Row{Text: r["text"], Group: r["group"]})
	}
	return rows
}

// accuracyOf is the share of rows whose group a classifier names.
func accuracyOf(t *testing.T, c *Classifier, rows []Row) linear.Scoreboard {
	t.Helper()
	var right, said []string
	for _, r := range rows {
		g, _, _, _ := c.Classify(r.Text)
		right, said = append(right, r.Group), append(said, g)
	}
	return linear.Compare(right, said)
}

func withModel(m *Model) *Classifier {
	c := &Classifier{own: shared(), table: BuiltIn(), model: m}
	c.prepare()
	return c
}

// The built-in model as it ships, but each fifth of the portal's messages read by a model that had not seen it.
func TestPortalCrossValidated(t *testing.T) {
	rows := portal(t)
	examples := BuiltIn().Examples()
	labels := make([]string, len(rows))
	texts := make([]string, len(rows))
	for i, r := range rows {
		labels[i], texts[i] = r.Group, fingerprint(r.Text)
	}
	fold := linear.Folds(labels, texts, 5, 1)
	var right, said []string
	type mistake struct {
		id, right, said string
		sure            float64
	}
	var mistakes []mistake
	shared := sharedRows(t, "portal-dev.tsv")
	for k := range 5 {
		train := slices.Clone(examples)
		var test []int
		for i, r := range rows {
			if fold[i] == k {
				test = append(test, i)
			} else {
				train = append(train, r)
			}
		}
		m, _, err := Train(context.Background(), train, TrainOptions{Seed: 1, skipCheck: true})
		if err != nil {
			t.Fatal(err)
		}
		m.sharpness = builtInSharpness(t)
		c := withModel(m)
		for _, i := range test {
			g, _, sure, _ := c.Classify(rows[i].Text)
			right, said = append(right, rows[i].Group), append(said, g)
			if g != rows[i].Group {
				mistakes = append(mistakes, mistake{shared[i]["id"], rows[i].Group, g, sure})
			}
		}
	}
	slices.SortStableFunc(mistakes, func(a, b mistake) int { return cmp.Compare(b.sure, a.sure) })
	for _, m := range mistakes[:min(len(mistakes), 10)] {
		t.Logf("  worst: %s %.2f %s, not %s", m.id, m.sure, m.right, m.said)
	}
	b := linear.Compare(right, said)
	t.Logf("portal, 5-fold cross-validation: group right %.4f, macro-F1 %.3f, Прочее %d of %d", b.Accuracy, b.MacroF1,
		b.Of(Other).Said, b.Rows)
	for _, q := range b.Classes {
		t.Logf("  %-45s %4d rows  precision %.2f  recall %.2f  F1 %.2f", q.Label, q.Support, q.Precision,
			q.Recall, q.F1)
	}
	if b.Accuracy < 0.8 {
		t.Errorf("group right %.4f, want 0.80", b.Accuracy)
	}
}

func builtInSharpness(t testing.TB) float64 {
	t.Helper()
	m, err := Parse(builtInModel)
	if err != nil {
		return 2
	}
	return m.sharpness
}

// What the program's own keys and examples know, without a text of the portal.
func TestOwnAlone(t *testing.T) {
	rows := portal(t)
	keys := keysAlone()
	b := accuracyOf(t, keys, rows)
	t.Logf("own keys and likeness to own examples alone: group right %.4f, macro-F1 %.3f, Прочее %d", b.Accuracy,
		b.MacroF1, b.Of(Other).Said)
	m, _, err := Train(context.Background(), BuiltIn().Examples(), TrainOptions{Seed: 1, skipCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	c := withModel(m)
	b2 := accuracyOf(t, c, rows)
	t.Logf("a model learnt from own examples and keys alone: group right %.4f, macro-F1 %.3f, Прочее %d", b2.Accuracy,
		b2.MacroF1, b2.Of(Other).Said)
	if max(b.Accuracy, b2.Accuracy) < 0.6 {
		t.Errorf("group right %.4f and %.4f, want 0.60", b.Accuracy, b2.Accuracy)
	}
}

func keysAlone() *Classifier {
	c := &Classifier{own: shared(), table: BuiltIn()}
	c.prepare()
	return c
}

// The comments of a governor's page took no part in training.
func TestGovernorPage(t *testing.T) {
	var rows []Row
	for _, r := range sharedRows(t, "governor-page-dev.tsv") {
		if g := r["group"]; g != "-" && g != "?" && g != "" {
			rows = append(rows, Row{Text: r["text"], Group: g})
		}
	}
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := accuracyOf(t, c, rows)
	own := accuracyOf(t, keysAlone(), rows)
	t.Logf("governor's page, %d comments with a group: group right %.4f (macro-F1 %.3f), Прочее %d; own keys and "+
		"examples alone %.4f", b.Rows, b.Accuracy, b.MacroF1, b.Of(Other).Said, own.Accuracy)
	if b.Accuracy < 0.65 {
		t.Errorf("group right %.4f, want 0.65", b.Accuracy)
	}
}

// The split of bench/topics_sklearn.py: held out when the FNV-1a hash of the id is divisible by 5.
func TestAgainstScikitLearn(t *testing.T) {
	var train, test []Row
	for _, r := range sharedRows(t, "portal-dev.tsv") {
		h := fnv.New32a()
		h.Write([]byte(r["id"]))
		row := Row{Text: r["text"], Group: r["group"]}
		if h.Sum32()%5 == 0 {
			test = append(test, row)
		} else {
			train = append(train, row)
		}
	}
	start := time.Now()
	m, report, err := Train(context.Background(), train, TrainOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	var right, said []string
	reader, extract := &modelReader{}, newExtractor()
	reader.use(m)
	for _, r := range test {
		extract.fill(reader.groups, r.Text)
		best, _ := linear.Best(m.groups.Scores(reader.groups, nil))
		right, said = append(right, r.Group), append(said, m.labels()[best])
	}
	b := linear.Compare(right, said)
	t.Logf(
		"learnt from %d rows in %s: accuracy %.4f, macro-F1 %.3f on the %d held out (the report's own estimate %.4f)",
		len(train), took.Round(time.Millisecond), b.Accuracy, b.MacroF1, len(test), report.Groups.Accuracy)
	if b.Accuracy < scikitLearn {
		t.Errorf("accuracy %.4f, scikit-learn's LinearSVC reaches %.4f", b.Accuracy, scikitLearn)
	}
}

// scikitLearn is the better of the two figures that bench/topics_sklearn.py prints.
const scikitLearn = 0.8000
