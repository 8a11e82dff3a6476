package place

import (
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// A settlement's name is looked for among the councils' where it has at least so many letters, and what it has in
// common with the council's likewise: shorter ones are often other words.
const (
	leastCouncil = 5
	leastBase    = 4
)

// council understands a settlement without a word before it, by its council's name: «в Муслюмово», «Аргаяш», «в Красном
// Поле».
func (r *reading) council(i int) {
	w := &r.words[i]
	if !r.f.region || !w.cap || w.used || letters(w.low) < leastCouncil || r.elsewhere(i) && !r.personal(i) {
		return
	}
	adjective := adjectiveLike(w.low)
	if adjective && r.districtAhead(i) {
		return
	}
	place := w.gap == ' ' && r.words.at(i-1).is(preposition)
	if place && r.ofTwoWords(i) || adjective && !(place && r.alone(i)) || r.f.adjectives[w.low+"ск"] != nil {
		return
	}
	for _, base := range bases(w.low) {
		district := r.f.councils[base]
		if district == "" || letters(base) < leastBase || !place && !r.seat(i, base, district) {
			continue
		}
		name := proper(w.orig)
		if place {
			name = properVillage(w.orig, strings.HasSuffix(w.low, "ом"))
			if name == title(w.orig) || strings.HasSuffix(w.low, "е") {
				name = inNominative(proper(w.orig), base, r.words[i-1].low)
			}
		}
		r.settlement(name, "", "", district)
		return
	}
}

// seat: the word at i is the name of the settlement that its district is named after, and no part of a longer name.
func (r *reading) seat(i int, base, district string) bool {
	w, before, next := &r.words[i], r.words.at(i-1), r.words.at(i+1)
	return base == w.low && lower(district) == base+"ский" && !strings.HasSuffix(base, "ь") &&
		!(before.cap && w.gap == ' ') && !(next.cap && next.gap == ' ')
}

// ofTwoWords: «в Красном Поле», whose council is the краснопольский.
func (r *reading) ofTwoWords(i int) bool {
	w, next := &r.words[i], r.words.at(i+1)
	stem, ok := adjectiveStem(w.low)
	if !ok || next.gap != ' ' || next.digit {
		return false
	}
	base := stem + "о" + strings.TrimRight(next.low, softLetters)
	district := r.f.councils[base]
	if district == "" {
		district = r.f.councils[base+"ь"]
	}
	if district == "" {
		return false
	}
	name := nominative(proper(w.orig), strings.HasSuffix(next.low, "е")) + " " + title(next.orig)
	r.villages = append(r.villages, village{name: name, reason: "назван населённый пункт (" + district + " район)"})
	next.used = true
	return true
}

var possessive = wordlist.Endings{"ов", "ев", "ин", "ын"}

// inNominative undoes the case of a settlement that a council's name has told: «в Бакчаре» → «Бакчар», «в Муслюмове» →
// «Муслюмово», «в Тимофеевке» → «Тимофеевка», «из Кунашака» → «Кунашак». base is what it has in common with the
// council.
func inNominative(name, base, preposition string) string {
	ending := "а"
	if where(preposition) {
		ending = "е"
	}
	stem, ok := strings.CutSuffix(name, ending)
	if !ok || strings.HasSuffix(stem, "о") { // «в Долгодеревенское»
		return name
	}
	low := lower(stem)
	switch {
	case possessive.End(low):
		return stem + "о"
	case ending == "е" && (low != base || strings.HasSuffix(low, "к") && !endsInVowel(strings.TrimSuffix(low, "к"))):
		return stem + "а"
	case low != base:
		return name
	}
	return stem
}

func endsInVowel(low string) bool {
	last, _ := utf8.DecodeLastRuneInString(low)
	return strings.ContainsRune("аеиоуыэюя", last)
}
