package sandbox

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/internal/sandbox/town"
)

func TestUpdatesAreConfirmedByTheOffset(t *testing.T) {
	s := newTest(t, nil)
	first := updates(t, s, "limit", "5")
	if len(first) != 5 || first[0].Joined == nil {
		t.Fatalf("%d updates, the first %+v", len(first), first[0])
	}
	if again := updates(t, s, "limit", "5", "offset", "0"); again[0].ID != first[0].ID {
		t.Error("an update that was not confirmed is gone")
	}
	next := updates(t, s, "offset", fmt.Sprint(first[4].ID+1))
	if len(next) == 0 || next[0].ID != first[4].ID+1 {
		t.Fatalf("after five confirmed: %d updates", len(next))
	}
	if back := updates(t, s, "offset", fmt.Sprint(first[0].ID)); back[0].ID != next[0].ID {
		t.Error("a confirmed update came back")
	}
	last := updates(t, s, "offset", "-3")
	if len(last) != 3 {
		t.Fatalf("the last three are %d", len(last))
	}
	if all := updates(t, s); len(all) != 3 {
		t.Errorf("a negative offset forgets what is before it; %d are left", len(all))
	}
	s.JumpUpdates(500)
	s.AddPost(town.Telegram, "после недели молчания")
	if jumped := updates(t, s, "offset", fmt.Sprint(last[2].ID+1)); len(jumped) != 5 {
		t.Errorf("%d updates after the numbering jumped, want 5: an offset of the old numbering confirms nothing",
			len(jumped))
	}
}

func TestUpdatesExpireAfterADay(t *testing.T) {
	now := testNow
	s := newTest(t, func(o *Options) { o.KeepUpdates, o.Now = false, func() time.Time { return now } })
	list := updates(t, s)
	if len(list) == 0 {
		t.Fatal("nothing of the last 24 hours")
	}
	for _, u := range list {
		if u.Joined != nil {
			t.Error("an update of three days ago was kept")
		}
	}
	now = now.Add(25 * time.Hour)
	if n := len(updates(t, s)); n != 0 {
		t.Errorf("%d updates are older than a day", n)
	}
}

func TestWhoIsWhoInTheGroup(t *testing.T) {
	s := newTest(t, nil)
	seen := map[string]int{}
	roots := map[int]int{}
	for offset := int64(0); ; {
		list := updates(t, s, "offset", fmt.Sprint(offset))
		if len(list) == 0 {
			break
		}
		offset = list[len(list)-1].ID + 1
		for _, u := range list {
			m := u.Message
			switch {
			case u.EditedMessage != nil:
				seen["edited"]++
			case m == nil:
			case m.Chat.ID == GroupChat && m.Auto:
				roots[m.ID] = m.Origin.Message
				if m.From.ID != 777000 || m.Sender.ID != ChannelChat || m.Origin.Type != "channel" || m.Thread != 0 {
					t.Errorf("a forwarded post is %+v", m)
				}
			case m.Chat.ID == GroupChat:
				if roots[m.Thread] == 0 || m.Reply == nil || m.Reply.Reply != nil {
					t.Errorf("a comment is outside of threads: %+v", m)
				}
				switch {
				case m.From.ID == 1087968824 && m.Sender.ID == GroupChat:
					seen["anonymous"]++
				case m.From.ID == 136817688 && m.Sender.ID == ChannelChat:
					seen["channel"]++
				case m.From.ID == StaffTelegram && m.Sender.ID == 0:
					seen["staff"]++
				}
			case m.Chat.ID == DirectChat && m.Topic != nil:
				seen["direct"]++
				if m.Sender.ID == ChannelChat {
					seen["direct from the channel"]++
				}
			case m.Chat.ID == m.From.ID:
				seen["private"]++
			}
			if m != nil {
				for name, has := range map[string]bool{"voice": m.Voice != nil, "round": m.Round != nil,
					"photo": m.Photo != nil, "sticker": m.Sticker != nil} {
					if has {
						seen[name]++
					}
				}
				if m.Origin.Type == "sandbox_future_origin" {
					seen["future"]++
				}
			}
		}
	}
	for _, want := range []string{"edited", "anonymous", "channel", "staff", "direct", "direct from the channel",
		"private", "voice", "photo", "sticker", "round", "future"} {
		if seen[want] == 0 {
			t.Errorf("nothing of the kind %q in the town: %v", want, seen)
		}
	}
}

func TestTelegramRefusals(t *testing.T) {
	s := newTest(t, nil)
	// Who asks for a call that is not there has no wrong token.
	if _, body := do(t, s, "/bot"+BotToken+"/getEverything", "",
		nil); string(body) != `{"description":"Not Found: method not found","error_code":404,"ok":false}` {
		t.Errorf("a call that is not there: %s", body)
	}
	if status, body := do(t, s, "/bot123:wrong/getMe", "", nil); status != 401 ||
		string(body) != `{"description":"Unauthorized","error_code":401,"ok":false}` {
		t.Errorf("a wrong token: %d %s", status, body)
	}
	for _, c := range []struct {
		method string
		pairs  []string
		want   int
	}{
		{"getEverything", nil, 404},
		{"getChat", []string{"chat_id", "5"}, 400},
		{"getChat", nil, 400},
		{"getUpdates", []string{"offset", "many"}, 400},
		{"getUpdates", []string{"allowed_updates", "message"}, 400},
		{"setWebhook", []string{"url", "http://plain.example"}, 400},
		{"sendMessage", []string{"chat_id", fmt.Sprint(GroupChat)}, 400},
		{"sendMessage", []string{"chat_id", fmt.Sprint(GroupChat), "text", strings.Repeat("я", 4097)}, 400},
		{"sendMessage", []string{"chat_id", fmt.Sprint(GroupChat), "parse_mode", "HTML", "text",
			"<b>" + strings.Repeat("я", 4096) + "</b>"}, 0},
		{"sendMessage", []string{"chat_id", fmt.Sprint(PersonTelegram(8)), "text", "здравствуйте"}, 403},
		{"sendDocument", []string{"chat_id", fmt.Sprint(GroupChat)}, 400},
		{"sendDocument", []string{"chat_id", "5", "document", "x"}, 400},
		{"SENDMESSAGE", []string{"chat_id", fmt.Sprint(StaffTelegram), "text", "сводка"}, 0},
	} {
		if r := tgCall(t, s, c.method, c.pairs...); r.Code != c.want {
			t.Errorf("%s %.60v: %d %s, want %d", c.method, c.pairs, r.Code, r.Description, c.want)
		}
	}
	if sent := s.Sent(); len(sent) != 2 || sent[1].Chat != StaffTelegram || sent[1].Text != "сводка" {
		t.Errorf("%d messages were kept", len(sent))
	}
	if r := tgCall(t, s, "setWebhook", "url", "https://bot.example/hook"); !r.OK {
		t.Fatal(r.Description)
	}
	if r := tgCall(t, s, "getUpdates"); r.Code != 409 || !strings.Contains(r.Description, "webhook is active") {
		t.Errorf("getUpdates beside a webhook: %d %s", r.Code, r.Description)
	}
	tgCall(t, s, "deleteWebhook")
	if r := tgCall(t, s, "getUpdates"); !r.OK {
		t.Errorf("after deleteWebhook: %s", r.Description)
	}
	s.Revoke(BotToken)
	if r := tgCall(t, s, "getMe"); r.Code != 401 {
		t.Errorf("a revoked token: %d", r.Code)
	}
}

func TestAllowedUpdatesAreRemembered(t *testing.T) {
	s := newTest(t, func(o *Options) { o.Town = town.Town{People: smallTown().People} })
	count := func(pairs ...string) int { return len(updates(t, s, pairs...)) }
	count("allowed_updates", `["message"]`)
	s.AddPost(town.Telegram, "только группа")
	if n := count(); n != 1 {
		t.Errorf("%d updates of a post, want 1: the channel's is not wanted, and the list stays in force", n)
	}
	count("allowed_updates", `[]`)
	s.AddPost(town.Telegram, "и канал")
	if n := count(); n != 3 {
		t.Errorf("%d updates, want 3", n)
	}
}

func TestSendingTooFast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTest(t, func(o *Options) { o.NoLimits = false })
		send := func() tgReply {
			return tgCall(t, s, "sendMessage", "chat_id", fmt.Sprint(GroupChat), "text", "сводка")
		}
		for range 5 {
			if r := send(); !r.OK {
				t.Fatal(r.Description)
			}
		}
		r := send()
		if r.Code != 429 || r.Parameters.RetryAfter != 5 {
			t.Fatalf("the sixth at once: %d, wait %d s", r.Code, r.Parameters.RetryAfter)
		}
		time.Sleep(5 * time.Second)
		if r := send(); !r.OK {
			t.Errorf("after waiting: %s", r.Description)
		}
	})
}

func TestLongPollWakesConflictsAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Town: town.Town{People: smallTown().People}, NoLimits: true})
		started := time.Now()
		if n := len(updates(t, s, "timeout", "30")); n != 0 || time.Since(started) != 30*time.Second {
			t.Errorf("an empty poll of 30 s gave %d updates after %v", n, time.Since(started))
		}
		got := make(chan tgReply)
		go func() { got <- tgCall(t, s, "getUpdates", "timeout", "30") }()
		synctest.Wait()
		s.AddDirect(town.Telegram, 0, town.DirectMessage{Text: "есть кто?"})
		if r := <-got; !strings.Contains(string(r.Result), "есть кто?") {
			t.Errorf("the poll was not woken: %s", r.Result)
		}
		tgCall(t, s, "getUpdates", "offset", "-1")
		offset := fmt.Sprint(870000002)
		go func() { got <- tgCall(t, s, "getUpdates", "timeout", "30", "offset", offset) }()
		synctest.Wait()
		tgCall(t, s, "getUpdates", "offset", offset)
		if r := <-got; r.Code != 409 || !strings.Contains(r.Description, "terminated by other getUpdates") {
			t.Errorf("the earlier of two pollers: %d %s", r.Code, r.Description)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet,
			"http://sandbox/bot"+BotToken+"/getUpdates?timeout=40&offset="+offset, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := (&http.Client{Transport: s.Transport()}).Do(r); err == nil {
			t.Error("a poll outlived its context")
		}
	})
}

func TestTheFutureComesByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		s := New(Options{NoLimits: true, Town: town.Town{People: smallTown().People, Dialogs: []town.Dialog{{
			Platform: town.Telegram, Messages: []town.DirectMessage{{At: now, Text: "раз"},
				{At: now.Add(10 * time.Second), Text: "два"}},
		}}}})
		list := updates(t, s)
		if len(list) != 2 { // the bot joins, and the first message
			t.Fatalf("%d updates at the start, want 2", len(list))
		}
		list = updates(t, s, "offset", fmt.Sprint(list[1].ID+1), "timeout", "50")
		if len(list) != 1 || list[0].Message.Text != "два" || time.Since(now) != 10*time.Second {
			t.Errorf("after %v: %+v", time.Since(now), list)
		}
		if n := len(s.Labels()); n != 2 {
			t.Errorf("%d labels, want 2", n)
		}
	})
}
