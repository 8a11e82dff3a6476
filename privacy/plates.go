package privacy

import (
	"strings"
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
