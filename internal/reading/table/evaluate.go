package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"otklik/internal/reading/linear"
)

// Labelled is a text with the label that is right for it.
type Labelled struct{ Text, Label string }

// Evaluation says how well a reader agrees with a labelled table.
type Evaluation struct {
	linear.Scoreboard
	Mistakes []Mistake // all of them, the surest first
}

// Mistake is a text for which the reader said something else.
type Mistake struct {
	Row         int // its place among the rows, from 1
	Text        string
	Right, Said string
	Score       float64 // how sure the reader was, 0 to 1
}

// Evaluate asks the reader about every row and compares. The reader returns its label and how sure it is, 0 to 1.
func Evaluate(rows []Labelled, read func(text string) (label string, score float64)) Evaluation {
	right, said := make([]string, len(rows)), make([]string, len(rows))
	var e Evaluation
	for i, r := range rows {
		label, score := read(r.Text)
		right[i], said[i] = r.Label, label
		if label != r.Label {
			e.Mistakes = append(e.Mistakes, Mistake{Row: i + 1, Text: r.Text, Right: r.Label, Said: label,
				Score: score})
		}
	}
	e.Scoreboard = linear.Compare(right, said)
	slices.SortStableFunc(e.Mistakes, func(a, b Mistake) int { return cmp.Compare(b.Score, a.Score) })
	return e
}

// wide is the number of labels up to which the whole confusion table is printed; of more, the commonest confusions.
const wide = 8

// Text prints the evaluation for a terminal: the classes, the confusions and the worst mistakes, worst of them at most.
func (e Evaluation) Text(worst int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d rows, %d right: accuracy %.3f, macro-F1 %.3f\n\n", e.Rows, e.Right, e.Accuracy, e.MacroF1)
	b.WriteString(Classes(e.Scoreboard))
	b.WriteString("\n")
	if len(e.Labels) <= wide {
		b.WriteString(e.matrix())
	} else {
		b.WriteString(e.commonest(20))
	}
	if len(e.Mistakes) == 0 || worst <= 0 {
		return b.String()
	}
	fmt.Fprintf(&b, "\nThe worst mistakes (%d of %d), the surest first:\n", min(worst, len(e.Mistakes)),
		len(e.Mistakes))
	for _, m := range e.Mistakes[:min(worst, len(e.Mistakes))] {
		fmt.Fprintf(&b, "  row %d: said %s (%.2f), right is %s: %s\n", m.Row, name(m.Said), m.Score, name(m.Right),
			Quote(m.Text))
	}
	return b.String()
}

// Classes prints precision, recall and F1 of every label.
func Classes(board linear.Scoreboard) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "precision\trecall\tF1\trows\tsaid\t  label")
	for _, q := range board.Classes {
		fmt.Fprintf(w, "%.3f\t%.3f\t%.3f\t%d\t%d\t  %s\n", q.Precision, q.Recall, q.F1, q.Support, q.Said,
			name(q.Label))
	}
	w.Flush()
	return b.String()
}

func (e Evaluation) matrix() string {
	var b strings.Builder
	b.WriteString("Confusions: a row is the right label, a column what was said.\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, l := range e.Labels {
		fmt.Fprintf(w, "%s\t", name(l))
	}
	fmt.Fprintln(w)
	for i, row := range e.Confusion {
		for _, n := range row {
			fmt.Fprintf(w, "%d\t", n)
		}
		fmt.Fprintf(w, "  %s\n", name(e.Labels[i]))
	}
	w.Flush()
	return b.String()
}

func (e Evaluation) commonest(most int) string {
	type pair struct{ right, said, n int }
	var pairs []pair
	for i, row := range e.Confusion {
		for k, n := range row {
			if i != k && n > 0 {
				pairs = append(pairs, pair{i, k, n})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return b.n - a.n })
	var b strings.Builder
	b.WriteString("The commonest confusions:\n")
	for _, p := range pairs[:min(most, len(pairs))] {
		fmt.Fprintf(&b, "%6d  %s, but %s was said\n", p.n, name(e.Labels[p.right]), name(e.Labels[p.said]))
	}
	return b.String()
}

func name(label string) string {
	if label == "" {
		return "(empty)"
	}
	return label
}

// Quote is the beginning of a text on one line.
func Quote(text string) string {
	const most = 120
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= most {
		return "«" + text + "»"
	}
	return "«" + string([]rune(text)[:most]) + "…»"
}
