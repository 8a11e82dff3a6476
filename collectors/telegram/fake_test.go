package telegram

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"otklik/collectors"
)

const testToken = "4000000001:AAtest-secret_of_nobody"

const (
	testChannel = -1001000000001
	testGroup   = -1001000000002
)

// fakeAPI plays a Bot API server in memory: it drops the updates below the offset, as the real one does.
type fakeAPI struct {
	mu    sync.Mutex
	queue []json.RawMessage
	// chats, admins are the results of getChat and getChatAdministrators; a missing one is refused with 400.
	chats, admins map[int64]string
	// status is what getChatMember says of the bot; empty: the method is refused.
	status string
	// answers are given first, one a call, to the method they are for.
	answers map[string][]reply
	calls   []string
	forms   []url.Values
	date    func() time.Time
	// failing calls come next.
	failing int
}

type reply struct {
	status int
	body   string
	err    error
}

func newFake(updates ...string) *fakeAPI {
	f := &fakeAPI{chats: map[int64]string{}, admins: map[int64]string{}, answers: map[string][]reply{}}
	f.chats[testChannel] = fmt.Sprintf(
		`{"id":%d,"type":"channel","title":"Глава","linked_chat_id":%d,"available_reactions":[{"type":"from the future"}]}`, testChannel, testGroup)
	f.admins[testGroup] = `[{"status":"creator","user":{"id":70,"is_bot":false,"first_name":"А"}},{"status":"from the future","user":{"id":71}},{"status":"administrator","user":{"id":4000000001,"is_bot":true}}]`
	f.push(updates...)
	return f
}

func (f *fakeAPI) push(updates ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, u := range updates {
		f.queue = append(f.queue, json.RawMessage(u))
	}
}

func (f *fakeAPI) waiting() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.queue)
}

func (f *fakeAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	form := url.Values{}
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	kind, parameters, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		if read, err := multipart.NewReader(bytes.NewReader(body),
			parameters["boundary"]).ReadForm(1 << 20); err == nil {
			form = read.Value
		}
	} else {
		form, _ = url.ParseQuery(string(body))
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	f.calls = append(f.calls, method)
	if f.failing > 0 {
		f.failing--
		return f.answer(502, "<html>bad gateway</html>"), nil
	}
	f.forms = append(f.forms, form)
	if !strings.HasPrefix(r.URL.Path, "/bot"+testToken+"/") {
		return f.answer(404, `{"ok":false,"error_code":404,"description":"Not Found"}`), nil
	}
	if list := f.answers[method]; len(list) > 0 {
		f.answers[method] = list[1:]
		if list[0].err != nil {
			return nil, list[0].err
		}
		return f.answer(list[0].status, list[0].body), nil
	}
	id, _ := strconv.ParseInt(form.Get("chat_id"), 10, 64)
	switch method {
	case "getMe":
		return f.result(
			`{"id":4000000001,"is_bot":true,"first_name":"Сборщик","username":"collector_test_bot","can_read_all_group_messages":false}`), nil
	case "getWebhookInfo":
		return f.result(`{"url":"","has_custom_certificate":false,"pending_update_count":3}`), nil
	case "getChat":
		return f.lookup(f.chats[id]), nil
	case "getChatAdministrators":
		return f.lookup(f.admins[id]), nil
	case "getChatMember":
		if f.status != "" {
			return f.result(fmt.Sprintf(`{"status":%q,"user":{"id":4000000001,"is_bot":true}}`, f.status)), nil
		}
		return f.answer(403,
			`{"ok":false,"error_code":403,"description":"Forbidden: bot is not a member of the supergroup chat"}`), nil
	case "getUpdates":
		return f.updates(form), nil
	}
	return f.answer(404, `{"ok":false,"error_code":404,"description":"Not Found: method not found"}`), nil
}

// updates confirms what lies below the offset. Elements without a number are confirmed with their predecessor.
func (f *fakeAPI) updates(form url.Values) *http.Response {
	offset, _ := strconv.ParseInt(form.Get("offset"), 10, 64)
	limit, _ := strconv.Atoi(form.Get("limit"))
	if form.Get("allowed_updates") != allowedUpdates {
		return f.answer(400, `{"ok":false,"error_code":400,"description":"Bad Request: no list of allowed updates"}`)
	}
	last := int64(0)
	for _, raw := range f.queue {
		if id, ok := updateID(raw); ok {
			last = id
		} else {
			last++
		}
	}
	if offset <= last+1 || len(f.queue) == 0 { // the real server ignores an offset beyond the end of the queue
		for len(f.queue) > 0 {
			if id, _ := updateID(f.queue[0]); id >= offset {
				break
			}
			f.queue = f.queue[1:]
		}
	}
	page := f.queue[:min(len(f.queue), limit)]
	list, _ := json.Marshal(page)
	if len(page) == 0 {
		list = []byte("[]")
	}
	return f.result(string(list))
}

func (f *fakeAPI) lookup(result string) *http.Response {
	if result == "" {
		return f.answer(400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`)
	}
	return f.result(result)
}

func (f *fakeAPI) result(result string) *http.Response {
	return f.answer(200, `{"ok":true,"result":`+result+`}`)
}

func (f *fakeAPI) answer(status int, body string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	if f.date != nil {
		h.Set("Date", f.date().UTC().Format(http.TimeFormat))
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

func (f *fakeAPI) options(channels ...Channel) Options {
	if len(channels) == 0 {
		channels = []Channel{{ID: "head/telegram", Chat: testChannel, Comments: true, Messages: true,
			Staff: []int64{42}}}
	}
	return Options{Token: testToken, Channels: channels, HTTP: &http.Client{Transport: f},
		Retry: collectors.RetryPolicy{First: time.Second, Longest: 4 * time.Second, Tries: 3, Patience: time.Minute}}
}

// comment is an update with a comment under the post 10.
func comment(update, id int64, text string) string {
	quoted, _ := json.Marshal(text)
	return fmt.Sprintf(
		`{"update_id":%d,"message":{"message_id":%d,"message_thread_id":10,"date":1700000000,"from":{"id":555,"first_name":"Житель"},`+
			`"chat":{"id":%d,"type":"supergroup","title":"Обсуждение"},"reply_to_message":{"message_id":10},"text":%s}}`,
		update, id, testGroup, quoted)
}
