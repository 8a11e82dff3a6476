package vk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// retryFailed is the last step of a pull that has read everything but the posts that failed. It asks for them once
// more unless this pull did, and reports those that still fail.
//
// A failure stores nothing, so the next pull finds the cursor as it was, just as one that goes on after a crash does.
// It cannot tell which of the two it is, and need not: either way it lists the wall, reads what else is new, and asks
// for these posts in this one step. Whatever is stored on the way has read something, or tried a post that was not
// tried before; however the crashes fall, a wall that rests is read to the end.
func (w *wall) retryFailed(
	ctx context.Context, planned wallCursor, batch inbox.Batch, now time.Time,
) (inbox.Batch, error) {
	waiting := slices.DeleteFunc(slices.Clone(planned.Failed),
		func(post int64) bool { return w.pull.failed[post] != nil })
	// In any order: a failure stores nothing, and with a fixed one the first that fail would hide the others for good.
	rand.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
	for i, post := range waiting {
		if w.pull.faults >= maxFailed {
			break
		}
		state, err := decodeWallCursor(planned.encode(), w.page.owner) // a copy: a try that fails leaves no trace
		if err != nil {
			return inbox.Batch{}, err
		}
		if err := w.open(ctx, &state, post, now); err != nil {
			return inbox.Batch{}, err
		}
		read, failed, err := w.step(ctx, &state, now)
		if err != nil {
			return inbox.Batch{}, err
		}
		if failed && state.denied(post) == planned.denied(post) {
			continue
		}
		// Since when a post has been denied is stored once, or it would never have lasted long enough.
		if !failed {
			state.Todo = waiting[i+1:] // the platform answers again
			state.Failed = slices.DeleteFunc(state.Failed, func(v int64) bool { return slices.Contains(state.Todo, v) })
		}
		read.Undecoded = append(batch.Undecoded, read.Undecoded...)
		return w.batch(read, &state, true), nil
	}
	return inbox.Batch{}, w.failure(&planned)
}

func (c *wallCursor) denied(post int64) int64 {
	if p := c.post(post); p != nil {
		return p.DeniedSince
	}
	return 0
}

var errLater = errors.New("none of them was asked for in this pull")

// failure is how a pull ends that could not read some posts.
func (w *wall) failure(state *wallCursor) error {
	reason := errLater
	for _, post := range state.Failed {
		if err := w.pull.failed[post]; err != nil {
			reason = err
			break
		}
	}
	return &collectors.Failure{Kind: inbox.FailurePlatform, Advice: "they are asked for again at the next pull",
		Err: fmt.Errorf("the comments under these posts could not be read: %s: %w", w.addresses(state.Failed), reason)}
}

// addresses names the first posts of a list.
func (w *wall) addresses(posts []int64) string {
	const named = 10
	var list []string
	for _, post := range posts[:min(len(posts), named)] {
		list = append(list, w.address(post))
	}
	if more := len(posts) - named; more > 0 {
		list = append(list, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(list, ", ")
}
