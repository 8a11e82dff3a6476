package privacy

import "strings"

const (
	farSecret     = 3 // bounds the tokens between «cvv» and its digits
	leastSecret   = 3 // of a code the digits it has at least
	mostSecret    = 8
	longestSecret = 4 // digits together
)

var keyLetters = listOf("к k")

// secretBehind reads the three digits behind «cvv» and the code of a door, «домофон 42к1234».
func (f *finder) secretBehind(i int) bool {
	k := i + 1
	for k <= i+farSecret && f.beforeSecret(k) {
		k++
	}
	if f.width(k) == 0 || f.at(k).line || f.width(k) > longestSecret || f.counted(k) {
		return false
	}
	end, digits := f.doorCode(k)
	if digits < leastSecret && end == k || digits > mostSecret {
		return false
	}
	f.claimTokens(k, end, card)
	return true
}

// beforeSecret reports what may stand before the digits.
func (f *finder) beforeSecret(k int) bool {
	t := f.at(k)
	return !t.line && (t.kind == mark || f.is(k, split|linking) || t.low == "код")
}

// doorCode measures what goes on behind the number at token k: more digits, «к», # and *.
func (f *finder) doorCode(k int) (end, digits int) {
	end, digits = k, f.width(k)
	for n := f.at(end + 1); !n.space; n = f.at(end + 1) {
		if n.kind != number && !keyLetters.has(n.low) && !(n.signed("#*") && f.width(end+2) > 0) {
			break
		}
		end++
		digits += f.width(end)
	}
	return end, digits
}

const (
	farTail     = 14 // bounds the tokens behind «карта» that are read
	longestTail = 6  // digits together
)

// cardTail reads the digits of a card whose others are starred, «карта 2200 **** 0004», «карта, последние цифры 0004».
func (f *finder) cardTail(i int) (found bool) {
	said := false
	for k := max(0, i-3); k < i; k++ {
		said = said || strings.HasPrefix(f.at(k).low, "цифр")
	}
	for k, t := range f.onward(i, farTail) {
		switch {
		case t.kind == taken, t.kind == mark && f.tailEnds(k, said), t.kind == number && f.noTail(k, said):
			return found
		case t.kind == number && (f.besideStars(k) || said && len(t.low) >= leastNumber):
			f.claimTokens(k, k, card)
			found = true
		case t.kind == word:
			said = said || tailHeads.begin(t.low)
		}
	}
	return found
}

var tailHeads = listOf("цифр заканч оканч последн")

// besideStars reports that stars stand beside the number at token k.
func (f *finder) besideStars(k int) bool { return f.stars(k-1) || f.after(k).sign == '*' }

// noTail reports a number that is none of a card.
func (f *finder) noTail(k int, said bool) bool {
	n := f.after(k)
	return f.width(k) > longestTail || f.counted(k) ||
		!said && n.kind != outside && n.kind != number && !f.besideStars(k)
}

// tailEnds reports a sign that ends the sentence.
func (f *finder) tailEnds(k int, said bool) bool {
	return f.at(k).signed("!?;.") && !f.stars(k) && !f.is(k-1, abbreviation) && f.at(k+1).sign != '.' &&
		!(said && f.at(k-1).kind == word)
}

// stars reports what stands for digits that are left out, with its last token at k: *, •, …, two full stops, «xxxx».
func (f *finder) stars(k int) bool {
	t := f.at(k)
	if t.kind == word {
		return t.letters > 1 && strings.Trim(t.low, "xх") == ""
	}
	return t.signed("*•…·●") || t.sign == '.' && f.at(k-1).sign == '.'
}

var (
	cardKinds = listOf("амбулат медицин")
	cardsOf   = listOf("пациент больн амбулат")
)

// patientCard reads «история болезни 12345», «карта пациента 12345».
func (f *finder) patientCard(i int) bool {
	if f.before(i).kind != word || !anyOf(patientWords, f.spot(i)) {
		return false
	}
	for k, n := range f.onward(i, 3) {
		if n.kind == number {
			return f.paperAt(k, leastSigned)
		}
	}
	return false
}

var patientWords = []rule[spot]{
	{"история болезни", func(s spot) bool {
		return s.t.low == "болезни" && strings.HasPrefix(s.at(-1).low, "истори")
	}},
	{"амбулаторная карта", func(s spot) bool { return s.t.any(cuecard) && cardKinds.begin(s.at(-1).low) }},
	{"карта пациента", func(s spot) bool { return s.at(-1).any(cuecard) && cardsOf.begin(s.t.low) }},
}
