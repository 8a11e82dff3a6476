package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A receiver that repeats the digest where no reply should have it: neither errors nor the log nor status do the same.
func TestNobodyRepeatsAnEcho(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{
		"no HTTP":         "",
		"a header":        "HTTP/1.1 200 OK\r\n",
		"the length":      "HTTP/1.1 200 OK\r\nContent-Length: ",
		"after the reply": "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			closed := make(chan struct{}, 1)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil || !strings.Contains(string(body), "otklik/digest") {
					t.Errorf("the digest came as %.100q, %v", body, err)
				}
				conn, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				line := strings.NewReplacer("\n", " ", "\r", " ").Replace(string(body))
				_, _ = conn.Write([]byte(before + line + "\r\n\r\n"))
				_, _ = io.Copy(io.Discard, conn) // until the client has looked at all of it
				_ = conn.Close()
				closed <- struct{}{}
			}))
			defer server.Close()
			b := newBench(t, smallTown())
			b.configure("deliver: []", `deliver: [{webhook: {url: "`+server.URL+`", secret: s3cret}}]`)
			b.must("collect")
			r := b.otklik("digest", "morning", "--send")
			<-closed
			if status := b.otklik("status"); strings.Contains(r.out+r.err+status.out+status.err, "otklik/digest") {
				t.Errorf("exit %d\n%.300s\n%.300s\n%.300s", r.code, r.out, r.err, status.out)
			}
		})
	}
}
