package place

import (
	"slices"
	"strings"

	"otklik/internal/text/wordlist"
)

// Without a region there is no telling which Ивановка is meant, but it is one: a name of the register in -ово, -ино or
// -овка needs no word like село where it stands behind a preposition in the case which that asks for.
var (
	hamletStems   = wordlist.Endings{"ов", "ев", "ин", "ын"}
	hamletCouncil = wordlist.Endings{"ское", "ский", "ская", "ка", "о"}
	// Behind «в», and behind «из» and «до».
	hamletsWhere  = wordlist.Endings{"о", "ке", "ку"}
	hamletsWhence = wordlist.Endings{"о", "ки"}
)

// several stands for the district of settlements that lie in more than one.
const several = "*"

// hamletNames is what names of villages end in.
var hamletNames = wordlist.Endings{"ка", "во", "но"}

// anyVillage reports whether a town that was found without a region may be a village of that name anywhere: in which
// district «в Сосновке» is, nobody knows, though one Сосновка is a town. Where it is called a town it is that one.
func (r *reading) anyVillage(name string) bool {
	if r.f.region || !hamletNames.End(lower(name)) {
		return false
	}
	town := r.f.townByName(name)
	return town != nil && (town.needsCue || r.f.hamlets[hamletStem(lower(name))] != "") &&
		!slices.ContainsFunc(r.words, func(w word) bool { return w.is(townWord) })
}

// hamletStem is what the cases of a village's name have in common; empty: it does not end as one.
func hamletStem(low string) string {
	stem, _ := hamletCouncil.Cut(low)
	return stem
}

// hamlet notes the settlement of a line of the register that has a council of its own, by the stem of its name.
func (l *loading) hamlet(line string) {
	_, rest, _ := strings.Cut(line[len("C\t"):], "\t")
	name, district, _ := strings.Cut(rest, "\t")
	stem, ok := hamletCouncil.Cut(name)
	if !ok || letters(stem) < leastBase || !hamletStems.End(stem) || strings.Contains(stem, " ") {
		return
	}
	stem = lower(stem)
	if known, taken := l.f.hamlets[stem]; !taken {
		l.f.hamlets[stem] = district
	} else if known != district {
		l.f.hamlets[stem] = several
	}
}

// hamlet understands «в Муслюмово», «из Тимофеевки» in the whole country.
func (r *reading) hamlet(i int) bool {
	w, before := &r.words[i], r.words.at(i-1)
	if r.f.region || !w.cap || w.used || w.gap != ' ' || !before.is(preposition) || letters(w.low) < leastCouncil {
		return false
	}
	cases := hamletsWhence
	if where(before.low) {
		cases = hamletsWhere
	}
	stem, ok := cases.Cut(w.low)
	if !ok {
		return false
	}
	if r.f.hamlets[stem] == "" || r.words.at(i+1).cap && r.words.at(i+1).gap == ' ' {
		return false
	}
	name := proper(w.orig)
	if !strings.HasSuffix(w.low, "о") {
		name = name[:len(name)-len("е")] + "а"
	}
	r.settlement(name, "", "", "") // of many that have no council: in which district is not known
	return true
}
