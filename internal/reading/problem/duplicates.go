// Package problem joins messages about one and the same problem: near-duplicates, and the same matter in other words at
// the same place. It knows texts, groups and places; it must not know of states, channels or stores.
//
// Its state is derivable: adding the stored messages again, in the order they were sent, gives the same problems with
// the same ids. Nothing of it needs to be stored.
package problem

import (
	"slices"
	"strings"
	"time"

	"otklik/internal/reading/place"
)

// Item is a message as far as problems go.
type Item struct {
	ID     string
	Text   string
	Group  string
	Place  place.Place
	Author string // the platform's id; empty = unknown, and never the same person as another
	At     time.Time
}

// Thresholds of the decision, shares between 0 and 1. They were set on own examples; see duplicates_test.go.
const (
	nearlyAll   = 0.75 // shared runs of words: a copy
	mostly      = 0.5  // shared runs of words: the same text, changed
	personalTwo = 0.85 // words shared by two messages about one's own affairs
	telling     = 6    // words that carry meaning, without which a text says no place and no problem
)

// Duplicates decides whether two messages are about one problem, and says in Russian why. It is symmetric and pure;
// time plays no part in it. The same wording with another street, house, settlement or municipality is another problem.
func Duplicates(a, b Item) (bool, string) {
	var p pair
	same, reason := p.compare(newProfile(a), newProfile(b))
	return same, strings.ReplaceAll(reason, anchorMark, p.anchor)
}

// pair is two messages, with what the rules look at.
type pair struct {
	a, b *profile

	street       bool    // both name one street
	anchor       string  // the nearest place that both name
	weight       float64 // of the anchor
	runs, words  float64 // shares of runs of words and of words that carry meaning
	both         int     // such words
	short        bool    // one of them is
	enough       bool    // both say enough to say a problem
	matter       uint64  // what both are about
	parting      uint64  // the matters of which they say different faults
	likeness     float64 // for choosing between problems
	sameRow, own bool    // the wording; both are about their writers' own affairs
}

// rule is a reason, with anchorMark for the anchor, and when it holds.
type rule struct {
	reason string
	holds  func(p *pair) bool
}

const anchorMark = "%"

// apart are what parts the places of two messages, whatever they say.
var apart = []rule{
	{"разные муниципалитеты", func(p *pair) bool {
		a, b := p.a, p.b
		return differ(a.municipality, b.municipality) && !a.assumed && !b.assumed &&
			a.municipality != b.district && b.municipality != a.district
	}},
	{"разные населённые пункты", func(p *pair) bool { return differ(p.a.settlement, p.b.settlement) }},
	{"разные части города", func(p *pair) bool { return differ(p.a.part, p.b.part) && p.a.borough == p.b.borough }},
	{"разные улицы", func(p *pair) bool { return p.neither(streets) }},
	{"разные перекрёстки", func(p *pair) bool {
		return p.crossings() && !slices.Equal(p.a.list(streets), p.b.list(streets))
	}},
	{"разные дома", func(p *pair) bool { return p.neither(houses) }},
	{"разные номера маршрутов или учреждений", func(p *pair) bool {
		return otherObjects(p.a.list(objects), p.b.list(objects))
	}},
}

// others are what makes two matters of what stands at one place.
var others = []rule{
	{"улица того же имени, населённый пункт другой или назван в одном сообщении", func(p *pair) bool {
		return p.anchor == "" && p.bothHave(streets)
	}},
	{"названы разные объекты", func(p *pair) bool {
		a, b := p.a.list(names), p.b.list(names)
		n := shared(a, b)
		return n == 0 && len(a) > 0 && len(b) > 0 && p.weight < 1
	}},
	{"разные места в похожем тексте", func(p *pair) bool {
		return p.short && p.weight < 1.5 && (p.parted(spots) || p.parted(things))
	}},
	{"разные неисправности", func(p *pair) bool { return p.short && p.parting != 0 && p.matter == 0 }},
}

// anchors are the places that both messages may name, the closest first, with their weights.
var anchors = []struct {
	name   string
	weight float64
	of     func(p *pair) bool
}{
	{"тот же дом", 2, func(p *pair) bool { return p.street && p.bothHave(houses) }},
	{"тот же перекрёсток", 2, func(p *pair) bool { return p.street && p.crossings() }},
	{"тот же номер маршрута или учреждения", 1.5, func(p *pair) bool {
		return sameObject(p.a.list(objects), p.b.list(objects))
	}},
	{"та же улица", 1, func(p *pair) bool { return p.street }},
	{"тот же объект", 1, func(p *pair) bool { return shared(p.a.list(names), p.b.list(names)) > 0 }},
	{"тот же населённый пункт", 1, func(p *pair) bool { return agree(p.a.settlement, p.b.settlement) }},
	{"та же часть города", 0.5, func(p *pair) bool { return agree(p.a.part, p.b.part) && p.a.borough }},
	{"та же часть города", 0.75, func(p *pair) bool { return agree(p.a.part, p.b.part) }},
	{"тот же город или район", 0.5, func(p *pair) bool {
		return agree(p.a.municipality, p.b.municipality) && !p.a.assumed && !p.b.assumed &&
			len(p.a.list(streets)) == 0 && len(p.b.list(streets)) == 0
	}},
}

// decision decides about two messages that nothing parts; the first that holds is right.
type decision struct {
	same bool
	rule
}

// unplaced are for messages that name no place together.
var unplaced = []decision{
	// Passed round, even where it says little.
	{true, rule{"почти один и тот же текст", func(p *pair) bool { return p.sameRow && !p.own }}},
	{false, rule{"слишком общо: место не названо", func(p *pair) bool { return !p.enough }}},
	{false, rule{"личные обстоятельства разных людей", func(p *pair) bool {
		return p.own && (p.runs < nearlyAll || p.words < personalTwo)
	}}},
	{true, rule{"почти один и тот же текст", func(p *pair) bool { return p.runs >= nearlyAll }}},
	{false, rule{"место не названо, тексты разные", always}},
}

// placed are for messages that name one place.
var placed = []decision{
	{true, rule{"похожий текст, %", func(p *pair) bool { return p.runs >= mostly && p.words >= mostly && p.enough }}},
	{false, rule{"разные неисправности", func(p *pair) bool { return p.parting != 0 && p.matter == 0 }}},
	{false, rule{"разные предметы", func(p *pair) bool { return p.matter == 0 && !p.silent() && p.words < 0.6 }}},
	{true, rule{"%, тот же предмет", func(p *pair) bool { return p.weight >= 2 && (p.matter != 0 || p.words >= 0.5) }}},
	// A long message about a clinic has some matter of any other.
	{true, rule{"%, тот же предмет", func(p *pair) bool {
		return p.weight >= 1.5 && (p.matter != 0 && p.short || p.words >= 0.5)
	}}},
	{true, rule{"%, похожие слова", func(p *pair) bool { return p.weight >= 1.5 && p.silent() && p.words >= 0.33 }}},
	{true, rule{"%, тот же предмет", func(p *pair) bool {
		return p.weight >= 1 && p.matter != 0 && (p.words >= 0.2 || within(p.a.matters, p.b.matters))
	}}},
	{true, rule{"%, тот же предмет", func(p *pair) bool {
		return p.weight > 0.5 && p.matter != 0 && p.a.matters == p.b.matters
	}}},
	{true, rule{"%, тот же предмет", func(p *pair) bool {
		return p.weight >= 0.5 && p.matter != 0 &&
			(p.words >= 0.4 || p.both >= 1 && within(p.a.matters, p.b.matters))
	}}},
	{true, rule{"похожие слова, %", func(p *pair) bool { return p.words >= 0.7 && p.both >= 3 }}},
	{false, rule{"мало общего", always}},
}

func always(*pair) bool { return true }

// shortWords is how many words a short message has at most: it is about one thing.
const shortWords = 30

// compare decides, and leaves in the pair how alike the two are. The reason has anchorMark for the anchor.
func (p *pair) compare(a, b *profile) (same bool, reason string) {
	*p = pair{a: a, b: b}
	if reason := p.first(apart); reason != "" {
		return false, reason
	}
	p.measure()
	if reason := p.first(others); reason != "" {
		return false, reason
	}
	decisions := placed
	if p.anchor == "" {
		decisions = unplaced
	}
	for k := range decisions {
		if v := &decisions[k]; v.holds(p) {
			return v.same, v.reason
		}
	}
	return false, ""
}

// first is the reason of the first rule that holds; empty where none does.
func (p *pair) first(rules []rule) string {
	for k := range rules {
		if rules[k].holds(p) {
			return rules[k].reason
		}
	}
	return ""
}

// measure fills in what the rules look at.
func (p *pair) measure() {
	a, b := p.a, p.b
	p.street = p.bothHave(streets) && sameVillage(a, b)
	for k := range anchors {
		if anchors[k].of(p) {
			p.anchor, p.weight = anchors[k].name, anchors[k].weight
			break
		}
	}
	least := func(list int) int { return min(len(a.list(list)), len(b.list(list))) }
	p.runs = part(shared(a.list(shingles), b.list(shingles)), least(shingles))
	p.both = shared(a.list(content), b.list(content))
	p.words = part(p.both, least(content))
	p.likeness = (p.runs+p.words)/2 + p.weight
	p.short = min(a.words, b.words) <= shortWords
	p.enough = least(content) >= telling
	p.own = a.mine && b.mine

	p.matter = a.matters & b.matters
	if p.matter == opening && p.weight < 1.5 && p.words < 0.34 {
		p.matter = 0 // a club and a rink of one village may both be closed
	}
	p.parting = otherFaults(p.matter, a.sides, b.sides)
	p.matter &^= p.parting
	if p.anchor == "" { // no other rule asks, and it is dear
		p.sameRow, _ = sameWording(a.row, b.row)
	}
}

// differ: both are said and not the same.
func differ(a, b uint32) bool { return a != 0 && b != 0 && a != b }

// agree: both are said and the same.
func agree(a, b uint32) bool { return a != 0 && a == b }

func (p *pair) bothHave(list int) bool { return len(p.a.list(list)) > 0 && len(p.b.list(list)) > 0 }

// neither: both have members of a list, and none in common.
func (p *pair) neither(list int) bool {
	return p.bothHave(list) && !slices.ContainsFunc(p.a.list(list), func(s uint32) bool {
		return slices.Contains(p.b.list(list), s)
	})
}

// parted is neither for a sorted list.
func (p *pair) parted(list int) bool {
	return p.bothHave(list) && shared(p.a.list(list), p.b.list(list)) == 0
}

func (p *pair) crossings() bool { return len(p.a.list(streets)) == 2 && len(p.b.list(streets)) == 2 }

// silent: neither message says what it is about.
func (p *pair) silent() bool { return p.a.matters|p.b.matters == 0 }

func part(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// within: what one message is about is all in the other.
func within(a, b uint64) bool { return a&^b == 0 || b&^a == 0 }

// shared counts what two sorted lists have in common.
func shared(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}
