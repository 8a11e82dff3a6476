package privacy

import "strings"

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
		switch {
		case t.kind != word:
		case t.facts&(cueflat|cueroom) != 0:
			if !strings.HasPrefix(t.low, "к") || !f.spelledBefore(k) {
				f.spelledBehind(k)
			}
		case t.low == "к" && !t.capital && f.spelledRoom(k):
		case spokenValue(t.low) >= 20 && k > 0 && f.near(k+1) && ordinal(f.tokens[k+1].low) && f.elliptic(k-1, k+1):
			f.claimTokens(k, k+1, flat) // «залили из сорок шестой»
		case k > 0 && t.letters > 6 && ordinal(t.low) && !beginsWith(t.low, []string{"втор", "трет"}) && f.elliptic(k-1, k):
			f.claimTokens(k, k, flat) // «соседка из двенадцатой»
		}
	}
}

// spelledRoom claims «к. сорок два»: behind «к» alone a number is in the dative, «к сорока двум».
func (f *finder) spelledRoom(k int) bool {
	i := k + 1
	if i < len(f.tokens) && f.tokens[i].sign == '.' {
		i++
	}
	if i >= len(f.tokens) || f.tokens[i].line || f.tokens[i].kind != word || spokenValue(f.tokens[i].low) < leastRoom {
		return false
	}
	_, next := f.spoken(i)
	if f.counted(next-1) || !f.endsAddress(next-1) {
		return false
	}
	f.claimTokens(k, next-1, flat)
	return true
}

// spelledBefore claims «сорок второй квартире» with the flat's word at token k.
func (f *finder) spelledBefore(k int) bool {
	if !f.near(k) || f.tokens[k-1].kind != word {
		return false
	}
	from := k - 1
	for n := 0; n < 2 && f.near(from) && f.tokens[from-1].kind == word && spokenValue(f.tokens[from-1].low) >= 20; n++ {
		from--
	}
	low := f.tokens[k-1].low
	if !ordinal(low) && !(from < k-1 && (low == "первая" || low == "вторая" || low == "первую" || low == "вторую")) {
		return false
	}
	f.claimTokens(from, k, flat)
	return true
}

// spelledBehind claims «квартира номер сорок два» with the flat's word at token k.
func (f *finder) spelledBehind(k int) {
	i, said := k+1, false
	for n := 0; n < 3 && i < len(f.tokens) && !f.tokens[i].line; n, i = n+1, i+1 {
		t := &f.tokens[i]
		if (t.low == "за" || t.low == "под") && i+1 < len(f.tokens) && strings.HasPrefix(f.tokens[i+1].low, "номер") {
			said, i = true, i+1 // «квартира под номером сорок два»
			continue
		}
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
	said = said || next-i > 1 // «девяносто один»
	if n := f.afterX(next - 1); !said && n != nil && n.kind == word && low != "квартира" && low != "кв" &&
		low != "комната" && n.low != "нет" && n.low != "без" {
		return
	}
	if n := f.afterX(next - 1); (!said || next-i > 1) && n != nil && n.kind == word && (strings.HasPrefix(n.low, "комнат") ||
		strings.HasPrefix(n.low, "человек") || n.facts&relative != 0) {
		return
	}
	if g.spoken && next < len(f.tokens) && f.near(next) { // «квартира четыре восемь»
		if more, end := f.spoken(next); end > 0 && len(g.digits)+len(more.digits) <= 3 && f.pauses(end) {
			next = end
		}
	}
	f.claimTokens(k, next-1, flat)
}
