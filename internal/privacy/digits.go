package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// digits reads digits of any script; what does not show between them is a part of the number.
func (f *finder) digits(t *token) {
	t.kind = number
	ascii, i, end := true, t.start, t.start
	for i < len(f.text) {
		r, size := utf8.DecodeRuneInString(f.text[i:])
		if !unicode.IsDigit(r) && !invisible(r) && ornate(r) < 0 {
			break
		}
		ascii = ascii && r < utf8.RuneSelf
		i += size
		end = i
	}
	t.end, t.low = end, f.text[t.start:end]
	if ascii {
		return
	}
	var b strings.Builder
	for _, r := range t.low {
		if v := ornate(r); v >= 0 {
			b.WriteByte(byte('0' + v))
		} else if unicode.IsDigit(r) {
			b.WriteByte(byte('0' + value(r)))
		}
	}
	t.low = b.String()
}

// value is that of a decimal digit. Unicode keeps the ten digits of every script together, zero first.
func value(r rune) int {
	if r < utf8.RuneSelf {
		return int(r - '0')
	}
	n := 0
	for n < 9 && unicode.IsDigit(r-1) {
		r--
		n++
	}
	if n == 9 && r > 0x1D7CE && r <= 0x1D7FF { // mathematical digits: five tens in one row
		return int(r+9-0x1D7CE) % 10
	}
	return n
}

// ornaments are rows of digits that Unicode counts among numbers and not among digits: superscript, subscript, in
// circles, in brackets, with full stops. Each row begins with the digit given.
var ornaments = [...]struct {
	from  rune
	digit int
}{{'①', 1}, {'⑴', 1}, {'⒈', 1}, {'⓵', 1}, {'❶', 1}, {'➀', 1}, {'➊', 1}, {'₀', 0}, {'⁴', 4}}

// ornate is the value of an ornate digit, -1 for any other sign.
func ornate(r rune) int {
	switch r {
	case '⓪', '⓿', '⁰', '🄋', '🄌':
		return 0
	case '¹':
		return 1
	case '²', '³':
		return int(r-'²') + 2
	}
	if r < '⁴' {
		return -1
	}
	for _, o := range ornaments {
		if r >= o.from && int(r-o.from)+o.digit <= 9 {
			return int(r-o.from) + o.digit
		}
	}
	return -1
}

// ornateRow reports a second ornate digit beside the one at byte i of size bytes, with a blank between at most: alone
// it is a power, «м²», or the number of a note.
func (f *finder) ornateRow(i, size int) bool {
	behind, _ := utf8.DecodeRuneInString(strings.TrimPrefix(f.text[i+size:], " "))
	before, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(f.text[:i], " "))
	return ornate(behind) >= 0 || ornate(before) >= 0
}
