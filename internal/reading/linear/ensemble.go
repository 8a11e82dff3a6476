package linear

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Ensemble scores several models of one Spec on the same features. Most of the time of scoring is waiting for memory,
// so that what all the models know of a feature lies together and is looked up once; each model's scores are those of
// its own Scorer, to the last bit. It never changes and may be used by several goroutines, each with a Features of its
// own.
type Ensemble struct {
	models []*Model
	rank   []ranked // of the buckets that any model knows
	// row after row: which models know it, how rare it is for each, their codes, nothing up to the stride
	rows   []byte
	stride uint32
	codes  []uint32 // model → where its codes begin in a row
}

// mostModels is how many have a bit in a row's first byte.
const mostModels = 8

// NewEnsemble lays models out together, at most eight, all of the same Spec.
func NewEnsemble(models ...*Model) *Ensemble {
	if len(models) == 0 || len(models) > mostModels {
		panic(fmt.Sprintf("linear: an ensemble of %d models", len(models)))
	}
	for _, m := range models {
		if m.spec != models[0].spec {
			panic("linear: an ensemble of models that read different features")
		}
	}
	e := &Ensemble{models: models}
	rank, rows := rankOf(models...)
	e.rank = rank
	end := uint32(codesAt + 4*len(models))
	for _, m := range models {
		e.codes = append(e.codes, end)
		end += uint32(m.columns)
	}
	e.stride = (end + 7) &^ 7
	e.rows = make([]byte, int(e.stride)*rows)
	for k, m := range models {
		for i, bucket := range m.buckets {
			row := e.rows[e.row(bucket):]
			row[0] |= 1 << k
			binary.LittleEndian.PutUint32(row[codesAt+4*k:], math.Float32bits(m.idf[i]))
			copy(row[e.codes[k]:], m.weights[i*m.columns:(i+1)*m.columns])
		}
	}
	return e
}

// row is where a known bucket's row begins.
func (e *Ensemble) row(bucket uint32) uint32 {
	r := &e.rank[bucket/64]
	return (r.first + uint32(bits.OnesCount64(r.has&(1<<(bucket%64)-1)))) * e.stride
}

// found is a feature that an ensemble knows.
type found struct {
	row   uint32
	block block
	v     float32 // its value, or that of its number of occurrences
}

// term is the feature's weight for one of the models that know it, before its block is brought to its length.
func (it *found) term(row []byte, model int) float32 {
	if it.block == namedBlock {
		return it.v
	}
	return it.v * math.Float32frombits(binary.LittleEndian.Uint32(row[codesAt+4*model:]))
}

// gather looks up the features that were added since the last time.
func (e *Ensemble) gather(f *Features) {
	if f.spec != e.models[0].spec {
		panic(fmt.Sprintf("linear: features of %+v for models of %+v", f.spec, e.models[0].spec))
	}
	for i := f.looked; i < len(f.items); i++ {
		it := &f.items[i]
		bucket := it.bucket()
		r := &e.rank[bucket/64]
		bit := uint64(1) << (bucket % 64)
		if r.has&bit == 0 {
			continue
		}
		b, v := it.block(), it.value
		if b != namedBlock {
			v = termFrequency(v)
		}
		f.found = append(f.found, found{(r.first + uint32(bits.OnesCount64(r.has&(bit-1)))) * e.stride, b, v})
	}
	f.looked = len(f.items)
}

// Scores is what Model.Scores gives for the model of that number. Features may be added to f between two calls, but
// none that f has already; a Features belongs to one Ensemble until it is Reset.
func (e *Ensemble) Scores(model int, f *Features, out []float32) []float32 {
	e.gather(f)
	m := e.models[model]
	columns := m.columns
	var square [blocks]float64
	bit, codesOf := byte(1)<<model, e.codes[model]
	if columns == 1 { // a tenth faster than the loop below, which gives the same
		var sums [blocks]float32
		for i := range f.found {
			it := &f.found[i]
			if row := e.rows[it.row : it.row+e.stride]; row[0]&bit != 0 {
				v := it.term(row, model)
				square[it.block] += float64(v) * float64(v)
				sums[it.block] += v * levels[row[codesOf]]
			}
		}
		return m.finish(sums[:], square, out)
	}
	f.sums = slices.Grow(f.sums[:0], columns*int(blocks))[:columns*int(blocks)]
	clear(f.sums)
	for i := range f.found {
		it := &f.found[i]
		if row := e.rows[it.row : it.row+e.stride]; row[0]&bit != 0 {
			v := it.term(row, model)
			square[it.block] += float64(v) * float64(v)
			sums := f.sums[int(it.block)*columns:][:columns]
			for c, code := range row[codesOf:][:columns] {
				sums[c] += v * levels[code]
			}
		}
	}
	return m.finish(f.sums, square, out)
}

// Margin is what Model.Margin gives for the model of that number.
func (e *Ensemble) Margin(model int, f *Features) float64 {
	if e.models[model].columns != 1 {
		panic("linear: Margin of a model with more than two labels")
	}
	var pair [2]float32
	return float64(e.Scores(model, f, pair[:0])[1])
}

// Probability is what Model.Probability gives for the model of that number.
func (e *Ensemble) Probability(model int, f *Features) float64 {
	return 1 / (1 + math.Exp(-e.Margin(model, f)))
}
