package build

import (
	"slices"
	"time"

	"otklik/internal/inbox"
)

// backlog follows every item through the period, so that the equation of Backlog holds whatever happened to it.
func backlog(items []item, p Period) Backlog {
	var b Backlog
	for _, i := range items {
		i.follow(p, &b)
	}
	return b
}

func (i item) follow(p Period, b *Backlog) {
	_, waits := i.waiting(p.From)
	if waits {
		b.Start++
	}
	for _, moment := range i.moments(p) {
		if moment.Equal(i.received) && i.needed(p.To) {
			b.Received++
			waits = true
		}
		state, now := i.waiting(moment)
		switch {
		case now && !waits:
			b.Reopened++
		case waits && !now && state.Waiting():
			b.Deleted++ // it would still wait if it stood
		case waits && !now && state == inbox.Answered:
			b.Answered++
		case waits && !now:
			b.Dismissed++
		}
		waits = now
	}
	if waits {
		b.End++
	}
}

// moments are when something happened to an item in the period, in time order.
func (i item) moments(p Period) []time.Time {
	var list []time.Time
	add := func(t time.Time) {
		if p.holds(t) && !t.Before(i.received) {
			list = append(list, t)
		}
	}
	add(i.received)
	for _, c := range i.Status.History {
		add(c.At)
	}
	add(i.Message.Deleted)
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

// days are the last days of the office's calendar up to a moment. The last of them is as long as it has lasted.
func (in Input) days(items []item, at time.Time) []Day {
	list := make([]Day, drawnDays)
	end := at
	for n := drawnDays - 1; n >= 0; n-- {
		start := startOfDay(end.Add(-1)) // the end of a day is the beginning of the next
		p := Period{start, end}
		day := Day{Date: start, Known: in.knows(p)}
		for k := range items {
			i := &items[k]
			if i.received.After(end) {
				continue
			}
			if p.holds(i.received) && i.needs {
				day.Received++
			}
			if !i.closed.IsZero() && p.holds(i.closed) {
				day.Answered++
			}
			if _, waits := i.waiting(end); waits {
				day.Unanswered++
			}
		}
		list[n] = day
		end = start
	}
	return list
}

func ages(list []Complaint) Ages {
	var n Ages
	for _, c := range list {
		switch {
		case c.AgeHours < 4:
			n.Under4++
		case c.AgeHours < 8:
			n.From4++
		case c.AgeHours <= 24:
			n.From8++
		default:
			n.Above24++
		}
	}
	return n
}
