package reply

import (
	"otklik/internal/text"
)

// The kinds of tokens.
const (
	word    = text.Word
	number  = text.Number // with what belongs to it: 12, 18:00, 20.05, 2,4
	link    = text.Link
	mention = text.Mention
)

// maxText bounds what of a text is read, in bytes: an official's reply is seldom longer, and a hostile megabyte costs
// no more than a long letter.
const maxText = 16 << 10

// rules are how the weights of this package have learnt to cut a text. Whoever changes them trains again.
var rules = &text.Rules{
	Inner: "-", Longest: 64, Mentions: true,
	Number: func(said string) int { return text.NumberLen(said, "/:.,-") },
	Links:  []string{"http://", "https://", "www.", "t.me/", "vk.com/", "vk.cc/", "clck.ru/"},
}

// token is one word, number, link or mention.
type token struct {
	kind     text.Kind
	norm     string // of a word or number; see text.Token
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
func cut(said string) *scan {
	said = said[:min(len(said), maxText)]
	s := &scan{tokens: make([]token, 0, len(said)/11+1)}
	sentence, clause := 0, 0
	for at := text.Scan(said, rules); at.Next(); {
		t := token{kind: at.Kind, sentence: sentence, clause: clause, at: at.From}
		switch at.Kind {
		case word:
			s.words++
			t.norm, t.capital = at.Norm(), at.Capital
		case number:
			s.numbers++
			t.norm = at.Norm()
		case link:
			s.links++
		case text.Sign:
			if at.Sign == '?' {
				s.questions++
				s.asking = true
			}
			switch text.BreakOf(at.Sign) {
			case text.SentenceBreak:
				if at.Sign != '.' || !s.shortened() {
					sentence, clause = sentence+1, clause+1
				}
			case text.ClauseBreak:
				clause++
			}
			continue
		}
		s.tokens = append(s.tokens, t)
		s.sentences, s.asking = sentence+1, false
	}
	return s
}

// shortened reports whether a full stop behind what was read ends a shortened word and no sentence.
func (s *scan) shortened() bool {
	if len(s.tokens) == 0 || s.tokens[len(s.tokens)-1].kind != word {
		return false
	}
	switch last := s.tokens[len(s.tokens)-1].norm; last {
	case "млн", "млрд", "каб": // besides those that all readers know
		return true
	default:
		return text.Abbreviation(last)
	}
}
