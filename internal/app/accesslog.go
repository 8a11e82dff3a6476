package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"otklik/internal/care/audit"
)

// Counted is a number of things in words that agree with it.
func Counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// Note writes into the access log who does what. It comes before the deed: what cannot be noted is not done. What may fail
// afterwards goes through noted.
func (s *Service) Note(ctx context.Context, e audit.Entry) error {
	if err := audit.Beside(s.Config.Store.Path).Note(ctx, e); err != nil {
		return fmt.Errorf("%s: nothing was done, because it cannot be noted who did it: %w", e.Action, err)
	}
	return nil
}

// Audited notes a deed, does it and, where it failed, notes that too.
func (s *Service) Audited(ctx context.Context, e audit.Entry, deed func() error) error {
	if err := s.Note(ctx, e); err != nil {
		return err
	}
	return s.Outcome(ctx, e, deed())
}

// Outcome notes a deed that was noted before and has failed, also when somebody has interrupted it.
func (s *Service) Outcome(ctx context.Context, e audit.Entry, err error) error {
	if err == nil || errors.Is(err, ErrPartly) {
		return err
	}
	e.Failed = true
	if unnoted := audit.Beside(s.Config.Store.Path).Note(context.WithoutCancel(ctx), e); unnoted != nil {
		s.Log.Warn("that it failed could not be noted in the access log, which shows it as done", "action", e.Action, "error", unnoted)
	}
	return err
}

// NoteHarmless is noted for what holds nothing personal: it is done all the same, and the caller says that it was not noted.
func (s *Service) NoteHarmless(ctx context.Context, e audit.Entry, deed func() error) (unnoted, err error) {
	if unnoted = audit.Beside(s.Config.Store.Path).Note(ctx, e); unnoted != nil {
		return unnoted, deed()
	}
	return nil, s.Outcome(ctx, e, deed())
}

// NotedIfPossible is noted for what gives out nothing unmasked: it is done even where the disk is full, and that is said.
func (s *Service) NotedIfPossible(ctx context.Context, e audit.Entry, deed func() error) error {
	if err := audit.Beside(s.Config.Store.Path).Note(ctx, e); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.Log.Warn("this could not be noted in the access log", "action", e.Action, "error", err)
	}
	return s.Outcome(ctx, e, deed())
}

// Shown is noted for what shows texts as the configuration has them shown: masked ones even where they cannot be noted.
func (s *Service) Shown(ctx context.Context, e audit.Entry, deed func() error) error {
	if e.Unmasked = !s.Config.Privacy.Mask; e.Unmasked {
		return s.Audited(ctx, e, deed)
	}
	return s.NotedIfPossible(ctx, e, deed)
}

// Destination is an output as the access log names it.
func Destination(output string) string {
	if output == "" {
		return "-"
	}
	if output == "-" {
		return output
	}
	// Whoever looks for the copy later does not know from where the command was called.
	if whole, err := filepath.Abs(output); err == nil {
		return whole
	}
	return output
}
