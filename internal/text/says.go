package text

import "strings"

// Says reports whether a folded text has one of the words: beginnings of words, a whole word where a point ends it; one
// with a sign in it («э/э») may stand anywhere.
func Says(folded string, words []string) bool {
	var said map[string]bool
	for _, word := range words {
		whole, isWhole := strings.CutSuffix(word, ".")
		switch {
		case strings.ContainsAny(word, "/-"):
			if strings.Contains(folded, word) {
				return true
			}
			continue
		case !strings.Contains(folded, whole):
			continue // most texts have none
		}
		if said == nil {
			said = map[string]bool{}
			for w := range Words(folded) {
				said[w] = true
			}
		}
		if isWhole {
			if said[whole] {
				return true
			}
			continue
		}
		for w := range said {
			if strings.HasPrefix(w, whole) {
				return true
			}
		}
	}
	return false
}
