package bolt

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

func newKey(t testing.TB, b byte) *Key {
	t.Helper()
	k, err := NewKey(bytes.Repeat([]byte{b}, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// canaries are put wherever somebody can write something into a store.
var canaries = []string{"Сгоревшая подстанция", "первоначальный текст", "Канарейкина Ольга",
	"https://vk.com/canary-url", "id-автора-4711",
	"raw-канарейка", "непонятый кусок", "отговорка оператора", "сводка про Канарейкину", "press@canary.example",
	"курсор-канарейка",
	"подробность сбоя", "предупреждение сбоя", "Канареечная улица", "довод канарейки"}

// alike takes only equal texts for the same.
type alike struct{}

func (alike) Fingerprint(m inbox.Message) uint64 {
	h := fnv.New64a()
	h.Write([]byte(m.Text))
	return h.Sum64()
}
func (alike) Subject(string) []uint32              { return []uint32{1} }
func (alike) CountDistinct(matters [][]uint32) int { return len(matters) }

func judgeCanary(t inbox.Thread) (out []inbox.MessageStatus) {
	for _, m := range t.Messages {
		out = append(out, inbox.MessageStatus{Ref: m.Ref(), Assessment: inbox.Assessment{Street: "Канареечная улица",
			Reasons: []inbox.Reason{{Words: "довод канарейки"}}},
			History: []inbox.Change{{At: m.Sent, State: inbox.Open}}})
	}
	return out
}

// fillCanaries puts them all into a store.
func fillCanaries(t testing.TB, s *Store) {
	t.Helper()
	ctx := t.Context()
	m := message("1", "первоначальный текст")
	m.Author, m.URL, m.Raw = inbox.Author{ID: "id-автора-4711", Name: "Канарейкина Ольга"},
		"https://vk.com/canary-url", []byte("raw-канарейка, слово в слово")
	edited := m
	edited.Text = "Сгоревшая подстанция"
	_, err := s.Commit(ctx, "vk", nil, inbox.Batch{Messages: []inbox.Message{m, message("2", "другое")},
		Next:      []byte("1"),
		Undecoded: []inbox.Undecoded{{Channel: "governor/vk", ID: "9", Raw: []byte("непонятый кусок"), Problem: "?"}}})
	if err == nil {
		_, err = s.Commit(ctx, "vk", []byte("1"), inbox.Batch{Messages: []inbox.Message{edited},
			Next: []byte("курсор-канарейка")})
	}
	if err == nil {
		_, err = s.EvaluatePending(ctx, alike{}, always(judgeCanary))
	}
	key := store.DigestKey{ID: "morning", At: sentAt}
	err = errors.Join(err,
		rule(s, inbox.Correction{Ref: m.Ref(), At: sentAt, By: "я", Reason: "отговорка оператора"}),
		s.PutDigest(ctx, store.DigestRecord{Key: key, Data: []byte("сводка про Канарейкину")}),
		s.PutDelivery(ctx, store.Delivery{Key: key, Route: "mail", Data: []byte(`{"to":"press@canary.example"}`)}),
		s.Record(ctx, inbox.Pull{Source: "vk", Ended: sentAt, Channels: []inbox.ChannelID{"governor/vk"},
			Detail:   "подробность сбоя",
			Warnings: []string{"предупреждение сбоя"}}))
	if err != nil {
		t.Fatal(err)
	}
}

// found lists the canaries that stand in a file's bytes. Raw replies are compressed: stored blocks of flate keep words
// of a few bytes as they are, longer ones as they came first.
func found(t testing.TB, path string) (seen []string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range canaries {
		if bytes.Contains(data, []byte(c)) {
			seen = append(seen, c)
		}
	}
	return seen
}

// contents is all that can be read from a store.
func contents(t testing.TB, s *Store) string {
	t.Helper()
	ctx := t.Context()
	var out bytes.Buffer
	write := func(v any) {
		noError(t, json.NewEncoder(&out).Encode(v))
	}
	channels := []inbox.ChannelID{"governor/vk"}
	record := func(r inbox.Record) error { write(r); return nil }
	cursor, err := s.Cursor(ctx, "vk")
	coverage, err2 := s.Coverage(ctx, channels, nil, sentAt)
	digest, err3 := s.LastDigest(ctx, "morning")
	deliveries, err4 := s.Deliveries(ctx, store.DigestKey{})
	write([]any{cursor, coverage, digest, deliveries})
	err = errors.Join(err, err2, err3, err4, s.Each(ctx, record), s.Waiting(ctx, channels, record),
		s.Corrections(ctx, func(_ inbox.Record, r inbox.Correction) error { write(r); return nil }),
		s.Undecoded(ctx, channels[0], func(u inbox.Undecoded) error { write(u); return nil }),
		s.Raw(ctx, channels[0], func(ref inbox.Ref, at time.Time, raw []byte) error {
			write([]any{ref, at, raw})
			return nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
	return out.String()
}

// inspectWith gives the contents of a store file, once everything is evaluated.
func inspectWith(t testing.TB, path string, o Options) (text string, stats store.Stats) {
	t.Helper()
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.EvaluatePending(t.Context(), alike{}, always(judgeCanary)); err != nil {
		t.Error(err)
	}
	text = contents(t, s)
	stats, err = s.Stats(t.Context())
	noError(t, errors.Join(err, s.Close()))
	return text, stats
}

func filled(t testing.TB, o Options) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "otklik.db")
	s, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	fillCanaries(t, s)
	noError(t, s.Close())
	return path
}

func TestSealedFileShowsNothing(t *testing.T) {
	plain := filled(t, Options{})
	if seen := found(t, plain); len(seen) != len(canaries) {
		t.Fatalf("the search does not find what is there: only %q", seen)
	}
	sealed := filled(t, Options{Key: newKey(t, 1)})
	if seen := found(t, sealed); len(seen) > 0 {
		t.Errorf("the encrypted file shows %q", seen)
	}
	if _, stats := inspectWith(t, sealed, Options{Key: newKey(t, 1)}); stats.Version != 3 ||
		stats.Key != newKey(t, 1).ID() || stats.Unfinished != "" {
		t.Errorf("%+v", stats)
	}
	if _, stats := inspectWith(t, plain, Options{}); stats.Version != 1 || stats.Key != "" {
		t.Errorf("%+v", stats)
	}
}

func TestEncryptAndDecrypt(t *testing.T) {
	ctx := t.Context()
	key := newKey(t, 1)
	path := filled(t, Options{})
	before, _ := inspectWith(t, path, Options{})
	n, err := NewShared(path, Options{Key: key}).Encrypt(ctx, nil)
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
	if seen := found(t, path); len(seen) > 0 {
		t.Errorf("the encrypted file shows %q", seen)
	}
	if after, stats := inspectWith(t, path, Options{Key: key}); after != before || stats.Version != 3 ||
		stats.Unfinished != "" {
		t.Errorf("%+v: the encrypted store has\n%s\nbefore\n%s", stats, after, before)
	}
	if n, err := NewShared(path, Options{Key: key}).Encrypt(ctx, nil); n != 0 || err != nil {
		t.Error("encrypting again:", n, err)
	}
	if n, err := NewShared(path, Options{Key: key}).Decrypt(ctx, nil); n == 0 || err != nil {
		t.Fatal(n, err)
	}
	if after, stats := inspectWith(t, path, Options{}); after != before || stats.Version != 1 {
		t.Errorf("%+v: the decrypted store has\n%s\nbefore\n%s", stats, after, before)
	}
	if n, err := NewShared(path, Options{Key: key}).Decrypt(ctx, nil); n != 0 || err != nil {
		t.Error("decrypting again:", n, err)
	}
	none := NewShared(filepath.Join(t.TempDir(), "none.db"), Options{Key: key})
	if _, err := none.Encrypt(ctx, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Error("no store:", err)
	}
	if _, err := NewShared(path, Options{}).Encrypt(ctx, nil); err == nil {
		t.Error("encrypted without a key")
	}
}

// Which keys open which file; where they do not, not a byte is written.
func TestKeysThatDoNotFit(t *testing.T) {
	one, two := newKey(t, 1), newKey(t, 2)
	plain, sealed := filled(t, Options{}), filled(t, Options{Key: one})
	for name, c := range map[string]struct {
		path string
		o    Options
		want error
	}{
		"sealed, no key":          {sealed, Options{}, store.ErrSealed},
		"sealed, another key":     {sealed, Options{Key: two}, store.ErrWrongKey},
		"sealed, its key":         {sealed, Options{Key: one}, nil},
		"sealed, its key is old":  {sealed, Options{Key: two, OldKeys: []*Key{one}}, nil},
		"not sealed, a key":       {plain, Options{Key: one}, store.ErrNotSealed},
		"not sealed, no key":      {plain, Options{}, nil},
		"not sealed, an old key":  {plain, Options{OldKeys: []*Key{one}}, nil},
		"sealed, old ones do not": {sealed, Options{Key: two, OldKeys: []*Key{two}}, store.ErrWrongKey},
	} {
		for _, readOnly := range []bool{false, true} {
			before, err := os.ReadFile(c.path)
			if err != nil {
				t.Fatal(err)
			}
			c.o.ReadOnly = readOnly
			s, err := Open(c.path, c.o)
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
			if err == nil {
				err = s.Close()
			} else if strings.Contains(err.Error(), "damaged") {
				t.Errorf("%s: %v", name, err)
			}
			if after, err2 := os.ReadFile(c.path); c.want != nil && !bytes.Equal(before, after) || err2 != nil {
				t.Errorf("%s: the file was changed (%v, %v)", name, err, err2)
			}
		}
	}
	for name, task := range map[string]func(*Shared) (int, error){
		"encrypt": func(s *Shared) (int, error) { return s.Encrypt(t.Context(), nil) },
		"rotate":  func(s *Shared) (int, error) { return s.Rotate(t.Context(), nil) },
		"decrypt": func(s *Shared) (int, error) { return s.Decrypt(t.Context(), nil) },
	} {
		if n, err := task(NewShared(sealed, Options{Key: two})); n != 0 || !errors.Is(err, store.ErrWrongKey) {
			t.Errorf("%s with another key: %d, %v", name, n, err)
		}
	}
	if _, err := NewShared(plain, Options{Key: one}).Rotate(t.Context(), nil); !errors.Is(err, store.ErrNotSealed) {
		t.Error(err)
	}
}

// An earlier program knows format version 1 only.
func TestSealedFileIsOfALaterVersion(t *testing.T) {
	s, err := Open(filled(t, Options{Key: newKey(t, 1)}), Options{Key: newKey(t, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.db.View(func(t *bbolt.Tx) error {
		if v := binary.BigEndian.Uint32(t.Bucket([]byte(bucketMeta)).Get(keyVersion)); v != 3 {
			return fmt.Errorf("version %d", v)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

func TestSealedValueBelongsToItsPlace(t *testing.T) {
	ctx := t.Context()
	s, err := Open(filled(t, Options{Key: newKey(t, 1)}), Options{Key: newKey(t, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	one, _ := refKey(&channel{}, message("1", "").Ref())
	two, _ := refKey(&channel{}, message("2", "").Ref())
	key1, key2 := messageKey(one, sentAt), messageKey(two, sentAt)
	change := func(fn func(messages, statuses *bbolt.Bucket) error) {
		t.Helper()
		if err := s.db.Update(func(t *bbolt.Tx) error {
			return fn(t.Bucket([]byte(bucketMessages)), t.Bucket([]byte(bucketStatuses)))
		}); err != nil {
			t.Fatal(err)
		}
	}
	var original []byte
	change(func(m, _ *bbolt.Bucket) error { original = bytes.Clone(m.Get(key1)); return nil })
	for name, put := range map[string]func(m, v *bbolt.Bucket) error{
		"another record's value": func(m, _ *bbolt.Bucket) error { return m.Put(key1, bytes.Clone(m.Get(key2))) },
		"another bucket's value": func(m, v *bbolt.Bucket) error { return m.Put(key1, bytes.Clone(v.Get(key1))) },
		"a plain value":          func(m, _ *bbolt.Bucket) error { return m.Put(key1, []byte{0xa0}) },
		"a cut value":            func(m, _ *bbolt.Bucket) error { return m.Put(key1, original[:20]) },
		"a value with a flipped bit": func(m, _ *bbolt.Bucket) error {
			flipped := bytes.Clone(original)
			flipped[len(flipped)-20] ^= 1
			return m.Put(key1, flipped)
		},
	} {
		change(put)
		var broken *store.CorruptError
		if _, err := s.Message(ctx, message("1", "").Ref()); !errors.As(err, &broken) ||
			broken.Bucket != bucketMessages {
			t.Errorf("%s: %v", name, err)
		}
		if problems, err := s.Check(ctx); err != nil || len(problems) == 0 {
			t.Errorf("%s: nothing was found (%v)", name, err)
		}
		n := 0
		if err := s.Each(ctx, func(inbox.Record) error { n++; return nil }); err == nil || n != 1 {
			t.Errorf("%s: %d others are read, %v", name, n, err)
		}
	}
	change(func(m, _ *bbolt.Bucket) error { return m.Put(key1, original) })
	contents(t, s)
}
