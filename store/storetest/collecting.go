package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/store"
)

func cursors(t *testing.T, s store.Store) {
	ctx := context.Background()
	c, err := s.Cursor(ctx, "vk wall")
	if err != nil || c != nil {
		t.Fatalf("cursor of a new source: %q, %v", c, err)
	}
	if _, err := s.Commit(ctx, "vk wall", nil, inbox.Batch{Messages: []inbox.Message{comment(1, "p", "a")},
		Next: []byte("1")}); err != nil {
		t.Fatal(err)
	}
	for _, from := range [][]byte{nil, []byte("0"), []byte("11")} {
		_, err := s.Commit(ctx, "vk wall", from, inbox.Batch{Messages: []inbox.Message{comment(2, "p", "b")},
			Next: []byte("2")})
		if !errors.Is(err, inbox.ErrCursorMoved) {
			t.Fatalf("commit from %q: %v", from, err)
		}
	}
	if _, err := s.Message(ctx, comment(2, "p", "").Ref()); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("a refused batch left a message: %v", err)
	}
	if c, err := s.Cursor(ctx, "vk wall"); err != nil || string(c) != "1" {
		t.Fatalf("cursor %q, %v", c, err)
	}
	if _, err := s.Commit(ctx, "", nil, inbox.Batch{}); err == nil {
		t.Error("a source without a name was accepted")
	}
}

func roundTrip(t *testing.T, s store.Store) {
	m := inbox.Message{
		Channel: bot, Platform: "telegram", Kind: inbox.Direct, ID: "7", Thread: "900", ReplyTo: "6", Root: "5",
		Beneath:   true,
		Addressee: "12", Album: "G7",
		Author: inbox.Author{ID: "900", Name: "Анна", Operator: "4242"}, Text: "Добрый день?",
		URL:       "https://example.org/7",
		Media:     []inbox.Media{{Type: inbox.MediaVoice, Duration: 7 * time.Second}, {Type: inbox.MediaPhoto}},
		Automatic: true, Post: true, Sent: noon, Edited: noon.Add(time.Minute), Deleted: noon.Add(time.Hour),
		Raw: []byte("{}"),
	}
	before := time.Now().Add(-time.Second)
	equal(t, "receipt", commit(t, s, "tg", messages(m)), inbox.CommitStats{Added: 1})
	got := get(t, s, m.Ref()).Message
	if got.FirstSeen.Before(before) || !got.FirstSeen.Equal(got.LastSeen) || got.FirstSeen.Location() != time.UTC {
		t.Errorf("seen %v and %v", got.FirstSeen, got.LastSeen)
	}
	m.FirstSeen, m.LastSeen, m.Raw = got.FirstSeen, got.LastSeen, nil
	if d := cmp.Diff(m, got); d != "" {
		t.Error(d)
	}
	thread, err := s.Thread(context.Background(), m.Ref())
	equal(t, "thread", thread, m.ThreadRef())
	if err != nil {
		t.Error(err)
	}
	if thread, err = s.Thread(context.Background(),
		inbox.Ref{Channel: bot, Kind: inbox.Comment, ID: "7"}); thread != (inbox.ThreadRef{}) || err != nil {
		t.Errorf("thread of an unknown message: %+v, %v", thread, err)
	}
	known, err := s.Known(context.Background(), m.ThreadRef())
	if err != nil {
		t.Fatal(err)
	}
	m.Text = ""
	if d := cmp.Diff([]inbox.Message{m}, known); d != "" {
		t.Error(d)
	}
}

func repeated(t *testing.T, s store.Store) {
	b := messages(comment(1, "p", "Почему не чистят двор?"), comment(2, "p", "Спасибо"),
		comment(1, "p", "Почему не чистят двор?"))
	equal(t, "first", commit(t, s, "vk", b), inbox.CommitStats{Added: 2})
	evaluatePending(t, s, 1)
	before := dump(t, s)
	equal(t, "again", commit(t, s, "vk", b), inbox.CommitStats{})
	if after := dump(t, s); !bytes.Equal(before, after) {
		t.Errorf("changed:\n%s\n%s", before, after)
	}
	evaluatePending(t, s, 0)
	st, err := s.Stats(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]store.ChannelStats{{Channel: wall, Stored: 2, Waiting: 1}}, st.Channels); d != "" {
		t.Error(d)
	}
}

func edits(t *testing.T, s store.Store) {
	m := comment(1, "p", "первый")
	commit(t, s, "vk", messages(m))
	m.Text = "второй"
	before := time.Now().Add(-time.Second)
	equal(t, "noticed", commit(t, s, "vk", messages(m)), inbox.CommitStats{Changed: 1})
	got := get(t, s, m.Ref()).Message
	if len(got.Revisions) != 1 || got.Revisions[0].Text != "первый" || !got.Revisions[0].Until.Equal(got.Edited) ||
		got.Edited.Before(before) {
		t.Fatalf("%+v", got)
	}
	m.Text, m.Edited = "третий", time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	equal(t, "dated", commit(t, s, "vk", messages(m)), inbox.CommitStats{Changed: 1})
	late := m
	late.Text, late.Edited = "второй", time.Time{}
	equal(t, "older wording", commit(t, s, "vk", messages(late)), inbox.CommitStats{})
	got = get(t, s, m.Ref()).Message
	if got.Text != "третий" || len(got.Revisions) != 2 || got.Revisions[1].Text != "второй" ||
		!got.Edited.Equal(m.Edited) {
		t.Fatalf("%+v", got)
	}
	// Both wordings within one batch.
	a, b := comment(2, "p", "до"), comment(2, "p", "после")
	equal(t, "at once", commit(t, s, "vk", messages(a, b)), inbox.CommitStats{Added: 1})
	if got = get(t, s, a.Ref()).Message; got.Text != "после" || len(got.Revisions) != 1 {
		t.Fatalf("%+v", got)
	}
}

// readBetter: lines that quote what a message shares, an album and where a reply stands are found by a later version
// of a collector. Nobody edited anything.
func readBetter(t *testing.T, s store.Store) {
	m := comment(1, "p", "")
	m.Media, m.ReplyTo = []inbox.Media{{Type: inbox.MediaRepost}}, "9"
	worded := comment(2, "p", "Помогите")
	commit(t, s, "vk", messages(m, worded))
	m.Text, m.Album, m.Beneath = "> Вторую неделю нет света\n> в нашем доме", "G1", true
	worded.Text = "Помогите\n> Вторую неделю нет света"
	equal(t, "read better", commit(t, s, "vk", messages(m, worded)), inbox.CommitStats{Changed: 2})
	for _, want := range []inbox.Message{m, worded} {
		got := get(t, s, want.Ref()).Message
		if got.Text != want.Text || len(got.Revisions) > 0 || !got.Edited.IsZero() || got.Album != want.Album ||
			got.Beneath != want.Beneath {
			t.Errorf("%+v", got)
		}
	}
	old := m
	old.Album, old.Beneath = "G2", false
	commit(t, s, "import telegram", messages(old))
	if got := get(t, s, m.Ref()).Message; got.Album != "G1" || !got.Beneath {
		t.Errorf("a file overruled: %+v", got)
	}
	m.Beneath = false
	commit(t, s, "vk", messages(m))
	worded.Text = "Помогите\nпожалуйста"
	commit(t, s, "vk", messages(worded))
	if got := get(t, s, worded.Ref()).Message; len(got.Revisions) != 1 || get(t, s, m.Ref()).Message.Beneath {
		t.Errorf("%+v", got)
	}
}

func carriesLess(t *testing.T, s store.Store) {
	m := comment(1, "p", "текст")
	m.URL, m.ReplyTo, m.Addressee, m.Edited = "https://example.org", "0", "5", noon
	m.Media, m.Author.Official, m.Author.Operator = []inbox.Media{{Type: inbox.MediaPhoto}}, true, "3"
	commit(t, s, "vk", messages(m))
	want := dump(t, s)
	bare := inbox.Message{Channel: wall, Kind: inbox.Comment, ID: "1", Text: "текст", Sent: m.Sent}
	equal(t, "bare", commit(t, s, "vk", messages(bare)), inbox.CommitStats{})
	bare.Text = ""
	equal(t, "without text", commit(t, s, "vk", messages(bare)), inbox.CommitStats{})
	if got := dump(t, s); !bytes.Equal(got, want) {
		t.Errorf("%s\n%s", got, want)
	}
	more := m
	more.Author.Name, more.URL = "Новое имя", "https://example.org/2"
	equal(t, "a name is no change of the message", commit(t, s, "vk", messages(more)), inbox.CommitStats{})
	got := get(t, s, m.Ref()).Message
	equal(t, "name", got.Author.Name, "Новое имя")
	equal(t, "url", got.URL, "https://example.org/2")
	more.Media = []inbox.Media{{Type: inbox.MediaVideo, Duration: time.Minute}}
	equal(t, "media", commit(t, s, "vk", messages(more)), inbox.CommitStats{Changed: 1})
}

func oldFile(t *testing.T, s store.Store) {
	m := comment(1, "p", "новый текст")
	commit(t, s, "vk", messages(m))
	commit(t, s, "vk", inbox.Batch{Deletions: []inbox.Deletion{{Ref: m.Ref(), Noticed: noon.Add(time.Hour)}}})
	old := comment(1, "other", "старый текст")
	old.Author.Name = "Прежнее имя"
	equal(t, "old file", commit(t, s, "import file", messages(old, comment(2, "p", "только в файле"))),
		inbox.CommitStats{Added: 1})
	got := get(t, s, m.Ref()).Message
	if got.Text != "новый текст" || got.Deleted.IsZero() || got.Author.Name != "Житель" || got.Thread != "p" ||
		len(got.Revisions) > 0 {
		t.Fatalf("%+v", got)
	}
	old.Edited = noon.Add(time.Hour)
	equal(t, "file with a later edit", commit(t, s, "import file", messages(old)), inbox.CommitStats{Changed: 1})
}

func deletions(t *testing.T, s store.Store) {
	ctx := context.Background()
	m := comment(1, "p", "текст?")
	commit(t, s, "vk", messages(m))
	noticed := noon.Add(time.Hour)
	gone := inbox.Batch{Deletions: []inbox.Deletion{{Ref: m.Ref(), Noticed: noticed},
		{Ref: comment(9, "p", "").Ref(), Noticed: noticed}}}
	equal(t, "gone", commit(t, s, "vk", gone), inbox.CommitStats{Deleted: 1, Changed: 1})
	gone.Deletions[0].Noticed = noticed.Add(time.Hour)
	equal(t, "gone again", commit(t, s, "vk", gone), inbox.CommitStats{})
	deleted := m
	deleted.Text, deleted.Deleted = "", noticed.Add(2*time.Hour)
	equal(t, "said to be deleted", commit(t, s, "vk", messages(deleted)), inbox.CommitStats{})
	got := get(t, s, m.Ref()).Message
	if !got.Deleted.Equal(noticed) || got.Text != "текст?" {
		t.Fatalf("%+v", got)
	}
	equal(t, "seen again", commit(t, s, "vk", messages(m)), inbox.CommitStats{Changed: 1})
	if got = get(t, s, m.Ref()).Message; !got.Deleted.IsZero() {
		t.Fatalf("%+v", got)
	}
	if _, err := s.Message(ctx, comment(9, "p", "").Ref()); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func rethreaded(t *testing.T, s store.Store) {
	lost, stays := comment(1, "", "где?"), comment(2, "", "тут?")
	commit(t, s, "tg", messages(lost, stays))
	evaluatePending(t, s, 1)
	found := lost
	found.Thread = "root"
	commit(t, s, "tg", messages(found, reply(3, "root", "ответ")))
	evaluatePending(t, s, 2)
	equal(t, "waiting", waiting(t, s, wall), "2")
	for thread, want := range map[string]int{"": 1, "root": 2} {
		known, err := s.Known(context.Background(), inbox.ThreadRef{Channel: wall, Kind: inbox.Comment, ID: thread})
		if err != nil || len(known) != want {
			t.Errorf("thread %q: %d messages, %v", thread, len(known), err)
		}
	}
	stays.Thread = "root"
	commit(t, s, "tg", messages(stays))
	evaluatePending(t, s, 1)
	equal(t, "waiting", waiting(t, s, wall), "")
	// Within one batch, before anything was stored.
	a, b := comment(5, "", "кто?"), comment(5, "new", "кто?")
	commit(t, s, "tg", messages(a, b))
	evaluatePending(t, s, 1)
}

func dialogs(t *testing.T, s store.Store) {
	for _, dialog := range []string{"1", "11", "", "1\x00"} {
		m := comment(1, dialog, "в диалоге "+dialog)
		m.Kind = inbox.Direct
		equal(t, "added", commit(t, s, "vk", messages(m)), inbox.CommitStats{Added: 1})
		equal(t, "text", get(t, s, m.Ref()).Message.Text, m.Text)
	}
	equal(t, "the comment is another", commit(t, s, "vk", messages(comment(1, "1", "под постом"))),
		inbox.CommitStats{Added: 1})
}

// chats: the second chat of a channel numbers its messages again, and neither loses one to the other.
func chats(t *testing.T, s store.Store) {
	in := func(chat string, kind inbox.Kind, text string) inbox.Message {
		m := comment(1, "1", text)
		m.Chat, m.Kind = chat, kind
		return m
	}
	// counts as written in the first chat that is told
	before := in("", inbox.Comment, "до того, как чаты стали различать")
	all := []inbox.Message{
		in("-100", inbox.Comment, "в первой группе?"), in("-200", inbox.Comment, "во второй группе?"),
		in("7", inbox.Direct, "боту?"), in("-300", inbox.Direct, "каналу?"),
	}
	commit(t, s, "tg", messages(before))
	equal(t, "added", commit(t, s, "tg", messages(all...)), inbox.CommitStats{Added: 3, Changed: 1})
	for _, m := range all {
		got := get(t, s, m.Ref())
		equal(t, "text", got.Message.Text, m.Text)
		equal(t, "chat", got.Message.Chat, m.Chat)
		known, err := s.Known(context.Background(), m.ThreadRef())
		if err != nil || len(known) != 1 {
			t.Errorf("thread of %q: %d messages, %v", m.Text, len(known), err)
		}
		thread, err := s.Thread(context.Background(), m.Ref())
		equal(t, "thread", thread, m.ThreadRef())
		if err != nil {
			t.Error(err)
		}
	}
	evaluatePending(t, s, 4)
	equal(t, "waiting", waiting(t, s, wall), "1 1 1 1")
	commit(t, s, "tg", inbox.Batch{Deletions: []inbox.Deletion{{Ref: all[1].Ref(), Noticed: noon}}})
	if get(t, s, all[0].Ref()).Message.Deleted != (time.Time{}) || get(t, s, all[1].Ref()).Message.Deleted.IsZero() {
		t.Error("the wrong one of two messages with one number is gone")
	}
	evaluatePending(t, s, 1)
}

// homeTold: what was stored before chats were told apart belongs to the chat that the source names, and another one
// that writes first takes nothing over.
func homeTold(t *testing.T, s store.Store) {
	before, other := comment(1, "1", "где автобус?"), comment(1, "1", "нет воды?")
	commit(t, s, "tg", messages(before))
	other.Chat = "-200"
	b := messages(other)
	b.Homes = []inbox.Home{{Channel: wall, Kind: inbox.Comment, Chat: "-100"},
		{Channel: "nobody/tg", Kind: inbox.Comment, Chat: "-100"}}
	equal(t, "added", commit(t, s, "tg", b), inbox.CommitStats{Added: 1})
	before.Chat = "-100"
	equal(t, "the first", get(t, s, before.Ref()).Message.Text, before.Text)
	equal(t, "the other", get(t, s, other.Ref()).Message.Text, other.Text)
	b = inbox.Batch{Homes: []inbox.Home{{Channel: wall, Kind: inbox.Comment, Chat: "-200"}}}
	commit(t, s, "tg", b)
	equal(t, "stays", get(t, s, before.Ref()).Message.Text, before.Text)
}

// strangeChat: what was stored before chats were told apart is not taken for the messages of a chat that gives the same
// numbers at other times, whichever of them comes first.
func strangeChat(t *testing.T, s store.Store) {
	before, fresh, other := comment(2, "1", "где автобус?"), comment(1, "1", "нет воды?"), comment(2, "1", "нет света?")
	commit(t, s, "tg", messages(before))
	fresh.Chat, other.Chat, other.Sent = "-200", "-200", other.Sent.Add(time.Hour)
	equal(t, "added", commit(t, s, "tg", messages(fresh, other)), inbox.CommitStats{Added: 2})
	equal(t, "added again", commit(t, s, "tg", messages(fresh, other)), inbox.CommitStats{})
	before.Chat = "?"
	for _, m := range []inbox.Message{before, fresh, other} {
		equal(t, "text", get(t, s, m.Ref()).Message.Text, m.Text)
	}
	evaluatePending(t, s, 2)
	equal(t, "waiting", waiting(t, s, wall), "1 2 2")
}

// movedChat: a reply in a new chat to what stands in the old one belongs to the old one's thread, though a message
// there bears its number.
func movedChat(t *testing.T, s store.Store) {
	asked, other := comment(1, "1", "где автобус?"), comment(2, "1", "спасибо")
	asked.Chat, other.Chat, other.Author.ID = "-100", "-100", "502"
	answer := reply(2, "1", "Добрый день! Автобус вышел на линию.")
	answer.Chat, answer.ThreadChat, answer.ReplyTo, answer.ReplyChat = "-200", "-100", "1", "-100"
	commit(t, s, "tg", messages(asked, other))
	equal(t, "added", commit(t, s, "tg", messages(answer)), inbox.CommitStats{Added: 1})
	got := get(t, s, answer.Ref()).Message
	equal(t, "thread", got.ThreadRef(), asked.ThreadRef())
	if target, ok := got.Target(); !ok || target != asked.Ref() {
		t.Errorf("it replies to %+v", target)
	}
	known, err := s.Known(context.Background(), asked.ThreadRef())
	if err != nil || len(known) != 3 {
		t.Errorf("%d messages in the thread, %v", len(known), err)
	}
	evaluatePending(t, s, 1)
	equal(t, "waiting", waiting(t, s, wall), "")
	equal(t, "state", get(t, s, asked.Ref()).Status.State(), inbox.Answered)
}

func atomic(t *testing.T, s store.Store) {
	ctx := context.Background()
	nameless := comment(2, "p", "b")
	nameless.ID = ""
	stray := comment(3, "p", "c")
	stray.Kind = "other"
	for _, bad := range []inbox.Message{nameless, stray, {Kind: inbox.Comment, ID: "1"}} {
		if _, err := s.Commit(ctx, "vk", nil, inbox.Batch{Messages: []inbox.Message{comment(1, "p", "a"), bad},
			Next: []byte("1")}); err == nil {
			t.Fatalf("%+v was accepted", bad)
		}
	}
	if c, err := s.Cursor(ctx, "vk"); err != nil || c != nil {
		t.Errorf("cursor %q, %v", c, err)
	}
	equal(t, "stored", string(dump(t, s)), "")
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Commit(ended, "vk", nil, messages(comment(1, "p", "a"))); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func undecoded(t *testing.T, s store.Store) {
	ctx := context.Background()
	piece := func(id string) inbox.Undecoded {
		return inbox.Undecoded{Channel: bot, ID: id, Raw: []byte("raw " + id), Problem: "unknown kind", Code: "kind"}
	}
	equal(t, "receipt", commit(t, s, "tg", inbox.Batch{Undecoded: []inbox.Undecoded{piece("1"), piece("2"),
		piece("1")}}), inbox.CommitStats{Undecoded: 2})
	equal(t, "again", commit(t, s, "tg", inbox.Batch{Undecoded: []inbox.Undecoded{piece("2")}}), inbox.CommitStats{})
	noError(t, s.Decoded(ctx, bot, "1"))
	if err := s.Decoded(ctx, bot, "1"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if stats, err := s.Stats(ctx); err != nil || stats.Channels[0].Undecoded != 1 {
		t.Errorf("%+v, %v", stats, err)
	}
	var got []inbox.Undecoded
	noError(t, s.Undecoded(ctx, bot, func(u inbox.Undecoded) error { got = append(got, u); return nil }))
	if d := cmp.Diff([]inbox.Undecoded{piece("2")}, got); d != "" {
		t.Error(d)
	}
}

func raw(t *testing.T, s store.Store) {
	var want []string
	for i := range 3 {
		m := comment(i, "p", "текст")
		m.Raw = []byte(strings.Repeat(fmt.Sprint("сырое ", i), 100))
		want = append(want, m.ID+string(m.Raw))
		commit(t, s, "vk", messages(m))
		commit(t, s, "vk", messages(m)) // unchanged: not kept again
	}
	var got []string
	if err := s.Raw(context.Background(), wall, func(ref inbox.Ref, at time.Time, raw []byte) error {
		if ref.Channel != wall || ref.Kind != inbox.Comment || at.IsZero() {
			t.Errorf("%+v at %v", ref, at)
		}
		got = append(got, ref.ID+string(raw))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
