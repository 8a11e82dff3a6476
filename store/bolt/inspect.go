package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"otklik/internal/safefile"
	"otklik/store"
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
		return fmt.Errorf("%w: it is a folder", store.ErrNotStore)
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
	meta, ok := newestMeta(f)
	if !ok {
		return fmt.Errorf("%w: it does not begin as one", store.ErrNotStore)
	}
	after, err := f.Stat()
	if err != nil {
		return err
	}
	if need := int64(meta.high) * meta.pageSize; after.Size() < need {
		return fmt.Errorf("%w: it is cut short (%d bytes of %d); restore a backup", store.ErrNotStore,
			after.Size(), need)
	}
	return nil
}
