package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"otklik/internal/care/audit"
)

// note writes into the access log who does what. It comes before the deed: what cannot be noted is not done. What may
// fail afterwards goes through audited.
func (s *Service) note(ctx context.Context, e audit.Entry) error {
	if err := s.enter(ctx, e); err != nil {
		return fmt.Errorf("%s: nothing was done, because it cannot be noted who did it: %w", e.Action, err)
	}
	return nil
}

// enter writes an entry with who acts.
func (s *Service) enter(ctx context.Context, e audit.Entry) error {
	e.Via = s.via
	return audit.Beside(s.config.Store.Path).Note(ctx, e)
}

// audited notes a deed, does it and, where it failed, notes that too.
func (s *Service) audited(ctx context.Context, e audit.Entry, deed func() error) error {
	if err := s.note(ctx, e); err != nil {
		return err
	}
	return s.noteFailure(ctx, e, deed())
}

// noteFailure notes a deed that was noted before and has failed, also when somebody has interrupted it.
func (s *Service) noteFailure(ctx context.Context, e audit.Entry, err error) error {
	if err == nil || errors.Is(err, ErrPartly) {
		return err
	}
	e.Failed = true
	if unaudited := s.enter(context.WithoutCancel(ctx), e); unaudited != nil {
		s.log.Warn("that it failed could not be noted in the access log, which shows it as done", "action",
			e.Action, "error", unaudited)
	}
	return err
}

// noteHarmless is noted for what holds nothing personal: it is done all the same, and the caller says that it was not
// noted.
func (s *Service) noteHarmless(ctx context.Context, e audit.Entry, deed func() error) (unaudited, err error) {
	if unaudited = s.enter(ctx, e); unaudited != nil {
		return unaudited, deed()
	}
	return nil, s.noteFailure(ctx, e, deed())
}

// auditedIfPossible is audited for what gives out nothing unmasked: it is done even where the disk is full, and that is
// said.
func (s *Service) auditedIfPossible(ctx context.Context, e audit.Entry, deed func() error) error {
	if err := s.enter(ctx, e); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.log.Warn("this could not be noted in the access log", "action", e.Action, "error", err)
	}
	return s.noteFailure(ctx, e, deed())
}

// shown is noted for what shows texts as the configuration has them shown: masked ones even where they cannot be noted.
func (s *Service) shown(ctx context.Context, e audit.Entry, deed func() error) error {
	if e.Unmasked = !s.config.Privacy.Mask; e.Unmasked {
		return s.audited(ctx, e, deed)
	}
	return s.auditedIfPossible(ctx, e, deed)
}

// wholePath is a file as the access log names it: whoever looks for the copy later does not know from where it was
// named.
func wholePath(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// AccessLog visits the entries of the access log from a moment on, the oldest first. broken counts the lines that
// cannot be read.
func (s *Service) AccessLog(ctx context.Context, from time.Time, fn func(audit.Entry) error) (broken int, err error) {
	return audit.Beside(s.config.Store.Path).Read(ctx, from, fn)
}
