package collectors_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"otklik/collectors"
)

func TestClientReachesTheConfiguredHostsOnly(t *testing.T) {
	named := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer named.Close()
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter,
		*http.Request) {
		t.Error("another host was called")
	}))
	defer other.Close()
	c := client(t, collectors.ClientOptions{Hosts: []string{named.URL + "/method/"}})
	reply, err := c.Get(named.URL + "/anything")
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	reply, err = c.Post(other.URL+"/?access_token=s3cret", "text/plain", strings.NewReader("text"))
	if !errors.Is(err, collectors.ErrHost) {
		reply.Body.Close()
		t.Errorf("error %v", err)
	}
}

// What counts is the host and the port: a name in capitals or with a final dot is the same, another scheme is not.
func TestHostsAreCompared(t *testing.T) {
	asked := 0
	dial := func(context.Context, string, string) (net.Conn, error) {
		asked++
		return nil, errors.New("no network here")
	}
	for _, c := range []struct {
		host, url string
		allowed   bool
	}{
		{"https://api.vk.ru/method/", "https://api.vk.ru/method/wall.get", true},
		{"https://api.vk.ru/method/", "https://API.VK.RU:443/", true},
		{"https://api.vk.ru/method/", "https://api.vk.ru./", true},
		{"api.vk.ru", "https://api.vk.ru/", true},
		{"api.vk.ru:8443", "https://api.vk.ru:8443/", true},
		{"https://api.vk.ru/method/", "http://api.vk.ru/method/wall.get", false},
		{"https://api.vk.ru/method/", "https://api.vk.ru:8443/", false},
		{"https://api.vk.ru/method/", "https://api.vk.ru.example.org/", false},
		{"https://api.vk.ru/method/", "https://api.vk.ru@example.org/", false},
		{"https://api.vk.ru/method/", "https://oauth.vk.ru/", false},
		{"http://[::1]:8080", "http://[::1]:8080/x", true},
		{"http://127.0.0.1:8080", "http://127.0.0.1/", false},
	} {
		asked = 0
		reply, err := client(t, collectors.ClientOptions{Hosts: []string{c.host}, Dial: dial}).Get(c.url)
		if err == nil {
			reply.Body.Close()
			t.Fatal("there is no network, and it answered")
		}
		if refused := errors.Is(err, collectors.ErrHost); refused == c.allowed || (asked > 0) != c.allowed {
			t.Errorf("%s may call %s: %v (dialled %d times)", c.host, c.url, err, asked)
		}
	}
	if _, err := collectors.NewClient(collectors.ClientOptions{Hosts: []string{"https://"}}); err == nil {
		t.Error("a host without a name was accepted")
	}
}
