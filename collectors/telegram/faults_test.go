package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
	"otklik/internal/inbox"
)

// The addresses of two bots.
const (
	faultyBot, otherBot = "localhost:1", "localhost:2"
	otherToken          = "4000000002:BBother-secret_of_nobody"
)

const (
	secondChannel = -1001000000003 // only its direct messages are read
	directChat    = -1001000000050 // the first of its chats of direct messages
	wordsOfFaults = "на улице Заречной"
)

func telegramCalls() []sourcetest.Call {
	call := func(name, method string, chat int64) sourcetest.Call {
		return sourcetest.Call{Name: name, Source: "telegram bot 4000000001", Channel: "head/telegram", Method: method,
			Match: func(a sourcetest.Asked) bool {
				return a.Address == faultyBot && a.Method == method &&
					(chat == 0 || a.Params.Get("chat_id") == fmt.Sprint(chat))
			}}
	}
	linked := call("Telegram getChat of a channel", "getChat", testChannel)
	linked.BorneLater = true
	admins := call("Telegram getChatAdministrators of a group", "getChatAdministrators", testGroup)
	second := call("Telegram getChat of a channel with direct messages", "getChat", secondChannel)
	secondAdmins := call("Telegram getChatAdministrators of a channel", "getChatAdministrators", secondChannel)
	// Without the group's administrators it cannot be told whether the bot sees the group.
	second.Borne, secondAdmins.Borne = true, true
	// While Telegram does not tell whose they are, direct messages are kept undecoded.
	direct := call("Telegram getChat of direct messages", "getChat", 0)
	direct.Borne = true
	direct.Match = func(a sourcetest.Asked) bool {
		return a.Address == faultyBot && a.Method == "getChat" && strings.HasPrefix(a.Params.Get("chat_id"),
			"-100100000005")
	}
	updates := call("Telegram getUpdates", "getUpdates", 0)
	updates.Long = true
	return []sourcetest.Call{updates, linked, admins, second, secondAdmins, direct}
}

// faultyTown is a bot of two channels.
type faultyTown struct {
	*fakeAPI
	long   bool
	pushed []string
}

func newFaultyTown(long bool) *faultyTown {
	f := &faultyTown{fakeAPI: newFake(), long: long}
	f.chats[secondChannel] = fmt.Sprintf(`{"id":%d,"type":"channel","title":"Заместитель"}`, secondChannel)
	f.admins[secondChannel] = `[{"status":"creator","user":{"id":80,"is_bot":false,"first_name":"Б"}},
		{"status":"administrator","can_manage_direct_messages":true,"user":{"id":4000000001,"is_bot":true}},
		{"status":"administrator","can_manage_direct_messages":true,"user":{"id":4000000002,"is_bot":true}}]`
	f.admins[testGroup] = strings.TrimSuffix(f.admins[testGroup], "]") +
		`,{"status":"administrator","user":{"id":4000000002,"is_bot":true}}]`
	for i := range int64(2) {
		f.chats[directChat-i] = fmt.Sprintf(
			`{"id":%d,"type":"supergroup","is_direct_messages":true,"parent_chat":{"id":%d,"type":"channel"}}`,
			directChat-i, secondChannel)
	}
	return f
}

// happens: comments, more than a page of them if it is long; words to the bot; direct messages in a chat that was not
// known; answers of administrators.
func (f *faultyTown) happens(n int) {
	first := 1001 + int64(len(f.pushed))
	next := 1000 + int64(len(f.pushed)) // without a hole: one update too many that is confirmed is one that is lost
	push := func(message string) {
		next++
		f.pushed = append(f.pushed, fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":%d,%s}}`, next,
			next, 1700000000+next, message))
		f.push(f.pushed[len(f.pushed)-1])
	}
	comments := 4
	if f.long {
		comments = 103
	}
	for i := range comments {
		push(
			fmt.Sprintf(
				`"message_thread_id":10,"from":{"id":%d,"first_name":"Житель"},"chat":{"id":%d,"type":"supergroup"},"reply_to_message":{"message_id":10},"text":"Яма %s, дом %d"`,
				500+i%7, testGroup, wordsOfFaults, i))
	}
	push(
		fmt.Sprintf(
			`"message_thread_id":10,"from":{"id":70,"first_name":"А"},"chat":{"id":%d,"type":"supergroup"},"reply_to_message":{"message_id":%d},"text":"Заделаем %s"`,
			testGroup, first, wordsOfFaults))
	push(
		fmt.Sprintf(
			`"from":{"id":555,"first_name":"Житель"},"chat":{"id":555,"type":"private"},"entities":[{"type":"bold","offset":0,"length":3}],"text":"Нет воды %s"`, wordsOfFaults))
	push(
		fmt.Sprintf(
			`"from":{"id":556,"first_name":"Житель"},"chat":{"id":%d,"type":"supergroup","is_direct_messages":true},"direct_messages_topic":{"topic_id":556,"user":{"id":556,"first_name":"Житель"}},"text":"Нет света %s"`,
			directChat-n, wordsOfFaults))
	push(
		fmt.Sprintf(
			`"from":{"id":80,"first_name":"Б"},"chat":{"id":%d,"type":"supergroup","is_direct_messages":true},"direct_messages_topic":{"topic_id":556,"user":{"id":556,"first_name":"Житель"}},"text":"Починим %s"`,
			directChat-n, wordsOfFaults))
}

// confirmed: what has left the queue is stored.
func (f *faultyTown) confirmed(l *sourcetest.Ledger) error {
	held := map[int64]bool{}
	for _, raw := range l.Raws() {
		if id, ok := updateID(raw); ok {
			held[id] = true
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, raw := range f.queue {
		if id, ok := updateID(raw); ok {
			held[id] = true
		}
	}
	for _, raw := range f.pushed {
		if id, _ := updateID(json.RawMessage(raw)); !held[id] {
			return fmt.Errorf("an update was confirmed that is not stored: %s", raw)
		}
	}
	return nil
}

func (f *faultyTown) scene(other *faultyTown) *sourcetest.Scene {
	return &sourcetest.Scene{
		Answer: func(address string, r *http.Request) (*http.Response, error) {
			if address == otherBot {
				r.URL.Path = strings.Replace(r.URL.Path, otherToken, testToken, 1)
				return other.RoundTrip(r)
			}
			return f.RoundTrip(r)
		},
		Status: func(status, retryAfter int) (http.Header, string) {
			parameters := ""
			if retryAfter > 0 {
				parameters = fmt.Sprintf(`,"parameters":{"retry_after":%d}`, retryAfter)
			}
			return http.Header{"Content-Type": {"application/json"}},
				fmt.Sprintf(`{"ok":false,"error_code":%d,"description":"%s"%s}`, status, http.StatusText(status),
					parameters)
		},
		Happens:   func(n int) { f.happens(n); other.happens(n) },
		Confirmed: f.confirmed,
		Sources: func(client *http.Client, scheme string, l *sourcetest.Ledger) ([]collectors.Source, error) {
			var all []collectors.Source
			for i, address := range []string{faultyBot, otherBot} {
				official := []string{"head", "health"}[i]
				s, err := New(Options{Token: []string{testToken, otherToken}[i], APIURL: scheme + "://" + address,
					HTTP: client, Archive: l, Undecoded: l,
					Channels: []Channel{{ID: inbox.ChannelID(official + "/telegram"), Chat: testChannel,
						Comments: true, Messages: true},
						{ID: inbox.ChannelID(official + "/deputy"), Chat: secondChannel, Messages: true}}})
				if err != nil {
					return nil, err
				}
				all = append(all, s)
			}
			return all, nil
		},
		Check: func(client *http.Client, scheme string) []collectors.Diagnostic {
			return Check(context.Background(), Options{Token: testToken, APIURL: scheme + "://" + faultyBot,
				HTTP:     client,
				Channels: []Channel{{ID: "head/telegram", Chat: testChannel, Comments: true, Messages: true}}})
		},
		Secrets: []string{"secret_of_nobody", wordsOfFaults, "Житель"},
	}
}

// TestFaults is the Telegram part of docs/reliability.md.
func TestFaults(t *testing.T) {
	calls := telegramCalls()
	ran := sourcetest.Matrix(t, calls,
		func(long bool) *sourcetest.Scene { return newFaultyTown(long).scene(newFaultyTown(false)) })
	sourcetest.Documented(t, "../../docs/reliability.md", "Telegram ", ran, calls)
}

func telegramCheckCalls() []sourcetest.Call {
	var calls []sourcetest.Call
	for _, method := range []string{"getMe", "getWebhookInfo", "getChat", "getChatAdministrators"} {
		calls = append(calls, sourcetest.Call{Name: "Telegram check: " + method, Method: method,
			Match: func(a sourcetest.Asked) bool { return a.Address == faultyBot && a.Method == method }})
	}
	return calls
}

// TestFaultsOfTheCheck is its part about `otklik check`.
func TestFaultsOfTheCheck(t *testing.T) {
	calls := telegramCheckCalls()
	ran := sourcetest.CheckMatrix(t, calls,
		func() *sourcetest.Scene { return newFaultyTown(false).scene(newFaultyTown(false)) })
	sourcetest.Documented(t, "../../docs/reliability.md", "Telegram check: ", ran, calls)
}
