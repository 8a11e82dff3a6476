package app

import (
	"errors"
	"log/slog"
	"otklik/internal/config"
	"testing"
)

func TestOneSendingAtATime(t *testing.T) {
	s := &Service{config: &config.Config{}, log: slog.New(slog.DiscardHandler)}
	s.config.Store.Path = t.TempDir() + "/otklik.db"
	err := s.inTurn(t.Context(), "morning", 0, func() error {
		if err := s.inTurn(t.Context(), "evening", 0, func() error { return nil }); err != nil {
			t.Errorf("another digest has to wait: %v", err)
		}
		return s.inTurn(t.Context(), "morning", 0, func() error {
			t.Error("the same digest is sent twice at a time")
			return nil
		})
	})
	if !errors.Is(err, ErrSending) {
		t.Errorf("%v", err)
	}
	done := false
	if err := s.inTurn(t.Context(), "morning", 0, func() error { done = true; return nil }); err != nil || !done {
		t.Errorf("the turn is not given back: %v", err)
	}
	// No room for the file: a digest twice is better than none.
	s.config.Store.Path = t.TempDir() + "/no folder/otklik.db"
	done = false
	if err := s.inTurn(t.Context(), "morning", 0, func() error { done = true; return nil }); err != nil || !done {
		t.Errorf("nothing was sent: %v", err)
	}
}
