package table

import (
	"html"
	"regexp"
	"strings"
)

var (
	breaks   = regexp.MustCompile(`(?i)<br\s*/?>|</(?:p|div)>`)
	tags     = regexp.MustCompile(`(?i)</?(?:p|div|b|i|u|a|span|strong|em)(?:\s[^<>]*)?>`)
	mentions = regexp.MustCompile(`\[(?:id|club|public)-?\d+(?::[^|\]]*)?\|([^\]]*)\]`)
	blanks   = regexp.MustCompile(`[ \t\x{00A0}]+`)
)

// Clean removes what an export adds to a text: the apostrophe that Excel puts before what looks like a formula, <br>
// and other tags, entities, and the number in VK's mentions: of [club1|Name] the name stays.
func Clean(cell string) string {
	cell = strings.TrimSpace(strings.ReplaceAll(cell, "\r\n", "\n"))
	for strings.HasPrefix(cell, "'") && strings.Count(cell, "'")%2 == 1 {
		cell = strings.TrimSpace(cell[1:])
	}
	if strings.ContainsRune(cell, '<') {
		cell = tags.ReplaceAllString(breaks.ReplaceAllString(cell, "\n"), "")
	}
	if strings.ContainsRune(cell, '&') {
		cell = html.UnescapeString(cell)
	}
	if strings.ContainsRune(cell, '[') {
		cell = mentions.ReplaceAllString(cell, "$1")
	}
	return strings.TrimSpace(blanks.ReplaceAllString(cell, " "))
}
