package problem

import (
	"slices"
	"strings"
	"unicode"
)

// villageCues stand before the name of a settlement or of a garden colony.
var villageCues = wordSet("в во из село селе села селу дер деревня деревне деревни деревню пос пгт рп поселок поселке поселка " +
	"поселку станица станице станицы аул ауле аула хутор хуторе хутора разъезд снт днт дск кп сельцо слобода слободе улус")

// noVillages are words written with a capital behind such a cue that name no settlement, by their stems.
var noVillages = stemsOf("россия россии администрация правительство дума госдума интернет телеграм вконтакте госуслуги " +
	"губернатор глава район округ область край республика город поселение улица переулок проспект шоссе бульвар проезд " +
	"набережная площадь тупик школа парк дом бог новый год пятерочка магнит")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

func stemsOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[stem(w)] = true
	}
	return set
}

// nameStems are the stems of the words of a name.
func nameStems(name string) (list []string) {
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		list = append(list, stem(strings.ReplaceAll(strings.ToLower(w), "ё", "е")))
	}
	return list
}

// localities are the stems of the settlements that a message names, those that the registers do not know too, and of the
// municipality it names.
func localities(it Item, all []token) (villages, towns []uint32) {
	own, street := map[string]bool{}, map[string]bool{}
	for _, name := range []string{it.Place.Municipality, it.Place.District, it.Place.Part, it.Place.Street} {
		for _, s := range nameStems(name) {
			own[s] = true
		}
	}
	for _, s := range nameStems(it.Place.Street) {
		street[s] = !noVillages[s]
	}
	if !it.Place.Assumed {
		for _, s := range nameStems(it.Place.Municipality) {
			if !noVillages[s] {
				towns = append(towns, hash(s))
			}
		}
	}
	for _, s := range nameStems(it.Place.Settlement) {
		if !own[s] && !noVillages[s] {
			villages = append(villages, hash(s))
		}
	}
	for i, t := range all {
		if !t.cap || t.digit || len(t.low) <= 4 || common[t.low] || !settles(all, i, street) || person(all, i) {
			continue
		}
		if s := stem(t.low); !own[s] && !noVillages[s] && !standards[t.low] {
			villages = append(villages, hash(s))
		}
	}
	slices.Sort(villages)
	return slices.Compact(villages), towns
}

// settles reports whether the name at i stands where people put their village: behind «в», «деревня», or apart from the
// sentence beside the street, as in an address.
func settles(all []token, i int, street map[string]bool) bool {
	if i+1 < len(all) && !all[i+1].apart &&
		(strings.HasPrefix(all[i+1].low, "район") || strings.HasPrefix(all[i+1].low, "округ")) {
		return false // a part of a town or of a region, which others leave out
	}
	if i > 0 && villageCues[all[i-1].low] && !all[i].apart {
		return true
	}
	if !all[i].apart || i+1 < len(all) && !all[i+1].apart {
		return false
	}
	for k := max(0, i-2); k <= i+2 && k < len(all); k++ {
		at := k
		if k > 0 && k < i && all[k].digit {
			at-- // the house behind the street
		}
		if k != i && street[stem(all[at].low)] {
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
