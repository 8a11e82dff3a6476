package encoder

import (
	"encoding/binary"
	"fmt"
	"math"
)

const (
	branches = 3
	gap      = 2 // what the widest window reaches over its own place, to either side
)

// windows are how many pieces each branch looks at.
func windows() [branches]int { return [branches]int{2, 3, 5} }

// trunk holds the weights by what they do.
type trunk struct {
	table, scale, low []byte // of the pieces, in place: a byte times its row's scale and its row's lowest value
	dim               int    // numbers of a piece
	width             int    // of a branch
	epsilon           float32

	project      *Matrix
	projectBias  []float32
	projectNorm  norm
	branches     [branches]branch
	featuresNorm norm

	strongest     *Matrix
	strongestBias []float32

	mean                   *Matrix
	meanBias               []float32
	p1, d0, d1, p3, d2, d3 *Matrix
}

// branch is two layers that each look at a window of pieces and are added to what they read.
type branch struct {
	left                  int // pieces of the window before its own
	first, second         *Matrix
	firstBias, secondBias []float32
}

// loader keeps the first error, so that what is loaded can be written one below another.
type loader struct {
	file *file
	by   product
	err  error
}

func (l *loader) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

// vector loads one of as many numbers.
func (l *loader) vector(name string, n int) []float32 {
	v, err := l.file.vector(name)
	if err == nil && len(v) != n {
		err = broken("%q has %d numbers, not %d", name, len(v), n)
	}
	if err != nil {
		l.fail(err)
	}
	return v
}

// matrix loads one of as many rows and columns; columns of 0: of any.
func (l *loader) matrix(name string, rows, columns int) *Matrix {
	m, err := l.file.matrix(name, l.by)
	if err == nil && (m.rows != rows || columns > 0 && m.columns != columns) {
		err = broken("%q is %d by %d, not %d by %d", name, m.rows, m.columns, rows, columns)
	}
	if err != nil {
		l.fail(err)
		return new(Matrix)
	}
	return m
}

func (f *file) trunk(s settings, by product) (*trunk, error) {
	l := &loader{file: f, by: by}
	t := &trunk{epsilon: s.Epsilon}
	l.table(t, s.Pieces)
	if l.err != nil {
		return nil, l.err
	}
	t.project = l.matrix("proj", t.dim, 0)
	if t.width = t.project.columns / branches; t.width*branches != t.project.columns {
		l.fail(broken("%q has %d columns for %d branches", "proj", t.project.columns, branches))
	}
	if l.err != nil {
		return nil, l.err
	}
	t.projectBias = l.vector("proj_b", branches*t.width)
	t.projectNorm = norm{l.vector("proj_g", branches*t.width), l.vector("proj_h", branches*t.width)}
	for i, n := range windows() {
		t.branches[i] = branch{
			left:       (n - 1) / 2,
			first:      l.matrix(fmt.Sprintf("w1_%d", n), n*t.width, t.width),
			firstBias:  l.vector(fmt.Sprintf("b1_%d", n), t.width),
			second:     l.matrix(fmt.Sprintf("w2_%d", n), n*t.width, t.width),
			secondBias: l.vector(fmt.Sprintf("b2_%d", n), t.width),
		}
	}
	features := t.features()
	t.featuresNorm = norm{l.vector("ln_g", features), l.vector("ln_h", features)}
	t.strongest = l.matrix("max", features, 0)
	t.strongestBias = l.vector("max_b", t.strongest.columns)
	t.mean = l.matrix("mean", features, 0)
	t.meanBias = l.vector("mean_b", t.mean.columns)
	t.d0 = l.matrix("d0", t.mean.columns, 0)
	t.p1 = l.matrix("p1", t.mean.columns, 0)
	t.d1 = l.matrix("d1", t.d0.columns, t.p1.columns)
	t.d2 = l.matrix("d2", t.p1.columns, 0)
	t.p3 = l.matrix("p3", t.p1.columns, 0)
	t.d3 = l.matrix("d3", t.d2.columns, t.p3.columns)
	return t, l.err
}

// table finds the vectors of the pieces.
func (l *loader) table(t *trunk, pieces int) {
	table, err := l.file.bytes("table", 2)
	if err != nil {
		l.fail(err)
		return
	}
	if table.shape[0] != pieces || table.shape[1] == 0 {
		l.fail(broken("%q is %d by %d for %d pieces", "table", table.shape[0], table.shape[1], pieces))
		return
	}
	t.table, t.dim = table.data, table.shape[1]
	t.scale, t.low = l.floats("table_scale", pieces), l.floats("table_low", pieces)
}

// floats finds a vector that is read in place.
func (l *loader) floats(name string, n int) []byte {
	l.vector(name, n)
	t := l.file.tensors[name]
	if t.kind != "f32" {
		l.fail(broken("%q is of the type %q, not f32", name, t.kind))
	}
	return t.data
}

// features is how many a piece has.
func (t *trunk) features() int { return t.dim + branches*t.width }

// size is how many numbers a text becomes.
func (t *trunk) size() int { return t.p3.columns + t.strongest.columns }

// look gives dst a piece's vector.
func (t *trunk) look(dst []float32, id int32) {
	scale := math.Float32frombits(binary.LittleEndian.Uint32(t.scale[4*id:]))
	low := math.Float32frombits(binary.LittleEndian.Uint32(t.low[4*id:]))
	row := t.table[int(id)*t.dim:][:len(dst)]
	for i, b := range row {
		dst[i] = float32(b)*scale + low
	}
}
