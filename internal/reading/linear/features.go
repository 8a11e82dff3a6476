package linear

import "math"

// Features are the features of one text. A Features is reused for text after text by one goroutine at a time; after
// the first texts it allocates nothing.
//
//	f := model.NewFeatures()
//	f.Reset()
//	f.Text("Во дворе яма")
//	f.Add("matter and fault", 1)
//	p := model.Probability(f)
type Features struct {
	spec  Spec
	items []item
	slots []uint32 // open addressing by key; 0 is empty, otherwise the item's index + 1
	mask  uint32
	words words
	sums  []float32      // scratch of scoring: sums by block and column
	pulls [blocks][]pull // scratch of scoring: the features that a model knows
	// found are those of the first looked items that a Panel knows.
	found  []found
	looked int
}

// block says which vector a feature belongs to; each n-gram block is brought to a length of its own.
type block uint8

const (
	wordBlock block = iota
	charBlock
	namedBlock
	blocks
)

type item struct {
	key   uint32 // bucket<<2 | block
	slot  uint32
	value float32 // number of occurrences; for named features the value given
}

func (i item) block() block   { return block(i.key & 3) }
func (i item) bucket() uint32 { return i.key >> 2 }

// NewFeatures makes an empty Features. The Spec must be valid; one that is not panics, as it is the program's own.
func NewFeatures(spec Spec) *Features {
	if err := spec.check(); err != nil {
		panic("linear: " + err.Error())
	}
	return &Features{spec: spec, slots: make([]uint32, 1<<11), mask: 1<<11 - 1}
}

// Reset forgets everything that was added.
func (f *Features) Reset() {
	for i := range f.items {
		f.slots[f.items[i].slot] = 0
	}
	f.items, f.found, f.looked = f.items[:0], f.found[:0], 0
}

// Add joins a named feature, for example a cue that rules found. Values of one name add up. A value of 0, NaN or
// infinity is left out. Values should be of the order of 1: the whole block of words has length 1.
func (f *Features) Add(name string, value float32) { f.AddName(NameOf(name), value) }

// Name is the name of a feature, hashed beforehand.
type Name uint32

// NameOf is for names that are added again and again.
func NameOf(name string) Name {
	h := uint64(fnvOffset)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * fnvPrime
	}
	return Name(mix(h) >> (64 - namedBits))
}

// NameOfNumbers is the name of a feature that is told by a kind and two numbers, where a text for it would cost too
// much.
func NameOfNumbers(kind, a, b uint32) Name {
	return Name(mix(mix(uint64(kind)<<32|uint64(a))^uint64(b)) >> (64 - namedBits))
}

// AddName is Add for a name hashed beforehand.
func (f *Features) AddName(name Name, value float32) {
	if value == 0 || value != value || math.IsInf(float64(value), 0) {
		return
	}
	f.put(1<<f.spec.Bits+uint32(name), namedBlock, value)
}

// Text adds the n-grams of a text. It may be called more than once, for example for a title and a body. Only the first
// maxText bytes count, so that a hostile text costs no more than a long one.
func (f *Features) Text(text string) {
	if len(text) > maxText {
		text = text[:maxText]
	}
	f.words.read(text, f)
}

// maxText is far longer than any comment.
const maxText = 64 << 10

func (f *Features) ngram(hash uint64, b block) {
	f.put(uint32(mix(hash+uint64(b))>>(64-f.spec.Bits)), b, 1)
}

func (f *Features) put(bucket uint32, b block, value float32) {
	key := bucket<<2 | uint32(b)
	at := key * 0x9E3779B1 >> 8 & f.mask
	for {
		n := f.slots[at]
		if n == 0 {
			break
		}
		if f.items[n-1].key == key {
			f.items[n-1].value += value
			return
		}
		at = (at + 1) & f.mask
	}
	f.items = append(f.items, item{key: key, slot: at, value: value})
	f.slots[at] = uint32(len(f.items))
	if len(f.items)*2 > len(f.slots) {
		f.grow()
	}
}

func (f *Features) grow() {
	f.slots = make([]uint32, 2*len(f.slots))
	f.mask = uint32(len(f.slots) - 1)
	for i := range f.items {
		at := f.items[i].key * 0x9E3779B1 >> 8 & f.mask
		for f.slots[at] != 0 {
			at = (at + 1) & f.mask
		}
		f.items[i].slot = at
		f.slots[at] = uint32(i + 1)
	}
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// mix spreads a hash over all its bits (the finaliser of splitmix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// termFrequency dampens repetition: 1 + ln n.
func termFrequency(n float32) float32 {
	if n == 1 {
		return 1
	}
	if i := int(n); i < len(frequencies) {
		return frequencies[i]
	}
	return 1 + float32(math.Log(float64(n)))
}

var frequencies = func() (t [64]float32) {
	for i := 1; i < len(t); i++ {
		t[i] = 1 + float32(math.Log(float64(i)))
	}
	return t
}()

// inverse is the inverse document frequency of what stands in df of n examples.
func inverse(df, n float64) float32 { return float32(math.Log((1+n)/(1+df)) + 1) }
