package privacy

import "strings"

// streetBefore reports whether a street, a square, a monument is named just before word i.
func (f *finder) streetBefore(i int) bool {
	words := 0
	for k := i - 1; k >= 0 && k >= i-7; k-- {
		t := &f.tokens[k]
		if f.tokens[k+1].line {
			return false
		}
		switch {
		case t.kind == mark && t.sign == '.' && f.stops(k):
			return false
		case t.kind == number && k > 0 && (f.is(k-1, street) || k > 1 && f.tokens[k-1].sign == '.' &&
			f.is(k-2, street)):
			return true // «ул. 26 Бакинских Комиссаров»
		case t.kind == mark && t.sign == '.', t.kind == mark && strings.ContainsRune("«\"“„", t.sign) && words == 0:
		case t.kind == word && t.facts&street != 0 && t.upper && f.is(k-1, role):
			return false // «председатель СНТ Лыков»
		case t.kind == word && t.facts&street != 0:
			// «по имени», «от имени» introduce people
			return t.low != "имени" || k == 0 || f.tokens[k-1].low != "по" && f.tokens[k-1].low != "от"
		case t.kind == word && t.letters == 1 && t.capital:
		case t.kind == word && words < 3 && (t.letters > 2 || t.letters == 1 || t.low == "св" || t.capital &&
			!t.upper) && !stopsStreet(t):
			words++
		default:
			return false
		}
	}
	return false
}

// stops reports that the full stop at token k ends a sentence: no short word stands before it.
func (f *finder) stops(k int) bool {
	return k > 0 && k+1 < len(f.tokens) && f.tokens[k+1].space && f.tokens[k+1].capital && f.tokens[k-1].kind == word &&
		f.tokens[k-1].letters > 4 && f.tokens[k-1].facts&abbreviation == 0 &&
		(f.tokens[k-1].facts&street == 0 || f.tokens[k-1].letters > 5 || f.tokens[k-1].facts&ordinary != 0)
}

// stopsStreet reports words that end the naming of a street: «на площади выступал Иван Петров».
func stopsStreet(t *token) bool {
	return t.facts&(role|kin|called) != 0 || t.letters > 3 && (strings.HasSuffix(t.low, "л") ||
		strings.HasSuffix(t.low, "ла") || strings.HasSuffix(t.low, "ли") || strings.HasSuffix(t.low, "ет") ||
		strings.HasSuffix(t.low, "ит"))
}

// isStreet reports that the name of n tokens from i on is a street's: it stands in the genitive, and a house, a word
// for a street or a preposition beside it tells where, not who.
func (f *finder) isStreet(i, n int) bool {
	t := f.tokens
	words := 0
	for k := i; k < i+n; k++ {
		if t[k].kind == word && t[k].letters > 1 {
			words++
		}
		if t[k].facts&famous != 0 && k > i && f.houseBehind(i+n) {
			return true
		}
		if t[k].facts&famous != 0 && k > i && t[i].letters > 1 && (t[i].facts&nominative == 0 ||
			strings.HasSuffix(t[k].low, "ого")) || t[k].low == "каренина" {
			return i == 0 || t[i-1].low != "у"
		}
	}
	if i > 0 && (t[i-1].low == "у" || t[i-1].low == "для" || t[i-1].low == "к") && t[i].letters > 1 {
		return false // «у Троицкой Марьи, д. 8»
	}
	if t[i].letters == 1 && genitiveLike(t[i+n-1].low) && f.houseBehind(i+n) {
		return true // «М.Жукова 35»
	}
	for k := i; k < i+n; k++ {
		if t[k].facts&nominative != 0 && !f.genitiveToo(k, i+n-1) || t[k].letters == 1 || t[k].kind == word &&
			patronymic(&t[k]) {
			return false
		}
	}
	if words < 2 {
		return false
	}
	next := i + n
	if f.near(next) && t[next].facts&street != 0 || f.houseBehind(next) {
		return true
	}
	given := &t[i]
	if given.facts&first == 0 {
		given = &t[i+1]
	}
	unchanged := given.facts&nominative != 0 && strings.HasSuffix(t[i+n-1].low, "ой") && i > 0 && t[i-1].low != "с"
	genitive := unchanged || strings.HasSuffix(given.low, "а") || strings.HasSuffix(given.low, "я") ||
		strings.HasSuffix(given.low, "ы") || strings.HasSuffix(given.low, "и")
	if i == 0 || !genitive || t[i-1].kind != word || t[i-1].facts&toward == 0 || !t[i].capital {
		return false
	}
	for k := i - 2; k >= 0 && k >= i-4; k-- {
		if t[k].kind == word && t[k].facts&complaint != 0 {
			return false
		}
	}
	return true
}

// genitiveToo reports a first name in the nominative that may be a man's in the genitive, «Богдана», or one that does
// not change before a surname in the genitive, «Патимат Бекоевой».
func (f *finder) genitiveToo(k, last int) bool {
	t := f.tokens
	if base, ok := strings.CutSuffix(t[k].low, "а"); ok && known(base)&(male|nominative) == male|nominative &&
		genitiveLike(t[last].low) {
		return true
	}
	return k < last && t[k].facts&female != 0 && strings.HasSuffix(t[last].low, "ой")
}

// houseBehind reports a house's number from token k on: «Сергея Лазо, д. 12». An age is none.
func (f *finder) houseBehind(k int) bool {
	for steps := 0; k < len(f.tokens) && steps < 4; steps++ {
		t := &f.tokens[k]
		switch {
		case t.line:
			return false
		case t.kind == number:
			n := f.after(k)
			return len(t.low) <= 3 && (n == nil || !f.noHouse(k, n))
		case t.kind == mark && (t.sign == ',' || t.sign == '.'), t.low == "д" || t.low == "дом":
		default:
			return false
		}
		k++
	}
	return false
}

// noHouse reports what shows the number at token k to be no house's: an age, a flat, a quantity, a date.
func (f *finder) noHouse(k int, next *token) bool {
	if next.kind == mark {
		return next.sign == '.' && !next.space && k+2 < len(f.tokens) && f.tokens[k+2].kind == number &&
			!f.tokens[k+2].space
	}
	// «Лыкова 7 подъезд 2» is a house
	if strings.HasPrefix(next.low, "подъезд") || strings.HasPrefix(next.low, "этаж") {
		return k+2 >= len(f.tokens) || f.tokens[k+2].kind != number
	}
	return next.kind == word && (next.facts&(unit|cueflat|month) != 0 && next.letters > 1 || next.low == "г")
}

// towardStreet reports «до А. Петрова», «по А. Петрова»: a preposition of place and the genitive.
func (f *finder) towardStreet(i int, family *token) bool {
	b := f.before(i)
	if b == nil || b.kind != word || b.low != "до" && b.low != "по" && b.low != "угол" {
		return false
	}
	return strings.HasSuffix(family.low, "а") || strings.HasSuffix(family.low, "ой") ||
		strings.HasSuffix(family.low, "го")
}

// adjective reports a word like a surname that belongs to a place: «Анна Воронежская область».
func (f *finder) adjective(i int) bool {
	return f.near(i+1) && f.tokens[i+1].facts&place != 0
}
