// Package plaintext reads small texts that people save: secrets, keys, lists of keys. It takes off what editors,
// browsers and shells leave without anybody seeing it, and knows nothing of what the texts mean.
package plaintext

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"otklik/internal/smallfile"
)

var errNotText = errors.New("the file is no text in UTF-8 or UTF-16; save it as plain text in UTF-8")

// Read reads a file that smallfile.Open opened and people or their programs wrote, as a text without marks of encoding.
func Read(f *os.File) (string, error) {
	raw, err := smallfile.Content(f, smallfile.Secret)
	if err != nil {
		return "", err // it names the path
	}
	return Decode(raw)
}

// ReadFile is Read of the file at a path. Its errors name the path and nothing of what stands there.
func ReadFile(path string) (string, error) {
	f, err := smallfile.Open(path)
	if err != nil {
		return "", err // it names the path
	}
	defer f.Close()
	return Read(f)
}

// Decode reads UTF-8 and UTF-16, with their marks and without. Of UTF-16 without a mark every second byte is zero where
// the text is in Latin letters and digits, as secrets are.
func Decode(raw []byte) (string, error) {
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

// Unseen reports whether a character is a blank or one that nobody sees: marks of encoding and direction, zero-width
// ones.
func Unseen(r rune) bool {
	fillers := []rune{0x034f, 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0} // letters and signs that show nothing
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || slices.Contains(fillers, r)
}

// Trim takes off what editors, browsers and shells leave around a value without anybody seeing it.
func Trim(text string) string { return strings.TrimFunc(text, Unseen) }

// Lines are the lines of a text, whichever way they end: CR LF, LF, or CR alone.
func Lines(text string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
}
