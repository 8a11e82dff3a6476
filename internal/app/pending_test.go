package app

import (
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/sandbox/town"
	"otklik/store/bolt"
)

// The first import begins before there is a store or its folder: who comes beside it must not evaluate the same again.
func TestEvaluatingIsClaimedBeforeThereIsAStore(t *testing.T) {
	s, _ := townOffice(t, filepath.Join(t.TempDir(), "not", "there", "yet"))
	release, mine, err := s.claimEvaluation(t.Context(), 0)
	if err != nil || !mine {
		t.Fatal(mine, err)
	}
	defer release()
	if _, mine, err := s.claimEvaluation(t.Context(), 0); err != nil || mine {
		t.Errorf("claimed twice: %v, %v", mine, err)
	}
}

// After a change of the reading a decision about one message does not read all the others first, and says so; status
// says that the figures are of another reading.
func TestADecisionDoesNotWaitForANewReading(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		s, platform := townOffice(t, folder)
		platform.AddDirect(town.VK, 1, town.DirectMessage{Text: "Когда починят дорогу на Садовой?"})
		if _, err := s.Collect(ctx, s.Channels(), nil); err != nil {
			t.Fatal(err)
		}
		waiting := waitingNumbers(t, s)
		if len(waiting) != 1 {
			t.Fatalf("%d wait", len(waiting))
		}
		if err := s.store.SetReaderVersion(ctx, "another"); err != nil {
			t.Fatal(err)
		}
		stands, err := s.Status(ctx, time.Now())
		if err != nil || !stands.NewReading || stands.Evaluating {
			t.Errorf("status: %v, new reading %v, being evaluated %v", err, stands.NewReading, stands.Evaluating)
		}
		done, err := s.Dismiss(ctx, Pointer{Name: waiting[0]}, Dismissal{Reason: "x", By: "y"})
		if err != nil || !done.Pending {
			t.Errorf("decided: %v, pending %v", err, done.Pending)
		}
		if version, err := s.store.ReaderVersion(ctx); err != nil || version != "another" {
			t.Errorf("everything was read again for it: %v", err)
		}
		if err := s.EvaluatePending(ctx); err != nil {
			t.Fatal(err)
		}
		if left := waitingNumbers(t, s); len(left) != 0 {
			t.Errorf("the decision was lost: %v", left)
		}
		done, err = s.Dismiss(ctx, Pointer{Name: waiting[0]}, Dismissal{Undo: true, By: "y"})
		if err != nil || done.Pending {
			t.Errorf("with nothing else pending: %v, pending %v", err, done.Pending)
		}
	})
}

// waitingNumbers are the numbers of the messages that wait for an answer.
func waitingNumbers(t *testing.T, s *Service) (numbers []string) {
	t.Helper()
	err := s.store.Do(t.Context(), func(st *bolt.Store) error {
		return st.Waiting(t.Context(), s.Channels(), func(r inbox.Record) error {
			numbers = append(numbers, r.Message.Ref().Number())
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return numbers
}
