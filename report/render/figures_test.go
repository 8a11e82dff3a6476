package render_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// Whatever happens to messages, what waited, came and went leads to what waits.
func TestBacklogAddsUp(t *testing.T) {
	base, at := reporttest.Town(t), reporttest.Morning(t)
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t, base, at)
		in.Length = rapid.SampledFrom([]build.Length{"", build.OneDay, build.OneWeek, build.OneMonth}).Draw(t, "length")
		in.From = time.Time{}
		for i := range in.Channels {
			in.Channels[i].Fresh, in.Channels[i].LastComplete, in.Channels[i].Gaps = true, at, nil
			in.Channels[i].Failure = ""
		}
		d := build.New(in, at)
		b := d.Backlog
		if b.Start+b.Received+b.Reopened-b.Answered-b.Dismissed-b.Deleted != b.End {
			t.Fatalf("%+v does not add up", b)
		}
		if b.End != d.Totals.Unanswered || b.Received != d.Totals.New {
			t.Fatalf("%+v beside %+v", b, d.Totals)
		}
		if d.Before == nil || d.Before.Unanswered != b.Start {
			t.Fatalf("%+v before, the backlog begins with %d", d.Before, b.Start)
		}
		if n := d.Ages; n.Under4+n.From4+n.From8+n.Above24 != b.End {
			t.Fatalf("ages %+v of %d", n, b.End)
		}
		for name, list := range map[string][]build.Part{"place": d.Breakdown.Municipalities, "body": d.Breakdown.Bodies,
			"group": d.Breakdown.Groups, "official": d.Breakdown.Officials} {
			var sum, want build.Part
			for _, p := range list {
				sum.Received, sum.Answered, sum.Unanswered, sum.Overdue = sum.Received+p.Received,
					sum.Answered+p.Answered, sum.Unanswered+p.Unanswered, sum.Overdue+p.Overdue
				sum.Formal, sum.Reopened = sum.Formal+p.Formal, sum.Reopened+p.Reopened
				if p.InNorm != nil && (*p.InNorm < 0 || *p.InNorm > 1) || (p.MedianHours == nil) != (p.Answered == 0) ||
					p.P90Hours != nil && *p.P90Hours < *p.MedianHours {
					t.Fatalf("%s: %+v", name, p)
				}
			}
			want.Received, want.Answered, want.Unanswered, want.Overdue = d.Totals.New, d.Totals.Answered,
				d.Totals.Unanswered, d.Totals.Overdue
			want.Formal, want.Reopened = d.Totals.Formal, d.Totals.Reopened
			if sum != want {
				t.Fatalf("by %s %+v, in all %+v", name, sum, want)
			}
		}
		if len(d.Days) != 14 || d.Days[13].Unanswered != d.Totals.Unanswered {
			t.Fatalf("days %+v", d.Days)
		}
		if len(d.Answered) != d.Totals.Answered || len(d.Deleted) != d.Totals.DeletedUnanswered {
			t.Fatalf("%d answered of %d, %d deleted of %d", len(d.Answered), d.Totals.Answered, len(d.Deleted),
				d.Totals.DeletedUnanswered)
		}
	})
}

func TestDays(t *testing.T) {
	in := reporttest.Broken(t)
	d := build.New(in, reporttest.Morning(t))
	var told []string
	for _, day := range d.Days {
		if day.Date.Hour() != 0 || day.Date.Location() != in.Location {
			t.Errorf("a day begins at %s", day.Date)
		}
		told = append(told, fmt.Sprintf("%d:%d/%d/%d/%t", day.Date.Day(), day.Received, day.Answered, day.Unanswered,
			day.Known))
	}
	// The gap of the 14th and 15th and the channel that is not read since the 22nd leave days unknown.
	want := "10:0/0/0/true 11:0/0/0/true 12:0/0/0/true 13:0/0/0/true 14:0/0/0/false 15:0/0/0/false 16:0/0/0/true " +
		"17:1/0/1/true " +
		"18:1/0/2/true 19:1/0/3/true 20:3/1/5/true 21:1/0/6/true 22:2/1/6/false 23:0/0/6/false"
	if got := strings.Join(told, " "); got != want {
		t.Errorf("days\n%s\nwant\n%s", got, want)
	}
	in.Known = time.Date(2026, time.November, 20, 12, 0, 0, 0, in.Location)
	for _, day := range build.New(in, reporttest.Morning(t)).Days {
		if day.Known != (day.Date.Day() == 21) {
			t.Errorf("%s known: %t", day.Date, day.Known)
		}
	}
	midnight := time.Date(2026, time.November, 23, 0, 0, 0, 0, in.Location)
	if last := build.New(reporttest.Town(t), midnight).Days[13]; last.Date.Day() != 22 {
		t.Errorf("at midnight the last day is %s", last.Date)
	}
}

func TestUsual(t *testing.T) {
	in, at := reporttest.Crowd(t, 0), reporttest.Morning(t)
	for week := 1; week <= 4; week++ { // 2, 4, 6, 8 on the four Mondays before
		for n := range 2 * week {
			r := reporttest.Written(100*week+n, at.AddDate(0, 0, -7*week).Add(-time.Hour), "ЖКХ", "Энск", "Нет воды.")
			in.Records = append(in.Records, reporttest.Then(r, r.Message.Sent.Add(30*time.Minute), inbox.Answered))
		}
	}
	for n := range 5 {
		r := reporttest.Written(900+n, at.Add(-time.Hour), "ЖКХ", "Энск", "Нет воды.")
		in.Records = append(in.Records, reporttest.Then(r, at.Add(-10*time.Minute), inbox.Answered))
	}
	d := build.New(in, at)
	if d.Usual == nil || *d.Usual != 5 || d.Headline.Mood == build.Tenser {
		t.Errorf("usual %v, %+v: five on a Monday are usual though no other day of the week had any", d.Usual,
			d.Headline)
	}
	in.Known = at.AddDate(0, 0, -20)
	if d := build.New(in, at); d.Usual != nil || d.Headline.Mood != build.Tenser || d.Headline.Cause != build.CauseNew {
		t.Errorf("three weeks are known: usual %v, %+v", d.Usual, d.Headline)
	}
}

// A week is compared with the week before and says so.
func TestWeekAndMonth(t *testing.T) {
	at := reporttest.Morning(t)
	for length, words := range map[build.Length]string{build.OneWeek: "Новых за неделю|неделю назад|прошлая " +
		"неделя|За неделю", build.OneMonth: "Новых за месяц|месяц назад|прошлый месяц|За месяц"} {
		in := reporttest.Busy(t, 200)
		in.Audience, in.Length, in.From = build.Analyst, length, length.Begin(at)
		in.Records = slices.DeleteFunc(in.Records, func(r inbox.Record) bool { return r.Status.Urgency.Urgent(nil) })
		d := build.New(in, at)
		if d.Before == nil || d.Compare.DayBefore != nil || d.Compare.WeekMean != nil ||
			(d.Usual != nil) != (length == build.OneWeek) {
			t.Fatalf("%s: before %v, compare %+v, usual %v", length, d.Before, d.Compare, d.Usual)
		}
		out, err := render.Render(d, render.HTML)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(out), page.Nbsp, " ")
		for _, w := range strings.Split(words, "|") {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not said", length, w)
			}
		}
		if strings.Contains(text, "сутки") || strings.Contains(text, "вчера") {
			t.Errorf("%s: speaks of a day", length)
		}
		// Nothing before is known: nothing is compared.
		in.Known = d.Period.From.Add(time.Hour)
		if d := build.New(in, at); d.Before != nil || len(d.Changes) != 0 ||
			d.Breakdown.Groups[0].ReceivedBefore != nil || d.Headline.Mood != build.First {
			t.Errorf("%s: compared with what is not known: %+v", length, d.Headline)
		}
	}
}

// TestDistrictsAreCounted: by the name of today, a municipality that lies in none by its own; where nobody names a
// district there is no second table of the same.
func TestDistrictsAreCounted(t *testing.T) {
	at := reporttest.Morning(t)
	in := reporttest.Crowd(t, 0)
	in.Audience = build.Analyst
	for n, place := range []string{"Энск", "Ключи", "Ключи", "Заречный"} {
		r := reporttest.Written(n+1, at.Add(-time.Hour), "Дороги", place, "Яма.")
		if place != "Заречный" {
			r.Status.District = "Энский муниципальный округ"
		}
		in.Records = append(in.Records, r)
	}
	d := build.New(in, at)
	if got := d.Breakdown.Districts; len(got) != 2 || got[0].Name != "Энский муниципальный округ" ||
		got[0].Received != 3 || got[1].Name != "Заречный" || got[1].Received != 1 {
		t.Errorf("districts %+v", got)
	}
	text, err := render.Render(d, render.Markdown)
	if err != nil || !strings.Contains(string(text), "По районам и округам") {
		t.Errorf("the page has no count by district: %v", err)
	}
	for _, r := range in.Records {
		r.Status.District = ""
	}
	d = build.New(in, at)
	text, err = render.Render(d, render.Markdown)
	if err != nil || d.Breakdown.Districts != nil || strings.Contains(string(text), "По районам") {
		t.Error("municipalities are counted twice")
	}
}

func TestBreakdown(t *testing.T) {
	at := reporttest.Morning(t)
	in := reporttest.Crowd(t, 0)
	in.From = at.AddDate(0, 0, -7)
	in.Length = build.OneWeek
	monday := time.Date(2026, time.November, 16, 9, 0, 0, 0, in.Location)
	// Ten answered after 1…10 working hours: eight is the norm.
	for n := 1; n <= 10; n++ {
		r := reporttest.Written(n, monday, "Дороги", "Энск", "Яма.")
		in.Records = append(in.Records, reporttest.Then(r, in.Norm.Calendar.Add(monday, time.Duration(n)*time.Hour),
			inbox.Answered))
	}
	in.Records = append(in.Records, reporttest.Written(20, monday, "Дороги", "Энск", "Яма."),
		reporttest.Written(21, monday, "ЖКХ", "Заречный", "Нет воды."))
	d := build.New(in, at)
	road := d.Breakdown.Groups[0]
	if road.Name != "Дороги" || road.Received != 11 || road.Answered != 10 || road.Unanswered != 1 ||
		road.Overdue != 1 || !road.Ranked {
		t.Fatalf("%+v", road)
	}
	if *road.MedianHours != 5.5 || *road.P90Hours != 9 || *road.InNorm != 8.0/11 || *road.ReceivedBefore != 0 {
		t.Errorf("median %v, p90 %v, in norm %v, before %v", *road.MedianHours, *road.P90Hours, *road.InNorm,
			*road.ReceivedBefore)
	}
	if one := d.Breakdown.Groups[1]; one.Name != "ЖКХ" || one.Ranked {
		t.Errorf("one message is ranked: %+v", one)
	}
	if body := d.Breakdown.Bodies[0]; body.Name != "Министерство транспорта и дорожного хозяйства" ||
		body.Received != 11 {
		t.Errorf("%+v", body)
	}
	if len(d.Changes) != 2 || d.Changes[0] != (build.Changed{What: "group", Name: "Дороги", Now: 11}) ||
		d.Changes[1] != (build.Changed{What: "municipality", Name: "Энск", Now: 11}) {
		t.Errorf("changes %+v", d.Changes)
	}
	if a := d.Answered[0]; a.ID != "10" || a.Hours != 10 || a.InNorm || !d.Answered[9].InNorm {
		t.Errorf("answered %+v", d.Answered)
	}
	in.Audience = build.Analyst
	for _, s := range page.New(build.New(in, at)).Sections {
		if s.Head == "По темам" && (len(s.Table.Rows) != 1 || !strings.Contains(s.More, "ЖКХ")) {
			t.Errorf("one message stands in the rating: %+v", s)
		}
	}
}

// An interim reply moves the term: an answer within the longer term is in time.
func TestInTimeAfterInterim(t *testing.T) {
	in, at := reporttest.Crowd(t, 0), reporttest.Morning(t)
	sent := at.AddDate(0, 0, -6)
	r := reporttest.Then(reporttest.Written(1, sent, "Дороги", "Энск", "Яма."), sent.Add(2*time.Hour), inbox.Interim)
	in.Records = []inbox.Record{reporttest.Then(r, at.Add(-time.Hour), inbox.Answered),
		reporttest.Then(reporttest.Written(2, sent, "Дороги", "Энск", "Яма."), at.Add(-time.Hour), inbox.Answered)}
	d := build.New(in, at)
	for _, a := range d.Answered {
		if a.InNorm != (a.ID == "1") {
			t.Errorf("message %s in norm: %t", a.ID, a.InNorm)
		}
	}
	if p := d.Breakdown.Groups[0]; *p.InNorm != 0.5 {
		t.Errorf("in norm %v", *p.InNorm)
	}
}

func TestEditedAndDeleted(t *testing.T) {
	in, at := reporttest.Crowd(t, 0), reporttest.Morning(t)
	sent := at.Add(-20 * time.Hour)
	edited := reporttest.Then(reporttest.Written(1, sent, "ЖКХ", "Энск", "Нет воды. Звоните +7 900 000-00-00"),
		sent.Add(time.Hour), inbox.Answered)
	edited.Message.Edited = sent.Add(2 * time.Hour)
	early := reporttest.Then(reporttest.Written(2, sent, "ЖКХ", "Энск", "Нет воды."), sent.Add(2*time.Hour),
		inbox.Answered)
	early.Message.Edited = sent.Add(time.Hour)
	gone := reporttest.Written(3, sent, "ЖКХ", "Энск", "Нет света.")
	gone.Message.Deleted = at.Add(-time.Hour)
	in.Records = []inbox.Record{edited, early, gone}
	d := build.New(in, at)
	if len(d.Edited) != 1 || d.Edited[0].ID != "1" || !d.Edited[0].At.Equal(edited.Message.Edited) ||
		strings.Contains(d.Edited[0].Text, "900") {
		t.Errorf("edited %+v", d.Edited)
	}
	if len(d.Deleted) != 1 || d.Deleted[0].ID != "3" {
		t.Errorf("deleted %+v", d.Deleted)
	}
}

func TestHotPlaces(t *testing.T) {
	in, at := reporttest.Crowd(t, 0), reporttest.Morning(t)
	add := func(author, street, house string) {
		r := reporttest.Written(len(in.Records)+1, at.Add(-time.Duration(len(in.Records)+1)*time.Hour), "ЖКХ", "Энск",
			"Нет воды.")
		r.Message.Author.ID, r.Status.Street, r.Status.House = author, street, house
		in.Records = append(in.Records, r)
	}
	add("1", "улица Садовая", "5")
	add("2", "Улица садовая", "5")
	add("2", "улица Садовая", "5")
	add("3", "улица Садовая", "7")
	add("4", "улица Мира", "1")
	add("4", "улица Мира", "1") // the same person twice
	add("", "улица Лесная", "")
	add("", "улица Лесная", "") // two who are hidden are two
	add("5", "улица Речная", "2")
	add("6", "улица Речная", "2")
	var got []string
	for _, h := range build.New(in, at).HotPlaces {
		got = append(got, fmt.Sprintf("%s %s: %d от %d", h.Street, h.House, h.Messages, h.People))
	}
	if want := "улица Садовая : 4 от 3|улица Садовая 5: 3 от 2|улица Лесная : 2 от 2|улица Речная 2: 2 от 2"; strings.Join(got, "|") != want {
		t.Errorf("hot places %q", got)
	}
}

// Without a town nobody knows which street of the name is meant, unless people talk of it under one post.
func TestStreetsOfUnknownTownsAreNotJoined(t *testing.T) {
	in, at := reporttest.Crowd(t, 0), reporttest.Morning(t)
	for n, where := range [][3]string{{"governor/vk", "1", ""}, {"governor/vk", "2", ""}, {"governor/telegram", "1", ""},
		{"governor/vk", "3", "Энск"}, {"governor/vk", "4", ""}, {"governor/vk", "4", ""}} {
		r := reporttest.Written(len(in.Records)+1, at.Add(-time.Duration(n+1)*time.Hour), "ЖКХ", where[2], "Нет воды.")
		r.Message.Channel, r.Message.Thread = inbox.ChannelID(where[0]), where[1]
		r.Message.Author.ID, r.Status.Street = fmt.Sprint(n), "улица Верхняя"
		in.Records = append(in.Records, r)
	}
	if got := build.New(in, at).HotPlaces; len(got) != 1 || got[0].Messages != 2 || got[0].Municipality != "" {
		t.Errorf("%+v", got)
	}
}

func TestBodiesAndAbove(t *testing.T) {
	d := build.New(reporttest.Town(t), reporttest.Morning(t))
	for _, c := range d.Complaints {
		want := map[string]string{"Дороги": "Министерство транспорта и дорожного хозяйства",
			"ЖКХ": "Госжилинспекция"}[c.Group]
		if c.Body != want {
			t.Errorf("%s is for %q", c.Group, c.Body)
		}
		if c.ID == "6" && c.Above != "П. В., снег убран, приходите на каток!" || c.ID != "6" && c.Above != "" {
			t.Errorf("above %s: %q", c.ID, c.Above)
		}
	}
	if d.Topics[0].Body != "Министерство транспорта и дорожного хозяйства" {
		t.Errorf("%+v", d.Topics[0])
	}
}

// Lists are empty, not null, whatever is missing.
func TestListsAreNeverNull(t *testing.T) {
	for name, in := range map[string]build.Input{"nothing": {Norm: reporttest.Norm(t)}, "calm": reporttest.Crowd(t, 0),
		"busy": reporttest.Busy(t, 40)} {
		out, err := render.Render(build.New(in, reporttest.Morning(t)), render.JSON)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Days, Answered, Edited, Deleted, Changes, Channels, Complaints, Problems, Topics []any
			HotPlaces                                                                        []any            `json:"hot_places"`
			Breakdown                                                                        map[string][]any `json:"breakdown"`
		}
		if err := json.Unmarshal(out, &read); err != nil {
			t.Fatal(err)
		}
		for n, list := range [][]any{read.Days, read.Answered, read.Edited, read.Deleted, read.Changes, read.Channels,
			read.Complaints, read.Problems,
			read.Topics, read.HotPlaces, read.Breakdown["municipalities"], read.Breakdown["bodies"],
			read.Breakdown["groups"], read.Breakdown["officials"]} {
			if list == nil {
				t.Errorf("%s: list %d is null", name, n)
			}
		}
	}
}
