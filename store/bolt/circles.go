package bolt

import (
	"encoding/binary"
	"fmt"
	"io"

	"otklik/store"
)

// outline follows the branches of a store's pages before bbolt does.
type outline struct {
	file io.ReaderAt
	meta boltHead
	seen []bool // of each page: something leads to it
}

// soundBranches refuses a store in which two places lead to one page: where a page leads back to one above it, bbolt
// follows it until all memory is used, which no recover ends. Only branches are read, one page in about eighty,
// because each opening does it: what hangs beneath one counts as leaves when the first is a leaf, as in every tree
// that bbolt writes. Structure reads all.
func soundBranches(f io.ReaderAt) error {
	meta, ok := newestMeta(f)
	if !ok {
		return nil // as in soundFreelist
	}
	o := &outline{file: f, meta: meta, seen: make([]bool, meta.high)}
	if page, twice := o.twice(meta.root, true); twice {
		return fmt.Errorf("%w: page %d belongs to two places at once", store.ErrDamaged, page)
	}
	return nil
}

// twice gives the first page from id downwards that something else led to before. In the tree at the top (top) leaves
// lead on to the buckets.
func (o *outline) twice(id uint64, top bool) (page uint64, found bool) {
	if o.again(id) {
		return id, true
	}
	order, kind := binary.NativeEndian, o.kind(id)
	if kind != boltBranch && (!top || kind != boltLeaf) {
		return 0, false
	}
	elements := o.elements(id)
	above := kind == boltBranch && !top && len(elements) > 0 && o.kind(order.Uint64(elements[8:])) != boltBranch
	for i := 0; i < len(elements); i += boltElement {
		next := order.Uint64(elements[i+8:])
		if kind == boltLeaf {
			next = o.bucket(id, i, elements[i:])
		}
		if above {
			page, found = next, o.again(next)
		} else {
			page, found = o.twice(next, top && kind == boltBranch)
		}
		if found {
			return page, true
		}
	}
	return 0, false
}

// again notes that something leads to a page, and reports whether something did before.
func (o *outline) again(id uint64) bool {
	if id < 2 || id >= o.meta.high {
		return false // there is none; small buckets say 0
	}
	before := o.seen[id]
	o.seen[id] = true
	return before
}

// kind is of what kind a page is; 0 where it cannot be read, which bbolt says itself.
func (o *outline) kind(id uint64) uint16 {
	var head [boltHeader]byte
	if id < 2 || id >= o.meta.high {
		return 0
	}
	if _, err := o.file.ReadAt(head[:], int64(id)*o.meta.pageSize); err != nil {
		return 0
	}
	return binary.NativeEndian.Uint16(head[8:])
}

// elements gives the heads of a page's elements; none where they cannot be read.
func (o *outline) elements(id uint64) []byte {
	var head [boltHeader]byte
	at := int64(id) * o.meta.pageSize
	if _, err := o.file.ReadAt(head[:], at); err != nil {
		return nil
	}
	heads := make([]byte, int(binary.NativeEndian.Uint16(head[10:]))*boltElement)
	if _, err := o.file.ReadAt(heads, at+boltHeader); err != nil {
		return nil
	}
	return heads
}

// bucket is the page where a bucket begins whose element stands in a leaf; 0 for a small one and for what is none.
func (o *outline) bucket(leaf uint64, offset int, element []byte) uint64 {
	order := binary.NativeEndian
	if order.Uint32(element) != 1 {
		return 0
	}
	var root [8]byte
	at := int64(leaf)*o.meta.pageSize + boltHeader + int64(offset) + int64(order.Uint32(element[4:])) +
		int64(order.Uint32(element[8:]))
	if _, err := o.file.ReadAt(root[:], at); err != nil {
		return 0
	}
	return order.Uint64(root[:])
}
