package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// kind says what a token is made of.
type kind uint8

const (
	word    kind = iota // letters
	number              // digits, perhaps with a letter: 12, 45а
	mention             // @name or [id1|Name]
	link                // an address on the web
	emoji               // one pictograph
)

// maxWord bounds what is stemmed, in bytes: no Russian word is longer, and a megabyte without a space stays cheap.
const maxWord = 96

// token is one word, number, mention, link or pictograph of a text.
type token struct {
	kind     kind
	norm     string  // lower case, ё as е, runs of three and more equal letters as one
	capital  bool    // begins with a capital letter
	upper    bool    // two letters or more, all capitals
	sentence int     // running number of the sentence
	ends     byte    // the mark that ends the sentence behind the token: ? or !
	clause   int     // running number of the part between commas
	marked   *marked // what the lexicon says of the token, filled by lexicon.mark; nil: nothing
}

// scan is a text cut into tokens, with what only the whole text shows.
type scan struct {
	tokens    []token
	words     int // tokens that are words
	letters   int
	capitals  int // letters that are capitals
	questions int // question marks
	exclaims  int
	laughs    int // runs of ))) and laughing pictographs
	emojis    int
	links     int
	norms     strings.Builder // holds the words that are not spelt as their norms, one behind the other
}

// scanText cuts a text. Invalid bytes separate words and are otherwise ignored.
func scanText(text string) *scan {
	s := &scan{tokens: make([]token, 0, len(text)/10+1)}
	sentence, clause := 0, 0
	add := func(t token) {
		t.sentence, t.clause = sentence, clause
		s.tokens = append(s.tokens, t)
	}
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r >= 'А' && r <= 'я': // most are: no link begins so
			i += s.word(text[i:], add)
			continue
		case r == '[':
			if end, ok := bracketMention(text[i:]); ok {
				add(token{kind: mention, norm: strings.ToLower(text[i+1 : i+end-1])})
				i += end
				continue
			}
		case r == '@':
			if end := handle(text[i+1:]); end > 0 {
				add(token{kind: mention, norm: strings.ToLower(text[i+1 : i+1+end])})
				i += 1 + end
				continue
			}
		case r == '?':
			s.questions++
			s.end('?')
			sentence, clause = sentence+1, clause+1
		case r == '!':
			s.exclaims++
			s.end('!')
			sentence, clause = sentence+1, clause+1
		case r == '.':
			if !abbreviation(s.tokens, text[i+1:]) {
				sentence, clause = sentence+1, clause+1
			}
		case r == '\n' || r == '…' || r == ';':
			sentence, clause = sentence+1, clause+1
		case r == ',' || r == ':' || r == '(' || r == '—' || r == '–':
			clause++
		case r == ')':
			if strings.HasPrefix(text[i:], "))") {
				s.laughs++
				for i < len(text) && text[i] == ')' {
					i++
				}
				continue
			}
			clause++
		case unicode.IsLetter(r) && r != utf8.RuneError:
			if end := webLink(text[i:]); end > 0 {
				s.links++
				add(token{kind: link, norm: strings.ToLower(text[i : i+end])})
				i += end
				continue
			}
			i += s.word(text[i:], add)
			continue
		case unicode.IsDigit(r):
			end := digits(text[i:])
			add(token{kind: number, norm: strings.ToLower(text[i : i+end])})
			i += end
			continue
		case pictograph(r):
			s.emojis++
			if strings.ContainsRune("😂🤣😆😹😅😄😁", r) {
				s.laughs++
			}
			add(token{kind: emoji, norm: text[i : i+size]})
		}
		i += size
	}
	return s
}

// end notes the mark that ends the last token's sentence; the first mark counts.
func (s *scan) end(mark byte) {
	if n := len(s.tokens); n > 0 && s.tokens[n-1].ends != '?' {
		s.tokens[n-1].ends = mark
	}
}

// word reads one word: letters, inner hyphens and apostrophes.
func (s *scan) word(text string, add func(token)) int {
	if end := plainWord(text); end > 0 {
		n := end / 2
		s.letters += n
		s.words++
		add(token{kind: word, norm: text[:end]})
		return end
	}
	if s.norms.Cap() == 0 {
		s.norms.Grow(maxWord)
	}
	b := &s.norms
	from := b.Len()
	var last rune
	run, capitals, letters, cyrillic, latin, end := 0, 0, 0, 0, 0, 0
	t := token{kind: word}
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if r == '-' || r == '\'' || r == '’' {
			next, _ := utf8.DecodeRuneInString(text[end+size:])
			if !unicode.IsLetter(next) || next == utf8.RuneError {
				break
			}
			b.WriteByte('-')
			last, run = '-', 1
			end += size
			continue
		}
		small := r >= 'а' && r <= 'я' // most letters need none of the tables
		large := r >= 'А' && r <= 'Я'
		if !small && !large && (r == utf8.RuneError || !(unicode.IsLetter(r) || unicode.Is(unicode.Mn, r))) {
			break
		}
		if end == 0 {
			t.capital = large || !small && unicode.IsUpper(r)
		}
		end += size
		if r >= 0x300 && !small && !large && unicode.Is(unicode.Mn, r) {
			continue // an accent
		}
		letters++
		switch {
		case small:
		case large:
			capitals++
			r += 'а' - 'А'
		default:
			if unicode.IsUpper(r) {
				capitals++
			}
			r = unicode.ToLower(r)
		}
		if r == 'ё' {
			r = 'е'
		}
		if r < 0x80 {
			latin++
		} else {
			cyrillic++
		}
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run > 2 || b.Len()-from >= maxWord {
			continue
		}
		b.WriteRune(r)
	}
	t.norm = b.String()[from:]
	if latin > 0 && cyrillic > 0 {
		t.norm = lookalikes.Replace(t.norm)
	}
	t.upper = letters > 1 && capitals == letters
	s.letters += letters
	s.capitals += capitals
	s.words++
	add(t)
	return end
}

// plainWord measures a word that is its own norm, as most are: small Russian letters, none thrice in a row, and behind
// them what cannot belong to a word. 0: it is none, and has to be read letter by letter.
func plainWord(text string) int {
	end, run := 0, 0
	var last byte
	for end+1 < len(text) && end < maxWord {
		a, b := text[end], text[end+1]
		if !(a == 0xD0 && b >= 0xB0 && b <= 0xBF) && !(a == 0xD1 && b >= 0x80 && b <= 0x8F) {
			break
		}
		if b == last { // the second bytes differ between all 32 letters
			if run++; run > 2 {
				return 0
			}
		} else {
			last, run = b, 1
		}
		end += 2
	}
	if end < len(text) {
		if c := text[end]; c >= 0x80 || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '-' || c == '\'' {
			return 0
		}
	}
	return end
}

// lookalikes are Latin letters that people type for Cyrillic ones inside a Cyrillic word, some to get past filters.
var lookalikes = strings.NewReplacer("a", "а", "e", "е", "o", "о", "p", "р", "c", "с", "x", "х", "y", "у", "k", "к", "m", "м", "t", "т", "h", "н", "b", "в")

// bracketMention measures VK's form of a mention, [id1|Name] or [club1|Name].
func bracketMention(text string) (end int, ok bool) {
	head := text[:min(len(text), 160)]
	if !strings.HasPrefix(head, "[id") && !strings.HasPrefix(head, "[club") && !strings.HasPrefix(head, "[public") {
		return 0, false
	}
	bar, closing := strings.IndexByte(head, '|'), strings.IndexByte(head, ']')
	if bar < 0 || closing < bar {
		return 0, false
	}
	return closing + 1, true
}

func handle(text string) int {
	end := 0
	for end < len(text) && end < 64 {
		c := text[end]
		if c == '_' || c == '.' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			end++
			continue
		}
		break
	}
	return end
}

func webLink(text string) int {
	for _, p := range [...]string{"http://", "https://", "www.", "t.me/", "vk.com/", "vk.cc/", "wa.me/", "bit.ly/", "clck.ru/"} {
		if len(text) >= len(p) && strings.EqualFold(text[:len(p)], p) {
			if end := strings.IndexAny(text, " \t\n\r)"); end > 0 {
				return end
			}
			return len(text)
		}
	}
	return 0
}

// digits measures a number with what belongs to it: 12, 45а, 48/2, 18:00.
func digits(text string) int {
	end := 0
	for end < len(text) {
		c := text[end]
		if '0' <= c && c <= '9' {
			end++
			continue
		}
		if (c == '/' || c == ':' || c == '.' || c == ',') && end+1 < len(text) && '0' <= text[end+1] && text[end+1] <= '9' {
			end++
			continue
		}
		break
	}
	if r, size := utf8.DecodeRuneInString(text[end:]); unicode.Is(unicode.Cyrillic, r) {
		next, _ := utf8.DecodeRuneInString(text[end+size:])
		if !unicode.IsLetter(next) {
			end += size
		}
	}
	if end == 0 { // a digit of another script
		_, end = utf8.DecodeRuneInString(text)
	}
	return end
}

// abbreviation reports whether a full stop ends a shortened word (ул. п. г. пр. д.) and no sentence.
func abbreviation(tokens []token, rest string) bool {
	if len(tokens) == 0 {
		return false
	}
	if strings.HasPrefix(rest, ".") {
		return false
	}
	last := tokens[len(tokens)-1]
	if last.kind != word {
		next, _ := utf8.DecodeRuneInString(rest)
		return last.kind == number && unicode.IsDigit(next)
	}
	switch last.norm {
	case "ул", "пр", "просп", "пер", "пос", "обл", "мкр", "стр", "корп", "кв", "им", "тыс", "руб", "ст", "р-н", "дер", "респ", "наб", "пл", "бул", "тел", "гр", "т", "ч", "мин", "зам":
		return true
	}
	return utf8.RuneCountInString(last.norm) == 1
}

func pictograph(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == '❤' || r >= 0x2190 && r <= 0x21FF
}

// stem is the word's stem by the Snowball rules for Russian; other scripts stay as they are.
func stem(norm string) string {
	if r, _ := utf8.DecodeRuneInString(norm); !unicode.Is(unicode.Cyrillic, r) || len(norm) < 6 {
		return norm
	}
	env := snowballstem.NewEnv(norm)
	russian.Stem(env)
	return env.Current()
}
