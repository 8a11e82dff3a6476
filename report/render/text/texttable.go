package text

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"otklik/report/page"
)

// tableIndent and nameWidth: a table's first column stands beside the numbers where it has at least that much room.
const (
	tableIndent = 2
	nameWidth   = 20
)

// table draws aligned columns. Where they leave no room for the names, each name stands on a line above its numbers;
// where not even the numbers fit, each row is a phrase.
func (w *textWriter) table(t *page.Table) {
	if len(t.Columns) == 0 {
		return
	}
	widths := make([]int, len(t.Columns))
	heads := make([][]string, len(t.Columns))
	numbers := tableIndent
	for n := 1; n < len(t.Columns); n++ {
		heads[n] = strings.Fields(strings.ReplaceAll(t.Columns[n].Name, page.Nbsp, "\x00"))
		for k := range heads[n] {
			heads[n][k] = strings.ReplaceAll(heads[n][k], "\x00", page.Nbsp)
			widths[n] = max(widths[n], uniseg.StringWidth(heads[n][k]))
		}
		for _, row := range t.Rows {
			widths[n] = max(widths[n], uniseg.StringWidth(row.Cells[n]))
		}
		numbers += widths[n]
	}
	// Two spaces between columns, one where two are too many.
	gap := 2
	if numbers+gap*(len(t.Columns)-1) > textWidth {
		gap = 1
	}
	if numbers += gap * (len(t.Columns) - 1); numbers > textWidth {
		for _, row := range t.Rows {
			w.put("  ", "    ", rowWords(t, row))
		}
		return
	}
	longest := uniseg.StringWidth(t.Columns[0].Name)
	for _, row := range t.Rows {
		longest = max(longest, uniseg.StringWidth(row.Cells[0]))
	}
	widths[0] = min(longest, textWidth-numbers)
	above := widths[0] < min(longest, nameWidth)
	w.heads(t, heads, widths, gap)
	for _, row := range t.Rows {
		name := []string{row.Cells[0]}
		if above || uniseg.StringWidth(row.Cells[0]) > widths[0] {
			w.put("  ", "    ", row.Cells[0])
			name[0] = ""
		}
		w.line(append(name, row.Cells[1:]...), t, widths, gap)
		if row.Detail != "" {
			w.put("    ", "    ", row.Detail)
		}
	}
}

// heads are the names of the columns, each word on a line of its own, ending on the same line.
func (w *textWriter) heads(t *page.Table, heads [][]string, widths []int, gap int) {
	height := 1
	for _, words := range heads {
		height = max(height, len(words))
	}
	name := t.Columns[0].Name
	if uniseg.StringWidth(name) > widths[0] {
		w.put("  ", "    ", name)
		name = ""
	}
	for line := range height {
		cells := make([]string, len(heads))
		for n, words := range heads {
			if k := line - (height - len(words)); k >= 0 && n > 0 {
				cells[n] = words[k]
			}
		}
		if line == height-1 {
			cells[0] = name
		}
		w.line(cells, t, widths, gap)
	}
}

func (w *textWriter) line(cells []string, t *page.Table, widths []int, gap int) {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", tableIndent))
	for n, cell := range cells {
		space := strings.Repeat(" ", max(0, widths[n]-uniseg.StringWidth(cell)))
		if n > 0 {
			b.WriteString(strings.Repeat(" ", gap))
		}
		if t.Columns[n].Number {
			b.WriteString(space + cell)
		} else {
			b.WriteString(cell + space)
		}
	}
	w.WriteString(strings.TrimRight(b.String(), " ") + "\n")
}

// picture draws two bars for each day: received filled, unanswered in dots.
func (w *textWriter) picture(p *page.Picture) {
	const widest = 22
	w.head(p.Title)
	label, digits, most := 0, 0, 1
	for _, d := range p.Days {
		label = max(label, uniseg.StringWidth(d.Label))
		if d.Known {
			most = max(most, d.Received, d.Unanswered)
		}
	}
	digits = len(strconv.Itoa(most))
	bar := func(mark string, n int) string {
		length := (n*widest + most - 1) / most
		return fmt.Sprintf("%*d %s%s", digits, n, strings.Repeat(mark, length), strings.Repeat(" ", widest-length))
	}
	w.put("  ", "    ", "█"+page.Nbsp+p.Received+", ░"+page.Nbsp+p.Unanswered)
	for _, d := range p.Days {
		line := "  " + d.Label + strings.Repeat(" ", label-uniseg.StringWidth(d.Label)) + "  "
		if d.Known {
			line += bar("█", d.Received) + "  " + bar("░", d.Unanswered)
		} else {
			line += p.Unknown
		}
		w.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
