package table

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// decode makes UTF-8 of a text. The note says what it was, where it was something else.
func decode(data []byte) (text, note string, err error) {
	const wide = "the table is in UTF-16 and was read as such"
	if err := checkLines(data); err != nil {
		return "", "", err
	}
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")) || bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return "", "", errors.New("the table is in UTF-32, which is not read: save it as CSV UTF-8 or as .xlsx")
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		text, err = fromUTF16(data[2:], false)
		return text, wide, err
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, err = fromUTF16(data[2:], true)
		return text, wide, err
	}
	if big, ok := looksUTF16(data); ok {
		text, err = fromUTF16(data, big)
		return text, "the table is in UTF-16 without the mark at its beginning, and was read as such", err
	}
	valid := utf8.Valid(data)
	switch zero := bytes.IndexByte(data, 0); {
	case zero >= 0 && valid:
		return "", "", fmt.Errorf("this is no text table: it has zero bytes in it, the first in line %d",
			lineOf(data, zero))
	case zero >= 0:
		return "", "", errors.New("this is neither a text table in UTF-8 nor one in Windows-1251: save it as CSV " +
			"UTF-8 or as .xlsx")
	case valid:
		return string(data), "", nil
	}
	if at, ok := damagedUTF8(data); ok {
		return "", "", fmt.Errorf("the encoding is UTF-8, but line %d holds bytes that are not: mend that line, or "+
			"save the table as CSV UTF-8 or as .xlsx once more",
			lineOf(data, at))
	}
	if line := lineInUTF8(data); line > 0 {
		return "", "", fmt.Errorf("the encoding is not UTF-8, but that of line %d is: mend that line, or save the "+
			"table as CSV UTF-8 or as .xlsx", line)
	}
	text = fromCP1251(data)
	if !russian(text) {
		return "", "", errors.New("the encoding is neither UTF-8 nor Windows-1251 (cp1251): save the table as CSV " +
			"UTF-8 or as .xlsx")
	}
	return text, "the table is in Windows-1251 (cp1251) and was converted; save it as CSV UTF-8 to be sure", nil
}

// lineOf is the line, from 1, that a byte stands in.
func lineOf[T string | []byte](data T, at int) int {
	line := 1
	for i := range at {
		if data[i] == '\n' && (i == 0 || data[i-1] != '\r') || data[i] == '\r' {
			line++
		}
	}
	return line
}

// damagedUTF8 reports whether a text is in UTF-8 but for some bytes, and where the first of these is: letters of other
// encodings next to never happen to be sound UTF-8.
func damagedUTF8(data []byte) (at int, ok bool) {
	sound, broken := 0, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if broken == 0 {
				at = i
			}
			broken++
		case size > 1:
			sound++
		}
		i += size
	}
	return at, sound > 4*broken
}

// lineInUTF8 is the first line of a one-byte text that is UTF-8 nevertheless, as where tables were put together; 0:
// there is none. In Windows-1251 no line is so by chance: every second of its letters would be a sign such as Ѓ or ‰.
func lineInUTF8(data []byte) int {
	for at := 0; at < len(data); {
		end := bytes.IndexAny(data[at:], "\r\n")
		if end < 0 {
			end = len(data) - at
		}
		if line := data[at : at+end]; utf8.Valid(line) && len(line)-utf8.RuneCount(line) > 1 {
			return lineOf(data, at)
		}
		at += end + 1
	}
	return 0
}

// looksUTF16 tells UTF-16 without a mark: half of its bytes are one of very few, the high halves of ASCII (0), of
// Cyrillic letters (4) and of signs such as a dash (0x20, 0x21), and there is a zero among them.
func looksUTF16(data []byte) (big, ok bool) {
	head := data[:min(len(data), 4096)&^1]
	var high [2]int // by whether the high half comes first
	for i, c := range head {
		if c == 0 || c == 4 || c == 0x20 || c == 0x21 {
			high[1-i%2]++
		}
	}
	if len(head) < 8 || bytes.IndexByte(head, 0) < 0 {
		return false, false
	}
	enough := len(head) / 2 * 95 / 100
	return high[1] > high[0], high[0] != high[1] && max(high[0], high[1]) >= enough
}

// fromUTF16 fails where the text ends in the middle of a unit or has halves of characters in it.
func fromUTF16(data []byte, big bool) (string, error) {
	if len(data)%2 != 0 {
		return "", errors.New("the table is in UTF-16 and was cut off in the middle of a character: save it as CSV " +
			"UTF-8 or as .xlsx once more")
	}
	unit := func(i int) rune {
		if big {
			return rune(data[i])<<8 | rune(data[i+1])
		}
		return rune(data[i+1])<<8 | rune(data[i])
	}
	var b strings.Builder
	b.Grow(len(data))
	for i := 0; i < len(data); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			second := rune(0)
			if i += 2; i < len(data) {
				second = unit(i)
			}
			r = utf16.DecodeRune(r, second)
		}
		if r == 0 || r == utf8.RuneError {
			return "", fmt.Errorf("the table seems to be in UTF-16, but line %d is damaged: save it as CSV UTF-8 or "+
				"as .xlsx", lineOf(b.String(), b.Len()))
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}

// russian tells text in Windows-1251 from other one-byte encodings read as such: next to all of its characters are
// letters of Russian, few words have large ones behind small ones, as all of KOI8 do, and those with a small я of
// Macintosh, and its letters are commoner than those that KOI8 has in their places.
func russian(text string) bool {
	letters, other, words, mixed, macintosh, common, commonKOI8 := 0, 0, 0, 0, 0, 0, 0
	var before rune
	for _, r := range text {
		switch {
		case r >= 'А' && r <= 'я' || r == 'ё' || r == 'Ё':
			letters++
			lower := unicode.ToLower(r)
			if !unicode.Is(unicode.Cyrillic, before) {
				words++
			} else if unicode.IsLower(before) && unicode.IsUpper(r) {
				mixed++
				if r == 'Я' {
					macintosh++
				}
			}
			if strings.ContainsRune(commonLetters, lower) {
				common++
			}
			if lower != 'ё' && strings.ContainsRune(commonLetters, koi8[lower-'а']) {
				commonKOI8++
			}
		case strings.ContainsRune("«»—–№…", r):
			letters++
		case r >= 0x80:
			other++
		}
		before = r
	}
	return letters > 10*other && mixed*2 <= words && macintosh*50 <= words && common >= commonKOI8
}

// commonLetters are three of five letters in any Russian text.
const commonLetters = "оеаинтсрв"

// koi8 are the letters that KOI8 has where Windows-1251 has those from а to я.
var koi8 = []rune("юабцдефгхийклмнопярстужвьызшэщчъ")

// upper1251 are the characters of the bytes 0x80 to 0xBF.
var upper1251 = []rune("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\uFFFD™љ›њќћџ\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї")

func fromCP1251(data []byte) string {
	var b strings.Builder
	b.Grow(2 * len(data))
	for _, c := range data {
		switch {
		case c < 0x80:
			b.WriteByte(c)
		case c < 0xC0:
			b.WriteRune(upper1251[c-0x80])
		default:
			b.WriteRune('А' + rune(c-0xC0))
		}
	}
	return b.String()
}
