package build

import (
	"cmp"
	"slices"
	"time"
)

// rootMonths is how many months a cause has to last without a change.
const rootMonths = 3

// LookBack is how far back records are needed for a digest of this length: as Since says or, for a month, as far as a
// root cause has to last.
func (l Length) LookBack(from, at time.Time) time.Time {
	since := Since(from, at)
	if months := at.AddDate(0, -rootMonths, -1); l == OneMonth && months.Before(since) {
		return months
	}
	return since
}

// What a cause worth a decision has at least.
const (
	rootPlaces   = 3
	rootPeople   = 6
	rootMessages = 9
	// rootFalling is the part of the mean of the earlier months below which a matter is on the mend.
	rootFalling = 2.0 / 3
)

// RootCause is one matter that many places write about for months without a change: answering each message does not
// help, deciding something may.
type RootCause struct {
	Group    string `json:"group"`
	Topic    string `json:"topic"`
	Body     string `json:"body,omitempty"`
	Says     string `json:"says,omitempty"`
	People   int    `json:"people"`
	Messages int    `json:"messages"`
	// Answered of the messages have an answer: people write again all the same.
	Answered int         `json:"answered"`
	Places   []RootPlace `json:"places"` // those of most messages first
	Months   []int       `json:"months"` // new messages of the last months, the oldest first
	First    time.Time   `json:"first_at"`
	Last     time.Time   `json:"last_at"`
}

// RootPlace is a place of a root cause.
type RootPlace struct {
	Municipality string `json:"municipality"`
	Messages     int    `json:"messages"`
}

// rootCause is the one of most people; nil where there is none, or the months are not known.
func (in Input) rootCause(items []item, p Period) (worst *RootCause) {
	from := p.To.AddDate(0, -rootMonths, 0)
	if in.Length != OneMonth || from.Before(in.Known) {
		return nil
	}
	about := map[[2]string][]item{}
	for _, i := range items {
		if i.needs && i.received.After(from) && i.group != otherGroup && i.Status.Topic != "" {
			key := [2]string{i.group, i.Status.Topic}
			about[key] = append(about[key], i)
		}
	}
	for key, letters := range about {
		c := in.cause(key, letters, p)
		if c != nil && (worst == nil || cmp.Or(c.People-worst.People, c.Messages-worst.Messages,
			cmp.Compare(worst.Topic, c.Topic)) > 0) {
			worst = c
		}
	}
	return worst
}

// cause is what is known of one matter, nil where it is no cause worth a decision.
func (in Input) cause(key [2]string, letters []item, p Period) *RootCause {
	c := &RootCause{Group: key[0], Topic: key[1], Body: letters[0].body, Messages: len(letters),
		People: peopleAmong(letters), Months: make([]int, rootMonths), First: letters[0].received,
		Last: letters[len(letters)-1].received}
	places := map[string]int{}
	for _, i := range letters {
		month := 0
		for month < rootMonths-1 && i.received.After(p.To.AddDate(0, month+1-rootMonths, 0)) {
			month++
		}
		c.Months[month]++
		if i.place != "" {
			places[i.place]++
		}
		if !i.closed.IsZero() {
			c.Answered++
		}
	}
	last, earlier := c.Months[rootMonths-1], 0
	for _, n := range c.Months[:rootMonths-1] {
		earlier += n
	}
	if len(places) < rootPlaces || c.People < rootPeople || c.Messages < rootMessages || slices.Contains(c.Months, 0) ||
		float64(last) < rootFalling*float64(earlier)/(rootMonths-1) {
		return nil
	}
	for place, n := range places {
		c.Places = append(c.Places, RootPlace{place, n})
	}
	slices.SortFunc(c.Places, func(a, b RootPlace) int {
		return cmp.Or(b.Messages-a.Messages, cmp.Compare(a.Municipality, b.Municipality))
	})
	recent := slices.Clone(letters)
	slices.Reverse(recent)
	c.Says = telling(in.textsOf(recent))
	return c
}
