package privacy

import "strings"

// shortContract reports «дог.» before a number.
func shortContract(f *finder, i int) bool {
	low := f.tokens[i].low
	return low == "дог" || strings.HasPrefix(low, "соцна") || strings.HasPrefix(low, "соглашени") || strings.Contains(low, "контракт") && !strings.HasPrefix(low, "гос") && !strings.HasPrefix(low, "муниц")
}

// longestContract bounds the digits of a contract's number: those of purchases (44-ФЗ) have eighteen and more.
const longestContract = 16

// contractBehind reads the number of a contract that a person has: «договор соцнайма № 1234», «дог. АБ-56/00318».
// Without № and letters only a long one is told from a sum. A contract of the state has no person.
func (f *finder) contractBehind(i int) bool {
	t := f.tokens
	if f.publicContract(i) {
		return false
	}
	least := leastPaper
	if b := f.beforeX(i); b != nil && b.kind == word && strings.HasPrefix(b.low, "номер") {
		least = leastSigned
	}
	signed, aside := least == leastSigned, false // «договор на 5000», «от 12.03.2024»
	for k := i + 1; k < len(t) && k <= i+farthestPaper && (!t[k].line || t[k-1].sign == ':'); k++ {
		switch {
		case t[k].kind == taken, t[k].kind == mark && strings.ContainsRune("!?;,", t[k].sign),
			t[k].facts&numbered != 0 && t[k].kind == word:
			return false
		case t[k].low == "от" || t[k].low == "на" || t[k].low == "до":
			aside = true
		case t[k].kind == mark && t[k].sign == '№', t[k].kind == word && strings.HasPrefix(t[k].low, "номер"):
			signed, aside = true, false
		case t[k].kind == word && f.seriesLetters(k):
			return f.contractAt(k, leastSigned)
		case t[k].kind == number && aside:
			return false
		case t[k].kind == number:
			return f.contractAt(k, f.leastContract(k, signed))
		}
	}
	return false
}

// leastContract is how many digits the number of a contract that begins at token k has at least: the fewer, the more
// signs it has of being none of a sum.
func (f *finder) leastContract(k int, signed bool) int {
	t := f.tokens
	joined := k+2 < len(t) && (t[k+1].sign == '-' || t[k+1].sign == '/') && !t[k+1].space && !t[k+2].space
	lettered := joined && t[k+2].kind == word && t[k+2].letters <= 3 && t[k+2].capital
	switch {
	case signed && lettered:
		return 2
	case signed, lettered:
		return leastSigned
	case joined:
		return leastSigned + 1
	}
	return leastPaper
}

// contractAt claims the number at token k unless it is a date, a year or one of a purchase.
func (f *finder) contractAt(k, least int) bool {
	if f.tokens[k].kind == number && (f.date(k) > 0 || len(f.tokens[k].low) > longestContract) {
		return false
	}
	for n := k; n < len(f.tokens) && n < k+8; n++ { // what the state buys
		if f.tokens[n].low == "на" && n+1 < len(f.tokens) && beginsWith(f.tokens[n+1].low, purchases) {
			return false
		}
	}
	return f.paperAt(k, least)
}

var purchases = strings.Fields("выполнен поставк строит оказан капитальн реконструкц")

// publicContract reports «муниципальный контракт», «контракт на ремонт», «договор управления».
func (f *finder) publicContract(i int) bool {
	for k := max(0, i-2); k < i; k++ {
		if t := &f.tokens[k]; t.kind == word && (strings.HasPrefix(t.low, "муницип") || strings.HasPrefix(t.low, "гос")) {
			return true
		}
	}
	n := f.afterX(i)
	return n != nil && n.kind == word && strings.HasPrefix(n.low, "управлени")
}

// enforcement reads 12345/23/16001-ИП, by which bailiffs keep what a person owes.
func (f *finder) enforcement(i int) bool {
	t := f.tokens
	if i+6 >= len(t) || t[i+1].sign != '/' || t[i+2].kind != number || len(t[i+2].low) != 2 || t[i+3].sign != '/' ||
		t[i+4].kind != number || len(t[i+4].low) != 5 || t[i+5].sign != '-' || t[i+6].low != "ип" {
		return false
	}
	f.claimTokens(i, i+6, document)
	return true
}
