package collectors

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// ErrHost is found in the error of a call to a host that the configuration does not name. Nothing was sent.
var ErrHost = errors.New("the configuration does not name this host, so nothing is sent there")

// hostGuard lets calls through to the given hosts only: whatever a reply, a library or a mistake makes of an address, a
// token goes nowhere else.
type hostGuard struct {
	next    http.RoundTripper
	allowed map[string]bool // host:port
}

// newHostGuard takes hosts, with a port or without (443 then), or whole URLs.
func newHostGuard(next http.RoundTripper, hosts []string) (http.RoundTripper, error) {
	g := hostGuard{next: next, allowed: map[string]bool{}}
	for _, host := range hosts {
		address := host
		if !strings.Contains(address, "://") {
			address = "https://" + address
		}
		u, err := url.Parse(address)
		if err != nil || u.Hostname() == "" {
			return nil, fmt.Errorf("one of the addresses that may be called is neither a host nor a URL")
		}
		g.allowed[hostPort(u)] = true
	}
	return g, nil
}

// RoundTrip implements http.RoundTripper.
func (g hostGuard) RoundTrip(r *http.Request) (*http.Response, error) {
	if !g.allowed[hostPort(r.URL)] {
		if r.Body != nil {
			_ = r.Body.Close() // the contract of RoundTripper
		}
		return nil, fmt.Errorf("call %s: %w", r.URL.Host, ErrHost)
	}
	return g.next.RoundTrip(r)
}

// CloseIdleConnections passes on what http.Client asks of its transport.
func (g hostGuard) CloseIdleConnections() {
	if c, ok := g.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// hostPort is where a URL is reached: names do not care about case, and a final dot changes nothing.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
	}
	return net.JoinHostPort(strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), port)
}
