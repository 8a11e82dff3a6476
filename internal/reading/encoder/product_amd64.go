package encoder

import "golang.org/x/sys/cpu"

// products are those that this processor can do, the fastest first.
func products() []product {
	switch {
	case !cpu.X86.HasAVX2 || !cpu.X86.HasFMA:
		return []product{portable}
	case !cpu.X86.HasAVX512F:
		return []product{fused, portable}
	}
	return []product{wide, fused, portable}
}

// block is how many rows are multiplied at a time: twelve sums of eight, two registers of weights, two of the rows.
const block = 6

// fused multiplies with AVX2 and FMA. Every number is summed in the order of the matrix's rows, whatever else is
// multiplied with it.
func fused(m *Matrix, dst []float32, dstStride int, src []float32, srcStride, rows int) {
	whole := m.columns / panel
	size := m.rows * panel
	if rows < block {
		for r := range rows {
			fusedRow(m, dst[r*dstStride:], src[r*srcStride:], whole)
		}
	} else {
		for p := range whole {
			weights := &m.panels[p*size]
			for r := 0; r < rows; r += block {
				r := min(r, rows-block) // the last block may do a row again
				sixRows(m.rows, &src[r*srcStride], srcStride, weights, &dst[r*dstStride+p*panel], dstStride)
			}
		}
	}
	if whole*panel == m.columns {
		return
	}
	var last [panel]float32
	for r := range rows {
		oneRow(m.rows, &src[r*srcStride], &m.panels[whole*size], &last[0])
		copy(dst[r*dstStride+whole*panel:r*dstStride+m.columns], last[:])
	}
}

// wide multiplies with AVX-512 what are blocks of rows by two panels at a time, the rest as fused does: every number is
// the same to the last bit.
func wide(m *Matrix, dst []float32, dstStride int, src []float32, srcStride, rows int) {
	size := m.rows * panel
	panels := 0
	if rows >= block {
		panels = m.columns / panel &^ 1
	}
	for p := 0; p < panels; p += 2 {
		for r := 0; r < rows; r += block {
			r := min(r, rows-block)
			sixRowsTwoPanels(m.rows, &src[r*srcStride], srcStride, &m.panels[p*size], &dst[r*dstStride+p*panel],
				dstStride)
		}
	}
	if done := panels * panel; done < m.columns {
		rest := Matrix{rows: m.rows, columns: m.columns - done, panels: m.panels[panels*size:]}
		fused(&rest, dst[done:], dstStride, src, srcStride, rows)
	}
}

// fusedRow multiplies one row by the matrix's whole panels.
func fusedRow(m *Matrix, dst, src []float32, whole int) {
	size := m.rows * panel
	p := 0
	for ; p+4 <= whole; p += 4 {
		oneRowFourPanels(m.rows, &src[0], &m.panels[p*size], &dst[p*panel])
	}
	for ; p < whole; p++ {
		oneRow(m.rows, &src[0], &m.panels[p*size], &dst[p*panel])
	}
}

// sixRows multiplies six rows of k numbers by one panel.
//
//go:noescape
func sixRows(k int, src *float32, srcStride int, weights *float32, dst *float32, dstStride int)

// sixRowsTwoPanels multiplies six rows of k numbers by two panels.
//
//go:noescape
func sixRowsTwoPanels(k int, src *float32, srcStride int, weights *float32, dst *float32, dstStride int)

// oneRow multiplies one row by one panel.
//
//go:noescape
func oneRow(k int, src *float32, weights *float32, dst *float32)

// oneRowFourPanels multiplies one row by four panels, which hides how long a sum takes.
//
//go:noescape
func oneRowFourPanels(k int, src *float32, weights *float32, dst *float32)
