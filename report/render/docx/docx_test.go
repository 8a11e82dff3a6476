package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

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

// unzip is the parts of a document by their names.
func unzip(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name], err = io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return parts
}

// words is the text of a document, a line for each paragraph.
func words(t testing.TB, part []byte) string {
	t.Helper()
	var b strings.Builder
	d := xml.NewDecoder(bytes.NewReader(part))
	inText := false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inText = e.Name.Local == "t"
			switch e.Name.Local {
			case "tab":
				b.WriteByte('\t')
			case "pStyle":
				b.WriteString(e.Attr[0].Value + ": ")
			case "drawing":
				b.WriteString("[picture]")
			}
		case xml.EndElement:
			inText = false
			if e.Name.Local == "p" {
				b.WriteByte('\n')
			}
		case xml.CharData:
			if inText {
				b.Write(e)
			}
		}
	}
}

func TestGolden(t *testing.T) {
	for _, name := range []string{"governor", "english", "press-0", "press-5", "analyst-5", "hostile"} {
		t.Run(name, func(t *testing.T) {
			parts := unzip(t, render(t, cases()[name], documenttest.Chart()))
			got := words(t, parts["word/document.xml"]) + "--- footer\n" + words(t, parts["word/footer1.xml"])
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

func TestSameBytes(t *testing.T) {
	for _, name := range []string{"governor", "press-400", "hostile"} {
		p := cases()[name]
		if first := render(t, p, documenttest.Chart()); !bytes.Equal(first, render(t, p, documenttest.Chart())) {
			t.Errorf("%s: drawn twice, the bytes differ", name)
		}
	}
}

func TestLimits(t *testing.T) {
	given := documenttest.Analyst(10000)
	out := render(t, given, nil)
	checkPackage(t, out)
	parts := unzip(t, out)
	text := words(t, parts["word/document.xml"])
	if n := strings.Count(text, "Открыть\u00a0сообщение"); n != 2*document.Most {
		t.Errorf("%d entries are drawn, want %d of each of two sections", n, document.Most)
	}
	for _, want := range []string{"Ещё\u00a0800\u00a0— в\u00a0реестре", "Ещё\u00a08\u00a0800\u00a0— в\u00a0реестре",
		"Ещё\u00a09\u00a0800\u00a0— в\u00a0реестре"} {
		if !strings.Contains(text, want) {
			t.Errorf("the document does not say %q", want)
		}
	}
	if n := len(given.Sections[1].Entries); n != 9000 || given.Sections[1].More != "" {
		t.Errorf("the page given was changed: %d entries, %q", n, given.Sections[1].More)
	}
}

// A text stays what it is: whatever it holds, the document has it as words, whole, and as nothing else.
func TestHostileTextStays(t *testing.T) {
	for _, hostile := range append(documenttest.HostileTexts(), "обычный текст") {
		p := page.Page{Lang: "ru", Title: "Сводка",
			Sections: []page.Section{{Entries: []page.Entry{{Number: 1, Quote: "«" + hostile + "»"}}}}}
		parts := unzip(t, render(t, p, nil))
		text := words(t, parts["word/document.xml"])
		if want := styleQuote + ": «" + clean(hostile) + "»\n"; !strings.Contains(text, want) {
			t.Errorf("%q is not in the document, which has %q", shown(want), shown(text))
		}
		if n := bytes.Count(parts["word/document.xml"], []byte("<w:p>")); n != 4 { // title, head, facts, quote
			t.Errorf("%q: %d paragraphs, want 4", shown(hostile), n)
		}
	}
	for in, want := range map[string]string{
		"а\x00\x0b\x1fб\ufffe\uffffв": "абв", "1\u00a0234": "1\u00a0234", "👨\u200d👩\u200d👧 🧀": "👨\u200d👩\u200d👧 🧀",
		"\u202eабв\u202c\u200b": "абв",
		"и\u0306":               "й", "\xff": "\ufffd", "а\r\nб\u2028в": "а  б в",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

// shown is the beginning of a long text.
func shown(s string) string { return s[:min(len(s), 300)] }

func TestDirections(t *testing.T) {
	p := page.Page{Lang: "ru", Sections: []page.Section{{Entries: []page.Entry{{Quote: "«שלום עולם»"},
		{Quote: "«Вывеска مرحبا на углу»"}}}}}
	document := string(unzip(t, render(t, p, nil))["word/document.xml"])
	for _, want := range []string{
		`<w:bidi></w:bidi>`,
		`<w:rtl></w:rtl><w:lang w:bidi="he-IL"></w:lang></w:rPr><w:t xml:space="preserve">«שלום עולם»</w:t>`,
		`<w:t xml:space="preserve">«Вывеска </w:t>`,
		`<w:rtl></w:rtl><w:lang w:bidi="ar-SA"></w:lang></w:rPr><w:t xml:space="preserve">مرحبا</w:t>`,
	} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %s: %s", want, document)
		}
	}
	if n := strings.Count(document, "<w:bidi>"); n != 1 {
		t.Errorf("%d paragraphs run from the right, want 1", n)
	}
}

func TestPicture(t *testing.T) {
	alt := documenttest.Governor().Picture.Alt
	with := unzip(t, render(t, documenttest.Governor(), documenttest.Chart()))
	if !strings.Contains(string(with["word/document.xml"]), `descr="`+alt+`"`) || len(with[pictureFile]) == 0 {
		t.Error("the picture lacks its words or its bytes")
	}
	without := unzip(t, render(t, documenttest.Governor(), nil))
	if !strings.Contains(words(t, without["word/document.xml"]), alt) || without[pictureFile] != nil {
		t.Error("without a picture its sentence has to stand in the text")
	}
	if _, err := Render(documenttest.Governor(), []byte("no picture")); err == nil ||
		!strings.Contains(err.Error(), "PNG") {
		t.Errorf("a broken picture gives %v", err)
	}
}

func TestPieces(t *testing.T) {
	for _, s := range documenttest.HostileTexts() {
		for _, left := range []bool{false, true} {
			var all strings.Builder
			for i, p := range pieces(clean(s), left) {
				all.WriteString(p.text)
				if p.text == "" || !utf8.ValidString(p.text) {
					t.Errorf("piece %d of %q is %q", i, s, p.text)
				}
			}
			if all.String() != clean(s) {
				t.Errorf("the pieces of %q make %q", s, all.String())
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
		checkPackage(t, render(t, p, nil))
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
