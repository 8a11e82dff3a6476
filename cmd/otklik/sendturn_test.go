package main

import (
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"otklik/internal/app"
	"otklik/internal/config"
)

// Whoever sends the same digest at the same time, everybody gets it once.
func TestSendingsSideBySideReachEverybodyOnce(t *testing.T) {
	b := newBench(t, smallTown())
	h, address := newHook(t)
	b.configure("deliver: []", `deliver: [{file: {path: out, format: html}}, {webhook: {url: "`+address+`", secret: s3cret}}]`)
	b.must("collect")
	var all sync.WaitGroup
	var mu sync.Mutex
	sent := 0
	for range 5 {
		all.Go(func() {
			r := b.otklik("digest", "morning", "--send")
			mu.Lock()
			defer mu.Unlock()
			sent += strings.Count(r.out, "sent      webhook")
			if r.code != exitDone || strings.Count(r.out, "\n") != 2 {
				t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
			}
		})
	}
	all.Wait()
	if h.got() != 1 || sent != 1 {
		t.Errorf("the webhook was called %d times, %d commands say that they sent it", h.got(), sent)
	}
}

func TestOneSendingAtATime(t *testing.T) {
	o := &app.Service{Config: &config.Config{}, Log: slog.New(slog.DiscardHandler)}
	o.Config.Store.Path = t.TempDir() + "/otklik.db"
	err := o.InTurn(t.Context(), "morning", 0, func() error {
		if err := o.InTurn(t.Context(), "evening", 0, func() error { return nil }); err != nil {
			t.Errorf("another digest has to wait: %v", err)
		}
		return o.InTurn(t.Context(), "morning", 0, func() error {
			t.Error("the same digest is sent twice at a time")
			return nil
		})
	})
	if !errors.Is(err, app.ErrSending) {
		t.Errorf("%v", err)
	}
	done := false
	if err := o.InTurn(t.Context(), "morning", 0, func() error { done = true; return nil }); err != nil || !done {
		t.Errorf("the turn is not given back: %v", err)
	}
	// No room for the file: a digest twice is better than none.
	o.Config.Store.Path = t.TempDir() + "/no folder/otklik.db"
	done = false
	if err := o.InTurn(t.Context(), "morning", 0, func() error { done = true; return nil }); err != nil || !done {
		t.Errorf("nothing was sent: %v", err)
	}
}
