package main

import (
	"errors"
	"otklik/store/bolt"
	"strings"
	"testing"
)

// The first command after an update reads every message again, which holds the store for a minute and more: it says so
// once, and not to cron. A new store has nothing to read again.
func TestReadingAgainAfterAnUpdateIsSaid(t *testing.T) {
	t.Parallel()
	const sentence = "every stored message is read again"
	b := newBench(t, smallTown())
	if r := b.must("collect"); strings.Contains(r.err, sentence) {
		t.Errorf("a new store: %s", r.err)
	}
	updated := func() {
		if err := b.store().Do(t.Context(), func(s *bolt.Store) error {
			return errors.Join(s.MarkAllPending(t.Context()), s.SetReaderVersion(t.Context(), "of an earlier version"))
		}); err != nil {
			t.Fatal(err)
		}
	}
	updated()
	if r := b.must("--quiet", "collect"); r.err != "" {
		t.Errorf("cron hears %s", r.err)
	}
	updated()
	for n, want := range []int{1, 0} {
		if r := b.must("digest", "morning"); strings.Count(r.err, sentence) != want {
			t.Errorf("digest %d says %q", n+1, r.err)
		}
	}
}
