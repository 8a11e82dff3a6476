package build

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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

// EscalatedItem is a matter whose complaints have come to a step: those of one problem or of one text are one.
type EscalatedItem struct {
	// Complaint is the place of the one that is overdue longest, Messages how many of them have come to the step.
	Complaint, Messages int
	// People are who wait in the matter.
	People int
	// Danger is its place in Burning; -1: it burns nowhere.
	Danger int
}

// EscalatedItems are the matters that have come to a step of a kind, the longest overdue first.
func (d Digest) EscalatedItems(to string) (items []EscalatedItem) {
	places := d.Escalations(to)
	if len(places) == 0 {
		return nil
	}
	matters := d.matters()
	known := map[int]int{}
	for _, n := range places {
		k, told := known[matters[n]]
		if !told {
			k = len(items)
			known[matters[n]] = k
			items = append(items, EscalatedItem{Complaint: n, People: d.peopleWith(n), Danger: -1})
		}
		items[k].Messages++
	}
	for k, b := range d.Burning {
		n := d.firstOf(b)
		if n < 0 {
			continue
		}
		if at, told := known[matters[n]]; told && items[at].Danger < 0 {
			items[at].Danger, items[at].People = k, b.People
		}
	}
	return items
}

// firstOf is the place of a complaint of a danger; -1: none is among the complaints.
func (d Digest) firstOf(b Burning) int {
	return slices.IndexFunc(d.Complaints, func(c Complaint) bool {
		return b.Number != "" && c.Number == b.Number || b.Problem != "" && c.Problem == b.Problem
	})
}

// PromisesBeside counts the promises that wait for an answer and are of no matter of the dangers and items given.
func (d Digest) PromisesBeside(promises []LedgerEntry, dangers []Burning, items []EscalatedItem) (n int) {
	matters, named := d.matters(), map[int]bool{}
	for _, b := range dangers {
		if at := d.firstOf(b); at >= 0 {
			named[matters[at]] = true
		}
	}
	for _, i := range items {
		named[matters[i.Complaint]] = true
	}
	for _, p := range promises {
		at := d.firstOf(Burning{Number: p.Number})
		if p.Waits && at >= 0 && !named[matters[at]] {
			named[matters[at]] = true
			n++
		}
	}
	return n
}

// peopleWith is how many people wait with the problem or the text of a complaint.
func (d Digest) peopleWith(n int) int {
	c := d.Complaints[n]
	people := max(c.People, 1) + c.Copies
	for _, g := range d.Problems {
		if g.ID == c.Problem {
			people = max(people, g.People+g.Copies)
		}
	}
	return people
}

// matters tell of each complaint which matter it is of: complaints of one problem, of one text, or dangers about one
// house and one group have the same number.
func (d Digest) matters() []int {
	of := make([]int, len(d.Complaints))
	whose := func(n int) int {
		for of[n] != n {
			n = of[n]
		}
		return n
	}
	first := map[string]int{}
	join := func(n int, key string) {
		if k, known := first[key]; known {
			of[whose(n)] = whose(k)
		} else {
			first[key] = n
		}
	}
	for n, c := range d.Complaints {
		of[n] = n
		join(n, "text "+cmp.Or(c.SameAs, c.Number))
		if c.Problem != "" {
			join(n, "problem "+c.Problem)
		}
		if c.Urgent && c.Street != "" && c.House != "" {
			join(n, strings.ToLower(strings.Join([]string{"house", c.Municipality, c.Settlement, c.Street, c.House,
				c.Group}, "\x00")))
		}
	}
	for n := range of {
		of[n] = whose(n)
	}
	return of
}

// NewlyEscalated reports whether the head of the complaint's body is told of it for the first time.
func (c Complaint) NewlyEscalated() bool {
	return slices.ContainsFunc(c.Escalated, func(e Escalated) bool { return e.New })
}
