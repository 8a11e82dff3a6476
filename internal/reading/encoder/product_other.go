//go:build !amd64

package encoder

// products are those that this processor can do, the fastest first.
func products() []product { return []product{portable} }
