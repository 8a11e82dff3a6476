package build

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
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
	People   int       `json:"people"`
	Messages int       `json:"messages"`
	Place    string    `json:"place,omitempty"`
	Since    time.Time `json:"since"` // when the first of them wrote
	Body     string    `json:"body,omitempty"`
	Group    string    `json:"group,omitempty"`
	Topic    string    `json:"topic,omitempty"`
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
		if i.Status.Urgency != inbox.NotUrgent {
			dangers = append(dangers, i)
		}
	}
	list := gathered(dangers, waiting, of)
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
		if urgent := countDangers(members); urgent == 0 || 2*urgent < len(members) {
			continue // one message read as a danger makes none of what others complain about
		}
		list = append(list, fire{Burning: Burning{Problem: p.ID, Title: p.Title}})
		for _, i := range members {
			add(len(list)-1, i)
		}
	}
	for _, refs := range of.same {
		members := membersOf(refs, waiting)
		if countDangers(members) == 0 {
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

func membersOf(refs []inbox.Ref, waiting map[inbox.Ref]*item) (members []*item) {
	for _, ref := range refs {
		if i := waiting[ref]; i != nil {
			members = append(members, i)
		}
	}
	return members
}

func countDangers(members []*item) (n int) {
	for _, i := range members {
		if i.Status.Urgency != inbox.NotUrgent {
			n++
		}
	}
	return n
}

// houseKey is the same for neighbours who write about one house and one matter; empty where no house is named.
func (i *item) houseKey() string {
	v := i.Status
	if v.Street == "" || v.House == "" {
		return ""
	}
	return strings.ToLower(strings.Join([]string{i.place, v.Settlement, v.Street, v.House, i.group}, "\x00"))
}

// describe fills what the members say together.
func (in Input) describe(b *fire) {
	people, unknown := make(map[string]bool), 0
	slices.SortStableFunc(b.members, func(x, y *item) int { return x.received.Compare(y.received) })
	b.Since, b.Messages = b.members[0].received, len(b.members)
	for _, i := range b.members {
		if i.Message.Author.ID == "" {
			unknown++ // nobody's namesake
		} else {
			people[string(i.Message.Platform)+"\x00"+i.Message.Author.ID] = true
		}
		unknown += i.Status.Copies
		if i.Status.Urgency.Compare(b.degree) > 0 {
			b.degree = i.Status.Urgency
		}
	}
	b.People, b.Urgency = len(people)+unknown, b.degree.Code()
	b.Group = most(b.members, func(i *item) string { return i.group })
	of := slices.DeleteFunc(slices.Clone(b.members), func(i *item) bool { return i.group != b.Group })
	b.Topic = most(of, func(i *item) string { return i.Status.Topic })
	b.Body = of[0].body
	b.Place = placeOf(b.members)
	b.Title = in.masked(b.Title)
	if len(b.members) == 1 {
		b.Problem, b.Title = "", ""
	}
	if b.Problem == "" {
		b.Number = b.members[0].Message.Ref().Number()
	}
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
func (in Input) burning(items []item, at time.Time, problems []Group) []Burning {
	fires, list := in.burningAt(items, at, related{in.Problems, in.Same}), []Burning{}
	in.quoteBurning(fires)
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

// WorstBurning are what a page of most dangers shows: the first of the list. What more people report than any of the
// last ones has a place among them, so that single messages never push the trouble of a whole house off the page.
func (d Digest) WorstBurning(most int) []Burning {
	if len(d.Burning) <= most || most == 0 {
		return d.Burning[:min(len(d.Burning), most)]
	}
	shown, widest := slices.Clone(d.Burning[:most]), 0
	for n, b := range d.Burning {
		if b.People > d.Burning[widest].People {
			widest = n
		}
	}
	if widest >= most && d.Burning[widest].People >= manyPeople {
		shown[most-1] = d.Burning[widest]
	}
	return shown
}

// manyPeople is from how many people on a danger is beyond doubt.
const manyPeople = 3

// quoteBurning adds the words of those that a page shows.
func (in Input) quoteBurning(list []fire) {
	widest := 0
	for n, b := range list {
		if b.People > list[widest].People {
			widest = n
		}
	}
	for n := range list {
		if n >= BurningShown && n != widest {
			continue
		}
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
		b.Says = saying(texts)
	}
}

// saying is what people say of a danger: a sentence that says what is wrong, or else the first that is short enough, or
// the beginning.
func saying(texts []string) string {
	says := tellingWithin(texts, burningQuote)
	if matters(says) {
		return says
	}
	for _, wrong := range []bool{true, false} {
		for _, sentence := range sentences(texts[0]) {
			n := len([]rune(sentence))
			if n >= saysShortest && n <= burningQuote && (matters(sentence) || !wrong && says == "") {
				return sentence
			}
		}
	}
	return cmp.Or(says, clean.Shorten(texts[0], burningQuote))
}

// burningQuote bounds a quoted sentence, in characters.
const burningQuote = 120

// burnedBefore are the dangers that waited when the period began, with what became of them. Before anything is known
// there are none.
func (in Input) burnedBefore(items []item, p Period) []Burning {
	if p.From.Before(in.Known) {
		return []Burning{}
	}
	list := []Burning{}
	for _, f := range in.burningAt(items, p.From, related{in.Earlier, in.Same}) {
		f.Outcome = outcomeOf(f.members, p.To)
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
