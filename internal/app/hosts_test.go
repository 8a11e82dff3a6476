package app

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/config"
)

// Every client of the office calls the hosts of its configuration only.
func TestTheOfficeCallsItsOwnHostsOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	c, err := config.Load(registry.Configurations(), b.path("config.yaml"),
		func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(c, Options{Platforms: registry.Platforms(), Purpose: "otklik test", Begins: true,
		Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter,
		*http.Request) {
		t.Error("another host was called")
	}))
	defer elsewhere.Close()
	hook, err := webhookClient(&config.WebhookDelivery{URL: "https://example.org/hook?key=s3cret"})
	if err != nil {
		t.Fatal(err)
	}
	clients := []*http.Client{hook}
	for _, client := range s.platforms.Clients {
		clients = append(clients, client)
	}
	for _, client := range clients {
		reply, err := client.Get(elsewhere.URL + "/method/wall.get")
		if !errors.Is(err, collectors.ErrHost) {
			reply.Body.Close()
			t.Errorf("error %v", err)
		}
	}
	if len(clients) != 3 {
		t.Errorf("%d clients", len(clients))
	}
}
