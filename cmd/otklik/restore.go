package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"otklik/internal/app"
)

func (a *cli) restoreCommand() *cobra.Command {
	var force bool
	var identity string
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the store",
		Long: "Decodes the backup beside the store, compares it with its digest and checks it; only then it takes " +
			"the store's place, in one step.\n" +
			"Where there is a store already, --force is needed, and that store is kept as PATH.before-restore-TIME, " +
			"which restore takes as\n" +
			"FILE, too. While another process holds the store, nothing is done.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one file: otklik restore /mnt/backup/otklik.db.zst")
			}
			s, err := a.open("restore", slog.LevelWarn)
			if err != nil {
				return err
			}
			return a.restore(cmd.Context(), s, app.Restoring{File: args[0], Replace: force, Identity: identity})
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&force, "force", false, "take the place of a store that is there; it is kept beside it")
	flags.StringVar(&identity, "identity", "", "file with the secret key of age that opens an encrypted backup")
	return cmd
}

func (a *cli) restore(ctx context.Context, s *app.Service, r app.Restoring) error {
	progress, finish := a.stepBars()
	defer finish()
	r.Progress = progress
	restored, err := s.Restore(ctx, r)
	finish()
	if restored == nil {
		return restoreFault(err)
	}
	fmt.Fprintf(a.out, "%s: %s, %s", s.Config().Store.Path, app.Counted(restored.Messages, "message"),
		app.ByteSize(restored.Bytes))
	if !restored.Created.IsZero() {
		fmt.Fprintf(a.out, ", as of %s", restored.Created.In(s.Config().Location).Format("2006-01-02 15:04:05 -07:00"))
	}
	fmt.Fprintln(a.out, "; checked and in place")
	if restored.Aside != "" {
		fmt.Fprintf(a.out, "the store that was there is kept as %s; delete it when it is not needed any more\n",
			restored.Aside)
	}
	fmt.Fprintln(a.out, "what came later is read again where the platforms still give it: run `otklik collect`, or "+
		"let the daemon do it")
	if restored.Unknown != nil {
		fmt.Fprintf(a.err, "otklik: whether the backup is older than a demand to be forgotten could not be found "+
			"out (%v): compare the acts "+
			"in %s and run `otklik forget` for those\n", restored.Unknown, s.Config().Purge.Acts)
	}
	for _, p := range restored.PurgedAgain {
		fmt.Fprintln(a.out, "the backup was older than a purge, which was carried out again:")
		a.printPurge(p)
	}
	return err
}

// restoreFault names the flag that would help.
func restoreFault(err error) error {
	var identity app.IdentityError
	switch {
	case errors.As(err, &identity):
		return usagef("--identity: %w", identity)
	case errors.Is(err, app.ErrStoreExists):
		return usagef("%w; --force puts the backup in its place and keeps it beside", err)
	case errors.Is(err, app.ErrBackupEncrypted):
		return usagef("%w: --identity FILE", err)
	}
	return err
}
