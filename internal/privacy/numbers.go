package privacy

import "strings"

// leastSpoken is the number from which a word for it begins a number wherever it stands: smaller ones are words.
const leastSpoken = 7

// numbers finds what is told by digits. Each number is tried as the kinds in their order: what could be taken for a
// part of another comes later.
func (f *finder) numbers() {
	f.flatsInWords()
	for i := range f.tokens {
		if f.at(i).kind == number || f.at(i).kind == word && f.spokenBegins(i) {
			f.number(i)
		}
	}
}

// spokenBegins reports a word with which a number begins.
func (f *finder) spokenBegins(i int) bool {
	v := spokenValue(f.at(i).low)
	three := func() bool {
		return f.near(i+1) && f.near(i+2) && spokenValue(f.at(i+1).low) >= 0 && spokenValue(f.at(i+2).low) >= 0
	}
	return v >= leastSpoken || v >= 0 && (f.is(i-1, cuephone) || three())
}

// leastNumber is how many digits a number has that is looked at.
const leastNumber = 4

func (f *finder) number(i int) {
	if f.middle(i) || f.at(i).kind == number && (f.birthDate(i) || f.carPlate(i) || f.flatNumber(i)) {
		return
	}
	r := f.run(i)
	if r.length(r.n) < leastNumber {
		return
	}
	c := f.cueBefore(i)
	if !f.papers(r, c) && !f.phoneNumber(r, c) {
		f.bareNumber(r)
	}
}

// middle reports the middle of «9ОО1О»: whether it is a number was decided at its beginning.
func (f *finder) middle(i int) bool {
	b := f.at(i - 1)
	return !f.at(i).space && b.kind == word && !b.space && f.at(i-2).kind == number && f.lettersForDigits(i-1) != ""
}

// cue is what the words before a number say about it.
type cue struct {
	facts   fact
	nearby  fact // of the word that stands close, with nothing but linking words between
	aside   fact // of the words that stand no further than three words off
	another bool // a telephone stands before it, with nothing but signs between
	noun    bool // that word is a noun: «тел. 22-210», not «звонила 22-210»
}

// farthest bounds how many tokens before a number are read for a cue, and farAside how many words for one that does
// not stand close.
const (
	farthest = 9
	farAside = 3
)

// cueReader reads the words before token i.
type cueReader struct {
	cue
	f      *finder
	i      int
	close  bool // nothing but linking words was read
	words  int
	office bool // a hotline or a desk was read
}

// cueBefore reads the words before token i back to another number, a new line or the end of a sentence.
func (f *finder) cueBefore(i int) cue {
	c := cueReader{f: f, i: i, close: true}
	for k := i - 1; k >= max(0, i-farthest) && (k == i-1 || !f.at(k+1).line); k-- {
		if !c.token(k) {
			break
		}
	}
	return c.cue
}

// token reads token k, and reports whether more may be read.
func (c *cueReader) token(k int) bool {
	t := c.f.at(k)
	if t.kind == mark {
		if t.signed("☎📞📱") {
			c.facts |= cuephone
			c.nearby |= cuephone
		}
		return !t.signed("!?;")
	}
	c.another = c.another || c.close && c.f.hides(t, phone) // «2000001, 2000002»
	if t.kind == word {
		c.word(k, t)
	}
	return t.kind == word || t.kind == number && t.low == "8" && k < c.i-1 // «контакт 8 (посёлок) 2-00-01»
}

var ledgerShort = listOf("с сч")

// word reads a word.
func (c *cueReader) word(k int, t *token) {
	facts := t.facts | c.f.shortCue(k)
	c.facts |= facts
	if c.words++; c.words <= farAside && c.facts&(numbered|unit|org) == 0 && !c.office {
		c.office = lineHeads.begin(t.low)
		c.aside |= facts
	}
	if c.close {
		c.nearby |= facts
		c.noun = c.noun || facts&cuephone != 0 && !callEnds.end(t.low)
		c.close = facts&(linking|cuephone|split) != 0 || t.low == "дом" && c.f.homeBefore(k-1)
	}
	if (ledgerShort.has(t.low) || t.any(bill)) && c.f.ledgerLetter(k) {
		c.facts |= cueledger
	}
}

// shortCue is what is known of «т.» and of «И.Н.Н.», with its last letter at token k.
func (f *finder) shortCue(k int) fact {
	switch {
	case f.at(k).letters != 1:
		return 0
	case f.shortPhone(k):
		return cuephone | f.spelledOut(k)
	}
	return f.spelledOut(k)
}

var ledgerLetters = listOf("л лиц")

// ledgerLetter reports «л/» and «л.» before token k: «л/с» and «л. счёт» are a ledger of a flat.
func (f *finder) ledgerLetter(k int) bool {
	return f.at(k-1).kind == mark && f.says(k-2, ledgerLetters)
}

// mostSpelled bounds the letters of «И.Н.Н.».
const mostSpelled = 6

// spelledOut is what is known of «И.Н.Н.», with its last letter at token k.
func (f *finder) spelledOut(k int) fact {
	low := f.at(k).low
	for n := 1; n < mostSpelled && f.at(k-1).sign == '.' && f.at(k-2).kind == word && f.at(k-2).letters == 1 &&
		!f.at(k).line; n++ {
		k -= 2
		low = f.at(k).low + low
	}
	return known(low) & (cueinn | cuesnils | cuepolicy)
}

// hides reports that token t was found to be of a kind, or is its label.
func (f *finder) hides(t *token, kind secret) bool {
	if t.kind != taken {
		return false
	}
	if text := f.text[t.start:t.end]; text == russian[kind] || text == english[kind] {
		return true
	}
	for n := len(f.found) - 1; n >= max(0, len(f.found)-2); n-- {
		if f.found[n].end == t.end {
			return f.found[n].kind == kind
		}
	}
	return false
}

var (
	// lineHeads begin what has telephones that belong to nobody: «телефон горячей линии».
	lineHeads = listOf("горяч лини регистратур диспетчер справочн приемн аварийн довери едд такси поликлин больниц")
	// callEnds are those of the words for calling: «звоню», «позвонить», «набрала».
	callEnds = listOf("ю ь ит ите ла ли ил ки ок ть ти те ай")
)

// shortPhone reports «т.» and «т:» with the number right behind.
func (f *finder) shortPhone(k int) bool {
	n := f.at(k + 2)
	return f.at(k).low == "т" && f.at(k+1).among(".:") && !f.at(k+1).space && (n.kind == number || n.kind == mark)
}

// homeBefore reports «тел.» or «телефон» at token k or the one before.
func (f *finder) homeBefore(k int) bool {
	if f.at(k).kind == mark && k > 0 {
		k--
	}
	return f.is(k, cuephone)
}

// farthestBehind bounds how many tokens behind a number are read for a cue.
const farthestBehind = 8

var waitingWords = listOf("это вот жду")

// phoneBehind reports a word for a telephone behind token k: «… это мой номер вайбера», «… звоните».
func (f *finder) phoneBehind(k int) bool {
	for _, t := range f.onward(k, farthestBehind) {
		switch {
		case t.among(",-(:"), t.kind == number:
		case t.kind != word:
			return false
		case t.any(cuephone):
			return true
		case t.none(linking|possessive|split) && !waitingWords.has(t.low):
			return false
		}
	}
	return false
}

const unitSigns = "%°₽$€"

// counted reports that what stands behind token i is a unit: the number is a sum, a time or a quantity.
func (f *finder) counted(i int) bool {
	n := f.after(i)
	if n.kind == word {
		return n.any(unit|month) || strings.HasPrefix(n.low, "квартир") && n.low != "квартира"
	}
	return n.among(unitSigns)
}

// claimRun records the first n groups of a run, with a plus and an opening bracket that belong to them.
func (f *finder) claimRun(r *run, n int, kind secret) {
	from, to := r.tokens(n)
	if f.before(from).among("(") && f.closedWithin(from, to) {
		from--
	}
	if b := f.before(from); b.among("+") || b.low == "плюс" {
		from--
	}
	f.claimTokens(from, to, kind)
}

// closedWithin reports a closing bracket behind token from, up to token to.
func (f *finder) closedWithin(from, to int) bool {
	for k := from + 1; k <= to; k++ {
		if f.at(k).sign == ')' {
			return true
		}
	}
	return false
}
