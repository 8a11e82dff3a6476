package privacy

import "strings"

// How many digits a cadastral number has (order П/0393 of Rosreestr: district, area, quarter, parcel).
const (
	longestDistrict = 3
	leastQuarter    = 6
	leastCadastral  = 8
	mostShares      = 4 // numbers of a share or a room behind it
)

// cadastral reads 74:00:0000000:123.
func (f *finder) cadastral(i int) bool {
	k, digits := f.cadastralEnd(i)
	if k == 0 || digits < leastCadastral || f.width(i) > longestDistrict {
		return false
	}
	for n := 0; n < mostShares && f.tight(k+1, "-/") && f.width(k+2) > 0; n++ { // …:123-74/001/2019-1
		k += 2
	}
	f.claimTokens(i, k, document)
	return true
}

// cadastralEnd is the last token of four numbers with colons between, 0 if there are none, and counts their digits.
func (f *finder) cadastralEnd(i int) (k, digits int) {
	k = i
	for parts := 1; f.width(k) > 0; parts++ {
		digits += f.width(k)
		if parts == 4 {
			return k, digits
		}
		if f.at(k+1).sign != ':' || f.at(k+1).line || parts == 3 && f.width(k) < leastQuarter {
			break
		}
		k += 2
		if parts == 3 && f.at(k).kind == word && f.at(k).letters == 2 { // :ЗУ1
			k++
		}
	}
	return 0, 0
}

// besideStroke reports «к/н» and «к.н.» with its last letter at token i.
func (f *finder) besideStroke(i int) bool {
	return f.at(i).low == "н" && f.at(i-1).signed("/.") && f.at(i-2).low == "к" && !f.at(i).space
}

// cadastralWord reports «кадастровый», «кад» and «КН».
func cadastralWord(t *token) bool {
	return strings.HasPrefix(t.low, "кадастр") || t.low == "кад" || t.low == "кн" && t.upper
}

// cadastralWidths bound the digits of the four parts.
var cadastralWidths = [...]int{3, 2, 7, 6}

// cadastralBehind reads the four parts of a cadastral number with other signs between, behind its word.
func (f *finder) cadastralBehind(i int) bool {
	k := i + 1
	for k < i+6 && !f.at(k).line && f.at(k).kind != number && f.at(k).kind != taken {
		k++
	}
	if f.width(k) == 0 || f.at(k).line {
		return false
	}
	return f.cadastral(k) || f.cadastralRun(k)
}

// cadastralRun claims the groups of digits at token k if they are the parts of such a number.
func (f *finder) cadastralRun(k int) bool {
	r := f.run(k)
	if !r.colons(f) && !r.cadastralParts() {
		return false
	}
	_, to := r.tokens(4)
	f.claimTokens(k, to, document)
	return true
}

// cadastralParts reports four groups that are as long as the parts of a cadastral number.
func (r *run) cadastralParts() bool {
	if r.n < 4 || !r.joints(4, comma) {
		return false
	}
	for g, width := range cadastralWidths {
		if len(r.groups[g].digits) > width {
			return false
		}
	}
	return len(r.groups[2].digits) >= 4
}

// cadastralSigns stand between the parts.
const cadastralSigns = "-./_;|:"

// dashedCadastral reads 74-00-0000000-123, and with full stops, strokes or other signs between, a shape that nothing
// else has.
func (f *finder) dashedCadastral(i int) bool {
	if f.width(i) != 2 || f.at(i-1).among(cadastralSigns) && !f.at(i).space {
		return false
	}
	least := 6
	if f.at(i+1).sign == '-' && f.at(i+3).sign == '-' && f.at(i+5).sign == '-' {
		least = 7
	}
	if !f.cadastralPart(i+1, 2, 2) || !f.cadastralPart(i+3, least, 7) || !f.cadastralPart(i+5, 1, 6) {
		return false
	}
	f.claimTokens(i, i+6, document)
	return true
}

// cadastralPart reports a sign at token k and, right behind it, a number of so many digits.
func (f *finder) cadastralPart(k, least, most int) bool {
	return f.at(k).kind == mark && f.tight(k, cadastralSigns) && f.width(k+1) >= least && f.width(k+1) <= most
}
