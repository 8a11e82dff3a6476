// Package linear turns texts into hashed sparse features and learns linear models on them: a binary model ("does this
// need an answer?") or one against the rest for each of many labels ("which topic is this?"). Features are word and
// character n-grams, kept as hashes alone, so that a model file holds no readable text; named features, such as cues
// that rules found, can be joined to them.
//
// The usual way: a Set is filled with examples, Train makes a Model of it, CrossValidate says honestly how good such a
// model is, Model.Write and Read keep it. Scoring reuses a Features and allocates nothing.
//
// The package knows nothing of messages, topics or the store. Everything in it is deterministic: the same rows and
// options give the same model, whatever the number of workers.
package linear

import "fmt"

// Spec says which features a text is turned into. It is stored with the model: what was learnt with one Spec can only
// be scored with the same. The zero value is not valid; start from DefaultSpec.
type Spec struct {
	Bits       int     // n-grams fall into 1<<Bits buckets; 10 to 22
	WordMax    int     // word n-grams of 1 to WordMax words; 0: none, at most 3
	CharMin    int     // character n-grams within a word and its two edges, of CharMin …
	CharMax    int     // … to CharMax characters; 0: none, at most 6
	Stem       bool    // words are cut to their Russian stems before word n-grams are made
	Marks      bool    // question and exclamation marks, emoji, links and mentions are words too
	WordWeight float32 // length of the vector of word n-grams, usually 1
	CharWeight float32 // length of the vector of character n-grams, usually 1
	MinDocs    int     // n-grams seen in fewer examples are left out of a model; at least 1
}

// DefaultSpec suits short Russian texts.
func DefaultSpec() Spec {
	return Spec{Bits: 19, WordMax: 2, CharMin: 2, CharMax: 5, Stem: true, WordWeight: 1, CharWeight: 1, MinDocs: 2}
}

func (s Spec) check() error {
	switch {
	case s.Bits < 10 || s.Bits > 22:
		return fmt.Errorf("a number of buckets of 1<<%d: want 10 to 22 bits", s.Bits)
	case s.WordMax < 0 || s.WordMax > 3:
		return fmt.Errorf("word n-grams of up to %d words: want 0 to 3", s.WordMax)
	case s.CharMax < 0 || s.CharMax > maxChars || s.CharMax > 0 && (s.CharMin < 1 || s.CharMin > s.CharMax):
		return fmt.Errorf("character n-grams of %d to %d: want 1 to %d", s.CharMin, s.CharMax, maxChars)
	case s.MinDocs < 1:
		return fmt.Errorf("n-grams seen in %d examples at least: want 1 or more", s.MinDocs)
	case !(s.WordWeight >= 0 && s.WordWeight <= 100) || !(s.CharWeight >= 0 && s.CharWeight <= 100):
		return fmt.Errorf("weights of words %g and characters %g: want 0 to 100", s.WordWeight, s.CharWeight)
	}
	return nil
}

const (
	maxChars  = 6
	namedBits = 16 // named features have buckets of their own, behind those of the n-grams
)

// buckets is the number of all buckets, named features included.
func (s Spec) buckets() int { return 1<<s.Bits + 1<<namedBits }
