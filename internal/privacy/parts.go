package privacy

import "strings"

// introduced is a word that may be a name, and the word right before it, over signs, that tells it to be one.
type introduced struct {
	f     *finder
	i, k  int // of the word and of what introduces it
	p     *token
	cue   *token
	signs bool // a colon, a comma, a dash or a full stop stands between
	sure  bool // it ends as surnames do
}

// none is what a table of readings says where no other reading may be tried.
const none = -1

// named measures a name that the words before it tell to be one: «меня зовут», «с уважением», «врач», «тётя»,
// «фамилия».
func (f *finder) named(i int) int {
	p := f.at(i)
	if p.letters < 2 || i == 0 || p.line {
		return 0
	}
	k, ok := f.overSigns(i)
	if !ok || f.at(k).kind != word {
		return 0
	}
	x := introduced{f, i, k, p, f.at(k), k < i-1, surnameLike(p) && p.none(common)}
	if n := read(namedBy, x); n != 0 {
		return max(n, 0)
	}
	if !x.hasPart() {
		return 0
	}
	return x.behindPart()
}

// stoppedCues are «гр.» and «зам.», behind whose full stop a name may stand.
var stoppedCues = listOf("гр зам")

// overSigns goes back from word i over up to two signs. A comma or a full stop stands only behind «с уважением», «гр.»
// and «с ув.».
func (f *finder) overSigns(i int) (int, bool) {
	k := i - 1
	for ; k > 0 && k > i-3 && f.at(k).among(":,-.") && !f.at(k).line; k-- {
		if f.at(k).signed(",.") && !f.stoppedCue(k-1) {
			return 0, false
		}
	}
	return k, true
}

// stoppedCue reports a word behind which a full stop or a comma may stand before a name.
func (f *finder) stoppedCue(k int) bool {
	return f.is(k, thanks) || f.at(k).kind == word && f.says(k, stoppedCues)
}

// namedBy are the words that a name stands behind, and what may be one there.
var namedBy = []reading[introduced]{
	{"меня зовут", func(x introduced) bool {
		return x.cue.any(called) || x.cue.any(who) && x.f.at(x.k-1).any(called)
	}, introduced.calledSo},
	{"с уважением", func(x introduced) bool { return x.cue.any(thanks) }, introduced.signed},
	{"семья", func(x introduced) bool { return familyWords.has(x.cue.low) }, func(x introduced) int {
		return x.oneIf(x.p.capital && x.sure && !x.p.upper || x.p.smallFamily() && strings.HasSuffix(x.p.low, "ых"))
	}},
	{"ФИО", func(x introduced) bool { return x.cue.low == "фио" }, func(x introduced) int {
		return x.severalIf(x.p.none(common) && (x.p.capital || x.sure || x.p.any(first)))
	}},
	{"фамилия", func(x introduced) bool { return strings.HasPrefix(x.cue.low, "фамили") }, func(x introduced) int {
		told := x.p.facts == 0 && x.p.letters > 3 && x.f.possessed(x.k)
		return x.severalIf(x.p.none(common|roletail|who) && (x.p.capital && x.p.letters > 2 || x.p.any(familySure) ||
			told))
	}},
	{"имя", func(x introduced) bool { return x.cue.low == "имя" && x.p.given() && x.p.capital }, introduced.several},
	{"тётя", func(x introduced) bool {
		return x.cue.any(kin) && !x.signs && !(x.cue.capital && x.f.orgBefore(x.k)) && x.p.given() &&
			x.p.none(common) &&
			!x.f.streetBefore(x.i)
	}, func(x introduced) int { return x.severalIf(x.p.capital || x.p.none(everyday)) }},
}

var familyWords = listOf("семья семьи семье семью")

func (x introduced) several() int { return x.f.several(x.i) }

// severalIf measures the name if it is one.
func (x introduced) severalIf(named bool) int {
	if !named {
		return 0
	}
	return x.several()
}

// oneIf is a name of one word if it is one.
func (x introduced) oneIf(named bool) int {
	if !named {
		return 0
	}
	return 1
}

// calledSo measures the name behind «меня зовут».
func (x introduced) calledSo() int {
	if x.cue.none(who) && x.f.at(x.k-1).none(who) && !x.p.capital {
		return none
	}
	return x.severalIf(anyOf(calledNames, x))
}

var calledNames = []rule[introduced]{
	{"меня зовут Вера", func(x introduced) bool { return x.p.capital && x.p.any(first) }},
	{"меня зовут савва",
		func(x introduced) bool { return x.p.none(common|who) && (x.p.any(first) || x.p.capital || x.sure) }},
}

// signed measures the name behind «с уважением».
func (x introduced) signed() int {
	f, next := x.f, x.f.at(x.i+1)
	if f.near(x.i+1) && x.p.capital && next.capital && next.facts&(first|nominative) == first|nominative &&
		next.none(everyday) && f.pauses(x.i+2) {
		return 2
	}
	return x.severalIf(x.signsPhrase())
}

// signsPhrase reports a word that signs what is written.
func (x introduced) signsPhrase() bool { return anyOf(signingWords, x) }

var signingWords = []rule[introduced]{
	{"с уважением, Лыков", func(x introduced) bool { return x.p.capital && (x.p.any(first) || x.sure) }},
	{"с уважением, Дзюба", func(x introduced) bool { return x.ends() && x.p.unknown() }},
	{"с уважением, КУУЛАР", func(x introduced) bool {
		return x.p.shouted() && (x.ends() || x.f.near(x.i+1) && x.f.pauses(x.i+2))
	}},
	{"с уважением, савва", func(x introduced) bool { return x.ends() && x.p.smallGiven() && x.p.any(nominative) }},
}

func (x introduced) ends() bool { return x.f.pauses(x.i + 1) }

// hasPart reports a part such as «врач» before what may be a name, and nothing that tells of a place.
func (x introduced) hasPart() bool { return !anyOf(noParts, x) }

var noParts = []rule[introduced]{
	{"врач дома", func(x introduced) bool { return x.p.any(common|role|street) || !x.sure && x.p.none(first) }},
	{"врачу - Лыков", func(x introduced) bool { return x.signs && x.cue.low != "гр" && x.cue.none(role) }},
	{"Лыков", func(x introduced) bool { return !x.f.roleBefore(x.i) }},
	{"начальник РЭС Лыкова, 5", func(x introduced) bool { return x.f.houseBehind(x.i+1) && x.f.at(x.i-1).none(role) }},
	{"глава Воронежской области", func(x introduced) bool { return x.f.adjective(x.i) || x.f.streetBefore(x.i) }},
}

// behindPart measures the name behind a part.
func (x introduced) behindPart() int { return read(namesOfParts, x) }

var namesOfParts = []reading[introduced]{
	{"врач Иван Лыков", func(x introduced) bool { return x.f.fullName(x.i) > 0 },
		func(x introduced) int { return x.f.withTail(x.i, x.f.fullName(x.i)) }},
	{"врач Вера", func(x introduced) bool {
		return x.p.any(first) && x.p.none(familySure) && (!x.p.capital || x.p.any(everyday))
	}, just[introduced](0)},
	{"врач дома", func(x introduced) bool {
		return !x.p.capital && x.p.none(familySure) && !smallBehindPart(x.f.at(x.i-1), x.p)
	}, just[introduced](0)},
	{"врач Лыков И. И.", func(x introduced) bool {
		_, count, _ := x.f.initials(x.i + 1)
		return count > 0 && x.f.at(x.i+1).space
	}, func(x introduced) int {
		tokens, _, _ := x.f.initials(x.i + 1)
		return 1 + tokens
	}},
	{"соседу Захарченко Жасуру", func(x introduced) bool {
		return x.f.near(x.i+1) && x.p.family() && x.f.at(x.i+1).unknown()
	}, just[introduced](2)},
	{"врач Лыков", always[introduced], just[introduced](1)},
}

// possessed reports «моя» or «девичья» before token k.
func (f *finder) possessed(k int) bool { return f.is(k-1, possessive|maiden) }

// mostSeveral is how many words a name has that nothing but its surroundings tell to be one.
const mostSeveral = 3

// several measures a name of up to three words from i on.
func (f *finder) several(i int) int {
	if n := f.fullName(i); n > 0 {
		return f.withTail(i, n)
	}
	if n := f.withInitials(i); n > 0 {
		return n
	}
	n := 1
	for n < mostSeveral && f.near(i+n) && f.belongs(i, n) {
		n++
	}
	return n
}

// namePart is a word behind the first of a name, n words on.
type namePart struct {
	p, next *token
	n       int
}

// belongs reports that word i+n is a part of the name that begins with word i.
func (f *finder) belongs(i, n int) bool { return decide(nameParts, namePart{f.at(i), f.at(i + n), n}) }

var nameParts = []decision[namePart]{
	{"Лыков врач", func(x namePart) bool {
		return x.next.any(common|cuephone|street|role) || x.next.letters < 2 || x.next.upper && !x.p.upper
	}, never[namePart]},
	{"савва неведомый", func(x namePart) bool {
		return x.n == 1 && !x.p.capital && !x.next.capital && x.p.any(first) && x.next.only(nameFacts)
	}, func(x namePart) bool {
		return x.next.letters > 2 && !wordEnds.end(x.next.low) && !verbal(x.next.low) || x.goesOn()
	}},
	{"САВВА НЕВЕДОМЫЙ",
		func(x namePart) bool { return x.p.upper && x.next.upper && (x.p.any(first) || x.next.any(first)) },
		func(x namePart) bool { return x.next.shouted() || x.p.shouted() || x.goesOn() }},
	{"Савва Неведомый", always[namePart], namePart.goesOn},
}

// goesOn reports a word that is a part of a name by itself.
func (x namePart) goesOn() bool {
	next := x.next
	return next.capital && x.p.capital && !next.upper && !verbal(next.low) || patronymic(next) || strongSurname(next) ||
		next.given()
}

var (
	stopsBeforeName = listOf("гр зам о")
	adjectiveCases  = listOf("ской ского цкой цкого")
	obliqueParts    = listOf("а я го")
)

// farthestPart bounds how many tokens stand between a part and a name.
const farthestPart = 5

// roleBefore reports a part such as «врач» or «начальник РЭС» before token i, which makes a surname there a person's.
func (f *finder) roleBefore(i int) bool {
	p, far := f.at(i), false
	for k, t := range f.back(i, farthestPart) {
		if f.signAfterPart(k) {
			continue
		}
		if f.is(k, role) {
			return !(far && adjectiveCases.end(p.low)) && roleFits(t, p) // «директор МОУ Энской СОШ»
		}
		office := t.abbreviated() && !p.upper
		far = far || office
		if !f.is(k, roletail) && !(office && t.kind == word) || t.low == "по" && k == i-1 {
			return false
		}
	}
	return false
}

// signAfterPart reports a sign that may stand between a part and a name: «гр. Лыков», «врач: Лыков».
func (f *finder) signAfterPart(k int) bool {
	t := f.at(k)
	return t.among(":-") || t.among(".") && f.says(k-1, stopsBeforeName)
}

// roleFits keeps «начальник Энского» and «глава Саратова» from being persons: behind a nominative the genitive of an
// adjective is a district's, and heads of towns and regions have the town's name behind them.
func roleFits(part, p *token) bool {
	if genitiveSure(p.low) {
		return part.none(cityhead) && obliqueParts.end(part.low)
	}
	return part.none(cityhead) || p.none(placename) && (p.any(familySure) || !strings.HasSuffix(p.low, "ва"))
}
