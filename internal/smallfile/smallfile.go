// Package smallfile reads the files that people name: secrets, settings, certificates, lists, models. A wrong path
// may lead to anything, so nothing is read without a bound, no device is read at all, and a pipe that nobody writes
// into is not waited for for ever.
package smallfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// Bounds in bytes by what a file is for, many times what real ones have.
const (
	Secret       = 64 << 10
	Config       = 1 << 20
	Certificates = 4 << 20
	List         = 16 << 20  // topics and places of a region
	Model        = 128 << 20 // what `otklik train` writes
)

var (
	errFolder = errors.New("this is a folder; name a file in it")
	errDevice = errors.New("this is a device and no file; is it the right path?")
	errSilent = errors.New("this is a pipe, and nobody writes into it")
)

// Read gives the whole content of the file at path. All its errors are of the type *fs.PathError.
func Read(path string, most int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Content(f, most)
}

// Open opens a regular file or a pipe, such as the shell's <(…), for reading and refuses everything else. It does
// not wait for somebody who writes into a named pipe: Content does, for as long as it may. All its errors are of the
// type *fs.PathError.
func Open(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		err = wrong(path, errFolder)
	case !info.Mode().IsRegular() && info.Mode().Type() != fs.ModeNamedPipe:
		err = wrong(path, errDevice)
	default:
		return f, nil
	}
	return nil, errors.Join(err, f.Close())
}

// Content reads a file that Open opened to its end and refuses one of more than most bytes.
func Content(f *os.File, most int64) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	in, size := io.Reader(f), info.Size()
	switch {
	case size > most && info.Mode().IsRegular():
		return nil, wrong(f.Name(), tooLong(most))
	case !info.Mode().IsRegular():
		in, size = &pipe{f: f}, 0
		if err := f.SetReadDeadline(time.Now().Add(pipePatience)); err != nil {
			return nil, err
		}
	}
	content := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	// What grows while it is read is bounded, too; files of /proc say that they are empty.
	n, err := content.ReadFrom(io.LimitReader(in, most+1))
	var file *fs.PathError
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, wrong(f.Name(), errSilent)
	case err != nil && !errors.As(err, &file):
		return nil, wrong(f.Name(), err)
	case err != nil:
		return nil, err
	case n > most:
		return nil, wrong(f.Name(), tooLong(most))
	}
	return content.Bytes(), nil
}

const (
	pipePatience   = 30 * time.Second // for all that is written into a pipe
	writerPatience = 2 * time.Second  // for somebody who opens it for writing
	writerPoll     = 10 * time.Millisecond
)

// pipe is a pipe that was opened without waiting: as long as nobody has opened it for writing it seems to be at its
// end.
type pipe struct {
	f     *os.File
	begun bool
}

func (p *pipe) Read(to []byte) (int, error) {
	for started := time.Now(); ; time.Sleep(writerPoll) {
		n, err := p.f.Read(to)
		if p.begun = p.begun || n > 0; p.begun || !errors.Is(err, io.EOF) {
			return n, err
		}
		if time.Since(started) > writerPatience {
			return 0, errSilent
		}
	}
}

func tooLong(most int64) error {
	unit := "KB"
	if most >>= 10; most >= 1<<10 {
		most, unit = most>>10, "MB"
	}
	return fmt.Errorf("it has more than %d %s, which no file of this kind has; is it the right one?", most, unit)
}

func wrong(path string, err error) error { return &fs.PathError{Op: "read", Path: path, Err: err} }
