package app

import (
	"strings"
	"time"

	"otklik/internal/config/schedule"
	"otklik/internal/inbox"
)

// momentForms are what ParseMoment takes.
const momentForms = "a moment such as 2026-11-29T08:00:00+03:00, a date and time of the office's time zone such as " +
	"\"2026-11-29 08:00\", " +
	"a date such as 2026-11-29 (also today, yesterday, сегодня, вчера) or a time of day such as 08:00"

// ParseMoment reads a moment as people write it; empty is now. scheduled gives the last moment of a schedule at or
// before another, zero if there is none; it is nil for what has no schedule.
func ParseMoment(
	text string, now time.Time, zone *time.Location, scheduled func(time.Time) time.Time,
) (time.Time, error) {
	if text == "" {
		return now, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, possible(t, now, text)
	}
	day, clock, both := splitMoment(text)
	year, month, date := now.In(zone).Date()
	today := time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
	timeOfDay, isClock := parseClock(clock)
	if day == "" && isClock {
		at := schedule.Wall(today.Add(timeOfDay), zone)
		// A time of day alone is the last one: nothing is known of what is still to come.
		if at.After(now) {
			at = schedule.Wall(today.AddDate(0, 0, -1).Add(timeOfDay), zone)
		}
		return at, nil
	}
	wall, isDay := parseDay(day, today)
	switch {
	case !isDay || both && !isClock:
		return time.Time{}, usagef("the time %q is none of these: %s", text, momentForms)
	case both:
		at := schedule.Wall(wall.Add(timeOfDay), zone)
		return at, possible(at, now, text)
	// Compared as days of the office's zone: today is allowed, though its last moment is still to come.
	case wall.After(today):
		return time.Time{}, usagef("the day %s is still to come: nothing is known of it yet", text)
	}
	return ofDay(wall, now, zone, scheduled), possible(wall, now, text)
}

// possible refuses moments of which nothing can be known.
func possible(at, now time.Time, text string) error {
	switch inbox.FaultOfDate(at, now) {
	case inbox.DateAhead:
		return usagef("the moment %s is still to come: nothing is known of it yet", text)
	case inbox.DateEarly:
		return usagef("the moment %s is before anything was collected", text)
	}
	return nil
}

// ofDay is what a date means: the last scheduled moment of the day that has come, else the day's last second or, of
// today, now.
func ofDay(day, now time.Time, zone *time.Location, scheduled func(time.Time) time.Time) time.Time {
	begin, end := schedule.Wall(day, zone), schedule.Wall(day.AddDate(0, 0, 1), zone).Add(-time.Second)
	if end.After(now) {
		end = now
	}
	if scheduled != nil {
		if at := scheduled(end); !at.Before(begin) {
			return at
		}
	}
	return end
}

// splitMoment parts a date from a time of day; both says that there are two.
func splitMoment(text string) (day, clock string, both bool) {
	fields := strings.Fields(strings.ToLower(text))
	switch {
	case len(fields) == 1 && strings.Contains(fields[0], ":"):
		if day, clock, both = strings.Cut(fields[0], "t"); both {
			return day, clock, true
		}
		return "", fields[0], false
	case len(fields) == 1:
		return fields[0], "", false
	case len(fields) == 2:
		return fields[0], fields[1], true
	}
	return "", "", false
}

// parseClock reads a time of day as what has passed since midnight.
func parseClock(text string) (time.Duration, bool) {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Sub(t.Truncate(24 * time.Hour)), true
		}
	}
	return 0, false
}

// parseDay reads a date, or a word for one.
func parseDay(text string, today time.Time) (time.Time, bool) {
	switch text {
	case "today", "сегодня":
		return today, true
	case "yesterday", "вчера":
		return today.AddDate(0, 0, -1), true
	}
	t, err := time.Parse(time.DateOnly, text)
	return t, err == nil
}
