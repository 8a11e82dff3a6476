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

// Stored is an error where there is no store yet: opening it would make an empty one.
func (s *Service) Stored() error {
	if _, err := os.Stat(s.Config.Store.Path); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no store at %s yet; collect first, or put a backup back with `otklik restore`", s.Config.Store.Path)
	} else if err != nil {
		return fmt.Errorf("look for the store: %w", err)
	}
	return nil
}

// Recipients are those given or, where none are, those of the configuration.
func (s *Service) Recipients(given []string) (backup.Recipients, error) {
	if len(given) > 0 {
		to, err := backup.ParseRecipients(given)
		if err != nil {
			return nil, usagef("--recipient: %w", err)
		}
		return to, nil
	}
	c := s.Config.Backup
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

// BackupPlan is the configuration's; Folder is empty where there is none.
func (s *Service) BackupPlan() (backup.Plan, error) {
	to, err := s.Recipients(nil)
	return backup.Plan{Source: s.Store, Scratch: filepath.Dir(s.Config.Store.Path), Options: s.Store.Options(),
		Folder: s.Config.Backup.Path, Keep: s.Config.Backup.Keep, Recipients: to}, err
}

// KeepBackups gives what has to be called often: it makes the backup that is due, if one is, so that one that was missed,
// in a suspended night too, is made as soon as there is somebody to make it. What failed is logged. nil: none are
// configured.
func (s *Service) KeepBackups() (func(ctx context.Context, now time.Time) error, error) {
	plan, err := s.BackupPlan()
	if err != nil || plan.Folder == "" {
		return nil, err
	}
	return func(ctx context.Context, now time.Time) error {
		return s.Chore(ctx, "backup", now, func(time.Time) (time.Time, error) { return s.backUpDue(ctx, plan, now) })
	}, nil
}

// backUpDue makes the backup of the last scheduled moment unless there is one, and gives back that moment.
func (s *Service) backUpDue(ctx context.Context, plan backup.Plan, now time.Time) (time.Time, error) {
	scheduled := s.Config.Backup.At.Previous(now)
	names, err := plan.Names()
	if err == nil && !backup.Due(names, scheduled, now) || s.Stored() != nil {
		return scheduled, nil
	}
	if err == nil && now.Sub(scheduled) > LateAfter {
		s.Log.Info("the last scheduled backup is missing; it is made now", "scheduled", scheduled)
	}
	var path string
	var made backup.Made
	var removed []string
	if err == nil {
		var failure error
		err = s.Audited(ctx, audit.Entry{Action: audit.Backup, Unmasked: true, Path: plan.Folder}, func() error {
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
		s.Log.Error("the scheduled backup failed", "error", err, "next_try", now.Add(AfterFailure))
		return time.Time{}, err
	case err != nil:
		s.Log.Error("the backup was made, but older ones could not be deleted", "file", path, "error", err)
	}
	s.Log.Info("backed up", "file", path, "bytes", made.Size, "store_bytes", made.Bytes, "held", made.Held, "deleted", removed)
	return scheduled, nil
}
