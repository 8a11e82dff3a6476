package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

// A clock that is behind makes all that comes a matter of the future. Once it is right, every message stands where it
// belongs, whichever source is read next.
func TestTheClockWasBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
		defer s.Close()
		right := time.Date(2020, 3, 1, 12, 0, 0, 0, time.UTC)
		asked, answered := message("1", "Когда дадут воду?"), message("2", "Завтра")
		asked.Sent, answered.Sent = right, right.Add(time.Minute)
		answered.ReplyTo, answered.Author = "1", inbox.Author{ID: "-1001", Official: true}
		edited := asked
		edited.Text, edited.Edited = "Когда дадут воду на Садовой?", right.Add(2*time.Minute)
		mustCommit(t, s, asked, answered)
		mustCommit(t, s, edited)
		if held, err := s.Stats(ctx); err != nil || held.Channels[0].Undecoded != 2 {
			t.Fatal(held, err)
		}
		if _, err := s.EvaluatePending(ctx, nil, always(judgeOpen)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Until(right.Add(time.Hour)))
		stats, err := s.Commit(ctx, "another source", nil, inbox.Batch{})
		if err != nil || stats.Added != 2 {
			t.Fatal(stats, err)
		}
		if held, err := s.Stats(ctx); err != nil || held.Channels[0].Undecoded != 0 {
			t.Error(held, err)
		}
		r, err := s.Message(ctx, asked.Ref())
		if err != nil || r.Message.Text != edited.Text || len(r.Message.Revisions) != 1 ||
			!r.Message.Sent.Equal(right) || !r.Message.Edited.Equal(edited.Edited) {
			t.Errorf("%+v, %v", r.Message, err)
		}
		raw := 0
		if err := s.Raw(ctx, asked.Channel,
			func(inbox.Ref, time.Time, []byte) error { raw++; return nil }); err != nil || raw != 2 {
			t.Errorf("%d raw replies, %v", raw, err)
		}
		if n, err := s.EvaluatePending(ctx, nil, always(judgeOpen)); err != nil || n.Threads != 1 {
			t.Error(n, err)
		}
		if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
			t.Error(problems, err)
		}
	})
}

// However many messages were held, the next commit takes them all over, so many in a transaction.
func TestManyThatWereHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const all = 2*heldAtOnce + 10
		s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
		defer s.Close()
		right := time.Date(2020, 3, 1, 12, 0, 0, 0, time.UTC)
		var many []inbox.Message
		for i := range all {
			m := message(fmt.Sprint(i), "Когда дадут воду?")
			m.Sent = right.Add(time.Duration(i) * time.Second)
			many = append(many, m)
		}
		mustCommit(t, s, many...)
		time.Sleep(time.Until(right.Add(48 * time.Hour)))
		from, err := s.Cursor(t.Context(), "vk")
		noError(t, err)
		if _, err := s.Commit(t.Context(), "vk", []byte("moved"), inbox.Batch{}); !errors.Is(err, inbox.ErrCursorMoved) {
			t.Error(err)
		}
		written, transaction := map[int]int{}, -1
		s.observe = func(bucket string, _, _ []byte) {
			if bucket == bucketMessages {
				noError(t, s.db.View(func(tx *bbolt.Tx) error { transaction = tx.ID(); return nil }))
				written[transaction]++
			}
		}
		fresh := message("fresh", "И света нет")
		fresh.Sent = right
		stats, err := s.Commit(t.Context(), "vk", from, inbox.Batch{Messages: []inbox.Message{fresh}, Next: []byte("2")})
		if err != nil || stats != (inbox.CommitStats{Added: all + 1}) {
			t.Fatal(stats, err)
		}
		for id, n := range written {
			if n > heldAtOnce+1 {
				t.Errorf("transaction %d stored %d messages", id, n)
			}
		}
		if left, err := s.Stats(t.Context()); err != nil || left.Channels[0].Undecoded != 0 ||
			left.Channels[0].Stored != all+1 {
			t.Error(left, err)
		}
	})
}

// A message that a reading brings with a better date leaves no piece behind.
func TestABetterDate(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
	defer s.Close()
	m := message("1", "Когда дадут воду?")
	wrong := m
	wrong.Sent = time.Unix(253402300800, 0)
	mustCommit(t, s, wrong)
	mustCommit(t, s, m)
	if stats, err := s.Stats(ctx); err != nil || stats.Channels[0].Undecoded != 0 {
		t.Error(stats, err)
	}
	if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
}

// Edits and deletions that are still to come were noticed now; the wording is taken over, and a second reading
// changes nothing.
func TestEditsOfTheFuture(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
	defer s.Close()
	year10000 := time.Unix(253402300800, 0)
	fresh := message("1", "Нет света")
	fresh.Edited = year10000
	stored, gone := message("2", "Нет газа"), message("3", "Нет тепла")
	mustCommit(t, s, fresh, stored, gone)
	stored.Text, stored.Edited = "Нет газа, помогите", year10000
	gone.Deleted = year10000
	mustCommit(t, s, stored, gone)
	if _, err := s.Commit(ctx, "other", nil, inbox.Batch{Deletions: []inbox.Deletion{{Ref: fresh.Ref(),
		Noticed: year10000}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Each(ctx, func(r inbox.Record) error {
		m := r.Message
		for _, at := range []time.Time{m.Sent, m.Edited, m.Deleted} {
			if at.After(time.Now()) {
				t.Errorf("%s: %v", m.ID, at)
			}
		}
		if m.ID == "2" && (m.Text != "Нет газа, помогите" || len(m.Revisions) != 1 || m.Edited.IsZero()) {
			t.Errorf("%+v", m)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	stats, err := s.Commit(ctx, "third", nil, inbox.Batch{Messages: []inbox.Message{stored}})
	if err != nil || stats != (inbox.CommitStats{}) {
		t.Errorf("read again: %+v, %v", stats, err)
	}
}

// A file of an earlier version holds messages of the years 3000 and 10000: they are counted, and purged by when they
// came.
func TestStoredInTheFuture(t *testing.T) {
	ctx := context.Background()
	data, err := os.ReadFile("testdata/ahead.db")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "otklik.db")
	noError(t, os.WriteFile(path, data, 0o600))
	s := mustOpen(t, path)
	defer s.Close()
	came := time.Date(2026, 11, 30, 3, 33, 0, 0, time.UTC)
	if n, err := s.Ahead(ctx, "governor/telegram", came); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	for _, c := range []struct {
		before time.Time
		left   int
	}{{came.Add(-time.Hour), 2}, {came.Add(time.Hour), 0}} {
		order := store.PurgeOrder{Before: c.before, Mode: store.Delete, At: came.Add(2 * time.Hour)}
		id, err := s.BeginPurge(ctx, order)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Erase(ctx, id, store.PurgeTools{}); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Ahead(ctx, "governor/telegram", came); err != nil || n != c.left {
			t.Errorf("before %v: %d, %v", c.before, n, err)
		}
		if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
			t.Error(problems, err)
		}
	}
}
