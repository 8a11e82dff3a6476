package build_test

import (
	"slices"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/reporttest"
)

// Every item stands in one of the three lists: what came since the last list, what is due before the day ends, and what
// has time.
func TestWorklist(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	in.Audience = build.Press
	in.Records = append(in.Records, reporttest.Written(300, at.Add(-24*time.Hour), "ЖКХ", "Энск", "Ровно сутки назад"))
	d := build.New(in, at)
	list := d.Worklist()
	all := slices.Concat(list.New, list.Due, list.Rest)
	if slices.Sort(all); !slices.Equal(all, d.Items()) {
		t.Fatalf("%v are not the items %v", all, d.Items())
	}
	midnight := time.Date(2026, time.November, 24, 0, 0, 0, 0, at.Location())
	for _, part := range []struct {
		name  string
		items []int
		holds func(build.Complaint) bool
	}{
		{"new", list.New, func(c build.Complaint) bool { return c.ReceivedAt.After(d.Period.From) }},
		{"due", list.Due, func(c build.Complaint) bool {
			return !c.ReceivedAt.After(d.Period.From) && (c.Overdue || c.DueAt.Before(midnight))
		}},
		{"rest", list.Rest, func(c build.Complaint) bool { return !c.Overdue && !c.DueAt.Before(midnight) }},
	} {
		if len(part.items) == 0 {
			t.Errorf("nothing is %s", part.name)
		}
		for _, n := range part.items {
			if c := d.Complaints[n]; !part.holds(c) {
				t.Errorf("%s is listed as %s: received %s, due %s", c.Number, part.name, c.ReceivedAt, c.DueAt)
			}
		}
		if !slices.IsSorted(part.items) {
			t.Errorf("the worst is not the first of what is %s: %v", part.name, part.items)
		}
	}
}

// Shares count every item once; what is nobody's comes last.
func TestSharesOf(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	d := build.New(in, at)
	shares := d.SharesOf(d.Items(), func(c build.Complaint) string { return c.Body })
	n := 0
	for k, s := range shares {
		n += len(s.Items)
		if s.Name == "" && k != len(shares)-1 {
			t.Error("what is nobody's is not the last")
		}
	}
	if n != len(d.Items()) {
		t.Errorf("%d of %d items", n, len(d.Items()))
	}
}

// What people of the office closed in the period is told with who it was and why, and nothing from before it.
func TestClosedByPeople(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	closed := func(id int, when time.Time) inbox.Record {
		r := reporttest.Written(id, at.AddDate(0, 0, -3), "ЖКХ", "Энск", "Пётр Выдуманов жалуется на лифт")
		r.Status.History = append(r.Status.History, inbox.Change{At: when, State: inbox.Dismissed,
			Reason: inbox.Reason{Words: "ответили по телефону"}})
		return r
	}
	today, before := closed(400, at.Add(-time.Hour)), closed(401, at.Add(-30*time.Hour))
	in.Records = append(in.Records, today, before)
	in.Decisions = map[inbox.Ref]build.Decision{today.Message.Ref(): {By: "ivanova", Decision: inbox.Elsewhere,
		Reason: "позвонили Пётр Выдуманов"}}
	d := build.New(in, at)
	if len(d.Closed) != 1 {
		t.Fatalf("%+v", d.Closed)
	}
	r := d.Closed[0]
	if r.ID != "400" || r.By != "ivanova" || r.Decision != inbox.Elsewhere || r.Reason != "позвонили П. В." ||
		r.Text != "П. В. жалуется на лифт" || !r.At.Equal(at.Add(-time.Hour)) {
		t.Errorf("%+v", r)
	}
}

// Where a message can be answered follows from its address, its kind and what the office allows.
func TestHowToAnswer(t *testing.T) {
	at := reporttest.Morning(t)
	for _, c := range []struct {
		kind    inbox.Kind
		url     string
		replies bool
		want    build.HowToAnswer
	}{
		{inbox.Comment, "https://vk.com/wall-1_2?reply=3", false, build.ByLink},
		{inbox.Comment, "https://vk.com/wall-1_2?reply=3", true, build.ByLink},
		{inbox.Direct, "https://vk.com/gim1?sel=2", true, build.ByReply},
		{inbox.Direct, "tg://user?id=1", false, build.ByBot},
		{inbox.Direct, "tg://user?id=1", true, build.ByReply},
		{inbox.Comment, "", false, build.BySearch},
		{inbox.Direct, "", false, build.BySearch},
	} {
		in := reporttest.Town(t)
		r := reporttest.Written(500, at.Add(-time.Hour), "ЖКХ", "Энск", "Лифт стоит")
		r.Message.Kind, r.Message.URL = c.kind, c.url
		r.Status.Ref = r.Message.Ref()
		in.Records, in.Replies = []inbox.Record{r}, c.replies
		if d := build.New(in, at); d.Complaints[0].HowToAnswer != c.want {
			t.Errorf("%+v: %s", c, d.Complaints[0].HowToAnswer)
		}
	}
}
