package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/internal/sandbox/town"
	"otklik/report/build"
	"otklik/report/page"
)

// slowReader takes ten seconds for a text and fails every third time.
type slowReader struct {
	inbox.Reader
	texts atomic.Int64
}

func (r *slowReader) Assess(ctx context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	wait := time.NewTimer(10 * time.Second)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return inbox.Assessment{}, ctx.Err()
	case <-wait.C:
	}
	if r.texts.Add(1)%3 == 0 {
		return inbox.Assessment{}, errors.New("the reading failed")
	}
	return r.Reader.Assess(ctx, t, i)
}

// TestASlowReaderHoldsUpNobody: while a reader sleeps and fails, pulls are stored, status and digest answer at once and
// say what is not evaluated yet, and in the end nothing is missing.
func TestASlowReaderHoldsUpNobody(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		s, platform := townOffice(t, folder)
		slow := &slowReader{Reader: s.reader}
		s.evaluator = slow
		written := 0
		write := func() {
			for range 4 { // posts, each with a thread of its own
				post := platform.AddPost(town.VK, "Новость")
				for n := range 5 {
					if _, err := platform.AddComment(town.VK, post, n, fmt.Sprintf("На улице Заречной, дом %d, яма, "+
						"почините", written), "", 0); err != nil {
						t.Fatal(err)
					}
					written++
				}
				platform.AddDirect(town.VK, written%20, town.DirectMessage{Text: "Когда починят дорогу?"})
				written++
			}
		}
		quickly := func(what string, within time.Duration, do func() error) {
			t.Helper()
			began := time.Now()
			if err := do(); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if took := time.Since(began); took > within {
				t.Errorf("%s took %s beside a slow reader", what, took)
			}
		}
		write()
		first := make(chan error, 1)
		go func() {
			_, err := s.collect(ctx, s.Channels(), nil)
			first <- err
		}()
		pass(30 * time.Second) // three texts into the first evaluation

		write()
		quickly("collect", 5*time.Second, func() error {
			_, err := s.collect(ctx, s.Channels(), nil)
			return err
		})
		if n := storedBy(t, s); n != written {
			t.Errorf("%d of %d messages are stored", n, written)
		}
		quickly("status", time.Second, func() error {
			stands, err := s.Status(ctx, time.Now())
			if err == nil && stands.Pending == 0 {
				err = errors.New("nothing is said to be pending")
			}
			return err
		})
		quickly("digest", time.Second, func() error {
			d, err := s.compose(ctx, s.config.Digests[0], time.Now())
			if err != nil {
				return err
			}
			words := page.New(d)
			said := words.Reason + strings.Join(words.Notes, "\n") // a governor reads the details at the foot
			if d.Complete || d.Headline.Mood != build.Incomplete || !strings.Contains(said, "ещё не разобран") {
				t.Errorf("the digest claims to know all: %s, %q", d.Headline.Mood, said)
			}
			return nil
		})
		if err := <-first; err != nil { // it has gone on meanwhile and left what failed
			t.Fatal(err)
		}

		threads, err := s.store.Pending(ctx)
		if err != nil || threads == 0 {
			t.Errorf("%d threads are pending although every third reading failed, %v", threads, err)
		}
		s.evaluator = s.reader
		if err := s.EvaluatePending(ctx); err != nil {
			t.Fatal(err)
		}
		got := statuses(t, s)
		if err := s.store.MarkAllPending(ctx); err != nil {
			t.Fatal(err)
		}
		if err := s.EvaluatePending(ctx); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(statuses(t, s), got); d != "" || len(got) != written {
			t.Errorf("%d of %d messages have a status; %s", len(got), written, d)
		}
	})
}

// statuses are those of all citizens' messages.
func statuses(t *testing.T, s *Service) map[inbox.Ref]inbox.MessageStatus {
	t.Helper()
	all := map[inbox.Ref]inbox.MessageStatus{}
	if err := s.store.Each(t.Context(), func(r inbox.Record) error {
		if r.Status != nil {
			all[r.Message.Ref()] = *r.Status
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestWhoWaitsForStatesIsToldThatTheyAreMissing: what must not be done with states of an earlier reading is refused
// where another process does not come to the end of its evaluation, and done where it has.
func TestWhoWaitsForStatesIsToldThatTheyAreMissing(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		s, platform := townOffice(t, folder)
		platform.AddDirect(town.VK, 1, town.DirectMessage{Text: "Когда починят дорогу?"})
		release, mine, err := s.claimEvaluation(ctx, 0)
		if err != nil || !mine {
			t.Fatal(mine, err)
		}
		if _, err := s.collect(ctx, s.Channels(), nil); err != nil {
			t.Fatal(err)
		}
		if err := s.evaluateAll(ctx, time.Minute); err == nil || !strings.Contains(err.Error(), "1 thread") {
			t.Errorf("nothing is said of what is pending: %v", err)
		}
		if err := s.evaluate(ctx, s.reader); err != nil { // as the other process does
			t.Fatal(err)
		}
		if err := s.evaluateAll(ctx, time.Minute); err != nil {
			t.Errorf("although the other process has done it all: %v", err)
		}
		release()
	})
}
