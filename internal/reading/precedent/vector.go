package precedent

import (
	"bytes"
	"math"
	"math/bits"
)

// Vector says what a text means as the encoder sees it: a mark of the encoder that made it, then its numbers in 8 bits.
// nil: nothing is known of it. Vectors of two encoders cannot be compared; then words alone are.
//
// Vectors stand in the file of the model, half a kilobyte each, so that a program starts without encoding thousands of
// corrected messages again, and needs none of their texts.
type Vector []byte

// markSize is how many bytes tell one encoder from another.
const markSize = 4

// largest is the greatest number of a Vector.
const largest = 127

// NewVector makes a Vector of what an encoder, named by its fingerprint, makes of a text. The cosine of two is off by
// some thousandths.
func NewVector(fingerprint []byte, meaning []float32) Vector {
	top := 0.0
	for _, x := range meaning {
		top = max(top, math.Abs(float64(x)))
	}
	if len(fingerprint) < markSize || top == 0 {
		return nil
	}
	v := append(make(Vector, 0, markSize+len(meaning)), fingerprint[:markSize]...)
	for _, x := range meaning {
		v = append(v, byte(int8(math.Round(float64(x)/top*largest))))
	}
	return v
}

// WordsAlone reports whether corrections were learnt with another encoder than the one with this fingerprint, or, where
// there is none, with any: then words alone are compared with them.
func (b *Memory) WordsAlone(fingerprint []byte) bool {
	if b.Len() == 0 {
		return false
	}
	for i := range b.precedents {
		v := b.precedents[i].Vector
		if v != nil && (len(fingerprint) < markSize || !bytes.Equal(v[:markSize], fingerprint[:markSize])) {
			return true
		}
	}
	return false
}

// sound reports whether a vector of a file may be used.
func (v Vector) sound() bool { return v == nil || v.length() > 0 }

func (v Vector) length() float64 {
	if len(v) <= markSize {
		return 0
	}
	return math.Sqrt(float64(dot(v[markSize:], v[markSize:])))
}

// sameEncoder reports whether one encoder made both.
func sameEncoder(a, b Vector) bool {
	return len(a) > markSize && len(a) == len(b) && bytes.Equal(a[:markSize], b[:markSize])
}

// cosine of two vectors of one encoder of these lengths, -1 to 1.
func cosine(a, b Vector, lengths float64) float64 {
	return float64(dot(a[markSize:], b[markSize:])) / lengths
}

func dot(a, b []byte) (sum int32) {
	b = b[:len(a)]
	for i, x := range a {
		sum += int32(int8(x)) * int32(int8(b[i]))
	}
	return sum
}

// outline has a bit for each number of a vector: whether it is above zero.
func (v Vector) outline() []uint64 {
	if len(v) <= markSize {
		return nil
	}
	numbers := v[markSize:]
	o := make([]uint64, (len(numbers)+63)/64)
	for i, x := range numbers {
		if int8(x) > 0 {
			o[i/64] |= 1 << (i % 64)
		}
	}
	return o
}

// farApart tells from the outlines that the cosine of two vectors is below a bound, for a fiftieth of what the cosine
// costs: of 5.3 million pairs of texts none was nearly so far apart and nevertheless as near as the bound. It leaves a
// few of ten thousand precedents to be compared.
func farApart(a, b []uint64, bound float64) bool {
	differ := 0
	for i, x := range a {
		differ += bits.OnesCount64(x ^ b[i])
	}
	return float64(differ) > (0.61-0.39*bound)*float64(64*len(a))
}
