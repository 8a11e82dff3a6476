package telegram

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
)

// A group that has an owner alone, and the reply of getMe about a bot whose privacy mode is off.
const (
	owner    = `[{"status":"creator","user":{"id":70}}]`
	hearsAll = `{"ok":true,"result":{"id":4000000001,"is_bot":true,"can_read_all_group_messages":true}}`
)

func TestCheck(t *testing.T) {
	both := []Channel{{ID: "head/telegram", Chat: testChannel, Comments: true, Messages: true}}
	cases := []struct {
		name   string
		spoil  func(*fakeAPI, *Options)
		level  collectors.Level
		says   string
		faults int
	}{
		{"all well", func(*fakeAPI, *Options) {}, collectors.OK, "gets every comment", 0},
		{"wrong token", func(_ *fakeAPI, o *Options) { o.Token = "4000000001:other-secret" }, collectors.Fault,
			"bot_token", 1},
		{"no token", func(_ *fakeAPI, o *Options) { o.Token = "" }, collectors.Fault, "bot_token", 1},
		{"webhook", func(f *fakeAPI, _ *Options) {
			f.answers["getWebhookInfo"] = []reply{{200, `{"ok":true,"result":{"url":"https://example.org/hook"}}`, nil}}
		}, collectors.Fault, "deleteWebhook", 1},
		{"unseen channel", func(f *fakeAPI, _ *Options) { delete(f.chats, testChannel) }, collectors.Fault,
			"cannot be seen", 1},
		{"no group", func(f *fakeAPI, _ *Options) { f.chats[testChannel] = `{"id":-1001000000001,"type":"channel"}` },
			collectors.Fault, "no discussion group", 1},
		{"unseen group", func(f *fakeAPI, _ *Options) { delete(f.admins, testGroup) }, collectors.Fault,
			"add the bot to it", 1},
		{"no administrator", func(f *fakeAPI, _ *Options) { f.admins[testGroup], f.status = owner, "member" },
			collectors.Fault, "privacy mode is on", 1},
		{"removed", func(f *fakeAPI, _ *Options) { f.admins[testGroup], f.status = owner, "kicked" },
			collectors.Fault, "add the bot to it", 1},
		{"privacy off", func(f *fakeAPI, _ *Options) {
			f.admins[testGroup], f.status = owner, "member"
			f.answers["getMe"] = slices.Repeat([]reply{{200, hearsAll, nil}}, 3)
		}, collectors.Warning, "privacy mode is off", 0},
		{"clock", func(f *fakeAPI, _ *Options) { f.date = func() time.Time { return time.Now().Add(time.Hour) } },
			collectors.Warning, "clock", 0},
		{"nothing to read", func(_ *fakeAPI, o *Options) {
			o.Channels = []Channel{{ID: "head/telegram",
				Chat: testChannel}}
		}, collectors.Fault, "`read`", 1},
		{"server down", func(f *fakeAPI, _ *Options) { f.failing = 100 }, collectors.Fault, "proxy", 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(comment(1, 11, "раз"))
				o := f.options(both...)
				c.spoil(f, &o)
				findings := Check(t.Context(), o)
				faults, said := 0, false
				for _, finding := range findings {
					if finding.Level == collectors.Fault {
						faults++
					}
					if finding.Channel == "" || finding.Subject == "" || strings.Contains(finding.Sentence, "secret") {
						t.Errorf("finding %+v", finding)
					}
					said = said || finding.Level == c.level && strings.Contains(finding.Sentence, c.says)
				}
				if !said || faults != c.faults {
					t.Errorf("%d faults, findings %+v", faults, findings)
				}
				if f.waiting() != 1 || slices.Contains(f.calls, "getUpdates") {
					t.Errorf("the check read updates: %v", f.calls)
				}
			})
		})
	}
}
