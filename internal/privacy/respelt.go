package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// respell puts together names whose letters people set apart or joined: «И в а н о в», «Петр0в», «Лыков_Иван»,
// «ЛыковИван», «Лыков-Иван». Only what reads as a name afterwards is touched: everything else keeps its signs.
func (f *finder) respell() {
	if !f.respellable() {
		return
	}
	in := f.tokens
	f.tokens = make([]token, 0, len(in)+4)
	for i := 0; i < len(in); {
		n := 0
		for _, way := range [...]func(*finder, []token) int{(*finder).wide, (*finder).mended, (*finder).parted,
			(*finder).strung} {
			if n = way(f, in[i:]); n > 0 {
				break
			}
		}
		i += n
	}
}

// leastWide is how many single letters one after another may be a word.
const leastWide = 3

// respellable reports whether a text has anything of the kind, so that most texts are read once.
func (f *finder) respellable() bool {
	single := 0
	for i := range f.tokens {
		t := &f.tokens[i]
		if t.kind == word && t.letters == 1 {
			if single++; single == leastWide {
				return true
			}
			continue
		}
		single = 0
		if t.kind == word && (t.inner || strings.Contains(t.low, "-")) || f.touchesWord(i) {
			return true
		}
	}
	return false
}

// touchesWord reports a digit or a sign behind a word at token i, with a word right behind it.
func (f *finder) touchesWord(i int) bool {
	t, next := f.at(i), f.at(i+1)
	if next.space || next.line || next.kind != word {
		return false
	}
	return f.width(i) == 1 || t.kind == mark && f.at(i-1).kind == word && !t.space
}

// nameWord reports a word that reads as a part of a name by itself.
func nameWord(t *token) bool {
	return t.kind == word && t.letters > 2 && t.none(common|org|role) && (t.any(first|familySure) ||
		t.only(nameFacts) && (patronymic(t) || onSurname(t.low)))
}

// givenWord reports a first name or a patronymic.
func givenWord(t *token) bool { return t.kind == word && (t.any(first) || patronymic(t)) }

// joined is one word made of the tokens given, whose letters are low.
func (f *finder) joined(tokens []token, low string) token {
	t := tokens[0]
	t.kind, t.end, t.low = word, tokens[len(tokens)-1].end, low
	t.letters, t.capitals, t.inner = utf8.RuneCountInString(low), 0, false
	for _, r := range f.text[t.start:t.end] {
		if unicode.IsUpper(r) {
			t.capitals++
		}
	}
	r, _ := utf8.DecodeRuneInString(f.text[t.start:])
	t.capital, t.upper = unicode.IsUpper(r) || unicode.IsDigit(r), t.letters > 1 && t.capitals >= t.letters-1
	t.facts = known(low)
	return t
}

// wide reads «И в а н о в»: letters one by one with blanks between; two blanks or a capital begin another word.
func (f *finder) wide(in []token) int {
	n := 0
	for n < len(in) && singleLetter(&in[n]) && (n == 0 || follows(&in[n-1], &in[n])) {
		n++
	}
	if n < leastWide {
		return 0
	}
	var b strings.Builder
	for k := range n {
		b.WriteString(in[k].low)
	}
	if t := f.joined(in[:n], b.String()); nameWord(&t) {
		f.tokens = append(f.tokens, t)
	} else {
		f.tokens = append(f.tokens, in[:n]...)
	}
	return n
}

func singleLetter(t *token) bool { return t.kind == word && t.letters == 1 && cyrillic(t) }

// follows reports a letter one blank behind another, that begins no word.
func follows(last, t *token) bool {
	return t.space && !t.line && t.start-last.end <= 1 && (!t.capital || last.capital)
}

// mistakenDigits are letters that a digit is mistaken for.
var mistakenDigits = map[string]string{"0": "о", "3": "з", "4": "ч", "6": "б", "1": "и"}

// mostMended and leastMended bound the tokens and the letters of a name with digits in it.
const (
	mostMended  = 5
	leastMended = 4
)

// mended reads «Петр0в» and «3вягин»: a digit in place of a letter of a name.
func (f *finder) mended(in []token) int {
	n, digits, letters := 0, 0, 0
	var b strings.Builder
	for ; n < min(len(in), mostMended) && (n == 0 || !in[n].space && !in[n].line); n++ {
		low, digit := in[n].asLetters()
		if low == "" {
			break
		}
		b.WriteString(low)
		digits += digit
		letters += in[n].letters
	}
	if digits == 0 || n < 2 || letters < leastMended {
		return 0
	}
	t := f.joined(in[:n], b.String())
	if !nameWord(&t) || in[n-1].kind == number && t.none(first) {
		return 0
	}
	f.tokens = append(f.tokens, t)
	return n
}

// asLetters are the letters that a token stands for in a name, and how many digits it is; "" if it is no part of one.
func (t *token) asLetters() (string, int) {
	switch {
	case t.kind == word && (t.letters == 1 || cyrillic(t)):
		return t.low, 0
	case t.kind == number:
		return mistakenDigits[t.low], 1
	}
	return "", 0
}

// cutting is a word that is cut in the parts of a name.
type cutting struct {
	f             *finder
	whole         *token
	parts         []token
	given, family bool
	from          int  // of the part that is read, in bytes
	small         bool // its last letter is
}

// leastPart is how many bytes the part of a name before a capital has at least.
const leastPart = 5

// parted cuts «ЛыковИван» and «Лыков-Иван» in two or three.
func (f *finder) parted(in []token) int {
	t := &in[0]
	if t.kind != word || t.letters < 6 || t.facts != 0 || t.latin || !t.inner && !strings.Contains(t.low, "-") {
		return 0
	}
	if len(in) > 1 && in[1].space && in[1].capital && !in[1].line && !t.inner { // «Очир-Лыкова Анна»
		return 0
	}
	c := cutting{f: f, whole: t}
	text := f.text[t.start:t.end]
	for i, r := range text {
		if !c.letter(i, r) {
			return 0
		}
	}
	if len(c.parts) == 0 || !c.cut(len(text)) || !c.given || !c.family {
		return 0
	}
	f.tokens = append(f.tokens, c.parts...)
	return 1
}

// letter reads the letter at byte i of the word, and reports whether it may be a name so far.
func (c *cutting) letter(i int, r rune) bool {
	switch {
	case r == '-':
		if i == c.from || !c.cut(i) {
			return false
		}
		c.from, c.small = i+1, false
	case unicode.IsUpper(r) && c.small:
		if i-c.from < leastPart || !c.cut(i) {
			return false
		}
		c.from, c.small = i, false
	default:
		c.small = unicode.IsLower(r)
	}
	return true
}

// cut adds the part up to byte to, and reports whether it reads as one of a name.
func (c *cutting) cut(to int) bool {
	p := *c.whole
	p.start, p.end = c.whole.start+c.from, c.whole.start+to
	p = c.f.joined([]token{p}, clean(c.f.low[p.start:p.end]))
	if len(c.parts) > 0 {
		p.space, p.line = true, false
	}
	c.parts = append(c.parts, p)
	c.given = c.given || givenWord(&p)
	c.family = c.family || p.none(first)
	return nameWord(&p)
}

// wrapped joins a name that a hyphen and the end of a line cut in two, to the token just written.
func (f *finder) wrapped(in []token) bool {
	if len(in) < 3 || in[0].kind != word || in[1].sign != '-' || in[1].space || in[2].kind != word || !in[2].line ||
		in[2].capital || !cyrillic(&in[0]) {
		return false
	}
	t := f.joined(in[:3], in[0].low+in[2].low)
	if !nameWord(&t) {
		return false
	}
	f.tokens[len(f.tokens)-1] = t
	return true
}

// tyingSigns are put between two parts of a name; ornaments are too.
const tyingSigns = "_.,/|+*~"

// strung keeps a token, and drops the sign between two parts of a name that no blank parts: «Лыков_Иван», «лыков.иван».
func (f *finder) strung(in []token) int {
	f.tokens = append(f.tokens, in[0])
	if f.wrapped(in) {
		return 3
	}
	if len(in) < 3 || in[1].kind != mark || in[1].space || in[2].space || in[2].line ||
		!in[1].signed(tyingSigns) && in[1].sign < firstSymbol {
		return 1
	}
	if !twoParts(&f.tokens[len(f.tokens)-1], &in[2]) {
		return 1
	}
	in[2].space = true
	return 2
}

// twoParts reports two parts of one name, written in one way.
func twoParts(a, b *token) bool {
	return nameWord(a) && nameWord(b) && (givenWord(a) || givenWord(b)) && a.facts&b.facts&first == 0 &&
		a.capital == b.capital && a.latin == b.latin
}
