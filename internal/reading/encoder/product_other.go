//go:build !amd64

package encoder

// fastest is the fastest product of this processor.
func fastest() product { return portable }
