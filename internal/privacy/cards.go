package privacy

import "strings"

// secretBehind reads the three digits behind «cvv» and the code of a door, «домофон 42к1234».
func (f *finder) secretBehind(i int) bool {
	t := f.tokens
	k := i + 1
	for k < len(t) && k < i+4 && !t[k].line && (t[k].kind == mark || t[k].facts&(split|linking) != 0 && t[k].kind == word ||
		t[k].low == "код") {
		k++
	}
	if k >= len(t) || t[k].kind != number || t[k].line || f.counted(k) {
		return false
	}
	end, digits := k, len(t[k].low)
	for end+1 < len(t) && !t[end+1].space && (t[end+1].kind == number || t[end+1].low == "к" || t[end+1].low == "k" ||
		(t[end+1].sign == '#' || t[end+1].sign == '*') && end+2 < len(t) && t[end+2].kind == number) {
		if end++; t[end].kind == number {
			digits += len(t[end].low)
		}
	}
	if digits < 3 && end == k || digits > 8 || len(t[k].low) > 4 {
		return false
	}
	f.claimTokens(k, end, card)
	return true
}

// cardTail reads the digits of a card whose others are starred, «карта 2200 **** 0004», «карта, последние цифры 0004».
func (f *finder) cardTail(i int) bool {
	t := f.tokens
	said := false
	for k := max(0, i-3); k < i; k++ {
		said = said || strings.HasPrefix(t[k].low, "цифр")
	}
	found := false
	for k := i + 1; k < len(t) && k <= i+14 && !t[k].line && t[k].kind != taken; k++ {
		switch {
		case t[k].kind == number:
			n := f.afterX(k)
			starred := f.stars(k-1) || n != nil && n.sign == '*'
			if len(t[k].low) > 6 || f.counted(k) || !starred && !said && n != nil && n.kind != number {
				return found
			}
			if starred || said && len(t[k].low) >= 4 {
				f.claimTokens(k, k, card)
				found = true
			}
		case t[k].kind == mark && strings.ContainsRune("!?;.", t[k].sign) && !f.stars(k) && !f.is(k-1, abbreviation) &&
			!(k+1 < len(t) && t[k+1].sign == '.') && !(said && t[k-1].kind == word):
			return found
		case t[k].kind == word:
			said = said || beginsWith(t[k].low, []string{"цифр", "заканч", "оканч", "последн"})
		}
	}
	return found
}

// stars reports what stands for digits that are left out, with its last token at k: *, •, …, two full stops, «xxxx».
func (f *finder) stars(k int) bool {
	t := &f.tokens[k]
	if t.kind == word {
		return t.letters > 1 && strings.Trim(t.low, "xх") == ""
	}
	return strings.ContainsRune("*•…·●", t.sign) || t.sign == '.' && k > 0 && f.tokens[k-1].sign == '.'
}

// patientCard reads «история болезни 12345», «карта пациента 12345».
func (f *finder) patientCard(i int) bool {
	t := &f.tokens[i]
	b := f.beforeX(i)
	if b == nil || b.kind != word {
		return false
	}
	switch {
	case t.low == "болезни" && strings.HasPrefix(b.low, "истори"):
	case t.facts&cuecard != 0 && beginsWith(b.low, []string{"амбулат", "медицин"}):
	case b.facts&cuecard != 0 && beginsWith(t.low, []string{"пациент", "больн", "амбулат"}):
	default:
		return false
	}
	for k := i + 1; k < len(f.tokens) && k < i+4 && !f.tokens[k].line; k++ {
		if f.tokens[k].kind == number {
			return f.paperAt(k, leastSigned)
		}
	}
	return false
}
