package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// FailureKind is a way in which a platform fails.
type FailureKind int

// The kinds of failure. Those marked "after" let the call take effect first, as a platform does whose answer is lost.
const (
	// Timeout never answers: the caller waits until it gives up.
	Timeout FailureKind = iota + 1
	// Reset breaks the connection before a byte of the answer is sent.
	Reset
	// Status answers with HTTP status Code (502 if zero) and a page of HTML.
	Status
	// TooMany answers with HTTP status 429 and, if RetryAfter is set, how long to wait.
	TooMany
	// EmptyBody answers 200 with no body.
	EmptyBody
	// HalfBody answers with the first half of the right answer, complete by its length. After.
	HalfBody
	// CutBody breaks the connection in the middle of the right answer. After.
	CutBody
	// BrokenGzip announces gzip and sends something else.
	BrokenGzip
	// CutGzip sends the first half of the right answer packed by gzip, complete by its length. After.
	CutGzip
	// WrongType sends the right answer as text/html. After.
	WrongType
	// WrongShape sends valid JSON in which the answer is a number.
	WrongShape
	// ErrorCode answers with the platform's own error Code and, if given, Message.
	ErrorCode
	// Slow answers rightly after Delay. After.
	Slow
)

// Failure is what goes wrong with a call.
type Failure struct {
	Kind       FailureKind
	Code       int           // for Status and ErrorCode
	Message    string        // for ErrorCode
	RetryAfter time.Duration // for TooMany, in whole seconds; zero: the platform does not say
	Delay      time.Duration // for Slow
}

type planned struct {
	left int // negative: for ever
	Failure
}

// Fail lets the next calls of a method fail: times of them, or all if times is negative. Method "*" is every method
// of both platforms. Several failures of one method take place one after the other.
func (s *Sandbox) Fail(method string, times int, f Failure) {
	if times == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failures[method] = append(s.failures[method], planned{times, f})
}

// Recover forgets all failures that have not taken place.
func (s *Sandbox) Recover() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.failures)
}

// nextFailure takes the failure that is planned for this call.
func (s *Sandbox) nextFailure(method string) (Failure, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range []string{method, "*"} {
		queue := s.failures[key]
		if len(queue) == 0 {
			continue
		}
		f := queue[0].Failure
		if queue[0].left > 0 {
			queue[0].left--
		}
		if queue[0].left == 0 {
			s.failures[key] = queue[1:]
		}
		return f, true
	}
	return Failure{}, false
}

// failing plays a call that may fail. right gives the right answer; refuse words an error as the platform does.
func (s *Sandbox) failing(ctx context.Context, method string, right func() reply,
	refuse func(code int, message string, retryAfter int) reply) reply {
	f, fails := s.nextFailure(method)
	if !fails {
		return right()
	}
	switch f.Kind {
	case Timeout:
		return reply{fate: neverSent}
	case Reset:
		return reply{fate: isReset}
	case Status:
		code := f.Code
		if code == 0 {
			code = http.StatusBadGateway
		}
		page := fmt.Sprintf("<html>\r\n<head><title>%d %s</title></head>\r\n<body>\r\n<center><h1>%d "+
			"%s</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", code, http.StatusText(code),
			code, http.StatusText(code))
		return reply{status: code, body: []byte(page), header: http.Header{"Content-Type": {"text/html"}}}
	case TooMany:
		seconds := int(f.RetryAfter / time.Second)
		rep := refuse(http.StatusTooManyRequests, "Too Many Requests", seconds)
		rep.status = http.StatusTooManyRequests
		if seconds > 0 {
			rep.header.Set("Retry-After", strconv.Itoa(seconds))
		}
		return rep
	case EmptyBody:
		return jsonReply(http.StatusOK, nil)
	case BrokenGzip:
		rep := jsonReply(http.StatusOK, []byte("this was never packed"))
		rep.header.Set("Content-Encoding", "gzip")
		return rep
	case WrongShape:
		body, _ := json.Marshal(map[string]any{"ok": true, "result": 1, "response": 1})
		return jsonReply(http.StatusOK, body)
	case ErrorCode:
		return refuse(f.Code, f.Message, int(f.RetryAfter/time.Second))
	}
	rep := right()
	switch f.Kind {
	case HalfBody:
		rep.body = rep.body[:len(rep.body)/2]
	case CutBody:
		rep.fate = isCut
	case CutGzip:
		compress(&rep)
		rep.body = rep.body[:len(rep.body)/2]
	case WrongType:
		rep.header.Set("Content-Type", "text/html; charset=utf-8")
	case Slow:
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			rep.fate = neverSent
		}
	}
	return rep
}
