package build

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/text"
	"otklik/internal/text/supply"
)

// outageApart is how long nobody writes of an outage until whoever writes then means another one.
const outageApart = 48 * time.Hour

// fellowsApart is how far in time a message lies at most from those of its street that say in which town it is.
const fellowsApart = 7 * 24 * time.Hour

// placed are copies of the waiting messages, where those that name no municipality have that of their problem, or else
// that of the others who write of the same outage on their street, or of the same house.
func placed(waiting map[inbox.Ref]*item, problems []Problem) map[inbox.Ref]*item {
	found := make(map[inbox.Ref]*item, len(waiting))
	var streets []*item
	for ref, i := range waiting {
		moved := *i
		found[ref] = &moved
		if i.Status.Street != "" && i.place != "" {
			streets = append(streets, i)
		}
	}
	settle := func(p Problem) (members []*item) {
		members = membersOf(p.Refs, found)
		town := cmp.Or(p.Municipality, most(members, func(i *item) string { return i.place }))
		for _, i := range members {
			i.place = cmp.Or(i.place, town)
		}
		return members
	}
	for _, p := range problems {
		members := settle(p)
		lacks := most(members, func(i *item) string { return string(i.lacks()) })
		for _, i := range members {
			if i.lacks() == supply.None {
				i.cutOff = supply.Supply(lacks)
			}
		}
	}
	for _, i := range found {
		if i.place != "" || i.Status.Street == "" {
			continue
		}
		fellows := slices.DeleteFunc(slices.Clone(streets), func(f *item) bool {
			one := i.lacks() != "" && f.lacks() == i.lacks() || f.group == i.group && f.Status.House == i.Status.House
			return !one || !sameName(f.Status.Street, i.Status.Street) ||
				f.received.Sub(i.received).Abs() > fellowsApart
		})
		// One street name stands in many towns: only what all of them say is believed.
		elsewhere := func(f *item) bool { return f.place != fellows[0].place }
		if len(fellows) > 0 && !slices.ContainsFunc(fellows, elsewhere) {
			i.place = fellows[0].place
		}
	}
	for _, p := range problems {
		settle(p) // the street of one of them may have told the town of all
	}
	return found
}

// Towns are the municipalities of waiting messages that name none, as far as their problems or streets tell.
func (in Input) Towns(at time.Time) map[inbox.Ref]string {
	in = in.withDefaults(at)
	waiting := make(map[inbox.Ref]*item)
	items := in.items(at)
	for n := range items {
		if _, waits := items[n].waiting(at); waits {
			waiting[items[n].Message.Ref()] = &items[n]
		}
	}
	towns := make(map[inbox.Ref]string)
	for ref, i := range placed(waiting, in.Problems) {
		if waiting[ref].place == "" && i.place != "" {
			towns[ref] = i.place
		}
	}
	return towns
}

// lacks is what an outage takes from whoever wrote; empty for what is no outage.
func (i *item) lacks() supply.Supply {
	if i.Status.Urgency != inbox.Outage {
		return supply.None
	}
	return cmp.Or(supply.Of(i.Status.Topic, i.Message.Text), i.cutOff)
}

// sameName compares streets, and settlements with towns, as people name them.
func sameName(a, b string) bool { return plainName(a) == plainName(b) }

func plainName(name string) string { return strings.TrimPrefix(text.FoldName(name), "улица ") }

// town is where a message is about: the settlement where it is none of the municipality's name.
func (i *item) town() string {
	if s := i.Status.Settlement; s != "" && !sameName(s, i.place) {
		return text.FoldName(i.place) + "\x00" + text.FoldName(s)
	}
	return text.FoldName(i.place)
}

// joinedOutages makes one danger of the outages of one supply in one town that follow each other: a cut takes many
// streets at once, and people write of their own house. It is the problem of most of them, or a new one.
func joinedOutages(list []fire) []fire {
	type cut struct {
		supply supply.Supply
		town   string
	}
	about := make(map[cut][]int)
	var cuts []cut
	for n := range list {
		f := &list[n]
		slices.SortStableFunc(f.members, func(x, y *item) int { return x.received.Compare(y.received) })
		lacks := most(f.members, func(i *item) string { return string(i.lacks()) })
		town := most(f.members, func(i *item) string { return i.town() })
		worse := func(i *item) bool { return i.Status.Urgency.Compare(inbox.Outage) > 0 }
		if lacks == "" || town == "" || slices.ContainsFunc(f.members, worse) {
			continue
		}
		key := cut{supply.Supply(lacks), town}
		if about[key] == nil {
			cuts = append(cuts, key)
		}
		about[key] = append(about[key], n)
	}
	for _, key := range cuts {
		same := about[key]
		slices.SortStableFunc(same, func(x, y int) int {
			return list[x].members[0].received.Compare(list[y].members[0].received)
		})
		until := time.Time{}
		var joined *fire
		for _, n := range same {
			f := &list[n]
			last := f.members[len(f.members)-1].received
			if joined != nil && f.members[0].received.Sub(until) <= outageApart {
				joined.take(f)
			} else {
				joined, until = f, last
			}
			if last.After(until) {
				until = last
			}
		}
	}
	return slices.DeleteFunc(list, func(f fire) bool { return len(f.members) == 0 })
}

// take adds the messages of another danger.
func (f *fire) take(other *fire) {
	larger := other.Problem != "" && (f.Problem == "" || len(other.members) > f.ofProblem)
	if larger {
		f.Problem, f.Title, f.ofProblem = other.Problem, other.Title, len(other.members)
	}
	f.members, other.members, f.joined = append(f.members, other.members...), nil, true
}

// idOf names a problem by the first of its messages.
func idOf(kind string, ref inbox.Ref) string {
	id := fnv.New64a()
	fmt.Fprintf(id, "%s\x00%s\x00%s\x00%s", ref.Channel, ref.Kind, ref.Chat+ref.Dialog, ref.ID)
	return fmt.Sprintf("%s%016x", kind, id.Sum64())
}

// problemsOf are the problems with what burns of them as the page counts it: one matter has one number of people
// wherever it is told of. What was joined to another problem is none of its own any more.
func (in Input) problemsOf(fires []fire, items []item) []Problem {
	burns := make(map[string]*fire)
	taken := make(map[inbox.Ref]bool)
	for n := range fires {
		f := &fires[n]
		if f.Problem == "" {
			continue
		}
		burns[f.Problem] = f
		for _, i := range f.members {
			taken[i.Message.Ref()] = true
		}
	}
	known := make(map[inbox.Ref]*item, len(items))
	for n := range items {
		known[items[n].Message.Ref()] = &items[n]
	}
	var list []Problem
	for _, p := range in.Problems {
		if f := burns[p.ID]; f != nil {
			list = append(list, in.burningProblem(p, f))
			delete(burns, p.ID)
			continue
		}
		if !slices.ContainsFunc(p.Refs, func(ref inbox.Ref) bool { return taken[ref] }) {
			list = append(list, p)
			continue
		}
		p.Refs = slices.DeleteFunc(slices.Clone(p.Refs), func(ref inbox.Ref) bool { return taken[ref] })
		left := membersOf(p.Refs, known)
		if p.People, _ = peopleOf(left); p.People < 2 {
			continue // a message that stands alone is no problem of many
		}
		p.Messages, p.First, p.Last = len(left), left[0].received, left[0].received
		for _, i := range left {
			if i.received.Before(p.First) {
				p.First = i.received
			}
			if i.received.After(p.Last) {
				p.Last = i.received
			}
		}
		list = append(list, p)
	}
	for n := range fires {
		if f := &fires[n]; burns[f.Problem] != nil {
			list = append(list, in.burningProblem(Problem{ID: f.Problem, Group: f.Group}, f))
		}
	}
	return list
}

// burningProblem is a problem as far as it burns.
func (in Input) burningProblem(p Problem, f *fire) Problem {
	whole := len(f.members) >= len(p.Refs)
	p.Refs, p.Messages, p.First, p.Last = nil, len(f.members), f.Since, f.members[len(f.members)-1].received
	p.People, _ = peopleOf(f.members)
	p.Municipality = cmp.Or(p.Municipality, most(f.members, func(i *item) string { return i.place }))
	var texts []string
	for _, i := range f.members {
		p.Refs = append(p.Refs, i.Message.Ref())
		if len(texts) < saysRead {
			texts = append(texts, in.masked(i.Message.Text))
		}
	}
	if p.Title == "" || !whole { // what stands in it may be said of the others
		p.Title = strings.TrimRight(saying(texts), ".!")
	}
	return p
}
