package privacy

import "strings"

// cadastral reads 74:00:0000000:123 (order П/0393 of Rosreestr: district, area, quarter, parcel).
func (f *finder) cadastral(i int) bool {
	k, digits := i, 0
	for parts := 1; ; parts++ {
		if k >= len(f.tokens) || f.tokens[k].kind != number {
			return false
		}
		digits += len(f.tokens[k].low)
		if parts == 4 {
			break
		}
		if k+2 >= len(f.tokens) || f.tokens[k+1].sign != ':' || f.tokens[k+1].line || parts == 3 &&
			len(f.tokens[k].low) < 6 {
			return false
		}
		k += 2
		if parts == 3 && f.tokens[k].kind == word && f.tokens[k].letters == 2 && k+1 < len(f.tokens) { // :ЗУ1
			k++
		}
	}
	if digits < 8 || len(f.tokens[i].low) > 3 {
		return false
	}
	// a share or a room in it: …:123-74/001/2019-1
	for n := 0; n < 4 && k+2 < len(f.tokens) && (f.tokens[k+1].sign == '-' || f.tokens[k+1].sign == '/') &&
		!f.tokens[k+1].space && f.tokens[k+2].kind == number && !f.tokens[k+2].space; n++ {
		k += 2
	}
	f.claimTokens(i, k, document)
	return true
}

// besideStroke reports «к/н» and «к.н.» with its last letter at token i.
func (f *finder) besideStroke(i int) bool {
	t := f.tokens
	return t[i].low == "н" && i >= 2 && (t[i-1].sign == '/' || t[i-1].sign == '.') && t[i-2].low == "к" && !t[i].space
}

// cadastralWord reports «кадастровый», «кад» and «КН».
func cadastralWord(t *token) bool {
	return strings.HasPrefix(t.low, "кадастр") || t.low == "кад" || t.low == "кн" && t.upper
}

// cadastralBehind reads the four parts of a cadastral number with other signs between, behind its word.
func (f *finder) cadastralBehind(i int) bool {
	t := f.tokens
	k := i + 1
	for k < len(t) && k < i+6 && !t[k].line && t[k].kind != number && t[k].kind != taken {
		k++
	}
	if k >= len(t) || t[k].kind != number || t[k].line {
		return false
	}
	if f.cadastral(k) {
		return true
	}
	r := f.run(k)
	if n := r.colons(f); n > 0 {
		_, to := r.tokens(n)
		f.claimTokens(k, to, document)
		return true
	}
	if r.n < 4 || !r.joints(4, comma) {
		return false
	}
	widths := [...]int{3, 2, 7, 6}
	for g := range widths {
		if len(r.groups[g].digits) > widths[g] {
			return false
		}
	}
	if len(r.groups[2].digits) < 4 {
		return false
	}
	_, to := r.tokens(4)
	f.claimTokens(k, to, document)
	return true
}

// dashedCadastral reads 74-00-0000000-123, and with full stops, strokes or other signs between, a shape that nothing
// else has.
func (f *finder) dashedCadastral(i int) bool {
	t := f.tokens
	if i+6 >= len(t) || len(t[i].low) != 2 || i > 0 && t[i-1].kind == mark && !t[i].space &&
		strings.ContainsRune("-./_;|:", t[i-1].sign) {
		return false
	}
	least := 6
	if t[i+1].sign == '-' && t[i+3].sign == '-' && t[i+5].sign == '-' {
		least = 7
	}
	widths := [...][2]int{{2, 2}, {least, 7}, {1, 6}}
	for n, width := range widths {
		between, part := &t[i+2*n+1], &t[i+2*n+2]
		if between.kind != mark || !strings.ContainsRune("-./_;|:", between.sign) || between.space ||
			part.space || part.kind != number || len(part.low) < width[0] || len(part.low) > width[1] {
			return false
		}
	}
	f.claimTokens(i, i+6, document)
	return true
}
