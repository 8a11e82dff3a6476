package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Scanner gives the tokens of a text in their order. Blanks (U+0020) between tokens are passed over; whoever needs them
// compares the ends of two tokens. Whoever has read further than a token sets To, where Next goes on.
//
//	for s := text.Scan(said, rules); s.Next(); {
//		switch s.Kind {
//		case text.Word:
//			use(s.Norm)
//		case text.Sign:
//			pass(s.Sign)
//		}
//	}
type Scanner struct {
	Token // the one that Next found
	text  string
	rules *Rules
	norms strings.Builder // holds the words that are not spelt as their norms, one behind the other
}

// Scan begins a text. The rules are only read.
func Scan(text string, rules *Rules) *Scanner { return &Scanner{text: text, rules: rules} }

// Next finds the next token and reports whether there was one.
func (s *Scanner) Next() bool {
	at := s.To
	for at < len(s.text) && s.text[at] == ' ' {
		at++
	}
	if at == len(s.text) {
		return false
	}

	s.Token = Token{From: at}
	if s.plainWord() {
		return true
	}

	r, size := utf8.DecodeRuneInString(s.text[at:])
	switch {
	case IsLetter(r):
		if n := s.rules.link(s.text[at:]); n > 0 {
			s.take(Link, n)
		} else {
			s.word()
		}
	case isDigit(r):
		if s.rules.Digits == DigitsInside {
			s.word()
		} else {
			s.take(Number, s.rules.number(s.text[at:]))
		}
	case r == '@' || r == '[':
		if n := s.rules.mention(s.text[at:]); n > 0 {
			s.take(Mention, n)
			s.Norm = strings.TrimPrefix(strings.Trim(s.Norm, "[]"), "@")
		} else {
			s.Sign, s.To = r, at+size
		}
	default:
		s.Sign, s.To = r, at+size
	}
	return true
}

// take makes the token of the next bytes, as they are written.
func (s *Scanner) take(kind Kind, bytes int) {
	s.Kind, s.To = kind, s.From+bytes
	s.Norm = s.text[s.From:s.To]
}

// endsWord are the ASCII characters behind which no rule lets a word go on.
var endsWord = func() (ends [utf8.RuneSelf]bool) {
	for c := range ends {
		ends[c] = !IsLetter(rune(c)) && !isDigit(rune(c)) && !strings.ContainsRune("-'/", rune(c))
	}
	return ends
}()

// plainWord takes a word that is its own norm, as most are: small Russian letters, and behind them what cannot belong
// to a word. Anything else has to be read letter by letter.
func (s *Scanner) plainWord() bool {
	rest := s.text[s.From:]
	end, run := 0, 0
	var last byte
	for end+1 < len(rest) && smallLetter(rest[end], rest[end+1]) {
		if b := rest[end+1]; b == last { // the second bytes differ between all 32 letters
			if run++; run > 2 && s.rules.Squeeze {
				return false
			}
		} else {
			last, run = b, 1
		}
		end += 2
	}
	if end == 0 || end > s.rules.longest() || end < len(rest) && (rest[end] >= utf8.RuneSelf || !endsWord[rest[end]]) {
		return false
	}
	s.take(Word, end)
	s.Letters = end / 2
	return true
}

// word reads a word letter by letter.
func (s *Scanner) word() {
	var held [MaxWord + utf8.UTFMax]byte
	norm, longest := held[:0], s.rules.longest()
	var last rune
	run, latin, other := 0, false, false
	for s.To = s.From; s.To < len(s.text); {
		was, size := utf8.DecodeRuneInString(s.text[s.To:])
		r := was
		switch {
		case IsLetter(r):
			s.Letters++
			if IsUpper(r) {
				s.Capitals++
				s.Capital = s.Capital || s.To == s.From
			}
			latin, other = latin || r < utf8.RuneSelf, other || r >= utf8.RuneSelf
			r = Lower(r)
		case s.rules.digitInWord(r, last):
		case r >= 0x300 && unicode.Is(unicode.Mn, r): // an accent
			s.To += size
			continue
		default:
			if r = s.rules.joint(r, s.text[s.To+size:]); r == 0 {
				s.endWord(norm, latin && other)
				return
			}
		}
		s.To += size
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if len(norm) < longest && !(s.rules.Squeeze && run > 2) {
			norm = utf8.AppendRune(norm, r)
		}
	}
	s.endWord(norm, latin && other)
}

// endWord makes the token of what word has read.
func (s *Scanner) endWord(norm []byte, mixed bool) {
	s.Kind = Word
	if spelt := s.text[s.From:s.To]; string(norm) == spelt && !(mixed && s.rules.Squeeze) {
		s.Norm = spelt
		return
	}
	if s.norms.Cap() == 0 {
		s.norms.Grow(MaxWord)
	}
	from := s.norms.Len()
	if mixed && s.rules.Squeeze {
		for _, r := range string(norm) {
			if like := lookAlike(r); like != 0 {
				r = like
			}
			s.norms.WriteRune(r)
		}
	} else {
		s.norms.Write(norm)
	}
	s.Norm = s.norms.String()[from:]
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func (r *Rules) longest() int {
	if r.Longest == 0 {
		return MaxWord
	}
	return r.Longest
}

// digitInWord reports whether a digit belongs to the word behind whose letter it stands.
func (r *Rules) digitInWord(c, last rune) bool {
	return isDigit(c) && (r.Digits == DigitsInside || r.Digits == DigitsAtHyphen && last == '-')
}

// joint is what a sign within a word becomes, 0 for one that ends it: a joint needs a letter behind it.
func (r *Rules) joint(sign rune, rest string) rune {
	if !strings.ContainsRune(r.Inner, sign) {
		return 0
	}
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case !IsLetter(next) && !(r.Digits == DigitsAtHyphen && isDigit(next)):
		return 0
	case sign == '\'' || sign == '’' || sign == '‑':
		return '-'
	}
	return sign
}

// number measures a number.
func (r *Rules) number(text string) int {
	if r.Number != nil {
		return r.Number(text)
	}
	return NumberLen(text, "")
}

// NumberLen measures the ASCII digits at the beginning of a text, with those of the inner signs that stand between two
// digits: 12, 18:00, 3,5.
func NumberLen(text, inner string) int {
	end := 0
	for end < len(text) {
		c := text[end]
		if !isDigit(rune(c)) && !(strings.IndexByte(inner, c) >= 0 && end+1 < len(text) && isDigit(rune(text[end+1]))) {
			break
		}
		end++
	}
	return end
}

// link measures an address at the beginning of a text, 0 where there is none.
func (r *Rules) link(text string) int {
	if text[0] >= utf8.RuneSelf {
		return 0
	}
	for _, head := range r.Links {
		if len(text) < len(head) {
			continue
		}
		if written := text[:len(head)]; written != head && (r.LinksAsWritten || !strings.EqualFold(written, head)) {
			continue
		}
		end := len(head)
		for end < len(text) && text[end] > ' ' && text[end] != ')' {
			end++
		}
		return end
	}
	return 0
}

// Longest mentions, in bytes.
const (
	longestBracket = 160
	longestName    = 64
)

// mention measures @name or [id1|Name] at the beginning of a text, 0 where there is none.
func (r *Rules) mention(text string) int {
	switch {
	case !r.Mentions:
		return 0
	case text[0] == '@':
		return r.atName(text)
	case !r.AnyBrackets && !startsWith(text, "[id", "[club", "[public"):
		return 0
	}
	bar := false
	for i := 1; i < min(len(text), longestBracket); i++ {
		switch {
		case text[i] == '|':
			bar = true
		case text[i] == ']' && bar:
			return i + 1
		case text[i] == ']' && !r.AnyBrackets, text[i] == '\n' && r.AnyBrackets:
			return 0
		}
	}
	return 0
}

func startsWith(text string, heads ...string) bool {
	return slices.ContainsFunc(heads, func(head string) bool { return strings.HasPrefix(text, head) })
}

// atName measures @name.
func (r *Rules) atName(text string) int {
	end := 1
	for end < len(text) && end <= longestName {
		c := text[end]
		if c != '_' && !('0' <= c && c <= '9') && !('a' <= c|0x20 && c|0x20 <= 'z') && !(c == '.' && r.DottedNames) {
			break
		}
		end++
	}
	if end == 1 {
		return 0
	}
	return end
}
