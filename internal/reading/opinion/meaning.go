package opinion

// Meaning is the Vector of the opinion of a text, which costs less than the opinion and next to nothing after it.
func (h *Heads) Meaning(text string) []float32 {
	own := make([]float32, h.encoder.Size())
	h.encode(own, text, 0)
	return own[:h.meaning]
}
