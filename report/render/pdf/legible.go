package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// box stands for what the fonts cannot draw, so that a reader sees that something stood there. It is a character of
// the fonts, unlike their own picture of a missing one, so that programs that read the document find it too.
const box = '□'

// legible writes a text with nothing but characters that the fonts have, on one line. Fancy letters become plain ones,
// and what cannot be seen is left out. What the reader takes for one sign, as an emoji of several characters, becomes
// one box if the fonts lack a part of it.
func (f *faces) legible(s string) string {
	if f.plain(s) {
		return s
	}

	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	clusters := uniseg.NewGraphemes(s)
	for clusters.Next() {
		b.WriteString(f.cluster(clusters.Runes()))
	}
	return b.String()
}

// plain is whether the text can be drawn as it stands, which nearly every text can.
func (f *faces) plain(s string) bool {
	for _, r := range s {
		switch {
		case r < ' ', r == utf8.RuneError, r >= 0x0300 && r < 0x0370, r >= 0x0590 && r < 0x0900,
			r >= 0x2000 && !ordinary(r), !f.has(r):
			return false
		}
	}
	return true
}

// ordinary is whether the character of the upper planes of symbols is a usual sign of a text.
func ordinary(r rune) bool {
	return r >= 0x2010 && r < 0x2028 || r == 0x202F || r >= 0x2030 && r < 0x2060 && r != 0x203C && r != 0x2049 ||
		r == '№' || r == '−' || r == '₽' || r == '€'
}

// cluster is what a reader takes for one sign, as the fonts can draw it. Of a letter or a figure with marks as much
// as possible is kept, because words have to stay readable; half of an emoji would say something else.
func (f *faces) cluster(runes []rune) string {
	var b strings.Builder
	missing := false
	for _, r := range runes {
		switch {
		case r == '\n' || r == '\t' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		case unseen(r):
		case f.has(r):
			b.WriteRune(r)
		default:
			// Letters in fancy clothes: bold mathematical ones, circled, of full width.
			simple := norm.NFKC.String(string(r))
			switch {
			case !strings.ContainsFunc(simple, func(r rune) bool { return !f.has(r) }):
				b.WriteString(simple)
			case !missing:
				missing = true
				b.WriteRune(box)
			}
		}
	}

	if missing && !unicode.In(runes[0], unicode.Letter, unicode.Number, unicode.Punct, unicode.Space) {
		return string(box)
	}
	return b.String()
}

// unseen is whether a character has no look of its own: control, formatting, private, variation selectors, keys'
// frames, what is no character.
func unseen(r rune) bool {
	return unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' && r != '\u0085' || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.Co, r) ||
		r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || r == 0x20E3 ||
		r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}
