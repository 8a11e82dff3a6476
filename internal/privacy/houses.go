package privacy

import "strings"

const farFlatWord = 5 // bounds the tokens between «15/42» and «квартира»

// flatBehindSlash reads «Садовая 15/42» where «квартира» behind explains it: else it is a house at a corner.
func (f *finder) flatBehindSlash(i int) bool {
	if f.at(i-1).sign != '/' || f.at(i).space || f.width(i-2) == 0 || f.at(i-3).kind != word {
		return false
	}
	for k, t := range f.onward(i, farFlatWord) {
		if t.kind == number || t.among(".") {
			return false
		}
		if f.is(k, cueflat) {
			return f.noNumber(k) && f.spot(i).claim(1)
		}
	}
	return false
}

// noNumber reports that the flat's word at token k has no number of its own behind it.
func (f *finder) noNumber(k int) bool {
	n := f.after(k)
	return n.kind == outside || n.kind == word && n.none(split) || n.signed(",!")
}

const (
	// leastPlot is the number from which a plot of a garden society tells a household; smaller ones are read as its
	// sections.
	leastPlot = 10
	// farSociety and farBehind bound how many tokens before and behind a plot its society is looked for.
	farSociety = 10
	farBehind  = 3
)

var (
	plotHeads = listOf("участ дач")
	societies = wordSet(`товарищество товариществе снт днт тсн сот садоводство садоводстве садоводческое днп кс`)
)

// gardenPlot reads «СНТ Ромашка, участок 142».
func (f *finder) gardenPlot(i int) bool {
	k := i - 1
	for f.at(k).among("№.") {
		k--
	}
	w := f.at(k)
	if w.kind != word || !plotHeads.begin(w.low) && w.low != "уч" || atoi(f.at(i).low) < leastPlot {
		return false
	}
	for n := i + farBehind; n > k-farSociety; n-- {
		if societies[f.at(n).low] {
			f.claimTokens(i, i, flat)
			return true
		}
	}
	return false
}

// houseFlat is a number that may be the flat of a house: the house ends with token h, and its street is named by token
// k.
type houseFlat struct {
	f       *finder
	i, h, k int
	said    bool   // «дом» stands before the house
	named   *token // the street's name
	parting *token // what stands before the number
}

// flatBehindHouse reads the number of a flat behind a house whose street is named: «Ленина 5-17», «ул. Ленина, дом 5,
// 17», «ул. Ленина 5 17». Two numbers that may be two houses of one side of the street are left.
func (f *finder) flatBehindHouse(i int) bool {
	x := houseFlat{f: f, i: i, h: i - 1, parting: f.at(i - 1)}
	if i < 2 || f.at(i).line || x.parting.line || f.counted(i) || f.moreDigits(i) {
		return false
	}
	if x.parting.kind == mark {
		x.h--
	}
	if x.rowGoesOn() {
		return false
	}
	x.k, x.said = f.houseBefore(x.h)
	x.named = f.at(x.k)
	return x.k >= 0 && !anyOf(noHouseFlats, x) && x.parted() && f.spot(i).claim(1)
}

// noHouseFlats are numbers behind what is no house of a street, or several.
var noHouseFlats = []rule[houseFlat]{
	{"дома 5-17", houseFlat.houses},
	{"5 кг 3-17", func(x houseFlat) bool { return x.named.any(unit) }},
	{"марта 3-17", func(x houseFlat) bool { return x.named.any(month) && !x.f.streetOfDate(x.k) }},
	{"на 3-17", func(x houseFlat) bool { return x.named.kind == word && x.named.letters < 3 }},
}

// street reports that a word for a street or a preposition tells the name to be one.
func (x houseFlat) street() bool {
	f, k := x.f, x.k
	return x.named.capital && f.is(k-1, preposition) && streetEnded(x.named.low, streetEnds) || f.streetNear(k) ||
		f.shortBefore(k) || f.streetOfDate(k) || f.blockNear(k)
}

// parted decides by the sign before the number whether it is a flat.
func (x houseFlat) parted() bool { return decide(partings, x) }

var partings = []decision[houseFlat]{
	{"Ленина 5-17", func(x houseFlat) bool { return x.parting.among("-_") }, houseFlat.dashed},
	{"Ленина 5 17 19", func(x houseFlat) bool {
		return x.f.neighbours(x.h, x.i) || !x.f.endsAddress(x.i) || x.f.listed(x.i)
	}, never[houseFlat]},
	{"Ваня 5, 17", func(x houseFlat) bool { return !streetLike(x.named) && !x.street() }, never[houseFlat]},
	{"Ленина, дом 5, 17", func(x houseFlat) bool { return x.parting.kind == mark }, func(x houseFlat) bool {
		return x.parting.sign == ',' && (x.said || x.f.addressBefore(x.k))
	}},
	{"Ленина 5 17", func(x houseFlat) bool { return x.parting.kind == number || !x.parting.space },
		func(x houseFlat) bool { return x.f.at(x.i).space && x.room() }},
}

// dashed is parted for a dash: «Ленина 5-17», «Ленина 5 - 17».
func (x houseFlat) dashed() bool {
	f, spaced := x.f, x.f.at(x.i).space || x.parting.space
	switch {
	case x.street():
		return true
	case streetLike(x.named):
		return !spaced || f.pauses(x.i+1) || !f.neighbours(x.h, x.i)
	}
	return !spaced && smallStreet(x.named) && x.room() && f.endsAddress(x.i)
}

// room reports a number that is more than one of a building.
func (x houseFlat) room() bool { return atoi(x.f.at(x.i).low) >= leastRoom }

// flatBehindEntrance reads «подъезд 2, 17» and «5 этаж, 17».
func (f *finder) flatBehindEntrance(i int) bool {
	return f.at(i-1).sign == ',' && !f.at(i).line && atoi(f.at(i).low) >= leastRoom && f.entranceBefore(i-1) &&
		f.lastOfAddress(i) && f.spot(i).claim(1)
}

// entranceBefore reports «подъезд 2» or «5 этаж» before token k.
func (f *finder) entranceBefore(k int) bool {
	a, b := f.at(k-2), f.at(k-1)
	return b.kind == number && partsOfHouse.begin(a.low) || a.kind == number && partsOfHouse.begin(b.low)
}

// lastOfAddress reports a number that counts nothing and behind which an address ends.
func (f *finder) lastOfAddress(i int) bool {
	return !f.counted(i) && !f.moreDigits(i) && f.endsAddress(i) && !f.listed(i)
}

// rowGoesOn reports what continues a row of houses right behind the number: «5-17-20», «3-й», «90к1 - 90к2», «39/1 -
// 39/3».
func (x houseFlat) rowGoesOn() bool {
	n, second := x.f.after(x.i), x.f.at(x.i+2)
	return !n.space && !second.space && second.kind != outside && anyOf(rows, x)
}

var rows = []rule[houseFlat]{
	{"5-17-20, 3-й", func(x houseFlat) bool { return x.f.after(x.i).among("-") }},
	{"90к1 - 90к2", func(x houseFlat) bool { return x.f.after(x.i).low == "к" && x.f.width(x.i+2) > 0 }},
	{"39/1 - 39/3", func(x houseFlat) bool {
		return x.f.after(x.i).among("/") && (x.f.at(x.i).space || x.f.at(x.h-1).sign == '/' ||
			x.f.at(x.h).low == x.f.at(x.i).low)
	}},
}

// farHouses is how far two houses of one street may be apart in «дом 12, 14».
const farHouses = 10

// neighbours reports that the number at token i may be another house, not far from the one that ends with token h.
func (f *finder) neighbours(h, i int) bool {
	if f.at(h).kind != number && h > 0 {
		h--
	}
	apart := atoi(f.at(i).low) - atoi(f.at(h).low)
	return f.at(h).kind != number || apart <= farHouses && apart >= -farHouses
}

var (
	buildings     = listOf("к стр")
	buildingHeads = listOf("корп")
)

// overBuilding goes back over «корп. 2», «к1» before the house, from its last token h; said tells that one stood there.
func (f *finder) overBuilding(h int) (house int, said bool) {
	b := h - 1
	if f.at(b).among(".") {
		b--
	}
	if h < 2 || f.at(h).kind != number || f.at(b).kind != word {
		return h, false
	}
	block := buildingHeads.begin(f.at(b).low)
	switch {
	case f.width(b-1) > 0 && (block || buildings.has(f.at(b).low)):
		return b - 1, true
	case block && f.at(b-1).sign == ',' && f.width(b-2) > 0:
		return b - 2, true
	}
	return h, false
}

// houseBefore reads a house whose last token is h, «5», «5а», «7/1», «5 корп. 2», back to the word that names its
// street, at k, -1 if there is none. said tells that «дом» stands before it.
func (f *finder) houseBefore(h int) (k int, said bool) {
	h, said = f.overBuilding(h)
	if t := f.at(h); h > 0 && t.kind == word && t.letters == 1 && !t.space {
		h--
	}
	if h < 1 || f.width(h) == 0 || f.width(h) > longestHouse {
		return -1, false
	}
	if h > 2 && f.at(h-1).sign == '/' && !f.at(h).space && f.width(h-2) > 0 { // 7/1-55
		h -= 2
	}
	return f.streetOfHouse(h, said)
}

// streetOfHouse goes back from the house at token h over «д.», «дом» and commas.
func (f *finder) streetOfHouse(h int, said bool) (int, bool) {
	for k := h - 1; k >= 0; k-- {
		t := f.at(k)
		switch {
		case f.at(k + 1).line:
			return -1, false
		case houseWords.has(t.low):
			said = true
		case t.among(".,№"):
		case t.kind == word, t.kind == number && f.blockNear(k):
			return k, said
		default:
			return -1, said
		}
	}
	return -1, said
}

// nearHouses is how far two houses of one side may be apart in «Ленина 12-14»; far out on a street rows are longer.
const nearHouses = 4

// houses reports that the number is one of several houses: «дома 5-17», «Ленина 12-14» and «5-17 дома».
func (x houseFlat) houses() bool {
	if severalHouses(x.named) || severalHouses(x.f.at(x.i+1)) {
		return true
	}
	a, b := 0, atoi(x.f.at(x.i).low)
	if x.f.width(x.h) > 0 {
		a = atoi(x.f.at(x.h).low)
	}
	return a > 0 && b > a && b-a <= nearHouses+a/10 && (b-a)%2 == 0 && !x.houseNamed()
}

// severalHouses reports «дома».
func severalHouses(t *token) bool { return t.kind == word && strings.HasPrefix(t.low, "дома") }

// houseNamed reports «дом» or «д.» before the house.
func (x houseFlat) houseNamed() bool {
	return x.f.says(x.h-1, houseWords) || x.f.at(x.h-1).sign == '.' && x.f.at(x.h-2).low == "д"
}

var blocks = wordSet("мкр мкрн мкр-н микрорайон микрорайоне квартал квартале кв-л")

// blockNear reports a numbered quarter, «5 мкр», «микрорайон 5», at token k.
func (f *finder) blockNear(k int) bool {
	for n := k; n >= max(0, k-2); n-- {
		t := f.at(n)
		if blocks[t.low] || t.kind == word {
			return t.kind == word && blocks[t.low]
		}
	}
	return false
}

// endsAddress reports that nothing counted follows token i: the phrase ends, or what is missing is named.
func (f *finder) endsAddress(i int) bool {
	n := f.at(i + 1)
	return f.pauses(i+1) || n.among(")") || n.kind == word && (nothing.has(n.low) ||
		n.any(cuephone|cuepassport|cuesnils|cueinn|cuepolicy))
}

// listed reports another number behind token i, «5, 17, 19», «5, 17 и 19».
func (f *finder) listed(i int) bool {
	n := f.after(i)
	return (n.among(",") || n.low == "и") && f.width(i+2) > 0
}

var (
	// addressHeads begin words that introduce an address.
	addressHeads = listOf("адрес прожива живу живем живет прописан зарегистр")
	cityWords    = listOf("г город")
)

// addressBefore reports before token k what introduces somebody's address: «проживаю», «адрес», a town.
func (f *finder) addressBefore(k int) bool {
	for n := k - 1; n >= max(0, k-8); n-- {
		t := f.at(n)
		if t.kind == word && (t.any(town) || addressHeads.begin(t.low)) || cityWords.has(t.low) {
			return true
		}
	}
	return false
}

// nearStreet bounds how many words before a house a word for a street is looked for.
const nearStreet = 4

// streetNear reports a word for a street among the three words up to token k.
func (f *finder) streetNear(k int) bool {
	for words := 0; words < nearStreet; k-- {
		t := f.at(k)
		switch {
		case t.kind == word && t.any(street):
			return true
		case t.kind == word:
			words++
		case !t.among(".,"):
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
	if f.at(k).none(month) || f.width(k-1) == 0 {
		return false
	}
	if k -= 2; f.at(k).among(".") && k > 0 {
		k--
	}
	return f.is(k, street)
}

// streetLike reports a word that reads as a street's name: «Гагарина», «Садовая», «Мира», «Sadovaya».
func streetLike(t *token) bool {
	return t.any(noun) || t.kind == word && t.capital && t.none(common) && streetEnded(t.low, streetEnds)
}

var (
	streetEnds      = listOf("ова ева ина ского ого его ая яя ской ной ный ский цкий aya ova eva ina ogo")
	smallStreetEnds = listOf("ова ева ского ая")
)

// smallStreet reports a street's name in small letters.
func smallStreet(t *token) bool {
	return t.kind == word && !t.capital && t.none(common) && streetEnded(t.low, smallStreetEnds)
}

// streetEnded reports an ending with more than one letter before it.
func streetEnded(low string, ends words) bool {
	return withEnding(low, ends, func(base string) bool { return len(base) > len("я") })
}
