package privacy

import "strings"

// spelledBirth reads «родилась двенадцатого марта 1961 года» with the month at token i.
func (f *finder) spelledBirth(i int) {
	d := i - 1
	numbered := d > 1 && f.tokens[d-1].sign == '-' && f.tokens[d-2].kind == number // «27-го октября»
	if d < 1 || f.tokens[d].kind != word || !numbered &&
		!endsWith(f.tokens[d].low, []string{"ого", "ое", "его", "ье"}) {
		return
	}
	if numbered {
		d -= 2
	}
	if !f.bornBefore(d) && !f.appears(i) && !f.personBefore(d, i) {
		return
	}
	if spokenValue(f.tokens[d-1].low) >= 20 { // «двадцать первого»
		d--
	}
	end := i
	if i+1 < len(f.tokens) && f.tokens[i+1].kind == number && !f.tokens[i+1].line {
		end = i + 1
		if end+2 < len(f.tokens) && f.tokens[end+1].sign == '-' && f.tokens[end+2].low == "го" {
			end += 2 // «51-го»
		}
		if n := f.afterX(end); n != nil && strings.HasPrefix(n.low, "год") {
			end++
		}
	} else {
		end = f.spokenYear(end)
	}
	f.claimTokens(d, end, birth)
}

// personBefore reports a name with a comma or a bracket before the day at token d, and a year behind the month at
// token i.
func (f *finder) personBefore(d, i int) bool {
	if d > 0 && spokenValue(f.tokens[d-1].low) >= 20 {
		d--
	}
	return d > 1 && f.tokens[d-1].kind == mark && strings.ContainsRune(",(-", f.tokens[d-1].sign) &&
		f.tokens[d-2].person &&
		i+1 < len(f.tokens) && f.tokens[i+1].kind == number && len(f.tokens[i+1].low) == 4
}

// bornInWords claims a year in words before «года рождения»: «тридцать восьмого года рождения».
func (f *finder) bornInWords(i int) {
	if i < 2 || !strings.HasPrefix(f.tokens[i-1].low, "год") {
		return
	}
	from := i - 1
	for from > 0 && f.near(from) && (ordinalMan(f.tokens[from-1].low) || spokenValue(f.tokens[from-1].low) >= 0 ||
		strings.HasPrefix(f.tokens[from-1].low, "тысяч")) {
		from--
	}
	if from < i-1 {
		f.claimTokens(from, i, birth)
	}
}

// appears reports «появилась на свет» behind a date.
func (f *finder) appears(i int) bool {
	for k := i + 1; k < len(f.tokens) && k < i+5; k++ {
		if strings.HasPrefix(f.tokens[k].low, "появил") && k+2 < len(f.tokens) && f.tokens[k+2].low == "свет" {
			return true
		}
	}
	return false
}

// spokenDate claims a date all in words behind «родился»: «пятнадцатого ноль девятого двадцать первого».
func (f *finder) spokenDate(i int) {
	if f.near(i+1) && f.tokens[i+1].low == "в" {
		i++
	}
	n := 1
	for i+n < len(f.tokens) && n < 9 && f.near(i+n) &&
		(ordinalMan(f.tokens[i+n].low) || spokenValue(f.tokens[i+n].low) >= 0 ||
			strings.HasPrefix(f.tokens[i+n].low, "тысяч")) {
		n++
	}
	if n > 3 || n == 3 && f.tokens[i].low == "в" {
		f.claimTokens(i+1, i+n-1, birth)
	}
}

// ordinalMan reports «пятнадцатого», «третьего», «двадцать первый».
func ordinalMan(low string) bool {
	for _, e := range [...]string{"ого", "его", "ьего", "ое", "ый", "ий", "ом", "ем"} {
		if base, ok := strings.CutSuffix(low, e); ok && endsWith(base, ordinals) {
			return true
		}
	}
	return false
}

// spokenYear passes over a year in words behind token k: «тысяча девятьсот сорок первого года», «пятьдесят седьмого».
func (f *finder) spokenYear(k int) int {
	last := k
	for n := k + 1; n < len(f.tokens) && n < k+7 && f.near(n); n++ {
		low := f.tokens[n].low
		switch {
		case spokenValue(low) >= 0, strings.HasPrefix(low, "тысяч"), strings.HasPrefix(low, "двухтысяч"):
		case ordinalMan(low):
			last = n
		case last > k && strings.HasPrefix(low, "год"):
			return n
		default:
			return last
		}
	}
	return last
}
