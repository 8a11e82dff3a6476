package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/care/backup"
	"otklik/store"
	"otklik/store/bolt"
)

var (
	// ErrStoreExists says that a store is where a backup is to be put, and that it may not be replaced.
	ErrStoreExists = backup.ErrExists
	// ErrBackupEncrypted says that a backup needs a secret key that was not given.
	ErrBackupEncrypted = backup.ErrEncrypted
)

// IdentityError says that a file with a secret key cannot be read as one.
type IdentityError struct{ Err error }

func (e IdentityError) Error() string { return e.Err.Error() }
func (e IdentityError) Unwrap() error { return e.Err }

// Restoring is a backup that is to be put in the place of the store.
type Restoring struct {
	File string
	// Replace lets it take the place of a store that is there, which is kept beside it.
	Replace bool
	// Identity is a file with the secret key that opens an encrypted backup; empty: none is needed.
	Identity string
	Progress Progress
}

// Restored is a backup that is in place.
type Restored struct {
	backup.Restored
	// Unknown is why it cannot be told whether the backup is older than a demand to be forgotten; nil: it can.
	Unknown error
	// PurgedAgain are purges that are younger than the backup and were carried out once more.
	PurgedAgain []Purged
}

// Restore puts a backup in the place of the store. Only a store that was decoded and checked takes its place, in one
// step; then what was purged since is purged again. It is nil where the backup was not put in place; an error beside it
// is about the purges, which the next purge finishes.
func (s *Service) Restore(ctx context.Context, r Restoring) (*Restored, error) {
	job := backup.Restoring{File: r.File, Store: s.config.Store.Path, Force: r.Replace, Options: s.store.Options(),
		Now: time.Now(), Progress: r.Progress}
	if r.Identity != "" {
		keys, err := backup.ReadKeys(r.Identity)
		if err != nil {
			return nil, UsageError{IdentityError{err}}
		}
		job.Keys = keys
	}
	// What can be seen beforehand is no act yet.
	if info, err := os.Stat(r.File); err != nil {
		return nil, fmt.Errorf("look for the backup: %w", err)
	} else if info.IsDir() {
		return nil, usagef("restore %s: this is a folder; name a backup in it", r.File)
	}
	_, err := os.Stat(job.Store)
	replaced := err == nil
	if replaced && !r.Replace {
		return nil, UsageError{fmt.Errorf("restore %s: %w: %s", r.File, ErrStoreExists, job.Store)}
	}
	entry := audit.Entry{Action: audit.Restore, Path: r.File}
	if err := s.note(ctx, entry); err != nil {
		return nil, err
	}
	done := &Restored{}
	done.Restored, done.Unknown, err = s.putBack(ctx, job)
	if err := s.noteFailure(ctx, entry, err); err != nil {
		return nil, err
	}
	if done.Unknown == nil && !replaced {
		made := done.Created
		if info, err := os.Stat(r.File); err == nil && made.IsZero() {
			made = info.ModTime() // a bare copy of the file
		}
		done.Unknown = s.certificatesSince(made)
	}
	// If this process ends before, the next purge does it.
	if done.PurgedAgain, err = s.finishPurges(ctx); err != nil {
		err = fmt.Errorf("the backup is in place, but a purge that is younger could not be carried out again; run "+
			"`otklik purge`: %w", err)
	}
	return done, err
}

// putBack does it. unknown is why it cannot be told what the replaced store knew of demands.
func (s *Service) putBack(ctx context.Context, r backup.Restoring) (restored backup.Restored, unknown, err error) {
	if unknown, err = s.importPurgeHistory(ctx, &r); err != nil {
		return restored, unknown, err
	}
	restored, err = backup.Restore(ctx, r)
	switch {
	case errors.Is(err, ErrStoreExists), errors.Is(err, ErrBackupEncrypted):
		err = UsageError{err}
	case errors.Is(err, store.ErrNotSealed):
		err = fmt.Errorf("restore %s: the store in it is not encrypted, but a key is configured; take the key out "+
			"of the configuration, "+
			"restore, put the key back and run `otklik store encrypt`", r.File)
	}
	return restored, unknown, err
}

// inherit reads from the store that is to be replaced what a backup of it may be too old to know. Where it cannot be
// read, that is said at the end.
func (s *Service) importPurgeHistory(ctx context.Context, r *backup.Restoring) (unknown error, err error) {
	if _, err := os.Stat(r.Store); err != nil || !r.Force {
		return nil, nil // nothing is replaced
	}
	options := r.Options
	options.ReadOnly = true
	history, err := historyOf(ctx, r.Store, options)
	var busy *store.BusyError
	switch {
	case errors.As(err, &busy), ctx.Err() != nil:
		return nil, fmt.Errorf("restore %s: %w", r.File, err)
	case err != nil:
		return err, nil
	}
	if history.Empty() {
		return nil, nil
	}
	r.Prepare = func(ctx context.Context, fresh string) error {
		st, err := bolt.Open(fresh, s.store.Options())
		if err != nil {
			return fmt.Errorf("tell the backup what was purged since: %w", err)
		}
		_, err = st.ImportPurgeHistory(ctx, history, time.Now().In(s.config.Location))
		return errors.Join(err, st.Close())
	}
	return nil, nil
}

func historyOf(ctx context.Context, path string, options bolt.Options) (bolt.PurgeHistory, error) {
	st, err := bolt.Open(path, options)
	if err != nil {
		return bolt.PurgeHistory{}, err
	}
	history, err := st.PurgeHistory(ctx)
	return history, errors.Join(err, st.Close())
}

// certificatesSince is an error where certificates were written after the moment a backup was made and no store is left
// to tell which of them was a demand.
func (s *Service) certificatesSince(created time.Time) error {
	files, err := filepath.Glob(filepath.Join(s.config.Purge.Acts, "act-*"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(created) {
			return errors.New("the store is gone, and acts are younger than the backup")
		}
	}
	return nil
}
