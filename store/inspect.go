package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"syscall"

	"otklik/internal/safefile"
)

// The head of a bbolt file: two meta pages, each a 16-byte page header and 64 bytes of meta.
const (
	boltMagic   = 0xED0CDAED
	boltHeader  = 16
	boltMeta    = 64
	minPageSize = 1 << 10
	maxPageSize = 1 << 24
)

// inspect looks whether the file is a whole bbolt file before bbolt maps it into memory: reading a map beyond the end
// of a file kills the process. It may look while another process writes: the sizes are read after the meta pages, and
// a file in use only grows.
func inspect(path string) error {
	f, err := safefile.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // a new store
	case errors.Is(err, fs.ErrPermission):
		return explain(err)
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%w: it is a folder", ErrNotStore)
	case err != nil:
		return err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return err
	}
	if before.Size() == 0 {
		return nil
	}
	need, ok := wholeSize(f)
	if !ok {
		return fmt.Errorf("%w: it does not begin as one", ErrNotStore)
	}
	after, err := f.Stat()
	if err != nil {
		return err
	}
	if after.Size() < need {
		return fmt.Errorf("%w: it is cut short (%d bytes of %d); restore a backup", ErrNotStore, after.Size(), need)
	}
	return nil
}

// wholeSize is the least size of the file by the newest of its two meta pages.
func wholeSize(f io.ReaderAt) (size int64, ok bool) {
	var newest uint64
	look := func(at int64) (pageSize int64) {
		var page [boltHeader + boltMeta]byte
		if _, err := f.ReadAt(page[:], at); err != nil {
			return 0
		}
		m := page[boltHeader:]
		sum := fnv.New64a()
		sum.Write(m[:56])
		order := binary.NativeEndian // bbolt writes memory as it is
		if order.Uint32(m) != boltMagic || order.Uint64(m[56:]) != sum.Sum64() {
			return 0
		}
		pageSize = int64(order.Uint32(m[8:]))
		pages, transaction := order.Uint64(m[40:]), order.Uint64(m[48:])
		if pageSize < minPageSize || pageSize > maxPageSize || pages > uint64(1<<62)/uint64(pageSize) {
			return 0
		}
		if !ok || transaction > newest {
			newest, size, ok = transaction, int64(pages)*pageSize, true
		}
		return pageSize
	}
	if pageSize := look(0); pageSize > 0 {
		look(pageSize)
		return size, ok
	}
	for pageSize := int64(minPageSize); pageSize <= maxPageSize; pageSize *= 2 {
		if look(pageSize) == pageSize {
			break
		}
	}
	return size, ok
}
