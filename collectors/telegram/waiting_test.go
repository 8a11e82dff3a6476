package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

const linked = `{"id":-1001000000001,"type":"channel","linked_chat_id":-1001000000002}`

func TestCommentsWaitForTheirGroup(t *testing.T) {
	for name, c := range map[string]struct {
		chat string
		says string
	}{
		"unseen":        {"", "administrator"},
		"without group": {`{"id":-1001000000001,"type":"channel"}`, "no discussion group"},
		"a group": {`{"id":-1001000000001,"type":"supergroup","linked_chat_id":-1001000000009}`,
			"is the number of a group"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(comment(1, 11, "раз"), comment(2, 12, "два"))
			f.chats[testChannel] = c.chat
			d := newDesk(t)
			s := open(t, d.options(f))
			isAccess(t, d.pull(s), c.says)
			if len(d.undecoded) != 2 || f.waiting() != 0 && len(d.cursor) == 0 {
				t.Fatalf("%d pieces kept, %d updates wait", len(d.undecoded), f.waiting())
			}
			isAccess(t, d.pull(s), c.says) // and again, until it is mended
			if f.waiting() != 0 || len(d.messages) != 0 {
				t.Fatalf("%d updates wait, %d messages", f.waiting(), len(d.messages))
			}
			f.chats[testChannel] = linked
			f.push(comment(3, 13, "три"))
			if err := d.pull(open(t, d.options(f))); err != nil {
				t.Fatal(err)
			}
			if want := []string{"два", "раз", "три"}; !slices.Equal(d.texts(), want) || len(d.undecoded) != 0 {
				t.Fatalf("texts %q, %d pieces still kept", d.texts(), len(d.undecoded))
			}
			if err := d.pull(s); err != nil || len(d.last) != 1 || len(d.last[0].Messages) != 0 {
				t.Fatalf("a quiet pull: %v, %d batches", err, len(d.last))
			}
		})
	}
}

func TestAForwardedPostBringsTheKeptBack(t *testing.T) {
	reply := func(update, id, to int64) string {
		return fmt.Sprintf(
			`{"update_id":%d,"message":{"message_id":%d,"date":1700000300,"from":{"id":5},"chat":{"id":%d,"type":"supergroup"},"reply_to_message":{"message_id":%d},"text":"ответ %d"}}`,
			update, id, testGroup, to, id)
	}
	f := newFake(comment(1, 11, "раз"))
	f.chats = nil
	d := newDesk(t)
	isAccess(t, d.pull(open(t, d.options(f))), "administrator")
	f.push(
		`{"update_id":2,"message":{"message_id":20,"date":1700000200,"is_automatic_forward":true,"sender_chat":{"id":-1001000000001,"type":"channel"},
		"chat":{"id":-1001000000002,"type":"supergroup"},"text":"пост"}}`, reply(3, 21, 11))
	o := d.options(f)
	o.Archive = threads(d.messages)
	if err := d.pull(open(t, o)); err != nil {
		t.Fatal(err)
	}
	if want := []string{"ответ 21", "пост", "раз"}; !slices.Equal(d.texts(), want) || len(d.undecoded) != 0 {
		t.Fatalf("texts %q, %d pieces still kept", d.texts(), len(d.undecoded))
	}
	if got := d.messages[inbox.Ref{Channel: "head/telegram", Kind: inbox.Comment, Chat: "-1001000000002",
		ID: "21"}].Thread; got != "10" {
		t.Errorf("the reply to a kept comment stands in thread %q", got)
	}
}

type threads map[inbox.Ref]inbox.Message

func (a threads) Known(context.Context, inbox.ThreadRef) ([]inbox.Message, error) { return nil, nil }
func (a threads) Thread(_ context.Context, m inbox.Ref) (inbox.ThreadRef, error) {
	stored, known := a[m]
	if !known {
		return inbox.ThreadRef{}, nil
	}
	return stored.ThreadRef(), nil
}
func (a threads) Purged(context.Context, inbox.ThreadRef) (bool, error) { return false, nil }

func TestKeptPiecesSurviveCrashes(t *testing.T) {
	for commits := range 8 {
		f := newFake()
		for i := range int64(3*piecesPerBatch/2 + 7) {
			f.push(comment(1000+i, 20+i, fmt.Sprint("n", i)))
		}
		n := f.waiting()
		f.chats[testChannel] = ""
		d := newDesk(t)
		isAccess(t, d.pull(open(t, d.options(f))))
		f.chats[testChannel] = linked
		d.lose = commits
		if err := d.pull(open(t, d.options(f))); err != nil && !errors.Is(err, errDied) {
			t.Fatal(err)
		}
		d.lose = -1
		if err := d.pull(open(t, d.options(f))); err != nil {
			t.Fatal(err)
		}
		if len(d.messages) != n || len(d.undecoded) != 0 {
			t.Fatalf("died after %d commits: %d of %d messages, %d pieces kept", commits, len(d.messages), n,
				len(d.undecoded))
		}
	}
}

func TestMessagesAreReadBesideAnUnknownGroup(t *testing.T) {
	f := newFake(
		`{"update_id":1,"message":{"message_id":5,"date":1700000000,"from":{"id":555},"chat":{"id":555,"type":"private"},"text":"в личку"}}`)
	f.chats[testChannel] = ""
	d := newDesk(t)
	isAccess(t, d.pull(open(t, d.options(f))))
	if !slices.Equal(d.texts(), []string{"в личку"}) {
		t.Fatalf("texts %q", d.texts())
	}
	d = newDesk(t)
	if err := d.pull(open(t, d.options(f, Channel{ID: "head/telegram", Chat: testChannel,
		Messages: true}))); err != nil {
		t.Errorf("comments are not wanted: %v", err)
	}
	f.chats[testChannel] = `{"id":-1001000000001,"type":"supergroup"}`
	d = newDesk(t)
	isAccess(t, d.pull(open(t, d.options(f, Channel{ID: "head/telegram", Chat: testChannel, Messages: true}))),
		"is the number of a group")
}

func TestAnotherChannelForgetsTheGroup(t *testing.T) {
	f := newFake(comment(1, 11, "раз"))
	d := newDesk(t)
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	isAccess(t, d.pull(open(t, d.options(f, Channel{ID: "head/telegram", Chat: -1001000000077, Comments: true}))))
}

func stranger(update int64) string {
	return strings.Replace(comment(update, update, fmt.Sprint("чужое ", update)), fmt.Sprint(testGroup),
		"-1001000000055", 1)
}

func TestStrangersAreKeptForAForgottenChannel(t *testing.T) {
	for _, earlier := range []bool{false, true} {
		f := newFake(comment(1, 11, "наше"), stranger(2), stranger(3))
		d := newDesk(t)
		if err := d.pull(open(t, d.options(f))); err != nil {
			t.Fatal(err)
		}
		if len(d.undecoded) != 2 || d.undecoded["head/telegram2"].Problem != "from a chat of no configured channel" ||
			d.undecoded["head/telegram2"].Code != "stranger" {
			t.Fatalf("kept: %+v", d.undecoded)
		}
		if w := strings.Join(d.warnings(), "\n"); !strings.Contains(w,
			"2 updates stand in chats that no configured channel reads") {
			t.Errorf("warnings %q", w)
		}
		if earlier { // what a version stored that kept no codes
			for name, piece := range d.undecoded {
				piece.Code = ""
				d.undecoded[name] = piece
			}
		}
		f.status = "administrator"
		f.chats[-1001000000044] = `{"id":-1001000000044,"type":"channel","linked_chat_id":-1001000000055}`
		both := append(f.options().Channels, Channel{ID: "deputy/telegram", Chat: -1001000000044, Comments: true})
		if err := d.pull(open(t, d.options(f, both...))); err != nil {
			t.Fatal(err)
		}
		if len(d.undecoded) != 0 || d.messages[inbox.Ref{Channel: "deputy/telegram", Kind: inbox.Comment,
			Chat: "-1001000000055", ID: "3"}].Text != "чужое 3" {
			t.Fatalf("texts %q, %d kept", d.texts(), len(d.undecoded))
		}
	}
}

func TestStrangersAreKeptWithinBounds(t *testing.T) {
	f := newFake()
	for i := range int64(keptStrangers + 150) {
		f.push(stranger(1 + i))
	}
	d := newDesk(t)
	for range 2 {
		if err := d.pull(open(t, d.options(f))); err != nil {
			t.Fatal(err)
		}
	}
	if len(d.undecoded) != keptStrangers {
		t.Errorf("%d kept", len(d.undecoded))
	}
	f.push(stranger(5000))
	if err := d.pull(open(t, d.options(f))); err != nil || len(d.undecoded) != keptStrangers {
		t.Errorf("%v, %d kept", err, len(d.undecoded))
	}
	if w := strings.Join(d.warnings(), "\n"); !strings.Contains(w, "1 updates stand") {
		t.Errorf("warnings %q", w)
	}
}

func TestOfficialsAreNamedFirst(t *testing.T) {
	f := newFake()
	for i := range int64(150) {
		f.push(comment(1000+i, 20+i, fmt.Sprint("n", i)))
	}
	d := newDesk(t)
	list := func() (ids []string) {
		t.Helper()
		if err := d.pull(open(t, d.options(f))); err != nil {
			t.Fatal(err)
		}
		for i, b := range d.last {
			if i > 0 && len(b.Officials) > 0 {
				t.Errorf("batch %d names them again", i)
			}
			for _, o := range b.Officials {
				if o.Channel != "head/telegram" {
					t.Errorf("official of %q", o.Channel)
				}
				ids = append(ids, o.Author)
			}
		}
		slices.Sort(ids)
		return ids
	}
	want := []string{"-1001000000001", "-1001000000002", "4000000001", "42", "70", "71"}
	if got := list(); !slices.Equal(got, want) {
		t.Errorf("officials %q", got)
	}
	f.admins, f.status = nil, "administrator"
	if got := list(); !slices.Equal(got, want) {
		t.Errorf("while the administrators cannot be asked for: %q", got)
	}
	f.admins = map[int64]string{testGroup: `[{"user":{"id":72}},{"user":{"id":4000000001}}]`}
	if got := list(); !slices.Contains(got, "72") || slices.Contains(got, "70") {
		t.Errorf("with a new administrator: %q", got)
	}
}

func TestConflictsAreWaitedOut(t *testing.T) {
	conflict := reply{409,
		`{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`, nil}
	for n, waits := range map[int]time.Duration{1: time.Second, 2: 4 * time.Second, 3: 10 * time.Second,
		4: 10 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(comment(1, 11, "раз"))
			f.answers["getUpdates"] = slices.Repeat([]reply{conflict}, n)
			started := time.Now()
			b, err := open(t, f.options()).Fetch(t.Context(), nil)
			if took := time.Since(started); took != waits {
				t.Errorf("%d conflicts: waited %s", n, took)
			}
			if ok := n < 4; ok != (err == nil) || ok && len(b.Messages) != 1 || !ok && !strings.Contains(err.Error(),
				"another program") {
				t.Errorf("%d conflicts: %v", n, err)
			}
		})
	}
}

func TestOddNeighbourFieldsHideNoText(t *testing.T) {
	at := func(update int64, fields string) string {
		return fmt.Sprintf(
			`{"update_id":%d,"message":{"message_id":%d,"message_thread_id":10,"date":1700000000,"from":{"id":555,"first_name":"Ж"},"chat":{"id":%d,"type":"supergroup"},%s}}`,
			update, update+10, testGroup, fields)
	}
	f := newFake(at(1, `"text":"а","caption":7`), at(2, `"text":["?"],"caption":"б"`),
		at(3, `"text":"в","sender_chat":"?"`),
		at(4, `"text":"г","reply_to_message":5,"media_group_id":{},"quote":[]`), strings.Replace(at(5, `"text":"д"`),
			`"message":`, `"edited_message":"?","message":`, 1),
		at(6, `"photo":[],"caption":7`))
	d := newDesk(t)
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	if want := []string{"а", "б", "в", "г", "д"}; !slices.Equal(d.texts(), want) || len(d.undecoded) != 1 {
		t.Errorf("texts %q, %d kept", d.texts(), len(d.undecoded))
	}
	for ref, m := range d.messages {
		if m.Author.ID != "555" {
			t.Errorf("author of %s: %+v", ref.ID, m.Author)
		}
	}
}

func TestMentionNamesTheAddressee(t *testing.T) {
	from := func(update, id, user int64, username, text, reply string) string {
		return fmt.Sprintf(
			`{"update_id":%d,"message":{"message_id":%d,"message_thread_id":10,"date":1700000000,"from":{"id":%d,"username":%q},"chat":{"id":%d,"type":"supergroup"},"text":%q%s}}`,
			update, id, user, username, testGroup, text, reply)
	}
	root := `,"reply_to_message":{"message_id":10}`
	f := newFake(from(1, 11, 555, "Zhitel_one", "вопрос", root), from(2, 12, 42, "staff_member",
		"@zhitel_One, сделаем", root),
		from(3, 13, 42, "staff_member", "@nobody_known, сделаем", root), from(4, 14, 556, "other_one",
			"@zhitel_one согласен", root),
		from(5, 15, 42, "staff_member", "@zhitel_one, вот", `,"reply_to_message":{"message_id":14}`),
		from(6, 16, 42, "staff_member", "Иван, сделаем",
			root+`,"entities":[{"type":"text_mention","offset":0,"length":4,"user":{"id":777}}]`))
	d := newDesk(t)
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	f.push(from(7, 17, 42, "staff_member", "@other_one, тоже", ""))
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"11": "", "12": "555", "13": "", "14": "", "15": "", "16": "777",
		"17": "556"} {
		if got := d.messages[inbox.Ref{Channel: "head/telegram", Kind: inbox.Comment, Chat: "-1001000000002",
			ID: id}].Addressee; got != want {
			t.Errorf("message %s turns to %q, want %q", id, got, want)
		}
	}
}

func TestEveryUpdateIsCounted(t *testing.T) {
	f := newFake(`{"update_id":1,"callback_query":{}}`, `{"update_id":2,"channel_post":{}}`,
		`{"update_id":3,"message":{"message_id":5,"date":1700000000,"chat":{"id":-1001000000002,"type":"supergroup"},"new_chat_title":"х"}}`)
	for i := range int64(100) {
		f.push(comment(10+i, 20+i, fmt.Sprint("n", i)))
	}
	f.push(`{"update_id":500,"poll":{}}`)
	d := newDesk(t)
	counted := func() (found []string) {
		for _, w := range d.warnings() {
			if strings.Contains(w, "hold nothing that") {
				found = append(found, w)
			}
		}
		return found
	}
	if err := d.pull(open(t, d.options(f))); err != nil {
		t.Fatal(err)
	}
	if got := counted(); len(got) != 1 || !strings.HasPrefix(got[0], "4 updates") {
		t.Errorf("warnings %q", got)
	}
	if err := d.pull(open(t, d.options(f))); err != nil || len(counted()) != 0 {
		t.Errorf("a quiet pull: %v, %q", err, counted())
	}
}

func TestCheckRefusesAGroup(t *testing.T) {
	f := newFake()
	o := f.options(Channel{ID: "head/telegram", Chat: testGroup, Comments: true, Messages: true})
	f.chats[testGroup] = `{"id":-1001000000002,"type":"supergroup","linked_chat_id":-1001000000001}`
	f.admins[testChannel] = f.admins[testGroup]
	if findings := Check(t.Context(), o); !slices.ContainsFunc(findings, func(k collectors.Diagnostic) bool {
		return k.Level == collectors.Fault && strings.Contains(k.Sentence, "is the number of a group")
	}) {
		t.Errorf("%+v", findings)
	}
	o.Channels[0].Comments = false
	if findings := Check(t.Context(), o); !slices.ContainsFunc(findings, func(k collectors.Diagnostic) bool {
		return k.Level == collectors.Fault && strings.Contains(k.Sentence, "is the number of a group")
	}) {
		t.Errorf("only messages: %+v", findings)
	}
}
