package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
)

// The kinds of tokens.
const (
	word    = text.Word
	number  = text.Number // with what belongs to it: 12, 45а, 48/2
	mention = text.Mention
	link    = text.Link
	emoji   = text.Sign // of signs only the pictographs
)

// rules are how the models of this package have learnt to cut a text. Whoever changes them trains again.
var rules = &text.Rules{
	Inner: "-'’", Squeeze: true, Number: numberLen, Mentions: true, DottedNames: true,
	Links: []string{
		"http://", "https://", "www.", "t.me/", "vk.com/", "vk.cc/", "wa.me/", "bit.ly/", "clck.ru/",
	},
}

// token is one word, number, mention, link or pictograph of a text.
type token struct {
	kind     text.Kind
	norm     string  // see text.Token; all in small letters
	capital  bool    // begins with a capital letter
	upper    bool    // two letters or more, all capitals
	sentence int     // running number of the sentence
	ends     byte    // the mark that ends the sentence behind the token: ? or !
	clause   int     // running number of the part between commas
	quote    int     // running number of the words in quotes that it is one of; 0: of none
	marked   *marked // what the lexicon says of the token, filled by lexicon.mark; nil: nothing
}

// scan is a text cut into tokens, with what only the whole text shows.
type scan struct {
	tokens    []token
	sentence  int // number of the sentence that is being read
	clause    int // likewise
	quote     int // of those that are being read; 0: of none
	quotes    int // opened so far
	words     int // tokens that are words
	letters   int
	capitals  int // letters that are capitals
	questions int // question marks
	exclaims  int
	laughs    int // runs of ))) and laughing pictographs
	emojis    int
	links     int
}

// scanText cuts a text. Invalid bytes separate words and are otherwise ignored.
func scanText(said string) *scan {
	s := &scan{tokens: make([]token, 0, len(said)/10+1)}
	for at := text.Scan(said, rules); at.Next(); {
		switch at.Kind {
		case text.Word:
			s.words++
			s.letters += at.Letters
			s.capitals += at.Capitals
			s.add(token{kind: word, norm: at.Norm(), capital: at.Capital, upper: at.Upper()})
		case text.Link:
			s.links++
			s.add(token{kind: link, norm: strings.ToLower(at.Norm())})
		case text.Number, text.Mention:
			s.add(token{kind: at.Kind, norm: strings.ToLower(at.Norm())})
		case text.Sign:
			s.sign(at, said)
		}
	}
	return s
}

func (s *scan) add(t token) {
	t.sentence, t.clause, t.quote = s.sentence, s.clause, s.quote
	s.tokens = append(s.tokens, t)
}

// sign counts a sign, and ends the sentence or clause that it ends.
func (s *scan) sign(at *text.Scanner, said string) {
	rest := said[at.To:]
	switch r := at.Sign; {
	case strings.ContainsRune(quoteSigns, r):
		s.quoteSign(r)
	case r == '?':
		s.questions++
		s.end('?')
	case r == '!':
		s.exclaims++
		s.end('!')
	case r == '.' && abbreviation(s.tokens, rest):
		return
	case r == ')' && strings.HasPrefix(rest, ")"):
		s.laughs++
		at.To = len(said) - len(strings.TrimLeft(rest, ")"))
		return
	case unicode.IsDigit(r): // of another script
		s.add(token{kind: number, norm: string(r)})
	case pictograph(r):
		s.emojis++
		if strings.ContainsRune("😂🤣😆😹😅😄😁", r) {
			s.laughs++
		}
		s.add(token{kind: emoji, norm: string(r)})
	}

	switch text.BreakOf(at.Sign) {
	case text.SentenceBreak:
		s.sentence++
		s.clause++
	case text.ClauseBreak:
		s.clause++
	}
}

// quoteSigns open and close what is quoted.
const quoteSigns = "«»\"“”„"

// quoteSign begins or ends what is quoted.
func (s *scan) quoteSign(r rune) {
	if r == '»' || r == '”' || s.quote > 0 && r != '«' {
		s.quote = 0
		return
	}
	s.quotes++
	s.quote = s.quotes
}

// end notes the mark that ends the last token's sentence; the first mark counts.
func (s *scan) end(mark byte) {
	if n := len(s.tokens); n > 0 && s.tokens[n-1].ends != '?' {
		s.tokens[n-1].ends = mark
	}
}

// numberLen measures a number with what belongs to it: 12, 45а, 48/2, 18:00.
func numberLen(said string) int {
	end := text.NumberLen(said, "/:.,")
	if r, size := utf8.DecodeRuneInString(said[end:]); unicode.Is(unicode.Cyrillic, r) {
		if next, _ := utf8.DecodeRuneInString(said[end+size:]); !text.IsLetter(next) {
			end += size
		}
	}
	return end
}

// abbreviation reports whether a full stop ends a shortened word or stands within a number, and ends no sentence.
func abbreviation(tokens []token, rest string) bool {
	if len(tokens) == 0 || strings.HasPrefix(rest, ".") {
		return false
	}
	last := tokens[len(tokens)-1]
	if last.kind != word {
		next, _ := utf8.DecodeRuneInString(rest)
		return last.kind == number && unicode.IsDigit(next)
	}
	switch last.norm {
	case "просп", "р-н", "респ", "бул", "гр": // besides those that all readers know
		return true
	}
	return text.Abbreviation(last.norm)
}

func pictograph(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == '❤' || r >= 0x2190 && r <= 0x21FF
}

// stem is the word's stem where it begins with a Cyrillic letter.
func stem(norm string) string {
	if r, _ := utf8.DecodeRuneInString(norm); !unicode.Is(unicode.Cyrillic, r) {
		return norm
	}
	return text.Stem(norm)
}
