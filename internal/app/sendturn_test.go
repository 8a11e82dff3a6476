package app

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"otklik/internal/config"
	"otklik/internal/delivery"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestOneSendingAtATime(t *testing.T) {
	t.Parallel()
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

// Whoever sends the same digest at the same time, everybody gets it once.
func TestServicesSideBySideSendADigestOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var calls atomic.Int64
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	defer hook.Close()
	b.configure("deliver: []", `deliver: [{file: {path: out, format: html}}, {webhook: {url: "`+hook.URL+
		`", secret: s3cret}}]`)
	b.collect()
	at := time.Now()
	var all sync.WaitGroup
	for range 5 {
		s := b.open()
		all.Go(func() {
			done, err := s.SendDigest(t.Context(), "morning", at, at, false)
			if err != nil || len(done) != 2 || done[0].Status != delivery.Sent || done[1].Status != delivery.Sent {
				t.Errorf("%+v, %v", done, err)
			}
		})
	}
	all.Wait()
	if calls.Load() != 1 {
		t.Errorf("the webhook was called %d times", calls.Load())
	}
}
