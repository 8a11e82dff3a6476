package privacy

import (
	"strings"
	"unicode/utf8"
)

// repeated collects the stems of names that were found, so that they are hidden wherever the text says them again; true
// stands for those that were written without a capital.
type repeated map[string]bool

// note remembers the words of the name of n tokens from i on that tell a person: no initials, no everyday words.
func (r repeated) note(f *finder, i, n int) {
	for k := i; k < i+n; k++ {
		t := f.tokens[k]
		t.kind = word
		if t.repeats(n > 1) {
			r[nameStem(t.low)] = r[nameStem(t.low)] || !t.capital
		}
	}
}

// repeats reports a word of a name, found alone or with others, that stands for the person also by itself.
func (t *token) repeats(others bool) bool { return decide(repeatedWords, nameWords{t, others}) }

// nameWords is a word of a name, found alone or with others.
type nameWords struct {
	*token
	others bool
}

var repeatedWords = []decision[nameWords]{
	{"Ли, Вера, Иванович",
		func(x nameWords) bool { return x.letters < 4 || x.any(everyday|eastern) || patronymic(x.token) },
		never[nameWords]},
	{"Иван Лыков", func(x nameWords) bool { return x.others && x.any(first) && x.none(familySure) }, never[nameWords]},
	{"Лыков, лыков", func(x nameWords) bool {
		return x.only(nameFacts) && (x.any(first) || x.family() || x.smallFamily())
	}, always[nameWords]},
	{"Савва Дзюба", func(x nameWords) bool { return x.others && x.unknown() }, always[nameWords]},
	{"Савва Ростов", func(x nameWords) bool { return x.others && x.only(nameFacts|town|placename) },
		func(x nameWords) bool { return onSurname(x.low) }},
}

var (
	caseEnds      = listOf("ыми ого ому ими ым ой ою ей ых их ем ом им ый ий ая ую а я у ю ы и е й ь")
	adjectiveEnds = listOf("ий ого ому им ом ая ой ую ие их ими")
)

// leastStem is how many letters a stem has at least.
const leastStem = 3

// nameStem is a word without the ending of its case.
func nameStem(low string) string {
	for _, e := range adjectiveEnds {
		if base, ok := cutEnd(low, e); ok && strings.HasSuffix(base, "к") {
			return base + "ий"
		}
	}
	for _, e := range caseEnds {
		if base, ok := cutEnd(low, e); ok && utf8.RuneCountInString(base) >= leastStem {
			return base
		}
	}
	return low
}

// again hides names that the text has told to be a person's where they stand alone: «Артём Гусев» and later «у Гусева».
func (f *finder) again() {
	names := repeated{}
	for i := 0; i < len(f.tokens); i++ {
		n := 0
		for f.at(i+n).person && f.at(i+n).low != "" {
			n++
		}
		names.note(f, i, n)
		i += n
	}
	if len(names) == 0 {
		return
	}
	for i := range f.tokens {
		if f.told(i, names) {
			f.claimTokens(i, i, name)
		}
	}
}

// told reports that word i is one of the names, and that nothing beside it tells of a place.
func (f *finder) told(i int, names repeated) bool {
	t := f.at(i)
	if t.kind != word || t.letters < 4 || !t.only(nameFacts|town|placename) {
		return false
	}
	stem := nameStem(t.low)
	small, found := names[stem]
	return found && (t.capital || small) && !anyOf(repeatedPlaces, namedPlace{f.spot(i), stem})
}

// namedPlace is a word that is a name elsewhere in the text, and its stem.
type namedPlace struct {
	spot
	stem string
}

// repeatedPlaces are what such a word may be instead.
var repeatedPlaces = []rule[namedPlace]{
	{"в Лыков", func(p namedPlace) bool { return p.t.any(town|placename) && p.is(-1, preposition) }},
	{"Лыковский район", func(p namedPlace) bool {
		return strings.HasSuffix(p.stem, "кий") && p.near(1) && !p.at(1).capital && p.is(1, ordinary|org|place)
	}},
	{"с. Лыков, улица Лыкова", func(p namedPlace) bool { return p.f.shortBefore(p.i) || p.f.streetBefore(p.i) }},
	{"Лыкова, 5", func(p namedPlace) bool { return p.f.houseBehind(p.i + 1) }},
	{"Лыков район, магазин Лыков", func(p namedPlace) bool { return p.f.adjective(p.i) || p.f.orgBefore(p.i) }},
}

// mostClan bounds the names before «оглы».
const mostClan = 4

// clanName measures «Гасан Ибрагим оглы Алиев» and «Жанибек уулу Эрлан»: up to three names, the word for a son or a
// daughter, and what stands behind it.
func (f *finder) clanName(i int) int {
	n := 0
	for n < mostClan && (n == 0 || f.near(i+n)) && f.called(i+n, n == 0) {
		n++
	}
	t, son := f.at(i), f.at(i+n)
	if n == 0 || !f.near(i+n) || !t.capital && t.none(first|familySure) || son.none(clan) && !clanned(son.low) {
		return 0
	}
	n++
	for last := n + 2; n < last && f.near(i+n) && f.at(i+n).capital == t.capital && f.called(i+n, false); {
		n++
	}
	return n
}

// called reports a word that may stand in a name beside «оглы»; the first of a sentence has its capital for nothing.
func (f *finder) called(i int, opens bool) bool { return decide(clanNames, clanWord{f.at(i), opens}) }

// clanWord is a word beside «оглы», perhaps the first of a sentence.
type clanWord struct {
	*token
	opens bool
}

var clanNames = []decision[clanWord]{
	{"да, врач", func(w clanWord) bool {
		return w.kind != word || w.letters < 3 || w.any(common|role|street|org|town|relative|called|intro)
	}, never[clanWord]},
	{"Гасан", func(w clanWord) bool { return w.any(first | familySure) }, always[clanWord]},
	{"вчера", func(w clanWord) bool { return !w.only(nameFacts) }, never[clanWord]},
	{"Жанибек", func(w clanWord) bool { return w.capital && !(w.opens && verbal(w.low)) }, always[clanWord]},
	{"лыков", always[clanWord], func(w clanWord) bool { return onSurname(w.low) }},
}

var (
	// particles stand between a first name and a surname.
	particles   = wordSet("фон де ван бен ибн аль эль дель да ди ла ле дер")
	fromPersons = listOf("от у для")
	ofHers      = listOf("ой ого ей его")
)

// ofAdjective reports «от Анны Лесной»: behind such prepositions nobody means a street.
func (f *finder) ofAdjective(i int) bool {
	t := f.at(i)
	return fromPersons.has(f.at(i-1).low) && f.near(i+1) && t.any(first) && t.none(everyday) && t.capital &&
		f.at(i+1).adjectiveOfPerson()
}

// adjectiveOfPerson reports a word with a capital like an adjective in the genitive.
func (t *token) adjectiveOfPerson() bool {
	return t.titled() && t.none(org|role|relative) && ofHers.end(t.low)
}

// townsman reports a surname that is a town's name before a first name, and nothing else in the phrase: «Кашира Пётр».
func (f *finder) townsman(i int) bool {
	return f.near(i+1) && f.at(i).any(town) && f.at(i+1).plainFirst() && f.at(i).titled() && f.opens(i) && f.pauses(i+2)
}

// plainFirst reports a first name in the nominative that is nothing else.
func (t *token) plainFirst() bool {
	return t.facts&(first|nominative) == first|nominative && t.none(everyday|ordinary|town|noun) && t.written()
}

// particled measures «Анна фон Дитрих» and «де Кастро Мария».
func (f *finder) particled(i int) int {
	if f.ofAdjective(i) || f.townsman(i) {
		return 2
	}
	if f.near(i+1) && f.near(i+2) && f.at(i+2).capital && particle(f.at(i), f.at(i+1), f.at(i+2)) {
		return 3
	}
	return 0
}

// particle reports a particle between a first name and a surname, or before a surname and a first name.
func particle(a, b, c *token) bool {
	if particles[b.low] {
		return a.any(first) && a.capital && c.none(common|street|role)
	}
	return particles[a.low] && b.capital && c.any(first) && b.none(common|town)
}

// mayPair reports a word that may be a name beside one found already.
func (f *finder) mayPair(i int) bool {
	t := f.at(i)
	return t.letters > 2 && t.written() && !f.streetBefore(i) && !f.orgBefore(i)
}

// pairWords stand between two names.
var pairWords = listOf("и с со")

// paired reports a surname or a first name before «и» or a comma and a name found already: «Лыков и Бубнов»,
// «Ольга и Сергей Лыковы», «Захар, Эмилия, Тая».
func (f *finder) paired(i int) bool {
	next := f.at(i + 2)
	return next.person && !next.line && !f.at(i+1).line && decide(pairedNames, f.spot(i))
}

var pairedNames = []decision[spot]{
	{"улица Лыкова, [имя]", func(s spot) bool { return !s.f.mayPair(s.i) }, never[spot]},
	{"Захар, [имя]", func(s spot) bool { return s.at(1).sign == ',' }, func(s spot) bool {
		return s.t.namedFirst() && s.t.none(everyday) && (!s.f.opens(s.i) || s.f.inRow(s.i+2))
	}},
	{"Ольга и [имя]", func(s spot) bool { return s.says(1, pairWords) }, func(s spot) bool {
		return s.t.namedFirst() || s.t.family() && !genitiveLike(s.t.low) && s.t.none(famous|noun)
	}},
}

// namedFirst reports a first name that is no place.
func (t *token) namedFirst() bool { return t.any(first) && t.none(common|street|noun|town) }

// inRow reports another comma behind the name found at token k: a row of names.
func (f *finder) inRow(k int) bool {
	for f.at(k).kind == taken {
		k++
	}
	return f.at(k).sign == ',' || f.at(k).low == "и"
}

// beside reports a first name, or a word that may be a surname, with nothing but a blank before a name found already:
// «жалоба Семёна Кочедыкова», «от Пустовит А-ны».
func (f *finder) beside(i int) bool {
	next := f.at(i + 1)
	return next.person && !next.line && next.space && decide(besideNames, f.spot(i))
}

var besideNames = []decision[spot]{
	{"магазин [имя]", func(s spot) bool { return s.t.any(common|street|town|org|role|car) || !s.f.mayPair(s.i) },
		never[spot]},
	{"Семёна [имя]", func(s spot) bool { return s.t.any(first) && s.t.none(everyday|ordinary) }, always[spot]},
	{"Вчера [имя]", func(s spot) bool { return s.f.opens(s.i) }, never[spot]},
	{"у Веры [имя]", func(s spot) bool { return s.t.any(first) }, always[spot]},
	{"от Пустовит [имя]", func(s spot) bool { return !s.t.upper },
		func(s spot) bool { return s.t.unknown() || s.t.family() && s.t.none(famous|noun) }},
}

// pairs goes through the text from its end, so that a row of names is taken whole.
func (f *finder) pairs() {
	for i := len(f.tokens) - 2; i >= 0; i-- {
		if f.paired(i) || f.beside(i) {
			f.claimTokens(i, i, name)
		}
	}
}

// row measures first names with commas between, «Захар, Эмилия, Тая»: nobody addresses three, and two are enough behind
// words for children.
func (f *finder) row(i int) int {
	n := f.rowNames(i)
	children := func() bool { return f.children(i) }
	switch {
	case n < 2, n == 2 && f.at(i+1).low != "и" && !children(), f.streetBefore(i):
		return 0
	case f.orgBefore(i) && f.at(i-1).sign != ':', f.at(i).any(everyday) && f.opens(i) && !children():
		return 0
	}
	return 2*n - 1
}

// rowNames counts the first names of a row that begins with word i; the last may be one that no list has.
func (f *finder) rowNames(i int) int {
	n, odd := 0, 0
	for k := i; k < i+4*longestName && f.mayStandInRow(k, k == i); k += 2 {
		t := f.at(k)
		if t.none(first) || t.none(nominative) {
			if odd++; n < 2 || odd > 1 || !t.unknown() {
				break
			}
		}
		n++
		if f.at(k+1).sign != ',' && f.at(k+1).low != "и" {
			break
		}
	}
	return n
}

// mayStandInRow reports a word that may be a name in a row.
func (f *finder) mayStandInRow(k int, begins bool) bool {
	t := f.at(k)
	return t.kind == word && t.capital && (begins || !t.line) && t.none(common|street|noun|town)
}

var childrenWords = listOf("детей дети")

// children reports words for children or relatives up to four tokens before word i.
func (f *finder) children(i int) bool {
	for k, t := range f.back(i, 4) {
		if f.is(k, relative) || childrenWords.has(t.low) {
			return true
		}
	}
	return false
}

// longestName bounds, in tokens, how far from a word of a name the rest of it is looked for, and the names of a row.
const longestName = 12

// shortened claims what stands for the rest of a name beside one found already: «Л Г Фурсова», «А.-М. Бекетова»,
// «Дм. Лыков», «Фурсова, Л. Г.», «Фурсова Лид. Ген.», «Фурсова л.г.».
func (f *finder) shortened() {
	for i := range f.tokens {
		if t := f.at(i); !t.person || t.low == "" || t.letters < 3 {
			continue
		}
		first, last := i, i
		for first > max(0, i-longestName) && f.at(first-1).person {
			first--
		}
		for last+1 < i+longestName && f.at(last+1).person {
			last++
		}
		if from := f.shortBefores(first); from < first {
			f.claimTokens(from, first-1, name)
		}
		if n := f.shortBehind(last + 1); n > 0 {
			f.claimTokens(last+1, last+n, name)
		}
	}
}

// mostShort is how many letters a shortened name has at most.
const mostShort = 4

// shortName measures an initial or a name of up to four letters with its full stop at token k.
func (f *finder) shortName(k int) int {
	t := f.at(k)
	if t.kind != word || !t.capital || t.letters > mostShort || !cyrillic(t) {
		return 0
	}
	stop := f.at(k+1).sign == '.' && !f.at(k+1).space
	switch {
	case stop && (t.letters == 1 || t.facts == 0 && !t.upper):
		return 2
	case t.letters == 1:
		return 1
	}
	return 0
}

// shortBefores is where up to two shortened names before token i begin.
func (f *finder) shortBefores(i int) int {
	from := i
	for range 2 {
		k := from - 1
		if k > 0 && f.at(k).sign == '-' && f.at(k-1).sign == '.' {
			k--
		}
		if k > 0 && f.at(k).sign == '.' {
			k--
		}
		n := f.shortName(k)
		if n < 2 || f.at(from).line || k+n < from && f.at(k+n).sign != '-' || f.placeShort(k, n) {
			break
		}
		from = k
	}
	return from
}

// placeShort reports a single letter that may shorten a place: «Г. Лыков».
func (f *finder) placeShort(k, n int) bool {
	return f.at(k).letters > 1 && f.is(k-1, street) || n == 1 && f.is(k-1, street|place)
}

// shortBehind measures up to two shortened names from token k on, behind a blank, a comma or a full stop.
func (f *finder) shortBehind(k int) int {
	from := k
	if f.at(k).signed(",.") {
		k++
	}
	if n := f.smallLetters(k); n == 4 && k == from && f.at(k).space {
		return n
	}
	n, count := f.shortNames(k)
	own := f.at(from).sign == '.' && f.at(from-1).letters <= mostShort // the stop of a shortened name
	switch {
	case count == 0, count == 1 && (k > from && !own || !f.phraseEnds(k+n)):
		return 0
	}
	return k - from + n
}

// shortNames measures and counts up to two shortened names from token k on.
func (f *finder) shortNames(k int) (n, count int) {
	for count < 2 {
		m := f.shortName(k + n)
		if m < 2 || f.at(k+n).line {
			break
		}
		n += m
		count++
	}
	return n, count
}
