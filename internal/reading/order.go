package reading

import (
	"math/bits"

	"otklik/internal/reading/linear"
)

// Strength of what the order of words adds, each feature beside the n-grams' 1.5.
const orderStrength = 0.2

// spot is what stands at one place of a text, so that «не» before a thing of the matter is not «не» anywhere.
type spot struct {
	n  uint8
	is [4]uint32
}

func (s *spot) put(what uint32) {
	for _, known := range s.is[:s.n] {
		if known == what {
			return
		}
	}
	if int(s.n) < len(s.is) {
		s.is[s.n] = what
		s.n++
	}
}

// What stands at a place is a shape or class (see sensesOf) or one of these; short words stand for themselves.
const (
	spotMention = 1000 + iota
	spotNumber
	spotCapital
	spotWords = 1 << 16
)

// shortWord is how many bytes a word without a class may have to stand for itself: three Cyrillic letters, which
// prepositions, particles and pronouns have.
const shortWord = 6

// spots finds what stands where.
func (r *Reader) spots(s *signals) []spot {
	out := make([]spot, len(s.tokens))
	for _, h := range s.hits {
		what := uint32(shapeMatter)
		if r.groupOf[h.section] < 0 {
			what = uint32(shapes + r.senseOf[h.section])
		}
		for i := h.from; i <= h.to && i < len(out); i++ {
			out[i].put(what)
		}
	}
	for i := range s.tokens {
		t, at := &s.tokens[i], &out[i]
		if at.n > 0 {
			continue
		}
		switch t.kind {
		case mention:
			at.put(spotMention)
		case number:
			at.put(spotNumber)
		case word:
			before := &noToken
			if i > 0 {
				before = &s.tokens[i-1]
			}
			at.putWord(t, before)
		}
	}
	return out
}

// putWord puts what a word is that belongs to no class: a verb, a capital within a sentence, or a short word itself.
func (s *spot) putWord(t, before *token) {
	var form set
	verbShape(t, before, &form)
	for shape := range form.each {
		s.put(uint32(shape))
	}
	switch {
	case s.n > 0:
	case t.capital && before != &noToken && before.sentence == t.sentence:
		s.put(spotCapital)
	case len(t.norm) <= shortWord:
		s.put(spotWords | uint32(linear.NameOf(t.norm)))
	}
}

// Kinds of the features of order, parts of their names.
const (
	orderBeside = 1 + iota
	orderFirstWord
	orderFirst
	orderLast
	orderLength
	orderLengthTo
	orderCalls
)

// order adds what stands beside what, how the text begins and ends, and its length: a quarrel opens with a name and
// a «вы», a matter with a place, and the same words mean less in a long speech.
func (r *Reader) order(f *linear.Features, s *signals) {
	at := r.spots(s)
	for i := range at {
		if i == 0 {
			continue
		}
		for _, a := range at[i-1].is[:at[i-1].n] {
			for _, b := range at[i].is[:at[i].n] {
				if a != b {
					f.AddName(linear.NameOfNumbers(orderBeside, a, b), orderStrength)
				}
			}
		}
	}
	for i := range min(len(at), 3) {
		f.AddName(linear.NameOfNumbers(orderFirstWord, uint32(linear.NameOf(s.tokens[i].norm)), 0), orderStrength)
		for _, what := range at[i].is[:at[i].n] {
			f.AddName(linear.NameOfNumbers(orderFirst, what, 0), orderStrength)
		}
	}
	for i := max(0, len(at)-2); i < len(at); i++ {
		for _, what := range at[i].is[:at[i].n] {
			f.AddName(linear.NameOfNumbers(orderLast, what, 0), orderStrength)
		}
	}
	// Twice the logarithm of the number of words: 0, 2, 3, 4 … for 0, 1, 2, 3 … words.
	words := uint64(s.words + 1)
	length := uint32(bits.Len64(words*words)) - 1
	f.AddName(linear.NameOfNumbers(orderLength, length, 0), orderStrength)
	if s.callsByName() {
		f.AddName(linear.NameOfNumbers(orderCalls, 0, 0), 2*orderStrength)
		f.AddName(linear.NameOfNumbers(orderLengthTo, length, 1), orderStrength)
	}
	if s.toCitizen() {
		f.AddName(linear.NameOfNumbers(orderLengthTo, length, 0), orderStrength)
	}
}
