package telegram

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"otklik/internal/inbox"
)

// anotherGroup is where the channel's talk goes on; it numbers its messages again.
const anotherGroup = -1001000000066

// in moves an update into another group.
func in(group int64, update string) string {
	return strings.ReplaceAll(update, fmt.Sprint(testGroup), fmt.Sprint(group))
}

// admitted lets the bot into a group.
func (f *fakeAPI) admitted(group int64) {
	f.admins[group] = `[{"status":"administrator","user":{"id":4000000001}}]`
}

func (d *desk) text(chat int64, id string) string {
	return d.messages[inbox.Ref{Channel: "head/telegram", Kind: inbox.Comment, Chat: fmt.Sprint(chat), ID: id}].Text
}

func TestAnotherGroupOverwritesNothing(t *testing.T) {
	f := newFake(comment(1, 11, "в прежней группе"))
	d := newDesk(t)
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	f.chats[testChannel] = fmt.Sprintf(`{"id":%d,"type":"channel","linked_chat_id":%d}`, testChannel, anotherGroup)
	f.admitted(anotherGroup)
	f.push(in(anotherGroup, comment(2, 11, "в новой группе")), comment(3, 12, "ещё в прежней"))
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	if a, b, c := d.text(testGroup, "11"), d.text(anotherGroup, "11"), d.text(testGroup,
		"12"); a != "в прежней группе" || b != "в новой группе" || c != "ещё в прежней" {
		t.Errorf("%q %q %q", a, b, c)
	}
	if w := strings.Join(d.warnings(), "\n"); !strings.Contains(w, "has another discussion group than before") {
		t.Errorf("warnings %q", w)
	}
}

// What older versions stored says no chat. It was written where the cursor says that the channel's talk was then, even
// if another group, or another bot's dialog, writes first.
func TestWhereOlderVersionsReadIsTold(t *testing.T) {
	for directs, home := range map[string]string{"": "4000000001", `,"directs":{"-1001000000050":` +
		fmt.Sprint(testChannel) + `}`: "-1001000000050"} {
		f := newFake()
		before := fmt.Sprintf(
			`{"version":1,"offset":2,"pulled":"2023-11-14T22:00:00Z","channels":{"head/telegram":{"chat":%d,"groups":[%d]}}%s}`,
			testChannel, testGroup, directs)
		s := open(t, newDesk(t).options(f))
		b, err := s.Fetch(t.Context(), []byte(before))
		if err != nil {
			t.Fatal(err)
		}
		want := []inbox.Home{{Channel: "head/telegram", Kind: inbox.Comment, Chat: fmt.Sprint(testGroup)},
			{Channel: "head/telegram", Kind: inbox.Direct, Chat: home}}
		if !slices.Equal(b.Homes, want) || !b.More || len(f.calls) > 0 {
			t.Errorf("homes %+v, want %+v; more %v after the calls %v", b.Homes, want, b.More, f.calls)
		}
		if b, err = s.Fetch(t.Context(), b.Next); err != nil || len(b.Homes) > 0 || !strings.Contains(string(b.Next),
			`"offset":2`) {
			t.Errorf("then %+v, %v", b, err)
		}
	}
}

func TestAnotherChannelUnderTheSameIDOverwritesNothing(t *testing.T) {
	const other = -1001000000088
	f := newFake(comment(1, 11, "под прежним каналом"))
	d := newDesk(t)
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	f.chats[other] = fmt.Sprintf(`{"id":%d,"type":"channel","linked_chat_id":%d}`, other, anotherGroup)
	f.admitted(anotherGroup)
	f.push(in(anotherGroup, comment(2, 11, "под новым каналом")))
	if err := d.pull(open(t, d.options(f, Channel{ID: "head/telegram", Chat: other, Comments: true}))); err != nil {
		t.Fatal(err)
	}
	if a, b := d.text(testGroup, "11"), d.text(anotherGroup, "11"); a != "под прежним каналом" ||
		b != "под новым каналом" {
		t.Errorf("%q %q", a, b)
	}
	if w := strings.Join(d.warnings(), "\n"); !strings.Contains(w, "give the channel another id") {
		t.Errorf("warnings %q", w)
	}
}

// A group that becomes a supergroup has another number from then on, and is the same group: what is written there is
// the channel's, and a reply to an older message finds it.
func TestAnUpgradedGroupGoesOn(t *testing.T) {
	upgraded := fmt.Sprintf(
		`{"update_id":2,"message":{"message_id":12,"date":1700000050,"from":{"id":70},"chat":{"id":%d,"type":"group"},"migrate_to_chat_id":%d}}`,
		testGroup, anotherGroup)
	answer := fmt.Sprintf(
		`{"update_id":4,"message":{"message_id":12,"date":1700000200,"from":{"id":42,"first_name":"Ответ"},"text":"Сделали",
		"chat":{"id":%d,"type":"supergroup"},"reply_to_message":{"message_id":11,"date":1700000000,"chat":{"id":%d,"type":"group"}}}}`, anotherGroup, testGroup)
	for name, tell := range map[string]func(f *fakeAPI){
		"by a message": func(f *fakeAPI) { f.push(upgraded) },
		"by the new group": func(f *fakeAPI) {
			f.push(
				fmt.Sprintf(
					`{"update_id":2,"message":{"message_id":1,"date":1700000050,"from":{"id":70},"chat":{"id":%d,"type":"supergroup"},"migrate_from_chat_id":%d}}`,
					anotherGroup, testGroup))
		},
		"by the channel": func(f *fakeAPI) {
			f.chats[testChannel] = fmt.Sprintf(`{"id":%d,"type":"channel","linked_chat_id":%d}`, testChannel,
				anotherGroup)
		},
		"by a refusal": func(f *fakeAPI) {
			f.answers["getChatAdministrators"] = []reply{{400, fmt.Sprintf(
				`{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":%d}}`, anotherGroup), nil}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(comment(1, 11, "до"))
			d := newDesk(t)
			o := d.options(f)
			o.Archive = threads(d.messages)
			if err := d.pull(open(t, o)); err != nil {
				t.Fatal(err)
			}
			f.admitted(anotherGroup)
			tell(f)
			f.push(in(anotherGroup, comment(3, 11, "после")), answer)
			if err := d.pull(open(t, o)); err != nil {
				t.Fatal(err)
			}
			if a, b := d.text(testGroup, "11"), d.text(anotherGroup, "11"); a != "до" || b != "после" ||
				len(d.messages) != 3 || len(d.undecoded) != 0 {
				t.Fatalf("%q %q, texts %q", a, b, d.texts())
			}
			before := d.messages[inbox.Ref{Channel: "head/telegram", Kind: inbox.Comment, Chat: fmt.Sprint(testGroup),
				ID: "11"}]
			reply := d.messages[inbox.Ref{Channel: "head/telegram", Kind: inbox.Comment,
				Chat: fmt.Sprint(anotherGroup), ID: "12"}]
			if target, ok := reply.Target(); !ok || target != before.Ref() || reply.ThreadRef() != before.ThreadRef() {
				t.Errorf("the answer stands in %+v and replies to %+v", reply.ThreadRef(), target)
			}
		})
	}
}

// A bot's private chats and the channel's direct messages number their messages each for itself, and so does another
// bot.
func TestDialogsOfSeveralChatsStayApart(t *testing.T) {
	const chat = -1001000000050
	private := `{"update_id":1,"message":{"message_id":5,"date":1700000000,"from":{"id":555},"chat":{"id":555,"type":"private"},"text":"боту"}}`
	f := newFake(private,
		fmt.Sprintf(`{"update_id":2,"message":{"message_id":5,"date":1700000000,"from":{"id":555},"text":"каналу",
		"chat":{"id":%d,"type":"supergroup","is_direct_messages":true},"direct_messages_topic":{"topic_id":555}}}`, chat))
	f.chats[chat] = fmt.Sprintf(
		`{"id":%d,"type":"supergroup","is_direct_messages":true,"parent_chat":{"id":%d,"type":"channel"}}`, chat,
		testChannel)
	d := newDesk(t)
	if err := d.pull(open(t, d.options(f, Channel{ID: "head/telegram", Chat: testChannel, Comments: true,
		Messages: true}))); err != nil {
		t.Fatal(err)
	}
	if want := []string{"боту", "каналу"}; !slices.Equal(d.texts(), want) {
		t.Errorf("texts %q", d.texts())
	}
	for ref, m := range d.messages {
		if m.Thread != "555" || m.ThreadRef().Chat != ref.Chat || ref.Chat == "" {
			t.Errorf("%+v in %+v", ref, m.ThreadRef())
		}
	}
}
