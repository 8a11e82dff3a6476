package table

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

func picked(t *testing.T, data, extension string) (Picked, *Table) {
	t.Helper()
	got := mustRead(t, data, extension, "Текст", "Метка")
	p, err := got.Pick(2, "Текст", "Метка")
	if err != nil {
		t.Fatalf("%v in %q", err, data)
	}
	return p, got
}

// A quote that belongs to the text costs no row, as spreadsheet programs read it.
func TestQuotesOfTheWriter(t *testing.T) {
	for cell, want := range map[string]string{
		`"Заря" не греет`:                      `"Заря" не греет`,
		`"Заря" и "Луч" не греют`:              `"Заря" и "Луч" не греют`,
		`Котельная "Заря"`:                     `Котельная "Заря"`,
		`Труба 5" лопнула`:                     `Труба 5" лопнула`,
		`""Заря"" не греет`:                    `""Заря"" не греет`,
		`"Заря не греет"`:                      `Заря не греет`,
		`"Заря не греет" `:                     `Заря не греет`,
		`"Он сказал ""скоро"""`:                `Он сказал "скоро"`,
		`"Света нет; третий день"`:             `Света нет; третий день`,
		"\"Света нет\r\nи воды\rи газа\nнет\"": "Света нет\nи воды\nи газа\nнет",
	} {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			file := strings.Join([]string{"Текст;Метка", "Яма;1", cell + ";0", cell + ";1", "Снег;0"}, end)
			for _, file := range []string{file, file + end} {
				p, got := picked(t, file, ".csv")
				if len(p.Rows) != 4 || p.Rows[1][0] != want || p.Rows[2][0] != want || p.Rows[3][0] != "Снег" ||
					p.All() != 4 || len(got.Notes) != 0 {
					t.Errorf("%q: %q, notes %q", file, p.Rows, got.Notes)
				}
			}
		}
	}
}

// A quote without an end is named by its line, or is a letter where the whole table has no quoting.
func TestQuotesWithoutAnEnd(t *testing.T) {
	const head, tail = "Текст;Метка\nЯма;1\n", "Снег;0\nЛёд;1\n"
	for name, file := range map[string]string{
		"alone": head + "\"Заря не греет;0\n" + tail,
		"two":   head + "\"Заря не греет;0\n" + tail + "\"Луч\" не светит;1\n",
	} {
		p, got := picked(t, file, ".csv")
		if p.Rows[1][0] != `"Заря не греет` || p.Rows[1][1] != "0" || p.All() != strings.Count(file, "\n")-1 ||
			len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "line 3") {
			t.Errorf("%s: %q, notes %q", name, p.Rows, got.Notes)
		}
	}
	for name, c := range map[string]struct{ file, says string }{
		"never closes": {head + "\"Заря; не греет;0\n" + tail, "line 3: the quote that opens a cell here " +
			"never closes"},
		"in a quoted table": {head + "\"Заря не греет;0\n\"Снег\";0\n\"Лёд\";1\n", "line 3: a quote opens a cell " +
			"here, and the next one, in line 4,"},
		"within several lines": {head + "\"Дом\n\"Заря\" не греет\";0\n" + tail, "line 3: a quote opens a cell " +
			"here, and the next one, in line 4,"},
		"below a cell of lines": {head + "\"Снег\nлёд\";0\n\"Заря\" не; \"греет;0\n\"Ещё;", "line 6 (row 5)"},
	} {
		if _, err := Read([]byte(c.file), ".csv", Wanted{Columns: []string{"Текст", "Метка"}}); err == nil ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, got := picked(t, head+"\"Заря не греет;0\nСнег у дома 5\";0\nЛёд;1\nИней;0\n", ".csv")
	if len(got.Notes) != 1 || !strings.HasPrefix(got.Notes[0], "row 3: a quoted cell goes on over lines that look "+
		"like rows") {
		t.Errorf("lines swallowed by chance: %q", got.Notes)
	}
	_, got = picked(t, "Текст;Метка;Дом\nЯма;\"\"\"0;2\nСнег;1;2\nЛёд;0;3\nДом 5\";1;2\nИней;0;3\nГрад;1;2\n", ".csv")
	if len(got.Notes) != 1 || !strings.HasPrefix(got.Notes[0], "row 2: a quoted cell goes on over lines that look "+
		"like rows") {
		t.Errorf("lines swallowed in a row that has more cells for it: %q", got.Notes)
	}
	_, got = picked(t, "Дом;Метка;Текст\n5;1;\"Воды нет\nтретий день\"\n5;0;\"Снег\n\nубрали\"\n6;1;Яма\n5;1;Лёд\n",
		".csv")
	if len(got.Notes) != 0 {
		t.Errorf("honest cells of several lines in the last column: %q", got.Notes)
	}
	if _, got = picked(t, "Метка,Текст,Дом\n1,\"Здравствуйте, прошу\nпочинить, спасибо\",5\n1,Яма,5\n1,Лёд,6\n",
		".csv"); len(got.Notes) != 0 {
		t.Errorf("an honest cell with commas in the middle: %q", got.Notes)
	}
	if _, got = picked(t, "Метка,Текст,Дом\n1,\"Воды нет,5\n1,Снег у дома 5\",5\n1,Яма,5\n0,Лёд,6\n",
		".csv"); len(got.Notes) != 1 {
		t.Errorf("a line swallowed in the middle: %q", got.Notes)
	}
	_, got = picked(t, "Дом;Метка;Текст\n5;1;\"Воды нет\n5;0;Снег у дома 5\"\n6;1;Яма\n5;1;Лёд\n", ".csv")
	if len(got.Notes) != 1 || !strings.HasPrefix(got.Notes[0], "row 2: a quoted cell goes on over lines that look "+
		"like rows") {
		t.Errorf("a line swallowed in the last column: %q", got.Notes)
	}
	if _, got = picked(t, "Текст,Метка\n\"Воды нет, третий день\nпомогите, прошу\",ЖКХ\nЯма,Дороги\nСнег,ЖКХ\n",
		".csv"); len(got.Notes) != 0 {
		t.Errorf("an honest cell of two lines: %q", got.Notes)
	}
}

// Every row below the header is used or left out for a reason, by the number that a spreadsheet program shows.
func TestEveryRowIsAccountedFor(t *testing.T) {
	p, _ := picked(t, "Отчёт\n\nТекст;Метка;Дом\nЯма;1;2\nСнег;0\n;;\nСвета нет; третий "+
		"день;1;7\nЛёд\nТекст;Метка;Дом\nВода;;3\n\"Газ\nтоже\";1;\nКонец;1;2;\n;;\n\n", ".csv")
	if got := fmt.Sprint(p.Numbers, p.LeftOut); got != "[4 5 11 12] [{empty [6]} {repeated [9]} {wide [7]} {short "+
		"[8]} {lacking [10]}]" || p.All() != 9 {
		t.Errorf("%d rows: %s", p.All(), got)
	}
	p, _ = picked(t, "№;Текст;Метка;Дата\n1;Яма;1;янв\n2;Света нет\nтретий "+
		"день;0\n;фев\n3;Снег;1\n4;Лёд;1\n5;Газ\nнет;да;1;мар\n\ufeff№;Текст; метка;Дата\n", ".csv")
	if got := fmt.Sprint(p.Numbers, p.LeftOut); got != "[2 6 7 9] [{repeated [10]} {short [3 4 5 8]}]" {
		t.Errorf("texts cut by line breaks: %s", got)
	}
	if _, err := Read([]byte("Текст;Метка\nа;б;в\nг;д;е\n"), ".csv", Wanted{}); err != nil {
		t.Fatal(err)
	}
	if _, err := mustRead(t, "Текст;Метка\nа;б;в\nг;д;е\n", ".csv").Pick(2, "Текст", "Метка"); err == nil ||
		!strings.Contains(err.Error(), "all of the 2 rows have more cells") {
		t.Errorf("%v", err)
	}
	if got := fmt.Sprint(Numbered("row", []int{3}), Numbered("row", []int{3, 5}),
		Numbered("row", make([]int, 12))); got != "row 3rows 3 and 5rows 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 and 2 more" {
		t.Error(got)
	}
}

// The sign between columns is the one that gives the named columns, whatever stands above or within them.
func TestSeparatorsByTheNames(t *testing.T) {
	for _, file := range []string{
		"Отчёт за ноябрь, неделя 3, отдел\nТекст;Метка\nЯма, снег, лёд;1\n",
		"Дата, время, место\tТекст\tМетка\nх\tЯма, снег, лёд\t1\n",
		"sep=;\r\nТекст;Метка\r\nЯма, снег, лёд;1\r\n",
		"SEP=,\nТекст,Метка\n\"Яма, снег, лёд\",1\n",
		"Отчёт; неделя; отдел\nТекст,Метка\n\"Яма, снег, лёд\",1\n",
	} {
		if p, _ := picked(t, file, ".csv"); len(p.Rows) != 1 || p.Rows[0][0] != "Яма, снег, лёд" {
			t.Errorf("%q: %q", file, p.Rows)
		}
	}
}

// A quote without an end is said of the sign that the header is parted by, not of one that stands in the texts.
func TestSeparatorOfATableWithAFault(t *testing.T) {
	for _, sign := range []string{";", "|", "\t"} {
		file := strings.ReplaceAll("Текст, дом;Метка\nЯма, снег;1\n\"Лёд; иней;0\nГрад, дождь;1\n", ";", sign)
		if _, err := Read([]byte(file), ".csv", Wanted{Columns: []string{"Текст, дом", "Метка"}}); err == nil ||
			!strings.HasPrefix(err.Error(), "line 3: ") {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func units(text string, big bool) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func TestWideEncodings(t *testing.T) {
	const file = "Текст;Метка\r\n«Заря» — не греет, № 5;1\r\nЯма;0\r\n"
	for name, data := range map[string]string{"LE": "\xff\xfe" + units(file, false),
		"BE": "\xfe\xff" + units(file, true), "LE unmarked": units(file, false), "BE unmarked": units(file, true)} {
		p, got := picked(t, data, ".csv")
		if len(p.Rows) != 2 || p.Rows[0][0] != "«Заря» — не греет, № 5" || len(got.Notes) != 1 ||
			!strings.Contains(got.Notes[0], "UTF-16") {
			t.Errorf("%s: %q, notes %q", name, p.Rows, got.Notes)
		}
	}
	for data, says := range map[string]string{
		"\xff\xfe" + units(file, false)[1:]:              "UTF-16",
		"\xff\xfe\x00\x00" + units(file, false):          "UTF-32",
		"Текст;Метка\nЯма;1\nСн\xd0г;0\nЛёд на дороге;1": "UTF-8, but line 3",
		"Текст;Метка\nЯма;1\nСн\x00г;0\n":                "line 3",
	} {
		if _, err := Read([]byte(data), ".csv", Wanted{}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// What is written as the format says is read back, whatever the texts hold.
func TestCutReadsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		comma := rapid.SampledFrom([]byte{';', ',', '\t'}).Draw(t, "comma")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(t, "end")
		text := rapid.StringOfN(rapid.RuneFrom([]rune("аб \"',;\t\n")), 0, 8, -1)
		rows := rapid.SliceOfN(rapid.SliceOfN(text, 2, 4), 1, 6).Draw(t, "rows")
		var b strings.Builder
		for _, row := range rows {
			for i, cell := range row {
				if i > 0 {
					b.WriteByte(comma)
				}
				b.WriteString(`"` + strings.ReplaceAll(strings.ReplaceAll(cell, `"`, `""`), "\n", end) + `"`)
			}
			b.WriteString(end)
		}
		grid, _, err := cut(b.String(), comma, true)
		if err != nil || fmt.Sprintf("%q", grid) != fmt.Sprintf("%q", rows) {
			t.Fatalf("%q was read as %q, %v", rows, grid, err)
		}
	})
}

// No line gets lost where nothing is quoted: as many rows as lines, or a refusal.
func TestCutLosesNoLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("аб \"")), 1, 8, -1)
		texts := rapid.SliceOfN(text, 1, 8).Draw(t, "texts")
		file := "Текст;Метка\n" + strings.Join(texts, "я;1\n") + "я;1\n"
		got, err := Read([]byte(file), ".csv", Wanted{Columns: []string{"Текст", "Метка"}})
		if err != nil {
			if !strings.Contains(err.Error(), "line ") {
				t.Fatalf("%q: %v", file, err)
			}
			return
		}
		if len(got.Rows) != len(texts) {
			t.Fatalf("%q: %q", file, got.Rows)
		}
	})
}
