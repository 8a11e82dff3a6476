package collectors

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"unicode/utf16"

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

// TextError says that the platform does not take a text of that length.
type TextError struct {
	Length, Most int // characters; a Length of 0: there are no words in it
}

func (e *TextError) Error() string {
	if e.Length == 0 {
		return "the answer has no text"
	}
	return fmt.Sprintf("the answer has %d characters, and the platform takes %d: make it shorter, or answer in parts",
		e.Length, e.Most)
}

// CheckText is a *TextError where a text is empty or too long, by the characters that platforms count (UTF-16).
func CheckText(text string, most int) error {
	length := len(utf16.Encode([]rune(text)))
	switch {
	case strings.TrimSpace(text) == "":
		return &TextError{Most: most}
	case length > most:
		return &TextError{length, most}
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

// Replier is who answers on a platform. Errors: *NoWayError, or a fault of the configuration.
func (p *Platforms) Replier(id inbox.Platform) (Replier, error) {
	for _, one := range p.list {
		if inbox.Platform(one.ID) == id && one.Replier != nil {
			return one.Replier(p.Connection(id), p.Channels(id))
		}
	}
	return nil, &NoWayError{"the program cannot answer on this platform; whoever runs the channel answers there"}
}
