package privacy

import (
	"strings"
	"unicode/utf8"
)

// pair is two words side by side that may be a name, and the one behind them.
type pair struct {
	f           *finder
	i           int
	p, next     *token
	third       *token // nowhere, if something stands between
	surnameHead bool   // the first ends as surnames do
}

// fullName measures a name of a first name and a surname, with a patronymic or without, in either order.
func (f *finder) fullName(i int) int {
	if !f.near(i + 1) {
		return 0
	}
	x := pair{f: f, i: i, p: f.at(i), next: f.at(i + 1), third: &nowhere}
	if f.near(i + 2) {
		x.third = f.at(i + 2)
	}
	x.surnameHead = surnameLike(x.p)
	return read(fullNames, x)
}

// fullNames are the ways in which a name is written in full.
var fullNames = []reading[pair]{
	{"я кулик никита аркадьевич", func(x pair) bool { return x.f.smallFullName(x.i) }, just[pair](3)},
	{"Иван Иванович [Петров]", func(x pair) bool { return patronymic(x.next) && x.fatherFits() }, pair.withSurname},
	{"чойгана куулар", func(x pair) bool { return x.f.smallSigned(x.i) }, just[pair](2)},
	{"сабитов ербол", func(x pair) bool { return x.f.smallPair(x.i) }, pair.withPatronymic},
	{"Петров Иван [Иванович]", func(x pair) bool {
		return x.next.any(first) && (x.surnameHead || x.surnameOfPatronymic())
	}, pair.surnameFirst},
	{"Петров Имя-не-из-списка Иванович", func(x pair) bool {
		unlisted := (x.p.unknown() || x.p.any(eastern)) && x.next.only(nameFacts)
		return x.capitals() && (x.surnameHead ||
			unlisted) && x.next.none(common) && patronymic(x.third) && x.third.capital
	}, just[pair](3)},
	{"Суне Ли", func(x pair) bool { return x.p.any(first) && x.capitals() && x.next.low == "ли" && !x.next.upper },
		just[pair](2)},
	{"Иван Петров, Иван Мороз", func(x pair) bool {
		return x.p.any(first) && x.capitals() && x.next.none(common|street|role) && x.next.letters > 1 &&
			cyrillic(x.next)
	}, pair.surnameBehind},
	{"ГРЕЧКИН юрий", func(x pair) bool {
		return x.p.capital && !x.next.capital && x.next.smallGiven() && x.next.any(nominative) && onSurname(x.p.low) &&
			x.p.family() && agree(x.next, x.p)
	}, pair.withPatronymic},
	{"юрий Гречкин", func(x pair) bool {
		return !x.p.capital && x.next.capital && x.p.smallGiven() && x.p.any(nominative) && x.next.family() &&
			agree(x.p, x.next) && !x.f.houseBehind(x.i+2)
	}, pair.withPatronymic},
	{"иван петров", func(x pair) bool {
		return x.p.any(first) && x.p.none(everyday) && x.small() && strongSurname(x.next) && agree(x.p, x.next)
	}, just[pair](2)},
	{"Нгуен Тхи Лан", func(x pair) bool { return x.f.easternName(x.i) > 0 },
		func(x pair) int { return x.f.easternName(x.i) }},
	{"Туйаара Аммосова, Ишмуратов Юлай", func(x pair) bool {
		return x.capitals() && x.p.upper == x.next.upper && decide(foreignPairs, x)
	}, just[pair](2)},
	{"Беридзе Гела, Гела Беридзе", func(x pair) bool {
		return x.capitals() && x.next.letters > 1 && x.p.letters > 1 && (southern(x.next) &&
			x.p.none(common|role|street) || southern(x.p) && x.next.none(common))
	}, just[pair](2)},
}

func (x pair) capitals() bool { return x.p.capital && x.next.capital }

func (x pair) small() bool { return !x.p.capital && !x.next.capital }

// fatherFits reports what may stand before a patronymic.
func (x pair) fatherFits() bool {
	return x.p.any(first) || x.p.letters > 1 && (x.capitals() && x.p.none(common|street|role|kin) ||
		shortFirst.has(x.p.low))
}

// shortFirst are first names that are only used before a patronymic.
var shortFirst = listOf("пал сан марь алексан")

// withSurname is two tokens and the surname behind a patronymic. «Петров Иван Иванович» begins one word earlier.
func (x pair) withSurname() int {
	if anyOf(surnamesThird, x) {
		return 3
	}
	return 2
}

var surnamesThird = []rule[pair]{
	{"Иван Иванович Петров",
		func(x pair) bool { return x.third.capital && x.third.letters > 1 && surnameLike(x.third) }},
	{"иван иванович петров", func(x pair) bool {
		return !x.p.capital && x.third.letters > 1 && (x.third.any(familySure) || x.third.smallFamily()) &&
			surnameLike(x.third)
	}},
	{"Иван Иванович Дзюба", func(x pair) bool {
		t := x.third
		return t.capital && !t.upper && t.none(common|street|role|unit|first) && t.letters > 2
	}},
}

// withPatronymic is two tokens and the patronymic behind them.
func (x pair) withPatronymic() int {
	if patronymic(x.third) {
		return 3
	}
	return 2
}

// surnameOfPatronymic reports any word with a capital before a first name and a patronymic.
func (x pair) surnameOfPatronymic() bool {
	return x.p.capital && x.p.letters > 1 && x.p.none(common|first|street|role|kin|called|cuephone) &&
		!verbal(x.p.low) && patronymic(x.third)
}

// surnameFirst measures a surname before a first name.
func (x pair) surnameFirst() int {
	switch {
	case patronymic(x.third):
		return 3
	case anyOf(surnamesFirst, x):
		return 2
	}
	return 0
}

var surnamesFirst = []rule[pair]{
	{"Петров Иван", func(x pair) bool {
		return x.capitals() && x.p.upper == x.next.upper && (x.p.none(first) || x.p.any(familySure))
	}},
	{"петров иван", func(x pair) bool {
		return x.small() && x.next.given() && x.next.none(everyday) && x.p.none(first) && strongSurname(x.p) &&
			agree(x.next, x.p)
	}},
}

// surnameBehind measures a first name before what may be a surname.
func (x pair) surnameBehind() int {
	if decide(surnamesSecond, x) {
		return 2
	}
	return 0
}

var surnamesSecond = []decision[pair]{
	{"Лада Веста", func(x pair) bool { return anyOf(noSurnames, x) }, never[pair]},
	{"Иван Петров", func(x pair) bool { return surnameLike(x.next) || x.next.low == "ли" }, always[pair]},
	{"ИВАН мороз", func(x pair) bool { return x.p.upper || x.next.upper || x.next.letters < 3 }, never[pair]},
	{"Иван Мороз", always[pair], func(x pair) bool { return x.next.none(place|unit|month) && !verbal(x.next.low) }},
}

// noSurnames are words with a capital behind a first name that are none.
var noSurnames = []rule[pair]{
	{"Лада Веста", func(x pair) bool { return x.p.any(car) && !x.next.family() }},
	{"Роман Толстого", func(x pair) bool {
		return x.p.any(everyday) && x.p.facts&(male|nominative) == male|nominative &&
			strings.HasSuffix(x.next.low, "ого")
	}},
	{"Иван Мария", func(x pair) bool {
		return x.next.any(first) && x.next.none(familySure) && ((x.p.facts|x.next.facts)&nominative != 0 ||
			x.f.opens(x.i))
	}},
	{"Анна Воронежская область", func(x pair) bool { return x.f.adjective(x.i + 1) }},
}

// easternName measures «Нгуен Тхи Лан», «Ким Сон Ир»: a surname and one or two short words that no list explains.
func (f *finder) easternName(i int) int {
	p := f.at(i)
	if !p.capital || p.upper || p.none(eastern) {
		return 0
	}
	n := 1
	for n < 4 && f.near(i+n) && f.at(i+n).easternGiven() {
		n++
	}
	if n == 1 {
		return 0
	}
	return n
}

// easternGiven reports a short word that may be a name behind an eastern surname.
func (t *token) easternGiven() bool {
	unexplained := t.only(nameFacts) || t.letters <= 3 && t.only(nameFacts|ordinary)
	return t.titled() && t.letters >= 2 && t.letters <= 6 && unexplained
}

// foreignPairs are a surname beside a word that no list explains, or a first name behind such a word.
var foreignPairs = []decision[pair]{
	{"Сорока Андрею", pair.unlistedFirst, pair.firstFits},
	{"ЧОЙГАНА КУУЛАР", func(x pair) bool { return x.p.upper }, func(x pair) bool {
		sure := func(t *token) bool { return t.any(first) && t.none(everyday|ordinary) }
		return x.next.upper && (sure(x.p) && x.next.shouted() || sure(x.next) && x.p.shouted())
	}},
	{"Айнур Хабибуллин", func(x pair) bool { // a verb would ask for another case
		return x.p.written() && x.p.only(nameFacts) && x.next.family() && onBase(x.next.low)
	}, always[pair]},
	{"Туйаара Аммосова", func(x pair) bool { return x.p.unknown() && x.next.family() }, func(x pair) bool {
		return x.next.none(famous|noun) && !(genitiveLike(x.next.low) && x.f.houseBehind(x.i+2))
	}},
	{"Чойгана Куулар", func(x pair) bool { return x.p.unknown() && x.next.unknown() }, func(x pair) bool {
		return x.f.sentence(x.i) && !x.f.orgBefore(x.i)
	}},
	{"Ишмуратов Юлай", func(x pair) bool { return x.p.family() && x.next.unknown() }, func(x pair) bool {
		return x.p.none(famous|noun) && !obliqueEnds.end(x.p.low) && !pluralEnds.end(x.p.low) &&
			!x.f.houseBehind(x.i+2)
	}},
}

var obliqueEnds = listOf("ой у е ым ых")

// unlistedFirst reports a first name behind a word that no list explains.
func (x pair) unlistedFirst() bool {
	return x.next.any(first) && x.next.none(noun) && x.p.none(first) && (x.p.unknown() || x.f.oddSurname(x.i))
}

// firstFits keeps «Миллиардер Илон Маск», a name from its second word on, and other cases from being one name.
func (x pair) firstFits() bool {
	behind := x.f.at(x.i + 2)
	if x.f.near(x.i+2) && behind.capital && (behind.family() || behind.unknown()) {
		return false
	}
	return x.next.any(nominative) || !x.f.opens(x.i) || sameEnd(x.p.low, x.next.low)
}

// sameEnd reports that two words end with the same letter, as a surname and a first name in one case may.
func sameEnd(a, b string) bool {
	x, _ := utf8.DecodeLastRuneInString(a)
	y, _ := utf8.DecodeLastRuneInString(b)
	return x == y
}

// explained are the facts of words that are no surname beside a first name.
const explained = common | role | relative | kin | street | org | possessive | intro | thanks | honorific | place |
	month |
	town | host | cuehandle | called | who

// respectful are the beginnings of forms of address, which people write with a capital anywhere.
var respectful = listOf("уважаем дорог мил многоуважаем любим добр господ")

// oddSurname reports a surname that is also a word, «ребёнку Сорока Андрею»: its capital is explained by no beginning
// of a sentence. A surname on -ово may begin one.
func (f *finder) oddSurname(i int) bool { return decide(oddSurnames, f.spot(i)) }

var oddSurnames = []decision[spot]{
	{"Уважаемый, Ростов", func(s spot) bool {
		return s.t.any(explained) || respectful.begin(s.t.low) || townEnding(s.t.low)
	}, never[spot]},
	{"ребёнку Сорока", func(s spot) bool { return s.t.titled() && !s.t.latin && s.t.letters > 2 }, func(s spot) bool {
		return !s.f.opens(s.i) || s.t.only(nameFacts) && s.t.letters > 4 && !verbal(s.t.low)
	}},
}

var (
	strongCases = words{"", "а", "у", "ым", "е"} // «трудовой» is an adjective
	strongBases = listOf("ов ев")
	strongEnds  = listOf("вич енко чук швили дзе ян ин ина ский ская")
)

// strongSurname is a surname that may be taken for one without a capital.
func strongSurname(t *token) bool {
	switch {
	case t.any(common | street | role | place | unit):
		return false
	case t.any(familySure):
		return true
	}
	return t.letters > 4 && withEnding(t.low, strongCases, strongBases.end) ||
		t.facts == 0 && t.letters > 5 && strongEnds.end(t.low)
}

// verbEndings are those of verbs, adverbs and abstract nouns.
var verbEndings = listOf(`ть те ться тся ите ешь ишь ете ают уют ние ния нию нии ция ции цию ость ости ство ства ству
	ьте йте`)

// verbal reports words that end as verbs and adverbs do, which people write with a capital behind a name.
func verbal(low string) bool { return verbEndings.end(low) }
