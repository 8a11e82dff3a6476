package reading

import (
	"math/bits"
	"strings"

	"otklik/internal/reading/linear"
	"otklik/internal/text"
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

var shapeNames = [shapes]string{"question", "exclaim", "toponym", "house", "time", "number", "not they", "they", "we do", "imperative", "past", "capitals", "mention", "patronymic", "matter", "future", "hash"}

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
		var before *token
		if i > 0 && s.tokens[i-1].sentence == t.sentence {
			before = &s.tokens[i-1]
		}
		if t.ends == '?' {
			to.put(shapeQuestion)
		} else if t.ends == '!' {
			to.put(shapeExclaim)
		}
		switch t.kind {
		case mention:
			to.put(shapeMention)
		case number:
			to.put(shapeNumber)
			if before != nil && before.kind == word && before.capital && !before.upper {
				to.put(shapeHouse)
			}
		case word:
			if t.upper && len(t.norm) > 8 {
				to.put(shapeCapitals)
			}
			if before == nil {
				verbShape(t, nil, to)
				continue
			}
			if t.capital && before.kind == word {
				switch before.norm {
				case "в", "во", "на", "по", "из", "с", "у", "ул", "г", "п", "с-", "д", "пос", "до", "под", "около", "возле":
					to.put(shapeToponym)
				}
				if text.Patronymic(t.norm) {
					to.put(shapePatronymic)
				}
			}
			if before.kind == number {
				for _, unit := range [...]string{"лет", "год", "дней", "дня", "день", "час", "мин", "мес", "недел", "суток", "сутк"} {
					if strings.HasPrefix(t.norm, unit) {
						to.put(shapeTime)
						break
					}
				}
			}
			verbShape(t, before, to)
		}
	}
	return out
}

// verbShape tells the person of a verb by its ending.
func verbShape(t, before *token, to *set) {
	n := t.norm
	if len(n) < 8 {
		return
	}
	negated := before != nil && before.norm == "не"
	switch {
	case strings.HasSuffix(n, "ют") || strings.HasSuffix(n, "ут") || strings.HasSuffix(n, "ят") || strings.HasSuffix(n, "ат"):
		if negated {
			to.put(shapeNotThey)
		} else {
			to.put(shapeThey)
		}
	case strings.HasSuffix(n, "ем") || strings.HasSuffix(n, "им") || strings.HasSuffix(n, "емся") || strings.HasSuffix(n, "имся"):
		to.put(shapeWeDo)
	case strings.HasSuffix(n, "йте") || strings.HasSuffix(n, "ите") || strings.HasSuffix(n, "ьте"):
		to.put(shapeImperative)
	case strings.HasSuffix(n, "ли") || strings.HasSuffix(n, "лись"):
		if negated {
			to.put(shapeNotThey)
		} else {
			to.put(shapePast)
		}
	case n == "будет" || n == "будут":
		to.put(shapeFuture)
	}
}

// senses adds what the sentences of a text hold.
func (r *Reader) senses(f *linear.Features, s *signals) {
	for i := range r.sensesOf(s).each {
		f.Add(r.senseNames[i], senseStrength)
	}
}
