package privacy

import (
	"strings"
	"unicode/utf8"
)

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

// plateWidth is how many digits the number of a plate has; other forms have from three to six.
const (
	plateWidth   = 3
	longestPlate = 6
)

// carPlate finds А123ВС77 and, with a cue, the forms of taxis, trailers and motorcycles. i is its first number.
func (f *finder) carPlate(i int) bool {
	if n := f.width(i); n < plateWidth || n > longestPlate {
		return false
	}
	l := f.before(i)
	if l.among("-") && !l.space && plateWord(f.at(i-2), 1) {
		return f.dashedPlate(i)
	}
	pair := f.at(i + 1)
	if pair.line || f.width(i) != plateWidth || !f.plateLetters(i, l, pair) {
		return f.plateForm(i)
	}
	region := f.region(i + 1)
	if !f.plateWhole(i, l, pair, region) {
		return false
	}
	f.claimTokens(i-1, max(i+1, region), plate)
	return true
}

// plateLetters reports one letter before the number at token i and two behind it.
func (f *finder) plateLetters(i int, l, pair *token) bool {
	return plateWord(l, 1) && plateWord(pair, 2) && (f.at(i-2).kind != number || l.space || l.line)
}

// unitLetters begin units behind a number: «с100мм» is no plate.
const unitLetters = "всуко"

// plateWhole decides of a letter, three digits at token i and two letters, with the number of a region or 0.
func (f *finder) plateWhole(i int, l, pair *token, region int) bool {
	x := letteredPlate{f, i, l, pair, region, f.at(i).space || pair.space, l.capital && pair.upper}
	return (!ordinaryPair(pair.low) || anyOf(surePlates, x)) &&
		(region > 0 || !x.spaced || x.upper || f.carBefore(i-1) || f.carBehind(i+1))
}

// letteredPlate is what may be a plate.
type letteredPlate struct {
	f             *finder
	i             int
	l, pair       *token
	region        int
	spaced, upper bool
}

// surePlates are plates though their two letters are a word or a unit.
var surePlates = []rule[letteredPlate]{
	{"а123не77", func(x letteredPlate) bool { return !x.spaced && x.region > 0 && !x.f.at(x.i+2).space }},
	{"А123НЕ, А 123 НЕ 77", func(x letteredPlate) bool {
		return x.upper && (!x.spaced || x.region > 0 && (!measures.has(x.pair.low) || x.f.carBefore(x.i-1)))
	}},
	{"а123мм", func(x letteredPlate) bool {
		return !x.spaced && measures.has(x.pair.low) && (!strings.Contains(unitLetters, x.l.low) ||
			x.f.carBehind(x.i+1))
	}},
}

// mostPlate bounds the parts of a plate.
const mostPlate = 6

var russia = listOf("rus рус")

// plateForm reads the plates of trailers, taxis, motorcycles, the police and other countries beside a word for a car or
// a plate: up to three letters at a time and a number of three digits or more, in any order.
func (f *finder) plateForm(i int) bool {
	from, letters, digits := i, 0, f.width(i)
	if l := f.plateSide(i, -1); l >= 0 {
		from, letters = l, f.at(l).letters
	}
	to, parts := i, 1
	for k := f.plateSide(i, 1); k >= 0 && parts < mostPlate; k, parts = f.plateSide(k, 1), parts+1 {
		digits += f.width(k)
		if f.at(k).kind != number && !russia.has(f.at(k).low) {
			letters += f.at(k).letters
		}
		to = k
	}
	if !plateSize(letters, digits) || f.counted(to) || !f.ofCar(from, to) {
		return false
	}
	f.claimTokens(from, to, plate)
	return true
}

// plateSize reports how many letters and digits such plates have.
func plateSize(letters, digits int) bool {
	switch {
	case letters < 1, letters > 4, digits > 8:
		return false
	case letters == 1:
		return digits >= 6
	}
	return digits >= 5 || letters+digits >= 6
}

// ofCar reports a car beside the tokens from..to, and no institution in them: «УК 123».
func (f *finder) ofCar(from, to int) bool {
	if f.carBefore(from) {
		return true
	}
	for k := from; k <= to; k++ {
		if f.is(k, org) {
			return false
		}
	}
	return f.carBehind(to)
}

const plateSigns = "-.|/"

// plateSide finds the part of a plate beside token i, one step before or behind it with one sign between; -1 if none
// is.
func (f *finder) plateSide(i, step int) int {
	k := i + step
	if f.at(k).kind == outside || f.at(max(i, k)).line {
		return -1
	}
	if f.at(k).among(plateSigns) {
		k += step
		if behind := f.at(max(k, k-step)); f.at(k).kind == outside || behind.line || behind.space {
			return -1
		}
	}
	if step > 0 && f.platePartBehind(i, k) || f.at(i).kind == number && f.plateSeries(k, f.at(max(i, k)).space) {
		return k
	}
	return -1
}

// platePartBehind reports digits or «rus» at token k that may stand behind the part of a plate at token i.
func (f *finder) platePartBehind(i, k int) bool {
	width := f.width(k)
	if f.at(i).kind == word {
		return width > 0 && width <= 4
	}
	return f.at(i).kind == number && (width == 2 || width == 3 || russia.has(f.at(k).low))
}

// plateSeries reports up to three letters of a plate, beside a number with or without a blank between.
func (f *finder) plateSeries(k int, space bool) bool {
	t := f.at(k)
	if t.kind != word || t.letters > 3 || t.any(unit|car) || space && ordinaryPair(t.low) {
		return false
	}
	return f.loudSeries(t) || plateWord(t, 2) && !ordinaryPair(t.low)
}

// loudSeries reports capitals that a plate may have.
func (f *finder) loudSeries(t *token) bool {
	return t.capitals == t.letters && (f.text[t.start] < utf8.RuneSelf || plateWord(t, t.letters))
}

// carBehind reports what cars do or are called behind token k.
func (f *finder) carBehind(k int) bool {
	for _, t := range f.onward(k, 4) {
		if t.kind == number {
			return false
		}
		if t.kind == word && (t.any(car) && !numberWord(t) || parking.begin(t.low)) {
			return true
		}
	}
	return false
}

// parking are beginnings of what is told of cars.
var parking = listOf("парк припарк стоит стоял гоня подрез сбил едет ездит проехал перегород")

// dashedPlate reads К-001-КК 74 around its number i.
func (f *finder) dashedPlate(i int) bool {
	pair := f.at(i + 2)
	if f.width(i) != plateWidth || f.at(i+1).sign != '-' || !plateWord(pair, 2) || pair.line || ordinaryPair(pair.low) {
		return false
	}
	f.claimTokens(i-2, max(i+2, f.region(i+2)), plate)
	return true
}

var regionWords = listOf("rus рус рег регион")

// region finds the number of the region, with «rus», behind token k; 0 if there is none.
func (f *finder) region(k int) int {
	k++
	if f.at(k).among("|,/-.") {
		k++
	}
	if strings.HasPrefix(f.at(k).low, "регион") {
		k++
	}
	if f.at(k).line || f.width(k) < 2 || f.width(k) > 3 {
		return 0
	}
	n := f.after(k)
	switch {
	case n.kind == word && regionWords.has(n.low):
		return k + 1
	case n.kind == word && n.any(unit|month):
		return 0
	}
	return k
}

// carBefore reports a word for a car or a plate among the four tokens before k.
func (f *finder) carBefore(k int) bool {
	return f.is(k-1, car) || f.is(k-2, car) || f.is(k-3, car) || f.is(k-4, car)
}

var (
	commonPairs = listOf("не на то но от он ту те ст со ну ко ум ах ух хм")
	measures    = listOf("км см мм кв тн мс")
)

// ordinaryPair reports words and units of two plate letters.
func ordinaryPair(low string) bool { return commonPairs.has(low) || measures.has(low) }
