package vk

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"otklik/collectors"
)

// statusError is a reply that the platform's edge, not its API, gave: the API answers errors with status 200.
type statusError struct {
	status int
	after  time.Duration
}

func (e *statusError) Error() string { return fmt.Sprintf("HTTP status %d", e.status) }

var errBrokenGzip = errors.New("the reply's gzip encoding is broken")

// guard stands between the library and the network for what the library does not do itself: it looks at the HTTP
// status, and it reads the reply to its end before anything is decoded. The library would panic at a broken gzip
// header, unpack without a bound, and stop reading where the JSON ends, before the checksum that tells whether it is
// intact.
type guard struct{ next http.RoundTripper }

func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	reply, err := g.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = reply.Body.Close() }() // what was to be read has been
	if reply.StatusCode >= 500 || reply.StatusCode == http.StatusTooManyRequests {
		seconds, err := strconv.Atoi(reply.Header.Get("Retry-After"))
		if err != nil || seconds < 0 {
			seconds = 0
		}
		return nil, &statusError{status: reply.StatusCode, after: time.Duration(seconds) * time.Second}
	}
	whole := *reply
	whole.Header = reply.Header.Clone()
	body := io.Reader(reply.Body)
	packed := reply.Header.Get("Content-Encoding") == "gzip"
	if packed {
		if body, err = gzip.NewReader(reply.Body); err != nil {
			return nil, fmt.Errorf("%w: %w", errBrokenGzip, err)
		}
		whole.Header.Del("Content-Encoding")
		whole.Uncompressed = true
	}
	read, err := io.ReadAll(io.LimitReader(body, collectors.MaxReply+1))
	switch {
	case len(read) > collectors.MaxReply:
		return nil, collectors.ErrReplyTooLong
	case err != nil && packed && brokenGzip(err):
		return nil, fmt.Errorf("%w: %w", errBrokenGzip, err)
	case err != nil:
		return nil, fmt.Errorf("read the reply: %w", err)
	}
	whole.Header.Del("Content-Length")
	whole.Body, whole.ContentLength = io.NopCloser(bytes.NewReader(read)), int64(len(read))
	return &whole, nil
}

func brokenGzip(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) ||
		errors.Is(err, io.ErrUnexpectedEOF)
}
