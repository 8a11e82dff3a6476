package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
)

func (a *cli) backupCommand() *cobra.Command {
	var recipients []string
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "A verified copy of the store, also while the daemon runs",
		Long: "Copies the store, checks the copy, compresses it (zstd), encrypts it to backup.recipients or " +
			"--recipient if there are any (age),\n" +
			"reads it back and compares it; only then FILE appears, or an older backup of that name is replaced. " +
			"The store is held only\n" +
			"while it is copied. `otklik restore FILE` puts it back. Beside the store there must be as much room as " +
			"it takes itself.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" || args[0] == "-" {
				return usagef("name one file: otklik backup /mnt/backup/otklik.db.zst")
			}
			s, err := a.open("backup", slog.LevelWarn)
			if err != nil {
				return err
			}
			return a.backUp(cmd.Context(), s, args[0], recipients)
		},
	}
	cmd.Flags().StringArrayVar(&recipients, "recipient", nil, "public key of age (age1…) that may open the backup, "+
		"instead of those configured; may be repeated")
	return cmd
}

func (a *cli) backUp(ctx context.Context, s *app.Service, file string, recipients []string) error {
	progress, finish := a.stepBars()
	defer finish()
	made, err := s.BackUp(ctx, file, recipients, progress)
	var recipient app.RecipientError
	if errors.As(err, &recipient) {
		return usagef("--recipient: %w", recipient)
	}
	if err != nil {
		return err
	}
	finish()
	secrecy := "not encrypted"
	if made.Sealed {
		secrecy = "encrypted as the store is"
	}
	if made.Recipients > 0 {
		secrecy = "encrypted to " + app.Counted(made.Recipients, "recipient")
	}
	fmt.Fprintf(a.out, "%s: %s, %s of a store of %s, %s; read back and compared; the store was held for %s\n", file,
		app.Counted(made.Messages, "message"), app.ByteSize(made.Size), app.ByteSize(made.Bytes), secrecy,
		made.Held.Round(time.Millisecond))
	return nil
}
