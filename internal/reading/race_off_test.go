//go:build !race

package reading_test

const raced = false
