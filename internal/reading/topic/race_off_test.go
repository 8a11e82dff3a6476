//go:build !race

package topic

const raced = false
