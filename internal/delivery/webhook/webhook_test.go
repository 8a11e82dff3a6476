package webhook_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/internal/delivery"
	"otklik/internal/delivery/deliverytest"
	"otklik/internal/delivery/webhook"
)

const (
	secret = "подпись-hunter2"
	path   = "/hooks/path-hunter2?key=query-hunter2"
)

// receiver checks signatures as its documentation says.
type receiver struct {
	*httptest.Server
	mu      sync.Mutex
	mood    deliverytest.Behaviour
	status  int
	header  http.Header
	copies  []deliverytest.Copy
	methods []string
	gone    chan struct{}
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{gone: make(chan struct{})}
	r.Server = httptest.NewTLSServer(r)
	r.Config.ErrorLog = nil
	t.Cleanup(func() {
		close(r.gone)
		r.Close()
	})
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return
	}
	r.mu.Lock()
	mood, status, header := r.mood, r.status, r.header
	r.methods = append(r.methods, q.Method)
	r.mu.Unlock()
	switch mood {
	case deliverytest.Down:
		status = http.StatusBadGateway
	case deliverytest.Busy:
		w.Header().Set("Retry-After", "17")
		status = http.StatusTooManyRequests
	case deliverytest.Refusing, deliverytest.Untrusted:
		status = http.StatusForbidden
	case deliverytest.Hanging:
		<-r.gone
		return
	}
	for k, v := range header {
		w.Header()[k] = v
	}
	if status != 0 {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, secret+path+string(body))
		return
	}
	if q.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	stamp, err := strconv.ParseInt(q.Header.Get(webhook.TimestampHeader), 10, 64)
	if age := time.Since(time.Unix(stamp, 0)); err != nil || age < -time.Minute || age > time.Hour ||
		q.Header.Get(webhook.SignatureHeader) != webhook.Sign(secret, strconv.FormatInt(stamp, 10), body) ||
		!json.Valid(body) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	r.copies = append(r.copies, deliverytest.Copy{ID: q.Header.Get(webhook.KeyHeader), Text: string(body)})
	r.mu.Unlock()
	if mood == deliverytest.Breaking {
		panic(http.ErrAbortHandler) // it is in, but nobody will know
	}
	w.WriteHeader(http.StatusAccepted)
}

func newTransport(t *testing.T, r *receiver) *webhook.Transport {
	t.Helper()
	transport, err := webhook.New(r.URL+path, secret, r.Client())
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

func TestContract(t *testing.T) {
	deliverytest.Run(t, func(t *testing.T) deliverytest.End {
		r := newReceiver(t)
		return deliverytest.End{
			Transport: newTransport(t, r),
			Behave:    func(b deliverytest.Behaviour, _ delivery.Outgoing) { r.mu.Lock(); r.mood = b; r.mu.Unlock() },
			Arrived: func() []deliverytest.Copy {
				r.mu.Lock()
				defer r.mu.Unlock()
				return append([]deliverytest.Copy(nil), r.copies...)
			},
			Secrets: []string{"hunter2"},
			Marks:   []string{deliverytest.JSONFirst, deliverytest.JSONLast, "Вчерашняя сводка не доставлена"},
		}
	})
}

func TestStatusCodes(t *testing.T) {
	cases := []struct {
		status    int
		header    http.Header
		permanent bool
		wait      time.Duration
		want      string
	}{
		{400, nil, true, 0, "HTTP 400"},
		{401, nil, true, 0, "compare the secret"},
		{404, nil, true, 0, "HTTP 404"},
		{408, nil, false, 0, "HTTP 408"},
		{410, nil, true, 0, "HTTP 410"},
		{425, nil, false, 0, "HTTP 425"},
		{429, http.Header{"Retry-After": {"90"}}, false, 90 * time.Second, "HTTP 429"},
		{429, http.Header{"Retry-After": {"soon"}}, false, 0, "HTTP 429"},
		{429, http.Header{"Retry-After": {"-5"}}, false, 0, "HTTP 429"},
		{503, http.Header{"Retry-After": {"Wed, 21 Oct 2015 07:28:00 GMT"}}, false, 0, "HTTP 503"},
		{302, http.Header{"Location": {"https://elsewhere.example/path-hunter2"}}, true, 0,
			"redirects to https://elsewhere.example, which"},
		{307, http.Header{"Location": {"/other"}}, true, 0, "redirects"},
		{304, nil, true, 0, "another address"},
	}
	for _, c := range cases {
		r := newReceiver(t)
		r.status, r.header = c.status, c.header
		_, err := newTransport(t, r).Send(t.Context(), deliverytest.Outgoing(), "", nil)
		if err == nil || errors.Is(err, delivery.ErrPermanent) != c.permanent || delivery.RetryAfter(err) != c.wait ||
			!strings.Contains(err.Error(), c.want) ||
			strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%d: wait %s, %v", c.status, delivery.RetryAfter(err), err)
		}
		if len(r.methods) != 1 {
			t.Errorf("%d: calls %v", c.status, r.methods)
		}
	}
}

func TestAnUntrustedCertificate(t *testing.T) {
	r := newReceiver(t)
	transport, err := webhook.New(r.URL+path, secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := transport.Check(t.Context()); !errors.Is(err, delivery.ErrPermanent) ||
		!strings.Contains(err.Error(), "ca_file") {
		t.Errorf("%v", err)
	}
}

// The signatures are what anybody computes from the documentation:
// printf '%s' '1700000000.{}' | openssl dgst -sha256 -hmac key, and for the second 'v2:1700000000:00ff:' with the
// body's openssl dgst -sha256 behind it.
func TestSignature(t *testing.T) {
	if got := webhook.Sign("key", "1700000000",
		[]byte("{}")); got != "sha256=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae" {
		t.Errorf("signature %s", got)
	}
	if got := webhook.SignV2("key", "1700000000", "00ff",
		[]byte("{}")); got != "sha256=c62589a76594064021e0f96b076c7e19429326f5ade0d0e516b0a94583c8c7bb" {
		t.Errorf("second signature %s", got)
	}
}

func TestTheBodyIsTheStoredOne(t *testing.T) {
	r := newReceiver(t)
	p := deliverytest.Outgoing()
	p.Late, p.Warnings = false, nil
	if _, err := newTransport(t, r).Send(t.Context(), p, "", nil); err != nil {
		t.Fatal(err)
	}
	if d, _ := p.Document("json"); !bytes.Equal([]byte(r.copies[0].Text), d.Data) {
		t.Error("the body is not the stored one")
	}
}

func TestNewRefuses(t *testing.T) {
	for address, want := range map[string]string{"example.org/hook-hunter2": "https://",
		"http://example.org/hook-hunter2": "must begin", "ftp://example.org": "https://", "": "https://"} {
		if _, err := webhook.New(address, secret, nil); err == nil || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := webhook.New("https://example.org", "", nil); err == nil {
		t.Error("no secret is no fault")
	}
	if _, err := webhook.New("http://127.0.0.1:8080/x", secret, nil); err != nil {
		t.Error(err)
	}
}
