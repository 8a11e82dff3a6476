package privacy

import "strings"

// numbers finds what is told by digits. Each number is tried as the kinds in their order: what could be taken for a
// part of another comes later.
func (f *finder) numbers() {
	f.flatsInWords()
	for i := 0; i < len(f.tokens); i++ {
		t := &f.tokens[i]
		if t.kind == word && t.letters >= 3 && t.letters <= 12 {
			if v := spokenValue(t.low); v >= 7 || v >= 0 && (f.is(i-1, cuephone) || f.near(i+1) && f.near(i+2) &&
				spokenValue(f.tokens[i+1].low) >= 0 && spokenValue(f.tokens[i+2].low) >= 0) {
				f.number(i)
			}
		} else if t.kind == number {
			f.number(i)
		}
	}
}

func (f *finder) number(i int) {
	t := &f.tokens[i]
	// the middle of «9ОО1О»: whether it is a number was decided at its beginning
	if i > 1 && !t.space && f.tokens[i-1].kind == word && f.lettersForDigits(i-1) != "" && !f.tokens[i-1].space &&
		f.tokens[i-2].kind == number {
		return
	}
	if t.kind == number {
		if f.birthDate(i) || f.carPlate(i) || f.flatNumber(i) {
			return
		}
	}
	r := f.run(i)
	total := 0
	for k := range r.n {
		total += len(r.groups[k].digits)
	}
	if total < 4 {
		return
	}
	c := f.cueBefore(i)
	if f.papers(&r, c) || f.phoneNumber(&r, c) {
		return
	}
	f.bareNumber(&r)
}

// cue is what the words before a number say about it.
type cue struct {
	facts   fact
	nearby  fact // of the word that stands close, with nothing but linking words between
	aside   fact // of the words that stand no further than three words off
	another bool // a telephone stands before it, with nothing but signs between
	noun    bool // that word is a noun: «тел. 22-210», not «звонила 22-210»
}

// farthest bounds how many tokens before a number are read for a cue.
const farthest = 9

// cueBefore reads the words before token i back to another number, a new line or the end of a sentence.
func (f *finder) cueBefore(i int) (c cue) {
	close, words, office := true, 0, false
	for k := i - 1; k >= 0 && k >= i-farthest; k-- {
		t := &f.tokens[k]
		if f.tokens[k+1].line && k < i-1 {
			break
		}
		if t.kind == mark {
			if t.sign == '!' || t.sign == '?' || t.sign == ';' {
				break
			}
			if t.sign == '☎' || t.sign == '📞' || t.sign == '📱' {
				c.facts |= cuephone
				c.nearby |= cuephone
			}
			continue
		}
		if close && f.hides(t, phone) { // «2000001, 2000002»
			c.another = true
		}
		if t.kind == number && t.low == "8" && k < i-1 { // «контакт 8 (посёлок) 2-00-01»
			continue
		}
		if t.kind != word {
			break
		}
		facts := t.facts
		if f.shortPhone(k) {
			facts |= cuephone
		}
		if t.letters == 1 {
			facts |= f.spelledOut(k)
		}
		c.facts |= facts
		if words++; words <= 3 && c.facts&(numbered|unit|org) == 0 && !office {
			office = beginsWith(t.low, lineHeads)
			c.aside |= facts
		}
		if close {
			c.nearby |= facts
			c.noun = c.noun || facts&cuephone != 0 && !endsWith(t.low, callEnds)
			close = facts&(linking|cuephone|split) != 0 || t.low == "дом" && k > 0 && f.homeBefore(k-1)
		}
		// «л/с» and «л. счёт» are a ledger of a flat.
		if (t.low == "с" || t.low == "сч" || t.facts&bill != 0) && k >= 2 && f.tokens[k-1].kind == mark &&
			(f.tokens[k-2].low == "л" || f.tokens[k-2].low == "лиц") {
			c.facts |= cueledger
		}
	}
	return c
}

// spelledOut is what is known of «И.Н.Н.», with its last letter at token k.
func (f *finder) spelledOut(k int) fact {
	low := f.tokens[k].low
	for n := 0; n < 5 && k >= 2 && f.tokens[k-1].sign == '.' && f.tokens[k-2].kind == word && f.tokens[k-2].letters == 1 &&
		!f.tokens[k].line; n++ {
		k -= 2
		low = f.tokens[k].low + low
	}
	if len(low) < 4 {
		return 0
	}
	return known(low) & (cueinn | cuesnils | cuepolicy)
}

// hides reports that token t was found to be of a kind, or is its label.
func (f *finder) hides(t *token, kind secret) bool {
	if t.kind != taken {
		return false
	}
	text := f.text[t.start:t.end]
	if text == russian[kind] || text == english[kind] {
		return true
	}
	for n := len(f.found) - 1; n >= max(0, len(f.found)-2); n-- {
		if f.found[n].end == t.end {
			return f.found[n].kind == kind
		}
	}
	return false
}

// lineHeads begin what has telephones that belong to nobody: «телефон горячей линии».
var lineHeads = strings.Fields("горяч лини регистратур диспетчер справочн приемн аварийн довери едд такси поликлин больниц")

// callEnds are those of the words for calling: «звоню», «позвонить», «набрала».
var callEnds = strings.Fields("ю ь ит ите ла ли ил ки ок ть ти те ай")

// shortPhone reports «т.» and «т:» with the number right behind.
func (f *finder) shortPhone(k int) bool {
	t := f.tokens
	return t[k].low == "т" && k+2 < len(t) && t[k+1].kind == mark && (t[k+1].sign == '.' || t[k+1].sign == ':') &&
		!t[k+1].space && (t[k+2].kind == number || t[k+2].kind == mark)
}

// homeBefore reports «тел.» or «телефон» at token k or the one before.
func (f *finder) homeBefore(k int) bool {
	if f.tokens[k].kind == mark && k > 0 {
		k--
	}
	return f.is(k, cuephone)
}

// phoneBehind reports a word for a telephone behind token k: «… это мой номер вайбера», «… звоните».
func (f *finder) phoneBehind(k int) bool {
	for n := k + 1; n < len(f.tokens) && n <= k+farthestBehind && !f.tokens[n].line; n++ {
		t := &f.tokens[n]
		switch {
		case t.kind == mark && strings.ContainsRune(",-(:", t.sign), t.kind == number:
		case t.kind != word:
			return false
		case t.facts&cuephone != 0:
			return true
		case t.facts&(linking|possessive|split) == 0 && t.low != "это" && t.low != "вот" && t.low != "жду":
			return false
		}
	}
	return false
}

// farthestBehind bounds how many tokens behind a number are read for a cue.
const farthestBehind = 8

// counted reports that what stands behind token i is a unit: the number is a sum, a time or a quantity.
func (f *finder) counted(i int) bool {
	n := f.afterX(i)
	if n == nil {
		return false
	}
	if n.kind == mark {
		return n.sign == '%' || n.sign == '°' || n.sign == '₽' || n.sign == '$' || n.sign == '€'
	}
	return n.kind == word && n.facts&(unit|month) != 0 || n.kind == word && strings.HasPrefix(n.low, "квартир") &&
		n.low != "квартира"
}

// claimRun records the first n groups of a run, with a plus and an opening bracket that belong to them.
func (f *finder) claimRun(r *run, n int, kind secret) {
	from, to := r.tokens(n)
	if b := f.beforeX(from); b != nil && b.sign == '(' && b.kind == mark && from+1 < len(f.tokens) {
		for k := from + 1; k <= to; k++ {
			if f.tokens[k].sign == ')' {
				from--
				break
			}
		}
	}
	if b := f.beforeX(from); b != nil && (b.kind == mark && b.sign == '+' || b.low == "плюс") {
		from--
	}
	f.claimTokens(from, to, kind)
}

// afterX is after, nil where nothing stands on the line.
func (f *finder) afterX(i int) *token {
	if n := f.after(i); n != &nowhere {
		return n
	}
	return nil
}

// beforeX is before, nil where nothing stands on the line.
func (f *finder) beforeX(i int) *token {
	if b := f.before(i); b != &nowhere {
		return b
	}
	return nil
}
