package table

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// An xlsx is a zip of XML parts (ECMA-376): the workbook names its sheets, relations say where they are, texts stand
// in a part of their own and cells have their numbers. Only what a table needs is read; formulas count by their stored
// value.

var errNotXLSX = errors.New("this is not an Excel file (.xlsx), or it is damaged: open it in a spreadsheet program " +
	"and save it again")

// readXLSX reads the sheet that is named or, without a name, the first visible one that has the wanted columns, else
// the first visible one with any rows. Merged cells all have the value of their first one.
func readXLSX(data []byte, w Wanted) (grid [][]string, notes []string, err error) {
	a, err := openArchive(data)
	if err != nil {
		return nil, nil, err
	}
	b := &book{archive: a, formulas: w.Formulas}
	var texts string
	if b.sheets, texts, err = partsOf(a); err != nil {
		return nil, nil, err
	}
	if b.texts, err = sharedTexts(a, texts); err != nil {
		return nil, nil, err
	}
	return b.choose(w)
}

// decodePart decodes one of the parts that name the others.
func decodePart(a *archive, name string, into any) error {
	p, err := a.open(name)
	if err != nil {
		return err
	}
	defer p.Close()
	p.allowed = maxIndex
	if err := xml.NewDecoder(p).Decode(into); err != nil {
		return errNotXLSX
	}
	return nil
}

// richText is a text as it stands or in runs of different fonts.
type richText struct {
	T    string `xml:"t"`
	Runs []struct {
		T string `xml:"t"`
	} `xml:"r"`
}

func (r richText) String() string {
	text := r.T
	for _, run := range r.Runs {
		text += run.T
	}
	return text
}

// escapes stand for characters that XML does not have (ECMA-376, ST_Xstring); Excel writes a carriage return so.
var escapes = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escapes.ReplaceAllStringFunc(text, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil {
			return code
		}
		return string(rune(n))
	})
}

// texts are those that cells name by their numbers, in pieces: one list would be copied again and again while it grows.
type texts [][]string

const textsPiece = 1 << 16

func (t *texts) add(text string) (all int) {
	last := len(*t) - 1
	if last < 0 || len((*t)[last]) == textsPiece {
		*t, last = append(*t, make([]string, 0, textsPiece)), last+1
	}
	(*t)[last] = append((*t)[last], text)
	return last*textsPiece + len((*t)[last])
}

func (t texts) at(n int) (string, bool) {
	if n < 0 || n/textsPiece >= len(t) || n%textsPiece >= len(t[n/textsPiece]) {
		return "", false
	}
	return t[n/textsPiece][n%textsPiece], true
}

func sharedTexts(a *archive, name string) (texts, error) {
	if a.files[name] == nil {
		return nil, nil // a workbook without texts
	}
	p, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	var out texts
	size := 0
	err = p.eachElement("si", func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		var t richText
		if err := d.DecodeElement(&t, &e); err != nil {
			return err
		}
		text := unescaped(t.String())
		size += len(text)
		switch all := out.add(text); {
		case len(text) > maxCell:
			return errLongCell
		case all > maxCells || size > maxTexts:
			return errManyTexts
		}
		return nil
	})
	return out, err
}

// eachElement visits the elements of a part; those called whole are decoded by visit to their ends.
func (p *part) eachElement(whole string, visit func(*xml.Decoder, xml.StartElement) error) error {
	d := xml.NewDecoder(p)
	depth := 0
	for {
		p.allowed = maxElement
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			switch e := token.(type) {
			case xml.StartElement:
				p.allowed = maxElement
				if err = visit(d, e); e.Name.Local != whole {
					depth++
				}
			case xml.EndElement:
				depth--
			}
		}
		var exceeded bound
		switch {
		case errors.As(err, &exceeded):
			return exceeded
		case err != nil || depth > maxDepth:
			return errNotXLSX
		}
	}
}

type cell struct {
	Ref     string    `xml:"r,attr"`
	Type    string    `xml:"t,attr"`
	Stored  *string   `xml:"v"` // nil: none
	Value   string    `xml:"-"`
	Formula *struct{} `xml:"f"`
	Inline  richText  `xml:"is"`
}

// area is a merged range, by its first and last column and line. A hostile sheet has millions: they are kept small.
type area struct{ left, top, right, bottom int32 }

// sheetReader puts the cells of a sheet in their places.
type sheetReader struct {
	texts               texts
	formulas            bool // NoValue stands for those without a value
	grid                [][]string
	merged              []area
	line, column, cells int
	size                int // bytes of texts that stand in the sheet itself
}

func sheet(p *part, texts texts, formulas bool) ([][]string, error) {
	s := &sheetReader{texts: texts, formulas: formulas, line: -1, column: -1}
	err := p.eachElement("c", func(d *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			return s.row(e)
		case "mergeCell":
			for _, a := range e.Attr {
				if a.Name.Local == "ref" {
					s.merge(a.Value)
				}
			}
		case "c":
			var c cell
			if err := d.DecodeElement(&c, &e); err != nil {
				return err
			}
			if c.Stored != nil {
				c.Value = *c.Stored
			}
			return s.cell(c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.grid, fillMerged(s.grid, s.merged)
}

func (s *sheetReader) row(e xml.StartElement) error {
	s.line, s.column = s.line+1, -1
	for _, a := range e.Attr {
		if n, err := strconv.Atoi(a.Value); a.Name.Local == "r" && err == nil && n > s.line && n <= maxRows {
			s.line = n - 1
		}
	}
	if s.line >= maxRows {
		return errManyRows
	}
	return nil
}

func (s *sheetReader) cell(c cell) error {
	s.column++
	if at, _, ok := position(c.Ref); ok {
		s.column = at
	}
	if s.column >= maxCols {
		return tooWide(s.line + 1)
	}
	value, err := c.text(s.texts)
	if err != nil {
		return err
	}
	if s.formulas && c.lacksValue() {
		value = NoValue
	}
	if value == "" || s.line < 0 {
		return nil
	}
	if c.Type != "s" || len(value) > longText {
		s.size += len(value) // a shared text costs little until it is read, which is once for each cell
	}
	for len(s.grid) <= s.line {
		s.grid = append(s.grid, nil)
	}
	row := s.grid[s.line]
	if row == nil && s.line > 0 {
		row = make([]string, 0, len(s.grid[s.line-1]))
	}
	for len(row) <= s.column {
		row = append(row, "")
		s.cells++
	}
	row[s.column] = value
	s.grid[s.line] = row
	switch {
	case len(value) > maxCell:
		return errLongCell
	case s.size > maxTexts:
		return errManyTexts
	case s.cells > maxCells:
		return errManyCells
	}
	return nil
}

// lacksValue reports whether a cell holds a formula without a value, or an error. A text may be stored empty.
func (c cell) lacksValue() bool {
	return c.Type == "e" || c.Formula != nil && c.Value == "" && (c.Stored == nil || c.Type != "str")
}

// text is what a cell shows. A text that the workbook does not have would be a row that is lost.
func (c cell) text(texts texts) (string, error) {
	switch c.Type {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(c.Value))
		text, there := texts.at(n)
		switch {
		case c.Value == "":
			return "", nil
		case err != nil || !there:
			return "", errNotXLSX
		}
		return text, nil
	case "inlineStr":
		return unescaped(c.Inline.String()), nil
	case "b":
		if c.Value == "1" {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "e":
		return "", nil // #N/A and the like
	}
	return c.Value, nil
}

// position reads a reference such as B12 as column 1, line 11.
func position(ref string) (column, line int, ok bool) {
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 4; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	line, err := strconv.Atoi(ref[i:])
	if i == 0 || err != nil || line < 1 || line > maxRows || column > maxCols {
		return 0, 0, false
	}
	return column - 1, line - 1, true
}

// merge notes a merged range, such as A1:B2. What is none is passed over.
func (s *sheetReader) merge(ref string) {
	from, to, _ := strings.Cut(ref, ":")
	left, top, ok := position(from)
	right, bottom, ok2 := position(to)
	if ok && ok2 && left <= right && top <= bottom {
		s.merged = append(s.merged, area{int32(left), int32(top), int32(right), int32(bottom)})
	}
}

// fillMerged gives every cell of a merged range the value of its first.
func fillMerged(grid [][]string, ranges []area) error {
	filled, size := 0, 0
	for _, a := range ranges {
		left, top, right, bottom := int(a.left), int(a.top), int(a.right), int(a.bottom)
		if top >= len(grid) || left >= len(grid[top]) || grid[top][left] == "" {
			continue
		}
		bottom = min(bottom, len(grid)-1)
		cells := (right - left + 1) * (bottom - top + 1)
		if filled += cells; filled > maxCells {
			return errManyCells
		}
		if text := len(grid[top][left]); text > longText {
			if size += cells * text; size > maxTexts {
				return errManyTexts
			}
		}
		for y := top; y <= bottom; y++ {
			for x := left; x <= right; x++ {
				for len(grid[y]) <= x {
					grid[y] = append(grid[y], "")
				}
				grid[y][x] = grid[top][left]
			}
		}
	}
	return nil
}
