package problem

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"otklik/internal/reading/place"
)

// Options bound what one message is compared with.
type Options struct {
	// Window is how long after its last message a problem still takes new ones; 0 = 30 days.
	Window time.Duration
	// Candidates is how many problems a message is compared with at most; 0 = 48.
	Candidates int
	// Public gives a text without its personal data; titles are cut from that, because a sentence alone may no longer
	// show what is a name. Nil: titles are cut from the text itself.
	Public func(text string) string
}

// Sizes that keep the cost and the memory of one message constant.
const (
	examplesKept   = 6  // messages that stand for a problem when others are compared with it
	titlesKept     = 4  // the best titles of a problem: the others are there in case a message is removed
	wordingsTried  = 12 // wordings that a message is compared with
	standardWindow = 30 * 24 * time.Hour
)

// Grouper joins messages into problems, one by one. Of a message it keeps its id, numbers and, where it says something
// in a new way, hashes of its words, but no text save a few titles of each problem. Not safe for several goroutines.
type Grouper struct {
	window     int64 // seconds
	candidates int
	public     func(text string) string
	problems   []group // in the order they appeared; without members = emptied
	messages   []message
	gone       []int32          // numbers of messages that may be used again
	of         map[string]int32 // id → number of the message
	texts      []comparedText
	named      index          // of problems, by what they name and are about
	worded     index          // of texts, by their words
	labels     labels         // authors, groups, municipalities
	widowed    map[uint64]int // problems that live on without the message their id is from: how often

	turn         uint32 // of Add, so that votes need no clearing
	about, words []uint32
	found, alike []int32
	order        []int64
	pair         pair
}

// message is what is kept of each.
type message struct {
	id            string
	digest        uint64 // of everything that was compared, so that a repeated message is known
	seconds       int64  // when it was written; with nanos
	nanos         int32
	problem       int32
	place         int32 // among the problem's members
	text          int32 // which kept text it is or repeats; -1 = none
	author, group uint32
	municipality  uint32
}

// comparedText is a text that others are compared with.
type comparedText struct {
	profile *profile // nil: no example of its problem, only a wording
	row     []uint16 // its wording; nil where it is too short for one
	problem int32    // -1 = no message uses it any more
	wording int32    // the number of the first text with this wording, in whatever problem
	uses    int32    // messages with this text in this problem
	turn    uint32
	votes   int32
}

type group struct {
	id          uint64
	members     []int32
	examples    []int32 // numbers of texts
	titles      []title // the best first
	first, last int64   // seconds; removals do not narrow them
	turn        uint32
	votes       int32
}

type title struct {
	text    string
	rank    int
	message int32
}

// New returns an empty Grouper.
func New(o Options) *Grouper {
	if o.Window <= 0 {
		o.Window = standardWindow
	}
	if o.Candidates <= 0 {
		o.Candidates = 48
	}
	if o.Public == nil {
		o.Public = func(text string) string { return text }
	}
	return &Grouper{
		public: o.Public, window: int64(o.Window / time.Second), candidates: o.Candidates, of: map[string]int32{},
		named: index{where: map[uint32]uint32{}}, worded: index{where: map[uint32]uint32{}},
		labels: labels{numbers: map[string]uint32{}}, widowed: map[uint64]int{},
	}
}

// Add puts a message with its problem and returns the problem's id. A message added again unchanged stays where it is;
// changed, it leaves its problem and is placed again. The cost is that of its candidates: it does not grow with the
// number of stored messages. Any order is allowed; the ids are the same after a rebuild in the same order.
func (g *Grouper) Add(id, text, topic string, where place.Place, author string, at time.Time) string {
	digest := fingerprint(text, topic, where, author, at)
	if n, ok := g.of[id]; ok {
		if g.messages[n].digest == digest {
			return problemID(g.problems[g.messages[n].problem].id)
		}
		g.Remove(id)
	}
	p := newProfile(Item{ID: id, Text: text, Group: topic, Place: where, Author: author, At: at})
	g.about, g.words = keysOf(p, g.about[:0], g.words[:0])
	near := g.near(at.Unix())
	home := g.home(p, near)
	if home < 0 {
		home = int32(len(g.problems))
		g.problems = append(g.problems, group{id: g.newID(id), first: at.Unix(), last: at.Unix()})
	}
	m := message{
		id: id, digest: digest, seconds: at.Unix(), nanos: int32(at.Nanosecond()), problem: home, text: g.keep(p, home),
		author: g.labels.number(author), group: g.labels.number(topic),
		municipality: g.labels.number(where.Municipality),
	}
	x := &g.problems[home]
	m.place = int32(len(x.members))
	n := int32(len(g.messages))
	if last := len(g.gone) - 1; last >= 0 {
		n, g.gone = g.gone[last], g.gone[:last]
		g.messages[n] = m
	} else {
		g.messages = append(g.messages, m)
	}
	g.of[id] = n
	x.members = append(x.members, n)
	x.first, x.last = min(x.first, m.seconds), max(x.last, m.seconds)
	words, rank := titleOf(g.public(text), p)
	x.offer(title{words, rank, n})
	return problemID(x.id)
}

// near are the problems that share a key and are within the window, those that share most keys first; g.alike becomes
// the texts that share words, likewise.
func (g *Grouper) near(at int64) []int32 {
	g.turn++
	g.found, g.alike = g.found[:0], g.alike[:0]
	vote := func(n int32) bool {
		x := &g.problems[n]
		if x.turn != g.turn {
			if len(x.members) == 0 || at-x.last > g.window || x.first-at > g.window {
				return false
			}
			x.turn, x.votes = g.turn, 0
			g.found = append(g.found, n)
		}
		x.votes++
		return true
	}
	for _, key := range g.about {
		for _, n := range g.named.list(key) {
			if n == 0 {
				break
			}
			vote(n - 1)
		}
	}
	for _, key := range g.words {
		for _, number := range g.worded.list(key) {
			if number--; number < 0 {
				break
			}
			t := &g.texts[number]
			if t.problem < 0 || !vote(t.problem) {
				continue
			}
			if t.turn != g.turn {
				t.turn, t.votes = g.turn, 0
				g.alike = append(g.alike, number)
			}
			t.votes++
		}
	}
	g.found = g.foremost(g.found, g.candidates, func(n int32) int32 { return g.problems[n].votes })
	g.alike = g.foremost(g.alike, wordingsTried, func(n int32) int32 { return g.texts[n].votes })
	return g.found
}

// foremost keeps of some numbers the most that have most votes, in this order; of equals the newest.
func (g *Grouper) foremost(numbers []int32, most int, votes func(int32) int32) []int32 {
	g.order = g.order[:0]
	for _, n := range numbers {
		g.order = append(g.order, -(int64(votes(n))<<32 | int64(n)))
	}
	slices.Sort(g.order)
	numbers = numbers[:min(len(numbers), most)]
	for i := range numbers {
		numbers[i] = int32(-g.order[i])
	}
	return numbers
}

// home is the problem whose example is most like the message; -1 where none is the same problem.
func (g *Grouper) home(p *profile, near []int32) int32 {
	best, bestLikeness := int32(-1), 0.0
	for _, n := range near {
		x := &g.problems[n]
		for _, example := range x.examples {
			same, _ := g.pair.compare(g.texts[example].profile, p)
			likeness := g.pair.likeness
			if same && (best < 0 || likeness > bestLikeness || likeness == bestLikeness && x.id < g.problems[best].id) {
				best, bestLikeness = n, likeness
			}
		}
	}
	return best
}

// keep finds the text that a message of the problem repeats, or keeps its own, where that is of use: as an example, or
// as a wording that others may copy. It returns the text's number, -1 = none.
func (g *Grouper) keep(p *profile, home int32) int32 {
	wording, least := int32(-1), 0
	repeated := int32(-1)
	for _, n := range g.alike {
		t := &g.texts[n]
		ok, d := sameWording(t.row, p.row)
		if !ok {
			continue
		}
		if t.problem == home && repeated < 0 && (t.profile == nil || sameSpot(t.profile, p)) {
			repeated = n
		}
		if wording < 0 || d < least || d == least && t.wording < wording {
			wording, least = t.wording, d
		}
	}
	x := &g.problems[home]
	n := repeated
	if example := len(x.examples) < examplesKept; n < 0 && (example || p.row != nil) {
		n = int32(len(g.texts))
		t := comparedText{row: p.row, problem: home, wording: wording}
		if wording < 0 {
			t.wording = n
		}
		if example {
			t.profile = p
			x.examples = append(x.examples, n)
		}
		g.texts = append(g.texts, t)
	}
	if n >= 0 {
		g.texts[n].uses++
		for _, key := range g.words {
			g.worded.put(key, n, perWording, func(other int32) bool { return g.texts[other].problem < 0 })
		}
	}
	for _, key := range g.about {
		g.named.put(key, home, perMatter, func(other int32) bool { return len(g.problems[other].members) == 0 })
	}
	return n
}

// Remove takes a message out, as when it was dismissed or its author changed it. An unknown id is ignored.
func (g *Grouper) Remove(id string) {
	n, ok := g.of[id]
	if !ok {
		return
	}
	delete(g.of, id)
	m := g.messages[n]
	x := &g.problems[m.problem]
	last := x.members[len(x.members)-1]
	x.members[m.place], g.messages[last].place = last, m.place
	x.members = x.members[:len(x.members)-1]
	x.titles = slices.DeleteFunc(x.titles, func(t title) bool { return t.message == n })
	if m.text >= 0 {
		t := &g.texts[m.text]
		t.uses--
		// The last example stays while there are messages: it is what they were found to be the same as.
		if t.uses == 0 && (t.profile == nil || len(x.examples) > 1 || len(x.members) == 0) {
			x.examples = slices.DeleteFunc(x.examples, func(e int32) bool { return e == m.text })
			*t = comparedText{problem: -1}
		}
	}
	switch {
	case len(x.members) == 0:
		for _, e := range x.examples {
			g.texts[e] = comparedText{problem: -1}
		}
		*x = group{}
	case x.id == firstID(id, g.widowed[firstID(id, 0)]):
		g.widowed[firstID(id, 0)]++
	}
	g.messages[n] = message{}
	g.gone = append(g.gone, n)
}

// Of is the problem of a message; ok is false where the message is not known.
func (g *Grouper) Of(id string) (problem string, ok bool) {
	n, ok := g.of[id]
	if !ok {
		return "", false
	}
	return problemID(g.problems[g.messages[n].problem].id), true
}

// newID is the id of a problem that begins with this message. Where the message was in a problem before that lives on
// under its id, it is another.
func (g *Grouper) newID(first string) uint64 { return firstID(first, g.widowed[firstID(first, 0)]) }

func firstID(first string, widowed int) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(first + strings.Repeat("\x00", widowed))) // a hash takes every byte
	return h.Sum64()
}

func fingerprint(text, topic string, where place.Place, author string, at time.Time) uint64 {
	h := uint64(14695981039346656037)
	for _, s := range [...]string{
		text, topic, where.Municipality, where.District, where.Part, where.Settlement, where.Street, where.House,
		author,
	} {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h *= 1099511628211
	}
	assumed := uint64(0)
	if where.Assumed {
		assumed = 1
	}
	for _, n := range [...]uint64{uint64(at.Unix()), uint64(at.Nanosecond()), assumed} {
		h = (h ^ n) * 1099511628211
	}
	return h
}

// labels are names as numbers; 0 is the empty name.
type labels struct {
	numbers map[string]uint32
	list    []string
}

func (l *labels) number(name string) uint32 {
	if name == "" {
		return 0
	}
	n, ok := l.numbers[name]
	if !ok {
		name = strings.Clone(name)
		l.list = append(l.list, name)
		n = uint32(len(l.list))
		l.numbers[name] = n
	}
	return n
}

func (l *labels) name(n uint32) string {
	if n == 0 {
		return ""
	}
	return l.list[n-1]
}
