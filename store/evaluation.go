package store

import (
	"context"

	"otklik/internal/inbox"
)

// Evaluate finds the status of each citizen's message of a thread. An error leaves the thread as it was.
type Evaluate func(ctx context.Context, t inbox.Thread) ([]inbox.MessageStatus, error)

// Evaluation is what EvaluatePending did.
type Evaluation struct {
	Threads int // evaluated and written
	Failed  int // could not be evaluated and stay pending
	// Failure is why the first of those could not; nil if none failed.
	Failure error
}
