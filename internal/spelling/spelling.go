// Package spelling compares names as people type them with those that are known: the same but for case, or near enough
// to ask whether that was meant.
package spelling

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
)

// mostMeant bounds how many names are offered for a mistyped one.
const mostMeant = 3

// longestName is from how many bytes on something is no mistyped name; comparing a megabyte with each would take long.
const longestName = 1000

// Known is a name as those that are known are spelt, and whether it is one of them.
func Known(name string, known []string) (string, bool) {
	given := text.FoldName(name)
	for _, k := range known {
		if text.FoldName(k) == given {
			return k, true
		}
	}
	return name, false
}

// Near are the known names that differ from a mistyped one by a letter or two, the nearest first, three at most. Of
// short names every other one is as near, so that they get no such advice.
func Near(name string, known []string) []string {
	given := []rune(text.FoldName(name))
	limit := min(2, len(given)/3) + 1
	var byDistance [3][]string // the limit is 3 at most
	for _, k := range known {
		if d := editDistance(given, []rune(text.FoldName(k)), limit); d < limit && !slices.Contains(byDistance[d], k) {
			byDistance[d] = append(byDistance[d], k)
		}
	}
	near := slices.Concat(byDistance[:]...)
	return near[:min(len(near), mostMeant)]
}

// alike are known names that one abbreviates, of which one holds the other or that begin alike, in this order: «ХМАО»
// is written for «Ханты-Мансийский автономный округ», «Транспорт» for «Общественный транспорт», «Удмуртия» for
// «Удмуртская Республика».
func alike(name string, known []string) []string {
	given := text.FoldName(name)
	var short, holding, beginning []string
	for _, k := range known {
		switch fold := text.FoldName(k); {
		case slices.Contains(short, k) || slices.Contains(holding, k) || slices.Contains(beginning, k):
		case abbreviates(given, fold):
			short = append(short, k)
		case holds(given, fold):
			holding = append(holding, k)
		case begins(given, fold):
			beginning = append(beginning, k)
		}
	}
	near := slices.Concat(short, holding, beginning)
	return near[:min(len(near), mostMeant)]
}

// abbreviates reports whether the first word of a name is the first letters of the words of another, of all or of those
// that it begins with.
func abbreviates(short, name string) bool {
	words := func(name string) []string {
		return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	}
	var letters strings.Builder
	for _, w := range words(name) {
		r, _ := utf8.DecodeRuneInString(w)
		letters.WriteRune(r)
	}
	given := words(short)
	return len(given) > 0 && utf8.RuneCountInString(given[0]) > 1 && strings.HasPrefix(letters.String(), given[0])
}

// holds reports whether one of two names is a part of the other, and long enough to say something.
func holds(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	letters := len([]rune(a))
	return letters >= 3 && strings.HasPrefix(b, a) || letters >= 4 && strings.Contains(b, a)
}

// begins reports whether two names begin alike for long enough to say something.
func begins(a, b string) bool {
	const enough = 4 // letters
	x, y := []rune(a), []rune(b)
	return len(x) >= enough && len(y) >= enough && slices.Equal(x[:enough], y[:enough])
}

// Hint asks whether a known name was meant, as the end of a sentence; empty where none is like it.
func Hint(name string, known []string) string {
	if len(name) > longestName {
		return ""
	}
	meant := Near(name, known)
	if len(meant) == 0 {
		meant = alike(name, known)
	}
	if len(meant) == 0 {
		return ""
	}
	quoted := make([]string, len(meant))
	for i, n := range meant {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return "; did you mean " + strings.Join(quoted, " or ") + "?"
}

// editDistance counts the letters to insert, delete, replace or swap with their neighbours; limit where there are as
// many or more.
func editDistance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := range a {
		before, above, row := rows[(i+2)%3], rows[i%3], rows[(i+1)%3]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(above[j]+cost, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return min(rows[len(a)%3][len(b)], limit)
}
