package main

import (
	"strings"
	"sync"
	"testing"
)

// Whoever sends the same digest at the same time, everybody gets it once.
func TestSendingsSideBySideReachEverybodyOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	h, address := newHook(t)
	b.configure("deliver: []", `deliver: [{file: {path: out, format: html}}, {webhook: {url: "`+address+
		`", secret: s3cret}}]`)
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
