package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func newTest(t *testing.T, change func(*Options)) *Sandbox {
	t.Helper()
	o := Options{Town: smallTown(), Now: stillClock, NoLimits: true, KeepUpdates: true}
	if change != nil {
		change(&o)
	}
	return New(o)
}

// do makes a call without a socket and gives its body.
func do(t *testing.T, s *Sandbox, path, token string, form url.Values) (int, []byte) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	reply, err := s.Transport().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply.StatusCode, body
}

// params builds a form from pairs.
func params(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func vkBody(t *testing.T, s *Sandbox, token, method string, pairs ...string) []byte {
	t.Helper()
	form := params(pairs...)
	if !form.Has("v") {
		form.Set("v", "5.199")
	}
	status, body := do(t, s, "/method/"+method, token, form)
	if status != http.StatusOK {
		t.Fatalf("%s: HTTP status %d", method, status)
	}
	return body
}

type vkReply struct {
	Error *struct {
		Code    int                 `json:"error_code"`
		Message string              `json:"error_msg"`
		Params  []map[string]string `json:"request_params"`
	}
	Response json.RawMessage
}

func vkCall(t *testing.T, s *Sandbox, token, method string, pairs ...string) vkReply {
	t.Helper()
	var r vkReply
	if err := json.Unmarshal(vkBody(t, s, token, method, pairs...), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// vkCode is the error code of a call, 0 for none.
func vkCode(t *testing.T, s *Sandbox, token, method string, pairs ...string) int {
	t.Helper()
	if r := vkCall(t, s, token, method, pairs...); r.Error != nil {
		return r.Error.Code
	}
	return 0
}

// vkGet makes a call that must succeed.
func vkGet(t *testing.T, s *Sandbox, into any, token, method string, pairs ...string) {
	t.Helper()
	r := vkCall(t, s, token, method, pairs...)
	if r.Error != nil {
		t.Fatalf("%s: error %d: %s", method, r.Error.Code, r.Error.Message)
	}
	if err := json.Unmarshal(r.Response, into); err != nil {
		t.Fatal(err)
	}
}

type tgReply struct {
	OK          bool
	Result      json.RawMessage
	Code        int `json:"error_code"`
	Description string
	Parameters  struct {
		RetryAfter int `json:"retry_after"`
	}
}

func tgCall(t *testing.T, s *Sandbox, method string, pairs ...string) tgReply {
	t.Helper()
	status, body := do(t, s, "/bot"+BotToken+"/"+method, "", params(pairs...))
	var r tgReply
	if err := json.Unmarshal(body, &r); err != nil {
		t.Fatal(err)
	}
	if r.OK != (status == http.StatusOK) || !r.OK && r.Code != status {
		t.Fatalf("%s: HTTP status %d does not fit the answer %s", method, status, body)
	}
	return r
}

type anyUpdate struct {
	ID            int64      `json:"update_id"`
	Message       *anyPiece  `json:"message"`
	EditedMessage *anyPiece  `json:"edited_message"`
	ChannelPost   *anyPiece  `json:"channel_post"`
	Joined        *anyObject `json:"my_chat_member"`
}
type anyObject = map[string]any
type anyPiece struct {
	ID      int `json:"message_id"`
	Thread  int `json:"message_thread_id"`
	Chat    struct{ ID int64 }
	From    struct{ ID int64 }
	Sender  struct{ ID int64 } `json:"sender_chat"`
	Auto    bool               `json:"is_automatic_forward"`
	Text    string
	Reply   *anyPiece  `json:"reply_to_message"`
	Topic   *anyObject `json:"direct_messages_topic"`
	Voice   *anyObject
	Round   *anyObject `json:"video_note"`
	Photo   []anyObject
	Sticker *anyObject
	Origin  struct {
		Type    string
		Message int `json:"message_id"`
	} `json:"forward_origin"`
}

func updates(t *testing.T, s *Sandbox, pairs ...string) []anyUpdate {
	t.Helper()
	r := tgCall(t, s, "getUpdates", pairs...)
	if !r.OK {
		t.Fatalf("getUpdates: %d %s", r.Code, r.Description)
	}
	var list []anyUpdate
	if err := json.Unmarshal(r.Result, &list); err != nil {
		t.Fatal(err)
	}
	return list
}
