package worktime

import (
	"errors"
	"fmt"
	"time"
)

// Clock says which hours a norm counts.
type Clock string

// The clocks.
const (
	ClockWorking  Clock = "working"  // only the hours the office works
	ClockCalendar Clock = "calendar" // all hours
)

// ParseClock reads the name of a clock.
func ParseClock(text string) (Clock, error) {
	if c := Clock(text); c == ClockWorking || c == ClockCalendar {
		return c, nil
	}
	return "", fmt.Errorf("%q is no clock; write working or calendar", text)
}

// Norm says when an answer is due.
type Norm struct {
	// AnswerWithin is the term of the first answer, in hours of Clock.
	AnswerWithin time.Duration
	Clock        Clock
	Calendar     *Calendar
	// InterimDays is the term of the final answer after an interim one, always in working days.
	InterimDays int
}

// Check reports what makes the norm unusable.
func (n Norm) Check() error {
	var faults []error
	if n.Calendar == nil {
		faults = append(faults, errors.New("the norm has no calendar"))
	}
	if n.AnswerWithin <= 0 {
		faults = append(faults, errors.New("the term of an answer must be longer than zero"))
	}
	if n.InterimDays < 1 {
		faults = append(faults, errors.New("the term of a final answer must be at least one day"))
	}
	if _, err := ParseClock(string(n.Clock)); err != nil {
		faults = append(faults, err)
	}
	return errors.Join(faults...)
}

// Due is when the first answer to what was received at a moment is due.
func (n Norm) Due(received time.Time) time.Time {
	if n.Clock == ClockCalendar {
		return received.Add(n.AnswerWithin).In(n.Calendar.Location())
	}
	return n.Calendar.Add(received, n.AnswerWithin)
}

// DueAfterInterim is when the final answer is due after an interim reply that was given at a moment.
func (n Norm) DueAfterInterim(interim time.Time) time.Time {
	return n.Calendar.AddDays(interim, n.InterimDays)
}

// Age is how long something has waited, in hours of the norm's clock; never negative.
func (n Norm) Age(received, now time.Time) time.Duration {
	if n.Clock == ClockCalendar {
		return max(0, now.Sub(received))
	}
	return n.Calendar.Between(received, now)
}
