package app

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// soakDays is how long the daemon runs in the soak, in the test's time.
const soakDays = 24

// footprint is what a process holds.
type footprint struct {
	heap, goroutines, files int
}

func measure(t *testing.T) footprint {
	t.Helper()
	runtime.GC()
	runtime.GC() // what a pool holds survives the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	f := footprint{heap: int(m.HeapAlloc), goroutines: runtime.NumGoroutine()}
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		f.files = len(open)
	}
	return f
}

// TestSoak runs the daemon for weeks of a bubble's time: a pull every five minutes and a digest every morning, while
// people write by the hour and the platforms fail by the day. Nothing is lost, and the process does not grow.
// It takes minutes: OTKLIK_SOAK=1 (make soak).
func TestSoak(t *testing.T) {
	if os.Getenv("OTKLIK_SOAK") == "" {
		t.Skip("set OTKLIK_SOAK=1, or run make soak")
	}
	began := time.Now()
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s, platform := townOffice(t, folder)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- newDaemon(s).run(ctx) }()
		written := soak(t, platform)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		stored := storedBy(t, s)
		if stored != written {
			t.Errorf("%d messages were written and %d are stored", written, stored)
		}
		digests, err := s.store.Digests(t.Context())
		if err != nil || len(digests) != soakDays {
			t.Errorf("%d digests in %d days, %v", len(digests), soakDays, err)
		}
		if problems, err := s.store.Check(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("the store: %v, %v", problems, err)
		}
		t.Logf("%d days: %d messages, %d digests", soakDays, stored, len(digests))
	})
	t.Logf("took %s", time.Since(began).Round(time.Second))
}

// soak writes and fails for soakDays and gives the number of messages written.
func soak(t *testing.T, platform *sandbox.Sandbox) (written int) {
	t.Helper()
	faults := []sandbox.Failure{{Kind: sandbox.Timeout}, {Kind: sandbox.Reset}, {Kind: sandbox.Status},
		{Kind: sandbox.TooMany, RetryAfter: 20 * time.Second},
		{Kind: sandbox.EmptyBody}, {Kind: sandbox.HalfBody}, {Kind: sandbox.CutBody}, {Kind: sandbox.BrokenGzip},
		{Kind: sandbox.CutGzip},
		{Kind: sandbox.WrongShape}, {Kind: sandbox.Slow, Delay: 40 * time.Second}}
	methods := []string{"*", "wall.get", "wall.getComments", "messages.getConversations", "messages.getHistory",
		"getUpdates", "getChat", "getChatAdministrators"}
	var early footprint
	posts := map[town.Platform]int{}
	for day := range soakDays {
		for hour := range 24 {
			for _, p := range []town.Platform{town.VK, town.Telegram} {
				if hour == 0 {
					posts[p] = platform.AddPost(p, fmt.Sprintf("Новость дня %d", day))
				}
				if _, err := platform.AddComment(p, posts[p], hour%20, fmt.Sprintf("На улице Заречной, дом %d, не "+
					"горят фонари, день %d", hour, day), "", 0); err != nil {
					t.Fatal(err)
				}
				platform.AddDirect(p, (day+hour)%20,
					town.DirectMessage{Text: fmt.Sprintf("Когда починят дорогу у дома %d, день %d?", hour, day)})
				written += 2
			}
			n := day*24 + hour
			platform.Fail(methods[n%len(methods)], 1+n%9, faults[n%len(faults)])
			pass(30 * time.Minute)
			platform.Recover()
			pass(30 * time.Minute)
		}
		platform.ForgetRequests()
		now := measure(t)
		t.Logf("day %2d: heap %.1f MiB, %d goroutines, %d files", day+1, float64(now.heap)/(1<<20),
			now.goroutines, now.files)
		if day == soakDays/3 {
			early = now
		}
		// What is remembered of each post, in the program and in the platforms played beside it, may take a little.
		if early.heap > 0 && (now.heap > early.heap+early.heap/4+8<<20 || now.goroutines > early.goroutines+4 ||
			now.files > early.files+2) {
			t.Errorf("on day %d it holds %+v, on day %d it held %+v", day+1, now, soakDays/3+1, early)
		}
	}
	return written
}
