package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/care/audit"
	"otklik/internal/care/backup"
)

func (a *app) backupCommand() *cobra.Command {
	var recipients []string
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "A verified copy of the store, also while the daemon runs",
		Long: "Copies the store, checks the copy, compresses it (zstd), encrypts it to backup.recipients or --recipient if there are any (age),\n" +
			"reads it back and compares it; only then FILE appears, or an older backup of that name is replaced. The store is held only\n" +
			"while it is copied. `otklik restore FILE` puts it back. Beside the store there must be as much room as it takes itself.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" || args[0] == "-" {
				return usagef("name one file: otklik backup /mnt/backup/otklik.db.zst")
			}
			o, err := a.open("backup", slog.LevelWarn)
			if err != nil {
				return err
			}
			to, err := o.recipients(recipients)
			if err != nil {
				return err
			}
			return a.backUp(cmd.Context(), o, args[0], to)
		},
	}
	cmd.Flags().StringArrayVar(&recipients, "recipient", nil, "public key of age (age1…) that may open the backup, instead of those configured; may be repeated")
	return cmd
}

func (a *app) backUp(ctx context.Context, o *office, file string, to backup.Recipients) error {
	if err := o.stored(); err != nil {
		return err
	}
	progress, finish := a.stepBars()
	defer finish()
	var made backup.Made
	err := o.audited(ctx, audit.Entry{Action: audit.Backup, Unmasked: true, Path: destination(file)}, func() (err error) {
		made, err = backup.Write(ctx, backup.Job{Source: o.store, Scratch: filepath.Dir(o.config.Store.Path), Options: o.store.Options(), File: file,
			Recipients: to, Now: time.Now(), Progress: progress})
		return err
	})
	if err != nil {
		return err
	}
	finish()
	secrecy := "not encrypted"
	if len(o.config.Store.Keys) > 0 {
		secrecy = "encrypted as the store is"
	}
	if len(to) > 0 {
		secrecy = "encrypted to " + counted(len(to), "recipient")
	}
	fmt.Fprintf(a.out, "%s: %s, %s of a store of %s, %s; read back and compared; the store was held for %s\n", file, counted(made.Messages, "message"),
		byteSize(made.Size), byteSize(made.Bytes), secrecy, made.Held.Round(time.Millisecond))
	return nil
}

// stored is an error where there is no store yet: opening it would make an empty one.
func (o *office) stored() error {
	if _, err := os.Stat(o.config.Store.Path); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no store at %s yet; collect first, or put a backup back with `otklik restore`", o.config.Store.Path)
	} else if err != nil {
		return fmt.Errorf("look for the store: %w", err)
	}
	return nil
}

// recipients are those given or, where none are, those of the configuration.
func (o *office) recipients(given []string) (backup.Recipients, error) {
	if len(given) > 0 {
		to, err := backup.ParseRecipients(given)
		if err != nil {
			return nil, usagef("--recipient: %w", err)
		}
		return to, nil
	}
	c := o.config.Backup
	to, err := backup.ParseRecipients(c.Recipients)
	if err != nil {
		return nil, usagef("backup.recipients: %w", err)
	}
	if c.RecipientsFile == "" {
		return to, nil
	}
	more, err := backup.ReadRecipients(c.RecipientsFile)
	if err != nil {
		return nil, usagef("backup.recipients_file: %w", err)
	}
	return append(to, more...), nil
}

// backupPlan is the configuration's; Folder is empty where there is none.
func (o *office) backupPlan() (backup.Plan, error) {
	to, err := o.recipients(nil)
	return backup.Plan{Source: o.store, Scratch: filepath.Dir(o.config.Store.Path), Options: o.store.Options(),
		Folder: o.config.Backup.Path, Keep: o.config.Backup.Keep, Recipients: to}, err
}

// keepBackups gives what has to be called often: it makes the backup that is due, if one is, so that one that was missed,
// in a suspended night too, is made as soon as there is somebody to make it. What failed is logged. nil: none are
// configured.
func (o *office) keepBackups() (func(ctx context.Context, now time.Time) error, error) {
	plan, err := o.backupPlan()
	if err != nil || plan.Folder == "" {
		return nil, err
	}
	return func(ctx context.Context, now time.Time) error {
		return o.chore(ctx, "backup", now, func(time.Time) (time.Time, error) { return o.backUpDue(ctx, plan, now) })
	}, nil
}

// backUpDue makes the backup of the last scheduled moment unless there is one, and gives back that moment.
func (o *office) backUpDue(ctx context.Context, plan backup.Plan, now time.Time) (time.Time, error) {
	scheduled := o.config.Backup.At.Previous(now)
	names, err := plan.Names()
	if err == nil && !backup.Due(names, scheduled, now) || o.stored() != nil {
		return scheduled, nil
	}
	if err == nil && now.Sub(scheduled) > lateAfter {
		o.log.Info("the last scheduled backup is missing; it is made now", "scheduled", scheduled)
	}
	var path string
	var made backup.Made
	var removed []string
	if err == nil {
		var failure error
		err = o.audited(ctx, audit.Entry{Action: audit.Backup, Unmasked: true, Path: plan.Folder}, func() error {
			if path, made, removed, failure = plan.Make(ctx, now, nil); path != "" {
				return nil // it is made, whatever became of older ones
			}
			return failure
		})
		err = cmp.Or(err, failure)
	}
	switch {
	case ctx.Err() != nil:
		return time.Time{}, ctx.Err() // nothing was changed, and the next call makes it
	case err != nil && path == "":
		o.log.Error("the scheduled backup failed", "error", err, "next_try", now.Add(afterFailure))
		return time.Time{}, err
	case err != nil:
		o.log.Error("the backup was made, but older ones could not be deleted", "file", path, "error", err)
	}
	o.log.Info("backed up", "file", path, "bytes", made.Size, "store_bytes", made.Bytes, "held", made.Held, "deleted", removed)
	return scheduled, nil
}
