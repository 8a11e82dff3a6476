package encoder

// panel is how many columns of a matrix lie together: two registers of eight.
const panel = 16

// Matrix is one of weights, unpacked for products: every sixteen columns lie together, row after row, so that a product
// reads it once and in order. It never changes.
type Matrix struct {
	rows, columns int
	panels        []float32 // the last one is filled with zeros
	product       product
}

// product is a way to multiply: rows of src, each srcStride after the one before, by m; rows of dst likewise. Rows of
// src may overlap. What a row comes to does not depend on how many there are.
type product func(m *Matrix, dst []float32, dstStride int, src []float32, srcStride, rows int)

// matrix unpacks a tensor of two dimensions.
func (f *file) matrix(name string, by product) (*Matrix, error) {
	t, err := f.find(name, 2)
	if err != nil {
		return nil, err
	}
	m := &Matrix{rows: t.shape[0], columns: t.shape[1], product: by}
	if m.rows == 0 || m.columns == 0 {
		return nil, broken("%q is empty", name)
	}
	count := (m.columns + panel - 1) / panel
	m.panels = make([]float32, count*m.rows*panel)
	row := make([]float32, count*panel)
	for r := range m.rows {
		if !t.unpack(row[:m.columns], r*m.columns) {
			return nil, broken("%q holds what is no number", name)
		}
		for p := range count {
			copy(m.panels[(p*m.rows+r)*panel:][:panel], row[p*panel:])
		}
	}
	return m, nil
}

// Rows is how many numbers a product reads.
func (m *Matrix) Rows() int { return m.rows }

// Columns is how many numbers a product gives.
func (m *Matrix) Columns() int { return m.columns }

// Multiply gives dst the products of as many vectors as src holds, one after another.
func (m *Matrix) Multiply(dst, src []float32) {
	m.multiply(dst, m.columns, src, m.rows, len(src)/m.rows)
}

func (m *Matrix) multiply(dst []float32, dstStride int, src []float32, srcStride, rows int) {
	if rows == 0 {
		return
	}
	// Products in assembler look at no bounds.
	dst = dst[:(rows-1)*dstStride+m.columns]
	src = src[:(rows-1)*srcStride+m.rows]
	m.product(m, dst, dstStride, src, srcStride, rows)
}

// portable multiplies on every processor: two rows by four columns at a time, which is what fits into registers.
func portable(m *Matrix, dst []float32, dstStride int, src []float32, srcStride, rows int) {
	for column := 0; column < m.columns; column += 4 {
		from := column/panel*m.rows*panel + column%panel
		weights := m.panels[from : from+(m.rows-1)*panel+4]
		n := min(4, m.columns-column)
		for r := 0; r < rows; r += 2 {
			other := min(r+1, rows-1)
			one, two := fourColumns(weights, src[r*srcStride:][:m.rows], src[other*srcStride:][:m.rows])
			copy(dst[r*dstStride+column:][:n], one[:])
			copy(dst[other*dstStride+column:][:n], two[:])
		}
	}
}

func fourColumns(weights, a, b []float32) (one, two [4]float32) {
	var a0, a1, a2, a3, b0, b1, b2, b3 float32
	b = b[:len(a)]
	for k, x := range a {
		w := weights[k*panel:][:4:4]
		y := b[k]
		a0 += x * w[0]
		a1 += x * w[1]
		a2 += x * w[2]
		a3 += x * w[3]
		b0 += y * w[0]
		b1 += y * w[1]
		b2 += y * w[2]
		b3 += y * w[3]
	}
	return [4]float32{a0, a1, a2, a3}, [4]float32{b0, b1, b2, b3}
}
