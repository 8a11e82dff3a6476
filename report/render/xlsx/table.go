package xlsx

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

const (
	// captionRow and headerRow stand above the rows of every table and stay in view.
	captionRow = 1
	headerRow  = 2
	// rowLines bounds the height of a row: a text of five thousand characters must not push all others off the screen.
	rowLines   = 5
	lineHeight = 13.5
)

// field is a column of a table of T.
type field[T any] struct {
	title string
	width float64 // in characters
	form  form
	// value is what stands in the cell: a string, an int, a float64, a time.Time, or nil for an empty cell.
	value func(T) any
	mark  func(T) mark // nil: plain
}

// table is a sheet with one table: a caption, a frozen header, the rows.
type table[T any] struct {
	name    string // of the sheet
	id      string // of the table, for formulas
	caption string
	tone    mark // of the caption
	fields  []field[T]
	items   []T
	empty   string // what is said where there are no items
	printed int    // how many of the columns are printed, because more would be too small to read; 0: all
	choices []choice
}

func (t table[T]) title() string { return t.name }

func (t table[T]) write(w workbook, part string) error {
	if err := t.layout(w.File); err != nil {
		return err
	}
	stream, err := w.NewStreamWriter(t.name)
	if err != nil {
		return err
	}
	for n, field := range t.fields {
		if err := stream.SetColWidth(n+1, n+1, field.width); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: headerRow,
		TopLeftCell: fmt.Sprintf("A%d", headerRow+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := stream.SetRow(fmt.Sprintf("A%d", captionRow),
		[]any{excelize.Cell{StyleID: w.caption[t.tone], Value: fit(t.caption)}},
		excelize.RowOpts{Height: 18}); err != nil {
		return err
	}
	if err := t.offer(w.File); err != nil {
		return err
	}
	header := make([]any, len(t.fields))
	for n, field := range t.fields {
		header[n] = excelize.Cell{StyleID: w.header[field.form], Value: field.title}
		if t.isFilledIn(field.title) {
			header[n] = excelize.Cell{StyleID: w.invitation, Value: field.title}
		}
	}
	if err := stream.SetRow(fmt.Sprintf("A%d", headerRow), header, excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	if err := t.rows(w, stream, part); err != nil {
		return err
	}
	return stream.Flush()
}

func (t table[T]) rows(w workbook, stream *excelize.StreamWriter, part string) error {
	if len(t.items) == 0 {
		return stream.SetRow(fmt.Sprintf("A%d", headerRow+1),
			[]any{excelize.Cell{StyleID: w.caption[t.tone], Value: fit(t.empty)}})
	}
	for n, item := range t.items {
		row := headerRow + 1 + n
		cells, lines := make([]any, len(t.fields)), 1
		for i, field := range t.fields {
			m := plain
			if field.mark != nil {
				m = field.mark(item)
			}
			value := field.value(item)
			if text, ok := value.(string); ok && field.form == words {
				value = fit(text)
				lines = max(lines, height(value.(string), field.width))
			}
			cells[i] = w.cell(value, field.form, m)
			if url, ok := value.(string); ok && url != "" && field.form == link {
				name, err := excelize.CoordinatesToCellName(i+1, row)
				if err != nil {
					return err
				}
				w.links.add(part, name, url)
			}
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", row), cells,
			excelize.RowOpts{Height: float64(min(lines, rowLines))*lineHeight + 1.5}); err != nil {
			return err
		}
	}
	last, err := excelize.CoordinatesToCellName(len(t.fields), headerRow+len(t.items))
	if err != nil {
		return err
	}
	stripes := false
	return stream.AddTable(&excelize.Table{Range: fmt.Sprintf("A%d:%s", headerRow, last), Name: t.id,
		StyleName: "TableStyleLight1", ShowRowStripes: &stripes})
}

// layout prepares the sheet for printing on A4, across, with the header on every page.
func (t table[T]) layout(f *excelize.File) error {
	if err := fitToPage(f, t.name, "landscape"); err != nil {
		return err
	}
	if t.printed > 0 {
		last, err := excelize.ColumnNumberToName(t.printed)
		if err != nil {
			return err
		}
		area := fmt.Sprintf("'%s'!$A$%d:$%s$%d", t.name, captionRow, last, headerRow+max(len(t.items), 1))
		if err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: t.name,
			RefersTo: area}); err != nil {
			return err
		}
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: t.name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", t.name, captionRow, headerRow)})
}

func fitToPage(f *excelize.File, sheet, orientation string) error {
	yes, a4, one, any := true, 9, 1, 0
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one,
		FitToHeight: &any}); err != nil {
		return err
	}
	side, end, footer := 0.4, 0.6, 0.3 // inches
	if err := f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &side,
		Bottom: &end, Footer: &footer}); err != nil {
		return err
	}
	return f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"})
}

// cell is a value with the style of its form; a moment that no spreadsheet can hold stands as text.
func (s styles) cell(value any, form form, m mark) any {
	c := excelize.Cell{StyleID: s.cells[form][m], Value: value}
	switch v := value.(type) {
	case nil:
		return s.empty[form][m]
	case time.Time:
		switch {
		case v.IsZero():
			return s.empty[form][m]
		case v.Year() < 1901 || v.Year() > 9999:
			c.Value = v.Format(time.RFC3339)
		}
	case string:
		switch {
		case v == "":
			return s.empty[form][m]
		case formulaLike(v):
			c.StyleID = s.guarded[m]
		}
	}
	return c
}

// height is how many lines a text takes in a column.
func height(text string, width float64) int {
	lines := 0
	for paragraph := range strings.SplitSeq(text, "\n") {
		// Ten points are a little narrower than the characters that widths are counted in, and words leave gaps.
		lines += 1 + int(float64(utf8.RuneCountInString(paragraph))/(width*1.05))
		if lines >= rowLines {
			return rowLines
		}
	}
	return lines
}
