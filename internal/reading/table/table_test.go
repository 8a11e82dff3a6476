package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
)

func mustRead(t *testing.T, data, extension string, columns ...string) *Table {
	t.Helper()
	got, err := Read([]byte(data), extension, Wanted{Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestSeparators(t *testing.T) {
	want := [][]string{{"Нет воды, третий день; помогите", "ЖКХ"}, {"Он сказал \"скоро\"", "Дороги"}}
	for kind, file := range map[string]string{
		".csv": "Текст,Группа тем\n\"Нет воды, третий день; помогите\",ЖКХ\n\"Он сказал \"\"скоро\"\"\",Дороги\n",
		".csv 2": "Текст;Группа тем\r\n\"Нет воды, третий день; помогите\";ЖКХ\r\n\"Он сказал " +
			"\"\"скоро\"\"\";Дороги\r\n",
		".csv 3": "\ufeffТекст\tГруппа тем\nНет воды, третий день; помогите\tЖКХ\nОн сказал \"скоро\"\tДороги\n\n",
		".tsv":   "Текст\tГруппа тем\nНет воды, третий день; помогите\tЖКХ\nОн сказал \"скоро\"\tДороги",
		".tsv 2": "\"Текст\"\t\"Группа тем\"\n\"Нет воды, третий день; помогите\"\t\"ЖКХ\"\n\"Он сказал " +
			"\"\"скоро\"\"\"\tДороги",
		".csv 4": "Выгрузка за неделю;\n;\nТекст;Группа тем\n\"Нет воды, третий день; помогите\";ЖКХ\n\"Он сказал " +
			"\"\"скоро\"\"\";Дороги\n",
		".CSV end": "Текст;Группа тем;\n\"Нет воды, третий день; помогите\";ЖКХ;\n\"Он сказал " +
			"\"\"скоро\"\"\";Дороги;\n;;\n",
	} {
		got := mustRead(t, file, strings.Fields(kind)[0])
		p, err := got.Pick(2, "текст", "ГРУППА  ТЕМ")
		if err != nil || len(p.LeftOut) != 0 {
			t.Errorf("%s: %v left out, %v", kind, p.LeftOut, err)
		}
		if fmt.Sprint(p.Rows) != fmt.Sprint(want) {
			t.Errorf("%s: %q", kind, p.Rows)
		}
	}
}

func toCP1251(text string) string {
	var b []byte
	for _, r := range text {
		switch {
		case r < 0x80:
			b = append(b, byte(r))
		case r >= 'А' && r <= 'я':
			b = append(b, byte(r-'А')+0xC0)
		default:
			b = append(b, byte(0x80+slices.Index(upper1251, r)))
		}
	}
	return string(b)
}

func TestEncodings(t *testing.T) {
	file := "Текст;Группа\nЁлка упала на «дорогу» № 5;Дороги\n"
	got := mustRead(t, toCP1251(file), ".csv")
	if got.Rows[0][0] != "Ёлка упала на «дорогу» № 5" || len(got.Notes) != 1 ||
		!strings.Contains(got.Notes[0], "cp1251") {
		t.Errorf("cp1251: %q, notes %q", got.Rows, got.Notes)
	}
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(file)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	if got := mustRead(t, string(wide), ".csv"); got.Rows[0][1] != "Дороги" {
		t.Errorf("UTF-16: %q", got.Rows)
	}
}

// Other one-byte encodings are refused, in whatever letters the texts stand, and so is a line in another than the rest.
func TestOtherEncodings(t *testing.T) {
	const file = "text;label\nНет воды третий день;ЖКХ\nБольшая яма на Садовой;Дороги\n"
	encode := func(text string, of func(letter rune) byte) []byte {
		var b []byte
		for _, r := range text {
			if r < 0x80 {
				b = append(b, byte(r))
			} else {
				b = append(b, of(r))
			}
		}
		return b
	}
	koi := func(r rune) byte {
		if at := slices.Index(koi8, r); at >= 0 {
			return 0xC0 + byte(at)
		}
		return 0xE0 + byte(slices.Index(koi8, unicode.ToLower(r)))
	}
	dos := func(r rune) byte {
		if r >= 'р' {
			return 0xE0 + byte(r-'р')
		}
		return 0x80 + byte(r-'А')
	}
	macintosh := func(r rune) byte {
		switch {
		case r == 'я':
			return 0xDF
		case r >= 'а':
			return 0xE0 + byte(r-'а')
		}
		return 0x80 + byte(r-'А')
	}
	for name, of := range map[string]func(rune) byte{"KOI8": koi, "DOS": dos, "Macintosh": macintosh} {
		for _, text := range []string{file, strings.ToLower(file), strings.ToUpper(file)} {
			if _, err := Read(encode(text, of), ".csv", Wanted{}); err == nil ||
				!strings.Contains(err.Error(), "the encoding is neither") {
				t.Errorf("%s, %q: %v", name, text, err)
			}
		}
	}
	for _, text := range []string{file, strings.ToLower(file), strings.ToUpper(file), "text;label\nЯма;1\n"} {
		if got := mustRead(t, toCP1251(text), ".csv"); !strings.Contains(text, got.Rows[0][0]) {
			t.Errorf("Windows-1251: %q", got.Rows)
		}
	}
	if _, err := Read([]byte(toCP1251(file)+"Снег;Дороги\n"), ".csv", Wanted{}); err == nil ||
		!strings.Contains(err.Error(), "not UTF-8, but that of line 4 is") {
		t.Errorf("two encodings: %v", err)
	}
}

func TestClean(t *testing.T) {
	for dirty, want := range map[string]string{
		"'=яма во дворе": "=яма во дворе",
		"'Нет света":     "Нет света",
		"'в кавычках'":   "'в кавычках'",
		"Здравствуйте!<br>Нет воды<br/>с утра":    "Здравствуйте!\nНет воды\nс утра",
		"[club1|Город], когда ремонт?":            "Город, когда ремонт?",
		"[id1|Имя], [id2:bp-3_4|Другое], ответ":   "Имя, Другое, ответ",
		"  два   слова ":                          "два слова",
		"&quot;Ромашка&quot; &amp; К°":            "\"Ромашка\" & К°",
		"цена < 100 и > 50, [не ссылка|ничего":    "цена < 100 и > 50, [не ссылка|ничего",
		"<a href=\"x\">ссылка</a> и <b>жирно</b>": "ссылка и жирно",
	} {
		if got := Clean(dirty); got != want {
			t.Errorf("%q became %q, want %q", dirty, got, want)
		}
	}
}

// workbook makes a small xlsx in the shape of an export.
func workbook(t *testing.T, sheet, strings string) string {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for name, body := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Пустой" sheetId="1" r:id="rId1"/><sheet name="Инциденты" sheetId="2" r:id="rId2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData/></worksheet>`,
		"xl/worksheets/sheet2.xml":   sheet,
		"xl/sharedStrings.xml":       strings,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

const exportSheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Выгрузка инцидентов</t></is></c></row>
<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="D3" t="s"><v>2</v></c></row>
<row r="4"><c r="A4"><v>101</v></c><c r="B4" t="s"><v>3</v></c><c r="D4" t="inlineStr"><is><r><t>'Яма </t></r><r><t>во дворе&lt;br&gt;дома</t></r></is></c></row>
<row r="5"><c r="A5"><v>102</v></c><c r="D5" t="str"><v>[club1|Город], темно</v></c></row>
<row r="6"><c r="A6"><v>103</v></c><c r="B6" t="s"><v>4</v></c><c r="D6" t="e"><v>#N/A</v></c></row>
</sheetData><mergeCells count="2"><mergeCell ref="A1:D1"/><mergeCell ref="B4:B5"/></mergeCells></worksheet>`

const exportTexts = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Номер инцидента</t></si><si><t>Группа тем</t></si><si><r><t>Текст </t></r><r><t>инцидента</t></r></si><si><t>Дороги</t></si><si><t>ЖКХ</t></si></sst>`

func TestXLSX(t *testing.T) {
	got := mustRead(t, workbook(t, exportSheet, exportTexts), ".xlsx")
	if fmt.Sprintf("%q", got.Columns) != `["Номер инцидента" "Группа тем" "" "Текст инцидента"]` {
		t.Errorf("columns %q", got.Columns)
	}
	p, err := got.Pick(2, "текст инцидента", "группа тем", "номер инцидента")
	if err != nil {
		t.Fatal(err)
	}
	want := `[["Яма во дворе\nдома" "Дороги" "101"] ["Город, темно" "Дороги" "102"]]`
	if fmt.Sprintf("%q", p.Rows) != want || fmt.Sprint(p.LeftOut) != "[{lacking [6]}]" ||
		fmt.Sprint(p.Numbers) != "[4 5]" {
		t.Errorf("%v left out, rows %q of %v", p.LeftOut, p.Rows, p.Numbers)
	}
	if len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "«Инциденты»") {
		t.Errorf("notes %q", got.Notes)
	}
}

// What the parts of a workbook are called is up to whoever writes it: relations lead to them, in whatever letter case.
func TestPartsByTheirRelations(t *testing.T) {
	const sheet = `<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c><v>1</v></c></row></sheetData></worksheet>`
	const texts = `<sst><si><t>Текст</t></si><si><t>Метка</t></si><si><t>Яма</t></si></sst>`
	const book = `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="А" r:id="r1"/></sheets></workbook>`
	relate := func(pairs ...string) string {
		var b strings.Builder
		for i := 0; i < len(pairs); i += 2 {
			fmt.Fprintf(&b,
				`<Relationship Id="r%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`, i/2+1, pairs[i], pairs[i+1])
		}
		return "<Relationships>" + b.String() + "</Relationships>"
	}
	for name, parts := range map[string]map[string]string{
		"letter case": {"XL/Workbook.xml": book, "xl/_rels/workbook.xml.rels": relate("worksheet",
			"worksheets/Sheet1.xml"), "xl/worksheets/sheet1.xml": sheet,
			"xl/SharedStrings.xml": texts},
		"other names": {"_rels/.rels": relate("metadata/core-properties", "docProps/core.xml", "officeDocument",
			"/book/main.xml"), "book/main.xml": book,
			"book/_rels/main.xml.rels": relate("worksheet", "first.xml", "sharedStrings", "/texts.xml"),
			"book/first.xml":           sheet, "texts.xml": texts},
	} {
		var file bytes.Buffer
		z := zip.NewWriter(&file)
		for part, body := range parts {
			w, err := z.Create(part)
			if err == nil {
				_, err = w.Write([]byte(body))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if got := mustRead(t, file.String(), ".xlsx", "Текст", "Метка"); fmt.Sprint(got.Rows) != "[[Яма 1]]" {
			t.Errorf("%s: %q", name, got.Rows)
		}
	}
}

func TestFaults(t *testing.T) {
	good := workbook(t, exportSheet, exportTexts)
	for _, c := range []struct{ data, extension, want string }{
		{"", ".csv", "empty"},
		{"\n\n", ".csv", "empty"},
		{"Текст;Группа\n", ".csv", "0 rows"},
		{"Текст;Группа\n;\n", ".csv", "0 rows"},
		{good, ".csv", "rename it to .xlsx"},
		{good[:len(good)/2], ".xlsx", "not an Excel file"},
		{"Текст;Группа\nа;б\n", ".xlsx", "not an Excel file"},
		{"whatever", ".xls", "save it as .xlsx"},
		{"whatever", ".doc", "end with .csv, .tsv or .xlsx"},
		{"a\x00b", ".csv", "zero bytes"},
		{"\x89PNG\x00\x01", ".csv", "neither"},
		{workbook(t, `<worksheet><sheetData/></worksheet>`, exportTexts), ".xlsx", "no sheet with rows"},
		{workbook(t, `<worksheet><sheetData><row`, exportTexts), ".xlsx", "damaged"},
		{workbook(t, exportSheet, `<sst/>`), ".xlsx", "damaged"},
	} {
		if _, err := Read([]byte(c.data), c.extension, Wanted{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.20q as %s: %v, want %q", c.data, c.extension, err, c.want)
		}
	}
	got := mustRead(t, "Текст;Группа;Группа\nа;;\n", ".csv")
	if _, err := got.Column("Тема"); err == nil || !strings.Contains(err.Error(), "«Текст», «Группа»") {
		t.Errorf("a missing column: %v", err)
	}
	if _, err := got.Column("группа"); err == nil || !strings.Contains(err.Error(), "two columns") {
		t.Errorf("a double column: %v", err)
	}
	got = mustRead(t, "Текст;Группа\nа;\n", ".csv")
	if p, err := got.Pick(2, "Текст", "Группа"); err == nil || fmt.Sprint(p.LeftOut) != "[{lacking [2]}]" ||
		!strings.Contains(err.Error(), "none of the 1 rows") {
		t.Errorf("only empty labels: %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.csv"), Wanted{}); !errors.Is(err, os.ErrNotExist) ||
		strings.Contains(err.Error(), "none.csv") {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := Open(t.TempDir(), Wanted{}); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("a folder: %v", err)
	}
}

// A report begins with what it is and of which time; the header is where the named columns are.
func TestTheHeaderIsWhereTheNamesAre(t *testing.T) {
	const body = "№;Текст инцидента;Группа тем\n1;Нет воды;ЖКХ\n2;Яма;Дороги\n"
	for name, above := range map[string]string{"nothing": "", "a title": "Отчёт\n;;\n",
		"a period": "Отчёт\n\n;;\nПериод;01.11–30.11;\nСоставил;Отдел;мониторинга\n"} {
		got := mustRead(t, above+body, ".csv", "текст инцидента", "Группа тем")
		p, err := got.Pick(2, "текст инцидента", "Группа тем")
		rows := p.Rows
		if err != nil || len(p.LeftOut) != 0 || len(rows) != 2 || rows[0][0] != "Нет воды" || rows[1][1] != "Дороги" ||
			len(got.Rows) != 2 || got.Columns[0] != "№" {
			t.Errorf("%s: %q, %v left out, %v", name, rows, p.LeftOut, err)
		}
	}
	got := mustRead(t, strings.Repeat("Строка;отчёта;\n", headerWithin)+body, ".csv", "Текст инцидента", "Группа тем")
	if _, err := got.Pick(2, "Текст инцидента", "Группа тем"); err == nil ||
		!strings.Contains(err.Error(), "no column «Текст инцидента»; its columns are: «Строка», «отчёта»") {
		t.Errorf("too far below: %v", err)
	}
	if _, err := Read([]byte("Период;ноябрь\nТекст;Группа\n"), ".csv",
		Wanted{Columns: []string{"Текст", "Группа"}}); !errors.Is(err, errNoRows) {
		t.Errorf("a header and nothing below: %v", err)
	}
}

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Выгрузка.XLSX")
	if err := os.WriteFile(path, []byte(workbook(t, exportSheet, exportTexts)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Open(path, Wanted{}); err != nil || len(got.Rows) != 3 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestEvaluate(t *testing.T) {
	rows := []Labelled{{"яма", "Дороги"}, {"яма во дворе", "Благоустройство"}, {"вода", "ЖКХ"}, {"свет", "Энергетика"}}
	e := Evaluate(rows, func(text string) (string, float64) {
		switch {
		case strings.HasPrefix(text, "яма"):
			return "Дороги", 0.9
		case text == "свет":
			return "Дороги", 0.4
		}
		return "ЖКХ", 0.8
	})
	if e.Rows != 4 || e.Right != 2 || e.Accuracy != 0.5 || len(e.Mistakes) != 2 || e.Mistakes[0].Row != 2 ||
		e.Mistakes[1].Said != "Дороги" {
		t.Errorf("%+v", e)
	}
	if q := e.Of("Дороги"); q.Recall != 1 || q.Said != 3 || q.Hits != 1 {
		t.Errorf("%+v", q)
	}
	text := e.Text(1)
	for _, want := range []string{"4 rows, 2 right: accuracy 0.500", "Confusions", "The worst mistakes (1 of 2)",
		"row 2: said Дороги (0.90), right is Благоустройство: «яма во дворе»"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	var many []Labelled
	for i := range 12 {
		many = append(many, Labelled{"x", fmt.Sprint("label ", i)})
	}
	if text := Evaluate(many, func(string) (string, float64) { return "label 0", 1 }).Text(0); !strings.Contains(text,
		"The commonest confusions") || strings.Contains(text, "worst") {
		t.Errorf("%s", text)
	}
	if e := Evaluate(nil, nil); e.Rows != 0 || e.Text(5) == "" {
		t.Errorf("%+v", e)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Текст;Группа\nяма;Дороги\n"), true)
	f.Add([]byte("a,b\n\"c\n"), true)
	f.Add([]byte("sep=;\ra;b\r\"c\rd\";e\r\r\"f\" g;h;i\r"), true)
	f.Add([]byte("\xff\xfea\x00;\x00b\x00\n\x00c\x00;\x00d\x00"), true)
	f.Fuzz(func(t *testing.T, data []byte, csv bool) {
		extension := ".xlsx"
		if csv {
			extension = ".csv"
		}
		got, err := Read(data, extension, Wanted{})
		if err != nil {
			return
		}
		known := map[int]bool{}
		for _, n := range got.Numbers {
			known[n] = true
		}
		for _, out := range got.LeftOut {
			for _, n := range out.Numbers {
				known[n] = true
			}
		}
		if all := (Picked{Rows: got.Rows, LeftOut: got.LeftOut}).All(); len(got.Numbers) != len(got.Rows) ||
			len(known) != all {
			t.Fatalf("%d numbers of %d rows, %d in all, %d different", len(got.Numbers), len(got.Rows), all, len(known))
		}
		for _, row := range got.Rows {
			if len(row) != len(got.Columns) {
				t.Fatalf("a row of %d cells below %d columns", len(row), len(got.Columns))
			}
		}
	})
}

// Cells without anything, as formatted sheets have by thousands, are no elements within one another.
func TestEmptyCellsOfAWorkbook(t *testing.T) {
	file := sheets(t, [3]string{"Лист", "", "Текст|Метка\nЯма|1"})
	rewritten := rezip(t, file, func(name, body string) string {
		return strings.ReplaceAll(body, "<row r=\"2\">",
			strings.Repeat(`<row>`+strings.Repeat(`<c s="1"/>`, 300)+`</row>`, 3)+`<row r="9">`)
	})
	got, err := Read([]byte(rewritten), ".xlsx", Wanted{Columns: []string{"Текст", "Метка"}})
	if err != nil || len(got.Rows) != 1 || got.Rows[0][0] != "Яма" {
		t.Errorf("%+v, %v", got, err)
	}
}

// rezip changes the parts of an xlsx.
func rezip(t *testing.T, file string, change func(name, body string) string) string {
	t.Helper()
	in, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, change(f.Name, string(body))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
