package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"otklik/internal/app"
)

func (a *cli) storeCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "store",
		Short: "Look after the store: check, compact, stats, encryption",
		RunE:  func(cmd *cobra.Command, args []string) error { return noCommand(cmd, args, "store check") },
	}
	root.AddCommand(a.storeCheckCommand(), a.storeCompactCommand(), a.storeStatsCommand())
	root.AddCommand(a.storeKeyCommands()...)
	return root
}

func (a *cli) storeCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Look through every page and record of the store; exit 1 when it is damaged",
		Long: "Looks through every page of the file, every record, every index in both directions and the counters, " +
			"and says in a sentence each\n" +
			"what is wrong. Nothing is mended: a damaged store is replaced by a backup with `otklik restore`. " +
			"Others wait meanwhile.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.open("store check", slog.LevelWarn)
			if err != nil {
				return err
			}
			return a.checkWhole(cmd.Context(), s)
		},
	}
}

func (a *cli) checkWhole(ctx context.Context, s *app.Service) error {
	progress, finish := a.stepBars()
	defer finish()
	c, err := s.CheckStore(ctx, progress)
	if err != nil {
		return err
	}
	finish()
	for _, p := range c.Problems {
		fmt.Fprintf(a.out, "FAULT    %s\n", p)
	}
	if len(c.Problems) > 0 {
		advice := "restore a backup: otklik restore FILE --force"
		if c.Backup != "" {
			advice = "restore the newest backup: otklik restore " + c.Backup + " --force"
		}
		return fmt.Errorf("the store %s is damaged in %d places; %s", s.Config().Store.Path, len(c.Problems), advice)
	}
	fmt.Fprintf(a.out, "%s is whole: %s, %d messages, %d digests\n", s.Config().Store.Path, app.ByteSize(c.Bytes),
		c.Messages, c.Digests)
	return nil
}

func (a *cli) storeCompactCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compact",
		Short: "Rewrite the store without the pages that nothing uses",
		Long: "Removes what killed processes have left, writes the store again beside the old file, checks it and " +
			"replaces the old file in one\n" +
			"step; nothing is lost whenever it is killed.\n" +
			"Afterwards nothing that was deleted is left in the file; one that would become bigger stays as it was, " +
			"and the command says so.\n" +
			"Others wait meanwhile, some seconds per 100 MB; beside the store there must be as much room as it " +
			"takes itself.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.open("store compact", slog.LevelWarn)
			if err != nil {
				return err
			}
			progress, finish := a.stepBars()
			defer finish()
			before, after, err := s.CompactStore(cmd.Context(), progress)
			if err != nil {
				return err
			}
			finish()
			if after > before {
				fmt.Fprintf(a.out, "%s: kept as it was, with %d bytes; written again it would have %d\n",
					s.Config().Store.Path, before, after)
				return nil
			}
			fmt.Fprintf(a.out, "%s: %d bytes before, %d after; checked and in place\n", s.Config().Store.Path,
				before, after)
			return nil
		},
	}
}

func (a *cli) storeStatsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "What the store holds and how big it is",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("store stats", slog.LevelWarn)
			if err != nil {
				return err
			}
			s, err := o.StoreStats(cmd.Context())
			if err != nil {
				return err
			}
			if !asJSON {
				a.printStats(s)
				return nil
			}
			e := json.NewEncoder(a.out)
			e.SetIndent("", "  ")
			if err := e.Encode(s); err != nil {
				return fmt.Errorf("write the figures: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

func (a *cli) printStats(s app.StoreStats) {
	fmt.Fprintf(a.out, "%s: format %d, %s, of which %s are free (otklik store compact)\n", s.Path, s.Format,
		app.ByteSize(s.Bytes), app.ByteSize(s.Reclaimable))
	switch {
	case s.Unfinished != "":
		fmt.Fprintf(a.out, "`otklik store %s` was begun and has not ended; run it again\n", s.Unfinished)
	case s.Encrypted != "":
		fmt.Fprintf(a.out, "encrypted with the key %s\n", s.Encrypted)
	}
	if !s.Created.IsZero() {
		fmt.Fprintf(a.out, "made %s\n", second(s.Created))
	}
	fmt.Fprintf(a.out, "%d messages, %d wait for an answer, %d pieces could not be decoded, %d threads are to be "+
		"judged, %d digests\n",
		s.Messages, s.Waiting, s.Undecoded, s.Pending, s.Digests)
	for _, c := range s.Channels {
		fmt.Fprintf(a.out, "  %s: %d messages, %d wait, %d not decoded\n", c.Channel, c.Messages, c.Waiting,
			c.Undecoded)
	}
	if s.Backup != nil {
		fmt.Fprintf(a.out, "newest scheduled backup %s, %s\n", second(s.Backup.At), s.Backup.Path)
	}
}

// stepBars shows the steps of a long piece of work, each with its own bar; silent where nobody watches. finish may be
// called twice.
func (a *cli) stepBars() (progress app.Progress, finish func()) {
	if !a.terminal {
		return func(string, int64, int64) {}, func() {}
	}
	var mu sync.Mutex
	var bar *progressbar.ProgressBar
	var current string
	end := func() {
		if bar != nil {
			_ = bar.Finish() // a bar that cannot be drawn is no reason to stop the work
			bar = nil
		}
	}
	return func(step string, done, total int64) {
			mu.Lock()
			defer mu.Unlock()
			if step != current || bar == nil {
				end()
				if total <= 0 {
					total = -1
				}
				current, bar = step, progressbar.NewOptions64(total, progressbar.OptionSetWriter(a.err),
					progressbar.OptionSetDescription(step),
					progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(),
					progressbar.OptionSetWidth(30),
					progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSpinnerType(14))
			}
			_ = bar.Set64(done)
		}, func() {
			mu.Lock()
			defer mu.Unlock()
			end()
		}
}
