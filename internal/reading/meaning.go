package reading

import (
	"errors"

	"otklik/internal/reading/opinion"
	"otklik/internal/reading/precedent"
	"otklik/internal/reading/reply"
	"otklik/internal/reading/topic"
)

// Meaning is what a text means, for an example that precedents are learnt from; nil without the encoder.
func (r *Reader) Meaning(text string) precedent.Vector { return meaning(r.opinions, asRead(text)) }

func meaning(h *opinion.Heads, text string) precedent.Vector {
	if h == nil {
		return nil
	}
	return precedent.NewVector(opinion.Fingerprint(), h.Meaning(text))
}

// Encoder is what topics can be learnt with beside words; nil where the program was built without it. The error says
// that the program is broken.
func Encoder() (*topic.Meaning, error) {
	h, err := opinion.Open()
	if errors.Is(err, opinion.ErrAbsent) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &topic.Meaning{Of: h.Meaning, Encoder: opinion.Fingerprint()}, nil
}

// ByWordsAlone reports whether the office's model learnt with an encoder that this program does not have: topics and
// corrections are then read by words alone, worse than was measured.
func (r *Reader) ByWordsAlone() bool {
	return r.enrichers.topics.WordsAlone() || r.enrichers.precedents.WordsAlone(opinion.Fingerprint())
}

// newReplies judges replies by what they mean, too, where the program was built with the encoder.
func newReplies() (*reply.Evaluator, error) {
	h, err := openOpinions()
	if err != nil {
		return nil, err
	}
	if h == nil {
		return reply.New(nil)
	}
	return reply.New(&reply.Meaning{Of: h.Meaning, Encoder: opinion.Fingerprint()})
}
