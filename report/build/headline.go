package build

import (
	"math"
	"slices"
)

// Mood is the one word a digest opens with.
type Mood string

// The moods. Calmer is only ever said when everything was read.
const (
	NoData     Mood = "no_data"    // no channel was ever read
	Incomplete Mood = "incomplete" // some channel is not complete (see inbox.Coverage.Shortfalls)
	Calmer     Mood = "calmer"
	Tenser     Mood = "tenser"
	Same       Mood = "same"     // as the day, the week or the month before
	Usual      Mood = "usual"    // as in the week before
	First      Mood = "first"    // nothing before is known to compare with
	Imported   Mood = "imported" // a file of messages is all that is known
)

// Cause is what decided the mood.
type Cause string

// The causes.
const (
	CauseNone       Cause = ""
	CauseUnread     Cause = "unread"
	CauseUrgent     Cause = "urgent"
	CauseUnanswered Cause = "unanswered"
	CauseOverdue    Cause = "overdue"
	CauseNew        Cause = "new"
)

// Headline is the mood of a digest and what decided it.
type Headline struct {
	Mood  Mood  `json:"mood"`
	Cause Cause `json:"cause,omitempty"`
}

// A figure has changed where it differs by a quarter and by three: the measure of regional management centres, which
// keeps small offices from alarm at every second message.
const (
	changedShare = 0.25
	changedBy    = 3
)

func changed(now int, usual float64) int {
	diff := float64(now) - usual
	if math.Abs(diff) < changedBy || math.Abs(diff) < changedShare*usual {
		return 0
	}
	if diff > 0 {
		return 1
	}
	return -1
}

// headline decides the mood. What could not be looked at comes first; then urgent messages of this period, then any of
// the three figures above what is usual; calm needs a figure below it, none above and nothing urgent waiting.
func headline(d Digest) Headline {
	read := false
	for _, c := range d.Channels {
		read = read || !c.LastRead.IsZero() || !c.Imported.IsZero()
	}
	if !read && len(d.Complaints) == 0 {
		return Headline{NoData, CauseUnread}
	}
	if !d.Complete {
		return Headline{Incomplete, CauseUnread}
	}
	if d.fromFiles() {
		return Headline{Imported, CauseNone}
	}
	if mood := d.Urgent.mood(); mood != "" {
		return Headline{mood, CauseUrgent}
	}
	urgent := slices.ContainsFunc(d.Complaints, func(c Complaint) bool { return c.Urgent })
	same, lower := true, CauseNone
	known := true
	for _, f := range d.Expectations() {
		if f.Usual == nil || f.Before == nil {
			known = false
		}
		if f.Usual != nil {
			switch changed(f.Now, *f.Usual) {
			case 1:
				return Headline{Tenser, f.Cause}
			case -1:
				if lower == CauseNone {
					lower = f.Cause
				}
			}
		}
		same = same && f.Before != nil && changed(f.Now, float64(*f.Before)) == 0
	}
	switch {
	case !known:
		return Headline{First, CauseNone}
	case lower != CauseNone && !urgent && !d.Undecoded():
		return Headline{Calmer, lower}
	case same:
		return Headline{Same, CauseNone}
	}
	return Headline{Usual, CauseNone}
}

// fromFiles reports whether all that is known stands in files: nothing is known of what came since.
func (d Digest) fromFiles() bool {
	return len(d.Channels) > 0 && !slices.ContainsFunc(d.Channels, func(c Channel) bool { return !c.FromFile })
}

// Partial reports whether the figures are of a part of what people wrote. They are a lower bound, and a zero says
// nothing.
func (d Digest) Partial() bool { return d.Headline.Mood == Incomplete || d.Headline.Mood == Imported }

// mood is what the urgent messages of a period make of it; empty: nothing. Where something urgent comes every day it is
// no news; a rare one, or more than usual, is.
func (u Urgent) mood() Mood {
	switch {
	case u.New == 0:
		return ""
	case u.Usual == nil:
		return First
	case *u.Usual < 1 || changed(u.New, *u.Usual) > 0:
		return Tenser
	}
	return ""
}

// expectation is one of the three figures with what it is measured by.
type expectation struct {
	Cause  Cause
	Now    int
	Before *int     // a day, a week or a month ago; nil: not known
	Usual  *float64 // nil: not known
}

// Expectations are the unanswered, the overdue and the new. What is usual for the new of a day or a week is the mean of
// the same weekday where it is known; otherwise a day is measured by the mean of the seven days before it, and a week
// or a month by the one before.
func (d Digest) Expectations() [3]expectation {
	list := [3]expectation{
		{
			Cause: CauseUnanswered,
			Now:   d.Totals.Unanswered,
		},
		{Cause: CauseOverdue, Now: d.Totals.Overdue},
		{Cause: CauseNew, Now: d.Totals.New},
	}
	before := d.Before
	if d.Length == OneDay {
		before = d.Compare.DayBefore
	}
	if before != nil {
		for n, figure := range []int{before.Unanswered, before.Overdue, before.New} {
			list[n].Before = &figure
			if d.Length != OneDay {
				mean := float64(figure)
				list[n].Usual = &mean
			}
		}
	}
	if week := d.Compare.WeekMean; week != nil {
		for n, mean := range []float64{week.Unanswered, week.Overdue, week.New} {
			list[n].Usual = &mean
		}
	}
	if d.Usual != nil {
		list[2].Usual = d.Usual
	}
	return list
}

// Undecoded reports whether something came that could not be read although the channels were: it may be a complaint.
func (d Digest) Undecoded() bool {
	return slices.ContainsFunc(d.Channels, func(c Channel) bool { return c.Undecoded > 0 })
}
