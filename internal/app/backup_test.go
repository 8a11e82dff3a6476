package app

import (
	"errors"
	"os"
	"otklik/internal/care/backup"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestScheduledBackups(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.configure("officials:", "backup: {path: backups, schedule: '0 3 * * *', keep: 2}\nofficials:")
	b.collect()
	s := b.open()
	keep, err := s.keepBackups()
	if err != nil || keep == nil {
		t.Fatal(err)
	}
	names := func() (out []string) {
		entries, err := os.ReadDir(b.path("backups"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for _, e := range entries {
			out = append(out, e.Name())
		}
		return out
	}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, s.config.Location)
	for range 3 { // every minute, and only one backup
		keep(t.Context(), at)
		at = at.Add(time.Minute)
	}
	if got := names(); len(got) != 1 || got[0] != backup.Name(at.Add(-3*time.Minute), false) {
		t.Errorf("at the start: %v", got)
	}
	for at = time.Date(2026, 11, 23, 2, 58, 0, 0, s.config.Location); at.Hour() < 4; at = at.Add(time.Minute) {
		keep(t.Context(), at)
	}
	if got := names(); len(got) != 2 || got[1] != backup.Name(time.Date(2026, 11, 23, 3, 0, 0, 0, s.config.Location),
		false) {
		t.Errorf("after the night: %v", got)
	}
	keep(t.Context(), at.AddDate(0, 0, 9)) // nine nights suspended: one backup, the oldest goes
	if got := names(); len(got) != 2 || got[0] != backup.Name(time.Date(2026, 11, 23, 3, 0, 0, 0, s.config.Location),
		false) {
		t.Errorf("after nine nights: %v", got)
	}
	if stats, err := s.StoreStats(t.Context()); err != nil || stats.Backup == nil ||
		stats.Backup.At.Format(time.DateOnly) != "2026-12-02" {
		t.Errorf("%+v, %v", stats.Backup, err)
	}
	newest := filepath.Join(b.path("backups"), names()[1])
	if err := os.Truncate(b.path("otklik.db"), 9000); err != nil {
		t.Fatal(err)
	}
	late := at.AddDate(0, 0, 12)
	keep(t.Context(), late) // a store that cannot be read: said, and the good backups stay
	keep(t.Context(), late.Add(time.Minute))
	if log := b.log.String(); strings.Count(log, "scheduled backup failed") != 1 || len(names()) != 2 {
		t.Errorf("%v\n%s", names(), log)
	}
	check, err := s.CheckStore(t.Context(), func(string, int64, int64) {})
	if err != nil || len(check.Problems) == 0 || check.Backup != newest {
		t.Errorf("check: %+v, %v", check, err)
	}
	if _, err := s.Restore(t.Context(), Restoring{File: newest, Replace: true}); err != nil {
		t.Fatal(err)
	}
	keep(t.Context(), late.Add(afterFailure))
	if got := names(); len(got) != 2 || got[1] != backup.Name(late.Add(afterFailure), false) {
		t.Errorf("after the mending: %v", got)
	}
	b.configure("path: backups", "path: ''")
	s = b.open()
	if keep, err := s.keepBackups(); keep != nil || err != nil {
		t.Errorf("without a folder: %v", err)
	}
}
