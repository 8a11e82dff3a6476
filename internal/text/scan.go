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
//	for at := text.Scan(said, rules); at.Next(); {
//		switch at.Kind {
//		case text.Word:
//			use(at.Norm())
//		case text.Sign:
//			pass(at.Sign)
//		}
//	}
type Scanner struct {
	Token // the one that Next found
	text  string
	rules *Rules
	// The norm of a word that is not spelt as its norm is the first folded bytes of held; 0: it is. A letter that looks
	// like another may take a byte more than it.
	held   [2 * (MaxWord + utf8.UTFMax)]byte
	folded int
	norms  strings.Builder // such norms as strings, one behind the other
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

	s.Token, s.folded = Token{From: at}, 0
	if n := s.rules.plainWord(s.text[at:]); n > 0 {
		s.Kind, s.To, s.Letters = Word, at+n, n/2
		return true
	}

	r, size := utf8.DecodeRuneInString(s.text[at:])
	kind, n := Sign, 0
	switch {
	case IsLetter(r):
		kind, n = Link, s.rules.link(s.text[at:])
	case isDigit(r):
		kind, n = Number, s.rules.number(s.text[at:])
	case r == '@' || r == '[':
		kind, n = Mention, s.rules.mention(s.text[at:])
	}
	switch {
	case n > 0:
		s.Kind, s.To = kind, at+n
	case kind == Link || kind == Number:
		s.word()
	default:
		s.Sign, s.To = r, at+size
	}
	return true
}

// Norm is a Word in small letters, with е for ё, without accents, cut at Rules.Longest; a Link or Number as it is
// written; a Mention without @ or brackets. It is empty for a Sign.
func (s *Scanner) Norm() string {
	switch {
	case s.Kind == Sign:
		return ""
	case s.Kind == Mention:
		return strings.TrimPrefix(strings.Trim(s.text[s.From:s.To], "[]"), "@")
	case s.folded == 0:
		return s.text[s.From:s.To]
	}
	if s.norms.Cap() == 0 {
		s.norms.Grow(MaxWord)
	}
	from := s.norms.Len()
	s.norms.Write(s.held[:s.folded])
	return s.norms.String()[from:]
}

// AppendNorm appends a Word's Norm, for those who keep no strings.
func (s *Scanner) AppendNorm(to []byte) []byte {
	if s.folded == 0 {
		return append(to, s.text[s.From:s.To]...)
	}
	return append(to, s.held[:s.folded]...)
}

// endsWord are the bytes behind which no rule lets a word go on.
var endsWord = func() (ends [256]bool) {
	for c := range rune(utf8.RuneSelf) {
		ends[c] = !IsLetter(c) && !isDigit(c) && !strings.ContainsRune("-'/", c)
	}
	return ends
}()

// plainWord measures a word that is its own norm, as most are: small Russian letters, and behind them what cannot
// belong to a word. 0: it has to be read letter by letter.
func (r *Rules) plainWord(rest string) int {
	end, thrice := 0, false
	var last, before byte // the second bytes of letters, which differ between all 32
	for end+1 < len(rest) && smallLetter(rest[end], rest[end+1]) {
		b := rest[end+1]
		thrice = thrice || b == last && b == before
		before, last = last, b
		end += 2
	}
	if end > r.longest() || thrice && r.Squeeze || end < len(rest) && !endsWord[rest[end]] {
		return 0
	}
	return end
}

// word reads a word letter by letter.
func (s *Scanner) word() {
	s.Kind, s.To = Word, s.From
	norm, longest := s.held[:0], s.rules.longest()
	var last rune
	run, latin, other := 0, false, false
	for s.To < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.To:])
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
			r = s.rules.joint(r, s.text[s.To+size:])
		}
		if r == 0 {
			break
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
	s.folded = len(norm)
	if s.rules.Squeeze && latin && other {
		s.unmask()
	}
}

// unmask reads the Latin letters of a word as those that they look like.
func (s *Scanner) unmask() {
	written := s.held
	norm := s.held[:0]
	for _, r := range string(written[:s.folded]) {
		norm = utf8.AppendRune(norm, LookAlike(r))
	}
	s.folded = len(norm)
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

// number measures a number, 0 where digits belong to words.
func (r *Rules) number(text string) int {
	switch {
	case r.Digits == DigitsInside:
		return 0
	case r.Number != nil:
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
