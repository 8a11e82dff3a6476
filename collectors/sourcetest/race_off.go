//go:build !race

package sourcetest

const raced = false
