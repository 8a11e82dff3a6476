package privacy

import "strings"

// persons finds names: full ones, with a patronymic or with initials, in any case and in any letters, and single ones
// that a word before them tells to be a person's.
func (f *finder) persons() {
	for i := 0; i < len(f.tokens); i++ {
		if f.tokens[i].kind != word {
			continue
		}
		if n := f.person(i); n > 0 {
			f.claimTokens(i, i+n-1, name)
			i = f.others(i + n - 1)
		}
	}
	f.recognise()
	f.pairs()
	f.surnamesToldOf()
	f.again()
	f.shortened()
}

// others claims the names that stand with one in a row, «Савелий, Ульяна и Платон», «Лыков (Бубнов)», from the last
// token of the first on; it returns the last token of the last.
func (f *finder) others(last int) int {
	for f.linked(last+1) && f.another(last, last+2) {
		last += 2
		f.claimTokens(last, last, name)
	}
	return last
}

// linked reports a comma, a bracket or «и» at token k and a word with a capital behind it.
func (f *finder) linked(k int) bool {
	link, next := f.at(k), f.at(k+1)
	return !link.line && next.kind == word && !next.line && next.capital && (link.among(",(") || link.low == "и")
}

// another reports a name of one word at token k behind one that ends with token last.
func (f *finder) another(last, k int) bool {
	return anyOf(furtherNames, further{f.at(last), f.at(k)}) && !f.houseBehind(k+1) && !f.adjective(k) &&
		f.person(k) <= 1
}

// further is a word behind the last one of a name.
type further struct{ last, next *token }

var furtherNames = []rule[further]{
	{"Савелий, Ульяна", func(x further) bool {
		return x.next.none(common) && x.next.facts&(first|nominative) == first|nominative
	}},
	{"Савелию, Ульяне", func(x further) bool {
		return x.next.any(first) && x.next.none(common) && x.last.any(first) && x.last.none(nominative)
	}},
	{"Лыков, Бубнов", func(x further) bool { return x.next.family() && !genitiveLike(x.next.low) }},
	{"Лыкова, Бубнова", func(x further) bool {
		return strings.HasSuffix(x.next.low, "а") && x.next.none(famous|noun|placename) && x.next.family()
	}},
}

// person measures, in tokens, the name that begins with word i; 0 if none does.
func (f *finder) person(i int) int {
	t := f.at(i)
	switch {
	case ordinalMan(t.low): // «Восьмое Марта»
		return 0
	case f.besideKin(i):
		return 1
	case t.any(common) && t.none(first|familySure|eastern) && t.letters > 1:
		return 0
	}
	n := f.named(i)
	if n == 0 {
		if n = f.composed(i); n > 0 && f.namesake(i, n) {
			return 0
		}
	}
	if n == 0 {
		n = f.single(i)
	}
	if n > 0 {
		n = f.withTail(i, n)
	}
	return n
}

// single measures a name of one word.
func (f *finder) single(i int) int {
	n := f.alone(i)
	if n == 0 && f.patronymicAlone(i) {
		return 1
	}
	return n
}

// composed measures a name of several parts.
func (f *finder) composed(i int) int {
	if n := max(f.clanName(i), f.particled(i), f.row(i)); n > 0 {
		return n
	}
	if n := f.fullName(i); n > 0 {
		return n
	}
	return f.withInitials(i)
}

// namesake reports that the name of n tokens from i on is a street's or one of history.
func (f *finder) namesake(i, n int) bool {
	tatar := f.near(i+n) && strings.HasPrefix(f.at(i+n).low, "урам") // a street
	return f.streetBefore(i) || f.isStreet(i, n) || tatar || f.historic(i, n)
}

// patronymicAlone reports «Иваныч», «ИванИванович».
func (f *finder) patronymicAlone(i int) bool {
	t := f.at(i)
	return t.capital && (familiar(t) || t.inner && patronymic(t)) && !f.streetBefore(i) && !f.orgBefore(i)
}

// given reports a first name that is meant as one: common words need a capital that no sentence explains.
func (t *token) given() bool { return t.any(first) && (t.none(everyday|ordinary) || t.capital) }
