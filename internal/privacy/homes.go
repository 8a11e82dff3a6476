package privacy

import (
	"strings"
)

// flatNumber finds the number of a flat: behind its word, before it, or behind the house of a named street.
func (f *finder) flatNumber(i int) bool {
	if len(f.tokens[i].low) > 4 {
		return false
	}
	return f.flatOfNeighbour(i) || f.flatBehindWord(i) || f.flatBeforeWord(i) || f.flatsFromTo(i) || f.flatBehindHouse(i) ||
		f.flatBehindEntrance(i) || f.flatBehindSlash(i) || f.flatOfNeighbours(i) || f.gardenPlot(i)
}

// flatBehindWord reads «кв. 45», «квартира № 45а», «кв. 29, 30».
func (f *finder) flatBehindWord(i int) bool {
	k, said := i-1, false     // «квартира под номером 42»
	ownLine := f.valueLine(i) // «Квартира:» and the number on the next line
	for k >= 0 && k >= i-4 && (!f.tokens[k+1].line || ownLine && k+1 == i) && (f.tokens[k].kind == mark &&
		(strings.ContainsRune(".№:-#", f.tokens[k].sign) || f.tied(k) || f.enclosed(k, i)) ||
		f.tokens[k].kind == word && (f.tokens[k].facts&split != 0 || f.tokens[k].low == "н" ||
			said && (f.tokens[k].low == "под" || f.tokens[k].low == "за"))) {
		said = said || f.tokens[k].sign == '№' || f.tokens[k].facts&split != 0
		k--
	}
	if of := f.whoseFlat(k, i); of >= 0 {
		k = of
	}
	if k < 0 || f.tokens[k+1].line && !(ownLine && k+1 == i) || f.tokens[k].kind != word || ownLine && k > 0 && !f.tokens[k].line {
		return false
	}
	start, w := k, &f.tokens[k]
	switch {
	case w.facts&(cueflat|cueroom) != 0:
	case beginsWith(w.low, []string{"секци", "блок"}) && f.dormitory(k):
	case w.low == "к" && f.roomBehindHouse(k, i):
	case (w.low == "место" || w.low == "месте") && k > 0 &&
		beginsWith(f.tokens[k-1].low, []string{"парков", "машин", "койк"}):
	case w.low == "м" && k >= 2 && f.tokens[k-1].sign == '/' && f.tokens[k-2].low == "м": // м/м, in a car park
		start = k - 2
	case w.low == "в" && k >= 2 && (f.tokens[k-1].sign == '.' || f.tokens[k-1].sign == '/') && f.tokens[k-2].low == "к": // к.в
		start = k - 2
	default:
		return false
	}
	if k > 0 && f.tokens[k-1].kind == number && w.low == "кв" && f.tokens[k].space && f.counted(i) {
		return false
	}
	if f.counts(k, i) {
		return false
	}
	end := f.withLetter(i)
	if n := f.afterX(end); n != nil && n.kind == mark && (n.sign == '/' || n.sign == '-') && !n.space &&
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

// whoseFlat is the token of the flat's word where those up to token k say whose it is and the number at token i ends what is
// said: «квартира у нас 42, холодно», «кв у меня 42-я». It is -1 elsewhere: «квартира у нас 42 метра».
func (f *finder) whoseFlat(k, i int) int {
	of := k - 2
	switch {
	case k < 1 || f.tokens[k].kind != word || f.tokens[k].line:
		return -1
	case f.tokens[k].low == "моя" || f.tokens[k].low == "наша":
		of = k - 1
	case k < 2 || f.tokens[k-1].low != "у" || f.tokens[k-1].line || f.tokens[k].low != "нас" && f.tokens[k].low != "меня":
		return -1
	}
	if n := f.afterX(f.withLetter(i)); n != nil && (n.kind != mark || n.sign == '-') || f.tokens[of].facts&cueflat == 0 {
		return -1
	}
	return of
}

// valueLine reports a number alone on its line.
func (f *finder) valueLine(i int) bool {
	return f.tokens[i].line && (i+1 == len(f.tokens) || f.tokens[i+1].line)
}

// tied reports a sign that nothing parts from what stands on either side, «кв_12», «кв=12», or a stroke: «кв / 12».
func (f *finder) tied(k int) bool {
	return strings.ContainsRune("_=/,~*|", f.tokens[k].sign) && k > 0 && (f.tokens[k-1].facts&cueflat != 0 ||
		f.tokens[k-1].sign == '.') && (strings.ContainsRune("/|", f.tokens[k].sign) || !f.tokens[k].space &&
		k+1 < len(f.tokens) && !f.tokens[k+1].space)
}

// enclosed reports a bracket or a quotation mark at token k that closes right behind the number at token i: «кв. (12)».
func (f *finder) enclosed(k, i int) bool {
	return strings.ContainsRune("(\"«", f.tokens[k].sign) && i+1 < len(f.tokens) &&
		strings.ContainsRune(")\"»", f.tokens[i+1].sign)
}

// counts reports that the number at token i behind the flat's word at token k counts or is a sum: «квартир 60», «за
// квартиру 5400», «третий кв. 2023», «2 кв 2025».
func (f *finder) counts(k, i int) bool {
	w, b := &f.tokens[k], &token{}
	if k > 0 {
		b = &f.tokens[k-1]
	}
	switch {
	case w.low == "квартир" || w.low == "комнат":
		n := f.afterX(i)
		return k+1 == i && (n == nil || n.sign != '-' && !f.listed(i))
	case w.low == "квартиру":
		return b.low == "за"
	case w.low == "кв" && f.year(f.tokens[i].low):
		return b.kind == number || b.kind == word && endsWith(b.low, []string{"й", "м", "го", "i", "v"})
	}
	return false
}

// dormitory reports within a few words of token k what has sections and blocks of rooms.
func (f *finder) dormitory(k int) bool {
	for n := max(0, k-8); n < len(f.tokens) && n < k+8; n++ {
		if f.tokens[n].kind == word && (beginsWith(f.tokens[n].low, []string{"общеж", "общаг", "коммунал"}) ||
			f.tokens[n].facts&cueroom != 0 || f.tokens[n].low == "бокс") {
			return true
		}
	}
	return false
}

// flatsFromTo reads «квартиры с 42 по 45», «с 42 по 45 квартиры» with 42 at token i.
func (f *finder) flatsFromTo(i int) bool {
	t := f.tokens
	if i < 1 || i+2 >= len(t) || t[i-1].low != "с" || t[i+1].low != "по" || t[i+2].kind != number || t[i+2].line ||
		!f.is(i-2, cueflat) && !f.is(i+3, cueflat) {
		return false
	}
	f.claimTokens(i, i, flat)
	f.claimTokens(i+2, i+2, flat)
	return true
}

// flatOfNeighbours reads «из 42-й заливают», «соседи из 42й»: an ordinal without its noun where flats are spoken of.
func (f *finder) flatOfNeighbours(i int) bool {
	t := f.tokens
	end := i + 1
	if end < len(t) && t[end].kind == mark && t[end].sign == '-' && !t[end].space {
		end++
	}
	if i < 1 || end >= len(t) || t[end].kind != word || t[end].space || t[end].letters > 2 ||
		!endsWith(t[end].low, []string{"й", "я"}) || !f.elliptic(i-1, end) {
		return false
	}
	f.claimTokens(i, end, flat)
	return true
}

// flatOfNeighbour reads «соседка с 42 заливает», «живу в 42, третий этаж»: a bare number behind who lives there, where
// a phrase ends or is told what they do.
func (f *finder) flatOfNeighbour(i int) bool {
	t := f.tokens
	if i < 2 || t[i].line || f.counted(i) || f.moreDigits(i) || f.listed(i) || f.year(t[i].low) {
		return false
	}
	lives := t[i-1].low == "в" && beginsWith(t[i-2].low, []string{"живу", "живем", "живет", "прожива"})
	from := (t[i-1].low == "с" || t[i-1].low == "из") && beginsWith(t[i-2].low, []string{"сосед", "жилец", "жильц"})
	n := f.afterX(i)
	if !(lives && f.pauses(i+1) || from && (f.pauses(i+1) || n.kind == word && endsWith(n.low, actEnds))) ||
		n != nil && n.sign == '-' {
		return false
	}
	f.claimTokens(i, i, flat)
	return true
}

// elliptic reports that an ordinal from behind token b to token end stands for a flat: «из … шумят», «под …» and no
// noun behind, with neighbours in the sentence.
func (f *finder) elliptic(b, end int) bool {
	t := f.tokens
	nominative := strings.HasSuffix(t[end].low, "я") // «топит 42-я»
	led := t[b].kind == word && (t[b].letters <= 3 && beginsWith(t[b].low, []string{"из", "в", "над", "под", "с"}) ||
		beginsWith(t[b].low, []string{"сосед", "жилец", "жильц"}))
	if b > 0 && t[b].kind == word && t[b].facts&possessive != 0 { // «в нашей сорок восьмой»
		led = led || beginsWith(t[b-1].low, []string{"из", "в", "над", "под", "с"}) && t[b-1].letters <= 3
	}
	for end+1 < len(t) && t[end+1].kind == word && frequently[t[end+1].low] {
		end++
	}
	if !led && !(nominative && t[b].kind == word && endsWith(t[b].low, actEnds)) || t[b+1].line {
		return false
	}
	if n := f.afterX(end); n != nil && n.kind == word && !endsWith(n.low, actEnds) && (n.facts&cueflat != 0 ||
		!beginsWith(n.low, neighbourHeads)) {
		return false
	}
	for k := max(0, b-6); k < len(t) && k < end+6; k++ {
		if t[k].kind == word && beginsWith(t[k].low, neighbourHeads) {
			return true
		}
	}
	return false
}

// frequently are adverbs between a flat and what is done there.
var frequently = wordSet("опять снова вечно постоянно всегда регулярно часто ночами ночью вчера сегодня")

var (
	actEnds        = strings.Fields("ют ут ят ат ет ит ал ил ли ла ился лся лись тся")
	neighbourHeads = strings.Fields(`сосед затоп залив топит топят живут живет шум квартир жилец жильц пиш стояк
		стуч кур сверл музык потоп теч капа батаре орут крич топот притон вечерин гулян дебош`)
)

// leastRoom is the number from which «к.» behind a house is a flat: buildings of one house are fewer.
const leastRoom = 10

// roomBehindHouse reads «д. 4, к. 17», with «к» at token k and the number at token i.
func (f *finder) roomBehindHouse(k, i int) bool {
	t := f.tokens
	if t[k].capital || atoi(t[i].low) < leastRoom {
		return false
	}
	if n := f.afterX(i); k+1 == i && n != nil && n.kind == word { // «дом 8 к 20 часам»
		if _, said := f.houseBefore(k - 1); !said || f.counted(i) || !t[k].space {
			return false
		}
	}
	h := k - 1
	if h >= 0 && t[h].kind == mark && t[h].sign == ',' {
		h--
	}
	if f.dormitory(k) {
		return true
	}
	return h > 0 && (t[h].kind == number || t[h].kind == word && t[h].letters == 1 && t[h-1].kind == number) &&
		!t[k].line
}

// withLetter includes the letter of «7а» and «5-а».
func (f *finder) withLetter(i int) int {
	n := f.afterX(i)
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
	n := f.afterX(i)
	return n != nil && n.kind == mark && !n.space && (n.sign == '.' || n.sign == ',' || n.sign == ':') &&
		i+2 < len(f.tokens) && f.tokens[i+2].kind == number && !f.tokens[i+2].space && n.sign != ','
}

func (f *finder) houseWord(i int) bool {
	n := f.afterX(i)
	return n != nil && n.kind == word && (strings.HasPrefix(n.low, "этаж") || strings.HasPrefix(n.low, "подъезд") ||
		n.low == "дом" || n.low == "эт")
}

// flatBeforeWord reads «из 22 квартиры», «23-й квартире», «24 кв». «35 квартир» and «45 кв. метров» are quantities.
func (f *finder) flatBeforeWord(i int) bool {
	k := i + 1
	ordinal := false
	if k+1 < len(f.tokens) && f.tokens[k].kind == mark && strings.ContainsRune("/.-", f.tokens[k].sign) &&
		!f.tokens[k].space && !f.tokens[k+1].space && f.tokens[k+1].low == "кв" && !f.counted(k+1) && f.endsAddress(k+1) {
		f.claimTokens(i, k+1, flat) // 48/кв
		return true
	}
	if n := k + 1; n < len(f.tokens) && (f.tokens[k].low == "нче" || f.tokens[k].low == "нчы" || f.tokens[k].sign == '-' &&
		beginsWith(f.tokens[n].low, []string{"нче", "нчы"})) { // Tatar ordinals: «48 нче фатир»
		if f.tokens[k].sign == '-' {
			n++
		}
		if f.is(n, cueflat) {
			f.claimTokens(i, n, flat)
			return true
		}
	}
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
	if n := f.afterX(k); n != nil && n.sign == '.' && k+2 < len(f.tokens) && f.tokens[k+2].kind == mark &&
		f.tokens[k+2].sign == '№' {
		return false
	}
	if n := f.afterX(k); n != nil && !ordinal && (n.kind == number || n.kind == taken || n.kind == mark &&
		n.sign == '№' || f.numberedBehind(k)) {
		return false // «Садовая 3 квартира 18»: the number of the flat comes behind
	}
	if b := f.beforeX(i); b != nil && b.kind == mark && b.sign == '-' && !f.tokens[i].space {
		return false
	}
	b := f.beforeX(i)
	switch f.tokens[k].low {
	case "кв-ра", "кв-ре", "кв-ру", "кв-рой", "кв-ры", "фатир", "фатиры", "фатире", "патер":
	case "квартира", "квартиру", "квартире", "квартирой":
		if b != nil && b.low == "на" && !ordinal {
			return false
		}
	case "квартиры":
		if !ordinal && (b == nil || b.low != "из" && b.low != "от" && b.low != "у" && b.low != "с" &&
			b.low != "со" && b.low != "возле" && b.low != "около" && b.low != "напротив") {
			return false
		}
	case "комната", "комнате", "комнатой": // «21 комната» counts
		if !ordinal && strings.HasSuffix(f.tokens[i].low, "1") || b != nil && b.low == "на" {
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

// numberedBehind reports signs and a number of its own behind the flat's word at token k: «5 КВ-42», «5 квартира: 42».
func (f *finder) numberedBehind(k int) bool {
	n := k + 1
	for n < len(f.tokens) && n < k+3 && f.tokens[n].kind == mark && !f.tokens[n].line &&
		strings.ContainsRune(".:-#", f.tokens[n].sign) {
		n++
	}
	return n > k+1 && n < len(f.tokens) && f.tokens[n].kind == number && !f.tokens[n].line && !f.houseWord(n) &&
		!f.counted(n)
}

// squareOrQuarter reports what stands behind «кв» and makes it a square metre or a quarter of a year: «кв. м», «кв.
// 2024».
func (f *finder) squareOrQuarter(k int) bool {
	n := f.afterX(k)
	if n == nil || n.kind != mark {
		return n != nil && n.kind != word // a label counts as the number it hides, lest the next reading differ
	}
	if n.sign == '.' {
		if n = f.afterX(k + 1); n != nil && n.kind == mark {
			return n.sign == ','
		}
		return n != nil && (n.kind == number || n.facts&unit != 0)
	}
	return n.sign == '/'
}
