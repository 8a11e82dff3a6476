package app

import (
	"errors"
	"log/slog"
	"os"
	"otklik/internal/config"
	"otklik/store"
	"path/filepath"
	"testing"
	"time"
)

// A chore is done by one process at a time, is tried again an hour after a failure, and is not lost by a kill.
func TestChores(t *testing.T) {
	t.Parallel()
	s := &Service{config: &config.Config{}, log: slog.New(slog.DiscardHandler)}
	s.config.Store.Path = t.TempDir() + "/otklik.db"
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	calls := 0
	var known time.Time
	try := func(at time.Time, result error) {
		t.Helper()
		if err := s.chore(t.Context(), "purge", at, func(done time.Time) (time.Time, error) {
			calls++
			known = done
			inner := s.chore(t.Context(), "purge", at, func(time.Time) (time.Time, error) { panic("at the same time") })
			return now, errors.Join(inner, result)
		}); !errors.Is(err, result) || result == nil && err != nil {
			t.Errorf("%v", err)
		}
	}
	try(now, nil)
	if calls != 1 || !known.IsZero() {
		t.Errorf("%d calls, %v", calls, known)
	}
	try(now.Add(time.Minute), errors.New("the disk is full"))
	if calls != 2 || !known.Equal(now) {
		t.Errorf("%d calls, %v", calls, known)
	}
	failed := calls
	if try(now.Add(30*time.Minute), nil); calls != failed {
		t.Error("tried again half an hour after a failure")
	}
	if try(now.Add(-48*time.Hour), nil); calls != failed+1 || !known.IsZero() {
		t.Errorf("a clock that was set back holds it up, or what was done in the future counts: %v", known)
	}
	if err := os.WriteFile(s.config.Store.Path+".upkeep-purge", []byte(`{"done":"2026-`), 0o600); err != nil {
		t.Fatal(err)
	}
	if try(now.Add(2*time.Hour), nil); calls != failed+2 || !known.IsZero() {
		t.Errorf("a note that was cut short: %v", known)
	}
}

// A digest that cron did not make in its usual time is made up for once; an office that makes none is left alone.
func TestCronCatchesUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.configure("deliver: []", "deliver: [{file: {path: out, format: html}}]")
	b.collect()
	s := b.open()
	d := s.config.Digests[0]
	late := func() (n int) {
		t.Helper()
		made, err := s.store.Digests(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range made {
			if r.Late {
				n++
			}
		}
		return n
	}
	at := func(days int, after time.Duration) time.Time {
		scheduled := d.At.Next(time.Now())
		for range days {
			scheduled = d.At.Next(scheduled)
		}
		return scheduled.Add(after)
	}
	if err := s.catchUp(t.Context(), d, at(0, 20*time.Hour)); err != nil || late() != 0 {
		t.Fatalf("%d digests, though none was ever made: %v", late(), err)
	}
	// Made punctually, an hour after the schedule, as by a cron of another time.
	lag := time.Hour
	record := store.DigestRecord{Data: []byte(`{"parcels":[]}`)}
	record.Key = store.DigestKey{ID: d.ID, At: d.At.Previous(time.Now())}
	record.Built = record.Key.At.Add(lag)
	if err := s.store.PutDigest(t.Context(), record); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		days  int
		after time.Duration
		late  int
	}{
		{0, lag, 0}, {0, lag + lateAfter, 0}, {0, lag + lateAfter + time.Minute, 1}, {0, 20 * time.Hour, 1},
		{1, lag, 1}, {1, 20 * time.Hour, 2}, {3, 5 * time.Hour, 3},
	} {
		if err := s.catchUp(t.Context(), d, at(c.days, c.after)); err != nil || late() != c.late {
			t.Errorf("day %d, %s after: %d digests, want %d; %v", c.days, c.after, late(), c.late, err)
		}
	}
}

// The purge has one turn for every scheduled moment, whoever comes first.
func TestCronPurgesOncePerScheduledMoment(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.keep("4h")
	b.configure("purge: {", "purge: {schedule: '30 3 * * 1', ")
	b.collect()
	s := b.open()
	acts := func() int {
		all, _ := filepath.Glob(b.path("papers/act-*.docx"))
		return len(all)
	}
	first := s.config.Purge.At.Next(time.Now())
	for _, c := range []struct {
		at   time.Time
		acts int
	}{{time.Now(), 0}, {first.Add(-time.Minute), 0}, {first.Add(time.Minute), 1}, {first.Add(time.Hour), 1}} {
		if err := s.purgeDue(t.Context(), c.at); err != nil || acts() != c.acts {
			t.Errorf("at %s: %d acts, want %d; %v", c.at, acts(), c.acts, err)
		}
	}
	for _, c := range []struct {
		last, scheduled time.Time
		missed          bool
	}{{first, first, false}, {first, s.config.Purge.At.Next(first), true}, {time.Time{}, first, true},
		{time.Time{}, s.config.Purge.At.Previous(time.Now()), false}} { // the store is younger
		if missed, err := s.purgeMissed(t.Context(), c.last, c.scheduled); err != nil || missed != c.missed {
			t.Errorf("done at %s, scheduled at %s: missed %v; %v", c.last, c.scheduled, missed, err)
		}
	}
}
