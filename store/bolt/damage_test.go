package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
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
	noError(t, s.Close())
	for _, page := range pages {
		for _, fill := range []byte{0, 0xff} {
			data := bytes.Clone(whole)
			copy(data[page*size:], bytes.Repeat([]byte{fill}, size))
			broken := filepath.Join(t.TempDir(), "broken.db")
			noError(t, os.WriteFile(broken, data, 0o600))
			for _, readOnly := range []bool{true, false} {
				s, err := Open(broken, Options{ReadOnly: readOnly})
				if err != nil {
					if noticed++; !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNotStore) {
						t.Logf("page %d: %v", page, err)
					}
					continue
				}
				if err := errors.Join(s.Each(t.Context(), func(inbox.Record) error { return nil }),
					s.Close()); err != nil {
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
	if err := s.db.View(func(tx *bbolt.Tx) error {
		root = int(tx.Cursor().Bucket().Root())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return root
}

// Whoever may write the file may write any number into it: each gives a sentence, also where bbolt would read beyond
// the file, and nothing is written outside of it.
func TestTamperedPagesNeverCrash(t *testing.T) {
	path, _ := roomy(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size, order := os.Getpagesize(), binary.NativeEndian
	meta, ok := newestMeta(bytes.NewReader(whole))
	if !ok {
		t.Fatal("no meta page")
	}
	broken := filepath.Join(t.TempDir(), "broken.db")
	noticed := 0
	try := func(what string, page uint64, change func(page []byte)) {
		data := bytes.Clone(whole)
		change(data[int(page)*size : int(page+1)*size])
		noError(t, os.WriteFile(broken, data, 0o600))
		for _, readOnly := range []bool{true, false} {
			s, err := Open(broken, Options{ReadOnly: readOnly})
			if err == nil {
				_, failed := s.Stats(t.Context())
				err = errors.Join(s.Each(t.Context(), func(inbox.Record) error { return nil }), failed, s.Close())
			}
			if err != nil {
				noticed++
			}
			if info, err := os.Stat(broken); err != nil || info.Size() > int64(len(whole))*2 {
				t.Errorf("%s of page %d: %v, %d bytes", what, page, err, info.Size())
			}
		}
	}
	for _, count := range []uint64{1 << 24, 1 << 50, 1 << 63} {
		try("free pages", meta.freelist, func(p []byte) {
			order.PutUint16(p[10:], 0xffff)
			order.PutUint64(p[16:], count)
		})
	}
	try("a far free page", meta.freelist, func(p []byte) { order.PutUint16(p[10:], 1); order.PutUint64(p[16:], 1<<30) })
	pages := []uint64{meta.root}
	for page := uint64(2); page < meta.high; page += 1 + meta.high/40 {
		pages = append(pages, page)
	}
	for _, page := range pages {
		try("count", page, func(p []byte) { order.PutUint16(p[10:], 0xfffe) })
		for field := range 4 {
			for _, value := range []uint32{0xfffffff0, 0x7ffffff0} {
				try("a key", page, func(p []byte) { order.PutUint32(p[boltHeader+4*field:], value) })
			}
		}
		try("a leaf that is a branch", page, func(p []byte) { order.PutUint16(p[8:], boltLeaf) })
	}
	if noticed < 20 {
		t.Errorf("only %d were noticed", noticed)
	}
}
