package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// conflictPauses are the waits after each refusal because of a second reader of the queue.
var conflictPauses = [...]time.Duration{time.Second, 3 * time.Second, 6 * time.Second}

// withoutRival asks for updates and waits while another process of this program may be collecting: that one will be
// done in seconds. A conflict that outlasts the pauses is another program. Other failures have been retried by ask.
func (a *api) withoutRival(
	ctx context.Context, form url.Values, ask func(context.Context, url.Values) (updatesReply,
		error)) (updatesReply, error,
) {
	tries := 0
	policy := collectors.RetryPolicy{First: time.Millisecond, Longest: time.Millisecond, Tries: len(conflictPauses) +
		1, Patience: time.Minute}
	var lasting error
	reply, err := collectors.Retry(ctx, policy, func(ctx context.Context) (updatesReply, error) {
		reply, err := ask(ctx, form)
		var f *collectors.Failure
		if !errors.As(err, &f) || !errors.Is(f.Err, errRival) {
			lasting = err
			return reply, nil
		}
		tries++
		again := *f
		again.Temporary = tries <= len(conflictPauses)
		if again.Temporary {
			again.RetryAfter = max(f.RetryAfter, conflictPauses[tries-1])
		}
		return updatesReply{}, fmt.Errorf("call getUpdates: %w", &again)
	})
	if err == nil {
		err = lasting
	}
	return reply, err
}

// errRival is a refusal because of a second reader of the queue.
var errRival = errors.New("another reader")

// rival is that refusal as a failure; it is for withoutRival to wait.
func rival(said error, retryAfter time.Duration) *collectors.Failure {
	return &collectors.Failure{Kind: inbox.FailureConflict, RetryAfter: retryAfter, Err: fmt.Errorf("%w: %w",
		errRival, said),
		Advice: "another program reads this bot's updates; stop it, or use a bot of your own for this program"}
}
