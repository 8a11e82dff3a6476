package telegram_test

import (
	"fmt"
	"net/http"
	"testing"

	"otklik/collectors/sourcetest"
	"otklik/internal/delivery"
	"otklik/internal/delivery/deliverytest"
	"otklik/internal/delivery/telegram"
)

// TestFaults is the part of docs/reliability.md about the calls that deliver.
func TestFaults(t *testing.T) {
	var calls []sourcetest.Call
	for _, method := range []string{"sendMessage", "sendDocument"} {
		calls = append(calls, sourcetest.Call{Name: "deliver: Telegram " + method, Method: method,
			Match: func(a sourcetest.Asked) bool { return a.Method == method }})
	}
	ran := sourcetest.Deliveries(t, calls, func(t *testing.T) *sourcetest.Post {
		s := &server{replies: map[string]string{}}
		var done string
		return &sourcetest.Post{
			Answer: func(_ string, r *http.Request) (*http.Response, error) { return s.RoundTrip(r) },
			Status: func(status, retryAfter int) (http.Header, string) {
				return http.Header{"Content-Type": {"application/json"}}, fmt.Sprintf(
					`{"ok":false,"error_code":%d,"description":"%s","parameters":{"retry_after":%d}}`, status,
					http.StatusText(status), retryAfter)
			},
			Send: func(client *http.Client, scheme string) error {
				w, err := telegram.New(telegram.Options{APIURL: scheme + "://localhost:1", Token: token, Chat: -1001,
					Attach: []string{"xlsx"}, Client: client})
				if err != nil {
					t.Fatal(err)
				}
				_, err = w.Send(t.Context(), deliverytest.Outgoing(), done,
					func(mark string) error { done = mark; return nil })
				return err
			},
			Arrived: func() (n int, text string) {
				s.mu.Lock()
				defer s.mu.Unlock()
				for _, c := range s.messages {
					text += c.Text
				}
				return len(s.messages), text
			},
			Marks: []string{deliverytest.PageFirst, deliverytest.PageLast, deliverytest.XLSXFirst,
				deliverytest.XLSXLast},
			Secrets:    []string{token, "Обычные слова"},
			Permanent:  delivery.ErrPermanent,
			RetryAfter: delivery.RetryAfter,
		}
	})
	sourcetest.Documented(t, "../../../docs/reliability.md", "deliver: Telegram ", ran, calls)
}
