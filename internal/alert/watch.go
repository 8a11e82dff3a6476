package alert

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/text"
)

// watch looks at the messages that wait at one moment.
type watch struct {
	Input
	waiting map[inbox.Ref]*letter
	fresh   []*letter // by time
}

// letter is a message that waits.
type letter struct {
	inbox.Record
	received time.Time
	person   string // whoever wrote it; somebody else for each unknown author
	place    string // municipality
}

func newWatch(in Input) *watch {
	w := &watch{Input: in, waiting: map[inbox.Ref]*letter{}}
	if w.Location == nil {
		w.Location = time.UTC
	}
	for n, r := range in.Records {
		received := r.Message.Sent
		if received.After(in.Now) { // the platform's clock runs ahead
			received = r.Message.FirstSeen
		}
		if r.Status == nil || received.IsZero() || received.After(in.Now) || !r.PresentAt(in.Now) {
			continue
		}
		if !unheeded(r.Status, in.Now) {
			continue
		}
		l := &letter{Record: r, received: received, place: r.Status.Municipality,
			person: string(r.Message.Platform) + cmp.Or(r.Message.Author.ID, " "+strconv.Itoa(n))}
		if l.place == "" && in.Municipality != nil {
			l.place = in.Municipality(r.Message)
		}
		w.waiting[r.Message.Ref()] = l
		if in.Now.Sub(received) < freshFor {
			w.fresh = append(w.fresh, l)
		}
	}
	slices.SortStableFunc(w.fresh, func(a, b *letter) int { return a.received.Compare(b.received) })
	w.settle()
	return w
}

// Possible reports whether anything among the records could be worth an alert, whatever they are about: somebody may be
// in danger, or enough people wrote within hours.
func Possible(records []inbox.Record, now time.Time) bool {
	w := newWatch(Input{Now: now, Records: records})
	return mostWithin(w.fresh, riseWithin) >= risePeople ||
		slices.ContainsFunc(w.fresh, func(l *letter) bool { return l.Status.Urgency == inbox.Life })
}

// unheeded reports whether nobody of the office is known to have seen a message. Who has answered that it was passed on
// knows of it; a form letter does not show that.
func unheeded(s *inbox.MessageStatus, now time.Time) bool {
	c, ok := s.At(now)
	if !ok { // dated ahead
		c.State = s.State()
	}
	return c.State.Waiting() && c.State != inbox.Interim
}

// problem looks whether one matter is worth an alert; worth is false where nobody would expect one.
func (w *watch) problem(p Problem) (d Decision, worth bool) {
	var all, fresh []*letter
	for _, l := range w.lettersOf(p.Refs) {
		all = append(all, l)
		if w.Now.Sub(l.received) < freshFor {
			fresh = append(fresh, l)
		}
	}
	byTime := func(a, b *letter) int { return a.received.Compare(b.received) }
	slices.SortStableFunc(all, byTime)
	slices.SortStableFunc(fresh, byTime)
	endangered := slices.ContainsFunc(fresh, func(l *letter) bool { return l.Status.Urgency == inbox.Life })
	switch sure := believed(fresh, inbox.Life); {
	case sure:
		d = Decision{w.alert(inbox.AlertLife, all, p.Group), Send, time.Time{}}
	case mostWithin(fresh, riseWithin) >= risePeople && placed(w.alert(inbox.AlertRise, all, p.Group)):
		d = Decision{w.alert(inbox.AlertRise, all, p.Group), Send, time.Time{}}
	case endangered:
		return Decision{w.alert(inbox.AlertLife, all, p.Group), Unsure, time.Time{}}, true
	default:
		return d, false
	}
	d.Alert.Urgency = degree(fresh)
	return d, true
}

// placed reports whether somebody says where it is.
func placed(a inbox.Alert) bool { return a.Municipality != "" || a.Settlement != "" || a.Street != "" }

// degree is the highest that is to be believed.
func degree(letters []*letter) inbox.Urgency {
	for _, u := range []inbox.Urgency{inbox.Life, inbox.Outage, inbox.Hazard} {
		if believed(letters, u) {
			return u
		}
	}
	return inbox.NotUrgent
}

// believed reports whether a degree, or a higher one, is certain in one message or said by independent people in words
// of their own.
func believed(letters []*letter, u inbox.Urgency) bool {
	people, wordings := map[string]bool{}, map[string]bool{}
	for _, l := range letters {
		if l.Status.Urgency == inbox.Ungraded || l.Status.Urgency.Compare(u) < 0 {
			continue
		}
		if l.Status.Certain {
			return true
		}
		people[l.person] = true
		wordings[strings.Join(slices.Collect(text.Words(l.Message.Text)), " ")] = true
	}
	return min(len(people), len(wordings)) >= confirmed
}

// mostWithin is the most people who wrote within so long a time.
func mostWithin(letters []*letter, d time.Duration) (most int) {
	for n := range letters {
		most = max(most, len(peopleOf(letters[n:], letters[n].received.Add(d))))
	}
	return most
}

// peopleOf are who wrote until a moment, of letters by time.
func peopleOf(letters []*letter, until time.Time) map[string]bool {
	people := map[string]bool{}
	for _, l := range letters {
		if l.received.After(until) {
			break
		}
		people[l.person] = true
	}
	return people
}

// alert is what is known of letters about one matter.
func (w *watch) alert(why inbox.AlertReason, letters []*letter, group string) inbox.Alert {
	a := inbox.Alert{Reason: why, Group: group, Messages: len(letters),
		People: len(peopleOf(letters, w.Now)), First: letters[0].received, Last: letters[len(letters)-1].received}
	for _, l := range letters {
		a.Refs = append(a.Refs, l.Message.Ref())
	}
	a.Topic = foremost(letters, func(l *letter) string {
		if l.Status.Group != group {
			return ""
		}
		return l.Status.Topic
	})
	// From the whole to its parts: a street means something in its town only.
	within := func(part func(*letter) string) string {
		found := foremost(letters, part)
		letters = slices.DeleteFunc(slices.Clone(letters), func(l *letter) bool {
			return part(l) != "" && part(l) != found
		})
		return found
	}
	a.Municipality = within(func(l *letter) string { return l.place })
	a.Settlement = within(func(l *letter) string { return l.Status.Settlement })
	if cutOff(letters) && !oneStreet(letters) {
		return a // a town's outage is none of one street
	}
	if a.Street = within(func(l *letter) string { return l.Status.Street }); a.Street != "" {
		house := func(l *letter) string { return l.Status.House }
		// A house is where it is only if nobody names another.
		a.House = foremost(letters, house)
		if slices.ContainsFunc(letters, func(l *letter) bool { return house(l) != "" && house(l) != a.House }) {
			a.House = ""
		}
	}
	return a
}

// foremost is what most of them say, the first of several; what says nothing does not count.
func foremost(letters []*letter, of func(*letter) string) (most string) {
	times := map[string]int{}
	for _, l := range letters {
		if value := of(l); value != "" {
			if times[value]++; most == "" || times[value] > times[most] {
				most = value
			}
		}
	}
	return most
}
