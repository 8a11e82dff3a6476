package problem

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"otklik/reading/place"
)

// Options bound what one message is compared with.
type Options struct {
	// Window is how long after its last message a problem still takes new ones; 0 = 30 days.
	Window time.Duration
	// Candidates is how many problems a message is compared with at most; 0 = 48.
	Candidates int
}

// Problem is what several messages, or one, are about.
type Problem struct {
	ID           string // derived from its first message's id: the same after a rebuild
	Title        string // the shortest telling sentence, as a citizen wrote it: to be masked before it leaves the office
	Messages     int
	People       int // different authors; unknown ones count as one each
	First, Last  time.Time
	Group        string // the most frequent among the messages
	Municipality string // the most frequent among the messages
	Members      []string
	// Campaign: three or more authors used nearly the same wording.
	Campaign bool
}

// campaignAuthors is from how many authors on the same wording is a campaign.
const campaignAuthors = 3

// Sizes that keep the cost of one message constant.
const (
	examplesKept = 6  // profiles that stand for a problem
	wordingsKept = 12 // wordings whose authors are counted
	perKey       = 24 // problems remembered under one key, the latest
)

// Grouper joins messages into problems, one by one. Not safe for several goroutines.
type Grouper struct {
	window     time.Duration
	candidates int
	problems   []*group          // in the order they appeared; nil = emptied
	keys       map[uint64][]int  // key → numbers of problems, oldest first
	of         map[string]member // message → where it is
}

type member struct {
	group  int
	digest uint64 // of everything that was compared, so that a repeated message is known
}

type entry struct {
	id, author, title, group, municipality string
	at                                     time.Time
	rank                                   int
	copyOf                                 int // number of its wording, -1 = not counted
}

type group struct {
	id          string
	entries     []entry
	examples    []*profile
	exampleOf   []string
	wordings    []*profile
	first, last time.Time
}

// New returns an empty Grouper.
func New(o Options) *Grouper {
	if o.Window <= 0 {
		o.Window = 30 * 24 * time.Hour
	}
	if o.Candidates <= 0 {
		o.Candidates = 48
	}
	return &Grouper{window: o.Window, candidates: o.Candidates, keys: map[uint64][]int{}, of: map[string]member{}}
}

// Add puts a message with its problem and returns the problem's id. A message added again unchanged stays where it is;
// changed, it leaves its problem and is placed anew. The cost is that of its candidates: it does not grow with the number
// of stored messages. Any order is allowed; the ids are the same after a rebuild in the same order.
func (g *Grouper) Add(id, text, topic string, where place.Place, author string, at time.Time) string {
	digest := fingerprint(text, topic, where, author, at)
	if old, ok := g.of[id]; ok {
		if old.digest == digest {
			return g.problems[old.group].id
		}
		g.Remove(id)
	}
	p := newProfile(Item{ID: id, Text: text, Group: topic, Place: where, Author: author, At: at})
	keys := keysOf(p)
	best, bestLikeness := -1, 0.0
	for _, n := range g.near(keys, at) {
		x := g.problems[n]
		for _, example := range x.examples {
			if ok, _, likeness := same(example, p); ok && (best < 0 || likeness > bestLikeness || likeness == bestLikeness && x.id < g.problems[best].id) {
				best, bestLikeness = n, likeness
			}
		}
	}
	if best < 0 {
		best = len(g.problems)
		g.problems = append(g.problems, &group{id: problemID(id), first: at, last: at})
	}
	x := g.problems[best]
	title, rank := titleOf(text, p)
	x.entries = append(x.entries, entry{id: id, author: author, title: title, group: topic, municipality: where.Municipality, at: at, rank: rank, copyOf: x.wording(p)})
	if at.Before(x.first) {
		x.first = at
	}
	if at.After(x.last) {
		x.last = at
	}
	if len(x.examples) < examplesKept {
		x.examples, x.exampleOf = append(x.examples, p), append(x.exampleOf, id)
	}
	for _, key := range keys {
		list := g.keys[key]
		if k := slices.Index(list, best); k >= 0 {
			list = slices.Delete(list, k, k+1)
		}
		if list = append(list, best); len(list) > perKey {
			list = slices.Delete(list, 0, len(list)-perKey)
		}
		g.keys[key] = list
	}
	g.of[id] = member{best, digest}
	return x.id
}

// near are the problems that share a key and are within the window, those that share most keys first.
func (g *Grouper) near(keys []uint64, at time.Time) []int {
	votes := map[int]int{}
	var found []int
	for _, key := range keys {
		for _, n := range g.keys[key] {
			x := g.problems[n]
			if x == nil || at.Sub(x.last) > g.window || x.first.Sub(at) > g.window {
				continue
			}
			if votes[n] == 0 {
				found = append(found, n)
			}
			votes[n]++
		}
	}
	slices.SortFunc(found, func(a, b int) int { return cmp.Or(cmp.Compare(votes[b], votes[a]), cmp.Compare(b, a)) })
	return found[:min(len(found), g.candidates)]
}

// wording finds or keeps the wording a message uses; -1 where none can be kept or the text is too short to be copied.
func (x *group) wording(p *profile) int {
	if len(p.shingles) < 4 {
		return -1
	}
	for i, w := range x.wordings {
		n := shared(w.shingles, p.shingles)
		if float64(n) >= 0.7*float64(len(w.shingles)+len(p.shingles)-n) {
			return i
		}
	}
	if len(x.wordings) == wordingsKept {
		return -1
	}
	x.wordings = append(x.wordings, p)
	return len(x.wordings) - 1
}

// Remove takes a message out, as when it was dismissed or its author changed it. An unknown id is ignored.
func (g *Grouper) Remove(id string) {
	m, ok := g.of[id]
	if !ok {
		return
	}
	delete(g.of, id)
	x := g.problems[m.group]
	x.entries = slices.DeleteFunc(x.entries, func(e entry) bool { return e.id == id })
	if k := slices.Index(x.exampleOf, id); k >= 0 {
		x.examples, x.exampleOf = slices.Delete(x.examples, k, k+1), slices.Delete(x.exampleOf, k, k+1)
	}
	if len(x.entries) == 0 {
		g.problems[m.group] = nil
		return
	}
	x.first, x.last = x.entries[0].at, x.entries[0].at
	for _, e := range x.entries {
		if e.at.Before(x.first) {
			x.first = e.at
		}
		if e.at.After(x.last) {
			x.last = e.at
		}
	}
}

// Of is the problem of a message; ok is false where the message is not known.
func (g *Grouper) Of(id string) (problemID string, ok bool) {
	m, ok := g.of[id]
	if !ok {
		return "", false
	}
	return g.problems[m.group].id, true
}

// Problems lists every problem: most messages first, then the latest, then by id. Cost: all stored messages.
func (g *Grouper) Problems() []Problem {
	out := make([]Problem, 0, len(g.problems))
	for _, x := range g.problems {
		if x != nil {
			out = append(out, x.problem())
		}
	}
	slices.SortFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(b.Messages, a.Messages), b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func (x *group) problem() Problem {
	p := Problem{ID: x.id, Messages: len(x.entries), First: x.first, Last: x.last}
	people := map[string]bool{}
	copied := map[int]map[string]bool{}
	groups, places := map[string]int{}, map[string]int{}
	best := -1
	for i, e := range x.entries {
		p.Members = append(p.Members, e.id)
		if e.author == "" {
			p.People++
		} else {
			people[e.author] = true
			if e.copyOf >= 0 {
				if copied[e.copyOf] == nil {
					copied[e.copyOf] = map[string]bool{}
				}
				copied[e.copyOf][e.author] = true
				p.Campaign = p.Campaign || len(copied[e.copyOf]) >= campaignAuthors
			}
		}
		groups[e.group]++
		places[e.municipality]++
		if best < 0 || betterTitle(e, x.entries[best]) {
			best = i
		}
	}
	p.People += len(people)
	p.Group, p.Municipality = most(groups), most(places)
	if best >= 0 {
		p.Title = x.entries[best].title
	}
	slices.Sort(p.Members)
	return p
}

// most is the most frequent name that is not empty; the first in the alphabet of equals.
func most(counts map[string]int) string {
	best := ""
	for name, n := range counts {
		if name != "" && (best == "" || n > counts[best] || n == counts[best] && name < best) {
			best = name
		}
	}
	return best
}

func problemID(first string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(first)) // a hash takes every byte
	return fmt.Sprintf("p%016x", h.Sum64())
}

func fingerprint(text, topic string, where place.Place, author string, at time.Time) uint64 {
	h := fnv.New64a()
	for _, s := range []string{text, topic, where.Municipality, where.District, where.Part, where.Settlement, where.Street, where.House, author, at.UTC().Format(time.RFC3339Nano)} {
		_, _ = h.Write([]byte(s))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}
