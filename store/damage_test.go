package store

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"otklik/inbox"
)

// A page that the disk lost, whichever it is, makes opening or reading fail with a sentence and never the program.
func TestLostPagesNeverCrash(t *testing.T) {
	path, _ := roomy(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := os.Getpagesize()
	noticed := 0
	pages := rand.Perm(len(whole) / size)[:24]
	for page := range 4 { // the heads, and what begins the rest
		pages = append(pages, page)
	}
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	pages = append(pages, s.rootPage(t)) // where every opening looks first
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		for _, fill := range []byte{0, 0xff} {
			data := bytes.Clone(whole)
			copy(data[page*size:], bytes.Repeat([]byte{fill}, size))
			broken := filepath.Join(t.TempDir(), "broken.db")
			if err := os.WriteFile(broken, data, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, readOnly := range []bool{true, false} {
				s, err := Open(broken, Options{ReadOnly: readOnly})
				if err != nil {
					if noticed++; !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotStore) {
						t.Logf("page %d: %v", page, err)
					}
					continue
				}
				if err := errors.Join(s.Each(t.Context(), func(inbox.Record) error { return nil }), s.Close()); err != nil {
					noticed++
				}
			}
		}
	}
	if noticed < 2 {
		t.Errorf("only %d of the losses were noticed", noticed)
	}
}

func (s *Store) rootPage(t *testing.T) int {
	t.Helper()
	var root int
	if err := s.db.View(func(tx *bolt.Tx) error {
		root = int(tx.Cursor().Bucket().Root())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return root
}
