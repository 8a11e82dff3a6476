package privacy

import "strings"

// opens reports that a sentence, a line or the text begins with word i.
func (f *finder) opens(i int) bool {
	b := f.at(i - 1)
	return i == 0 || f.at(i).line || b.among(".!?…:;\"«(-•*") && (b.sign != '-' || f.at(i).space)
}

// placeLetters are the small letters that shorten a place: хутор, село, деревня, посёлок, город.
const placeLetters = "хсдпг"

// shortBefore reports «х. Лыков», «с. Лыков»: a small letter with a full stop is the short form of a village's word.
func (f *finder) shortBefore(i int) bool {
	b := f.at(i - 2)
	return !f.at(i).line && f.at(i-1).among(".") && b.kind == word && b.letters == 1 && !b.capital &&
		strings.Contains(placeLetters, b.low)
}

// farthestOrg bounds how many tokens before a word an institution is looked for.
const farthestOrg = 3

// orgBefore reports a shop, a school, an office or a quotation mark just before word i: what is named there is no
// person.
func (f *finder) orgBefore(i int) bool {
	for k, t := range f.back(i, farthestOrg) {
		switch {
		case t.among("\"«“„'`"):
			return true
		case t.among(".№"), t.kind == number, t.low == "у":
		case t.kind == word:
			// «директор УК Шац» is a person behind a part, «директор магазина Марина» may be a shop
			return t.any(org) && t.none(role) && !(t.any(roletail) && f.is(k-1, role))
		default:
			return false
		}
	}
	return false
}

// farthestCue bounds how many tokens before a word what introduces it is looked for.
const farthestCue = 6

// cueOf finds the word that introduces word i: it looks back over «мой», «это», «вам», a colon, a dash or a bracket.
func (f *finder) cueOf(i int) (cue *token, at int, signs bool) {
	far := false // one noun was passed over: «капитан полиции …»
	for k, t := range f.back(i, farthestCue) {
		switch {
		case t.among(":-(="), k == i-1 && f.nameBehindComma(k):
			signs = true
		case f.signPassed(k, i):
		case t.kind != word:
			return nil, 0, false
		case !far && !t.line && genitiveNoun(t) && f.is(k-1, role|relative):
			far = true
		case !f.wordPassed(k, i):
			return t, k, signs
		}
	}
	return nil, 0, false
}

// signPassed reports a number, what was found, or a full stop that may stand at token k between word i and what
// introduces it.
func (f *finder) signPassed(k, i int) bool {
	t := f.at(k)
	switch {
	case t.kind == number, t.kind == taken && !t.person && k < i-1:
		return true
	case t.among("."):
		return f.is(k-1, maiden|role|kin) && f.is(k-1, abbreviation)
	}
	return t.low == "я" && f.is(k-1, maiden) // «до замужества я была»
}

// wordPassed is signPassed for words.
func (f *finder) wordPassed(k, i int) bool {
	t := f.at(k)
	return k > 0 && !t.line && (passedOver(t) || t.abbreviated() && !f.at(i).upper) && f.goesOn(k-1)
}

// nameBehindComma reports a comma at token k behind which a name may stand that what is before it introduces.
func (f *finder) nameBehindComma(k int) bool {
	if !f.at(k).among(",") || k == 0 {
		return false
	}
	return introduces(f.at(k-1)) || f.is(k-1, relative) && f.at(k+1).any(first) && f.pauses(k+2)
}

// goesOn reports that what introduces a name may stand at token k or before it.
func (f *finder) goesOn(k int) bool {
	t := f.at(k)
	switch t.kind {
	case taken:
		return !t.person
	case mark:
		return t.signed(":-(=")
	}
	return true
}

var (
	ofNouns    = listOf("и ы а я")
	pastOrOwn  = listOf("ла ли ся на ны")
	gratitude  = listOf("благодар признател")
	pauseSigns = ",.!?;:-"
)

// genitiveNoun reports an ordinary word that may belong to the part before it: «капитан полиции», «воспитанник
// детдома».
func genitiveNoun(t *token) bool {
	return !t.capital && t.letters > 4 && t.any(ordinary|org) && t.none(role|relative|possessive) &&
		ofNouns.end(t.low) &&
		!pastOrOwn.end(t.low)
}

// introduces reports words behind which a comma may stand before the name: «я, …», «представлюсь, …», «благодарю, …».
func introduces(t *token) bool { return t.low == "я" || t.any(intro|thanks) || grateful(t.low) }

// passedOver reports words between a cue and the name that it introduces.
func passedOver(t *token) bool { return t.any(possessive|roletail|passed) || ordinal(t.low) }

// abbreviated reports «ДПС», «УК», «ЖЭУ»: behind a part it is the office.
func (t *token) abbreviated() bool {
	return t.upper && t.letters < 6 && !t.latin && t.none(nameFacts&^everyday) && cyrillic(t)
}

// initialBehind reports «Борщ А.», a capitalised word before an initial.
func (f *finder) initialBehind(i int) bool {
	is, stop := f.initial(i + 1)
	return is && stop && f.at(i+1).space
}

// pauses reports that a phrase ends before token k.
func (f *finder) pauses(k int) bool { return f.at(k).line || f.at(k).among(pauseSigns) }

// grateful reports thanks, behind which a name may stand as a signature.
func grateful(low string) bool { return low == "спасибо" || gratitude.begin(low) }
