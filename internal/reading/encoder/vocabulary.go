package encoder

import (
	"bytes"
	"math"
	"slices"
	"unicode/utf8"
)

// The pieces that are no part of a text: for what none stands, and at its ends.
const (
	unknownPiece = 0
	startPiece   = 1
	endPiece     = 2
	ownPieces    = 3
)

// vocabulary are the pieces that texts are cut into. The tree of their characters lies in one table, because building
// it is what a start waits for.
type vocabulary struct {
	edges   []uint64 // parent's node, character and child's node in 21 bits each; zero where there is none
	used    int
	pieces  []int32   // node → the piece that ends there, or −1
	scores  []float32 // piece → the logarithm of how probable it is
	unknown float64   // the same of a character that no piece has
}

// nodeBits is also how many a character has.
const nodeBits = 21

func (f *file) vocabulary(count int, unknown float64) (*vocabulary, error) {
	texts, err := f.bytes("pieces", 1)
	if err != nil {
		return nil, err
	}
	scores, err := f.vector("scores")
	if err != nil {
		return nil, err
	}
	if count < ownPieces || len(scores) != count || bytes.Count(texts.data, []byte{0}) != count ||
		texts.data[len(texts.data)-1] != 0 {
		return nil, broken("%d pieces, %d scores and texts that are not as many", count, len(scores))
	}
	v := &vocabulary{edges: make([]uint64, 1<<12), pieces: []int32{-1}, scores: scores, unknown: unknown}
	rest := texts.data
	for id := range count {
		text, after, _ := bytes.Cut(rest, []byte{0})
		rest = after
		if !utf8.Valid(text) {
			return nil, broken("piece %d is no text", id)
		}
		if !v.add(text, int32(id)) {
			return nil, broken("too many pieces")
		}
	}
	return v, nil
}

func (v *vocabulary) add(text []byte, id int32) bool {
	if len(text) == 0 {
		return true
	}
	node := 0
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		key := uint64(node)<<nodeBits | uint64(r)
		slot := v.slot(key)
		if v.edges[slot] == 0 {
			child := len(v.pieces)
			if child >= 1<<nodeBits {
				return false
			}
			v.pieces = append(v.pieces, -1)
			v.edges[slot] = key<<nodeBits | uint64(child)
			if v.used++; v.used > len(v.edges)/2 {
				v.grow()
			}
			node = child
			continue
		}
		node = int(v.edges[slot] & (1<<nodeBits - 1))
	}
	v.pieces[node] = id
	return true
}

// slot is where an edge lies, or would.
func (v *vocabulary) slot(key uint64) uint64 {
	mask := uint64(len(v.edges) - 1)
	slot := key * 0x9e3779b97f4a7c15 >> 32 & mask
	for v.edges[slot] != 0 && v.edges[slot]>>nodeBits != key {
		slot = (slot + 1) & mask
	}
	return slot
}

func (v *vocabulary) grow() {
	old := v.edges
	v.edges = make([]uint64, 2*len(old))
	for _, edge := range old {
		if edge != 0 {
			v.edges[v.slot(edge>>nodeBits)] = edge
		}
	}
}

// lattice is room for cutting a text: of each place, the best way there.
type lattice struct {
	text  []byte
	score []float64
	from  []int32
	piece []int32
}

// cut appends the most probable pieces of the lattice's text (Viterbi); of equal ways the one whose last piece is the
// longest. A character that no piece has is an unknown one by itself.
func (v *vocabulary) cut(ids []int32, l *lattice) []int32 {
	n := len(l.text)
	if n == 0 {
		return append(ids, unknownPiece)
	}
	l.score = slices.Grow(l.score[:0], n+1)[:n+1]
	l.from = slices.Grow(l.from[:0], n+1)[:n+1]
	l.piece = slices.Grow(l.piece[:0], n+1)[:n+1]
	for i := range l.score {
		l.score[i] = math.Inf(-1)
	}
	l.score[0] = 0
	for at := 0; at < n; {
		at += v.leave(l, at)
	}
	first := len(ids)
	for at := int32(n); at > 0; at = l.from[at] {
		ids = append(ids, l.piece[at])
	}
	slices.Reverse(ids[first:])
	return ids
}

// leave goes every way on from a place and returns how many bytes the character there has.
func (v *vocabulary) leave(l *lattice, at int) int {
	_, first := utf8.DecodeRune(l.text[at:])
	single := false
	node := 0
	for end := at; end < len(l.text); {
		r, n := utf8.DecodeRune(l.text[end:])
		edge := v.edges[v.slot(uint64(node)<<nodeBits|uint64(r))]
		if edge == 0 {
			break
		}
		node = int(edge & (1<<nodeBits - 1))
		end += n
		if id := v.pieces[node]; id >= 0 {
			l.reach(at, end, id, float64(v.scores[id]))
			single = single || end == at+first
		}
	}
	if !single {
		l.reach(at, at+first, unknownPiece, v.unknown)
	}
	return first
}

func (l *lattice) reach(at, end int, id int32, score float64) {
	if score += l.score[at]; score > l.score[end] {
		l.score[end], l.from[end], l.piece[end] = score, int32(at), id
	}
}
