package pdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"otklik/report/page"
	"otklik/report/render/document"
	"otklik/report/render/document/documenttest"
)

var update = flag.Bool("update", false, "write the golden files again")

// cases are the pages that every test of the whole document goes through.
func cases() map[string]page.Page {
	english := documenttest.Governor()
	english.Lang = "en"
	return map[string]page.Page{
		"governor": documenttest.Governor(), "english": english, "press-0": documenttest.Press(0),
		"press-1": documenttest.Press(1),
		"press-5": documenttest.Press(5), "press-400": documenttest.Press(400), "analyst-5": documenttest.Analyst(5),
		"hostile": documenttest.Hostile(60), "long": documenttest.Hostile(5000), "nothing": {},
		"signs": {Title: "Яма😡", Lines: []string{"👨\u200d👩\u200d👧 ❤️ 🇷🇺 字 дом"}},
	}
}

func render(t testing.TB, p page.Page, picture []byte) []byte {
	t.Helper()
	out, err := Render(p, picture)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func fonts(t testing.TB) *faces {
	t.Helper()
	f, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// laid is a page as it is distributed over sheets.
func laid(t testing.TB, p page.Page, picture []byte) [][]mark {
	t.Helper()
	chart, err := document.ReadPicture(p, picture)
	if err != nil {
		t.Fatal(err)
	}
	return layout(document.Abridge(p), chart, fonts(t))
}

// words is what stands on the sheets, a line for each line.
func words(pages [][]mark) string {
	var b strings.Builder
	for n, page := range pages {
		fmt.Fprintf(&b, "--- sheet %d", n+1)
		y := -1.0
		for _, m := range page {
			switch {
			case m.picture:
				fmt.Fprintf(&b, "\n[picture %.0f × %.0f]", m.w, m.h)
			case m.text != nil && m.text.text != "":
				if m.y != y {
					b.WriteString("\n")
				}
				y = m.y
				b.WriteString(m.text.text)
				if m.text.url != "" {
					b.WriteString("<" + m.text.url + ">")
				}
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for _, name := range []string{"governor", "english", "press-0", "press-5", "analyst-5", "hostile"} {
		t.Run(name, func(t *testing.T) {
			got := words(laid(t, cases()[name], documenttest.Chart()))
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from what is drawn now:\n%s\n(write it again with -update and read the difference)",
					file, got)
			}
		})
	}
}

func TestGovernorIsOneSheet(t *testing.T) {
	for _, picture := range [][]byte{documenttest.Chart(), nil} {
		pages := laid(t, documenttest.Governor(), picture)
		if len(pages) != 1 {
			t.Errorf("the governor's page takes %d sheets", len(pages))
		}
		for _, m := range pages[0] {
			if m.text != nil && m.text.size < 7 {
				t.Errorf("%q is written in letters of %.1f points", m.text.text, m.text.size)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	for _, name := range []string{"governor", "press-400", "hostile"} {
		p := cases()[name]
		if first := render(t, p, documenttest.Chart()); !bytes.Equal(first, render(t, p, documenttest.Chart())) {
			t.Errorf("%s: drawn twice, the bytes differ", name)
		}
	}
}

func TestStructure(t *testing.T) {
	for name, p := range cases() {
		t.Run(name, func(t *testing.T) {
			out := render(t, p, documenttest.Chart())
			sheets := len(laid(t, p, documenttest.Chart()))
			if !bytes.HasPrefix(out, []byte("%PDF-1.")) || !bytes.HasSuffix(bytes.TrimSpace(out), []byte("%%EOF")) {
				t.Error("this is no PDF")
			}
			for _, want := range []string{fmt.Sprintf("/Count %d", sheets), "/MediaBox [0 0 595.28 841.89]",
				"/FontFile2", "/ToUnicode"} {
				if !bytes.Contains(out, []byte(want)) {
					t.Errorf("the document lacks %s", want)
				}
			}
			for _, bad := range []string{"/JavaScript", "javascript:", "/Launch", "/Filespec"} {
				if bytes.Contains(out, []byte(bad)) {
					t.Errorf("the document holds %s", bad)
				}
			}
			checkReferences(t, out)
		})
	}
}

// checkReferences is whether the table of objects at the end leads to the objects: readers repair what is not so.
func checkReferences(t testing.TB, out []byte) {
	t.Helper()
	_, tail, found := bytes.Cut(out[bytes.LastIndex(out, []byte("startxref")):], []byte("\n"))
	line, _, _ := bytes.Cut(tail, []byte("\n"))
	start, err := strconv.Atoi(string(line))
	if !found || err != nil || !bytes.HasPrefix(out[start:], []byte("xref\n0 ")) {
		t.Fatalf("no table of objects at %q", line)
	}
	rows := strings.Split(string(out[start:]), "\n")
	count, err := strconv.Atoi(strings.Fields(rows[1])[1])
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < count; n++ {
		at, err := strconv.Atoi(strings.Fields(rows[2+n])[0])
		if err != nil || !bytes.HasPrefix(out[at:], fmt.Appendf(nil, "%d 0 obj", n)) {
			t.Errorf("the object %d is not at %d", n, at)
		}
	}
}

// Nothing stands outside of the margins, and nothing on a sheet overlaps the page's number.
func TestMargins(t *testing.T) {
	for name, p := range cases() {
		for n, page := range laid(t, p, documenttest.Chart()) {
			for _, m := range page {
				if m.x < marginSide-0.1 || m.x+m.w > pageWidth-marginSide+0.6 || m.y < marginTop-0.1 ||
					m.y > pageHeight-marginBelow+0.5 {
					text := ""
					if m.text != nil {
						text = m.text.text
					}
					t.Errorf("%s, sheet %d: %q stands at %.1f–%.1f, %.1f", name, n+1, text, m.x, m.x+m.w, m.y)
				}
			}
		}
	}
}

func TestLimits(t *testing.T) {
	given := documenttest.Analyst(10000)
	text := words(laid(t, given, nil))
	if n := strings.Count(text, "Открыть\u00a0сообщение"); n != 2*document.Most {
		t.Errorf("%d entries are drawn, want %d of each of two sections", n, document.Most)
	}
	for _, want := range []string{"Ещё\u00a0800\u00a0— в\u00a0реестре", "Ещё\u00a08\u00a0800\u00a0— в\u00a0реестре",
		"Ещё\u00a09\u00a0800\u00a0— в\u00a0реестре"} {
		if !strings.Contains(text, want) {
			t.Errorf("the document does not say %q", want)
		}
	}
}

func TestTableHeadsRepeat(t *testing.T) {
	pages := laid(t, documenttest.Analyst(400), nil)
	for n, page := range pages {
		text := words([][]mark{page})
		if strings.Contains(text, "Городской округ") && !strings.Contains(text, "Муниципалитет") {
			t.Errorf("sheet %d has rows of a table without its head", n+1)
		}
	}
}

func TestLinks(t *testing.T) {
	p := page.Page{Sections: []page.Section{{Entries: []page.Entry{
		{Quote: "«а»", Open: "Открыть", URL: "https://vk.com/wall-1_2?a=)(\\"},
		{Quote: "«б»", Open: "Открыть", URL: "javascript:alert(1)"},
	}}}}
	out := render(t, p, nil)
	if n := bytes.Count(out, []byte("/S /URI")); n != 1 {
		t.Errorf("%d links, want 1", n)
	}
	if !bytes.Contains(out, []byte(`(https://vk.com/wall-1_2?a=\)\(%5C)`)) {
		t.Error("the link does not lead where it should")
	}
}

func TestPicture(t *testing.T) {
	if out := render(t, documenttest.Governor(), documenttest.Chart()); !bytes.Contains(out,
		[]byte("/Subtype /Image")) {
		t.Error("the picture is missing")
	}
	alt := documenttest.Governor().Picture.Alt
	if text := words(laid(t, documenttest.Governor(), nil)); !strings.Contains(strings.ReplaceAll(text, "\n", " "),
		alt) {
		t.Error("without a picture its sentence has to stand in the text")
	}
	if _, err := Render(documenttest.Governor(), []byte("no picture")); err == nil ||
		!strings.Contains(err.Error(), "PNG") {
		t.Errorf("a broken picture gives %v", err)
	}
}

// What another program reads out of the file is what was put in.
func TestReadBack(t *testing.T) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed: the text is not read back")
	}
	for _, name := range []string{"governor", "press-5", "analyst-5", "signs"} {
		file := filepath.Join(t.TempDir(), name+".pdf")
		if err := os.WriteFile(file, render(t, cases()[name], documenttest.Chart()), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(program, "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		read := strings.Join(strings.Fields(string(out)), "")
		for _, page := range laid(t, cases()[name], documenttest.Chart()) {
			for _, m := range page {
				if m.text != nil && !strings.Contains(read, strings.Join(strings.Fields(m.text.text), "")) {
					t.Errorf("%s: %q cannot be read back", name, m.text.text)
				}
			}
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range documenttest.HostileTexts() {
		f.Add(s[:min(len(s), 150)], "https://vk.com/wall-1_2")
	}
	f.Add("текст", "https://пример.рф/%zz?\x00")
	f.Fuzz(func(t *testing.T, s, address string) {
		s = s[:min(len(s), 400)] // long texts have a test of their own
		p := page.Page{Lang: "ru", Title: s, Reason: s, Sections: []page.Section{{
			Entries: []page.Entry{{Number: 1, Quote: s, URL: address, Open: "Открыть"}},
			Table: &page.Table{Columns: []page.Column{{Name: s}, {Name: "Новых", Number: true}},
				Rows: []page.Row{{Cells: []string{s, "1"}}}},
			Items: []page.Item{{Text: s, URL: address, Strong: s}},
		}}}
		f := fonts(t)
		for _, page := range laid(t, p, nil) {
			for _, m := range page {
				if m.text == nil {
					continue
				}
				for _, r := range m.text.text {
					if !f.has(r) {
						t.Fatalf("%q keeps %U, which cannot be drawn", s, r)
					}
				}
				if m.x < marginSide-0.1 || m.x+m.w > pageWidth-marginSide+0.6 {
					t.Fatalf("%q stands at %.1f–%.1f", m.text.text, m.x, m.x+m.w)
				}
			}
		}
		// Fonts make writing slow: one text in eight goes all the way.
		if len(s)%8 == 0 {
			checkReferences(t, render(t, p, nil))
		}
	})
}

func BenchmarkRender(b *testing.B) {
	for _, c := range []struct {
		name string
		page page.Page
	}{{"governor", documenttest.Governor()}, {"press-400", documenttest.Press(400)},
		{"analyst-10000", documenttest.Analyst(10000)}} {
		chart := documenttest.Chart()
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				render(b, c.page, chart)
			}
		})
	}
}
