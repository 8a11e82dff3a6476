package vk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// certainty is what is known about a post that the wall no longer lists.
type certainty int

const (
	unknown certainty = iota // wall.getById cannot be used: its comments will tell
	stands
	vanished
)

// look asks whether a post that the wall no longer lists still stands. An error is one that may pass, or concerns more
// than this post.
func (w *wall) look(ctx context.Context, post int64) (certainty, error) {
	raw, err := call[json.RawMessage](ctx, w.calls, "wall.getById", api.Params{"posts": fmt.Sprintf("%d_%d",
		w.page.owner, post)})
	var failure *collectors.Failure
	switch {
	case err == nil:
	case errors.As(err, &failure) && ctx.Err() == nil && (failure.Kind == inbox.FailurePlatform ||
		codeOf(err) != 0 && (failure.Kind == inbox.FailureAccess || failure.Kind == inbox.FailureOther)):
		return unknown, nil
	default:
		return unknown, fmt.Errorf("look for %s, which is no longer on the wall: %w", w.address(post), err)
	}
	var reply struct {
		Items []json.RawMessage `json:"items"`
	}
	if json.Unmarshal(raw, &reply) != nil && json.Unmarshal(raw, &reply.Items) != nil || reply.Items == nil {
		return unknown, nil // older versions give the bare list; anything else says nothing
	}
	for _, item := range reply.Items {
		var p struct {
			ID      hint  `json:"id"`
			Deleted yesNo `json:"is_deleted"`
		}
		if json.Unmarshal(item, &p) != nil {
			return unknown, nil
		}
		if int64(p.ID) == post && !bool(p.Deleted) {
			return stands, nil
		}
	}
	return vanished, nil
}

// vanish marks all that is stored of the post as gone.
func (r *reading) vanish(ctx context.Context) error {
	if err := r.lookUp(ctx); err != nil {
		return err
	}
	for _, v := range r.job.Unseen {
		if m, stored := r.stored[v]; stored && m.Deleted.IsZero() {
			r.batch.Deletions = append(r.batch.Deletions, inbox.Deletion{Ref: m.Ref(), Noticed: r.under.now})
		}
	}
	r.vanished = true
	return nil
}

// missing reports whether the wall no longer lists the post and nothing has shown yet that it stands.
func (r *reading) missing() bool { return r.post != nil && r.post.Place == placeMissing }
