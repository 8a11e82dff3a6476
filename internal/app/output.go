package app

import "io"

// Output is where a result goes.
type Output struct {
	// Path names it in the access log: the whole path of a file, or "-" for what is shown and kept nowhere.
	Path string
	// Write is called once, after the deed is noted, with what writes the result. Where that fails, nothing or half of
	// it must be taken for a result.
	Write func(fill func(io.Writer) error) error
}

// put writes a result that is there as a whole.
func (o Output) put(result []byte) error { return o.Write(whole(result)) }

func whole(result []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(result)
		return err
	}
}
