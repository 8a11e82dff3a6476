package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/spf13/cobra"
)

func (a *app) runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "The daemon: collect and send digests on their schedules, until told to stop",
		Long: "Collects on schedule.collect and makes each digest on its own schedule. The store is opened only while there is work, so other\n" +
			"commands run beside it; a second daemon on the same store is refused. What was missed while the program was off is caught up\n" +
			"once. SIGTERM ends it within seconds.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("run", slog.LevelInfo)
			if err != nil {
				return err
			}
			release, err := o.claim(cmd.Context(), time.Now())
			if err != nil {
				return err
			}
			defer release()
			d := newDaemon(o)
			if d.backups, err = o.keepBackups(); err != nil {
				return err
			}
			d.notify, d.heartbeat = a.notifier(), a.heartbeat()
			return d.run(cmd.Context())
		},
	}
}

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
