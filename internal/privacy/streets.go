package privacy

import "strings"

// farthestStreet and farStreet bound how far before a word what it is named after stands, in tokens and in words.
const (
	farthestStreet = 7
	farStreet      = 3
)

const openQuotes = "«\"“„"

// streetBefore reports whether a street, a square, a monument is named just before word i.
func (f *finder) streetBefore(i int) bool {
	words := 0
	for k, t := range f.back(i, farthestStreet) {
		switch {
		case t.kind == number && f.numberedStreet(k): // «ул. 26 Бакинских Комиссаров»
			return true
		case t.kind == mark:
			if !f.streetSign(k, words) {
				return false
			}
		case t.kind != word:
			return false
		case t.any(street):
			return f.namesStreet(k)
		case t.letters == 1 && t.capital:
		case words < farStreet && inStreetName(t):
			words++
		default:
			return false
		}
	}
	return false
}

// streetSign reports a sign that may stand between a word for a street and its name, so many words behind.
func (f *finder) streetSign(k, words int) bool {
	return f.at(k).sign == '.' && !f.stops(k) || words == 0 && f.at(k).signed(openQuotes)
}

// numberedStreet reports a word for a street before token k.
func (f *finder) numberedStreet(k int) bool {
	return f.is(k-1, street) || f.at(k-1).sign == '.' && f.is(k-2, street)
}

var introducingOf = listOf("по от")

// namesStreet keeps «председатель СНТ Лыков» and «по имени», «от имени», which introduce people, from being streets.
func (f *finder) namesStreet(k int) bool {
	t := f.at(k)
	return !(t.upper && f.is(k-1, role)) && (t.low != "имени" || !f.says(k-1, introducingOf))
}

// inStreetName reports a word that may stand in the name of a street.
func inStreetName(t *token) bool {
	return t.kind == word && (t.letters != 2 || t.low == "св" || t.capital && !t.upper) && !stopsStreet(t)
}

// stops reports that the full stop at token k ends a sentence: no short word stands before it.
func (f *finder) stops(k int) bool {
	n := f.at(k + 1)
	return n.space && n.capital && f.at(k-1).endsSentence()
}

// endsSentence reports a word that is no short form.
func (t *token) endsSentence() bool {
	return t.kind == word && t.letters > 4 && t.none(abbreviation) &&
		(t.none(street) || t.letters > 5 || t.any(ordinary))
}

var streetVerbs = listOf("л ла ли ет ит")

// stopsStreet reports words that end the naming of a street: «на площади выступал Иван Петров».
func stopsStreet(t *token) bool {
	return t.any(role|kin|called) || t.letters > 3 && streetVerbs.end(t.low)
}

// streetName is a name of n tokens that may be a street's.
type streetName struct {
	spot
	n, words int // words without initials
	last     *token
}

// isStreet reports that the name of n tokens from i on is a street's: it stands in the genitive, and a house, a word
// for a street or a preposition beside it tells where, not who.
func (f *finder) isStreet(i, n int) bool {
	x := streetName{spot: f.spot(i), n: n, last: f.at(i + n - 1)}
	for k := i; k < i+n; k++ {
		if t := f.at(k); t.kind == word && t.letters > 1 {
			x.words++
		}
		if is, decided := x.famousAt(k); decided {
			return is
		}
	}
	return decide(streetNames, x)
}

// famousAt reads a surname that streets bear at token k.
func (x streetName) famousAt(k int) (is, decided bool) {
	t := x.f.at(k)
	if t.any(famous) && k > x.i {
		if x.f.houseBehind(x.i + x.n) {
			return true, true
		}
		decided = x.t.letters > 1 && (x.t.none(nominative) || strings.HasSuffix(t.low, "ого"))
	}
	decided = decided || t.low == "каренина"
	return decided && x.f.at(x.i-1).low != "у", decided
}

var (
	nobodysStreet = listOf("у для к")
	towardWords   = listOf("до по угол")
	towardEnds    = listOf("а ой го")
)

// streetNames decide of names in which no famous surname stands.
var streetNames = []decision[streetName]{
	{"у Троицкой Марьи, д. 8", func(x streetName) bool { return x.t.letters > 1 && x.f.says(x.i-1, nobodysStreet) },
		never[streetName]},
	{"М.Жукова 35", func(x streetName) bool {
		return x.t.letters == 1 && genitiveLike(x.last.low) && x.f.houseBehind(x.i+x.n)
	}, always[streetName]},
	{"Иван Петрович", streetName.persons, never[streetName]},
	{"Сергея Лазо, д. 12", func(x streetName) bool {
		return x.f.near(x.i+x.n) && x.f.at(x.i+x.n).any(street) || x.f.houseBehind(x.i+x.n)
	}, always[streetName]},
	{"на Ивана Петрова", streetName.towardGenitive, func(x streetName) bool { return !x.f.complainedOf(x.i) }},
}

// persons reports a nominative, an initial or a patronymic in the name, or a single word.
func (x streetName) persons() bool {
	for k := x.i; k < x.i+x.n; k++ {
		t := x.f.at(k)
		if t.any(nominative) && !x.genitiveToo(k) || t.letters == 1 || t.kind == word && patronymic(t) {
			return true
		}
	}
	return x.words < 2
}

// towardGenitive reports a preposition of place before a first name in the genitive.
func (x streetName) towardGenitive() bool {
	if !x.is(-1, toward) || !x.t.capital {
		return false
	}
	given := x.t
	if given.none(first) {
		given = x.at(1)
	}
	unchanged := given.any(nominative) && womansCase.end(x.last.low) && x.at(-1).low != "с"
	return unchanged || vowelEnds.end(given.low)
}

// complainedOf reports a complaint up to three tokens before what word i stands behind: «жалоба на Ивана Петрова».
func (f *finder) complainedOf(i int) bool {
	return f.is(i-2, complaint) || f.is(i-3, complaint) || f.is(i-4, complaint)
}

// genitiveToo reports a first name in the nominative that may be a man's in the genitive, «Богдана», or one that does
// not change before a surname in the genitive, «Патимат Бекоевой».
func (x streetName) genitiveToo(k int) bool {
	t := x.f.at(k)
	base, ok := strings.CutSuffix(t.low, "а")
	if ok && known(base)&(male|nominative) == male|nominative && genitiveLike(x.last.low) {
		return true
	}
	return k < x.i+x.n-1 && t.any(female) && womansCase.end(x.last.low)
}

// mostSteps bounds the signs between a street and its house.
const mostSteps = 4

var houseWords = listOf("д дом")

// houseBehind reports a house's number from token k on: «Сергея Лазо, д. 12». An age is none.
func (f *finder) houseBehind(k int) bool {
	for range mostSteps {
		t := f.at(k)
		switch {
		case t.line:
			return false
		case t.kind == number:
			return len(t.low) <= longestHouse && !f.noHouse(k)
		case !t.among(",.") && !houseWords.has(t.low):
			return false
		}
		k++
	}
	return false
}

var partsOfHouse = listOf("подъезд этаж")

// noHouse reports what shows the number at token k to be no house's: an age, a flat, a quantity, a date.
func (f *finder) noHouse(k int) bool {
	next := f.after(k)
	if next.kind == mark {
		return f.tight(k+1, ".") && f.at(k+2).kind == number
	}
	if partsOfHouse.begin(next.low) { // «Лыкова 7 подъезд 2» is a house
		return f.at(k+2).kind != number
	}
	return next.kind == word && (next.any(unit|cueflat|month) && next.letters > 1 || next.low == "г")
}

// towardStreet reports «до А. Петрова», «по А. Петрова»: a preposition of place and the genitive.
func (f *finder) towardStreet(i int, family *token) bool {
	b := f.before(i)
	return b.kind == word && towardWords.has(b.low) && towardEnds.end(family.low)
}

// adjective reports a word like a surname that belongs to a place: «Анна Воронежская область».
func (f *finder) adjective(i int) bool { return f.near(i+1) && f.at(i+1).any(place) }
