package topic

import (
	"bytes"
	"iter"
	"math/bits"
	"unicode/utf8"

	"otklik/internal/text"
)

// scratch is the memory of one reading with an index; one goroutine at a time.
type scratch struct {
	index *index
	text  []int32 // the words of the text, by their number in known
	known []known
	slots []int32 // open addressing by hash: number in known + 1; 0 is empty

	phrases marks     // those found
	besides marks     // those found after a preposition of place
	stems   marks     // those of examples that the text has
	keys    []float32 // row → sum of keys
	keyed   []uint64  // rows with keys, as bits
	hits    []int32   // phrases found, in the order of the text

	subjects []int32 // those of hits that name what the text is about

	likeness []float32 // row → likeness to its nearest example
	overlap  []float32 // example → shared weight
	touched  []int32   // examples with shared weight
}

// known is what an index says of a word. Most words of a text have been met before, so it is remembered.
type known struct {
	norm    string
	hash    uint64
	atoms   []int32 // atoms of keys that it stands for
	content int32   // number of its stem among those of examples, or -1
	role    role
}

// Words of a text and of the memory are bounded, so that no stream can make it grow.
const (
	maxText    = 64 << 10 // bytes
	maxWords   = 4001
	remembered = 1 << 13
	slotBits   = 14 // holds what is remembered and the longest text besides
)

func newScratch(x *index) *scratch {
	return &scratch{index: x, slots: make([]int32, 1<<slotBits), phrases: newMarks(len(x.phrases)),
		besides: newMarks(len(x.phrases)), stems: newMarks(len(x.with))}
}

// read cuts a text into words.
func (s *scratch) read(text string) {
	if len(s.known) > remembered {
		clear(s.known)
		s.known = s.known[:0]
		clear(s.slots)
	}
	s.text = s.text[:0]
	s.phrases.clear()
	s.besides.clear()
	s.stems.clear()
	for norm, hash := range words(text) {
		at := hash >> (64 - slotBits)
		for {
			n := s.slots[at]
			if n == 0 {
				s.known = append(s.known, s.index.know(string(norm), hash))
				n = int32(len(s.known))
				s.slots[at] = n
			} else if k := &s.known[n-1]; k.hash != hash || k.norm != string(norm) {
				at = (at + 1) % (1 << slotBits)
				continue
			}
			s.text = append(s.text, n-1)
			break
		}
	}
}

func (x *index) know(norm string, hash uint64) known {
	k := known{norm: norm, hash: hash, content: -1, role: roleOf(norm)}
	stemmed := stem(norm)
	if n, ok := x.content[stemmed]; ok {
		k.content = n
	}
	if a, ok := x.stems[stemmed]; ok {
		k.atoms = append(k.atoms, a)
	}
	if a, ok := x.exact[norm]; ok {
		k.atoms = append(k.atoms, a)
	}
	for n := x.shortest; n <= x.longest && n <= len(norm); n++ {
		if n < len(norm) && !utf8.RuneStart(norm[n]) {
			continue // inside a letter
		}
		if a, ok := x.prefixes[norm[:n]]; ok {
			k.atoms = append(k.atoms, a)
		}
	}
	return k
}

// rules are how the model and the keys have learnt to cut a text, «ж/д» and «qr-код» whole. Whoever changes them trains
// again.
var rules = &text.Rules{Inner: "-/", Digits: text.DigitsInside, Longest: 80}

// words are the words and numbers of a text, each with a hash; a word is overwritten by the next.
func words(said string) iter.Seq2[[]byte, uint64] {
	said = said[:min(len(said), maxText)]
	return func(yield func([]byte, uint64) bool) {
		var held [2 * text.MaxWord]byte
		count := 0
		for at := text.Scan(said, rules); at.Next(); {
			if at.Kind != text.Word {
				continue
			}
			norm := at.AppendNorm(held[:0])
			hash, accented := hashOf(norm)
			if !accented {
				count++
				if !yield(norm, hash) || count == maxWords {
					return
				}
				continue
			}
			for _, part := range bytes.FieldsFunc(norm, accentedLatin) {
				hash, _ := hashOf(part)
				count++
				if !yield(part, hash) || count == maxWords {
					return
				}
			}
		}
	}
}

// accentedLatin are letters such as ç, which separate words here: the model has learnt it so.
func accentedLatin(r rune) bool { return r >= utf8.RuneSelf && r < 0x300 }

// hashOf is the FNV-1a of a word, spread over its upper bits, and whether the word has an accented Latin letter.
func hashOf(norm []byte) (hash uint64, accented bool) {
	hash = 14695981039346656037
	for _, c := range norm {
		hash = (hash ^ uint64(c)) * 1099511628211
		accented = accented || c >= 0xC2 && c <= 0xCB // what begins such a letter
	}
	return hash * 0x9E3779B97F4A7C15, accented
}

// marks is a set of small numbers that is emptied by taking the next round.
type marks struct {
	round uint32
	of    []uint32
}

func newMarks(n int) marks { return marks{round: 1, of: make([]uint32, n)} }

func (m *marks) has(n int32) bool { return m.of[n] == m.round }
func (m *marks) put(n int32)      { m.of[n] = m.round }

func (m *marks) clear() {
	if m.round++; m.round == 0 { // after four milliards of texts
		clear(m.of)
		m.round = 1
	}
}

// each gives the numbers of the bits that are set, from the least.
func each(set []uint64) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, word := range set {
			for ; word != 0; word &= word - 1 {
				if !yield(i*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}
