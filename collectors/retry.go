package collectors

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// RetryPolicy bounds how long one call to a platform is tried.
type RetryPolicy struct {
	// First is the pause before the second try; each further one is about twice as long, up to Longest.
	First, Longest time.Duration
	// Tries counts all tries, the first included.
	Tries int
	// Patience bounds the whole of it. A RetryAfter longer than what is left ends the tries at once.
	Patience time.Duration
}

// DefaultRetry suits a collector that comes again in minutes: six tries within a minute and a half.
func DefaultRetry() RetryPolicy {
	return RetryPolicy{First: 500 * time.Millisecond, Longest: 20 * time.Second, Tries: 6, Patience: 90 * time.Second}
}

// Retry calls try until it succeeds, fails for good, or the policy's bounds are reached; then it returns the last
// error. Only a *Failure that is Temporary is tried again; its RetryAfter is honoured.
func Retry[T any](ctx context.Context, p RetryPolicy, try func(context.Context) (T, error)) (T, error) {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval, pauses.Multiplier = p.First, p.Longest, 2
	pauses.Reset()
	started := time.Now()
	for n := 1; ; n++ {
		result, err := try(ctx)
		var f *Failure
		if err == nil || !errors.As(err, &f) || !f.Temporary || ctx.Err() != nil || n >= p.Tries {
			return result, err
		}
		pause := max(pauses.NextBackOff(), f.RetryAfter)
		if time.Since(started)+pause > p.Patience {
			return result, err
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return result, fmt.Errorf("stopped while waiting to try again: %w", errors.Join(ctx.Err(), err))
		case <-timer.C:
		}
	}
}
