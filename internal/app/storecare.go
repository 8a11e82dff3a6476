package app

import (
	"context"
	"errors"
	"fmt"

	"otklik/internal/care/audit"
	"otklik/store/bolt"
)

// StoreCheck is what a look through the whole store has found.
type StoreCheck struct {
	// Problems are sentences about what is wrong; none: the store is whole, and the rest below is known.
	Problems []string
	// Backup is the newest scheduled backup, which could replace a damaged store; empty: none is known.
	Backup            string
	Bytes             int64
	Messages, Digests int
}

// CheckStore looks through every page of the store's file, every record and every index. Nothing is mended; others wait
// meanwhile.
func (s *Service) CheckStore(ctx context.Context, progress Progress) (StoreCheck, error) {
	var c StoreCheck
	if err := s.stored(); err != nil {
		return c, err
	}
	// The structure first: bbolt may crash on pages that are not what they say.
	problems, err := bolt.Structure(ctx, s.config.Store.Path, s.store.Options(), progress)
	if err == nil && len(problems) == 0 {
		if progress != nil {
			progress("checking records", 0, 0)
		}
		problems, err = s.store.Check(ctx)
	}
	if err != nil {
		return c, err
	}
	if c.Problems = problems; len(problems) > 0 {
		if plan, err := s.backupPlan(); err == nil && plan.Folder != "" {
			c.Backup, _, _ = plan.Newest() // advice alone
		}
		return c, nil
	}
	stats, err := s.store.Stats(ctx)
	c.Bytes, c.Digests = stats.Bytes, stats.Digests
	for _, channel := range stats.Channels {
		c.Messages += channel.Stored
	}
	return c, err
}

// CompactStore removes what killed processes have left and rewrites the store without the pages that nothing uses. A
// store that would become bigger stays as it was: after is then what it would have been.
func (s *Service) CompactStore(ctx context.Context, progress Progress) (before, after int64, err error) {
	if err := s.stored(); err != nil {
		return 0, 0, err
	}
	if _, err := s.sweep(ctx); err != nil {
		return 0, 0, err
	}
	return s.store.Compact(ctx, progress)
}

var (
	// ErrNoKey says that no key is configured to encrypt with.
	ErrNoKey = UsageError{errors.New("no key is configured")}
	// ErrNoOldKey says that no key is configured that the store is encrypted with now.
	ErrNoOldKey = UsageError{errors.New("no old key is configured")}
)

// Sealed is a store whose values were encrypted again, or decrypted.
type Sealed struct {
	Values int    // how many were written now
	Key    string // fingerprint of the key that the store is encrypted with; empty: it is not
}

// EncryptStore encrypts the values of the store with the configured key. Like RotateStore and DecryptStore it may be
// ended at any time, and goes on when it is called again.
func (s *Service) EncryptStore(ctx context.Context, progress Progress) (Sealed, error) {
	done, err := s.seal(ctx, audit.Encrypt, (*bolt.Shared).Encrypt, progress)
	if err != nil {
		return done, err
	}
	if err := s.EvaluatePending(ctx); err != nil { // the new index of texts needs it
		return done, err
	}
	return s.sealed(ctx, done)
}

// RotateStore encrypts the values of the store again after a change of keys.
func (s *Service) RotateStore(ctx context.Context, progress Progress) (Sealed, error) {
	if len(s.config.Store.Keys) == 1 {
		return Sealed{}, ErrNoOldKey
	}
	done, err := s.seal(ctx, audit.Rotate, (*bolt.Shared).Rotate, progress)
	if err != nil {
		return done, err
	}
	return s.sealed(ctx, done)
}

// DecryptStore turns an encrypted store into one that needs no key. Afterwards the key has to leave the configuration:
// with one, a store that is not encrypted is refused.
func (s *Service) DecryptStore(ctx context.Context, progress Progress) (Sealed, error) {
	return s.seal(ctx, audit.Decrypt, (*bolt.Shared).Decrypt, progress)
}

func (s *Service) seal(
	ctx context.Context, action audit.Action, run func(*bolt.Shared, context.Context, bolt.Progress) (int, error),
	progress Progress,
) (done Sealed, err error) {
	if len(s.config.Store.Keys) == 0 {
		return done, ErrNoKey
	}
	err = s.audited(ctx, audit.Entry{Action: action}, func() (err error) {
		if _, err := s.sweep(ctx); err != nil {
			return err
		}
		if done.Values, err = run(s.store, ctx, progress); err != nil {
			return fmt.Errorf("%s the store, %d values done: %w", action, done.Values, err)
		}
		return nil
	})
	return done, err
}

func (s *Service) sealed(ctx context.Context, done Sealed) (Sealed, error) {
	stats, err := s.store.Stats(ctx)
	done.Key = stats.Key
	return done, err
}
