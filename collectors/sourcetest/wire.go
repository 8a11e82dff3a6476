package sourcetest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/collectors"
)

// Wire is a network in memory between the program's own HTTP client and a platform that a test plays. Requests and
// replies travel as bytes, so that whatever can happen to bytes on their way can happen here, in a synctest bubble too.
type Wire struct {
	// Answer is the platform: what it replies at an address (host and port) when nothing is wrong.
	Answer func(address string, r *http.Request) (*http.Response, error)
	// Choose gives the fault that a request meets; nil: none.
	Choose func(Asked) *Fault
	// Status is what the platform itself says with an HTTP status; retryAfter is in seconds, 0 for none.
	Status func(status, retryAfter int) (header http.Header, body string)
	// Secure wires speak TLS with the certificate of Authority.
	Secure    bool
	Authority *Authority

	mu    sync.Mutex
	asked []Asked
}

// Asked is one request.
type Asked struct {
	Address string // host and port
	Method  string // the last part of the path
	Params  url.Values
	At      time.Time
	// Fault is what it met; nil: none.
	Fault *Fault
}

// Client is the program's own client on this wire.
func (w *Wire) Client() (*http.Client, error) {
	o := collectors.ClientOptions{Dial: w.dial}
	if w.Secure {
		o.CAFile = w.Authority.file
	}
	client, err := collectors.NewClient(o)
	if err != nil {
		return nil, err
	}
	client.Transport = choosing{w, client.Transport}
	return client, nil
}

// Calls are the requests so far, those that never left included.
func (w *Wire) Calls() []Asked {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]Asked(nil), w.asked...)
}

type faultKey struct{}

// choosing stands before the client's transport and lets a request meet its fault: the wire carries one request a
// connection, which learns of the fault from the context of its dialling.
type choosing struct {
	wire *Wire
	next http.RoundTripper
}

func (c choosing) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close()
	}
	asked := Asked{Address: r.URL.Host, Method: path.Base(r.URL.Path),
		Params: parameters(r.Header.Get("Content-Type"), body), At: time.Now()}
	if c.wire.Choose != nil {
		asked.Fault = c.wire.Choose(asked)
	}
	c.wire.mu.Lock()
	c.wire.asked = append(c.wire.asked, asked)
	c.wire.mu.Unlock()
	again := r.Clone(context.WithValue(r.Context(), faultKey{}, asked.Fault))
	again.Body = io.NopCloser(bytes.NewReader(body))
	return c.next.RoundTrip(again)
}

func parameters(contentType string, body []byte) url.Values {
	kind, attributes, _ := mime.ParseMediaType(contentType)
	if kind == "multipart/form-data" {
		form, err := multipart.NewReader(bytes.NewReader(body), attributes["boundary"]).ReadForm(64 << 20)
		if err != nil {
			return nil
		}
		return form.Value
	}
	values, _ := url.ParseQuery(string(body)) // JSON gives nonsense, which nobody looks at
	return values
}

func (w *Wire) dial(ctx context.Context, _, address string) (net.Conn, error) {
	fault, _ := ctx.Value(faultKey{}).(*Fault)
	if fault != nil && fault.dial != nil {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: fault.dial()}
	}
	near, far := net.Pipe()
	x := &exchange{wire: w, address: address, conn: far, fault: fault}
	go x.run()
	if fault != nil && fault.broken != nil {
		return &breaking{Conn: near, err: fault.broken}, nil
	}
	return near, nil
}

// breaking is a connection that breaks where a reply should come.
type breaking struct {
	net.Conn
	err error
}

func (b *breaking) Read(p []byte) (int, error) {
	if n, err := b.Conn.Read(p); err == nil {
		return n, nil
	}
	return 0, &net.OpError{Op: "read", Net: "tcp", Err: b.err}
}

// exchange is the far end of one connection.
type exchange struct {
	wire    *Wire
	address string
	conn    net.Conn
	fault   *Fault
	request *http.Request
}

func (x *exchange) run() {
	defer func() { _ = x.conn.Close() }()
	if x.fault != nil && x.fault.handshake != nil {
		x.fault.handshake(x)
		return
	}
	if x.wire.Secure {
		x.conn = tls.Server(x.conn, x.wire.Authority.server)
	}
	r, err := http.ReadRequest(bufio.NewReader(x.conn))
	if err != nil {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	x.request = r
	if x.fault != nil && x.fault.serve != nil {
		x.fault.serve(x)
		return
	}
	status, header, reply := x.healthy()
	x.send(status, header, reply)
}

// healthy is the platform's true reply.
func (x *exchange) healthy() (int, http.Header, []byte) {
	reply, err := x.wire.Answer(x.address, x.request)
	if err != nil {
		return http.StatusInternalServerError, http.Header{}, []byte(err.Error())
	}
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		return http.StatusInternalServerError, http.Header{}, []byte(err.Error())
	}
	return reply.StatusCode, reply.Header, body
}

// send writes a whole reply. That the other side has gone is no concern of a server's.
func (x *exchange) send(status int, header http.Header, body []byte) {
	x.head(status, header, len(body))
	_, _ = x.conn.Write(body)
}

// head writes a reply's beginning; length < 0 leaves it open.
func (x *exchange) head(status int, header http.Header, length int) {
	h := header.Clone()
	if h == nil {
		h = http.Header{}
	}
	if h.Get("Date") == "" {
		h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	h.Set("Connection", "close")
	h.Del("Content-Length")
	if length >= 0 {
		h.Set("Content-Length", fmt.Sprint(length))
	}
	var text strings.Builder
	fmt.Fprintf(&text, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	_ = h.Write(&text) // into memory
	_, _ = x.conn.Write([]byte(text.String() + "\r\n"))
}

// untilClosed waits for the caller to give up.
func (x *exchange) untilClosed() { _, _ = io.Copy(io.Discard, x.conn) }

// Authority signs the certificate of a secure wire, and of one that the client has no reason to trust.
type Authority struct {
	file            string
	server, foreign *tls.Config
}

// NewAuthority makes certificates that are good in every test's time, which may begin in the year 2000.
func NewAuthority(t testing.TB) *Authority {
	t.Helper()
	make := func() *tls.Config {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0),
			NotAfter: time.Unix(1<<32, 0),
			IsCA:     true, BasicConstraintsValid: true, DNSNames: []string{"localhost"}}
		raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}},
			MinVersion: tls.VersionTLS12}
	}
	a := &Authority{server: make(), foreign: make(), file: filepath.Join(t.TempDir(), "authority.pem")}
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.server.Certificates[0].Certificate[0]})
	if err := os.WriteFile(a.file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}
