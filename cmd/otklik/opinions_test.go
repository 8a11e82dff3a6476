package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"otklik/internal/inbox"
	"otklik/internal/sandbox/town"
	"otklik/report/page"
)

// askedTown is the busy town with texts that try to be more than texts.
func askedTown() town.Town {
	tw := busyTown()
	at := tw.Posts[0].At
	for n, text := range []string{"=HYPERLINK(\"https://evil.example\";\"тык\")", "Отличный каток, всем спасибо!",
		"Позвоните мне: +7 900 000-00-00, в подъезде третий день нет света"} {
		tw.Posts = append(tw.Posts, town.Post{Platform: town.VK, At: at, Text: "Открыли новый каток.",
			Comments: []town.Comment{{Author: 0, At: at.Add(time.Duration(40+n) * time.Minute), Text: text, ReplyTo: -1}}})
	}
	tw.Posts = append(tw.Posts, town.Post{Platform: town.VK, At: at, Text: "И ещё новость.", Comments: []town.Comment{
		{Author: 1, At: at.Add(time.Hour), Text: "На Кедровой не горит фонарь у школы.", ReplyTo: -1},
		{Author: town.OfficialSide, At: at.Add(2 * time.Hour), ReplyTo: 0,
			Text: "Здравствуйте! Лампу в фонаре на Кедровой заменили сегодня утром, свет горит."}}})
	return tw
}

// sampled are the rows of a sample as csv.
func (b *bench) sampled(file string) (rows [][]string) {
	b.t.Helper()
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.read(file), "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		b.t.Fatal(err)
	}
	return rows
}

// answer fills in a sample's cells by the beginnings of its texts and writes it again.
func (b *bench) answer(file string, answers map[string]string) {
	b.t.Helper()
	rows := b.sampled(file)
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = ';'
	for _, row := range rows[1:] {
		for text, answer := range answers {
			if strings.HasPrefix(row[3], text) {
				row[4] = answer
			}
		}
	}
	if err := w.WriteAll(rows); err != nil {
		b.t.Fatal(err)
	}
	b.write(file, out.String())
}

func TestASampleIsBlindAndTheSame(t *testing.T) {
	t.Parallel()
	b := newBench(t, askedTown())
	b.must("collect")
	b.must("opinions", "--sample", "100", "--seed", "7", "-o", b.path("all.csv"))
	rows := b.sampled("all.csv")
	if !slices.Equal(rows[0], page.WordsIn("ru").Sample().Titles()) {
		t.Errorf("columns %q", rows[0])
	}
	texts := map[string]bool{}
	for _, row := range rows[1:] {
		if row[4]+row[5]+row[6] != "" || row[7] == "" || texts[row[3]] || !inbox.IsNumber(row[0]) {
			t.Errorf("%q", row)
		}
		texts[row[3]] = true
		if strings.HasPrefix(row[3], "=") || strings.Contains(row[3], "900") {
			t.Errorf("not guarded or not masked: %q", row[3])
		}
	}
	if len(rows) < 12 {
		t.Errorf("%d rows", len(rows))
	}
	all := b.read("all.csv")
	b.must("opinions", "--sample", "100", "--seed", "7", "-o", b.path("all.csv"))
	if b.read("all.csv") != all {
		t.Error("the same seed gives another sample")
	}
	b.must("opinions", "--sample", "100", "--seed", "8", "-o", b.path("all.csv"))
	if b.read("all.csv") == all {
		t.Error("another seed gives the same sample")
	}
	for _, ext := range []string{"xlsx", "jsonl"} {
		b.must("opinions", "--sample", "5", "--seed", "7", "-o", b.path("some."+ext))
	}
	if text := b.read("some.jsonl"); strings.Count(text, "\n") != 5 || strings.Contains(text, "score") ||
		strings.Contains(text, "state") {
		t.Errorf("%s", text)
	}
	if r := b.must("opinions", "--sample", "5"); strings.Count(r.out, "\n") < 6 {
		t.Errorf("%s", r.out)
	}
}

func TestOpinionsTeachAndTellWhatIsMissed(t *testing.T) {
	t.Parallel()
	b := newBench(t, askedTown())
	b.must("collect")
	b.must("opinions", "--sample", "100", "-o", b.path("sample.csv"))
	before := b.export()
	texts := map[string]bool{}
	for _, row := range b.sampled("sample.csv") {
		texts[row[3]] = true
	}
	var waits, answered, none line
	for _, l := range before {
		switch {
		case l.Text == "На Лесной яма посреди дороги, когда почините?":
			waits = l
		case l.State == "answered" && texts[l.Text]:
			answered = l
		case l.Text == "Отличный каток, всем спасибо!":
			none = l
		}
	}
	if waits.State != "open" || none.State != "none" || answered.ID == "" {
		t.Fatalf("%+v %+v %+v", waits, none, answered)
	}
	b.answer("sample.csv", map[string]string{waits.Text[:40]: "Нет", answered.Text: "нет", none.Text: " ДА ",
		"Автобус": "не знаю", "На Озёрной": "да", "В школе": "может быть"})
	dry := b.otklik("opinions", "--from", b.path("sample.csv"), "--dry-run", "--by", "Анна")
	if dry.code != exitPartly || !strings.Contains(dry.out, "4 would be corrected") || b.stateOf(waits) != "open" {
		t.Errorf("tried:\n%s%s", dry.out, dry.err)
	}
	r := b.otklik("opinions", "--from", b.path("sample.csv"), "--by", "Анна")
	for _, says := range []string{"6 of 13 rows filled in, 5 messages: 4 corrected, 0 already so, 1 refused",
		"refused: the answer «может быть» is none of: да, нет, не знаю", "stays answered, teaches: it needs no answer",
		"not sure: 1\n", "missed: 100.0 %", "1 judged, 1 of them need one", "needless: ", "3 judged, 2 of them need none"} {
		if r.code != exitPartly || !strings.Contains(r.out, says) {
			t.Errorf("not said: %s\n%s", says, r.out)
		}
	}
	if b.stateOf(waits) != "dismissed" || b.stateOf(answered) != "answered" || b.stateOf(none) != "open" {
		t.Errorf("%s, %s, %s", b.stateOf(waits), b.stateOf(answered), b.stateOf(none))
	}
	b.sameMessages(before)
	if again := b.otklik("opinions", "--from", b.path("sample.csv"), "--by", "Анна"); !strings.Contains(again.out,
		"0 corrected, 4 already so, 1 refused") || !strings.Contains(again.out, "missed: 100.0 %") {
		t.Errorf("once more:\n%s", again.out)
	}
	if r := b.must("train", "--from-store", "-o", b.path("model.bin")); !strings.Contains(r.out,
		"learnt from 4 corrections") {
		t.Errorf("%s", r.out)
	}
	// What was judged is not asked about again.
	b.must("opinions", "--sample", "100", "-o", b.path("next.csv"))
	for _, row := range b.sampled("next.csv") {
		if row[3] == waits.Text || row[3] == none.Text {
			t.Errorf("asked again: %s", row[3])
		}
	}
}

// stateOf is what a message's state is now.
func (b *bench) stateOf(of line) string {
	b.t.Helper()
	for _, l := range b.export() {
		if l.Channel == of.Channel && l.ID == of.ID && l.Thread == of.Thread {
			return l.State
		}
	}
	b.t.Fatalf("no message %+v", of)
	return ""
}

func TestSamplesOfEveryFormAreReadBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, askedTown())
	b.configure("language: ru", "language: en")
	b.must("collect")
	b.must("opinions", "--sample", "4", "-o", b.path("sample.xlsx"))
	f, err := excelize.OpenFile(b.path("sample.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	rules, err := f.GetDataValidations("Sample")
	if err != nil || len(rules) != 2 {
		t.Errorf("%d rules, %v", len(rules), err)
	}
	for cell, text := range map[string]string{"E3": "Yes", "F3": "экология", "G3": "=Ann", "E4": "no", "E5": "Not sure"} {
		if err := f.SetCellStr("Sample", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	r := b.must("opinions", "--from", b.path("sample.xlsx"))
	if !strings.Contains(r.out, "2 corrected") || !strings.Contains(r.out, "group «Экология»") ||
		!strings.Contains(r.out, "not sure: 1") {
		t.Errorf("%s%s", r.out, r.err)
	}

	b.must("opinions", "--sample", "3", "-o", b.path("sample.jsonl"))
	var lines []map[string]any
	decoder := json.NewDecoder(strings.NewReader(b.read("sample.jsonl")))
	for decoder.More() {
		var l map[string]any
		if err := decoder.Decode(&l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	lines[0]["needs_answer"], lines[1]["needs_answer"], lines[1]["code"] = true, "нет", "ABCDEFGH"
	lines[2]["needs_answer"], lines[2]["number"] = "yes", "000-000-001"
	var out strings.Builder
	for _, l := range lines {
		text, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(append(text, '\n'))
	}
	b.write("sample.jsonl", out.String())
	r = b.otklik("opinions", "--from", b.path("sample.jsonl"))
	if r.code != exitPartly || !strings.Contains(r.out, "2 corrected, 0 already so, 1 refused") ||
		!strings.Contains(r.err, "the code is damaged, so not counted among the shares: rows 2 and 3") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

func TestSamplesThatAreNone(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	if r := b.otklik("opinions", "--sample", "5"); r.code == exitDone {
		t.Errorf("of nothing: %s", r.out)
	}
	b.must("collect")
	b.write("other.csv", "Текст;Группа\nНет воды;ЖКХ\n")
	b.write("cut.jsonl", `{"number":"1","needs_answer":`)
	b.write("text.xlsx", "PK\x03\x04 и больше ничего")
	for _, args := range [][]string{{"--from", b.path("other.csv")}, {"--from", b.path("cut.jsonl")},
		{"--from", b.path("text.xlsx")}, {"--from", b.path("missing.jsonl")}, {"--from", "x", "--sample", "3"},
		{"--sample", "0"}, {"--sample", "-3"}, {"--sample", "99999"}, {}, {"--sample", "3", "--dry-run"},
		{"--sample", "3", "-o", b.path("a.docx")}, {"--sample", "3", "--format", "html"}} {
		if r := b.otklik(append([]string{"opinions"}, args...)...); r.code != exitUsage {
			t.Errorf("%v: exit %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
}

// Answers are understood in either language, and as spreadsheet programs write truth; what is no answer is refused.
func TestAnswersOfEitherLanguage(t *testing.T) {
	t.Parallel()
	b := newBench(t, askedTown())
	b.must("collect")
	b.must("opinions", "--sample", "100", "-o", b.path("sample.csv"))
	b.must("opinions", "--sample", "100", "-o", b.path("sample.xlsx"))
	rows := b.sampled("sample.csv")[1:]
	answers := []string{"yes", "No", "TRUE", "false", "ИСТИНА", "ложь", "1", "0", "да", "нет", "maybe", "not sure"}
	if len(rows) < len(answers)+1 {
		t.Fatalf("%d rows", len(rows))
	}
	given := map[string]string{}
	for n, answer := range answers {
		given[rows[n][3]] = answer
	}
	b.answer("sample.csv", given)
	r := b.otklik("opinions", "--from", b.path("sample.csv"), "--dry-run")
	if r.code != exitPartly || !strings.Contains(r.out, "12 of 13 rows filled in, 11 messages: ") ||
		!strings.Contains(r.out, "1 refused\nnot sure: 1\n") || !strings.Contains(r.out, "the answer «maybe» is none of") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}

	b.change("sample.xlsx", func(f *excelize.File) error {
		return errors.Join(f.SetCellBool("Выборка", "E3", true), f.SetCellBool("Выборка", "E4", false),
			f.SetCellFormula("Выборка", "E5", "1+1"), f.SetCellStr("Выборка", "F6", "ЖКХ"))
	})
	r = b.otklik("opinions", "--from", b.path("sample.xlsx"), "--dry-run")
	if r.code != exitPartly || !strings.Contains(r.out, "4 of 13 rows filled in, 4 messages: ") ||
		!strings.Contains(r.out, " 2 refused") || !strings.Contains(r.out, "refused: a cell holds a formula without a value") ||
		!strings.Contains(r.out, "refused: a group is given, but not whether") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

// change changes a workbook.
func (b *bench) change(file string, how func(*excelize.File) error) {
	b.t.Helper()
	f, err := excelize.OpenFile(b.path(file))
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	if err := errors.Join(how(f), f.Save()); err != nil {
		b.t.Fatal(err)
	}
}
