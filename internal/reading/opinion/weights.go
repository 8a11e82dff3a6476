//go:build !noencoder

package opinion

import _ "embed"

// weights are the encoder and its heads, made by tools/encoder. They are read in place.
//
//go:embed weights.bin
var weights []byte
