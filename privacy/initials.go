package privacy

import "strings"

// initial reports one capital letter at token i; stop tells whether a full stop follows.
func (f *finder) initial(i int) (is, stop bool) {
	if i >= len(f.tokens) || f.tokens[i].kind != word || f.tokens[i].letters != 1 || !f.tokens[i].capital || f.tokens[i].line || !cyrillic(&f.tokens[i]) {
		return false, false
	}
	n := f.after(i)
	return true, n != nil && n.kind == mark && n.sign == '.' && !n.space
}

// cyrillic keeps «P. S.» from being read as initials.
func cyrillic(t *token) bool { return t.low[0] == 0xd0 || t.low[0] == 0xd1 }

// initials measures one or two initials from token i on: tokens, how many, and whether all have their full stops.
func (f *finder) initials(i int) (tokens, count int, stops bool) {
	stops = true
	for count < 2 {
		is, stop := f.initial(i + tokens)
		if !is {
			break
		}
		count++
		tokens++
		if stop {
			tokens++
		} else {
			stops = false
			if n := f.after(i + tokens - 1); n == nil || !n.space {
				break
			}
		}
	}
	return tokens, count, stops
}

// withInitials finds Иванов И. И. and И. И. Иванов.
func (f *finder) withInitials(i int) int {
	p := &f.tokens[i]
	if is, _ := f.initial(i); is {
		tokens, count, stops := f.initials(i)
		k := i + tokens
		if !stops || k >= len(f.tokens) || f.tokens[k].kind != word || f.tokens[k].line || !f.tokens[k].capital || f.tokens[k].letters < 3 {
			return 0
		}
		family := &f.tokens[k]
		if count == 2 && (surnameLike(family) || family.facts&common == 0) || count == 1 && surnameLike(family) && !f.adjective(k) && (!placeInitial(p.low) || f.roleBefore(i)) && !f.towardStreet(i, family) {
			return tokens + 1
		}
		return 0
	}
	if p.letters < 3 || i+1 >= len(f.tokens) || f.tokens[i+1].kind != word || !f.tokens[i+1].space {
		return 0
	}
	if !p.capital && !strongSurname(p) {
		return 0
	}
	tokens, count, stops := f.initials(i + 1)
	if k := i + 1 + tokens; count == 2 && !surnameLike(p) && f.near(k) && f.tokens[k].capital && surnameLike(&f.tokens[k]) {
		return 0 // «города Энска Д. В. Петров»: the initials belong to what follows
	}
	switch {
	case count == 2 && stops && p.capital && (surnameLike(p) || !p.upper && p.facts&(common|street|first) == 0), count == 2 && stops && p.facts&familySure != 0:
		return 1 + tokens
	case count == 2 && p.capital && surnameLike(p) && !p.upper:
		return 1 + tokens
	case count == 1 && p.capital && stops && surnameLike(p) && !placeInitial(f.tokens[i+1].low):
		return 1 + tokens
	// Юля К.
	case count == 1 && p.capital && stops && p.facts&first != 0 && p.facts&nominative != 0 && !p.upper:
		return 1 + tokens
	}
	return 0
}

// placeInitial reports letters that more often shorten a place than a name: г. с. п. д.
func placeInitial(low string) bool { return strings.Contains("гспд", low) }
