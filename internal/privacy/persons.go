package privacy

import (
	"strings"
	"unicode/utf8"
)

// persons finds names: full ones, with a patronymic or with initials, in any case and in any letters, and single ones
// that a word before them tells to be a person's.
func (f *finder) persons() {
	for i := 0; i < len(f.tokens); i++ {
		if f.tokens[i].kind != word {
			continue
		}
		if n := f.person(i); n > 0 {
			f.claimTokens(i, i+n-1, name)
			i = f.others(i + n - 1)
		}
	}
	f.recognise()
	f.pairs()
	f.surnamesToldOf()
	f.again()
	f.shortened()
}

// others claims the names that stand with one in a row, «Савелий, Ульяна и Платон», «Лыков (Бубнов)», from the last
// token of the first on; it returns the last token of the last.
func (f *finder) others(last int) int {
	t := f.tokens
	for last+2 < len(t) {
		link, next := &t[last+1], &t[last+2]
		if link.line || next.kind != word || next.line || !next.capital ||
			!(link.kind == mark && (link.sign == ',' || link.sign == '(') || link.low == "и") {
			return last
		}
		given := next.facts&first != 0 && next.facts&common == 0 && (next.facts&nominative != 0 ||
			t[last].facts&first != 0 && t[last].facts&nominative == 0)
		if !given && !(next.family() && !genitiveLike(next.low) || next.family() &&
			strings.HasSuffix(next.low, "а") && next.facts&(famous|noun|placename) == 0) || f.houseBehind(last+3) ||
			f.adjective(last+2) || f.person(last+2) > 1 {
			return last
		}
		last += 2
		f.claimTokens(last, last, name)
	}
	return last
}

// person measures, in tokens, the name that begins with word i; 0 if none does.
func (f *finder) person(i int) int {
	t := &f.tokens[i]
	if ordinalMan(t.low) { // «Восьмое Марта»
		return 0
	}
	if f.besideKin(i) {
		return 1
	}
	if t.facts&common != 0 && t.facts&(first|familySure|eastern) == 0 && t.letters > 1 {
		return 0
	}
	n := f.named(i)
	if n == 0 {
		if n = max(f.clanName(i), f.particled(i), f.row(i)); n == 0 {
			n = f.fullName(i)
		}
		if n == 0 {
			n = f.withInitials(i)
		}
		if n > 0 && (f.streetBefore(i) || f.isStreet(i, n) || f.near(i+n) &&
			strings.HasPrefix(f.tokens[i+n].low, "урам") || f.historic(i, n)) {
			return 0
		}
	}
	if n == 0 {
		n = f.alone(i)
	}
	// Иваныч, ИванИванович
	if n == 0 && t.capital && (familiar(t) || t.inner && patronymic(t)) && !f.streetBefore(i) && !f.orgBefore(i) {
		n = 1
	}
	if n > 0 {
		n = f.withTail(i, n)
	}
	return n
}

// near reports whether token i is a word that follows the token before with nothing but blanks between.
func (f *finder) near(i int) bool {
	return i > 0 && i < len(f.tokens) && f.tokens[i].kind == word && f.tokens[i].space && !f.tokens[i].line
}

// given reports a first name that is meant as one: common words need a capital that no sentence explains.
func (t *token) given() bool {
	return t.facts&first != 0 && (t.facts&(everyday|ordinary) == 0 || t.capital)
}

func (f *finder) fullName(i int) int {
	t := f.tokens
	p := &t[i]
	if !f.near(i + 1) {
		return 0
	}
	next := &t[i+1]
	third := func() *token {
		if f.near(i + 2) {
			return &t[i+2]
		}
		return &token{}
	}
	switch {
	case f.smallFullName(i):
		return 3
	// Иван Иванович [Петров]
	case patronymic(next) && (p.facts&first != 0 || p.letters > 1 && (p.capital && next.capital &&
		p.facts&(common|street|role|kin) == 0 || short(p))):
		// Петров Иван Иванович begins one word earlier; here the given name stands first.
		last := third()
		if last.kind == word && last.letters > 1 && (surnameLike(last) && (last.capital ||
			(last.facts&familySure != 0 || last.smallFamily()) && !p.capital) ||
			last.capital && !last.upper && last.facts&(common|street|role|unit) == 0 && last.letters > 2 &&
				last.facts&first == 0) {
			return 3
		}
		return 2
	case f.smallSigned(i):
		return 2
	case f.smallPair(i):
		if last := third(); last.kind == word && patronymic(last) {
			return 3
		}
		return 2
	// Петров Иван [Иванович]
	case next.facts&first != 0 && (surnameLike(p) || p.capital && p.letters > 1 &&
		p.facts&(common|first|street|role|kin|called|cuephone) == 0 && !verbal(p.low) && f.near(i+2) &&
		patronymic(&t[i+2])):
		if last := third(); last.kind == word && patronymic(last) {
			return 3
		}
		if p.capital && next.capital && p.upper == next.upper && (p.facts&first == 0 || p.facts&familySure != 0) {
			return 2
		}
		if !p.capital && !next.capital && next.given() && next.facts&everyday == 0 && p.facts&first == 0 &&
			strongSurname(p) && agree(next, p) {
			return 2
		}
		return 0
	// Петров Имя-не-из-списка Иванович
	case p.capital && next.capital && (surnameLike(p) || (p.unknown() || p.facts&eastern != 0) &&
		next.facts&^nameFacts == 0) && next.facts&common == 0 && f.near(i+2) && patronymic(&t[i+2]) && t[i+2].capital:
		return 3
	case p.facts&first != 0 && p.capital && next.low == "ли" && next.capital && !next.upper:
		return 2
	// Иван Петров, Иван Мороз
	case p.facts&first != 0 && p.capital && next.capital && next.facts&(common|street|role) == 0 &&
		next.letters > 1 && cyrillic(next):
		if p.facts&car != 0 && !next.family() { // a make: Лада Веста
			return 0
		}
		if p.facts&everyday != 0 && p.facts&(male|nominative) == male|nominative && strings.HasSuffix(next.low, "ого") {
			return 0 // «Роман Толстого»
		}
		if next.facts&first != 0 && next.facts&familySure == 0 && ((p.facts|next.facts)&nominative != 0 || f.opens(i)) {
			return 0
		}
		if f.adjective(i + 1) {
			return 0
		}
		if surnameLike(next) || !p.upper && !next.upper && next.letters > 2 && next.facts&(place|unit|month) == 0 &&
			!verbal(next.low) || next.letters == 2 && next.low == "ли" {
			return 2
		}
	// ГРЕЧКИН юрий, юрий Гречкин
	case p.capital && !next.capital && next.smallGiven() && next.facts&nominative != 0 && onSurname(p.low) &&
		p.family() && agree(next, p),
		!p.capital && next.capital && p.smallGiven() && p.facts&nominative != 0 && next.family() && agree(p, next) &&
			!f.houseBehind(i+2):
		if last := third(); last.kind == word && patronymic(last) {
			return 3
		}
		return 2
	// иван петров
	case p.facts&first != 0 && p.facts&everyday == 0 && !p.capital && !next.capital && strongSurname(next) &&
		agree(p, next):
		return 2
	case f.easternName(i) > 0:
		return f.easternName(i)
	// Туйаара Аммосова, Ишмуратов Юлай
	case p.capital && next.capital && p.upper == next.upper && f.foreignPair(i):
		return 2
	// Беридзе Гела, Гела Беридзе
	case p.capital && next.capital && next.letters > 1 && p.letters > 1 && (southern(next) &&
		p.facts&(common|role|street) == 0 || southern(p) && next.facts&common == 0):
		return 2
	}
	return 0
}

// easternName measures «Нгуен Тхи Лан», «Ким Сон Ир»: a surname and one or two short words that no list explains.
func (f *finder) easternName(i int) int {
	p := &f.tokens[i]
	if !p.capital || p.upper || p.facts&eastern == 0 {
		return 0
	}
	n := 1
	for n < 4 && f.near(i+n) {
		next := &f.tokens[i+n]
		if !next.written() || next.upper || next.letters < 2 || next.letters > 6 ||
			next.facts&^nameFacts != 0 && (next.letters > 3 || next.facts&^(nameFacts|ordinary) != 0) {
			break
		}
		n++
	}
	if n == 1 {
		return 0
	}
	return n
}

// foreignPair reports a surname beside a word that no list explains, or a first name behind such a word.
func (f *finder) foreignPair(i int) bool {
	p, next := &f.tokens[i], &f.tokens[i+1]
	switch {
	case next.facts&first != 0 && next.facts&noun == 0 && p.facts&first == 0 && (p.unknown() || f.oddSurname(i)):
		// «Миллиардер Илон Маск» is a name from its second word on
		more := f.near(i+2) && f.tokens[i+2].capital && (f.tokens[i+2].family() || f.tokens[i+2].unknown())
		return !more && (next.facts&nominative != 0 || !f.opens(i) || sameEnd(p.low, next.low))
	case p.upper:
		return next.upper && (p.facts&first != 0 && p.facts&(everyday|ordinary) == 0 && next.shouted() ||
			next.facts&first != 0 && next.facts&(everyday|ordinary) == 0 && p.shouted())
	case p.written() && p.facts&^nameFacts == 0 && next.family() && onBase(next.low):
		return true // a verb would ask for another case than «Хабибуллин»
	case p.unknown() && next.family():
		return !(genitiveLike(next.low) && f.houseBehind(i+2)) && next.facts&(famous|noun) == 0
	case p.unknown() && next.unknown():
		return f.sentence(i) && !f.orgBefore(i)
	case p.family() && next.unknown():
		return !f.houseBehind(i+2) && p.facts&(famous|noun) == 0 &&
			!endsWith(p.low, []string{"ой", "у", "е", "ым", "ых"}) && !endsWith(p.low, pluralEnds)
	}
	return false
}

// sameEnd reports that two words end with the same letter, as a surname and a first name in one case may.
func sameEnd(a, b string) bool {
	x, _ := utf8.DecodeLastRuneInString(a)
	y, _ := utf8.DecodeLastRuneInString(b)
	return x == y
}

// oddSurname reports a surname that is also a word, «ребёнку Сорока Андрею»: its capital is explained by no beginning
// of a sentence. A surname on -ово may begin one.
func (f *finder) oddSurname(i int) bool {
	p := &f.tokens[i]
	if !p.written() || p.upper || p.latin || p.letters < 3 || respectful(p.low) || townEnding(p.low) {
		return false
	}
	const told = common | role | relative | kin | street | org | possessive | intro | thanks | honorific | place | month |
		town | host | cuehandle | called | who
	if p.facts&told != 0 {
		return false
	}
	return !f.opens(i) || p.facts&^nameFacts == 0 && p.letters > 4 && !verbal(p.low)
}

// respectful reports forms of address, which people write with a capital anywhere.
func respectful(low string) bool {
	for _, head := range [...]string{"уважаем", "дорог", "мил", "многоуважаем", "любим", "добр", "господ"} {
		if strings.HasPrefix(low, head) {
			return true
		}
	}
	return false
}

// short are first names that are only used before a patronymic.
func short(t *token) bool {
	return t.low == "пал" || t.low == "сан" || t.low == "марь" || t.low == "алексан"
}

// strongSurname is a surname that may be taken for one without a capital.
func strongSurname(t *token) bool {
	if t.facts&(common|street|role|place|unit) != 0 {
		return false
	}
	if t.facts&familySure != 0 {
		return true
	}
	for _, e := range [...]string{"", "а", "у", "ым", "е"} { // «трудовой» is an adjective
		if base, ok := strings.CutSuffix(t.low, e); ok && (strings.HasSuffix(base, "ов") ||
			strings.HasSuffix(base, "ев")) && t.letters > 4 {
			return true
		}
	}
	return t.facts == 0 && t.letters > 5 &&
		endsWith(t.low, []string{"вич", "енко", "чук", "швили", "дзе", "ян", "ин", "ина", "ский", "ская"})
}

// verbal reports words that end as verbs and adverbs do, which people write with a capital behind a name.
func verbal(low string) bool {
	for _, e := range [...]string{"ть", "те", "ться", "тся", "ите", "ешь", "ишь", "ете", "ают", "уют", "ние", "ния",
		"нию", "нии", "ция", "ции", "цию", "ость", "ости", "ство", "ства", "ству", "ьте", "йте"} {
		if strings.HasSuffix(low, e) {
			return true
		}
	}
	return false
}

// named measures a name that the words before it tell to be one: «меня зовут», «с уважением», «врач», «тётя»,
// «фамилия».
func (f *finder) named(i int) int {
	t := f.tokens
	p := &t[i]
	if p.letters < 2 || i == 0 || p.line {
		return 0
	}
	k := i - 1
	for k > 0 && k > i-3 && t[k].kind == mark && strings.ContainsRune(":,-.", t[k].sign) && !t[k].line {
		if t[k].sign == ',' || t[k].sign == '.' { // only behind «с уважением», «гр.» and «с ув.»
			if b := &t[k-1]; b.kind != word || b.facts&thanks == 0 && b.low != "гр" && b.low != "зам" {
				return 0
			}
		}
		k--
	}
	cue := &t[k]
	if cue.kind != word {
		return 0
	}
	signs := k < i-1
	sure := surnameLike(p) && p.facts&common == 0
	switch {
	case cue.facts&called != 0 || cue.facts&who != 0 && k > 0 && t[k-1].facts&called != 0:
		if cue.facts&who == 0 && (k == 0 || t[k-1].facts&who == 0) && !p.capital {
			return 0
		}
		if (p.facts&first != 0 || p.capital || sure) && (p.facts&(common|who) == 0 || p.capital && p.facts&first != 0) {
			return f.several(i)
		}
	case cue.facts&thanks != 0:
		if f.near(i+1) && p.capital && t[i+1].capital && t[i+1].facts&(first|nominative) == first|nominative &&
			t[i+1].facts&everyday == 0 && f.pauses(i+2) {
			return 2
		}
		if p.capital && (p.facts&first != 0 || sure || p.unknown() && f.pauses(i+1) || p.shouted() &&
			(f.pauses(i+1) || f.near(i+1) && f.pauses(i+2))) ||
			p.smallGiven() && p.facts&nominative != 0 && f.pauses(i+1) {
			return f.several(i)
		}
	case cue.low == "семья" || cue.low == "семьи" || cue.low == "семье" || cue.low == "семью":
		if p.capital && sure && !p.upper || p.smallFamily() && strings.HasSuffix(p.low, "ых") {
			return 1
		}
	case cue.low == "фио":
		if p.facts&common == 0 && (p.capital || sure || p.facts&first != 0) {
			return f.several(i)
		}
	case strings.HasPrefix(cue.low, "фамили"):
		if p.facts&(common|roletail|who) == 0 && (p.capital && p.letters > 2 || p.facts&familySure != 0 ||
			p.facts == 0 && p.letters > 3 && f.possessed(k)) {
			return f.several(i)
		}
	case cue.low == "имя" && p.given() && p.capital:
		return f.several(i)
	case cue.facts&kin != 0 && !signs && !(cue.capital && f.orgBefore(k)) && p.given() && p.facts&common == 0 &&
		!f.streetBefore(i):
		if p.capital || p.facts&everyday == 0 {
			return f.several(i)
		}
	}
	if p.facts&(common|role|street) != 0 || !sure && p.facts&first == 0 || signs && cue.low != "гр" &&
		t[k].facts&role == 0 {
		return 0
	}
	if !f.roleBefore(i) || f.houseBehind(i+1) && t[i-1].facts&role == 0 || f.adjective(i) || f.near(i+1) &&
		t[i+1].facts&place != 0 || f.streetBefore(i) {
		return 0
	}
	if n := f.fullName(i); n > 0 {
		return f.withTail(i, n)
	}
	if p.facts&first != 0 && p.facts&familySure == 0 && (!p.capital || p.facts&everyday != 0) {
		return 0
	}
	if !p.capital && p.facts&familySure == 0 && !smallBehindPart(&t[i-1], p) {
		return 0
	}
	n := 1
	if tokens, count, _ := f.initials(i + 1); count > 0 && t[i+1].space {
		n += tokens
	} else if f.near(i+1) && p.family() && t[i+1].unknown() {
		n++ // «соседу Захарченко Жасуру»
	}
	return n
}

// possessed reports «моя» or «девичья» before token k.
func (f *finder) possessed(k int) bool {
	return k > 0 && f.tokens[k-1].kind == word && f.tokens[k-1].facts&(possessive|maiden) != 0
}

// several measures a name of up to three words from i on.
func (f *finder) several(i int) int {
	if n := f.fullName(i); n > 0 {
		return f.withTail(i, n)
	}
	if n := f.withInitials(i); n > 0 {
		return n
	}
	t := f.tokens
	n := 1
	for n < 3 && f.near(i+n) {
		next := &t[i+n]
		if next.facts&(common|cuephone|street|role) != 0 || next.letters < 2 || next.upper != t[i].upper && next.upper {
			break
		}
		if n == 1 && !t[i].capital && !next.capital && t[i].facts&first != 0 && next.facts&^nameFacts == 0 &&
			next.letters > 2 && !endsWith(next.low, wordEnds) && !verbal(next.low) {
			n++
			continue
		}
		if t[i].upper && next.upper && (t[i].facts&first != 0 || next.facts&first != 0) && (next.shouted() ||
			t[i].shouted()) {
			n++
			continue
		}
		if !(next.capital && t[i].capital && !next.upper && !verbal(next.low)) && !patronymic(next) &&
			!strongSurname(next) && !next.given() {
			break
		}
		n++
	}
	return n
}

// roleBefore reports a part such as «врач» or «начальник РЭС» before token i, which makes a surname there a person's.
func (f *finder) roleBefore(i int) bool {
	p, far := &f.tokens[i], false
	for k := i - 1; k >= 0 && k >= i-5; k-- {
		t := &f.tokens[k]
		if f.tokens[k+1].line {
			return false
		}
		if t.kind == mark && (t.sign == '.' && k > 0 && (f.tokens[k-1].low == "гр" || f.tokens[k-1].low == "зам" ||
			f.tokens[k-1].low == "о") || t.sign == ':' || t.sign == '-') {
			continue
		}
		if t.kind != word {
			return false
		}
		if t.facts&role != 0 && far && endsWith(p.low, []string{"ской", "ского", "цкой", "цкого"}) {
			return false // «директор МОУ Энской СОШ»
		}
		if t.facts&role != 0 {
			// «начальник Энского»: behind a nominative the genitive of an adjective is a district's
			if strings.HasSuffix(p.low, "ского") || strings.HasSuffix(p.low, "цкого") {
				return t.facts&cityhead == 0 && (strings.HasSuffix(t.low, "а") || strings.HasSuffix(t.low, "я") ||
					strings.HasSuffix(t.low, "го"))
			}
			// «глава Саратова»: heads of towns and regions have the town's name behind them
			return t.facts&cityhead == 0 || p.facts&placename == 0 && (p.facts&familySure != 0 ||
				!strings.HasSuffix(p.low, "ва"))
		}
		office := t.abbreviated() && !p.upper
		far = far || office
		if t.facts&roletail == 0 && !office || t.low == "по" && k == i-1 {
			return false
		}
	}
	return false
}
