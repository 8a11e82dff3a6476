package encoder

import (
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// space is what stands for one in pieces.
const space = "\u2581"

// charsmap is the normalisation that the pieces were made with (NFKC and a little more): which characters become which
// text. It is a trie as darts-clone writes it, and the texts behind it, each ended by a byte 0.
type charsmap struct {
	units []byte // four bytes each, in place
	texts string
}

func (f *file) charsmap() (charsmap, error) {
	const name = "charsmap"
	t, err := f.bytes(name, 1)
	if err != nil || len(t.data) == 0 {
		return charsmap{}, err
	}
	if len(t.data) < 4 {
		return charsmap{}, broken("%q is cut off", name)
	}
	size, rest := binary.LittleEndian.Uint32(t.data), t.data[4:]
	if uint64(size) > uint64(len(rest)) || size%4 != 0 {
		return charsmap{}, broken("%q has a trie of %d bytes", name, size)
	}
	return charsmap{rest[:size], string(rest[size:])}, nil
}

// normalise appends the text as pieces are looked for in it: spaces at its ends and next to others left out, one put in
// front, all written as the pieces write them. A text of nothing else becomes an empty one.
func (c *charsmap) normalise(out []byte, text string) []byte {
	if !utf8.ValidString(text) {
		text = string([]rune(text))
	}
	for text != "" {
		p, n := c.prefix(text)
		if p != " " {
			break
		}
		text = text[n:]
	}
	if text == "" {
		return out
	}
	from := len(out)
	out = append(out, space...)
	afterSpace := true
	for text != "" {
		p, n := c.prefix(text)
		text = text[n:]
		if afterSpace {
			p = strings.TrimLeft(p, " ")
		}
		if p == "" {
			continue
		}
		for _, b := range []byte(p) {
			if b == ' ' {
				out = append(out, space...)
			} else {
				out = append(out, b)
			}
		}
		afterSpace = p[len(p)-1] == ' '
	}
	for strings.HasSuffix(string(out[max(from, len(out)-len(space)):]), space) {
		out = out[:len(out)-len(space)]
	}
	return out
}

// prefix is what the longest beginning of the text that the map knows becomes, or its first character, and how many
// bytes that beginning has.
func (c *charsmap) prefix(text string) (string, int) {
	length, value := c.longest(text)
	if length == 0 || value >= uint32(len(c.texts)) {
		_, n := utf8.DecodeRuneInString(text)
		return text[:n], n
	}
	replacement, _, _ := strings.Cut(c.texts[value:], "\x00")
	return replacement, length
}

// longest walks the trie: a unit says the byte that leads to it, whether a text ends there, and how far off its
// children are.
func (c *charsmap) longest(text string) (length int, value uint32) {
	unit, ok := c.unit(0)
	node := offset(unit)
	for i := 0; i < len(text) && ok; i++ {
		b := uint32(text[i])
		node ^= b
		if unit, ok = c.unit(node); !ok || unit&0x800000ff != b {
			break
		}
		node ^= offset(unit)
		if unit&0x100 == 0 {
			continue
		}
		if leaf, ok := c.unit(node); ok {
			length, value = i+1, leaf&0x7fffffff
		}
	}
	return length, value
}

func (c *charsmap) unit(n uint32) (uint32, bool) {
	if at := uint64(n) * 4; at < uint64(len(c.units)) {
		return binary.LittleEndian.Uint32(c.units[at:]), true
	}
	return 0, false
}

func offset(unit uint32) uint32 { return unit >> 10 << (unit & 0x200 >> 6) }
