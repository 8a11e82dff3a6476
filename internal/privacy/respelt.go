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
		n := f.wide(in[i:])
		if n == 0 {
			n = f.mended(in[i:])
		}
		if n == 0 {
			n = f.parted(in[i:])
		}
		if n == 0 {
			n = f.linked(in[i:])
		}
		i += n
	}
}

// respellable reports whether a text has anything of the kind, so that most texts are read once.
func (f *finder) respellable() bool {
	single := 0
	for i := range f.tokens {
		t := &f.tokens[i]
		if t.kind == word && t.letters == 1 {
			if single++; single == 3 {
				return true
			}
			continue
		}
		single = 0
		if t.kind == word && (t.inner || strings.Contains(t.low, "-")) {
			return true
		}
		if i+1 == len(f.tokens) || f.tokens[i+1].space || f.tokens[i+1].line || f.tokens[i+1].kind != word {
			continue
		}
		if t.kind == number && len(t.low) == 1 || t.kind == mark && i > 0 && f.tokens[i-1].kind == word && !t.space {
			return true
		}
	}
	return false
}

// nameWord reports a word that reads as a part of a name by itself.
func nameWord(t *token) bool {
	return t.kind == word && t.letters > 2 && t.facts&(common|org|role) == 0 && (t.facts&(first|familySure) != 0 ||
		t.facts&^nameFacts == 0 && (patronymic(t) || onSurname(t.low)))
}

// givenWord reports a first name or a patronymic.
func givenWord(t *token) bool { return t.kind == word && (t.facts&first != 0 || patronymic(t)) }

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
	for n < len(in) && in[n].kind == word && in[n].letters == 1 && cyrillic(&in[n]) && (n == 0 || in[n].space &&
		!in[n].line) {
		if n > 0 && (in[n].start-in[n-1].end > 1 || in[n].capital && !in[n-1].capital) {
			break
		}
		n++
	}
	if n < 3 {
		return 0
	}
	var b strings.Builder
	for k := range n {
		b.WriteString(in[k].low)
	}
	t := f.joined(in[:n], b.String())
	if !nameWord(&t) {
		f.tokens = append(f.tokens, in[:n]...)
		return n
	}
	f.tokens = append(f.tokens, t)
	return n
}

// mistakenDigits are letters that a digit is mistaken for.
var mistakenDigits = map[string]string{"0": "о", "3": "з", "4": "ч", "6": "б", "1": "и"}

// mended reads «Петр0в» and «3вягин»: a digit in place of a letter of a name.
func (f *finder) mended(in []token) int {
	n, digits, letters := 0, 0, 0
	var b strings.Builder
	for n < len(in) && n < 5 && (n == 0 || !in[n].space && !in[n].line) {
		t := &in[n]
		if t.kind == word && (t.letters == 1 || cyrillic(t)) {
			letters += t.letters
			b.WriteString(t.low)
		} else if to := mistakenDigits[t.low]; t.kind == number && to != "" {
			digits++
			b.WriteString(to)
		} else {
			break
		}
		n++
	}
	if digits == 0 || n < 2 || letters < 4 {
		return 0
	}
	t := f.joined(in[:n], b.String())
	if !nameWord(&t) || in[n-1].kind == number && t.facts&first == 0 {
		return 0
	}
	f.tokens = append(f.tokens, t)
	return n
}

// parted cuts «ЛыковИван» and «Лыков-Иван» in two or three.
func (f *finder) parted(in []token) int {
	t := &in[0]
	if len(in) > 1 && in[1].space && in[1].capital && !in[1].line && !t.inner { // «Очир-Лыкова Анна»
		return 0
	}
	if t.kind != word || t.letters < 6 || t.facts != 0 || !t.inner && !strings.Contains(t.low, "-") || t.latin {
		return 0
	}
	text := f.text[t.start:t.end]
	var parts []token
	given, family, from := false, false, 0
	cut := func(to int) bool {
		p := *t
		p.start, p.end = t.start+from, t.start+to
		p = f.joined([]token{p}, clean(f.low[p.start:p.end]))
		if len(parts) > 0 {
			p.space, p.line = true, false
		}
		parts = append(parts, p)
		given = given || givenWord(&p)
		family = family || p.facts&first == 0
		return nameWord(&p)
	}
	small := false
	for i, r := range text {
		switch {
		case r == '-':
			if i == from || !cut(i) {
				return 0
			}
			from, small = i+1, false
		case unicode.IsUpper(r) && small:
			if i-from < 5 || !cut(i) {
				return 0
			}
			from, small = i, false
		default:
			small = unicode.IsLower(r)
		}
	}
	if len(parts) == 0 || !cut(len(text)) || !given || !family {
		return 0
	}
	f.tokens = append(f.tokens, parts...)
	return 1
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

// linked keeps a token, and drops the sign between two parts of a name that no blank parts: «Лыков_Иван», «лыков.иван».
func (f *finder) linked(in []token) int {
	f.tokens = append(f.tokens, in[0])
	if f.wrapped(in) {
		return 3
	}
	if len(in) < 3 || in[1].kind != mark || in[1].space || in[2].space || in[2].line ||
		!strings.ContainsRune("_.,/|+*~", in[1].sign) && in[1].sign < firstSymbol {
		return 1
	}
	a, b := &f.tokens[len(f.tokens)-1], &in[2]
	if !nameWord(a) || !nameWord(b) || !givenWord(a) && !givenWord(b) || a.facts&b.facts&first != 0 ||
		a.capital != b.capital || a.latin != b.latin {
		return 1
	}
	in[2].space = true
	return 2
}
