package backup_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"otklik/internal/care/backup"
	"otklik/store"
	"otklik/store/bolt"
)

// A store of the first version is backed up and comes back.
func TestTheFirstVersionComesBack(t *testing.T) {
	p := newPlace(t, 0)
	put(t, p.store, read(t, "../../../store/bolt/testdata/v1.db"))
	want := p.texts(t)
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(p.store); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), p.restoring("a.zst")); err != nil {
		t.Fatal(err)
	}
	if want == "" || p.texts(t) != want {
		t.Error("other texts came back")
	}
}

// A damaged store gives no backup that would push out good ones, and is healed by one.
func TestADamagedStoreIsNotBackedUpButRestored(t *testing.T) {
	p := newPlace(t, 500)
	want := p.texts(t)
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	whole := read(t, p.store)
	page := os.Getpagesize()
	for name, data := range map[string][]byte{
		"zeroed pages": append(bytes.Clone(whole[:3*page]), make([]byte, len(whole)-3*page)...),
		"cut":          whole[:len(whole)/2],
		"a text":       []byte("not a store"),
		"empty":        {},
	} {
		put(t, p.store, data)
		if name == "zeroed pages" {
			source := copies{data}
			job := p.job("b.zst")
			job.Source = source
			if _, err := backup.Write(t.Context(), job); !errors.Is(err, store.ErrDamaged) ||
				!strings.Contains(err.Error(), "store check") {
				t.Errorf("%s: %v", name, err)
			}
		}
		r := p.restoring("a.zst")
		r.Force = true
		restored, err := backup.Restore(t.Context(), r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.texts(t) != want {
			t.Errorf("%s: other texts came back", name)
		}
		if !bytes.Equal(read(t, restored.Aside), data) {
			t.Errorf("%s: what was there was not kept as it was", name)
		}
	}
	p.tidy(t, "a.zst")
}

// copies is a source that gives the same bytes every time.
type copies struct{ data []byte }

func (c copies) Backup(_ context.Context, w io.Writer) error { _, err := w.Write(c.data); return err }

// fullDisk is a source that cannot go on writing.
type fullDisk struct{}

func (fullDisk) Backup(_ context.Context, w io.Writer) error {
	if _, err := w.Write(make([]byte, 10_000)); err != nil {
		return err
	}
	return &os.PathError{Op: "write", Path: "copy", Err: syscall.ENOSPC}
}

func TestBackupsThatFailLeaveNothing(t *testing.T) {
	p := newPlace(t, 300)
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	before := read(t, filepath.Join(p.folder, "a.zst"))
	for _, step := range []string{"copying", "checking pages", "checking records", "compressing", "verifying",
		"replacing"} {
		ctx, cancel := context.WithCancel(t.Context())
		job := p.job("a.zst")
		job.Progress = func(now string, _, _ int64) {
			if now == step {
				cancel()
			}
		}
		if _, err := backup.Write(ctx, job); !errors.Is(err, context.Canceled) ||
			!strings.Contains(err.Error(), "stopped") {
			t.Errorf("cancelled while %s: %v", step, err)
		}
		cancel()
	}
	job := p.job("a.zst")
	job.Source = fullDisk{}
	if _, err := backup.Write(t.Context(), job); !errors.Is(err, syscall.ENOSPC) ||
		!strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("a full disk: %v", err)
	}
	job = p.job("a.zst")
	job.File = filepath.Join(p.folder, "nowhere", "a.zst")
	if _, err := backup.Write(t.Context(), job); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	if !bytes.Equal(before, read(t, filepath.Join(p.folder, "a.zst"))) {
		t.Error("a failed backup changed the old one")
	}
	for _, step := range []string{"decoding", "checking pages", "checking records"} {
		ctx, cancel := context.WithCancel(t.Context())
		r := p.restoring("a.zst")
		r.Force = true
		r.Progress = func(now string, _, _ int64) {
			if now == step {
				cancel()
			}
		}
		if _, err := backup.Restore(ctx, r); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled while %s: %v", step, err)
		}
		cancel()
	}
	if kept, _ := filepath.Glob(p.store + ".before*"); len(kept) > 0 {
		t.Errorf("a restore that was stopped kept %v", kept)
	}
	p.tidy(t, "a.zst")
}

// killAt is where the child of a test kills itself: what is done, at which step, where the store is, where the backup.
const killAt = "OTKLIK_TEST_KILL_AT"

// TestInAChild is not a test of its own: the next one runs it in a process that dies on the way.
func TestInAChild(t *testing.T) {
	parts := strings.Split(os.Getenv(killAt), "@")
	if len(parts) != 4 {
		t.Skip("runs as the child of another test")
	}
	die := func(step string, _, _ int64) {
		if step == parts[1] {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	s := bolt.NewShared(parts[2], bolt.Options{Purpose: "otklik test"})
	var err error
	if parts[0] == "backup" {
		_, err = backup.Write(context.Background(),
			backup.Job{Source: s, Scratch: filepath.Dir(parts[2]), File: parts[3], Now: now, Progress: die})
	} else {
		_, err = backup.Restore(context.Background(),
			backup.Restoring{File: parts[3], Store: parts[2], Force: true, Now: now, Progress: die})
	}
	t.Fatalf("the step %q never came: %v", parts[1], err)
}

func TestKilledAtAnyStep(t *testing.T) {
	p := newPlace(t, 300)
	file := filepath.Join(p.folder, "a.zst")
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	old := p.texts(t)
	p.add(t, 400, "После копии ")
	late := p.texts(t)
	kill := func(what, step string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestInAChild$")
		cmd.Env = append(os.Environ(), killAt+"="+strings.Join([]string{what, step, p.store, file}, "@"))
		out, err := cmd.CombinedOutput()
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() ||
			status.Signal() != syscall.SIGKILL {
			t.Fatalf("%s at %q was not killed: %v\n%s", what, step, err, out)
		}
	}
	restores := func(want string) {
		t.Helper()
		other := place{store: filepath.Join(t.TempDir(), "otklik.db"), folder: p.folder}
		other.shared = bolt.NewShared(other.store, bolt.Options{})
		if _, err := backup.Restore(t.Context(), backup.Restoring{File: file, Store: other.store,
			Now: now}); err != nil {
			t.Fatal(err)
		}
		if other.texts(t) != want {
			t.Error("the backup holds something else")
		}
	}
	// What a kill leaves is swept by the next work at once: never are there two.
	left := func(folder, pattern string, want int) {
		t.Helper()
		if names, err := filepath.Glob(filepath.Join(folder, pattern)); err != nil || len(names) != want {
			t.Errorf("%s: the kills left %v, want %d: %v", pattern, names, want, err)
		}
	}
	for _, step := range []string{"copying", "checking pages", "checking records", "compressing", "verifying",
		"replacing"} {
		kill("backup", step)
		left(filepath.Dir(p.store), ".otklik-copy.otklik-*", 1)
		if step == "verifying" {
			left(p.folder, ".a.zst.otklik-*", 1)
		}
		restores(old)
		if p.texts(t) != late {
			t.Fatalf("a backup killed at %q changed the store", step)
		}
	}
	kill("backup", "replaced")
	restores(late)
	put(t, file, nil) // a backup of the old state again
	if err := os.Remove(p.store); err != nil {
		t.Fatal(err)
	}
	p.add(t, 300, "Не работает лифт, дом ")
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	old = p.texts(t)
	p.add(t, 400, "После копии ")
	late = p.texts(t)
	for _, step := range []string{"decoding", "checking pages", "checking records", "replacing", "kept aside"} {
		kill("restore", step)
		left(filepath.Dir(p.store), ".otklik.db.restoring.otklik-*", 1)
		if p.texts(t) != late {
			t.Fatalf("a restore killed at %q changed the store", step)
		}
	}
	kill("restore", "replaced")
	if p.texts(t) != old {
		t.Error("a restore killed after the last step did not take place")
	}
	r := p.restoring("a.zst")
	r.Force = true
	if _, err := backup.Restore(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	p.tidy(t, "a.zst")
}

// A copy that another process makes at this moment is not swept, however old its file looks.
func TestWorkOfOthersIsNotSwept(t *testing.T) {
	p := newPlace(t, 10)
	job := p.job("a.zst")
	job.Progress = func(step string, _, _ int64) {
		if step != "compressing" {
			return
		}
		left, _ := filepath.Glob(filepath.Join(filepath.Dir(p.store), ".otklik-copy.otklik-*"))
		if len(left) != 1 {
			t.Fatalf("%v", left)
		}
		if err := os.Chtimes(left[0], now, now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		job.Progress = nil
		second := p.job("b.zst")
		if _, err := backup.Write(t.Context(), second); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(left[0]); err != nil {
			t.Error("the copy in use was deleted")
		}
	}
	if _, err := backup.Write(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	p.tidy(t, "a.zst", "b.zst")
}

// A store whose values are encrypted is backed up and restored with its key, and only with it.
func TestSealedStores(t *testing.T) {
	key, err := bolt.NewKey(bytes.Repeat([]byte{7}, bolt.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	other, err := bolt.NewKey(bytes.Repeat([]byte{8}, bolt.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	p := place{store: filepath.Join(t.TempDir(), "otklik.db"), folder: t.TempDir()}
	p.shared = bolt.NewShared(p.store, bolt.Options{Key: key})
	p.add(t, 100, "Прорвало трубу, дом ")
	want := p.texts(t)
	made, err := backup.Write(t.Context(), p.job("a.zst"))
	if err != nil || made.Messages != 100 || made.Format != bolt.Version {
		t.Fatal(made, err)
	}
	if err := os.Remove(p.store); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]bolt.Options{"none": {}, "another": {Key: other}} {
		r := p.restoring("a.zst")
		r.Options = o
		if _, err := backup.Restore(t.Context(), r); !errors.Is(err, store.ErrSealed) &&
			!errors.Is(err, store.ErrWrongKey) {
			t.Errorf("with the key %s: %v", name, err)
		}
	}
	if _, err := backup.Restore(t.Context(), p.restoring("a.zst")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.shared.Compact(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if p.texts(t) != want {
		t.Error("other texts came back")
	}
	p.tidy(t, "a.zst")
}
