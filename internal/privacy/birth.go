package privacy

import (
	"strings"

	"otklik/internal/text"
)

// birthDate finds a date that a cue before or behind tells to be somebody's birth.
func (f *finder) birthDate(i int) bool {
	end := f.date(i)
	if end == 0 {
		end = f.bareDate(i)
	}
	if end < 0 {
		return false
	}
	if f.is(end, month) {
		end = f.spokenYear(end) // «5 июня пятьдесят первого»
		if n := f.after(end); n.kind == number && len(n.low) == 2 && f.pauses(end+2) {
			end++ // «5 июня 51»
		}
	}
	end, said := f.bornAfter(end)
	if !said && !f.bornBefore(i) {
		return false
	}
	f.claimTokens(i, end, birth)
	return true
}

var birthdayWords = listOf("др днюха рождения рожденья рождение")

// birthday reports «др» or «день рождения» up to three words before token i: a weight or an hour stands behind
// «родилась».
func (f *finder) birthday(i int) bool {
	for _, t := range f.back(i, 4) {
		if t.kind == taken {
			return false
		}
		if birthdayWords.has(t.low) {
			return true
		}
	}
	return false
}

var bornHeads = listOf("родил рожден")

// births finds dates that stand beside a name already found, and dates of birth whose day is a word.
func (f *finder) births() {
	for i := range f.tokens {
		t := f.at(i)
		switch {
		case t.kind == number:
			if !f.issued(i) && !f.expires(i) {
				f.bornBeside(i)
			}
		case t.kind == word && t.any(month):
			f.spelledBirth(i)
		case t.kind == word && bornHeads.begin(t.low):
			f.spokenDate(i)
			f.bornInWords(i)
		}
	}
}

const (
	// sinceChildhood is the last year of a date beside a name that is a birth whatever follows: later ones may be of an
	// event.
	sinceChildhood = 2012
	// youngest is the last year of a date right behind a child that is a birth whatever follows.
	youngest = 2023
	// oldestBirth is the last year that two digits do not stand for.
	oldestBirth = 1926
	// nearBirth bounds how many tokens before a date another is looked for.
	nearBirth = 8
)

// birthNear reports a date of birth among the tokens before token i: «Марк 5.06.2018, Алиса 7.08.2020».
func (f *finder) birthNear(i int) bool {
	for k := i - 1; k >= max(0, i-nearBirth); k-- {
		if f.hides(f.at(k), birth) {
			return true
		}
	}
	return false
}

var notOneChild = listOf("ом ем ой ей ами ями")

// oneChild keeps «с ребёнком 1.08.2021» and «дети 1.08.2021», what happened on a day, from being births.
func oneChild(low string) bool { return !notOneChild.end(low) && !children.begin(low) }

// agedBefore reports «75 лет» or «бабушке 90» up to token k.
func (f *finder) agedBefore(k int) bool {
	if n := f.width(k); n > 0 {
		return n <= 2 && f.is(k-1, relative|kin)
	}
	return f.width(k-1) > 0 && f.aged(k-1)
}

var (
	dateWord   = listOf("дата")
	dateHeads  = listOf("дата рожд")
	yearWords  = listOf("г года")
	betweenAge = ",(-:;/|*~"
)

// overDate goes back from token i over up to four signs and «дата рожд.».
func (f *finder) overDate(i int) int {
	k, said := i-1, false
	for n := 0; n < 4 && (f.at(k).among(betweenAge) || said && f.at(k).among(".") || dateHeads.has(f.at(k).low)); n++ {
		said = said || dateWord.has(f.at(k).low)
		k--
	}
	return k
}

// bornBeside reads «Ступак Инна, 12.03.1961»: a whole date right behind a name, with a comma, a bracket or a dash
// between.
func (f *finder) bornBeside(i int) {
	k := f.overDate(i)
	if f.width(i) == 8 && f.at(k).person && f.bareDate(i) == i {
		f.claimTokens(i, i, birth)
		return
	}
	end := f.date(i)
	if end == 0 && k == i-1 {
		end = f.spacedDate(i)
	}
	if end < i+2 || f.at(end).kind != number {
		return
	}
	year := atoi(f.at(end).low)
	switch {
	case !f.at(k).person:
		if f.bornBehind(k, i, end, wholeYear(year)) {
			f.claimTokens(i, end, birth)
		}
	case year <= sinceChildhood, !f.eventDate(k, i, end):
		f.claimTokens(i, f.yearWord(end), birth)
	}
}

// wholeYear reads a year of two digits: «29.01.22» is of this century.
func wholeYear(year int) int {
	if year >= 100 {
		return year
	}
	if year += 1900; year <= oldestBirth {
		year += 100
	}
	return year
}

// eventDate reports that the recent date from token i to token end, behind a name that ends with token k, may be of an
// event.
func (f *finder) eventDate(k, i, end int) bool { return decide(eventDates, dated{f, k, i, end, 0}) }

var eventDates = []decision[dated]{
	{"Лыков, 5 июня 2020", func(d dated) bool { return d.end == d.i+2 || d.f.birthNear(d.i) }, never[dated]},
	{"Лыков, 5.06.2020 упал", func(d dated) bool { return d.k < d.i-1 },
		func(d dated) bool { return d.f.after(d.end).kind == word }},
	{"сын Лыков 5.06.2020", func(d dated) bool {
		before := d.k
		for before > 0 && (d.f.at(before).person || d.f.at(before).sign == ':') {
			before--
		}
		return d.f.is(before, relative)
	}, never[dated]},
	{"Лыков Иван Иванович 5.06.2020", func(d dated) bool { return d.f.fullBefore(d.k) }, func(d dated) bool {
		behind := d.f.after(d.end).kind
		return behind != outside && behind != mark
	}},
	{"Лыков 5.06.2020", always[dated], always[dated]},
}

// yearWord includes «г.» and «года» behind token end.
func (f *finder) yearWord(end int) int {
	if !yearWords.has(f.after(end).low) {
		return end
	}
	if n := f.after(end + 1); n.sign == '.' && !n.space {
		return end + 2
	}
	return end + 1
}

// bornBehind reports that the date from token i to token end is a birth, though no name stands before it: behind a
// relative, a part, «я» or an age up to token k. A recent date needs a child and the end of a phrase.
func (f *finder) bornBehind(k, i, end, year int) bool {
	return decide(datesBehind, dated{f, k, i, end, year})
}

// dated is a date behind what may tell whose birth it is.
type dated struct {
	f               *finder
	k, i, end, year int
}

var datesBehind = []decision[dated]{
	{"врач, 5.06.1951", func(d dated) bool { return d.year <= sinceChildhood && d.f.toldOf(d.k, d.i, d.end) },
		always[dated]},
	{"ребёнок (5.06.2020)", func(d dated) bool { return d.f.is(d.k, relative) && d.f.bracketed(d.i, d.end) },
		always[dated]},
	{"5.06.2024 прошло", func(d dated) bool { return d.k < 0 || d.year > youngest || !d.f.pauses(d.end+1) },
		never[dated]},
	{"сын 5.06.2020", func(d dated) bool { return d.f.is(d.k, relative) && oneChild(d.f.at(d.k).low) }, always[dated]},
	{"сыну 3 года, 5.06.2020", func(d dated) bool { return d.f.agedBefore(d.k) }, always[dated]},
	{"сын от 5.06.2020", func(d dated) bool { return d.f.at(d.k).low == "от" },
		func(d dated) bool { return d.f.is(d.k-1, relative) }},
}

var ownPronouns = listOf("я мне")

// toldOf reports a person before or behind the date.
func (f *finder) toldOf(k, i, end int) bool {
	return f.is(k, relative|role|kin) || f.says(k, ownPronouns) || f.at(k).kind == taken || f.personBehind(end) ||
		k >= 0 && k < i-1 && f.agedBefore(k)
}

// personBehind reports a name right behind token end, with a comma or what the person is between, or nothing.
func (f *finder) personBehind(end int) bool {
	if f.after(end).among(",") {
		end++
	}
	if f.after(end).kind == word && f.is(end+1, role|relative|kin) {
		end++
	}
	return f.after(end).person
}

// bracketed reports that a date is put in brackets: «ребёнок (12.03.2020)».
func (f *finder) bracketed(i, end int) bool { return f.before(i).among("(") && f.after(end).among(")") }

// spacedDate measures «14 08 1950».
func (f *finder) spacedDate(i int) int {
	s := f.spot(i)
	if f.width(i) != 2 || !s.dayMonth(1) || !yearAt(s, 2) || !s.oneLine(2) {
		return 0
	}
	return i + 2
}

var fullEnds = listOf("ич на")

// fullBefore reports a patronymic in the nominative at token k: a person is named in full, as papers do.
func (f *finder) fullBefore(k int) bool {
	low := f.at(k).low
	return fullEnds.end(low) && text.SpokenPatronymic(low)
}

// issued reads the date behind «выдан» in what is told of a passport.
func (f *finder) issued(i int) bool {
	end := f.date(i)
	if end < i+2 || !f.passportNear(i) {
		return false
	}
	for _, t := range f.back(i, 6) {
		if t.kind == word && strings.HasPrefix(t.low, "выдан") {
			f.claimTokens(i, end, document)
			return true
		}
	}
	return false
}

// longestLabelless is how many bytes what was found has at least that a date of expiry may stand behind.
const longestLabelless = 12

// expires reads 12/27 behind a card's number.
func (f *finder) expires(i int) bool {
	if f.width(i) != 2 || f.at(i+1).sign != '/' || f.width(i+2) != 2 || f.at(i+2).space || !f.cardBefore(i) {
		return false
	}
	f.claimTokens(i, i+2, card)
	return true
}

// cardBefore reports a card's label, or a number that may be one's, among the four tokens before token i.
func (f *finder) cardBefore(i int) bool {
	for k := i - 1; k >= max(0, i-4); k-- {
		if t := f.at(k); t.kind == taken && !t.person {
			label := f.text[t.start:t.end]
			return label == russian[card] || label == english[card] || len(label) > longestLabelless && label[0] != '['
		}
	}
	return false
}

var yearForms = listOf("г год года году")

// bornAfter reads «г.р.», «года рождения», «г» behind a date. It returns the last token of what belongs to the date.
func (f *finder) bornAfter(end int) (int, bool) {
	k := end + 1
	switch t := f.untaken(k); {
	case t.low == "гр":
		return f.withStop(k), true
	case yearForms.has(t.low):
		return f.bornYear(k)
	case t.low == "р":
		return f.withStop(k), !t.space
	case t.low == "рождения", t.low == "рожд":
		return k, true
	}
	return end, false
}

// untaken is token k on its line, if it is not found yet.
func (f *finder) untaken(k int) *token {
	if t := f.at(k); !t.line && t.kind != taken {
		return t
	}
	return &nowhere
}

// withStop includes the full stop of the word at token k.
func (f *finder) withStop(k int) int {
	if n := f.untaken(k + 1); n.among(".") && !n.space {
		return k + 1
	}
	return k
}

// bornYear reads «г.р.», «г/р», «года рождения» from «г» at token k on.
func (f *finder) bornYear(k int) (int, bool) {
	last := f.withStop(k)
	if f.untaken(last+1).sign == '/' && f.untaken(last+2).low == "р" {
		return f.withStop(last + 2), true
	}
	if n := f.untaken(last + 1); n.low == "р" || strings.HasPrefix(n.low, "рожд") {
		return f.withStop(last + 1), true
	}
	if f.at(k).low == "г" {
		return last, false
	}
	return k, false
}

// past reports that the date at token i is whole and its year no later than sinceChildhood.
func (f *finder) past(i int) bool {
	end := f.date(i)
	return end > i+1 && f.width(end) == 4 && atoi(f.at(end).low) <= sinceChildhood
}

// mostBorn bounds the words between a birth and its date.
const mostBorn = 5

// bornBefore reads «родилась», «дата рождения:», «д.р.» up to three words before a date. Towns and feasts are born too.
func (f *finder) bornBefore(i int) bool {
	words := 0
	for k := i - 1; k >= 0 && words < mostBorn; k-- {
		t := f.at(k)
		switch {
		case f.hides(t, birth): // «родилась в пятьдесят втором, пятого мая»
			return true
		case f.ageOrYear(k):
			continue
		case t.kind == number, t.kind == taken, t.among("!?;"), t.kind == word && t.any(place|street):
			return false
		case t.kind != word:
			continue
		case anyOf(bornWords, born{f.spot(k), i, words}):
			return true
		}
		words++
	}
	return false
}

// ageOrYear reports what may stand between a birth and its date: «родился в 1951 году 5 июня», «исполнилось 75 5 июня».
func (f *finder) ageOrYear(k int) bool {
	t := f.at(k)
	return k > 0 && t.kind == number && (f.year(t.low) || len(t.low) == 2 && strings.HasPrefix(f.at(k-1).low, "исполн"))
}

// born is a word before the date at token date, with so many words between.
type born struct {
	spot
	date, words int
}

var (
	celebrated = listOf("именинни туган")
	turned     = listOf("исполнило исполнится исполняется")
)

// bornWords tell of a birth.
var bornWords = []rule[born]{
	{"родилась", func(b born) bool { return b.t.any(cuebirth) || strings.HasPrefix(b.t.low, "рожденн") }},
	{"появилась на свет", func(b born) bool {
		return b.t.low == "свет" && strings.HasPrefix(b.f.at(b.i-2).low, "появи")
	}},
	{"именинница, исполнилось", func(b born) bool {
		return celebrated.begin(b.t.low) || b.words < 2 && turned.begin(b.t.low)
	}},
	{"р. 5.06.1951", func(b born) bool { return b.stopped() && b.t.low == "р" && b.f.opens(b.i) && b.f.past(b.date) }},
	{"род., гр.", func(b born) bool { return b.t.low == "род" || b.t.low == "гр" && b.stopped() }},
	{"дата р.", func(b born) bool { return b.t.low == "р" && b.i >= b.date-2 && dateWord.has(b.f.at(b.i-1).low) }},
	{"г.р., д/р", func(b born) bool {
		led, between := b.f.at(b.i-2).low, b.f.at(b.i-1)
		return b.t.low == "р" && b.i >= b.date-3 && between.kind == mark && (led == "г" ||
			led == "д" && between.sign == '/')
	}},
	{"д.р.", func(b born) bool { return b.t.low == "р" && b.f.at(b.i-1).sign == '.' && b.f.at(b.i-2).low == "д" }},
}

// stopped reports a full stop between the word and the date, and nothing else.
func (b born) stopped() bool { return b.i == b.date-2 && b.f.at(b.date-1).sign == '.' }
