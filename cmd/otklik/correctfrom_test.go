package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"otklik/internal/inbox"
	"otklik/internal/sandbox/town"
	"otklik/report/page"
)

// fillIn fills in cells of a register's rows, by the numbers of the messages and the titles of the columns.
func (b *bench) fillIn(file string, cells map[string]map[string]string) {
	b.t.Helper()
	f, err := excelize.OpenFile(b.path(file))
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(1)
	rows, err := f.GetRows(sheet)
	if err != nil {
		b.t.Fatal(err)
	}
	head := slices.IndexFunc(rows, func(row []string) bool {
		return slices.Contains(row, "Номер сообщения") || slices.Contains(row, "Message number")
	})
	number := slices.IndexFunc(rows[head], func(c string) bool { return c == "Номер сообщения" || c == "Message number" })
	for n, row := range rows[head+1:] {
		for title, text := range cells[row[number]] {
			name, err := excelize.CoordinatesToCellName(slices.Index(rows[head], title)+1, head+n+2)
			if err == nil {
				err = f.SetCellStr(sheet, name, text)
			}
			if err != nil {
				b.t.Fatal(title, err)
			}
		}
	}
	if err := f.Save(); err != nil {
		b.t.Fatal(err)
	}
}

// rowOf is the line that tells what became of a message's row.
func rowOf(r result, number string) string {
	for l := range strings.Lines(r.out) {
		if strings.Contains(l, number) {
			return strings.TrimSpace(l)
		}
	}
	return ""
}

// busyTown is the small town where five more people complain.
func busyTown() town.Town {
	tw := smallTown()
	at := tw.Posts[0].At
	for n, complaint := range []string{"На Лесной яма посреди дороги, когда почините?",
		"В поликлинике нет терапевта второй месяц, помогите!",
		"Автобус 5 не пришёл утром, дети опоздали в школу, примите меры!",
		"На Озёрной третью неделю не вывозят мусор, баки переполнены.",
		"В школе на Парковой холодно, дети сидят в куртках, включите отопление!"} {
		tw.People = append(tw.People, town.Person{FirstName: "Житель", LastName: fmt.Sprint("Номер", n)})
		tw.Posts = append(tw.Posts, town.Post{Platform: town.VK, At: at, Text: "Ещё новость.",
			Comments: []town.Comment{{Author: len(tw.People) - 1, At: at.Add(time.Duration(20+n) * time.Minute),
				Text: complaint, ReplyTo: -1}}})
	}
	return tw
}

func TestARegisterIsReadBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, busyTown())
	b.must("collect")
	all := b.single()
	if len(all) < 6 {
		t.Fatalf("%d wait", len(all))
	}
	b.must("digest", "morning", "-o", b.path("register.xlsx"))
	plain := b.read("register.xlsx")
	if r := b.must("correct", "--from", b.path("register.xlsx")); !strings.Contains(r.out, "0 of 7 rows filled in") {
		t.Errorf("nothing is filled in: %s", r.out)
	}
	cells := map[string]map[string]string{
		all[0].Number: {"Верная группа": " экология ", "Верная тема": "Загрязнение почв", "Верное место": "Казань",
			"Кто": "Анна"},
		all[1].Number: {"Решение": "НЕ  НУЖЕН"},
		all[2].Number: {"Решение": "Отвечено: =по телефону"},
		all[3].Number: {"Решение": "нужен ответ", "Верное место": "нет", "Кто": "-Пётр"},
		all[4].Number: {"Решение": "потом"},
		all[5].Number: {"Верная группа": "Экология", "Верная тема": "Плохое качество воды"},
	}
	b.fillIn("register.xlsx", cells)
	before := b.export()
	dry := b.otklik("correct", "--from", b.path("register.xlsx"), "--dry-run")
	if dry.code != exitPartly || !strings.Contains(dry.out, "4 would be corrected, 0 already so, 2 refused") ||
		len(b.single()) != len(all) {
		t.Errorf("tried: exit %d\n%s%s", dry.code, dry.out, dry.err)
	}
	acts := len(b.accessLines())
	r := b.otklik("correct", "--from", b.path("register.xlsx"))
	if r.code != exitPartly || !strings.Contains(r.out, "4 corrected, 0 already so, 2 refused") {
		t.Fatalf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	for n, says := range []string{"corrected: group «Экология», topic «загрязнение почв», place «Казань»",
		"corrected: it needs no answer", "corrected: answered elsewhere", "corrected: it needs an answer, no place",
		"refused: the decision «потом» is none of: нужен ответ, не нужен, отвечено",
		"refused: the group «Экология» has no topic «Плохое качество воды»"} {
		if got := rowOf(r, all[n].Number); !strings.Contains(got, says) {
			t.Errorf("row of %s: %s", all[n].Number, got)
		}
	}
	lines := b.accessLines()[acts:]
	if len(lines) != 1 || lines[0]["action"] != "correct" || lines[0]["count"] != 4. ||
		lines[0]["path"] != b.path("register.xlsx") {
		t.Errorf("noted: %v", lines)
	}
	b.sameMessages(before)
	if got := b.single(); len(got) != len(all)-2 {
		t.Errorf("%d wait, want %d", len(got), len(all)-2)
	}
	if got := b.complaint(all[0].ID); got.Group != "Экология" || got.Topic != "загрязнение почв" ||
		got.Municipality != "Казань" {
		t.Errorf("%+v", got)
	}
	if got := b.decided(all[0].Number); got.By != "Анна" || got.Group != "Экология" {
		t.Errorf("%+v", got)
	}
	if got := b.decided(all[2].Number); got.Decision != inbox.Elsewhere || got.Reason != "=по телефону" || got.By == "" {
		t.Errorf("%+v", got)
	}
	if got := b.decided(all[3].Number); got.By != "-Пётр" || !got.Placed || got.Municipality != "" {
		t.Errorf("%+v", got)
	}
	acts = len(b.accessLines())
	again := b.otklik("correct", "--from", b.path("register.xlsx"))
	if again.code != exitPartly || !strings.Contains(again.out, "0 corrected, 4 already so, 2 refused") ||
		!strings.Contains(rowOf(again, all[1].Number), "already so: it needs no answer") ||
		len(b.accessLines()) != acts {
		t.Errorf("once more: exit %d\n%s%s", again.code, again.out, again.err)
	}
	// The register of that day, without anything filled in, can be filled in otherwise.
	b.write("register.xlsx", plain)
	b.fillIn("register.xlsx", map[string]map[string]string{all[0].Number: {"Верная группа": "ЖКХ"},
		all[1].Number: {"Решение": "нужен ответ"}})
	r = b.otklik("correct", "--from", b.path("register.xlsx"))
	if r.code != exitPartly || !strings.Contains(rowOf(r, all[0].Number), "group «ЖКХ»; before: ") ||
		!strings.Contains(rowOf(r, all[1].Number), "refused: it was closed already") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

// item is a complaint as registers list it.
type item struct {
	ID, Number string
	SameAs     string `json:"same_as"`
	Others     []string
}

// items are the complaints that lists show: those of one text once.
func (b *bench) items() []item {
	b.t.Helper()
	var d struct{ Complaints []item }
	if err := json.Unmarshal([]byte(b.must("digest", "morning", "--format", "json").out), &d); err != nil {
		b.t.Fatal(err)
	}
	return slices.DeleteFunc(d.Complaints, func(c item) bool { return c.SameAs != "" })
}

// single are the items whose text nobody else has sent.
func (b *bench) single() []item {
	b.t.Helper()
	return slices.DeleteFunc(b.items(), func(c item) bool { return len(c.Others) > 0 })
}

// A row stands for all who sent its text; only how somebody was answered is his alone.
func TestARowStandsForAllOfItsText(t *testing.T) {
	t.Parallel()
	b := newBench(t, busyTown())
	b.must("collect")
	all := b.items()
	at := slices.IndexFunc(all, func(c item) bool { return len(c.Others) > 0 })
	if at < 0 {
		t.Fatal("no text was sent twice")
	}
	first, second := all[at].Number, all[at].Others[0]
	b.must("digest", "morning", "-o", b.path("register.xlsx"))
	b.fillIn("register.xlsx", map[string]map[string]string{first: {"Верная группа": "Экология"}})
	if r := b.must("correct", "--from", b.path("register.xlsx")); !strings.Contains(r.out, "1 of 7 rows filled in, 2 messages: ") ||
		b.decided(first).Group != "Экология" || b.decided(second).Group != "Экология" {
		t.Errorf("%s%s", r.out, r.err)
	}
	b.fillIn("register.xlsx", map[string]map[string]string{first: {"Решение": "отвечено лично"}})
	if r := b.must("correct", "--from", b.path("register.xlsx")); !strings.Contains(r.out, "1 of 7 rows filled in, 1 message: ") ||
		b.decided(first).Decision != inbox.Elsewhere || b.decided(second).Decision != inbox.Unchanged {
		t.Errorf("%s%s", r.out, r.err)
	}
}

// sameMessages fails where a message is not what it was.
func (b *bench) sameMessages(before []line) {
	b.t.Helper()
	after := b.export()
	for i := range before {
		if before[i].Text != after[i].Text || before[i].ID != after[i].ID {
			b.t.Errorf("a correction changed a message: %+v, %+v", before[i], after[i])
		}
	}
}

// decided is what was decided about a message.
func (b *bench) decided(number string) (found inbox.Correction) {
	b.t.Helper()
	s := b.store()
	if err := s.Corrections(b.t.Context(), func(r inbox.Record, c inbox.Correction) error {
		if r.Message.Ref().Number() == number {
			found = c
		}
		return nil
	}); err != nil {
		b.t.Fatal(err)
	}
	return found
}

func TestAnEnglishRegisterAndACSVAreReadBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, busyTown())
	b.configure("language: ru", "language: en")
	b.must("collect")
	all := b.single()
	b.must("digest", "morning", "-o", b.path("register.xlsx"))
	b.fillIn("register.xlsx", map[string]map[string]string{all[0].Number: {"Decision": "Not needed."},
		all[1].Number: {"Right place": "None", "Decided by": "Ann", "Right group": "public spaces"}})
	if r := b.must("correct", "--from", b.path("register.xlsx")); !strings.Contains(r.out, "2 corrected") ||
		b.decided(all[1].Number).Group != "Благоустройство" {
		t.Errorf("%s%s", r.out, r.err)
	}
	// Either language may stand in either file.
	b.fillIn("register.xlsx", map[string]map[string]string{all[0].Number: {"Decision": "не нужен"},
		all[1].Number: {"Right place": "нет", "Right group": "Благоустройство"}})
	if r := b.must("correct", "--from", b.path("register.xlsx")); !strings.Contains(r.out, "0 corrected, 2 already so") {
		t.Errorf("%s%s", r.out, r.err)
	}
	for _, group := range [][2]string{{"Roads", "Дороги"}, {"Housing and utilities", "ЖКХ"}, {"other", "Прочее"},
		{"ROADS ", "Дороги"}} {
		for _, title := range []string{"Message number;Right group\n", "Номер сообщения;Верная группа\n"} {
			b.write("group.csv", title+all[2].Number+";"+group[0]+"\n")
			if r := b.must("correct", "--from", b.path("group.csv"), "--dry-run"); !strings.Contains(r.out,
				"group «"+group[1]+"»") {
				t.Errorf("%s: %s%s", group, r.out, r.err)
			}
		}
	}
	b.configure("language: en", "language: ru")
	b.must("digest", "morning", "-o", b.path("register.csv"))
	b.fillInCSV("register.csv", all[2].Number, map[string]string{"Решение": "отвечено — письмом", "Кто": "Ольга"})
	b.fillInCSV("register.csv", all[3].Number, map[string]string{"Решение": "не нужен", "Верная тема": "нет такой"})
	r := b.otklik("correct", "--from", b.path("register.csv"))
	if r.code != exitPartly || !strings.Contains(r.out, "1 corrected, 0 already so, 1 refused") {
		t.Fatalf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	if got := b.decided(all[2].Number); got.Reason != "письмом" || got.By != "Ольга" {
		t.Errorf("%+v", got)
	}
	if got := b.decided(all[3].Number); got.Decision != "" {
		t.Errorf("a row that was refused is stored: %+v", got)
	}
}

// fillInCSV fills in cells of one row as a spreadsheet program saves them.
func (b *bench) fillInCSV(file, number string, cells map[string]string) {
	b.t.Helper()
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.read(file), "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		b.t.Fatal(err)
	}
	at := slices.Index(rows[0], "Номер сообщения")
	for _, row := range rows[1:] {
		if row[at] == number {
			for title, text := range cells {
				row[slices.Index(rows[0], title)] = text
			}
		}
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = ';'
	if err := w.WriteAll(rows); err != nil {
		b.t.Fatal(err)
	}
	b.write(file, out.String())
}

// What a row says that cannot be done is refused by itself, and said.
func TestRowsOfARegisterThatAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, busyTown())
	b.must("collect")
	var waits, answered, none line
	for _, l := range b.export() {
		switch {
		case l.State == "open" && l.Channel == "governor/vk" && l.Kind == "comment":
			waits = l
		case l.State == "answered":
			answered = l
		case l.State == "none":
			none = l
		}
	}
	number := func(l line) string {
		for _, m := range b.numbers() {
			if m.Channel == l.Channel && m.ID == l.ID && m.Kind == l.Kind {
				return m.Number
			}
		}
		t.Fatalf("no number of %+v", l)
		return ""
	}
	head := "Номер сообщения;Канал;Группа тем;" + strings.Join(page.WordsIn("ru").FillIn().Titles(), ";") + "\n"
	long := strings.Repeat("слово ", 200)
	for says, row := range map[string]string{
		"names no message":                         "12;governor/vk;;не нужен;;;;",
		"no stored message bears this number":      "000-000-001;governor/vk;;не нужен;;;;",
		"there is no group «Доорги»; did you":      number(waits) + ";;;;Доорги;;;",
		"it is a topic of «Экология»":              number(waits) + ";;;;Дороги;загрязнение почв;;",
		"a topic needs its group":                  number(waits) + ";;;;;загрязнение почв;;",
		"was answered on":                          number(answered) + ";;;нужен ответ;;;;",
		"needs no answer as it was read":           number(none) + ";;;отвечено;;;;",
		"a cell holds a whole text":                number(waits) + ";;;отвечено " + long + ";;;;",
		"the decision «отвеченот» is none of":      number(waits) + ";;;отвеченот;;;;",
		"the decision «=HYPERLINK(\"x\")» is none": number(waits) + ";;;'=HYPERLINK(\"x\");;;;",
		"the place «Нигдеград» is in no register of municipalities and in no file of reading.places": number(waits) +
			";;;;;;Нигдеград;",
		"«Казнь» is in no register of municipalities and in no file of reading.places; did you mean \"Казань\"? Else": number(
			waits) + ";;;;;;Казнь;",
		"; write it into that file, or tell it of this message by otklik correct --place": number(waits) +
			";;;;;;Tikhogorsk;",
	} {
		b.write("register.csv", head+row+"\n")
		r := b.otklik("correct", "--from", b.path("register.csv"))
		if r.code != exitFailed || !strings.Contains(r.out, says) || strings.Contains(r.out, long) {
			t.Errorf("%s: exit %d\n%s%s", says, r.code, r.out, r.err)
		}
	}
	b.write("register.csv", head+number(waits)+";;;не нужен;;;;\n"+number(waits)+";;;нужен ответ;;;;\n"+
		number(none)+";;;нужен ответ;;;;Анна\n"+number(none)+";;;нужен ответ;;;;Пётр\n")
	r := b.otklik("correct", "--from", b.path("register.csv"))
	if r.code != exitPartly || strings.Count(r.out, "another row says otherwise") != 2 ||
		!strings.Contains(r.out, "1 corrected, 1 already so, 2 refused") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

// numbered is an exported message with its number.
type numbered struct{ Channel, Kind, ID, Number string }

func (b *bench) numbers() (all []numbered) {
	b.t.Helper()
	decoder := json.NewDecoder(strings.NewReader(b.must("export").out))
	for decoder.More() {
		var l numbered
		if err := decoder.Decode(&l); err != nil {
			b.t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

// The word for what a town is is no part of its name.
func TestPlacesOfARegisterAreTheKnownOnes(t *testing.T) {
	t.Parallel()
	b := newBench(t, busyTown())
	b.must("collect")
	of := b.single()[0].Number
	for _, place := range []string{"г. Казань", "казань город", "Город Казань", "г.Казань"} {
		b.write("register.csv", "Номер сообщения;Верное место\n"+of+";"+place+"\n")
		if r := b.must("correct", "--from", b.path("register.csv"), "--dry-run"); !strings.Contains(r.out,
			"would be corrected: place «Казань»") {
			t.Errorf("%s: %s%s", place, r.out, r.err)
		}
	}
}

// A formula without a value is no empty cell, and of two columns of one title nobody knows which is meant.
func TestCellsOfARegisterThatCannotBeRead(t *testing.T) {
	t.Parallel()
	b := newBench(t, busyTown())
	b.must("collect")
	all := b.single()
	b.must("digest", "morning", "-o", b.path("register.xlsx"))
	b.fillIn("register.xlsx", map[string]map[string]string{all[0].Number: {"Решение": "не нужен"}})
	f, err := excelize.OpenFile(b.path("register.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(1)
	found, err := f.SearchSheet(sheet, all[1].Number)
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	title, err := f.SearchSheet(sheet, "Решение")
	if err != nil || len(title) == 0 {
		t.Fatal(title, err)
	}
	at := strings.TrimRight(title[0], "0123456789") + strings.TrimLeft(found[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	if err := errors.Join(f.SetCellFormula(sheet, at, "\"не\"&\" нужен\""), f.Save()); err != nil {
		t.Fatal(err)
	}
	r := b.otklik("correct", "--from", b.path("register.xlsx"))
	if r.code != exitPartly || !strings.Contains(rowOf(r, all[1].Number), "refused: a cell holds a formula without a value") ||
		!strings.Contains(r.out, "2 of 7 rows filled in, 2 messages: 1 corrected, 0 already so, 1 refused") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	if r := b.must("access-log"); !strings.Contains(r.out, "correct governor/") ||
		!strings.Contains(r.out, "1 message from "+b.path("register.xlsx")) {
		t.Errorf("%s", r.out)
	}
	b.write("twice.csv", "Номер сообщения;Решение;Решение\n"+all[2].Number+";не нужен;нужен ответ\n")
	if r := b.otklik("correct", "--from", b.path("twice.csv")); r.code != exitUsage ||
		!strings.Contains(r.err, `two columns are called "Решение": rename one of them`) {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

func TestFilesThatAreNoRegister(t *testing.T) {
	t.Parallel()
	b := newBench(t, busyTown())
	b.must("collect")
	b.write("empty.xlsx", "")
	b.write("text.xlsx", "PK\x03\x04 и больше ничего")
	b.write("other.csv", "Текст;Группа\nНет воды;ЖКХ\n")
	b.must("digest", "morning", "-o", b.path("register.xlsx"))
	if err := os.Rename(b.path("register.xlsx"), b.path("register.csv")); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"empty.xlsx", "text.xlsx", "other.csv", "register.csv", "missing.xlsx"} {
		if r := b.otklik("correct", "--from", b.path(file)); r.code != exitUsage || !strings.Contains(r.err, file) {
			t.Errorf("%s: exit %d\n%s%s", file, r.code, r.out, r.err)
		}
	}
	for _, args := range [][]string{{"correct", "--from", ""}, {"correct", "--from", "x", "481-220-917"},
		{"correct", "--from", "x", "--undo"}, {"correct", "481-220-917", "--needs-answer", "no", "--dry-run"}} {
		if r := b.otklik(args...); r.code != exitUsage {
			t.Errorf("%v: exit %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
}
