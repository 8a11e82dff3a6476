package main

import "strings"

// folded makes names comparable: letter case, ё and spaces do not matter.
func folded(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(name), " ")), "ё", "е")
}

// spelling is a name as those that are known are spelt.
func spelling(name string, known []string) (string, bool) {
	for _, k := range known {
		if folded(k) == folded(name) {
			return k, true
		}
	}
	return name, false
}

// nearest is the known name that differs from a mistyped one by a letter or two, the first of several; empty where none does.
// Of short names every other one is as near, so that they get no such advice.
func nearest(name string, known []string) string {
	given := []rune(folded(name))
	best, distance := "", min(2, len(given)/3)+1
	for _, k := range known {
		if d := editDistance(given, []rune(folded(k)), distance); d < distance {
			best, distance = k, d
		}
	}
	return best
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
