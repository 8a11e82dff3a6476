package main

import (
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/inbox"
	"otklik/store"
)

func (a *cli) purgeCommand() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "purge [--dry-run]",
		Short: "Destroy what is older than privacy.retention, with an act",
		Long: "Deletes, or with purge.mode: depersonalise makes anonymous, every message sent longer ago than " +
			"privacy.retention, with all that\n" +
			"was derived from it; rewrites the store's file, so that nothing is left in its free pages; and writes " +
			"an act and an extract of\n" +
			"the log into purge.acts. What still waits for an answer goes too, and is listed in the act. An " +
			"interrupted purge is finished\n" +
			"first. Other commands may run meanwhile. `otklik run` and cron's commands do the same on purge.schedule.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.open("purge", slog.LevelWarn)
			if err != nil {
				return err
			}
			order := s.RetentionOrder(time.Now())
			if dry {
				f, err := s.RehearsePurge(cmd.Context(), order)
				a.printForecast(f, order)
				return err
			}
			done, err := s.Purge(cmd.Context(), order)
			for _, p := range done {
				a.printPurge(p)
			}
			if err == nil && len(done) == 0 {
				fmt.Fprintf(a.out, "nothing was sent before %s: nothing is past its time\n",
					order.Before.Format("2006-01-02 15:04"))
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only count what would be destroyed")
	return cmd
}

// printForecast says what a purge would destroy; nil: that could not be found out.
func (a *cli) printForecast(f *app.PurgeForecast, order store.PurgeOrder) {
	if f == nil {
		return
	}
	verb := "would be deleted"
	if order.Mode == store.Depersonalise {
		verb = "would be depersonalised"
	}
	fmt.Fprintf(a.out, "%s %s, %d of them without an answer\n", app.Counted(f.Messages(), "message"), verb, f.Waiting())
	a.printCounts(f.PurgeRecord)
	if f.Undecoded+f.Digests > 0 {
		fmt.Fprintf(a.out, "besides %d undecoded pieces and %d digests\n", f.Undecoded, f.Digests)
	}
	printBackups(a.err, f.Backups)
}

func (a *cli) printCounts(r store.PurgeRecord) {
	for _, c := range r.Counts {
		fmt.Fprintf(a.out, "  %s: %d %s, %d of the official's side, %d without an answer\n", c.Channel, c.Messages,
			kindWords(c.Kind), c.Official, c.Waiting)
	}
}

func kindWords(k inbox.Kind) string {
	if k == inbox.Direct {
		return "direct messages"
	}
	return "comments"
}

func (a *cli) printPurge(p app.Purged) {
	verb := "deleted"
	if p.Order.Mode == store.Depersonalise {
		verb = "depersonalised"
	}
	fmt.Fprintf(a.out, "act %s: %s %s, %d of them without an answer\n", p.Certificate(), app.Counted(p.Messages(),
		"message"), verb, p.Waiting())
	a.printCounts(p.PurgeRecord)
	fmt.Fprintf(a.out, "  besides %d raw replies, %d undecoded pieces, %d decisions, %d digests deleted and %d "+
		"emptied, %d mentions\n",
		p.Raw, p.Undecoded, p.Corrections, p.Digests, p.Blanked, p.Mentions)
	if p.After > 0 {
		fmt.Fprintf(a.out, "  the store's file was rewritten: %s before, %s now\n", app.ByteSize(p.Before),
			app.ByteSize(p.After))
	}
	for _, f := range p.Files {
		fmt.Fprintf(a.out, "  %s\n", f)
	}
	for _, l := range p.Leftovers.Removed {
		fmt.Fprintf(a.out, "  what a killed process had left was removed: %s, %s\n", l.Path, app.ByteSize(l.Size))
	}
	printBackups(a.err, p.Backups)
}

func printBackups(w io.Writer, names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(w, "otklik: %d backups were made before and still hold what is destroyed; delete them within 30 "+
		"days:\n", len(names))
	for _, n := range names {
		fmt.Fprintf(w, "  %s\n", n)
	}
}
