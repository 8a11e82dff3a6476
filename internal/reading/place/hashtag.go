package place

import (
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// shortestTagged is how many letters a town's name has at least that is found at the head of a hashtag.
const shortestTagged = 5

// notTagged are beginnings of what goes on from a town's name where both together are another word: «томская».
var notTagged = wordlist.Beginnings{"ск", "ий", "ая", "ое", "ой", "ого", "ому", "ие", "ую", "их", "им", "ец", "ц"}

// hashtag understands «#саратовбезводы»: the town that it begins with, where more follows.
func (r *reading) hashtag(i int) bool {
	low := r.words[i].low
	for end := len(low); end > 0; {
		_, size := utf8.DecodeLastRuneInString(low[:end])
		end -= size
		if length(low[:end]) < shortestTagged {
			return false
		}
		for _, x := range r.f.forms[low[:end]] {
			e := x.e
			if e.kind != kindTown || e.low != low[:end] || e.needsCue || !e.home || notTagged.Begin(low[end:]) ||
				!r.f.region && e.population < bigTown {
				continue
			}
			r.claim(candidate{name: e.name, score: sure, at: int32(i), reason: "назван город " + e.name})
			return true
		}
	}
	return false
}
