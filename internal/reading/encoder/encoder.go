// Package encoder turns a text into numbers that say what it means: near each other where texts mean nearly the same.
// It is the trunk of Google's universal sentence encoder (multilingual, version 3) over fewer pieces: a text is cut
// into pieces, their vectors are looked up, three branches look at two, three and five neighbours, and everything is
// averaged; one more branch keeps the strongest sign of any piece. There is no attention, so that a comment costs a
// millisecond or two. The package knows nothing of what is read out of the numbers: heads are tensors of the same file,
// by their names.
//
// A file's bytes are used in place for as long as the Encoder is. Held besides are the dense matrices, unpacked to 32
// bits (twice their size in the file: 14 MB of 7), and the tree of the pieces (1.2 MB for 22 000); each goroutine
// that encodes uses 3 MB meanwhile.
package encoder

import (
	"encoding/json"
	"fmt"
	"sync"
)

// Encoder encodes texts. It never changes and may be used by several goroutines.
type Encoder struct {
	file       file
	product    product
	charsmap   charsmap
	vocabulary *vocabulary
	mostPieces int // of a text, its two ends counted
	trunk      *trunk
	rooms      sync.Pool // of *room
}

// settings are what the encoder needs to know of the file's meta; the rest is for those who read the numbers.
type settings struct {
	Pieces       int     `json:"pieces"`
	UnknownScore float64 `json:"unknown_score"`
	MaxPieces    int     `json:"max_pieces"`
	Epsilon      float32 `json:"epsilon"`
}

// The bounds of how many pieces of a text are read: one between its ends; and what nobody means.
const (
	fewestPieces = 3
	mostPieces   = 1 << 16
)

// Open reads a file of weights, which must not change afterwards. An error is an ErrBroken.
func Open(data []byte) (*Encoder, error) { return open(data, products()[0]) }

func open(data []byte, by product) (*Encoder, error) {
	f, err := readFile(data)
	if err != nil {
		return nil, err
	}
	var s settings
	if err := json.Unmarshal(f.meta, &s); err != nil {
		return nil, broken("meta: %w", err)
	}
	if s.MaxPieces < fewestPieces || s.MaxPieces > mostPieces || s.Epsilon <= 0 {
		return nil, broken("meta: %d pieces of a text at most, epsilon %g", s.MaxPieces, s.Epsilon)
	}
	e := &Encoder{file: f, product: by, mostPieces: s.MaxPieces}
	e.rooms.New = func() any { return new(room) }
	if e.charsmap, err = f.charsmap(); err != nil {
		return nil, err
	}
	if e.vocabulary, err = f.vocabulary(s.Pieces, s.UnknownScore); err != nil {
		return nil, err
	}
	if e.trunk, err = f.trunk(s, by); err != nil {
		return nil, err
	}
	return e, nil
}

// Meta is what the file says of itself, as JSON.
func (e *Encoder) Meta() json.RawMessage { return e.file.meta }

// Matrix unpacks a tensor of two dimensions.
func (e *Encoder) Matrix(name string) (*Matrix, error) { return e.file.matrix(name, e.product) }

// Vector unpacks a tensor of one dimension.
func (e *Encoder) Vector(name string) ([]float32, error) { return e.file.vector(name) }

// Size is how many numbers a text becomes.
func (e *Encoder) Size() int { return e.trunk.size() }

// Pieces are the numbers of the pieces of a text, with those of its ends. Of a long text the first three quarters and
// the last quarter of what is read are kept. Bytes that are no UTF-8 count as U+FFFD each.
func (e *Encoder) Pieces(text string) []int32 {
	r := e.enter()
	defer e.leave(r)
	return e.pieces(nil, r, text, e.mostPieces)
}

// pieces appends those of a text.
func (e *Encoder) pieces(ids []int32, r *room, text string, most int) []int32 {
	first := len(ids)
	ids = append(ids, startPiece)
	r.lattice.text = e.charsmap.normalise(r.lattice.text[:0], text)
	ids = e.vocabulary.cut(ids, &r.lattice)
	if body, most := ids[first+1:], most-2; len(body) > most {
		k := most * 3 / 4
		copy(body[k:most], body[len(body)-(most-k):])
		ids = ids[:first+1+most]
	}
	return append(ids, endPiece)
}

// Encode gives dst, which has Size numbers, what the text means, and returns how many pieces were read.
func (e *Encoder) Encode(dst []float32, text string) int {
	return e.EncodeShort(dst, text, e.mostPieces)
}

// EncodeShort is Encode of most pieces, the two ends counted, which are no fewer than three.
func (e *Encoder) EncodeShort(dst []float32, text string, most int) int {
	if len(dst) != e.Size() {
		panic(fmt.Sprintf("encoder: room for %d numbers, not %d", len(dst), e.Size()))
	}
	r := e.enter()
	defer e.leave(r)
	r.texts.add(e.pieces(r.texts.ids, r, text, min(most, e.mostPieces)))
	e.trunk.forward(dst, r)
	return len(r.texts.ids)
}

// atOnce is how many pieces are encoded together: enough to share the reading of the weights, few enough to stay near
// the processor.
const atOnce = 192

// EncodeAll gives each text the numbers that Encode gives it, to the last bit, in less time.
func (e *Encoder) EncodeAll(texts []string) [][]float32 {
	size := e.Size()
	numbers := make([]float32, len(texts)*size)
	all := make([][]float32, len(texts))
	for i := range all {
		all[i] = numbers[i*size : (i+1)*size : (i+1)*size]
	}
	r := e.enter()
	defer e.leave(r)
	for i, text := range texts {
		r.texts.add(e.pieces(r.texts.ids, r, text, e.mostPieces))
		if len(r.texts.ids) < atOnce && i+1 < len(texts) {
			continue
		}
		n := r.texts.count() * size
		e.trunk.forward(numbers[:n], r)
		numbers = numbers[n:]
		r.texts.clear()
	}
	return all
}

func (e *Encoder) enter() *room { return e.rooms.Get().(*room) }

// leave keeps a room for the next, unless an uncommonly long text has made it large.
func (e *Encoder) leave(r *room) {
	if cap(r.lattice.text) > 1<<16 {
		return
	}
	r.texts.clear()
	e.rooms.Put(r)
}
