package privacy

import "strings"

// shown reports «показания» before the meter at token i.
func (f *finder) shown(i int) bool {
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		if strings.HasPrefix(f.tokens[k].low, "показан") {
			return true
		}
	}
	return false
}

// meterBehind reads «счётчик № 01234567»: without a word for a number few digits behind a meter are what it shows.
func (f *finder) meterBehind(i int) bool {
	t := f.tokens
	said := i > 0 && t[i-1].kind == word && strings.HasPrefix(t[i-1].low, "номер") && !t[i].line
	if f.shown(i) {
		return false
	}
	for k := i + 1; k < len(t) && k <= i+farthestPaper && !t[k].line; k++ {
		switch {
		case t[k].kind == number:
			if last := f.meterNumber(k, said); last > 0 {
				if k > i+2 && t[k-1].sign == '-' && t[k-2].kind == word && t[k-2].letters <= 2 && t[k-2].capitals == t[k-2].letters {
					k -= 2 // А-000001
				}
				f.claimTokens(k, last, document)
				return true
			}
			if said || len(t[k].low) > leastSigned {
				return false
			}
		case t[k].kind == taken, t[k].kind == mark && strings.ContainsRune("!?;", t[k].sign),
			t[k].kind == word && !t[k].capital && endsWith(t[k].low, actEnds):
			return false // «счётчик показывает 12345678»
		case t[k].kind == mark && t[k].sign == '№', t[k].kind == word && strings.HasPrefix(t[k].low, "номер"):
			said = true
		}
	}
	return false
}

// meterNumber measures the number of a meter at token k, «18-000001»; 0 if it is what a meter shows.
func (f *finder) meterNumber(k int, said bool) int {
	t := f.tokens
	last, digits := k, len(t[k].low)
	for last+2 < len(t) && t[last+1].sign == '-' && !t[last+1].space && t[last+2].kind == number && !t[last+2].space {
		last += 2
		digits += len(t[last].low)
	}
	if digits < leastPaper || !said && digits < leastLedger || f.counted(last) || f.date(k) > 0 {
		return 0
	}
	return last
}
