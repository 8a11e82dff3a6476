package webhook_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"otklik/collectors/sourcetest"
	"otklik/internal/delivery"
	"otklik/internal/delivery/deliverytest"
	"otklik/internal/delivery/webhook"
)

// TestFaults is the part of docs/reliability.md about the webhook.
func TestFaults(t *testing.T) {
	calls := []sourcetest.Call{{Name: "deliver: webhook POST", Method: "inbox",
		Match: func(a sourcetest.Asked) bool { return a.Method == "inbox" }}}
	ran := sourcetest.Deliveries(t, calls, func(t *testing.T) *sourcetest.Post {
		var mu sync.Mutex
		copies := map[string]string{}
		return &sourcetest.Post{
			Answer: func(_ string, r *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(r.Body)
				mu.Lock()
				defer mu.Unlock()
				copies[r.Header.Get(webhook.KeyHeader)] = string(body)
				return &http.Response{StatusCode: 200, Header: http.Header{},
					Body: io.NopCloser(strings.NewReader(`{"ok":true}`))}, err
			},
			Status: func(_, retryAfter int) (http.Header, string) {
				h := http.Header{}
				if retryAfter > 0 {
					h.Set("Retry-After", fmt.Sprint(retryAfter))
				}
				return h, "no"
			},
			Send: func(client *http.Client, scheme string) error {
				w, err := webhook.New(scheme+"://localhost:1/path-hunter2/inbox", secret, client)
				if err != nil {
					t.Fatal(err)
				}
				_, err = w.Send(t.Context(), deliverytest.Outgoing(), "", func(string) error { return nil })
				return err
			},
			Arrived: func() (n int, text string) {
				mu.Lock()
				defer mu.Unlock()
				for _, c := range copies {
					text += c
				}
				return len(copies), text
			},
			Marks:      []string{deliverytest.JSONFirst, deliverytest.JSONLast},
			Secrets:    []string{secret, "path-hunter2", "Обычные слова"},
			Permanent:  delivery.ErrPermanent,
			RetryAfter: delivery.RetryAfter,
			// What a receiver says beside its status does not matter.
			StatusOnly: true,
		}
	})
	sourcetest.Documented(t, "../../../docs/reliability.md", "deliver: webhook ", ran, calls)
}
