package backup_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"go.etcd.io/bbolt"

	"otklik/internal/care/backup"
	"otklik/internal/inbox"
	"otklik/store"
	"otklik/store/bolt"
)

var now = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

// place is a folder with a store and a folder for backups.
type place struct {
	store, folder string
	shared        *bolt.Shared
}

func newPlace(t *testing.T, messages int) place {
	t.Helper()
	p := place{store: filepath.Join(t.TempDir(), "otklik.db"), folder: t.TempDir()}
	p.shared = bolt.NewShared(p.store, bolt.Options{Purpose: "otklik test", Wait: -1})
	p.add(t, messages, "Не работает лифт, дом ")
	return p
}

func (p place) add(t *testing.T, messages int, text string) {
	t.Helper()
	var batch inbox.Batch
	for i := range messages {
		batch.Messages = append(batch.Messages, inbox.Message{Channel: "governor/vk", Platform: "vk",
			Kind: inbox.Comment, ID: fmt.Sprint(i),
			Thread: "-1_2", Text: text + fmt.Sprint(i), Sent: now.Add(-time.Hour),
			Author: inbox.Author{ID: fmt.Sprint(i % 7), Name: "Житель"}})
	}
	from, err := p.shared.Cursor(t.Context(), "vk")
	if err == nil {
		batch.Next = append([]byte("x"), from...)
		_, err = p.shared.Commit(t.Context(), "vk", from, batch)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// texts are those that the store holds.
func (p place) texts(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	if err := p.shared.Each(t.Context(),
		func(r inbox.Record) error { out.WriteString(r.Message.Text + "\n"); return nil }); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func (p place) job(file string, to ...*age.X25519Recipient) backup.Job {
	return backup.Job{Source: p.shared, Scratch: filepath.Dir(p.store), Options: p.shared.Options(),
		File: filepath.Join(p.folder, file), Recipients: to, Now: now}
}

func (p place) restoring(file string) backup.Restoring {
	return backup.Restoring{File: filepath.Join(p.folder, file), Store: p.store, Options: p.shared.Options(), Now: now}
}

// tidy fails where something else than the store and the named files is left.
func (p place) tidy(t *testing.T, names ...string) {
	t.Helper()
	for folder, want := range map[string][]string{filepath.Dir(p.store): {"otklik.db"}, p.folder: names} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			if !strings.Contains(e.Name(), ".before-restore-") {
				got = append(got, e.Name())
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) && !(folder != p.folder && len(got) == 0) {
			t.Errorf("%s holds %v, want %v", folder, got, want)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func put(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func newKey(t *testing.T) (*age.X25519Identity, string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "key")
	put(t, path, []byte("# made for a test\n"+key.String()+"\n"))
	return key, path
}

func TestThereAndBack(t *testing.T) {
	key, keyFile := newKey(t)
	for _, encrypted := range []bool{false, true} {
		t.Run(fmt.Sprintf("encrypted %v", encrypted), func(t *testing.T) {
			p := newPlace(t, 500)
			want := p.texts(t)
			job := p.job("a.zst")
			if encrypted {
				job.Recipients = backup.Recipients{key.Recipient()}
			}
			steps := map[string]bool{}
			job.Progress = func(step string, _, _ int64) { steps[step] = true }
			made, err := backup.Write(t.Context(), job)
			if err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(job.File)
			if err != nil || info.Mode() != 0o600 || info.Size() != made.Size || made.Messages != 500 ||
				made.Held <= 0 || made.Format < 1 {
				t.Errorf("%+v, %v, %v", made, info, err)
			}
			for _, step := range []string{"copying", "checking pages", "checking records", "compressing", "verifying",
				"replacing"} {
				if !steps[step] {
					t.Errorf("no progress was told of %q", step)
				}
			}
			p.tidy(t, "a.zst")
			if plain := bytes.Contains(read(t, job.File), []byte("otklik.backup/1")); plain == encrypted {
				t.Errorf("the header can be read: %v", plain)
			}
			if err := os.Remove(p.store); err != nil {
				t.Fatal(err)
			}
			r := p.restoring("a.zst")
			if encrypted {
				if _, err := backup.Restore(t.Context(), r); !errors.Is(err, backup.ErrEncrypted) {
					t.Errorf("without the key: %v", err)
				}
				_, other := newKey(t)
				if r.Keys, err = backup.ReadKeys(other); err != nil {
					t.Fatal(err)
				}
				if _, err := backup.Restore(t.Context(), r); !errors.Is(err, backup.ErrWrongKey) {
					t.Errorf("with another key: %v", err)
				}
				p.tidy(t, "a.zst")
				if r.Keys, err = backup.ReadKeys(keyFile); err != nil {
					t.Fatal(err)
				}
			}
			restored, err := backup.Restore(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if restored.Header != made.Header || restored.Aside != "" {
				t.Errorf("restored %+v, made %+v", restored, made.Header)
			}
			if got := p.texts(t); got != want {
				t.Error("other texts came back")
			}
			p.tidy(t, "a.zst")
		})
	}
}

// The backup opens without this program: zstd, and age before it, give the store's very bytes.
func TestOtherProgramsReadIt(t *testing.T) {
	if _, err := exec.LookPath("zstd"); err != nil {
		t.Skip("there is no zstd here")
	}
	p := newPlace(t, 50)
	made, err := backup.Write(t.Context(), p.job("a.zst"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zstd", "-dc", filepath.Join(p.folder, "a.zst")).Output()
	if err != nil || int64(len(out)) != made.Bytes {
		t.Errorf("%d bytes, want %d: %v", len(out), made.Bytes, err)
	}
}

func TestAnOldBackupIsReplacedAndNothingElse(t *testing.T) {
	p := newPlace(t, 10)
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	first := read(t, filepath.Join(p.folder, "a.zst"))
	p.add(t, 300, "Снова не работает лифт, дом ")
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first, read(t, filepath.Join(p.folder, "a.zst"))) {
		t.Error("the old backup stayed")
	}
	put(t, filepath.Join(p.folder, "config.yaml"), []byte("officials: []\n"))
	for _, file := range []string{filepath.Join(p.folder, "config.yaml"), p.store, p.folder} {
		job := p.job("a.zst")
		job.File = file
		if _, err := backup.Write(t.Context(), job); err == nil {
			t.Errorf("%s was replaced", file)
		}
	}
	if string(read(t, filepath.Join(p.folder, "config.yaml"))) != "officials: []\n" || p.texts(t) == "" {
		t.Error("another file was changed")
	}
	p.tidy(t, "a.zst", "config.yaml")
}

func TestRestoreKeepsWhatIsThere(t *testing.T) {
	p := newPlace(t, 20)
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	old := p.texts(t)
	p.add(t, 90, "Позднее сообщение ")
	late := p.texts(t)
	r := p.restoring("a.zst")
	if _, err := backup.Restore(t.Context(), r); !errors.Is(err, backup.ErrExists) {
		t.Errorf("over a store: %v", err)
	}
	r.Force = true
	err := p.shared.Do(t.Context(), func(*bolt.Store) error { _, err := backup.Restore(t.Context(), r); return err })
	var busy *store.BusyError
	if !errors.As(err, &busy) || busy.Holder != "otklik test" {
		t.Errorf("over a store that is in use: %v", err)
	}
	if p.texts(t) != late {
		t.Fatal("a refused restore changed the store")
	}
	first, err := backup.Restore(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if p.texts(t) != old || first.Aside != p.store+".before-restore-20261122T030000Z" {
		t.Errorf("kept as %s", first.Aside)
	}
	second, err := backup.Restore(t.Context(), r) // within the same second
	if err != nil || second.Aside == first.Aside {
		t.Errorf("the second was kept as %s: %v", second.Aside, err)
	}
	r.File = first.Aside // the way back
	if _, err := backup.Restore(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if p.texts(t) != late {
		t.Error("what was kept aside did not come back")
	}
	p.tidy(t, "a.zst")
}

// Whatever is cut or changed in a backup is found, and nothing is changed.
func TestDamagedBackupsAreRefused(t *testing.T) {
	key, keyFile := newKey(t)
	keys, err := backup.ReadKeys(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 2))
	for _, recipients := range []backup.Recipients{nil, {key.Recipient()}} {
		p := newPlace(t, 200)
		job := p.job("a.zst", recipients...)
		made, err := backup.Write(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		whole, want := read(t, job.File), p.texts(t)
		r := p.restoring("a.zst")
		r.Force, r.Keys = true, keys
		refused := func(name string, data []byte) {
			t.Helper()
			put(t, job.File, data)
			if _, err := backup.Restore(t.Context(), r); err == nil {
				t.Fatalf("seed %d, encrypted %v: %s was restored", seed, recipients != nil, name)
			} else if !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrWrongKey) &&
				!errors.Is(err, store.ErrNewer) {
				t.Errorf("seed %d, encrypted %v: %s: %v", seed, recipients != nil, name, err)
			}
		}
		for _, size := range []int{0, 3, 20, 100, 180, len(whole) / 2, len(whole) - 1} {
			refused(fmt.Sprintf("cut to %d bytes", size), whole[:size])
		}
		refused("bytes added", append(bytes.Clone(whole), "more"...))
		refused("twice the same", append(bytes.Clone(whole), whole...))
		refused("a text", []byte("officials: []\n"))
		for range 120 {
			data := bytes.Clone(whole)
			at := random.IntN(len(data))
			data[at] ^= 1 << random.IntN(8)
			put(t, job.File, data)
			restored, err := backup.Restore(t.Context(), r)
			// A bit that means nothing to the decoder does no harm.
			if err == nil && (p.texts(t) != want || restored.Header != made.Header) {
				t.Fatalf("seed %d, encrypted %v: byte %d changed, and another store came back: %+v", seed,
					recipients != nil, at, restored)
			}
		}
		if p.texts(t) != want {
			t.Fatal("a refused backup changed the store")
		}
		p.tidy(t, "a.zst")
	}
}

func TestANewerBackupSaysSo(t *testing.T) {
	p := newPlace(t, 5)
	db, err := bbolt.Open(p.store, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("meta")).Put([]byte("version"), []byte{0, 0, 0, 99})
	}), db.Close()); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(p.folder, "newer.db")
	put(t, newer, read(t, p.store))
	if err := os.Remove(p.store); err != nil {
		t.Fatal(err)
	}
	p.add(t, 5, "Старое ")
	want := p.texts(t)
	r := p.restoring("newer.db")
	r.Force = true
	if _, err := backup.Restore(t.Context(), r); !errors.Is(err, store.ErrNewer) {
		t.Errorf("a newer store: %v", err)
	}
	if _, err := backup.Write(t.Context(), p.job("a.zst")); err != nil {
		t.Fatal(err)
	}
	for old, replacement := range map[string]string{`"otklik.backup/1"`: `"otklik.backup/2"`,
		`"format":1`: `"format":9`} {
		data := read(t, filepath.Join(p.folder, "a.zst"))
		header, rest, _ := bytes.Cut(data[8:], []byte("\n"))
		changed := bytes.Replace(header, []byte(old), []byte(replacement), 1)
		if bytes.Equal(changed, header) {
			t.Fatalf("the header has no %s: %s", old, header)
		}
		sum := sha256.Sum256(changed)
		put(t, filepath.Join(p.folder, "b.zst"), slices.Concat(data[:8], changed,
			[]byte("\n"+hex.EncodeToString(sum[:])), rest[64:]))
		r.File = filepath.Join(p.folder, "b.zst")
		if _, err := backup.Restore(t.Context(), r); !errors.Is(err, store.ErrNewer) {
			t.Errorf("%s: %v", replacement, err)
		}
	}
	if p.texts(t) != want {
		t.Error("a refused backup changed the store")
	}
}
