package export

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
)

const (
	testChannel = -1001000000001
	channelName = "channel1000000001"
)

func options() Options {
	return Options{Channel: "head/telegram", ChannelChat: testChannel, Staff: []int64{42}}
}

func read(t testing.TB, text string, o Options) ([]inbox.Message, Summary, error) {
	t.Helper()
	var all []inbox.Message
	sum, err := Read(strings.NewReader(text), o, func(batch []inbox.Message) error {
		all = append(all, batch...)
		return nil
	})
	return all, sum, err
}

// group is a chat with the given messages in the form of the export.
func group(id int64, kind string, messages ...string) string {
	return fmt.Sprintf(`{"name":"Обсуждение","type":%q,"id":%d,"messages":[%s]}`, kind, id, strings.Join(messages,
		",\n"))
}

func post(id int) string {
	return fmt.Sprintf(
		`{"id":%d,"type":"message","date":"2031-01-02T03:04:05","date_unixtime":"1925089445","from":"Глава","from_id":%q,"forwarded_from":"Глава","text":"Пост"}`, id, channelName)
}

func comment(id, to int, from, text string) string {
	reply := ""
	if to != 0 {
		reply = fmt.Sprintf(`"reply_to_message_id":%d,`, to)
	}
	return fmt.Sprintf(
		`{"id":%d,"type":"message","date":"2031-01-02T03:04:05","date_unixtime":"1925089445","from":"Имя","from_id":%q,%s"text":%q}`, id, from, reply, text)
}

func TestGroup(t *testing.T) {
	text := "\uFEFF" + group(1000000002, "private_supergroup",
		`{"id":1,"type":"service","action":"migrate_from_group","text":""}`, post(10),
		comment(11, 10, "user501", "яма"), comment(12, 11, "user42", "заделаем"), comment(13, 12, "channel1000000002",
			"заделали"),
		comment(14, 0, "channel1000000077", "сам по себе"), comment(15, 8, "user502", "на чужое"), comment(16, 15,
			"user503", "и ещё"),
		`{"id":17,"type":"unsupported"}`,
		`{"id":"18","type":"something new","date_unixtime":1925089445,"edited_unixtime":"1925089999","from":null,"from_id":"user504",
		  "text":["Смотрите ",{"type":"link","text":"сюда"},7,"!"],"media_type":"voice_message","file":"a.ogg","duration_seconds":"9"}`,
		`{"id":19,"type":"message","date":"2031-01-02T03:04:05","from_id":"user505","reply_to_message_id":10,"reply_to_peer_id":"channel5","text":"о другом","photo":"p.jpg"}`,
		`{"id":20,"type":"message","date":"вчера","text":"без времени"}`, `[]`)
	o := options()
	o.Location = time.FixedZone("", 5*3600)
	var last int64
	o.Progress = func(n int64) { last = n }
	got, sum, err := read(t, text, o)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"10 10 - -1001000000001 true true []", "11 10 10 501 false false []", "12 10 11 42 true false []",
		"13 10 12 -1001000000002 true false []", "14 14 - -1001000000077 false false []", "15 8 8 502 false false []",
		"16 8 15 503 false false []", "18 18 - 504 false false [{voice 9s}]", "19 19 - 505 false false [{photo 0s}]",
	}
	var list []string
	for _, m := range got {
		reply := m.ReplyTo
		if reply == "" {
			reply = "-"
		}
		list = append(list, fmt.Sprint(m.ID, " ", m.Thread, " ", reply, " ", m.Author.ID, " ", m.Author.Official, " ",
			m.Post, " ", m.Media))
	}
	if !slices.Equal(list, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(list, "\n"), strings.Join(want, "\n"))
	}
	if m := got[7]; m.Text != "Смотрите сюда!" || m.Author.Name != "" || m.Edited.Unix() != 1925089999 {
		t.Errorf("%+v", m)
	}
	if m := got[8]; !m.Sent.Equal(time.Date(2031, 1, 1, 22, 4, 5, 0, time.UTC)) ||
		m.URL != "https://t.me/c/1000000002/19" {
		t.Errorf("%+v", m)
	}
	if got[2].URL != "https://t.me/c/1000000002/12?thread=10" {
		t.Error(got[2].URL)
	}
	if sum.Messages != 9 || sum.Posts != 1 || sum.Service != 1 || sum.UndecodedCount != 3 || len(sum.Undecoded) != 3 ||
		sum.ChannelSeen != 0 || sum.Chat != 1000000002 {
		t.Errorf("%+v", sum)
	}
	if last != 2*int64(len(text)) {
		t.Errorf("progress ends at %d of %d", last, 2*len(text))
	}
}

func TestCutAnywhereDeliversNothing(t *testing.T) {
	text := group(1000000002, "private_supergroup", post(10), comment(11, 10, "user501", "яма {[\""))
	for n := range len(text) - 1 {
		got, _, err := read(t, text[:n], options())
		if !errors.Is(err, ErrBroken) || len(got) != 0 {
			t.Fatalf("cut at %d: %d messages, %v", n, len(got), err)
		}
		if strings.Contains(err.Error(), "яма") {
			t.Fatalf("the error quotes a text: %v", err)
		}
	}
	for _, bad := range []string{text + "x", text + text, "[]", `"x"`, strings.Replace(text, `"id":11`, `"id":11x`,
		1)} {
		if got, _, err := read(t, bad, options()); !errors.Is(err, ErrBroken) || len(got) != 0 ||
			!strings.Contains(err.Error(), "byte") {
			t.Errorf("%d messages, %v", len(got), err)
		}
	}
}

// What people take for the export gets a sentence of its own.
func TestOtherFilesThanAnExport(t *testing.T) {
	for says, data := range map[string]string{"HTML": "<!DOCTYPE html><html>", "zip": "PK\x03\x04rest", "byte 0": "",
		"result.json": "[]"} {
		if got, _, err := read(t, data, options()); !errors.Is(err, ErrBroken) || len(got) != 0 ||
			!strings.Contains(err.Error(), says) {
			t.Errorf("%.5q: %d messages, %v", data, len(got), err)
		}
	}
}

func full(chats ...string) string {
	return `{"about":"Экспорт","personal_information":{"phone_number":"0"},"chats":{"about":"","list":[` +
		strings.Join(chats, ",") + `]},"left_chats":{"list":[` + group(5, "private_supergroup", comment(1, 0, "user1",
		"покинутый")) + `]}}`
}

func TestWholeAccount(t *testing.T) {
	person := group(501, "personal_chat", comment(1, 0, "user501", "личное"))
	other := group(1000000009, "private_supergroup", comment(1, 0, "user1", "чужая группа"))
	mine := group(1000000002, "public_supergroup", post(10), comment(11, 10, "user501", "яма"))
	second := group(1000000003, "private_supergroup", post(10))
	chosen := options()
	chosen.Chat = -1001000000009
	cases := []struct {
		name, text string
		o          Options
		chat       int64
		fault      string
	}{
		{"found by the channel's posts", full(person, other, mine), options(), 1000000002, ""},
		{"named", full(person, other, mine), chosen, 1000000009, ""},
		{"none", full(person, other), options(), 0, "1000000009 (private_supergroup, 1 messages)"},
		{"several", full(mine, second), options(), 0, "1000000003"},
		{"named and absent", full(mine), chosen, 0, "no chat 1000000009"},
		{"no chats", `{"about":"x"}`, options(), 0, "holds no chat"},
		{"a dialog alone", person, options(), 0, "dialog"},
		{"the channel itself", group(1000000001, "public_channel", post(1)), options(), 0, "discussion group"},
		{"saved messages", group(7, "saved_messages", post(1)), options(), 0, "saved_messages"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, sum, err := read(t, c.text, c.o)
			if c.fault != "" {
				if err == nil || !strings.Contains(err.Error(), c.fault) || strings.Contains(err.Error(),
					"Обсуждение") || len(got) != 0 {
					t.Fatalf("%d messages, error %v", len(got), err)
				}
				return
			}
			if err != nil || sum.Chat != c.chat || len(got) != sum.Messages || len(got) == 0 {
				t.Fatalf("%+v %v", sum, err)
			}
		})
	}
}

func TestNamedDialogIsDirect(t *testing.T) {
	o := options()
	o.Chat = 501
	got, _, err := read(t, group(501, "personal_chat", comment(1, 0, "user501", "?"), comment(2, 1, "user42", "!")), o)
	if err != nil || len(got) != 2 || got[0].Kind != inbox.Direct || got[1].Thread != "501" || !got[1].Author.Official {
		t.Fatalf("%+v %v", got, err)
	}
}

func TestAnotherChannelsGroup(t *testing.T) {
	o := options()
	o.ChannelChat = -1001000000099
	got, sum, err := read(t, group(1000000002, "private_supergroup", post(10), comment(11, 10, "user1", "?")), o)
	if err != nil || sum.ChannelSeen != testChannel || !got[0].Post || !got[0].Author.Official ||
		got[1].Author.Official {
		t.Fatalf("%+v %+v %v", sum, got, err)
	}
}

// Another group's comments are about another channel.
func TestAnotherGroupIsRefused(t *testing.T) {
	o := options()
	o.Groups = []int64{-1001000000002, -1001000000003}
	for _, id := range []int64{1000000002, 1000000003} {
		if got, _, err := read(t, group(id, "private_supergroup", post(10), comment(11, 10, "user1", "?")),
			o); err != nil || len(got) != 2 {
			t.Errorf("group %d of the channel: %d messages, %v", id, len(got), err)
		}
	}
	o.Chat = 1000000009
	got, _, err := read(t, group(1000000009, "private_supergroup", post(10), comment(11, 10, "user1", "?")), o)
	if err == nil || len(got) > 0 || !strings.Contains(err.Error(), "1000000009") || !strings.Contains(err.Error(),
		"1000000002") {
		t.Errorf("%d messages handed over, %v", len(got), err)
	}
}

func TestFaultsOfTheCaller(t *testing.T) {
	stop := errors.New("stop")
	_, err := Read(strings.NewReader(group(2, "private_supergroup", post(10))), options(),
		func([]inbox.Message) error { return stop })
	if !errors.Is(err, stop) {
		t.Error(err)
	}
	if _, err := Read(failing{strings.NewReader(group(2, "private_supergroup", post(10)))}, options(),
		nil); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
}

type failing struct{ *strings.Reader }

func (f failing) Read([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }

func TestRepliesInACircle(t *testing.T) {
	got, _, err := read(t, group(2, "private_supergroup", comment(1, 2, "user1", "a"), comment(2, 1, "user1", "b"),
		comment(3, 3, "user1", "c"), comment(4, 9, "user1", "d"), comment(9, 0, "user1", "e")), options())
	if err != nil || len(got) != 5 || got[3].Thread != "9" {
		t.Fatalf("%+v %v", got, err)
	}
	for _, m := range got {
		if m.Thread == "" || m.Thread == "0" {
			t.Errorf("message %s has the thread %q", m.ID, m.Thread)
		}
	}
}

func TestMeasuringData(t *testing.T) {
	path := filepath.Join("..", "..", "..", "..", "shared", "data", "governor-page-telegram-export.json")
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the measuring data are not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	ids, threads, official := map[inbox.Ref]bool{}, map[string]int{}, 0
	sum, err := Read(f, Options{Channel: "governor/telegram", ChannelChat: -1001234567890, Staff: []int64{4242}},
		func(batch []inbox.Message) error {
			for _, m := range batch {
				ids[m.Ref()] = true
				threads[m.Thread]++
				if m.Author.Official && !m.Post {
					official++
				}
			}
			return nil
		})
	if err != nil || sum.Messages != 702 || len(ids) != 702 || sum.Posts != 2 || official != 4 ||
		sum.UndecodedCount != 0 || sum.ChannelSeen != 0 {
		t.Fatalf("%d messages, %d refs, %d posts, %d official, %v", sum.Messages, len(ids), sum.Posts, official, err)
	}
	if len(threads) != 2 {
		t.Errorf("%d threads", len(threads))
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(group(1000000002, "private_supergroup", post(10), comment(11, 10, "user501", "яма"))))
	f.Add([]byte(full(group(1000000002, "public_supergroup", post(10), comment(11, 12, "user501", "яма")))))
	f.Add(
		[]byte(
			`{"messages":[{"id":1,"date_unixtime":"5","text":[{"text":"x"}],"poll":{"question":"?"}}],"type":"private_group","id":"7"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		n := 0
		sum, err := Read(strings.NewReader(string(raw)), options(), func(batch []inbox.Message) error {
			for _, m := range batch {
				if m.ID == "" || m.Thread == "" || m.URL == "" || m.Sent.IsZero() || len(m.Raw) == 0 {
					t.Fatalf("half a message: %+v", m)
				}
			}
			n += len(batch)
			return nil
		})
		if err == nil && n != sum.Messages {
			t.Fatalf("%d messages, the summary says %d", n, sum.Messages)
		}
		if errors.Is(err, ErrBroken) && n != 0 {
			t.Fatal("a broken file delivered messages")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	messages := []string{post(10)}
	for i := range 20000 {
		messages = append(messages, comment(20+i, 10, "user501", strings.Repeat("яма на дороге ", 10)))
	}
	file := strings.NewReader(group(1000000002, "private_supergroup", messages...))
	b.SetBytes(file.Size())
	b.ReportAllocs()
	for b.Loop() {
		sum, err := Read(file, options(), func([]inbox.Message) error { return nil })
		if err != nil || sum.Messages != len(messages) {
			b.Fatal(sum.Messages, err)
		}
	}
}
