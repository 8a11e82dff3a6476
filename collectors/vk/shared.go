package vk

import (
	"encoding/json"
	"regexp"
	"strings"
)

// Bounds on what is quoted of shared posts and forwarded messages: VK forwards up to a hundred at once, nested in one
// another. All of it stays in the raw message.
const (
	maxForwardDepth = 8
	maxForwardText  = 16 << 10 // bytes
)

// withShared is a text and, below it, what the message shares, as lines that begin with "> ": people forward a
// complaint or share the post with it instead of writing it again. What a message replies to stands in the thread
// itself.
func withShared(text string, attachments, forwarded list) string {
	q := quotes{left: maxForwardText, under: text}
	q.share(attachments, 1)
	q.forward(forwarded, 1)
	if len(q.lines) == 0 {
		return text
	}
	quoted := strings.Join(q.lines, "\n")
	if strings.TrimSpace(text) == "" {
		return quoted
	}
	return text + "\n" + quoted
}

// address is what may stand around the preview of a page that is sent without a word.
var address = regexp.MustCompile(`\s+|(?:https?://)?[^\s/]+\.[^\s/]+(?:/\S*)?`)

type quotes struct {
	lines []string
	left  int
	under string // the message's own text
}

// words is a text that a server may send as something else.
type words string

// UnmarshalJSON never fails.
func (w *words) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) != nil {
		text = ""
	}
	*w = words(text)
	return nil
}

// forward quotes forwarded messages (schema: messages_foreign_message).
func (q *quotes) forward(messages list, depth int) {
	for _, raw := range messages {
		var m struct {
			Text        words `json:"text"`
			Attachments list  `json:"attachments"`
			Forwarded   list  `json:"fwd_messages"`
		}
		if q.left <= 0 || json.Unmarshal(raw, &m) != nil {
			continue
		}
		q.add(m.Text)
		if depth < maxForwardDepth {
			q.share(m.Attachments, depth+1)
			q.forward(m.Forwarded, depth+1)
		}
	}
}

// share quotes posts and comments that are attached (schema: wall_wallpost_full, wall_wall_comment, base_link).
func (q *quotes) share(attachments list, depth int) {
	for _, raw := range attachments {
		var fields map[string]json.RawMessage
		var kind words
		if q.left <= 0 || json.Unmarshal(raw, &fields) != nil || json.Unmarshal(fields["type"], &kind) != nil {
			continue
		}
		switch kind {
		case "wall", "wall_reply":
			q.post(fields[string(kind)], depth)
		case "link":
			var page struct {
				Title       words `json:"title"`
				Description words `json:"description"`
			}
			if address.ReplaceAllString(q.under, "") == "" && json.Unmarshal(fields["link"], &page) == nil {
				q.add(page.Title)
				q.add(page.Description)
			}
		}
	}
}

// post quotes a post and what it shares itself.
func (q *quotes) post(raw json.RawMessage, depth int) {
	var p struct {
		Text        words `json:"text"`
		Attachments list  `json:"attachments"`
		History     list  `json:"copy_history"`
	}
	if !present(raw) || json.Unmarshal(raw, &p) != nil {
		return
	}
	q.add(p.Text)
	if depth >= maxForwardDepth {
		return
	}
	q.share(p.Attachments, depth+1)
	for _, earlier := range p.History {
		q.post(earlier, depth+1)
	}
}

func (q *quotes) add(text words) {
	if q.left <= 0 || strings.TrimSpace(string(text)) == "" {
		return
	}
	quoted := string(text)
	if len(quoted) > q.left {
		quoted = strings.ToValidUTF8(quoted[:q.left], "") + "…"
	}
	q.left -= len(quoted)
	for line := range strings.Lines(quoted) {
		q.lines = append(q.lines, "> "+strings.TrimRight(line, "\r\n"))
	}
}
