package render_test

import (
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// A day promised is over when the next one begins; a month is said as a month; what begins is no deadline.
func TestPromisesInABrief(t *testing.T) {
	zone := reporttest.Moscow(t)
	at := time.Date(2026, time.November, 28, 17, 52, 0, 0, zone)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, zone) }
	due := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		promise inbox.Promise
		at      time.Time
		ru, en  string
	}{
		{inbox.Promise{Due: due(2026, 11, 28)}, at, "срок 28 ноября:", "due 28 November:"},
		{inbox.Promise{Due: due(2026, 11, 28)}, day(2026, 11, 29), "срок прошёл 28 ноября:", "was due 28 November:"},
		{inbox.Promise{Due: due(2026, 11, 28)}, day(2026, 11, 29).Add(-time.Second), "срок 28 ноября:",
			"due 28 November:"},
		{inbox.Promise{Due: due(2026, 11, 19)}, at, "срок прошёл 19 ноября:", "was due 19 November:"},
		{inbox.Promise{Due: due(2026, 11, 26), Begins: true}, at, "начало 26 ноября:", "begins 26 November:"},
		{inbox.Promise{Due: due(2027, 5, 31), Begins: true, Month: true}, at, "начало в мае 2027 г.:",
			"begins in May 2027:"},
		{inbox.Promise{Due: due(2027, 5, 31), Month: true}, at, "срок — в мае 2027 г.:", "due in May 2027:"},
		{inbox.Promise{Due: due(2026, 10, 31), Month: true}, at, "срок прошёл в октябре:", "was due in October:"},
		{inbox.Promise{Due: due(2027, 1, 9)}, at, "срок 9 января 2027 г.:", "due 9 January 2027:"},
	} {
		for language, want := range map[build.Language]string{build.Russian: c.ru, build.English: c.en} {
			in := reporttest.Town(t)
			in.Language, in.From = language, c.at.AddDate(0, 0, -30)
			c.promise.Given = in.Records[0].Message.Sent
			in.Promises = []build.PromiseInput{{Record: in.Records[0], Promise: c.promise, Sentence: "Сделаем."}}
			out, err := render.RenderPage(page.NewBrief(page.Brief{Digest: build.New(in, c.at), Municipality: "Энск",
				Days: 30}), render.Text)
			if err != nil {
				t.Fatal(err)
			}
			if text := reporttest.Words(string(out)); !strings.Contains(text, want) ||
				strings.Contains(text, "00:00:") {
				t.Errorf("%s %+v at %v lacks %q:\n%s", language, c.promise, c.at, want, text)
			}
		}
	}
}

// One message has one moment, and a problem the same name and topic in every list.
func TestOneMatterHasOneNameInABrief(t *testing.T) {
	in := reporttest.Town(t)
	at := reporttest.Morning(t)
	in.Problems[0].First = in.Problems[0].Last
	p := in.Problems[0]
	other := p
	other.Title, other.Group = "Что-то другое", "Экономика и бизнес"
	b := page.Brief{Digest: build.New(in, at), Municipality: "Энск", Days: 1, Loud: []build.Problem{other},
		Asked: []page.Asked{{Problem: other, Question: "Когда потеплеют батареи?"}}}
	out, err := render.RenderPage(page.NewBrief(b), render.Text)
	if err != nil {
		t.Fatal(err)
	}
	text := reporttest.Words(string(out))
	if strings.Contains(text, "Что-то другое") || strings.Contains(text, "Экономика") ||
		strings.Count(text, "Холодные батареи на Садовой · ЖКХ · ") != 2 ||
		!strings.Contains(text, "Когда потеплеют батареи? · ЖКХ") {
		t.Errorf("%s", text)
	}
	if strings.Contains(text, "с 22 ноября, 08:00 по 22 ноября, 08:00") ||
		!strings.Contains(text, "3 сообщения от 3 человек, 22 ноября, 08:00") {
		t.Errorf("one moment is said twice: %s", text)
	}
}

// Who is to be asked for what, the most overdue first, each with its worst complaint; a single person's question is
// said to be one's; an answer is quoted to the end of a sentence.
func TestBriefSaysWhatToAskWhom(t *testing.T) {
	in := reporttest.Town(t)
	in.Bodies = []build.Body{{Name: "Министерство энергетики и ЖКХ", Groups: []string{"ЖКХ"}}}
	at := reporttest.Morning(t)
	one := in.Problems[0]
	one.ID, one.Messages, one.People = "one", 1, 1
	b := page.Brief{Digest: build.New(in, at), Municipality: "Энск", Days: 1, Asked: []page.Asked{{Problem: one,
		Question: "Когда потеплеют батареи?", Answer: "Добрый день! Батареи прогреют до 5 декабря. " +
			strings.Repeat("Подрядчик работает без выходных, ответственный назначен. ", 6)}}}
	for language, want := range map[build.Language][]string{
		build.Russian: {"ЧТО СПРОСИТЬ С КОГО", "Министерство энергетики и ЖКХ: без ответа: ", "хуже всего: «",
			"спросил один человек, ", "Ответственный не назван: "},
		build.English: {"WHAT TO ASK WHOM", "Министерство энергетики и ЖКХ: unanswered: ", "the worst: ",
			"one person asked, ", "Nobody is named for: "},
	} {
		in.Language = language
		b.Digest = build.New(in, at)
		out, err := render.RenderPage(page.NewBrief(b), render.Text)
		if err != nil {
			t.Fatal(err)
		}
		text := reporttest.Words(string(out))
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q:\n%s", language, w, text)
			}
		}
		if !strings.Contains(text, "ответственный назначен.") || strings.Contains(text, "ответственный назначен. Подр…") {
			t.Errorf("the answer is torn:\n%s", text)
		}
	}
}
