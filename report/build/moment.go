package build

import (
	"time"

	"otklik/internal/inbox"
	"otklik/internal/text/supply"
	"otklik/internal/worktime"
)

// item is a citizen's record with the moment it counts as received and, worked out once, when an answer is due.
type item struct {
	*inbox.Record
	received time.Time
	firstDue time.Time
	group    string
	place    string
	body     string
	// urgency is the degree where it counts as urgent.
	urgency inbox.Urgency
	// cutOff is what an outage takes that says so in no words of its own, but is part of a problem that does.
	cutOff supply.Supply
	// needs and closed are needed and answered as of the digest's moment.
	needs  bool
	closed time.Time
}

// receivedAt is when a record counts as received as of at; ok is false for one that is not there yet. A platform whose
// clock runs ahead dates messages in the future: those count from when they were first seen.
func receivedAt(r *inbox.Record, at time.Time) (t time.Time, ok bool) {
	m := r.Message
	if !m.Sent.After(at) {
		return m.Sent, true
	}
	return m.FirstSeen, !m.FirstSeen.IsZero() && !m.FirstSeen.After(at)
}

// step is the step in force at t.
func (i item) step(t time.Time) (c inbox.Change, ok bool) {
	if i.received.After(t) || len(i.Status.History) == 0 {
		return inbox.Change{}, false
	}
	if c, ok = i.Status.At(t); ok {
		return c, true
	}
	return i.Status.History[0], true // dated ahead
}

// waiting reports whether somebody owed an answer at t and the message still stood.
func (i item) waiting(t time.Time) (inbox.State, bool) {
	c, ok := i.step(t)
	return c.State, ok && c.State.Waiting() && i.PresentAt(t)
}

// needed reports whether the message has needed an answer by t.
func (i item) needed(t time.Time) bool {
	c, ok := i.step(t)
	return ok && (i.Status.NeedsAnswer || c.State != inbox.None)
}

// answered is when an answer closed the message, as of t; zero if none has.
func (i item) answered(t time.Time) time.Time {
	var closed time.Time
	waited := false
	for n, c := range i.Status.History {
		if n > 0 && c.At.After(t) {
			break
		}
		switch {
		case c.State.Waiting():
			waited, closed = true, time.Time{}
		case c.State == inbox.Answered && waited && closed.IsZero():
			closed = c.At
		case c.State != inbox.Answered:
			waited, closed = false, time.Time{}
		}
	}
	return closed
}

// due is when an answer is due, as of t. An interim reply buys the time of the norm once: a second one buys no more.
func (i item) due(norm worktime.Norm, t time.Time) time.Time {
	var since time.Time
	for n, c := range i.Status.History {
		if n > 0 && c.At.After(t) {
			break
		}
		if c.State != inbox.Interim {
			since = time.Time{}
		} else if since.IsZero() {
			since = c.At
		}
	}
	if since.IsZero() {
		return i.firstDue
	}
	return norm.DueAfterInterim(since)
}

// deletedWaiting reports whether the message was found deleted in the period while it waited.
func (i item) deletedWaiting(p Period) bool {
	gone := i.Message.Deleted
	if gone.IsZero() || !p.holds(gone) {
		return false
	}
	c, ok := i.step(gone)
	return ok && c.State.Waiting()
}

// totalsAt is the figures at the end of a period, from records that were given for a later moment.
func totalsAt(items []item, norm worktime.Norm, p Period) Totals {
	var n Totals
	for _, i := range items {
		if i.received.After(p.To) {
			continue
		}
		if p.holds(i.received) && i.needed(p.To) {
			n.New++
		}
		if i.deletedWaiting(p) {
			n.DeletedUnanswered++
		}
		if closed := i.answered(p.To); !closed.IsZero() && p.holds(closed) {
			n.Answered++
		}
		state, ok := i.waiting(p.To)
		if !ok {
			continue
		}
		n.Unanswered++
		if p.To.After(i.due(norm, p.To)) {
			n.Overdue++
		}
		n.count(state)
	}
	return n
}

// compare works out the figures of the seven days before, as far back as all channels are known to have been read.
func compare(items []item, norm worktime.Norm, p Period, known func(Period) bool) Compare {
	var c Compare
	var mean Means
	for day := 1; day <= 7; day++ {
		then := p.before(day)
		if !known(then) {
			return c
		}
		n := totalsAt(items, norm, then)
		if day == 1 {
			c.DayBefore = &n
		}
		mean.Unanswered += float64(n.Unanswered) / 7
		mean.Overdue += float64(n.Overdue) / 7
		mean.New += float64(n.New) / 7
	}
	c.WeekMean = &Means{Unanswered: Round1(mean.Unanswered), Overdue: Round1(mean.Overdue), New: Round1(mean.New)}
	return c
}

// usual is the mean of what was received in the same days of the four weeks before; nil unless all of them are known.
func usual(items []item, p Period, known func(Period) bool) *float64 {
	n := 0
	for week := 1; week <= usualWeeks; week++ {
		then := p.before(7 * week)
		if !known(then) {
			return nil
		}
		for _, i := range items {
			if then.holds(i.received) && i.needed(then.To) {
				n++
			}
		}
	}
	mean := Round1(float64(n) / usualWeeks)
	return &mean
}

// urgentIn counts the urgent of the period and what is usual.
func urgentIn(items []item, p, past Period, in Input) Urgent {
	count := func(p Period) (n int) {
		for _, i := range items {
			if i.urgency != inbox.NotUrgent && p.holds(i.received) && i.needed(p.To) {
				n++
			}
		}
		return n
	}
	u := Urgent{New: count(p)}
	before := []Period{past}
	if in.Length == OneDay {
		before = nil
		for day := 1; day <= 7; day++ {
			before = append(before, p.before(day))
		}
	}
	sum := 0
	for _, then := range before {
		if !in.knows(then) {
			return u
		}
		sum += count(then)
	}
	mean := Round1(float64(sum) / float64(len(before)))
	u.Usual = &mean
	return u
}

// speed is the median time to the answers of the period.
func speed(answered []float64) Speed {
	s := Speed{Answered: len(answered)}
	s.MedianHours, s.P90Hours = quantiles(answered)
	return s
}

// count adds one that waits in a state.
func (n *Totals) count(s inbox.State) {
	switch s {
	case inbox.Formal:
		n.Formal++
	case inbox.Interim:
		n.Interim++
	case inbox.Reopened:
		n.Reopened++
	}
}

// count adds one that waits in a state.
func (n *Part) count(s inbox.State) {
	switch s {
	case inbox.Formal:
		n.Formal++
	case inbox.Reopened:
		n.Reopened++
	}
}
