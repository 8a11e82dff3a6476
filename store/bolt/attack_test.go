package bolt

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

// What somebody can find out who has the bytes of a store's file, and documents beside. Accounts are numbers: the
// attacks try all of a range that is known to hold the right ones, with every 32 bytes of the file for a key.

// The people of these tests, and the range that is tried.
const (
	firstAccount, lastAccount       = 77_700, 77_705
	walker, writer, asker, reporter = "77701", "77702", "77703", "77704"
)

// longAgo is past its time in these tests.
var longAgo = sentAt.Add(-400*24*time.Hour + 25*time.Minute + 17*time.Second)

func from(id, author string, kind inbox.Kind, sent time.Time, text string) inbox.Message {
	m := message(id, text)
	m.Author, m.Kind, m.Sent = inbox.Author{ID: author, Name: "Житель " + author}, kind, sent
	if kind == inbox.Direct {
		m.Thread = author
	}
	return m
}

// mentioning is an answer to the asker that names the person.
func mentioning() inbox.Message {
	m := from("22", "-1", inbox.Comment, sentAt, "[id"+asker+"|Проверка], Житель "+asker+", ответим")
	m.Author.Official, m.Addressee, m.ReplyTo = true, asker, "21"
	return m
}

// populated is a store with messages of everybody.
func populated(t *testing.T, o Options) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "otklik.db")
	s := mustOpenWith(t, path, o)
	mustCommit(t, s, from("11", walker, inbox.Comment, longAgo, "Когда починят мост?"),
		from("12", writer, inbox.Direct, longAgo.Add(time.Second), "Помогите?"),
		from("13", writer, inbox.Direct, longAgo.Add(time.Minute), "Где вы?"),
		from("21", asker, inbox.Comment, sentAt, "А свет?"), mentioning(),
		from("24", reporter, inbox.Comment, sentAt, "И вода?"), from("25", asker, inbox.Direct, sentAt, "Вы ответите?"))
	if _, err := s.EvaluatePending(t.Context(), alike{}, always(judgeCanary)); err != nil {
		t.Fatal(err)
	}
	noError(t, s.Close())
	return path
}

var (
	ofAge = store.PurgeOrder{Before: sentAt.Add(-365 * 24 * time.Hour), Mode: store.Delete,
		At: sentAt.Add(24 * time.Hour)}
	onDemand = store.PurgeOrder{Platform: "vk", Author: asker, Mode: store.Delete, At: sentAt.Add(24 * time.Hour)}
)

// purged carries an order out to its end and gives the pseudonyms of its documents.
func purged(t *testing.T, s *Shared, order store.PurgeOrder) (record store.PurgeRecord, rows []store.PurgeRow) {
	t.Helper()
	ctx := t.Context()
	id, err := s.BeginPurge(ctx, order)
	if err != nil {
		t.Fatal(err)
	}
	record, err = s.Erase(ctx, id, store.PurgeTools{Matcher: alike{}, Blank: []byte("{}")})
	if err == nil {
		_, _, err = s.Rewrite(ctx)
	}
	err = errors.Join(err, s.Rewritten(ctx, id, order.At),
		s.PurgeRows(ctx, id, func(r store.PurgeRow) error { rows = append(rows, r); return nil }),
		s.Certified(ctx, id, order.At))
	if err != nil {
		t.Fatal(err)
	}
	if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
	return record, rows
}

// saltOf is the salt as the program has it, with the key.
func saltOf(t *testing.T, path string, o Options) (salt []byte) {
	t.Helper()
	o.ReadOnly = true
	s := mustOpenWith(t, path, o)
	err := s.view(t.Context(), "look", func(tx *tx) error {
		stored, err := tx.salt(false)
		salt = bytes.Clone(stored)
		return err
	})
	if err := errors.Join(err, s.Close()); err != nil || len(salt) != saltSize {
		t.Fatalf("%d bytes of salt, %v", len(salt), err)
	}
	return salt
}

// turnedBack lists which of the guesses are found when every 32 bytes of a file are taken for the key of its hashes.
func turnedBack[T comparable](t *testing.T, path string, guesses int, hash func(key []byte, guess int) T,
	seen map[T]bool) (found []int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) == 0 {
		t.Fatal("there is nothing to be turned back")
	}
	guessed := map[int]bool{}
	for at := 0; at+saltSize <= len(data); at++ {
		key := data[at : at+saltSize]
		if bytes.Count(key, []byte{0}) > saltSize/2 {
			continue
		}
		for guess := range guesses {
			if !guessed[guess] && seen[hash(key, guess)] {
				guessed[guess] = true
				found = append(found, guess)
			}
		}
	}
	return found
}

func account(guess int) string { return strconv.Itoa(firstAccount + guess) }

const accounts = lastAccount - firstAccount + 1

// marksOf are the hashes of dialogs that anybody sees in a file.
func marksOf(t *testing.T, path string) map[string]bool {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	marks := map[string]bool{}
	if err := db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(bucketPurged)).ForEach(func(k, _ []byte) error {
			if k[channelSize] == purgedDialog {
				marks[string(k[channelSize+1:])] = true
			}
			return nil
		})
	}); err != nil {
		t.Fatal(err)
	}
	return marks
}

// correspondents are the accounts whose purged dialogs are found out.
func correspondents(t *testing.T, path string) []int {
	t.Helper()
	return turnedBack(t, path, accounts, func(key []byte,
		guess int) string {
		return string(hashed(key, "dialog", account(guess)))
	}, marksOf(t, path))
}

// copyOfFile is a store's file as somebody may have carried it away.
func copyOfFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	to := filepath.Join(t.TempDir(), "otklik.db")
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// Without the key nobody turns the hashes of an encrypted store back, however it came to be encrypted; and its salt
// stands nowhere in the file, free pages included.
func TestNobodyIsFoundInASealedFile(t *testing.T) {
	one, two := Options{Key: newKey(t, 1)}, Options{Key: newKey(t, 2)}
	purge := func(t *testing.T, path string, o Options) { purged(t, NewShared(path, o), ofAge) }
	earlier := func(t *testing.T) string { return copyOfFile(t, "testdata/v2-purged.db") }
	for name, c := range map[string]struct {
		o    Options
		make func(t *testing.T) string
	}{
		"encrypted from its beginning": {one, func(t *testing.T) string {
			path := populated(t, one)
			purge(t, path, one)
			return path
		}},
		"encrypted later": {one, func(t *testing.T) string {
			path := populated(t, Options{})
			purge(t, path, Options{})
			if len(correspondents(t, path)) != 1 {
				t.Error("the attack does not find what is there: it shows nothing")
			}
			if _, err := NewShared(path, one).Encrypt(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		"encrypted with another key": {two, func(t *testing.T) string {
			path := populated(t, one)
			purge(t, path, one)
			if _, err := NewShared(path, Options{Key: two.Key, OldKeys: []*Key{one.Key}}).Rotate(t.Context(),
				nil); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		"of an earlier version, encrypted again": {two, func(t *testing.T) string {
			path := earlier(t)
			if _, err := NewShared(path, two).Encrypt(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		"of an earlier version, with another key": {one, func(t *testing.T) string {
			path := earlier(t)
			if _, err := NewShared(path, Options{Key: one.Key, OldKeys: []*Key{two.Key}}).Rotate(t.Context(),
				nil); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		"of an earlier version, compacted": {two, func(t *testing.T) string {
			path := earlier(t)
			if _, _, err := NewShared(path, two).Compact(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		"of an earlier version, purged": {two, func(t *testing.T) string {
			path := earlier(t)
			purge(t, path, two)
			return path
		}},
	} {
		t.Run(name, func(t *testing.T) {
			path := c.make(t)
			if found := correspondents(t, path); len(found) > 0 {
				t.Errorf("the accounts %v are found without the key", found)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(data, saltOf(t, path, c.o)); n > 0 {
				t.Errorf("the salt stands %d times in the file", n)
			}
			s := mustOpenWith(t, path, c.o)
			defer s.Close()
			if stats, err := s.Stats(t.Context()); err != nil || stats.Version != Version || stats.Unfinished != "" {
				t.Errorf("%+v, %v", stats, err)
			}
			// What was purged is known all the same.
			known, err := s.Known(t.Context(), inbox.ThreadRef{Channel: "governor/vk", Kind: inbox.Direct, ID: writer})
			if err != nil || len(known) != 1 {
				t.Errorf("%+v, %v", known, err)
			}
		})
	}
}

// The salt comes back in clear with a decrypted store, and what was purged stays known.
func TestDecryptGivesTheSaltBack(t *testing.T) {
	o := Options{Key: newKey(t, 1)}
	path := populated(t, o)
	purged(t, NewShared(path, o), ofAge)
	salt := saltOf(t, path, o)
	if _, err := NewShared(path, o).Decrypt(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(saltOf(t, path, Options{}), salt) {
		t.Error("the decrypted store has another salt")
	}
	s := mustOpenWith(t, path, Options{})
	defer s.Close()
	if stats, err := s.Stats(t.Context()); err != nil || stats.Version != plainVersion {
		t.Errorf("%+v, %v", stats, err)
	}
	stats, err := s.Commit(t.Context(), "vk dialogs", nil,
		inbox.Batch{Messages: []inbox.Message{from("12", writer, inbox.Direct, longAgo, "Помогите?")},
			Next: []byte("2")})
	if err != nil || stats != (inbox.CommitStats{Expired: 1}) {
		t.Errorf("%+v, %v", stats, err)
	}
}

// With an unencrypted store after its purges and their documents in hand, nobody is found behind a pseudonym.
func TestPseudonymsOfDocumentsAreNotTurnedBack(t *testing.T) {
	path := populated(t, Options{})
	s := NewShared(path, Options{})
	people, records := map[string]bool{}, map[string]bool{}
	for _, order := range []store.PurgeOrder{ofAge, onDemand} {
		record, rows := purged(t, s, order)
		if record.Subject != "" {
			people[record.Subject] = true
		}
		for _, r := range rows {
			people[r.Subject], records[r.Message] = true, true
		}
		if !slices.IsSortedFunc(rows, func(a, b store.PurgeRow) int { return strings.Compare(a.Message, b.Message) }) {
			t.Error("the rows stand in another order than that of their pseudonyms, which may be that of sending")
		}
	}
	if len(people) != 3 || len(records) != 5 {
		t.Fatalf("%d people and %d records", len(people), len(records))
	}
	salt := saltOf(t, path, Options{})
	under := func(key []byte, guess int) string { return veiled(key, salt, "author", "vk", account(guess)) }
	for _, hash := range []func([]byte, int) string{under,
		func(key []byte, guess int) string { return pseudonym(key, "author", "vk", account(guess)) }} {
		for _, guess := range turnedBack(t, path, accounts, hash, people) {
			t.Errorf("%s is found behind a pseudonym", account(guess))
		}
	}
	comments := func(key []byte, guess int) string {
		return veiled(key, salt, "message", "governor/vk", string(inbox.Comment), "", strconv.Itoa(guess))
	}
	for _, guess := range turnedBack(t, path, 30, comments, records) {
		t.Errorf("comment %d is found behind a pseudonym", guess)
	}
	// While a purge runs its key is there, and the attack finds it.
	if _, err := s.BeginPurge(t.Context(), store.PurgeOrder{Platform: "vk", Author: reporter, Mode: store.Delete,
		At: sentAt}); err != nil {
		t.Fatal(err)
	}
	_, begun, err := s.Purges(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	running := map[string]bool{begun[len(begun)-1].Subject: true}
	if found := turnedBack(t, path, accounts, under, running); len(found) != 1 || account(found[0]) != reporter {
		t.Errorf("the attack finds %v: it shows nothing", found)
	}
}

// Somebody who may write the file puts back what was sealed earlier in the same place. Where the record waits, its copy
// tells; a change of keys ends it for every record.
func TestOlderValuePutBack(t *testing.T) {
	one, two := newKey(t, 1), newKey(t, 2)
	path := populated(t, Options{Key: one})
	ref, err := refKey(&channel{}, from("21", "", inbox.Comment, sentAt, "").Ref())
	if err != nil {
		t.Fatal(err)
	}
	key := messageKey(ref, sentAt)
	value := func(put []byte) (was []byte) {
		t.Helper()
		db, err := bbolt.Open(path, 0o600, nil)
		if err == nil {
			err = db.Update(func(tx *bbolt.Tx) error {
				b := tx.Bucket([]byte(bucketMessages))
				if was = bytes.Clone(b.Get(key)); put != nil {
					return b.Put(key, put)
				}
				return nil
			})
			err = errors.Join(err, db.Close())
		}
		if err != nil || was == nil {
			t.Fatal("the value cannot be exchanged", err)
		}
		return was
	}
	older := value(nil)
	edited := from("21", asker, inbox.Comment, sentAt, "А свет и вода?")
	if _, err := NewShared(path, Options{Key: one}).Commit(t.Context(), "vk wall", nil,
		inbox.Batch{Messages: []inbox.Message{edited}}); err != nil {
		t.Fatal(err)
	}
	found := func(o Options) int {
		t.Helper()
		problems, err := NewShared(path, o).Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(problems)
	}
	newer := value(older)
	if found(Options{Key: one}) == 0 {
		t.Error("the copy of a waiting message does not tell that its older value was put back")
	}
	value(newer)
	if _, err := NewShared(path, Options{Key: two, OldKeys: []*Key{one}}).Rotate(t.Context(), nil); err != nil ||
		found(Options{Key: two}) > 0 {
		t.Fatal(err)
	}
	value(newer)
	s := mustOpenWith(t, path, Options{Key: two, OldKeys: []*Key{one}})
	defer s.Close()
	var broken *store.CorruptError
	if r, err := s.Message(t.Context(), edited.Ref()); !errors.As(err, &broken) {
		t.Errorf("after a change of keys an older value opens: %q, %v", r.Message.Text, err)
	}
}
