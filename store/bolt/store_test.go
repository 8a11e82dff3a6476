package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"otklik/internal/inbox"
	"otklik/store"
)

var update = flag.Bool("update", false, "write testdata again")

var sentAt = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func message(id, text string) inbox.Message {
	return inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: id, Thread: "-1_2",
		Text: text, Sent: sentAt,
		Author: inbox.Author{ID: "5", Name: "Житель"}, Raw: []byte(`{"id":` + id + `}`)}
}

// always evaluates threads by what cannot fail.
func always(fn func(inbox.Thread) []inbox.MessageStatus) store.Evaluate {
	return func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) { return fn(th), nil }
}

func judgeOpen(t inbox.Thread) (out []inbox.MessageStatus) {
	for _, m := range t.Messages {
		out = append(out, inbox.MessageStatus{Ref: m.Ref(), History: []inbox.Change{{At: m.Sent, State: inbox.Open,
			Reason: inbox.Reason{Words: "ответа ещё нет"}}}})
	}
	return out
}

func noError(t fatal, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustOpen(t *testing.T, path string) *Store {
	t.Helper()
	return mustOpenWith(t, path, Options{Purpose: "otklik test"})
}

func mustOpenWith(t *testing.T, path string, o Options) *Store {
	t.Helper()
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.db.Close() })
	return s
}

// rule stores a decision whatever was decided before.
func rule(s *Store, r inbox.Correction) error {
	decide := func(inbox.Record, *inbox.Correction) (*inbox.Correction, error) { return &r, nil }
	return s.SaveCorrection(context.Background(), r.Ref, decide)
}

func mustCommit(t *testing.T, s *Store, m ...inbox.Message) {
	t.Helper()
	ctx := context.Background()
	from, err := s.Cursor(ctx, "vk")
	if err == nil {
		_, err = s.Commit(ctx, "vk", from, inbox.Batch{Messages: m, Next: append([]byte("x"), from...)})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestNewStoreIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "otklik.db")
	s := mustOpen(t, path)
	for p, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700 | fs.ModeDir,
		path + ".holder": 0o600} {
		info, err := os.Stat(p)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
	noError(t, s.Close())
	if _, err := os.Stat(path + ".holder"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the note of the holder was left behind")
	}
}

func TestWhatIsNoStoreIsLeftAlone(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole.db")
	s := mustOpen(t, whole)
	for i := range 50 {
		mustCommit(t, s, message(fmt.Sprint(i), strings.Repeat("текст ", 200)))
	}
	noError(t, s.Close())
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(t.TempDir(), "foreign.db")
	db, err := bbolt.Open(foreign, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	theirs := func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("theirs")); return err }
	noError(t, errors.Join(db.Update(theirs), db.Close()))
	other, err := os.ReadFile(foreign)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"text":           []byte("officials: []\n"),
		"long text":      bytes.Repeat([]byte("officials: []\n"), 3000),
		"zeros":          make([]byte, 40_000),
		"cut to a half":  data[:len(data)/2],
		"cut by a byte":  data[:len(data)-1],
		"only the head":  data[:100],
		"other program":  other,
		"first page bad": append(bytes.Repeat([]byte{7}, 4096), data[4096:9000]...),
	} {
		path := filepath.Join(t.TempDir(), "otklik.db")
		noError(t, os.WriteFile(path, content, 0o600))
		for _, readOnly := range []bool{false, true} {
			if s, err := Open(path, Options{ReadOnly: readOnly}); !errors.Is(err, store.ErrNotStore) {
				if err == nil {
					_ = s.Close()
					// bbolt grows files ahead of need: cutting what is beyond the last page harms nothing.
					if name == "cut by a byte" {
						continue
					}
				}
				t.Errorf("%s: %v", name, err)
			}
		}
		if after, err := os.ReadFile(path); err != nil || (name != "cut by a byte" && !bytes.Equal(after, content)) {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
	}
	if _, err := Open(t.TempDir(), Options{}); !errors.Is(err, store.ErrNotStore) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.db"), Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Open(filepath.Join(whole, "otklik.db"), Options{}); err == nil {
		t.Error("a folder below a file was created")
	}
}

func TestNewerVersionIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "otklik.db")
	s := mustOpen(t, path)
	if err := s.db.Update(func(t *bbolt.Tx) error {
		return t.Bucket([]byte(bucketMeta)).Put(keyVersion, binary.BigEndian.AppendUint32(nil, Version+1))
	}); err != nil {
		t.Fatal(err)
	}
	noError(t, s.Close())
	if _, err := Open(path, Options{}); !errors.Is(err, store.ErrNewer) {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{Wait: -1}); !errors.Is(err, store.ErrNewer) {
		t.Errorf("the file is still locked: %v", err)
	}
}

func TestBusyStoreNamesItsHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "otklik.db")
	s := mustOpen(t, path)
	_, err := Open(path, Options{Wait: -1})
	var busy *store.BusyError
	if !errors.As(err, &busy) || busy.Holder != "otklik test" || busy.PID != os.Getpid() ||
		time.Since(busy.Since) > time.Minute {
		t.Fatalf("%+v", err)
	}
	if text := err.Error(); !strings.Contains(text, "in use by otklik test (pid ") ||
		!strings.HasSuffix(text, "; wait or stop it") {
		t.Error(text)
	}
	for _, note := range []string{"", "{", `{"purpose":"gone","pid":2147480000}`} {
		noError(t, os.WriteFile(path+".holder", []byte(note), 0o600))
		// Without a note Linux knows the process all the same.
		known := fmt.Sprintf("(pid %d); wait or stop it", os.Getpid())
		if _, err := Open(path, Options{Wait: -1}); !errors.As(err, &busy) ||
			!strings.Contains(err.Error(), "by another process") && !strings.HasSuffix(err.Error(), known) {
			t.Errorf("%q: %v", note, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := NewShared(path, Options{}).Cursor(ctx, "vk"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	noError(t, s.Close())
	mustOpen(t, path)
}

func TestSharedLetsOthersIn(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "otklik.db")
	a, b := NewShared(path, Options{Wait: time.Minute}), NewShared(path, Options{Wait: time.Minute})
	errs := make(chan error)
	for i := range 8 {
		go func() {
			s := []*Shared{a, b}[i%2]
			source := fmt.Sprint("source ", i)
			errs <- s.Do(ctx, func(st *Store) error {
				one := inbox.Batch{Messages: []inbox.Message{message(fmt.Sprint(i), "?")}, Next: []byte("1")}
				_, err := st.Commit(ctx, source, nil, one)
				return err
			})
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	s := mustOpen(t, path) // nobody holds it any more
	if st, err := s.Stats(ctx); err != nil || st.Channels[0].Stored != 8 {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestCorruptRecordHidesNoOther(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
	mustCommit(t, s, message("1", "a?"), message("2", "b?"), message("3", "c?"))
	if _, err := s.EvaluatePending(ctx, nil, always(judgeOpen)); err != nil {
		t.Fatal(err)
	}
	ref, _ := refKey(&channel{}, message("2", "").Ref())
	key := messageKey(ref, sentAt)
	if err := s.db.Update(func(t *bbolt.Tx) error {
		return errors.Join(t.Bucket([]byte(bucketMessages)).Put(key, []byte{0xff}),
			t.Bucket([]byte(bucketWaiting)).Put(key, []byte{0xff}))
	}); err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func(func(inbox.Record) error) error{
		"Each": func(fn func(inbox.Record) error) error { return s.Each(ctx, fn) },
		"Waiting": func(fn func(inbox.Record) error) error {
			return s.Waiting(ctx, []inbox.ChannelID{"governor/vk"}, fn)
		},
	} {
		var seen []string
		err := read(func(r inbox.Record) error { seen = append(seen, r.Message.ID); return nil })
		var broken *store.CorruptError
		if !errors.As(err, &broken) || broken.Key != fmt.Sprintf("%x", key) || strings.Join(seen, " ") != "1 3" {
			t.Errorf("%s: %v, %v", name, seen, err)
		}
	}
	known, err := s.Known(ctx, message("1", "").ThreadRef())
	if err == nil || len(known) != 2 {
		t.Errorf("%d, %v", len(known), err)
	}
	noError(t, s.MarkAllPending(ctx))
	if n, err := s.EvaluatePending(ctx, nil, always(judgeOpen)); n.Threads != 0 || err == nil {
		t.Errorf("%d, %v", n, err)
	}
	problems, err := s.Check(ctx)
	if err != nil || !strings.Contains(strings.Join(problems, "\n"), broken(key)) {
		t.Errorf("%v, %v", problems, err)
	}
}

func broken(key []byte) string { return fmt.Sprintf("bucket messages with key %x", key) }

func TestCheckFindsWhatIsMissing(t *testing.T) {
	ctx := context.Background()
	for _, bucket := range []string{bucketMessages, bucketRefs, bucketThreads, bucketStatuses, bucketWaiting,
		bucketClosed, bucketChannels} {
		s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
		gone := message("2", "b?")
		gone.Deleted = sentAt.Add(time.Hour)
		mustCommit(t, s, message("1", "a?"), gone)
		if _, err := s.EvaluatePending(ctx, nil, always(judgeOpen)); err != nil {
			t.Fatal(err)
		}
		if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		if err := s.db.Update(func(t *bbolt.Tx) error {
			b := t.Bucket([]byte(bucket))
			k, _ := b.Cursor().First()
			return b.Delete(k)
		}); err != nil {
			t.Fatal(err)
		}
		if problems, err := s.Check(ctx); err != nil || len(problems) == 0 {
			t.Errorf("an entry of %s is missing, and nothing was found (%v)", bucket, err)
		}
	}
}

func TestTimePasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
		defer s.Close()
		started := time.Now().UTC()
		message := func(id, text string) inbox.Message {
			m := message(id, text)
			m.Sent = started
			return m
		}
		count := func() (n int) {
			noError(t, s.Raw(ctx, "governor/vk", func(inbox.Ref, time.Time, []byte) error { n++; return nil }))
			return n
		}
		lastSeen := func() time.Duration {
			r, err := s.Message(ctx, message("1", "").Ref())
			if err != nil || !r.Message.FirstSeen.Equal(started) {
				t.Fatal(r.Message.FirstSeen, err)
			}
			return r.Message.LastSeen.Sub(started)
		}
		mustCommit(t, s, message("1", "a"))
		time.Sleep(59 * time.Minute)
		mustCommit(t, s, message("1", "a"))
		if d := lastSeen(); d != 0 {
			t.Errorf("rewritten after %v", d)
		}
		time.Sleep(time.Minute)
		mustCommit(t, s, message("1", "a"))
		if d := lastSeen(); d != time.Hour {
			t.Errorf("last seen %v", d)
		}
		time.Sleep(29 * 24 * time.Hour)
		mustCommit(t, s, message("2", "b"))
		if n := count(); n != 2 {
			t.Errorf("%d raw replies after 29 days", n)
		}
		time.Sleep(24 * time.Hour)
		mustCommit(t, s)
		if n := count(); n != 1 {
			t.Errorf("%d raw replies after 30 days", n)
		}
	})
}

func TestJournalForgets(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
	day := func(n int) time.Time { return sentAt.AddDate(0, 0, n) }
	for n := range 100 {
		noError(t, s.Record(ctx, inbox.Pull{Source: "vk", Channels: []inbox.ChannelID{"governor/vk"}, Ended: day(n),
			Complete: n < 10}))
	}
	c, err := s.Coverage(ctx, []inbox.ChannelID{"governor/vk"}, nil, day(200))
	if err != nil || !c[0].LastComplete.Equal(day(9)) || !c[0].LastTry.Equal(day(99)) {
		t.Errorf("%+v, %v", c, err)
	}
	if err := s.view(ctx, "count", func(tx *tx) error {
		if n := tx.count(bucketPulls, nil); n != 64 { // days 37 to 99, and the last complete one
			t.Errorf("%d pulls kept", n)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestJournalForgetsNoChannel: a channel is as fresh as its own last complete pull, also where another channel of the
// source could never be read, or was read later.
func TestJournalForgetsNoChannel(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
	day := func(n int) time.Time { return sentAt.AddDate(0, 0, n) }
	all := []inbox.ChannelID{"governor/telegram", "mayor/telegram", "head/telegram", "never/telegram"}
	failed := func(n int) []inbox.ChannelID { // which channels day n did not read
		switch {
		case n < 5:
			return all[3:]
		case n < 9:
			return all[2:]
		case n < 80:
			return all[1:]
		}
		return all
	}
	check := func(n int) {
		t.Helper()
		c, err := s.Coverage(ctx, all, nil, day(n))
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []time.Time{day(min(n, 79)), day(8), day(4), {}} {
			if !c[i].LastComplete.Equal(want) {
				t.Errorf("day %d, %s: read on %v, want %v", n, all[i], c[i].LastComplete, want)
			}
		}
	}
	for n := range 200 {
		noError(t, s.Record(ctx, inbox.Pull{Source: "bot", Channels: all, Ended: day(n), Failed: failed(n),
			Failure: inbox.FailureAccess}))
		if n >= 8 {
			check(n)
		}
	}
	noError(t, s.view(ctx, "count", func(tx *tx) error {
		if n := tx.count(bucketPulls, nil); n != 63+3 { // days 137 to 199, and the last complete ones
			t.Errorf("%d pulls kept", n)
		}
		return nil
	}))
}

func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "otklik.db")
	s, err := Open(path, Options{maxSize: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	mustCommit(t, s, message("1", "a"))
	from, _ := s.Cursor(ctx, "vk")
	var many []inbox.Message
	for i := range 2000 {
		many = append(many, message(fmt.Sprint(100+i), strings.Repeat("текст ", 100)))
	}
	_, err = s.Commit(ctx, "vk", from, inbox.Batch{Messages: many, Next: []byte("2")})
	if !errors.Is(err, bolterrors.ErrMaxSizeReached) || !strings.Contains(err.Error(), path) {
		t.Fatal(err)
	}
	mustCommit(t, s, message("2", "b")) // and what fits still works
	if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
}
