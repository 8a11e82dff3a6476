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

// late is a town with one complaint about roads that came on Monday the 16th at nine: its eight working hours end at
// six, sixteen on Tuesday, thirty-two on Thursday.
func late(t *testing.T) build.Input {
	in := reporttest.Town(t)
	at := reporttest.Morning(t)
	in.Records = []inbox.Record{reporttest.Written(1, time.Date(2026, time.November, 16, 9, 0, 0, 0, at.Location()),
		"Дороги", "Энск", "Яма на дороге.")}
	in.Problems = nil
	in.From = time.Time{}
	in.Escalate = []build.Step{{After: 2, To: build.ToBody}, {After: 4, To: build.ToGovernor}}
	in.Bodies[0].Head = true
	return in
}

func TestStepsAreCrossedByTheNorm(t *testing.T) {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.November, day, hour, minute, 0, 0, reporttest.Moscow(t))
	}
	key := build.StepKey("governor/vk", late(t).Records[0].Message.Ref().Number(), 2)
	for name, c := range map[string]struct {
		at     time.Time
		change func(*build.Input)
		want   string
	}{
		"within the norm":        {at(16, 17, 0), nil, ""},
		"late, but not twice":    {at(17, 17, 59), nil, ""},
		"twice":                  {at(17, 18, 0), nil, "body new"},
		"thrice":                 {at(18, 18, 0), nil, "body new"},
		"four times":             {at(19, 18, 0), nil, "body new, governor"},
		"told before":            {at(19, 18, 0), func(in *build.Input) { in.Told.Keys = map[string]bool{key: true} }, "body, governor"},
		"what was told is lost":  {at(19, 18, 0), func(in *build.Input) { in.Told.Until = at(17, 18, 0) }, "body, governor"},
		"lost before it crossed": {at(19, 18, 0), func(in *build.Input) { in.Told.Until = at(17, 17, 0) }, "body new, governor"},
		"no way to the head":     {at(19, 18, 0), func(in *build.Input) { in.Bodies[0].Head = false }, "governor"},
		"another body's":         {at(19, 18, 0), func(in *build.Input) { in.Records[0].Status.Group = "ЖКХ" }, "governor"},
		"nobody's":               {at(19, 18, 0), func(in *build.Input) { in.Records[0].Status.Group = "Прочее" }, "governor"},
		"no steps":               {at(19, 18, 0), func(in *build.Input) { in.Escalate = nil }, ""},
		"an interim reply buys time": {at(23, 8, 0), func(in *build.Input) {
			in.Records[0] = reporttest.Then(in.Records[0], at(16, 10, 0), inbox.Interim)
		}, ""},
	} {
		in := late(t)
		if c.change != nil {
			c.change(&in)
		}
		var got []string
		for _, complaint := range build.New(in, c.at).Complaints {
			for _, e := range complaint.Escalated {
				words := e.To
				if e.New {
					words += " new"
				}
				got = append(got, words)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", name, strings.Join(got, ", "), c.want)
		}
	}
}

func TestEscalationIsTold(t *testing.T) {
	for audience, want := range map[build.Audience][]string{
		build.Governor: {"Ждут дольше срока в 4 раза и больше: 1", "спросить: Министерство транспорта"},
		build.Press:    {"Передаём руководителям: 1", "передаётся руководителю: Министерство транспорта"},
	} {
		in := late(t)
		in.Audience = audience
		text := reporttest.Words(fmt.Sprint(page.New(build.New(in, reporttest.Morning(t)))))
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%s: lacks %q: %s", audience, words, text)
			}
		}
	}
	in := late(t)
	in.Language = build.English
	p := page.NewEscalation(build.New(in, reporttest.Morning(t)), "Roads")
	if text := fmt.Sprint(p); !strings.Contains(text, "Roads: people wait too long") ||
		!strings.Contains(text, "wait 2 times") || strings.Contains(text, "passed on to the head") {
		t.Errorf("the head is told %s", text)
	}
}

// A house of many, a text of many and a single complaint wait far too long: they are three matters. What burns is named
// once, and what the page names is not said to be left out.
func TestMattersAreCountedNotMessages(t *testing.T) {
	in := late(t)
	sent := in.Records[0].Message.Sent
	write := func(id int, group, topic, text string) *inbox.Record {
		r := reporttest.Written(id, sent.Add(time.Duration(id)*time.Minute), group, "Энск", text)
		r.Message.Author.ID = fmt.Sprint("author ", id)
		r.Status.Topic = topic
		in.Records = append(in.Records, r)
		return &in.Records[len(in.Records)-1]
	}
	for id := 10; id < 32; id++ {
		r := write(id, "ЖКХ", "ненадлежащее качество или отключение отопления", "Нет тепла.")
		r.Status.Street, r.Status.House, r.Status.Urgency = "улица Садовая", "5", inbox.Outage
	}
	var same []inbox.Ref
	for id := 40; id < 43; id++ {
		same = append(same, write(id, "Безопасность и правопорядок", "отлов безнадзорных собак и кошек",
			"Стая собак у школы.").Message.Ref())
	}
	in.Same = [][]inbox.Ref{same}
	at := reporttest.Morning(t)
	d := build.New(in, at)
	items := d.EscalatedItems(build.ToGovernor)
	got := ""
	for _, i := range items {
		got += fmt.Sprintf("%d messages of %d, danger %d; ", i.Messages, i.People, i.Danger)
	}
	if want := "1 messages of 1, danger -1; 22 messages of 22, danger 0; 3 messages of 3, danger -1; "; got != want {
		t.Errorf("the matters are %s, want %s", got, want)
	}
	text := reporttest.Words(fmt.Sprint(page.New(d)))
	for _, words := range []string{"Ждут дольше срока в 4 раза и больше: 3", "Названы выше: 1.", "бродячие собаки · 3 человека"} {
		if !strings.Contains(text, words) {
			t.Errorf("the page lacks %q: %s", words, text)
		}
	}
	if strings.Contains(text, "Не показано") {
		t.Errorf("the page says that it leaves out what it names: %s", text)
	}
}
