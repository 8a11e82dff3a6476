package linear

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
)

// Loss is what training makes small.
type Loss uint8

const (
	// SquaredHinge is a support vector machine: best for choosing among labels.
	SquaredHinge Loss = iota
	// Logistic gives probabilities: best where a threshold is chosen.
	Logistic
)

// Options of training. The zero value trains a support vector machine with usual settings.
type Options struct {
	Loss     Loss
	C        float64               // cost of mistakes against the size of weights; 0: 1
	Balance  bool                  // mistakes on rare labels cost as much together as those on frequent ones
	Rounds   int                   // most passes over the examples; 0: 200
	Tol      float64               // stop when no example moves the weights by more; 0: 0.01
	Seed     uint64                // order of the examples
	Workers  int                   // labels learnt at a time; 0 or 1: one. The result does not depend on it
	Progress func(done, total int) // called after each label, never by two goroutines at once; nil: not called
	Factor   func(row int) float64 // changes the weight of an example of the Set; nil: does not
	Tune     *Tune                 // a second round, with the Logistic loss alone; nil: none
}

// Tune is a second round of training on those examples alone that are most like what will be read. Its weights are held
// near those of the first round, times Keep, instead of near zero: what the few examples do not contradict, stays.
type Tune struct {
	Rows func(row int) bool // which examples of the Set take part
	Keep float64            // how much of the first round is kept, about 1
	Cost float64            // of a mistake, beside that of the first round
}

// ErrOneLabel says that there is nothing to tell apart.
var ErrOneLabel = errors.New("all examples have the same label: nothing can be learnt")

// Train learns a model from the examples rows of the Set; nil: from all. The model has the labels that occur in them:
// two labels make one column, more make one column each, learnt against the rest. Errors are permanent, save that of
// ctx.
func Train(ctx context.Context, s *Set, rows []int, o Options) (*Model, error) {
	if rows == nil {
		for i := range s.rows {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nil, errors.New("there are no examples to learn from")
	}
	o.C, o.Rounds, o.Tol = cmp.Or(o.C, 1), cmp.Or(o.Rounds, 200), cmp.Or(o.Tol, 0.01)
	m := &Model{spec: s.spec, loss: o.Loss, docs: len(rows)}
	t := &training{set: s, rows: rows, options: o}
	m.labels = t.labels()
	if len(m.labels) < 2 {
		return nil, ErrOneLabel
	}
	t.matrix = newMatrix(m, s, rows)
	columns := len(m.labels)
	if columns == 2 {
		columns = 1
	}

	weights := make([][]float64, columns)
	work := make(chan int, columns)
	for c := range columns {
		work <- c
	}
	close(work)
	var group sync.WaitGroup
	var lock sync.Mutex
	done := 0
	for range max(1, min(o.Workers, columns)) {
		group.Go(func() {
			for c := range work {
				if ctx.Err() != nil {
					return
				}
				yes := c
				if columns == 1 {
					yes = 1
				}
				weights[c] = t.learn(ctx, yes)
				lock.Lock()
				done++
				if o.Progress != nil {
					o.Progress(done, columns)
				}
				lock.Unlock()
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	m.pack(weights)
	return m, nil
}

// training is what the columns of a model learn from.
type training struct {
	set     *Set
	rows    []int
	options Options
	label   []int     // of each row, by the model's numbers
	counts  []float64 // rows of each label
	matrix  *matrix
}

// labels gives the rows the numbers of the model's labels, which are those of the Set that occur in them, in its order.
func (t *training) labels() (names []string) {
	present := make([]bool, len(t.set.labels))
	for _, r := range t.rows {
		present[t.set.rows[r].label] = true
	}
	column := make([]int, len(present))
	for i, name := range t.set.labels {
		if present[i] {
			column[i] = len(names)
			names = append(names, name)
		}
	}
	t.counts = make([]float64, len(names))
	for _, r := range t.rows {
		label := column[t.set.rows[r].label]
		t.label = append(t.label, label)
		t.counts[label]++
	}
	return names
}

// learn gives the weights that tell the label yes from all others.
func (t *training) learn(ctx context.Context, yes int) []float64 {
	o := &t.options
	y, cost := t.goals(yes)
	if o.Loss != Logistic {
		return squaredHinge(ctx, t.matrix, y, cost, *o)
	}
	weights := logistic(ctx, t.matrix, y, cost, nil, *o)
	if o.Tune == nil {
		return weights
	}
	for i, r := range t.rows {
		cost[i] *= o.Tune.Cost
		if !o.Tune.Rows(r) {
			cost[i] = 0
		}
	}
	for k := range weights {
		weights[k] *= o.Tune.Keep
	}
	return logistic(ctx, t.matrix, y, cost, weights, *o)
}

// goals are what is wanted of each row, 1 for the label yes and -1 for others, and what a mistake costs there.
func (t *training) goals(yes int) (y, cost []float64) {
	o, n := &t.options, float64(len(t.rows))
	y, cost = make([]float64, len(t.rows)), make([]float64, len(t.rows))
	for i, r := range t.rows {
		y[i], cost[i] = -1, o.C*float64(t.set.rows[r].weight)
		if o.Factor != nil {
			cost[i] *= o.Factor(r)
		}
		like := n - t.counts[yes]
		if t.label[i] == yes {
			y[i], like = 1, t.counts[yes]
		}
		if o.Balance {
			cost[i] *= n / (2 * like)
		}
	}
	return y, cost
}

// matrix is the examples as the model sees them: rows of its own numbering of columns, the last of which is constant 1.
type matrix struct {
	start  []int
	column []int32
	value  []float32
	square []float64 // squared length of each row
	width  int
}

// newMatrix chooses the model's features, weighs them by how rare they are and brings the blocks to their length.
func newMatrix(m *Model, s *Set, rows []int) *matrix {
	docs := make([]uint32, s.spec.buckets())
	for _, r := range rows {
		before := uint32(math.MaxUint32)
		for _, c := range s.rows[r].items {
			if bucket := c.key >> 2; bucket != before { // sorted: a bucket shared by two blocks counts once
				docs[bucket]++
				before = bucket
			}
		}
	}
	m.index(docs)
	x := &matrix{start: make([]int, 1, len(rows)+1), width: len(m.df) + 1}
	for _, r := range rows {
		from := len(x.column)
		var length [blocks]float64
		for _, c := range s.rows[r].items {
			if row := m.rowOf[c.key>>2]; row >= 0 {
				v := m.term(block(c.key&3), c.value, row)
				length[c.key&3] += float64(v) * float64(v)
			}
		}
		scale := m.scales(length)
		for _, c := range s.rows[r].items {
			if row := m.rowOf[c.key>>2]; row >= 0 {
				x.column = append(x.column, row)
				x.value = append(x.value, m.term(block(c.key&3), c.value, row)*scale[c.key&3])
			}
		}
		x.column = append(x.column, int32(x.width-1))
		x.value = append(x.value, 1)
		square := 0.0
		for _, v := range x.value[from:] {
			square += float64(v) * float64(v)
		}
		x.square = append(x.square, square)
		x.start = append(x.start, len(x.column))
	}
	return x
}

func (x *matrix) rows() int { return len(x.square) }

func (x *matrix) dot(i int, w []float64) float64 {
	columns, values := x.column[x.start[i]:x.start[i+1]], x.value[x.start[i]:x.start[i+1]]
	sum := 0.0
	for k, c := range columns {
		sum += float64(values[k]) * w[c]
	}
	return sum
}

func (x *matrix) add(i int, w []float64, by float64) {
	columns, values := x.column[x.start[i]:x.start[i+1]], x.value[x.start[i]:x.start[i+1]]
	for k, c := range columns {
		w[c] += by * float64(values[k])
	}
}
