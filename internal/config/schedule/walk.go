package schedule

import (
	"iter"
	"time"
)

// starBit is what the library sets in a field that holds a plain *.
const starBit = 1 << 63

// furthest is how many days are looked through: the 29th of February may be eight years away, as around 2100.
const furthest = 10 * 366

// search finds the firing nearest to t: the first after it (by > 0), or the last at or before it (by < 0).
func (s Schedule) search(t time.Time, by int) time.Time {
	local := t.In(s.location)
	year, month, day := local.Date()
	better := func(at, than time.Time) bool {
		if by > 0 {
			return at.After(t) && (than.IsZero() || at.Before(than))
		}
		return !at.After(t) && (than.IsZero() || at.After(than))
	}
	var found time.Time
	// Where clocks change around midnight, a firing may lie in the day before or after its own. More than a day is
	// passed over where a country changes sides of the date line.
	const around = 2
	left := furthest
	for n := -around; n <= left; n++ {
		d := time.Date(year, month, day+by*n, 0, 0, 0, 0, time.UTC)
		if !s.hasDay(d) {
			continue
		}
		for at := range s.firings(d, t, by) {
			if better(at, found) {
				found = at
				left = min(left, n+around)
				if !s.nearChange(d) {
					break
				}
			}
		}
	}
	return found
}

// hasDay reports whether the schedule fires on a day of the calendar. As in cron(8), a day of the month and a weekday
// that are both restricted are an or.
func (s Schedule) hasDay(d time.Time) bool {
	if s.fields.Month&(1<<uint(d.Month())) == 0 {
		return false
	}
	inMonth := s.fields.Dom&(1<<uint(d.Day())) != 0
	inWeek := s.fields.Dow&(1<<uint(d.Weekday())) != 0
	if s.fields.Dom&starBit != 0 || s.fields.Dow&starBit != 0 {
		return inMonth && inWeek
	}
	return inMonth || inWeek
}

// everyHour reports whether the schedule leaves no hour of its days out.
func (s Schedule) everyHour() bool {
	const hours = 1<<24 - 1
	return s.fields.Hour&hours == hours
}

// firings are the moments that belong to a day of the calendar, ordered towards by where no clock changes nearby.
// Those whose hour cannot be wanted by a search from t may be left out then.
func (s Schedule) firings(d, t time.Time, by int) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		change := s.nearChange(d)
		year, month, day := d.Date()
		for n := range 24 {
			hour := n
			if by < 0 {
				hour = 23 - n
			}
			if s.fields.Hour&(1<<uint(hour)) == 0 {
				continue
			}
			begin := time.Date(year, month, day, hour, 0, 0, 0, s.location)
			if !change && (by > 0 && t.Sub(begin) >= time.Hour || by < 0 && begin.After(t)) {
				continue
			}
			for k := range 60 {
				minute := k
				if by < 0 {
					minute = 59 - k
				}
				if s.fields.Minute&(1<<uint(minute)) == 0 {
					continue
				}
				if !change {
					if !yield(begin.Add(time.Duration(minute) * time.Minute)) {
						return
					}
					continue
				}
				for _, at := range s.moments(time.Date(year, month, day, hour, minute, 0, 0, time.UTC)) {
					if !yield(at) {
						return
					}
				}
			}
		}
	}
}

// nearChange reports whether a clock changes on a day of the calendar or on those around it.
func (s Schedule) nearChange(d time.Time) bool {
	const reach = 48 * time.Hour
	noon := time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, s.location)
	begin, end := noon.ZoneBounds()
	return !begin.IsZero() && noon.Sub(begin) < reach || !end.IsZero() && end.Sub(noon) < reach
}

// moments are those at which the wall clock shows a time and the schedule fires: none, one or two. wall is that time
// as if it were UTC's.
func (s Schedule) moments(wall time.Time) []time.Time {
	guess := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, s.location)
	begin, end := guess.ZoneBounds()
	offsets := []int{offset(guess)} // those before, at and after the guess
	if !begin.IsZero() {
		offsets = append([]int{offset(begin.Add(-1))}, offsets...)
	}
	if !end.IsZero() {
		offsets = append(offsets, offset(end))
	}
	var shown []time.Time
	for _, o := range offsets {
		at := wall.Add(-time.Duration(o) * time.Second).In(s.location)
		if offset(at) != o || len(shown) > 0 && shown[len(shown)-1].Equal(at) {
			continue
		}
		shown = append(shown, at)
	}
	switch {
	case len(shown) > 1 && shown[1].Before(shown[0]):
		shown[0], shown[1] = shown[1], shown[0]
	case len(shown) == 0 && !s.everyHour():
		return after(wall, begin, end)
	}
	if len(shown) > 1 && !s.pace {
		shown = shown[:1]
	}
	return shown
}

// after is the end of the gap in which a wall clock's time lies: one of two changes.
func after(wall time.Time, changes ...time.Time) []time.Time {
	for _, c := range changes {
		if c.IsZero() {
			continue
		}
		from := c.Add(time.Duration(offset(c.Add(-1))) * time.Second)
		to := c.Add(time.Duration(offset(c)) * time.Second)
		if !wall.Before(from) && wall.Before(to) {
			return []time.Time{c}
		}
	}
	return nil
}

// offset is how many seconds the wall clock is ahead of UTC.
func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}
