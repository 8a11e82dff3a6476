package encoder

import "slices"

// room is where one goroutine encodes. The rows of several texts lie one after another; between two, and at the ends,
// are rows of zeros, as many as the widest window reaches: so every window of a place is one run of numbers.
type room struct {
	lattice lattice
	texts   texts

	features  []float32           // a row: the piece's own vector, then what each branch makes of its neighbours
	projected []float32           // a row: all branches' inputs side by side
	input     [branches][]float32 // the same, apart
	hidden    []float32           // of one branch, between its two layers
	signs     []float32           // of the pieces, for the strongest
	total     []float32           // a text a row from here on: sum of its features
	mean      []float32
	first     []float32 // what the dense layers give
	last      []float32
	step      []float32 // within them
	detour    []float32
}

// texts are the pieces of those that are encoded together.
type texts struct {
	ids  []int32
	ends []int // in ids, of each text
}

func (t *texts) add(ids []int32) {
	t.ids = ids
	t.ends = append(t.ends, len(ids))
}

func (t *texts) clear() {
	t.ids, t.ends = t.ids[:0], t.ends[:0]
}

func (t *texts) count() int { return len(t.ends) }

// rows is how many there are with those of zeros.
func (t *texts) rows() int { return len(t.ids) + gap*(len(t.ends)+1) }

// each calls f with every text's number, its pieces and its first row.
func (t *texts) each(f func(text int, ids []int32, row int)) {
	begin := 0
	for i, end := range t.ends {
		f(i, t.ids[begin:end], begin+gap*(i+1))
		begin = end
	}
}

// zeroGaps makes the rows zero that are no text's.
func (t *texts) zeroGaps(rows []float32, stride int) {
	clear(rows[:gap*stride])
	t.each(func(_ int, ids []int32, row int) {
		clear(rows[(row+len(ids))*stride:][:gap*stride])
	})
}

// sized is the slice with n numbers of any value.
func sized(s []float32, n int) []float32 { return slices.Grow(s[:0], n)[:n] }
