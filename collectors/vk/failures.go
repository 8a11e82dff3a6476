package vk

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// nextPull ends the advice of what passes by itself.
const nextPull = "; it is tried again at the next pull"

// failure sorts an error of a call.
func (c *client) failure(method string, err error) *collectors.Failure {
	var refused *api.Error
	if errors.As(err, &refused) {
		r, known := rules[int(refused.Code)]
		if !known {
			r = rule{kind: inbox.FailureOther, advice: "VKontakte refused the call; if it repeats, please report it"}
		}
		return &collectors.Failure{Kind: r.kind, Temporary: r.temporary, RetryAfter: r.after,
			Advice: c.advise(r.advice),
			Err:    c.seal(method, &codeError{int(refused.Code), refused})}
	}
	f := &collectors.Failure{Kind: inbox.FailurePlatform, Temporary: true,
		Advice: "VKontakte answered with something that is not its API; try later, and check api_url and the proxy",
		Err:    c.seal(method, err)}
	var status *statusError
	var content *api.InvalidContentType
	switch {
	case errors.As(err, &status):
		f.RetryAfter = status.after
		f.Advice = "VKontakte, or a proxy on the way, is out of order" + nextPull
		if status.status == http.StatusTooManyRequests {
			f.Kind = inbox.FailureLimit
		}
	case errors.Is(err, collectors.ErrReplyTooLong):
		f.Temporary = false // it would be as long again: asking once a pull is enough
	case errors.As(err, &content), errors.Is(err, errBrokenGzip), errors.Is(err, errLibraryPanic),
		errors.Is(err, errNoResponse), isJSONFault(err):
	default:
		f.Kind = inbox.FailureNetwork
		f.Advice = "VKontakte cannot be reached; check the network, api_url, the proxy and ca_file"
	}
	return f
}

// codeError names the code, which the library's error leaves out.
type codeError struct {
	code int
	err  error
}

func (e *codeError) Error() string { return fmt.Sprintf("error %d: %v", e.code, e.err) }
func (e *codeError) Unwrap() error { return e.err }

// codeOf is VK's error code behind an error; 0 if it is none of VK's.
func codeOf(err error) int {
	var refused *codeError
	if errors.As(err, &refused) {
		return refused.code
	}
	return 0
}

func (c *client) advise(advice string) string {
	switch countVerbs(advice) {
	case 2:
		return fmt.Sprintf(advice, c.kind, c.kind.key())
	default:
		return advice
	}
}

func countVerbs(s string) int {
	n := 0
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '%' && s[i+1] == 's' {
			n++
		}
	}
	return n
}
