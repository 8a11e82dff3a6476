package place

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
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
	tag   bool   // # stands before it
	used  bool   // belongs to a street or a house already
	// gap is what stands before it: ' ' nothing of weight, ',' a comma or bracket, '.' an end of a sentence, '-' a
	// dash, 'N' №, or the sign itself: # " / + %
	gap   byte
	class class
}

// words are those of a text in their order.
type words []word

// nothing stands before and behind a text, parted from it like a sentence from the next. It is only read.
var nothing = word{gap: '.'}

// at is the word at i, nothing where there is none.
func (ws words) at(i int) *word {
	if i < 0 || i >= len(ws) {
		return &nothing
	}
	return &ws[i]
}

// use marks the words from from up to to as belonging to a street, a house or a settlement.
func (ws words) use(from, to int) {
	for k := from; k < to; k++ {
		ws[k].used = true
	}
}

// length is how many signs a word has.
func length(low string) int { return utf8.RuneCountInString(low) }

// letters is the length of a word in Russian letters; two signs of other kinds count as one.
func letters(low string) int { return len(low) / 2 }

// limit bounds the words that are read of one text; a place is named long before.
const limit = 4000

// scanner is scan at work.
type scanner struct {
	text    string
	at      int
	words   words
	lowered strings.Builder // words not written in small letters, one behind the other
	last    int             // where the last word ends

	gap            byte
	tight, account bool
	tag            bool
}

// scan cuts a text into words. Bytes that are no text separate words.
func scan(text string, ws words) words {
	s := scanner{text: text, words: ws, gap: '.', last: -1}
	for s.at < len(text) && len(s.words) < limit {
		if text[s.at] == ' ' {
			s.tight, s.account, s.tag = false, false, false
			s.at++
			continue
		}
		if end := smallWord(text, s.at); end > s.at {
			low := text[s.at:end]
			s.put(word{low: low, orig: low}, end)
			continue
		}
		r, size := utf8.DecodeRuneInString(text[s.at:])
		switch {
		case '0' <= r && r <= '9':
			end := number(text, s.at)
			s.put(word{low: lower(text[s.at:end]), orig: text[s.at:end], digit: true}, end)
		case r != utf8.RuneError && unicode.IsLetter(r):
			s.word(r)
		default:
			s.mark(r)
			s.at += size
		}
	}
	return s.words
}

func (s *scanner) put(w word, end int) {
	w.gap, w.tight, w.name, w.tag, w.class = s.gap, s.tight, s.account, s.tag, classes[w.low]
	s.tag = false
	s.words = append(s.words, w)
	s.at, s.last = end, end
	s.gap, s.tight = ' ', true
}

// mark takes in what stands between two words.
func (s *scanner) mark(r rune) {
	switch r {
	case '\t', '\u00a0':
		s.tight, s.account = false, false
	case '@':
		s.account = true
	}
	s.tag = r == '#'
	gap, strong := gapOf(r)
	if gap != 0 && (strong || s.gap == ' ' || gap == ',' && s.gap != '.') {
		s.gap = gap
	}
	if r == '.' && s.tight && s.last == s.at {
		s.words[len(s.words)-1].point = true
	}
}

// gapOf is what a mark says between two words, and whether it says so whatever stands there before it.
func gapOf(r rune) (gap byte, strong bool) {
	switch r {
	case '.', '!', '?', '\n', ';', '…', '\r':
		return '.', true
	case ',', '(', ')', ':':
		return ',', false
	case '№':
		return 'N', true
	case '"', '«':
		return '"', true
	case '#', '+', '/', '%':
		return byte(r), false
	case '-', '–', '—':
		return '-', false
	}
	return 0, false
}

// word reads a word that begins with the letter first.
func (s *scanner) word(first rune) {
	if s.lowered.Cap() == 0 {
		s.lowered.Grow(64)
	}
	low, count, capitals := s.lowered.Len(), 0, 0
	end := s.at
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if (r == '-' || r == '‑') && joins(s.text[end+size:]) {
			s.lowered.WriteByte('-')
			end += size
			continue
		}
		if !inWord(r, s.text[:end]) {
			break
		}
		count++
		if text.IsUpper(r) {
			capitals++
		}
		s.lowered.WriteRune(lowerRune(r))
		end += size
	}
	s.put(word{
		low: s.lowered.String()[low:], orig: s.text[s.at:end], cap: text.IsUpper(first),
		caps: count > 1 && count == capitals,
	}, end)
}

// joins: a hyphen before this text belongs to a word.
func joins(behind string) bool {
	r, _ := utf8.DecodeRuneInString(behind)
	return unicode.IsLetter(r) || '0' <= r && r <= '9'
}

// inWord: the rune goes on a word; a digit does right behind a hyphen.
func inWord(r rune, before string) bool {
	switch {
	case 'А' <= r && r <= 'я':
		return true
	case '0' <= r && r <= '9':
		return before[len(before)-1] == '-'
	}
	return r != utf8.RuneError && unicode.IsLetter(r)
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

// lowerRune is text.Lower, and the hyphen that breaks no line is one like others.
func lowerRune(r rune) rune {
	if r == '‑' {
		return '-'
	}
	return text.Lower(r)
}

func lower(s string) string {
	if s != "" && smallWord(s, 0) == len(s) {
		return s
	}
	return strings.Map(lowerRune, s)
}

// numberMarks join two numbers to one.
const numberMarks = "/:.-"

// ordinalEndings stand behind a number and a hyphen, beside single letters.
var ordinalEndings = wordlist.Beginnings{"ой", "ая", "ый", "ий", "го", "му", "ую", "ей", "ом", "ого"}

// number measures digits with what belongs to them: 12, 12а, 12/3, 8(351) is cut at the bracket, 18:00 and 3.5 are one.
func number(text string, i int) int {
	for i < len(text) && (isDigit(text[i]) ||
		i+1 < len(text) && strings.IndexByte(numberMarks, text[i]) >= 0 && isDigit(text[i+1])) {
		i++
	}
	if i+1 < len(text) && text[i] == '-' { // 1-я, 36-а, 11-к3
		if r, size, ok := loneLetter(text[i+1:]); ok {
			return i + 1 + size + blockDigits(r, text[i+1+size:])
		}
		for _, ending := range ordinalEndings {
			if strings.HasPrefix(text[i+1:], ending) {
				return i + 1 + len(ending)
			}
		}
	}
	r, size, ok := loneLetter(text[i:])
	if !ok {
		return i
	}
	return i + size + blockDigits(r, text[i+size:])
}

// blockDigits is how many digits stand behind the letter of a block, as in 12к1 and 12с2.
func blockDigits(letter rune, behind string) int {
	switch letter {
	case 'к', 'К', 'с', 'С':
		return digits(behind)
	}
	return 0
}

// loneLetter is the letter at the beginning of a text that no other goes on from.
func loneLetter(text string) (r rune, size int, ok bool) {
	r, size = utf8.DecodeRuneInString(text)
	if r == utf8.RuneError || !unicode.IsLetter(r) {
		return r, size, false
	}
	next, _ := utf8.DecodeRuneInString(text[size:])
	return r, size, next == utf8.RuneError || !unicode.IsLetter(next)
}
