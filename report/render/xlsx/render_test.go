package xlsx

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"otklik/report/build"
	"otklik/report/page"
)

var update = flag.Bool("update", false, "write the golden files again")

func render(t testing.TB, d build.Digest) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("the workbook does not open: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// dump is what stands on the sheets, one cell a line, with its type where it is no text. The page's own words are
// replaced, because they are tested where they are made.
func dump(t testing.TB, d build.Digest) string {
	t.Helper()
	f := open(t, render(t, d))
	page := newBook(d).page
	words := []string{line(page.Title), "{title}", line(page.AsOf), "{as of}", line(page.Period), "{period}",
		line(page.Word), "{word}"}
	if page.Reason != "" {
		words = append(words, line(page.Reason), "{reason}")
	}
	for _, note := range page.Notes {
		words = append(words, line(note), "{note}")
	}
	replace := strings.NewReplacer(words...)
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		tables, err := f.GetTables(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			fmt.Fprintf(&b, "table %s %s\n", table.Name, table.Range)
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			var cells []string
			for i, value := range row {
				name, _ := excelize.CoordinatesToCellName(i+1, n+1)
				if value == "" {
					continue
				}
				kind, err := f.GetCellType(sheet, name)
				if err != nil {
					t.Fatal(err)
				}
				if kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber {
					value = "#" + value
				}
				if _, target, _ := f.GetCellHyperLink(sheet, name); target != "" && target != value {
					value += " -> " + target
				}
				cells = append(cells, fmt.Sprintf("%s %s", strings.TrimRight(name, "0123456789"),
					strings.ReplaceAll(replace.Replace(value), "\n", "\\n")))
			}
			if len(cells) > 0 {
				fmt.Fprintf(&b, "%d: %s\n", n+1, strings.Join(cells, " | "))
			}
		}
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	english := town(t, 5)
	english.Language, english.Title = build.English, "Morning digest"
	governor := town(t, 1)
	governor.Audience = build.Governor
	for name, d := range map[string]build.Digest{
		"analyst-ru": town(t, 5), "analyst-en": english, "governor-ru": governor, "nothing-ru": town(t, 0),
		"never-read-ru": unread(t), "incomplete-ru": incomplete(t),
	} {
		t.Run(name, func(t *testing.T) {
			got := dump(t, d)
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from what is rendered now:\n%s\n(write it again with -update and read the "+
					"difference)", file, got)
			}
		})
	}
}

// column is the letter of a column of the register by its title.
func column(t testing.TB, f *excelize.File, sheet, title string) string {
	t.Helper()
	for n := 1; ; n++ {
		name, _ := excelize.ColumnNumberToName(n)
		value, err := f.GetCellValue(sheet, fmt.Sprintf("%s%d", name, headerRow))
		if err != nil {
			t.Fatal(err)
		}
		switch value {
		case title:
			return name
		case "":
			t.Fatalf("%s has no column %s", sheet, title)
		}
	}
}

// cellUnder is what stands in a row under a title, unformatted.
func cellUnder(t testing.TB, f *excelize.File, sheet, title string, row int) string {
	t.Helper()
	value, err := f.GetCellValue(sheet, fmt.Sprintf("%s%d", column(t, f, sheet, title), row),
		excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestRows(t *testing.T) {
	for _, n := range []int{0, 1, 5, 400} {
		f := open(t, render(t, town(t, n)))
		rows, err := f.GetRows("Реестр")
		if err != nil {
			t.Fatal(err)
		}
		if got := len(rows) - headerRow; got != max(n, 1) { // where there is nothing, it is said
			t.Errorf("%d complaints: the register has %d rows", n, got)
		}
		tables, err := f.GetTables("Реестр")
		if err != nil {
			t.Fatal(err)
		}
		if got := len(tables); got != min(n, 1) {
			t.Errorf("%d complaints: %d tables", n, got)
		}
	}
}

func TestTenThousand(t *testing.T) {
	d := town(t, 10_000)
	data := render(t, d)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		part, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer part.Close()
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	sheet, rels := read("xl/worksheets/sheet2.xml"), read("xl/worksheets/_rels/sheet2.xml.rels")
	if got := strings.Count(sheet, "<row "); got != 10_000+headerRow {
		t.Errorf("the register has %d rows", got)
	}
	// The second complaint of the town has no address.
	if got := strings.Count(sheet, "<hyperlink "); got != 9_999 || strings.Count(rels, hyperlink) != got {
		t.Errorf("the register has %d links with %d addresses", got, strings.Count(rels, hyperlink))
	}
	if table := read("xl/tables/table1.xml"); !strings.Contains(table, `ref="A2:AK10002"`) {
		t.Errorf("the table is %.300s", table)
	}
}

func TestNoMoreLinksThanASheetTakes(t *testing.T) {
	l := links{}
	for range maxLinks + 5 {
		l.add("a", "A1", "https://example.org")
	}
	if l.add("b", "A1", "https://example.org"); len(l["a"]) != maxLinks || len(l["b"]) != 1 {
		t.Errorf("%d links on one sheet, %d on the other", len(l["a"]), len(l["b"]))
	}
}

func TestComparedWithTheSameLengthBefore(t *testing.T) {
	d := town(t, 2)
	d.Compare, d.Length = build.Compare{}, build.OneWeek
	if text := dump(t, d); !strings.Contains(text, "Показатель | B Сейчас | C Неделю назад\n") ||
		!strings.Contains(text, "Обычно новых за неделю") {
		t.Errorf("a week is not compared with the week before:\n%.600s", text)
	}
	d.Before, d.Usual = nil, nil
	if text := dump(t, d); !strings.Contains(text, "Показатель | B Сейчас\n") {
		t.Errorf("something is compared with nothing:\n%.600s", text)
	}
}

func TestRegisterCells(t *testing.T) {
	d := town(t, 5)
	f := open(t, render(t, d))
	const sheet = "Реестр"
	raw := func(title string, row int) string { return cellUnder(t, f, sheet, title, row) }
	// 23 November 2026 is day 46349 of Excel's calendar; 06:23 in the digest's zone, whatever the zone of the machine.
	if got := raw("Получено", 3); !strings.HasPrefix(got, "46349.265972") {
		t.Errorf("the moment of receiving is %s", got)
	}
	if got := raw("Ждёт, часов", 4); got != "1.4" {
		t.Errorf("the age is %s", got)
	}
	link := fmt.Sprintf("%s3", column(t, f, sheet, "Ссылка"))
	if ok, target, err := f.GetCellHyperLink(sheet, link); err != nil || !ok || target != d.Complaints[0].URL {
		t.Errorf("the link leads to %q (%v)", target, err)
	}
	if got := raw("О чём пишут многие", 3); got != "Холодные батареи на Садовой" {
		t.Errorf("the problem is %q", got)
	}
	if got := raw("Текст", 4); got != "[без текста]" {
		t.Errorf("a message without words shows %q", got)
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != headerRow {
		t.Errorf("the header is not frozen: %+v (%v)", panes, err)
	}
	tables, _ := f.GetTables(sheet)
	if tables[0].Range != "A2:AK7" {
		t.Errorf("the table is %s", tables[0].Range)
	}
}

// TestSameWordsAsTheTable keeps the register's words those of the digest's other table.
func TestSameWordsAsTheTable(t *testing.T) {
	for _, language := range []build.Language{build.Russian, build.English} {
		d := town(t, 5)
		d.Language = language
		d.Channels[1].Title = ""
		table := slices.Collect(page.Rows(d))
		b := newBook(d)
		f := open(t, render(t, d))
		sheet := f.GetSheetName(1)
		for _, title := range []string{b.say.Channel, b.say.Platform, b.say.Kind, b.say.State, b.say.Urgency,
			b.say.MessageNumber, b.say.PlatformID} {
			column, at := column(t, f, sheet, title), slices.Index(table[0], title)
			if at < 0 {
				t.Errorf("the table has no column %s", title)
				continue
			}
			for n := range d.Complaints {
				if got, _ := f.GetCellValue(sheet, fmt.Sprintf("%s%d", column, n+headerRow+1)); got != table[n+1][at] {
					t.Errorf("%s of complaint %d is %q, in the table %q", title, n, got, table[n+1][at])
				}
			}
		}
	}
}

func TestNoAuthorsForAGovernor(t *testing.T) {
	d := town(t, 3)
	d.Audience = build.Governor
	if text := dump(t, d); strings.Contains(text, "Автор") || strings.Contains(text, "П. В.") {
		t.Error("a governor's workbook names authors")
	}
	d.Audience = build.Press
	if text := dump(t, d); !strings.Contains(text, "П. В.") {
		t.Error("the press secretary's workbook does not name authors")
	}
}

func TestNothingReadIsNoZero(t *testing.T) {
	text := dump(t, unread(t))
	for row := range strings.Lines(text) {
		for cell := range strings.SplitSeq(strings.TrimSpace(row), " | ") {
			if strings.HasSuffix(cell, " #0") {
				t.Errorf("a zero where nothing was read: %s", row)
			}
		}
	}
	if !strings.Contains(text, "нет данных") {
		t.Error("it is not said that there are no data")
	}
	if text := dump(t, incomplete(t)); !strings.Contains(text, "Новых за период | E нет данных") ||
		!strings.Contains(text, "не меньше") {
		t.Errorf("an incomplete digest shows its figures as if they were whole:\n%s", text)
	}
}

func TestSameBytes(t *testing.T) {
	d := town(t, 40)
	first := render(t, d)
	for range 5 {
		if !bytes.Equal(first, render(t, d)) {
			t.Fatal("the same digest gave other bytes")
		}
	}
	d.At = d.At.Add(time.Minute)
	if bytes.Equal(first, render(t, d)) {
		t.Fatal("another digest gave the same bytes")
	}
}

func TestColumnsAreNamedOnce(t *testing.T) {
	for _, language := range []build.Language{build.Russian, build.English} {
		d := town(t, 1)
		d.Language = language
		f := open(t, render(t, d))
		ids := map[string]bool{}
		for n, sheet := range f.GetSheetList() {
			if n == 0 {
				continue
			}
			if len([]rune(sheet)) > 31 {
				t.Errorf("the name %s is too long for a sheet", sheet)
			}
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, title := range rows[headerRow-1] {
				if title == "" || seen[strings.ToLower(title)] {
					t.Errorf("%s: the column %q is named twice", sheet, title)
				}
				seen[strings.ToLower(title)] = true
			}
			tables, _ := f.GetTables(sheet)
			for _, table := range tables {
				if ids[table.Name] {
					t.Errorf("two tables are called %s", table.Name)
				}
				ids[table.Name] = true
			}
		}
	}
}

func BenchmarkRender(b *testing.B) {
	for _, n := range []int{400, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := town(b, n)
			b.ReportAllocs()
			for b.Loop() {
				render(b, d)
			}
		})
	}
}
