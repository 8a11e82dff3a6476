package table

import (
	"slices"
	"strings"
	"unicode"

	"otklik/internal/text"
)

// composed are the letters that some systems write as two characters.
var composed = strings.NewReplacer("и\u0306", "й", "е\u0308", "ё")

// same makes names comparable that people spell differently: letter case, ё, blanks, invisible characters, kinds of
// dashes and quotes, Latin letters among Russian ones, and signs at the ends do not matter.
func same(name string) string {
	var b strings.Builder
	russian := false
	for _, r := range composed.Replace(strings.ToLower(name)) {
		russian = russian || unicode.Is(unicode.Cyrillic, r)
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
		case r == 'ё':
			b.WriteRune('е')
		case unicode.Is(unicode.Pd, r) || r == '\u2212':
			b.WriteByte('-')
		case strings.ContainsRune("«»“”„‟", r):
			b.WriteByte('"')
		default:
			b.WriteRune(r)
		}
	}
	key := b.String()
	if russian {
		key = strings.Map(text.LookAlike, key)
	}
	return strings.Trim(key, `".,:;!`)
}

// Joined are spellings of one name that became one.
type Joined struct {
	Into string
	From []Spelling // the others, the commonest first
}

// Spelling is how a name is written in some rows.
type Spelling struct {
	Name string
	Rows int
}

// Join makes names in a column of rows that are the same but for their spelling one: that of known, where it is there,
// else the commonest, of equally common ones the first. A name in a single spelling stays, unless known has another
// for it and toKnown is set. What was joined comes in the order of the rows.
func Join(rows [][]string, column int, known []string, toKnown bool) []Joined {
	names, order := spelt(rows, column)
	for _, k := range known {
		if n := names[same(k)]; n != nil && (toKnown || len(n.spellings) > 1) {
			n.into = k
		}
	}
	var all []Joined
	for _, n := range order {
		slices.SortStableFunc(n.spellings, func(a, b Spelling) int { return b.Rows - a.Rows })
		if n.into == "" {
			n.into = n.spellings[0].Name
		}
		from := slices.DeleteFunc(n.spellings, func(s Spelling) bool { return s.Name == n.into })
		if len(from) > 0 {
			all = append(all, Joined{n.into, from})
		}
	}
	for _, row := range rows {
		if n := names[same(row[column])]; n != nil && row[column] != "" {
			row[column] = n.into
		}
	}
	return all
}

// spelling is a name in all its spellings, and the one that it gets.
type spelling struct {
	into      string
	spellings []Spelling
}

// spelt gathers the names of a column, by what is the same of their spellings and in the order of the rows.
func spelt(rows [][]string, column int) (names map[string]*spelling, order []*spelling) {
	names = map[string]*spelling{}
	for _, row := range rows {
		key := same(row[column])
		if row[column] == "" || key == "" {
			continue
		}
		n := names[key]
		if n == nil {
			n = &spelling{}
			names[key], order = n, append(order, n)
		}
		i := slices.IndexFunc(n.spellings, func(s Spelling) bool { return s.Name == row[column] })
		if i < 0 {
			i, n.spellings = len(n.spellings), append(n.spellings, Spelling{Name: row[column]})
		}
		n.spellings[i].Rows++
	}
	return names, order
}
