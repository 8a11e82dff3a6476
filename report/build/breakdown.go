package build

import (
	"time"

	"otklik/internal/inbox"
)

// Day is what happened on one day of the office's calendar.
type Day struct {
	Date       time.Time `json:"date"` // its first moment
	Received   int       `json:"received"`
	Answered   int       `json:"answered"`
	Unanswered int       `json:"unanswered"` // at its end, or at the digest's moment
	// Known is false where a part of the day was not read: its figures are a lower bound and are not drawn.
	Known bool `json:"known"`
}

// Backlog leads from the unanswered at the beginning of the period to those at its end, so that received and answered
// are never told apart from it: Start + Received + Reopened − Answered − Dismissed − Deleted = End.
type Backlog struct {
	Start     int `json:"start"`
	Received  int `json:"received"`
	Reopened  int `json:"reopened"` // wait again, because an answer was deleted or a correction taken back
	Answered  int `json:"answered"`
	Dismissed int `json:"dismissed"`
	Deleted   int `json:"deleted"`
	End       int `json:"end"`
}

// Ages counts the unanswered by their age on the norm's clock.
type Ages struct {
	Under4  int `json:"under_4"`
	From4   int `json:"from_4_to_8"`
	From8   int `json:"from_8_to_24"`
	Above24 int `json:"above_24"`
}

// Breakdown are the figures of the period by one attribute, the most received first and those not ranked last.
type Breakdown struct {
	Municipalities []Part `json:"municipalities"`
	// Districts are those of today, and the municipalities that lie in none; absent where no message names a district,
	// nor a settlement of a municipality. Within are the municipalities and settlements that lie in them, by the
	// district's name.
	Districts []Part            `json:"districts,omitempty"`
	Within    map[string][]Part `json:"within_districts,omitempty"`
	Bodies    []Part            `json:"bodies"`
	Groups    []Part            `json:"groups"`
	Officials []Part            `json:"officials"`
}

// Lists are the breakdowns by every attribute.
func (b Breakdown) Lists() [][]Part {
	return [][]Part{b.Municipalities, b.Districts, b.Bodies, b.Groups, b.Officials}
}

// Part is one line of a breakdown.
type Part struct {
	Name       string `json:"name"` // empty: not known
	Received   int    `json:"received"`
	Answered   int    `json:"answered"`
	Unanswered int    `json:"unanswered"`
	Overdue    int    `json:"overdue"`
	Formal     int    `json:"formal"`   // of the unanswered
	Reopened   int    `json:"reopened"` // of the unanswered
	// MedianHours and P90Hours are times to the answers of the period by the norm's clock; absent if nothing was
	// answered.
	MedianHours *float64 `json:"median_hours,omitempty"`
	P90Hours    *float64 `json:"p90_hours,omitempty"`
	// InNorm is the share, 0 to 1, of what was answered in the period, or fell due in it unanswered, that was answered
	// in time; absent where there was nothing.
	InNorm *float64 `json:"in_norm,omitempty"`
	// Ranked is false for parts of fewer than two messages: they have no place in a comparison.
	Ranked bool `json:"ranked"`
	// ReceivedBefore and AnsweredBefore are those of the same length of time before; absent where it is not known.
	ReceivedBefore *int `json:"received_before,omitempty"`
	AnsweredBefore *int `json:"answered_before,omitempty"`
}

// Changed is something that differs from the same length of time before by a quarter and by three.
type Changed struct {
	What   string `json:"what"` // group or municipality
	Name   string `json:"name"`
	Now    int    `json:"now"` // received in the period
	Before int    `json:"before"`
}

// HotPlace is an address that several people wrote about.
type HotPlace struct {
	Municipality string   `json:"municipality"`
	Settlement   string   `json:"settlement,omitempty"`
	Street       string   `json:"street"`
	House        string   `json:"house,omitempty"`
	Messages     int      `json:"messages"`
	People       int      `json:"people"`
	Groups       []string `json:"groups"`
}

// Reference points to a citizen's message that the digest mentions without listing it as a complaint.
type Reference struct {
	Channel      inbox.ChannelID `json:"channel"`
	Kind         inbox.Kind      `json:"kind"`
	Number       string          `json:"number"` // as of a Complaint
	ID           string          `json:"id"`
	URL          string          `json:"url"`
	Text         string          `json:"text"` // masked
	Group        string          `json:"group"`
	Municipality string          `json:"municipality"`
	ReceivedAt   time.Time       `json:"received_at"`
	// At is when it was answered, edited after the answer, found deleted, or closed.
	At time.Time `json:"happened_at"`
	// Hours is the time from ReceivedAt to At by the norm's clock.
	Hours float64 `json:"hours"`
	// InNorm is whether its answer, or its deletion, was within the term.
	InNorm bool `json:"in_norm"`
	// LastSeen is when a deleted one was met last before it was found deleted, to within the hour and the channel's
	// readings; absent for the others.
	LastSeen time.Time `json:"last_seen,omitzero"`
	// By, Decision and Reason are who of the office closed it, how and why; absent for the others.
	By       string         `json:"by,omitempty"`
	Decision inbox.Decision `json:"decision,omitempty"`
	Reason   string         `json:"reason,omitempty"`

	Platform inbox.Platform `json:"-"`
	Media    []inbox.Media  `json:"-"` // what stands for the text where there is none
}
