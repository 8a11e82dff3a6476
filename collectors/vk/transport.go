package vk

import (
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
// status, and it unpacks gzip, where the library would panic at a broken header and unpack without a bound.
type guard struct{ next http.RoundTripper }

func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	reply, err := g.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if reply.StatusCode >= 500 || reply.StatusCode == http.StatusTooManyRequests {
		seconds, err := strconv.Atoi(reply.Header.Get("Retry-After"))
		if err != nil || seconds < 0 {
			seconds = 0
		}
		reply.Body.Close()
		return nil, &statusError{status: reply.StatusCode, after: time.Duration(seconds) * time.Second}
	}
	if reply.Header.Get("Content-Encoding") != "gzip" {
		return reply, nil
	}
	unpacked, err := gzip.NewReader(reply.Body)
	if err != nil {
		reply.Body.Close()
		return nil, fmt.Errorf("%w: %w", errBrokenGzip, err)
	}
	reply.Body = &unpacking{from: unpacked, body: reply.Body, left: collectors.MaxReply}
	reply.Header.Del("Content-Encoding")
	reply.Header.Del("Content-Length")
	reply.ContentLength, reply.Uncompressed = -1, true
	return reply, nil
}

// unpacking reads an unpacked body up to a bound, so that a small packed reply cannot fill the memory.
type unpacking struct {
	from *gzip.Reader
	body io.Closer
	left int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	if u.left <= 0 {
		return 0, collectors.ErrReplyTooLong
	}
	n, err := u.from.Read(p[:min(int64(len(p)), u.left)])
	u.left -= int64(n)
	return n, err
}

func (u *unpacking) Close() error { return errors.Join(u.from.Close(), u.body.Close()) }
