// Package precedent learns from single corrections of an office: what a person once said of a message holds for
// messages like it, and the less the less they are alike. It is a memory beside the models, not a change of them: a
// few corrections cannot spoil what was learnt from thousands of texts. It keeps hashes of words and the labels, never
// texts.
package precedent

import (
	"math"
	"slices"
)

// Example is a corrected message. What a field leaves open was not corrected.
type Example struct {
	Text string
	// Needs says whether the message needs an answer: +1 yes, -1 no, 0 not corrected.
	Needs int
	// Margin is what the reading alone made of the message: the logarithm of its odds of needing an answer.
	Margin       float64
	Group, Topic string
	Placed       bool // Municipality was corrected, perhaps to none
	Municipality string
}

// Book holds what was learnt. It never changes after Learn and may be used from several goroutines.
type Book struct {
	precedents []precedent
	by         map[sign][]int32 // sign → precedents that have it
	places     map[sign]string  // name → municipality, where all corrections agree
}

// precedent is one corrected message. The fields are those of the file.
type precedent struct {
	Signs        []sign  `json:"signs"`
	Not          []sign  `json:"not"` // what the text denies
	Names        []sign  `json:"names,omitempty"`
	Pull         float64 `json:"pull,omitempty"` // how far it moves the decision about an equal message
	Group        string  `json:"group,omitempty"`
	Topic        string  `json:"topic,omitempty"`
	Placed       bool    `json:"placed,omitempty"`
	Municipality string  `json:"municipality,omitempty"`
}

const (
	// near is the likeness from which a precedent says anything: below it two complaints merely share common words.
	near = 0.3
	// sure is the margin that a corrected message itself gets: a probability of 0.82.
	sure = 1.5
	// most bounds how far precedents together move a decision.
	most = 8
	// alike is the likeness that one precedent needs to name the group; several that agree need less each.
	alike = 0.65
	// rounds of learning; each lets every precedent correct what the others make of it.
	rounds = 20
)

// Learn makes a book of corrections. The same examples in the same order give the same book.
func Learn(examples []Example) *Book {
	b := &Book{}
	for _, e := range examples {
		s := signsOf(e.Text)
		p := precedent{Signs: s.all, Not: s.not, Group: e.Group, Topic: e.Topic, Placed: e.Placed,
			Municipality: e.Municipality}
		if e.Placed && e.Municipality != "" {
			p.Names = namesOf(e.Text)
		}
		b.precedents = append(b.precedents, p)
	}
	b.index()
	for range rounds {
		moved := false
		for i, e := range examples {
			if e.Needs == 0 {
				continue
			}
			y := float64(e.Needs)
			if lack := sure - y*(e.Margin+b.bias(b.precedents[i].signs())); lack > 1e-6 {
				b.precedents[i].Pull += y * lack
				moved = true
			}
		}
		if !moved {
			break
		}
	}
	return b
}

func (p *precedent) signs() signs { return signs{p.Signs, p.Not} }

// Len is the number of corrections in the book.
func (b *Book) Len() int { return len(b.precedents) }

func (b *Book) index() {
	b.by, b.places = map[sign][]int32{}, map[sign]string{}
	told := map[sign]bool{}
	for i, p := range b.precedents {
		for _, s := range p.Signs {
			b.by[s] = append(b.by[s], int32(i))
		}
		for _, n := range p.Names {
			if old, ok := b.places[n]; ok && old != p.Municipality {
				told[n] = true // one name, two places: it names neither
			}
			b.places[n] = p.Municipality
		}
	}
	for n := range told {
		delete(b.places, n)
	}
}

// Bias is how far the precedents move the logarithm of a text's odds of needing an answer; 0 where none is like it.
func (b *Book) Bias(text string) float64 {
	if b == nil || len(b.precedents) == 0 {
		return 0
	}
	return b.bias(signsOf(text))
}

func (b *Book) bias(s signs) float64 {
	sum := 0.0
	for _, i := range b.sharing(s.all) {
		// «Автобус ходит» needs no answer; that says nothing of «автобус не ходит».
		// nil: learnt before denials were told apart
		if p := &b.precedents[i]; p.Pull != 0 && (p.Not == nil || !opposite(s, p.signs())) {
			sum += p.Pull * closeness(likeness(s.all, p.Signs))
		}
	}
	return math.Max(-most, math.Min(most, sum))
}

// Topic is the group and topic of the precedents that the text is like; ok is false where they say none, or not
// clearly.
func (b *Book) Topic(text string) (group, topic string, ok bool) {
	if b == nil || len(b.precedents) == 0 {
		return "", "", false
	}
	signs := signsOf(text).all
	type label struct{ group, topic string }
	votes := map[label]float64{}
	var order []label
	for _, i := range b.sharing(signs) {
		p := &b.precedents[i]
		if p.Group == "" {
			continue
		}
		l := label{p.Group, p.Topic}
		if votes[l] == 0 {
			order = append(order, l)
		}
		votes[l] += closeness(likeness(signs, p.Signs))
	}
	var best label
	for _, l := range order {
		if votes[l] > votes[best] {
			best = l
		}
	}
	return best.group, best.topic, votes[best] >= closeness(alike)
}

// Place is the municipality that corrections gave to a name in the text; ok is false where there is none, or several.
func (b *Book) Place(text string) (municipality string, ok bool) {
	if b == nil || len(b.places) == 0 {
		return "", false
	}
	for _, n := range namesOf(text) {
		m, known := b.places[n]
		if !known {
			continue
		}
		if ok && m != municipality {
			return "", false
		}
		municipality, ok = m, true
	}
	return municipality, ok
}

// sharing are the precedents that share a sign with a text, in their order.
func (b *Book) sharing(signs []sign) []int32 {
	var found []int32
	for _, s := range signs {
		found = append(found, b.by[s]...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// closeness is how much of a precedent's word a likeness is worth: nothing below near, all of it at 1.
func closeness(likeness float64) float64 { return math.Max(0, (likeness-near)/(1-near)) }
