package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/inbox"
)

func (a *cli) collectCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "collect [CHANNEL…]",
		Short: "Pull every (or each named) channel until nothing new is left",
		Long: "One complete pull of every channel, or of each one named as OFFICIAL/CHANNEL (for example " +
			registry.Channel + "), until\n" +
			"nothing new is left. Where no daemon runs, it also does what else is due: deliveries that are to be " +
			"tried again, a\n" +
			"digest that was missed, the purge and the backup. Meant for system cron: with --quiet it prints errors " +
			"only, and where\n" +
			"no terminal is, also what is incomplete.",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.open("collect", slog.LevelWarn)
			if err != nil {
				return err
			}
			channels := s.Channels()
			if len(args) > 0 {
				channels = nil
			}
			for _, name := range args {
				if _, err := s.Channel(inbox.ChannelID(name)); err != nil {
					return err
				}
				channels = append(channels, inbox.ChannelID(name))
			}
			return s.ThenUpkeep(cmd.Context(), a.collect(cmd.Context(), s, channels))
		},
	}
}

// collect pulls the channels, prints what came, and says by its error whether all, some or none could be read.
func (a *cli) collect(ctx context.Context, s *app.Service, channels []inbox.ChannelID) error {
	progress, finish := a.counter("collecting")
	pulls, err := s.Collect(ctx, channels, progress)
	finish()
	if err != nil {
		return err
	}
	if a.unwatched {
		printPulls(a.out, channels, slices.DeleteFunc(slices.Clone(pulls),
			func(p inbox.Pull) bool { return p.Complete }))
	} else {
		printPulls(a.out, channels, pulls)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	nothing, failed := true, false
	for _, p := range pulls {
		nothing, failed = nothing && !p.Complete && !p.Stored, failed || !p.Complete
	}
	if nothing {
		return fmt.Errorf("no channel could be read to its end")
	}
	short, err := s.Incomplete(ctx, channels, time.Now())
	if err != nil {
		return err
	}
	// A lasting lack is no news to every mail of cron (--quiet); the digest and `otklik status` go on saying it.
	if !a.quiet && !failed {
		for _, i := range short {
			fmt.Fprintf(a.out, "%s is incomplete: %s\n", i.Channel, app.ShortfallWords(i.Shortfalls))
		}
	}
	if failed || len(short) > 0 {
		return app.ErrPartly
	}
	return nil
}

// printPulls writes a line per channel with what came, and one per trouble.
func printPulls(w io.Writer, channels []inbox.ChannelID, pulls []inbox.Pull) {
	for _, p := range pulls {
		names := ""
		for _, id := range p.Channels {
			if slices.Contains(channels, id) {
				names += string(id) + " "
			}
		}
		fmt.Fprintf(w, "%s(%s): %d new, %d changed, %d deleted", names, p.Source, p.Added, p.Changed, p.Deleted)
		if p.Undecoded > 0 {
			fmt.Fprintf(w, ", %d kept undecoded", p.Undecoded)
		}
		if !p.Complete {
			fmt.Fprintf(w, "; not read to the end: %s", p.Detail)
		}
		fmt.Fprintln(w)
	}
}
