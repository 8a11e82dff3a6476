// Package worktime is working-time arithmetic: when an answer is due and how long somebody has waited, counted in the
// hours an office works. It knows no messages and imports nothing of this project.
package worktime

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

const daySeconds = 24 * 60 * 60

// horizonDays bounds how far Add and AddDays look ahead: 400 years, one whole cycle of the calendar.
const horizonDays = 146_097

// Settings describe when an office works.
type Settings struct {
	// Location is the zone of the working hours; nil means UTC.
	Location *time.Location
	// Hours are the working hours of every working day. They may stand in any order and must not overlap.
	Hours []Period
	// Days are the working days of the week; at least one.
	Days []time.Weekday
	// Holidays are days off besides the weekend and the built-in Russian public holidays.
	Holidays []Date
	// ExtraWorkingDays are worked although they fall on a weekend or a holiday. They win over every other rule.
	ExtraWorkingDays []Date
}

// Calendar knows which moments are working time: those at which a clock on the office's wall shows a time within the
// working hours, on a working date. So the hour that is lived through twice when clocks go back counts twice and the
// hour that is skipped does not count. A Calendar never changes and may be used by several goroutines.
type Calendar struct {
	location *time.Location
	hours    []Period
	days     [7]bool
	// off and extra are keyed by the number of the day since 1970-01-01.
	off, extra map[int64]bool
}

// New checks the settings and builds a calendar. A calendar without any working time is an error, because no answer
// would ever be due by it.
func New(s Settings) (*Calendar, error) {
	c := &Calendar{location: s.Location, hours: slices.Clone(s.Hours), extra: map[int64]bool{}}
	if c.location == nil {
		c.location = time.UTC
	}
	var faults []error
	if len(s.Hours) == 0 {
		faults = append(faults, errors.New("no working hours are given; name at least one period such as 09:00-18:00"))
	}
	if len(s.Days) == 0 {
		faults = append(faults, errors.New("no working days are given; name at least one of mon, tue, wed, thu, fri, "+
			"sat, sun"))
	}
	slices.SortFunc(c.hours, func(a, b Period) int { return a.From - b.From })
	for i, p := range c.hours {
		if err := p.check(); err != nil {
			faults = append(faults, err)
		}
		if i > 0 && p.From < c.hours[i-1].To {
			faults = append(faults, fmt.Errorf("the working hours %s and %s overlap", c.hours[i-1], p))
		}
	}
	for _, d := range s.Days {
		if d < time.Sunday || d > time.Saturday {
			faults = append(faults, fmt.Errorf("%d is no day of the week", d))
			continue
		}
		c.days[d] = true
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	c.off = russianDaysOff(c.days)
	for _, d := range s.Holidays {
		c.off[d.number()] = true
	}
	for _, d := range russianWorkingWeekends(c.days) {
		if !slices.Contains(s.Holidays, d) {
			c.extra[d.number()] = true
		}
	}
	for _, d := range s.ExtraWorkingDays {
		c.extra[d.number()] = true
	}
	return c, nil
}

// Location is the zone of the working hours.
func (c *Calendar) Location() *time.Location { return c.location }

// Working reports whether the date is a working day.
func (c *Calendar) Working(d Date) bool { return c.works(d.number()) }

func (c *Calendar) works(day int64) bool {
	if c.extra[day] {
		return true
	}
	return c.days[weekday(day)] && !c.off[day]
}

// Add returns the moment at which d of working time has passed since start: the earliest t with Between(start, t) == d,
// in the calendar's location. A d of zero or less gives start. The search ends 400 years ahead; no office waits longer.
func (c *Calendar) Add(start time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return start.In(c.location)
	}
	result := start.AddDate(400, 0, 0)
	c.spans(start, result, func(s span) bool {
		if s.length() < d {
			d -= s.length()
			return true
		}
		result = s.from.Add(d)
		return false
	})
	return result.In(c.location)
}

// Between is the working time from one moment to another; zero if to is not after from. Spans beyond 292 years, the
// range of a time.Duration, count as that long.
func (c *Calendar) Between(from, to time.Time) time.Duration {
	if !to.After(from) {
		return 0
	}
	if to.Sub(from) == math.MaxInt64 {
		from = to.Add(-math.MaxInt64)
	}
	var total time.Duration
	c.spans(from, to, func(s span) bool {
		total += s.length()
		return true
	})
	return total
}

// AddDays returns the end of the n-th working day after the day of start, in the calendar's location. The day of start
// does not count, as with every term in Russian law (Civil Code, art. 191). An n of zero or less gives start.
func (c *Calendar) AddDays(start time.Time, n int) time.Time {
	start = start.In(c.location)
	if n <= 0 {
		return start
	}
	first := dateOf(start).number()
	limit := start.AddDate(400, 0, 0)
	counted, current, end := 0, first, limit
	c.spans(start, limit, func(s span) bool {
		if s.day > current {
			if counted == n {
				return false
			}
			counted, current = counted+1, s.day
		}
		if s.day > first && s.day == current && counted == n {
			end = s.to
		}
		return true
	})
	return end.In(c.location)
}

// span is an unbroken stretch of working time on one date.
type span struct {
	from, to time.Time
	day      int64 // the local date, in days since 1970-01-01
}

func (s span) length() time.Duration { return s.to.Sub(s.from) }

// spans calls yield for the stretches of working time between from and to, in order, until it returns false. It walks
// from one change of the zone's offset to the next: between two changes the wall clock runs evenly, so no local time
// is ambiguous and no day has an odd length.
func (c *Calendar) spans(from, to time.Time, yield func(span) bool) {
	for steps := 0; from.Before(to) && steps < horizonDays; steps++ {
		local := from.In(c.location)
		_, offset := local.Zone()
		until := to
		if _, change := local.ZoneBounds(); !change.IsZero() && change.Before(to) {
			until = change
		}
		if !c.evenSpans(from, until, int64(offset), yield) {
			return
		}
		from = until
	}
}

// evenSpans is spans where the offset from UTC, in seconds, does not change. It reports whether to go on.
func (c *Calendar) evenSpans(from, until time.Time, offset int64, yield func(span) bool) bool {
	last := floorDay(until.Unix() + offset)
	for day := floorDay(from.Unix() + offset); day <= last; day++ {
		if !c.works(day) {
			continue
		}
		midnight := day*daySeconds - offset
		for _, p := range c.hours {
			s := span{time.Unix(midnight+int64(p.From)*60, 0), time.Unix(midnight+int64(p.To)*60, 0), day}
			if s.from.Before(from) {
				s.from = from
			}
			if s.to.After(until) {
				s.to = until
			}
			if s.from.Before(s.to) && !yield(s) {
				return false
			}
		}
	}
	return true
}

func floorDay(seconds int64) int64 {
	day := seconds / daySeconds
	if seconds%daySeconds < 0 {
		day--
	}
	return day
}

// weekday is the day of the week of a day number; 1970-01-01 was a Thursday.
func weekday(day int64) time.Weekday {
	return time.Weekday(((day+4)%7 + 7) % 7)
}
