package config

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// mostSecret bounds what is read of a secret's file: a wrong path may lead to anything.
const mostSecret = 64 << 10

var (
	errNotText = errors.New("the file is no text in UTF-8 or UTF-16; save it as plain text in UTF-8")
	errTooLong = errors.New("the file is too long to hold a secret; is it the right one?")
)

// readText reads a file that people or their programs wrote, as a text without marks of encoding.
func readText(f io.Reader) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(f, mostSecret+1))
	if err != nil {
		return "", fmt.Errorf("read it: %w", err)
	}
	if len(raw) > mostSecret {
		return "", errTooLong
	}
	return decodeText(raw)
}

func readTextFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err //nolint:wrapcheck // the caller says what was to be read
	}
	defer f.Close()
	return readText(f)
}

// decodeText reads UTF-8 and UTF-16, with their marks and without. Of UTF-16 without a mark every second byte is zero where
// the text is in Latin letters and digits, as secrets are.
func decodeText(raw []byte) (string, error) {
	order, marked := byteOrder(raw)
	if order != nil {
		if marked {
			raw = raw[2:]
		}
		if len(raw)%2 != 0 {
			return "", errNotText
		}
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = order.Uint16(raw[2*i:])
		}
		raw = []byte(string(utf16.Decode(units)))
	}
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return "", errNotText
	}
	return strings.TrimPrefix(string(raw), "\ufeff"), nil
}

// byteOrder is that of a text in UTF-16; nil for any other.
func byteOrder(raw []byte) (order binary.ByteOrder, marked bool) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		return binary.LittleEndian, true
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		return binary.BigEndian, true
	case len(raw) < 2 || len(raw)%2 != 0:
		return nil, false
	}
	zero := [2]int{}
	for i, b := range raw {
		if b == 0 {
			zero[i%2]++
		}
	}
	switch half := len(raw) / 2; {
	case zero[0] == 0 && zero[1] == half:
		return binary.LittleEndian, false
	case zero[1] == 0 && zero[0] == half:
		return binary.BigEndian, false
	}
	return nil, false
}

// unseen reports whether a character is a blank or one that nobody sees: marks of encoding and direction, zero-width ones.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || slices.Contains([]rune{0x034f, 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0}, r)
}

// trimUnseen takes off what editors, browsers and shells leave around a value without anybody seeing it.
func trimUnseen(text string) string { return strings.TrimFunc(text, unseen) }

// trimAround also takes off one pair of quotation marks.
func trimAround(text string) string {
	text = trimUnseen(text)
	for _, pair := range [][2]string{{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"«", "»"}, {"“", "”"}, {"„", "“"}, {"”", "”"}, {"‘", "’"}, {"’", "’"}, {"‚", "‘"}, {"‹", "›"}} {
		inner, opened := strings.CutPrefix(text, pair[0])
		inner, closed := strings.CutSuffix(inner, pair[1])
		if opened && closed && len(text) >= len(pair[0])+len(pair[1]) {
			return trimUnseen(inner)
		}
	}
	return text
}

// newlines makes one kind of line ends of all: CR LF, LF, and CR alone.
func newlines() *strings.Replacer { return strings.NewReplacer("\r\n", "\n", "\r", "\n") }
