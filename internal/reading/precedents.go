package reading

import "otklik/internal/reading/precedent"

// taught is how far what people corrected moves the sum. A text that the encoder was not asked about is encoded only
// where words alone would move it towards an answer: most of a stream is talk, and stays as cheap.
func (r *Reader) taught(w *weighing) float64 {
	if r.enrichers == nil {
		return 0
	}
	memory := r.enrichers.precedents
	if w.opinion == nil {
		if byWords := memory.Bias(w.text, nil); byWords <= 0 {
			return byWords
		}
	}
	return memory.Bias(w.text, r.enrichers.meaningFor(w.text))
}

// meaningFor is what a text means, to be compared with precedents; nil where there are none.
func (s *enrichers) meaningFor(text string) precedent.Vector {
	if s.precedents.Len() == 0 {
		return nil
	}
	return meaning(s.opinions, text)
}

// WithoutPrecedents is the same reader as it reads by itself, before corrections: what precedents are learnt against.
func (r *Reader) WithoutPrecedents() *Reader {
	c, s := *r, *r.enrichers
	s.precedents = nil
	c.enrichers = &s
	return &c
}
