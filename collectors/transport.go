package collectors

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"sync/atomic"
	"time"

	"otklik/internal/smallfile"
)

// MaxReply bounds one reply of a platform, in bytes after decompression. VK's largest pages are below 2 MiB.
const MaxReply = 32 << 20

// ErrReplyTooLong is the error of reading a reply beyond MaxReply.
var ErrReplyTooLong = errors.New("the reply is longer than any real one; it was not read to its end")

// ErrUnreadable is the error of a reply that cannot be read as HTTP. The words of net/http quote it, and it may repeat
// what was sent or what people wrote.
var ErrUnreadable = errors.New("what came back cannot be read as an HTTP reply")

// ClientOptions are a platform's network settings from the configuration.
type ClientOptions struct {
	Proxy   string        // http, https or socks5 URL; empty: HTTPS_PROXY and friends
	CAFile  string        // PEM file with certificates trusted besides the system's
	Timeout time.Duration // for a whole call, reply included; zero: one minute
	// Hosts are the only ones that may be called: hosts, host:port, or URLs of which the host counts; none: any host.
	Hosts []string
	// Dial makes the connections; nil: the network does. A test gives one that stays in memory.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// NewClient builds the HTTP client of one platform. It never follows a redirect to another host, because the
// token would travel along, and bounds every reply at MaxReply.
func NewClient(o ClientOptions) (*http.Client, error) {
	transport := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second,
		IdleConnTimeout:       60 * time.Second,
		MaxIdleConnsPerHost:   4,
		ForceAttemptHTTP2:     true,
	}
	if o.Dial != nil {
		transport.DialContext = o.Dial
	}
	if o.Proxy != "" {
		proxy, err := url.Parse(o.Proxy)
		if err != nil || proxy.Host == "" {
			return nil, fmt.Errorf("the proxy address is not a URL such as http://host:3128 or socks5://host:1080")
		}
		transport.Proxy = http.ProxyURL(proxy)
	}
	if o.CAFile != "" {
		pem, err := smallfile.Read(o.CAFile, smallfile.Certificates)
		if err != nil {
			return nil, fmt.Errorf("read the certificate authority file: %w", err)
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("no PEM certificate in the certificate authority file %s", o.CAFile)
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	timeout := o.Timeout
	if timeout == 0 {
		timeout = time.Minute
	}
	var outward http.RoundTripper = boundedTransport{transport}
	if len(o.Hosts) > 0 {
		guarded, err := newHostGuard(outward, o.Hosts)
		if err != nil {
			return nil, err
		}
		outward = guarded
	}
	return &http.Client{Transport: outward, Timeout: timeout, CheckRedirect: sameHost}, nil
}

func sameHost(next *http.Request, before []*http.Request) error {
	if len(before) >= 5 {
		return errors.New("too many redirects")
	}
	if first := before[0].URL; next.URL.Host != first.Host || next.URL.Scheme != first.Scheme {
		return fmt.Errorf("the platform redirects to another host (%s); not followed, because the token would go there",
			next.URL.Host)
	}
	return nil
}

type boundedTransport struct{ next http.RoundTripper }

func (t boundedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	var answered atomic.Bool
	trace := &httptrace.ClientTrace{GotFirstResponseByte: func() { answered.Store(true) }}
	reply, err := t.next.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	if err != nil {
		if answered.Load() {
			err = unquoted(err)
		}
		return nil, err
	}
	reply.Body = &boundedBody{ReadCloser: reply.Body, left: MaxReply}
	return reply, nil
}

func (t boundedTransport) CloseIdleConnections() {
	if c, ok := t.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// unquoted is an error in reading a reply, without the reply's words.
func unquoted(err error) error {
	var network net.Error // a time-out or a closed connection; so are the others
	if errors.As(err, &network) {
		return err
	}
	for _, wordless := range []error{context.Canceled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, wordless) {
			return err
		}
	}
	return ErrUnreadable
}

type boundedBody struct {
	io.ReadCloser
	left int64
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, ErrReplyTooLong
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	var quoted textproto.ProtocolError // a line after the last chunk
	if errors.As(err, &quoted) {
		err = ErrUnreadable
	}
	return n, err
}
