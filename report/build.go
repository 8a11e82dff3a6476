package report

import (
	"cmp"
	"math"
	"slices"
	"time"

	"otklik/inbox"
	"otklik/worktime"
)

// Build makes the digest of the period (in.From, at]. It is pure: the same input and moment give the same digest.
func Build(in Input, at time.Time) Digest {
	in = in.withDefaults(at)
	at = at.In(in.Location)
	period := Period{From: in.From.In(in.Location), To: at}
	items := in.items(at)
	d := Digest{
		Schema: Schema, ID: in.ID, Title: in.Title, Audience: in.Audience, Language: in.Language,
		At: at, Period: period,
		Totals:     totalsAt(items, in.Norm, period),
		Compare:    compare(items, in.Norm, period, in.knows),
		Speed:      speed(items, in.Norm, period),
		Complaints: in.complaints(items, at),
		Channels:   in.channels(items, period),
		Problems:   in.groups(),
		Topics:     topics(items, period),
		officials:  in.Officials,
		working:    in.Norm.Clock != worktime.ClockCalendar,
		masked:     in.Masker != nil,
	}
	d.Complete = len(d.Channels) > 0
	for _, c := range d.Channels {
		d.Complete = d.Complete && c.Complete
	}
	d.Verdict = judge(d)
	return d
}

// knows reports whether all channels were read over the period, so that it can be compared with.
func (in Input) knows(p Period) bool {
	if p.From.Before(in.Known) {
		return false
	}
	for _, c := range in.Channels {
		for _, g := range c.Gaps {
			if g.From.Before(p.To) && (g.To.IsZero() || g.To.After(p.From)) {
				return false
			}
		}
	}
	return true
}

func (in Input) withDefaults(at time.Time) Input {
	in.Audience = cmp.Or(in.Audience, Governor)
	in.Language = cmp.Or(in.Language, Russian)
	if in.Location == nil {
		in.Location = in.Norm.Calendar.Location()
	}
	if in.From.IsZero() || in.From.After(at) {
		in.From = at.In(in.Location).AddDate(0, 0, -1)
	}
	return in
}

func (in Input) items(at time.Time) []item {
	municipality := make(map[string]string, len(in.Officials))
	for _, o := range in.Officials {
		municipality[o.ID] = o.Municipality
	}
	items := make([]item, 0, len(in.Records))
	for _, r := range in.Records {
		if r.Verdict == nil {
			continue
		}
		received, ok := receivedAt(r, at)
		if !ok {
			continue
		}
		items = append(items, item{
			Record: r, received: received.In(in.Location), firstDue: in.Norm.Due(received),
			group: r.Verdict.Group,
			place: cmp.Or(r.Verdict.Municipality, municipality[r.Message.Channel.Official()]),
		})
	}
	return items
}

// complaints are the waiting messages: the urgent first, then the longest overdue, then the oldest.
func (in Input) complaints(items []item, at time.Time) []Complaint {
	problem := make(map[inbox.Ref]string)
	for _, p := range in.Problems {
		for _, ref := range p.Refs {
			problem[ref] = p.ID
		}
	}
	list := []Complaint{}
	for _, i := range items {
		state, ok := i.waiting(at)
		if !ok {
			continue
		}
		m := i.Message
		due := i.due(in.Norm, at).In(in.Location)
		c := Complaint{
			Channel: m.Channel, Platform: m.Platform, Kind: m.Kind, ID: m.ID, Thread: m.Thread, URL: m.URL,
			Author: m.Author.Name, Text: m.Text,
			ReceivedAt: i.received, State: state, AgeHours: round1(in.Norm.Age(i.received, at).Hours()),
			DueAt: due, Overdue: at.After(due), Urgent: i.Verdict.Urgent,
			Group: i.group, Topic: i.Verdict.Topic, Municipality: i.place,
			Settlement: i.Verdict.Settlement, Street: i.Verdict.Street, House: i.Verdict.House, Copies: i.Verdict.Copies, Problem: problem[m.Ref()],
			Reasons: reasons(i, at), Listen: m.Unheard(), media: m.Media,
		}
		if in.Masker != nil {
			// Invisible characters go first: between the digits of a phone they would hide it from the masker.
			c.Author = in.Masker.Name(visible(c.Author))
			c.Text = in.Masker.Text(plainMentions(visible(c.Text), in.Masker.Name))
			for n, reason := range c.Reasons {
				c.Reasons[n] = in.Masker.Text(visible(reason))
			}
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, compareComplaints)
	return list
}

func compareComplaints(a, b Complaint) int {
	if a.Urgent != b.Urgent {
		return before(a.Urgent)
	}
	// The earliest term first: that is the longest overdue first, and then what falls due next.
	if c := a.DueAt.Compare(b.DueAt); c != 0 {
		return c
	}
	return cmp.Or(a.ReceivedAt.Compare(b.ReceivedAt), cmp.Compare(a.Channel, b.Channel),
		cmp.Compare(a.Thread, b.Thread), inbox.CompareIDs(a.ID, b.ID))
}

func before(first bool) int {
	if first {
		return -1
	}
	return 1
}

func reasons(i item, at time.Time) []string {
	list := append([]string{}, i.Verdict.Reasons...)
	if c, ok := i.step(at); ok && c.Reason != "" && !slices.Contains(list, c.Reason) {
		list = append(list, c.Reason)
	}
	return list
}

func (in Input) groups() []Group {
	list := []Group{}
	for _, p := range in.Problems {
		g := Group{p.ID, p.Title, p.Messages, p.People, p.Group, p.Municipality, p.First.In(in.Location), p.Last.In(in.Location)}
		if in.Masker != nil {
			g.Title = in.Masker.Text(plainMentions(visible(g.Title), in.Masker.Name))
		}
		list = append(list, g)
	}
	return list
}

func topics(items []item, p Period) []Topic {
	index := make(map[string]*Topic)
	places := make(map[string]map[string]int)
	dayBefore := p.before(1).To
	for _, i := range items {
		t := index[i.group]
		if t == nil {
			t = &Topic{Group: i.group, Places: []Place{}}
			index[i.group], places[i.group] = t, make(map[string]int)
		}
		if _, ok := i.waiting(p.To); ok {
			t.Unanswered++
			t.Change++
			if i.place != "" {
				places[i.group][i.place]++
			}
		}
		if _, ok := i.waiting(dayBefore); ok {
			t.Change--
		}
		if p.holds(i.received) && i.needed(p.To) {
			t.New++
		}
	}
	list := []Topic{}
	for _, t := range index {
		if t.Unanswered == 0 && t.New == 0 && t.Change == 0 {
			continue
		}
		for name, n := range places[t.Group] {
			t.Places = append(t.Places, Place{name, n})
		}
		slices.SortFunc(t.Places, func(a, b Place) int {
			return cmp.Or(b.Unanswered-a.Unanswered, cmp.Compare(a.Municipality, b.Municipality))
		})
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b Topic) int {
		return cmp.Or(b.Unanswered-a.Unanswered, b.New-a.New, cmp.Compare(a.Group, b.Group))
	})
	return list
}

func round1(x float64) float64 { return math.Round(x*10) / 10 }
