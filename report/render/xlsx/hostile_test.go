package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

func TestHostile(t *testing.T) {
	d := hostile(t)
	data := render(t, d)
	f := open(t, data)
	const sheet = "Реестр"
	texts, links := column(t, f, sheet, "Текст"), column(t, f, sheet, "Ссылка")
	for n, c := range d.Complaints {
		cell := fmt.Sprintf("%s%d", texts, n+headerRow+1)
		got, err := f.GetCellValue(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if units := len(utf16.Encode([]rune(got))); units > maxCell {
			t.Errorf("text %d has %d units", n, units)
		}
		if want := fit(c.Text); got != want {
			t.Errorf("text %d came back as %.80q, want %.80q", n, got, want)
		}
		kind, err := f.GetCellType(sheet, cell)
		if err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("text %d is of type %v (%v)", n, kind, err)
		}
		_, target, _ := f.GetCellHyperLink(sheet, fmt.Sprintf("%s%d", links, n+headerRow+1))
		if n < 2 && target != "" || n > 1 && !strings.HasPrefix(target, "https://") {
			t.Errorf("complaint %d links to %.60q", n, target)
		}
	}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			for i := range row {
				name, _ := excelize.CoordinatesToCellName(i+1, n+1)
				if formula, _ := f.GetCellFormula(sheet, name); formula != "" {
					t.Errorf("%s!%s is a formula", sheet, name)
				}
			}
		}
	}
	// Every part is well-formed XML, and no cell has an element of formula.
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(r)
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s is no XML: %v", part.Name, err)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "f" &&
				strings.HasPrefix(part.Name, "xl/worksheets/") {
				t.Errorf("%s holds a formula", part.Name)
			}
		}
	}
	style, err := f.GetCellStyle(sheet, texts+"3")
	if err != nil {
		t.Fatal(err)
	}
	if xf := f.Styles.CellXfs.Xf[style]; xf.QuotePrefix == nil || !*xf.QuotePrefix {
		t.Error("a text that begins like a formula has no quote prefix")
	}
}

func TestFit(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b\x07c\x1b": "abc", "\u202eabc\u2066": "abc", "a\r\nb\u2028c\rd": "a\nb\nc\nd", "\t x \n": "x",
		"👨\u200d👩": "👨\u200d👩", "a\ufffe\ufdd0b": "ab", "\xff": "\ufffd",
	} {
		if got := fit(in); got != want {
			t.Errorf("fit(%q) = %q, want %q", in, got, want)
		}
	}
	if got := fit(strings.Repeat("я", maxCell)); got != strings.Repeat("я", maxCell) {
		t.Error("a text that just fits was cut")
	}
	if got := utf16.Encode([]rune(fit(strings.Repeat("😀", maxCell)))); len(got) > maxCell || got[len(got)-1] != '…' {
		t.Errorf("a text that is too long became %d units", len(got))
	}
}

func FuzzFit(f *testing.F) {
	f.Add("=1+1\x00\u202e😀\xff")
	f.Fuzz(func(t *testing.T, text string) {
		got := fit(text)
		if len(utf16.Encode([]rune(got))) > maxCell {
			t.Fatal("too long for a cell")
		}
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(got)); err != nil || strings.ContainsRune(b.String(), '\ufffd') &&
			!strings.ContainsRune(got, '\ufffd') {
			t.Fatalf("%q is no text for XML", got)
		}
		if fit(got) != got {
			t.Fatalf("fitting %q twice makes %q", got, fit(got))
		}
	})
}
