package linear

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Scorer gives the scores of a Model, the same to the last bit as row by row, laid out for speed: most of the time of
// scoring is waiting for memory. Rows are found by rank in a bitmap of the buckets, which stays in the processor's
// cache where a table of all buckets does not; all that is needed of a row lies together; and the weights are summed a
// few columns at a time, so that sums stay in registers. It never changes and may be used by several goroutines, each
// with a Features of its own.
type Scorer struct {
	m      *Model
	rank   []ranked // by bucket / 64
	rows   []byte   // row after row: how rare it is, then a code for each column, then nothing up to the stride
	stride uint32
}

// ranked are 64 buckets: which of them have a row, and the row of the first that has.
type ranked struct {
	has   uint64
	first uint32
}

// rankOf numbers the buckets that any of the models has a row for, in their order.
func rankOf(models ...*Model) (rank []ranked, rows int) {
	rank = make([]ranked, (models[0].spec.buckets()+63)/64)
	for _, m := range models {
		for _, bucket := range m.buckets {
			rank[bucket/64].has |= 1 << (bucket % 64)
		}
	}
	for i := range rank {
		rank[i].first = uint32(rows)
		rows += bits.OnesCount64(rank[i].has)
	}
	return rank, rows
}

// NewScorer prepares a model.
func NewScorer(m *Model) *Scorer {
	s := &Scorer{m: m}
	s.rank, _ = rankOf(m)
	s.stride = uint32(codesAt+m.columns+7) &^ 7
	s.rows = make([]byte, int(s.stride)*len(m.df))
	for i, idf := range m.idf {
		row := s.rows[i*int(s.stride):]
		binary.LittleEndian.PutUint32(row, math.Float32bits(idf))
		copy(row[codesAt:], m.weights[i*m.columns:(i+1)*m.columns])
	}
	return s
}

// codesAt is where the codes begin in a row.
const codesAt = 4

// Model is the model that is scored.
func (s *Scorer) Model() *Model { return s.m }

// pull is a feature on its way to the sums: where its codes begin and how strong it is.
type pull struct {
	at uint32
	v  float32
}

// Scores is what Model.Scores gives.
func (s *Scorer) Scores(f *Features, out []float32) []float32 {
	m := s.m
	if f.spec != m.spec {
		panic(fmt.Sprintf("linear: features of %+v for a model of %+v", f.spec, m.spec))
	}
	columns := m.columns
	square := s.gather(f)
	f.sums = slices.Grow(f.sums[:0], columns*int(blocks))[:columns*int(blocks)]
	for b := range blocks {
		sum(f.pulls[b], s.rows, f.sums[int(b)*columns:int(b+1)*columns])
	}
	return m.finish(f.sums, square, out)
}

// finish turns the blocks' sums and squared lengths into scores.
func (m *Model) finish(sums []float32, square [blocks]float64, out []float32) []float32 {
	columns := m.columns
	scale := m.scales(square)
	out = slices.Grow(out[:0], max(columns, 2))[:columns]
	for c := range out {
		sum := float32(0)
		for b := range blocks {
			sum += scale[b] * sums[int(b)*columns+c]
		}
		out[c] = sum*m.scale[c] + m.bias[c]
	}
	if columns == 1 {
		return append(out[:0], -out[0], out[0])
	}
	return out
}

// gather finds the rows of the features, by block, and the blocks' squared lengths.
func (s *Scorer) gather(f *Features) (square [blocks]float64) {
	for b := range f.pulls {
		f.pulls[b] = f.pulls[b][:0]
	}
	for i := range f.items {
		it := &f.items[i]
		bucket := it.bucket()
		r := &s.rank[bucket/64]
		bit := uint64(1) << (bucket % 64)
		if r.has&bit == 0 {
			continue
		}
		at := (r.first + uint32(bits.OnesCount64(r.has&(bit-1)))) * s.stride
		b := it.block()
		v := it.value
		if b != namedBlock {
			v = termFrequency(v) * math.Float32frombits(binary.LittleEndian.Uint32(s.rows[at:]))
		}
		square[b] += float64(v) * float64(v)
		f.pulls[b] = append(f.pulls[b], pull{at + codesAt, v})
	}
	return square
}

// sum fills sums, one for each column, with the weighted codes of the rows. Each column adds in the order of the pulls.
func sum(pulls []pull, rows []byte, sums []float32) {
	c := 0
	for ; c+8 <= len(sums); c += 8 {
		var s0, s1, s2, s3, s4, s5, s6, s7 float32
		for _, p := range pulls {
			codes := binary.LittleEndian.Uint64(rows[int(p.at)+c:])
			s0 += p.v * levels[uint8(codes)]
			s1 += p.v * levels[uint8(codes>>8)]
			s2 += p.v * levels[uint8(codes>>16)]
			s3 += p.v * levels[uint8(codes>>24)]
			s4 += p.v * levels[uint8(codes>>32)]
			s5 += p.v * levels[uint8(codes>>40)]
			s6 += p.v * levels[uint8(codes>>48)]
			s7 += p.v * levels[uint8(codes>>56)]
		}
		copy(sums[c:c+8], []float32{s0, s1, s2, s3, s4, s5, s6, s7})
	}
	for ; c+2 <= len(sums); c += 2 {
		var s0, s1 float32
		for _, p := range pulls {
			codes := binary.LittleEndian.Uint16(rows[int(p.at)+c:])
			s0 += p.v * levels[uint8(codes)]
			s1 += p.v * levels[uint8(codes>>8)]
		}
		sums[c], sums[c+1] = s0, s1
	}
	for ; c < len(sums); c++ {
		var s0 float32
		for _, p := range pulls {
			s0 += p.v * levels[rows[int(p.at)+c]]
		}
		sums[c] = s0
	}
}
