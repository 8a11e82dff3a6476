package text

import (
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// shortest is how many letters a word needs to have a stem.
const shortest = 3

// Stem is a folded word without its ending, by the Snowball rules for Russian. Words of fewer than three letters, of
// more than MaxWord bytes and of other scripts stay as they are.
func Stem(norm string) string { return new(Stemmer).Stem(norm) }

// Stemmer is Stem for many words. The zero value is ready.
type Stemmer struct{ env *snowballstem.Env }

// Stem is the function Stem.
func (s *Stemmer) Stem(norm string) string {
	if utf8.RuneCountInString(norm) < shortest || len(norm) > MaxWord {
		return norm
	}
	if s.env == nil {
		s.env = snowballstem.NewEnv(norm)
	} else {
		s.env.SetCurrent(norm)
	}
	russian.Stem(s.env)
	return s.env.Current()
}
