package reading

import "strings"

// asRead is a text as it is read: in Cyrillic letters, without signs that nobody sees, with words for a danger spelt
// right.
func asRead(text string) string { return respelt(fromLatin(visible(text))) }

// visible leaves out what stands within words unseen, after copying from a page or to get past a filter: hyphens for
// the end of a line, spaces of no width, marks of stress. Texts without them come back as they are.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u00ad', '\u200b', '\u200c', '\u2060', '\ufeff', '\u0301':
			return -1
		}
		return r
	}, text)
}
