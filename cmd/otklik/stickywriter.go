package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"syscall"
)

// stickyWriter is standard output that remembers that it could not be written. Commands print line by line and cannot
// look at every line's error; run looks once, at the end.
type stickyWriter struct {
	w io.Writer

	// mu guards what is below: the daemon's parts may print side by side.
	mu  sync.Mutex
	err error
}

// Write implements io.Writer. After a failure nothing more is tried: half an output with a hole in it would be worse.
func (o *stickyWriter) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	o.err = err
	return n, err
}

// failure is why the output is not whole; nil where it is, or where its reader had enough of it, as head has.
func (o *stickyWriter) failure() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if errors.Is(o.err, syscall.EPIPE) {
		return nil
	}
	return o.err
}

// closed reports whether the reader went away before the end.
func (o *stickyWriter) closed() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return errors.Is(o.err, syscall.EPIPE)
}

// unwritten says that the output is not whole. The name of standard output, which the system's error bears, says
// nothing.
func unwritten(err error) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		err = file.Err
	}
	return fmt.Errorf("write the output: %w", err)
}
