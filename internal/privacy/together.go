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
		was := f.tokens[k]
		was.kind = word
		t := &was
		if t.letters < 4 || t.facts&(everyday|eastern) != 0 || patronymic(t) ||
			n > 1 && t.facts&first != 0 && t.facts&familySure == 0 { // a first name alone stays
			continue
		}
		if t.facts&^nameFacts == 0 && (t.family() || n > 1 && t.unknown() || t.smallFamily() || t.facts&first != 0) ||
			n > 1 && t.facts&^(nameFacts|town|placename) == 0 && onSurname(t.low) {
			r[nameStem(t.low)] = r[nameStem(t.low)] || !t.capital
		}
	}
}

var adjectiveEnds = strings.Fields("ий ого ому им ом ая ой ую ие их ими")

// nameStem is a word without the ending of its case.
func nameStem(low string) string {
	for _, e := range adjectiveEnds {
		if base, ok := strings.CutSuffix(low, e); ok && strings.HasSuffix(base, "к") {
			return base + "ий"
		}
	}
	for _, e := range [...]string{"ыми", "ого", "ому", "ими", "ым", "ой", "ою", "ей", "ых", "их", "ем", "ом", "им",
		"ый", "ий", "ая",
		"ую", "а", "я", "у", "ю", "ы", "и", "е", "й", "ь"} {
		if base, ok := strings.CutSuffix(low, e); ok && utf8.RuneCountInString(base) > 2 {
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
		for ; i+n < len(f.tokens) && f.tokens[i+n].person && f.tokens[i+n].low != ""; n++ {
		}
		names.note(f, i, n)
		i += n
	}
	if len(names) == 0 {
		return
	}
	for i := range f.tokens {
		t := &f.tokens[i]
		if t.kind != word || t.letters < 4 || t.facts&^(nameFacts|town|placename) != 0 {
			continue
		}
		small, found := names[nameStem(t.low)]
		if !found || !t.capital && !small || t.facts&(town|placename) != 0 && f.is(i-1, preposition) ||
			strings.HasSuffix(nameStem(t.low), "кий") && f.near(i+1) && !f.tokens[i+1].capital &&
				f.is(i+1, ordinary|org|place) ||
			f.shortBefore(i) || f.streetBefore(i) || f.houseBehind(i+1) || f.adjective(i) || f.orgBefore(i) {
			continue
		}
		f.claimTokens(i, i, name)
	}
}

// clanName measures «Гасан Ибрагим оглы Алиев» and «Жанибек уулу Эрлан»: up to three names, the word for a son or a
// daughter, and what stands behind it.
func (f *finder) clanName(i int) int {
	n := 0
	for n < 4 && (n == 0 || f.near(i+n)) && f.called(i+n, n == 0) {
		n++
	}
	if n == 0 || !f.near(i+n) || !f.tokens[i].capital && f.tokens[i].facts&(first|familySure) == 0 ||
		f.tokens[i+n].facts&clan == 0 && !clanned(f.tokens[i+n].low) {
		return 0
	}
	n++
	for last := n + 2; n < last && f.near(i+n) && f.tokens[i+n].capital == f.tokens[i].capital &&
		f.called(i+n, false); {
		n++
	}
	return n
}

// called reports a word that may stand in a name beside «оглы»; the first of a sentence has its capital for nothing.
func (f *finder) called(i int, opens bool) bool {
	t := &f.tokens[i]
	if t.kind != word || t.letters < 3 || t.facts&(common|role|street|org|town|relative|called|intro) != 0 {
		return false
	}
	if t.facts&(first|familySure) != 0 {
		return true
	}
	return t.facts&^nameFacts == 0 && (t.capital && !(opens && verbal(t.low)) || onSurname(t.low))
}

// particles stand between a first name and a surname.
var particles = wordSet("фон де ван бен ибн аль эль дель да ди ла ле дер")

// ofAdjective reports «от Анны Лесной»: behind such prepositions nobody means a street.
func (f *finder) ofAdjective(i int) bool {
	if i == 0 || !f.near(i+1) {
		return false
	}
	b, t, next := &f.tokens[i-1], &f.tokens[i], &f.tokens[i+1]
	return (b.low == "от" || b.low == "у" || b.low == "для") && t.facts&first != 0 && t.facts&everyday == 0 && t.capital &&
		next.written() && !next.upper && next.facts&(org|role|relative) == 0 &&
		endsWith(next.low, []string{"ой", "ого", "ей", "его"})
}

// townsman reports a surname that is a town's name before a first name, and nothing else in the phrase: «Кашира Пётр».
func (f *finder) townsman(i int) bool {
	if !f.near(i+1) || !f.opens(i) || !f.pauses(i+2) {
		return false
	}
	t, next := &f.tokens[i], &f.tokens[i+1]
	return t.facts&town != 0 && t.written() && !t.upper && next.written() && next.facts&(first|nominative) == first|nominative &&
		next.facts&(everyday|ordinary|town|noun) == 0
}

// particled measures «Анна фон Дитрих» and «де Кастро Мария».
func (f *finder) particled(i int) int {
	t := f.tokens
	if f.ofAdjective(i) || f.townsman(i) {
		return 2
	}
	if !f.near(i+1) || !f.near(i+2) || !t[i+2].capital {
		return 0
	}
	switch {
	case t[i].facts&first != 0 && t[i].capital && particles[t[i+1].low] && t[i+2].facts&(common|street|role) == 0:
		return 3
	case particles[t[i].low] && t[i+1].capital && t[i+2].facts&first != 0 && t[i+1].facts&(common|town) == 0:
		return 3
	}
	return 0
}

// paired reports a surname or a first name before «и» or a comma and a name found already: «Лыков и Бубнов»,
// «Ольга и Сергей Лыковы», «Захар, Эмилия, Тая».
func (f *finder) paired(i int) bool {
	t := &f.tokens[i]
	if t.kind != word || !t.written() || t.letters < 3 || i+2 >= len(f.tokens) || f.streetBefore(i) || f.orgBefore(i) {
		return false
	}
	link, next := &f.tokens[i+1], &f.tokens[i+2]
	if link.line || next.line || link.low != "и" && link.low != "с" && link.low != "со" && link.sign != ',' ||
		next.kind != taken || !next.person {
		return false
	}
	given := t.facts&first != 0 && t.facts&(common|street|noun|town) == 0 && (t.facts&everyday == 0 || link.sign != ',')
	return given && (link.sign != ',' || !f.opens(i) || f.inRow(i+2)) || link.sign != ',' && t.family() &&
		!genitiveLike(t.low) && t.facts&(famous|noun) == 0
}

// inRow reports another comma behind the name found at token k: a row of names.
func (f *finder) inRow(k int) bool {
	for k < len(f.tokens) && f.tokens[k].kind == taken {
		k++
	}
	return k < len(f.tokens) && (f.tokens[k].sign == ',' || f.tokens[k].low == "и")
}

// beside reports a first name, or a word that may be a surname, with nothing but a blank before a name found already:
// «жалоба Семёна Кочедыкова», «от Пустовит А-ны».
func (f *finder) beside(i int) bool {
	t := &f.tokens[i]
	if i+1 >= len(f.tokens) || t.kind != word || !t.written() || t.letters < 3 || !f.tokens[i+1].person ||
		f.tokens[i+1].line ||
		!f.tokens[i+1].space || t.facts&(common|street|town|org|role|car) != 0 || f.streetBefore(i) || f.orgBefore(i) {
		return false
	}
	return t.facts&first != 0 && (t.facts&(everyday|ordinary) == 0 || !f.opens(i)) ||
		!f.opens(i) && !t.upper && (t.unknown() || t.family() && t.facts&(famous|noun) == 0)
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
	n, odd := 0, 0
	for k := i; k < min(len(f.tokens), i+4*longestName); k += 2 {
		t := &f.tokens[k]
		if t.kind != word || k > i && t.line || !t.capital || t.facts&(common|street|noun|town) != 0 {
			break
		}
		if t.facts&first == 0 || t.facts&nominative == 0 {
			if odd++; n < 2 || odd > 1 || !t.unknown() {
				break
			}
		}
		n++
		if k+1 >= len(f.tokens) || f.tokens[k+1].sign != ',' && f.tokens[k+1].low != "и" {
			break
		}
	}
	if n < 2 || n == 2 && f.tokens[i+1].low != "и" && !f.children(i) || f.streetBefore(i) || f.orgBefore(i) &&
		f.tokens[i-1].sign != ':' ||
		f.tokens[i].facts&everyday != 0 && f.opens(i) && !f.children(i) {
		return 0
	}
	return 2*n - 1
}

// children reports words for children or relatives up to four tokens before word i.
func (f *finder) children(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4 && !f.tokens[k+1].line; k-- {
		if f.is(k, relative) || f.tokens[k].low == "детей" || f.tokens[k].low == "дети" {
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
		t := &f.tokens[i]
		if !t.person || t.low == "" || t.letters < 3 {
			continue
		}
		first, last := i, i
		for first > max(0, i-longestName) && f.tokens[first-1].person {
			first--
		}
		for last+1 < min(len(f.tokens), i+longestName) && f.tokens[last+1].person {
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

// shortName measures an initial or a name of up to four letters with its full stop at token k.
func (f *finder) shortName(k int) int {
	if k < 0 || k >= len(f.tokens) || f.tokens[k].kind != word || !f.tokens[k].capital || f.tokens[k].letters > 4 ||
		!cyrillic(&f.tokens[k]) {
		return 0
	}
	stop := k+1 < len(f.tokens) && f.tokens[k+1].sign == '.' && !f.tokens[k+1].space
	switch {
	case f.tokens[k].letters == 1 && stop, f.tokens[k].facts == 0 && !f.tokens[k].upper && stop:
		return 2
	case f.tokens[k].letters == 1:
		return 1
	}
	return 0
}

// shortBefores is where up to two shortened names before token i begin.
func (f *finder) shortBefores(i int) int {
	from := i
	for range 2 {
		k := from - 1
		if k > 0 && f.tokens[k].sign == '-' && f.tokens[k-1].sign == '.' {
			k--
		}
		if k > 0 && f.tokens[k].sign == '.' {
			k--
		}
		n := f.shortName(k)
		if n < 2 || f.tokens[from].line || k+n < from && f.tokens[k+n].sign != '-' || f.placeShort(k, n) {
			break
		}
		from = k
	}
	return from
}

// placeShort reports a single letter that may shorten a place: «Г. Лыков».
func (f *finder) placeShort(k, n int) bool {
	return f.tokens[k].letters > 1 && f.is(k-1, street) || n == 1 && f.is(k-1, street|place)
}

// shortBehind measures up to two shortened names from token k on, behind a blank, a comma or a full stop.
func (f *finder) shortBehind(k int) int {
	from := k
	if k < len(f.tokens) && (f.tokens[k].sign == ',' || f.tokens[k].sign == '.') {
		k++
	}
	own := k > from && f.tokens[from].sign == '.' && f.tokens[from-1].letters < 5 // the stop of a shortened name
	if n := f.smallLetters(k); n == 4 && k == from && f.tokens[k].space {
		return n
	}
	n, count := 0, 0
	for count < 2 {
		m := f.shortName(k + n)
		if m < 2 || f.tokens[k+n].line {
			break
		}
		n += m
		count++
	}
	if count == 0 || k > from && count < 2 && !own || count == 1 && !f.phraseEnds(k+n) {
		return 0
	}
	return k - from + n
}
