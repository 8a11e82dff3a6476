package xlsx

import (
	"net/url"
	"strings"
	"unicode"
)

const (
	// maxCell is how many UTF-16 units a cell of Excel holds.
	maxCell = 32767
	// maxAddress is how long the address of a link may be; longer ones make Excel repair the file.
	maxAddress = 2079
)

// fit makes a foreign text safe for a cell: valid UTF-8, no control characters but the line break, no overrides of the
// writing direction and no other invisible characters except those that join an emoji; at most maxCell units long.
func fit(text string) string {
	var b strings.Builder
	b.Grow(min(len(text), 4*maxCell))
	text = strings.ReplaceAll(text, "\r\n", "\n")
	units, cut, end := 0, false, 0
	for _, r := range text {
		switch {
		case r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			r = '\n'
		case r == '\t':
			r = ' '
		}
		if r != '\n' && !seen(r) {
			continue
		}
		size := 1
		if r > 0xffff {
			size = 2
		}
		// The last place is kept for the sign that something was cut.
		if units+size > maxCell-1 && !cut {
			cut, end = true, b.Len()
		}
		if units += size; units > maxCell {
			return b.String()[:end] + "…"
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// seen reports whether a character may stand in a cell.
func seen(r rune) bool {
	switch {
	case r == '\u200c' || r == '\u200d' || r >= 0xe0020 && r <= 0xe007f:
		return true // joiners of Persian and of emoji, tags of flags
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return false
	}
	return r&0xfffe != 0xfffe && (r < 0xfdd0 || r > 0xfdef)
}

// line is a text in one line.
func line(text string) string { return strings.Join(strings.Fields(fit(text)), " ") }

// formulaLike reports whether Excel would take a text for a formula if somebody typed it.
func formulaLike(text string) bool {
	return text != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(text)[0])
}

// address is a link that a reader may be led to; empty for any other.
func address(text string) string {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if clean := u.String(); len(clean) <= maxAddress {
		return clean
	}
	return ""
}
