package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/care/backup"
)

// Progress is told of long work: the step that goes on, and how much of it is done. total is 0 where that is not known.
// Whatever takes it takes nil: nobody watches.
type Progress = func(step string, done, total int64)

// RecipientError says that a public key that was given is none.
type RecipientError struct{ Err error }

func (e RecipientError) Error() string { return e.Err.Error() }
func (e RecipientError) Unwrap() error { return e.Err }

// Backup is a copy that was made.
type Backup struct {
	backup.Made
	Recipients int  // who alone can open it; 0: it is not encrypted once more
	Sealed     bool // its values are encrypted as the store's are
}

// BackUp makes a verified copy of the store as a file, encrypted to the public keys given or, where none are, to those
// of the configuration. The store is held only while it is copied.
func (s *Service) BackUp(ctx context.Context, file string, keys []string, progress Progress) (Backup, error) {
	to, err := s.recipients(keys)
	if err != nil {
		return Backup{}, err
	}
	if err := s.stored(); err != nil {
		return Backup{}, err
	}
	b := Backup{Recipients: len(to), Sealed: len(s.config.Store.Keys) > 0}
	entry := audit.Entry{Action: audit.Backup, Unmasked: true, Path: wholePath(file)}
	err = s.audited(ctx, entry, func() (err error) {
		b.Made, err = backup.Write(ctx, backup.Job{Source: s.store, Scratch: filepath.Dir(s.config.Store.Path),
			Options: s.store.Options(), File: file, Recipients: to, Now: time.Now(), Progress: progress})
		return err
	})
	return b, err
}

// Exists reports whether there is a store.
func (s *Service) Exists() bool {
	_, err := os.Stat(s.config.Store.Path)
	return err == nil
}

// stored is an error where there is no store yet: opening it would make an empty one.
func (s *Service) stored() error {
	if _, err := os.Stat(s.config.Store.Path); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no store at %s yet; collect first, or put a backup back with `otklik restore`",
			s.config.Store.Path)
	} else if err != nil {
		return fmt.Errorf("look for the store: %w", err)
	}
	return nil
}

// recipients are those given or, where none are, those of the configuration.
func (s *Service) recipients(given []string) (backup.Recipients, error) {
	if len(given) > 0 {
		to, err := backup.ParseRecipients(given)
		if err != nil {
			return nil, UsageError{RecipientError{err}}
		}
		return to, nil
	}
	c := s.config.Backup
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
func (s *Service) backupPlan() (backup.Plan, error) {
	to, err := s.recipients(nil)
	return backup.Plan{Source: s.store, Scratch: filepath.Dir(s.config.Store.Path), Options: s.store.Options(),
		Folder: s.config.Backup.Path, Keep: s.config.Backup.Keep, Recipients: to}, err
}

// keepBackups gives what has to be called often: it makes the backup that is due, if one is, so that one that was
// missed, in a suspended night too, is made as soon as there is somebody to make it. What failed is logged. nil: none
// are configured.
func (s *Service) keepBackups() (func(ctx context.Context, now time.Time) error, error) {
	plan, err := s.backupPlan()
	if err != nil || plan.Folder == "" {
		return nil, err
	}
	return func(ctx context.Context, now time.Time) error {
		return s.chore(ctx, "backup", now, func(time.Time) (time.Time, error) { return s.backUpDue(ctx, plan, now) })
	}, nil
}

// backUpDue makes the backup of the last scheduled moment unless there is one, and gives back that moment.
func (s *Service) backUpDue(ctx context.Context, plan backup.Plan, now time.Time) (time.Time, error) {
	scheduled := s.config.Backup.At.Previous(now)
	names, err := plan.Names()
	if err == nil && !backup.Due(names, scheduled, now) || s.stored() != nil {
		return scheduled, nil
	}
	if err == nil && now.Sub(scheduled) > lateAfter {
		s.log.Info("the last scheduled backup is missing; it is made now", "scheduled", scheduled)
	}
	var path string
	var made backup.Made
	var removed []string
	if err == nil {
		var failure error
		err = s.audited(ctx, audit.Entry{Action: audit.Backup, Unmasked: true, Path: plan.Folder}, func() error {
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
		s.log.Error("the scheduled backup failed", "error", err, "next_try", now.Add(afterFailure))
		return time.Time{}, err
	case err != nil:
		s.log.Error("the backup was made, but older ones could not be deleted", "file", path, "error", err)
	}
	s.log.Info("backed up", "file", path, "bytes", made.Size, "store_bytes", made.Bytes, "held", made.Held,
		"deleted", removed)
	return scheduled, nil
}
