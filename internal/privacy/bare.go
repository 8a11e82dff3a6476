package privacy

import "strings"

// leastBare is how many digits a number has that is an identifier of somebody though nothing tells of what: sums,
// houses and quantities are shorter or are written in groups.
const leastBare = 9

// longestBare is how many it has at most: purchases of the state (44-ФЗ) have eighteen and more.
const longestBare = 17

// farthestState bounds how many tokens before such a number are read for whose it is.
const farthestState = 12

// bareNumber claims a long row of digits that nothing parts, unless it is a hotline, money, or of the state or a firm.
func (f *finder) bareNumber(r *run) bool {
	g := &r.groups[0]
	if n := len(g.digits); n < leastBare || n > longestBare || g.spoken || f.path(g) || f.counted(g.to) ||
		freeOfCharge(f, r, 1) || f.dashed(g.from) || round(g.digits) || strings.Trim(g.digits, g.digits[:1]) == "" {
		return false
	}
	if n := f.afterX(g.to); n != nil && !n.space && (n.kind == word && n.letters > 2 || n.sign == '_' || n.sign == '/') {
		return false
	}
	words := 0
	for k := g.from - 1; k >= max(0, g.from-farthestState) && words < 5; k-- {
		t := &f.tokens[k]
		if t.kind == mark && (t.sign == '#' && k == g.from-1 || t.sign == '@') {
			return false
		}
		if t.kind != word {
			continue
		}
		if words++; beginsWith(t.low, statesNumbers) {
			return false
		}
	}
	for k := g.to + 1; k < len(f.tokens) && k <= g.to+3; k++ {
		if f.tokens[k].kind == word && beginsWith(f.tokens[k].low, firmsCodes) {
			return false
		}
	}
	f.claimTokens(g.from, g.to, document)
	return true
}

// dashed reports a word and a dash right before a number, as in an address of the web: video-100000001.
func (f *finder) dashed(i int) bool {
	t := f.tokens
	return i > 1 && t[i-1].sign == '-' && !t[i].space && !t[i-1].space && t[i-2].kind == word
}

// round reports a number that ends with three noughts, as sums do.
func round(digits string) bool { return strings.HasSuffix(digits, "000") }

var (
	firmsCodes = strings.Fields("инн огрн кпп бик окпо окато октмо")
	// statesNumbers begin the words behind which a long number is of the state, of a firm, of a repair, or money.
	statesNumbers = append(strings.Fields(`приказ постановл распоряж лиценз закуп контракт тендер протокол извещ аукцион
		заявк обращен инцидент конкурс реестр госконтракт потрат выдел стоим сумм бюджет миллион рубл ооо оао пао
		сайт страниц паблик групп сообществ канал хэштег штрихкод артикул`), firmsCodes...)
)
