package reading

import (
	"math/bits"

	"otklik/internal/reading/linear"
	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

// set holds numbers from 0 to 127.
type set [2]uint64

func (s *set) put(i int) { s[i>>6] |= 1 << (i & 63) }

func (s set) each(yield func(int) bool) {
	for w, word := range s {
		for word != 0 {
			if !yield(w<<6 + bits.TrailingZeros64(word)) {
				return
			}
			word &= word - 1
		}
	}
}

// Shapes are what a word is by its form alone; they stand in a set beside the lexicon's classes.
const (
	shapeQuestion = iota
	shapeExclaim
	shapeToponym // «в Бакале»: a capital after a preposition of place
	shapeHouse   // «Косарева 52»
	shapeTime    // «11 лет», «по 40 минут»
	shapeNumber
	shapeNotThey // «не убирают»
	shapeThey    // «обещают»
	shapeWeDo    // «ходим»
	shapeImperative
	shapePast // «обещали»
	shapeCapitals
	shapeMention
	shapePatronymic
	shapeMatter
	shapeFuture
	shapeHash
	shapes
)

var shapeNames = [shapes]string{"question", "exclaim", "toponym", "house", "time", "number", "not they", "they",
	"we do", "imperative", "past", "capitals", "mention", "patronymic", "matter", "future", "hash"}

// noToken stands before the first token of a sentence.
var noToken token

// sensesOf finds the classes and shapes of a text.
func (r *Reader) sensesOf(s *signals) (out set) {
	to := &out
	for _, h := range s.hits {
		if r.groupOf[h.section] >= 0 {
			if h.weight >= 1 {
				to.put(shapeMatter)
			}
			continue
		}
		to.put(shapes + r.senseOf[h.section])
	}
	for i := range s.tokens {
		t := &s.tokens[i]
		before := &noToken // of its sentence
		if i > 0 && s.tokens[i-1].sentence == t.sentence {
			before = &s.tokens[i-1]
		}
		switch t.ends {
		case '?':
			to.put(shapeQuestion)
		case '!':
			to.put(shapeExclaim)
		}
		switch t.kind {
		case mention:
			to.put(shapeMention)
		case number:
			to.put(shapeNumber)
			if before.kind == word && before.capital && !before.upper {
				to.put(shapeHouse)
			}
		case word:
			wordShape(t, before, to)
		}
	}
	return out
}

// wordShape tells what a word is by its form and the token before it.
func wordShape(t, before *token, to *set) {
	if t.upper && len(t.norm) > 8 {
		to.put(shapeCapitals)
	}
	if t.capital && before.kind == word {
		if atPlace[before.norm] {
			to.put(shapeToponym)
		}
		if text.Patronymic(t.norm) {
			to.put(shapePatronymic)
		}
	}
	if before.kind == number && timeUnits.Begin(t.norm) {
		to.put(shapeTime)
	}
	verbShape(t, before, to)
}

// Words before a place that is named, and what the words for time begin with.
var (
	atPlace   = lists.Set("before a place")
	timeUnits = wordlist.Beginnings(lists.Words("units of time"))
)

// verbs are the persons of verbs by their endings; where «не» stands before a verb, it may be another shape. The first
// that fits counts.
var verbs = []struct {
	ending         wordlist.Endings
	shape, negated int
}{
	{wordlist.Endings{"ют", "ут", "ят", "ат"}, shapeThey, shapeNotThey},
	{wordlist.Endings{"ем", "им", "емся", "имся"}, shapeWeDo, shapeWeDo},
	{wordlist.Endings{"йте", "ите", "ьте"}, shapeImperative, shapeImperative},
	{wordlist.Endings{"ли", "лись"}, shapePast, shapeNotThey},
}

// shortestVerb is how many bytes a word has to have to be taken for a verb by its ending.
const shortestVerb = 8

// verbShape tells the person of a verb by its ending.
func verbShape(t, before *token, to *set) {
	if len(t.norm) < shortestVerb {
		return
	}
	for _, v := range verbs {
		if !v.ending.End(t.norm) {
			continue
		}
		if before.norm == "не" {
			to.put(v.negated)
		} else {
			to.put(v.shape)
		}
		return
	}
	if t.norm == "будет" {
		to.put(shapeFuture)
	}
}

// senses adds what the sentences of a text hold.
func (r *Reader) senses(f *linear.Features, s *signals) {
	for i := range r.sensesOf(s).each {
		f.Add(r.senseNames[i], senseStrength)
	}
}
