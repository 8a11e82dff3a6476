package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// An xlsx is a zip of XML parts (ECMA-376): the workbook names its sheets, relations say where they are, texts stand in
// a part of their own and cells have their numbers. Only what a table needs is read; formulas count by their stored value.

// Bounds against files made to harm.
const (
	maxPart  = 1 << 30
	maxCells = 50_000_000
	maxCols  = 16384
	maxLines = 1 << 20
)

var errNotXLSX = errors.New("this is not an Excel file (.xlsx), or it is damaged: open it in a spreadsheet program and save it again")

// readXLSX reads the sheet that is named or, without a name, the first visible one that has the wanted columns, else the first
// visible one with any rows. Merged cells all have the value of their first one.
func readXLSX(data []byte, w Wanted) (grid [][]string, notes []string, err error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil, errNotXLSX
	}
	files := map[string]*zip.File{}
	for _, f := range archive.File {
		files[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, "\\", "/"), "/"))] = f
	}
	b := &book{files: files}
	var texts string
	if b.sheets, texts, err = partsOf(files); err != nil {
		return nil, nil, err
	}
	if b.texts, err = sharedTexts(files[texts]); err != nil {
		return nil, nil, err
	}
	return b.choose(w)
}

func decodePart(f *zip.File, into any) error {
	if f == nil {
		return errNotXLSX
	}
	r, err := f.Open()
	if err != nil {
		return errNotXLSX
	}
	defer r.Close()
	if err := xml.NewDecoder(io.LimitReader(r, maxPart)).Decode(into); err != nil {
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

func sharedTexts(f *zip.File) ([]string, error) {
	if f == nil {
		return nil, nil // a workbook without texts
	}
	r, err := f.Open()
	if err != nil {
		return nil, errNotXLSX
	}
	defer r.Close()
	var out []string
	err = eachElement(xml.NewDecoder(io.LimitReader(r, maxPart)), func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		var t richText
		if err := d.DecodeElement(&t, &e); err != nil {
			return err
		}
		out = append(out, unescaped(t.String()))
		return nil
	})
	return out, err
}

func eachElement(d *xml.Decoder, visit func(*xml.Decoder, xml.StartElement) error) error {
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			if e, ok := token.(xml.StartElement); ok {
				err = visit(d, e)
			}
		}
		if errors.Is(err, errTooMany) {
			return err
		}
		if err != nil {
			return errNotXLSX
		}
	}
}

type cell struct {
	Ref    string   `xml:"r,attr"`
	Type   string   `xml:"t,attr"`
	Value  string   `xml:"v"`
	Inline richText `xml:"is"`
}

var errTooMany = fmt.Errorf("it has more than %d cells: cut it into parts", maxCells)

func sheet(f *zip.File, texts []string) ([][]string, error) {
	r, err := f.Open()
	if err != nil {
		return nil, errNotXLSX
	}
	defer r.Close()
	var grid [][]string
	var merged []string
	cells, line, column := 0, -1, -1
	err = eachElement(xml.NewDecoder(io.LimitReader(r, maxPart)), func(d *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			line, column = line+1, -1
			for _, a := range e.Attr {
				if n, err := strconv.Atoi(a.Value); a.Name.Local == "r" && err == nil && n > line && n <= maxLines {
					line = n - 1
				}
			}
		case "mergeCell":
			for _, a := range e.Attr {
				if a.Name.Local == "ref" {
					merged = append(merged, a.Value)
				}
			}
		case "c":
			var c cell
			if err := d.DecodeElement(&c, &e); err != nil {
				return err
			}
			column++
			if at, _, ok := position(c.Ref); ok {
				column = at
			}
			value, err := c.text(texts)
			if err != nil {
				return err
			}
			if value == "" || line < 0 {
				return nil
			}
			for len(grid) <= line {
				grid = append(grid, nil)
			}
			for len(grid[line]) <= column {
				grid[line] = append(grid[line], "")
				cells++
			}
			if cells > maxCells || column >= maxCols {
				return errTooMany
			}
			grid[line][column] = value
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	fillMerged(grid, merged)
	return grid, nil
}

// text is what a cell shows. A text that the workbook does not have would be a row that is lost.
func (c cell) text(texts []string) (string, error) {
	switch c.Type {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(c.Value))
		switch {
		case c.Value == "":
			return "", nil
		case err != nil || n < 0 || n >= len(texts):
			return "", errNotXLSX
		}
		return texts[n], nil
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
	if i == 0 || err != nil || line < 1 || line > maxLines || column > maxCols {
		return 0, 0, false
	}
	return column - 1, line - 1, true
}

// fillMerged gives every cell of a merged range the value of its first.
func fillMerged(grid [][]string, ranges []string) {
	filled := 0
	for _, ref := range ranges {
		from, to, _ := strings.Cut(ref, ":")
		left, top, ok := position(from)
		right, bottom, ok2 := position(to)
		if !ok || !ok2 || top >= len(grid) || left >= len(grid[top]) || grid[top][left] == "" {
			continue
		}
		for y := top; y <= min(bottom, len(grid)-1); y++ {
			for x := left; x <= right && filled < maxCells; x++ {
				for len(grid[y]) <= x {
					grid[y] = append(grid[y], "")
					filled++
				}
				grid[y][x] = grid[top][left]
			}
		}
	}
}
