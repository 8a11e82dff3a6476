package reply

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// Addition is what a text says that an earlier wording of it did not.
type Addition struct {
	// Text are the sentences with something new in them, whole, in their order.
	Text string
	// Words are the words of substance and numbers in these sentences, Fresh those of them that the earlier wording lacked.
	Words, Fresh int
	// Named is true where a name or a number is fresh: another street, another house.
	Named bool
}

// Added compares a text with its earlier wording. A word that is there in another form, or with a letter mended, is not
// fresh. Of each text only the first 16 KiB are read.
func Added(former, text string) Addition {
	was, is := cut(former), cut(text)
	var known []string
	numbers := map[string]bool{}
	for i := range was.tokens {
		t := &was.tokens[i]
		if t.kind == number {
			numbers[t.norm] = true
		} else if s := matterOf(t); s != "" && !contains(known, s) && len(known) < maxStems {
			known = append(known, s)
		}
	}
	var a Addition
	var parts []string
	for from := 0; from < len(is.tokens); {
		to := from
		for to < len(is.tokens) && is.tokens[to].sentence == is.tokens[from].sentence {
			to++
		}
		if a.count(is.tokens[from:to], from == 0, known, numbers) {
			end := min(len(text), maxText)
			if to < len(is.tokens) {
				end = is.tokens[to].at
			}
			parts = append(parts, strings.TrimSpace(text[is.tokens[from].at:end]))
		}
		from = to
	}
	a.Text = strings.Join(parts, " ")
	return a
}

// count adds a sentence if something in it is fresh.
func (a *Addition) count(sentence []token, first bool, known []string, numbers map[string]bool) bool {
	words, fresh, named := 0, 0, false
	for i := range sentence {
		t := &sentence[i]
		if t.kind == number {
			words++
			if !numbers[t.norm] {
				fresh++
				named = true
			}
			continue
		}
		s := matterOf(t)
		if s == "" {
			continue
		}
		words++
		if !slices.ContainsFunc(known, func(k string) bool { return kin(k, s) }) {
			fresh++
			named = named || t.capital && i > 0
		}
	}
	if fresh == 0 {
		return false
	}
	a.Words, a.Fresh, a.Named = a.Words+words, a.Fresh+fresh, a.Named || named
	return true
}

// slightWords say nothing new where they are added.
const slightWords = " наконец наконец-то срочно улица улице улицы улицу дом дома доме город города городе именно просто вообще вот даже же ведь если или либо также итак теперь сейчас здесь сюда туда потому поэтому однако хотя лишь всего совсем весьма больше ладно "

// matterOf is the stem of a word that could be the matter of a text; empty for any other token.
func matterOf(t *token) string {
	if t.kind != word || utf8.RuneCountInString(t.norm) < 3 || empties[t.norm] || strings.Contains(slightWords, " "+t.norm+" ") {
		return ""
	}
	env := snowballstem.NewEnv(t.norm)
	russian.Stem(env)
	return env.Current()
}

// kin reports whether two stems are of one word: in other forms, or with a slip of the pen between them.
func kin(a, b string) bool {
	if a == b || len(a) >= kinBytes && len(b) >= kinBytes && a[:kinBytes] == b[:kinBytes] {
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
