//go:build race

package sourcetest

// raced: the race detector makes a test several times slower.
const raced = true
