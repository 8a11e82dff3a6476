package render_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// outage is a town in which nine people of one house have no heat since yesterday, and a hundred others wait.
func outage(t *testing.T) build.Input {
	in, at := reporttest.Busy(t, 100), reporttest.Morning(t)
	var refs []inbox.Ref
	for n := range 9 {
		r := reporttest.Written(5000+n, at.Add(-time.Duration(20-n)*time.Hour), "ЖКХ", "",
			"Заводская 12, батареи ледяные, дети спят в шапках!")
		r.Status.Topic, r.Status.Urgency = "ненадлежащее качество или отключение отопления", inbox.Outage
		r.Status.Street, r.Status.House = "Заводская", "12"
		in.Records, refs = append(in.Records, r), append(refs, r.Message.Ref())
	}
	in.Problems = []build.Problem{{ID: "heat", Title: "Батареи ледяные", Messages: 9, People: 9, Group: "ЖКХ",
		First: at.Add(-20 * time.Hour), Last: at.Add(-time.Hour), Refs: refs}}
	return in
}

// The governor's page says in this order what burns, whom to ask and what people write, and nothing twice.
func TestGovernorReadsWhatBurnsFirst(t *testing.T) {
	d := build.New(outage(t), reporttest.Morning(t))
	out, err := render.Render(d, render.Text)
	if err != nil {
		t.Fatal(err)
	}
	text := reporttest.Words(string(out))
	at := 0
	for _, want := range []string{"Напряжённее обычного: за сутки ", " срочных, обычно ", "Без ответа: ", " — обычно ",
		"Просрочено: ", "Новых за сутки: ", "ЧТО ГОРИТ", "9 человек: нет тепла, Заводская 12, второй день",
		"«Заводская 12, батареи ледяные, дети спят в шапках!»", "Госжилинспекция", "КОГО СПРОСИТЬ",
		"Ответственный", "ТЕМЫ", "ПОЛУЧЕНО И БЕЗ ОТВЕТА ПО ДНЯМ", "Не показано: "} {
		next := strings.Index(text[at:], want)
		if next < 0 {
			t.Fatalf("%q is not said, or too early:\n%s", want, out)
		}
		at += next
	}
	for _, bad := range []string{"рабочих час", "Период:", "(+", "(−", "Прочее", "otklik", "xlsx", "staff", " wall-"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page has %q:\n%s", bad, out)
		}
	}
	if n := strings.Count(text, "батареи ледяные"); n != 1 {
		t.Errorf("the danger is quoted %d times", n)
	}
	if strings.Contains(strings.ReplaceAll(string(out), "\n", " "), "\u00a0 ") {
		t.Error("two spaces of two kinds stand together")
	}
}

// The page is read aloud in under a minute, however much waits.
func TestGovernorsPageIsReadInAMinute(t *testing.T) {
	week := reporttest.Busy(t, 400)
	week.Length, week.From = build.OneWeek, build.OneWeek.Begin(reporttest.Morning(t))
	for name, in := range map[string]build.Input{"town": reporttest.Town(t), "outage": outage(t), "week": week,
		"ten thousand": reporttest.Busy(t, 10000), "broken": reporttest.Broken(t)} {
		for _, language := range []build.Language{build.Russian, build.English} {
			in.Language = language
			p := page.New(build.New(in, reporttest.Morning(t)))
			if n := p.Spoken(); n > page.GovernorWords || n < 20 {
				t.Errorf("%s, %s: %d words", name, language, n)
			}
		}
	}
}

// What waits is called complaints only where all of it are.
func TestAppealsAreNotComplaints(t *testing.T) {
	in := outage(t)
	says := func() string {
		return strings.Join(page.New(build.New(in, reporttest.Morning(t))).Notes, " ")
	}
	if !strings.Contains(says(), "жалоб") {
		t.Error(says())
	}
	in.Records[1].Status.Category = inbox.Question
	if got := says(); strings.Contains(got, "жалоб") || !strings.Contains(got, "обращени") {
		t.Error(got)
	}
}

// A file of messages alone is told as what it is: nothing is called incomplete, and nothing that came since is a zero.
func TestAFileAloneIsWhole(t *testing.T) {
	in := imported(t)
	in.Channels[0].FromFile = true
	d := build.New(in, reporttest.Morning(t))
	if !d.Complete || d.Headline.Mood != build.Imported || d.Totals.New != 0 {
		t.Fatalf("complete %t, %+v, %+v", d.Complete, d.Headline, d.Totals)
	}
	for _, f := range []render.Format{render.Text, render.Markdown, render.HTML, render.JSON} {
		out, err := render.Render(d, f)
		if err != nil {
			t.Fatal(err)
		}
		text := reporttest.Words(string(out))
		if strings.Contains(text, "неполны") || strings.Contains(text, "не меньше") ||
			f == render.JSON && (!strings.Contains(text, `"complete": true`) || !strings.Contains(text, `"new": null`)) ||
			f != render.JSON && !strings.Contains(text, "новые не читаются, пока канал не подключён") {
			t.Errorf("%s: %s", f, text)
		}
	}
	p := page.New(d)
	if got := reporttest.Words(p.Word); got != "В файле 1 234 сообщения, без ответа 3" {
		t.Errorf("%q", got)
	}
	if p.Figures[2].Value != "нет данных" || p.Figures[0].Value != "3" {
		t.Errorf("%+v", p.Figures)
	}
	in.Channels[0].Failure = inbox.FailureToken // somebody tries to read it and may not
	if d := build.New(in, reporttest.Morning(t)); d.Complete || d.Headline.Mood != build.Incomplete {
		t.Errorf("%t, %+v", d.Complete, d.Headline)
	}
}

// The first weeks and months say what is known, not that nothing can be compared.
func TestTheFirstWeeksSayWhatIsKnown(t *testing.T) {
	for length, want := range map[build.Length]string{build.OneWeek: "За неделю пришло ", build.OneMonth: "За месяц пришло "} {
		for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
			in := reporttest.Busy(t, 60)
			in.Audience, in.Length, in.From = audience, length, length.Begin(reporttest.Morning(t))
			in.Known = in.From.Add(time.Hour)
			for n := range in.Records {
				in.Records[n].Status.Urgency = inbox.NotUrgent
			}
			p := page.New(build.New(in, reporttest.Morning(t)))
			if !strings.HasPrefix(reporttest.Words(p.Word), want) || !strings.Contains(p.Word, ", ответили на ") ||
				!strings.Contains(p.Reason, "сравним, когда прочитаем") {
				t.Errorf("%s, %s: %q: %q", length, audience, p.Word, p.Reason)
			}
		}
	}
}

// The figures of the last day stand in the picture.
func TestTheLastDayIsLabelled(t *testing.T) {
	d := build.New(outage(t), reporttest.Morning(t))
	out, err := render.Render(d, render.HTML)
	if err != nil {
		t.Fatal(err)
	}
	p := page.New(d)
	last := p.Picture.Days[len(p.Picture.Days)-1]
	for _, n := range []int{last.Received, last.Unanswered} {
		if !strings.Contains(string(out), `font-weight="bold"`) || !strings.Contains(string(out), ">"+fmt.Sprint(n)+"</text>") {
			t.Errorf("%d is not written in the picture", n)
		}
	}
	if strings.Index(string(out), "<svg") < strings.Index(string(out), ">Темы<") {
		t.Error("the picture stands before what burns")
	}
}
