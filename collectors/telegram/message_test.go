package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
)

var update = flag.Bool("update", false, "write the expected files of testdata/cases again")

// caseFile is one folder of testdata/cases: what the platform sends, and how the bot is set up.
type caseFile struct {
	Channels []Channel
	Chats    map[int64]json.RawMessage
	Admins   map[int64]json.RawMessage
	// Stored are threads that the archive knows, by message.
	Stored map[string]string
	// Updates are the result of getUpdates.
	Updates []json.RawMessage
}

type expected struct {
	Messages  []inbox.Message
	Undecoded []inbox.Undecoded `json:"Unread"`
	Warnings  []string
}

type archive map[string]string

func (a archive) Known(context.Context, inbox.ThreadRef) ([]inbox.Message, error) { return nil, nil }
func (a archive) Thread(_ context.Context, m inbox.Ref) (inbox.ThreadRef, error) {
	if a[m.ID] == "" {
		return inbox.ThreadRef{}, nil
	}
	return inbox.ThreadRef{Channel: m.Channel, Kind: m.Kind, Chat: m.Chat, ID: a[m.ID]}, nil
}
func (a archive) Purged(context.Context, inbox.ThreadRef) (bool, error) { return false, nil }

func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(folders) < 5 {
		t.Fatal(folders, err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(folder, "input.json"))
			if err != nil {
				t.Fatal(err)
			}
			var c caseFile
			if err := json.Unmarshal(raw, &c); err != nil {
				t.Fatal(err)
			}
			f := newFake()
			f.chats, f.admins = map[int64]string{}, map[int64]string{}
			for id, body := range c.Chats {
				f.chats[id] = string(body)
			}
			for id, body := range c.Admins {
				f.admins[id] = string(body)
			}
			for _, u := range c.Updates {
				f.push(string(u))
			}
			f.date = func() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC) }
			o := f.options(c.Channels...)
			o.Archive = archive(c.Stored)
			batches, _ := drain(t, open(t, o), nil)
			var got expected
			for _, b := range batches {
				got.Messages = append(got.Messages, b.Messages...)
				got.Undecoded = append(got.Undecoded, b.Undecoded...)
				got.Warnings = append(got.Warnings, b.Warnings...)
			}
			for i := range got.Messages {
				if !slices.ContainsFunc(c.Updates, func(u json.RawMessage) bool {
					return bytes.Equal(compact(t, u),
						compact(t, got.Messages[i].Raw))
				}) {
					t.Errorf("message %s does not keep its update", got.Messages[i].ID)
				}
				got.Messages[i].Raw = nil
			}
			for i := range got.Undecoded {
				got.Undecoded[i].Raw = nil
			}
			golden := filepath.Join(folder, "expected.json")
			if *update {
				out, err := json.MarshalIndent(got, "", " ")
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(golden, append(out, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			raw, err = os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			var want expected
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func compact(t *testing.T, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGroupIsLearnedFromUpdates(t *testing.T) {
	f := newFake(
		`{"update_id":1,"message":{"message_id":11,"date":1700000000,"from":{"id":5,"first_name":"Ж"},"chat":{"id":-1001000000002,"type":"supergroup"},"text":"первый"}}`,
		`{"update_id":2,"message":{"message_id":12,"date":1700000001,"from":{"id":5,"first_name":"Ж"},"chat":{"id":-1001000000002,"type":"supergroup"},"text":"под постом",
		  "reply_to_message":{"message_id":10,"is_automatic_forward":true,"sender_chat":{"id":-1001000000001,"type":"channel"}}}}`)
	f.chats = nil // the bot may not see the channel
	s := open(t, f.options())
	got, cursor := drain(t, s, nil)
	if want := []string{"первый", "под постом"}; !slices.Equal(texts(got...), want) {
		t.Fatalf("texts %q", texts(got...))
	}
	// The group is remembered while nothing tells it again.
	f.push(comment(3, 13, "позже"))
	if got, _ = drain(t, s, cursor); !slices.Equal(texts(got...), []string{"позже"}) {
		t.Fatalf("texts %q", texts(got...))
	}
}

func TestUnknownGroupIsKept(t *testing.T) {
	f := newFake(comment(1, 11, "кто здесь"))
	f.chats = nil
	d := newDesk(t)
	isAccess(t, d.pull(open(t, f.options())), "administrator") // nobody may take the silence for calm
	if got := d.last; len(texts(got...)) != 0 || len(got[0].Undecoded) != 1 || len(got[0].Warnings) == 0 {
		t.Fatalf("%+v", got[0])
	}
}

func TestNothingIsConfirmedWhileTheGroupCannotBeAskedFor(t *testing.T) {
	f := newFake(comment(1, 11, "раз"))
	down := reply{503, "<html>", nil}
	f.answers["getChat"] = []reply{down, down, down}
	o := f.options()
	o.Retry.First, o.Retry.Longest = time.Microsecond, time.Microsecond
	s := open(t, o)
	if _, err := s.Fetch(t.Context(), nil); err == nil || slices.Contains(f.calls, "getUpdates") {
		t.Fatal(err, f.calls)
	}
	got, cursor := drain(t, s, nil)
	if len(texts(got...)) != 1 {
		t.Fatal("the comment is lost")
	}
	// With the group known, the same fault is a warning.
	f.answers["getChat"] = []reply{down, down, down}
	f.push(comment(2, 12, "два"))
	got, _ = drain(t, s, cursor)
	if len(texts(got...)) != 1 || !strings.Contains(strings.Join(got[0].Warnings, " "), "known from before") {
		t.Fatalf("%q %q", texts(got...), got[0].Warnings)
	}
}

func TestAdministratorsAnswerForTheOfficial(t *testing.T) {
	from := func(update, id int64, user string) string {
		return strings.Replace(comment(update, id, user), `"id":555`, `"id":`+user, 1)
	}
	f := newFake(from(1, 11, "70"), from(2, 12, "71"), from(3, 13, "42"), from(4, 14, "43"))
	s := open(t, f.options())
	got, cursor := drain(t, s, nil)
	var official []bool
	for _, m := range got[0].Messages {
		official = append(official, m.Author.Official)
	}
	if !slices.Equal(official, []bool{true, true, true, false}) {
		t.Errorf("official: %v", official)
	}
	f.admins, f.status = nil, "administrator"
	f.push(from(5, 15, "70"))
	got, _ = drain(t, s, cursor)
	if !got[0].Messages[0].Author.Official || len(got[0].Warnings) == 0 {
		t.Errorf("forgotten: %+v %q", got[0].Messages[0].Author, got[0].Warnings)
	}
}

func FuzzUpdate(f *testing.F) {
	f.Add([]byte(comment(1, 11, "раз")))
	f.Add(
		[]byte(
			`{"update_id":7,"edited_message":{"message_id":14,"date":1,"edit_date":2,"chat":{"id":5,"type":"private"},"caption":"x","voice":{"duration":3}}}`))
	f.Add(
		[]byte(
			`{"update_id":8,"message":{"message_id":1,"date":1,"chat":{"id":-1001000000009,"is_direct_messages":true},"direct_messages_topic":{"topic_id":9},"rich_message":{"blocks":[{"type":"paragraph","text":["a",{"type":"bold","text":"b"}]}]}}}`))
	f.Add(
		[]byte(
			`{"update_id":9,"message":{"message_id":1,"date":1,"chat":{"id":-1001000000002},"poll":{"question":"?"},"checklist":{"tasks":[{"text":"t"}]}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return
		}
		s, err := newSource(newFake().options())
		if err != nil {
			t.Fatal(err)
		}
		s.who = &chatDirectory{placements: map[inbox.ChannelID]placement{"head/telegram": {Groups: []int64{testGroup}}},
			directs: map[int64]int64{-1001000000009: testChannel}, unreachable: map[int64]bool{}}
		d := &decoder{source: s, who: s.who, now: time.Unix(9, 0), placed: map[inbox.Ref]inbox.ThreadRef{}}
		if err := d.all(t.Context(), []json.RawMessage{raw, []byte(comment(2, 12, "сосед"))}); err != nil {
			t.Fatal(err)
		}
		if n := len(d.messages); n == 0 || d.messages[n-1].Text != "сосед" {
			t.Fatal("the neighbour is hidden")
		}
		for _, m := range d.messages {
			if m.ID == "" || m.Thread == "" || m.URL == "" || m.Sent.IsZero() || len(m.Raw) == 0 {
				t.Fatalf("half a message: %+v", m)
			}
		}
	})
}
