package table

import (
	"fmt"
	"slices"
	"strings"
)

// A text table follows RFC 4180 as spreadsheet programs read it, which is milder than the RFC: a line ends with CR, LF
// or both, and a quote is one of the format only at a cell's beginning. Such a cell ends at the next quote that is not
// doubled. Where something else than a separator follows it, the quotes were the writer's own: "Уют" не топит.

// cutter cuts a text into cells.
type cutter struct {
	text   string
	comma  byte
	quotes bool // cells may be quoted; without, a quote is a letter like any other
	at     int
	line   int    // of the file, from 1, where at stands
	row    int    // that is being cut, from 1
	long   []long // cells of several lines
	broken int    // lines of those
	all    int    // cells
}

// long is a quoted cell of several lines.
type long struct {
	row, column int
	lines       []string // the first from the row's beginning, the last up to the cell's end
}

// unquoted is a quoted cell whose end is missing, or not where the text says.
type unquoted struct {
	line, row int
	next      int // line of the quote that does not end it; 0: there is none
}

func (u unquoted) Error() string {
	where := fmt.Sprintf("line %d", u.line)
	if u.row != u.line {
		where += fmt.Sprintf(" (row %d)", u.row)
	}
	if u.next == 0 {
		return fmt.Sprintf("%s: the quote that opens a cell here never closes, and all lines below would be lost in "+
			"it; delete or double this quote, "+
			"or save the table as .xlsx", where)
	}
	return fmt.Sprintf("%s: a quote opens a cell here, and the next one, in line %d, stands in the middle of a cell, "+
		"so that it is not clear where the cell ends; "+
		"double the quotes inside it, or save the table as .xlsx", where, u.next)
}

// cut gives all rows of the text, so that a row's place is the one that a spreadsheet program shows; empty rows are
// nil. The error is an unquoted or a bound; the rows are those above it.
func cut(text string, comma byte, quotes bool) (grid [][]string, longs []long, err error) {
	c := &cutter{text: text, comma: comma, quotes: quotes, line: 1}
	width := 0
	for c.at < len(c.text) {
		if c.row++; c.row > maxRows {
			return grid, c.long, errManyRows
		}
		row, err := c.cells(width)
		if err != nil {
			return grid, c.long, err
		}
		width = len(row)
		if len(row) == 1 && strings.TrimSpace(row[0]) == "" {
			row = nil
		}
		grid = append(grid, row)
	}
	return grid, c.long, nil
}

// cells cuts the next row and goes behind its end. width is how many cells it may have.
func (c *cutter) cells(width int) (row []string, err error) {
	row = make([]string, 0, width)
	begin := c.at
	for {
		cell, err := c.cell(begin, len(row))
		if err != nil {
			return nil, err
		}
		switch c.all++; {
		case len(cell) > maxCell:
			return nil, c.tooLong()
		case len(row) == maxCols:
			return nil, tooWide(c.row)
		case c.all > maxCells:
			return nil, errManyCells
		}
		row = append(row, cell)
		if c.at == len(c.text) {
			return row, nil
		}
		if c.text[c.at] != c.comma {
			c.at += breakAt(c.text[c.at:])
			c.line++
			return row, nil
		}
		c.at++
	}
}

// cell cuts the cell of a column, of the row that begins at begin, and stops at its end.
func (c *cutter) cell(begin, column int) (string, error) {
	start := c.at
	if c.quotes && strings.HasPrefix(c.text[start:], `"`) {
		content, closed, err := c.quoted(begin, column)
		if err != nil || closed {
			return content, err
		}
	}
	c.toEnd()
	return c.text[start:c.at], nil
}

func (c *cutter) tooLong() error { return bound(fmt.Sprintf("line %d: %s", c.line, errLongCell)) }

// toEnd goes on to the next separator or line's end.
func (c *cutter) toEnd() {
	n := strings.IndexAny(c.text[c.at:], string(rune(c.comma))+"\r\n")
	if n < 0 {
		n = len(c.text) - c.at
	}
	c.at += n
}

// quoted reads a cell from its opening quote. Where the quotes turn out to be a part of the text, closed is false and
// the cutter stands behind them.
func (c *cutter) quoted(begin, column int) (content string, closed bool, err error) {
	var b strings.Builder
	at := c.at + 1
	for {
		n := strings.IndexByte(c.text[at:], '"')
		if n < 0 {
			return "", false, unquoted{line: c.line, row: c.row}
		}
		if b.Len()+n > maxCell {
			return "", false, c.tooLong()
		}
		b.WriteString(c.text[at : at+n])
		at += n + 1
		if !strings.HasPrefix(c.text[at:], `"`) {
			break
		}
		b.WriteByte('"')
		at++
	}
	content = lineFeeds(b.String())
	lines := strings.Count(content, "\n")
	end := at
	for end < len(c.text) && (c.text[end] == ' ' || c.text[end] == '\t' && c.comma != '\t') {
		end++
	}
	if end < len(c.text) && c.text[end] != c.comma && breakAt(c.text[end:]) == 0 {
		if lines > 0 {
			return "", false, unquoted{line: c.line, row: c.row, next: c.line + lines}
		}
		c.at = at
		return "", false, nil
	}
	if c.broken += lines; lines > 0 && c.broken < maxBroken {
		// an earlier cell of the row may have several lines too
		line := begin + strings.LastIndexAny(c.text[begin:c.at], "\r\n") + 1
		c.long = append(c.long, long{row: c.row, column: column,
			lines: strings.Split(lineFeeds(c.text[line:at]), "\n")})
	}
	c.line += lines
	c.at = end
	return content, true, nil
}

// breakAt is the length of the line break that a text begins with: 0, 1 or, of CR and LF, 2.
func breakAt(text string) int {
	switch {
	case strings.HasPrefix(text, "\r\n"):
		return 2
	case strings.HasPrefix(text, "\n"), strings.HasPrefix(text, "\r"):
		return 1
	}
	return 0
}

// lineFeeds makes every line break a line feed.
func lineFeeds(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// swallowed finds the rows with cells of several lines whose lines look like rows of their own: so many cells as their
// row or most rows have, and one beside the cell's own with a value that its column has elsewhere. A closing quote may
// be missing there.
func swallowed(grid [][]string, longs []long, comma byte) (rows []int) {
	within := linesLikeRows(grid, longs, comma)
	if len(within) == 0 {
		return nil
	}
	seen := map[value][2]int{} // the first two rows that have it as a cell
	for n, row := range grid {
		for i, cell := range row {
			v := value{i, bare(cell)}
			if _, wanted := within[v]; !wanted {
				continue
			}
			if at := seen[v]; at[0] == 0 {
				seen[v] = [2]int{n + 1}
			} else if at[1] == 0 {
				seen[v] = [2]int{at[0], n + 1}
			}
		}
	}
	for v, holders := range within {
		at := seen[v]
		rows = append(rows, slices.DeleteFunc(holders,
			func(h int) bool { return at[0] == 0 || at[0] == h && at[1] == 0 })...)
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

// value is what stands in a column.
type value struct {
	column int
	text   string
}

// linesLikeRows are the values that the lines of long cells would have if they were rows, with the rows of the cells.
func linesLikeRows(grid [][]string, longs []long, comma byte) map[value][]int {
	within := map[value][]int{}
	most := commonest(grid)
	for _, l := range longs {
		width := len(grid[l.row-1])
		for n, line := range l.lines {
			if n == len(l.lines)-1 && l.column < width-1 {
				continue // the row goes on behind it
			}
			cells := strings.Split(line, string(rune(comma)))
			if len(cells) != width && len(cells) != most {
				continue
			}
			for i, cell := range cells {
				if i == l.column || n == 0 && i < l.column {
					continue // the cell itself; what stands before it in its row is there, missing quote or not
				}
				if v := (value{i, bare(cell)}); v.text != "" && len(within) < maxBroken {
					within[v] = append(within[v], l.row)
				}
			}
		}
	}
	return within
}

// commonest is how many cells most rows with any have.
func commonest(grid [][]string) (width int) {
	rows := map[int]int{}
	for _, row := range grid {
		if n := len(row); n > 0 {
			if rows[n]++; rows[n] > rows[width] {
				width = n
			}
		}
	}
	return width
}

func bare(cell string) string { return strings.Trim(strings.TrimSpace(cell), `"`) }
