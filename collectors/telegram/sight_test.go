package telegram

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// A silence is believed only where the bot sees: otherwise the pull is not complete, a gap lasts from the moment at
// which the bot was last known to see until it sees again, and the operator is told what to do.
func TestSilenceOfABlindBotIsNotBelieved(t *testing.T) {
	gone := func(f *fakeAPI) { delete(f.admins, testGroup) } // and getChatMember is refused as well
	cases := []struct {
		name  string
		blind func(*fakeAPI)
		says  string
	}{
		{"removed from the group", gone, "add the bot to it as an administrator"},
		{"removed, says the membership", func(f *fakeAPI) { f.admins[testGroup], f.status = owner, "kicked" },
			"add the bot to it"},
		{"restricted and gone", func(f *fakeAPI) { f.admins[testGroup], f.status = owner, "restricted" },
			"add the bot to it"},
		{"no administrator any more", func(f *fakeAPI) { f.admins[testGroup], f.status = owner, "member" },
			"make it an administrator"},
		{"group taken off the channel",
			func(f *fakeAPI) { f.chats[testChannel] = `{"id":-1001000000001,"type":"channel"}` }, "link a group"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(comment(1, 11, "раз"))
				chat, admins := f.chats[testChannel], f.admins[testGroup]
				d := newDesk(t)
				pull := func() error {
					time.Sleep(time.Hour)
					return d.pull(open(t, d.options(f)))
				}
				if err := pull(); err != nil {
					t.Fatal(err)
				}
				seen := time.Now().UTC()
				c.blind(f)
				isAccess(t, pull(), c.says)
				want := inbox.Gap{Channel: "head/telegram", From: seen, Failure: inbox.FailureAccess,
					FoundAt: time.Now().UTC()}
				if got := d.gapsOfPull(); !slices.Equal(got, []inbox.Gap{want}) {
					t.Fatalf("gaps %+v, want %+v", got, want)
				}
				f.push(comment(2, 12, "что всё же пришло"))
				isAccess(t, pull(), c.says)
				if got := d.gapsOfPull(); len(got) != 1 || got[0].From != seen || !got[0].To.IsZero() ||
					len(d.messages) != 2 {
					t.Fatalf("the gap goes on: %+v, %d messages", got, len(d.messages))
				}
				f.chats[testChannel], f.admins[testGroup], f.status = chat, admins, ""
				if err := pull(); err != nil {
					t.Fatal(err)
				}
				if got := d.gapsOfPull(); len(got) != 1 || got[0].From != seen || !got[0].To.Equal(time.Now()) {
					t.Fatalf("the gap ends: %+v", got)
				}
				if err := pull(); err != nil || len(d.gapsOfPull()) != 0 {
					t.Fatalf("afterwards: %v, %+v", err, d.gapsOfPull())
				}
			})
		})
	}
}

// A channel that no longer answers does not make its group invisible, as long as the group says that it is the
// channel's.
func TestTheGroupSaysWhoseItIs(t *testing.T) {
	for linked, sees := range map[int64]bool{testChannel: true, 0: false, -1001000000088: false} {
		f := newFake(comment(1, 11, "раз"))
		d := newDesk(t)
		if err := d.pull(open(t, d.options(f))); err != nil {
			t.Fatal(err)
		}
		delete(f.chats, testChannel)
		f.chats[testGroup] = fmt.Sprintf(`{"id":%d,"type":"supergroup","linked_chat_id":%d}`, testGroup, linked)
		switch err := d.pull(open(t, d.options(f))); {
		case !sees:
			isAccess(t, err, "is not that any more")
		case err != nil:
			t.Errorf("linked with %d: %v", linked, err)
		}
	}
}

// A group that only a post in the queue tells of is looked at in the same pull, and so is one that was upgraded
// meanwhile.
func TestAGroupThatTheQueueTellsOfIsLookedAt(t *testing.T) {
	post := fmt.Sprintf(
		`{"update_id":1,"message":{"message_id":10,"date":1700000000,"from":{"id":777000},"is_automatic_forward":true,"text":"Пост",
		"chat":{"id":%d,"type":"supergroup"},"sender_chat":{"id":%d,"type":"channel"}}}`, testGroup, testChannel)
	for status, sees := range map[string]bool{"member": false, "": true} {
		f := newFake(post)
		delete(f.chats, testChannel)
		if f.status = status; !sees {
			f.admins[testGroup] = owner
		}
		d := newDesk(t)
		switch err := d.pull(open(t, d.options(f))); {
		case !sees:
			isAccess(t, err, "make it an administrator")
		case err != nil:
			t.Error(err)
		}
	}
	f := newFake(comment(1, 11, "раз"))
	d := newDesk(t)
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	delete(f.admins, testGroup)
	f.admitted(anotherGroup)
	f.push(
		fmt.Sprintf(
			`{"update_id":2,"message":{"message_id":1,"date":1700000050,"from":{"id":70},"chat":{"id":%d,"type":"supergroup"},"migrate_from_chat_id":%d}}`,
			anotherGroup, testGroup))
	f.chats[testChannel] = fmt.Sprintf(`{"id":%d,"type":"channel","linked_chat_id":%d}`, testChannel, testGroup)
	if err := d.pull(open(t, d.options(f))); err != nil || len(d.gapsOfPull()) > 0 {
		t.Errorf("%v, gaps %+v", err, d.gapsOfPull())
	}
}

func TestABotThatWasNeverLetInIsNotComplete(t *testing.T) {
	f := newFake()
	delete(f.admins, testGroup)
	d := newDesk(t)
	isAccess(t, d.pull(open(t, d.options(f))), "add the bot to it as an administrator")
	if gaps := d.gapsOfPull(); len(gaps) != 0 {
		t.Errorf("nothing was ever seen, and a gap begins: %+v", gaps)
	}
}

func TestAMemberWithoutPrivacyModeSees(t *testing.T) {
	f := newFake(comment(1, 11, "раз"))
	f.admins[testGroup], f.status = owner, "member"
	f.answers["getMe"] = []reply{{200, hearsAll, nil}}
	d := newDesk(t)
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Error(err)
	}
}

// What Telegram could not say now begins no gap: the next pull asks again.
func TestRightsThatCannotBeAskedForAreNoGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(comment(1, 11, "раз"))
		d := newDesk(t)
		if err := d.pull(open(t, d.options(f))); err != nil {
			t.Fatal(err)
		}
		f.answers["getChatAdministrators"] = slices.Repeat([]reply{{502, "<html>", nil}}, 10)
		f.push(comment(2, 12, "два"))
		err := d.pull(open(t, d.options(f)))
		if collectors.FailureKindOf(err) != inbox.FailurePlatform || len(d.gapsOfPull()) != 0 || len(d.messages) != 2 {
			t.Errorf("%v, gaps %+v, %d messages", err, d.gapsOfPull(), len(d.messages))
		}
	})
}

// One bot serves many officials: that it is blind for one says nothing about the others.
func TestABlindChannelNamesItselfAlone(t *testing.T) {
	f := newFake(comment(1, 11, "раз"))
	f.chats[-1001000000044] = `{"id":-1001000000044,"type":"channel","linked_chat_id":-1001000000055}`
	f.admins[-1001000000055], f.status = owner, "left"
	d := newDesk(t)
	both := append(f.options().Channels, Channel{ID: "deputy/telegram", Chat: -1001000000044, Comments: true})
	err := d.pull(open(t, d.options(f, both...)))
	isAccess(t, err, "deputy/telegram: the bot is not in the discussion group")
	if got := failedChannels(err); !slices.Equal(got, []inbox.ChannelID{"deputy/telegram"}) {
		t.Errorf("failed: %v", got)
	}
}

func TestDirectMessagesThatNoLongerCome(t *testing.T) {
	const chat = -1001000000050
	f := newFake(
		fmt.Sprintf(
			`{"update_id":1,"message":{"message_id":5,"date":1700000000,"from":{"id":555},"text":"в личку каналу",
		"chat":{"id":%d,"type":"supergroup","is_direct_messages":true},"direct_messages_topic":{"topic_id":555}}}`, chat))
	f.chats[chat] = fmt.Sprintf(
		`{"id":%d,"type":"supergroup","is_direct_messages":true,"parent_chat":{"id":%d,"type":"channel"}}`, chat,
		testChannel)
	own := func(right string) string {
		return fmt.Sprintf(`[{"status":"administrator",%s"user":{"id":4000000001}}]`, right)
	}
	f.admins[testChannel] = own(`"can_manage_direct_messages":true,`)
	d := newDesk(t)
	channel := Channel{ID: "head/telegram", Chat: testChannel, Comments: true, Messages: true}
	for _, step := range []struct {
		admins string
		sees   bool
	}{{own(`"can_manage_direct_messages":true,`), true}, {own(""), true}, {own(`"can_manage_direct_messages":false,`),
		false}, {owner, false}, {"", false}} {
		f.admins[testChannel] = step.admins
		for range 2 { // in the first pull it is not known yet that there are any
			err := d.pull(open(t, d.options(f, channel)))
			if step.sees != (err == nil) || err != nil && !strings.Contains(err.Error(), "direct messages") {
				t.Errorf("with %q: %v", step.admins, err)
			}
		}
	}
}
