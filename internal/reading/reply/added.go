package reply

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/text"
)

// Addition is what a text says that an earlier wording of it did not.
type Addition struct {
	// Sentences are those that the earlier wording did not have, in no other words either.
	Sentences string
	// Fresh is how many words of substance and numbers they have that the earlier wording lacked.
	Fresh int
	// Changed are the sentences of the earlier wording into which such words came, Clauses the parts of them that are
	// mostly new.
	Changed, Clauses string
	// Words are the fresh ones among the words of Changed.
	Words string
	// Named is true where a name came into them, or a number into the place of another: another street, another house.
	Named bool
}

// sentence is a sentence of a text by its words of substance and numbers.
type sentence struct {
	from, to int // tokens
	words    []string
}

// Added compares a text with its earlier wording. A word that is there in another form, or with a letter mended, is not
// fresh. Of each text only the first 16 KiB are read.
func Added(former, text string) Addition {
	was, is := cut(former), cut(text)
	before, after := sentences(was), sentences(is)
	var known []string
	for _, s := range before {
		known = append(known, s.words...)
	}
	known = known[:min(len(known), maxStems)]
	fresh := func(word string) bool {
		return word != "" && !slices.ContainsFunc(known, func(k string) bool { return kin(k, word) })
	}
	replaced := slices.ContainsFunc(was.tokens, func(t token) bool {
		return t.kind == number && !slices.ContainsFunc(is.tokens, func(x token) bool {
			return x.kind == number && x.norm == t.norm
		})
	})
	after = after[:min(len(after), maxStems)]
	taken := align(before[:min(len(before), maxStems)], after)
	var a Addition
	for k, one := range after {
		words := strings.TrimSpace(text[is.tokens[one.from].at:is.end(text, one.to)])
		switch {
		case len(one.words) == 0:
		case !taken[k]:
			a.Sentences = join(a.Sentences, words)
			for _, w := range one.words {
				if fresh(w) {
					a.Fresh++
				}
			}
		case slices.ContainsFunc(one.words, fresh):
			a.Changed = join(a.Changed, words)
			a.clauses(is, one, text, fresh)
			a.words(is, one, replaced, fresh)
		}
	}
	return a
}

// words adds the fresh words of a sentence. replaced says that a number of the earlier wording is gone.
func (a *Addition) words(s *scan, in sentence, replaced bool, fresh func(string) bool) {
	for i := in.from; i < in.to; i++ {
		t := &s.tokens[i]
		if !fresh(matterOf(t)) {
			continue
		}
		a.Words = join(a.Words, t.norm)
		a.Named = a.Named || t.kind == number && replaced || t.kind == word && t.capital && i > in.from
	}
}

// clauses adds the parts of a sentence that are mostly new.
func (a *Addition) clauses(s *scan, in sentence, text string, fresh func(string) bool) {
	for from := in.from; from < in.to; {
		to, words, new, told := from, 0, 0, false
		for ; to < in.to && s.tokens[to].clause == s.tokens[from].clause; to++ {
			if w := matterOf(&s.tokens[to]); w != "" {
				words++
				if fresh(w) {
					new++
					told = told || s.tokens[to].kind == word
				}
			}
		}
		if told && 2*new >= words && (from > in.from || to < in.to) {
			a.Clauses = join(a.Clauses, strings.TrimSpace(text[s.tokens[from].at:s.end(text, to)]))
		}
		from = to
	}
}

// end is where the tokens before the given one end in the text, with the marks behind them.
func (s *scan) end(text string, before int) int {
	if before < len(s.tokens) {
		return s.tokens[before].at
	}
	return min(len(text), maxText)
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

func sentences(s *scan) []sentence {
	var all []sentence
	for from := 0; from < len(s.tokens); {
		one := sentence{from: from, to: from}
		for ; one.to < len(s.tokens) && s.tokens[one.to].sentence == s.tokens[from].sentence; one.to++ {
			if w := matterOf(&s.tokens[one.to]); w != "" && !slices.Contains(one.words, w) {
				one.words = append(one.words, w)
			}
		}
		all = append(all, one)
		from = one.to
	}
	return all
}

// align finds for the sentences of a text those of its earlier wording that they are: each stands for one, those that
// have most in common first. A sentence is another where it shares less than half of the longer one's words.
func align(before, after []sentence) (taken []bool) {
	type match struct {
		k, n     int
		likeness float64
	}
	var matches []match
	for k, s := range after {
		for n, b := range before {
			if likeness := b.likeness(s); len(s.words) > 0 && likeness >= 0.5 {
				matches = append(matches, match{k, n, likeness})
			}
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(b.likeness, a.likeness) })
	taken = make([]bool, len(after))
	used := make([]bool, len(before))
	for _, m := range matches {
		if !taken[m.k] && !used[m.n] {
			taken[m.k], used[m.n] = true, true
		}
	}
	return taken
}

// likeness is the share of the longer sentence's words that stand in both.
func (s sentence) likeness(other sentence) float64 {
	shared := 0
	for _, w := range s.words {
		if slices.ContainsFunc(other.words, func(k string) bool { return kin(k, w) }) {
			shared++
		}
	}
	return float64(shared) / float64(max(len(s.words), len(other.words), 1))
}

// matterOf is the stem of a word that could be the matter of a text, or a number; empty for any other token.
func matterOf(t *token) string {
	if t.kind == number {
		return t.norm
	}
	if t.kind != word || utf8.RuneCountInString(t.norm) < 3 || emptyWords[t.norm] || slightWords[t.norm] {
		return ""
	}
	return text.Stem(t.norm)
}

// kin reports whether two stems are of one word: in other forms, or with a slip of the pen between them.
func kin(a, b string) bool {
	if a == b {
		return true
	}
	if a[0] < utf8.RuneSelf || b[0] < utf8.RuneSelf {
		return false // numbers
	}
	if len(a) >= kinBytes && len(b) >= kinBytes && a[:kinBytes] == b[:kinBytes] {
		return true
	}
	x, y := []rune(a), []rune(b)
	shorter := min(len(x), len(y))
	switch {
	case shorter >= 7:
		return slips(x, y) <= 2
	case shorter >= 4:
		return slips(x, y) <= 1
	}
	return false
}

// slips is how many letters have to be put in, left out, exchanged or swapped with their neighbour to make one word of
// another.
func slips(a, b []rune) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
