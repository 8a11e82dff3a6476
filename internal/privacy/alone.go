package privacy

import (
	"strings"
	"unicode/utf8"
)

// lone is a word that may be a name by itself, and what introduces it.
type lone struct {
	f             *finder
	i             int
	t             *token
	given, family bool
	cue           *token // the word that introduces it
	at            int    // of the cue
	signs         bool   // a colon, a dash, a bracket or a comma stands between
	near          bool   // nothing stands between but such signs and words that are passed over
	sure          bool   // it reads as a surname and no house stands behind
}

// alone measures a name that stands by itself, which its surroundings tell to be a person's; 0 if word i begins none.
func (f *finder) alone(i int) int {
	t := &f.tokens[i]
	if f.formerName(i) {
		return 1
	}
	if f.changed(i) {
		return 3
	}
	if f.slashed(i) || f.illBeside(i) && !f.streetBefore(i) && !f.orgBefore(i) {
		return 1
	}
	if f.near(i) && f.historic(i-1, 2) {
		return 0
	}
	if !cyrillic(t) || f.shortBefore(i) || t.letters < 3 && t.facts&(first|eastern) == 0 ||
		t.facts&(common|role|street|org) != 0 && t.facts&(first|familySure|eastern) == 0 {
		return 0
	}
	l := lone{f: f, i: i, t: t, family: t.family()}
	l.given = t.given() && (t.facts&(common|street) == 0 || t.capital && !f.opens(i))
	l.given = l.given || f.is(i-1, relative|role|possessive) && t.smallGiven() && t.facts&nominative != 0
	if !l.possible() || f.streetBefore(i) || f.orgBefore(i) {
		return 0
	}
	switch {
	case l.called():
		return 1
	case l.introduced(), f.honoured(i), l.lives(), f.renamed(i), l.standsOut(), l.bare(), l.speaks(), l.apposed():
	default:
		return f.signature(i)
	}
	if n := f.withTail(i, f.several(i)); !f.houseBehind(i+n) || t.facts&first != 0 {
		return n
	}
	return 0
}

// slashed reports «/Игнатюк/», as people sign papers.
func (f *finder) slashed(i int) bool {
	t := f.tokens
	return i > 0 && i+1 < len(t) && t[i-1].sign == '/' && t[i+1].sign == '/' && t[i].written() && t[i].letters > 3 &&
		(t[i-1].space || i == 1 || t[i-1].line) && (t[i].family() || t[i].unknown() || t[i].surname())
}

// possible reports a word that can be a name at all.
func (l *lone) possible() bool {
	t, f, i := l.t, l.f, l.i
	return l.given || l.family || f.adjectival(i) || f.signedAdjective(i) || t.surname() ||
		t.written() && f.is(i+1, honorific) && f.near(i+1) || f.is(i-1, relative) && t.written() &&
		endsWith(t.low, []string{"ские", "цкие"}) || t.unlisted() || f.pluralSurname(i) || t.facts == 0 &&
		f.maidenBefore(i) ||
		t.facts&familySure != 0 && t.facts&common == 0 || t.shouted() && f.is(i+1, nominative) ||
		t.written() && (f.initialBehind(i) || f.maidenNear(i) || f.plainRole(i))
}

// called reports «меня Артём зовут».
func (l *lone) called() bool {
	f, i := l.f, l.i
	return l.given && l.t.capital && f.is(i-1, who) && f.near(i+1) && f.is(i+1, called)
}

// standsOut reports a name that needs no introduction: a form that no street has, an owner, a sick person.
func (l *lone) standsOut() bool {
	f, i := l.f, l.i
	if l.given && l.t.capital && l.t.facts&everyday == 0 && f.ill(i) {
		return true
	}
	if !l.family || f.houseBehind(i+1) || f.adjective(i) || f.historic(i, 1) {
		return false
	}
	toward := genitiveLike(l.t.low) && f.tokens[max(i-1, 0)].facts&toward != 0
	return f.personal(i) && f.mayStandAlone(i) || f.hasOwner(i) || f.ill(i) && !toward
}

// introductions say which words introduce a name and what may be one behind them. The first whose cue fits decides.
var introductions = []struct {
	name string
	cue  func(l *lone) bool
	fits func(l *lone) bool
}{
	{"children of a town", func(l *lone) bool {
		return l.kind(relative) && l.near && l.begins("дет") && onBase(l.t.low) && !l.given
	},
		func(*lone) bool { return false }}, // «дети Берёзников»
	{"a relative", func(l *lone) bool { return l.kind(relative) && l.near }, func(l *lone) bool {
		return l.given || l.sure || l.manyOf() || l.t.unlisted() && !endsWith(l.cue.low, pluralCues) &&
			!endsWith(l.t.low, []string{"и", "ы"})
	}},
	{"a head of a town", func(l *lone) bool { return l.kind(cityhead) }, func(l *lone) bool {
		return l.family && (l.f.personal(l.i) || strings.HasSuffix(l.t.low, "енко"))
	}},
	{"a part", func(l *lone) bool { return l.kind(kin|role) && !l.comma() }, (*lone).behindPart},
	{"who writes", func(l *lone) bool { return l.kind(intro) }, func(l *lone) bool {
		return l.f.initialBehind(l.i) || l.given || l.sure || l.f.signedAdjective(l.i) || l.near && l.t.unknown()
	}},
	{"я", func(l *lone) bool { return l.says("я") && (l.signs || l.at == l.i-1) }, func(l *lone) bool {
		name := l.given && l.t.facts&nominative != 0 && (l.t.capital || l.t.facts&everyday == 0 && l.f.pauses(l.i+1))
		return name || l.sure && (!genitiveLike(l.t.low) || strings.HasSuffix(l.t.low, "а"))
	}},
	{"это", func(l *lone) bool {
		return l.says("это") && (l.f.opens(l.at) ||
			l.f.tokens[l.at-1].sign == ',')
	}, func(l *lone) bool {
		return l.given && l.t.facts&everyday == 0 || (l.sure || l.f.signedAdjective(l.i)) && l.f.opens(l.at)
	}},
	{"мой", func(l *lone) bool { return l.kind(possessive) && !l.signs }, func(l *lone) bool {
		return l.t.facts&first != 0 && l.t.facts&everyday == 0 && (l.t.capital || l.at == l.i-1 && l.t.smallGiven() &&
			l.t.facts&nominative != 0 && !l.f.houseBehind(l.i+1))
	}},
	{"a former surname", func(l *lone) bool {
		return l.kind(maiden) &&
			l.near
	}, func(l *lone) bool { return l.f.former(l.at, l.i) }},
	{"она же", func(l *lone) bool { return l.says("она", "он") }, func(l *lone) bool {
		return (l.sure || l.t.unknown()) && l.at == l.i-2 && l.f.tokens[l.i-1].low == "же"
	}},
	{"thanks", func(l *lone) bool { return grateful(l.cue.low) }, func(l *lone) bool {
		return l.signs && (l.given && l.t.capital || l.sure && !l.f.houseBehind(l.i+1))
	}},
	{"по имени", func(l *lone) bool {
		return l.says("по", "от") &&
			l.f.tokens[l.i-1].low == "имени"
	}, func(l *lone) bool {
		return l.given || l.sure || (l.says("по") || l.f.pauses(l.i+1)) && l.t.unknown()
	}},
	{"жалоба на", func(l *lone) bool { return l.says("на") && l.at > 0 }, func(l *lone) bool {
		return l.f.tokens[l.at-1].facts&complaint != 0 && (l.sure || l.given && l.t.capital && l.t.facts&everyday == 0)
	}},
	{"заявление от", func(l *lone) bool { return l.says("от") }, func(l *lone) bool {
		b := &l.f.tokens[max(l.at-1, 0)]
		if l.f.opens(l.at) && l.at == l.i-1 && l.family && l.f.pauses(l.i+1) && l.t.capital {
			return true // «От Лыкова»
		}
		return b.kind == word && letterFrom(b.low) && (l.sure || l.given && l.t.capital)
	}},
}

// pluralCues are endings of parts in the plural, behind which a genitive may stand: «жильцы Риверсайда».
var pluralCues = []string{"и", "ы", "ей", "ям", "ах"}

// introduced reports a word before that introduces a person; see introductions.
func (l *lone) introduced() bool {
	l.cue, l.at, l.signs = l.f.cueOf(l.i)
	if l.cue == nil {
		return false
	}
	if l.cue.capital && l.f.orgBefore(l.at) {
		return false // «кафе Дядя Вася»
	}
	b := &l.f.tokens[l.i-1]
	l.near = l.at == l.i-1 || l.signs || b.sign == '.' || passedOver(b)
	l.sure = l.family && !(genitiveLike(l.t.low) && l.f.houseBehind(l.i+1)) ||
		l.kind(role|relative|intro|kin) && !l.kind(cityhead) && !l.begins("жител") && !l.begins("дет") && l.t.surname()
	for _, rule := range introductions {
		if rule.cue(l) {
			return rule.fits(l)
		}
	}
	return false
}

func (l *lone) kind(f fact) bool { return l.cue.facts&f != 0 }

func (l *lone) begins(head string) bool { return strings.HasPrefix(l.cue.low, head) }

func (l *lone) says(words ...string) bool {
	for _, w := range words {
		if l.cue.low == w {
			return true
		}
	}
	return false
}

// comma reports a comma right before the name.
func (l *lone) comma() bool { return l.signs && l.f.tokens[l.i-1].sign == ',' }

// behindPart reports what may be a name behind «сосед», «врач», «дядя».
func (l *lone) behindPart() bool {
	t := l.t
	if l.sure || l.at == l.i-1 && l.f.plainRole(l.i) {
		return true
	}
	if l.given && t.capital && (t.facts&everyday == 0 || t.facts&nominative != 0 && l.at == l.i-1) {
		return true
	}
	if t.smallGiven() && !t.capital && t.facts&nominative != 0 && l.at == l.i-1 && l.kind(role) &&
		endsWith(l.cue.low, manEnds) ==
			(t.facts&male != 0 && !endsWith(t.low, []string{"а", "я"})) {
		return true
	}
	return l.kind(role) && !l.begins("жител") && (l.at == l.i-1 && l.f.adjectival(l.i) || sameCase(l.cue.low, t) &&
		(t.unlisted() || l.near &&
			l.f.pluralSurname(l.i)))
}

// adjectival reports «депутат Заболотный», «соседка Непомнящая»: a surname like an adjective in the case and the gender
// of the part right before it.
func (f *finder) adjectival(i int) bool {
	t := &f.tokens[i]
	if i == 0 || !f.near(i) || !t.written() || t.upper || t.latin || t.letters < 5 || f.opens(i) ||
		t.facts&^(nameFacts|ordinary|town) != 0 || f.adjective(i) || f.is(i+1, org) && f.near(i+1) {
		return false
	}
	b := &f.tokens[i-1]
	if b.capital && !f.opens(i-1) {
		return false
	}
	if endsWith(b.low, []string{"а", "я", "чь"}) {
		return strings.HasSuffix(t.low, "ая")
	}
	return endsWith(b.low, manEnds) && endsWith(t.low, []string{"ый", "ий"})
}

// signedAdjective reports «Шуйская» at the end of a phrase.
func (f *finder) signedAdjective(i int) bool { return !f.opens(i) && f.adjectiveEnds(i) }

// adjectiveEnds reports a word like an adjective with a capital, in the nominative, behind which a phrase ends.
func (f *finder) adjectiveEnds(i int) bool {
	t := &f.tokens[i]
	return t.written() && !t.upper && f.pauses(i+1) &&
		endsWith(t.low, []string{"ая", "ий", "ый"}) && t.facts&^(nameFacts|town|ordinary|street) == 0
}

// manyOf reports «супруги Лебедянские»: a surname like an adjective in the plural behind relatives.
func (l *lone) manyOf() bool {
	do := l.f.near(l.i+1) && endsWith(l.f.tokens[l.i+1].low, []string{"ят", "ут", "ют", "ат", "ли"})
	return l.t.written() && !l.t.upper &&
		(endsWith(l.t.low, []string{"ские", "цкие"}) || do && endsWith(l.t.low, []string{"ые", "ие"})) && l.at == l.i-1 &&
		endsWith(l.cue.low, []string{"и", "ы", "ья"}) && !l.begins("дет") && !(l.f.near(l.i+1) &&
		l.f.is(l.i+1, ordinary|org) &&
		endsWith(l.f.tokens[l.i+1].low, []string{"и", "ы"}))
}

// manEnds end the words for men and their parts in the nominative.
var manEnds = strings.Fields("б в г д ж з к л м н п р с т ф х ц ч ш щ ь й")

// grateful reports thanks, behind which a name may stand as a signature.
func grateful(low string) bool {
	return low == "спасибо" || strings.HasPrefix(low, "благодар") || strings.HasPrefix(low, "признател")
}

// letterFrom reports what people send: «заявление от …».
func letterFrom(low string) bool {
	for _, head := range [...]string{"заявлен", "обращен", "жалоб", "просьб", "вопрос", "письм", "сообщен", "привет",
		"запрос"} {
		if strings.HasPrefix(low, head) {
			return true
		}
	}
	return false
}

// sameCase reports that an unknown word stands in the case of the part before it: «сосед Мурза», «соседу Мурзе»,
// «врача Шаца».
// Of short names women's do not change. «Оператор Билайна» has two cases.
func sameCase(part string, t *token) bool {
	if t.letters <= 4 && !endsWith(t.low, []string{"ы", "и"}) {
		return true
	}
	vowel := endsWith(t.low, []string{"а", "я", "ы", "и"})
	switch {
	case endsWith(part, []string{"у", "ю", "ому", "ему"}):
		return endsWith(t.low, []string{"у", "ю", "е", "о"})
	case endsWith(part, []string{"ом", "ем", "ой", "ей", "ым", "им"}):
		return endsWith(t.low, []string{"м", "ой", "ей", "о"})
	case endsWith(part, []string{"ы", "и", "ов", "ей", "ам", "ами"}):
		return false
	case endsWith(part, []string{"ца", "ка", "ша", "ая"}):
		return true
	case endsWith(part, []string{"а", "я", "го"}):
		return vowel || strings.HasSuffix(t.low, "о")
	}
	return !vowel || t.letters <= 6
}

// plainRole reports a part in the nominative right before a capitalised word that may be a surname though it is a word,
// «алкоголик Сорока из …»: no verb, no adverb, and the phrase goes on as it does behind a name.
func (f *finder) plainRole(i int) bool {
	t := &f.tokens[i]
	if i == 0 || !f.near(i) || !t.written() || t.upper || t.letters < 4 || f.tokens[i-1].capital ||
		t.facts&^(nameFacts|ordinary) != 0 || verbal(t.low) || endsWith(t.low, verbEnds) {
		return false
	}
	b := &f.tokens[i-1]
	if b.facts&role == 0 || b.facts&cityhead != 0 ||
		!endsWith(b.low, []string{"к", "р", "н", "т", "ь", "г", "ц", "ч", "ка", "ца", "ша", "ая", "ый", "ед"}) {
		return false
	}
	n := f.after(i)
	return n != nil && (n.kind == mark && (n.sign == ',' || n.sign == '-') || n.low == "из" ||
		n.kind == word && !n.capital && endsWith(t.low, consonants) && endsWith(b.low, manEnds) &&
			endsWith(n.low, predicates))
}

var verbEnds = strings.Fields("ет ит ат ут ют ал ил ел ла ли ло ся у о")

// honoured reports «апа», «абый», «ака» behind word i.
func (f *finder) honoured(i int) bool {
	return f.near(i+1) && f.tokens[i+1].facts&honorific != 0 && f.tokens[i].capital &&
		f.tokens[i].facts&(common|ordinary) == 0
}

// lives reports what tells of a person behind a name: «из 5 подъезда», «(7 лет)», «(Лыкова)».
func (l *lone) lives() bool {
	f, t, i := l.f, l.f.tokens, l.i
	p := l.t
	if i+3 < len(t) && (l.family || p.unknown()) && t[i+1].sign == '(' && t[i+2].kind == word && t[i+2].family() &&
		t[i+3].sign == ')' {
		return true
	}
	if i+2 < len(t) && p.unknown() && (t[i+1].low == "из" || t[i+1].low == "с") && (t[i+2].kind == taken &&
		!t[i+2].person ||
		t[i+2].kind == number && i+3 < len(t) && dwelling(&t[i+3])) {
		return true
	}
	man := l.family && (f.personal(i) || p.facts&familySure != 0 || strings.HasSuffix(p.low, "а"))
	if !p.capital || !l.given && !man || i+2 >= len(t) || t[i+1].line {
		return false
	}
	k := i + 1
	switch {
	case t[k].kind == mark && (t[k].sign == ',' || t[k].sign == '('):
		// «Савва, 7 лет»: a street has no age; a surname in the genitive may have a house
		return f.aged(k+1) && (l.given || f.personal(i))
	case t[k].kind == number:
		return l.given && f.aged(k)
	case t[k].low != "из" && t[k].low != "с" && t[k].low != "со" || p.facts&everyday != 0 && f.opens(i):
		return false
	}
	for m := k + 1; m < len(t) && m <= k+4 && !t[m].line; m++ {
		if dwelling(&t[m]) {
			return true
		}
	}
	return false
}

// dwelling reports a part of a house or a school in the genitive, or a flat.
func dwelling(t *token) bool {
	return t.kind == word && (t.facts&cueflat != 0 ||
		endsWith(t.low, []string{"подъезда", "этажа", "дома", "двора", "класса"}))
}

// aged reports «7 лет» and «4 годика» at token k.
func (f *finder) aged(k int) bool {
	t := f.tokens
	return k+1 < len(t) && t[k].kind == number && len(t[k].low) < 4 &&
		(strings.HasPrefix(t[k+1].low, "лет") || strings.HasPrefix(t[k+1].low, "год") || t[k+1].low == "г" ||
			t[k+1].low == "мес" ||
			strings.HasPrefix(t[k+1].low, "месяц"))
}

// bare reports a first name by itself that is no address: a pet name, or one in a case in which nobody is addressed and
// no street is named.
func (l *lone) bare() bool {
	t, f, i := l.t, l.f, l.i
	if f.historic(i, 1) {
		return false
	}
	const other = everyday | ordinary | common | street | noun | famous | town | month | org | car | role
	if i > 1 && l.given && t.written() && f.tokens[i-1].sign == ',' && childBefore(f.tokens[i-2].low) && f.pauses(i+1) {
		return true
	}
	if i > 0 && l.given && t.written() && childBefore(f.tokens[i-1].low) && f.near(i) && t.facts&(street|town) == 0 {
		return true
	}
	if !l.given || !t.written() || t.upper || t.letters < 3 || t.facts&other != 0 || f.houseBehind(i+1) ||
		f.near(i) && f.tokens[i-1].capital && !f.opens(i-1) || f.near(i+1) && f.tokens[i+1].capital {
		return false
	}
	if t.pet || endsWith(t.low, petEnds) {
		k := i - 1
		if k > 0 && f.tokens[k].kind == number {
			k--
		}
		return !f.is(k, place|org)
	}
	if t.facts&nominative != 0 && (i > 0 && f.near(i) && !f.tokens[i-1].capital && acts(f.tokens[i-1].low) ||
		f.near(i+1) && acts(f.tokens[i+1].low)) {
		return true // «убирает Фатима», «Фатима убирает»
	}
	with := i > 0 && (f.tokens[i-1].low == "с" || f.tokens[i-1].low == "со") && endsWith(t.low, []string{"м", "й"})
	if t.facts&nominative != 0 || f.is(i-1, toward|town) && !with {
		return false
	}
	if endsWith(t.low, []string{"а", "я", "ы", "и"}) { // streets and schools are named in this case
		return i > 0 && ofPeople[f.tokens[i-1].low]
	}
	return true
}

// acts reports verbs of the third person.
func acts(low string) bool {
	return known(low)&(role|relative|common|street|org|town) == 0 && utf8.RuneCountInString(low) > 3 &&
		endsWith(low, deedEnds)
}

var deedEnds = strings.Fields("ает яет ует ится ется ит дет чет жет шет зет ьет ала ила ела лась лся ул ал ил")

// childBefore reports what is said of a child before its name: «полуторагодовалого Назара», «старшему Родиону».
func childBefore(low string) bool {
	if strings.Contains(low, "годовал") || strings.Contains(low, "месячн") || strings.Contains(low, "летн") &&
		len(low) > 16 {
		return true
	}
	return endsWith(low, []string{"ему", "ей", "ая", "ий", "его", "юю", "им"}) &&
		(strings.HasPrefix(low, "старш") || strings.HasPrefix(low, "младш"))
}

// petEnds are endings of names for children.
var petEnds = strings.Fields(`ечка ечки ечке ечку ечкой очка очки очке очку очкой ушка ушки ушке ушку ушкой
	юшка юшки юшке юшку юшкой онька оньки оньке оньку онькой енька еньки еньке еньку енькой`)

// ofPeople are prepositions and pronouns behind which a genitive is a person's: «у Дарьи», «без Олега», «нашего Олега».
var ofPeople = wordSet("у без для про кроме вместо ради против насчет за нашего моего вашего нашей моей вашей")

// speaks reports a name at the beginning of a sentence before what people do with complaints: «Тверской пишет».
func (l *lone) speaks() bool {
	t, f, i := l.t, l.f, l.i
	return !f.historic(i, 1) && (l.family || l.given || t.unknown() && t.letters > 3 &&
		!strings.Contains(t.low, "-") || t.surname()) && t.capital && !t.upper && f.near(i+1) &&
		!(i > 0 && f.tokens[i-1].low == "и" && t.unknown()) && sayings[f.tokens[i+1].low] && !genitiveSure(t.low)
}

// apposed reports «Хромова, заведующая садом» at the beginning of a sentence.
func (l *lone) apposed() bool {
	f, i := l.f, l.i
	if !l.family || !f.sentence(i) || i+2 >= len(f.tokens) || f.tokens[i+1].sign != ',' || f.tokens[i+2].line {
		return false
	}
	part := &f.tokens[i+2]
	return f.is(i+2, role|relative) && part.facts&cityhead == 0 && !part.capital &&
		!endsWith(part.low, pluralCues)
}

// genitiveSure reports a surname in the genitive of an adjective, which says nothing.
func genitiveSure(low string) bool { return endsWith(low, []string{"ского", "цкого"}) }

// sayings are what people do who write.
var sayings = wordSet(`пишет просит жалуется обращается сообщает требует благодарит спрашивает умоляет интересуется
	беспокоит обратился обратилась пожаловался пожаловалась написал написала просил просила звонил звонила подписал
	подписала подписались пишут просят жалуются обращаются`)
