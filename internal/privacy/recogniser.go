package privacy

import (
	_ "embed"
	"strings"
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
const told = first | nominative | male | female | familySure | role | relative | kin | street | place | org | town | ordinary |
	possessive | called | who | intro | thanks | preposition | common | month | unit | maiden | clan | everyday | honorific | toward |
	complaint | cueflat | noun | famous

// sort is what a word looks like: small, with a capital, in capitals; and what the lists make of it.
func (f *finder) sort(i int) (shape, class uint32) {
	t := &f.tokens[i]
	switch {
	case t.upper:
		shape = 2
	case t.capital:
		shape = 1
	}
	if f.opens(i) {
		shape += 3
	}
	switch {
	case t.facts&first != 0 && t.facts&(everyday|ordinary) == 0:
		class = 1
	case t.facts&familySure != 0:
		class = 2
	case patronymicEnding(t.low):
		class = 3
	case t.facts&^nameFacts == 0 && onSurname(t.low):
		class = 4
	case t.facts&^nameFacts == 0:
		class = 5
	case t.facts&town != 0:
		class = 6
	case t.facts&ordinary != 0:
		class = 7
	}
	return shape, class
}

// candidate reports a word that the recogniser may take for a name.
func (f *finder) candidate(i int) bool {
	t := &f.tokens[i]
	if t.kind != word || t.letters < 3 || t.letters > 24 || !cyrillic(t) || t.facts&month != 0 ||
		imperative(t.low) && t.facts&(first|familySure) == 0 || t.facts&(common|role|relative|kin) != 0 &&
		t.facts&(first|familySure) == 0 {
		return false
	}
	return (t.capital || t.facts&^nameFacts == 0) && !f.besideLabel(i)
}

// besideLabel reports a label that an earlier masking left beside word i: what stands there was judged then, and
// would be
// judged anew at each masking.
func (f *finder) besideLabel(i int) bool {
	label := func(k int) bool { return k >= 0 && k < len(f.tokens) && f.tokens[k].person && f.tokens[k].low == "" }
	return label(i-1) || label(i+1)
}

// imperative reports «Накажите», «Чинить».
func imperative(low string) bool {
	return endsWith(low, []string{"ите", "йте", "ьте", "ете", "ть", "ться", "тся", "тесь"})
}

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
	low := t.low
	for n := 2; n <= 10 && n <= len(low); n += 2 {
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
	fs.pair(60, uint32(min(t.letters, 12)))
	if t.turkic {
		fs.pair(61, shape)
	}
	if strings.Contains(low, "-") {
		fs.pair(62, shape)
	}
	for bits := uint64(t.facts); bits != 0; bits &= bits - 1 {
		fs.pair(63+shape, uint32(bits&-bits%0xFFFFFFFB))
	}
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
	if step < -1 || step > 1 {
		if step != -3 && step != 3 {
			fs.pair(base+2, f.key(k)*64+key)
		}
		return
	}
	fs.add(base+200+key, said)
	fs.pair(base+3, f.key(k)*64+key)
	if t.line || step > 0 && k < len(f.tokens) && f.tokens[k].line {
		fs.pair(base+4, key)
	}
	if t.kind == word || t.person && t.low != "" {
		for bits := uint64(t.facts & told); bits != 0; bits &= bits - 1 {
			fs.pair(base+5, uint32(bits&-bits%0xFFFFFFFB))
		}
		if len(t.low) >= 6 {
			fs.add(base+6, t.low[len(t.low)-6:])
		}
		if len(t.low) >= 4 {
			fs.add(base+7, t.low[len(t.low)-4:])
		}
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
		for n < 4 && i+n < len(f.tokens) && f.candidate(i+n) &&
			(n == 0 || f.near(i+n) && f.tokens[i].capital == f.tokens[i+n].capital) {
			f.see(i+n, cases, &fs)
			bound, score := sure, fs.score()
			if !f.tokens[i+n].capital {
				bound = sureSmall
			}
			if f.tokens[i+n].facts&ordinary != 0 {
				bound += unsure
			}
			if f.besidePerson(i + n) {
				bound -= unsure
			}
			if score < bound-unsure {
				break
			}
			certain = certain || score >= bound
			n++
		}
		if n == 0 {
			continue
		}
		if certain && !f.impersonal(i, n) {
			f.claimTokens(i, i+n-1, name)
		}
		i += n - 1
	}
}

// impersonal reports that what stands around the n words from i on forbids to take them for a name, or that they are a
// first name alone, which the rules decide of.
func (f *finder) impersonal(i, n int) bool {
	t := &f.tokens[i]
	for k := i; k < i+n; k++ {
		if f.tokens[k].facts&(car|org) != 0 && f.tokens[k].facts&(first|familySure) == 0 || f.is(k, car) {
			return true
		}
	}
	if from := f.capitalsBefore(i); from < i && (f.isStreet(from, i+n-from) || f.streetBefore(from) ||
		f.orgBefore(from) || f.is(from-1, toward)) {
		return true
	}
	if f.near(i+n) && (f.is(i+n, street) || possessions[f.tokens[i+n].low]) || f.ofMany(i) && onBase(t.low) {
		return true
	}
	if n == 1 && genitiveLike(t.low) && f.is(i-1, place) {
		return true // «сад Аксакова»
	}
	if n == 1 && genitiveLike(t.low) && (f.streetWord(i-2) && (f.tokens[i-1].sign == ',' ||
		f.tokens[i-1].low == "и") || f.streetWord(i+2) && f.tokens[i+1].sign == ',') {
		return true // «Шмидта, Аликина, Ушакова»
	}
	if n == 1 && !f.opens(i) && f.near(i) && !f.tokens[i-1].capital && f.is(i-2, org) && !f.is(i-2, role) &&
		!f.is(i-3, role) {
		return true // «школа танцев Тодес»
	}
	alone := n == 1 && t.facts&(first|everyday) != 0 && !f.besidePerson(i)
	return alone || f.streetBefore(i) || f.orgBefore(i) || f.shortBefore(i) || f.houseBehind(i+n) ||
		f.adjective(i+n-1) ||
		f.isStreet(i, n) || f.historic(i, n) || n == 1 && genitiveLike(t.low) && f.is(i-1, toward) ||
		n > 1 && f.is(i-1, toward) && f.tokens[i-1].low != "с" &&
			endsWith(f.tokens[i+n-1].low, []string{"а", "я", "ой", "го"})
}

// possessions stand behind adjectives like surnames: «Ильин день», «Сизифов труд».
var possessions = wordSet("день дня дню днем труд труда суд суда хутор лог пруд бор яр ключ луг стан городок крест")

// capitalsBefore is where the capitalised words begin that word i follows.
func (f *finder) capitalsBefore(i int) int {
	for least := i - longestName; i > least && f.near(i) && f.tokens[i-1].capital && f.tokens[i-1].kind == word &&
		f.tokens[i-1].letters > 1 && !f.opens(i-1); {
		i--
	}
	return i
}

// streetWord reports a word that may be a street's name.
func (f *finder) streetWord(k int) bool {
	return k >= 0 && k < len(f.tokens) && f.tokens[k].kind == word && f.tokens[k].capital &&
		(genitiveLike(f.tokens[k].low) || f.tokens[k].facts&(famous|noun) != 0)
}

// besidePerson reports a name found beside word i.
func (f *finder) besidePerson(i int) bool {
	return i > 0 && f.tokens[i-1].person || i+1 < len(f.tokens) && f.tokens[i+1].person
}
