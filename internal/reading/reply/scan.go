package reply

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind says what a token is made of.
type kind uint8

const (
	word    kind = iota // letters, perhaps with inner hyphens
	number              // digits, with what belongs to them: 12, 18:00, 20.05, 2,4
	link                // an address on the web
	mention             // @name or [id1|Name]
)

const (
	// maxText bounds what of a text is read, in bytes: an official's reply is seldom longer, and a hostile megabyte
	// costs no more than a long letter.
	maxText = 16 << 10
	// maxWord bounds what of a word is kept, in bytes: no Russian word is longer.
	maxWord = 64
)

// token is one word, number, link or mention.
type token struct {
	kind     kind
	norm     string // lower case, ё as е
	capital  bool   // begins with a capital letter
	sentence int    // running number of the sentence
	clause   int    // running number of the part between commas and the like
	at       int    // where in the text it begins, in bytes
}

// scan is a text cut into tokens, with what only the whole text shows.
type scan struct {
	tokens    []token
	words     int
	numbers   int
	links     int
	questions int  // question marks
	asking    bool // the last sentence ends with a question mark
	sentences int
}

// cut tokenises a text. Invalid bytes separate words and are otherwise ignored.
func cut(text string) *scan {
	if len(text) > maxText {
		text = text[:maxText]
	}
	s := &scan{tokens: make([]token, 0, len(text)/11+1)}
	sentence, clause := 0, 0
	i := 0
	add := func(t token) {
		t.sentence, t.clause, t.at = sentence, clause, i
		s.tokens = append(s.tokens, t)
		s.sentences = sentence + 1
		s.asking = false
	}
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '[':
			if end := bracketMention(text[i:]); end > 0 {
				add(token{kind: mention})
				i += end
				continue
			}
		case r == '@':
			if end := handle(text[i+1:]); end > 0 {
				add(token{kind: mention})
				i += 1 + end
				continue
			}
		case r == ' ':
		case r == '?':
			s.questions++
			s.asking = true
			sentence, clause = sentence+1, clause+1
		case r == '.':
			if !shortened(s.tokens) {
				sentence, clause = sentence+1, clause+1
			}
		case r == '!' || r == '\n' || r == '…' || r == ';':
			sentence, clause = sentence+1, clause+1
		case r == ',' || r == ':' || r == '(' || r == ')' || r == '—' || r == '–':
			clause++
		case 'А' <= r && r <= 'я' || unicode.IsLetter(r) && r != utf8.RuneError:
			if end := webLink(text[i:]); end > 0 {
				s.links++
				add(token{kind: link})
				i += end
				continue
			}
			t, end := readWord(text[i:])
			s.words++
			add(t)
			i += end
			continue
		case '0' <= r && r <= '9':
			end := digits(text[i:])
			s.numbers++
			add(token{kind: number, norm: text[i : i+end]})
			i += end
			continue
		}
		i += size
	}
	return s
}

// readWord reads one word: letters and inner hyphens.
func readWord(text string) (t token, end int) {
	var buffer [maxWord + utf8.UTFMax]byte
	norm := buffer[:0]
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if 'А' <= r && r <= 'я' { // nearly every letter; the tables of unicode would cost most of the time
			if r < 'а' {
				t.capital = t.capital || end == 0
				r += 'а' - 'А'
			}
			if end += size; len(norm) < maxWord {
				norm = utf8.AppendRune(norm, r)
			}
			continue
		}
		if r == '-' {
			next, _ := utf8.DecodeRuneInString(text[end+size:])
			if !unicode.IsLetter(next) || next == utf8.RuneError {
				break
			}
		} else if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		if end == 0 {
			t.capital = unicode.IsUpper(r)
		}
		end += size
		if r >= 0x300 && r < 0x370 || len(norm) >= maxWord {
			continue // an accent, or beyond any word
		}
		if r = unicode.ToLower(r); r == 'ё' {
			r = 'е'
		}
		norm = utf8.AppendRune(norm, r)
	}
	t.norm = string(norm)
	return t, end
}

// bracketMention measures VK's form of a mention, [id1|Name] or [club1|Name].
func bracketMention(text string) int {
	head := text[:min(len(text), 160)]
	if !strings.HasPrefix(head, "[id") && !strings.HasPrefix(head, "[club") && !strings.HasPrefix(head, "[public") {
		return 0
	}
	bar, closing := strings.IndexByte(head, '|'), strings.IndexByte(head, ']')
	if bar < 0 || closing < bar {
		return 0
	}
	return closing + 1
}

func handle(text string) int {
	end := 0
	for end < len(text) && end < 64 {
		c := text[end]
		if c != '_' && !('0' <= c && c <= '9') && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') {
			break
		}
		end++
	}
	return end
}

func webLink(text string) int {
	if text[0] >= utf8.RuneSelf {
		return 0
	}
	for _, p := range [...]string{"http://", "https://", "www.", "t.me/", "vk.com/", "vk.cc/", "clck.ru/"} {
		if len(text) >= len(p) && strings.EqualFold(text[:len(p)], p) {
			if end := strings.IndexAny(text, " \t\n\r)"); end > 0 {
				return end
			}
			return len(text)
		}
	}
	return 0
}

// digits measures a number with what belongs to it.
func digits(text string) int {
	end := 0
	for end < len(text) {
		c := text[end]
		inner := c == '/' || c == ':' || c == '.' || c == ',' || c == '-'
		if !('0' <= c && c <= '9') && !(inner && end+1 < len(text) && '0' <= text[end+1] && text[end+1] <= '9') {
			break
		}
		end++
	}
	return end
}

// shortened reports whether a full stop after these tokens ends a shortened word (ул. п. г. тыс.) and no sentence.
func shortened(tokens []token) bool {
	if len(tokens) == 0 || tokens[len(tokens)-1].kind != word {
		return false
	}
	last := tokens[len(tokens)-1].norm
	switch last {
	case "ул", "пр", "пер", "пос", "обл", "мкр", "стр", "корп", "кв", "им", "тыс", "млн", "млрд", "руб", "ст", "дер", "наб", "пл", "тел", "каб", "мин", "зам":
		return true
	}
	return utf8.RuneCountInString(last) == 1
}
