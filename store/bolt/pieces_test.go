package bolt

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
	"otklik/store/storetest"
)

// TestPieces puts a store through the suite of every store that deals with two messages in a transaction.
func TestPieces(t *testing.T) {
	paths := map[string]string{}
	storetest.Run(t, func(t testing.TB, name string) store.Store {
		key := t.Name() + "\x00" + name
		if paths[key] == "" {
			paths[key] = filepath.Join(t.TempDir(), "otklik.db")
		}
		s, err := Open(paths[key], Options{noSync: true, piece: 2, manyComments: 3})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

// longThread stores n comments under one post, of which some share a text and every ninth is a reply.
func longThread(t testing.TB, s *Store, n int) {
	t.Helper()
	b := inbox.Batch{Next: []byte("1")}
	for i := range n {
		m := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(i + 1),
			Thread: "p", Text: fmt.Sprintf("вопрос %d?", i%(n/2)), Author: inbox.Author{ID: fmt.Sprint(500 + i)},
			Sent: time.Date(2026, 3, 2, 12, 0, i, 0, time.UTC)}
		if i%9 == 8 {
			m.Author, m.ReplyTo = inbox.Author{ID: "-1", Official: true}, fmt.Sprint(i)
		}
		b.Messages = append(b.Messages, m)
	}
	if _, err := s.Commit(t.Context(), "vk", nil, b); err != nil {
		t.Fatal(err)
	}
}

// TestAThreadHoldsTheFileForOnePieceAtATime: however long a thread is, no transaction reads or writes more than a piece
// of it, and none reads or writes while the reading is at work.
func TestAThreadHoldsTheFileForOnePieceAtATime(t *testing.T) {
	const piece, all = 50, 600
	s := NewShared(filepath.Join(t.TempDir(), "otklik.db"), Options{noSync: true, piece: piece})
	longThread(t, s.Store, all)
	var read, statuses, texts, held, total int
	each := s.each
	s.each = func(ctx context.Context, fn func(*Store) error) error {
		read, statuses, texts = 0, 0, 0
		held++
		err := each(ctx, func(opened *Store) error {
			opened.observeRead = func() { read++ }
			opened.observe = func(bucket string, _, _ []byte) {
				switch bucket {
				case bucketStatuses:
					statuses++
				case bucketWordings:
					texts++
				}
			}
			return fn(opened)
		})
		held--
		total += read + statuses + texts
		if read > piece || statuses > piece || texts > piece {
			t.Errorf("one transaction read %d messages and wrote %d statuses and %d texts, at most %d are allowed",
				read, statuses, texts, piece)
		}
		return err
	}
	again := func() int {
		t.Helper()
		total = 0
		if err := s.MarkAllPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		done, err := s.EvaluatePending(t.Context(), alike{},
			func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
				if held > 0 || len(th.Messages) != all {
					t.Errorf("%d of %d messages are given while %d transactions are open", len(th.Messages), all, held)
				}
				return judgeOpen(th), nil
			})
		if err != nil || done.Threads != 1 {
			t.Fatalf("%+v, %v", done, err)
		}
		return total
	}
	if n := again(); n < 3*all {
		t.Errorf("%d messages, statuses and texts passed: the counter has missed some", n)
	}
	if n := again(); n < 2*all { // the statuses are the same and cost no write
		t.Errorf("%d messages and texts passed the second time", n)
	}
}

// TestAThreadThatChangesBetweenPieces: whichever step of an evaluation a change comes before, what was read or found
// until then is not mixed with it.
func TestAThreadThatChangesBetweenPieces(t *testing.T) {
	s := NewShared(filepath.Join(t.TempDir(), "otklik.db"), Options{noSync: true, piece: 3, manyComments: 5})
	longThread(t, s.Store, 6)
	// A comment waits until the last reply of the thread: each status rests on the whole.
	evaluate := func(_ context.Context, th inbox.Thread) (all []inbox.MessageStatus, err error) {
		last := th.Messages[len(th.Messages)-1]
		for _, m := range th.Messages {
			if !m.Author.Official {
				all = append(all, inbox.MessageStatus{Ref: m.Ref(),
					Assessment: inbox.Assessment{Settlement: fmt.Sprint(last.ID, " edited ", last.Edited)},
					History:    []inbox.Change{{At: m.Sent, State: inbox.Open}}})
			}
		}
		return all, nil
	}
	settle := func() {
		t.Helper()
		if _, err := s.EvaluatePending(t.Context(), alike{}, evaluate); err != nil {
			t.Fatal(err)
		}
	}
	statuses := func() string {
		t.Helper()
		var all []string
		if err := s.Each(t.Context(), func(r inbox.Record) error {
			if r.Status != nil {
				all = append(all, r.Status.Settlement)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(all)
	}
	each, changed := s.each, true
	for step := 0; changed; step++ {
		if err := s.MarkAllPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		left := step
		changed = false
		s.each = func(ctx context.Context, fn func(*Store) error) error {
			if left--; left < 0 && !changed {
				changed = true
				s.each = each
				last := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: "99", Thread: "p",
					Author: inbox.Author{ID: "-1", Official: true}, Text: fmt.Sprint("ответ ", step),
					Sent:   time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC),
					Edited: time.Date(2026, 3, 3, 12, 0, step, 0, time.UTC)}
				at, next := fmt.Append(nil, step+1), fmt.Append(nil, step+2)
				if _, err := s.Commit(ctx, "vk", at, inbox.Batch{Messages: []inbox.Message{last}, Next: next}); err != nil {
					t.Fatal(err)
				}
			}
			return each(ctx, fn)
		}
		settle()
		if s.each = each; !changed && step < 7 {
			t.Errorf("an evaluation takes only %d steps", step)
		}
		settle() // what changed at the very end
		got := statuses()
		if err := s.MarkAllPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		settle()
		if want := statuses(); got != want {
			t.Errorf("after a change before step %d:\n%s\nwant\n%s", step, got, want)
		}
	}
}

// TestMarkingEverythingHoldsTheFileForOnePieceAtATime: however many threads and texts there are, no transaction marks
// or forgets more than a piece of them.
func TestMarkingEverythingHoldsTheFileForOnePieceAtATime(t *testing.T) {
	const piece, threads = 4, 20
	s := NewShared(filepath.Join(t.TempDir(), "otklik.db"), Options{noSync: true, piece: piece})
	b := inbox.Batch{Next: []byte("1")}
	for i := range threads {
		for k := range 3 {
			m := message(fmt.Sprint(3*i+k), fmt.Sprintf("вопрос %d?", i+k*threads))
			m.Thread = fmt.Sprint("p", i)
			if b.Messages = append(b.Messages, m); k == 0 {
				b.Messages[3*i].Text = "Когда починят лифт?"
			}
		}
	}
	if _, err := s.Commit(t.Context(), "vk", nil, b); err != nil {
		t.Fatal(err)
	}
	if _, err := s.EvaluatePending(t.Context(), alike{}, always(judgeOpen)); err != nil {
		t.Fatal(err)
	}
	texts := func(s *Store) (n int) {
		noError(t, s.view(t.Context(), "count", func(t *tx) error {
			n = t.count(bucketWordings, nil)
			return nil
		}))
		return n
	}
	if n := texts(s.Store); n != 3*threads {
		t.Fatalf("%d texts are in the index", n)
	}
	each := s.each
	s.each = func(ctx context.Context, fn func(*Store) error) error {
		return each(ctx, func(opened *Store) error {
			marks, before := 0, texts(opened)
			opened.observe = func(bucket string, _, _ []byte) {
				if bucket == bucketPending {
					marks++
				}
			}
			err := fn(opened)
			if forgot := before - texts(opened); marks > piece || forgot > piece*forgottenFor {
				t.Errorf("one transaction marked %d threads and forgot %d texts", marks, forgot)
			}
			return err
		})
	}
	if err := s.MarkAllPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.each = each
	if n, err := s.Pending(t.Context()); n != threads || texts(s.Store) != 0 || err != nil {
		t.Errorf("%d threads are marked, %d texts are left, %v", n, texts(s.Store), err)
	}
}

// TestKnownHoldsTheFileForOnePieceAtATime: however long a thread is, no transaction reads more than a piece of it, and
// what comes between them does no harm.
func TestKnownHoldsTheFileForOnePieceAtATime(t *testing.T) {
	const piece, all = 50, 600
	s := NewShared(filepath.Join(t.TempDir(), "otklik.db"), Options{noSync: true, piece: piece})
	longThread(t, s.Store, all)
	each, at := s.each, 1
	s.each = func(ctx context.Context, fn func(*Store) error) error {
		if at++; at < 7 { // another process finds more of the thread: before, among and behind what was read
			m := message(fmt.Sprint(1000+at), "вопрос?")
			m.Thread, m.Sent = "p", time.Date(2026, 3, 2, 10+at, 0, 0, 0, time.UTC)
			other := NewShared(s.path, s.o)
			b := inbox.Batch{Messages: []inbox.Message{m}, Next: fmt.Append(nil, at)}
			if _, err := other.Commit(ctx, "vk", fmt.Append(nil, at-1), b); err != nil {
				t.Fatal(err)
			}
		}
		return each(ctx, func(opened *Store) error {
			read := 0
			opened.observeRead = func() { read++ }
			err := fn(opened)
			if read > piece {
				t.Errorf("one transaction read %d messages, at most %d are allowed", read, piece)
			}
			return err
		})
	}
	known, err := s.Known(t.Context(), inbox.ThreadRef{Channel: "governor/vk", Kind: inbox.Comment, ID: "p"})
	if err != nil {
		t.Fatal(err)
	}
	if at < 7 {
		t.Errorf("it took %d transactions", at-1)
	}
	ids := map[string]int{}
	for _, m := range known {
		ids[m.ID]++
	}
	for i := range all {
		if ids[fmt.Sprint(i+1)] != 1 {
			t.Fatalf("message %d is known %d times", i+1, ids[fmt.Sprint(i+1)])
		}
	}
	if !slices.IsSortedFunc(known, inbox.Compare) {
		t.Error("what is known is out of order")
	}
}
