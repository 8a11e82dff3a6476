package topic

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"

	"otklik/internal/reading/linear"
)

// Meaning says what texts mean: an encoder, as this package needs it.
type Meaning struct {
	// Of gives the numbers of a text, of length 1. It may be called from several goroutines.
	Of func(text string) []float32
	// Encoder is the fingerprint of what gives them: a model that was learnt with one encoder says nothing by another.
	Encoder []byte
}

// seeing chooses among the groups by n-grams and by what the text means. The same file has the model of n-grams alone,
// so that a program without the encoder, or with another, can read by that.
type seeing struct {
	encoder   []byte
	groups    *linear.Model
	sharpness float64
}

// Sees reports whether the model would read by what texts mean, where it is given that.
func (m *Model) Sees() bool { return m.seeing != nil }

// WordsAlone reports whether the model learnt with an encoder that is not here.
func (c *Classifier) WordsAlone() bool { return c.model.Sees() && c.meaning == nil }

// heed says by which model, how sharply and by which meaning groups are chosen where there is this encoder, or none.
func (m *Model) heed(by *Meaning) (groups *linear.Model, sharpness float64, meaning *Meaning) {
	if s := m.seeing; s != nil && by != nil && bytes.Equal(s.encoder, by.Encoder) {
		return s.groups, s.sharpness, by
	}
	return m.groups, m.sharpness, nil
}

// meaningKind tells the names of the features of meaning from others that are told by numbers.
const meaningKind = 0x6d65616e

// addMeaning adds what a text means, of length 1 beside the n-grams; a half to three halves of it do as well.
func addMeaning(f *linear.Features, meaning []float32) {
	for i, x := range meaning {
		f.AddName(linear.NameOfNumbers(meaningKind, uint32(i), 0), x)
	}
}

func (s *seeing) appendTo(body []byte) ([]byte, error) {
	body = appendBytes(body, s.encoder)
	body = binary.LittleEndian.AppendUint64(body, math.Float64bits(s.sharpness))
	return appendModel(body, s.groups)
}

// seeing reads what appendTo wrote.
func (p *parts) seeing() *seeing {
	s := &seeing{encoder: slices.Clone(p.next())}
	if len(p.body) < 8 {
		p.failed = true
		return s
	}
	s.sharpness = math.Float64frombits(binary.LittleEndian.Uint64(p.body))
	p.body = p.body[8:]
	s.groups = p.model()
	return s
}

// fits reports whether it chooses among the same groups as the model of n-grams alone, from the same n-grams.
func (s *seeing) fits(words *linear.Model) bool {
	return s.groups != nil && sound(s.sharpness) && s.groups.Spec() == words.Spec() &&
		slices.Equal(s.groups.Labels(), words.Labels())
}
