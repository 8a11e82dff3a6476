package privacy

import "strings"

const (
	// leastBare is how many digits a number has that is an identifier of somebody though nothing tells of what: sums,
	// houses and quantities are shorter or are written in groups.
	leastBare = 9
	// longestBare is how many it has at most: purchases of the state (44-ФЗ) have eighteen and more.
	longestBare = 17
	// farthestState and mostState bound how many tokens and words before such a number are read for whose it is.
	farthestState = 12
	mostState     = 5
)

// bareNumber claims a long row of digits that nothing parts, unless it is a hotline, money, or of the state or a firm.
func (f *finder) bareNumber(r *run) {
	g := &r.groups[0]
	if n := len(g.digits); n < leastBare || n > longestBare || g.spoken || anyOf(ofNobody, bare{f, r, g}) {
		return
	}
	f.claimTokens(g.from, g.to, document)
}

// bare is a long row of digits.
type bare struct {
	f *finder
	r *run
	g *group
}

// ofNobody are the rows that are no identifier of a person.
var ofNobody = []rule[bare]{
	{"/123456789", func(b bare) bool { return b.f.path(b.g) || b.f.dashed(b.g.from) }},
	{"123456789 рублей", func(b bare) bool { return b.f.counted(b.g.to) || round(b.g.digits) }},
	{"88001234567", func(b bare) bool { return freeOfCharge(b.f, b.r, 1) }},
	{"999999999", func(b bare) bool { return strings.Trim(b.g.digits, b.g.digits[:1]) == "" }},
	{"123456789abc", func(b bare) bool {
		n := b.f.after(b.g.to)
		return n.kind != outside && !n.space && (n.kind == word && n.letters > 2 || n.signed("_/"))
	}},
	{"приказ 123456789", bare.ofState},
	{"123456789 ИНН", func(b bare) bool {
		for k := b.g.to + 1; k <= b.g.to+3; k++ {
			if t := b.f.at(k); t.kind == word && firmsCodes.begin(t.low) {
				return true
			}
		}
		return false
	}},
}

// ofState reports before the number what has numbers of the state, of a firm, of a repair, or a tag.
func (b bare) ofState() bool {
	words := 0
	for k := b.g.from - 1; k >= max(0, b.g.from-farthestState) && words < mostState; k-- {
		t := b.f.at(k)
		if t.among("@") || k == b.g.from-1 && t.among("#") {
			return true
		}
		if t.kind == word {
			words++
			if statesNumbers.begin(t.low) || firmsCodes.begin(t.low) {
				return true
			}
		}
	}
	return false
}

// dashed reports a word and a dash right before a number, as in an address of the web: video-100000001.
func (f *finder) dashed(i int) bool {
	return f.at(i-1).sign == '-' && !f.at(i).space && !f.at(i-1).space && f.at(i-2).kind == word
}

// round reports a number that ends with three zeros, as sums do.
func round(digits string) bool { return strings.HasSuffix(digits, "000") }

var (
	firmsCodes = listOf("инн огрн кпп бик окпо окато октмо")
	// statesNumbers begin the words behind which a long number is of the state, of a firm, of a repair, or money.
	statesNumbers = listOf(`приказ постановл распоряж лиценз закуп контракт тендер протокол извещ аукцион заявк обращен
		инцидент конкурс реестр госконтракт потрат выдел стоим сумм бюджет миллион рубл ооо оао пао сайт страниц паблик
		групп сообществ канал хэштег штрихкод артикул`)
)
