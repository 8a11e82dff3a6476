package learn

import (
	"context"
	"io"
)

// interruptible is a reader whose Read returns when its context ends, while the one below may wait for ever: nothing
// wakes who reads from a pipe or a terminal. After that nothing is read any more.
type interruptible struct {
	ctx context.Context
	r   io.Reader

	held []byte // what was read and not given out yet
	err  error
}

// chunk is what one reading from below carries.
type chunk struct {
	bytes []byte
	err   error
}

// Read implements io.reader.
func (i *interruptible) Read(p []byte) (int, error) {
	if len(i.held) == 0 && i.err == nil {
		got := make(chan chunk, 1) // it outlives the wait: who was abandoned does not hang on it
		go func() {
			b := make([]byte, max(len(p), 512)) // of its own: p belongs to the caller again after an interruption
			n, err := i.r.Read(b)
			got <- chunk{b[:n], err}
		}()
		select {
		case c := <-got:
			i.held, i.err = c.bytes, c.err
		case <-i.ctx.Done():
		}
		// Ctrl-C ends the whole pipe: its other end may close before the signal arrives here, and half an input is no
		// end.
		if i.ctx.Err() != nil {
			i.held, i.err = nil, i.ctx.Err()
		}
	}
	n := copy(p, i.held)
	i.held = i.held[n:]
	if len(i.held) > 0 {
		return n, nil
	}
	if n > 0 && i.err != nil {
		return n, nil // the error comes next
	}
	return n, i.err
}
