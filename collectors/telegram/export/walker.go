package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// walker goes through a JSON document piece by piece.
type walker struct {
	dec *json.Decoder
	in  *bounded
	// base is where in the file the decoder began.
	base int64
}

func newWalker(r io.Reader, base int64) *walker {
	in := &bounded{r: r}
	return &walker{dec: json.NewDecoder(in), in: in, base: base}
}

// Bounds against files that were made to harm: a message has 4096 characters and marks of a few hundred bytes.
const (
	maxValue = 8 << 20 // bytes of a message, or of a value that is passed over
	maxDepth = 10_000  // lists and objects within one another, as many as encoding/json decodes
)

var errLongValue = fmt.Errorf("something in it has more than %d MB, which no message of Telegram has", maxValue>>20)

// bounded is a reader that fails where one value of the file is too long to be honest.
type bounded struct {
	r    io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongValue
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// token takes the next token.
func (w *walker) token() (json.Token, error) {
	// The allowance is for one value: whatever was read ahead for the one before does not count.
	w.in.left = maxValue
	return w.dec.Token()
}

// more reports whether the list or object goes on.
func (w *walker) more() bool {
	w.in.left = maxValue
	return w.dec.More()
}

// offset is the place in the file: for errors, and for reading a list a second time.
func (w *walker) offset() int64 { return w.base + w.dec.InputOffset() }

// broken says where a file stops being JSON. The messages of encoding/json quote at most one character.
func (w *walker) broken(err error) error {
	at := w.offset()
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, ErrEncoding):
		return err
	case errors.Is(err, errLongValue):
		return fmt.Errorf("%w: %w (after byte %d); export it again", ErrBroken, err, at)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: it ends too early, after byte %d; export it again", ErrBroken, at)
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: it is not JSON near byte %d (%v); export it again", ErrBroken,
			max(at, w.base+syntax.Offset), syntax)
	}
	return fmt.Errorf("read the export at byte %d: %w", at, err)
}

// fields calls do for every field of the object that comes next. do must consume the value.
func (w *walker) fields(do func(name string) error) error {
	if err := w.open('{'); err != nil {
		return err
	}
	for w.more() {
		name, err := w.token()
		if err != nil {
			return w.broken(err)
		}
		key, ok := name.(string)
		if !ok {
			return w.broken(errors.New("the name of a field is missing"))
		}
		if err := do(key); err != nil {
			return err
		}
	}
	return w.close()
}

// list calls do for every element of the list that comes next, undecoded, and says at which byte its bracket stands.
func (w *walker) list(do func(raw []byte) error) (at int64, err error) {
	err = w.elements(&at, func() error {
		raw, err := w.raw()
		if err != nil {
			return err
		}
		return do(raw)
	})
	return at, err
}

// elements calls do for every element of the list that comes next. do must consume it. at is set to the byte of the
// list's opening bracket.
func (w *walker) elements(at *int64, do func() error) error {
	if err := w.open('['); err != nil {
		return err
	}
	*at = w.offset() - 1
	for w.more() {
		if err := do(); err != nil {
			return err
		}
	}
	return w.close()
}

// open takes the bracket that has to come next. Anything else is not what Telegram Desktop writes.
func (w *walker) open(delim json.Delim) error {
	token, err := w.token()
	if err != nil {
		return w.broken(err)
	}
	if token != delim {
		return fmt.Errorf("%w: at byte %d stands something else than %s; is it the result.json of Telegram Desktop?",
			ErrBroken, w.offset(), delim)
	}
	return nil
}

func (w *walker) close() error {
	if _, err := w.token(); err != nil {
		return w.broken(err)
	}
	return nil
}

// raw takes the next value undecoded.
func (w *walker) raw() (json.RawMessage, error) {
	var raw json.RawMessage
	w.in.left = maxValue
	if err := w.dec.Decode(&raw); err != nil {
		return nil, w.broken(err)
	}
	return raw, nil
}

// skip passes the next value without keeping it, however large it is.
func (w *walker) skip() error {
	depth := 0
	for {
		token, err := w.token()
		if err != nil {
			return w.broken(err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		switch {
		case depth == 0:
			return nil
		case depth > maxDepth:
			return fmt.Errorf("%w: more than %d lists and objects stand within one another at byte %d; export it again",
				ErrBroken, maxDepth, w.offset())
		}
	}
}

// end makes sure that nothing follows.
func (w *walker) end() error {
	_, err := w.token()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return w.broken(err)
	}
	return fmt.Errorf("%w: something follows after its end, at byte %d", ErrBroken, w.offset())
}

// counting reports how far a file has been read.
type counting struct {
	r      io.Reader
	done   int64
	report func(bytes int64)
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	if c.report != nil && n > 0 {
		c.report(c.done)
	}
	return n, err
}
