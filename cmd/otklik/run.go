package main

import (
	"log/slog"
	"otklik/internal/app"

	"github.com/spf13/cobra"
)

func (a *cli) runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "The daemon: collect and send digests on their schedules, until told to stop",
		Long: "Collects on schedule.collect and makes each digest on its own schedule. The store is opened only " +
			"while there is work, so other\n" +
			"commands run beside it; a second daemon on the same store is refused. What was missed while the " +
			"program was off is caught up\n" +
			"once. SIGTERM ends it within seconds.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.open("run", slog.LevelInfo)
			if err != nil {
				return err
			}
			return s.RunDaemon(cmd.Context(), app.DaemonOptions{Notify: a.notifier(), Heartbeat: a.heartbeat()})
		},
	}
}
