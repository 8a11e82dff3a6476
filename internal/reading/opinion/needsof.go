package opinion

// NeedsOf gives, for each of some texts in the same surroundings, the log odds that Read gives it, in less time. What
// they are encoded as is not kept.
func (h *Heads) NeedsOf(texts []string, in Surroundings) []float64 {
	size, wide, columns := h.encoder.Size(), h.hidden.Rows(), h.hidden.Columns()
	around := make([]float32, wide)
	h.surround(around, in)
	seen := make([]float32, 0, len(texts)*wide)
	for i, own := range h.encoder.EncodeAll(texts) {
		copy(around, own)
		h.see(around, len(h.encoder.Pieces(texts[i])))
		seen = append(seen, around...)
	}

	hidden := make([]float32, len(texts)*columns)
	h.hidden.Multiply(hidden, seen)
	out, straight := make([]float32, h.out.Columns()), make([]float32, h.out.Columns())
	needs := make([]float64, len(texts))
	for i := range needs {
		row := hidden[i*columns : (i+1)*columns]
		h.rectify(row)
		h.out.Multiply(out, row)
		h.straight.Multiply(straight, seen[i*wide:][:size])
		needs[i] = float64(out[0] + (straight[0] + h.outB[0]))
	}
	return needs
}
