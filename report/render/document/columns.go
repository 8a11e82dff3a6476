package document

import (
	"strings"

	"otklik/report/page"
)

// Columns are the widths of a table's columns, which make up total together. No word of a head or a figure is parted
// where the page is wide enough for all; what is left goes where the longest cells are, and then to the first column.
// measure is the width of a text, pad what a cell adds to it.
func Columns(t *page.Table, total, pad float64, measure func(text string, bold bool) float64) []float64 {
	n := len(t.Columns)
	least, best := make([]float64, n), make([]float64, n)
	most := total / 2 // a single word must not push the others out
	for i, c := range t.Columns {
		grow := func(text string, bold bool) {
			for _, word := range strings.FieldsFunc(text,
				func(r rune) bool { return r == ' ' || r == '-' && !c.Number }) {
				least[i] = max(least[i], min(measure(word, bold)+pad, most))
			}
			best[i] = max(best[i], min(measure(text, bold)+pad, most))
		}
		for word := range strings.SplitSeq(c.Name, " ") { // a non-breaking space does not part words
			grow(word, true)
		}
		best[i] = max(best[i], min(measure(c.Name, true)+pad, total/6))
		for _, row := range t.Rows {
			if i < len(row.Cells) {
				grow(row.Cells[i], i == 0)
			}
			if i == 0 {
				best[i] = max(best[i], min(measure(row.Detail, false)+pad, most))
			}
		}
		least[i] = max(least[i], pad)
		best[i] = max(best[i], least[i])
	}
	return share(least, best, total)
}

// share gives every column its least, then more of what it would like, then the rest to the first.
func share(least, best []float64, total float64) []float64 {
	widths := make([]float64, len(least))
	if len(widths) == 0 {
		return widths
	}
	sum, wished := 0.0, 0.0
	for i := range least {
		sum += least[i]
		wished += best[i] - least[i]
	}
	left := total - sum
	for i := range widths {
		switch {
		case left < 0:
			widths[i] = least[i] * total / sum
		case wished > left:
			widths[i] = least[i] + (best[i]-least[i])*left/wished
		default:
			widths[i] = best[i]
		}
	}
	if left > wished {
		widths[0] += left - wished
	}
	return widths
}
