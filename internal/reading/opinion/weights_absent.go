//go:build noencoder

package opinion

// weights are none: a smaller program that reads by cues and n-grams alone.
var weights []byte
