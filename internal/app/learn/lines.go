package learn

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// errNotUTF8 is of a line in another encoding: the decoder would put question marks in place of every letter, and a
// complaint would be read as chatter.
var errNotUTF8 = errors.New("not in UTF-8; convert it first: iconv -f cp1251 -t utf-8")

// answerLines writes one line for each line of in: what answer gives for it, a sentence as it is and all else as JSON.
// It works line by line, so that it serves in a pipe and needs no memory for the whole. A line that answer refuses is
// told with its number, and the others are answered: then the error is ErrSomeLines, or none where no line could be
// read. It ends with its context, also where in gives nothing.
func answerLines(
	ctx context.Context, in io.Reader, out io.Writer, bad func(line int, err error), none error,
	answer func(line []byte) (any, error),
) error {
	lines := bufio.NewReaderSize(&interruptible{ctx: ctx, r: in}, 1<<16)
	results := bufio.NewWriterSize(out, 1<<16)
	encoder := json.NewEncoder(results)
	encoder.SetEscapeHTML(false)
	good, failed := 0, 0
	var line []byte
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, results.Flush())
		}
		var readErr error
		line, readErr = readLine(lines, line[:0])
		if line := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); readable(readErr) && len(line) > 0 {
			result, err := answer(line)
			if err != nil {
				failed++
				bad(n, err)
			} else {
				good++
				if err := put(results, encoder, result); err != nil {
					return fmt.Errorf("write the results: %w", err)
				}
			}
		}
		if lines.Buffered() == 0 {
			if err := results.Flush(); err != nil {
				return fmt.Errorf("write the results: %w", err)
			}
		}
		if errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil {
			if err := results.Flush(); err != nil {
				return fmt.Errorf("write the results: %w", err)
			}
			return fmt.Errorf("read line %d: %w", n, readErr)
		}
	}
	switch {
	case failed == 0:
		return nil
	case good == 0:
		return none
	}
	return ErrSomeLines
}

// put writes one result.
func put(to io.Writer, encoder *json.Encoder, result any) error {
	if sentence, ok := result.(string); ok {
		_, err := fmt.Fprintln(to, sentence)
		return err
	}
	return encoder.Encode(result)
}

// longestLine bounds a line in bytes: a text of 1 MB takes six times as much where every letter is escaped.
const longestLine = 16 << 20

// readLine appends a line of a length that can be.
func readLine(r *bufio.Reader, line []byte) ([]byte, error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > longestLine {
			return line, fmt.Errorf("it has more than %d MB; write one JSON object a line", longestLine>>20)
		}
		if len(line)+len(part) > cap(line) {
			line = slices.Grow(line, max(len(part), cap(line))) // doubled: little is left over of a long one
		}
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// readable reports whether what was read is a whole line.
func readable(err error) bool { return err == nil || errors.Is(err, io.EOF) }
