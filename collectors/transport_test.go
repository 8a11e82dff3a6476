package collectors_test

import (
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otklik/collectors"
)

func client(t *testing.T, o collectors.ClientOptions) *http.Client {
	t.Helper()
	c, err := collectors.NewClient(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

func TestClientDoesNotCarryTheTokenElsewhere(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the other host was asked")
	}))
	defer elsewhere.Close()
	here := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusFound))
	defer here.Close()
	_, err := client(t, collectors.ClientOptions{}).Get(here.URL)
	if err == nil || !strings.Contains(err.Error(), "another host") {
		t.Errorf("error %v", err)
	}
}

func TestClientBoundsAReply(t *testing.T) {
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 1<<20)
		for range collectors.MaxReply>>20 + 2 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}))
	defer endless.Close()
	reply, err := client(t, collectors.ClientOptions{}).Get(endless.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	n, err := io.Copy(io.Discard, reply.Body)
	if !errors.Is(err, collectors.ErrReplyTooLong) || n != collectors.MaxReply {
		t.Errorf("%d bytes, error %v", n, err)
	}
}

func TestClientTrustsTheGivenAuthority(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	if _, err := client(t, collectors.ClientOptions{}).Get(server.URL); err == nil {
		t.Error("an unknown authority is trusted")
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	reply, err := client(t, collectors.ClientOptions{CAFile: file}).Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
}

func TestClientRefusesBadSettings(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]collectors.ClientOptions{
		"proxy without host": {Proxy: "nonsense"}, "missing file": {CAFile: "nowhere"},
		"no certificate in it": {CAFile: empty},
	} {
		if _, err := collectors.NewClient(o); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// net/http quotes what it cannot read, and a reply may repeat the digest that was sent: no error shows its words.
func TestNoErrorQuotesAReply(t *testing.T) {
	const words = "дочь Света не ходит в школу"
	for name, reply := range map[string]string{
		"no HTTP":           words + "\r\n\r\n",
		"status code":       "HTTP/1.1 " + words + "\r\n\r\n",
		"header":            "HTTP/1.1 200 OK\r\n" + words + "\r\n\r\n",
		"header's name":     "HTTP/1.1 200 OK\r\n" + words + ": 1\r\n\r\n",
		"length":            "HTTP/1.1 200 OK\r\nContent-Length: " + words + "\r\n\r\n",
		"transfer encoding": "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + words + "\r\n\r\n",
		"trailer's name": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Content-Length, " + words +
			"\r\n\r\n0\r\n\r\n",
		"trailer": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: A\r\n\r\n0\r\n" + words +
			"\r\n\r\n",
		"chunk":          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + words + "\r\n",
		"packed":         "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n" + words,
		"HTTP/2 unasked": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + words,
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = conn.Write([]byte(reply))
			_ = conn.Close()
		}))
		client, err := collectors.NewClient(collectors.ClientOptions{})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Get(server.URL)
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
		}
		server.Close()
		if err == nil && name != "header's name" && name != "trailer's name" {
			t.Errorf("%s: no error", name)
		}
		if err != nil && (strings.Contains(err.Error(), "Света") || strings.Contains(err.Error(), `\x`)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
