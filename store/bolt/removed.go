package bolt

import (
	"strings"

	"otklik/internal/inbox"
)

// removedSize bounds, in bytes, what one inbox.Removed may stand for: a mark of mention with the name in it.
const removedSize = 300

// unchanged gives what to compare with a stored message in which a person was made unrecognisable: the same reading of
// it must not bring the name back. m itself where it is another text. A hash of the text would serve too, but names are
// few enough to be tried.
func unchanged(stored *record, m *inbox.Message) *inbox.Message {
	if !stored.unnamed || !fits(m.Text, stored.Text) {
		return m
	}
	same := *m
	same.Text, same.Addressee = stored.Text, stored.Addressee
	return &same
}

// fits reports whether a text may be the one that was stored before parts of it gave way to inbox.Removed. Searching
// each remaining part from the left finds a way wherever there is one.
func fits(text, stored string) bool {
	parts := strings.Split(stored, inbox.Removed)
	gaps := len(parts) - 1
	if gaps == 0 {
		return text == stored
	}
	if extra := len(text) - len(stored) + gaps*len(inbox.Removed); extra < gaps || extra > gaps*removedSize {
		return false
	}
	rest, begins := strings.CutPrefix(text, parts[0])
	rest, ends := strings.CutSuffix(rest, parts[gaps])
	if !begins || !ends {
		return false
	}
	for _, part := range parts[1:gaps] {
		if rest == "" {
			return false
		}
		at := strings.Index(rest[1:], part)
		if at < 0 {
			return false
		}
		rest = rest[1+at+len(part):]
	}
	return rest != ""
}
