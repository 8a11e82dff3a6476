package privacy

import (
	_ "embed"
	"strings"

	"otklik/internal/text"
)

// The recogniser is a logistic regression over hashed features of a word and its neighbours, learnt from composed
// sentences and from texts whose names the rules had marked (see TestLearn). It finds names that no list has where the
// sentence tells that a person stands there; the rules go first and what it finds passes their checks.

//go:embed recogniser.bin
var recogniserWeights string

const (
	// recogniserBits is the logarithm of the number of weights, one byte each.
	recogniserBits = 18
	// weightScale is how much a step of a byte weighs.
	weightScale = 1.0 / 24
	// sure and sureSmall are the scores, in logits, from which a word is taken for a name: with a capital and without.
	sure      = 0.5
	sureSmall = 1.5
	// unsure is how much less is enough beside a word of which it is sure.
	unsure = 1.5
)

// features are the hashes of what is seen of one word; a word has fewer than their room.
type features struct {
	at [192]uint32
	n  int
}

func (fs *features) add(kind uint32, s string) {
	h := kind*0x9E3779B1 ^ 2166136261
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	fs.number(h)
}

// pair joins a kind and a value that is no text.
func (fs *features) pair(kind, value uint32) { fs.number(kind*0x9E3779B1 ^ value*0x85EBCA6B) }

func (fs *features) number(h uint32) {
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	if fs.n < len(fs.at) {
		fs.at[fs.n] = h & (1<<recogniserBits - 1)
		fs.n++
	}
}

// told are the facts of a word that its neighbours see.
const told = first | nominative | male | female | familySure | role | relative | kin | street | place | org | town |
	ordinary | possessive | called | who | intro | thanks | preposition | common | month | unit | maiden | clan |
	everyday | honorific | toward | complaint | cueflat | noun | famous

// sort is what a word looks like: small, with a capital, in capitals; and what the lists make of it.
func (f *finder) sort(i int) (shape, class uint32) {
	t := f.at(i)
	switch {
	case t.upper:
		shape = 2
	case t.capital:
		shape = 1
	}
	if f.opens(i) {
		shape += 3
	}
	return shape, t.class()
}

// class is what the lists make of a word; the weights know its number.
func (t *token) class() uint32 {
	switch {
	case t.any(first) && t.none(everyday|ordinary):
		return 1
	case t.any(familySure):
		return 2
	case text.SpokenPatronymic(t.low):
		return 3
	case !t.only(nameFacts):
		return t.listedClass()
	case onSurname(t.low):
		return 4
	}
	return 5
}

// listedClass is class for words that other lists have.
func (t *token) listedClass() uint32 {
	switch {
	case t.any(town):
		return 6
	case t.any(ordinary):
		return 7
	}
	return 0
}

// shortest and longest bound the letters of a word that the recogniser looks at.
const (
	shortest = 3
	longest  = 24
)

// candidate reports a word that the recogniser may take for a name.
func (f *finder) candidate(i int) bool {
	t := f.at(i)
	return t.kind == word && t.letters >= shortest && t.letters <= longest && cyrillic(t) && decide(candidates, t) &&
		!f.besideLabel(i)
}

var candidates = []decision[*token]{
	{"марта", func(t *token) bool { return t.any(month) }, never[*token]},
	{"Лыков", func(t *token) bool { return t.any(first | familySure) },
		func(t *token) bool { return t.capital || t.only(nameFacts) }},
	{"Врач, Накажите",
		func(t *token) bool { return t.any(common|role|relative|kin) || imperatives.end(t.low) }, never[*token]},
	{"Дзюба", always[*token], func(t *token) bool { return t.capital || t.only(nameFacts) }},
}

// besideLabel reports a label that an earlier masking left beside word i: what stands there was judged then, and would
// be judged again at each masking.
func (f *finder) besideLabel(i int) bool {
	before, behind := f.at(i-1), f.at(i+1)
	return before.person && before.low == "" || behind.person && behind.low == ""
}

// imperatives end «Накажите», «Чинить».
var imperatives = listOf("ите йте ьте ете ть ться тся тесь")

// letterCases tells a text that is all small, 1, or nearly all capitals, 2.
func (f *finder) letterCases() uint32 {
	capital, upper, words := 0, 0, 0
	for i := range f.tokens {
		if t := &f.tokens[i]; t.kind == word && t.letters > 1 {
			words++
			if t.capital {
				capital++
			}
			if t.upper {
				upper++
			}
		}
	}
	switch {
	case capital == 0:
		return 1
	case upper*2 > words:
		return 2
	}
	return 0
}

// see writes the features of word i.
func (f *finder) see(i int, cases uint32, fs *features) {
	fs.n = 0
	t := &f.tokens[i]
	key := f.key(i)
	shape := key / 8
	fs.pair(1, key)
	fs.pair(2, key*4+cases)
	fs.add(3, t.low)
	fs.spell(t.low, shape)
	fs.pair(60, uint32(min(t.letters, 12)))
	if t.turkic {
		fs.pair(61, shape)
	}
	if strings.Contains(t.low, "-") {
		fs.pair(62, shape)
	}
	fs.facts(63+shape, t.facts)
	for _, step := range [...]int{-3, -2, -1, 1, 2, 3} {
		f.seeNeighbour(i, step, key, fs)
	}
	if i > 0 && i+1 < len(f.tokens) {
		before, behind := f.said(i-1), f.said(i+1)
		fs.add(80, before+"_"+behind)
		fs.pair(81, f.key(i-1)*4096+f.key(i+1)*64+key)
	}
	if i > 1 {
		fs.add(82, f.said(i-2)+"_"+f.said(i-1))
	}
	if i+2 < len(f.tokens) {
		fs.add(83, f.said(i+1)+"_"+f.said(i+2))
	}
}

// spell writes the letters of a word: its ends, its beginnings, and three letters at a time, each of two bytes.
func (fs *features) spell(low string, shape uint32) {
	for n := 2; n <= min(10, len(low)); n += 2 {
		fs.add(10+uint32(n), low[len(low)-n:])
		if n > 2 && n < 10 {
			fs.add(30+uint32(n), low[:n])
		}
	}
	for n := 0; n+6 <= len(low); n += 2 {
		fs.add(50, low[n:n+6])
	}
	if len(low) >= 6 {
		fs.add(52+shape, low[len(low)-6:])
	}
}

// facts writes each fact of a word.
func (fs *features) facts(kind uint32, facts fact) {
	for bits := uint64(facts); bits != 0; bits &= bits - 1 {
		fs.pair(kind, uint32(bits&-bits%0xFFFFFFFB))
	}
}

// said is a word, a sign, or what kind of thing else a token is.
func (f *finder) said(k int) string {
	t := &f.tokens[k]
	switch t.kind {
	case number:
		return "#"
	case taken:
		if t.person && t.low != "" { // found by the rules just now
			return t.low
		}
		if t.person {
			return "@"
		}
		return "*"
	case mark:
		return f.text[t.start:t.end]
	}
	return t.low
}

// look notes the sort of every token.
func (f *finder) look() {
	f.sorts = make([]uint8, len(f.tokens))
	for k := range f.tokens {
		if t := &f.tokens[k]; t.kind == word || t.person && t.low != "" {
			shape, class := f.sort(k)
			f.sorts[k] = uint8(shape*8 + class)
		} else {
			f.sorts[k] = 48 + uint8(t.kind)
		}
	}
}

func (f *finder) key(k int) uint32 { return uint32(f.sorts[k]) }

// seeNeighbour writes what stands step tokens from word i.
func (f *finder) seeNeighbour(i, step int, key uint32, fs *features) {
	k, base := i+step, uint32(100+10*(step+3))
	if k < 0 || k >= len(f.tokens) {
		fs.pair(base, 7)
		return
	}
	t := &f.tokens[k]
	said := f.said(k)
	fs.add(base+1, said)
	switch step {
	case -3, 3:
	case -2, 2:
		fs.pair(base+2, f.key(k)*64+key)
	default:
		fs.add(base+200+key, said)
		fs.pair(base+3, f.key(k)*64+key)
		if t.line {
			fs.pair(base+4, key)
		}
		if t.kind == word || t.person && t.low != "" {
			fs.told(t, base)
		}
	}
}

// told writes what the word beside tells.
func (fs *features) told(t *token, base uint32) {
	fs.facts(base+5, t.facts&told)
	if len(t.low) >= 6 {
		fs.add(base+6, t.low[len(t.low)-6:])
	}
	if len(t.low) >= 4 {
		fs.add(base+7, t.low[len(t.low)-4:])
	}
}

// score is the logit that word i is a name.
func (fs *features) score() float64 {
	sum := 0
	for _, at := range fs.at[:fs.n] {
		sum += int(int8(recogniserWeights[at]))
	}
	return float64(sum) * weightScale
}

// mostRecognised bounds the words that the recogniser takes for one name.
const mostRecognised = 4

// recognise claims the words that the recogniser takes for names and no rule found: words that stand together, one of
// which it is sure of.
func (f *finder) recognise() {
	if f.rules || len(recogniserWeights) != 1<<recogniserBits {
		return
	}
	f.look()
	cases := f.letterCases()
	var fs features
	for i := 0; i < len(f.tokens); i++ {
		n, certain := 0, false
		for n < mostRecognised && f.candidate(i+n) && (n == 0 || f.near(i+n) && f.at(i).capital == f.at(i+n).capital) {
			f.see(i+n, cases, &fs)
			bound, score := f.bound(i+n), fs.score()
			if score < bound-unsure {
				break
			}
			certain = certain || score >= bound
			n++
		}
		if certain && !anyOf(impersonal, recognised{f.spot(i), n, f.at(i + n - 1)}) {
			f.claimTokens(i, i+n-1, name)
		}
		i += max(n-1, 0)
	}
}

// bound is the score from which word i is taken for a name.
func (f *finder) bound(i int) float64 {
	bound := sure
	if !f.at(i).capital {
		bound = sureSmall
	}
	if f.at(i).any(ordinary) {
		bound += unsure
	}
	if f.besidePerson(i) {
		bound -= unsure
	}
	return bound
}

// recognised is n words that may be a name.
type recognised struct {
	spot
	n    int
	last *token
}

// street reports a single word that may be the name of a street.
func (x recognised) street() bool { return x.n == 1 && genitiveLike(x.t.low) }

// impersonal is what forbids to take the words for a name, and first names alone, which the rules decide of.
var impersonal = []rule[recognised]{
	{"Лада Веста", func(x recognised) bool {
		for k := x.i; k < x.i+x.n; k++ {
			if t := x.f.at(k); t.any(org) && t.none(first|familySure) || x.f.is(k, car) {
				return true
			}
		}
		return false
	}},
	{"на Мира Лыкова", recognised.capitalsPlace},
	{"Миасс Мира 6", recognised.townBeforeStreet},
	{"Ильин день", func(x recognised) bool {
		return x.f.near(x.i+x.n) && (x.f.is(x.i+x.n, street) || possessions[x.f.at(x.i+x.n).low])
	}},
	{"Волков развелось", func(x recognised) bool { return onBase(x.t.low) && x.f.ofMany(x.i) }},
	{"сад Аксакова", func(x recognised) bool { return x.street() && x.f.is(x.i-1, place|toward) }},
	{"Шмидта, Аликина, Ушакова", func(x recognised) bool {
		before := x.f.at(x.i-1).sign == ',' || x.f.at(x.i-1).low == "и"
		return x.street() && (before && x.f.streetWord(x.i-2) || x.f.at(x.i+1).sign == ',' && x.f.streetWord(x.i+2))
	}},
	{"школа танцев Тодес", func(x recognised) bool {
		f, i := x.f, x.i
		return x.n == 1 && !f.opens(i) && f.near(i) && !f.at(i-1).capital && f.is(i-2, org) && !f.is(i-2, role) &&
			!f.is(i-3, role)
	}},
	{"Ольга", func(x recognised) bool { return x.n == 1 && x.t.any(first|everyday) && !x.f.besidePerson(x.i) }},
	{"улица Лыкова, магазин Лыков, с. Лыков", func(x recognised) bool {
		return x.f.streetBefore(x.i) || x.f.orgBefore(x.i) || x.f.shortBefore(x.i)
	}},
	{"Лыкова, 5, Воронежская область", func(x recognised) bool {
		return x.f.houseBehind(x.i+x.n) || x.f.adjective(x.i+x.n-1)
	}},
	{"Сергея Лазо, Николай Чудотворец",
		func(x recognised) bool { return x.f.isStreet(x.i, x.n) || x.f.historic(x.i, x.n) }},
	{"на Ивана Лыкова", func(x recognised) bool {
		return x.n > 1 && x.f.is(x.i-1, toward) && x.f.at(x.i-1).low != "с" && namedAfterEnds.end(x.last.low)
	}},
}

// townBeforeStreet reports a town, no surname, before a street and its house. Behind a part or a relative it is a
// person.
func (x recognised) townBeforeStreet() bool {
	f, i := x.f, x.i
	return x.n == 1 && x.t.any(town) && x.t.none(first|familySure|famous|placename) && !x.t.family() &&
		!f.is(i-1, role|relative|kin|intro|called) && f.near(i+1) && f.streetWord(i+1) && f.houseBehind(i+2)
}

var namedAfterEnds = listOf("а я ой го")

// capitalsPlace reports a place among the capitalised words that the name follows.
func (x recognised) capitalsPlace() bool {
	f, from := x.f, x.f.capitalsBefore(x.i)
	return from < x.i && (f.isStreet(from, x.i+x.n-from) || f.streetBefore(from) || f.orgBefore(from) ||
		f.is(from-1, toward))
}

// possessions stand behind adjectives like surnames: «Ильин день», «Сизифов труд».
var possessions = wordSet("день дня дню днем труд труда суд суда хутор лог пруд бор яр ключ луг стан городок крест")

// capitalsBefore is where the capitalised words begin that word i follows.
func (f *finder) capitalsBefore(i int) int {
	for least := i - longestName; i > least && f.near(i) && f.at(i-1).capital && f.at(i-1).kind == word &&
		f.at(i-1).letters > 1 && !f.opens(i-1); {
		i--
	}
	return i
}

// streetWord reports a word that may be a street's name.
func (f *finder) streetWord(k int) bool {
	t := f.at(k)
	return t.kind == word && t.capital && (t.any(famous|noun) || genitiveLike(t.low))
}

// besidePerson reports a name found beside word i.
func (f *finder) besidePerson(i int) bool { return f.at(i-1).person || f.at(i+1).person }
