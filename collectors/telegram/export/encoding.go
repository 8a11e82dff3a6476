package export

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// ErrEncoding is the error of a file in another encoding than UTF-8, in which Telegram Desktop writes: some program
// saved it again. The JSON decoder would put a question mark in place of every letter and call that a success. Nothing
// of it was handed over.
var ErrEncoding = errors.New("the file is not in UTF-8, so some program has saved it again")

// utf16 refuses a file that begins as one in UTF-16 does: with its mark, or with a zero byte beside the first bracket.
func utf16(beginning [3]byte) error {
	switch {
	case beginning[0] == 0xFF && beginning[1] == 0xFE, beginning[0] == 0xFE && beginning[1] == 0xFF,
		beginning[0] == 0 && beginning[1] != 0, beginning[0] != 0 && beginning[1] == 0 && beginning[2] != 0:
		return fmt.Errorf("%w: it is in UTF-16; take the file as Telegram Desktop wrote it, or convert it: iconv "+
			"-f utf-16 -t utf-8 result.json > utf8.json", ErrEncoding)
	}
	return nil
}

// encoded is a reader that fails at the first byte that cannot stand in UTF-8.
type encoded struct {
	r    io.Reader
	at   int64  // where in the file the next byte is
	tail []byte // the beginning of a letter whose rest comes with the next reading
}

// Read implements io.Reader.
func (e *encoded) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	// A letter may be cut between two readings; what is left of it at the end of a file is broken JSON anyway.
	seen := p[:n]
	if len(e.tail) > 0 {
		seen = append(e.tail, seen...)
	}
	from := e.at - int64(len(e.tail))
	e.at += int64(n)
	whole := len(seen)
	for back := 1; back < utf8.UTFMax && back <= len(seen); back++ {
		if utf8.RuneStart(seen[len(seen)-back]) {
			if !utf8.FullRune(seen[len(seen)-back:]) {
				whole -= back
			}
			break
		}
	}
	if !utf8.Valid(seen[:whole]) {
		return 0, fmt.Errorf("%w (byte %d); take the file as Telegram Desktop wrote it, or convert it: iconv -f "+
			"cp1251 -t utf-8 result.json > utf8.json",
			ErrEncoding, from+int64(invalid(seen))+1)
	}
	e.tail = append(e.tail[:0:0], seen[whole:]...)
	return n, err
}

// invalid is the place of the first byte that is no UTF-8.
func invalid(text []byte) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return len(text)
}
