package assistant

import (
	"context"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/sashabaranov/go-openai"
)

// Bounds of what a server may send: right replies have a few hundred bytes.
const (
	longestReply  = 256 << 10
	longestHeader = 64 << 10
	mostTokens    = 1000 // some models think before they answer
)

// client speaks to the one server.
type client struct {
	api     *openai.Client
	model   string
	timeout time.Duration
	groups  []string
}

func newClient(o Options) *client {
	c := openai.DefaultConfig(o.Key)
	c.BaseURL = o.URL
	carry := o.Transport
	if carry == nil {
		carry = network(o)
	}
	c.HTTPClient = &http.Client{Transport: bounded{carry}}
	groups := o.Groups
	if !slices.Contains(groups, o.Other) {
		groups = append(slices.Clone(groups), o.Other)
	}
	return &client{api: openai.NewClientWithConfig(c), model: o.Model, timeout: o.Timeout, groups: groups}
}

// ask asks one question. An error may hold what the server said, and with it what people wrote: only faultOf it goes
// further.
func (c *client) ask(ctx context.Context, words string) (Opinion, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	seed := 1
	reply, err := c.api.CreateChatCompletion(ctx, openai.ChatCompletionRequest{
		Model: c.model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: instruction + strings.Join(c.groups, "\n")},
			{Role: openai.ChatMessageRoleUser, Content: words},
		},
		//lint:ignore SA1019 servers that an office runs itself know the older name
		MaxTokens: mostTokens, Seed: &seed,
		Temperature: math.SmallestNonzeroFloat32, // the library leaves a zero out
		ResponseFormat: &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: "opinion", Strict: true,
				Schema: schema(c.groups)}},
	})
	if err != nil {
		return Opinion{}, err
	}
	return opinionOf(reply, c.groups)
}

// faultOf is the code of a failure.
func faultOf(err error) Fault {
	var fault Fault
	var said *openai.APIError
	var status *openai.RequestError
	var carried net.Error
	switch {
	case errors.As(err, &fault):
		return fault
	case errors.Is(err, context.DeadlineExceeded):
		return Timeout
	case errors.As(err, &said), errors.As(err, &status):
		return Refused
	case errors.As(err, &carried) && carried.Timeout():
		return Timeout
	case errors.As(err, &carried):
		return Unreachable
	}
	return Nonsense
}

// network reaches the server directly: no proxy of the environment learns what is asked. Whether an address is the
// office's own is decided when it is dialled, after its name was resolved: a name may lead elsewhere tomorrow.
func network(o Options) http.RoundTripper {
	secure := false
	if u, err := url.Parse(o.URL); err == nil {
		secure = u.Scheme == "https"
	}
	dialer := &net.Dialer{Timeout: o.Timeout, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		switch {
		case err != nil || !o.AllowPublic && !IsNear(at.Addr()):
			return PublicAddress
		case !secure && !IsNear(at.Addr()):
			return PlainPublic
		}
		return nil
	}}
	return &http.Transport{DialContext: dialer.DialContext, MaxResponseHeaderBytes: longestHeader,
		DisableCompression: true, TLSHandshakeTimeout: o.Timeout, IdleConnTimeout: 30 * time.Second}
}

// IsNear reports whether an address is this machine's or one of a private network. Those of a link alone are not: there
// clouds answer whoever asks, and no office runs a model.
func IsNear(a netip.Addr) bool {
	a = a.Unmap()
	return a.IsLoopback() || a.IsPrivate()
}

// bounded reads no more of a reply than a right one can have, and follows no server elsewhere.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	reply, err := b.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if reply.StatusCode/100 == 3 {
		_ = reply.Body.Close()
		return nil, Redirected
	}
	reply.Body = &boundedBody{ReadCloser: reply.Body, left: longestReply}
	return reply, nil
}

// boundedBody fails where a body goes on.
type boundedBody struct {
	io.ReadCloser
	left int
}

// Read implements io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, TooLong
	}
	return n, err
}
