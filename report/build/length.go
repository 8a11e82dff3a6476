package build

import (
	"math"
	"time"
)

// Length is how long the period of a digest is.
type Length string

// The lengths.
const (
	OneDay   Length = "day"
	OneWeek  Length = "week"
	OneMonth Length = "month"
)

// Begin is where a period of this length that ends at a moment begins, by the calendar of the moment's zone: a day is
// not always 24 hours. A month that has no such day begins on its last one.
func (l Length) Begin(at time.Time) time.Time {
	switch l {
	case OneWeek:
		return at.AddDate(0, 0, -7)
	case OneMonth:
		begin := at.AddDate(0, -1, 0)
		if begin.Day() != at.Day() {
			begin = begin.AddDate(0, 0, -begin.Day())
		}
		return begin
	}
	return at.AddDate(0, 0, -1)
}

// Longer reports whether the period is not of the length it is named by, as where a digest makes up for a weekend.
func (d Digest) Longer() bool {
	named := d.At.Sub(d.Length.Begin(d.At))
	return (d.Period.To.Sub(d.Period.From) - named).Abs() > 2*time.Hour
}

// previous is the same length of time just before the period. It has as many days as the period; a month is the
// calendar's.
func (p Period) previous(l Length) Period {
	if l == OneMonth {
		return Period{OneMonth.Begin(p.From), p.From}
	}
	days := max(1, int(math.Round(p.To.Sub(p.From).Hours()/24)))
	return Period{p.From.AddDate(0, 0, -days), p.From}
}

// before is the same period some days earlier by the wall clock.
func (p Period) before(days int) Period {
	return Period{p.From.AddDate(0, 0, -days), p.To.AddDate(0, 0, -days)}
}

// startOfDay is the first moment of the day that a moment belongs to, in the moment's zone.
func startOfDay(t time.Time) time.Time {
	year, month, day := t.Date()
	start := time.Date(year, month, day, 0, 0, 0, 0, t.Location())
	if start.Day() != day {
		_, start = start.ZoneBounds() // clocks skip this midnight
		start = start.In(t.Location())
	}
	return start
}

// The weeks whose mean is the usual, and the days that are drawn.
const (
	usualWeeks = 4
	drawnDays  = 14
)

// Since is how far back a digest looks: records closed or deleted before it cannot change a digest of the period
// (from, at], whose figures are compared with the same length of time before, with those of the four weeks before, and
// drawn for fourteen days. A zero from is a day before at.
func Since(from, at time.Time) time.Time {
	if from.IsZero() || from.After(at) {
		from = at.AddDate(0, 0, -1)
	}
	// Days more than needed: for days of 25 hours and months of unequal lengths.
	usual := from.AddDate(0, 0, -7*usualWeeks-1)
	drawn := at.AddDate(0, 0, -drawnDays-1)
	twice := from.Add(-at.Sub(from)).AddDate(0, 0, -4)
	since := usual
	for _, t := range []time.Time{drawn, twice} {
		if t.Before(since) {
			since = t
		}
	}
	return since
}
