package redact

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// form is one way in which a secret may be written. Capital and small letters are the same.
type form struct {
	text  []byte
	lower []byte
	kind  kind
}

type kind int

const (
	plain   kind = iota
	encoded      // base64: the letters beside it hold bits of the secret, too
	numbers      // the bytes as decimal numbers, as Go prints them
)

// place is where a key, the bytes of a window, stands in a form.
type place struct {
	key  uint64
	form int32
	at   int32
}

// window is how many bytes of a form are looked up at once, and stride how far apart the windows are that are known:
// the shortest piece to be found, of Least bytes, holds one of them.
const (
	window = shortest
	stride = Least - window + 1
)

// The table of a secret of 200 letters has some 700 places; the filter passes few of those that are not in it.
const filterBits = 20

// table finds the forms of secrets in a text in one pass: a filter of bits by the next few bytes, then the places that
// begin with these.
type table struct {
	cautious bool
	secrets  []string
	forms    []*form
	places   []place // in the order of their keys
	filter   []uint64
}

func (t *table) empty() bool { return t == nil || len(t.places) == 0 }

// knows reports whether secrets would add nothing.
func (t *table) knows(secrets []string) bool {
	return !slices.ContainsFunc(secrets, func(s string) bool {
		s = secretPart(s)
		return len(s) >= shortest && (t == nil || !slices.Contains(t.secrets, s))
	})
}

// with is a table that knows more secrets.
func (t *table) with(cautious bool, secrets []string) *table {
	n := &table{cautious: cautious, filter: make([]uint64, 1<<filterBits/64)}
	if t != nil {
		n.secrets = slices.Clone(t.secrets)
	}
	for _, s := range secrets {
		if s = secretPart(s); len(s) >= shortest && !slices.Contains(n.secrets, s) {
			n.secrets = append(n.secrets, s)
		}
	}
	for _, s := range n.secrets {
		for _, f := range forms(s) {
			n.add(f)
		}
	}
	slices.SortFunc(n.places, func(a, b place) int { return cmp.Compare(a.key, b.key) })
	n.dropCrowds()
	for _, p := range n.places {
		bit := hash(p.key)
		n.filter[bit/64] |= 1 << (bit % 64)
	}
	return n
}

// crowd is how many forms may have the same bytes at the same place. What more of them share, such as the beginning of
// all tokens of VK, is no secret, and whoever writes it over and over would make each of them be compared each time.
const crowd = 16

// dropCrowds takes out places that too many forms share, but never the last one of a form.
func (t *table) dropCrowds() {
	type window struct {
		key uint64
		at  int32
	}
	shared, left := map[window]int{}, map[int32]int{}
	for _, p := range t.places {
		shared[window{p.key, p.at}]++
		left[p.form]++
	}
	t.places = slices.DeleteFunc(t.places, func(p place) bool {
		if shared[window{p.key, p.at}] <= crowd || left[p.form] == 1 {
			return false
		}
		left[p.form]--
		return true
	})
}

func (t *table) add(f *form) {
	t.forms = append(t.forms, f)
	for at := 0; at+window <= len(f.lower); at += stride {
		t.places = append(t.places, place{keyOf(f.lower[at:]), int32(len(t.forms) - 1), int32(at)})
	}
}

// at are the places of a key.
func (t *table) at(key uint64) []place {
	from, _ := slices.BinarySearchFunc(t.places, key, func(p place, k uint64) int { return cmp.Compare(p.key, k) })
	to := from
	for to < len(t.places) && t.places[to].key == key {
		to++
	}
	return t.places[from:to]
}

// forms are the ways to write a secret that no view of a text takes back (see views).
func forms(secret string) []*form {
	var all []*form
	add := func(text string, k kind) {
		f := &form{text: []byte(text), lower: lower([]byte(text)), kind: k}
		same := func(other *form) bool { return bytes.Equal(other.lower, f.lower) }
		if len(text) >= window && !slices.ContainsFunc(all, same) {
			all = append(all, f)
		}
	}
	for v := range views([]byte(secret)) { // views take back what only looks like an escape, in the secret, too
		add(string(v.text), plain)
	}
	for _, s := range []string{strings.ToLower(secret), strings.ToUpper(secret), strings.ReplaceAll(secret, " ", "+")} {
		add(s, plain)
	}
	add(hex.EncodeToString([]byte(secret)), plain)
	add(strings.TrimSpace(fmt.Sprintf("% x", secret)), plain)
	if len(secret) < Least {
		return all
	}
	for shift := range 3 { // of three bytes: what stands before the secret, such as "user:", moves its letters
		bits := base64.RawStdEncoding.EncodeToString(append(make([]byte, shift), secret...))
		core := bits[(8*shift+5)/6 : (8*(shift+len(secret)))/6]
		add(core, encoded)
		add(strings.NewReplacer("+", "-", "/", "_").Replace(core), encoded)
	}
	decimal := strings.Trim(fmt.Sprint([]byte(secret)), "[]")
	add(decimal, numbers)
	add(strings.ReplaceAll(decimal, " ", ","), numbers)
	add(strings.ReplaceAll(decimal, " ", ", "), numbers)
	apart := fmt.Sprintf("%# x", secret)
	add(apart, numbers)
	add(strings.ReplaceAll(apart, " ", ", "), numbers)
	add(strings.ReplaceAll(fmt.Sprintf("% x", secret), " ", ":"), numbers)
	return all
}

// span is a part of a text.
type span struct{ from, to int }

// find gives the spans that hold secrets, in order and apart from each other.
func (t *table) find(text []byte) []span {
	var all []span
	for v := range views(text) {
		for _, s := range t.scan(v.text) {
			all = append(all, wholeEscapes(text, v.original(s)))
		}
	}
	if len(all) < 2 {
		return all
	}
	slices.SortFunc(all, func(a, b span) int { return a.from - b.from })
	apart := all[:1]
	for _, s := range all[1:] {
		if last := &apart[len(apart)-1]; s.from <= last.to {
			last.to = max(last.to, s.to)
		} else {
			apart = append(apart, s)
		}
	}
	return apart
}

// wholeEscapes takes in the rest of an escape, such as \n and \u041d, that an end of the span would cut: what is left
// of one makes a document of JSON none.
func wholeEscapes(text []byte, s span) span {
	if from, to := escapeAround(text, s.from); from < to {
		s.from = from
	}
	if from, to := escapeAround(text, s.to); from < to {
		s.to = to
	}
	return s
}

// escapeAround is the escape of JSON that has bytes on both sides of a place; empty: there is none.
func escapeAround(text []byte, at int) (from, to int) {
	const longest = len(`\u041d`)
	for from = at - 1; from >= 0 && from > at-longest; from-- {
		if text[from] != '\\' {
			continue
		}
		if before := bytes.TrimRight(text[:from], `\`); (from-len(before))%2 == 1 {
			continue // it is the second of two and begins nothing
		}
		size := 2
		if from+1 < len(text) && text[from+1] == 'u' {
			size = longest
		}
		if to = min(from+size, len(text)); to > at {
			return from, to
		}
	}
	return 0, 0
}

// scan looks for the forms in one view of a text.
func (t *table) scan(text []byte) []span {
	var found []span
	var k uint64
	for end, next := 0, 0; end < len(text); end++ {
		k = (k<<8 | uint64(folded(text[end]))) & (1<<(8*window) - 1)
		if at := end + 1 - window; at >= next {
			if bit := hash(k); t.filter[bit/64]&(1<<(bit%64)) != 0 {
				if s, ok := t.longest(text, next, at, t.at(k)); ok {
					found, next = append(found, s), s.to
				}
			}
		}
	}
	return found
}

// longest is the longest piece of a secret to be replaced that holds the window at a place of the text and begins at
// or after first.
func (t *table) longest(text []byte, first, at int, places []place) (best span, ok bool) {
	for _, p := range places {
		f := t.forms[p.form]
		s := common(text, first, at, f.lower, int(p.at))
		begin := int(p.at) - (at - s.from)
		if n := s.to - s.from; n <= best.to-best.from || n < min(Least, len(f.text)) || !t.counts(f, begin, n) ||
			len(f.text) < Least && !alone(text, s) {
			continue
		}
		if f.kind == encoded {
			s = spread(text, s)
		}
		best, ok = s, true
	}
	return best, ok
}

// common is the part of the text around a place that agrees with a form around one of its own. No letter is cut.
func common(text []byte, first, at int, form []byte, in int) span {
	s := span{at, at}
	for s.to < len(text) && in+s.to-at < len(form) && folded(text[s.to]) == form[in+s.to-at] {
		s.to++
	}
	for s.from > first && in > at-s.from && folded(text[s.from-1]) == form[in-(at-s.from)-1] {
		s.from--
	}
	for s.to > s.from && s.to < len(text) && !utf8.RuneStart(text[s.to]) {
		s.to--
	}
	for s.from < s.to && !utf8.RuneStart(text[s.from]) {
		s.from++
	}
	return s
}

// counts reports whether a piece of a secret is long enough to be one.
func (t *table) counts(f *form, at, n int) bool {
	piece := f.text[at : at+n]
	whole := n == len(f.text)
	switch n = utf8.RuneCount(piece); {
	case whole && (!onlyDigits(piece) || !t.cautious):
		return true
	case f.kind == numbers:
		return n >= 6*Least
	case onlyDigits(piece):
		return false // it may be any number
	case t.cautious:
		return n >= 2*Least
	}
	ends := at == 0 || at+len(piece) == len(f.text) // what is cut short has one end
	return n >= Least+4 || n >= Least+2 && ends || n >= Least && (f.kind == encoded || random(piece))
}

// alone reports whether no letter and no digit stands beside a span.
func alone(text []byte, s span) bool {
	word := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] >= 0x80 || letterOrDigit(text[i]))
	}
	return !word(s.from-1) && !word(s.to)
}

// spread takes in the letters of base64 beside a span that share bits with the secret.
func spread(text []byte, s span) span {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (letterOrDigit(text[i]) || strings.IndexByte("+/-_=", text[i]) >= 0)
	}
	for n := 0; n < 3 && letter(s.to); n++ {
		s.to++
	}
	for n := 0; n < 3 && letter(s.from-1) && text[s.from-1] != '='; n++ {
		s.from--
	}
	return s
}

func letterOrDigit(b byte) bool {
	b = folded(b)
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9'
}

func folded(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// lower changes ASCII letters only: the places of bytes stay.
func lower(text []byte) []byte {
	out := make([]byte, len(text))
	for i, b := range text {
		out[i] = folded(b)
	}
	return out
}

func keyOf(text []byte) (k uint64) {
	for _, b := range text[:window] {
		k = k<<8 | uint64(b)
	}
	return k
}

// hash spreads a key over the filter (Knuth's multiplicative hashing).
func hash(k uint64) uint64 { return k * 0x9E3779B97F4A7C15 >> (64 - filterBits) }
