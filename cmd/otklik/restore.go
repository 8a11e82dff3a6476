package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"otklik/backup"
	"otklik/journal"
)

func (a *app) restoreCommand() *cobra.Command {
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
			return a.restore(cmd.Context(), o, backup.Restoring{File: args[0], Store: o.config.Store.Path, Force: force, Keys: keys,
				Options: o.store.Options(), Now: time.Now()})
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&force, "force", false, "take the place of a store that is there; it is kept beside it")
	flags.StringVar(&identity, "identity", "", "file with the secret key of age that opens an encrypted backup")
	return cmd
}

func (a *app) restore(ctx context.Context, o *office, r backup.Restoring) error {
	if err := o.note(ctx, journal.Entry{Action: journal.Restore, Path: r.File}); err != nil {
		return err
	}
	progress, finish := a.stepBars()
	defer finish()
	r.Progress = progress
	restored, err := backup.Restore(ctx, r)
	switch {
	case errors.Is(err, backup.ErrExists):
		return usagef("%w; --force puts the backup in its place and keeps it beside", err)
	case errors.Is(err, backup.ErrEncrypted):
		return usagef("%w: --identity FILE", err)
	case err != nil:
		return err
	}
	finish()
	fmt.Fprintf(a.out, "%s: %d messages, %s", r.Store, restored.Messages, byteSize(restored.Bytes))
	if !restored.Created.IsZero() {
		fmt.Fprintf(a.out, ", as of %s", restored.Created.In(o.config.Location).Format("2006-01-02 15:04:05 -07:00"))
	}
	fmt.Fprintln(a.out, "; checked and in place")
	if restored.Aside != "" {
		fmt.Fprintf(a.out, "the store that was there is kept as %s; delete it when it is not needed any more\n", restored.Aside)
	}
	fmt.Fprintln(a.out, "what came later is read again where the platforms still give it: run `otklik collect`, or let the daemon do it")
	return nil
}
