package privacy

import "strings"

// initial reports one capital letter at token i; stop tells whether a full stop follows.
func (f *finder) initial(i int) (is, stop bool) {
	if i >= len(f.tokens) || f.tokens[i].line {
		return false, false
	}
	return f.letter(i)
}

// letter is initial where a line may begin.
func (f *finder) letter(i int) (is, stop bool) {
	if i >= len(f.tokens) || f.tokens[i].kind != word || f.tokens[i].letters != 1 || !f.tokens[i].capital ||
		!cyrillic(&f.tokens[i]) {
		return false, false
	}
	n := f.after(i)
	if n == nil || n.kind != mark || n.space {
		return true, false
	}
	// «Р,С,» is a slip
	return true, n.sign == '.' || n.sign == ',' && i+2 < len(f.tokens) && f.tokens[i+2].kind == word &&
		f.tokens[i+2].letters == 1 && f.tokens[i+2].capital && !f.tokens[i+2].space
}

// cyrillic keeps «P. S.» from being read as initials.
func cyrillic(t *token) bool { return t.low[0] == 0xd0 || t.low[0] == 0xd1 }

// initials measures one or two initials from token i on: tokens, how many, and whether all have their full stops.
func (f *finder) initials(i int) (tokens, count int, stops bool) {
	stops = true
	for count < 2 {
		is, stop := f.letter(i + tokens)
		if count > 0 && is && f.tokens[i+tokens].line {
			break
		}
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

// phraseEnds reports that no name of a place follows at token k: the text, the line or the phrase ends, or a small
// letter stands there.
func (f *finder) phraseEnds(k int) bool {
	return f.pauses(k) || f.tokens[k].kind == word && !f.tokens[k].capital || f.tokens[k].sign == '('
}

// fused reports «МС Ковригина»: two initials without a sign between, before a surname.
func (f *finder) fused(i int) bool {
	p := &f.tokens[i]
	return p.letters == 2 && p.upper && p.facts == 0 && cyrillic(p) && !p.latin && f.near(i+1) &&
		!f.tokens[i+1].upper &&
		f.tokens[i+1].family() && !f.houseBehind(i+2)
}

// fusedBehind reports «Ковригина МС» at the end of a phrase.
func (f *finder) fusedBehind(i int) bool {
	if !f.near(i+1) || f.tokens[i].upper || !f.tokens[i].surname() {
		return false
	}
	n := &f.tokens[i+1]
	if !f.pauses(i + 2) {
		return n.facts == 0 && n.letters == 2 && n.upper && f.opens(i) && onBase(f.tokens[i].low) && cyrillic(n) &&
			!n.latin
	}
	return n.letters == 2 && n.upper && (f.sentence(i) || n.facts&(org|street|place) == 0) && cyrillic(n) && !n.latin
}

// smallSurname reports a surname in small letters that no list of words has.
func (f *finder) smallSurname(k int) bool {
	t := &f.tokens[k]
	return t.kind == word && !t.capital && t.letters > 4 && t.facts&^nameFacts == 0 &&
		(t.facts&familySure != 0 || onSurname(t.low) || t.smallFamily())
}

// smallLetters measures two single small letters from token k on, «р.с.», «р. с.», «р с», or «рс»; what people write so
// for other reasons is none: «и т. д.», «в т.ч.», «и к».
func (f *finder) smallLetters(k int) int {
	t := f.tokens
	if k >= len(t) || t[k].kind != word || t[k].capital || t[k].line || !cyrillic(&t[k]) {
		return 0
	}
	if t[k].letters == 2 {
		if t[k].facts == 0 && !strings.ContainsAny(t[k].low, "ь") && endsWith(t[k].low, consonants) {
			return 1
		}
		return 0
	}
	n, stops, letters := 0, 0, ""
	for m := 0; m < 2; m++ {
		if k+n >= len(t) || t[k+n].kind != word || t[k+n].letters != 1 || t[k+n].capital || t[k+n].line {
			return 0
		}
		letters += t[k+n].low
		n++
		if k+n < len(t) && t[k+n].sign == '.' && !t[k+n].space {
			stops++
			n++
		}
	}
	if stops == 0 && endsWith(letters, []string{"а", "в", "и", "к", "о", "с", "у", "я"}) &&
		(!f.pauses(k+n) || strings.Contains("авикосуя", letters[:2])) || strings.HasPrefix(letters, "т") ||
		letters == "ит" || letters == "ет" || letters == "рн" {
		return 0
	}
	return n
}

var consonants = strings.Fields("б в г д ж з к л м н п р с т ф х ц ч ш щ")

// smallBehind measures «игнатова р.с.», «игнатова р с», «игнатова рс», all in small letters.
func (f *finder) smallBehind(i int) int {
	if !f.smallSurname(i) {
		return 0
	}
	n := f.smallLetters(i + 1)
	if n == 0 || !f.tokens[i+1].space || n == 1 && !onBase(strings.TrimSuffix(f.tokens[i].low, "а")) {
		return 0
	}
	return 1 + n
}

// smallInitials measures «р. с. игнатова», «р с игнатова», all in small letters; «и т. д.» and «т. е.» are none.
func (f *finder) smallInitials(i int) int {
	n := f.smallLetters(i)
	if n < 2 || i+n >= len(f.tokens) || f.tokens[i+n].line || !f.smallSurname(i+n) ||
		n == 2 && strings.Contains("авикосуя", f.tokens[i].low) && strings.Contains("авикосуя", f.tokens[i+1].low) {
		return 0
	}
	return n + 1
}

// smallInitial reports «ученик с. Белов»: behind a person's part a small letter before a surname is an initial, though
// it looks like the short form of a village's word.
func (f *finder) smallInitial(i int) bool {
	p := &f.tokens[i]
	if p.letters != 1 || p.capital || !cyrillic(p) || i == 0 || i+2 >= len(f.tokens) || f.tokens[i+1].sign != '.' ||
		f.tokens[i+1].space {
		return false
	}
	family := &f.tokens[i+2]
	resident := strings.HasPrefix(f.tokens[i-1].low, "жител") && strings.Contains("хсдпг", p.low)
	adjective := family.written() && endsWith(family.low, []string{"ский", "цкий"}) && !resident &&
		!strings.Contains("пхг", p.low)
	if family.line || !family.surname() && !adjective {
		return false
	}
	b := &f.tokens[i-1]
	return !resident && b.kind == word && !p.line && b.facts&(role|relative|intro|kin) != 0 && (adjective ||
		onBase(strings.TrimSuffix(family.low, "а"))) && family.facts&(famous|noun) == 0
}

// withInitials finds Иванов И. И. and И. И. Иванов.
func (f *finder) withInitials(i int) int {
	p := &f.tokens[i]
	if f.fused(i) {
		return 2
	}
	if f.fusedBehind(i) {
		return 2
	}
	if f.smallInitial(i) || p.letters == 1 && i+2 < len(f.tokens) && f.tokens[i+1].sign == '.' && f.writer(i, i+2) {
		return 3
	}
	if n := f.smallBehind(i); n > 0 {
		return n
	}
	if n := f.smallInitials(i); n > 0 {
		return n
	}
	if is, _ := f.letter(i); is {
		tokens, count, stops := f.initials(i)
		k := i + tokens
		if count == 2 && tokens == 3 && f.near(k) && f.tokens[k].family() {
			stops = true // «Р.Ф Мингазова»
		}
		if count == 2 && !stops && f.near(k) && f.tokens[k].family() &&
			onBase(strings.TrimSuffix(f.tokens[k].low, "а")) && !f.tokens[k].upper && !f.houseBehind(k+1) {
			stops = true // «Л Г Фурсова»
		}
		if !stops || k >= len(f.tokens) || f.tokens[k].kind != word || f.tokens[k].line || !f.tokens[k].capital ||
			f.tokens[k].letters < 3 {
			return 0
		}
		family := &f.tokens[k]
		if f.writer(i, k) {
			return tokens + 1
		}
		if count == 2 && f.opens(i) && f.adjectiveEnds(k) || count == 2 && f.opens(i) && f.pauses(k+1) &&
			endsWith(family.low, []string{"ой"}) || count == 1 && f.opens(i) && f.adjectiveEnds(k) && f.sentence(i) &&
			family.facts&town == 0 &&
			endsWith(family.low, []string{"ый", "ий"}) {
			return tokens + 1 // «К. Д. Лесной», «Г. Садовый»
		}
		if count == 1 && !placeInitial(p.low) && family.unknown() && f.phraseEnds(k+1) && f.opens(i) &&
			!f.houseBehind(k+1) {
			return tokens + 1
		}
		if count == 2 && (surnameLike(family) || family.facts&common == 0) || count == 1 && surnameLike(family) &&
			!f.adjective(k) && (!placeInitial(p.low) || f.roleBefore(i) || family.family() && onBase(family.low) ||
			(p.low == "д" || p.low == "с") && endsWith(family.low, []string{"ский", "цкий"}) || p.low != "г" &&
			family.surname() && onBase(family.low) || f.near(k+1) && sayings[f.tokens[k+1].low]) &&
			!f.towardStreet(i, family) {
			return tokens + 1
		}
		return 0
	}
	if p.capital && p.family() && f.near(i+1) && f.smallLetters(i+1) == 4 {
		return 5 // «Ужегов п.н.»
	}
	if p.capital && p.family() && f.opens(i) && i+1 < len(f.tokens) && strings.ContainsRune(",.", f.tokens[i+1].sign) {
		if tokens, count, stops := f.initials(i + 2); count == 2 && stops && f.phraseEnds(i+2+tokens) {
			return 2 + tokens // «Фурсова, Л. Г.»
		}
	}
	if p.letters < 3 && (p.facts&eastern == 0 || !p.capital || p.letters < 2) || i+1 >= len(f.tokens) ||
		f.tokens[i+1].kind != word || !f.tokens[i+1].space || f.tokens[i+1].line {
		return 0
	}
	if !p.capital && !strongSurname(p) {
		return 0
	}
	tokens, count, stops := f.initials(i + 1)
	if k := i + 1 + tokens; count == 2 && !surnameLike(p) && f.near(k) && f.tokens[k].capital &&
		surnameLike(&f.tokens[k]) {
		return 0 // «города Энска Д. В. Петров»: the initials belong to what follows
	}
	switch {
	case count == 2 && stops && p.capital && (surnameLike(p) || !p.upper &&
		p.facts&(common|street) == 0), count == 2 && stops && p.facts&familySure != 0:
		return 1 + tokens
	case count == 2 && p.capital && surnameLike(p) && !p.upper:
		return 1 + tokens
	case count == 1 && p.capital && stops && surnameLike(p) && (!placeInitial(f.tokens[i+1].low) || p.surname() &&
		f.phraseEnds(i+1+tokens)):
		return 1 + tokens
	case count == 1 && stops && p.unknown() && f.phraseEnds(i+1+tokens):
		return 1 + tokens
	// Юля К.
	case count == 1 && p.capital && stops && p.facts&first != 0 && p.facts&nominative != 0 && !p.upper:
		return 1 + tokens
	}
	return 0
}

// placeInitial reports letters that more often shorten a place than a name: г. с. п. д.
func placeInitial(low string) bool { return strings.Contains("гспд", low) }
