package build

import (
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/worktime"
	"otklik/report/clean"
)

// Step says to whom that goes which waits so many times as long as its norm.
type Step struct {
	After float64
	To    string // ToBody or ToGovernor
}

// Where steps lead.
const (
	ToBody     = "body"     // to the head of the body that is responsible, once
	ToGovernor = "governor" // onto the governor's page
)

// Told is what heads of bodies were told of before.
type Told struct {
	// Keys are those of the messages and steps (Complaint.StepKey).
	Keys map[string]bool
	// Until is the moment up to which all that had waited too long counts as told, because it is not known any more
	// what was; zero: it is known.
	Until time.Time
}

// Escalated is a step that a complaint has come to by waiting.
type Escalated struct {
	To    string  `json:"to"`
	After float64 `json:"after"` // times the norm
	// New is true where the head of the body has not been told before.
	New bool `json:"new,omitempty"`
}

// StepKey names a message and a step to the head of its body, so that he is told once.
func StepKey(channel inbox.ChannelID, number string, after float64) string {
	return fmt.Sprintf("%s %s %gx", channel, number, after)
}

// escalated are the steps that an item that waits has come to, by their places in the list of steps. It is pure. Where
// the head of the responsible body has no way, nothing goes to him.
func (in Input) escalated(i owed, at time.Time) (steps []Escalated) {
	for _, s := range in.Escalate {
		if !waitsTimes(in.Norm, i.item, s.After, at) {
			continue
		}
		e := Escalated{To: s.To, After: s.After}
		if s.To == ToBody {
			if i.body == "" || !slices.ContainsFunc(in.Bodies, func(b Body) bool {
				return b.Head && clean.OneLine(b.Name) == i.body
			}) {
				continue
			}
			told := in.Told.Keys[StepKey(i.Message.Channel, i.Message.Ref().Number(), s.After)] ||
				!in.Told.Until.IsZero() && waitsTimes(in.Norm, i.item, s.After, in.Told.Until)
			e.New = !told
		}
		steps = append(steps, e)
	}
	return steps
}

// waitsTimes reports whether an item had waited, at a moment, so many times as long as it may. What has an interim
// reply may wait until the final answer is due.
func waitsTimes(norm worktime.Norm, i *item, times float64, at time.Time) bool {
	if _, waits := i.waiting(at); !waits || i.received.After(at) {
		return false
	}
	due := i.due(norm, at)
	if !at.After(due) {
		return false
	}
	return norm.Age(i.received, at).Hours() >= times*norm.Age(i.received, due).Hours()
}

// Escalations are the places of the complaints that have come to a step of a kind, the longest overdue first.
func (d Digest) Escalations(to string) (places []int) {
	for n, c := range d.Complaints {
		if slices.ContainsFunc(c.Escalated, func(e Escalated) bool { return e.To == to }) {
			places = append(places, n)
		}
	}
	slices.SortStableFunc(places, func(a, b int) int { return d.Complaints[a].DueAt.Compare(d.Complaints[b].DueAt) })
	return places
}

// NewlyEscalated reports whether the head of the complaint's body is told of it for the first time.
func (c Complaint) NewlyEscalated() bool {
	return slices.ContainsFunc(c.Escalated, func(e Escalated) bool { return e.New })
}
