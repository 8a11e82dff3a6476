package bolt

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// TestTheFileIsFreeWhileAReadingRuns: a slow reading keeps nobody from the store, and what it has found is kept
// little by little.
func TestTheFileIsFreeWhileAReadingRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "otklik.db")
	s := NewShared(path, Options{noSync: true})
	var all []inbox.Message
	sent := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for i := range 3 * threadsAtOnce {
		all = append(all, inbox.Message{Channel: "governor/vk", Kind: inbox.Comment, ID: fmt.Sprint(i),
			Thread: fmt.Sprint("p", i),
			Text:   "вопрос?", Author: inbox.Author{ID: "501"}, Sent: sent})
	}
	if _, err := s.Commit(t.Context(), "vk", nil, inbox.Batch{Messages: all, Next: []byte("1")}); err != nil {
		t.Fatal(err)
	}
	pending := func() int {
		other := NewShared(path, Options{Wait: -1, noSync: true}) // somebody who does not wait at all
		n, err := other.Pending(t.Context())
		if err != nil {
			t.Fatalf("the file is held while a reading runs: %v", err)
		}
		return n
	}
	var left []int
	done, err := s.EvaluatePending(t.Context(), alike{},
		func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
			left = append(left, pending())
			return judgeOpen(th), nil
		})
	if err != nil || done.Threads != len(all) {
		t.Fatalf("%+v, %v", done, err)
	}
	if first, last := left[0], left[len(left)-1]; first != len(all) || last > threadsAtOnce {
		t.Errorf("%d threads were pending at first and %d at last, of %d", first, last, len(all))
	}
}
