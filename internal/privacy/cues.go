package privacy

import "strings"

// opens reports that a sentence, a line or the text begins with word i.
func (f *finder) opens(i int) bool {
	if i == 0 || f.tokens[i].line {
		return true
	}
	b := &f.tokens[i-1]
	return b.kind == mark && strings.ContainsRune(".!?…:;\"«(-•*", b.sign) && !(b.sign == '-' && !f.tokens[i].space)
}

// shortBefore reports «х. Лыков», «с. Лыков»: a small letter with a full stop is the short form of a village's word.
func (f *finder) shortBefore(i int) bool {
	if i < 2 || f.tokens[i-1].sign != '.' || f.tokens[i-1].kind != mark || f.tokens[i].line {
		return false
	}
	b := &f.tokens[i-2]
	return b.kind == word && b.letters == 1 && !b.capital && strings.Contains("хсдпг", b.low)
}

// orgBefore reports a shop, a school, an office or a quotation mark just before word i: what is named there is no
// person.
func (f *finder) orgBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		t := &f.tokens[k]
		switch {
		case f.tokens[k+1].line:
			return false
		case t.kind == mark && (t.sign == '"' || t.sign == '«' || t.sign == '“' || t.sign == '„' || t.sign == '\'' || t.sign == '`'):
			return true
		case t.kind == mark && (t.sign == '.' || t.sign == '№'), t.kind == number, t.low == "у":
		case t.kind == word:
			// «директор УК Шац» is a person behind a part, «директор магазина Марина» may be a shop
			return t.facts&org != 0 && t.facts&role == 0 && !(t.facts&roletail != 0 && f.is(k-1, role))
		default:
			return false
		}
	}
	return false
}

// cueOf finds the word that introduces word i: it looks back over «мой», «это», «вам», a colon, a dash or a bracket.
func (f *finder) cueOf(i int) (cue *token, at int, signs bool) {
	far := false // one noun was passed over: «капитан полиции …»
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		t := &f.tokens[k]
		if f.tokens[k+1].line {
			return nil, 0, false
		}
		switch {
		case t.kind == number, t.kind == taken && !t.person && k < i-1:
		case t.kind == mark && strings.ContainsRune(":-(=", t.sign):
			signs = true
		case t.kind == mark && t.sign == ',' && k == i-1 && k > 0 && (introduces(&f.tokens[k-1]) ||
			f.is(k-1, relative) && f.tokens[i].facts&first != 0 && f.pauses(i+1)):
			signs = true
		case t.kind == mark && t.sign == '.' && f.is(k-1, maiden|role|kin) && f.is(k-1, abbreviation):
		case t.low == "я" && f.is(k-1, maiden): // «до замужества я была»
		case t.kind == word && !far && !t.line && genitiveNoun(t) && f.is(k-1, role|relative):
			far = true
		case t.kind == word && k > 0 && !t.line && (passedOver(t) || t.abbreviated() && !f.tokens[i].upper) && f.goesOn(k-1):
		case t.kind == word:
			return t, k, signs
		default:
			return nil, 0, false
		}
	}
	return nil, 0, false
}

// goesOn reports that what introduces a name may stand at token k or before it.
func (f *finder) goesOn(k int) bool {
	t := &f.tokens[k]
	switch t.kind {
	case taken:
		return !t.person
	case mark:
		return strings.ContainsRune(":-(=", t.sign)
	}
	return true
}

// is reports that token k is a word with one of the facts.
func (f *finder) is(k int, facts fact) bool {
	return k >= 0 && k < len(f.tokens) && f.tokens[k].kind == word && f.tokens[k].facts&facts != 0
}

// genitiveNoun reports an ordinary word that may belong to the part before it: «капитан полиции», «воспитанник
// детдома».
func genitiveNoun(t *token) bool {
	return !t.capital && t.letters > 4 && t.facts&(ordinary|org) != 0 && t.facts&(role|relative|possessive) == 0 &&
		endsWith(t.low, []string{"и", "ы", "а", "я"}) && !endsWith(t.low, []string{"ла", "ли", "ся", "на", "ны"})
}

// introduces reports words behind which a comma may stand before the name: «я, …», «представлюсь, …», «благодарю, …».
func introduces(t *token) bool {
	return t.low == "я" || t.facts&(intro|thanks) != 0 || grateful(t.low)
}

// passedOver reports words between a cue and the name that it introduces.
func passedOver(t *token) bool {
	return t.facts&(possessive|roletail|passed) != 0 || ordinal(t.low)
}

// abbreviated reports «ДПС», «УК», «ЖЭУ»: behind a part it is the office.
func (t *token) abbreviated() bool {
	return t.upper && t.letters < 6 && cyrillic(t) && !t.latin && t.facts&(nameFacts&^everyday) == 0
}

// initialBehind reports «Борщ А.», a capitalised word before an initial.
func (f *finder) initialBehind(i int) bool {
	is, stop := f.initial(i + 1)
	return is && stop && f.tokens[i+1].space
}

// pauses reports that a phrase ends before token k.
func (f *finder) pauses(k int) bool {
	return k >= len(f.tokens) || f.tokens[k].line ||
		f.tokens[k].kind == mark && strings.ContainsRune(",.!?;:-", f.tokens[k].sign)
}
