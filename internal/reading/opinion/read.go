package opinion

import (
	"math"
	"slices"
)

// Read gives the opinion of a text.
func (h *Heads) Read(text string, in Surroundings) Opinion {
	seen := make([]float32, h.hidden.Rows())
	own := seen[:h.encoder.Size()]
	pieces := h.encode(own, text, 0)
	o := Opinion{Vector: slices.Clone(own[:h.meaning])}
	h.surround(seen, in)
	h.see(seen, pieces)
	h.give(&o, seen, own)
	return o
}

// surround fills in what stands around a text, behind the text's own numbers.
func (h *Heads) surround(seen []float32, in Surroundings) {
	size := h.encoder.Size()
	above, post, flags := seen[size:2*size], seen[2*size:3*size], seen[4*size:]
	if in.Above != "" {
		h.encode(above, in.Above, abovePieces)
		flags[0] = 1
	}
	if in.Post != "" {
		h.encode(post, in.Post, postPieces)
		flags[1] = 1
	}
	scale(above[:h.meaning])
	scale(post[:h.meaning])
}

// see scales the numbers of a text, which was read in so many pieces, and fills in what it has in common with the
// comment above.
func (h *Heads) see(seen []float32, pieces int) {
	size := h.encoder.Size()
	own, above, both := seen[:size], seen[size:2*size], seen[3*size:4*size]
	scale(own[:h.meaning])
	for i := range both {
		both[i] = own[i] * above[i] / 4
	}
	seen[4*size+2] = float32(math.Log1p(float64(pieces)) - 3)
}

// encode gives dst what at most so many pieces of a text mean, 0: all that the encoder reads, and returns how many were
// read.
func (h *Heads) encode(dst []float32, text string, most int) int {
	if e, ok := h.recent.find(text, most); ok {
		copy(dst, e.numbers)
		return e.pieces
	}
	var pieces int
	if most == 0 {
		pieces = h.encoder.Encode(dst, text)
	} else {
		pieces = h.encoder.EncodeShort(dst, text, most)
	}
	h.recent.keep(text, most, encoded{slices.Clone(dst), pieces})
	return pieces
}

// scale brings the numbers of a vector of length 1 to about 1 each, as the strongest signs beside them are.
func scale(meaning []float32) {
	by := float32(math.Sqrt(float64(len(meaning))))
	for i := range meaning {
		meaning[i] *= by
	}
}

// give fills an opinion with what the heads make of all that is seen.
func (h *Heads) give(o *Opinion, seen, own []float32) {
	hidden := make([]float32, h.hidden.Columns())
	h.hidden.Multiply(hidden, seen)
	h.rectify(hidden)
	out, straight := make([]float32, h.out.Columns()), make([]float32, h.out.Columns())
	h.out.Multiply(out, hidden)
	h.straight.Multiply(straight, own)
	for i, b := range h.outB {
		out[i] += straight[i] + b
	}
	take := func(n int) (part []float32) {
		part, out = out[:n], out[n:]
		return part
	}
	o.Needs = float64(take(1)[0])
	o.Kinds = shares(take(len(h.labels.Kinds)))
	o.Groups = shares(take(len(h.labels.Groups)))
	o.Urgent = float64(take(1)[0])
	o.Degrees = shares(take(len(h.labels.Degrees)))
}

// rectify ends the hidden layer.
func (h *Heads) rectify(hidden []float32) {
	for i, b := range h.hiddenB {
		hidden[i] = max(0, hidden[i]+b)
	}
}

// shares are the probabilities of classes that exclude each other.
func shares(odds []float32) []float64 {
	most := odds[0]
	for _, v := range odds {
		most = max(most, v)
	}
	p, sum := make([]float64, len(odds)), 0.0
	for i, v := range odds {
		p[i] = math.Exp(float64(v - most))
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}
