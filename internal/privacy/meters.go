package privacy

import "strings"

// shown reports «показания» before the meter at token i.
func (f *finder) shown(i int) bool {
	return strings.HasPrefix(f.at(i-1).low, "показан") || strings.HasPrefix(f.at(i-2).low, "показан")
}

// meterBehind reads «счётчик № 01234567»: without a word for a number few digits behind a meter are what it shows.
func (f *finder) meterBehind(i int) bool {
	if f.shown(i) {
		return false
	}
	said := numberWord(f.before(i))
	for k, t := range f.onward(i, farthestPaper) {
		switch {
		case t.kind == taken, t.among("!?;"), t.kind == word && !t.capital && actEnds.end(t.low):
			return false // «счётчик показывает 12345678»
		case t.among("№"), numberWord(t):
			said = true
		case t.kind == number:
			if last := f.meterNumber(k, said); last > 0 {
				f.claimTokens(f.meterLetters(k, i), last, document)
				return true
			}
			if said || len(t.low) > leastSigned {
				return false
			}
		}
	}
	return false
}

// meterLetters includes the letters of «А-000001» behind token i.
func (f *finder) meterLetters(k, i int) int {
	t := f.at(k - 2)
	if k > i+2 && f.at(k-1).sign == '-' && t.kind == word && t.letters <= 2 && t.capitals == t.letters {
		return k - 2
	}
	return k
}

// meterNumber measures the number of a meter at token k, «18-000001»; 0 if it is what a meter shows.
func (f *finder) meterNumber(k int, said bool) int {
	last, digits := k, f.width(k)
	for f.tight(last+1, "-") && f.width(last+2) > 0 {
		last += 2
		digits += f.width(last)
	}
	if digits < leastPaper || !said && digits < leastLedger || f.counted(last) || f.date(k) > 0 {
		return 0
	}
	return last
}
