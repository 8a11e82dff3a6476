package place

import (
	"strings"

	"otklik/internal/text/wordlist"
)

// demonyms are what people are called by their town, by their endings in all cases: with one of adds instead, the word
// is the stem of the town's adjective.
var demonyms = []struct {
	name string
	ends wordlist.Endings
	adds []string
}{
	{"челябинцы", wordlist.Endings{"цы", "цев", "цам", "цами", "цах"}, []string{"ск"}},
	{"копейчане, троичане", wordlist.Endings{"чане", "чан", "чанам", "чанами", "чанах"},
		[]string{"ск", "цк"}},
}

// leastTown is from how many letters on what a demonym keeps of its town tells it.
const leastTown = 4

// sameTown is what the demonym and the town's name have in common at least.
const sameTown = len("чел")

// citizens understands «челябинцам нечем дышать»: who is called by a town that no other town shares the word with.
func (r *reading) citizens(i int) bool {
	w := &r.words[i]
	for k := range demonyms {
		stem, ok := demonyms[k].ends.Cut(w.low)
		if !ok || letters(stem) < leastTown || noCitizens[stem] {
			continue
		}
		for _, end := range demonyms[k].adds {
			town := r.f.ofAdjective(stem + end)
			if town == nil {
				town = r.f.townByName(stem)
			}
			if town == nil || !town.home || town.needsCue || !strings.HasPrefix(town.low, stem[:sameTown]) {
				continue
			}
			r.claim(candidate{
				name: town.name, score: 1.2, at: int32(i), reason: "«" + w.orig + "» — из города " + town.name,
			})
			return true
		}
	}
	return false
}
