package export_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"otklik/collectors/telegram"
	"otklik/collectors/telegram/export"
	"otklik/internal/inbox"
)

const channel, discussion = -1001000000001, -1001000000002

// queue plays a Bot API with one page of updates.
type queue []string

func (q queue) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	result := "[]"
	switch method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]; {
	case method == "getChat":
		result = fmt.Sprintf(`{"id":%d,"type":"channel","linked_chat_id":%d}`, channel, discussion)
	case method == "getChatAdministrators":
		result = `[{"status":"administrator","user":{"id":1}}]`
	case method == "getUpdates" && !strings.Contains(string(body), "offset="):
		result = "[" + strings.Join(q, ",") + "]"
	}
	return &http.Response{StatusCode: 200, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(`{"ok":true,"result":` + result + `}`))}, nil
}

// What is imported and what the bot collects of the same group are the same messages in the same threads.
func TestExportJoinsWithTheBot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "messages")
		named := rapid.Bool().Draw(t, "the platform names the threads")
		root, isPost := make([]int, n+1), make([]bool, n+1)
		var updates, exported []string
		for id := 1; id <= n; id++ {
			to := rapid.IntRange(0, id-1).Draw(t, "reply to")
			isPost[id] = to == 0 && rapid.Bool().Draw(t, "post")
			root[id] = id
			if to != 0 {
				root[id] = root[to]
			}
			u := map[string]any{"message_id": id, "date": 1700000000 + id, "chat": map[string]any{"id": discussion,
				"type": "supergroup"}, "text": "т"}
			e := map[string]any{"id": id, "type": "message", "date_unixtime": fmt.Sprint(1700000000 + id), "text": "т"}
			if isPost[id] {
				u["is_automatic_forward"], u["sender_chat"] = true, map[string]any{"id": channel, "title": "Глава"}
				e["from_id"], e["from"], e["forwarded_from"] = "channel1000000001", "Глава", "Глава"
			} else {
				u["from"] = map[string]any{"id": 500 + id, "first_name": "Имя"}
				e["from_id"], e["from"] = fmt.Sprintf("user%d", 500+id), "Имя"
			}
			if to != 0 {
				u["reply_to_message"] = map[string]any{"message_id": to, "is_automatic_forward": isPost[to]}
				e["reply_to_message_id"] = to
				if named {
					u["message_thread_id"] = root[id]
				}
			}
			updates = append(updates, encode(map[string]any{"update_id": 100 + id, "message": u}))
			exported = append(exported, encode(e))
		}
		source, err := telegram.New(telegram.Options{Token: "1:x", HTTP: &http.Client{Transport: queue(updates)},
			Channels: []telegram.Channel{{ID: "head/telegram", Chat: channel, Comments: true}}})
		if err != nil {
			t.Fatal(err)
		}
		b, err := source.Fetch(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var imported []inbox.Message
		text := `{"type":"private_supergroup","id":1000000002,"messages":[` + strings.Join(exported, ",") + `]}`
		if _, err := export.Read(strings.NewReader(text), export.Options{Channel: "head/telegram",
			ChannelChat: channel}, func(m []inbox.Message) error {
			imported = append(imported, m...)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if len(imported) != n || len(b.Messages) != n {
			t.Fatalf("%d of %d imported, %d collected", len(imported), n, len(b.Messages))
		}
		for i, c := range b.Messages {
			x := imported[i]
			c.Raw, x.Raw = nil, nil
			if got, want := fmt.Sprintf("%+v", x), fmt.Sprintf("%+v", c); got != want {
				t.Fatalf("imported  %s\ncollected %s", got, want)
			}
			if x.Thread != fmt.Sprint(root[i+1]) {
				t.Fatalf("thread %s of message %s, want %d", x.Thread, x.ID, root[i+1])
			}
		}
	})
}

func encode(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // a map of plain values
	}
	return string(raw)
}
