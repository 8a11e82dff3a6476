package topic

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
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
	rarity   map[string]float32 // stem → how rare it is among examples
	with     map[string][]int32 // stem → examples that have it
}

type phrase struct {
	row    int
	weight float32
	text   string
	atoms  []int32
}

type example struct {
	row    int
	length float32
}

// reach is how far apart the words of a key may stand.
const reach = 4

func newIndex(t *Table) *index {
	x := &index{groups: t.Groups(), stems: map[string]int32{}, exact: map[string]int32{}, prefixes: map[string]int32{},
		shortest: math.MaxInt, rarity: map[string]float32{}, with: map[string][]int32{}}
	for range x.groups {
		x.other = append(x.other, -1)
	}
	count := map[string]int{}
	var bags [][]string
	s := &scratch{}
	for row, e := range t.Rows {
		g := slices.Index(x.groups, e.Group)
		x.groupOf = append(x.groupOf, g)
		x.names = append(x.names, e.Topic)
		if strings.HasSuffix(fold(e.Topic), "прочее") {
			x.other[g] = row
		}
		for _, k := range e.Keys {
			x.add(row, k)
		}
		for _, text := range e.Examples {
			s.read(text)
			bag := s.content()
			for _, w := range bag {
				count[w]++
				x.with[w] = append(x.with[w], int32(len(bags)))
			}
			bags = append(bags, bag)
			x.examples = append(x.examples, example{row: row})
		}
	}
	for w, n := range count {
		x.rarity[w] = float32(math.Log(1 + float64(len(bags))/float64(n)))
	}
	for i, bag := range bags {
		for _, w := range bag {
			x.examples[i].length += x.rarity[w] * x.rarity[w]
		}
	}
	return x
}

func (x *index) add(row int, k Key) {
	p := phrase{row: row, weight: k.Weight, text: strings.ReplaceAll(strings.ReplaceAll(k.Text, "=", ""), "*", "…")}
	for field := range strings.FieldsSeq(fold(k.Text)) {
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

// scratch is the memory of one reading; one goroutine at a time.
type scratch struct {
	norms, stemmed []string
	bytes          []byte
	atoms          [][]int32
	store          []int32
	keys           []float32 // row → sum of keys
	likeness       []float32 // row → likeness to its nearest example
	overlap        []float32 // example → shared weight
	touched        []int32
	hits           []int32 // phrases found
	known          map[string][2]string
}

// remembered bounds the memory of words.
const remembered = 1 << 13

// read cuts a text into words.
func (s *scratch) read(text string) {
	s.norms, s.stemmed = s.norms[:0], s.stemmed[:0]
	if s.known == nil || len(s.known) > remembered {
		s.known = make(map[string][2]string, 256)
	}
	if len(text) > 64<<10 {
		text = text[:64<<10]
	}
	s.bytes = s.bytes[:0]
	flush := func() {
		if len(s.bytes) == 0 || len(s.norms) > 4000 {
			s.bytes = s.bytes[:0]
			return
		}
		w, ok := s.known[string(s.bytes)]
		if !ok {
			norm := string(s.bytes)
			w = [2]string{norm, stem(norm)}
			s.known[norm] = w
		}
		s.norms, s.stemmed = append(s.norms, w[0]), append(s.stemmed, w[1])
		s.bytes = s.bytes[:0]
	}
	for i, r := range text {
		switch {
		case r >= 'а' && r <= 'я' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		case r >= 'А' && r <= 'Я' || r >= 'A' && r <= 'Z':
			r += 32
		case r == 'ё' || r == 'Ё':
			r = 'е'
		case r == '-' || r == '/': // ж/д, qr-код
			if next, _ := utf8.DecodeRuneInString(text[i+1:]); len(s.bytes) == 0 || !unicode.IsLetter(next) {
				flush()
				continue
			}
		case r < 0x300 || r == utf8.RuneError || !unicode.IsLetter(r):
			if r >= 0x300 && r < 0x370 {
				continue // an accent
			}
			flush()
			continue
		default:
			r = unicode.ToLower(r)
		}
		if len(s.bytes) < 80 {
			s.bytes = utf8.AppendRune(s.bytes, r)
		}
	}
	flush()
}

// content are the stems of the words that say something, each once.
func (s *scratch) content() []string {
	var out []string
	for _, w := range s.stemmed {
		if utf8.RuneCountInString(w) >= 3 && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// find fills s.keys, s.likeness and s.hits for a text that read has cut.
func (x *index) find(s *scratch, likeness bool) {
	rows := len(x.names)
	s.keys = slices.Grow(s.keys[:0], rows)[:rows]
	clear(s.keys)
	s.hits, s.atoms, s.store = s.hits[:0], s.atoms[:0], s.store[:0]
	for i, norm := range s.norms {
		from := len(s.store)
		if a, ok := x.stems[s.stemmed[i]]; ok {
			s.store = append(s.store, a)
		}
		if a, ok := x.exact[norm]; ok {
			s.store = append(s.store, a)
		}
		for n := x.shortest; n <= x.longest && n <= len(norm); n++ {
			if n < len(norm) && norm[n]&0xC0 == 0x80 {
				continue // inside a letter
			}
			if a, ok := x.prefixes[norm[:n]]; ok {
				s.store = append(s.store, a)
			}
		}
		s.atoms = append(s.atoms, s.store[from:len(s.store):len(s.store)])
	}
	for i := range s.atoms {
		for _, a := range s.atoms[i] {
			for _, n := range x.first[a] {
				p := &x.phrases[n]
				if slices.Contains(s.hits, n) || !s.near(p, i) {
					continue
				}
				s.hits = append(s.hits, n)
				s.keys[p.row] += p.weight
			}
		}
	}
	if !likeness {
		return
	}
	s.likeness = slices.Grow(s.likeness[:0], rows)[:rows]
	clear(s.likeness)
	s.overlap = slices.Grow(s.overlap[:0], len(x.examples))[:len(x.examples)]
	clear(s.overlap)
	s.touched = s.touched[:0]
	length := float32(0)
	for i, w := range s.stemmed {
		r := x.rarity[w]
		if r == 0 || slices.Contains(s.stemmed[:i], w) {
			continue
		}
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
		for k := max(0, i-reach); k <= min(len(s.atoms)-1, i+reach) && !found; k++ {
			found = k != i && slices.Contains(s.atoms[k], a)
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
	env := snowballstem.NewEnv(norm)
	russian.Stem(env)
	return env.Current()
}
