//go:build race

package topic

// raced: the race detector makes measuring many times slower; `make measure` does it without.
const raced = true
