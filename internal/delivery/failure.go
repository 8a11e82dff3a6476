package delivery

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"otklik/internal/redact"
)

// ErrPermanent is what errors.Is finds in an error that a repeat cannot mend.
var ErrPermanent = errors.New("a repeat cannot help")

type permanent struct{ error }

func (p permanent) Unwrap() error        { return p.error }
func (p permanent) Is(target error) bool { return target == ErrPermanent }

// Permanent marks an error as one that a repeat cannot mend. nil stays nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

type busy struct {
	error
	after time.Duration
}

func (b busy) Unwrap() error { return b.error }

// Busy marks an error of a side that asked to wait. Waits that are not positive say nothing.
func Busy(err error, after time.Duration) error {
	if err == nil || after <= 0 {
		return err
	}
	return busy{err, after}
}

// RetryAfter is how long the other side asked to wait; zero where it did not say.
func RetryAfter(err error) time.Duration {
	var b busy
	if errors.As(err, &b) {
		return b.after
	}
	return 0
}

// Opaque is an error in whose text stars stand for the secrets, whatever their form. It stays what it was to errors.Is
// for the context's errors alone: what lies beneath is not kept, because it could print the secrets.
func Opaque(doing string, err error, secrets ...string) error {
	text := redact.New(secrets...).Text(err.Error())
	for _, cause := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, cause) {
			if text == cause.Error() {
				return fmt.Errorf("%s: %w", doing, cause)
			}
			return fmt.Errorf("%s: %s: %w", doing, strings.TrimSuffix(text, ": "+cause.Error()), cause)
		}
	}
	return fmt.Errorf("%s: %s", doing, text)
}

// Ended is the context's error where it has ended, and err otherwise: what a closed connection reports after a
// cancellation is only its echo.
func Ended(ctx context.Context, doing string, err error) error {
	if cause := ctx.Err(); cause != nil && err != nil {
		return fmt.Errorf("%s: %w", doing, cause)
	}
	return err
}
