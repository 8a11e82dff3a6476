package place

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a word or a number of a text.
type word struct {
	low   string // lower case, ё as е
	orig  string // as written
	digit bool   // begins with a digit: 12, 12а, 12/3
	cap   bool   // begins with a capital letter
	caps  bool   // two letters or more, all capitals
	point bool   // a full stop follows at once
	tight bool   // nothing stands between it and the word before it but marks
	name  bool   // a mention of an account: never a place
	used  bool   // belongs to a street or a house already
	gap   byte   // what stands before it: ' ' nothing of weight, ',' a comma or bracket, '.' an end of a sentence, '-' a dash, '#', '№', '"', '/', '+'
}

// limit bounds the words that are read of one text; a place is named long before.
const limit = 4000

// scan cuts a text into words. Bytes that are no text separate words.
func scan(text string, words []word) []word {
	buffer := make([]byte, 0, len(text))
	type span struct{ from, to, low, lowEnd int }
	spans := make([]span, 0, len(text)/10+2)
	gap, tight := byte('.'), false
	account := false
	for i := 0; i < len(text) && len(words) < limit; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError || !(unicode.IsLetter(r) || '0' <= r && r <= '9') {
			switch r {
			case ' ', '\t', '\u00a0':
				tight = false
				account = false
			case '.', '!', '?', '\n', ';', '…', '\r':
				gap = '.'
			case ',', '(', ')', ':':
				if gap != '.' {
					gap = ','
				}
			case '№', '#', '+', '"', '«', '/', '%':
				if gap == ' ' || r == '№' || r == '"' || r == '«' {
					gap = byte(r)
					switch r {
					case '№':
						gap = 'N'
					case '«':
						gap = '"'
					}
				}
			case '-', '–', '—':
				if gap == ' ' {
					gap = '-'
				}
			case '@':
				account = true
			}
			if r == '.' && len(words) > 0 && tight {
				last := &words[len(words)-1]
				if spans[len(spans)-1].to == i {
					last.point = true
				}
			}
			i += size
			continue
		}
		start, low := i, len(buffer)
		w := word{gap: gap, tight: tight, name: account}
		if '0' <= r && r <= '9' {
			w.digit = true
			i = number(text, i)
			for _, c := range text[start:i] {
				buffer = utf8.AppendRune(buffer, lowerRune(c))
			}
		} else {
			w.cap = unicode.IsUpper(r)
			letters, capitals := 0, 0
			for i < len(text) {
				r, size = utf8.DecodeRuneInString(text[i:])
				if (r == '-' || r == '‑') && i > start {
					next, _ := utf8.DecodeRuneInString(text[i+size:])
					if !unicode.IsLetter(next) && !('0' <= next && next <= '9') {
						break
					}
					buffer = append(buffer, '-')
					i += size
					continue
				}
				if r == utf8.RuneError || !unicode.IsLetter(r) && !('0' <= r && r <= '9' && text[i-1] == '-') {
					break
				}
				letters++
				if unicode.IsUpper(r) {
					capitals++
				}
				buffer = utf8.AppendRune(buffer, lowerRune(r))
				i += size
			}
			w.caps = letters > 1 && letters == capitals
		}
		spans = append(spans, span{start, i, low, len(buffer)})
		words = append(words, w)
		gap, tight = ' ', true
	}
	lowered := string(buffer)
	for k, s := range spans {
		words[k].orig, words[k].low = text[s.from:s.to], lowered[s.low:s.lowEnd]
	}
	return words
}

func lowerRune(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
		return r
	case r == 'ё' || r == 'Ё':
		return 'е'
	case r >= 'А' && r <= 'Я':
		return r + 32
	case r == '‑':
		return '-'
	}
	return unicode.ToLower(r)
}

func lower(s string) string { return strings.Map(lowerRune, s) }

// number measures digits with what belongs to them: 12, 12а, 12/3, 8(351) is cut at the bracket, 18:00 and 3.5 are one.
func number(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if '0' <= c && c <= '9' {
			i++
			continue
		}
		if (c == '/' || c == ':' || c == '.' || c == '-') && i+1 < len(text) && '0' <= text[i+1] && text[i+1] <= '9' {
			i++
			continue
		}
		break
	}
	if i+1 < len(text) && text[i] == '-' { // 1-я, 36-а
		r, size := utf8.DecodeRuneInString(text[i+1:])
		next, _ := utf8.DecodeRuneInString(text[i+1+size:])
		if unicode.IsLetter(r) && r != utf8.RuneError && (!unicode.IsLetter(next) || next == utf8.RuneError) {
			return i + 1 + size
		}
		rest := text[i+1:]
		for _, ending := range [...]string{"ой", "ая", "ый", "ий", "го", "му", "ую", "ей", "ом", "ого"} {
			if strings.HasPrefix(rest, ending) {
				return i + 1 + len(ending)
			}
		}
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if unicode.IsLetter(r) && r != utf8.RuneError {
		if next, _ := utf8.DecodeRuneInString(text[i+size:]); !unicode.IsLetter(next) || next == utf8.RuneError {
			i += size
			if '0' <= next && next <= '9' && (r == 'к' || r == 'К') { // 12к1
				for i < len(text) && '0' <= text[i] && text[i] <= '9' {
					i++
				}
			}
		}
	}
	return i
}
