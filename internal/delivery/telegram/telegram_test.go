package telegram_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"otklik/internal/delivery"
	"otklik/internal/delivery/deliverytest"
	"otklik/internal/delivery/telegram"
)

const token = "123456:AAtoken-Secret_x"

// server is the Bot API in memory.
type server struct {
	mu       sync.Mutex
	mood     deliverytest.Behaviour
	taken    int
	messages []deliverytest.Copy
	silent   []string
	modes    []string
	replies  map[string]string // method → reply instead of the usual one
	markup   bool              // refuse all markup
}

func (s *server) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(r.URL.Path, "/bot"+token+"/") || r.Method != http.MethodPost {
		return answer(404, `{"ok":false,"error_code":404,"description":"Not Found"}`), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	method := strings.TrimPrefix(r.URL.Path, "/bot"+token+"/")
	if reply, ok := s.replies[method]; ok {
		return answer(200, reply), nil
	}
	switch s.mood {
	case deliverytest.Down:
		return answer(502, "<html>Bad Gateway</html>"), nil
	case deliverytest.Busy:
		return answer(429,
			`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 17","parameters":{"retry_after":17}}`), nil
	case deliverytest.Refusing:
		return answer(403,
			`{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the supergroup chat"}`), nil
	case deliverytest.Untrusted:
		return nil, errors.New("dial " + r.URL.String() + " with " + token)
	case deliverytest.Hanging:
		s.mu.Unlock()
		<-r.Context().Done()
		s.mu.Lock()
		return nil, r.Context().Err()
	case deliverytest.Breaking:
		if s.taken == 2 {
			return nil, errors.New("connection reset by peer")
		}
	}
	return s.take(method, r)
}

func (s *server) take(method string, r *http.Request) (*http.Response, error) {
	fields := map[string]any{}
	switch method {
	case "sendMessage":
		if err := json.NewDecoder(r.Body).Decode(&fields); err != nil {
			return nil, err
		}
		if s.markup && fields["parse_mode"] != nil {
			return answer(400,
					`{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: near Обычные слова"}`),
				nil
		}
	case "sendDocument":
		_, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil {
			return nil, err
		}
		form, err := multipart.NewReader(r.Body, parameters["boundary"]).ReadForm(1 << 20)
		if err != nil {
			return nil, err
		}
		id, err := strconv.ParseFloat(form.Value["chat_id"][0], 64)
		if err != nil {
			return nil, err
		}
		f, err := form.File["document"][0].Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(f)
		if err != nil {
			return nil, err
		}
		fields["chat_id"], fields["text"], fields["disable_notification"] = id,
			form.File["document"][0].Filename+"\n"+string(data), true
	default:
		return answer(200, `{"ok":true,"result":{"id":123456,"username":"otklik_bot","type":"supergroup"}}`), nil
	}
	if fields["chat_id"] != float64(-1001) {
		return answer(400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`), nil
	}
	s.taken++
	s.messages = append(s.messages, deliverytest.Copy{Text: fields["text"].(string)})
	if fields["disable_notification"] == true {
		s.silent = append(s.silent, "silent")
	} else {
		s.silent = append(s.silent, "rings")
	}
	mode, _ := fields["parse_mode"].(string)
	s.modes = append(s.modes, mode)
	return answer(200, `{"ok":true,"result":{"message_id":1}}`), nil
}

func answer(code int, body string) *http.Response {
	return &http.Response{StatusCode: code, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func newTransport(t *testing.T, s *server, chat int64) *telegram.Transport {
	t.Helper()
	transport, err := telegram.New(telegram.Options{APIURL: "https://api.telegram.example/", Token: token, Chat: chat,
		Attach: []string{"xlsx"},
		Client: &http.Client{Transport: s}})
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

func TestContract(t *testing.T) {
	deliverytest.Run(t, func(t *testing.T) deliverytest.End {
		s := &server{}
		return deliverytest.End{
			Transport: newTransport(t, s, -1001).Hurry(),
			Behave:    func(b deliverytest.Behaviour, _ delivery.Outgoing) { s.mu.Lock(); s.mood = b; s.mu.Unlock() },
			Arrived: func() []deliverytest.Copy {
				s.mu.Lock()
				defer s.mu.Unlock()
				return append([]deliverytest.Copy(nil), s.messages...)
			},
			Secrets: []string{token, "AAtoken-Secret_x"},
			Marks: []string{deliverytest.PageFirst, deliverytest.PageLast, deliverytest.XLSXFirst,
				deliverytest.XLSXLast,
				"Вчерашняя сводка не доставлена &lt;mail&gt; &amp; прочее"},
		}
	})
}

func TestOneRingOnePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		var marks []string
		response, err := newTransport(t, s, -1001).Send(t.Context(), deliverytest.Outgoing(), "", func(m string) error {
			marks = append(marks, m)
			return nil
		})
		if err != nil || response != "3 messages, 1 documents" {
			t.Fatalf("%q, %v", response, err)
		}
		if got := strings.Join(s.silent, " "); got != "rings silent silent silent" {
			t.Errorf("notifications: %s", got)
		}
		if got := strings.Join(marks, " "); got != "1/4 2/4 3/4 4/4" {
			t.Errorf("marks: %s", got)
		}
	})
}

func TestProgressThatCannotBeKeptStops(t *testing.T) {
	s := &server{}
	broken := errors.New("the store is full")
	_, err := newTransport(t, s, -1001).Send(t.Context(), deliverytest.Outgoing(), "", func(string) error { return broken })
	if !errors.Is(err, broken) || len(s.messages) != 1 {
		t.Errorf("%d messages, %v", len(s.messages), err)
	}
}

func TestMarkupThatIsRefusedGoesAsWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{markup: true}
		if _, err := newTransport(t, s, -1001).Send(t.Context(), deliverytest.Outgoing(), "",
			func(string) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if first := s.messages[0].Text; !strings.Contains(first, "<mail> & прочее") || strings.Contains(first, "<b>") ||
			s.modes[0] != "" {
			t.Errorf("message %.200q", first)
		}
	})
}

func TestRefusals(t *testing.T) {
	cases := []struct {
		reply, want string
		permanent   bool
	}{
		{`{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`, "check the chat's id", true},
		{`{"ok":false,"error_code":401,"description":"Unauthorized"}`, "bot token", true},
		{`{"ok":false,"error_code":404,"description":"Not Found"}`, "bot token", true},
		{`{"ok":false,"error_code":404,"description":"Not Found: method not found"}`, "does not know this call", true},
		{`{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, "add the bot", true},
		{`{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-10042}}`, "-10042", true},
		{`{"ok":false,"error_code":500,"description":"Internal Server Error"}`, "500", false},
		{`{"ok":false,"error_code":429,"description":"Too Many Requests"}`, "429", false},
		{`not JSON`, "not the Bot API", false},
		{`{}`, "not the Bot API", false},
	}
	for _, c := range cases {
		s := &server{replies: map[string]string{"sendMessage": c.reply, "getChat": c.reply}}
		transport := newTransport(t, s, -1001)
		_, err := transport.Send(t.Context(), deliverytest.Outgoing(), "", nil)
		for what, err := range map[string]error{"send": err, "check": transport.Check(t.Context())} {
			if err == nil || errors.Is(err, delivery.ErrPermanent) != c.permanent ||
				!strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s: %v", what, c.reply, err)
			}
		}
	}
}

func TestCheckOfAChannel(t *testing.T) {
	for member, want := range map[string]string{
		`{"ok":true,"result":{"status":"administrator","can_post_messages":true}}`:  "",
		`{"ok":true,"result":{"status":"administrator","can_post_messages":false}}`: "may not post",
		`{"ok":true,"result":{"status":"member"}}`:                                  "may not post",
	} {
		s := &server{replies: map[string]string{"getChat": `{"ok":true,"result":{"type":"channel"}}`,
			"getChatMember": member}}
		err := newTransport(t, s, -1001).Check(t.Context())
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", member, err)
		}
	}
}

func TestACancelledPauseEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		ctx, cancel := context.WithCancel(t.Context())
		_, err := newTransport(t, s, -1001).Send(ctx, deliverytest.Outgoing(), "", func(string) error { cancel(); return nil })
		if !errors.Is(err, context.Canceled) || len(s.messages) != 1 {
			t.Errorf("%d messages, %v", len(s.messages), err)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	for _, o := range []telegram.Options{
		{Token: "x", Chat: 1}, {Token: token}, {Token: token + "/../x", Chat: 1},
		{Token: token, Chat: 1, APIURL: "api.telegram.org"},
	} {
		if _, err := telegram.New(o); err == nil || strings.Contains(err.Error(), "Secret_x") {
			t.Errorf("%+v: %v", o.Chat, err)
		}
	}
}
