package reading

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

//go:embed words.txt
var wordFile string

// lists are the words of words.txt.
var lists = wordlist.Parse(wordFile)

// Russian in Latin letters: frequent words, words of which it has none, words that are spelt their own way, and runs of
// letters, the longest first.
var (
	latinRussian = lists.Set("russian in latin")
	english      = lists.Set("english")
	latinWhole   = lists.Pairs("whole in latin")
	latinLetters = func() (pairs [][2]string) {
		for _, line := range lists.Words("letters in latin") {
			latin, russian, _ := strings.Cut(line, " = ")
			pairs = append(pairs, [2]string{latin, russian})
		}
		return pairs
	}()
)

// fromLatin gives a text that is Russian in Latin letters in Cyrillic ones, so that it can be read as any other: «net
// vody». Other texts come back as they are.
func fromLatin(text string) string {
	if !inLatin(text) {
		return text
	}
	var b strings.Builder
	b.Grow(2 * len(text))
	for field := range strings.FieldsSeq(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		if strings.ContainsAny(field, "@/_") || len(field) >= 4 && strings.EqualFold(field[:4], "www.") {
			b.WriteString(field)
			continue
		}
		for field != "" {
			n := latinWord(field)
			if n == 0 {
				_, size := utf8.DecodeRuneInString(field)
				b.WriteString(field[:size])
				field = field[size:]
				continue
			}
			b.WriteString(cyrillic(field[:n]))
			field = field[n:]
		}
	}
	return b.String()
}

// latinWord is how many bytes of the text's beginning are a word in Latin letters, soft signs within it.
func latinWord(text string) (n int) {
	for n < len(text) {
		c := text[n] | 0x20
		if 'a' <= c && c <= 'z' || n > 0 && text[n] == '\'' {
			n++
			continue
		}
		break
	}
	return n
}

// inLatin reports whether most words are in Latin letters and enough of them are known as Russian.
func inLatin(text string) bool {
	if !strings.ContainsAny(text, "aeiouyAEIOUY") {
		return false // the quick way out for nearly all texts
	}
	latin, other, known, foreign := 0, 0, 0, 0
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		if latinWord(field) < len(field) {
			other++
			continue
		}
		latin++
		w := strings.ReplaceAll(strings.ToLower(field), "'", "")
		switch {
		case latinRussian[w]:
			known++
		case english[w]:
			foreign++
		}
		if latin > 200 {
			break
		}
	}
	if latin < 3 || latin <= other || foreign > known {
		return false
	}
	return known > 1 || known == 1 && latin <= 5
}

// cyrillic is one word of Latin letters.
func cyrillic(word string) string {
	low := strings.ToLower(word)
	out, whole := latinWhole[strings.ReplaceAll(low, "'", "")]
	if !whole {
		var b strings.Builder
		for i := 0; i < len(low); {
			latin, russian := russianLetter(low, i)
			b.WriteString(russian)
			i += len(latin)
		}
		out = b.String()
	}
	if word[0] != low[0] {
		r, size := utf8.DecodeRuneInString(out)
		out = string(unicode.ToUpper(r)) + out[size:]
	}
	return out
}

// openE are the beginnings of words whose first letter is э.
var openE = wordlist.Beginnings{"et", "elek", "evak", "ekol"}

// russianLetter is the letter that is spelt at byte i of a word, and how it is spelt there.
func russianLetter(low string, i int) (latin, russian string) {
	rest := low[i:]
	behindVowel := i > 0 && strings.IndexByte("aeiou", low[i-1]) >= 0
	short := rest == "i" || rest[0] == 'y' && (len(rest) == 1 || strings.IndexByte("aeou", rest[1]) < 0)
	switch {
	case i == 0 && openE.Begin(rest):
		return rest[:1], "э"
	case behindVowel && short:
		return rest[:1], "й" // «dvoy», «moi»
	}
	for _, pair := range latinLetters {
		if strings.HasPrefix(rest, pair[0]) {
			return pair[0], pair[1]
		}
	}
	return rest[:1], rest[:1] // never: every letter is one of the pairs
}
