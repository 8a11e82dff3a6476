package privacy

import "strings"

var (
	contractHeads = listOf("соцна соглашени")
	publicHeads   = listOf("гос муниц")
	stateHeads    = listOf("муницип гос")
	purchases     = listOf("выполнен поставк строит оказан капитальн реконструкц")
	sumWords      = listOf("от на до")
)

// contractWord reports what has the number of a client, also «дог.».
func contractWord(t *token) bool {
	return t.any(contract) || t.low == "дог" || contractHeads.begin(t.low) ||
		strings.Contains(t.low, "контракт") && !publicHeads.begin(t.low)
}

// longestContract bounds the digits of a contract's number: those of purchases (44-ФЗ) have eighteen and more.
const longestContract = 16

// numberWord reports «номер» in any case.
func numberWord(t *token) bool { return t.kind == word && strings.HasPrefix(t.low, "номер") }

// contractBehind reads the number of a contract that a person has: «договор соцнайма № 1234», «дог. АБ-56/00318».
// Without № and letters only a long one is told from a sum. A contract of the state has no person.
func (f *finder) contractBehind(i int) bool {
	if f.publicContract(i) {
		return false
	}
	signed, aside := numberWord(f.before(i)), false // «договор на 5000», «от 12.03.2024»
	for k := i + 1; k <= i+farthestPaper && f.goesDown(k); k++ {
		switch t := f.at(k); {
		case t.kind == taken, t.among("!?;,"), f.is(k, numbered), t.kind == number && aside:
			return false
		case sumWords.has(t.low):
			aside = true
		case t.among("№"), numberWord(t):
			signed, aside = true, false
		case t.kind == word && f.seriesLetters(k):
			return f.contractAt(k, leastSigned)
		case t.kind == number:
			return f.contractAt(k, f.leastContract(k, signed))
		}
	}
	return false
}

// goesDown reports that token k stands on the same line, or behind a colon that ends one.
func (f *finder) goesDown(k int) bool {
	return k < len(f.tokens) && (!f.at(k).line || f.at(k-1).sign == ':')
}

// leastContract is how many digits the number of a contract that begins at token k has at least: the fewer, the more
// signs it has of being none of a sum.
func (f *finder) leastContract(k int, signed bool) int {
	joined := f.tight(k+1, "-/")
	lettered := joined && f.at(k+2).contractLetters()
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

// contractLetters reports up to three letters with a capital.
func (t *token) contractLetters() bool { return t.kind == word && t.letters <= 3 && t.capital }

// contractAt claims the number at token k unless it is a date, a year or one of a purchase.
func (f *finder) contractAt(k, least int) bool {
	if f.at(k).kind == number && (f.date(k) > 0 || f.width(k) > longestContract) {
		return false
	}
	for n := k; n < k+8; n++ {
		if f.at(n).low == "на" && purchases.begin(f.at(n+1).low) { // what the state buys
			return false
		}
	}
	return f.paperAt(k, least)
}

// publicContract reports «муниципальный контракт», «контракт на ремонт», «договор управления».
func (f *finder) publicContract(i int) bool {
	for k := i - 2; k < i; k++ {
		if f.at(k).kind == word && stateHeads.begin(f.at(k).low) {
			return true
		}
	}
	n := f.after(i)
	return n.kind == word && strings.HasPrefix(n.low, "управлени")
}

// enforcement reads 12345/23/16001-ИП, by which bailiffs keep what a person owes.
func (f *finder) enforcement(i int) bool {
	if f.at(i+1).sign != '/' || f.width(i+2) != 2 || f.at(i+3).sign != '/' || f.width(i+4) != 5 ||
		f.at(i+5).sign != '-' ||
		f.at(i+6).low != "ип" {
		return false
	}
	f.claimTokens(i, i+6, document)
	return true
}
