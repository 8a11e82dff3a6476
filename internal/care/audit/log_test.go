package audit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func all(t *testing.T, j *Log, since time.Time) (entries []Entry, broken int) {
	t.Helper()
	broken, err := j.Read(t.Context(), since, func(e Entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries, broken
}

func note(t *testing.T, j *Log, e Entry) {
	t.Helper()
	if err := j.Note(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func TestNotesAreReadBackInTheirOrder(t *testing.T) {
	j := Beside(filepath.Join(t.TempDir(), "folder", "otklik.db"))
	if entries, broken := all(t, j, time.Time{}); len(entries)+broken != 0 {
		t.Error("a log that does not exist has entries")
	}
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.FixedZone("", 3*3600))
	note(t, j, Entry{At: at, Action: Export, Count: 7, Unmasked: true, Path: "-", User: "somebody else"})
	note(t, j, Entry{At: at.Add(time.Hour), Action: Open, Digest: "morning", Of: at})
	entries, _ := all(t, j, time.Time{})
	if len(entries) != 2 || entries[0].Action != Export || entries[0].Count != 7 || !entries[0].At.Equal(at) ||
		!entries[1].Of.Equal(at) {
		t.Fatalf("%+v", entries)
	}
	if e := entries[0]; e.UID != fmt.Sprint(os.Getuid()) || e.User == "" || e.User == "somebody else" {
		t.Errorf("the account is %q (%s)", e.User, e.UID)
	}
	if late, _ := all(t, j, at.Add(time.Minute)); len(late) != 1 || late[0].Action != Open {
		t.Errorf("since: %+v", late)
	}
	info, err := os.Stat(j.Path())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", err, info.Mode())
	}
}

func TestRotationLosesNothingAndIsBounded(t *testing.T) {
	j := Beside(filepath.Join(t.TempDir(), "otklik.db"))
	j.size = 1000
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range 60 {
		note(t, j, Entry{At: start.Add(time.Duration(n) * time.Second), Action: Export, Count: n + 1})
	}
	entries, broken := all(t, j, time.Time{})
	if len(entries) != 60 || broken != 0 || !slices.IsSortedFunc(entries,
		func(a, b Entry) int { return a.Count - b.Count }) {
		t.Errorf("%d entries, %d broken", len(entries), broken)
	}
	if aside := j.aside(); len(aside) < 3 {
		t.Errorf("put aside: %v", aside)
	}
	for n := range 600 {
		note(t, j, Entry{At: start.Add(time.Hour + time.Duration(n)*time.Second), Action: Export, Count: n + 1})
	}
	if aside := j.aside(); len(aside) != keptFiles {
		t.Errorf("%d files aside", len(aside))
	}
	if entries, _ := all(t, j, time.Time{}); entries[len(entries)-1].Count != 600 {
		t.Error("the newest entry is gone")
	}
}

func TestManyWritersAtOnce(t *testing.T) {
	store := filepath.Join(t.TempDir(), "otklik.db")
	var wait sync.WaitGroup
	for writer := range 8 {
		wait.Go(func() {
			j := Beside(store)
			j.size = 4000
			for n := range 25 {
				if err := j.Note(t.Context(), Entry{Action: Export, Count: writer*100 + n + 1}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	entries, broken := all(t, Beside(store), time.Time{})
	seen := map[int]bool{}
	for _, e := range entries {
		seen[e.Count] = true
	}
	if len(entries) != 200 || len(seen) != 200 || broken != 0 {
		t.Errorf("%d entries, %d different, %d broken", len(entries), len(seen), broken)
	}
}

func TestHalfALineStaysOne(t *testing.T) {
	j := Beside(filepath.Join(t.TempDir(), "otklik.db"))
	note(t, j, Entry{Action: Export})
	text, err := os.ReadFile(j.Path())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(j.Path(), append(text, `{"at":"2026-`...), 0o600); err != nil {
		t.Fatal(err)
	}
	note(t, j, Entry{Action: Brief})
	entries, broken := all(t, j, time.Time{})
	if len(entries) != 2 || entries[1].Action != Brief || broken != 1 {
		t.Errorf("%+v, %d broken", entries, broken)
	}
}

func TestAFailureIsSaid(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "otklik.db.access.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	j := Beside(filepath.Join(folder, "otklik.db"))
	if err := j.Note(t.Context(), Entry{Action: Export}); err == nil || !strings.Contains(err.Error(), "access log") {
		t.Errorf("a folder in its place: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	good := Beside(filepath.Join(folder, "other.db"))
	if err := good.Note(ended, Entry{Action: Export}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := os.Stat(good.Path()); err == nil {
		t.Error("a cancelled note was written")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"at":"2026-11-22T05:00:00Z","user":"a","uid":"1","action":"export"}` + "\n{}\n\x00\xff\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "log")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		j := &Log{path: path, size: standardSize}
		before, _ := all(t, j, time.Time{})
		note(t, j, Entry{Action: Export, Count: 4242})
		after, _ := all(t, j, time.Time{})
		if len(after) != len(before)+1 || after[len(before)].Count != 4242 {
			t.Errorf("%d entries before, %d after", len(before), len(after))
		}
	})
}
