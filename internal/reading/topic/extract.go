package topic

import (
	"strconv"
	"sync"

	"otklik/internal/reading/linear"
)

// extractor makes the features of a text: its n-grams and which keys of the built-in table it has. A model always sees
// the built-in keys, whatever table a region brings: it was learnt with them.
type extractor struct {
	index  *index
	groups []linear.Name // features
	topics []linear.Name
	s      *scratch
	sums   []float32
}

// How much a key weighs beside the n-grams, for its group and for its topic; chosen by cross-validation.
const (
	keyScale   = 0.2
	topicScale = 0.15
)

// The built-in table and its index are made once: that costs more than reading a hundred texts. They never change.
var (
	sharedTable = sync.OnceValue(BuiltIn)
	shared      = sync.OnceValue(func() *index { return newIndex(sharedTable()) })
)

func newExtractor() *extractor {
	e := &extractor{index: shared()}
	for _, g := range e.index.groups {
		e.groups = append(e.groups, linear.NameOf("group "+g))
	}
	for row, name := range e.index.names {
		e.topics = append(e.topics, linear.NameOf(strconv.Itoa(e.index.groupOf[row])+" topic "+name))
	}
	e.sums = make([]float32, len(e.groups))
	return e
}

// fill makes the features of a text.
func (e *extractor) fill(f *linear.Features, text string) {
	if e.s == nil {
		e.s = newScratch(e.index)
	}
	e.s.read(text)
	e.index.find(e.s, false)
	e.fillFound(f, text, e.s)
}

// fillFound is fill for a text whose built-in keys stand in s already.
func (e *extractor) fillFound(f *linear.Features, text string, s *scratch) {
	f.Reset()
	f.Text(text)
	clear(e.sums)
	for row := range each(s.keyed) {
		v := s.keys[row]
		if v == 0 {
			continue
		}
		e.sums[e.index.groupOf[row]] += v
		if e.index.names[row] != "" {
			f.AddName(e.topics[row], topicScale*saturate(v))
		}
	}
	for g, v := range e.sums {
		if v != 0 {
			f.AddName(e.groups[g], keyScale*saturate(v))
		}
	}
}

// saturate lets the tenth key count less than the first.
func saturate(v float32) float32 {
	if v < 0 {
		return 0
	}
	return 4 * v / (v + 4)
}
