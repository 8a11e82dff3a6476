package privacy

import "strings"

// initial reports one capital letter at token i; stop tells whether a full stop follows.
func (f *finder) initial(i int) (is, stop bool) {
	if f.at(i).line {
		return false, false
	}
	return f.letter(i)
}

// letter is initial where a line may begin.
func (f *finder) letter(i int) (is, stop bool) {
	t := f.at(i)
	if t.kind != word || t.letters != 1 || !t.capital || !cyrillic(t) {
		return false, false
	}
	n := f.after(i)
	if n.kind != mark || n.space {
		return true, false
	}
	return true, n.sign == '.' || n.sign == ',' && f.fusedLetter(i+2) // «Р,С,» is a slip
}

// fusedLetter reports a capital letter at token k that touches what stands before it.
func (f *finder) fusedLetter(k int) bool {
	t := f.at(k)
	return t.kind == word && t.letters == 1 && t.capital && !t.space
}

// cyrillic keeps «P. S.» from being read as initials.
func cyrillic(t *token) bool { return t.low != "" && (t.low[0] == 0xd0 || t.low[0] == 0xd1) }

// initials measures one or two initials from token i on: tokens, how many, and whether all have their full stops.
func (f *finder) initials(i int) (tokens, count int, stops bool) {
	stops = true
	for count < 2 {
		is, stop := f.letter(i + tokens)
		if !is || count > 0 && f.at(i+tokens).line {
			break
		}
		count++
		tokens++
		if stop {
			tokens++
			continue
		}
		stops = false
		if !f.after(i + tokens - 1).space {
			break
		}
	}
	return tokens, count, stops
}

// phraseEnds reports that no name of a place follows at token k: the text, the line or the phrase ends, or a small
// letter stands there.
func (f *finder) phraseEnds(k int) bool {
	t := f.at(k)
	return f.pauses(k) || t.kind == word && !t.capital || t.sign == '('
}

// twoCapitals reports «МС» in Cyrillic.
func (t *token) twoCapitals() bool { return t.letters == 2 && t.upper && !t.latin && cyrillic(t) }

// fused reports «МС Ковригина»: two initials without a sign between, before a surname.
func (f *finder) fused(i int) bool {
	p, next := f.at(i), f.at(i+1)
	return p.twoCapitals() && p.facts == 0 && f.near(i+1) && !next.upper && next.family() && !f.houseBehind(i+2)
}

// fusedBehind reports «Ковригина МС» at the end of a phrase.
func (f *finder) fusedBehind(i int) bool {
	return f.near(i+1) && f.at(i+1).twoCapitals() && decide(fusedNames, f.spot(i))
}

var fusedNames = []decision[spot]{
	{"ЛЫКОВ МС, дом МС", func(s spot) bool { return s.t.upper || !s.t.surname() }, never[spot]},
	{"Лыков МС пишет", func(s spot) bool { return !s.f.pauses(s.i + 2) }, func(s spot) bool {
		return s.at(1).facts == 0 && s.f.opens(s.i) && onBase(s.t.low)
	}},
	{"Лыков МС.", always[spot], func(s spot) bool { return s.f.sentence(s.i) || s.at(1).none(org|street|place) }},
}

// smallSurname reports a surname in small letters that no list of words has.
func (f *finder) smallSurname(k int) bool {
	t := f.at(k)
	return t.kind == word && !t.capital && t.letters > 4 && t.only(nameFacts) &&
		(t.any(familySure) || onSurname(t.low) || t.smallFamily())
}

const (
	// prepositionLetters are also words: what people write so is no initial.
	prepositionLetters = "авикосуя"
	softSign           = "ь"
)

var (
	consonants       = listOf("б в г д ж з к л м н п р с т ф х ц ч ш щ")
	prepositionEnds  = listOf("а в и к о с у я")
	shortenedLetters = listOf("ит ет рн") // «и т. д.», «р-н»
)

// smallLetters measures two single small letters from token k on, «р.с.», «р. с.», «р с», or «рс»; what people write so
// for other reasons is none: «и т. д.», «в т.ч.», «и к».
func (f *finder) smallLetters(k int) int {
	t := f.at(k)
	if t.kind != word || t.letters > 2 || t.capital || t.line || !cyrillic(t) {
		return 0
	}
	if t.letters == 1 {
		return f.twoLetters(k)
	}
	if t.facts == 0 && !strings.Contains(t.low, softSign) && consonants.end(t.low) {
		return 1
	}
	return 0
}

// twoLetters measures two single letters.
func (f *finder) twoLetters(k int) int {
	n, stops, letters := 0, 0, ""
	for range 2 {
		s := f.at(k + n)
		if s.kind != word || s.letters != 1 || s.capital || s.line {
			return 0
		}
		letters += s.low
		n++
		if f.at(k+n).sign == '.' && !f.at(k+n).space {
			stops++
			n++
		}
	}
	if stops == 0 && f.prepositions(letters, k+n) || strings.HasPrefix(letters, "т") || shortenedLetters.has(letters) {
		return 0
	}
	return n
}

// prepositions reports two letters of which the last is a word, and the first too where a phrase ends before token k.
func (f *finder) prepositions(letters string, k int) bool {
	return prepositionEnds.end(letters) && (!f.pauses(k) || strings.Contains(prepositionLetters, letters[:2]))
}

// smallBehind measures «игнатова р.с.», «игнатова р с», «игнатова рс», all in small letters.
func (f *finder) smallBehind(i int) int {
	if !f.smallSurname(i) {
		return 0
	}
	n := f.smallLetters(i + 1)
	if n == 0 || !f.at(i+1).space || n == 1 && !ownCase(f.at(i).low) {
		return 0
	}
	return 1 + n
}

// smallInitials measures «р. с. игнатова», «р с игнатова», all in small letters; «и т. д.» and «т. е.» are none.
func (f *finder) smallInitials(i int) int {
	n := f.smallLetters(i)
	if n < 2 || f.at(i+n).line || !f.smallSurname(i+n) {
		return 0
	}
	prepositions := strings.Contains(prepositionLetters, f.at(i).low) &&
		strings.Contains(prepositionLetters, f.at(i+1).low)
	if n == 2 && prepositions {
		return 0
	}
	return n + 1
}

const placeOnly = "пхг" // letters that before an adjective shorten a place and no name

// smallInitial reports «ученик с. Белов»: behind a person's part a small letter before a surname is an initial, though
// it looks like the short form of a village's word.
func (f *finder) smallInitial(i int) bool {
	p := f.at(i)
	return p.letters == 1 && !p.capital && !p.line && f.at(i+1).sign == '.' && !f.at(i+1).space && cyrillic(p) &&
		decide(smallInitials, f.spot(i))
}

var smallInitials = []decision[spot]{
	{"и с. Белов", func(s spot) bool {
		return s.at(-1).kind != word || s.at(-1).none(role|relative|intro|kin) || s.at(2).line
	}, never[spot]},
	{"житель с. Белов", func(s spot) bool {
		return towndweller.begin(s.at(-1).low) && strings.Contains(placeLetters, s.t.low)
	}, never[spot]},
	{"ученик с. Кирова", func(s spot) bool { return s.at(2).any(famous | noun) }, never[spot]},
	{"ученик с. Вишневский", func(s spot) bool {
		return s.at(2).written() && menSki.end(s.at(2).low) && !strings.Contains(placeOnly, s.t.low)
	}, always[spot]},
	{"ученик с. Белов", always[spot], func(s spot) bool { return s.at(2).surname() && ownCase(s.at(2).low) }},
}

// withInitials finds Иванов И. И. and И. И. Иванов.
func (f *finder) withInitials(i int) int { return read(initialled, f.spot(i)) }

// initialled are the ways in which a surname and initials are written.
var initialled = []reading[spot]{
	{"МС Ковригина", func(s spot) bool { return s.f.fused(s.i) }, just[spot](2)},
	{"Ковригина МС", func(s spot) bool { return s.f.fusedBehind(s.i) }, just[spot](2)},
	{"ученик с. Белов, Д. Полевая, мать", func(s spot) bool {
		return s.f.smallInitial(s.i) || s.t.letters == 1 && s.f.at(s.i+1).sign == '.' && s.f.writer(s.i, s.i+2)
	}, just[spot](3)},
	{"игнатова р.с.", func(s spot) bool { return s.f.smallBehind(s.i) > 0 },
		func(s spot) int { return s.f.smallBehind(s.i) }},
	{"р. с. игнатова", func(s spot) bool { return s.f.smallInitials(s.i) > 0 },
		func(s spot) int { return s.f.smallInitials(s.i) }},
	{"И. И. Иванов", func(s spot) bool { is, _ := s.f.letter(s.i); return is }, spot.initialsFirst},
	{"Ужегов п.н.", func(s spot) bool {
		return s.t.capital && s.t.family() && s.f.near(s.i+1) && s.f.smallLetters(s.i+1) == 4
	}, just[spot](5)},
	{"Фурсова, Л. Г.", func(s spot) bool { return s.partedInitials() > 0 },
		func(s spot) int { return 2 + s.partedInitials() }},
	{"Иванов И. И.", spot.mayHaveInitials, spot.initialsBehind},
}

// partedInitials measures two initials behind a surname and a comma at the beginning of a sentence.
func (s spot) partedInitials() int {
	if !s.t.capital || !s.t.family() || !s.f.opens(s.i) || !s.f.at(s.i+1).signed(",.") {
		return 0
	}
	tokens, count, stops := s.f.initials(s.i + 2)
	if count != 2 || !stops || !s.f.phraseEnds(s.i+2+tokens) {
		return 0
	}
	return tokens
}

// lettered is one or two initials from token i on and the word behind them, at token k.
type lettered struct {
	f         *finder
	i, k      int
	count     int
	p, family *token
}

// initialsFirst measures initials and the surname behind them.
func (s spot) initialsFirst() int {
	f := s.f
	tokens, count, stops := f.initials(s.i)
	x := lettered{f, s.i, s.i + tokens, count, s.t, f.at(s.i + tokens)}
	if !stops && !x.stopsLost(tokens) || x.family.kind != word || x.family.line || !x.family.capital ||
		x.family.letters < 3 || !anyOf(surnamesOfInitials, x) {
		return 0
	}
	return tokens + 1
}

// stopsLost reports initials whose full stops somebody left out: «Р.Ф Мингазова», «Л Г Фурсова».
func (x lettered) stopsLost(tokens int) bool {
	if x.count != 2 || !x.f.near(x.k) || !x.family.family() {
		return false
	}
	return tokens == 3 || ownCase(x.family.low) && !x.family.upper && !x.f.houseBehind(x.k+1)
}

var (
	adjectiveOne = listOf("ый ий")
	adjectiveOi  = words{"ой"}
	villages     = listOf("д с")
)

// surnamesOfInitials are the words that are surnames behind initials.
var surnamesOfInitials = []rule[lettered]{
	{"С. Заречная, мать двоих", func(x lettered) bool { return x.f.writer(x.i, x.k) }},
	{"К. Д. Лесной", func(x lettered) bool {
		return x.count == 2 && x.f.opens(x.i) && (x.f.adjectiveEnds(x.k) ||
			x.f.pauses(x.k+1) && adjectiveOi.end(x.family.low))
	}},
	{"Г. Садовый", func(x lettered) bool {
		return x.count == 1 && x.f.opens(x.i) && x.f.adjectiveEnds(x.k) && x.f.sentence(x.i) && x.family.none(town) &&
			adjectiveOne.end(x.family.low)
	}},
	{"А. Дзюба", func(x lettered) bool {
		return x.count == 1 && !placeInitial(x.p.low) && x.family.unknown() && x.f.phraseEnds(x.k+1) &&
			x.f.opens(x.i) &&
			!x.f.houseBehind(x.k+1)
	}},
	{"И. И. Иванов", func(x lettered) bool { return x.count == 2 && (surnameLike(x.family) || x.family.none(common)) }},
	{"И. Иванов", func(x lettered) bool {
		return x.count == 1 && surnameLike(x.family) && !x.f.adjective(x.k) && x.noPlace() &&
			!x.f.towardStreet(x.i, x.family)
	}},
}

// noPlace reports that the initial does not shorten a place.
func (x lettered) noPlace() bool { return anyOf(personInitials, x) }

var personInitials = []rule[lettered]{
	{"А. Лыков, врач Г. Лыков", func(x lettered) bool { return !placeInitial(x.p.low) || x.f.roleBefore(x.i) }},
	{"Г. Лыков", func(x lettered) bool { return x.family.family() && onBase(x.family.low) }},
	{"Д. Вишневский", func(x lettered) bool { return villages.has(x.p.low) && menSki.end(x.family.low) }},
	{"С. Чехов", func(x lettered) bool { return x.p.low != "г" && x.family.surname() && onBase(x.family.low) }},
	{"Г. Тверской пишет", func(x lettered) bool { return x.f.near(x.k+1) && sayings[x.f.at(x.k+1).low] }},
}

// mayHaveInitials reports a surname with a word right behind it.
func (s spot) mayHaveInitials() bool {
	return s.near(1) && (s.t.letters > 2 || s.t.letters == 2 && s.t.capital && s.t.any(eastern)) &&
		(s.t.capital || strongSurname(s.t))
}

// initialsBehind measures a surname and its initials.
func (s spot) initialsBehind() int {
	tokens, count, stops := s.f.initials(s.i + 1)
	k, like := s.i+1+tokens, surnameLike(s.t)
	if count == 1 && stops && s.f.oneInitial(s.t, like, k) ||
		count == 2 && s.twoBefore(k, like) && twoInitials(s.t, like, stops) {
		return 1 + tokens
	}
	return 0
}

// twoBefore keeps «города Энска Д. В. Петров», whose initials belong to what follows at token k, from being a name.
func (s spot) twoBefore(k int, like bool) bool {
	return like || !s.f.near(k) || !s.f.at(k).capital || !surnameLike(s.f.at(k))
}

// twoInitials reports a word that is a surname before two initials.
func twoInitials(p *token, like, stops bool) bool {
	if !stops {
		return p.capital && like && !p.upper
	}
	return p.any(familySure) || p.capital && (like || !p.upper && p.none(common|street))
}

// oneInitial reports a word that is a name before one initial, behind which token k stands: «Юля К.».
func (f *finder) oneInitial(p *token, like bool, k int) bool {
	return anyOf(oneInitials, initialBehind{p, f.at(k - 2), like, f.phraseEnds(k)})
}

// initialBehind is a word that may end as surnames do, and the initial behind it, with which a phrase may end.
type initialBehind struct {
	p, initial *token
	like, ends bool
}

var oneInitials = []rule[initialBehind]{
	{"Лыков А.", func(x initialBehind) bool { return x.p.capital && x.like && !placeInitial(x.initial.low) }},
	{"Лыков Г.", func(x initialBehind) bool { return x.p.capital && x.like && x.ends && x.p.surname() }},
	{"Дзюба Г.", func(x initialBehind) bool { return x.ends && x.p.unknown() }},
	{"Юля К.",
		func(x initialBehind) bool { return x.p.capital && !x.p.upper && x.p.any(first) && x.p.any(nominative) }},
}

// placeInitial reports letters that more often shorten a place than a name: г. с. п. д.
func placeInitial(low string) bool { return strings.Contains("гспд", low) }
