package docx

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// clean takes out what XML forbids (XML 1.0, 2.2), what turns the direction of the text around it, and what breaks
// lines. Everything else stays as it is, emoji, non-breaking spaces and foreign scripts too: Word has fonts for them.
func clean(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")) // letters and their marks in one: й, ё
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\u200D': // binds emoji into one
			return r
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), r&0xFFFE == 0xFFFE,
			r >= 0xFDD0 && r <= 0xFDEF:
			return -1
		}
		return r
	}, s)
}

// direction is which way a character makes the text run.
type direction int

const (
	neutral direction = iota
	leftward
	rightward
)

func directionOf(r rune) direction {
	if r < 0x0590 {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return rightward
		}
		return neutral
	}
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return leftward
	case bidi.L, bidi.EN:
		return rightward
	}
	return neutral
}

// startsLeftward is whether the first letter of a text belongs to a script that runs from right to left.
func startsLeftward(s string) bool {
	for _, r := range s {
		if d := directionOf(r); d != neutral && !unicode.IsDigit(r) {
			return d == leftward
		}
	}
	return false
}

// piece is a part of a text that runs in one direction.
type piece struct {
	text     string
	leftward bool
}

// pieces parts a text where its direction changes. What has no direction goes with the letters around it where both
// sides agree, otherwise with the paragraph.
func pieces(s string, paragraphLeftward bool) []piece {
	var out []piece
	begin, end := 0, 0 // of the last piece
	add := func(to int, left bool) {
		switch n := len(out); {
		case to == end:
			return
		case n > 0 && out[n-1].leftward == left:
			out[n-1].text = s[begin:to]
		default:
			begin = end
			out = append(out, piece{s[begin:to], left})
		}
		end = to
	}
	before := paragraphLeftward
	for i, r := range s {
		d := directionOf(r)
		if d == neutral {
			continue
		}
		left := d == leftward
		between := before
		if left != before {
			between = paragraphLeftward
		}
		add(i, between)
		add(i+utf8.RuneLen(r), left)
		before = left
	}
	add(len(s), paragraphLeftward)
	return out
}
