package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/systemd"
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
			notify := systemd.Notifier(a.getenv, func(err error) { fmt.Fprintln(a.err, "otklik:", err) })
			return s.RunDaemon(cmd.Context(), app.DaemonOptions{Notify: notify, Heartbeat: systemd.Heartbeat(a.getenv)})
		},
	}
}
