package audit

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"otklik/internal/safefile"
)

// longestLine bounds what is held of one line; real ones have a few hundred bytes.
const longestLine = 1 << 20

// Read gives every entry since the given moment, the oldest first, those of files put aside included. Lines that cannot
// be read, such as half a line after a power cut, are counted and passed over. There being no log is no error: nothing
// was noted yet.
func (l *Log) Read(ctx context.Context, since time.Time, fn func(Entry) error) (broken int, err error) {
	for _, path := range append(l.aside(), l.path) {
		n, err := read(ctx, path, since, fn)
		broken += n
		if err != nil {
			return broken, fmt.Errorf("read the access log %s: %w", path, err)
		}
	}
	return broken, nil
}

func read(ctx context.Context, path string, since time.Time, fn func(Entry) error) (broken int, err error) {
	f, err := safefile.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	lines := bufio.NewReaderSize(f, 1<<16)
	for {
		if err := ctx.Err(); err != nil {
			return broken, err
		}
		line, err := nextLine(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return broken, err
		}
		ended := errors.Is(err, io.EOF)
		if len(line) > 0 {
			var e Entry
			if json.Unmarshal(line, &e) != nil || e.At.IsZero() {
				broken++
			} else if !e.At.Before(since) {
				if err := fn(e); err != nil {
					return broken, err
				}
			}
		}
		if ended {
			return broken, nil
		}
	}
}

// nextLine is a line without its end; of one that is too long to be real only the beginning.
func nextLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, more, err := r.ReadLine()
		if len(line) < longestLine {
			line = append(line, part...)
		}
		if err != nil || !more {
			return line, err
		}
	}
}
