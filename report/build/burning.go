package build

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/text/supply"
	"otklik/report/clean"
)

// BurningShown is how many dangers a governor's page names; all are counted.
const BurningShown = 5

// burnsFor is how long a danger burns. What people wrote earlier and nobody repeated stands behind everything newer:
// pages that nobody answered for years hold dangers that are over.
const burnsFor = 90 * 24 * time.Hour

// Burning is a danger that waits for an answer: a message, or all messages of people who report the same.
type Burning struct {
	// Problem is the id of the problem that the people report, Number that of the message where it is one of none.
	Problem string        `json:"problem,omitempty"`
	Number  string        `json:"number,omitempty"`
	Urgency inbox.Urgency `json:"urgency,omitempty"`
	// People are those who wrote, on all platforms together; Messages are how many of them are known.
	People   int    `json:"people"`
	Messages int    `json:"messages"`
	Place    string `json:"place,omitempty"`
	// Streets are how many streets of the place an outage is told of, where there are several.
	Streets int       `json:"streets,omitempty"`
	Since   time.Time `json:"since"` // when the first of them wrote
	Body    string    `json:"body,omitempty"`
	Group   string    `json:"group,omitempty"`
	Topic   string    `json:"topic,omitempty"`
	// Doubtful: less than half of them use a word of the topic, so that its short words are no headline.
	Doubtful bool `json:"topic_doubtful,omitempty"`
	// Title is the problem's, masked.
	Title string `json:"title,omitempty"`
	// Says is a masked sentence of theirs and URL where it stands; of those that a page may show alone.
	Says string `json:"says,omitempty"`
	URL  string `json:"url,omitempty"`
	// Outcome is what became of it since the beginning of the period; absent for those that burn now.
	Outcome Outcome `json:"outcome,omitempty"`
}

// fire is a danger with its messages.
type fire struct {
	Burning
	degree  inbox.Urgency // of the worst of them
	members []*item
	joined  bool // outages that stood apart
	// ofProblem is how many of them its problem had before others were joined to it.
	ofProblem int
}

// Outcome is what became of a danger.
type Outcome string

// The outcomes.
const (
	OutcomeAnswered Outcome = "answered" // all who wrote had an answer
	OutcomeBurns    Outcome = "burns"    // somebody still waits
	OutcomeClosed   Outcome = "closed"   // the office closed it
	OutcomeDeleted  Outcome = "deleted"  // those who wrote deleted it
)

// related are the messages that belong together, as a digest's problems and sets of one text say.
type related struct {
	problems []Problem
	same     [][]inbox.Ref
}

// burningAt are the dangers that waited at a moment: those of the last weeks first, then by degree, by people, by age.
func (in Input) burningAt(items []item, at time.Time, of related) []fire {
	waiting := make(map[inbox.Ref]*item)
	var dangers []*item
	for n := range items {
		i := &items[n]
		if _, waits := i.waiting(at); !waits {
			continue
		}
		waiting[i.Message.Ref()] = i
	}
	waiting = placed(waiting, of.problems)
	for n := range items {
		if i := waiting[items[n].Message.Ref()]; i != nil && i.Status.Urgency != inbox.NotUrgent {
			dangers = append(dangers, i)
		}
	}
	list := joinedOutages(gathered(dangers, waiting, of))
	for n := range list {
		in.describe(&list[n])
	}
	fresh := at.Add(-burnsFor)
	slices.SortStableFunc(list, func(a, b fire) int {
		if past := a.Since.Before(fresh); past != b.Since.Before(fresh) {
			return before(!past)
		}
		return cmp.Or(b.degree.Compare(a.degree), b.People-a.People, a.Since.Compare(b.Since),
			cmp.Compare(a.Number+a.Problem, b.Number+b.Problem))
	})
	return list
}

// gathered joins the dangers that are one matter: of a problem, of one text, or of one house.
func gathered(dangers []*item, waiting map[inbox.Ref]*item, of related) []fire {
	var list []fire
	home := make(map[inbox.Ref]int) // in which danger a message is
	add := func(n int, i *item) {
		if _, taken := home[i.Message.Ref()]; !taken {
			home[i.Message.Ref()] = n
			list[n].members = append(list[n].members, i)
		}
	}
	for _, p := range of.problems {
		members := membersOf(p.Refs, waiting)
		urgent, all := dangersAmong(members), len(members)
		members = burningOf(members, urgent)
		if 2*len(urgent) < all || 3*len(members) < 2*all || len(urgent) == 0 {
			continue // what few of them read as a danger makes none of what the others complain about
		}
		list = append(list, fire{Burning: Burning{Problem: p.ID, Title: p.Title}, ofProblem: len(members)})
		for _, i := range members {
			add(len(list)-1, i)
		}
	}
	for _, refs := range of.same {
		members := membersOf(refs, waiting)
		if len(dangersAmong(members)) == 0 {
			continue
		}
		n := slices.IndexFunc(members, func(i *item) bool { _, ok := home[i.Message.Ref()]; return ok })
		if n >= 0 {
			n = home[members[n].Message.Ref()]
		} else {
			list, n = append(list, fire{}), len(list)
		}
		for _, i := range members {
			add(n, i)
		}
	}
	houses := make(map[string]int)
	for n, b := range list {
		for _, i := range b.members {
			if key := i.houseKey(); key != "" {
				houses[key] = n
			}
		}
	}
	for _, i := range dangers {
		if _, taken := home[i.Message.Ref()]; taken {
			continue
		}
		key := i.houseKey()
		n, known := houses[key]
		if !known || key == "" {
			list, n = append(list, fire{}), len(list)
			if key != "" {
				houses[key] = n
			}
		}
		add(n, i)
	}
	return slices.DeleteFunc(list, func(b fire) bool { return len(b.members) == 0 })
}

// burningOf are the members that the urgent ones speak for: a neighbour of the same topic, or who lacks the same, is
// one of them though his words were read as milder; whoever wrote of something else is not.
func burningOf(members, urgent []*item) []*item {
	topic := most(urgent, func(i *item) string { return i.Status.Topic })
	lacks := most(urgent, func(i *item) string { return string(i.lacks()) })
	return slices.DeleteFunc(members, func(i *item) bool {
		return i.Status.Urgency == inbox.NotUrgent && (topic == "" || i.Status.Topic != topic) &&
			(lacks == "" || string(supply.Of("", i.Message.Text)) != lacks)
	})
}

func membersOf(refs []inbox.Ref, waiting map[inbox.Ref]*item) (members []*item) {
	for _, ref := range refs {
		if i := waiting[ref]; i != nil {
			members = append(members, i)
		}
	}
	return members
}

func dangersAmong(members []*item) (urgent []*item) {
	for _, i := range members {
		if i.Status.Urgency != inbox.NotUrgent {
			urgent = append(urgent, i)
		}
	}
	return urgent
}

// houseKey is the same for neighbours who write about one house and one matter; empty where no house is named.
func (i *item) houseKey() string {
	v := i.Status
	if v.Street == "" || v.House == "" {
		return ""
	}
	parts := []string{i.place, v.Settlement, v.Street, v.House, i.group, string(i.lacks())}
	return strings.ToLower(strings.Join(parts, "\x00"))
}

// describe fills what the members say together.
func (in Input) describe(b *fire) {
	slices.SortStableFunc(b.members, func(x, y *item) int { return x.received.Compare(y.received) })
	b.Since, b.Messages = b.members[0].received, len(b.members)
	for _, i := range b.members {
		if i.Status.Urgency.Compare(b.degree) > 0 {
			b.degree = i.Status.Urgency
		}
	}
	people, copies := peopleOf(b.members)
	b.People, b.Urgency = people+copies, b.degree.Code()
	b.Group = most(b.members, func(i *item) string { return i.group })
	of := slices.DeleteFunc(slices.Clone(b.members), func(i *item) bool { return i.group != b.Group })
	b.Topic = most(of, func(i *item) string { return i.Status.Topic })
	b.Doubtful = doubtful(b.Topic, wordsOfAll(b.members))
	b.Body = of[0].body
	b.Place = placeOf(b.members)
	if b.degree == inbox.Outage {
		b.Place, b.Streets = streetsOf(b.members, b.Place)
	}
	b.Title = in.masked(b.Title)
	if len(b.members) == 1 {
		b.Problem, b.Title = "", ""
	}
	if b.Problem == "" && b.joined && b.People > 1 {
		b.Problem = idOf("o", b.members[0].Message.Ref())
	}
	if b.Problem == "" {
		b.Number = b.members[0].Message.Ref().Number()
	}
}

// peopleOf counts those who wrote, and those who sent a text that stands for many.
func peopleOf(members []*item) (people, copies int) {
	known := make(map[string]bool)
	for _, i := range members {
		if i.Message.Author.ID == "" {
			people++ // nobody's namesake
		} else {
			known[string(i.Message.Platform)+"\x00"+i.Message.Author.ID] = true
		}
		copies += i.Status.Copies
	}
	return people + len(known), copies
}

func wordsOfAll(members []*item) (texts []string) {
	for _, i := range members {
		texts = append(texts, i.Message.Text)
	}
	return texts
}

// streetsOf is the place of an outage with how many streets it is told of: of several the one that most name stands
// behind the town, without a house.
func streetsOf(members []*item, place string) (shown string, streets int) {
	town := most(members, func(i *item) string { return i.town() })
	here := slices.DeleteFunc(slices.Clone(members), func(i *item) bool { return i.town() != town })
	names := make(map[string]bool)
	for _, i := range here {
		if i.Status.Street != "" {
			names[plainName(i.Status.Street)] = true
		}
	}
	if len(names) < 2 {
		return place, 0
	}
	var parts []string
	for _, part := range []func(*item) string{
		func(i *item) string { return i.place },
		func(i *item) string { return i.Status.Settlement },
		func(i *item) string { return i.Status.Street },
	} {
		name := clean.OneLine(most(here, part))
		if name != "" && !slices.ContainsFunc(parts, func(p string) bool { return sameName(p, name) }) {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, ", "), len(names)
}

// placeOf is the place that most of them name, from the municipality to the house: a part that they differ in is left
// out with all that is nearer.
func placeOf(members []*item) string {
	var parts []string
	const housePart = 3
	for n, part := range []func(*item) string{
		func(i *item) string { return i.place },
		func(i *item) string { return i.Status.Settlement },
		func(i *item) string { return i.Status.Street },
		func(i *item) string { return house(i.Status) },
	} {
		if n == housePart && len(parts) == 0 {
			break
		}
		name := most(members, part)
		if name == "" {
			continue
		}
		named := slices.DeleteFunc(slices.Clone(members), func(i *item) bool { return part(i) != name })
		all := len(slices.DeleteFunc(slices.Clone(members), func(i *item) bool { return part(i) == "" }))
		if 2*len(named) < all {
			break
		}
		if name = clean.OneLine(name); n == housePart {
			parts[len(parts)-1] += " " + name
		} else if !slices.Contains(parts, name) {
			parts = append(parts, name)
		}
		members = named
	}
	return strings.Join(parts, ", ")
}

// most is the name that most members have, of several the one that was named first; empty where none has one.
func most(members []*item, name func(*item) string) string {
	counts, best := make(map[string]int), ""
	for _, i := range members {
		counts[name(i)]++
	}
	for _, i := range members {
		if n := name(i); n != "" && counts[n] > counts[best]*min(1, len(best)) {
			best = n
		}
	}
	return best
}

// burning are the dangers that wait. A problem has the title that the digest gives it.
func (in Input) burning(fires []fire, problems []Group) []Burning {
	list := []Burning{}
	in.quoteBurning(fires[:min(len(fires), BurningShown)])
	if widest, ok := widestOf(fires, BurningShown); ok {
		in.quoteBurning(fires[widest : widest+1])
	}
	for _, f := range fires {
		for _, g := range problems {
			if f.Problem == g.ID {
				f.Title = g.Title
			}
		}
		list = append(list, f.Burning)
	}
	return list
}

// WorstBurning are what a page of most dangers shows: the first of the list.
func (d Digest) WorstBurning(most int) []Burning { return d.Burning[:min(len(d.Burning), most)] }

// WidestBurning is what most people report of the dangers behind the first ones, where more report it than any of
// those: single messages never hide the trouble of many. ok is false where there is none.
func (d Digest) WidestBurning(behind int) (b Burning, ok bool) {
	fires := make([]fire, len(d.Burning))
	for n := range d.Burning {
		fires[n].Burning = d.Burning[n]
	}
	n, ok := widestOf(fires, behind)
	if ok {
		b = d.Burning[n]
	}
	return b, ok
}

func widestOf(list []fire, behind int) (widest int, ok bool) {
	for n, b := range list {
		if b.People > list[widest].People {
			widest = n
		}
	}
	return widest, len(list) > 0 && widest >= behind && list[widest].People >= manyPeople
}

// manyPeople is from how many people on a danger is beyond doubt.
const manyPeople = 3

// quoteBurning adds the words of those that a page shows.
func (in Input) quoteBurning(list []fire) {
	for n := range list {
		b := &list[n]
		var texts []string
		lead := b.members[0]
		for _, i := range b.members {
			if i.Status.Urgency != b.degree {
				continue
			}
			if len(texts) == 0 {
				lead = i
			}
			if len(texts) < saysRead {
				texts = append(texts, in.masked(i.Message.Text))
			}
		}
		b.URL = in.url(lead.Message.URL)
		if b.degree == inbox.Life {
			b.Says = endangered(texts)
		} else {
			b.Says = saying(texts)
		}
	}
}

// burnedBefore are the dangers that waited when the period began, with what became of them. Before anything is known
// there are none.
func (in Input) burnedBefore(items []item, p Period) []Burning {
	if p.From.Before(in.Known) {
		return []Burning{}
	}
	list := []Burning{}
	fires, quoted := in.burningAt(items, p.From, related{in.Earlier, in.Same}), 0
	for n := range fires {
		f := &fires[n]
		if f.Outcome = outcomeOf(f.members, p.To); f.Outcome != OutcomeBurns && quoted < BurningShown {
			quoted++
			in.quoteBurning(fires[n : n+1])
		}
		list = append(list, f.Burning)
	}
	return list
}

// outcomeOf is what became of messages that waited: whoever waits still makes the matter one that burns.
func outcomeOf(members []*item, at time.Time) Outcome {
	outcome := OutcomeDeleted
	for _, i := range members {
		state, waits := i.waiting(at)
		switch {
		case waits:
			return OutcomeBurns
		case !i.PresentAt(at):
		case state == inbox.Answered:
			outcome = OutcomeAnswered
		case outcome == OutcomeDeleted:
			outcome = OutcomeClosed
		}
	}
	return outcome
}
