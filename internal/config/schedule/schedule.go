// Package schedule reads cron expressions and says when they fire, also where clocks change. It knows nothing of what
// is run.
//
// Days and times of an expression are those of the wall clock. A time that the clock skips fires right after the gap,
// one that it shows twice fires the first time. What keeps a pace (minutes written with * such as */5, or every hour)
// goes on through a repeated hour instead, and what fires every hour makes up for nothing after a skipped one.
package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule is a checked cron expression in a time zone. It is a cron.Schedule: a cron runner takes it as it is.
type Schedule struct {
	expression string
	location   *time.Location
	fields     cron.SpecSchedule
	// every is the distance of two firings of @every; zero: the fields count.
	every time.Duration
	// pace: a repeated hour is lived through twice.
	pace bool
}

// parser takes the five classic fields and descriptors such as @daily.
func parser() cron.Parser {
	return cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)
}

// Parse reads a cron expression of five fields (minute hour day month weekday; Sunday is 0 or 7) or a descriptor
// (@hourly, @every 10m). An expression that would never fire, such as the 31st of February, is an error.
func Parse(expression string, location *time.Location) (Schedule, error) {
	fields := strings.Fields(expression)
	if len(fields) == 0 {
		return Schedule{}, errors.New("the schedule is empty; write five fields such as \"0 8 * * *\"")
	}
	// The library panics on a time zone without fields, and the configuration has a time zone of its own.
	if strings.Contains(fields[0], "TZ=") {
		return Schedule{}, errors.New("a time zone does not belong into the schedule; set the key timezone")
	}
	if len(fields) == 5 {
		fields[4] = sundayIsZero(fields[4])
	}
	parsed, err := parser().Parse(strings.Join(fields, " "))
	if err != nil {
		return Schedule{}, fmt.Errorf("%q is no cron schedule such as \"0 8 * * *\": %w", expression, err)
	}
	s := Schedule{expression: expression, location: location}
	switch p := parsed.(type) {
	case cron.ConstantDelaySchedule:
		s.every = p.Delay
	case *cron.SpecSchedule:
		s.fields = *p
		s.pace = s.everyHour() || strings.HasPrefix(fields[0], "*") && s.fields.Minute&^starBit != 1
	}
	if s.Next(time.Now()).IsZero() {
		return Schedule{}, fmt.Errorf("the schedule %q never comes: there is no such day", expression)
	}
	return s, nil
}

// sundayIsZero translates 7, which cron(8) takes for Sunday and the library refuses, and ranges that end in it.
func sundayIsZero(field string) string {
	parts := strings.Split(field, ",")
	for i, p := range parts {
		switch {
		case p == "7":
			parts[i] = "0"
		case strings.HasSuffix(p, "-7") && len(p) == 3:
			parts[i] = p[:1] + "-6,0"
		}
	}
	return strings.Join(parts, ",")
}

// String is the expression as it was written.
func (s Schedule) String() string { return s.expression }

// Next is the first moment after t at which the schedule fires, in the schedule's time zone; zero if there is none in
// ten years.
func (s Schedule) Next(t time.Time) time.Time {
	if s.every > 0 {
		// Counted from the zero time, so that @every fires at the same moments whoever asks, and Previous is known.
		return t.Truncate(s.every).Add(s.every).In(s.location)
	}
	return s.search(t, +1)
}

// Previous is the last moment at or before t at which the schedule fired, in the schedule's time zone; zero if there
// was none in ten years.
func (s Schedule) Previous(t time.Time) time.Time {
	if s.every > 0 {
		return t.Truncate(s.every).In(s.location)
	}
	return s.search(t, -1)
}

// Fresh reports whether something done at last is less than two periods old at the moment now. A period is what lies
// between two firings there, so that a night without any does not count against what was done in the evening.
func (s Schedule) Fresh(last, now time.Time) bool {
	if last.IsZero() {
		return false
	}
	began := s.Previous(last)
	if began.IsZero() {
		began = last
	}
	return now.Before(last.Add(s.Next(s.Next(last)).Sub(began)))
}
