package assistant

import (
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"otklik/internal/inbox"
)

// Lengths of what is asked, in characters. A longer message is not asked about: a part of it might say the contrary of
// the whole. What stands around it is cut.
const (
	longestText    = 4096
	longestContext = 600
)

// question is a message that the reading is unsure of. Its texts are as people wrote them: Ask masks them.
type question struct {
	key  inbox.Basis
	refs []inbox.Ref // the message, and those whose words go with it
	// doubt is how near the score is to the threshold: the smaller, the sooner it is asked.
	doubt             float64
	sent              time.Time
	text, above, post string
	direct            bool
}

// newQuestion asks about t.Messages[i] with the post and the comment above it.
func newQuestion(t inbox.Thread, i int, key inbox.Basis, doubt float64) question {
	m := t.Messages[i]
	q := question{key: key, refs: []inbox.Ref{m.Ref()}, doubt: doubt, sent: m.Sent, text: m.Text,
		direct: m.Kind == inbox.Direct}
	target, replies := m.Target()
	for _, earlier := range slices.Backward(t.Messages[max(0, i-inbox.Lookback):i]) {
		switch {
		case earlier.Post && q.post == "":
			q.post = earlier.Text
		case earlier.Post:
		case q.above == "" && (replies && earlier.Ref() == target || q.direct && earlier.Author.Official):
			q.above = earlier.Text
			q.refs = append(q.refs, earlier.Ref())
		}
	}
	return q
}

// words are what is sent: the texts without personal data.
func (q question) words(mask func(string) string) string {
	text, err := json.Marshal(struct {
		Post    string `json:"post,omitempty"`
		Above   string `json:"above,omitempty"`
		Private bool   `json:"private,omitempty"`
		Text    string `json:"text"`
	}{cut(mask(q.post)), cut(mask(q.above)), q.direct, mask(q.text)})
	if err != nil {
		return "" // strings cannot fail
	}
	return string(text)
}

// cut shortens a text that was masked: before that a name might lose what it is known by.
func cut(text string) string {
	if utf8.RuneCountInString(text) <= longestContext {
		return text
	}
	return string([]rune(text)[:longestContext]) + "…"
}
