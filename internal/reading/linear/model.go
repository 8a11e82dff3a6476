package linear

import (
	"math"
	"slices"
)

// Model scores texts. It never changes after Train or Read and may be used by several goroutines, each with a Features
// of its own.
type Model struct {
	spec    Spec
	loss    Loss
	labels  []string
	docs    int       // examples it was learnt from: needed for how rare an n-gram is
	columns int       // 1 for two labels, otherwise one for each
	rowOf   []int32   // bucket → row, or -1
	buckets []uint32  // row → bucket
	df      []uint32  // row → examples that have it
	idf     []float32 // row → how rare it is, from df
	weights []uint8   // row after row, one code for each column
	scale   []float32 // column → its largest weight
	bias    []float32 // column → constant
	quick   *Scorer
}

// levels are the weights that a code stands for, as parts of the column's largest: finer near zero (the µ-law of
// telephony), so that hundreds of small weights keep their ratio beside a large one.
var levels = func() (t [256]float32) {
	for code := range t {
		magnitude := float64(code&127) / 127
		v := (math.Pow(1+compand, magnitude) - 1) / compand
		if code >= 128 {
			v = -v
		}
		t[code] = float32(v)
	}
	return t
}()

const compand = 255.0

func encode(v float64) uint8 {
	code := uint8(math.Round(127 * math.Log1p(compand*min(math.Abs(v), 1)) / math.Log1p(compand)))
	if v < 0 && code > 0 {
		code |= 128
	}
	return code
}

// index chooses the rows: buckets in enough examples, and all named features.
func (m *Model) index(docs []uint32) {
	m.rowOf = make([]int32, len(docs))
	for bucket, n := range docs {
		m.rowOf[bucket] = -1
		if n == 0 || bucket < 1<<m.spec.Bits && int(n) < m.spec.MinDocs {
			continue
		}
		m.rowOf[bucket] = int32(len(m.df))
		m.buckets = append(m.buckets, uint32(bucket))
		m.df = append(m.df, n)
	}
	m.rarity()
}

func (m *Model) rarity() {
	m.idf = make([]float32, len(m.df))
	for i, n := range m.df {
		m.idf[i] = inverse(float64(n), float64(m.docs))
	}
}

// term is the weight of a feature before its block is brought to its length.
func (m *Model) term(b block, value float32, row int32) float32 {
	if b == namedBlock {
		return value
	}
	return termFrequency(value) * m.idf[row]
}

// scales are the factors of the blocks, from their squared lengths.
func (m *Model) scales(square [blocks]float64) (scale [blocks]float32) {
	scale[namedBlock] = 1
	if square[wordBlock] > 0 {
		scale[wordBlock] = m.spec.WordWeight / float32(math.Sqrt(square[wordBlock]))
	}
	if square[charBlock] > 0 {
		scale[charBlock] = m.spec.CharWeight / float32(math.Sqrt(square[charBlock]))
	}
	return scale
}

// pack stores learnt weights in their short form, so that a model scores the same before and after its file.
func (m *Model) pack(weights [][]float64) {
	m.columns = len(weights)
	rows := len(m.df)
	m.weights = make([]uint8, rows*m.columns)
	m.scale = make([]float32, m.columns)
	m.bias = make([]float32, m.columns)
	for c, w := range weights {
		top := 0.0
		for _, v := range w[:rows] {
			top = max(top, math.Abs(v))
		}
		m.scale[c], m.bias[c] = float32(top), float32(w[rows])
		if top == 0 {
			continue
		}
		for r, v := range w[:rows] {
			m.weights[r*m.columns+c] = encode(v / top)
		}
	}
	m.quick = NewScorer(m)
}

// Labels are the labels in the order of Scores. A binary model has the label against, then the label for.
func (m *Model) Labels() []string { return slices.Clone(m.labels) }

// Examples is the number of examples the model was learnt from.
func (m *Model) Examples() int { return m.docs }

// Spec is what the model's features are.
func (m *Model) Spec() Spec { return m.spec }

// NewFeatures makes a Features for this model.
func (m *Model) NewFeatures() *Features { return NewFeatures(m.spec) }

// Scores puts a margin for each label into out and returns it, grown where it was too short: greater than 0 is for the
// label, and the greatest is the model's choice. f must have been made for the same Spec; another panics.
func (m *Model) Scores(f *Features, out []float32) []float32 {
	return m.quick.Scores(f, out)
}

// Margin is the score of a binary model for its second label. For a model of more labels it panics.
func (m *Model) Margin(f *Features) float64 {
	if m.columns != 1 {
		panic("linear: Margin of a model with more than two labels")
	}
	var pair [2]float32
	return float64(m.Scores(f, pair[:0])[1])
}

// Probability is the probability of the second label of a binary model that was learnt with the Logistic loss.
func (m *Model) Probability(f *Features) float64 { return 1 / (1 + math.Exp(-m.Margin(f))) }

// Best is the index of the greatest score and the score.
func Best(scores []float32) (label int, score float32) {
	for i, s := range scores {
		if i == 0 || s > score {
			label, score = i, s
		}
	}
	return label, score
}
