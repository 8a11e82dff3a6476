package backup

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"otklik/store"
	"otklik/store/bolt"
)

// maxWindow bounds what a backup may ask to be kept in memory while it is decompressed, in bytes; those that are
// written ask for 8 MB.
const maxWindow = 64 << 20

// extract writes the store's file that a backup holds into w, and compares its size and digest with what the backup
// says. It gives ErrDamaged, ErrEncrypted, ErrWrongKey or store.ErrNewer; w is worth nothing then.
func extract(ctx context.Context, r io.Reader, w io.Writer, keys Keys, report func(int64)) (Header, error) {
	in := bufio.NewReaderSize(ended{ctx, r}, buffer)
	what, err := kindOf(in)
	if err != nil {
		return Header{}, err
	}
	switch what {
	case foreign:
		return Header{}, broken("it does not begin as a backup", nil)
	case bare:
		return Header{}, broken("it is a store, not a backup", nil)
	case encrypted:
		if len(keys) == 0 {
			return Header{}, fmt.Errorf("%w; name the file with the secret key", ErrEncrypted)
		}
		opened, err := age.Decrypt(in, keys...)
		var other *age.NoIdentityMatchError
		switch {
		case errors.As(err, &other):
			return Header{}, ErrWrongKey
		case err != nil:
			return Header{}, stopped(ctx, broken("its encryption cannot be read", err))
		}
		in = bufio.NewReaderSize(opened, buffer)
	}
	h, err := readHeader(in)
	if err != nil {
		return h, stopped(ctx, err)
	}
	packed := &measured{r: in}
	out, err := zstd.NewReader(packed, zstd.WithDecoderConcurrency(2), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return h, fmt.Errorf("decompress: %w", err)
	}
	defer out.Close()
	sum := sha256.New()
	counted := &counter{w: io.MultiWriter(sparing{packed, &written{w: w}}, sum), report: report}
	// One byte more than there should be is enough to see that it is too much.
	_, err = io.CopyBuffer(counted, io.LimitReader(out, h.Bytes+1), make([]byte, buffer))
	var failed writeError
	switch {
	case errors.As(err, &failed):
		return h, failed.err
	case errors.Is(err, errBomb):
		return h, broken("it unpacks to a thousand times its size, which no store does", nil)
	case err != nil:
		return h, stopped(ctx, broken("it is cut short or changed", err))
	case counted.n != h.Bytes || hexSum(sum) != h.SHA256:
		return h, broken("what is in it is not what was put in", nil)
	}
	if h.Format > bolt.Version {
		return h, store.ErrNewer
	}
	return h, nil
}

// What a backup says of its size is its own word: one that was made to harm fills the disk with zeros.
const (
	maxRatio = 1000
	maxSmall = 1 << 30 // bytes that any backup may unpack to
)

var errBomb = errors.New("it unpacks to too much")

// measured counts what is read.
type measured struct {
	r io.Reader
	n atomic.Int64 // the decoder reads ahead, beside what is written
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n.Add(int64(n))
	return n, err
}

// sparing writes as long as the text is in a proportion to what was read for it.
type sparing struct {
	packed *measured
	w      *written
}

func (s sparing) Write(p []byte) (int, error) {
	if s.w.n += int64(len(p)); s.w.n > maxSmall && s.w.n > maxRatio*s.packed.n.Load() {
		return 0, errBomb
	}
	return s.w.Write(p)
}

// stopped puts the end of the context before what followed from it.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// written tells failures to write from failures to read.
type written struct {
	w io.Writer
	n int64
}

type writeError struct{ err error }

func (e writeError) Error() string { return e.err.Error() }

func (w *written) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	if err != nil {
		err = writeError{err}
	}
	return n, err
}
