package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"os"
	"path/filepath"
	"testing"

	"otklik/internal/inbox"
	"otklik/store"
)

// A page that leads back to one above it, to itself, or to where another leads, at any place among its keys, is a
// sentence in every opening; bbolt would follow it until the process dies.
func TestPagesInACircleAreASentence(t *testing.T) {
	path, _ := roomy(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size, order := uint64(os.Getpagesize()), binary.NativeEndian
	meta, ok := newestMeta(bytes.NewReader(whole))
	if !ok {
		t.Fatal("no meta page")
	}
	reached := &outline{file: bytes.NewReader(whole), meta: meta, seen: make([]bool, meta.high)}
	if page, twice := reached.twice(meta.root, true); twice {
		t.Fatalf("a whole store: page %d is reached twice", page)
	}
	var branches []uint64
	for page, led := range reached.seen {
		if led && reached.kind(uint64(page)) == boltBranch {
			branches = append(branches, uint64(page))
		}
	}
	if len(branches) < 3 {
		t.Fatalf("only %d branches: the store is too small", len(branches))
	}
	broken := filepath.Join(t.TempDir(), "broken.db")
	for _, page := range branches {
		count := uint64(order.Uint16(whole[page*size+10:]))
		for _, other := range branches {
			for _, at := range []uint64{0, count / 2, count - 1} {
				data := bytes.Clone(whole)
				target := data[page*size+boltHeader+at*boltElement+8:]
				if order.Uint64(target) == other {
					continue // as it was
				}
				order.PutUint64(target, other)
				noError(t, os.WriteFile(broken, data, 0o600))
				for _, readOnly := range []bool{true, false} {
					s, err := Open(broken, Options{ReadOnly: readOnly})
					if err == nil {
						err = errors.Join(errors.New("it was opened"), s.Close())
					}
					if !errors.Is(err, store.ErrDamaged) {
						t.Errorf("key %d of page %d leads to %d: %v", at, page, other, err)
					}
				}
				if problems, err := Structure(t.Context(), broken, Options{}, nil); err != nil || len(problems) == 0 {
					t.Errorf("key %d of page %d leads to %d: the check finds %q, %v", at, page, other, problems, err)
				}
			}
		}
	}
	s, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Each(t.Context(), func(inbox.Record) error { return nil }), s.Close()); err != nil {
		t.Error(err)
	}
}

// A second meta page with a true sum and impossible numbers: none of them is taken for a size.
func TestAMetaPageWithImpossibleNumbers(t *testing.T) {
	path, _ := roomy(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size, order := os.Getpagesize(), binary.NativeEndian
	broken := filepath.Join(t.TempDir(), "broken.db")
	for _, c := range []struct {
		pageSize uint32
		high     uint64
	}{{1, 1 << 40}, {1, 1 << 62}, {0, 1 << 50}, {1 << 30, 1 << 45}, {uint32(size), 1 << 61}, {uint32(size), 1 << 40}} {
		data := bytes.Clone(whole)
		for _, at := range []int{boltHeader, size + boltHeader} {
			m := data[at:]
			if order.Uint64(m[48:]) != max(order.Uint64(data[boltHeader+48:]),
				order.Uint64(data[size+boltHeader+48:])) {
				order.PutUint32(m[8:], c.pageSize)
				order.PutUint64(m[40:], c.high)
				order.PutUint64(m[48:], 1<<40)
				sum := fnv.New64a()
				sum.Write(m[:56])
				order.PutUint64(m[56:], sum.Sum64())
				break
			}
		}
		noError(t, os.WriteFile(broken, data, 0o600))
		for _, readOnly := range []bool{true, false} {
			if s, err := Open(broken, Options{ReadOnly: readOnly}); err == nil {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		}
		if _, err := Structure(t.Context(), broken, Options{}, nil); err != nil {
			t.Error(err)
		}
	}
}
