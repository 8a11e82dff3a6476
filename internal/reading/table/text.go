package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// readText reads csv or tsv in UTF-8, UTF-16 or Windows-1251. The sign between columns is the one of ; , tab and |
// with which the wanted columns are found; else the one that stands most often in the first line with any, outside
// quotes.
func readText(data []byte, tsv bool, wanted []string) (grid [][]string, notes []string, err error) {
	text, note, err := decode(data)
	if err != nil {
		return nil, nil, err
	}
	if note != "" {
		notes = append(notes, note)
	}
	text, order := separators(text, tsv)
	for i, comma := range order {
		rows, said, fault := rowsOf(text, comma)
		found := headerOf(rows, wanted) >= 0 && (fault == nil || len(wanted) > 0)
		if i == 0 || found {
			grid, note, err = rows, said, fault
		}
		if found {
			break
		}
	}
	if note != "" {
		notes = append(notes, note)
	}
	return grid, notes, err
}

// rowsOf cuts a text with one separator. Where a quote has no end, but the table is even without any quoting, it has
// none; else the error names it, and the rows are those above it.
func rowsOf(text string, comma byte) (grid [][]string, note string, err error) {
	grid, longs, err := cut(text, comma, true)
	var fault unquoted
	if errors.As(err, &fault) {
		plain, _, exceeded := cut(text, comma, false)
		if exceeded != nil || !even(plain) {
			return grid, "", err
		}
		return plain, fmt.Sprintf("a quote opens a cell in line %d and does not close it, but every line is whole "+
			"without it; quotes were read as a part of the texts",
			fault.line), nil
	}
	if rows := swallowed(grid, longs, comma); len(rows) > 0 {
		note = fmt.Sprintf("%s: a quoted cell goes on over lines that look like rows of their own; where a closing "+
			"quote is missing, rows are lost in it, so look there",
			Numbered("row", rows))
	}
	return grid, note, err
}

// even reports whether a table has as many cells in every row, titles above it apart, and quotes no cell.
func even(grid [][]string) bool {
	width, titles := 0, 0
	for _, row := range grid {
		switch {
		case row == nil:
			continue
		case len(row) == 1 && width == 0 && titles < headerWithin:
			titles++
			continue
		case width == 0:
			width = len(row)
		}
		if len(row) != width || slices.ContainsFunc(row,
			func(c string) bool { return len(c) > 1 && c[0] == '"' && c[len(c)-1] == '"' }) {
			return false
		}
	}
	return width > 1
}

// separators are the signs that may part the columns, the likeliest first. A line sep=; at the beginning, which Excel
// writes and obeys, says it and is taken off.
func separators(text string, tsv bool) (rest string, order []byte) {
	if sign, ok := strings.CutPrefix(strings.ToLower(text[:min(len(text), 5)]), "sep="); ok && len(sign) == 1 &&
		strings.Contains(";,\t|", sign) {
		return text[5:], []byte{sign[0]}
	}
	order = []byte{',', ';', '\t', '|'}
	counts := firstLine(text)
	if tsv {
		counts['\t'] = len(text) + 1
	}
	slices.SortStableFunc(order, func(a, b byte) int { return counts[b] - counts[a] })
	return text, order
}

// firstLine counts the separators in the first line that has any, outside quotes.
func firstLine(text string) map[byte]int {
	counts := map[byte]int{}
	quoted := false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case (c == '\n' || c == '\r') && len(counts) > 0:
			return counts
		case c == ';' || c == ',' || c == '\t' || c == '|':
			counts[c]++
		}
	}
	return counts
}
