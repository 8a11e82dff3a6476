package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

// A text that somebody guesses cannot be found by its hash.
func TestHashesOfTextsAreKeyed(t *testing.T) {
	hashes := func(o Options) (out map[string]bool) {
		out = map[string]bool{}
		s, err := Open(filled(t, o), o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.view(t.Context(), "look", func(tx *tx) error {
			return tx.bucket(bucketWordings).ForEach(func(k, _ []byte) error {
				out[string(k[:wordingSize])] = true
				return nil
			})
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	plain, first, second := hashes(Options{}), hashes(Options{Key: newKey(t, 1)}), hashes(Options{Key: newKey(t, 1)})
	if len(plain) != 2 || len(first) != 2 || len(second) != 2 {
		t.Fatal(len(plain), len(first), len(second))
	}
	for h := range first {
		if plain[h] || second[h] {
			t.Error("the hash of a text is the same in two stores")
		}
	}
}

func TestKeyCannotBePrinted(t *testing.T) {
	secret := []byte("0123456789abcdefFEDCBA9876543210")
	k, err := NewKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	logger.Info("a key", "key", k, "options", Options{Key: k, OldKeys: []*Key{k}})
	text := log.String()
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
		text += fmt.Sprintf(format, k) + fmt.Sprintf(format, *k)
	}
	for _, secret := range []string{string(secret), fmt.Sprintf("%x", secret), fmt.Sprintf("%d", secret[:4])} {
		if strings.Contains(text, secret) {
			t.Errorf("the key is shown: %s", text)
		}
	}
	if strings.Contains(text, k.ID()) || strings.Contains(string(secret), k.ID()) {
		t.Error("the fingerprint shows a part of the key, or the key is printed")
	}
	for _, size := range []int{0, 16, 31, 33, 64} {
		if _, err := NewKey(make([]byte, size)); err == nil {
			t.Errorf("a key of %d bytes was taken", size)
		}
	}
}

// fewAtOnce is how many values the tests seal in one transaction, so that a small store needs several.
const fewAtOnce = 300

// many fills a store with more values than that.
func many(t testing.TB, o Options) string {
	t.Helper()
	path := filled(t, o)
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	batch := inbox.Batch{Next: []byte("2")}
	for i := range 2 * fewAtOnce {
		m := message(fmt.Sprint(100+i), "Сгоревшая подстанция "+fmt.Sprint(i))
		m.Thread = fmt.Sprintf("-1_%d", i/100)
		m.Author.Name, m.Raw = "Канарейкина Ольга", nil
		batch.Messages = append(batch.Messages, m)
	}
	_, err = s.Commit(t.Context(), "vk", []byte("курсор-канарейка"), batch)
	if err == nil {
		_, err = s.EvaluatePending(t.Context(), nil, always(judgeCanary))
	}
	noError(t, errors.Join(err, s.Close()))
	return path
}

// Every task is stopped after each of its transactions, as a kill would, goes on from there, and ends with the same
// contents. In between others read and write.
func TestTasksGoOnWhereTheyWereStopped(t *testing.T) {
	one, two := newKey(t, 1), newKey(t, 2)
	for _, c := range []struct {
		task        string
		begin, with Options
		run         func(*Shared, context.Context) (int, error)
		lost        []Options // what does not open the store once the task was begun
	}{
		{taskEncrypt, Options{}, Options{Key: one},
			func(s *Shared, ctx context.Context) (int, error) { return s.Encrypt(ctx, nil) },
			[]Options{{}, {Key: two}}},
		{taskRotate, Options{Key: one}, Options{Key: two, OldKeys: []*Key{one}},
			func(s *Shared, ctx context.Context) (int, error) { return s.Rotate(ctx, nil) },
			[]Options{{}, {Key: one}, {Key: two}}},
		{taskDecrypt, Options{Key: one}, Options{Key: one},
			func(s *Shared, ctx context.Context) (int, error) { return s.Decrypt(ctx, nil) },
			[]Options{{}, {Key: two}}},
	} {
		t.Run(c.task, func(t *testing.T) {
			path := many(t, c.begin)
			drawing := mustOpenWith(t, path, c.begin)
			err := drawing.update(t.Context(), "draw a salt",
				func(tx *tx) error { _, err := tx.salt(true); return err })
			noError(t, errors.Join(err, drawing.Close()))
			salt := saltOf(t, path, c.begin)
			before, _ := inspectWith(t, path, c.begin)
			opening := c.with
			opening.plain = true
			step := func(fn func(*Store) error) {
				t.Helper()
				s, err := Open(path, opening)
				if err != nil {
					t.Fatal(err)
				}
				noError(t, errors.Join(fn(s), s.Close()))
			}
			stops := 0
			stopped := func(lost []Options) {
				t.Helper()
				stops++
				for _, o := range lost {
					if s, err := Open(path, o); err == nil {
						_ = s.Close()
						t.Errorf("stop %d: opened without the keys", stops)
					}
				}
				copied := filepath.Join(t.TempDir(), "otklik.db")
				data, err := os.ReadFile(path)
				if err == nil {
					err = os.WriteFile(copied, data, 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
				meanwhile, stats := inspectWith(t, copied, c.with)
				if meanwhile != before || stats.Unfinished != c.task {
					t.Errorf("stop %d: %+v, other contents: %v", stops, stats, meanwhile != before)
				}
				if n, err := c.run(NewShared(copied, c.with), t.Context()); err != nil {
					t.Fatalf("stop %d: %d, %v", stops, n, err)
				}
				last := c.with
				last.OldKeys = nil
				if c.task == taskDecrypt {
					last = Options{}
				} else if seen := found(t, copied); len(seen) > 0 {
					t.Errorf("stop %d: the file shows %q", stops, seen)
				}
				if data, err := os.ReadFile(copied); err != nil ||
					bytes.Contains(data, salt) != (c.task == taskDecrypt) {
					t.Errorf("stop %d: the salt stands in the file: %v; %v", stops, bytes.Contains(data, salt), err)
				}
				if !bytes.Equal(saltOf(t, copied, last), salt) {
					t.Errorf("stop %d: another salt afterwards", stops)
				}
				if after, stats := inspectWith(t, copied, last); after != before || stats.Unfinished != "" {
					t.Errorf("stop %d: %+v, other contents afterwards: %v", stops, stats, after != before)
				}
			}
			todo := false
			step(func(s *Store) error { var err error; todo, err = s.beginTask(t.Context(), c.task); return err })
			for todo {
				stopped(c.lost)
				step(func(s *Store) error {
					var err error
					_, _, todo, err = s.resealSome(t.Context(), fewAtOnce)
					return err
				})
			}
			if c.task != taskDecrypt {
				stopped([]Options{{}}) // before the file is written again
			}
			if stops < 3 {
				t.Errorf("only %d steps: the store is too small for this test", stops)
			}
		})
	}
}

// A second change of keys may begin before the first has ended; nothing is opened without a key that is still needed.
func TestThreeKeys(t *testing.T) {
	ctx := t.Context()
	one, two, three := newKey(t, 1), newKey(t, 2), newKey(t, 3)
	path := many(t, Options{Key: one})
	before, _ := inspectWith(t, path, Options{Key: one})
	s, err := Open(path, Options{Key: two, OldKeys: []*Key{one}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.beginTask(ctx, taskRotate)
	if err == nil {
		_, _, _, err = s.resealSome(ctx, fewAtOnce)
	}
	noError(t, errors.Join(err, s.Close()))
	if _, err := Open(path, Options{Key: three, OldKeys: []*Key{two}}); !errors.Is(err, store.ErrWrongKey) ||
		!strings.Contains(err.Error(), one.ID()) {
		t.Error("the first key is still needed:", err)
	}
	if _, err := NewShared(path, Options{Key: two, OldKeys: []*Key{one}}).Decrypt(ctx, nil); err == nil ||
		!strings.Contains(err.Error(), "store rotate") {
		t.Error("decrypted while keys change:", err)
	}
	if _, err := NewShared(path, Options{Key: three, OldKeys: []*Key{two, one}}).Rotate(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if after, _ := inspectWith(t, path, Options{Key: three}); after != before {
		t.Error("other contents after two changes of keys")
	}
}

// A record that cannot be read does not keep the others from being sealed again, and is reported.
func TestRotateReportsWhatItCannotRead(t *testing.T) {
	one, two := newKey(t, 1), newKey(t, 2)
	path := filled(t, Options{Key: one})
	s, err := Open(path, Options{Key: one})
	if err != nil {
		t.Fatal(err)
	}
	ref, _ := refKey(&channel{}, message("2", "").Ref())
	err = s.db.Update(func(t *bbolt.Tx) error {
		b := t.Bucket([]byte(bucketPulls))
		k, v := b.Cursor().First()
		broken := bytes.Clone(v)
		broken[len(broken)-1] ^= 1
		return errors.Join(b.Put(bytes.Clone(k), broken), t.Bucket([]byte(bucketCorrections)).Delete(ref))
	})
	noError(t, errors.Join(err, s.Close()))
	var broken *store.CorruptError
	_, err = NewShared(path, Options{Key: two, OldKeys: []*Key{one}}).Rotate(t.Context(), nil)
	if !errors.As(err, &broken) || broken.Bucket != bucketPulls {
		t.Errorf("%v", err)
	}
}
