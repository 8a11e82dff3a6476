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
			if n := f.afterX(k); n != nil && (n.kind != word || n.facts&split != 0) && n.sign != ',' && n.sign != '!' {
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
	if k < 0 || f.tokens[k].kind != word || !beginsWith(f.tokens[k].low, []string{"участ", "дач"}) &&
		f.tokens[k].low != "уч" || atoi(f.tokens[i].low) < leastPlot {
		return false
	}
	for n := i + 3; n > k-10 && n >= 0; n-- {
		if n >= len(f.tokens) {
			continue
		}
		switch f.tokens[n].low {
		case "товарищество", "товариществе", "снт", "днт", "тсн", "сот", "садоводство", "садоводстве", "садоводческое", "днп", "кс":
			f.claimTokens(i, i, flat)
			return true
		}
	}
	return false
}

// flatBehindHouse reads the number of a flat behind a house whose street is named: «Ленина 5-17», «ул. Ленина, дом 5,
// 17», «ул. Ленина 5 17». Two numbers that may be two houses of one side of the street are left.
func (f *finder) flatBehindHouse(i int) bool {
	t := f.tokens
	d := i - 1
	if d < 1 || t[i].line || t[d].line || f.counted(i) || f.moreDigits(i) {
		return false
	}
	h := d - 1
	if t[d].kind != mark {
		h = d
	}
	if f.rowGoesOn(h, i) {
		return false
	}
	k, said := f.houseBefore(h)
	if k < 0 || f.houses(k, h, i) {
		return false
	}
	named := &t[k]
	if named.facts&month != 0 && !f.streetOfDate(k) || named.facts&unit != 0 || named.kind == word && named.letters < 3 {
		return false
	}
	if !f.flatParted(k, h, i, said) {
		return false
	}
	f.claimTokens(i, i, flat)
	return true
}

// flatParted decides by the sign before token i whether it is the flat of a house that ends with token h and is named by
// token k.
func (f *finder) flatParted(k, h, i int, said bool) bool {
	t, d, named := f.tokens, i-1, &f.tokens[k]
	street := named.capital && f.is(k-1, preposition) && streetEnded(named.low, streetEnds) || f.streetNear(k) || f.shortBefore(k) || f.streetOfDate(k) || f.blockNear(k)
	if t[d].kind == mark && strings.ContainsRune("-_", t[d].sign) {
		spaced := t[i].space || t[d].space
		return street || streetLike(named) && (!spaced || f.pauses(i+1) || !f.neighbours(h, i)) ||
			!spaced && smallStreet(named) && atoi(t[i].low) >= leastRoom && f.endsAddress(i)
	}
	if !street && !streetLike(named) || f.neighbours(h, i) || !f.endsAddress(i) || f.listed(i) {
		return false
	}
	if t[d].kind == mark {
		return t[d].sign == ',' && (said || f.addressBefore(k))
	}
	return (t[d].kind == number || !t[d].space) && t[i].space && atoi(t[i].low) >= leastRoom
}

// flatBehindEntrance reads «подъезд 2, 17» and «5 этаж, 17».
func (f *finder) flatBehindEntrance(i int) bool {
	t := f.tokens
	heads := []string{"подъезд", "этаж"}
	if i < 3 || t[i-1].sign != ',' || t[i].line || atoi(t[i].low) < leastRoom ||
		!(t[i-2].kind == number && beginsWith(t[i-3].low, heads) || t[i-3].kind == number && beginsWith(t[i-2].low, heads)) ||
		f.counted(i) || f.moreDigits(i) || !f.endsAddress(i) || f.listed(i) {
		return false
	}
	f.claimTokens(i, i, flat)
	return true
}

// rowGoesOn reports what continues a row of houses right behind token i: «5-17-20», «3-й», «90к1 - 90к2», «39/1 - 39/3».
func (f *finder) rowGoesOn(h, i int) bool {
	n := f.afterX(i)
	if n == nil || n.space || i+2 >= len(f.tokens) || f.tokens[i+2].space {
		return false
	}
	switch {
	case n.kind == mark && n.sign == '-', n.low == "к" && f.tokens[i+2].kind == number:
		return true
	case n.kind == mark && n.sign == '/':
		return f.tokens[i].space || h > 0 && f.tokens[h-1].sign == '/' || f.tokens[h].low == f.tokens[i].low
	}
	return false
}

// farHouses is how far two houses of one street may be apart in «дом 12, 14».
const farHouses = 10

// neighbours reports that the number at token i may be another house, not far from the one that ends with token h.
func (f *finder) neighbours(h, i int) bool {
	if f.tokens[h].kind != number && h > 0 {
		h--
	}
	a, b := atoi(f.tokens[h].low), atoi(f.tokens[i].low)
	return f.tokens[h].kind != number || b-a <= farHouses && a-b <= farHouses
}

// houseBefore reads a house whose last token is h, «5», «5а», «7/1», «5 корп. 2», back to the word that names its
// street, at k, -1 if there is none. said tells that «дом» stands before it.
func (f *finder) houseBefore(h int) (k int, said bool) {
	t := f.tokens
	if h > 1 && t[h].kind == number && (t[h-1].kind == word || t[h-1].sign == '.' && t[h-2].kind == word) {
		b := h - 1
		if t[b].kind == mark {
			b--
		}
		if b > 0 && (t[b].low == "к" || strings.HasPrefix(t[b].low, "корп") || t[b].low == "стр") && t[b-1].kind == number {
			h, said = b-1, true
		} else if b > 1 && strings.HasPrefix(t[b].low, "корп") && t[b-1].sign == ',' && t[b-2].kind == number {
			h, said = b-2, true
		}
	}
	if h > 0 && t[h].kind == word && t[h].letters == 1 && !t[h].space {
		h--
	}
	if h < 1 || t[h].kind != number || len(t[h].low) > 3 {
		return -1, false
	}
	if h > 2 && t[h-1].sign == '/' && !t[h].space && t[h-2].kind == number { // 7/1-55
		h -= 2
	}
	for k = h - 1; k >= 0; k-- {
		switch {
		case t[k+1].line:
			return -1, false
		case t[k].low == "д" || t[k].low == "дом":
			said = true
		case t[k].kind != mark || !strings.ContainsRune(".,№", t[k].sign):
			if t[k].kind == taken || t[k].kind == mark || t[k].kind == number && !f.blockNear(k) {
				return -1, said
			}
			return k, said
		}
	}
	return -1, said
}

// nearHouses is how far two houses of one side may be apart in «Ленина 12-14»; far out on a street rows are longer.
const nearHouses = 4

// houses reports that the number at token i is one of several houses: «дома 5-17», «Ленина 12-14» and «5-17 дома».
func (f *finder) houses(k, h, i int) bool {
	t := f.tokens
	for _, n := range [...]int{k, i + 1} {
		if n < len(t) && t[n].kind == word && strings.HasPrefix(t[n].low, "дома") {
			return true
		}
	}
	a, b := 0, atoi(t[i].low)
	if t[h].kind == number {
		a = atoi(t[h].low)
	}
	return a > 0 && b > a && b-a <= nearHouses+a/10 && (b-a)%2 == 0 && !(h > 0 && (t[h-1].low == "д" || t[h-1].low == "дом" ||
		h > 1 && t[h-1].sign == '.' && t[h-2].low == "д"))
}

// blockNear reports a numbered quarter, «5 мкр», «микрорайон 5», at token k.
func (f *finder) blockNear(k int) bool {
	for n := k; n >= 0 && n >= k-2; n-- {
		switch low := f.tokens[n].low; low {
		case "мкр", "мкрн", "мкр-н", "микрорайон", "микрорайоне", "квартал", "квартале", "кв-л":
			return f.tokens[n].kind == word
		}
		if f.tokens[n].kind == word {
			return false
		}
	}
	return false
}

// endsAddress reports that nothing counted follows token i: the phrase ends, or what is missing is named.
func (f *finder) endsAddress(i int) bool {
	if f.pauses(i + 1) {
		return true
	}
	n := &f.tokens[i+1]
	return n.kind == mark && n.sign == ')' || n.kind == word && (n.low == "нет" || n.low == "без" ||
		n.facts&(cuephone|cuepassport|cuesnils|cueinn|cuepolicy) != 0)
}

// listed reports another number behind token i, «5, 17, 19», «5, 17 и 19».
func (f *finder) listed(i int) bool {
	n := f.afterX(i)
	return n != nil && (n.kind == mark && n.sign == ',' || n.low == "и") && i+2 < len(f.tokens) &&
		f.tokens[i+2].kind == number
}

// addressBefore reports before token k what introduces somebody's address: «проживаю», «адрес», a town.
func (f *finder) addressBefore(k int) bool {
	for n := k - 1; n >= 0 && n >= k-8; n-- {
		t := &f.tokens[n]
		if t.kind == word && (beginsWith(t.low, addressHeads) || t.facts&town != 0) || t.low == "г" || t.low == "город" {
			return true
		}
	}
	return false
}

// addressHeads begin words that introduce an address.
var addressHeads = strings.Fields("адрес прожива живу живем живет прописан зарегистр")

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

// streetLike reports a word that reads as a street's name: «Гагарина», «Садовая», «Мира», «Sadovaya».
func streetLike(t *token) bool {
	if t.facts&noun != 0 {
		return true
	}
	if t.kind != word || !t.capital || t.facts&common != 0 {
		return false
	}
	return streetEnded(t.low, streetEnds)
}

var streetEnds = strings.Fields("ова ева ина ского ого его ая яя ской ной ный ский цкий aya ova eva ina ogo")

// smallStreet reports a street's name in small letters.
func smallStreet(t *token) bool {
	return t.kind == word && !t.capital && t.facts&common == 0 && streetEnded(t.low, []string{"ова", "ева", "ского", "ая"})
}

func streetEnded(low string, ends []string) bool {
	for _, e := range ends {
		if strings.HasSuffix(low, e) && len(low) > len(e)+2 {
			return true
		}
	}
	return false
}
