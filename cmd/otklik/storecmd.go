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

	"otklik/internal/inbox"
	"otklik/store"
	"otklik/store/bolt"
)

func (a *app) storeCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "store",
		Short: "Look after the store: check, compact, stats, encryption",
		RunE:  func(cmd *cobra.Command, args []string) error { return noCommand(cmd, args, "store check") },
	}
	root.AddCommand(a.storeCheckCommand(), a.storeCompactCommand(), a.storeStatsCommand())
	root.AddCommand(a.storeKeyCommands()...)
	return root
}

func (a *app) storeCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Look through every page and record of the store; exit 1 when it is damaged",
		Long: "Looks through every page of the file, every record, every index in both directions and the counters, and says in a sentence each\n" +
			"what is wrong. Nothing is mended: a damaged store is replaced by a backup with `otklik restore`. Others wait meanwhile.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("store check", slog.LevelWarn)
			if err != nil {
				return err
			}
			return a.checkWhole(cmd.Context(), o)
		},
	}
}

func (a *app) checkWhole(ctx context.Context, o *office) error {
	if err := o.stored(); err != nil {
		return err
	}
	progress, finish := a.stepBars()
	defer finish()
	// The structure first: bbolt may crash on pages that are not what they say.
	problems, err := bolt.Structure(ctx, o.config.Store.Path, o.store.Options(), progress)
	if err == nil && len(problems) == 0 {
		progress("checking records", 0, 0)
		problems, err = o.store.Check(ctx)
	}
	if err != nil {
		return err
	}
	finish()
	for _, p := range problems {
		fmt.Fprintf(a.out, "FAULT    %s\n", p)
	}
	if len(problems) > 0 {
		advice := "restore a backup: otklik restore FILE --force"
		if plan, err := o.backupPlan(); err == nil && plan.Folder != "" {
			if newest, _, err := plan.Newest(); err == nil && newest != "" {
				advice = "restore the newest backup: otklik restore " + newest + " --force"
			}
		}
		return fmt.Errorf("the store %s is damaged in %d places; %s", o.config.Store.Path, len(problems), advice)
	}
	stats, err := o.store.Stats(ctx)
	if err != nil {
		return err
	}
	messages := 0
	for _, c := range stats.Channels {
		messages += c.Stored
	}
	fmt.Fprintf(a.out, "%s is whole: %s, %d messages, %d digests\n", o.config.Store.Path, byteSize(stats.Bytes), messages, stats.Digests)
	return nil
}

func (a *app) storeCompactCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compact",
		Short: "Rewrite the store without the pages that nothing uses",
		Long: "Removes what killed processes have left, writes the store anew beside the old file, checks it and replaces the old file in one\n" +
			"step; nothing is lost whenever it is killed.\n" +
			"Afterwards nothing that was deleted is left in the file; one that would become bigger stays as it was, and the command says so.\n" +
			"Others wait meanwhile, some seconds per 100 MB; beside the store there must be as much room as it takes itself.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("store compact", slog.LevelWarn)
			if err != nil {
				return err
			}
			if err := o.stored(); err != nil {
				return err
			}
			progress, finish := a.stepBars()
			defer finish()
			if _, err := o.sweep(cmd.Context()); err != nil {
				return err
			}
			before, after, err := o.store.Compact(cmd.Context(), progress)
			if err != nil {
				return err
			}
			finish()
			if after > before {
				fmt.Fprintf(a.out, "%s: kept as it was, with %d bytes; written anew it would have %d\n", o.config.Store.Path, before, after)
				return nil
			}
			fmt.Fprintf(a.out, "%s: %d bytes before, %d after; checked and in place\n", o.config.Store.Path, before, after)
			return nil
		},
	}
}

// storeStats is the store for other programs.
type storeStats struct {
	Path        string         `json:"path"`
	Format      int            `json:"format"`
	Encrypted   string         `json:"encrypted,omitempty"`  // fingerprint of the key; empty: it is not
	Unfinished  string         `json:"unfinished,omitempty"` // the command that was begun and has to be run again: encrypt, rotate or decrypt
	Bytes       int64          `json:"bytes"`
	Reclaimable int64          `json:"reclaimable_bytes"` // what compacting would give back, about
	Created     time.Time      `json:"created,omitzero"`
	Messages    int            `json:"messages"`
	Waiting     int            `json:"waiting"`
	Unread      int            `json:"unread"` // pieces that could not be decoded
	Dirty       int            `json:"dirty"`  // threads to be judged
	Digests     int            `json:"digests"`
	Reader      string         `json:"reader,omitempty"`
	Channels    []channelCount `json:"channels"`
	Backup      *newestBackup  `json:"backup,omitempty"`
}

type channelCount struct {
	Channel  inbox.ChannelID `json:"channel"`
	Messages int             `json:"messages"`
	Waiting  int             `json:"waiting"`
	Unread   int             `json:"unread"`
}

// newestBackup is the newest of the scheduled backups.
type newestBackup struct {
	Path string    `json:"path"`
	At   time.Time `json:"at"`
}

func (a *app) storeStatsCommand() *cobra.Command {
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
			s, err := o.storeStats(cmd.Context())
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

func (o *office) storeStats(ctx context.Context) (storeStats, error) {
	out := storeStats{Path: o.config.Store.Path, Channels: []channelCount{}}
	if err := o.stored(); err != nil {
		return out, err
	}
	var stats store.Stats
	err := o.store.Do(ctx, func(s *bolt.Store) (err error) {
		if stats, err = s.Stats(ctx); err == nil {
			out.Reclaimable, err = s.Reclaimable()
		}
		return err
	})
	if err != nil {
		return out, err
	}
	out.Format, out.Bytes, out.Created = stats.Version, stats.Bytes, local(stats.Created, o.config.Location)
	out.Encrypted, out.Unfinished = stats.Key, stats.Unfinished
	out.Dirty, out.Digests, out.Reader = stats.Pending, stats.Digests, stats.Reader
	for _, c := range stats.Channels {
		out.Channels = append(out.Channels, channelCount{c.Channel, c.Stored, c.Waiting, c.Undecoded})
		out.Messages, out.Waiting, out.Unread = out.Messages+c.Stored, out.Waiting+c.Waiting, out.Unread+c.Undecoded
	}
	plan, err := o.backupPlan()
	if err != nil || plan.Folder == "" {
		return out, err
	}
	newest, at, err := plan.Newest()
	if err != nil { // no reason to keep what is known of the store
		o.log.Warn("the folder of backups could not be looked into", "error", err)
	}
	if newest != "" {
		out.Backup = &newestBackup{newest, at.In(o.config.Location)}
	}
	return out, nil
}

func (a *app) printStats(s storeStats) {
	moment := func(t time.Time) string { return t.Format("2006-01-02 15:04:05 -07:00") }
	fmt.Fprintf(a.out, "%s: format %d, %s, of which %s are free (otklik store compact)\n", s.Path, s.Format, byteSize(s.Bytes), byteSize(s.Reclaimable))
	switch {
	case s.Unfinished != "":
		fmt.Fprintf(a.out, "`otklik store %s` was begun and has not ended; run it again\n", s.Unfinished)
	case s.Encrypted != "":
		fmt.Fprintf(a.out, "encrypted with the key %s\n", s.Encrypted)
	}
	if !s.Created.IsZero() {
		fmt.Fprintf(a.out, "made %s\n", moment(s.Created))
	}
	fmt.Fprintf(a.out, "%d messages, %d wait for an answer, %d pieces could not be decoded, %d threads are to be judged, %d digests\n",
		s.Messages, s.Waiting, s.Unread, s.Dirty, s.Digests)
	for _, c := range s.Channels {
		fmt.Fprintf(a.out, "  %s: %d messages, %d wait, %d not decoded\n", c.Channel, c.Messages, c.Waiting, c.Unread)
	}
	if s.Backup != nil {
		fmt.Fprintf(a.out, "newest scheduled backup %s, %s\n", moment(s.Backup.At), s.Backup.Path)
	}
}

// byteSize is a number of bytes for people.
func byteSize(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(n)/1e9)
}

// stepBars shows the steps of a long piece of work, each with its own bar; silent where nobody watches. finish may be
// called twice.
func (a *app) stepBars() (progress bolt.Progress, finish func()) {
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
				current, bar = step, progressbar.NewOptions64(total, progressbar.OptionSetWriter(a.err), progressbar.OptionSetDescription(step),
					progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30),
					progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSpinnerType(14))
			}
			_ = bar.Set64(done)
		}, func() {
			mu.Lock()
			defer mu.Unlock()
			end()
		}
}
