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

// carPlate finds А123ВС77 and, with a cue, the forms of taxis, trailers and motorcycles. i is its first number.
func (f *finder) carPlate(i int) bool {
	digits := f.tokens[i].low
	if n := len(digits); n < 3 || n > 6 {
		return false
	}
	l := f.beforeX(i)
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
		fused := !spaced && (!strings.Contains("всуко", l.low) || f.carBehind(i+1)) // «с100мм» is no plate
		if ordinaryPair(pair.low) && !whole && !(upper && (!spaced || region > 0 && (!measure(pair.low) || f.carBefore(i-1)))) &&
			!(fused && measure(pair.low)) {
			return false
		}
		if region == 0 && spaced && !upper && !f.carBefore(i-1) && !f.carBehind(i+1) {
			return false
		}
		f.claimTokens(i-1, max(i+1, region), plate)
		return true
	}
	return f.plateForm(i)
}

// mostPlate bounds the parts of a plate.
const mostPlate = 6

// plateForm reads the plates of trailers, taxis, motorcycles, the police and other countries beside a word for a car or
// a plate: up to three letters at a time and a number of three digits or more, in any order.
func (f *finder) plateForm(i int) bool {
	t := f.tokens
	from, letters, digits := i, 0, len(t[i].low)
	if l := f.plateSide(i, -1); l >= 0 {
		from, letters = l, t[l].letters
	}
	to, parts := i, 1
	for k := f.plateSide(i, 1); k >= 0 && parts < mostPlate; k, parts = f.plateSide(k, 1), parts+1 {
		if t[k].kind == number {
			digits += len(t[k].low)
		} else if t[k].low != "rus" && t[k].low != "рус" {
			letters += t[k].letters
		}
		to = k
	}
	switch {
	case letters == 0 || letters == 1 && digits < 6 || letters > 4 || digits > 8 || digits < 5 && letters+digits < 6:
		return false
	case f.counted(to), !f.carBefore(from) && f.institutionWithin(from, to), !f.carBefore(from) && !f.carBehind(to):
		return false
	}
	f.claimTokens(from, to, plate)
	return true
}

// institutionWithin reports the short form of an institution among the tokens from..to: «УК 123».
func (f *finder) institutionWithin(from, to int) bool {
	for k := from; k <= to; k++ {
		if f.is(k, org) {
			return true
		}
	}
	return false
}

// plateSide finds the part of a plate beside token i, one step before or behind it with one sign between; -1 if none is.
func (f *finder) plateSide(i, step int) int {
	t := f.tokens
	parted := func(a, b int) bool { return t[max(a, b)].line }
	k := i + step
	if k < 0 || k >= len(t) || parted(i, k) {
		return -1
	}
	if t[k].kind == mark && strings.ContainsRune("-.|/", t[k].sign) {
		if k += step; k < 0 || k >= len(t) || parted(k-step, k) || t[max(k, k-step)].space {
			return -1
		}
	}
	part := &t[k]
	switch {
	case part.kind == number && step > 0 && len(part.low) <= 4 && t[i].kind == word:
		return k
	case step > 0 && t[i].kind == number && (part.low == "rus" || part.low == "рус"):
		return k
	case part.kind == number && step > 0 && t[i].kind == number && (len(part.low) == 2 || len(part.low) == 3):
		return k
	case part.kind == word && part.letters <= 3 && t[i].kind == number && !(ordinaryPair(part.low) && t[max(i, k)].space) && (part.capitals == part.letters &&
		(f.text[part.start] < utf8.RuneSelf || plateWord(part, part.letters)) ||
		plateWord(part, 2) && !ordinaryPair(part.low)) && part.facts&(unit|car) == 0:
		return k
	}
	return -1
}

// carBehind reports what cars do or are called behind token k.
func (f *finder) carBehind(k int) bool {
	for n := k + 1; n < len(f.tokens) && n <= k+4 && !f.tokens[n].line && f.tokens[n].kind != number; n++ {
		t := &f.tokens[n]
		if t.kind == word && (t.facts&car != 0 && !strings.HasPrefix(t.low, "номер") || beginsWith(t.low, parking)) {
			return true
		}
	}
	return false
}

// parking are beginnings of what is told of cars.
var parking = strings.Fields("парк припарк стоит стоял гоня подрез сбил едет ездит проехал перегород")

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
	if k < len(f.tokens) && f.tokens[k].kind == mark && strings.ContainsRune("|,/-.", f.tokens[k].sign) {
		k++
	}
	if k < len(f.tokens) && strings.HasPrefix(f.tokens[k].low, "регион") {
		k++
	}
	if k >= len(f.tokens) || f.tokens[k].line || f.tokens[k].kind != number || len(f.tokens[k].low) < 2 ||
		len(f.tokens[k].low) > 3 {
		return 0
	}
	if n := f.afterX(k); n != nil && n.kind == word && (n.low == "rus" || n.low == "рус" || n.low == "рег" || n.low == "регион") {
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

// beginsWith is words.begin.
func beginsWith(low string, heads words) bool { return heads.begin(low) }

func endsWith(low string, ends words) bool { return ends.end(low) }
