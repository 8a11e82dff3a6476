package telegram

import (
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
	"otklik/internal/inbox"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// answering is Telegram as the sandbox plays it, with a comment, a message to the bot and one to the channel.
type answering struct {
	*sandbox.Sandbox
	address string
	memory  *sourcetest.Memory
}

func startAnswering(t *testing.T) *answering {
	t.Helper()
	at := time.Now().Add(-3 * time.Hour)
	direct := func(person int, text string) town.Dialog {
		return town.Dialog{Platform: town.Telegram, Person: person,
			Messages: []town.DirectMessage{{At: at, Text: text}}}
	}
	played := sandbox.New(sandbox.Options{NoLimits: true, NoOddities: true, KeepUpdates: true,
		Town: town.Town{Official: "Глава", People: []town.Person{{FirstName: "Анна"}, {FirstName: "Олег"}},
			Posts: []town.Post{{Platform: town.Telegram, At: at, Text: "Пост", Comments: []town.Comment{
				{Author: 0, At: at.Add(time.Minute), Text: "На Заречной темно", ReplyTo: -1}}}},
			Dialogs: []town.Dialog{direct(0, "Когда включат свет?"), direct(1, "Нет воды")}}})
	address, stop, err := played.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return &answering{played, address, sourcetest.NewMemory()}
}

func (a *answering) options() Options {
	return Options{Token: sandbox.BotToken, APIURL: a.address, HTTP: &http.Client{Timeout: 10 * time.Second},
		Replies: true, Channels: []Channel{{ID: "governor/telegram", Chat: sandbox.ChannelChat, Comments: true,
			Messages: true}}}
}

func (a *answering) Replier(t *testing.T, reachable bool) collectors.Replier {
	t.Helper()
	o := a.options()
	if !reachable {
		o.APIURL = "http://127.0.0.1:1"
	}
	r, err := NewReplier([]Options{o})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (a *answering) Collected(t *testing.T) []inbox.Message {
	t.Helper()
	o := a.options()
	o.Archive = a.memory
	source, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	runner := collectors.Runner{Sink: a.memory, Log: slog.New(slog.DiscardHandler)}
	if p := runner.Collect(t.Context(), []collectors.Source{source})[0]; !p.Complete {
		t.Fatal(p.Detail)
	}
	return a.memory.Messages()
}

func (a *answering) Messages(t *testing.T) []inbox.Message {
	t.Helper()
	all := slices.DeleteFunc(a.Collected(t), func(m inbox.Message) bool { return m.Author.Official })
	if len(all) != 3 {
		t.Fatalf("%d messages of citizens", len(all))
	}
	return all
}

// Standing is what the bot has sent: Telegram tells bots nothing of it afterwards.
func (a *answering) Standing(*testing.T) (texts []string) {
	for _, m := range a.Sent() {
		texts = append(texts, m.Text)
	}
	return texts
}

func (a *answering) Refuse(*testing.T) {
	a.Recover()
	a.Fail("sendMessage", 1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 403,
		Message: "Forbidden: bot was blocked by the user"})
}

func (a *answering) Lose(*testing.T) {
	a.Recover()
	a.Fail("sendMessage", 1, sandbox.Failure{Kind: sandbox.CutBody})
}

func (*answering) Secret() string { return sandbox.BotToken }

func TestReplierContract(t *testing.T) {
	sourcetest.RunReplier(t, func(t *testing.T) sourcetest.Answering { return startAnswering(t) })
}

// Answers go where they belong: beneath the comment, into the person's dialog, into the topic of the channel.
func TestReplyGoesWhereItBelongs(t *testing.T) {
	a := startAnswering(t)
	for _, to := range a.Messages(t) {
		if _, err := a.Replier(t, true).Reply(t.Context(), to, "Включим завтра", "key"); err != nil {
			t.Fatal(err)
		}
		sent := a.Sent()
		p := sent[len(sent)-1].Params
		if !strings.Contains(p["reply_parameters"], `"message_id":`+to.ID+",") {
			t.Errorf("%s %s: %v", to.Kind, to.ID, p)
		}
		topic := p["direct_messages_topic_id"]
		if inTopic := to.Kind == inbox.Direct && !isPrivate(to); inTopic != (topic != "") || inTopic && topic != to.Thread {
			t.Errorf("the topic is %q", topic)
		}
	}
}

func TestReplyRefusals(t *testing.T) {
	a := startAnswering(t)
	r := a.Replier(t, true)
	for _, c := range []struct {
		failure sandbox.Failure
		want    string
		unsure  bool
	}{
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 403, Message: "Forbidden: bot was blocked by the user"},
			"has blocked the bot", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 400, Message: "Bad Request: message to be replied not found"},
			"was deleted", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 400,
			Message: "Bad Request: not enough rights to send text messages to the chat"}, "may not write", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 403, Message: "Forbidden: bot was kicked from the supergroup chat"},
			"was removed", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 401, Message: "Unauthorized"}, "bot_token", false},
		{sandbox.Failure{Kind: sandbox.TooMany, RetryAfter: time.Second}, "asks to wait", false},
		{sandbox.Failure{Kind: sandbox.Status, Code: 502}, "not known", true},
		{sandbox.Failure{Kind: sandbox.Reset}, "not known", true},
		{sandbox.Failure{Kind: sandbox.WrongShape}, "not known", true},
		{sandbox.Failure{Kind: sandbox.EmptyBody}, "not known", true},
	} {
		to := a.Messages(t)[0]
		a.Recover()
		a.Fail("sendMessage", 1, c.failure)
		_, err := r.Reply(t.Context(), to, "Включим завтра", "key")
		var unsure *collectors.UnsureError
		if err == nil || errors.As(err, &unsure) != c.unsure || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c.failure, err)
		}
	}
}

func TestReplyHasNoWay(t *testing.T) {
	a := startAnswering(t)
	r := a.Replier(t, true)
	for _, to := range a.Messages(t) {
		if isPrivate(to) {
			to.Chat = "77"
		} else {
			to.Chat = ""
		}
		var none *collectors.NoWayError
		if err := r.Answerable(to, "Да"); !errors.As(err, &none) {
			t.Errorf("%+v: %v", to, err)
		}
	}
}

// check asks for the rights that answering needs.
func TestCheckLooksAtRepliesRights(t *testing.T) {
	for name, c := range map[string]struct {
		member, chat string
		level        collectors.Level
	}{
		"administrator": {`{"status":"administrator"}`, "", collectors.OK},
		"restricted":    {`{"status":"restricted","is_member":true,"can_send_messages":false}`, "", collectors.Fault},
		"member": {`{"status":"member"}`, `{"id":-1001000000002,"permissions":{"can_send_messages":true}}`,
			collectors.OK},
		"silenced": {`{"status":"member"}`, `{"id":-1001000000002,"permissions":{"can_send_messages":false}}`,
			collectors.Fault},
		"gone": {`{"status":"left"}`, "", collectors.Fault},
	} {
		f := newFake()
		f.answers["getChatMember"] = []reply{{status: 200, body: `{"ok":true,"result":` + c.member + `}`}}
		if c.chat != "" {
			f.chats[testGroup] = c.chat
		}
		o := f.options()
		o.Replies = true
		var found []collectors.Diagnostic
		for _, d := range Check(t.Context(), o) {
			if d.Subject == "replies" {
				found = append(found, d)
			}
		}
		if len(found) != 1 || found[0].Level != c.level {
			t.Errorf("%s: %+v", name, found)
		}
	}
}
