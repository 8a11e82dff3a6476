package topic

import (
	"strconv"
	"sync"

	"otklik/reading/linear"
)

// extractor makes the features of a text: its n-grams and which keys of the built-in table it has. A model always sees
// the built-in keys, whatever table a region brings: it was learnt with them.
type extractor struct {
	index  *index
	groups []string // names of the features
	topics []string
	s      scratch
	sums   []float32
}

// How much a key weighs beside the n-grams, for its group and for its topic; chosen by cross-validation.
const (
	keyScale   = 0.2
	topicScale = 0.15
)

// shared is read once: parsing the table costs more than reading a hundred texts.
var shared = sync.OnceValue(func() *index { return newIndex(BuiltIn()) })

func newExtractor() *extractor {
	e := &extractor{index: shared()}
	for _, g := range e.index.groups {
		e.groups = append(e.groups, "group "+g)
	}
	for row, name := range e.index.names {
		e.topics = append(e.topics, strconv.Itoa(e.index.groupOf[row])+" topic "+name)
	}
	e.sums = make([]float32, len(e.groups))
	return e
}

// fill makes the features of a text.
func (e *extractor) fill(f *linear.Features, text string) {
	f.Reset()
	f.Text(text)
	e.s.read(text)
	e.index.find(&e.s, false)
	clear(e.sums)
	for row, v := range e.s.keys {
		if v == 0 {
			continue
		}
		e.sums[e.index.groupOf[row]] += v
		if e.index.names[row] != "" {
			f.Add(e.topics[row], topicScale*saturate(v))
		}
	}
	for g, v := range e.sums {
		if v != 0 {
			f.Add(e.groups[g], keyScale*saturate(v))
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
