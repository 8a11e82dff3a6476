package privacy

import (
	"strings"
)

// flatNumber finds the number of a flat: behind its word, before it, or behind the house of a named street.
func (f *finder) flatNumber(i int) bool {
	if len(f.tokens[i].low) > 4 {
		return false
	}
	return f.flatBehindWord(i) || f.flatBeforeWord(i) || f.flatBehindHouse(i) || f.flatBehindSlash(i) || f.gardenPlot(i)
}

// flatBehindWord reads «кв. 45», «квартира № 45а», «кв. 29, 30».
func (f *finder) flatBehindWord(i int) bool {
	k := i - 1
	for k >= 0 && k >= i-4 && !f.tokens[k+1].line && (f.tokens[k].kind == mark &&
		strings.ContainsRune(".№:-#", f.tokens[k].sign) ||
		f.tokens[k].kind == word && f.tokens[k].facts&split != 0) {
		k--
	}
	if k < 0 || f.tokens[k+1].line || f.tokens[k].kind != word {
		return false
	}
	start, w := k, &f.tokens[k]
	switch {
	case w.facts&(cueflat|cueroom) != 0:
	case w.low == "к" && f.roomBehindHouse(k, i):
	case w.low == "в" && k >= 2 && f.tokens[k-1].sign == '.' && f.tokens[k-2].low == "к": // к.в
		start = k - 2
	default:
		return false
	}
	if k > 0 && f.tokens[k-1].kind == number && w.low == "кв" && f.tokens[k].space && f.counted(i) {
		return false
	}
	end := f.withLetter(i)
	if n := f.after(end); n != nil && n.kind == mark && (n.sign == '/' || n.sign == '-') && !n.space &&
		end+2 < len(f.tokens) && f.tokens[end+2].kind == number && !f.tokens[end+2].space {
		if n.sign == '-' { // «14-15 градусов»
			if f.counted(end + 2) {
				return false
			}
			if w.low == "квартирах" {
				return false
			}
		}
		end += 2
	}
	if f.counted(end) || f.moreDigits(end) {
		return false
	}
	f.claimTokens(start, end, flat)
	// «кв. 29, 30», «квартиры 27 и 28»
	for m := end + 2; m < len(f.tokens) && f.tokens[m].kind == number && len(f.tokens[m].low) <= 4 &&
		!f.tokens[m].line; m += 2 {
		between, last := &f.tokens[m-1], f.withLetter(m)
		if !(between.sign == ',' && between.kind == mark || between.low == "и") || f.counted(last) ||
			f.moreDigits(last) || f.houseWord(last) {
			break
		}
		f.claimTokens(m, last, flat)
		m = last
	}
	return true
}

// flatBehindSlash reads «Садовая 15/42» where «квартира» behind explains it: else it is a house at a corner.
func (f *finder) flatBehindSlash(i int) bool {
	if i < 3 || f.tokens[i-1].sign != '/' || f.tokens[i].space || f.tokens[i-2].kind != number ||
		f.tokens[i-3].kind != word {
		return false
	}
	for k := i + 1; k < len(f.tokens) && k <= i+5 && !f.tokens[k].line; k++ {
		if f.tokens[k].kind == number || f.tokens[k].kind == mark && f.tokens[k].sign == '.' {
			return false
		}
		if f.tokens[k].kind == word && f.tokens[k].facts&cueflat != 0 {
			if n := f.after(k); n != nil && (n.kind != word || n.facts&split != 0) && n.sign != ',' && n.sign != '!' {
				return false // it has a number of its own
			}
			f.claimTokens(i, i, flat)
			return true
		}
	}
	return false
}

// leastPlot is the number from which a plot of a garden society tells a household; smaller ones are read as its
// sections.
const leastPlot = 10

// gardenPlot reads «СНТ Ромашка, участок 142».
func (f *finder) gardenPlot(i int) bool {
	k := i - 1
	for k >= 0 && f.tokens[k].kind == mark && strings.ContainsRune("№.", f.tokens[k].sign) {
		k--
	}
	if k < 1 || f.tokens[k].kind != word || !strings.HasPrefix(f.tokens[k].low, "участ") &&
		f.tokens[k].low != "уч" || atoi(f.tokens[i].low) < leastPlot {
		return false
	}
	for n := k - 1; n >= 0 && n >= k-5; n-- {
		switch f.tokens[n].low {
		case "снт", "днт", "тсн", "сот", "садоводство", "садоводстве", "садоводческое", "днп", "кс":
			f.claimTokens(i, i, flat)
			return true
		}
	}
	return false
}

// leastRoom is the number from which «к.» behind a house is a flat: buildings of one house are fewer.
const leastRoom = 10

// roomBehindHouse reads «д. 4, к. 17», with «к» at token k and the number at token i.
func (f *finder) roomBehindHouse(k, i int) bool {
	t := f.tokens
	if t[k].capital || atoi(t[i].low) < leastRoom || k+1 == i && f.after(i) != nil && f.after(i).kind == word {
		return false
	}
	h := k - 1
	if h >= 0 && t[h].kind == mark && t[h].sign == ',' {
		h--
	}
	return h > 0 && (t[h].kind == number || t[h].kind == word && t[h].letters == 1 && t[h-1].kind == number) &&
		!t[k].line
}

// ordinals are the beginnings of those of the feminine that number flats.
var ordinals = strings.Fields(`перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат
	шестнадцат семнадцат восемнадцат девятнадцат двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност сот
	двухсот трехсот`)

// ordinal reports «семнадцатой», «третьей», «сороковая».
func ordinal(low string) bool {
	for _, e := range [...]string{"ой", "ая", "ую", "ья", "ьей", "ью", "ою"} {
		if base, ok := strings.CutSuffix(low, e); ok && endsWith(base, ordinals) {
			return base != "перв" && base != "втор" || e == "ой"
		}
	}
	return false
}

// flatsInWords finds «квартира сорок два», «кв. семнадцать» and «в сорок второй квартире».
func (f *finder) flatsInWords() {
	for k := range f.tokens {
		t := &f.tokens[k]
		if t.kind == word && t.facts&(cueflat|cueroom) != 0 && !(strings.HasPrefix(t.low, "к") && f.spelledBefore(k)) {
			f.spelledBehind(k)
		}
	}
}

// spelledBefore claims «сорок второй квартире» with the flat's word at token k.
func (f *finder) spelledBefore(k int) bool {
	if !f.near(k) || !ordinal(f.tokens[k-1].low) || f.tokens[k-1].kind != word {
		return false
	}
	from := k - 1
	for n := 0; n < 2 && f.near(from) && f.tokens[from-1].kind == word && spokenValue(f.tokens[from-1].low) >= 20; n++ {
		from--
	}
	f.claimTokens(from, k, flat)
	return true
}

// spelledBehind claims «квартира номер сорок два» with the flat's word at token k.
func (f *finder) spelledBehind(k int) {
	i, said := k+1, false
	for n := 0; n < 3 && i < len(f.tokens) && !f.tokens[i].line; n, i = n+1, i+1 {
		t := &f.tokens[i]
		if t.kind == word && (t.low == "номер" || t.low == "н") || t.kind == mark && t.sign == '№' {
			said = true
		} else if t.kind != mark || !strings.ContainsRune(".:-", t.sign) {
			break
		}
	}
	if i >= len(f.tokens) || f.tokens[i].line || f.tokens[i].kind != word || f.tokens[k].low == "гараж" && !said {
		return
	}
	g, next := f.spoken(i)
	if next == 0 || len(g.digits) > 3 || f.counted(next-1) || g.digits == "0" {
		return
	}
	// «в квартире двое детей» and «пятнадцать градусов» count: a number of the flat ends its phrase
	low := f.tokens[k].low
	if n := f.after(next - 1); !said && n != nil && n.kind == word && low != "квартира" && low != "кв" &&
		low != "комната" && n.low != "нет" && n.low != "без" {
		return
	}
	if n := f.after(next - 1); !said && n != nil && n.kind == word && (strings.HasPrefix(n.low, "комнат") ||
		strings.HasPrefix(n.low, "человек") || n.facts&relative != 0) {
		return
	}
	f.claimTokens(k, next-1, flat)
}

// withLetter includes the letter of «7а» and «5-а».
func (f *finder) withLetter(i int) int {
	n := f.after(i)
	if n == nil || n.space {
		return i
	}
	if n.kind == word && n.letters == 1 {
		return i + 1
	}
	if n.kind == mark && n.sign == '-' && i+2 < len(f.tokens) && f.tokens[i+2].kind == word &&
		f.tokens[i+2].letters == 1 && !f.tokens[i+2].space {
		return i + 2
	}
	return i
}

// moreDigits reports that the number goes on behind token i: a date, a fraction, a longer number.
func (f *finder) moreDigits(i int) bool {
	n := f.after(i)
	return n != nil && n.kind == mark && !n.space && (n.sign == '.' || n.sign == ',' || n.sign == ':') &&
		i+2 < len(f.tokens) && f.tokens[i+2].kind == number && !f.tokens[i+2].space && n.sign != ','
}

func (f *finder) houseWord(i int) bool {
	n := f.after(i)
	return n != nil && n.kind == word && (strings.HasPrefix(n.low, "этаж") || strings.HasPrefix(n.low, "подъезд") ||
		n.low == "дом" || n.low == "эт")
}

// flatBeforeWord reads «из 22 квартиры», «23-й квартире», «24 кв». «35 квартир» and «45 кв. метров» are quantities.
func (f *finder) flatBeforeWord(i int) bool {
	k := i + 1
	ordinal := false
	if k+1 < len(f.tokens) && f.tokens[k].sign == '-' && f.tokens[k].kind == mark && !f.tokens[k].space &&
		f.tokens[k+1].kind == word && f.tokens[k+1].letters <= 2 {
		k++
	}
	if k < len(f.tokens) && f.tokens[k].kind == word && !f.tokens[k].space && f.tokens[k].letters <= 2 &&
		f.tokens[k].low != "кв" {
		k, ordinal = k+1, true
	}
	if k >= len(f.tokens) || f.tokens[k].line || f.tokens[k].kind != word {
		return false
	}
	if n := f.after(k); n != nil && n.sign == '.' && k+2 < len(f.tokens) && f.tokens[k+2].kind == mark &&
		f.tokens[k+2].sign == '№' {
		return false
	}
	if n := f.after(k); n != nil && !ordinal && (n.kind == number || n.kind == taken || n.kind == mark &&
		n.sign == '№') {
		return false // «Садовая 3 квартира 18»: the number of the flat comes behind
	}
	if b := f.before(i); b != nil && b.kind == mark && b.sign == '-' && !f.tokens[i].space {
		return false
	}
	b := f.before(i)
	switch f.tokens[k].low {
	case "квартира", "квартиру", "квартире", "квартирой":
		if b != nil && b.low == "на" && !ordinal {
			return false
		}
	case "квартиры":
		if !ordinal && (b == nil || b.low != "из" && b.low != "от" && b.low != "у" && b.low != "с" &&
			b.low != "со" && b.low != "возле" && b.low != "около" && b.low != "напротив") {
			return false
		}
	case "кв":
		if f.counted(k) || f.squareOrQuarter(k) || atoi(f.tokens[i].low) > 400 || b != nil && b.kind == mark &&
			b.sign == ',' && !f.tokens[i].space {
			return false
		}
	default:
		return false
	}
	f.claimTokens(i, k, flat)
	return true
}

// squareOrQuarter reports what stands behind «кв» and makes it a square metre or a quarter of a year: «кв. м», «кв.
// 2024».
func (f *finder) squareOrQuarter(k int) bool {
	n := f.after(k)
	if n == nil || n.kind != mark {
		return n != nil && n.kind != word // a label counts as the number it hides, lest the next reading differ
	}
	if n.sign == '.' {
		if n = f.after(k + 1); n != nil && n.kind == mark {
			return n.sign == ','
		}
		return n != nil && (n.kind == number || n.facts&unit != 0)
	}
	return n.sign == '/'
}

// flatBehindHouse reads «Ленина 5-17»: the number behind the dash, where a street is named before the house.
func (f *finder) flatBehindHouse(i int) bool {
	if len(f.tokens[i].low) > 4 || i < 3 {
		return false
	}
	d := i - 1
	if f.tokens[d].kind != mark || f.tokens[d].sign != '-' || f.tokens[d].line || f.tokens[i].line {
		return false
	}
	h := d - 1
	if f.tokens[h].kind == word && f.tokens[h].letters == 1 && !f.tokens[h].space && h > 0 {
		h--
	}
	if f.tokens[h].kind != number || len(f.tokens[h].low) > 3 {
		return false
	}
	if h > 2 && f.tokens[h-1].sign == '/' && !f.tokens[h].space && f.tokens[h-2].kind == number { // 7/1-55
		h -= 2
	}
	k := h - 1
	for k >= 0 && (f.tokens[k].kind == mark && (f.tokens[k].sign == '.' || f.tokens[k].sign == ',') ||
		f.tokens[k].low == "д" || f.tokens[k].low == "дом") {
		k--
	}
	if k < 0 || f.tokens[k].kind != word || f.counted(i) || f.moreDigits(i) {
		return false
	}
	if n := f.after(i); n != nil && n.kind == mark && n.sign == '-' && !n.space {
		return false
	}
	named := f.tokens[k]
	if named.facts&month != 0 && !f.streetOfDate(k) || named.facts&unit != 0 || named.letters < 3 ||
		strings.HasPrefix(named.low, "дома") {
		return false
	}
	spaced := f.tokens[i].space || f.tokens[d].space
	if f.streetNear(k) || f.streetOfDate(k) {
		f.claimTokens(i, i, flat)
		return true
	}
	if spaced || !streetLike(&named) {
		return false
	}
	f.claimTokens(i, i, flat)
	return true
}

// streetNear reports a word for a street among the three words up to token k.
func (f *finder) streetNear(k int) bool {
	words := 0
	for ; k >= 0 && words < 4; k-- {
		t := &f.tokens[k]
		switch {
		case t.kind == word && t.facts&street != 0:
			return true
		case t.kind == word:
			words++
		case t.kind != mark || t.sign != '.' && t.sign != ',':
			return false
		}
		if t.line {
			return false
		}
	}
	return false
}

// streetOfDate reports «ул. 8 Марта» with the month at token k.
func (f *finder) streetOfDate(k int) bool {
	if k < 2 || f.tokens[k].facts&month == 0 || f.tokens[k-1].kind != number {
		return false
	}
	if k -= 2; f.tokens[k].kind == mark && f.tokens[k].sign == '.' && k > 0 {
		k--
	}
	return f.tokens[k].kind == word && f.tokens[k].facts&street != 0
}

// streetLike reports a word that reads as a street's name: «Гагарина», «Садовая», «Мира».
func streetLike(t *token) bool {
	if t.facts&noun != 0 {
		return true
	}
	if !t.capital || t.facts&common != 0 {
		return false
	}
	for _, e := range [...]string{"ова", "ева", "ина", "ского", "ого", "его", "ая", "яя", "ской", "ной"} {
		if strings.HasSuffix(t.low, e) && len(t.low) > len(e)+2 {
			return true
		}
	}
	return false
}

// plateLetters are the letters of car plates: those of the alphabet that look like Latin ones (GOST R 50577).
const plateLetters = "авекмнорстух"

// plateWord reports a word of n plate letters, in either alphabet.
func plateWord(t *token, n int) bool {
	if t.kind != word || t.letters != n {
		return false
	}
	for _, r := range t.low {
		if to := lookAlike[r]; to != 0 {
			r = to
		}
		if !strings.ContainsRune(plateLetters, r) {
			return false
		}
	}
	return true
}

// carPlate finds А123ВС77 and, with a cue, the forms of taxis, trailers and motorcycles. i is its first number.
func (f *finder) carPlate(i int) bool {
	digits := f.tokens[i].low
	if n := len(digits); n < 3 || n > 6 || i+1 >= len(f.tokens) && n < 5 {
		return false
	}
	l := f.before(i)
	if l != nil && l.kind == mark && l.sign == '-' && i > 1 && !l.space && plateWord(&f.tokens[i-2], 1) {
		return f.dashedPlate(i)
	}
	if len(digits) == 3 && l != nil && plateWord(l, 1) && i+1 < len(f.tokens) && !f.tokens[i+1].line &&
		plateWord(&f.tokens[i+1], 2) && (i < 2 || l.space || f.tokens[i-2].kind != number || l.line) {
		pair := f.tokens[i+1]
		region := f.region(i + 1)
		spaced := f.tokens[i].space || pair.space
		upper := l.capital && pair.upper
		whole := !spaced && region > 0 && !f.tokens[i+2].space
		if ordinaryPair(pair.low) && !whole && !(upper && (!spaced || region > 0 && !measure(pair.low))) {
			return false
		}
		if region == 0 && spaced && !upper && !f.carBefore(i-1) {
			return false
		}
		f.claimTokens(i-1, max(i+1, region), plate)
		return true
	}
	if !f.carBefore(i) {
		return false
	}
	switch {
	case l != nil && plateWord(l, 2) && l.facts&car == 0: // АВ 123 77, АВ 1234 77, АВ12377
		region := f.region(i)
		if len(digits) <= 4 && region == 0 {
			return false
		}
		f.claimTokens(i-1, max(i, region), plate)
		return true
	case len(digits) == 4 && i+1 < len(f.tokens) && !f.tokens[i+1].line && plateWord(&f.tokens[i+1], 2) &&
		!ordinaryPair(f.tokens[i+1].low):
		if region := f.region(i + 1); region > 0 {
			f.claimTokens(i, region, plate)
			return true
		}
	}
	return false
}

// dashedPlate reads К-001-КК 74 around its number i.
func (f *finder) dashedPlate(i int) bool {
	t := f.tokens
	if len(t[i].low) != 3 || i+2 >= len(t) || t[i+1].sign != '-' || !plateWord(&t[i+2], 2) || t[i+2].line ||
		ordinaryPair(t[i+2].low) {
		return false
	}
	f.claimTokens(i-2, max(i+2, f.region(i+2)), plate)
	return true
}

// region finds the number of the region, with «rus», behind token k; 0 if there is none.
func (f *finder) region(k int) int {
	k++
	if k < len(f.tokens) && f.tokens[k].kind == mark && strings.ContainsRune("|,/-", f.tokens[k].sign) {
		k++
	}
	if k >= len(f.tokens) || f.tokens[k].line || f.tokens[k].kind != number || len(f.tokens[k].low) < 2 ||
		len(f.tokens[k].low) > 3 {
		return 0
	}
	if n := f.after(k); n != nil && n.kind == word && (n.low == "rus" || n.low == "рус" || n.low == "рег") {
		return k + 1
	} else if n != nil && n.kind == word && n.facts&(unit|month) != 0 {
		return 0
	}
	return k
}

// carBefore reports a word for a car or a plate among the four tokens before k.
func (f *finder) carBefore(k int) bool {
	for n := k - 1; n >= 0 && n >= k-4; n-- {
		if f.tokens[n].kind == word && f.tokens[n].facts&car != 0 {
			return true
		}
	}
	return false
}

// ordinaryPair reports words and units of two plate letters.
func ordinaryPair(low string) bool {
	switch low {
	case "не", "на", "то", "но", "от", "он", "ту", "те", "ст", "со", "ну", "ко", "ум", "ах", "ух", "хм":
		return true
	}
	return measure(low)
}

// measure reports units of two plate letters.
func measure(low string) bool {
	switch low {
	case "км", "см", "мм", "кв", "тн", "мс":
		return true
	}
	return false
}
