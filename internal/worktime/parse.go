package worktime

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Parse builds a calendar from the strings of a configuration: hours like "09:00-13:00", days like "mon", dates like
// "2026-01-09". The error names every fault.
func Parse(location *time.Location, hours, days, holidays, extraWorkingDays []string) (*Calendar, error) {
	s := Settings{Location: location}
	var faults [4]error
	s.Hours, faults[0] = each("working_hours", hours, ParsePeriod)
	s.Days, faults[1] = each("working_days", days, ParseWeekday)
	s.Holidays, faults[2] = each("holidays", holidays, ParseDate)
	s.ExtraWorkingDays, faults[3] = each("extra_working_days", extraWorkingDays, ParseDate)
	if err := errors.Join(faults[:]...); err != nil {
		return nil, err
	}
	return New(s)
}

func each[T any](name string, texts []string, parse func(string) (T, error)) ([]T, error) {
	values := make([]T, 0, len(texts))
	var faults []error
	for _, text := range texts {
		v, err := parse(text)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		values = append(values, v)
	}
	return values, errors.Join(faults...)
}

// ParsePeriod reads working hours such as "09:00-13:00"; the end of a day is 24:00.
func ParsePeriod(text string) (Period, error) {
	from, to, ok := strings.Cut(text, "-")
	if ok {
		a, errFrom := parseMinute(from)
		b, errTo := parseMinute(to)
		if errFrom == nil && errTo == nil {
			p := Period{a, b}
			return p, p.check()
		}
	}
	return Period{}, fmt.Errorf("%q is not a period of hours; write it as 09:00-13:00", text)
}

func parseMinute(text string) (int, error) {
	h, m, ok := strings.Cut(strings.TrimSpace(text), ":")
	if !ok || len(h) == 0 || len(h) > 2 || len(m) != 2 {
		return 0, errors.New("not a time")
	}
	hour, err := strconv.ParseUint(h, 10, 8)
	if err != nil {
		return 0, err
	}
	minute, err := strconv.ParseUint(m, 10, 8)
	if err != nil {
		return 0, err
	}
	if minute > 59 || hour > 24 || hour == 24 && minute > 0 {
		return 0, errors.New("not a time of the day")
	}
	return int(hour*60 + minute), nil
}

// ParseWeekday reads one of mon, tue, wed, thu, fri, sat, sun, in any case.
func ParseWeekday(text string) (time.Weekday, error) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(strings.TrimSpace(text), d.String()[:3]) {
			return d, nil
		}
	}
	return 0, fmt.Errorf("%q is not a day of the week; write mon, tue, wed, thu, fri, sat or sun", text)
}

// ParseDate reads a date written as YYYY-MM-DD.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(text))
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date; write it as 2026-01-09", text)
	}
	return dateOf(t), nil
}
