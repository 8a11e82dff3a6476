package backup

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"otklik/internal/safefile"
	"otklik/store"
	"otklik/store/bolt"
)

// Source gives a consistent copy of a store; *store.Shared does, and holds the store no longer than that takes.
type Source interface {
	Backup(ctx context.Context, w io.Writer) error
}

// Job is one backup to make.
type Job struct {
	Source Source
	// Scratch is the folder for the copy that is checked and compressed: that of the store, because the copy needs its
	// protection and as much room as the store.
	Scratch string
	// Options say how the copy is opened to be checked: as the store itself.
	Options bolt.Options
	// File is where the backup goes. A backup that is there is replaced when the new one has been verified; anything
	// else there is left alone.
	File       string
	Recipients Recipients
	// Now stands in the backup as the time it was made.
	Now time.Time
	// Progress may be nil.
	Progress bolt.Progress
}

// Made describes a backup that was made and verified.
type Made struct {
	Header
	// Size is that of the backup's file in bytes.
	Size int64
	// Held is how long the store was held.
	Held time.Duration
}

const (
	copyName = "otklik-copy"
	buffer   = 1 << 20
)

// Write makes a backup. The copy is checked page by page and record by record, compressed, encrypted to j.Recipients,
// brought to the disk, read back from there, decrypted and compared byte for byte in its digest; only then it gets its
// name. Whatever fails before leaves what stood there, and no half file. To be able to read back what is encrypted, a
// key made for this one backup, kept in memory only and then forgotten, is among those it is encrypted to.
func Write(ctx context.Context, j Job) (Made, error) {
	made, err := write(ctx, j)
	if err != nil {
		return Made{}, fmt.Errorf("back up to %s: %w", j.File, explain(err))
	}
	return made, nil
}

func write(ctx context.Context, j Job) (made Made, err error) {
	if err := replaceable(j.File); err != nil {
		return made, err
	}
	folder, name := filepath.Dir(j.File), filepath.Base(j.File)
	sweep(j.Scratch, copyName)
	sweep(folder, name)
	copied, err := safefile.NewPart(j.Scratch, copyName)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, copied.Discard()) }()
	made.Header, made.Held, err = j.copyTo(ctx, copied.File)
	if err != nil {
		return made, fmt.Errorf("copy the store into %s: %w", j.Scratch, err)
	}
	stats, err := bolt.VerifyAll(ctx, copied.Name(), j.Options, j.Progress)
	if errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNotStore) {
		return made, fmt.Errorf("nothing was written, because the store itself is not in order (`otklik store check` "+
			"says more): %w", err)
	}
	if err != nil {
		return made, fmt.Errorf("check the copy: %w", err)
	}
	made.Format = stats.Version
	for _, c := range stats.Channels {
		made.Messages += c.Stored
	}
	part, err := safefile.NewPart(folder, name)
	if err != nil {
		return made, err
	}
	if made.Size, err = j.fill(ctx, part.File, copied.File, made.Header); err != nil {
		return made, errors.Join(err, part.Discard())
	}
	j.report("replacing", 0)
	if err := ctx.Err(); err != nil {
		return made, errors.Join(err, part.Discard())
	}
	if err := part.Commit(name); err != nil {
		return made, err
	}
	j.report("replaced", 0)
	return made, nil
}

// fill writes the backup into part and verifies it there.
func (j Job) fill(ctx context.Context, part, copied *os.File, h Header) (size int64, err error) {
	recipients := make([]age.Recipient, 0, len(j.Recipients)+1)
	for _, r := range j.Recipients {
		recipients = append(recipients, r)
	}
	var keys Keys
	if len(recipients) > 0 {
		once, err := age.GenerateX25519Identity()
		if err != nil {
			return 0, fmt.Errorf("make a key to verify with: %w", err)
		}
		recipients, keys = append(recipients, once.Recipient()), Keys{once}
	}
	if err := j.encode(ctx, part, copied, h, recipients); err != nil {
		return 0, err
	}
	if err := part.Sync(); err != nil {
		return 0, err
	}
	info, err := part.Stat()
	if err != nil {
		return 0, err
	}
	if _, err := part.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	j.report("verifying", h.Bytes)
	back, err := extract(ctx, part, io.Discard, keys, func(n int64) { j.advance("verifying", n, h.Bytes) })
	if err == nil && back != h {
		err = fmt.Errorf("%w: another backup came back", ErrDamaged)
	}
	if err != nil {
		return 0, fmt.Errorf("read back what was written: %w", err)
	}
	return info.Size(), nil
}

// copyTo takes the copy, holding the store no longer than writing it takes.
func (j Job) copyTo(ctx context.Context, f *os.File) (h Header, held time.Duration, err error) {
	j.report("copying", 0)
	sum := sha256.New()
	counted := &counter{w: io.MultiWriter(f, sum), report: func(n int64) { j.advance("copying", n, 0) }}
	if err := j.Source.Backup(ctx, counted); err != nil {
		// bbolt turns some errors of writing into text.
		return h, 0, stopped(ctx, errors.Join(counted.err, err))
	}
	if !counted.began.IsZero() {
		held = time.Since(counted.began)
	}
	return Header{Schema: schema, Created: j.Now.UTC().Truncate(time.Second), Bytes: counted.n, SHA256: hexSum(sum)},
		held, nil
}

// encode compresses the copy, which has to be what it was when it was taken.
func (j Job) encode(ctx context.Context, w io.Writer, copied *os.File, h Header, recipients []age.Recipient) error {
	if _, err := copied.Seek(0, io.SeekStart); err != nil {
		return err
	}
	j.report("compressing", h.Bytes)
	buffered := bufio.NewWriterSize(w, buffer)
	sink, closeSink := io.Writer(buffered), func() error { return nil }
	if len(recipients) > 0 {
		sealed, err := age.Encrypt(buffered, recipients...)
		if err != nil {
			return fmt.Errorf("encrypt: %w", err)
		}
		sink, closeSink = sealed, sealed.Close
	}
	if err := writeHeader(sink, h); err != nil {
		return err
	}
	compressor, err := zstd.NewWriter(sink, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(2))
	if err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	sum := sha256.New()
	counted := &counter{w: io.MultiWriter(compressor, sum),
		report: func(n int64) { j.advance("compressing", n, h.Bytes) }}
	if _, err := io.CopyBuffer(counted, ended{ctx, copied}, make([]byte, buffer)); err != nil {
		return errors.Join(err, compressor.Close())
	}
	if err := errors.Join(compressor.Close(), closeSink(), buffered.Flush()); err != nil {
		return err
	}
	if hexSum(sum) != h.SHA256 {
		return fmt.Errorf("the copy of the store changed on the disk of %s while it was read; that disk or the "+
			"memory is faulty", j.Scratch)
	}
	return nil
}

func (j Job) report(step string, total int64) { j.advance(step, 0, total) }

func (j Job) advance(step string, done, total int64) {
	if j.Progress != nil {
		j.Progress(step, done, total)
	}
}

// replaceable refuses a place that holds something else than a backup, such as the store itself.
func replaceable(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("this is a folder; name a file in it")
	case !info.Mode().IsRegular():
		return errors.New("this is no regular file")
	case info.Size() == 0:
		return nil
	}
	f, err := safefile.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if k, err := kindOf(bufio.NewReader(f)); err != nil {
		return err
	} else if k != plain && k != encrypted {
		return errors.New("there is a file of this name that is no backup; it is not replaced")
	}
	return nil
}

// sweep removes what a killed backup has left of a file of this name. What cannot be removed does no harm.
func sweep(folder, name string) {
	_, _ = safefile.Sweep(folder, func(other string) bool {
		after, is := safefile.WasPart(other)
		return is && after == name
	})
}

// explain adds what to do where the error alone does not say it.
func explain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("the disk is full; beside the store as much room is needed as it takes itself, and some "+
			"beside the backup: %w", err)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the disk can only be read: %w", err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("stopped before it was complete; nothing was changed: %w", err)
	}
	return err
}

// counter counts what is written through it, and notes when it began.
type counter struct {
	w      io.Writer
	n      int64
	began  time.Time
	err    error // of writing
	report func(int64)
}

func (c *counter) Write(p []byte) (int, error) {
	if c.began.IsZero() {
		c.began = time.Now()
	}
	n, err := c.w.Write(p)
	c.n += int64(n)
	c.err = err
	c.report(c.n)
	return n, err
}

// ended is a reader that fails once its context ends.
type ended struct {
	ctx context.Context
	r   io.Reader
}

func (e ended) Read(p []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	return e.r.Read(p)
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
