package place

import (
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

func urbanNoun(noun string) bool {
	return noun == "рп" || wordlist.Beginnings{"п", "ст", "раз"}.Begin(noun)
}

// feminineNoun reports whether a noun before a settlement's name, or what it is short for, is feminine.
func feminineNoun(noun string) bool { return wordlist.Beginnings{"д", "ст"}.Begin(noun) }

// villageWord: the word at i stands before the name of a settlement; short forms need a full stop or, as «ст», a
// capital after them.
func villageWord(ws words, i int) bool {
	w, next := &ws[i], ws.at(i+1)
	if !w.is(villageNoun) || !next.cap || next.name || next.digit || next.gap == ',' || initial(ws, i) {
		return false
	}
	if next.gap == '.' && (!w.point || length(w.low) > longestShort && w.low != "ст-ца") {
		return false // the full stop of a sentence, not of a short form
	}
	return w.point || length(w.low) > 1 || w.low == "п" && next.gap == ' '
}

// Endings of surnames, which settlements' names do not have behind a short form with a full stop.
var surnameEndings = wordlist.Endings{
	"ов", "ев", "ин", "ын", "ова", "ева", "ина", "ына", "енко", "швили", "дзе", "ян",
}

// initial reports that the word at i is no «п.», «с.», «д.», «г.» or «х.» but a person's initial, «Н. П. Лыков»: a
// capital within a sentence, beside another initial, or before a surname in a form that settlements do not have.
func initial(ws words, i int) bool {
	w, next := ws.at(i), ws.at(i+1)
	if !lone1(w) {
		return false
	}
	switch {
	case lone1(ws.at(i-1)) && ws[i-1].point, w.point && lone1(next), lone1(ws.at(i+2)) && ws[i+2].gap == ' ':
		return true
	case i > 0 && w.gap != '.' && !next.caps:
		return true
	case (w.low == "д" || w.low == "с") && strings.HasSuffix(next.low, "кий"):
		return true // a village is «Троицкая» or «Троицкое»
	}
	return surnameEndings.End(next.low)
}

// lone1 reports a capital letter that stands alone.
func lone1(w *word) bool { return w.cap && !w.digit && length(w.low) == 1 }

// noVillages are what a word behind «село» or the like is where it is no settlement's name.
var noVillages = []struct {
	name string
	of   func(r *reading, noun, w *word, i int) bool
}{
	{"a part of a street", func(_ *reading, _, w *word, _ int) bool { return w.used || w.is(streetWord) }},
	{"a person", func(r *reading, noun, w *word, i int) bool {
		next := r.words.at(i + 2)
		return patronymic(w.low) ||
			noun.low == "п" && next.cap && (length(next.low) == 1 || patronymic(next.low))
	}},
	{"one letter", func(_ *reading, noun, w *word, _ int) bool {
		return letters(w.low) < 2 || length(noun.low) == 1 && length(w.low) == 1
	}},
	{"the beginning of a sentence, «и т. п. Мы»", func(r *reading, _, w *word, i int) bool {
		return w.is(beginning) || r.words.at(i-1).low == "т"
	}},
	{"a district", func(_ *reading, _, w *word, _ int) bool { return w.low == "района" }},
	{"a town or a neighbourhood, which is left to them", func(r *reading, noun, _ *word, i int) bool {
		return r.registered(i+1, urbanNoun(noun.low))
	}},
}

// registered: a place of the home region that has rules of its own stands at word i; towns count where urban is true.
func (r *reading) registered(i int, urban bool) bool {
	for _, x := range r.f.forms[r.words[i].low] {
		if !x.e.home || r.length(x, i) == 0 {
			continue
		}
		switch x.e.kind {
		case kindOwn, kindPart:
			return true
		case kindTown:
			if urban && r.f.region {
				return true
			}
		}
	}
	return false
}

// village reads the settlement after the word at i.
func (r *reading) village(i int) bool {
	noun, w := &r.words[i], &r.words[i+1]
	for k := range noVillages {
		if noVillages[k].of(r, noun, w, i) {
			return false
		}
	}
	if centre, taken := r.centreNamed(i + 1); centre != nil {
		r.words.use(i, i+taken+1)
		r.settlement(centre.name, noun.low, centre.whole, "")
		return true
	}
	name, count := properVillage(w.orig, strings.HasPrefix(noun.low, "с")), 1
	if !feminineNoun(noun.low) && feminineForms.End(w.low) {
		name = title(w.orig) // «посёлок Заводской», «в посёлке Торфяной Мыс» are no «Заводская», no «Торфяная»
	}
	if r.goesOn(i + 2) {
		name, count = name+" "+title(r.words[i+2].orig), 2
	}
	r.words.use(i, i+count+1)
	r.settlement(name, noun.low, "", "")
	return true
}

// settlement notes a settlement that the text names; whole is the district that it leads, council the adjective of the
// district that has a council of the name.
func (r *reading) settlement(name, noun, whole, council string) {
	reason := "назван населённый пункт " + name
	if council != "" {
		reason += " (" + council + " район)"
	}
	r.villages = append(r.villages, village{name: name, noun: noun, whole: whole, reason: reason})
}

// feminineForms are endings of adjectives that may be an oblique feminine, or a masculine as it stands on a sign.
var feminineForms = wordlist.Endings{"ской", "цкой", "ной"}

// noSecond are beginnings of words that do not go on a settlement's name.
var noSecond = wordlist.Beginnings{"област", "сельск", "городск", "поселен"}

// goesOn: the word at i is the second of a settlement's name: «Красное Поле», «Путь Октября», «Кузнецк Уральский».
func (r *reading) goesOn(i int) bool {
	w, before := r.words.at(i), &r.words[i-1]
	if w.gap != ' ' || w.digit || w.used || letters(w.low) < 2 || w.is(districtWord) || noSecond.Begin(w.low) {
		return false
	}
	adjective := adjectiveLike(before.low) || wordlist.Endings{"ое", "ая"}.End(before.low)
	if !w.cap {
		return adjective && w.is(land)
	}
	second := strings.HasSuffix(w.low, "ского") || strings.HasSuffix(w.low, "ская") && !adjective
	if second || r.districtAhead(i) {
		return false
	}
	if adjective && (w.is(land) || !r.f.isTown(w.low)) || !adjective && strings.HasSuffix(w.low, "ский") {
		return true
	}
	return before.is(firstOfPair) || w.is(secondOfPair) // «Путь Октября», «Заветы Ильича»
}

// districtAhead: the word at i is the adjective of a district that follows.
func (r *reading) districtAhead(i int) bool {
	for k := i + 1; k < len(r.words) && k <= i+3; k++ {
		w := &r.words[k]
		if w.is(districtWord) || strings.HasPrefix(w.low, "р-") || w.point && w.low == "р" {
			return true
		}
	}
	return false
}

// centreNamed is the district's centre whose name stands at i, in any case, and how many words it takes.
func (r *reading) centreNamed(i int) (*entry, int) {
	for _, x := range r.f.forms[r.words[i].low] {
		if x.e.kind == kindCentre {
			if n := r.length(x, i); n > 0 {
				return x.e, n
			}
		}
	}
	return nil, 0
}

// isTown: the word is the name of a town, whatever the case.
func (f *Finder) isTown(low string) bool {
	for _, x := range f.forms[low] {
		if x.rest == "" && x.e.kind == kindTown && !x.e.needsCue {
			return true
		}
	}
	return false
}

// properVillage is the name as a sign has it, as far as an ending tells: «Дубровке» is «Дубровка».
func properVillage(orig string, neuter bool) string {
	name := proper(orig)
	if nom := nominative(name, neuter); nom != name {
		return nom
	}
	low := lower(name)
	if length(low) > 4 && (wordlist.Endings{"ке", "ку", "овки"}).End(low) {
		_, last := utf8.DecodeLastRuneInString(name)
		return name[:len(name)-last] + "а"
	}
	return name
}
