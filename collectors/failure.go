package collectors

import (
	"context"
	"errors"
	"fmt"
	"time"

	"otklik/internal/inbox"
)

// Failure is an error of a platform, sorted by what to do about it.
type Failure struct {
	Kind inbox.FailureKind
	// Temporary failures may pass by themselves and are retried; the others need a person.
	Temporary bool
	// RetryAfter is how long the platform asked to wait; zero where it did not say.
	RetryAfter time.Duration
	// Channels are those it concerns where a source reads for several and could read the others to their ends; empty:
	// all.
	Channels []inbox.ChannelID
	// Advice is a sentence that tells the operator what to do. No secrets, no texts.
	Advice string
	// Err is what the platform or the network said. Its text holds no secret.
	Err error
}

// Error puts the advice first: it is what the operator reads.
func (f *Failure) Error() string {
	switch {
	case f.Advice == "":
		return fmt.Sprint(f.Err)
	case f.Err == nil:
		return f.Advice
	}
	return fmt.Sprintf("%s (%v)", f.Advice, f.Err)
}

// Unwrap gives the underlying error.
func (f *Failure) Unwrap() error { return f.Err }

// FailureKindOf names the trouble behind an error in one word.
func FailureKindOf(err error) inbox.FailureKind {
	var f *Failure
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return f.Kind
	case errors.Is(err, context.Canceled):
		return inbox.FailureOther
	case errors.Is(err, context.DeadlineExceeded):
		return inbox.FailureNetwork
	}
	return inbox.FailureOther
}
