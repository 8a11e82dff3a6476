// Package spelling compares names as people type them with those that are known: the same but for case, or near enough
// to ask whether that was meant.
package spelling

import (
	"fmt"
	"slices"
	"strings"
)

// mostMeant bounds how many names are offered for a mistyped one.
const mostMeant = 3

// Fold makes names comparable: letter case, ё and spaces do not matter.
func Fold(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(name), " ")), "ё", "е")
}

// Known is a name as those that are known are spelt, and whether it is one of them.
func Known(name string, known []string) (string, bool) {
	for _, k := range known {
		if Fold(k) == Fold(name) {
			return k, true
		}
	}
	return name, false
}

// Near are the known names that may be meant by a mistyped one, the nearest first, three at most: those that differ by a
// letter or two, else those of which one holds the other. Of short names every other one is as near, so that they get no
// such advice.
func Near(name string, known []string) []string {
	given := []rune(Fold(name))
	limit := min(2, len(given)/3) + 1
	var byDistance [3][]string // the limit is 3 at most
	for _, k := range known {
		if d := editDistance(given, []rune(Fold(k)), limit); d < limit && !slices.Contains(byDistance[d], k) {
			byDistance[d] = append(byDistance[d], k)
		}
	}
	near := slices.Concat(byDistance[:]...)
	if len(near) == 0 {
		for _, k := range known {
			if holds(string(given), Fold(k)) && !slices.Contains(near, k) {
				near = append(near, k)
			}
		}
	}
	return near[:min(len(near), mostMeant)]
}

// holds reports whether one of two names is a part of the other, and long enough to say something.
func holds(a, b string) bool {
	const enough = 3 // letters
	if len(a) > len(b) {
		a, b = b, a
	}
	return len([]rune(a)) >= enough && strings.Contains(b, a)
}

// Hint asks whether a known name was meant, as the end of a sentence; empty where none is near.
func Hint(name string, known []string) string {
	near := Near(name, known)
	if len(near) == 0 {
		return ""
	}
	quoted := make([]string, len(near))
	for i, n := range near {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return "; did you mean " + strings.Join(quoted, " or ") + "?"
}

// editDistance counts the letters to insert, delete, replace or swap with their neighbours; limit where there are as many
// or more.
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
