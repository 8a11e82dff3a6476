package topic

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/text"
)

// index finds the keys and the likeness to examples of a Table in a text.
type index struct {
	groups  []string
	names   []string // of the rows' topics
	groupOf []int    // row → group
	other   []int    // group → the row of its "прочее", or -1

	stems, exact, prefixes map[string]int32
	shortest, longest      int // bytes of prefixes
	phrases                []phrase
	first                  [][]int32 // atom → phrases that begin with it

	examples []example
	content  map[string]int32 // stem → its number among the stems of examples
	rarity   []float32        // number of a stem → how rare it is among examples
	with     [][]int32        // number of a stem → examples that have it
}

type phrase struct {
	row     int
	weight  float32
	subject bool
	text    string
	atoms   []int32
}

type example struct {
	row    int
	length float32
}

// reach is how far apart the words of a key may stand.
const reach = 4

func newIndex(t *Table) *index {
	x := &index{groups: t.Groups(), stems: map[string]int32{}, exact: map[string]int32{}, prefixes: map[string]int32{},
		shortest: math.MaxInt, content: map[string]int32{}}
	for range x.groups {
		x.other = append(x.other, -1)
	}
	var bags [][]int32
	for row, e := range t.Rows {
		g := slices.Index(x.groups, e.Group)
		x.groupOf = append(x.groupOf, g)
		x.names = append(x.names, e.Topic)
		if strings.HasSuffix(text.FoldName(e.Topic), "прочее") {
			x.other[g] = row
		}
		for _, k := range e.Keys {
			x.add(row, k)
		}
		for _, text := range e.Examples {
			bags = append(bags, x.example(row, text))
		}
	}
	for _, of := range x.with {
		x.rarity = append(x.rarity, float32(math.Log(1+float64(len(x.examples))/float64(len(of)))))
	}
	for i, bag := range bags {
		for _, n := range bag {
			x.examples[i].length += x.rarity[n] * x.rarity[n]
		}
	}
	return x
}

// example takes an example in and returns its bag: the stems of the words that say something, each once.
func (x *index) example(row int, text string) (bag []int32) {
	number := int32(len(x.examples))
	x.examples = append(x.examples, example{row: row})
	for norm := range words(text) {
		w := stem(string(norm))
		if utf8.RuneCountInString(w) < 3 {
			continue
		}
		n, ok := x.content[w]
		if !ok {
			n = int32(len(x.with))
			x.content[w] = n
			x.with = append(x.with, nil)
		}
		if !slices.Contains(bag, n) {
			bag = append(bag, n)
			x.with[n] = append(x.with[n], number)
		}
	}
	return bag
}

func (x *index) add(row int, k Key) {
	p := phrase{row: row, weight: k.Weight, subject: k.Subject,
		text: strings.ReplaceAll(strings.ReplaceAll(k.Text, "=", ""), "*", "…")}
	for field := range strings.FieldsSeq(text.FoldName(k.Text)) {
		table, word := x.stems, field
		switch {
		case field[0] == '=':
			table, word = x.exact, field[1:]
		case strings.HasSuffix(field, "*"):
			table, word = x.prefixes, strings.TrimSuffix(field, "*")
			x.shortest, x.longest = min(x.shortest, len(word)), max(x.longest, len(word))
		default:
			word = stem(field)
		}
		a, ok := table[word]
		if !ok {
			a = int32(len(x.first))
			table[word] = a
			x.first = append(x.first, nil)
		}
		p.atoms = append(p.atoms, a)
	}
	x.first[p.atoms[0]] = append(x.first[p.atoms[0]], int32(len(x.phrases)))
	x.phrases = append(x.phrases, p)
}

// find fills s.keys, s.hits and s.subjects, and where it is asked for s.likeness, for a text that s.read has cut.
func (x *index) find(s *scratch, likeness bool) {
	rows := len(x.names)
	s.keys = slices.Grow(s.keys[:0], rows)[:rows]
	clear(s.keys)
	s.keyed = slices.Grow(s.keyed[:0], (rows+63)/64)[:(rows+63)/64]
	clear(s.keyed)
	s.hits = s.hits[:0]
	s.subjects = s.subjects[:0]
	for i := range s.text {
		for _, a := range s.known[s.text[i]].atoms {
			for _, n := range x.first[a] {
				p := &x.phrases[n]
				if s.phrases.has(n) || !s.near(p, i) {
					continue
				}
				role := s.roleAt(i)
				if p.subject && role == roleNone && i < subjectWords {
					s.subjects = append(s.subjects, n)
				}
				if role != rolePlace {
					s.phrases.put(n)
				}
				x.count(s, n, role == rolePlace)
			}
		}
	}
	if likeness {
		x.liken(s)
	}
}

// liken fills s.likeness and s.like.
func (x *index) liken(s *scratch) {
	s.likeness = slices.Grow(s.likeness[:0], len(x.names))[:len(x.names)]
	clear(s.likeness)
	s.overlap = slices.Grow(s.overlap[:0], len(x.examples))[:len(x.examples)]
	clear(s.overlap)
	s.touched = s.touched[:0]
	length := float32(0)
	for _, k := range s.text {
		w := s.known[k].content
		if w < 0 || s.stems.has(w) {
			continue
		}
		s.stems.put(w)
		r := x.rarity[w]
		length += r * r
		for _, e := range x.with[w] {
			if s.overlap[e] == 0 {
				s.touched = append(s.touched, e)
			}
			s.overlap[e] += r * r
		}
	}
	for _, e := range s.touched {
		ex := &x.examples[e]
		if like := s.overlap[e] / float32(math.Sqrt(float64(length*ex.length))); like > s.likeness[ex.row] {
			s.likeness[ex.row] = like
		}
	}
}

// near reports whether the other words of a key stand around word i.
func (s *scratch) near(p *phrase, i int) bool {
	for _, a := range p.atoms[1:] {
		found := false
		for k := max(0, i-reach); k <= min(len(s.text)-1, i+reach) && !found; k++ {
			found = k != i && slices.Contains(s.known[s.text[k]].atoms, a)
		}
		if !found {
			return false
		}
	}
	return true
}

// stem is the Snowball stem of a Russian word of four letters and more; others stay as they are.
func stem(norm string) string {
	if r, _ := utf8.DecodeRuneInString(norm); r < 'а' || r > 'я' || len(norm) < 8 {
		return norm
	}
	return text.Stem(norm)
}
