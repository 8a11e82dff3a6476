package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.etcd.io/bbolt"

	"otklik/internal/sandbox/town"
	"otklik/store/bolt"
)

func TestRestoreRefusals(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	want := b.must("export").out
	b.must("backup", b.path("a.zst"))
	whole := b.read("a.zst")
	b.write("cut.zst", whole[:len(whole)/2])
	b.write("changed.zst", whole[:len(whole)-200]+"x"+whole[len(whole)-199:])
	b.write("text", "officials: []\n")
	db, err := bbolt.Open(b.path("newer.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucket([]byte("meta"))
		if err != nil {
			return err
		}
		return meta.Put([]byte("version"), []byte{0, 0, 0, 99})
	}), db.Close()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no file", []string{"restore"}, exitUsage, "name one file"},
		{"a missing file", []string{"restore", b.path("nowhere"), "--force"}, exitFailed, "no such file"},
		{"over a store", []string{"restore", b.path("a.zst")}, exitUsage, "--force"},
		{"the store itself", []string{"restore", b.path("otklik.db"), "--force"}, exitFailed, "the store itself"},
		{"cut", []string{"restore", b.path("cut.zst"), "--force"}, exitFailed, "the backup is damaged"},
		{"changed", []string{"restore", b.path("changed.zst"), "--force"}, exitFailed, "the backup is damaged"},
		{"a text", []string{"restore", b.path("text"), "--force"}, exitFailed, "the backup is damaged"},
		{"newer", []string{"restore", b.path("newer.db"), "--force"}, exitFailed, "newer version"},
		{"a key that is none", []string{"restore", b.path("a.zst"), "--force", "--identity", b.path("text")}, exitUsage,
			"no secret key"},
	} {
		if r := b.otklik(c.args...); r.code != c.code || !strings.Contains(r.err, c.want) {
			t.Errorf("%s: exit %d, %s", c.name, r.code, r.err)
		}
	}
	if b.must("export").out != want {
		t.Error("a refused restore changed the store")
	}
	if left, _ := filepath.Glob(b.path("otklik.db.before*")); len(left) > 0 {
		t.Errorf("refused restores kept %v", left)
	}
}

// A process that holds the store is named, and nothing is done.
// A backup from before the store was encrypted is not put back as plain text where a key is configured.
func TestAPlainBackupWhereAKeyIsConfigured(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	b.must("backup", b.path("plain.zst"))
	b.must("store", "key", "new", b.path("store.key"))
	b.configure("store:", "store:\n  key_file: "+b.path("store.key"))
	b.must("store", "encrypt")
	r := b.otklik("restore", b.path("plain.zst"), "--force")
	if r.code != exitFailed || !strings.Contains(r.err, "take the key out of the configuration, restore, put the key "+
		"back") || strings.Contains(r.err, ".restore-") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	b.configure("  key_file: "+b.path("store.key")+"\n", "")
	b.must("restore", b.path("plain.zst"), "--force")
	b.configure("store:", "store:\n  key_file: "+b.path("store.key"))
	b.must("store", "encrypt")
	b.must("store", "check")
}

func TestRestoreWhileTheStoreIsHeld(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	b.must("backup", b.path("a.zst"))
	s, err := bolt.Open(b.path("otklik.db"), bolt.Options{Purpose: "otklik collect"})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for _, args := range [][]string{{"restore", b.path("a.zst"), "--force"}, {"store", "compact"}, {"store", "check"}} {
		all.Go(func() { // all of them wait out their five seconds
			r := b.otklik(args...)
			if r.code != exitFailed || !strings.Contains(r.err,
				fmt.Sprintf("in use by otklik collect (pid %d)", os.Getpid())) {
				t.Errorf("%v: exit %d, %s", args, r.code, r.err)
			}
		})
	}
	all.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b.must("restore", b.path("a.zst"), "--force")
}

// leaves are the numbers of the pages that hold something: damage to a page that is free hurts nobody.
func leaves(t *testing.T, path string) (numbers []int64) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.View(func(tx *bbolt.Tx) error {
		for n := 0; ; n++ {
			info, err := tx.Page(n)
			if err != nil || info == nil {
				return err
			}
			if info.Type == "leaf" {
				numbers = append(numbers, int64(n))
			}
		}
	})
	if err != nil || len(numbers) < 2 {
		t.Fatalf("pages %v, error %v", numbers, err)
	}
	return numbers
}

// Pages that were flipped, a file that was cut: said by check, mended by restore, the same export afterwards.
func TestDamageIsFoundAndRestored(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	want := b.must("export").out
	b.must("backup", b.path("a.zst"))
	page := int64(os.Getpagesize())
	for name, damage := range map[string]func(f *os.File, size int64) error{
		"a flipped page": func(f *os.File, size int64) error {
			_, err := f.WriteAt(make([]byte, page), page*leaves(t, f.Name())[0])
			return err
		},
		"two pages in each other's place": func(f *os.File, size int64) error {
			used := leaves(t, f.Name())
			a, b := page*used[0], page*used[len(used)-1]
			one, two := make([]byte, page), make([]byte, page)
			_, first := f.ReadAt(one, a)
			_, second := f.ReadAt(two, b)
			_, third := f.WriteAt(one, b)
			_, fourth := f.WriteAt(two, a)
			return errors.Join(first, second, third, fourth)
		},
		"both heads": func(f *os.File, size int64) error {
			_, err := f.WriteAt(make([]byte, 2*page), 0)
			return err
		},
		"a cut file": func(f *os.File, size int64) error { return f.Truncate(size / 3) },
		"all but the heads": func(f *os.File, size int64) error {
			_, err := io.CopyN(io.NewOffsetWriter(f, 2*page),
				strings.NewReader(strings.Repeat("\xff", int(size-2*page))), size-2*page)
			return err
		},
	} {
		f, err := os.OpenFile(b.path("otklik.db"), os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(damage(f, info.Size()), f.Close()); err != nil {
			t.Fatal(err)
		}
		r := b.otklik("store", "check")
		if r.code != exitFailed || !strings.Contains(r.out, "FAULT") || !strings.Contains(r.err, "is damaged") ||
			!strings.Contains(r.err, "restore") {
			t.Errorf("%s: check: exit %d\n%s%s", name, r.code, r.out, r.err)
		}
		if name == "a flipped page" {
			if r := b.otklik("store", "compact"); r.code != exitFailed || !strings.Contains(r.err, "damaged") {
				t.Errorf("compact: exit %d\n%s%s", r.code, r.out, r.err)
			}
		}
		b.must("restore", b.path("a.zst"), "--force")
		if got := b.must("export").out; got != want {
			t.Errorf("%s: another export after the restore", name)
		}
	}
	if kept, _ := filepath.Glob(b.path("otklik.db.before-restore-*")); len(kept) != 5 {
		t.Errorf("kept aside: %v", kept)
	}
}

// A backup from before a demand to be forgotten brings nobody back.
func TestRestoreForgetsAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	b.must("backup", b.path("old.zst"))
	var person line
	for _, l := range b.export() {
		if l.Channel == "governor/vk" && strings.Contains(l.Text, "нет отопления") {
			person = l
		}
	}
	mine := func() (n int) {
		for _, l := range b.export() {
			if l.Platform == "vk" && l.AuthorID == person.AuthorID {
				n++
			}
		}
		return n
	}
	before := mine()
	if r := b.must("restore", b.path("old.zst"), "--force"); strings.Contains(r.out, "forgotten") || mine() != before {
		t.Errorf("nobody had demanded anything:\n%s", r.out)
	}
	b.must("forget", "--author", "vk:"+person.AuthorID)
	all := len(b.export())
	b.must("collect")
	if before == 0 || mine() != 0 {
		t.Fatalf("%d messages, then %d", before, mine())
	}
	r := b.must("restore", b.path("old.zst"), "--force")
	if mine() != 0 || len(b.export()) != all || !strings.Contains(r.out, "was carried out again") {
		t.Errorf("%d messages are back\n%s", mine(), r.out)
	}
	if text := b.read("otklik.db"); strings.Contains(text, person.Text) {
		t.Error("its bytes are back")
	}
	b.must("collect")
	if mine() != 0 {
		t.Error("the next collect brings them back")
	}
	// The demand is known in the store that was renewed, too.
	if b.must("restore", b.path("old.zst"), "--force"); mine() != 0 {
		t.Error("a second restore brings them back")
	}
	b.must("store", "check")
	// Where the store is gone, its certificates are what is left of demands.
	if err := os.Remove(b.path("otklik.db")); err != nil {
		t.Fatal(err)
	}
	if r := b.must("restore", b.path("old.zst")); !strings.Contains(r.err, "run `otklik forget` for those") {
		t.Errorf("acts younger than the backup are not spoken of:\n%s%s", r.out, r.err)
	}
	// Where the store that was there cannot be read, a person is told to look.
	b.write("otklik.db", "nothing of a store")
	if r := b.otklik("restore", b.path("old.zst"), "--force"); r.code != exitDone ||
		!strings.Contains(r.err, "otklik forget") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
}

// What was written after the backup and forgotten since does not come back with the next collect, and no certificate
// loses its number to another.
func TestWhatWasForgottenAfterTheBackupStaysForgotten(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	b.must("backup", b.path("old.zst"))
	post := b.platform.Posts(town.VK)[0]
	if _, err := b.platform.AddComment(town.VK, post, 0, "А ещё на Заречной открыт люк у школы!", "", 0); err != nil {
		t.Fatal(err)
	}
	b.must("collect")
	author := ""
	for _, l := range b.export() {
		if strings.Contains(l.Text, "открыт люк") {
			author = l.AuthorID
		}
	}
	b.must("forget", "--author", "vk:"+author)
	first := b.read("acts/act-" + year() + "-1.txt")
	for _, again := range []string{"-2", "-3"} {
		b.must("restore", b.path("old.zst"), "--force")
		b.must("collect")
		for _, l := range b.export() {
			if l.Platform == "vk" && l.AuthorID == author {
				t.Errorf("%s is back", l.ID)
			}
		}
		b.read("acts/act-" + year() + again + ".txt")
	}
	if b.read("acts/act-"+year()+"-1.txt") != first {
		t.Error("the first act was overwritten")
	}
}

// What a certificate calls destroyed does not come back with a backup, also where the office keeps messages longer by
// now.
func TestRestoreDestroysAgainWhatWasTooOld(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"delete", "depersonalise"} {
		b := newBench(t, smallTown())
		b.keep("4h") // the town wrote five hours ago
		b.configure("purge: {", "purge: {mode: "+mode+", ")
		b.must("collect")
		b.must("backup", b.path("old.zst"))
		var words []string
		for _, l := range b.export() {
			if !l.Official {
				words = append(words, l.Text, l.Author)
			}
		}
		b.must("purge")
		left := len(b.export())
		b.configure("retention: 4h", "retention: 365d")
		r := b.must("restore", b.path("old.zst"), "--force")
		if n := len(b.export()); n != left || !strings.Contains(r.out, "was carried out again") {
			t.Errorf("%s: %d messages, want %d\n%s", mode, n, left, r.out)
		}
		for _, w := range words {
			if w != "" && strings.Contains(b.read("otklik.db"), w) {
				t.Errorf("%s: %q is back", mode, w)
			}
		}
		if r := b.must("restore", b.path("old.zst"), "--force"); len(b.export()) != left {
			t.Errorf("%s: a second restore brings it back\n%s", mode, r.out)
		}
		b.sound()
	}
}
