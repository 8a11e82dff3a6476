package collectors_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"otklik/collectors"
)

// On its own host a platform may send a call on, but not round and round.
func TestRedirectsOnOneHost(t *testing.T) {
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		if r.URL.Path != "/end" {
			to := "/round"
			if r.URL.Path == "/once" {
				to = "/end"
			}
			http.Redirect(w, r, to, http.StatusFound)
		}
	}))
	defer server.Close()
	reply, err := client(t, collectors.ClientOptions{}).Get(server.URL + "/once")
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	calls = 0
	_, err = client(t, collectors.ClientOptions{}).Get(server.URL + "/round")
	if err == nil || !strings.Contains(err.Error(), "too many redirects") || calls > 5 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

// Where a proxy is configured, it makes the connections: no call goes around it.
func TestCallsGoThroughTheProxy(t *testing.T) {
	asked := ""
	proxy := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked = r.RequestURI }))
	defer proxy.Close()
	const far = "http://api.example.org/method/x"
	reply, err := client(t, collectors.ClientOptions{Proxy: proxy.URL, Hosts: []string{far}}).Get(far)
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	if asked != far {
		t.Errorf("the proxy was asked for %q", asked)
	}
}

// A connection that breaks off in the middle of a reply, or takes too long, is said as what it is: those pass by
// themselves.
func TestBrokenConnectionsAreSaidAsSuch(t *testing.T) {
	// half is a platform that begins to answer; then it hangs up, or says nothing more.
	half := func(hangsUp bool) func(context.Context, string, string) (net.Conn, error) {
		return func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() {
				defer theirs.Close()
				buffer := make([]byte, 4096)
				if _, err := theirs.Read(buffer); err != nil {
					return
				}
				_, _ = theirs.Write([]byte("HTTP/1.1 200 OK\r\n"))
				if !hangsUp {
					_, _ = theirs.Read(buffer) // until the client hangs up
				}
			}()
			return ours, nil
		}
	}
	for name, hangsUp := range map[string]bool{"broken off": true, "too slow": false} {
		synctest.Test(t, func(t *testing.T) {
			_, err := client(t, collectors.ClientOptions{Dial: half(hangsUp)}).Get("http://api.example.org/")
			var network net.Error
			slow := errors.As(err, &network) && network.Timeout()
			if slow == hangsUp || hangsUp != errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}
