package privacy

import (
	"strings"
	"unicode/utf8"
)

// lone is a word that may be a name by itself, and what introduces it.
type lone struct {
	spot
	given, family bool
	cue           *token // the word that introduces it
	at            int    // of the cue
	signs         bool   // a colon, a dash, a bracket or a comma stands between
	near          bool   // nothing stands between but such signs and words that are passed over
	sure          bool   // it reads as a surname and no house stands behind
}

// alone measures a name that stands by itself, which its surroundings tell to be a person's; 0 if word i begins none.
func (f *finder) alone(i int) int {
	s := f.spot(i)
	switch {
	case f.formerName(i):
		return 1
	case f.changed(i):
		return 3
	case f.slashed(i), f.illBeside(i) && !s.ofPlace():
		return 1
	case f.near(i) && f.historic(i-1, 2), !s.mayBeAlone():
		return 0
	}
	l := &lone{spot: s, family: s.t.family(), given: s.givenAlone()}
	switch {
	case !l.given && !l.family && !anyOf(possibleNames, s), s.ofPlace():
		return 0
	case l.called():
		return 1
	case !anyOf(loneNames, l):
		return f.signature(i)
	}
	if n := f.withTail(i, f.several(i)); !f.houseBehind(i+n) || s.t.any(first) {
		return n
	}
	return 0
}

// ofPlace reports a street or an institution before the word.
func (s spot) ofPlace() bool { return s.f.streetBefore(s.i) || s.f.orgBefore(s.i) }

// mayBeAlone reports a word that no list and no short form of a place before it keep from being a name.
func (s spot) mayBeAlone() bool {
	t := s.t
	return cyrillic(t) && !s.f.shortBefore(s.i) && (t.letters > 2 || t.any(first|eastern)) &&
		(t.none(common|role|street|org) || t.any(first|familySure|eastern))
}

// givenAlone reports a first name.
func (s spot) givenAlone() bool {
	t := s.t
	if t.given() && (t.none(common|street) || t.capital && !s.f.opens(s.i)) {
		return true
	}
	return s.f.is(s.i-1, relative|role|possessive) && t.smallGiven() && t.any(nominative)
}

// loneNames are the ways in which a single word is told to be a name.
var loneNames = []rule[*lone]{
	{"сосед Лыков", (*lone).introduced},
	{"Гульсина апа", func(l *lone) bool { return l.f.honoured(l.i) }},
	{"Лыков из 5 подъезда", (*lone).lives},
	{"Лыкова, по мужу Бубнова", func(l *lone) bool { return l.f.renamed(l.i) }},
	{"у Лыкова", (*lone).standsOut},
	{"Сонечка", (*lone).bare},
	{"Тверской пишет", (*lone).speaks},
	{"Хромова, заведующая садом", (*lone).apposed},
}

// slashed reports «/Игнатюк/», as people sign papers.
func (f *finder) slashed(i int) bool {
	b := f.at(i - 1)
	return b.sign == '/' && f.at(i+1).sign == '/' && (b.space || i == 1 || b.line) && f.at(i).slashedName()
}

func (t *token) slashedName() bool {
	return t.letters > 3 && t.written() && (t.family() || t.unknown() || t.surname())
}

// possibleNames are the words that can be a name though they are no first name and end as no surname.
var possibleNames = []rule[spot]{
	{"депутат Заболотный", func(s spot) bool { return s.f.adjectival(s.i) }},
	{"пишет Шуйская", func(s spot) bool { return s.f.signedAdjective(s.i) }},
	{"гражданин Чехов", func(s spot) bool { return s.t.surname() }},
	{"Дзюба апа", func(s spot) bool { return s.t.written() && s.f.is(s.i+1, honorific) && s.f.near(s.i+1) }},
	{"семья Лебедянские",
		func(s spot) bool { return s.f.is(s.i-1, relative) && s.t.written() && manySki.end(s.t.low) }},
	{"участковый Дудник", func(s spot) bool { return s.t.unlisted() }},
	{"сосед Белых", func(s spot) bool { return s.f.pluralSurname(s.i) }},
	{"девичья лыко", func(s spot) bool { return s.t.facts == 0 && s.f.maidenBefore(s.i) }},
	{"лыков", func(s spot) bool { return s.t.any(familySure) && s.t.none(common) }},
	{"КУУЛАР Чойгана", func(s spot) bool { return s.t.shouted() && s.f.is(s.i+1, nominative) }},
	{"Борщ А., урождённая Сорока, алкоголик Сорока из", func(s spot) bool {
		return s.t.written() && (s.f.initialBehind(s.i) || s.f.maidenNear(s.i) || s.f.plainRole(s.i))
	}},
}

// called reports «меня Артём зовут».
func (l *lone) called() bool {
	return l.given && l.t.capital && l.f.is(l.i-1, who) && l.f.near(l.i+1) && l.f.is(l.i+1, called)
}

// standsOut reports a name that needs no introduction: a form that no street has, an owner, a sick person.
func (l *lone) standsOut() bool { return decide(outstanding, l) }

var outstanding = []decision[*lone]{
	{"Савва, диабет", func(l *lone) bool { return l.given && l.t.capital && l.t.none(everyday) && l.f.ill(l.i) },
		always[*lone]},
	{"Лыкова, 5, Ленин", func(l *lone) bool {
		return !l.family || l.f.houseBehind(l.i+1) || l.f.adjective(l.i) || l.f.historic(l.i, 1)
	}, never[*lone]},
	{"отказали Лыкову", func(l *lone) bool { return l.f.personal(l.i) && l.f.mayStandAlone(l.i) }, always[*lone]},
	{"у Лыкова", func(l *lone) bool { return l.f.hasOwner(l.i) }, always[*lone]},
	{"Лыкова, диабет", func(l *lone) bool { return l.f.ill(l.i) }, func(l *lone) bool {
		return !genitiveLike(l.t.low) || l.f.at(max(l.i-1, 0)).none(toward)
	}},
}

var (
	manyEnds    = listOf("и ы")
	towndweller = listOf("жител")
	children    = listOf("дет")
	itsOwner    = listOf("енко")
)

// behindPart reports what may be a name behind «сосед», «врач», «дядя».
func (l *lone) behindPart() bool { return decide(behindParts, l) }

var behindParts = []decision[*lone]{
	{"врач Лыков", func(l *lone) bool { return l.sure || l.right() && l.f.plainRole(l.i) }, always[*lone]},
	{"дядя Савва", func(l *lone) bool {
		return l.given && l.t.capital && (l.t.none(everyday) || l.t.any(nominative) && l.right())
	}, always[*lone]},
	{"сосед савелий", func(l *lone) bool { return l.right() && l.smallFirst() }, always[*lone]},
	{"житель Лыкова", func(l *lone) bool { return !l.kind(role) || l.begins(towndweller) }, never[*lone]},
	{"депутат Заболотный", func(l *lone) bool { return l.right() && l.f.adjectival(l.i) }, always[*lone]},
	{"соседу Мурзе", func(l *lone) bool { return sameCase(l.cue.low, l.t) },
		func(l *lone) bool { return l.t.unlisted() || l.near && l.f.pluralSurname(l.i) }},
}

// right reports that the cue stands right before the word.
func (l *lone) right() bool { return l.at == l.i-1 }

var openEnds = listOf("а я")

// smallFirst reports a first name without a capital of the gender of the part before it: «сосед савелий».
func (l *lone) smallFirst() bool {
	t := l.t
	man := t.any(male) && !openEnds.end(t.low)
	return t.smallGiven() && !t.capital && t.any(nominative) && l.kind(role) && manEnds.end(l.cue.low) == man
}

var (
	herParts   = listOf("а я чь")
	herSurname = words{"ая"}
)

// adjectival reports «депутат Заболотный», «соседка Непомнящая»: a surname like an adjective in the case and the gender
// of the part right before it.
func (f *finder) adjectival(i int) bool { return decide(adjectivals, f.spot(i)) }

var adjectivals = []decision[spot]{
	{"Заболотный район", func(s spot) bool {
		return !s.near(0) || !s.t.adjectiveName() || s.f.opens(s.i) || s.f.adjective(s.i) || s.is(1, org) && s.near(1)
	}, never[spot]},
	{"Большой Заболотный", func(s spot) bool { return s.at(-1).capital && !s.f.opens(s.i-1) }, never[spot]},
	{"соседка Непомнящая", func(s spot) bool { return herParts.end(s.at(-1).low) },
		func(s spot) bool { return herSurname.end(s.t.low) }},
	{"депутат Заболотный", func(s spot) bool { return manEnds.end(s.at(-1).low) },
		func(s spot) bool { return adjectiveOne.end(s.t.low) }},
}

// adjectiveName reports a word with a capital that may be an adjective.
func (t *token) adjectiveName() bool {
	return t.titled() && !t.latin && t.letters > 4 && t.only(nameFacts|ordinary|town)
}

// signedAdjective reports «Шуйская» at the end of a phrase.
func (f *finder) signedAdjective(i int) bool { return !f.opens(i) && f.adjectiveEnds(i) }

var adjectiveNominative = listOf("ая ий ый")

// adjectiveEnds reports a word like an adjective with a capital, in the nominative, behind which a phrase ends.
func (f *finder) adjectiveEnds(i int) bool {
	t := f.at(i)
	return t.titled() && f.pauses(i+1) && adjectiveNominative.end(t.low) && t.only(nameFacts|town|ordinary|street)
}

var (
	doingMany    = listOf("ят ут ют ат ли")
	manyAdjected = listOf("ые ие")
	manyKin      = listOf("и ы ья")
)

// manyOf reports «супруги Лебедянские»: a surname like an adjective in the plural behind relatives.
func (l *lone) manyOf() bool {
	return l.t.titled() && l.right() && manyKin.end(l.cue.low) && !l.begins(children) && decide(manyNames, l)
}

var manyNames = []decision[*lone]{
	{"супруги Садовые деревья", func(l *lone) bool {
		return l.f.near(l.i+1) && l.f.is(l.i+1, ordinary|org) && manyEnds.end(l.f.at(l.i+1).low)
	}, never[*lone]},
	{"супруги Лебедянские", func(l *lone) bool { return manySki.end(l.t.low) }, always[*lone]},
	{"супруги Садовые просят", func(l *lone) bool { return manyAdjected.end(l.t.low) && l.f.near(l.i+1) },
		func(l *lone) bool { return doingMany.end(l.f.at(l.i + 1).low) }},
}

// manEnds end the words for men and their parts in the nominative.
var manEnds = listOf("б в г д ж з к л м н п р с т ф х ц ч ш щ ь й")

// inCase is an unknown word behind a part.
type inCase struct {
	part string
	t    *token
}

// partCases are the ends of a part, and those of an unknown word in the same case.
var partCases = []decision[inCase]{
	{"соседу Мурзе", partOn("у ю ому ему"), nameOn("у ю е о")},
	{"соседом Мурзой", partOn("ом ем ой ей ым им"), nameOn("м ой ей о")},
	{"соседи Мурзы", partOn("ы и ов ей ам ами"), never[inCase]},
	{"соседка Мурза", partOn("ца ка ша ая"), always[inCase]},
	{"врача Шаца", partOn("а я го"), nameOn("а я ы и о")}, // «Оператор Билайна» has two cases
	{"сосед Шац", always[inCase], func(x inCase) bool { return !vowelEnds.end(x.t.low) || x.t.letters <= 6 }},
}

var vowelEnds = listOf("а я ы и")

func partOn(ends string) func(inCase) bool {
	list := listOf(ends)
	return func(x inCase) bool { return list.end(x.part) }
}

func nameOn(ends string) func(inCase) bool {
	list := listOf(ends)
	return func(x inCase) bool { return list.end(x.t.low) }
}

// sameCase reports that an unknown word stands in the case of the part before it. Of short names women's do not change.
func sameCase(part string, t *token) bool {
	return t.letters <= 4 && !manyEnds.end(t.low) || decide(partCases, inCase{part, t})
}

var (
	verbEnds       = listOf("ет ит ат ут ют ал ил ел ла ли ло ся у о")
	nominativePart = listOf("к р н т ь г ц ч ка ца ша ая ый ед")
)

// plainRole reports a part in the nominative right before a capitalised word that may be a surname though it is a word,
// «алкоголик Сорока из …»: no verb, no adverb, and the phrase goes on as it does behind a name.
func (f *finder) plainRole(i int) bool { return decide(plainRoles, f.spot(i)) }

var plainRoles = []decision[spot]{
	{"Врач Сорока", func(s spot) bool { return !s.near(0) || s.at(-1).capital || !s.t.plainName() }, never[spot]},
	{"глава Сорока, врачу Сорока", func(s spot) bool {
		b := s.at(-1)
		return b.none(role) || b.any(cityhead) || !nominativePart.end(b.low)
	}, never[spot]},
	{"алкоголик Сорока, из", func(s spot) bool {
		n := s.f.after(s.i)
		return n.among(",-") || n.low == "из"
	}, always[spot]},
	{"алкоголик Мороз опять", func(s spot) bool { return consonants.end(s.t.low) && manEnds.end(s.at(-1).low) },
		func(s spot) bool {
			n := s.f.after(s.i)
			return n.kind == word && !n.capital && predicates.end(n.low)
		}},
}

// plainName reports a word with a capital that is no verb and no adverb.
func (t *token) plainName() bool {
	return t.titled() && t.letters > 3 && t.only(nameFacts|ordinary) && !verbal(t.low) && !verbEnds.end(t.low)
}

// honoured reports «апа», «абый», «ака» behind word i.
func (f *finder) honoured(i int) bool {
	return f.near(i+1) && f.at(i+1).any(honorific) && f.at(i).capital && f.at(i).none(common|ordinary)
}

// livings are what tells of a person behind a name.
var livings = []decision[*lone]{
	{"Бубнова (Лыкова)", func(l *lone) bool {
		second := l.f.at(l.i + 2)
		return (l.family || l.t.unknown()) && l.f.at(l.i+1).sign == '(' && second.kind == word && second.family() &&
			l.f.at(l.i+3).sign == ')'
	}, always[*lone]},
	{"Дзюба из 5 подъезда", func(l *lone) bool {
		where := l.f.at(l.i + 2)
		home := where.kind == taken && !where.person || where.kind == number && dwelling(l.f.at(l.i+3))
		return home && l.t.unknown() && fromWords.has(l.f.at(l.i+1).low)
	}, always[*lone]},
	{"на улице Лыкова", func(l *lone) bool {
		return !l.t.capital || !l.given && !l.man() || l.f.at(l.i+1).line || l.f.ends(l.i+2)
	}, never[*lone]},
	// a street has no age; a surname in the genitive may have a house
	{"Савва, 7 лет", func(l *lone) bool { return l.f.at(l.i + 1).among(",(") }, func(l *lone) bool {
		return l.f.aged(l.i+2) && (l.given || l.f.personal(l.i))
	}},
	{"Савва 7 лет", func(l *lone) bool { return l.f.at(l.i+1).kind == number }, func(l *lone) bool {
		return l.given && l.f.aged(l.i+1)
	}},
	{"Савва со второго этажа", func(l *lone) bool {
		return livesWords.has(l.f.at(l.i+1).low) && !(l.t.any(everyday) && l.f.opens(l.i))
	}, func(l *lone) bool {
		for _, t := range l.f.onward(l.i+1, farthestHome) {
			if dwelling(t) {
				return true
			}
		}
		return false
	}},
}

var (
	fromWords  = listOf("из с")
	livesWords = listOf("из с со")
	dwellings  = listOf("подъезда этажа дома двора класса")
	ageHeads   = listOf("лет год месяц")
	ageWords   = listOf("г мес")
)

// farthestHome bounds how many tokens behind «из» a part of a house is looked for.
const farthestHome = 4

// lives reports what tells of a person behind a name: «из 5 подъезда», «(7 лет)», «(Лыкова)».
func (l *lone) lives() bool { return decide(livings, l) }

// man reports a surname in a form that a person has.
func (l *lone) man() bool {
	return l.family && (l.f.personal(l.i) || l.t.any(familySure) || strings.HasSuffix(l.t.low, "а"))
}

// dwelling reports a part of a house or a school in the genitive, or a flat.
func dwelling(t *token) bool { return t.kind == word && (t.any(cueflat) || dwellings.end(t.low)) }

// aged reports «7 лет» and «4 годика» at token k.
func (f *finder) aged(k int) bool {
	n, low := f.width(k), f.at(k+1).low
	return n > 0 && n < 4 && (ageHeads.begin(low) || ageWords.has(low))
}

// otherThings are the facts of first names that are also something else.
const otherThings = everyday | ordinary | common | street | noun | famous | town | month | org | car | role

// bareNames say which first names by themselves are no address: a pet name, or one in a case in which nobody is
// addressed and no street is named.
var bareNames = []decision[*lone]{
	{"Ленин", func(l *lone) bool { return l.f.historic(l.i, 1) || !l.given || !l.t.written() }, never[*lone]},
	{"полуторагодовалый, Назар", func(l *lone) bool {
		return l.f.at(l.i-1).sign == ',' && childBefore(l.f.at(l.i-2).low) && l.f.pauses(l.i+1)
	}, always[*lone]},
	{"старшему Родиону", func(l *lone) bool {
		return childBefore(l.f.at(l.i-1).low) && l.f.near(l.i) && l.t.none(street|town)
	}, always[*lone]},
	{"Роман", func(l *lone) bool {
		return l.t.upper || l.t.letters < 3 || l.t.any(otherThings) || l.f.houseBehind(l.i+1)
	}, never[*lone]},
	{"Лыков Иван", (*lone).besideCapital, never[*lone]},
	{"Сонечка", func(l *lone) bool { return l.t.pet || petEnds.end(l.t.low) }, func(l *lone) bool {
		k := l.i - 1
		if f := l.f; k > 0 && f.at(k).kind == number {
			k--
		}
		return !l.f.is(k, place|org)
	}},
	{"убирает Фатима, Фатима убирает", func(l *lone) bool {
		b := l.f.at(l.i - 1)
		return l.t.any(nominative) && (l.f.near(l.i) && !b.capital && acts(b.low) ||
			l.f.near(l.i+1) && acts(l.f.at(l.i+1).low))
	}, always[*lone]},
	{"Ольга",
		func(l *lone) bool { return l.t.any(nominative) || l.f.is(l.i-1, toward|town) && !l.along() }, never[*lone]},
	// streets and schools are named in this case
	{"у Дарьи", func(l *lone) bool { return vowelEnds.end(l.t.low) },
		func(l *lone) bool { return ofPeople[l.f.at(l.i-1).low] }},
	{"спасибо Ольге", always[*lone], always[*lone]},
}

// bare reports a first name by itself that is no address.
func (l *lone) bare() bool { return decide(bareNames, l) }

// besideCapital reports a word with a capital beside the name.
func (l *lone) besideCapital() bool {
	f, i := l.f, l.i
	return f.near(i) && f.at(i-1).capital && !f.opens(i-1) || f.near(i+1) && f.at(i+1).capital
}

var (
	withWords    = listOf("с со")
	instrumental = listOf("м й")
)

// along reports «с Ольгой».
func (l *lone) along() bool { return l.f.says(l.i-1, withWords) && instrumental.end(l.t.low) }

// acts reports verbs of the third person.
func acts(low string) bool {
	return known(low)&(role|relative|common|street|org|town) == 0 && utf8.RuneCountInString(low) > 3 &&
		deedEnds.end(low)
}

var (
	deedEnds   = listOf("ает яет ует ится ется ит дет чет жет шет зет ьет ала ила ела лась лся ул ал ил")
	elderEnds  = listOf("ему ей ая ий его юю им")
	elderHeads = listOf("старш младш")
	childAges  = listOf("годовал месячн летн")
)

// leastAge is how many letters a word for an age on -летн has at least: «летний» is none.
const leastAge = 9

// childBefore reports what is said of a child before its name: «полуторагодовалого Назара», «старшему Родиону».
func childBefore(low string) bool {
	for _, age := range childAges {
		if strings.Contains(low, age) && (age != "летн" || utf8.RuneCountInString(low) >= leastAge) {
			return true
		}
	}
	return elderHeads.begin(low) && elderEnds.end(low)
}

// petEnds are endings of names for children.
var petEnds = listOf(`ечка ечки ечке ечку ечкой очка очки очке очку очкой ушка ушки ушке ушку ушкой
	юшка юшки юшке юшку юшкой онька оньки оньке оньку онькой енька еньки еньке еньку енькой`)

// ofPeople are prepositions and pronouns behind which a genitive is a person's: «у Дарьи», «без Олега», «нашего Олега».
var ofPeople = wordSet("у без для про кроме вместо ради против насчет за нашего моего вашего нашей моей вашей")

// speaks reports a name at the beginning of a sentence before what people do with complaints: «Тверской пишет».
func (l *lone) speaks() bool { return decide(speakers, l) }

var speakers = []decision[*lone]{
	{"Савва", func(l *lone) bool {
		return !l.t.capital || l.t.upper || !l.f.near(l.i+1) || !sayings[l.f.at(l.i+1).low]
	}, never[*lone]},
	{"Лыковского пишет, Пушкин пишет", func(l *lone) bool { return genitiveSure(l.t.low) || l.f.historic(l.i, 1) },
		never[*lone]},
	{"Савва и Дзюба пишет", func(l *lone) bool { return l.t.unknown() && l.f.at(l.i-1).low == "и" }, never[*lone]},
	{"Дзюба пишет", func(l *lone) bool {
		return l.t.unknown() && l.t.letters > 3 && !strings.Contains(l.t.low, "-")
	}, always[*lone]},
	{"Лыков пишет", always[*lone], func(l *lone) bool { return l.family || l.given || l.t.surname() }},
}

// apposed reports «Хромова, заведующая садом» at the beginning of a sentence.
func (l *lone) apposed() bool {
	return l.family && l.f.sentence(l.i) && l.f.at(l.i+1).sign == ',' && !l.f.at(l.i+2).line &&
		l.f.spot(l.i+2).onePart()
}

// onePart reports a part or a relative, one person and no head of a town.
func (s spot) onePart() bool {
	return s.is(0, role|relative) && s.t.none(cityhead) && !s.t.capital && !pluralCues.end(s.t.low)
}

// sayings are what people do who write.
var sayings = wordSet(`пишет просит жалуется обращается сообщает требует благодарит спрашивает умоляет интересуется
	беспокоит обратился обратилась пожаловался пожаловалась написал написала просил просила звонил звонила подписал
	подписала подписались пишут просят жалуются обращаются`)
