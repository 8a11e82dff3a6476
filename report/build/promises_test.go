package build_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/reporttest"
)

// fortnight is a town in which on the 9th much was promised: what was thanked for, what nobody speaks of, what the
// author, a neighbour or a whole problem complain about again after its day, and what is yet to come.
func fortnight(t *testing.T) build.Input {
	in := reporttest.Town(t)
	at := reporttest.Morning(t)
	day := func(n, hour int) time.Time { return time.Date(2026, time.November, n, hour, 0, 0, 0, at.Location()) }
	promised := func(id int, group, street, house, sentence string, due int, signs ...inbox.Sign) inbox.Record {
		r := reporttest.Then(reporttest.Written(id, day(8, 10), group, "Энск", "Сделайте что-нибудь."), day(9, 10),
			inbox.Answered)
		r.Status.Street, r.Status.House = street, house
		r.Message.Author.ID = fmt.Sprint("author ", id)
		in.Promises = append(in.Promises, build.PromiseInput{Record: r, Sentence: sentence, Promise: inbox.Promise{
			By: "1", Given: day(9, 10), Due: time.Date(2026, time.November, due, 0, 0, 0, 0, time.UTC), Signs: signs}})
		in.Records = append(in.Records, r)
		return r
	}
	again := func(id, n int, group, street, house string, author string) inbox.Record {
		r := reporttest.Written(id, day(n, 15), group, "Энск", "Так и не сделали.")
		r.Status.Street, r.Status.House = street, house
		r.Message.Author.ID = author
		in.Records = append(in.Records, r)
		return r
	}
	promised(31, "Дороги", "", "", "Яму на Мостовой засыпят до 16 ноября.", 16,
		inbox.Sign{At: day(17, 9), Code: inbox.PromiseThanked})
	promised(32, "Дороги", "улица Лесная", "", "Знак поставят до 17 ноября.", 17)
	promised(33, "ЖКХ", "улица Садовая", "5", "Лифт запустят до 18 ноября.", 18)
	again(43, 20, "ЖКХ", "улица Садовая", "5", "author 33")
	promised(34, "Благоустройство", "улица Полевая", "2", "Фонари включат до 19 ноября.", 19)
	again(44, 21, "Благоустройство", "улица Полевая", "2", "neighbour")
	heat := promised(35, "Энергетика", "", "", "Тепло дадут до 20 ноября.", 20)
	cold := again(45, 22, "Энергетика", "", "", "somebody")
	promised(36, "Дороги", "", "", "Остановку отремонтируют до 30 ноября.", 30)
	promised(37, "Дороги", "улица Ближняя", "1", "Переход разметят до 22 ноября.", 22)
	again(47, 21, "Дороги", "улица Ближняя", "1", "neighbour") // before its day
	again(48, 23, "Экология", "улица Ближняя", "1", "neighbour")
	again(49, 21, "ЖКХ", "улица Полевая", "4", "neighbour") // another house, another matter
	in.Problems = append(in.Problems, build.Problem{ID: "heat", Title: "Нет тепла", Messages: 2, People: 2,
		Group: "Энергетика", Municipality: "Энск", First: heat.Message.Sent, Last: cold.Message.Sent,
		Refs: []inbox.Ref{heat.Message.Ref(), cold.Message.Ref()}})
	begin := promised(38, "Общественный транспорт", "", "", "С 20 ноября пойдёт автобус.", 20)
	for n := range in.Promises {
		if in.Promises[n].Record.Message.ID == begin.Message.ID {
			in.Promises[n].Promise.Begins = true
		}
	}
	return in
}

func TestTheLedgerOfAFortnight(t *testing.T) {
	in, at := fortnight(t), reporttest.Morning(t)
	d := build.New(in, at)
	var got []string
	for _, p := range d.Promises {
		late := ""
		if p.Overdue {
			late = " late"
		}
		got = append(got, fmt.Sprintf("%s %s %s%s", p.Due[8:], p.Status, strings.TrimPrefix(p.ReasonCode, "promise_"),
			late))
	}
	want := []string{
		"18 broken wrote_again late", "19 broken others_wrote late", "20 broken others_wrote late",
		"17 unknown day_over late", "22 unknown day_over late", "30 due day_ahead", "20 unknown day_over",
		"16 kept thanked",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the ledger is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// A week earlier nothing of it was late.
	in.From = time.Time{}
	for _, p := range build.New(in, at.AddDate(0, 0, -7)).Promises {
		if p.Status != inbox.PromiseDue || p.Overdue {
			t.Errorf("a week earlier: %+v", p)
		}
	}
}

func TestWhatWaitsHasItsPromises(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	for _, r := range in.Records {
		if r.Message.ID == "4" { // has an interim reply
			in.Promises = append(in.Promises, build.PromiseInput{Record: r, Sentence: "Яму засыпят до 23 ноября.",
				Promise: inbox.Promise{By: "1", Given: r.Message.Sent.Add(time.Hour),
					Due: time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)}})
		}
	}
	d := build.New(in, at)
	if len(d.Promises) != 0 {
		t.Errorf("a promise to who waits is told beside him: %+v", d.Promises)
	}
	for _, c := range d.Complaints {
		if n := len(c.Promises); n > 0 != (c.ID == "4") {
			t.Errorf("message %s has %d promises", c.ID, n)
		}
	}
	if l := d.Ledger(); len(l) != 1 || !l[0].Waits || l[0].Due != "2026-11-23" || l[0].Status != inbox.PromiseDue {
		t.Errorf("the ledger is %+v", l)
	}
	in.Audience = build.Press
	p := page.New(build.New(in, at))
	if text := fmt.Sprint(p); !strings.Contains(text, "Обещано: срок сегодня или прошёл") ||
		!strings.Contains(reporttest.Words(text), "обещано: срок 23 ноября") {
		t.Error("the press list does not say what is due today")
	}
}

// One answer is often sent to many: it is one line, with the worst that became of it.
func TestOnePromiseToManyIsOneLine(t *testing.T) {
	in, at := fortnight(t), reporttest.Morning(t)
	for n := range in.Promises[:3] {
		in.Promises[n].Sentence, in.Promises[n].Promise.Due = "Сделаем.", in.Promises[2].Promise.Due
	}
	for _, p := range build.New(in, at).Ledger() {
		if p.Text == "Сделаем." && (p.Times != 3 || p.Status != inbox.PromiseBroken) {
			t.Errorf("%+v", p)
		}
	}
}

func TestTheGovernorSeesTheWorstPromises(t *testing.T) {
	in := fortnight(t)
	for language, want := range map[build.Language][]string{
		build.Russian: {"Обещано и просрочено: 5", "срок прошёл 18 ноября", "«Лифт запустят до 18 ноября.»",
			"автор пишет снова", "люди пишут снова", "спросить: Госжилинспекция"},
		build.English: {"Promised and overdue: 5", "was due 18 November", "the author writes again"},
	} {
		in.Language = language
		p := page.New(build.New(in, reporttest.Morning(t)))
		text := reporttest.Words(fmt.Sprint(p))
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%s: the page lacks %q: %s", language, words, text)
			}
		}
		for _, s := range p.Sections {
			if strings.HasSuffix(s.Head, ": 5") && len(s.Items) != 2 {
				t.Errorf("%d promises are told, want the worst two", len(s.Items))
			}
		}
	}
}

// The figure of the page counts answers, as the lists of JSON hold them together; one sentence to three houses is one
// line and three of them.
func TestThePageCountsWhatTheListsHold(t *testing.T) {
	in, at := fortnight(t), reporttest.Morning(t)
	for n := range in.Promises[:3] {
		in.Promises[n].Sentence, in.Promises[n].Promise.Due = "Сделаем до 18 ноября.", in.Promises[2].Promise.Due
	}
	for _, r := range in.Records {
		if r.Message.ID == "4" { // has an interim reply
			in.Promises = append(in.Promises, build.PromiseInput{Record: r, Sentence: "Яму засыпят до 13 ноября.",
				Promise: inbox.Promise{By: "1", Given: r.Message.Sent.Add(time.Hour),
					Due: time.Date(2026, time.November, 13, 0, 0, 0, 0, time.UTC)}})
		}
	}
	d := build.New(in, at)
	held := 0
	for _, p := range d.Promises {
		if p.Overdue {
			held++
		}
	}
	for _, c := range d.Complaints {
		for _, p := range c.Promises {
			if p.Overdue {
				held++
			}
		}
	}
	list, answers := d.OverduePromises()
	if answers != held || len(list) != held-1 { // one of the three was kept
		t.Errorf("%d overdue in %d lines, the lists hold %d", answers, len(list), held)
	}
	if head := fmt.Sprintf("Обещано и просрочено: %d", held); !strings.Contains(
		reporttest.Words(fmt.Sprint(page.New(d))), head) {
		t.Errorf("the page does not say %q", head)
	}
}

func TestAPromiseIsShortenedAtClauses(t *testing.T) {
	const text = "Причина — просевший выпуск, его переложат до 19 ноября; стоки проверит жилинспекция."
	for _, c := range []struct {
		text, when string
		most       int
		want       string
	}{
		{text, "до 19 ноября", 200, text},
		{text, "до 19 ноября", 60, "Причина — просевший выпуск, его переложат до 19 ноября…"},
		{text, "до 19 ноября", 50, "…просевший выпуск, его переложат до 19 ноября…"},
		{text, "до 19 ноября", 30, "…его переложат до 19 ноября…"},
		{text, "до 19 ноября", 5, "…его переложат до 19 ноября…"},
		{text, "", 30, "Причина — просевший выпуск…"},
		{"Автобус: в 9:00 с вокзала, обратно в 15:30, начиная с 26 апреля.", "с 26 апреля", 30, "…начиная с 26 апреля."},
		{strings.Repeat("очень ", 50) + "до 19 ноября", "до 19 ноября", 60, ""},
	} {
		if got := (build.Promise{Text: c.text, When: c.when}).Said(c.most); got != c.want {
			t.Errorf("%d of %q: %q, want %q", c.most, c.text, got, c.want)
		}
	}
}

// Who writes again may name no place: he is heard where a list is of one place alone.
func TestSignsMayStandElsewhere(t *testing.T) {
	in, at := fortnight(t), reporttest.Morning(t)
	whole := build.New(in, at).Promises
	in.Elsewhere, in.Records = in.Records, nil
	if alone := build.New(in, at).Promises; fmt.Sprint(alone) != fmt.Sprint(whole) {
		t.Errorf("the ledger is %v, want %v", alone, whole)
	}
}
