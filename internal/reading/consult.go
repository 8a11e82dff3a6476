package reading

import (
	"fmt"
	"slices"

	"otklik/internal/inbox"
	"otklik/internal/reading/opinion"
	"otklik/internal/reading/topic"
)

// The encoder is asked only where it could matter: of 9 872 rows that were left out it found none below leastCues
// that needs an answer.
// Sums are bounded before they are weighed together, because the weights were fitted on probabilities of three digits.
const (
	leastCues = -4.0
	mostCues  = 7.0
)

// leastShare is what a probability counts as that is next to nothing.
const leastShare = 1e-4

// kindLetters are the kinds as the encoder's labels call them.
var kindLetters = map[inbox.Category]string{inbox.Complaint: "C", inbox.Request: "R", inbox.Question: "Q",
	inbox.Thanks: "T", inbox.Chatter: "X", inbox.Spam: "S"}

// hear lets the reader ask the encoder.
func (r *Reader) hear(h *opinion.Heads) error {
	r.opinions, r.enrichers.opinions, r.kindOf = h, h, nil
	if h == nil {
		return nil
	}
	for _, k := range r.kinds {
		i := slices.Index(h.Labels().Kinds, kindLetters[k])
		if i < 0 {
			return fmt.Errorf("the encoder knows no kind %s: run make encoder", k)
		}
		r.kindOf = append(r.kindOf, i)
	}
	return nil
}

// consult asks the encoder and weighs what it says with the sum of the cues and n-grams.
func (r *Reader) consult(w *weighing) {
	if r.opinions == nil || w.sum < leastCues && !w.wronged {
		return
	}
	o := r.opinions.Read(w.text, w.in.Surroundings)
	w.opinion = &o
	w.about.hint = r.hint(w.opinion)
	together := r.opinions.Needs().Sum(min(w.sum, mostCues), o.Needs)
	w.moved, w.sum = together-w.sum, together
}

// hint is what the encoder thinks of the groups.
func (r *Reader) hint(o *opinion.Opinion) topic.Hint {
	hint := make(topic.Hint, len(o.Groups))
	for i, name := range r.opinions.Labels().Groups {
		hint[name] = o.Groups[i]
	}
	return hint
}

// surelyMeant is the probability from which the encoder alone names the group of a text.
const surelyMeant = 0.5

// guess is the group of a text in another language, some of which the encoder has read and nobody else here has; Other
// where it is unsure.
func (r *Reader) guess(text string, in surroundings) string {
	o := r.opinions.Read(text, in.Surroundings)
	for i, p := range o.Groups {
		if p >= surelyMeant {
			return r.opinions.Labels().Groups[i]
		}
	}
	return Other
}
