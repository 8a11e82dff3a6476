package precedent

import (
	"iter"
	"math"
)

// Words alone bring together whatever shares common ones, and the encoder whatever is of one kind: «зарплату задержали»
// is as near to «зарплату повысили» as two complaints about wages are to each other. What is near by both is mostly of
// one matter; docs/reading.md has the figures by which the bounds were chosen.
const (
	// wordsFrom is the likeness of words from which a precedent says anything where words alone are compared: below it
	// two complaints merely share common words.
	wordsFrom = 0.3
	// bothFrom is the same for the sum of the likeness of words and the cosine of vectors, which is 2 at most.
	bothFrom = 0.9
	// needlessFrom is bothFrom for a precedent that says that no answer is needed: whom it silences nobody hears.
	needlessFrom = 1.02
	// leastWords is the likeness of words below which vectors are not compared: without common words they say which
	// kind of matter a text is of, not which matter; and few of ten thousand precedents are left to compare with.
	leastWords = 0.1
)

// likeness is how alike a text and a precedent are.
type likeness struct {
	words float64 // cosine of the sets of their signs, 0 to 1
	mean  float64 // cosine of their vectors
	both  bool    // they have vectors of one encoder
}

// worth is how much of a precedent's word this is worth, 0 to 1: nothing below a bound, which is from where the
// vectors are compared too.
func (l likeness) worth(from float64) float64 {
	if !l.both {
		return max(0, (l.words-wordsFrom)/(1-wordsFrom))
	}
	return max(0, (l.words+l.mean-from)/(2-from))
}

// like gives the precedents that may be worth something for a text, in their order.
func (b *Memory) like(s signs, v Vector) iter.Seq2[int, likeness] {
	return func(yield func(int, likeness) bool) {
		common := make([]uint16, len(b.precedents))
		for _, one := range s.all {
			for _, i := range b.by[one] {
				common[i]++
			}
		}
		length, outline := v.length(), v.outline()
		for i, n := range common {
			if n == 0 {
				continue
			}
			p := &b.precedents[i]
			l := likeness{words: min(1, float64(n)/math.Sqrt(float64(len(s.all))*float64(len(p.Signs))))}
			if l.both = sameEncoder(v, p.Vector); l.both {
				if l.words < leastWords || farApart(outline, b.outlines[i], bothFrom-l.words) {
					continue
				}
				l.mean = cosine(v, p.Vector, length*b.lengths[i])
			}
			if !yield(i, l) {
				return
			}
		}
	}
}
