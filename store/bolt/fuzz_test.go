package bolt

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

// Whatever stands where a value should, reading it ends with an error or without one, and its neighbours are read.
func FuzzValues(f *testing.F) {
	s, err := Open(filepath.Join(f.TempDir(), "otklik.db"), Options{noSync: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := s.Close(); err != nil {
			f.Error(err)
		}
	})
	ctx := f.Context()
	long := strings.Repeat("Не горит фонарь. ", 10)
	if _, err := s.Commit(ctx, "wall", nil, inbox.Batch{Messages: []inbox.Message{message("1", long),
		message("2", long+"Второй."), message("3", long)},
		Undecoded: []inbox.Undecoded{{Channel: "governor/vk", ID: "u", Raw: []byte("{")}},
		Gaps:      []inbox.Gap{{Channel: "governor/vk", From: time.Unix(5, 0)}},
		Next:      []byte("c")}); err != nil {
		f.Fatal(err)
	}
	if _, err := s.EvaluatePending(ctx, nil, always(judgeOpen)); err != nil {
		f.Fatal(err)
	}
	if err := s.Record(ctx, inbox.Pull{Source: "wall", Channels: []inbox.ChannelID{"governor/vk"},
		Ended: time.Unix(1_700_000_000, 0),
		Reconciliation: inbox.Reconciliation{Parts: 1, Counted: 3, Stored: 2,
			Mismatches: []inbox.Count{{Part: "wall-1_1", Counted: 3, Stored: 2}}}}); err != nil {
		f.Fatal(err)
	}
	if err := s.PutDigest(ctx, store.DigestRecord{Key: store.DigestKey{ID: "morning",
		At: time.Unix(1_700_000_000, 0).UTC()}, Data: []byte("{}")}); err != nil {
		f.Fatal(err)
	}
	// The first record of every bucket that has one, with what stood there.
	type place struct {
		bucket     string
		key, value []byte
	}
	var places []place
	if err := s.view(ctx, "look", func(t *tx) error {
		for _, name := range bucketNames {
			if name == bucketMeta {
				continue // what begins the file has tests of its own
			}
			if k, v := t.Bucket([]byte(name)).Cursor().First(); k != nil {
				places = append(places, place{name, bytes.Clone(k), bytes.Clone(v)})
				f.Add(uint(len(places)-1), bytes.Clone(v))
				f.Add(uint(len(places)-1), bytes.Clone(v[:len(v)/2]))
			}
		}
		return nil
	}); err != nil {
		f.Fatal(err)
	}
	f.Add(uint(1), []byte("\xbf\x01\x9b\xff\xff\xff\xff\xff\xff\xff\xff")) // a list that is said to be endless
	put := func(p place, value []byte) error {
		return s.db.Update(func(t *bbolt.Tx) error { return t.Bucket([]byte(p.bucket)).Put(p.key, value) })
	}
	f.Fuzz(func(t *testing.T, where uint, value []byte) {
		p := places[where%uint(len(places))]
		noError(t, put(p, value))
		defer func() {
			noError(t, put(p, p.value))
		}()
		channels := []inbox.ChannelID{"governor/vk"}
		read := 0
		_ = s.Each(ctx, func(inbox.Record) error { read++; return nil })
		if (p.bucket == bucketMessages || p.bucket == bucketStatuses) && read < 2 {
			t.Errorf("a broken record in %s hides the others: %d read", p.bucket, read)
		}
		_ = s.Waiting(ctx, channels, func(inbox.Record) error { return nil })
		_, _ = s.Coverage(ctx, channels, nil, time.Unix(1_800_000_000, 0))
		_, _ = s.Stats(ctx)
		_, _ = s.Digests(ctx)
		_, _, _ = s.Purges(ctx)
		_, _ = s.Known(ctx, message("1", "").ThreadRef())
		_ = s.Undecoded(ctx, "governor/vk", func(inbox.Undecoded) error { return nil })
		_ = s.Raw(ctx, "governor/vk", func(inbox.Ref, time.Time, []byte) error { return nil })
		if _, err := s.Check(ctx); err != nil && p.bucket != bucketChannels { // without which nothing can be looked up
			t.Errorf("the check itself fails: %v", err)
		}
	})
}
