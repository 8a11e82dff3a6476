package build_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

func TestTotals(t *testing.T) {
	d := build.New(reporttest.Town(t), reporttest.Morning(t))
	want := build.Totals{Unanswered: 6, Overdue: 2, New: 2, Answered: 1, Formal: 1, Interim: 1, Reopened: 1,
		DeletedUnanswered: 1}
	if d.Totals != want {
		t.Errorf("totals %+v, want %+v", d.Totals, want)
	}
	var order []string
	for _, c := range d.Complaints {
		order = append(order, c.ID)
	}
	if got := strings.Join(order, " "); got != "1 2 3 5 6 4" {
		t.Errorf("order %s: the urgent come first, then whose term is or was the earliest", got)
	}
	if c := d.Complaints[2]; c.Problem != "p1" || c.State != inbox.Formal {
		t.Errorf("the third complaint is %+v", c)
	}
	// An interim reply of Thursday the 19th gives seven working days.
	if got := d.Complaints[5].DueAt.Format(time.DateTime); got != "2026-11-30 18:00:00" {
		t.Errorf("the final answer is due %s", got)
	}
	if d.Compare.DayBefore.Unanswered != 6 || d.Compare.DayBefore.Overdue != 3 || d.Compare.DayBefore.New != 1 {
		t.Errorf("the day before: %+v", d.Compare.DayBefore)
	}
}

// The figures of a moment do not depend on what happened after it.
func TestEarlierMoment(t *testing.T) {
	in := reporttest.Town(t)
	in.From = reporttest.Morning(t).AddDate(0, 0, -2)
	yesterday := build.New(in, reporttest.Morning(t).AddDate(0, 0, -1))
	if today := build.New(reporttest.Town(t), reporttest.Morning(t)); yesterday.Totals != *today.Compare.DayBefore {
		t.Errorf("yesterday's digest said %+v, today's says of yesterday %+v", yesterday.Totals,
			today.Compare.DayBefore)
	}
}

func TestDatedAhead(t *testing.T) {
	at := reporttest.Morning(t)
	seen := reporttest.Written(1, at.Add(3*time.Hour), "ЖКХ", "", "Нет воды.")
	seen.Message.FirstSeen = at.Add(-2 * time.Hour)
	unseen := reporttest.Written(2, at.Add(time.Hour), "ЖКХ", "", "Нет света.")
	in := reporttest.Town(t)
	in.Records = []inbox.Record{seen, unseen}
	d := build.New(in, at)
	if len(d.Complaints) != 1 || d.Complaints[0].ID != "1" ||
		!d.Complaints[0].ReceivedAt.Equal(seen.Message.FirstSeen) || d.Totals.New != 1 {
		t.Errorf("a message dated ahead: %+v", d.Complaints)
	}
}

func TestMunicipalityOfTheOfficial(t *testing.T) {
	in := reporttest.Town(t)
	in.Officials[0].Municipality = "Энский район"
	for _, c := range build.New(in, reporttest.Morning(t)).Complaints {
		if c.ID == "5" && c.Municipality != "Энский район" || c.ID == "3" && c.Municipality != "Энск" {
			t.Errorf("message %s is placed in %q", c.ID, c.Municipality)
		}
	}
}

func TestGaps(t *testing.T) {
	d := page.InWords(build.New(reporttest.Broken(t), reporttest.Morning(t)))
	vk, telegram := d.Channels[0], d.Channels[1]
	if d.Complete || vk.Complete || vk.Behind() || !telegram.Behind() || len(vk.Gaps) != 1 || len(telegram.Gaps) != 1 {
		t.Fatalf("complete %t, gaps %+v %+v", d.Complete, vk.Gaps, telegram.Gaps)
	}
	if g := telegram.Gaps[0]; !g.From.Equal(telegram.LastRead) || !g.To.Equal(d.At) ||
		g.Reason != "нет связи с площадкой" {
		t.Errorf("the running gap is %+v", g)
	}
	old := reporttest.Town(t)
	old.Channels[0].Gaps = []inbox.Gap{{From: reporttest.Morning(t).AddDate(0, 0, -9),
		To: reporttest.Morning(t).AddDate(0, 0, -8), FoundAt: reporttest.Morning(t).AddDate(0, 0, -8)}}
	if d := build.New(old, reporttest.Morning(t)); len(d.Channels[0].Gaps) != 0 || d.Headline.Mood == build.Incomplete {
		t.Errorf("a gap of last week that was shown last week: %+v", d.Channels[0].Gaps)
	}
	lost := reporttest.Town(t)
	lost.Channels[0].Gaps = []inbox.Gap{{From: reporttest.Morning(t).Add(-9 * time.Hour),
		To: reporttest.Morning(t).Add(-8 * time.Hour), Failure: inbox.FailureExpired}}
	if d := build.New(lost, reporttest.Morning(t)); d.Headline.Mood != build.Incomplete || d.Complete {
		t.Errorf("an hour of the period is lost: %+v, complete %t", d.Headline, d.Complete)
	}
}

func TestNoChannels(t *testing.T) {
	in := build.Input{ID: "empty", Title: "Пусто", Norm: reporttest.Norm(t)}
	d := build.New(in, reporttest.Morning(t))
	if d.Complete || d.Headline.Mood != build.NoData {
		t.Errorf("no channel at all: complete %t, %+v", d.Complete, d.Headline)
	}
	for _, f := range render.TextFormats() {
		out, err := render.Render(d, f)
		if err != nil {
			t.Fatal(err)
		}
		if f == render.JSON {
			for _, name := range []string{"channels", "complaints", "problems", "topics"} {
				if !bytes.Contains(out, []byte(`"`+name+`": []`)) {
					t.Errorf("%s is not an empty list", name)
				}
			}
		} else if f != render.CSV && !bytes.Contains(out, []byte("Нет данных")) {
			t.Errorf("%s does not say that there are no data", f)
		}
	}
	if _, err := render.Render(d, "doc"); err == nil {
		t.Error("an unknown format was accepted")
	}
}

func TestMoods(t *testing.T) {
	calm := reporttest.Crowd(t, 0)
	at := reporttest.Morning(t)
	// Twenty closed the day before: the office has caught up.
	for i := range 20 {
		r := reporttest.Written(500+i, at.Add(-time.Duration(60+i)*time.Hour), "ЖКХ", "", "Течёт.")
		calm.Records = append(calm.Records, reporttest.Then(r, at.Add(-20*time.Hour), inbox.Answered))
	}
	urgent := calm
	old := reporttest.Written(900, at.Add(-50*time.Hour), "ЖКХ", "", "Прорвало трубу!")
	old.Status.Urgency = inbox.Outage
	urgent.Records = append(slices.Clone(calm.Records), old)
	incomplete := calm
	incomplete.Channels = reporttest.Broken(t).Channels
	hidden := calm
	hidden.Channels = slices.Clone(calm.Channels)
	hidden.Channels[0].Inaccessible = []inbox.Inaccessible{{Part: "wall-1_5"}}
	quiet := reporttest.Crowd(t, 0)
	for _, c := range []struct {
		name string
		in   build.Input
		want build.Mood
	}{
		{"caught up", calm, build.Calmer}, {"caught up, one urgent waits", urgent, build.Usual},
		{"caught up, unread", incomplete, build.Incomplete},
		{"caught up, a part is not shown", hidden, build.Incomplete},
		{"nothing ever", quiet, build.Same}, {"a flood", reporttest.Crowd(t, 60), build.Tenser},
	} {
		if got := build.New(c.in, at).Headline; got.Mood != c.want {
			t.Errorf("%s: %+v, want %s", c.name, got, c.want)
		}
	}
}

// A channel that was connected yesterday is not compared with days of which nothing is known.
func TestNoComparisonWithTheUnknown(t *testing.T) {
	at := reporttest.Morning(t)
	for _, c := range []struct {
		known     time.Time
		day, week bool
	}{
		{time.Time{}, true, true}, {at.AddDate(0, 0, -30), true, true}, {at.AddDate(0, 0, -3), true, false},
		{at.Add(-30 * time.Hour), false, false},
	} {
		in := reporttest.Town(t)
		in.Known = c.known
		d := build.New(in, at)
		if (d.Compare.DayBefore != nil) != c.day || (d.Compare.WeekMean != nil) != c.week {
			t.Errorf("known since %v: %+v", c.known, d.Compare)
		}
		out, err := render.Render(d, render.Text)
		if err != nil {
			t.Fatal(err)
		}
		compares := strings.Contains(string(out), "сутки назад")
		if c.week {
			compares = strings.Contains(string(out), "обычно")
		}
		if got := compares; got != c.day {
			t.Errorf("known since %v: the text compares with yesterday: %v", c.known, got)
		}
		if !c.week && d.Headline.Mood != build.First && d.Headline.Mood != build.Tenser &&
			d.Headline.Mood != build.Incomplete {
			t.Errorf("known since %v: %s", c.known, d.Headline.Mood)
		}
	}
}

func TestImportedOnly(t *testing.T) {
	in := reporttest.Town(t)
	in.Channels = in.Channels[:1]
	in.Channels[0].LastComplete, in.Channels[0].Fresh = time.Time{}, false
	in.Channels[0].Imported = reporttest.Morning(t).Add(-time.Hour)
	d := build.New(in, reporttest.Morning(t))
	out, err := render.Render(d, render.Text)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(out)), " ")
	if d.Headline.Mood != build.Incomplete || !strings.Contains(text, "загружен из файла 23 ноября, 07:00, сам канал "+
		"ещё не читался") {
		t.Errorf("%+v: %s", d.Headline, text)
	}
}

// Records that were settled before Since change nothing.
func TestSince(t *testing.T) {
	at := reporttest.Morning(t)
	for _, length := range []build.Length{build.OneDay, build.OneWeek, build.OneMonth} {
		in := reporttest.Busy(t, 200)
		in.Length, in.From = length, length.Begin(at)
		since := build.Since(in.From, at)
		want := build.New(in, at)
		answered := reporttest.Then(reporttest.Written(7000, since.Add(-50*time.Hour), "ЖКХ", "", "Течёт."),
			since.Add(-time.Minute), inbox.Answered)
		answered.Message.Edited = at.Add(-time.Hour)
		deleted := reporttest.Written(7001, since.Add(-50*time.Hour), "ЖКХ", "", "Течёт.")
		deleted.Message.Deleted = since.Add(-time.Minute)
		in.Records = append(slices.Clone(in.Records), answered, deleted)
		a, errA := render.Render(want, render.JSON)
		b, errB := render.Render(build.New(in, at), render.JSON)
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("a digest of a %s changed by what was settled before %s: %v %v\n%s", length, since, errA, errB, b)
		}
	}
}
