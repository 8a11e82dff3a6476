package vk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/SevereCloud/vksdk/v3/api"
	"golang.org/x/time/rate"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// client makes calls with one token: at its pace, with retries, and with every failure sorted by what to do about it.
type client struct {
	vk      *api.VK
	limiter *rate.Limiter
	retry   collectors.RetryPolicy
	kind    tokenKind
	token   string // only to keep it out of errors
}

func newClient(o Options, kind tokenKind) *client {
	token := o.ServiceToken
	if kind == communityToken {
		token = o.CommunityToken
	}
	vk := api.NewVK(token)
	vk.MethodURL = o.APIURL
	vk.Limit = 0 // 0 turns off the library's own limiter, which bursts and ignores contexts, and its instant retries
	base := o.HTTP.Transport
	if base == nil {
		base = http.DefaultTransport
	}
	own := *o.HTTP
	own.Transport = guard{base}
	vk.Client = &own
	vk.Handler = func(method string, params ...api.Params) (api.Response, error) {
		reply, err := vk.DefaultHandler(method, params...)
		// An odd value beside the error's code, such as a number where the library expects a string, must not hide
		// the code: the decoder fills what it can before it complains.
		var odd *json.UnmarshalTypeError
		if errors.As(err, &odd) && reply.Error.Code != api.ErrNoType {
			return reply, &reply.Error
		}
		return reply, err
	}
	return &client{vk: vk, limiter: o.Limiters.of(token, kind), retry: o.Retry, kind: kind, token: token}
}

// call asks for a method and decodes the reply into the value that into points to. A reply of another shape is a
// failure like any other and is asked for again. Errors are *collectors.Failure, or the context's.
func call[T any](ctx context.Context, c *client, method string, params api.Params) (T, error) {
	return callChecked(ctx, c, method, params, func(T) error { return nil })
}

// callChecked is call for replies that can be of the right shape and still not be believed: what check refuses is a
// failure that may pass, too, and errors.As finds check's error in it.
func callChecked[T any](
	ctx context.Context, c *client, method string, params api.Params, check func(T) error,
) (T, error) {
	return collectors.Retry(ctx, c.retry, func(ctx context.Context) (T, error) {
		var reply T
		if err := c.limiter.Wait(ctx); err != nil {
			return reply, fmt.Errorf("wait for the turn to call %s: %w", method, err)
		}
		raw, err := c.request(ctx, method, params)
		if err != nil {
			if ctx.Err() != nil {
				return reply, fmt.Errorf("call %s: %w", method, ctx.Err())
			}
			return reply, c.failure(method, err)
		}
		err = json.Unmarshal(raw, &reply)
		if part, ok := any(&reply).(interface{ whole() error }); ok && err == nil {
			err = part.whole()
		}
		if err != nil {
			var none T
			return none, &collectors.Failure{Kind: inbox.FailurePlatform, Temporary: true,
				Advice: "VKontakte answered with something that is not its API; try later, and check api_url and " +
					"the proxy",
				Err: fmt.Errorf("call %s: the reply has another shape than documented: %s", method, shapeOf(err))}
		}
		if err := check(reply); err != nil {
			var none T
			return none, &collectors.Failure{Kind: inbox.FailurePlatform, Temporary: true,
				Advice: "VKontakte contradicts itself" + nextPull,
				Err:    fmt.Errorf("call %s: %w", method, err)}
		}
		return reply, nil
	})
}

// errLibraryPanic is what a panic inside the library becomes.
var errLibraryPanic = errors.New("the library could not read the reply")

func (c *client) request(ctx context.Context, method string, params api.Params) (raw []byte, err error) {
	defer func() {
		if recover() != nil { // its text may quote the reply
			raw, err = nil, errLibraryPanic
		}
	}()
	own := api.Params{}
	for key, value := range params {
		own[key] = value
	}
	raw, err = c.vk.Request(method, own.WithContext(ctx))
	if err == nil && (len(raw) == 0 || string(raw) == "null") {
		return nil, errNoResponse
	}
	return raw, err
}

var errNoItems = errors.New("the list of items is missing")

var errNoResponse = errors.New(`neither "response" nor "error" in the reply`)

// shapeOf says what was wrong with a reply's shape without quoting its values.
func shapeOf(err error) string {
	var odd *json.UnmarshalTypeError
	if errors.As(err, &odd) {
		return fmt.Sprintf("field %q holds a %s", odd.Field, strings.Fields(odd.Value + " value")[0])
	}
	if errors.Is(err, errNoItems) {
		return err.Error()
	}
	return "not valid JSON"
}

// sealed is an error whose text has been cleaned of the token. What it wraps is for errors.Is and errors.As.
type sealed struct {
	text string
	err  error
}

func (s *sealed) Error() string { return s.text }
func (s *sealed) Unwrap() error { return s.err }

func (c *client) seal(method string, err error) error {
	text := err.Error()
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "") + "…"
	}
	if c.token != "" {
		text = strings.ReplaceAll(text, c.token, "[token]")
	}
	return &sealed{text: fmt.Sprintf("call %s: %s", method, text), err: err}
}
