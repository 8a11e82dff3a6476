package bolt

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

// roomy makes a store in which most pages are free.
func roomy(t *testing.T) (path string, content string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "otklik.db")
	s := mustOpen(t, path)
	var many []inbox.Message
	for i := range 400 {
		many = append(many, message(fmt.Sprint(i), strings.Repeat("Не горит фонарь. ", 10+i%30)))
	}
	mustCommit(t, s, many...)
	if _, err := s.EvaluatePending(t.Context(), nil, always(judgeOpen)); err != nil {
		t.Fatal(err)
	}
	ballast := bytes.Repeat([]byte("x"), 1<<20)
	noError(t, s.update(t.Context(), "fill", func(t *tx) error {
		return t.bucket(bucketCursors).Put([]byte("ballast"),
			ballast)
	}))
	noError(t, s.update(t.Context(), "empty",
		func(t *tx) error { return t.bucket(bucketCursors).Delete([]byte("ballast")) }))
	if free, err := s.Reclaimable(); err != nil || free < 1<<20 {
		t.Fatalf("%d bytes are free, want the ballast's: %v", free, err)
	}
	noError(t, s.Close())
	return path, contentOf(t, path)
}

// Whatever a store holds, compacting never leaves it bigger, and a second time changes nothing.
func TestCompactNeverLeavesAStoreBigger(t *testing.T) {
	for _, messages := range []int{0, 1, 7, 40, 150, 400, 1000} {
		path := filepath.Join(t.TempDir(), "otklik.db")
		s := mustOpen(t, path)
		for i := range messages {
			mustCommit(t, s, message(fmt.Sprint(i), strings.Repeat("Не горит фонарь. ", i%30)))
		}
		noError(t, s.Close())
		size := func() int64 {
			t.Helper()
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			return info.Size()
		}
		content, first := contentOf(t, path), size()
		for range 2 {
			before, after, err := Compact(t.Context(), path, Options{}, nil)
			if err != nil || before != first || size() > before || after <= before && size() != after {
				t.Errorf("%d messages: %d bytes, then %d (said: %d, %d): %v", messages, first, size(), before,
					after, err)
			}
			first = size()
		}
		// What would not be worth it is left alone.
		if _, _, err := compact(t.Context(), path, Options{}, nil,
			func(int64, int64) bool { return false }); err != nil || size() != first {
			t.Errorf("%d messages: %v", messages, err)
		}
		if _, err := os.Stat(path + ".compacting"); err == nil || contentOf(t, path) != content {
			t.Errorf("%d messages: something is left, or lost", messages)
		}
		s = mustOpen(t, path) // it can be written again
		mustCommit(t, s, message("more", strings.Repeat("Не горит фонарь. ", 30)))
		noError(t, s.Close())
	}
}

// contentOf is a digest of every key and value.
func contentOf(t *testing.T, path string) string {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	err = db.View(func(t *bbolt.Tx) error {
		return t.ForEach(func(name []byte, b *bbolt.Bucket) error {
			fmt.Fprintf(sum, "bucket %q\n", name)
			return b.ForEach(func(k, v []byte) error { _, err := fmt.Fprintf(sum, "%q %q\n", k, v); return err })
		})
	})
	noError(t, errors.Join(err, db.Close()))
	return fmt.Sprintf("%x", sum.Sum(nil))
}

func fileHas(t *testing.T, path, text string) bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(data, []byte(text))
}

func TestCompactKeepsAllAndGivesTheRoomBack(t *testing.T) {
	path, content := roomy(t)
	if !fileHas(t, path, "xxxxxxxx") {
		t.Fatal("the deleted value is not in the old file: the test would show nothing")
	}
	noError(t, os.Chmod(path, 0o640))
	steps := map[string]bool{}
	before, after, err := Compact(t.Context(), path, Options{}, func(step string, _, _ int64) { steps[step] = true })
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() != after || after > before-1<<20 {
		t.Errorf("%d bytes before, %d after, %d on the disk: %v", before, after, info.Size(), err)
	}
	if info.Mode() != 0o640 {
		t.Errorf("the mode became %v", info.Mode())
	}
	if got := contentOf(t, path); got != content {
		t.Error("another content than before")
	}
	if fileHas(t, path, "xxxxxxxx") {
		t.Error("what was deleted is still in the file")
	}
	for _, step := range []string{"checking pages", "compacting", "checking records", "replacing"} {
		if !steps[step] {
			t.Errorf("no progress was told of %q", step)
		}
	}
	for _, left := range []string{".compacting", ".holder"} {
		if _, err := os.Stat(path + left); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s was left", left)
		}
	}
	s := mustOpen(t, path)
	mustCommit(t, s, message("new", "Ещё одно сообщение"))
	if problems, err := s.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
}

// killAt is the step at which the child of a test kills itself.
const killAt = "OTKLIK_TEST_KILL_AT"

// TestCompactInAChild is not a test of its own: the next one runs it in a process that dies on the way.
func TestCompactInAChild(t *testing.T) {
	at, path, child := strings.Cut(os.Getenv(killAt), "@")
	if !child {
		t.Skip("runs as the child of another test")
	}
	_, _, err := Compact(context.Background(), path, Options{}, func(step string, _, _ int64) {
		if step == at {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	})
	t.Fatalf("the step %q never came: %v", at, err)
}

func TestCompactKilledAtAnyStepLosesNothing(t *testing.T) {
	path, content := roomy(t)
	for _, step := range []string{"checking pages", "compacting", "checking the new file", "checking records",
		"replacing", "replaced"} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCompactInAChild$")
		cmd.Env = append(os.Environ(), killAt+"="+step+"@"+path)
		out, err := cmd.CombinedOutput()
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() ||
			status.Signal() != syscall.SIGKILL {
			t.Fatalf("at %q the process was not killed: %v\n%s", step, err, out)
		}
		s := mustOpen(t, path)
		if problems, err := s.Check(t.Context()); err != nil || len(problems) > 0 {
			t.Fatalf("killed at %q: %v, %v", step, problems, err)
		}
		noError(t, s.Close())
		if contentOf(t, path) != content {
			t.Fatalf("killed at %q: the content changed", step)
		}
	}
	if _, _, err := Compact(t.Context(), path, Options{}, nil); err != nil {
		t.Fatalf("after the kills: %v", err)
	}
	if contentOf(t, path) != content {
		t.Error("the last compaction changed the content")
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestCompactThatFailsChangesNothing(t *testing.T) {
	path, content := roomy(t)
	cancelled, cancel := context.WithCancel(t.Context())
	_, _, err := Compact(cancelled, path, Options{}, func(step string, _, _ int64) {
		if step == "compacting" {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, _, err := Compact(t.Context(), path, Options{maxSize: 400 << 10}, nil); err == nil ||
		!strings.Contains(err.Error(), "as it was") {
		t.Errorf("a disk too small: %v", err)
	}
	held := mustOpen(t, path)
	var busy *store.BusyError
	if _, _, err := Compact(t.Context(), path, Options{Wait: -1}, nil); !errors.As(err, &busy) ||
		busy.Holder != "otklik test" {
		t.Errorf("held by another: %v", err)
	}
	noError(t, held.Close())
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	if contentOf(t, path) != content {
		t.Error("the content changed")
	}
	if _, _, err := Compact(t.Context(), filepath.Join(t.TempDir(), "none.db"), Options{}, nil); !errors.Is(err,
		os.ErrNotExist) {
		t.Errorf("no store: %v", err)
	}
}

// A process that had opened the old file before it was replaced, and gets its lock afterwards, must not write into a
// file that has no name any more.
func TestAReplacedFileTakesNoMoreWrites(t *testing.T) {
	path, _ := roomy(t)
	late, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Compact(t.Context(), path, Options{}, nil); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{OpenFile: func(string, int, os.FileMode) (*os.File,
		error) {
		return late, nil
	}})
	if err == nil {
		_ = db.Close()
		t.Fatal("the replaced file could be opened and written to")
	}
	if !errors.Is(explain(err), store.ErrNotStore) {
		t.Error(err)
	}
	if late, err = os.OpenFile(path, os.O_RDWR, 0); err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	kept := path + ".kept"
	if err := os.Link(path, kept); err != nil {
		t.Skipf("no links here: %v", err)
	}
	content := contentOf(t, kept)
	if _, _, err := Compact(t.Context(), path, Options{}, nil); err != nil {
		t.Fatal(err)
	}
	if contentOf(t, kept) != content {
		t.Error("a link to the old file was spoiled")
	}
}

func TestHoldKeepsOthersAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "otklik.db")
	noError(t, os.WriteFile(path, []byte("no store at all"), 0o600))
	release, err := Lock(t.Context(), path, Options{Purpose: "otklik restore"})
	if err != nil {
		t.Fatal(err)
	}
	var busy *store.BusyError
	if _, err := Lock(t.Context(), path, Options{Wait: -1}); !errors.As(err, &busy) ||
		busy.Holder != "otklik restore" || busy.PID != os.Getpid() {
		t.Errorf("a second hold: %v", err)
	}
	noError(t, release())
	release, err = Lock(t.Context(), path, Options{Wait: -1})
	if err != nil {
		t.Fatal(err)
	}
	noError(t, release())
}

// Whatever bytes of the file are flipped, looking for damage neither crashes nor changes anything, and a structure that
// is found whole can be read as a whole.
func TestFlippedPagesAreFound(t *testing.T) {
	path, _ := roomy(t)
	if _, _, err := Compact(t.Context(), path, Options{}, nil); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	pageSize := os.Getpagesize()
	broken := filepath.Join(t.TempDir(), "broken.db")
	look := func(name string, data []byte, must bool) (found bool) {
		t.Helper()
		noError(t, os.WriteFile(broken, data, 0o600))
		_, err := VerifyAll(t.Context(), broken, Options{}, nil)
		if err == nil && must {
			t.Errorf("seed %d, %s: not found", seed, name)
		}
		return err != nil
	}
	if look("nothing", whole, false) {
		t.Fatal("an unchanged store is called damaged")
	}
	found := 0
	const rounds = 150
	for range rounds {
		data := bytes.Clone(whole)
		data[random.IntN(len(data))] ^= 1 << random.IntN(8)
		if look("a bit", data, false) {
			found++
		}
	}
	t.Logf("%d of %d single flipped bits found", found, rounds)
	heads := 0
	for page := 2; page < len(whole)/pageSize; page++ { // the id of every page that is in use
		data := bytes.Clone(whole)
		data[page*pageSize] ^= 0x40
		if look("a page's id", data, false) {
			heads++
		}
	}
	t.Logf("%d of %d pages with another id found; the others are free or continue a page", heads, len(whole)/pageSize-2)
	for name, change := range map[string]func([]byte){
		"zeroed pages": func(d []byte) { clear(d[4*pageSize:]) },
		"noise": func(d []byte) {
			for i := 2 * pageSize; i < len(d); i++ {
				d[i] = byte(random.Uint32())
			}
		},
		"shifted pages": func(d []byte) { copy(d[3*pageSize:], bytes.Clone(d[2*pageSize:])) },
		"both heads":    func(d []byte) { d[boltHeader] ^= 1; d[pageSize+boltHeader] ^= 1 },
	} {
		data := bytes.Clone(whole)
		change(data)
		look(name, data, true)
	}
	for _, size := range []int{0, 1, 100, pageSize, 3 * pageSize, len(whole) / 2} {
		look(fmt.Sprintf("cut to %d bytes", size), whole[:size], true)
	}
}

// FuzzStructure changes a store anywhere: neither the walk nor, where it finds nothing, bbolt may crash.
func FuzzStructure(f *testing.F) {
	path := filepath.Join(f.TempDir(), "otklik.db")
	s, err := Open(path, Options{noSync: true})
	if err != nil {
		f.Fatal(err)
	}
	batch := inbox.Batch{Next: []byte("1")}
	for i := range 60 {
		batch.Messages = append(batch.Messages, message(fmt.Sprint(i), strings.Repeat("Яма на дороге. ", 5)))
	}
	if _, err := s.Commit(context.Background(), "vk", nil, batch); err != nil {
		f.Fatal(err)
	}
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte{1}, uint32(8192), []byte{0xff, 0xff})
	f.Add(uint32(4096*3+10), []byte{0xff, 0xff}, uint32(4096*5+16), []byte{9, 9, 9, 9})
	f.Fuzz(func(t *testing.T, at uint32, one []byte, then uint32, two []byte) {
		data := bytes.Clone(whole)
		copy(data[int(at)%len(data):], one)
		copy(data[int(then)%len(data):], two)
		broken := filepath.Join(t.TempDir(), "broken.db")
		noError(t, os.WriteFile(broken, data, 0o600))
		_, _ = VerifyAll(t.Context(), broken, Options{}, nil)
	})
}

// A copy that is read through Backup is the store, page by page.
func TestBackupOfACompactedStoreIsWhole(t *testing.T) {
	path, content := roomy(t)
	if _, _, err := Compact(t.Context(), path, Options{}, nil); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, path)
	copied := filepath.Join(t.TempDir(), "copy.db")
	f, err := os.Create(copied)
	if err != nil {
		t.Fatal(err)
	}
	noError(t, errors.Join(s.Backup(t.Context(), io.Writer(f)), f.Close()))
	if stats, err := VerifyAll(t.Context(), copied, Options{}, nil); err != nil || len(stats.Channels) != 1 ||
		stats.Channels[0].Stored != 400 {
		t.Fatal(stats, err)
	}
	if contentOf(t, copied) != content {
		t.Error("the copy has another content")
	}
}
