package place

import (
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
