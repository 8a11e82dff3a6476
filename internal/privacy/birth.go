package privacy

import "strings"

// birthDate finds a date that a cue before or behind tells to be somebody's birth.
func (f *finder) birthDate(i int) bool {
	end := f.date(i)
	if end == 0 {
		end = f.bareDate(i)
	}
	if end < 0 {
		return false
	}
	if f.tokens[end].facts&month != 0 && f.tokens[end].kind == word {
		end = f.spokenYear(end) // «5 июня пятьдесят первого»
		if n := f.afterX(end); n != nil && n.kind == number && len(n.low) == 2 && f.pauses(end+2) {
			end++ // «5 июня 51»
		}
	}
	end, said := f.bornAfter(end)
	if !said && !f.bornBefore(i) {
		return false
	}
	f.claimTokens(i, end, birth)
	return true
}

// bareDate measures a date that only a cue tells from other numbers, «14 08 1950» and 14081950; -1 if none begins here.
func (f *finder) bareDate(i int) int {
	if end := f.spacedDate(i); end > 0 {
		return end
	}
	t := f.tokens
	if i+3 < len(t) && t[i+1].sign == '.' && t[i+2].kind == number && t[i+3].kind == number && !t[i+3].line &&
		dayMonth(t[i].low, t[i+2].low) && f.year(t[i+3].low) {
		return i + 3 // «05.06 1951»
	}
	if i+2 < len(t) && t[i+2].kind == number && !t[i+1].line && !t[i+2].line {
		if t[i+1].kind == number && dayMonth(t[i].low, t[i+1].low) && len(t[i+2].low) == 2 {
			return i + 2 // «5 6 51»
		}
		if t[i+1].sign == '.' && !t[i+1].space && !t[i+2].space && dayMonth(t[i].low, t[i+2].low) &&
			!f.counted(i+2) && f.birthday(i) {
			return i + 2 // «др 05.06»
		}
	}
	if d := f.tokens[i].low; len(d) == 8 && dayMonth(d[:2], d[2:4]) && f.year(d[4:]) {
		return i
	}
	return -1
}

// birthday reports «др» or «день рождения» up to three words before token i: a weight or an hour stands behind
// «родилась».
func (f *finder) birthday(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4 && !f.tokens[k+1].line && f.tokens[k].kind != taken; k-- {
		switch f.tokens[k].low {
		case "др", "днюха", "рождения", "рожденья", "рождение":
			return true
		}
	}
	return false
}

// births finds dates that stand beside a name already found, and dates of birth whose day is a word.
func (f *finder) births() {
	for i := range f.tokens {
		t := &f.tokens[i]
		switch {
		case t.kind == number && f.issued(i), t.kind == number && f.expires(i):
		case t.kind == number:
			f.bornBeside(i)
		case t.kind == word && t.facts&month != 0:
			f.spelledBirth(i)
		case t.kind == word && (strings.HasPrefix(t.low, "родил") || strings.HasPrefix(t.low, "рожден")):
			f.spokenDate(i)
			f.bornInWords(i)
		}
	}
}

// sinceChildhood is the last year of a date beside a name that is a birth whatever follows: later ones may be of an
// event.
const sinceChildhood = 2012

// birthNear reports a date of birth among the tokens before token i: «Марк 5.06.2018, Алиса 7.08.2020».
func (f *finder) birthNear(i int) bool {
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		if f.hides(&f.tokens[k], birth) {
			return true
		}
	}
	return false
}

// youngest is the last year of a date right behind a child that is a birth whatever follows.
const youngest = 2023

// oneChild keeps «с ребёнком 1.08.2021» and «дети 1.08.2021», what happened on a day, from being births.
func oneChild(low string) bool {
	return !endsWith(low, []string{"ом", "ем", "ой", "ей", "ами", "ями"}) && !strings.HasPrefix(low, "дет")
}

// agedBefore reports «75 лет» or «бабушке 90» up to token k.
func (f *finder) agedBefore(k int) bool {
	t := f.tokens
	if t[k].kind == number {
		return len(t[k].low) <= 2 && f.is(k-1, relative|kin)
	}
	return k > 0 && t[k-1].kind == number && len(t[k-1].low) <= 3 && f.aged(k-1)
}

// oldestBirth is the last year that two digits do not stand for.
const oldestBirth = 1926

// bornBeside reads «Ступак Инна, 12.03.1961»: a whole date right behind a name, with a comma, a bracket or a dash
// between.
func (f *finder) bornBeside(i int) {
	k := i - 1
	said := false
	for n := 0; n < 4 && k >= 0 && (f.tokens[k].kind == mark && (strings.ContainsRune(",(-:;/|*~", f.tokens[k].sign) ||
		said && f.tokens[k].sign == '.') || f.tokens[k].low == "дата" || f.tokens[k].low == "рожд"); n++ {
		said = said || f.tokens[k].low == "дата"
		k--
	}
	if d := f.tokens[i].low; len(d) == 8 && k >= 0 && f.tokens[k].person && f.bareDate(i) == i {
		f.claimTokens(i, i, birth)
		return
	}
	end := f.date(i)
	if end == 0 && k == i-1 {
		end = f.spacedDate(i)
	}
	if end < i+2 || f.tokens[end].kind != number {
		return
	}
	year := atoi(f.tokens[end].low)
	if k < 0 || !f.tokens[k].person {
		if year < 100 { // «29.01.22» is of this century
			if year += 1900; year <= oldestBirth {
				year += 100
			}
		}
		if f.bornBehind(k, i, end, year) {
			f.claimTokens(i, end, birth)
		}
		return
	}
	behind := f.afterX(end)
	before := k
	for before > 0 && (f.tokens[before].person || f.tokens[before].sign == ':') {
		before--
	}
	if year > sinceChildhood && end != i+2 && !f.birthNear(i) && !(k == i-1 && (f.is(before, relative) ||
		f.fullBefore(k) &&
			(behind == nil || behind.kind == mark))) && (k == i-1 || behind != nil && behind.kind == word) {
		return
	}
	if n := f.afterX(end); n != nil && (n.low == "г" || n.low == "года") {
		end++
		if n := f.afterX(end); n != nil && n.sign == '.' && !n.space {
			end++
		}
	}
	f.claimTokens(i, end, birth)
}

// bornBehind reports that the date from token i to token end is a birth, though no name stands before it: behind a
// relative, a part, «я» or an age up to token k. A recent date needs a child and the end of a phrase.
func (f *finder) bornBehind(k, i, end, year int) bool {
	if year <= sinceChildhood && (f.is(k, relative|role|kin) || f.ownWord(k) || k >= 0 && f.tokens[k].kind == taken ||
		f.personBehind(end) || k >= 0 && k < i-1 && f.agedBefore(k)) {
		return true
	}
	if f.is(k, relative) && f.bracketed(i, end) {
		return true
	}
	if k < 0 || year > youngest || !f.pauses(end+1) {
		return false
	}
	return f.is(k, relative) && oneChild(f.tokens[k].low) || f.agedBefore(k) ||
		f.tokens[k].low == "от" && f.is(k-1, relative)
}

// personBehind reports a name right behind token end, with a comma or what the person is between, or nothing.
func (f *finder) personBehind(end int) bool {
	n := f.afterX(end)
	if n != nil && n.kind == mark && n.sign == ',' {
		end++
		n = f.afterX(end)
	}
	if n != nil && f.is(end+1, role|relative|kin) {
		n = f.afterX(end + 1)
	}
	return n != nil && n.person
}

// ownWord reports «я» or «мне» at token k.
func (f *finder) ownWord(k int) bool {
	return k >= 0 && (f.tokens[k].low == "я" || f.tokens[k].low == "мне")
}

// bracketed reports that a date is put in brackets: «ребёнок (12.03.2020)».
func (f *finder) bracketed(i, end int) bool {
	b, n := f.beforeX(i), f.afterX(end)
	return b != nil && n != nil && b.kind == mark && n.kind == mark && b.sign == '(' && n.sign == ')'
}

// spacedDate measures «14 08 1950».
func (f *finder) spacedDate(i int) int {
	t := f.tokens
	if i+2 >= len(t) || t[i+1].kind != number || t[i+2].kind != number || t[i+1].line || t[i+2].line ||
		len(t[i].low) != 2 || len(t[i+2].low) != 4 || !dayMonth(t[i].low, t[i+1].low) ||
		t[i+2].low[:2] != "19" && t[i+2].low[:2] != "20" {
		return 0
	}
	return i + 2
}

// fullBefore reports a patronymic in the nominative at token k: a person is named in full, as papers do.
func (f *finder) fullBefore(k int) bool {
	low := f.tokens[k].low
	return patronymicEnding(low) && endsWith(low, []string{"ич", "на"})
}

// issued reads the date behind «выдан» in what is told of a passport.
func (f *finder) issued(i int) bool {
	end := f.date(i)
	if end < i+2 || !f.passportNear(i) {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-6 && !f.tokens[k+1].line; k-- {
		if f.tokens[k].kind == word && strings.HasPrefix(f.tokens[k].low, "выдан") {
			f.claimTokens(i, end, document)
			return true
		}
	}
	return false
}

// expires reads 12/27 behind a card's number.
func (f *finder) expires(i int) bool {
	t := f.tokens
	if i+2 >= len(t) || len(t[i].low) != 2 || t[i+1].sign != '/' || t[i+2].kind != number || len(t[i+2].low) != 2 ||
		t[i+2].space {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if t[k].kind == taken && !t[k].person {
			if label := f.text[t[k].start:t[k].end]; label == russian[card] || label == english[card] ||
				len(label) > 12 && label[0] != '[' {
				f.claimTokens(i, i+2, card)
				return true
			}
			return false
		}
	}
	return false
}

// shortMonths are months as they are shortened.
var shortMonths = wordSet("янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек")

// date measures 12.03.1961, 1/2/2015, «5 мая 1948»; it returns the last token, 0 if no date begins here.
func (f *finder) date(i int) int {
	t := f.tokens
	day := t[i].low
	if len(day) == 4 && i+4 < len(t) && (t[i+1].sign == '-' || t[i+1].sign == '.') && !t[i+1].space &&
		t[i+2].kind == number && t[i+3].sign == t[i+1].sign && t[i+4].kind == number &&
		dayMonth(t[i+4].low, t[i+2].low) {
		return i + 4 // 1961-03-12
	}
	if len(day) > 2 || atoi(day) < 1 || atoi(day) > 31 || i+1 >= len(t) {
		return 0
	}
	if t[i+1].kind == word && !t[i+1].line && shortMonths[t[i+1].low] && i+3 < len(t) {
		year := i + 2
		if t[year].sign == '.' {
			year++
		}
		if t[year].kind == number && len(t[year].low) == 4 && !t[year].line {
			return year
		}
	}
	if t[i+1].kind == word && t[i+1].facts&month != 0 && !t[i+1].line {
		if i+3 < len(t) && t[i+2].sign == '.' && t[i+3].kind == number && len(t[i+3].low) == 4 && !t[i+3].line {
			return i + 3 // «17 дек. 1962»
		}
		if i+2 < len(t) && t[i+2].kind == number && !t[i+2].line && (len(t[i+2].low) == 4 || len(t[i+2].low) == 2 &&
			i+3 < len(t) && (t[i+3].low == "г" || strings.HasPrefix(t[i+3].low, "год"))) { // «5 мая 60 года»
			return i + 2
		}
		if i+4 < len(t) && t[i+2].kind == number && len(t[i+2].low) == 2 && t[i+3].sign == '-' && t[i+4].low == "го" {
			return i + 4 // «5 июня 51-го»
		}
		return i + 1
	}
	if i+2 >= len(t) {
		return 0
	}
	if t[i+1].kind == word && t[i+1].space && t[i+1].upper && roman(f.text[t[i+1].start:t[i+1].end]) &&
		t[i+2].kind == number && len(t[i+2].low) == 4 {
		return i + 2 // 12 III 1961
	}
	if i+4 < len(t) && separates(&t[i+1]) && t[i+2].kind == word && t[i+2].upper == (t[i+2].letters > 1) &&
		roman(f.text[t[i+2].start:t[i+2].end]) && separates(&t[i+3]) && t[i+4].kind == number && !t[i+4].space &&
		(len(t[i+4].low) == 2 || len(t[i+4].low) == 4) {
		return i + 4 // 5/VI-51
	}
	if i+4 < len(t) && separates(&t[i+1]) && t[i+2].kind == number && separates(&t[i+3]) && t[i+4].kind == number &&
		dayMonth(day, t[i+2].low) && (len(t[i+4].low) == 4 || len(t[i+4].low) == 2) && !t[i+4].line {
		return i + 4
	}
	return 0
}

func separates(t *token) bool {
	return t.kind == mark && !t.line && strings.ContainsRune("./-,|", t.sign)
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
		if at(last+1).sign == '/' && at(last+2).low == "р" { // г/р
			return full(last + 2), true
		}
		if n := at(last + 1); n.low == "р" || strings.HasPrefix(n.low, "рожд") {
			return full(last + 1), true
		}
		if at(k).low == "г" {
			return last, false
		}
		return k, false
	case "р":
		return full(k), !at(k).space
	case "рождения", "рожд":
		return k, true
	}
	return end, false
}

// past reports that the date at token i is whole and its year no later than sinceChildhood.
func (f *finder) past(i int) bool {
	end := f.date(i)
	return end > i+1 && f.tokens[end].kind == number && len(f.tokens[end].low) == 4 &&
		atoi(f.tokens[end].low) <= sinceChildhood
}

// bornBefore reads «родилась», «дата рождения:», «д.р.» up to three words before a date. Towns and feasts are born too.
func (f *finder) bornBefore(i int) bool {
	words := 0
	for k := i - 1; k >= 0 && words < 5; k-- {
		t := &f.tokens[k]
		switch {
		case f.hides(t, birth): // «родилась в пятьдесят втором, пятого мая»
			return true
		case t.kind == number && k > 0 && (f.year(t.low) || len(t.low) == 2 &&
			strings.HasPrefix(f.tokens[k-1].low, "исполн")):
			continue // «родился в 1951 году 5 июня», «исполнилось 75 5 июня»
		case t.kind == number || t.kind == taken, t.kind == mark && (t.sign == '!' || t.sign == '?' || t.sign == ';'):
			return false
		case t.kind != word:
			continue
		case t.facts&place != 0 || t.facts&street != 0:
			return false
		case t.facts&cuebirth != 0, strings.HasPrefix(t.low, "рожденн"):
			return true
		case t.low == "свет" && k > 1 && strings.HasPrefix(f.tokens[k-2].low, "появи"),
			beginsWith(t.low, []string{"именинни", "туган"}),
			words < 2 && beginsWith(t.low, []string{"исполнило", "исполнится", "исполняется"}):
			return true
		case t.low == "р" && k == i-2 && f.tokens[i-1].sign == '.' && f.opens(k) && f.past(i):
			return true
		case t.low == "род" || t.low == "гр" && k == i-2 && f.tokens[i-1].sign == '.':
			return true
		case t.low == "р" && k >= i-2 && k > 0 && f.tokens[k-1].low == "дата":
			return true
		case t.low == "р" && k >= max(2, i-3) && f.tokens[k-1].kind == mark && (f.tokens[k-2].low == "г" ||
			f.tokens[k-2].low == "д" && f.tokens[k-1].sign == '/'):
			return true
		case t.low == "р" && k >= 2 && f.tokens[k-1].sign == '.' && f.tokens[k-2].low == "д":
			return true
		}
		words++
	}
	return false
}
