package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/care/backup"
	"otklik/store"
	"otklik/store/bolt"
)

func (a *cli) restoreCommand() *cobra.Command {
	var force bool
	var identity string
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the store",
		Long: "Decodes the backup beside the store, compares it with its digest and checks it; only then it takes the store's place, in one step.\n" +
			"Where there is a store already, --force is needed, and that store is kept as PATH.before-restore-TIME, which restore takes as\n" +
			"FILE, too. While another process holds the store, nothing is done.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one file: otklik restore /mnt/backup/otklik.db.zst")
			}
			o, err := a.open("restore", slog.LevelWarn)
			if err != nil {
				return err
			}
			var keys backup.Keys
			if identity != "" {
				if keys, err = backup.ReadKeys(identity); err != nil {
					return usagef("--identity: %w", err)
				}
			}
			return a.restore(cmd.Context(), o, backup.Restoring{File: args[0], Store: o.Config.Store.Path, Force: force, Keys: keys,
				Options: o.Store.Options(), Now: time.Now()})
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&force, "force", false, "take the place of a store that is there; it is kept beside it")
	flags.StringVar(&identity, "identity", "", "file with the secret key of age that opens an encrypted backup")
	return cmd
}

func (a *cli) restore(ctx context.Context, o *app.Service, r backup.Restoring) error {
	// What can be seen beforehand is no act yet.
	if info, err := os.Stat(r.File); err != nil {
		return fmt.Errorf("look for the backup: %w", err)
	} else if info.IsDir() {
		return usagef("restore %s: this is a folder; name a backup in it", r.File)
	}
	if _, err := os.Stat(r.Store); err == nil && !r.Force {
		return mayReplace(fmt.Errorf("restore %s: %w: %s", r.File, backup.ErrExists, r.Store))
	}
	entry := audit.Entry{Action: audit.Restore, Path: r.File}
	if err := o.Note(ctx, entry); err != nil {
		return err
	}
	_, err := os.Stat(r.Store)
	replaced := err == nil
	restored, unknown, err := a.putBack(ctx, o, r)
	if err := o.Outcome(ctx, entry, err); err != nil {
		return err
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s: %s, %s", r.Store, app.Counted(restored.Messages, "message"), app.ByteSize(restored.Bytes))
	if !restored.Created.IsZero() {
		fmt.Fprintf(a.out, ", as of %s", restored.Created.In(o.Config.Location).Format("2006-01-02 15:04:05 -07:00"))
	}
	fmt.Fprintln(a.out, "; checked and in place")
	if restored.Aside != "" {
		fmt.Fprintf(a.out, "the store that was there is kept as %s; delete it when it is not needed any more\n", restored.Aside)
	}
	fmt.Fprintln(a.out, "what came later is read again where the platforms still give it: run `otklik collect`, or let the daemon do it")
	if unknown == nil && !replaced {
		made := restored.Created
		if info, err := os.Stat(r.File); err == nil && made.IsZero() {
			made = info.ModTime() // a bare copy of the file
		}
		unknown = o.ActsSince(made)
	}
	if unknown != nil {
		fmt.Fprintf(a.err, "otklik: whether the backup is older than a demand to be forgotten could not be found out (%v): compare the acts in %s and run `otklik forget` for those\n",
			unknown, o.Config.Purge.Acts)
	}
	return a.forgetAgain(ctx, o)
}

// putBack does it. unknown is why it cannot be told what the replaced store knew of demands.
func (a *cli) putBack(ctx context.Context, o *app.Service, r backup.Restoring) (restored backup.Restored, unknown, err error) {
	if unknown, err = a.inherit(ctx, o, &r); err != nil {
		return restored, unknown, err
	}
	progress, finish := a.stepBars()
	defer finish()
	r.Progress = progress
	restored, err = backup.Restore(ctx, r)
	switch {
	case errors.Is(err, backup.ErrExists):
		err = mayReplace(err)
	case errors.Is(err, backup.ErrEncrypted):
		err = usagef("%w: --identity FILE", err)
	case errors.Is(err, store.ErrNotSealed):
		err = fmt.Errorf("restore %s: the store in it is not encrypted, but a key is configured; take the key out of the configuration, "+
			"restore, put the key back and run `otklik store encrypt`", r.File)
	}
	return restored, unknown, err
}

func mayReplace(err error) error {
	return usagef("%w; --force puts the backup in its place and keeps it beside", err)
}

// inherit reads from the store that is to be replaced what a backup of it may be too old to know. Where it cannot be read,
// that is said at the end.
func (a *cli) inherit(ctx context.Context, o *app.Service, r *backup.Restoring) (unknown error, err error) {
	if _, err := os.Stat(r.Store); err != nil || !r.Force {
		return nil, nil // nothing is replaced
	}
	options := r.Options
	options.ReadOnly = true
	legacy, err := legacyOf(ctx, r.Store, options)
	var busy *store.BusyError
	switch {
	case errors.As(err, &busy), ctx.Err() != nil:
		return nil, fmt.Errorf("restore %s: %w", r.File, err)
	case err != nil:
		return err, nil
	}
	if legacy.Empty() {
		return nil, nil
	}
	r.Prepare = func(ctx context.Context, fresh string) error {
		s, err := bolt.Open(fresh, o.Store.Options())
		if err != nil {
			return fmt.Errorf("tell the backup what was purged since: %w", err)
		}
		_, err = s.ImportPurgeHistory(ctx, legacy, time.Now().In(o.Config.Location))
		return errors.Join(err, s.Close())
	}
	return nil, nil
}

func legacyOf(ctx context.Context, path string, options bolt.Options) (bolt.PurgeHistory, error) {
	s, err := bolt.Open(path, options)
	if err != nil {
		return bolt.PurgeHistory{}, err
	}
	l, err := s.PurgeHistory(ctx)
	return l, errors.Join(err, s.Close())
}

// forgetAgain carries out what inherit began. If this process ends before, the next purge does.
func (a *cli) forgetAgain(ctx context.Context, o *app.Service) error {
	done, err := o.FinishPurges(ctx)
	for _, p := range done {
		fmt.Fprintln(a.out, "the backup was older than a purge, which was carried out again:")
		a.printPurge(p)
	}
	if err != nil {
		return fmt.Errorf("the backup is in place, but a purge that is younger could not be carried out again; run `otklik purge`: %w", err)
	}
	return nil
}
