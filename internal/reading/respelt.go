package reading

import (
	"strings"
	"unicode/utf8"

	"otklik/internal/text"
)

// Words for a danger that people write as they sound when they are in a hurry: with «а» for an unstressed «о», with a
// letter too many, or as words.txt lists them.
var (
	dangerWords = func() map[string]string {
		bySound := map[string]string{}
		for _, word := range lists.Words("danger words") {
			bySound[string(sound(nil, word))] = word
		}
		return bySound
	}()
	misspelt = lists.Pairs("misspelt danger words")
)

// How many bytes a word has that may be one of them.
const shortestMisspelt, longestMisspelt = len("гарит"), len("краватечениее")

// respelt writes words for a danger as dictionaries do: «пажар» is a fire, and nobody may wait because he did not stop
// to think of its spelling. Texts without such words come back as they are.
func respelt(said string) string {
	var b strings.Builder
	done := 0
	for from := 0; from < len(said); {
		n := cyrillicLen(said[from:])
		if n == 0 {
			_, size := utf8.DecodeRuneInString(said[from:])
			from += size
			continue
		}
		if n >= shortestMisspelt && n <= longestMisspelt {
			if right, ok := spelling(text.Fold(said[from : from+n])); ok {
				b.WriteString(said[done:from])
				b.WriteString(right)
				done = from + n
			}
		}
		from += n
	}
	if done == 0 {
		return said
	}
	b.WriteString(said[done:])
	return b.String()
}

// spelling is the word for a danger that a word is a wrong spelling of.
func spelling(low string) (right string, ok bool) {
	if right, ok = misspelt[low]; ok {
		return right, true
	}
	var room [longestMisspelt]byte
	right, ok = dangerWords[string(sound(room[:0], low))]
	return right, ok && right != low
}

// sound appends how a word sounds where «о» and «а» cannot be told apart.
func sound(to []byte, low string) []byte {
	before := rune(0)
	for _, r := range low {
		if r != before {
			before = r
			if r == 'о' {
				r = 'а'
			}
			to = utf8.AppendRune(to, r)
		}
	}
	return to
}

// cyrillicLen is how many bytes at the beginning of a text are one word in Cyrillic letters.
func cyrillicLen(said string) int {
	for n, r := range said {
		if !('а' <= r && r <= 'я' || 'А' <= r && r <= 'Я' || r == 'ё' || r == 'Ё') {
			return n
		}
	}
	return len(said)
}
