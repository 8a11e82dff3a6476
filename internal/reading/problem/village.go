package problem

import (
	"slices"
	"strings"
	"unicode"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

// nameStems are the stems of the words of some names.
func nameStems(names ...string) (stems []string) {
	for _, name := range names {
		for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
			stems = append(stems, text.Stem(text.Fold(w)))
		}
	}
	return stems
}

// localities are the stems of the settlements that a message names, those that the registers do not know too, and of
// the municipality it names.
func localities(it Item, all []token) (villages, towns []uint32) {
	where := &it.Place
	own := nameStems(where.Municipality, where.District, where.Part, where.Street)
	street := slices.DeleteFunc(nameStems(where.Street), func(s string) bool { return noVillages[s] })
	if !where.Assumed {
		for _, s := range nameStems(where.Municipality) {
			if !noVillages[s] {
				towns = append(towns, hash(s))
			}
		}
	}
	note := func(stem string) {
		if !noVillages[stem] && !slices.Contains(own, stem) {
			villages = append(villages, hash(stem))
		}
	}
	for _, s := range nameStems(where.Settlement) {
		note(s)
	}
	for i := range all {
		if t := &all[i]; t.cap && !t.digit && letters(t.low) >= shortestProper && !common[t.low] && !standards[t.low] &&
			settles(all, i, street) && !person(all, i) {
			note(text.Stem(t.low))
		}
	}
	slices.Sort(villages)
	return slices.Compact(villages), towns
}

var districtWords = wordlist.Beginnings{"район", "округ"}

// settles reports whether the name at i stands where people put their village: behind «в», «деревня», or apart from the
// sentence beside the street, as in an address.
func settles(all []token, i int, street []string) bool {
	next := at(all, i+1)
	switch {
	case !next.apart && districtWords.Begin(next.low):
		return false // a part of a town or of a region, which others leave out
	case !all[i].apart:
		return villageCues[at(all, i-1).low]
	case !next.apart:
		return false
	}
	for k := max(0, i-2); k <= i+2 && k < len(all); k++ {
		j := k
		if k > 0 && k < i && all[k].digit {
			j-- // the house behind the street
		}
		if k != i && slices.Contains(street, text.Stem(all[j].low)) {
			return true
		}
	}
	return false
}

// sameVillage reports whether a street that both messages name is one street: its name stands in every village. They
// have to name the same settlement, or neither may name one that the other does not.
func sameVillage(a, b *profile) bool {
	x, y := a.list(villages), b.list(villages)
	if a.municipality == 0 || a.municipality != b.municipality {
		x, y = slices.Concat(x, a.list(towns)), slices.Concat(y, b.list(towns))
	}
	if len(x) == 0 && len(y) == 0 {
		return true
	}
	return slices.ContainsFunc(x, func(s uint32) bool { return slices.Contains(y, s) })
}
