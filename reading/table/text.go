package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readText reads csv or tsv. The sign between columns is the one of ; , and tab that stands most often in the first
// line, outside quotes. UTF-8 with or without a mark, UTF-16 with one, and Windows-1251 are read.
func readText(data []byte, tsv bool) (grid [][]string, notes []string, err error) {
	text, note, err := decode(data)
	if err != nil {
		return nil, nil, err
	}
	if note != "" {
		notes = append(notes, note)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator(text, tsv)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	if r.Comma == '\t' && !quotedTabs(text) { // a tsv has no quoting: quotes are part of the text
		for line := range strings.Lines(text) {
			grid = append(grid, strings.Split(strings.TrimRight(line, "\r\n"), "\t"))
		}
		return grid, notes, nil
	}
	grid, err = r.ReadAll()
	if err != nil {
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return nil, nil, fmt.Errorf("line %d cannot be read: %w", broken.StartLine, broken.Err)
		}
		return nil, nil, fmt.Errorf("read the rows: %w", err)
	}
	return grid, notes, nil
}

// quotedTabs reports whether a table parted by tabs quotes its cells, as Excel does.
func quotedTabs(text string) bool {
	return strings.HasPrefix(text, `"`) || strings.Contains(text, "\t\"") && strings.Contains(text, "\"\t")
}

func separator(text string, tsv bool) rune {
	if tsv {
		return '\t'
	}
	counts := map[rune]int{}
	quoted := false
	for _, r := range strings.TrimLeft(text, "\r\n") {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n':
			if counts[';']+counts[',']+counts['\t'] > 0 {
				return most(counts)
			}
		case r == ';' || r == ',' || r == '\t':
			counts[r]++
		}
	}
	return most(counts)
}

func most(counts map[rune]int) rune {
	best := ','
	for _, r := range [...]rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// decode makes UTF-8 of a text. The note says what it was, where it was something else.
func decode(data []byte) (text, note string, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data), "the table is in UTF-16 and was read as such", nil
	}
	if utf8.Valid(data) {
		if bytes.IndexByte(data, 0) >= 0 {
			return "", "", errors.New("this is no text table: it has zero bytes in it")
		}
		return string(data), "", nil
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", "", errors.New("this is neither a text table in UTF-8 nor one in Windows-1251: save it as CSV UTF-8 or as .xlsx")
	}
	text = fromCP1251(data)
	if !russian(text) {
		return "", "", errors.New("the encoding is neither UTF-8 nor Windows-1251 (cp1251): save the table as CSV UTF-8 or as .xlsx")
	}
	return text, "the table is in Windows-1251 (cp1251) and was converted; save it as CSV UTF-8 to be sure", nil
}

func fromUTF16(data []byte) string {
	big := data[0] == 0xFE
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		if big {
			units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
		} else {
			units = append(units, uint16(data[i+1])<<8|uint16(data[i]))
		}
	}
	return string(utf16.Decode(units))
}

// russian tells Windows-1251 from other one-byte encodings: Russian text is mostly small letters, which stand where KOI8
// has its capitals and where DOS has other signs.
func russian(text string) bool {
	small, large, other := 0, 0, 0
	for _, r := range text {
		switch {
		case r >= 'а' && r <= 'я':
			small++
		case r >= 'А' && r <= 'Я' || r == 'ё' || r == 'Ё' || r == '«' || r == '»' || r == '—' || r == '–' || r == '№' || r == '…':
			large++
		case r >= 0x80:
			other++
		}
	}
	return small+large > 10*other && (small >= large || other == 0 && frequent(text))
}

// frequent reports whether the commonest letters are as common as in Russian, in a text of capitals.
func frequent(text string) bool {
	upper := strings.ToUpper(text)
	n := 0
	for _, letter := range []string{"О", "Е", "А", "И", "Н"} {
		n += strings.Count(upper, letter)
	}
	return n*3 > utf8.RuneCountInString(strings.Map(func(r rune) rune {
		if r < 0x80 {
			return -1
		}
		return r
	}, upper))
}

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
