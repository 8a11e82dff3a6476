package vk

import (
	"encoding/json"
	"strings"
)

// Bounds on what is quoted of forwarded messages: VK forwards up to a hundred at once, nested in one another. All of it
// stays in the raw message.
const (
	maxForwardDepth = 8
	maxForwardText  = 16 << 10 // bytes
)

// words are the message's own text and, below it, those that it forwards, as lines that begin with "> ": people forward
// a complaint instead of writing it anew. What it replies to stands in the dialog itself.
func (m directMessage) words() string {
	q := quotes{left: maxForwardText}
	q.take(m.Forwarded, 1)
	if len(q.lines) == 0 {
		return m.Text
	}
	quoted := strings.Join(q.lines, "\n")
	if strings.TrimSpace(m.Text) == "" {
		return quoted
	}
	return m.Text + "\n" + quoted
}

type quotes struct {
	lines []string
	left  int
}

func (q *quotes) take(forwarded list, depth int) {
	for _, raw := range forwarded {
		if q.left <= 0 {
			return
		}
		var m struct {
			Text      json.RawMessage `json:"text"`
			Forwarded list            `json:"fwd_messages"`
		}
		if json.Unmarshal(raw, &m) != nil {
			continue
		}
		var text string
		if json.Unmarshal(m.Text, &text) == nil && strings.TrimSpace(text) != "" {
			if len(text) > q.left {
				text = strings.ToValidUTF8(text[:q.left], "") + "…"
			}
			q.left -= len(text)
			for line := range strings.Lines(text) {
				q.lines = append(q.lines, "> "+strings.TrimRight(line, "\r\n"))
			}
		}
		if depth < maxForwardDepth {
			q.take(m.Forwarded, depth+1)
		}
	}
}
