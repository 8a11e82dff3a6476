package collectors

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"otklik/internal/inbox"
)

// Replier answers in the office's name what people write on one platform. Its contract, proved by
// sourcetest.RunReplier for every implementation:
//   - What Answerable refuses is not sent by Reply either.
//   - Reply calls for the sending at most once. It gives back the message as collecting gives it, so that both are the
//     same message: of the official's side, in the thread of the one that it answers.
//   - Its error is an *UnsureError where nobody can tell whether the answer arrived; with every other error it did not.
//   - No error holds a secret or a part of the text.
type Replier interface {
	// Answerable says, without a call, why a text cannot be sent as the answer to a message: *NoWayError or *TextError.
	// Nil: it can be tried.
	Answerable(to inbox.Message, text string) error
	// Reply sends a text as the answer to a message. key is the same for every try of one answer: where the platform
	// takes it, the answer stands there once however often it was sent with it.
	Reply(ctx context.Context, to inbox.Message, text, key string) (inbox.Message, error)
}

// NoWayError says that the program has no way to answer a message.
type NoWayError struct {
	// Sentence says why, and who answers where. No secrets, no texts.
	Sentence string
}

func (e *NoWayError) Error() string { return e.Sentence }

// TextError says that a text cannot be sent: the platform does not take one of that length, or it has signs that
// nobody sees.
type TextError struct {
	Length, Most int // characters; a Length of 0: there are no words in it
	// Sign is a control character of the text, such as U+001B; empty: there is none.
	Sign string
}

func (e *TextError) Error() string {
	switch {
	case e.Sign != "":
		return "the answer has a control character (" + e.Sign + "), which people would not see: take it out"
	case e.Length == 0:
		return "the answer has no text"
	}
	return fmt.Sprintf("the answer has %d characters, and the platform takes %d: make it shorter, or answer in parts",
		e.Length, e.Most)
}

// CheckText is a *TextError where a text is empty, too long by the characters that platforms count (UTF-16), or has
// control characters besides ends of lines and tabs.
func CheckText(text string, most int) error {
	length := len(utf16.Encode([]rune(text)))
	hidden := strings.IndexFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t'
	})
	switch {
	case hidden >= 0:
		sign, _ := utf8.DecodeRuneInString(text[hidden:])
		return &TextError{Length: length, Most: most, Sign: fmt.Sprintf("%U", sign)}
	case strings.TrimSpace(text) == "":
		return &TextError{Most: most}
	case length > most:
		return &TextError{Length: length, Most: most}
	}
	return nil
}

// UnsureError says that an answer was given out and that its arrival was not confirmed: it may stand there, or not.
type UnsureError struct {
	Err error
	// Once is true where the platform shows the answer once, however often it is sent with the same key.
	Once bool
}

func (e *UnsureError) Error() string {
	return "whether the answer arrived is not known: " + e.Err.Error()
}
func (e *UnsureError) Unwrap() error { return e.Err }

// NeverSent reports whether a call surely did not reach anybody: no connection was made.
func NeverSent(err error) bool {
	var operation *net.OpError
	var name *net.DNSError
	return errors.As(err, &name) || errors.As(err, &operation) && operation.Op == "dial"
}

// Unheard reports whether collecting never brings what the program itself has sent on a platform.
func (p *Platforms) Unheard(id inbox.Platform) bool {
	return slices.ContainsFunc(p.list, func(one Platform) bool { return inbox.Platform(one.ID) == id && one.Unheard })
}

// Replier is who answers on a platform. Errors: *NoWayError, or a fault of the configuration.
func (p *Platforms) Replier(id inbox.Platform) (Replier, error) {
	for _, one := range p.list {
		if inbox.Platform(one.ID) == id && one.Replier != nil {
			return one.Replier(p.Connection(id), p.Channels(id))
		}
	}
	return nil, &NoWayError{"the program cannot answer on this platform; whoever runs the channel answers there"}
}
