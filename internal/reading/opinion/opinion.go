// Package opinion reads a text with the encoder: whether it needs an answer, what kind it is, which group of the
// federal classifier it belongs to and how urgent it is. It sees the text, the comment that it answers and the post
// above. It knows words before anybody taught them here; the lexicons know why. tools/encoder made it.
package opinion

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"otklik/internal/reading/encoder"
)

// Surroundings are what a text is read with. Empty: there is none.
type Surroundings struct {
	Above string // the comment that it answers, or the one before it
	Post  string
}

// How many pieces of the surroundings are read: as the trainer does.
const (
	abovePieces = 40
	postPieces  = 32
)

// Opinion is what the heads say of a text.
type Opinion struct {
	Needs   float64   // log odds that it needs an answer
	Urgent  float64   // log odds that it is urgent, where it needs an answer
	Kinds   []float64 // probabilities, by Labels.Kinds
	Groups  []float64 // probabilities where it needs an answer, by Labels.Groups
	Degrees []float64 // probabilities where it needs an answer, by Labels.Degrees
	Vector  []float32 // of the text alone, of length 1: near others of the same matter
}

// Labels name what the numbers of an Opinion belong to.
type Labels struct {
	Kinds   []string `json:"kinds"`   // C R Q O T X S: complaint, request, question, official, thanks, talk, spam
	Groups  []string `json:"groups"`  // of the federal classifier
	Degrees []string `json:"degrees"` // none, hazard, outage, life
}

// Weighing says how an opinion goes together with the sum of the cues and n-grams; fitted on pages that neither had
// learnt from. Both sums are log odds.
type Weighing struct {
	Cues    float64 `json:"cues"`
	Encoder float64 `json:"encoder"`
	Bias    float64 `json:"bias"`
}

// Sum is the log odds of both together.
func (w Weighing) Sum(cues, encoder float64) float64 { return w.Cues*cues + w.Encoder*encoder + w.Bias }

// Heads gives opinions, always the same of the same text. It may be used by several goroutines.
type Heads struct {
	encoder       *encoder.Encoder
	recent        recent
	labels        Labels
	needs         Weighing
	meaning       int // how many numbers of a vector say what a text means; the rest are its strongest signs
	hidden, out   *encoder.Matrix
	straight      *encoder.Matrix // from the text's own numbers past the hidden layer
	hiddenB, outB []float32
}

// ErrAbsent: the program was built without the encoder (tag noencoder).
var ErrAbsent = errors.New("the program was built without the encoder")

// Open gives the built-in heads, which are unpacked once. An error is ErrAbsent, or says that the program is broken.
func Open() (*Heads, error) { return builtIn() }

// builtIn is kept, as the file it is made from is: it never changes, and is some 15 MB.
var builtIn = sync.OnceValues(func() (*Heads, error) {
	if !BuiltIn() {
		return nil, ErrAbsent
	}
	return open(weights)
})

func open(data []byte) (*Heads, error) {
	e, err := encoder.Open(data)
	if err != nil {
		return nil, fmt.Errorf("unpack the encoder: %w", err)
	}
	h := &Heads{encoder: e}
	var meta struct {
		Labels
		Meaning  int `json:"meaning"`
		Weighing struct{ Needs Weighing }
	}
	if err := json.Unmarshal(e.Meta(), &meta); err != nil {
		return nil, fmt.Errorf("read what the encoder's file says of itself: %w", err)
	}
	h.labels, h.meaning, h.needs = meta.Labels, meta.Meaning, meta.Weighing.Needs
	for name, m := range map[string]**encoder.Matrix{"head_h": &h.hidden, "head_w": &h.out, "head_s": &h.straight} {
		if *m, err = e.Matrix(name); err != nil {
			return nil, fmt.Errorf("unpack the heads: %w", err)
		}
	}
	for name, v := range map[string]*[]float32{"head_hb": &h.hiddenB, "head_b": &h.outB} {
		if *v, err = e.Vector(name); err != nil {
			return nil, fmt.Errorf("unpack the heads: %w", err)
		}
	}
	return h, nil
}

// Labels are the names of what the heads tell apart.
func (h *Heads) Labels() Labels { return h.labels }

// Needs is how an opinion and the cues together say whether an answer is needed.
func (h *Heads) Needs() Weighing { return h.needs }

// BuiltIn reports whether there are any.
func BuiltIn() bool { return len(weights) > 0 }

// Fingerprint changes with the built-in weights; nil where there are none.
func Fingerprint() []byte { return fingerprint() }

// fingerprint is kept, because it takes some milliseconds.
var fingerprint = sync.OnceValue(func() []byte {
	if !BuiltIn() {
		return nil
	}
	sum := sha256.Sum256(weights)
	return sum[:]
})
