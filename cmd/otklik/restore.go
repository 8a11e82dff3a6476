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
	"otklik/store"
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
	return a.renewDemands(ctx, o, restored.Aside)
}

// renewDemands forgets again whom the store that was there had forgotten: the backup may be older than their demands.
func (a *app) renewDemands(ctx context.Context, o *office, aside string) error {
	if aside == "" {
		return nil
	}
	options := o.store.Options()
	options.ReadOnly = true
	demands, err := demandsOf(ctx, aside, options)
	if err != nil {
		fmt.Fprintf(a.err, "otklik: whether the backup is older than a demand to be forgotten could not be found out (%v): compare the acts in %s and run `otklik forget` for those\n",
			err, o.config.Purge.Acts)
		return nil // the backup is in place, which is what was asked for
	}
	orders, err := o.store.Renewed(ctx, demands, time.Now().In(o.config.Location))
	if err != nil {
		return fmt.Errorf("the backup is in place, but whom to forget again could not be found out; run `otklik forget` for demands that are younger: %w", err)
	}
	for _, order := range orders {
		if err := o.note(ctx, journal.Entry{Action: journal.Forget, Path: o.config.Purge.Acts}); err != nil {
			return err
		}
		done, err := o.purge(ctx, order)
		for _, p := range done {
			fmt.Fprintln(a.out, "the backup was older than a demand to be forgotten, which was carried out again:")
			a.printPurge(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func demandsOf(ctx context.Context, path string, options store.Options) (store.Demands, error) {
	s, err := store.Open(path, options)
	if err != nil {
		return store.Demands{}, err
	}
	demands, err := s.Demands(ctx)
	return demands, errors.Join(err, s.Close())
}
