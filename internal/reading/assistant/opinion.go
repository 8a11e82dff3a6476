package assistant

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/sashabaranov/go-openai"
)

// Opinion is a valid answer of the model.
type Opinion struct {
	NeedsAnswer bool
	Group       string
	Urgency     Urgency
}

// Urgency is what the model thinks of how soon somebody has to act.
type Urgency string

// The urgencies.
const (
	None   Urgency = "none"
	Life   Urgency = "life"   // a threat to life or health
	Outage Urgency = "outage" // no heat, water, light or gas
	Hazard Urgency = "hazard" // a place where somebody may come to harm
)

func urgencies() []Urgency { return []Urgency{None, Life, Outage, Hazard} }

// reason is the code that digests show for it.
func (u Urgency) reason() string {
	switch u {
	case Life, Hazard:
		return "danger"
	case Outage:
		return "outage"
	}
	return ""
}

// Fault is why a question has no valid answer. It never holds anything that was said.
type Fault string

// The faults.
const (
	Timeout       Fault = "timeout"        // no answer in time
	Unreachable   Fault = "unreachable"    // no connection, or one that broke
	PublicAddress Fault = "public_address" // the name leads out of the office's network
	PlainPublic   Fault = "plain_public"   // it does, that is allowed, and the address is not https
	Redirected    Fault = "redirected"     // the server sends elsewhere, where nothing is sent
	Refused       Fault = "refused"        // the server answers with an error
	TooLong       Fault = "too_long"       // more than an answer needs
	Nonsense      Fault = "nonsense"       // not the object that was asked for
	UnknownGroup  Fault = "unknown_group"  // a group that is not in the list
)

// Error implements error.
func (f Fault) Error() string { return string(f) }

// longestAnswer bounds the text of an answer, in bytes; a right one has about a hundred.
const longestAnswer = 2 << 10

// opinionOf reads the model's answer, to the letter: what has more than was asked for, or less, is nonsense.
func opinionOf(reply openai.ChatCompletionResponse, groups []string) (Opinion, error) {
	if len(reply.Choices) == 0 {
		return Opinion{}, Nonsense
	}
	text := reply.Choices[0].Message.Content
	if len(text) > longestAnswer || reply.Choices[0].FinishReason == openai.FinishReasonLength {
		return Opinion{}, TooLong
	}
	var said struct {
		NeedsAnswer *bool    `json:"needs_answer"`
		Group       *string  `json:"group"`
		Urgency     *Urgency `json:"urgency"`
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if d.Decode(&said) != nil || said.NeedsAnswer == nil || said.Group == nil || said.Urgency == nil {
		return Opinion{}, Nonsense
	}
	if _, err := d.Token(); err != io.EOF {
		return Opinion{}, Nonsense
	}
	switch {
	case !slices.Contains(urgencies(), *said.Urgency):
		return Opinion{}, Nonsense
	case !slices.Contains(groups, *said.Group):
		return Opinion{}, UnknownGroup
	}
	return Opinion{*said.NeedsAnswer, *said.Group, *said.Urgency}, nil
}

// schema describes the answer to servers that can hold a model to it.
func schema(groups []string) json.RawMessage {
	type kind struct {
		Type string `json:"type"`
		Enum any    `json:"enum,omitempty"`
	}
	text, err := json.Marshal(struct {
		Type       string          `json:"type"`
		Properties map[string]kind `json:"properties"`
		Required   []string        `json:"required"`
		More       bool            `json:"additionalProperties"`
	}{"object", map[string]kind{"needs_answer": {Type: "boolean"}, "group": {"string", groups},
		"urgency": {"string", urgencies()}}, []string{"needs_answer", "group", "urgency"}, false})
	if err != nil {
		return nil // strings cannot fail
	}
	return text
}
