package privacy

import "strings"

// former reports «в девичестве», «урождённая», «до брака», «по мужу», «прежняя фамилия», «бывшая» at token at before
// word i.
func (f *finder) former(at, i int) bool {
	t, cue := &f.tokens[i], &f.tokens[at]
	if t.facts&common != 0 || !t.capital && t.facts != 0 && t.facts&familySure == 0 && !onSurname(t.low) {
		return false
	}
	before := ""
	if at > 0 {
		before = f.tokens[at-1].low
		if f.tokens[at-1].kind == word && strings.HasSuffix(before, "ому") && at > 1 {
			before = f.tokens[at-2].low
		}
	}
	switch cue.low {
	case "замужества", "брака":
		return before == "до" || before == "после"
	case "развода", "росписи":
		return (before == "до" || before == "после") && t.family()
	case "свадьбы":
		return before == "до" && t.family()
	case "паспорту", "свидетельству":
		return before == "по" && t.family()
	case "рождении":
		return before == "при" && (at > 1 && strings.HasPrefix(f.tokens[at-2].low, "фамили") ||
			t.family() && f.pauses(i+1))
	case "диплому", "документам", "трудовой", "аттестату", "отцу", "отчиму", "деду":
		return before == "по" && t.family() && f.pauses(i+1)
	case "браке", "прошлом":
		return t.family() && f.pauses(i+1)
	case "мужу":
		return before == "по"
	case "бывшая", "нынешняя", "прежняя":
		return t.family() && !genitiveLike(t.low) || t.family() && strings.HasSuffix(t.low, "а") || f.pluralSurname(i)
	}
	return true
}

// maidenNear reports «урождённая», «до брака» among the three tokens before word i.
func (f *finder) maidenNear(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && !f.tokens[k+1].line; k-- {
		if f.is(k, maiden) {
			return true
		}
	}
	return false
}

// maidenBefore reports «девичья» or «урождённая» just before word i: the surname behind may lack its capital.
func (f *finder) maidenBefore(i int) bool {
	return f.is(i-1, maiden) && (strings.HasPrefix(f.tokens[i-1].low, "девичь") ||
		strings.HasPrefix(f.tokens[i-1].low, "урожд"))
}

// formerName reports the name before «, в девичестве», «(урождённая», «, до замужества»: whatever stands there.
func (f *finder) formerName(i int) bool {
	t := f.tokens
	if i+2 < len(t) && f.near(i+1) && t[i+1].low == "по" && t[i+2].low == "мужу" && t[i].written() && t[i].family() {
		return true
	}
	if i+3 >= len(t) || !t[i].written() || t[i].letters < 3 || t[i+1].line || t[i+1].sign != ',' && t[i+1].sign != '(' {
		return false
	}
	next, second := &t[i+2], &t[i+3]
	if t[i].family() && !f.streetBefore(i) && !f.is(i-1, toward|preposition) && f.formerly(i+2) {
		return true
	}
	return strings.HasPrefix(next.low, "урожд") || next.low == "бывш" || next.low == "в" &&
		second.low == "девичестве" ||
		(next.low == "до" || next.low == "после") && (second.low == "замужества" || second.low == "брака")
}

// nearSurname bounds how far from a name the word «фамилия» is looked for, in tokens.
const nearSurname = 8

// becomes are words behind which a surname stands that somebody had or took: «была Лыкова, стала Бубнова».
var becomes = wordSet("была стала стал был")

// changed reports «с Лыковой на Бубнову».
func (f *finder) changed(i int) bool {
	t := f.tokens
	return i > 0 && i+2 < len(t) && (t[i-1].low == "с" || t[i-1].low == "со") && t[i].family() && t[i+1].low == "на" &&
		t[i+2].kind == word && t[i+2].family() && strings.HasSuffix(t[i].low, "ой") &&
		strings.HasSuffix(t[i+2].low, "у")
}

// surnameSaid reports «фамилию» among the tokens before token i.
func (f *finder) surnameSaid(i int) bool {
	for k := i - 1; k >= 0 && k >= i-nearSurname; k-- {
		if strings.HasPrefix(f.tokens[k].low, "фамили") {
			return true
		}
	}
	return false
}

var earlier = wordSet("раньше ранее прежде")

// renamed reports a surname in a sentence that tells of surnames, «сменила фамилию», «вышла замуж», or one behind
// «ранее».
func (f *finder) renamed(i int) bool {
	t := &f.tokens[i]
	if t.family() && (f.calledNow(i) || f.accused(i)) {
		return true
	}
	if i > 0 && t.family() && f.tokens[i-1].low == "на" && f.surnameSaid(i-1) {
		return true // «сменила фамилию на Лыкову»
	}
	if !t.family() && !t.unknown() || t.facts&(famous|noun) != 0 && t.facts&familySure == 0 ||
		genitiveLike(t.low) && f.is(i-1, toward) {
		return false
	}
	if i > 0 && (t.family() || f.is(i-2, maiden) || i > 1 && earlier[f.tokens[i-2].low]) &&
		becomes[f.tokens[i-1].low] && !f.opens(i) && t.capital {
		return true
	}
	if i > 1 {
		b := &f.tokens[i-1]
		if b.low == "ранее" || b.low == "прежде" || b.sign == '.' && f.tokens[i-2].low == "бывш" {
			return t.family()
		}
	}
	for k := i - 1; k >= 0 && k >= i-nearSurname; k-- {
		b := &f.tokens[k]
		if b.kind == mark && (b.sign == '.' || b.sign == '!' || b.sign == '?') || f.tokens[k+1].line {
			return false
		}
		if b.kind == word && (strings.HasPrefix(b.low, "фамили") || b.low == "замуж" || b.low == "девичестве") {
			return true
		}
	}
	return false
}

// formerly reports at token k what tells of a former surname and a surname behind it: «бывшая Лыкова», «ранее Лыкова»,
// «в дев. Лыкова», «она же Лыкова».
func (f *finder) formerly(k int) bool {
	t := f.tokens
	if !beginsWith(t[k].low, formerHeads) && t[k].low != "ур" && t[k].low != "она" && t[k].low != "в" {
		return false
	}
	for n := k + 1; n < len(t) && n <= k+4 && !t[n].line; n++ {
		switch {
		case t[n].kind == word && t[n].family():
			return strings.HasSuffix(t[n].low, "а") || onBase(t[n].low)
		case t[n].kind == taken:
			return t[n].person
		case t[n].kind == word && t[n].capital, t[n].kind == number:
			return false
		case (t[k].low == "она" || t[k].low == "в") && n == k+1 && t[n].low != "же" &&
			!strings.HasPrefix(t[n].low, "дев"):
			return false
		}
	}
	return false
}

var formerHeads = strings.Fields("бывш ранее прежд раньше девич дев экс теперь ныне")

// calledNow reports «теперь Лыкова», «снова Лыкова», «записана как Лыкова», «родилась Лыковой» where the sentence tells
// of surnames or marriage.
func (f *finder) calledNow(i int) bool {
	t := f.tokens
	if i == 0 || t[i].line || !f.pauses(i+1) && !strings.ContainsRune("()", t[i+1].sign) {
		return false
	}
	b := i - 1
	if t[b].low == "я" && b > 0 {
		b--
	}
	switch low := t[b].low; {
	case nowWords[low] && b > 1 && (t[b-1].sign == '(' || t[b-1].sign == ',') && t[b-2].person:
		return true
	case beginsWith(low, []string{"родил", "числ", "значус", "прохожу", "проходит"}):
		return endsWith(t[i].low, []string{"ой", "ым"})
	case low == "как":
		return b > 0 && beginsWith(t[b-1].low, recorded)
	case !nowWords[low] && t[b].sign != '-' && t[b].sign != '/' && !f.opens(i):
		return false
	}
	return f.ofSurnames(i)
}

// recorded begin what is said of a surname in papers.
var recorded = strings.Fields("записан известн числ значит значус проход зарегистр")

var nowWords = wordSet("теперь ныне сейчас снова опять вновь давно потом сначала сперва г")

// ofSurnames reports what tells of surnames or marriage in the sentence of word i.
func (f *finder) ofSurnames(i int) bool {
	for _, step := range [...]int{-1, 1} {
		for n, k := 0, i+step; n < nearSurname && k >= 0 && k < len(f.tokens); n, k = n+1, k+step {
			t := &f.tokens[k]
			if t.kind == mark && strings.ContainsRune("!?", t.sign) || t.kind == mark && t.sign == '.' && !(k > 0 &&
				f.tokens[k-1].letters < 4) {
				break
			}
			if t.kind == word && (beginsWith(t.low, surnameTalk) || becomes[t.low] && k+1 < len(f.tokens) &&
				(f.tokens[k+1].kind == word && f.tokens[k+1].family() || f.tokens[k+1].person)) {
				return true
			}
		}
	}
	return false
}

var surnameTalk = strings.Fields("фамили замуж развел развод девич урожд экс перемен")

// surnamesToldOf claims the surnames of a sentence that tells of a change of them, «Лыкова, по мужу Бубнова», «стаж на
// Лыкову, паспорт на Бубнову», but for streets.
func (f *finder) surnamesToldOf() {
	for i := range f.tokens {
		if !f.tellsOfSurnames(i) {
			continue
		}
		for _, step := range [...]int{-1, 1} {
			for n, k := 0, i+step; n < 2*nearSurname && k >= 0 && k < len(f.tokens); n, k = n+1, k+step {
				t := &f.tokens[k]
				if t.kind == mark && strings.ContainsRune("!?", t.sign) || t.kind == mark && t.sign == '.' && f.stops(k) ||
					t.line && step > 0 {
					break
				}
				if t.kind == word && f.surnameAmong(k) {
					f.claimTokens(k, k, name)
				}
				if t.line {
					break
				}
			}
		}
	}
}

// tellsOfSurnames reports at token i what only changes of surnames are told with.
func (f *finder) tellsOfSurnames(i int) bool {
	t := f.tokens
	if t[i].kind != word {
		return false
	}
	switch low := t[i].low; {
	case strings.HasPrefix(low, "урожд"), low == "девичестве", low == "замужестве", strings.HasPrefix(low, "девичь"),
		strings.HasPrefix(low, "перемен") && f.near(i+1) && strings.HasPrefix(t[i+1].low, "имен"):
		return true
	case low == "мужу":
		return i > 0 && (t[i-1].low == "по" || i > 1 && t[i-2].low == "по")
	case strings.HasPrefix(low, "фамили"):
		return i > 0 && (beginsWith(t[i-1].low, changeHeads) || f.is(i-1, possessive)) ||
			i+1 < len(t) && beginsWith(t[i+1].low, changeHeads)
	case becomes[low], nowWords[low], low == "ранее", low == "раньше", low == "прошлом", low == "экс", low == "же":
		return i+1 < len(t) && t[i+1].person && (t[i+1].low == "" || t[i+1].kind == taken)
	}
	return false
}

var changeHeads = strings.Fields("смен измен поменя помен двойн нов стар прежн девич бывш верну взял")

// surnameAmong reports a surname at token k that is no street's.
func (f *finder) surnameAmong(k int) bool {
	t := &f.tokens[k]
	if !t.family() || t.upper || t.facts&(famous|noun) != 0 && t.facts&familySure == 0 || f.streetBefore(k) ||
		f.orgBefore(k) || f.houseBehind(k+1) || f.adjective(k) {
		return false
	}
	for n := k - 1; n >= 0 && n >= k-3; n-- {
		if beginsWith(f.tokens[n].low, []string{"фамил", "смен", "перемен"}) {
			return true
		}
	}
	b := f.before(k)
	if b == nil || b.kind != word || b.facts&(toward|preposition) == 0 {
		return true
	}
	return b.low == "на" && strings.HasSuffix(t.low, "у") || (b.low == "с" || b.low == "из") &&
		strings.HasSuffix(t.low, "ой")
}

// accused reports «полис на Лыкову», «замужем за Лыковым», «Лыкова/Бубнова»: forms that streets do not have, at the end
// of a phrase.
func (f *finder) accused(i int) bool {
	if i == 0 || f.tokens[i].line || !f.pauses(i+1) && f.tokens[i+1].sign != ']' {
		return false
	}
	t, b := &f.tokens[i], &f.tokens[i-1]
	switch {
	case b.low == "на":
		return endsWith(t.low, []string{"ову", "еву", "ину", "ыну"})
	case b.low == "за":
		return endsWith(t.low, []string{"овым", "евым", "иным"})
	}
	if b.low == "вместо" {
		return endsWith(t.low, []string{"овой", "евой", "иной"})
	}
	if b.kind == mark && (b.sign == '-' && b.space || b.sign == '[') && i > 1 && f.tokens[i-2].person {
		return onBase(strings.TrimSuffix(t.low, "а"))
	}
	return b.sign == '/' && i > 1 && f.tokens[i-2].person
}
