package app

import (
	"context"
	"log/slog"
	"time"
)

// stopWithin bounds how long the daemon takes to end after it was told to.
const stopWithin = 8 * time.Second

// waitFor waits for done, but not longer than limit.
func waitFor(done <-chan struct{}, limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// ended turns the daemon's end into its error: being told to stop is success.
func ended(ctx context.Context, log *slog.Logger, clean bool) error {
	if !clean {
		log.Warn("some work did not end in time; nothing that was confirmed to a platform is lost", "limit", stopWithin)
	}
	log.Info("stopped", "cause", context.Cause(ctx))
	return nil
}
