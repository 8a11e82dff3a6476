package privacy

import "strings"

// flatBehindSlash reads «Садовая 15/42» where «квартира» behind explains it: else it is a house at a corner.
func (f *finder) flatBehindSlash(i int) bool {
	if i < 3 || f.tokens[i-1].sign != '/' || f.tokens[i].space || f.tokens[i-2].kind != number ||
		f.tokens[i-3].kind != word {
		return false
	}
	for k := i + 1; k < len(f.tokens) && k <= i+5 && !f.tokens[k].line; k++ {
		if f.tokens[k].kind == number || f.tokens[k].kind == mark && f.tokens[k].sign == '.' {
			return false
		}
		if f.tokens[k].kind == word && f.tokens[k].facts&cueflat != 0 {
			if n := f.after(k); n != nil && (n.kind != word || n.facts&split != 0) && n.sign != ',' && n.sign != '!' {
				return false // it has a number of its own
			}
			f.claimTokens(i, i, flat)
			return true
		}
	}
	return false
}

// leastPlot is the number from which a plot of a garden society tells a household; smaller ones are read as its
// sections.
const leastPlot = 10

// gardenPlot reads «СНТ Ромашка, участок 142».
func (f *finder) gardenPlot(i int) bool {
	k := i - 1
	for k >= 0 && f.tokens[k].kind == mark && strings.ContainsRune("№.", f.tokens[k].sign) {
		k--
	}
	if k < 1 || f.tokens[k].kind != word || !strings.HasPrefix(f.tokens[k].low, "участ") &&
		f.tokens[k].low != "уч" || atoi(f.tokens[i].low) < leastPlot {
		return false
	}
	for n := k - 1; n >= 0 && n >= k-5; n-- {
		switch f.tokens[n].low {
		case "снт", "днт", "тсн", "сот", "садоводство", "садоводстве", "садоводческое", "днп", "кс":
			f.claimTokens(i, i, flat)
			return true
		}
	}
	return false
}

// flatBehindHouse reads «Ленина 5-17»: the number behind the dash, where a street is named before the house.
func (f *finder) flatBehindHouse(i int) bool {
	if len(f.tokens[i].low) > 4 || i < 3 {
		return false
	}
	d := i - 1
	if f.tokens[d].kind != mark || f.tokens[d].sign != '-' || f.tokens[d].line || f.tokens[i].line {
		return false
	}
	h := d - 1
	if f.tokens[h].kind == word && f.tokens[h].letters == 1 && !f.tokens[h].space && h > 0 {
		h--
	}
	if f.tokens[h].kind != number || len(f.tokens[h].low) > 3 {
		return false
	}
	if h > 2 && f.tokens[h-1].sign == '/' && !f.tokens[h].space && f.tokens[h-2].kind == number { // 7/1-55
		h -= 2
	}
	k := h - 1
	for k >= 0 && (f.tokens[k].kind == mark && (f.tokens[k].sign == '.' || f.tokens[k].sign == ',') ||
		f.tokens[k].low == "д" || f.tokens[k].low == "дом") {
		k--
	}
	if k < 0 || f.tokens[k].kind != word || f.counted(i) || f.moreDigits(i) {
		return false
	}
	if n := f.after(i); n != nil && n.kind == mark && n.sign == '-' && !n.space {
		return false
	}
	named := f.tokens[k]
	if named.facts&month != 0 && !f.streetOfDate(k) || named.facts&unit != 0 || named.letters < 3 ||
		strings.HasPrefix(named.low, "дома") {
		return false
	}
	spaced := f.tokens[i].space || f.tokens[d].space
	if f.streetNear(k) || f.streetOfDate(k) {
		f.claimTokens(i, i, flat)
		return true
	}
	if spaced || !streetLike(&named) {
		return false
	}
	f.claimTokens(i, i, flat)
	return true
}

// streetNear reports a word for a street among the three words up to token k.
func (f *finder) streetNear(k int) bool {
	words := 0
	for ; k >= 0 && words < 4; k-- {
		t := &f.tokens[k]
		switch {
		case t.kind == word && t.facts&street != 0:
			return true
		case t.kind == word:
			words++
		case t.kind != mark || t.sign != '.' && t.sign != ',':
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
	if k < 2 || f.tokens[k].facts&month == 0 || f.tokens[k-1].kind != number {
		return false
	}
	if k -= 2; f.tokens[k].kind == mark && f.tokens[k].sign == '.' && k > 0 {
		k--
	}
	return f.tokens[k].kind == word && f.tokens[k].facts&street != 0
}

// streetLike reports a word that reads as a street's name: «Гагарина», «Садовая», «Мира».
func streetLike(t *token) bool {
	if t.facts&noun != 0 {
		return true
	}
	if !t.capital || t.facts&common != 0 {
		return false
	}
	for _, e := range [...]string{"ова", "ева", "ина", "ского", "ого", "его", "ая", "яя", "ской", "ной"} {
		if strings.HasSuffix(t.low, e) && len(t.low) > len(e)+2 {
			return true
		}
	}
	return false
}
