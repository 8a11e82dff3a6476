package delivery

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// DeliveryStatus is how far a delivery has come.
type DeliveryStatus string

// The standings. All but Waiting are final until a person asks again.
const (
	Waiting DeliveryStatus = "waiting"  // not tried yet, or to be tried again
	Sent    DeliveryStatus = "sent"     // the other side has all of it
	Failed  DeliveryStatus = "failed"   // refused for good
	GivenUp DeliveryStatus = "given up" // tried until the bound
)

// State is what is stored of one outgoing digest on one transport.
type State struct {
	Status DeliveryStatus `json:"standing"`
	// Since is from when the bound counts: the digest's moment or, for one made late, when it was made.
	Since time.Time `json:"since"`
	// Next is the moment of the digest after this one, which makes it old news; zero where none is planned.
	Next time.Time `json:"next,omitzero"`
	// Attempts counts the tries that failed, for the growing pauses.
	Attempts int `json:"attempts,omitempty"`
	// LastAt is when the last try ended.
	LastAt time.Time `json:"last_at,omitzero"`
	// NotBefore is until when the other side asked to wait.
	NotBefore time.Time `json:"not_before,omitzero"`
	// Progress is the mark of a half-made delivery that Transport.Send is given back.
	Progress string `json:"progress,omitempty"`
	// Response is what the other side said when it took the outgoing digest.
	Response string `json:"receipt,omitempty"`
	// Reason is the last error in words, for status and warnings.
	Reason string `json:"reason,omitempty"`
	// EndedAt is when the status became final.
	EndedAt time.Time `json:"ended_at,omitzero"`
}

// bound is how long a delivery is tried: a day-old digest is of no use to anybody.
const bound = 24 * time.Hour

// longestAsked bounds the wait that another side may ask for.
const longestAsked = 6 * time.Hour

// pause is how long to wait after a number of failed tries: 1, 2, 5, 15 and 30 minutes, then an hour each.
func pause(attempts int) time.Duration {
	minutes := [...]time.Duration{0, 1, 2, 5, 15, 30}
	if attempts < len(minutes) {
		return minutes[max(attempts, 0)] * time.Minute
	}
	return time.Hour
}

// Bound is when the tries end: a day after Since or at the next digest's moment, whichever comes first.
func (s State) Bound() time.Time {
	end := s.Since.Add(bound)
	if !s.Next.IsZero() && s.Next.Before(end) {
		return s.Next
	}
	return end
}

// Next decides about a delivery at the moment now. Waiting: try at the moment given, at once where it is not after now.
// Otherwise the status is final, the moment is zero, and a caller that sees GivenUp for a waiting state stores it
// with GiveUp. The reason says why in plain English, for the log and for status.
//
// A delivery that was never tried is tried once even a day late, unless the next digest is due: an office that was off
// gets what it missed. A clock set back does not hold a delivery up: a last try in the future counts for nothing.
func Next(s State, now time.Time) (at time.Time, status DeliveryStatus, reason string) {
	switch s.Status {
	case Sent:
		return time.Time{}, Sent, "it was delivered"
	case Failed, GivenUp:
		return time.Time{}, s.Status, s.Reason
	}
	superseded := !s.Next.IsZero() && !now.Before(s.Next)
	if s.Attempts == 0 {
		if superseded {
			return time.Time{}, GivenUp, "it was never tried before the next digest was due"
		}
		return s.Since, Waiting, "not tried yet"
	}
	end := s.Bound()
	if s.LastAt.After(now) {
		at = now
	} else if at = s.LastAt.Add(pause(s.Attempts)); at.Before(s.NotBefore) {
		at = s.NotBefore
	}
	if superseded || !now.Before(end) || !at.Before(end) {
		until := "its day is over"
		if end.Equal(s.Next) {
			until = "the next digest replaces it"
		}
		return time.Time{}, GivenUp, fmt.Sprintf("given up after %s, because %s; the last error: %s", tries(s.Attempts),
			until, s.Reason)
	}
	if s.LastAt.After(now) {
		return at, Waiting, fmt.Sprintf("the clock was set back after the last try; it failed: %s", s.Reason)
	}
	return at, Waiting, fmt.Sprintf("%s failed, the last with: %s", tries(s.Attempts), s.Reason)
}

func tries(n int) string {
	if n == 1 {
		return "one try"
	}
	return fmt.Sprintf("%d tries", n)
}

// After is the state after a Send that ended at the moment now. A try that the caller's own context broke off is not
// counted: the office is shutting down, and the delivery waits for its return.
func (s State) After(now time.Time, response string, err error) State {
	s.Response = response
	switch {
	case err == nil:
		s.Status, s.Reason, s.EndedAt, s.NotBefore = Sent, "", now, time.Time{}
		return s
	case errors.Is(err, context.Canceled):
		return s
	case errors.Is(err, ErrPermanent):
		s.Status, s.EndedAt = Failed, now
	}
	s.Attempts++
	s.LastAt, s.Reason, s.NotBefore = now, err.Error(), time.Time{}
	if wait := RetryAfter(err); wait > 0 {
		s.NotBefore = now.Add(min(wait, longestAsked))
	}
	return s
}

// GiveUp is the state after Next found that the tries are over.
func (s State) GiveUp(now time.Time, reason string) State {
	s.Status, s.Reason, s.EndedAt = GivenUp, reason, now
	return s
}

// Unsuccessful reports whether the readers on other transports have to hear of it: it was tried in vain or is over
// without success.
func (s State) Unsuccessful() bool {
	return s.Status == Failed || s.Status == GivenUp || s.Status == Waiting && s.Attempts > 0
}
