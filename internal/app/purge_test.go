package app

import (
	"context"
	"errors"
	"os"
	"otklik/internal/inbox"
	"otklik/store/bolt"
	"strings"
	"testing"
	"time"
)

// The daemon's purge needs no store, does what is due, and finishes what was begun.
func TestScheduledPurge(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.keep("30d")
	s := b.open()
	if err := s.purgeDue(t.Context(), time.Now()); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(b.path("otklik.db")); err == nil {
		t.Error("a purge made an empty store")
	}
	b.collect()
	if err := s.purgeDue(t.Context(), time.Now()); err != nil || b.count("papers/*") > 0 {
		t.Errorf("%d papers of nothing, %v", b.count("papers/*"), err)
	}
	later := time.Now().Add(31 * 24 * time.Hour)
	if _, err := s.store.BeginPurge(t.Context(), s.RetentionOrder(later)); err != nil {
		t.Fatal(err)
	}
	if err := s.purgeDue(t.Context(), time.Now()); err != nil || b.count("papers/*") != 5 || len(b.messages()) > 0 {
		t.Errorf("what was begun: %d papers, %d messages, %v", b.count("papers/*"), len(b.messages()), err)
	}
	b.sound()
}

// A purge that depersonalises reads first what an earlier version has read, which took signatures for towns.
func TestDepersonalisingReadsAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.keep("4h") // the town wrote five hours ago
	b.configure("purge: {", "purge: {mode: depersonalise, ")
	b.collect()
	s := b.open()
	if err := s.store.Do(t.Context(), func(st *bolt.Store) error {
		if err := st.MarkAllPending(t.Context()); err != nil {
			return err
		}
		_, err := st.EvaluatePending(t.Context(), s.reader,
			func(ctx context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
				statuses, err := inbox.Evaluate(ctx, th, s.reader, time.Now())
				for i := range statuses {
					statuses[i].Municipality = "Чехов" // a town, and whoever signed so
				}
				return statuses, err
			})
		return errors.Join(err, st.SetReaderVersion(t.Context(), "of an earlier version"))
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Purge(t.Context(), s.RetentionOrder(time.Now())); err != nil {
		t.Fatal(err)
	}
	to, text := told()
	if err := s.Export(t.Context(), JSONLines, to); err != nil || strings.Contains(text.String(), "Чехов") {
		t.Errorf("%v: records name what no reading of today finds: %s", err, text)
	}
	b.silent("Чехов")
}
