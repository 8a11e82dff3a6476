package privacy

import "strings"

// longestFlat is how many digits the number of a flat has at most.
const longestFlat = 4

// flatNumber finds the number of a flat: behind its word, before it, or behind the house of a named street.
func (f *finder) flatNumber(i int) bool {
	return f.width(i) <= longestFlat && anyOf(flats, f.spot(i))
}

// flats are the ways in which the number of a flat is written.
var flats = []rule[spot]{
	{"соседка с 42", func(s spot) bool { return s.f.flatOfNeighbour(s.i) }},
	{"кв. 45", func(s spot) bool { return s.f.flatBehindWord(s.i) }},
	{"45 квартира", func(s spot) bool { return s.f.flatBeforeWord(s.i) }},
	{"квартиры с 42 по 45", func(s spot) bool { return s.f.flatsFromTo(s.i) }},
	{"Ленина 5-17", func(s spot) bool { return s.f.flatBehindHouse(s.i) }},
	{"подъезд 2, 17", func(s spot) bool { return s.f.flatBehindEntrance(s.i) }},
	{"Садовая 15/42, квартира", func(s spot) bool { return s.f.flatBehindSlash(s.i) }},
	{"из 42-й", func(s spot) bool { return s.f.flatOfNeighbours(s.i) }},
	{"СНТ Ромашка, участок 142", func(s spot) bool { return s.f.gardenPlot(s.i) }},
}

// flatWord is what stands before the number of a flat: its word, and where that begins.
type flatWord struct {
	f           *finder
	i, k, start int // of the number, of the word, and of «м/» in «м/м»
	w           *token
}

// mostBetween bounds the tokens between the flat's word and the number.
const mostBetween = 4

// wordOfFlat goes back from the number at token i over «№», «номер» and brackets; k is -1 if no word stands there.
func (f *finder) wordOfFlat(i int) int {
	k, said := i-1, false     // «квартира под номером 42»
	ownLine := f.valueLine(i) // «Квартира:» and the number on the next line
	broken := func(k int) bool { return f.at(k+1).line && !(ownLine && k+1 == i) }
	for k >= max(0, i-mostBetween) && !broken(k) && f.beforeFlat(k, i, said) {
		said = said || f.at(k).sign == '№' || f.at(k).any(split)
		k--
	}
	if of := f.whoseFlat(k, i); of >= 0 {
		k = of
	}
	if f.at(k).kind != word || broken(k) || ownLine && k > 0 && !f.at(k).line {
		return -1
	}
	return k
}

// beforeFlat reports what may stand at token k between the flat's word and the number at token i.
func (f *finder) beforeFlat(k, i int, said bool) bool {
	t := f.at(k)
	switch t.kind {
	case mark:
		return t.signed(".№:-#") || f.tied(k) || f.enclosed(k, i)
	case word:
		return t.any(split) || t.low == "н" || said && beforeNumber.has(t.low)
	}
	return false
}

var (
	sections    = listOf("секци блок")
	places      = listOf("место месте")
	placeKinds  = listOf("парков машин койк")
	dormitories = listOf("общеж общаг коммунал")
)

// flatWords are the words before the number of a flat; each says how many tokens before the word it begins.
var flatWords = []reading[flatWord]{
	{"квартира", func(x flatWord) bool { return x.w.any(cueflat | cueroom) }, just[flatWord](0)},
	{"секция", func(x flatWord) bool { return sections.begin(x.w.low) && x.f.dormitory(x.k) }, just[flatWord](0)},
	{"д. 4, к.", func(x flatWord) bool { return x.w.low == "к" && x.f.roomBehindHouse(x.k, x.i) }, just[flatWord](0)},
	{"парковочное место", func(x flatWord) bool {
		return places.has(x.w.low) && placeKinds.begin(x.f.at(x.k-1).low)
	}, just[flatWord](0)},
	{"м/м", func(x flatWord) bool { // in a car park
		return x.w.low == "м" && x.f.at(x.k-1).sign == '/' && x.f.at(x.k-2).low == "м"
	}, just[flatWord](2)},
	{"к.в", func(x flatWord) bool {
		return x.w.low == "в" && x.f.at(x.k-1).signed("./") && x.f.at(x.k-2).low == "к"
	}, just[flatWord](2)},
	{"дом", always[flatWord], just[flatWord](none)},
}

// flatBehindWord reads «кв. 45», «квартира № 45а», «кв. 29, 30».
func (f *finder) flatBehindWord(i int) bool {
	k := f.wordOfFlat(i)
	if k < 0 {
		return false
	}
	x := flatWord{f: f, i: i, k: k, w: f.at(k)}
	back := read(flatWords, x)
	if x.start = k - back; back == none || anyOf(noFlats, x) {
		return false
	}
	end, ok := f.flatPair(f.withLetter(i), x.w)
	if !ok || f.counted(end) || f.moreDigits(end) {
		return false
	}
	f.claimTokens(x.start, end, flat)
	f.moreFlats(end)
	return true
}

// flatPair includes the second number of «кв. 14/2» and «кв. 14-15» behind token end; ok is false for what counts.
func (f *finder) flatPair(end int, w *token) (last int, ok bool) {
	if n := f.after(end); !n.among("/-") || !f.tight(end+1, "/-") || f.width(end+2) == 0 {
		return end, true
	}
	if f.at(end+1).sign == '-' && (w.low == "квартирах" || f.counted(end+2)) { // «14-15 градусов»
		return end, false
	}
	return end + 2, true
}

// moreFlats claims the flats behind one that ends with token end: «кв. 29, 30», «квартиры 27 и 28».
func (f *finder) moreFlats(end int) {
	for m := end + 2; f.width(m) > 0 && f.width(m) <= longestFlat && !f.at(m).line; m += 2 {
		between, last := f.at(m-1), f.withLetter(m)
		if !between.among(",") && between.low != "и" || f.goesOnCounting(last) {
			return
		}
		f.claimTokens(m, last, flat)
		m = last
	}
}

// goesOnCounting reports what shows the number that ends with token i to be none of a flat.
func (f *finder) goesOnCounting(i int) bool { return f.counted(i) || f.moreDigits(i) || f.houseWord(i) }

var (
	ourOwn = listOf("моя наша")
	atOurs = listOf("нас меня")
)

// whoseFlat is the token of the flat's word where those up to token k say whose it is and the number at token i ends
// what is said: «квартира у нас 42, холодно», «кв у меня 42-я». It is -1 elsewhere: «квартира у нас 42 метра».
func (f *finder) whoseFlat(k, i int) int {
	of := k - f.whose(k)
	n := f.after(f.withLetter(i))
	if of == k || f.at(of).none(cueflat) || n.kind != outside && (n.kind != mark || n.sign == '-') {
		return -1
	}
	return of
}

// whose measures «моя» and «у нас» that end with token k.
func (f *finder) whose(k int) int {
	t, b := f.at(k), f.at(k-1)
	switch {
	case t.kind != word, t.line:
		return 0
	case ourOwn.has(t.low):
		return 1
	case b.low == "у" && !b.line && atOurs.has(t.low):
		return 2
	}
	return 0
}

// valueLine reports a number alone on its line.
func (f *finder) valueLine(i int) bool { return f.at(i).line && f.at(i+1).line }

// tied reports a sign that nothing parts from what stands on either side, «кв_12», «кв=12», or a stroke: «кв / 12».
func (f *finder) tied(k int) bool {
	t := f.at(k)
	return k > 0 && t.signed("_=/,~*|") && (f.at(k-1).any(cueflat) || f.at(k-1).sign == '.') &&
		(t.signed("/|") || f.tight(k, "_=,~*"))
}

// enclosed reports a bracket or a quotation mark at token k that closes right behind the number at token i: «кв. (12)».
func (f *finder) enclosed(k, i int) bool { return f.at(k).signed("(\"«") && f.at(i+1).signed(")\"»") }

var (
	manyFlats    = listOf("квартир комнат")
	quarterEnds  = listOf("й м го i v")
	quarterWords = words{"кв"}
)

// noFlats are numbers behind the flat's word that count or are a sum.
var noFlats = []rule[flatWord]{
	{"квартир 60", func(x flatWord) bool {
		n := x.f.after(x.i)
		return manyFlats.has(x.w.low) && x.k+1 == x.i && (n.kind == outside || n.sign != '-' && !x.f.listed(x.i))
	}},
	{"за квартиру 5400", func(x flatWord) bool { return x.w.low == "квартиру" && x.f.at(x.k-1).low == "за" }},
	{"третий кв. 2023, 2 кв 2025", func(x flatWord) bool {
		b := x.f.at(x.k - 1)
		return x.w.low == "кв" && x.f.year(x.f.at(x.i).low) && (b.kind == number ||
			b.kind == word && quarterEnds.end(b.low))
	}},
	{"5 кв 45 минут", func(x flatWord) bool {
		return x.w.low == "кв" && x.w.space && x.f.at(x.k-1).kind == number && x.f.counted(x.i)
	}},
}

// farDormitory bounds how many tokens from a section a dormitory is looked for.
const farDormitory = 8

// dormitory reports within a few words of token k what has sections and blocks of rooms.
func (f *finder) dormitory(k int) bool {
	for n := max(0, k-farDormitory); n < k+farDormitory; n++ {
		t := f.at(n)
		if t.kind == word && (dormitories.begin(t.low) || t.any(cueroom) || t.low == "бокс") {
			return true
		}
	}
	return false
}

// flatsFromTo reads «квартиры с 42 по 45», «с 42 по 45 квартиры» with 42 at token i.
func (f *finder) flatsFromTo(i int) bool {
	if f.at(i-1).low != "с" || f.at(i+1).low != "по" || f.width(i+2) == 0 || f.at(i+2).line ||
		!f.is(i-2, cueflat) && !f.is(i+3, cueflat) {
		return false
	}
	f.claimTokens(i, i, flat)
	f.claimTokens(i+2, i+2, flat)
	return true
}

var shortOrdinals = listOf("й я")

// flatOfNeighbours reads «из 42-й заливают», «соседи из 42й»: an ordinal without its noun where flats are spoken of.
func (f *finder) flatOfNeighbours(i int) bool {
	end := i + 1
	if f.at(end).among("-") && !f.at(end).space {
		end++
	}
	if i < 1 || !f.at(end).shortOrdinal() || !f.elliptic(i-1, end) {
		return false
	}
	f.claimTokens(i, end, flat)
	return true
}

// shortOrdinal reports the end of an ordinal that touches its number: «й», «я».
func (t *token) shortOrdinal() bool {
	return t.kind == word && !t.space && t.letters <= 2 && shortOrdinals.end(t.low)
}

var (
	livingHeads  = listOf("живу живем живет прожива")
	tenants      = listOf("сосед жилец жильц")
	outOfFlat    = listOf("с из")
	flatPrepares = listOf("из в над под с")
)

// flatOfNeighbour reads «соседка с 42 заливает», «живу в 42, третий этаж»: a bare number behind who lives there, where
// a phrase ends or is told what they do.
func (f *finder) flatOfNeighbour(i int) bool {
	return i > 1 && !f.at(i).line && f.neighbourBefore(i) && !anyOf(noNeighbours, f.spot(i)) && f.spot(i).claim(1)
}

var noNeighbours = []rule[spot]{
	{"в 42-м", func(s spot) bool { return s.f.after(s.i).sign == '-' || s.f.listed(s.i) }},
	{"в 42 года", func(s spot) bool { return s.f.counted(s.i) || s.f.moreDigits(s.i) }},
	{"в 2024", func(s spot) bool { return s.f.year(s.t.low) }},
}

// neighbourBefore reports who lives there before the number at token i.
func (f *finder) neighbourBefore(i int) bool {
	who, led, ends := f.at(i-2).low, f.at(i-1).low, f.pauses(i+1)
	if led == "в" {
		return ends && livingHeads.begin(who)
	}
	n := f.at(i + 1)
	return outOfFlat.has(led) && tenants.begin(who) && (ends || n.kind == word && actEnds.end(n.low))
}

// farNeighbours bounds how many tokens around an ordinal neighbours are looked for.
const farNeighbours = 6

// elliptic reports that an ordinal from behind token b to token end stands for a flat: «из … шумят», «под …» and no
// noun behind, with neighbours in the sentence.
func (f *finder) elliptic(b, end int) bool {
	t := f.at(b)
	nominative := strings.HasSuffix(f.at(end).low, "я") // «топит 42-я»
	if t.kind != word || f.at(b+1).line || !f.ledToFlat(b) && !(nominative && actEnds.end(t.low)) {
		return false
	}
	for f.at(end+1).kind == word && frequently[f.at(end+1).low] {
		end++
	}
	return !f.nounBehind(end) && f.ofNeighbours(max(0, b-farNeighbours), end+farNeighbours)
}

// nounBehind reports a word behind token end that the ordinal may belong to.
func (f *finder) nounBehind(end int) bool {
	n := f.after(end)
	return n.kind == word && !actEnds.end(n.low) && (n.any(cueflat) || !neighbourHeads.begin(n.low))
}

// ofNeighbours reports neighbours among the tokens from..to.
func (f *finder) ofNeighbours(from, to int) bool {
	for k := from; k < to; k++ {
		if f.at(k).kind == word && neighbourHeads.begin(f.at(k).low) {
			return true
		}
	}
	return false
}

// ledToFlat reports what leads to a flat at token b: «из», «соседи», «в нашей».
func (f *finder) ledToFlat(b int) bool {
	leads := func(t *token) bool { return t.letters <= 3 && flatPrepares.begin(t.low) }
	t := f.at(b)
	return leads(t) || tenants.begin(t.low) || b > 0 && t.any(possessive) && leads(f.at(b-1))
}

// frequently are adverbs between a flat and what is done there.
var frequently = wordSet("опять снова вечно постоянно всегда регулярно часто ночами ночью вчера сегодня")

var (
	actEnds        = listOf("ют ут ят ат ет ит ал ил ли ла ился лся лись тся")
	neighbourHeads = listOf(`сосед затоп залив топит топят живут живет шум квартир жилец жильц пиш стояк
		стуч кур сверл музык потоп теч капа батаре орут крич топот притон вечерин гулян дебош`)
)

// leastRoom is the number from which «к.» behind a house is a flat: buildings of one house are fewer.
const leastRoom = 10

// roomBehindHouse reads «д. 4, к. 17», with «к» at token k and the number at token i.
func (f *finder) roomBehindHouse(k, i int) bool {
	t := f.at(k)
	if t.capital || atoi(f.at(i).low) < leastRoom {
		return false
	}
	if k+1 == i && f.after(i).kind == word { // «дом 8 к 20 часам»
		if _, said := f.houseBefore(k - 1); !said || f.counted(i) || !t.space {
			return false
		}
	}
	return f.dormitory(k) || !t.line && f.houseEnds(k-1)
}

// houseEnds reports a house, with its letter, that ends with token h or before a comma there.
func (f *finder) houseEnds(h int) bool {
	if f.at(h).among(",") {
		h--
	}
	t := f.at(h)
	return h > 0 && (t.kind == number || t.kind == word && t.letters == 1 && f.width(h-1) > 0)
}

// withLetter includes the letter of «7а» and «5-а».
func (f *finder) withLetter(i int) int {
	n := f.after(i)
	if n.kind == word && n.letters == 1 && !n.space {
		return i + 1
	}
	if last := f.at(i + 2); n.among("-") && f.tight(i+1, "-") && last.kind == word && last.letters == 1 {
		return i + 2
	}
	return i
}

// moreDigits reports that the number goes on behind token i: a date, a fraction, a longer number.
func (f *finder) moreDigits(i int) bool {
	return f.after(i).among(".:") && f.tight(i+1, ".:") && f.width(i+2) > 0
}

var houseShort = listOf("дом эт")

// houseWord reports a part of a house, or another house, behind token i.
func (f *finder) houseWord(i int) bool {
	n := f.after(i)
	return n.kind == word && (partsOfHouse.begin(n.low) || houseShort.has(n.low))
}

// numberedFlat is a number before the flat's word.
type numberedFlat struct {
	f       *finder
	i, k    int    // of the number and of the word
	b       *token // before the number
	ordinal bool
}

var (
	tatarOrdinals = listOf("нче нчы")
	flatForms     = listOf("кв-ра кв-ре кв-ру кв-рой кв-ры фатир фатиры фатире патер")
	ofTheFlat     = listOf("квартира квартиру квартире квартирой")
	ofFlat        = listOf("из от у с со возле около напротив")
	roomForms     = listOf("комната комнате комнатой")
)

// mostFlats is the number up to which «кв» behind it is a flat.
const mostFlats = 400

// flatsBefore tell which words behind a number make it a flat.
var flatsBefore = []decision[numberedFlat]{
	{"5 кв-ра", func(x numberedFlat) bool { return x.f.says(x.k, flatForms) }, always[numberedFlat]},
	{"5 квартира", func(x numberedFlat) bool { return x.f.says(x.k, ofTheFlat) },
		func(x numberedFlat) bool { return x.b.low != "на" || x.ordinal }},
	{"из 5 квартиры", func(x numberedFlat) bool { return x.f.at(x.k).low == "квартиры" },
		func(x numberedFlat) bool { return x.ordinal || ofFlat.has(x.b.low) }},
	{"5 комната", func(x numberedFlat) bool { return x.f.says(x.k, roomForms) }, func(x numberedFlat) bool {
		counts := !x.ordinal && strings.HasSuffix(x.f.at(x.i).low, "1") // «21 комната»
		return !counts && x.b.low != "на"
	}},
	{"5 кв", func(x numberedFlat) bool { return x.f.says(x.k, quarterWords) }, func(x numberedFlat) bool {
		f := x.f
		return !f.counted(x.k) && !f.squareOrQuarter(x.k) && atoi(f.at(x.i).low) <= mostFlats &&
			!(x.b.among(",") && !f.at(x.i).space)
	}},
}

// flatBeforeWord reads «из 22 квартиры», «23-й квартире», «24 кв». «35 квартир» and «45 кв. метров» are quantities.
func (f *finder) flatBeforeWord(i int) bool {
	if last := f.shortFlat(i); last > 0 {
		f.claimTokens(i, last, flat)
		return true
	}
	x := numberedFlat{f: f, i: i, k: f.overDash(i), b: f.before(i)}
	if t := f.at(x.k); t.kind == word && !t.space && t.letters <= 2 && t.low != "кв" {
		x.k, x.ordinal = x.k+1, true
	}
	if t := f.at(x.k); t.line || t.kind != word || x.ownNumber() || !decide(flatsBefore, x) {
		return false
	}
	f.claimTokens(i, x.k, flat)
	return true
}

// overDash is the token behind the number at token i, or behind the dash of «23-й».
func (f *finder) overDash(i int) int {
	if t := f.at(i + 2); f.at(i+1).among("-") && !f.at(i+1).space && t.kind == word && t.letters <= 2 {
		return i + 2
	}
	return i + 1
}

// shortFlat is the last token of «48/кв» and of «48 нче фатир», 0 if there is none.
func (f *finder) shortFlat(i int) int {
	if f.at(i+1).kind == mark && f.tight(i+1, "/.-") && f.at(i+2).low == "кв" && !f.counted(i+2) && f.endsAddress(i+2) {
		return i + 2
	}
	n := i + 1
	if f.at(n).sign == '-' {
		n++
	}
	// behind a dash other endings are ordinals, too
	if tatar := f.at(n).low; !tatarOrdinals.has(tatar) && (n == i+1 || !tatarOrdinals.begin(tatar)) ||
		!f.is(n+1, cueflat) {
		return 0
	}
	return n + 1
}

// ownNumber reports that the flat's word has a number of its own behind it, or that the number before it goes on to the
// left.
func (x numberedFlat) ownNumber() bool { return anyOf(ownNumbers, x) }

var ownNumbers = []rule[numberedFlat]{
	{"3 кв. № 18", func(x numberedFlat) bool { return x.f.after(x.k).sign == '.' && x.f.at(x.k+2).among("№") }},
	{"5-3 кв", func(x numberedFlat) bool { return x.b.among("-") && !x.f.at(x.i).space }},
	{"Садовая 3 квартира 18", func(x numberedFlat) bool {
		n := x.f.after(x.k)
		return !x.ordinal && (n.kind == number || n.kind == taken || n.among("№"))
	}},
	{"3 кв-18", func(x numberedFlat) bool { return !x.ordinal && x.f.numberedBehind(x.k) }},
}

// numberedBehind reports signs and a number of its own behind the flat's word at token k: «5 КВ-42», «5 квартира: 42».
func (f *finder) numberedBehind(k int) bool {
	n := f.over(k+1, 2, ".:-#", 0)
	return n > k+1 && f.width(n) > 0 && !f.at(n).line && !f.houseWord(n) && !f.counted(n)
}

// squareOrQuarter reports what stands behind «кв» and makes it a square metre or a quarter of a year: «кв. м», «кв.
// 2024». A label counts as the number it hides, lest the next reading differ.
func (f *finder) squareOrQuarter(k int) bool {
	n := f.after(k)
	if n.kind != mark {
		return n.kind == number || n.kind == taken
	}
	if n.sign != '.' {
		return n.sign == '/'
	}
	n = f.after(k + 1)
	return n.among(",") || n.kind == number || n.kind != mark && n.any(unit)
}
