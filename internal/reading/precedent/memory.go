// Package precedent learns from single corrections of an office: what a person once said of a message holds for
// messages like it, and the less the less they are alike. It is a memory beside the models, not a change of them: a
// few corrections cannot spoil what was learnt from thousands of texts. It keeps hashes of words, what the encoder made
// of the text and the labels, never texts.
package precedent

import "cmp"

// Example is a corrected message. What a field leaves open was not corrected.
type Example struct {
	Text   string
	Vector Vector
	// Needs says whether the message needs an answer: +1 yes, -1 no, 0 not corrected.
	Needs int
	// Margin is what the reading alone made of the message: the logarithm of its odds of needing an answer.
	Margin       float64
	Group, Topic string
	Placed       bool // Municipality was corrected, perhaps to none
	Municipality string
}

// Memory holds what was learnt. It never changes after Learn and may be used from several goroutines.
type Memory struct {
	precedents []precedent
	by         map[sign][]int32 // sign → precedents that have it
	lengths    []float64        // of their vectors
	outlines   [][]uint64       // of their vectors
	places     map[sign]string  // name → municipality, where all corrections agree
}

// precedent is one corrected message. The fields are those of the file.
type precedent struct {
	Signs        []sign  `json:"signs"`
	Not          []sign  `json:"not"` // what the text denies
	Names        []sign  `json:"names,omitempty"`
	Vector       Vector  `json:"vector,omitempty"`
	Bias         float64 `json:"pull,omitempty"` // how far it moves the decision about an equal message
	Group        string  `json:"group,omitempty"`
	Topic        string  `json:"topic,omitempty"`
	Placed       bool    `json:"placed,omitempty"`
	Municipality string  `json:"municipality,omitempty"`
}

const (
	// sure is the margin that a corrected message itself gets: a probability of 0.82.
	sure = 1.5
	// most bounds how far precedents together move a decision.
	most = 8
	// alike is the likeness of words that one precedent needs to name the group; several that agree need less each.
	alike = 0.65
	// rounds of learning; each lets every precedent correct what the others make of it.
	rounds = 20
)

// Learn makes a memory of corrections. The same examples in the same order give the same memory.
func Learn(examples []Example) *Memory {
	b := &Memory{}
	for _, e := range examples {
		s := signsOf(e.Text)
		p := precedent{Signs: s.all, Not: s.not, Vector: e.Vector, Group: e.Group, Topic: e.Topic, Placed: e.Placed,
			Municipality: e.Municipality}
		if e.Placed && e.Municipality != "" {
			p.Names = namesOf(e.Text)
		}
		b.precedents = append(b.precedents, p)
	}
	b.index()
	b.learnBiases(examples)
	return b
}

// link is a precedent that another is near.
type link struct {
	to   int32
	near float64
}

// learnPulls moves each precedent until it and those near it bring every corrected message to its side.
func (b *Memory) learnBiases(examples []Example) {
	links := make([][]link, len(examples)) // found once: thousands of corrections are compared with each other
	for i, e := range examples {
		if e.Needs == 0 {
			continue
		}
		s := b.precedents[i].signs()
		for k, l := range b.like(s, e.Vector) {
			if near := b.word(k, s, l, examples[k].Needs); near > 0 {
				links[i] = append(links[i], link{int32(k), near})
			}
		}
	}
	for range rounds {
		moved := false
		for i, e := range examples {
			if e.Needs == 0 {
				continue
			}
			sum := 0.0
			for _, l := range links[i] {
				sum += b.precedents[l.to].Bias * l.near
			}
			y := float64(e.Needs)
			if lack := sure - y*(e.Margin+bounded(sum)); lack > 1e-6 {
				b.precedents[i].Bias += y * lack
				moved = true
			}
		}
		if !moved {
			break
		}
	}
}

func (p *precedent) signs() signs { return signs{p.Signs, p.Not} }

// Len is the number of corrections in the memory; nil has none.
func (b *Memory) Len() int {
	if b == nil {
		return 0
	}
	return len(b.precedents)
}

func (b *Memory) index() {
	b.by, b.places = map[sign][]int32{}, map[sign]string{}
	told := map[sign]bool{}
	b.lengths, b.outlines = make([]float64, len(b.precedents)), make([][]uint64, len(b.precedents))
	for i, p := range b.precedents {
		b.lengths[i], b.outlines[i] = p.Vector.length(), p.Vector.outline()
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

// Bias is how far the precedents move the logarithm of a text's odds of needing an answer; 0 where none is like it. The
// vector may be nil.
func (b *Memory) Bias(text string, v Vector) float64 {
	if b.Len() == 0 {
		return 0
	}
	s, sum := signsOf(text), 0.0
	for i, l := range b.like(s, v) {
		pull := b.precedents[i].Bias
		sum += pull * b.word(i, s, l, cmp.Compare(pull, 0))
	}
	return bounded(sum)
}

func bounded(sum float64) float64 { return max(-most, min(most, sum)) }

// word is how much of what a precedent says (needs: for or against an answer, 0: nothing) it may say of a text with
// these signs that is so like it. «Автобус ходит» needs no answer; that says nothing of «автобус не ходит».
func (b *Memory) word(i int, s signs, l likeness, needs int) float64 {
	p, from := &b.precedents[i], bothFrom
	if needs < 0 {
		from = needlessFrom
	}
	worth := l.worth(from)
	// Not is nil where it was learnt before denials were told apart.
	if needs == 0 || worth == 0 || p.Not != nil && opposite(s, p.signs()) {
		return 0
	}
	return worth
}

// Topic is the group and topic of the precedents that the text is like; ok is false where they say none, or not
// clearly. The vector may be nil.
func (b *Memory) Topic(text string, v Vector) (group, topic string, ok bool) {
	if b.Len() == 0 {
		return "", "", false
	}
	type label struct{ group, topic string }
	votes := map[label]float64{}
	var order []label
	for i, like := range b.like(signsOf(text), v) {
		p := &b.precedents[i]
		if p.Group == "" {
			continue
		}
		l := label{p.Group, p.Topic}
		if votes[l] == 0 {
			order = append(order, l)
		}
		votes[l] += like.worth(bothFrom)
	}
	var best label
	for _, l := range order {
		if votes[l] > votes[best] {
			best = l
		}
	}
	return best.group, best.topic, votes[best] >= (likeness{words: alike}).worth(bothFrom)
}

// Place is the municipality that corrections gave to a name in the text; ok is false where there is none, or several.
func (b *Memory) Place(text string) (municipality string, ok bool) {
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
