package sandbox

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// fate is what happens to a reply on its way.
type fate int

const (
	arrives   fate = iota
	isCut          // the connection breaks in the middle of the body
	isReset        // the connection is reset before a byte is sent
	neverSent      // the caller waits until it gives up
)

// reply is what a platform answers.
type reply struct {
	status int
	header http.Header
	body   []byte
	fate   fate
}

func jsonReply(status int, body []byte) reply {
	return reply{status: status, body: body, header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}}
}

// respond answers a request of either platform, failures included.
func (s *Sandbox) respond(r *http.Request) reply {
	p, err := readParameters(r)
	if err != nil {
		return jsonReply(http.StatusBadRequest,
			[]byte(`{"ok":false,"error_code":400,"description":"Bad Request: the body cannot be read"}`))
	}
	var rep reply
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, "/method/"):
		rep = s.respondVK(r, strings.TrimPrefix(path, "/method/"), p)
	case strings.HasPrefix(path, "/bot"):
		token, method, _ := strings.Cut(strings.TrimPrefix(path, "/bot"), "/")
		rep = s.respondTelegram(r.Context(), token, method, p)
	default:
		rep = reply{status: http.StatusNotFound, body: []byte("The sandbox plays /method/{name} and " +
			"/bot{token}/{method}.\n"), header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}}
	}
	return rep
}

func compress(rep *reply) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	// Writing to a bytes.Buffer cannot fail.
	_, _ = w.Write(rep.body)
	_ = w.Close()
	rep.body = packed.Bytes()
	rep.header.Set("Content-Encoding", "gzip")
}

// ServeHTTP plays /method/{name} for VK and /bot{token}/{method} for Telegram.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rep := s.respond(r)
	switch rep.fate {
	case neverSent:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case isReset:
		if hijacker, ok := w.(http.Hijacker); ok {
			if conn, _, err := hijacker.Hijack(); err == nil {
				if tcp, ok := conn.(*net.TCPConn); ok {
					// Without lingering the close is a reset, which is all that can be done here.
					_ = tcp.SetLinger(0)
				}
				_ = conn.Close()
				return
			}
		}
		panic(http.ErrAbortHandler)
	}
	for key, values := range rep.header {
		w.Header()[key] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(rep.body)))
	w.WriteHeader(rep.status)
	if rep.fate == isCut {
		_, _ = w.Write(rep.body[:len(rep.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(rep.body)
}

// Start serves on a free port of 127.0.0.1. stop closes all connections and waits for the server to end; it may be
// called more than once.
func (s *Sandbox) Start() (baseURL string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("listen on loopback: %w", err)
	}
	server := s.server()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		// Serve always ends with ErrServerClosed here: only stop ends it.
		_ = server.Serve(listener)
	}()
	var once sync.Once
	return "http://" + listener.Addr().String(), func() {
		once.Do(func() {
			_ = server.Close()
			<-ended
		})
	}, nil
}

// Listen takes addr, a loopback address with a port such as "127.0.0.1:8085".
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("the address %q is not of the form 127.0.0.1:8085: %w", addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("the sandbox serves on loopback only: use 127.0.0.1 instead of %q", host)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	return listener, nil
}

// Serve serves what Listen took until the context ends, and closes it.
func (s *Sandbox) Serve(ctx context.Context, listener net.Listener) error {
	server := s.server()
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	}
	return nil
}

func (s *Sandbox) server() *http.Server {
	return &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
}

// Transport reaches the sandbox without a socket, for tests inside a testing/synctest bubble. Every host is the
// sandbox.
func (s *Sandbox) Transport() http.RoundTripper { return inMemory{s} }

type inMemory struct{ s *Sandbox }

// RoundTrip answers in the caller's goroutine.
func (t inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	rep := t.s.respond(r.Clone(r.Context()))
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	switch rep.fate {
	case neverSent:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case isReset:
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	var body io.Reader = bytes.NewReader(rep.body)
	if rep.fate == isCut {
		body = io.MultiReader(bytes.NewReader(rep.body[:len(rep.body)/2]), breaks{})
	}
	return &http.Response{
		Status: strconv.Itoa(rep.status) + " " + http.StatusText(rep.status), StatusCode: rep.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: rep.header, Body: io.NopCloser(body), ContentLength: int64(len(rep.body)), Request: r,
	}, nil
}

// breaks is the end of a connection that was cut.
type breaks struct{}

func (breaks) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
