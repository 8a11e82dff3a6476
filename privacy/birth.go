package privacy

import "strings"

// birthDate finds a date that a cue before or behind tells to be somebody's birth.
func (f *finder) birthDate(i int) bool {
	end := f.date(i)
	if end == 0 {
		return false
	}
	end, said := f.bornAfter(end)
	if !said && !f.bornBefore(i) {
		return false
	}
	f.claimTokens(i, end, birth)
	return true
}

// date measures 12.03.1961, 1/2/2015, «5 мая 1948»; it returns the last token, 0 if no date begins here.
func (f *finder) date(i int) int {
	t := f.tokens
	day := t[i].low
	if len(day) > 2 || atoi(day) < 1 || atoi(day) > 31 || i+2 >= len(t) {
		return 0
	}
	if t[i+1].kind == word && t[i+1].facts&month != 0 && !t[i+1].line {
		if t[i+2].kind == number && len(t[i+2].low) == 4 && !t[i+2].line {
			return i + 2
		}
		return i + 1
	}
	if i+4 < len(t) && separates(&t[i+1]) && t[i+2].kind == number && separates(&t[i+3]) && t[i+4].kind == number &&
		dayMonth(day, t[i+2].low) && (len(t[i+4].low) == 4 || len(t[i+4].low) == 2) && !t[i+4].line {
		return i + 4
	}
	return 0
}

func separates(t *token) bool {
	return t.kind == mark && !t.line && (t.sign == '.' || t.sign == '/' || t.sign == '-')
}

// bornAfter reads «г.р.», «года рождения», «г» behind a date. It returns the last token of what belongs to the date.
func (f *finder) bornAfter(end int) (int, bool) {
	t := f.tokens
	at := func(k int) *token {
		if k < len(t) && !t[k].line && t[k].kind != taken {
			return &t[k]
		}
		return &token{kind: taken}
	}
	full := func(k int) int { // with its full stop
		if n := at(k + 1); n.kind == mark && n.sign == '.' && !n.space {
			return k + 1
		}
		return k
	}
	switch k := end + 1; at(k).low {
	case "гр":
		return full(k), true
	case "г", "год", "года", "году":
		last := full(k)
		if n := at(last + 1); n.low == "р" || strings.HasPrefix(n.low, "рожд") {
			return full(last + 1), true
		}
		if at(k).low == "г" {
			return last, false
		}
		return k, false
	case "рождения", "рожд":
		return k, true
	}
	return end, false
}

// bornBefore reads «родилась», «дата рождения:», «д.р.» up to three words before a date. Towns and feasts are born too.
func (f *finder) bornBefore(i int) bool {
	words := 0
	for k := i - 1; k >= 0 && words < 5; k-- {
		t := &f.tokens[k]
		switch {
		case t.kind == number || t.kind == taken, t.kind == mark && (t.sign == '!' || t.sign == '?' || t.sign == ';'):
			return false
		case t.kind != word:
			continue
		case t.facts&place != 0 || t.facts&street != 0:
			return false
		case t.facts&cuebirth != 0:
			return true
		case t.low == "р" && k >= 2 && f.tokens[k-1].sign == '.' && f.tokens[k-2].low == "д":
			return true
		}
		words++
	}
	return false
}
