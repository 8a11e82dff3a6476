package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/app"
	"otklik/internal/sandbox/town"
)

func TestStoreStats(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	if r := b.otklik("store", "stats"); r.code != exitFailed || !strings.Contains(r.err, "there is no store") {
		t.Errorf("without a store: exit %d, %s", r.code, r.err)
	}
	b.must("collect")
	lines := b.export()
	var s app.StoreStats
	if err := json.Unmarshal([]byte(b.must("store", "stats", "--json").out), &s); err != nil {
		t.Fatal(err)
	}
	if s.Messages != len(lines) || len(s.Channels) != 2 || s.Format < 1 || s.Bytes <= 0 || s.Reclaimable < 0 ||
		s.Reclaimable >= s.Bytes || s.Created.IsZero() || s.Path != b.path("otklik.db") {
		t.Errorf("%+v", s)
	}
	info, err := os.Stat(b.path("otklik.db"))
	if err != nil || s.Bytes != info.Size() {
		t.Errorf("the file has %d bytes, stats say %d: %v", info.Size(), s.Bytes, err)
	}
	var before, after int64
	out := b.must("store", "compact").out
	if _, err := fmt.Sscanf(out[strings.Index(out, ": ")+1:], "%d bytes before, %d after", &before,
		&after); err != nil {
		t.Fatal(out, err)
	}
	if before != s.Bytes || before-after < s.Reclaimable/2 || before-after > 2*s.Reclaimable+s.Bytes/4 {
		t.Errorf("%d bytes of %d were to be won, compacting made %d to %d", s.Reclaimable, s.Bytes, before, after)
	}
	if text := b.must("store", "stats").out; !strings.Contains(text, "governor/vk: ") ||
		!strings.Contains(text, "made ") {
		t.Error(text)
	}
}

func TestStoreCommandsAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	for _, args := range [][]string{{"store"}, {"store", "mend"}, {"store", "check", "x"}, {"store", "compact", "x"}} {
		if r := b.otklik(args...); r.code != exitUsage {
			t.Errorf("%v: exit %d, %s", args, r.code, r.err)
		}
	}
	for _, args := range [][]string{{"store", "check"}, {"store", "compact"}} {
		if r := b.otklik(args...); r.code != exitFailed || !strings.Contains(r.err, "there is no store") {
			t.Errorf("%v: exit %d, %s", args, r.code, r.err)
		}
	}
}

// ballast leaves a megabyte of free pages in the store.
func (b *bench) ballast() {
	b.t.Helper()
	db, err := bbolt.Open(b.path("otklik.db"), 0o600, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	key := []byte("ballast")
	if err := errors.Join(
		db.Update(func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("cursors")).Put(key, bytes.Repeat([]byte("ballast"), 150_000))
		}),
		db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("cursors")).Delete(key) }),
		db.Close()); err != nil {
		b.t.Fatal(err)
	}
}

func TestStoreCompact(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	want := b.must("export").out
	b.ballast()
	if !strings.Contains(b.read("otklik.db"), "ballastballast") {
		t.Fatal("the file does not hold what was deleted: the test would show nothing")
	}
	before := len(b.read("otklik.db"))
	r := b.must("store", "compact")
	after := b.read("otklik.db")
	if len(after) > before-1_000_000 || strings.Contains(after, "ballastballast") ||
		!strings.Contains(r.out, "bytes before") {
		t.Errorf("%d bytes before, %d after: %s", before, len(after), r.out)
	}
	if b.must("export").out != want {
		t.Error("another export after compacting")
	}
	b.must("store", "check")
}

// Compactions that are killed beside collects lose nothing and double nothing.
func TestKilledCompactionsBesideCollects(t *testing.T) {
	t.Parallel()
	part := town.New(time.Now())
	part.Posts, part.Dialogs = part.Posts[:12], part.Dialogs[:30]
	b := newBench(t, part)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 4))
	b.must("collect")
	b.ballast()
	survived, took := 0, b.took("store", "compact")
	rounds := killRounds(t)
	for range rounds {
		b.ballast()
		beside, killed := b.process("collect"), b.process("store", "compact")
		if err := errors.Join(beside.Start(), killed.Start()); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(killMoment(random, took), func() { _ = killed.Process.Kill() })
		if killed.Wait() == nil {
			survived++
		}
		timer.Stop()
		_ = beside.Process.Kill()
		_ = beside.Wait()
		b.must("store", "check")
	}
	t.Logf("%d of %d compactions ended before they were killed", survived, rounds)
	b.must("store", "compact")
	b.must("collect")
	if _, err := os.Stat(b.path("otklik.db.compacting")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a half compaction was left")
	}
	whole := newBench(t, part)
	whole.must("collect")
	if want, got := summary(whole.export()), summary(b.export()); len(want) < 200 || !slices.Equal(want, got) {
		t.Errorf("%d messages after the kills, %d without", len(got), len(want))
	}
}
