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
	var lowered strings.Builder // words not written in small letters, one behind the other
	gap, tight := byte('.'), false
	account := false
	last := -1 // where the last word ends
	for i := 0; i < len(text) && len(words) < limit; {
		if text[i] == ' ' {
			tight, account = false, false
			i++
			continue
		}
		if end := smallWord(text, i); end > i {
			words = append(words, word{low: text[i:end], orig: text[i:end], gap: gap, tight: tight, name: account})
			i, last = end, end
			gap, tight = ' ', true
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError || !(unicode.IsLetter(r) || '0' <= r && r <= '9') {
			switch r {
			case '\t', '\u00a0':
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
			if r == '.' && len(words) > 0 && tight && last == i {
				words[len(words)-1].point = true
			}
			i += size
			continue
		}
		if lowered.Cap() == 0 {
			lowered.Grow(64)
		}
		start, low := i, lowered.Len()
		w := word{gap: gap, tight: tight, name: account}
		if '0' <= r && r <= '9' {
			w.digit = true
			i = number(text, i)
			for _, c := range text[start:i] {
				lowered.WriteRune(lowerRune(c))
			}
		} else {
			w.cap = upper(r)
			letters, capitals := 0, 0
			for i < len(text) {
				r, size = utf8.DecodeRuneInString(text[i:])
				if (r == '-' || r == '‑') && i > start {
					next, _ := utf8.DecodeRuneInString(text[i+size:])
					if !unicode.IsLetter(next) && !('0' <= next && next <= '9') {
						break
					}
					lowered.WriteByte('-')
					i += size
					continue
				}
				if r < 'А' || r > 'я' {
					if r == utf8.RuneError || !unicode.IsLetter(r) && !('0' <= r && r <= '9' && text[i-1] == '-') {
						break
					}
				}
				letters++
				if upper(r) {
					capitals++
				}
				lowered.WriteRune(lowerRune(r))
				i += size
			}
			w.caps = letters > 1 && letters == capitals
		}
		w.orig, w.low = text[start:i], lowered.String()[low:]
		words = append(words, w)
		last = i
		gap, tight = ' ', true
	}
	return words
}

// smallWord measures a word of small Russian letters alone, as most are; where there is none it returns i.
func smallWord(text string, i int) int {
	start := i
	for i+1 < len(text) {
		a, b := text[i], text[i+1]
		if !(a == 0xD0 && b >= 0xB0 && b <= 0xBF) && !(a == 0xD1 && b >= 0x80 && b <= 0x8F) {
			break
		}
		i += 2
	}
	if i < len(text) {
		if c := text[i]; c >= 0x80 || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '-' {
			return start
		}
	}
	return i
}

func upper(r rune) bool {
	switch {
	case r >= 'А' && r <= 'Я':
		return true
	case r >= 'а' && r <= 'я':
		return false
	}
	return unicode.IsUpper(r)
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

func lower(s string) string {
	if s != "" && smallWord(s, 0) == len(s) {
		return s
	}
	return strings.Map(lowerRune, s)
}

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
