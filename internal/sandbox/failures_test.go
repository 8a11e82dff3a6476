package sandbox

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// fetch makes one VK call and gives what a client sees.
func fetch(t *testing.T, client *http.Client, base string, packed bool, patience time.Duration) (status int,
	header http.Header, body []byte, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet,
		base+"/method/wall.get?v=5.199&owner_id="+owner+"&access_token="+ServiceToken, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	if packed {
		r.Header.Set("Accept-Encoding", "gzip")
	}
	reply, err := client.Do(r)
	if err != nil {
		return 0, nil, nil, err
	}
	defer func() { _ = reply.Body.Close() }()
	body, err = io.ReadAll(reply.Body)
	return reply.StatusCode, reply.Header, body, err
}

func TestFailures(t *testing.T) {
	// Every failure must look alike through a socket and in memory.
	for name, inSocket := range map[string]bool{"socket": true, "memory": false} {
		t.Run(name, func(t *testing.T) {
			s := newTest(t, nil)
			client, base := &http.Client{Transport: s.Transport()}, "http://sandbox"
			if inSocket {
				client, base = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, started(t, s)
			}
			get := func(f Failure, packed bool, patience time.Duration) (int, http.Header, []byte, error) {
				s.Fail("wall.get", 1, f)
				return fetch(t, client, base, packed, patience)
			}
			const patient = time.Minute
			if _, _, _, err := get(Failure{Kind: Timeout}, false, 50*time.Millisecond); !errors.Is(err,
				context.DeadlineExceeded) {
				t.Errorf("timeout: %v", err)
			}
			if _, _, _, err := get(Failure{Kind: Reset}, false, patient); !errors.Is(err, syscall.ECONNRESET) &&
				!errors.Is(err, io.EOF) {
				t.Errorf("reset: %v", err)
			}
			if status, h, body, _ := get(Failure{Kind: Status, Code: 503}, true, patient); status != 503 ||
				h.Get("Content-Type") != "text/html" || !strings.Contains(unpack(t, h, body), "503") {
				t.Errorf("status: %d %v", status, h)
			}
			if status, h, _, _ := get(Failure{Kind: TooMany, RetryAfter: 3 * time.Second}, false,
				patient); status != 429 || h.Get("Retry-After") != "3" {
				t.Errorf("too many: %d %v", status, h)
			}
			if status, h, _, _ := get(Failure{Kind: TooMany}, false, patient); status != 429 ||
				h.Get("Retry-After") != "" {
				t.Errorf("too many, without a time: %d %v", status, h)
			}
			if status, _, body, err := get(Failure{Kind: EmptyBody}, false, patient); status != 200 || len(body) != 0 ||
				err != nil {
				t.Errorf("empty: %d %q %v", status, body, err)
			}
			if status, _, body, err := get(Failure{Kind: HalfBody}, false, patient); status != 200 || err != nil ||
				len(body) == 0 || json.Valid(body) {
				t.Errorf("half: %d %v", status, err)
			}
			if _, _, _, err := get(Failure{Kind: CutBody}, false, patient); !errors.Is(err, io.ErrUnexpectedEOF) &&
				!errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("cut: %v", err)
			}
			for _, kind := range []FailureKind{BrokenGzip, CutGzip} {
				_, h, body, err := get(Failure{Kind: kind}, true, patient)
				reader, broken := gzip.NewReader(strings.NewReader(string(body)))
				if broken == nil {
					_, broken = io.ReadAll(reader)
				}
				if err != nil || h.Get("Content-Encoding") != "gzip" || broken == nil {
					t.Errorf("gzip failure %d: %v, unpacking gives %v", kind, err, broken)
				}
			}
			if _, h, body, _ := get(Failure{Kind: WrongType}, false, patient); !strings.HasPrefix(h.Get("Content-Type"),
				"text/html") || !json.Valid(body) {
				t.Errorf("wrong type: %v", h)
			}
			if _, _, body, _ := get(Failure{Kind: WrongShape}, false, patient); !strings.Contains(string(body),
				`"response":1`) {
				t.Errorf("wrong shape: %s", body)
			}
			if _, _, body, _ := get(Failure{Kind: ErrorCode, Code: 14, Message: "Captcha needed"}, false,
				patient); !strings.Contains(string(body), `"error_code":14`) {
				t.Errorf("error code: %s", body)
			}
			if status, _, body, err := get(Failure{Kind: Slow, Delay: 10 * time.Millisecond}, false,
				patient); status != 200 || err != nil || !strings.Contains(string(body), "response") {
				t.Errorf("slow: %d %v", status, err)
			}
			if _, h, body, _ := fetch(t, client, base, true, patient); !strings.Contains(unpack(t, h, body),
				`"response"`) || h.Get("Content-Encoding") != "gzip" {
				t.Errorf("after all failures the answer is not right: %v", h)
			}
		})
	}
}

func unpack(t *testing.T, h http.Header, body []byte) string {
	t.Helper()
	if h.Get("Content-Encoding") != "gzip" {
		return string(body)
	}
	reader, err := gzip.NewReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFailuresTakeTurnsAndEnd(t *testing.T) {
	s := newTest(t, nil)
	s.Fail("wall.get", 2, Failure{Kind: ErrorCode, Code: 10})
	s.Fail("wall.get", 1, Failure{Kind: ErrorCode, Code: 29})
	s.Fail("*", -1, Failure{Kind: ErrorCode, Code: 1})
	for i, want := range []int{10, 10, 29, 1, 1} {
		if got := vkCode(t, s, ServiceToken, "wall.get", "owner_id", owner); got != want {
			t.Errorf("call %d: error %d, want %d", i, got, want)
		}
	}
	if r := tgCall(t, s, "getMe"); r.OK {
		t.Error("a failure of every method left Telegram out")
	}
	s.Recover()
	if got := vkCode(t, s, ServiceToken, "wall.get", "owner_id", owner); got != 0 {
		t.Errorf("after Recover: error %d", got)
	}
}
