package problem

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordLimit bounds what is read of a text: a longer one is the same by its beginning.
const wordLimit = 600

// token is a word or a number of a text.
type token struct {
	low        string
	first, cap bool // first of its sentence; begins with a capital
	quoted     bool
	apart      bool // begins the text or stands behind a comma, a dash, a bracket or the end of a sentence
	digit      bool
	signed     bool // after «№»
	object     bool // a noun that a number goes with
	spent      bool // such a number
}

// tokens cuts a text into words, whose letters are folded.
func tokens(text string) []token {
	out := make([]token, 0, len(text)/10+1)
	next := token{first: true, apart: true} // what the marks before the next word say of it
	var low []byte
	for i := 0; i < len(text) && len(out) < wordLimit; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError || !letter(r) {
			next.mark(r, out)
			i += size
			continue
		}
		next.cap, next.digit = unicode.IsUpper(r), unicode.IsDigit(r)
		next.low, low, size = word(text[i:], low[:0])
		i += size
		out = append(out, next)
		next = token{}
	}
	return out
}

// mark takes in what a mark says of the word behind it. A full stop behind a short word ends no sentence.
func (t *token) mark(r rune, before []token) {
	switch r {
	case '.', '!', '?', '\n', '…':
		short := len(before) > 0 && utf8.RuneCountInString(before[len(before)-1].low) <= 3
		t.first = r != '.' || !short
		t.apart = t.apart || t.first
	case ',', ';', ':', '(', ')', '—', '–', '-':
		t.apart = true
	case '«', '"', '“', '`', '„':
		t.quoted = true
	case '№':
		t.signed = true
	}
}

// word is the word at the beginning of a text, folded, and its size there. low is memory for it.
func word(text string, low []byte) (_ string, _ []byte, size int) {
	changed := false
	for size < len(text) {
		r, n := utf8.DecodeRuneInString(text[size:])
		if r == utf8.RuneError || !letter(r) && (size == 0 || r != '-' && r != '/') {
			break
		}
		folded := lower(r)
		changed = changed || folded != r
		low = utf8.AppendRune(low, folded)
		size += n
	}
	if !changed {
		return strings.TrimRight(text[:size], "-/"), low, size
	}
	return strings.TrimRight(string(low), "-/"), low, size
}

func lower(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я':
		return r
	case r >= 'А' && r <= 'Я':
		return r + ('а' - 'А')
	}
	if r = unicode.ToLower(r); r == 'ё' {
		return 'е'
	}
	return r
}

// letters is the length of a word in Russian letters; two signs of other kinds count as one.
func letters(low string) int { return (len(low) + 1) / 2 }

// letter reports whether a rune is a letter or a digit; Russian ones without a table.
func letter(r rune) bool {
	return r >= 'А' && r <= 'я' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' ||
		r > ' ' && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
