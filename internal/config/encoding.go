package config

import (
	"bytes"
	"unicode/utf8"
)

// addEncoding finds what is no text in UTF-8. The YAML library would say so without a line.
func (f *Faults) addEncoding(text []byte) {
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return // UTF-16 with its mark, which the library reads
	}
	line := 1
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		switch {
		case r == '\n':
			line++
		case r == utf8.RuneError && size == 1:
			f.add(line, "", "the file is not in UTF-8, first in this line; save it as UTF-8, or convert it, such "+
				"as: iconv -f cp1251 -t utf-8 config.yaml > utf8.yaml")
			return
		case r == 0:
			f.add(line, "", "a zero byte stands in this line: the file is damaged or in UTF-16; save it as UTF-8")
			return
		case r < ' ' && r != '\t' && r != '\r' || r == 0x7F:
			f.add(line, "", "a character that nobody sees (code %d) stands in this line; delete it", r)
			return
		}
		at += size
	}
}
