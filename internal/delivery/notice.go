package delivery

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
)

// Notices are the sentences that stand before the digest of an operator: that it is late, and its warnings. None in a
// parcel for readers.
func (p Outgoing) Notices() []string {
	var all []string
	if p.reader {
		return nil
	}
	said := p.Warnings
	if p.Late {
		said = append([]string{p.LateNotice}, said...)
	}
	for _, w := range said {
		if w = strings.Join(strings.Fields(w), " "); w != "" {
			all = append(all, w)
		}
	}
	return all
}

var (
	bodyTag  = regexp.MustCompile(`(?i)<body\b[^>]*>`)
	mainTag  = regexp.MustCompile(`(?i)<main\b[^>]*>`)
	noticeAs = `<p style="margin:0 0 12px;padding:8px 12px;border-left:6px solid #a15c00;background:#fff4e0;"><strong>%s</strong></p>`
)

// WithNotices is a document with the parcel's notices before its words. Text, Markdown, HTML and JSON take them, and
// those that were drawn with them; other formats are given back as they are, because a table has no room that a program
// could not mistake. In JSON they stand in the member "delivery": {"late": …, "warnings": […]}, which is there only
// where there is something to say; that a digest is late is a fact for every program.
func (p Outgoing) WithNotices(d Document) []byte {
	notices := p.Notices()
	for _, n := range p.Noticed {
		if n.Format == d.Format {
			return n.Data
		}
	}
	if d.Format == "json" && p.Late {
		return p.jsonNotices(d.Data)
	}
	if len(notices) == 0 {
		return d.Data
	}
	switch d.Format {
	case "text":
		return append([]byte("! "+strings.Join(notices, "\n! ")+"\n\n"), d.Data...)
	case "md":
		var b strings.Builder
		for _, n := range notices {
			b.WriteString("> **" + markdownSafe.Replace(html.EscapeString(n)) + "**\n\n")
		}
		return append([]byte(b.String()), d.Data...)
	case "html":
		var b strings.Builder
		for _, n := range notices {
			fmt.Fprintf(&b, noticeAs, html.EscapeString(n))
		}
		at := 0
		for _, tag := range []*regexp.Regexp{mainTag, bodyTag} {
			if place := tag.FindIndex(d.Data); place != nil {
				at = place[1]
				break
			}
		}
		return splice(d.Data, at, b.String())
	case "json":
		return p.jsonNotices(d.Data)
	}
	return d.Data
}

var markdownSafe = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, "`", "\\`", `[`, `\[`, `]`, `\]`)

func (p Outgoing) jsonNotices(data []byte) []byte {
	open := bytes.IndexByte(data, '{')
	if open < 0 {
		return data
	}
	member, err := json.Marshal(struct {
		Late     bool     `json:"late"`
		Warnings []string `json:"warnings"`
	}{p.Late, append([]string{}, p.Warnings...)})
	if err != nil {
		return data
	}
	text := `"delivery":` + string(member)
	if rest := bytes.TrimLeft(data[open+1:], " \t\r\n"); len(rest) > 0 && rest[0] != '}' {
		text += ","
	}
	return splice(data, open+1, text)
}

func splice(data []byte, at int, text string) []byte {
	return append(append(append(make([]byte, 0, len(data)+len(text)), data[:at]...), text...), data[at:]...)
}
