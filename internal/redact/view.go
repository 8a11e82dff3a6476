package redact

import (
	"bytes"
	"html"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// view is a text as a reader of its encoding sees it; each byte knows which bytes of the original it stands for.
type view struct {
	text  []byte
	spans []span32 // empty: those of the text itself
}

type span32 struct{ from, to int32 }

// original is a span of the view in the text that it was made of.
func (v view) original(s span) span {
	if v.spans == nil {
		return s
	}
	return span{int(v.spans[s.from].from), int(v.spans[s.to-1].to)}
}

// deepest is how often a text is decoded: JSON in an address in JSON.
const deepest = 3

// views are the text itself, the text decoded from addresses, JSON, Go, XML and HTML, lines joined, as often as
// there is something to decode, and the text decoded from quoted-printable.
func views(text []byte) iter.Seq[view] {
	return func(yield func(view) bool) {
		whole := view{text: text}
		if !yield(whole) {
			return
		}
		down := func(v view) bool {
			for range deepest {
				next, changed := v.decode(escape)
				if !changed {
					return true
				}
				if v = next; !yield(v) {
					return false
				}
			}
			return true
		}
		if !down(whole) {
			return
		}
		if printable, changed := whole.decode(quotedPrintable); changed && yield(printable) {
			down(printable)
		}
	}
}

// marks begin what may be decoded.
const marks = "%\\&=\r\n"

// decode makes a view of a view. one decodes what stands at the beginning of a text: which bytes it means and how
// many it takes; 0: nothing special.
func (v view) decode(one func([]byte) (meant []byte, size int)) (view, bool) {
	at := bytes.IndexAny(v.text, marks)
	if at < 0 {
		return view{}, false
	}
	next := view{text: make([]byte, 0, len(v.text)), spans: make([]span32, 0, len(v.text))}
	next.copy(v, 0, at)
	changed := false
	for at < len(v.text) {
		meant, size := one(v.text[at:])
		if size > 0 {
			changed = true
			from := v.original(span{at, at + size})
			for _, b := range meant {
				next.text, next.spans = append(next.text, b),
					append(next.spans, span32{int32(from.from), int32(from.to)})
			}
			at += size
			continue
		}
		plain := at + 1
		for plain < len(v.text) && strings.IndexByte(marks, v.text[plain]) < 0 {
			plain++
		}
		next.copy(v, at, plain)
		at = plain
	}
	return next, changed
}

// copy takes over a part of another view as it is.
func (v *view) copy(from view, begin, end int) {
	v.text = append(v.text, from.text[begin:end]...)
	if from.spans != nil {
		v.spans = append(v.spans, from.spans[begin:end]...)
		return
	}
	for at := begin; at < end; at++ {
		v.spans = append(v.spans, span32{int32(at), int32(at + 1)})
	}
}

// escape decodes percent-encoding (RFC 3986), the escapes of JSON and Go, references of XML and HTML, and joins
// lines, folded ones (RFC 5322), too.
func escape(text []byte) ([]byte, int) {
	switch text[0] {
	case '%':
		return hexByte(text, 1)
	case '\\':
		return backslash(text)
	case '&':
		end := bytes.IndexByte(text[:min(len(text), 12)], ';')
		if end < 0 {
			return nil, 0
		}
		if meant := html.UnescapeString(string(text[:end+1])); meant != string(text[:end+1]) {
			return []byte(meant), end + 1
		}
	case '\r', '\n':
		size := 1
		for size < len(text) && bytes.IndexByte([]byte("\r\n \t"), text[size]) >= 0 {
			size++
		}
		return nil, size
	}
	return nil, 0
}

func backslash(text []byte) ([]byte, int) {
	if len(text) < 2 {
		return nil, 0
	}
	switch b := text[1]; b {
	case 'n', 'r', '\n': // the end of a line
		return nil, 2
	case 't':
		return []byte{'\t'}, 2
	case '/', '"', '\\', '\'', '`':
		return text[1:2], 2
	case 'x':
		return hexByte(text, 2)
	case '0', '1', '2', '3': // three octal digits, as C and shells write bytes
		if len(text) >= 4 {
			if code, err := strconv.ParseUint(string(text[1:4]), 8, 8); err == nil {
				return []byte{byte(code)}, 4
			}
		}
	case 'u', 'U':
		size := map[byte]int{'u': 6, 'U': 10}[b]
		if len(text) < size {
			return nil, 0
		}
		code, err := strconv.ParseUint(string(text[2:size]), 16, 32)
		if err != nil {
			return nil, 0
		}
		return utf8.AppendRune(nil, rune(code)), size
	}
	return nil, 0
}

// quotedPrintable is RFC 2045, 6.7.
func quotedPrintable(text []byte) ([]byte, int) {
	switch {
	case text[0] != '=':
	case bytes.HasPrefix(text, []byte("=\r\n")):
		return nil, 3
	case bytes.HasPrefix(text, []byte("=\n")):
		return nil, 2
	default:
		return hexByte(text, 1)
	}
	return nil, 0
}

// hexByte is the byte whose two hexadecimal digits stand at a place.
func hexByte(text []byte, at int) ([]byte, int) {
	if len(text) < at+2 {
		return nil, 0
	}
	b, err := strconv.ParseUint(string(text[at:at+2]), 16, 8)
	if err != nil {
		return nil, 0
	}
	return []byte{byte(b)}, at + 2
}
