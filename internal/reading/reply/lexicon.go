package reply

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// lexicon finds the phrases of a file in a text. It is read once; afterwards it never changes.
type lexicon struct {
	sections []section
	number   map[string]int // section's name → its index
	exact    map[string]int32
	prefix   map[string]int32
	shortest int               // bytes of the shortest beginning
	longest  int               // bytes of the longest beginning
	first    map[int32][]int32 // term → the phrases that begin with it
	phrases  []phrase
}

// section is a named set of phrases. reason is the code of what it means that one was found; kinds are the initials of
// the kinds it may be told for.
type section struct{ name, reason, kinds string }

type phrase struct {
	section int
	terms   []term
}

// term is one place of a phrase: any of some words, after at most gap others.
type term struct {
	any []int32
	gap int
}

// hit is a phrase found in a text: its tokens from and to, both included.
type hit struct{ phrase, section, from, to int }

// gapWords is how many words ".." may stand for.
const gapWords = 3

// readLexicon reads the text of a phrase file; the format is described at the file's head.
func readLexicon(text string) (*lexicon, error) {
	l := &lexicon{number: map[string]int{}, exact: map[string]int32{}, prefix: map[string]int32{},
		first: map[int32][]int32{}, shortest: 1 << 10}
	now := -1
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case line[0] == '[':
			head, reason, ok := strings.Cut(line[1:], "]")
			name, kinds, _ := strings.Cut(head, " ")
			if _, twice := l.number[name]; !ok || name == "" || twice {
				return nil, fmt.Errorf("line %d: a section needs a name of its own in brackets", n+1)
			}
			now = len(l.sections)
			l.number[name] = now
			l.sections = append(l.sections, section{name, strings.TrimSpace(reason), kinds})
		case now < 0:
			return nil, fmt.Errorf("line %d: a phrase before the first section", n+1)
		default:
			for entry := range strings.SplitSeq(line, ",") {
				if entry = strings.TrimSpace(entry); entry != "" {
					if err := l.add(now, entry); err != nil {
						return nil, fmt.Errorf("line %d: %w", n+1, err)
					}
				}
			}
		}
	}
	return l, nil
}

func (l *lexicon) add(in int, entry string) error {
	p := phrase{section: in}
	gap := 0
	for _, field := range strings.Fields(entry) {
		if field == ".." {
			gap = gapWords
			continue
		}
		t := term{gap: gap}
		gap = 0
		for choice := range strings.SplitSeq(field, "/") {
			id, err := l.term(choice)
			if err != nil {
				return fmt.Errorf("phrase %q: %w", entry, err)
			}
			t.any = append(t.any, id)
		}
		p.terms = append(p.terms, t)
	}
	if len(p.terms) == 0 {
		return fmt.Errorf("phrase %q has no word", entry)
	}
	for _, id := range p.terms[0].any {
		l.first[id] = append(l.first[id], int32(len(l.phrases)))
	}
	l.phrases = append(l.phrases, p)
	return nil
}

// term gives a word or beginning its number.
func (l *lexicon) term(choice string) (int32, error) {
	stem, open := strings.CutSuffix(choice, "*")
	stem = strings.ReplaceAll(strings.ToLower(stem), "ё", "е")
	if stem == "" || strings.ContainsAny(stem, "*[]") {
		return 0, fmt.Errorf("%q is no word", choice)
	}
	known := l.exact
	if open {
		known = l.prefix
		l.shortest, l.longest = min(l.shortest, len(stem)), max(l.longest, len(stem))
	}
	id, ok := known[stem]
	if !ok {
		id = int32(len(l.exact) + len(l.prefix))
		known[stem] = id
	}
	return id, nil
}

// find calls found for every phrase of the text.
func (l *lexicon) find(s *scan, found func(hit)) {
	ids := make([]int32, 0, 2*len(s.tokens))
	start := make([]int32, len(s.tokens)+1)
	for i := range s.tokens {
		ids = l.terms(ids, s.tokens[i].norm)
		start[i+1] = int32(len(ids))
	}
	m := matcher{tokens: s.tokens, ids: ids, start: start}
	for i := range s.tokens {
		for _, id := range ids[start[i]:start[i+1]] {
			for _, n := range l.first[id] {
				p := &l.phrases[n]
				if end := m.rest(p.terms[1:], i); end >= 0 {
					found(hit{int(n), p.section, i, end})
				}
			}
		}
	}
}

// terms appends the numbers that a word has: its own and those of its beginnings.
func (l *lexicon) terms(ids []int32, norm string) []int32 {
	if norm == "" {
		return ids
	}
	if id, ok := l.exact[norm]; ok {
		ids = append(ids, id)
	}
	for k := l.shortest; k <= min(l.longest, len(norm)); k++ {
		if k == len(norm) || utf8.RuneStart(norm[k]) {
			if id, ok := l.prefix[norm[:k]]; ok {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

type matcher struct {
	tokens []token
	ids    []int32
	start  []int32
}

// rest matches the terms after token i and returns the last token used, or -1.
func (m *matcher) rest(terms []term, i int) int {
	for _, t := range terms {
		next := -1
		for k := i + 1; k <= i+1+t.gap && k < len(m.tokens) && m.tokens[k].sentence == m.tokens[i].sentence; k++ {
			if m.has(k, t.any) {
				next = k
				break
			}
		}
		if next < 0 {
			return -1
		}
		i = next
	}
	return i
}

func (m *matcher) has(k int, any []int32) bool {
	for _, id := range m.ids[m.start[k]:m.start[k+1]] {
		for _, want := range any {
			if id == want {
				return true
			}
		}
	}
	return false
}
