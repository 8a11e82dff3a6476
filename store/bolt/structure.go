package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"

	"otklik/internal/safefile"
	"otklik/store"
)

// Structure reads the store's pages one by one, without mapping them into memory, and lists what is wrong with them: a
// file it finds whole can be opened, and read by Check, without bbolt crashing on it. Records are Check's matter. No
// other process gets the store meanwhile.
func Structure(ctx context.Context, path string, o Options, progress Progress) (problems []string, err error) {
	release, err := Lock(ctx, path, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	return structure(ctx, path, progress)
}

func structure(ctx context.Context, path string, progress Progress) ([]string, error) {
	if err := inspect(path); err != nil {
		return []string{err.Error()}, nil
	}
	file, err := safefile.Open(path)
	if err != nil {
		return nil, fmt.Errorf("check the store: %w", err)
	}
	defer file.Close()
	meta, ok := newestMeta(file)
	if !ok {
		return []string{"the file begins as no store does"}, nil
	}
	w := &pageWalk{file: file, meta: meta, ctx: ctx, seen: make([]bool, meta.high), progress: progress}
	w.freelist()
	err = w.tree(meta.root, 0)
	return w.problems, err
}

// Reclaimable is how many bytes of the store's file nothing uses: about what Compact would give back. The store has to
// be open, so that nobody else writes to it.
func (s *Store) Reclaimable() (int64, error) {
	file, err := safefile.Open(s.path)
	if err != nil {
		return 0, fmt.Errorf("look at the store: %w", err)
	}
	defer file.Close()
	meta, ok := newestMeta(file)
	if !ok {
		return 0, fmt.Errorf("look at the store %s: %w", s.path, store.ErrDamaged)
	}
	w := &pageWalk{file: file, meta: meta, seen: make([]bool, meta.high)}
	w.freelist()
	info, err := file.Stat()
	if err != nil {
		return 0, fmt.Errorf("look at the store: %w", err)
	}
	ahead := max(0, info.Size()-int64(meta.high)*meta.pageSize) // grown already, and never written
	return int64(w.free)*meta.pageSize + ahead, nil
}

// soundFreelist refuses a store whose list of free pages cannot be: bbolt would look for pages outside of the file,
// and write there.
func soundFreelist(f io.ReaderAt) error {
	meta, ok := newestMeta(f)
	if !ok {
		return nil // it is empty, or bbolt says what is wrong
	}
	w := &pageWalk{file: f, meta: meta}
	if w.freelist(); len(w.problems) > 0 {
		return fmt.Errorf("%w: %s", store.ErrDamaged, w.problems[0])
	}
	return nil
}

// boltHead is what a meta page says.
type boltHead struct {
	pageSize                          int64
	root, freelist, high, transaction uint64
}

// newestMeta reads the two meta pages and gives the one that bbolt would use. One whose numbers cannot be is passed
// over, as a torn one is.
func newestMeta(f io.ReaderAt) (newest boltHead, ok bool) {
	look := func(at int64) (pageSize int64) {
		var page [boltHeader + boltMeta]byte
		if _, err := f.ReadAt(page[:], at); err != nil {
			return 0
		}
		m, order, sum := page[boltHeader:], binary.NativeEndian, fnv.New64a() // bbolt writes memory as it is
		sum.Write(m[:56])
		if order.Uint32(m) != boltMagic || order.Uint64(m[56:]) != sum.Sum64() {
			return 0
		}
		found := boltHead{pageSize: int64(order.Uint32(m[8:])), root: order.Uint64(m[16:]),
			freelist: order.Uint64(m[32:]),
			high:     order.Uint64(m[40:]), transaction: order.Uint64(m[48:])}
		// Numbers of the file are believed within bounds only: what follows multiplies and allocates by them.
		if found.pageSize < minPageSize || found.pageSize > maxPageSize ||
			found.high > uint64(1<<62)/uint64(found.pageSize) {
			return 0
		}
		if !ok || found.transaction > newest.transaction {
			newest, ok = found, true
		}
		return found.pageSize
	}
	if pageSize := look(0); pageSize > 0 {
		look(pageSize)
		return newest, ok
	}
	// The first page is torn, and the page size with it. The second one stands one page further on: it is tried with
	// each size, and right where it names that size itself.
	for pageSize := int64(minPageSize); pageSize <= maxPageSize && look(pageSize) != pageSize; pageSize *= 2 {
	}
	return newest, ok
}

// pageWalk follows the tree of pages from its root.
type pageWalk struct {
	file     io.ReaderAt
	meta     boltHead
	ctx      context.Context
	progress Progress
	seen     []bool // nil: only one place is looked at
	read     int64
	free     int
	problems []string
}

const (
	boltBranch, boltLeaf, boltFree = 1, 2, 16
	boltElement                    = 16 // bytes of an element's head, on both kinds of page
	boltNoFreelist                 = 1<<64 - 1
	maxDepth                       = 64
)

func (w *pageWalk) note(page uint64, what string, args ...any) {
	if len(w.problems) < maxProblems {
		w.problems = append(w.problems, fmt.Sprintf("page %d %s", page, fmt.Sprintf(what, args...)))
	}
}

// page reads a page with those that continue it; nil where it is noted as broken.
func (w *pageWalk) page(id uint64, kinds ...uint16) []byte {
	if id < 2 || id >= w.meta.high {
		w.note(id, "does not exist, but something leads to it")
		return nil
	}
	head := make([]byte, boltHeader)
	if _, err := w.file.ReadAt(head, int64(id)*w.meta.pageSize); err != nil {
		w.note(id, "cannot be read: %v", err)
		return nil
	}
	order := binary.NativeEndian
	more := uint64(order.Uint32(head[12:]))
	switch {
	case order.Uint64(head) != id:
		w.note(id, "says that it is another one")
	case !slices.Contains(kinds, order.Uint16(head[8:])):
		w.note(id, "is of a kind that does not belong there")
	case more >= w.meta.high-id:
		w.note(id, "goes on beyond the end of the file")
	case w.seen != nil && slices.Contains(w.seen[id:id+more+1], true):
		w.note(id, "belongs to two places at once")
	default:
		data := make([]byte, int64(more+1)*w.meta.pageSize)
		if _, err := w.file.ReadAt(data, int64(id)*w.meta.pageSize); err != nil {
			w.note(id, "cannot be read: %v", err)
			return nil
		}
		if w.seen != nil {
			for i := id; i <= id+more; i++ {
				w.seen[i] = true
			}
		}
		w.read += int64(len(data))
		w.progress.report("checking pages", w.read, int64(w.meta.high)*w.meta.pageSize)
		return data
	}
	return nil
}

// freelist looks through the list of pages that nothing uses.
func (w *pageWalk) freelist() {
	if w.meta.freelist == boltNoFreelist {
		return
	}
	data := w.page(w.meta.freelist, boltFree)
	if data == nil {
		return
	}
	order, ids := binary.NativeEndian, data[boltHeader:]
	count := uint64(order.Uint16(data[10:]))
	if count == 0xFFFF { // more than fits there
		count, ids = order.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		w.note(w.meta.freelist, "lists more free pages than it has room for")
		return
	}
	last := uint64(1)
	for i := range count {
		id := order.Uint64(ids[i*8:])
		if id <= last || id >= w.meta.high {
			w.note(w.meta.freelist, "lists free pages that cannot be")
			return
		}
		last, w.free = id, w.free+1
	}
}

// tree follows a page downwards; an error is the end of the context.
func (w *pageWalk) tree(id uint64, depth int) error {
	if err := w.ctx.Err(); err != nil {
		return fmt.Errorf("check the store: %w", err)
	}
	// Pages that lead in a ring would go down for ever.
	if depth > maxDepth {
		w.note(id, "lies deeper than any store is")
		return nil
	}
	if data := w.page(id, boltBranch, boltLeaf); data != nil {
		return w.elements(id, data, depth)
	}
	return nil
}

// elements looks through the keys of a page, and into what they lead to.
func (w *pageWalk) elements(id uint64, data []byte, depth int) error {
	order := binary.NativeEndian
	leaf, count := order.Uint16(data[8:]) == boltLeaf, int(order.Uint16(data[10:]))
	if boltHeader+count*boltElement > len(data) || count == 0 && !leaf {
		w.note(id, "does not have as many keys as it says")
		return nil
	}
	var last []byte
	for i := range count {
		at := boltHeader + i*boltElement
		e := data[at:]
		flags, pos, keySize, valueSize := uint32(0), order.Uint32(e), order.Uint32(e[4:]), uint32(0)
		if leaf {
			flags, pos, keySize, valueSize = pos, keySize, order.Uint32(e[8:]), order.Uint32(e[12:])
		}
		from := uint64(at) + uint64(pos)
		if from < uint64(boltHeader+count*boltElement) || from+uint64(keySize)+uint64(valueSize) > uint64(len(data)) ||
			flags > 1 {
			w.note(id, "has a key or value outside of it")
			return nil
		}
		key, value := data[from:from+uint64(keySize)], data[from+uint64(keySize):from+uint64(keySize)+uint64(valueSize)]
		// bbolt finds keys by halving: one out of order would be there and not be found.
		if i > 0 && bytes.Compare(last, key) >= 0 {
			w.note(id, "has its keys out of order")
			return nil
		}
		last = key
		var err error
		switch {
		case !leaf:
			err = w.tree(order.Uint64(e[8:]), depth+1)
		case flags == 1:
			err = w.bucket(id, value, depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bucket follows a bucket into its pages, or looks through the page that a small one is.
func (w *pageWalk) bucket(id uint64, value []byte, depth int) error {
	order := binary.NativeEndian
	if len(value) < boltHeader {
		w.note(id, "has a bucket without a beginning")
		return nil
	}
	if root := order.Uint64(value); root != 0 {
		return w.tree(root, depth+1)
	}
	inline := value[boltHeader:]
	if len(inline) < boltHeader || order.Uint16(inline[8:]) != boltLeaf || depth > maxDepth {
		w.note(id, "has a small bucket that is none")
		return nil
	}
	return w.elements(id, inline, depth+1)
}
