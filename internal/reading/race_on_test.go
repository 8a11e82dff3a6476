//go:build race

package reading_test

// raced: the race detector makes measuring many times slower; `make measure` does it without.
const raced = true
