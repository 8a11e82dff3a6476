// Package clean makes texts of strangers fit to be shown: nothing invisible, one line, cut at a word, masked, no
// formula.
package clean

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Visible takes out of a foreign text what is not seen and can deceive: control characters, overrides of the writing
// direction, zero-width characters, and piles of more than two combining marks. Line breaks stay.
func Visible(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	marks := 0 // on what was written last
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
			if marks++; marks <= 2 {
				b.WriteRune(r)
			}
			continue
		case r == '\n':
			b.WriteRune(r)
		case r == '\u2028' || r == '\u2029':
			b.WriteRune('\n')
		case r == '\t' || r == '\r' || r == '\u0085':
			b.WriteRune(' ')
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			continue // what is not seen parts no pile
		default:
			b.WriteRune(r)
		}
		marks = 0
	}
	return b.String()
}

// OneLine is visible text with all white space, non-breaking too, as single spaces.
func OneLine(text string) string { return strings.Join(strings.Fields(Visible(text)), " ") }

// PlainMentions writes VKontakte's mentions, [id1|Anna] and [club2|Page], as readers see them on the page. person is
// applied to the names of people; nil leaves them. Pages are no people.
func PlainMentions(text string, person func(string) string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		target, rest2, isMention := strings.Cut(rest, "|")
		name, after, closed := strings.Cut(rest2, "]")
		kind := strings.TrimRight(target, "0123456789")
		switch {
		case !isMention || !closed || kind == target || kind != "id" && kind != "club" && kind != "public":
			b.WriteByte('[')
			text = rest
			continue
		case kind == "id" && person != nil:
			name = person(name)
		}
		b.WriteString(name)
		text = after
	}
}

const QuoteLength = 200

// Quoted is the beginning of a text as one line of at most quoteLength characters.
func Quoted(text string) string { return Shorten(PlainMentions(text, nil), QuoteLength) }

// Shown is the beginning of a citizen's message in one line, for whoever works with it; a masker hides what is
// personal, nil hides nothing.
func Shown(m Masker, text string) string {
	const length = 80
	return Shorten(PlainMentions(Mask(m, text), nil), length)
}

// Masker hides personal data. Both methods are pure and may be called from several goroutines.
type Masker interface {
	Text(text string) string // phones, names, addresses in a text
	Name(name string) string // the name of an author
}

// Mask is a citizen's text as it may leave the office; a nil masker hides nothing.
func Mask(m Masker, text string) string {
	if m == nil {
		return text
	}
	// Invisible characters go first: between the digits of a phone they would hide it from the masker.
	return m.Text(PlainMentions(Visible(text), m.Name))
}

// Shorten is the beginning of a text as one line of at most length characters, cut at a word.
func Shorten(text string, length int) string {
	if text = OneLine(text); utf8.RuneCountInString(text) <= length {
		return text
	}
	if length <= 0 {
		return ""
	}
	cut, space, runes := 0, 0, 0
	clusters := uniseg.NewGraphemes(text)
	for clusters.Next() {
		cluster := clusters.Runes()
		if runes+len(cluster) > length-1 {
			break
		}
		runes += len(cluster)
		from, to := clusters.Positions()
		if clusters.Str() == " " {
			space = from
		}
		cut = to
	}
	// A last word longer than half of the quote is cut in the middle rather than left out.
	if space > cut/2 && cut < len(text) && text[cut] != ' ' {
		cut = space
	}
	return strings.TrimRight(text[:cut], " ,.;:–—-") + "…"
}

// Link is the address of a message, or nothing if a reader should not be led there. What is no plain character of an
// address is written with percent signs: the query of a foreign address may hold anything.
func Link(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("()'|\"<>`\\", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Guard protects a spreadsheet against texts that it would run as a formula: it puts an apostrophe before them.
// Negative numbers, such as the ids of communities, are left as they are; "+1" is not, whose sign a spreadsheet would
// drop.
func Guard(text string) string {
	if text == "" || !strings.ContainsRune("=+-@＝＋－＠\t\r", []rune(text)[0]) {
		return text
	}
	if _, err := strconv.ParseInt(text, 10, 64); err == nil && text[0] == '-' {
		return text
	}
	return "'" + text
}
