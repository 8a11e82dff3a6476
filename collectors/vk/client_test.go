package vk

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/internal/inbox"
)

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func testClient(t testing.TB, kind tokenKind, f roundTrip) *client {
	t.Helper()
	o, err := testOptions(f, newMemory()).withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	return newClient(o, kind)
}

func TestEveryErrorCodeHasItsFailure(t *testing.T) {
	want := map[int]inbox.FailureKind{1: "platform", 6: "limit", 9: "limit", 10: "platform", 29: "limit",
		36: "platform",
		5:  "token", 1117: "token", 27: "token", 28: "token", 7: "access", 15: "access", 17: "access", 30: "access",
		203: "access",
		14:  "captcha", 100: "other", 125: "other", 212: "other", 777777: "other"}
	again := map[int]bool{1: true, 6: true, 9: true, 10: true, 36: true} // a daily limit (29) does not pass in minutes
	for code, failure := range want {
		for _, kind := range []tokenKind{serviceToken, communityToken} {
			synctest.Test(t, func(t *testing.T) {
				tries := 0
				c := testClient(t, kind, func(*http.Request) (*http.Response, error) {
					tries++
					return jsonReply(refusal(code)), nil
				})
				_, err := call[wallPage](t.Context(), c, "wall.get", api.Params{})
				var f *collectors.Failure
				if !errors.As(err, &f) || f.Kind != failure || f.Temporary != again[code] || codeOf(err) != code ||
					f.Advice == "" {
					t.Fatalf("code %d: %+v", code, err)
				}
				if wantTries := map[bool]int{true: 3, false: 1}[again[code]]; tries != wantTries {
					t.Errorf("code %d is tried %d times, not %d", code, tries, wantTries)
				}
				if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "%!") ||
					strings.Contains(f.Advice, "%") {
					t.Errorf("code %d: %v", code, err)
				}
				if failure == "token" && !strings.Contains(err.Error(), "_token") && code != 20 {
					t.Errorf("code %d does not name the key: %v", code, err)
				}
			})
		}
	}
}

// TestEveryDocumentedCodeIsSorted walks the official list of codes, where it is at hand.
func TestEveryDocumentedCodeIsSorted(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/specs/vk/errors.json")
	if err != nil {
		t.Skip("the official list of error codes is not here: ../shared is absent")
	}
	var spec struct {
		Errors map[string]struct {
			Code int `json:"code"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(raw, &spec); err != nil || len(spec.Errors) < 100 {
		t.Fatalf("%d codes, %v", len(spec.Errors), err)
	}
	documented := map[int]bool{}
	for _, e := range spec.Errors {
		documented[e.Code] = true
		c := testClient(t, serviceToken, nil)
		f := c.failure("wall.get", &api.Error{Code: api.ErrorType(e.Code), Message: "m"})
		if f.Kind == "" || f.Advice == "" || strings.Contains(f.Advice, "%") {
			t.Errorf("code %d: %+v", e.Code, f)
		}
	}
	for code := range rules {
		if !documented[code] {
			t.Errorf("there is a rule for %d, which is not documented", code)
		}
	}
}

func TestBrokenRepliesAreTemporaryFailures(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	fmt.Fprint(w, `{"response":{"count":0,"items":[]}}`)
	w.Close()
	zipped := func(raw []byte) *http.Response {
		r := rawReply(200, "application/json", raw)
		r.Header.Set("Content-Encoding", "gzip")
		return r
	}
	cases := map[string]struct {
		reply func() (*http.Response, error)
		kind  inbox.FailureKind
	}{
		"gzip with a broken header": {func() (*http.Response, error) { return zipped([]byte("no gzip at all")), nil },
			"platform"},
		"gzip cut off": {func() (*http.Response, error) { return zipped(packed.Bytes()[:20]), nil },
			"platform"},
		"gzip, empty": {func() (*http.Response, error) { return zipped(nil), nil }, "platform"},
		"status 502": {func() (*http.Response, error) {
			return rawReply(502, "text/html",
				[]byte("<h1>")), nil
		}, "platform"},
		"status 500 with JSON": {func() (*http.Response, error) {
			return rawReply(500, "application/json",
				[]byte(`{}`)), nil
		}, "platform"},
		"status 429": {func() (*http.Response, error) { return rawReply(429, "text/html", nil), nil },
			"limit"},
		"a page of a proxy": {func() (*http.Response, error) {
			return rawReply(200, "text/html",
				[]byte("<h1>")), nil
		}, "platform"},
		"half a reply": {func() (*http.Response, error) {
			return rawReply(200, "application/json", []byte(`{"response":{"cou`)), nil
		}, "platform"},
		"no response": {func() (*http.Response, error) {
			return rawReply(200, "application/json", []byte(`{}`)),
				nil
		}, "platform"},
		"response null": {func() (*http.Response, error) {
			return rawReply(200, "application/json", []byte(`{"response":null}`)), nil
		}, "platform"},
		"no items": {func() (*http.Response, error) {
			return rawReply(200, "application/json", []byte(`{"response":{"count":3}}`)), nil
		}, "platform"},
		"items of another shape": {func() (*http.Response, error) {
			return rawReply(200, "application/json", []byte(`{"response":{"items":{"a":"Тайна"}}}`)), nil
		}, "platform"},
		"response of another shape": {func() (*http.Response, error) {
			return rawReply(200, "application/json", []byte(`{"response":[1]}`)), nil
		}, "platform"},
		"no connection": {func() (*http.Response, error) {
			return nil,
				errors.New("dial tcp: service-secret refused")
		}, "network"},
		"a panic in the transport": {func() (*http.Response, error) { panic("service-secret") }, "platform"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				broken, tries := true, 0
				calls := testClient(t, serviceToken, func(*http.Request) (*http.Response, error) {
					if tries++; broken {
						return c.reply()
					}
					return zipped(packed.Bytes()), nil
				})
				_, err := call[wallPage](t.Context(), calls, "wall.get", api.Params{})
				var f *collectors.Failure
				if !errors.As(err, &f) || !f.Temporary || f.Kind != c.kind || f.Advice == "" || tries != 3 {
					t.Fatalf("after %d tries: %#v", tries, err)
				}
				if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "Тайна") {
					t.Fatalf("the error tells too much: %v", err)
				}
				broken = false
				if _, err := call[wallPage](t.Context(), calls, "wall.get", api.Params{}); err != nil {
					t.Fatalf("a good reply afterwards: %v", err)
				}
			})
		})
	}
}

func TestUnpackedReplyIsBounded(t *testing.T) {
	for size, want := range map[int]error{collectors.MaxReply: nil, collectors.MaxReply +
		1: collectors.ErrReplyTooLong} {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		w.Write(bytes.Repeat([]byte(" "), size))
		w.Close()
		reply := rawReply(200, "application/json", packed.Bytes())
		reply.Header.Set("Content-Encoding", "gzip")
		_, err := guard{roundTrip(func(*http.Request) (*http.Response, error) { return reply, nil })}.RoundTrip(nil)
		if !errors.Is(err, want) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func TestOddFieldBesideACodeDoesNotHideIt(t *testing.T) {
	c := testClient(t, serviceToken, func(*http.Request) (*http.Response, error) {
		return rawReply(200, "application/json",
				[]byte(
					`{"error":{"captcha_sid":5,"request_params":{"a":1},"error_code":14,"error_msg":"Captcha needed"}}`)),
			nil
	})
	_, err := call[wallPage](t.Context(), c, "wall.get", api.Params{})
	if codeOf(err) != 14 || collectors.FailureKindOf(err) != inbox.FailureCaptcha {
		t.Fatalf("%v", err)
	}
}

func TestPaceIsEvenAndShared(t *testing.T) {
	for kind, limit := range map[tokenKind]int{serviceToken: 3, communityToken: 20} {
		synctest.Test(t, func(t *testing.T) {
			limiters := &Limiters{}
			var stamps []time.Time
			f := roundTrip(func(*http.Request) (*http.Response, error) {
				stamps = append(stamps, time.Now())
				return rawReply(200, "application/json", []byte(`{"response":{"items":[]}}`)), nil
			})
			o, err := testOptions(f, newMemory()).withDefaults()
			if err != nil {
				t.Fatal(err)
			}
			o.Limiters = limiters
			both := []*client{newClient(o, kind), newClient(o, kind)} // two channels, one token
			for i := range 3 * limit {
				if _, err := call[wallPage](t.Context(), both[i%2], "wall.get", api.Params{}); err != nil {
					t.Fatal(err)
				}
			}
			for i := range stamps {
				if i+limit < len(stamps) && stamps[i+limit].Sub(stamps[i]) < time.Second {
					t.Fatalf("%v: %d calls within %v", kind, limit+1, stamps[i+limit].Sub(stamps[i]))
				}
				if i > 0 && stamps[i].Sub(stamps[i-1]) < time.Second/time.Duration(limit) {
					t.Fatalf("%v: two calls within %v", kind, stamps[i].Sub(stamps[i-1]))
				}
			}
			if took := stamps[len(stamps)-1].Sub(stamps[0]); took > 3200*time.Millisecond {
				t.Fatalf("%v: too slow: %v", kind, took)
			}
		})
	}
}

func TestContextEndsTheWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := testClient(t, serviceToken, func(*http.Request) (*http.Response, error) {
			return jsonReply(refusal(9)),
				nil
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		started := time.Now()
		if _, err := call[wallPage](ctx, c, "wall.get", api.Params{}); err == nil {
			t.Fatal("no error")
		}
		if time.Since(started) > time.Second {
			t.Fatalf("it took %v", time.Since(started))
		}
	})
}
