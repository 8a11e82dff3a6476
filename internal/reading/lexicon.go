package reading

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed lexicon/*.txt
var files embed.FS

// atom is the number of one thing a token can be matched with: a stem, a beginning, an exact word or a class of them.
type atom int32

// phrase is an entry of a lexicon: terms one after another within a sentence.
type phrase struct {
	section int
	weight  float64
	terms   []term
}

// term is one place of a phrase.
type term struct {
	any  []atom // one of these
	gap  int    // how many tokens may stand before it
	sign uint64 // signature of any
}

// maxGap is how many words ".." stands for.
const maxGap = 3

// signature has a bit for each atom. Where two signatures share none, their atoms do not either.
func signature(atoms []atom) (sign uint64) {
	for _, a := range atoms {
		sign |= 1 << (a % 64)
	}
	return sign
}

// marked is what the lexicon says of a word.
type marked struct {
	atoms []atom
	sign  uint64    // signature of atoms
	opens []opening // phrases that may begin with the word, in the order of the atoms
}

// opening is a phrase that may begin with a word, with what its second term asks for.
type opening struct {
	phrase int32
	gap    int32
	sign   uint64 // 0: there is no second term
}

// lexicon finds entries in a text. Its files are read once; afterwards it never changes.
//
// File format: "[name]" opens a section; entries stand on lines of their own or between commas. An entry is one or
// more terms: слово (matched by stem), слов* (by beginning), =слово (exactly), $name (any one-word entry of a
// section), a/b (either), .. (up to three words between). A trailing ^2 gives the entry a weight other than 1. #
// begins a comment.
type lexicon struct {
	names    []string
	sections map[string]int
	exact    map[string]atom
	stems    map[string]atom
	prefixes map[string]atom
	longest  int // bytes of the longest beginning
	shortest int
	classes  map[string]atom
	members  map[atom][]atom // atom → the classes it belongs to
	first    [][]int32       // atom → phrases that begin with it
	phrases  []phrase
	next     atom
	memory   *memory
}

// hit is a phrase found in a text.
type hit struct {
	section  int
	weight   float64
	from, to int // tokens, to is included
}

func newLexicon() *lexicon {
	return &lexicon{sections: map[string]int{}, exact: map[string]atom{}, stems: map[string]atom{},
		prefixes: map[string]atom{},
		classes:  map[string]atom{}, members: map[atom][]atom{}, shortest: 1 << 20,
		memory: &memory{words: map[string]*marked{}}}
}

// load reads an embedded file. super, where not empty, is a class that every one-word entry of the file joins.
func (l *lexicon) load(name, super string) error {
	data, err := files.ReadFile("lexicon/" + name)
	if err != nil {
		return fmt.Errorf("read the built-in lexicon: %w", err)
	}
	section := ""
	for n, line := range strings.Split(string(data), "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line[0] == '[' {
			section = strings.Trim(line, "[]")
			l.section(section)
			continue
		}
		for entry := range strings.SplitSeq(line, ",") {
			if entry = strings.TrimSpace(entry); entry == "" {
				continue
			}
			if section == "" {
				return fmt.Errorf("lexicon %s line %d: an entry before the first section", name, n+1)
			}
			if err := l.add(section, super, entry); err != nil {
				return fmt.Errorf("lexicon %s line %d: %w", name, n+1, err)
			}
		}
	}
	return nil
}

func (l *lexicon) section(name string) int {
	if i, ok := l.sections[name]; ok {
		return i
	}
	l.sections[name] = len(l.names)
	l.names = append(l.names, name)
	return len(l.names) - 1
}

func (l *lexicon) add(section, super, entry string) error {
	p := phrase{section: l.section(section), weight: 1}
	if text, weight, ok := strings.Cut(entry, "^"); ok {
		w, err := strconv.ParseFloat(weight, 64)
		if err != nil {
			return fmt.Errorf("entry %q: the weight is not a number", entry)
		}
		p.weight, entry = w, strings.TrimSpace(text)
	}
	gap := 0
	for field := range strings.FieldsSeq(entry) {
		if field == ".." {
			gap = maxGap
			continue
		}
		t := term{gap: gap}
		for alternative := range strings.SplitSeq(field, "/") {
			a, err := l.atom(alternative)
			if err != nil {
				return err
			}
			t.any = append(t.any, a)
		}
		p.terms = append(p.terms, t)
		gap = 0
	}
	if len(p.terms) == 0 || gap != 0 {
		return fmt.Errorf("entry %q has no word at its end", entry)
	}
	if len(p.terms) == 1 {
		for _, a := range p.terms[0].any {
			l.members[a] = append(l.members[a], l.class(section))
			if super != "" {
				l.members[a] = append(l.members[a], l.class(super))
			}
		}
	}
	l.first = append(l.first, make([][]int32, int(l.next)+1-len(l.first))...)
	for _, a := range p.terms[0].any {
		l.first[a] = append(l.first[a], int32(len(l.phrases)))
	}
	for i := range p.terms {
		p.terms[i].sign = signature(p.terms[i].any)
	}
	l.phrases = append(l.phrases, p)
	return nil
}

func (l *lexicon) atom(text string) (atom, error) {
	table, key := l.stems, text
	switch {
	case text == "" || text == "*" || text == "=":
		return 0, fmt.Errorf("an empty word")
	case text[0] == '$':
		return l.class(text[1:]), nil
	case text[0] == '=':
		table, key = l.exact, text[1:]
	case strings.HasSuffix(text, "*"):
		table, key = l.prefixes, strings.TrimSuffix(text, "*")
		l.longest, l.shortest = max(l.longest, len(key)), min(l.shortest, len(key))
	default:
		key = stem(text)
	}
	return l.number(table, key), nil
}

func (l *lexicon) class(name string) atom { return l.number(l.classes, name) }

func (l *lexicon) number(table map[string]atom, key string) atom {
	if a, ok := table[key]; ok {
		return a
	}
	l.next++
	table[key] = l.next
	return l.next
}

// mark finds what every token matches. It is remembered, because most words of a stream come again.
func (l *lexicon) mark(tokens []token) {
	unknown := l.memory.recall(tokens)
	if !unknown {
		return
	}
	for i := range tokens {
		t := &tokens[i]
		if t.marked != nil || t.kind != word && t.kind != emoji {
			continue
		}
		m := &marked{atoms: l.match(t)}
		m.sign = signature(m.atoms)
		for _, a := range m.atoms {
			if int(a) >= len(l.first) {
				continue
			}
			for _, n := range l.first[a] {
				o := opening{phrase: n}
				if p := &l.phrases[n]; len(p.terms) > 1 {
					o.gap, o.sign = int32(p.terms[1].gap), p.terms[1].sign
				}
				m.opens = append(m.opens, o)
			}
		}
		t.marked = m
		l.memory.put(t.norm, m)
	}
}

func (l *lexicon) match(t *token) []atom {
	var found []atom
	if a, ok := l.exact[t.norm]; ok {
		found = append(found, a)
	}
	if t.kind == word {
		if a, ok := l.stems[stem(t.norm)]; ok {
			found = append(found, a)
		}
		if left, right, ok := strings.Cut(t.norm, "-"); ok { // врач-педиатр is both
			for _, half := range [...]string{left, right} {
				if a, ok := l.stems[stem(half)]; ok && len(half) >= 8 {
					found = append(found, a)
				}
			}
		}
		for n := l.shortest; n <= min(l.longest, len(t.norm)); n++ {
			if a, ok := l.prefixes[t.norm[:n]]; ok {
				found = append(found, a)
			}
		}
	}
	for _, a := range found {
		found = append(found, l.members[a]...)
	}
	return slices.Clip(found)
}

// memory keeps what words matched. It is emptied when it is full, so that a stream of new words cannot make it grow; it
// changes nothing but speed and may be used by several goroutines.
type memory struct {
	lock  sync.RWMutex
	words map[string]*marked
}

const maxRemembered = 1 << 15

// recall marks the tokens that are remembered and reports whether others are left.
func (m *memory) recall(tokens []token) (unknown bool) {
	m.lock.RLock()
	defer m.lock.RUnlock()
	for i := range tokens {
		t := &tokens[i]
		if t.kind != word && t.kind != emoji {
			continue
		}
		t.marked = m.words[t.norm]
		unknown = unknown || t.marked == nil
	}
	return unknown
}

func (m *memory) put(norm string, what *marked) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if len(m.words) >= maxRemembered {
		clear(m.words)
	}
	m.words[strings.Clone(norm)] = what
}

// find lists the phrases of a marked text, in its order. At one place a section counts once, with its heaviest entry.
func (l *lexicon) find(tokens []token) []hit {
	hits := make([]hit, 0, len(tokens)+8)
	for i := range tokens {
		if tokens[i].marked == nil {
			continue
		}
		here := len(hits)
		next, near := ahead(tokens, i)
		for _, o := range tokens[i].marked.opens {
			if o.sign != 0 && (o.gap == 0 && o.sign&next == 0 || o.sign&near == 0) {
				continue
			}
			p := &l.phrases[o.phrase]
			to := i
			if o.sign != 0 {
				var ok bool
				if to, ok = p.match(tokens, i); !ok {
					continue
				}
			}
			hits = keepHeaviest(hits, here, hit{section: p.section, weight: p.weight, from: i, to: to})
		}
	}
	return hits
}

// keepHeaviest puts a hit to those found from here on, of which each section has one.
func keepHeaviest(hits []hit, here int, found hit) []hit {
	for k := here; k < len(hits); k++ {
		if hits[k].section == found.section {
			if hits[k].weight < found.weight {
				hits[k] = found
			}
			return hits
		}
	}
	return append(hits, found)
}

// ahead are the signatures of the token behind the i-th and of all that a second term may stand at.
func ahead(tokens []token, i int) (next, near uint64) {
	for k := i + 1; k <= i+1+maxGap && k < len(tokens); k++ {
		if m := tokens[k].marked; m != nil {
			near |= m.sign
			if k == i+1 {
				next = m.sign
			}
		}
	}
	return next, near
}

// match follows the phrase from token i and returns its last token. Gaps are bounded, so a text is read in linear time.
func (p *phrase) match(tokens []token, i int) (to int, ok bool) {
	at := i
	for n := 1; n < len(p.terms); n++ {
		t := &p.terms[n]
		found := false
		for k := at + 1; k <= at+1+t.gap && k < len(tokens) && tokens[k].sentence == tokens[i].sentence; k++ {
			if m := tokens[k].marked; m != nil && m.sign&t.sign != 0 && tokens[k].has(t.any) {
				at, found = k, true
				break
			}
		}
		if !found {
			return 0, false
		}
	}
	return at, true
}

func (t *token) has(any []atom) bool {
	if t.marked == nil {
		return false
	}
	for _, a := range t.marked.atoms {
		for _, b := range any {
			if a == b {
				return true
			}
		}
	}
	return false
}
