package app

import (
	"errors"
	"io/fs"
	"os"
	"otklik/internal/inbox"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What the digest's JSON, its words, the status and the outcome of collecting say of completeness is one thing,
// whatever stands in the store.
func TestCompletenessIsSaidOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	rapid.Check(t, func(r *rapid.T) {
		if err := os.Remove(b.path("otklik.db")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		s := b.open()
		now := time.Now()
		channels := s.Channels()
		names, err := s.sourceNames(channels)
		if err != nil {
			t.Fatal(err)
		}
		ago := func(name string) time.Time {
			return now.Add(-time.Duration(rapid.IntRange(0, 40*60).Draw(r, name)) * time.Minute)
		}
		for id, sources := range names {
			for _, source := range sources {
				for range rapid.IntRange(0, 2).Draw(r, "pulls of "+source) {
					p := inbox.Pull{Source: source, Channels: []inbox.ChannelID{id}, Ended: ago("ended"),
						Complete: rapid.Bool().Draw(r, "whole")}
					p.Started = p.Ended
					if !p.Complete {
						p.Failure = rapid.SampledFrom([]inbox.FailureKind{inbox.FailureNetwork, inbox.FailureAccess,
							inbox.FailureToken}).Draw(r, "trouble")
						p.Detail = "said why"
					}
					if rapid.IntRange(0, 3).Draw(r, "refuses") == 0 {
						p.Inaccessible = []inbox.Inaccessible{{Part: "wall-1_5", Code: 212}}
					}
					if rapid.IntRange(0, 3).Draw(r, "counts") == 0 {
						p.Reconciliation.Add(inbox.Count{Part: "wall-1_6", Counted: 4, Stored: 3,
							Since: now.Add(-time.Hour)})
					}
					if err := s.store.Record(t.Context(), p); err != nil {
						t.Fatal(err)
					}
				}
			}
			if rapid.IntRange(0, 2).Draw(r, "gap") == 0 {
				g := inbox.Gap{Channel: id, From: ago("from"), FoundAt: ago("noted"), Failure: inbox.FailureExpired}
				if rapid.Bool().Draw(r, "ended") {
					g.To = ago("to")
				}
				from, err := s.store.Cursor(t.Context(), "gaps of "+string(id))
				if err == nil {
					_, err = s.store.Commit(t.Context(), "gaps of "+string(id), from,
						inbox.Batch{Gaps: []inbox.Gap{g}, Next: []byte("1")})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		d, err := s.FindDigest("morning")
		if err != nil {
			t.Fatal(err)
		}
		built, err := s.compose(t.Context(), d, now)
		if err != nil {
			t.Fatal(err)
		}
		stands, err := s.Status(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		short, err := s.Incomplete(t.Context(), channels, now)
		if err != nil {
			t.Fatal(err)
		}
		whole := true
		for i, c := range stands.Channels {
			whole = whole && c.Complete
			if c.Complete != built.Channels[i].Complete || c.Channel != built.Channels[i].Channel {
				t.Errorf("%s: the status says %t, the digest %+v", c.Channel, c.Complete, built.Channels[i])
			}
		}
		if built.Complete != whole || whole != (len(short) == 0) || stands.Well && !whole {
			t.Errorf("the digest says %t, the status %t (well %t), collect %q", built.Complete, whole,
				stands.Well, short)
		}
	})
}
