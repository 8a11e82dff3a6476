package pdf

import (
	"otklik/report/page"
	"otklik/report/render/document"
)

// table adds each row as a block; the head stands again on every page.
func (c *composer) table(t *page.Table) {
	pad := 3 * c.scale
	// Measured as it will be drawn: an emoji may become a box.
	widths := document.Columns(t, textWidth, 2*pad+0.5, func(text string, bold bool) float64 {
		return c.faces.of(bold).measure(c.faces.legible(text), (sizeSmall+0.4)*c.scale)
	})
	head := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		head[i] = column.Name
	}
	top := c.tableRow(t, widths, page.Row{Cells: head}, true)
	for i, r := range t.Rows {
		b := block{rows: c.tableRow(t, widths, r, false), repeat: top}
		if i == 0 {
			c.add(block{rows: top, space: 4, head: true})
		}
		c.add(b)
	}
	if len(t.Rows) == 0 {
		c.add(block{rows: top, space: 4})
	}
}

// tableRow draws cells beside each other with a line below them.
func (c *composer) tableRow(t *page.Table, widths []float64, r page.Row, head bool) []row {
	pad := 3 * c.scale
	x := 0.0
	columns := make([][]row, 0, len(widths))
	for i, column := range t.Columns {
		width := widths[i]
		var text string
		if i < len(r.Cells) {
			text = r.Cells[i]
		}
		cell := c.span(text, sizeSmall+0.4)
		cell.bold = head || i == 0
		rows := c.linesWithin(x+pad, width-2*pad, column.Number, cell)
		if i == 0 && r.Detail != "" {
			rows = append(rows, c.linesWithin(x+pad, width-2*pad, false, c.small(r.Detail))...)
		}
		columns = append(columns, rows)
		x += width
	}
	thickness := 0.5
	if head {
		thickness = 1.2
		columns = sink(columns)
	}
	rows := append([]row{{height: 2 * c.scale}}, beside(columns)...)
	return append(rows, row{height: 2*c.scale + thickness,
		marks: []mark{{y: 2 * c.scale, w: textWidth, h: thickness, fill: document.Rule}}})
}

// sink lets the heads of columns stand at the bottom of their row.
func sink(columns [][]row) [][]row {
	most := 0
	for _, column := range columns {
		most = max(most, len(column))
	}
	for i, column := range columns {
		columns[i] = append(make([]row, most-len(column)), column...)
	}
	return columns
}
