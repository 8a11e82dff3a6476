package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// answered is what the tests send; it stands nowhere else.
const answered = "Фонари на Садовой включит горсвет до 5 декабря."

// newReplying is a bench of a town whose people write on every way that can be answered, collected, with replies on.
func newReplying(t *testing.T) *bench {
	t.Helper()
	at := time.Now().Add(-5 * time.Hour)
	comment := func(person int, text string) town.Comment {
		return town.Comment{Author: person, At: at.Add(time.Minute), Text: text, ReplyTo: -1}
	}
	direct := func(on town.Platform, person int, text string) town.Dialog {
		return town.Dialog{Platform: on, Person: person, Messages: []town.DirectMessage{{At: at, Text: text}}}
	}
	b := newBench(t, town.Town{Official: "Глава", People: []town.Person{{FirstName: "Анна"}, {FirstName: "Олег"},
		{FirstName: "Вера"}, {FirstName: "Пётр"}, {FirstName: "Инна"}},
		Posts: []town.Post{
			{Platform: town.VK, At: at, Text: "Пост", Comments: []town.Comment{
				comment(0, "На Садовой не горят фонари, когда почините?")}},
			{Platform: town.Telegram, At: at, Text: "Пост", Comments: []town.Comment{
				comment(1, "На Лесной не горят фонари, почините!")}}},
		Dialogs: []town.Dialog{direct(town.VK, 2, "На Мира не горят фонари, почините, пожалуйста!"),
			direct(town.Telegram, 4, "На Труда не горят фонари, почините, пожалуйста!"),
			direct(town.Telegram, 3, "На Кирова не горят фонари, почините, пожалуйста!")}})
	b.must("collect")
	return b
}

// waiting are the citizens' messages.
func (b *bench) waiting() []line {
	return slices.DeleteFunc(b.export(), func(l line) bool { return l.Official || l.State == "" || l.State == "none" })
}

// reply answers a message by its channel and id.
func (b *bench) reply(l line, args ...string) result {
	b.t.Helper()
	return b.otklik(append([]string{"reply", l.Channel, l.ID, "--dialog", l.Thread, "--text", answered}, args...)...)
}

// On every way an answer arrives once, counts as the office's, and is the same message when it is collected.
func TestReplyOnEveryWay(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	waiting := b.waiting()
	if len(waiting) != 5 {
		t.Fatalf("%d messages wait: %+v", len(waiting), waiting)
	}
	for _, l := range waiting {
		r := b.reply(l, "--yes")
		if r.code != exitDone || !strings.Contains(r.out, "sent: ") || !strings.Contains(r.out, "answered") {
			t.Errorf("%s %s %s: exit %d\n%s%s", l.Channel, l.Kind, l.ID, r.code, r.out, r.err)
		}
	}
	if n := len(b.platform.Sent()); n != 3 {
		t.Errorf("the bot sent %d messages", n)
	}
	b.must("collect")
	sent := 0
	for _, l := range b.export() {
		if l.Official && l.Text == answered {
			sent++
		}
		if !l.Official && l.State != "answered" {
			t.Errorf("%s %s %s is %s", l.Channel, l.Kind, l.ID, l.State)
		}
	}
	if sent != len(waiting) {
		t.Errorf("%d answers are stored, want %d", sent, len(waiting))
	}
	for _, l := range waiting {
		if r := b.reply(l, "--yes"); r.code != exitUsage || !strings.Contains(r.err, "was sent on") {
			t.Errorf("a second one: exit %d, %s", r.code, r.err)
		}
	}
	if n := len(b.platform.Sent()); n != 3 {
		t.Errorf("the bot sent %d messages", n)
	}
	if r := b.reply(waiting[0], "--yes", "--again"); r.code != exitDone {
		t.Errorf("again: exit %d, %s", r.code, r.err)
	}
}

// The question is asked where somebody can answer it, with the message, the text and what it lacks.
func TestReplyAsks(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	l := b.waiting()[0]
	if r := b.reply(l); r.code != exitUsage || !strings.Contains(r.err, "--yes") {
		t.Errorf("nobody to ask: exit %d, %s", r.code, r.err)
	}
	ask := func(answer string) (int, string) {
		var out, errs bytes.Buffer
		s := b.streams(answer, &out, &errs)
		s.asks = true
		code := run(t.Context(), []string{"--config", b.path("config.yaml"), "reply", l.Channel, l.ID, "--dialog", l.Thread,
			"--text", answered}, s)
		return code, out.String() + errs.String()
	}
	for _, no := range []string{"", "\n", "n\n", "what?\n"} {
		if code, said := ask(no); code != exitDone || !strings.Contains(said, "nothing was sent") ||
			!strings.Contains(said, answered) || !strings.Contains(said, "[y/N]") || !strings.Contains(said, "Ответ") {
			t.Errorf("%q: exit %d, %s", no, code, said)
		}
	}
	if code, said := ask("y\n"); code != exitDone || !strings.Contains(said, "sent: ") {
		t.Errorf("exit %d, %s", code, said)
	}
}

// Off unless the configuration says so; what cannot be answered is refused with a sentence, before anything is sent.
func TestReplyRefuses(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	l := b.waiting()[0]
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no text":  {[]string{"reply", l.Channel, l.ID, "--yes"}, "--text is missing"},
		"too long": {[]string{"reply", l.Channel, l.ID, "--yes", "--text", strings.Repeat("ы", 20_000)}, "make it shorter"},
		"unknown":  {[]string{"reply", l.Channel, "999999", "--yes", "--text", "Да"}, "there is no message"},
		"a number": {[]string{"reply", "000-000-001", "--yes", "--text", "Да"}, "there is no message"},
	} {
		if r := b.otklik(c.args...); r.code != exitUsage && r.code != exitFailed || !strings.Contains(r.err, c.want) {
			t.Errorf("%s: exit %d, %s", name, r.code, r.err)
		}
	}
	b.configure("replies: true", "replies: false")
	if r := b.reply(l, "--yes"); r.code != exitUsage || !strings.Contains(r.err, "`replies: true`") {
		t.Errorf("off: exit %d, %s", r.code, r.err)
	}
	if n := len(b.platform.Sent()); n != 0 {
		t.Errorf("%d messages were sent", n)
	}
}

// A refused answer may be tried again; one whose arrival is not known is not sent again by itself, and nothing doubles
// where the platform knows the key.
func TestReplyFails(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	for _, l := range b.waiting() {
		method := map[bool]string{true: "wall.createComment", false: "messages.send"}[l.Kind == "comment"]
		if l.Platform == "telegram" {
			method = "sendMessage"
		}
		b.platform.Fail(method, 1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 902, Message: "Forbidden"})
		if r := b.reply(l, "--yes"); r.code != exitFailed || strings.Contains(r.err, "not known") {
			if l.Platform != "telegram" { // a code of its own there
				t.Errorf("%s %s refused: exit %d, %s", l.Channel, l.Kind, r.code, r.err)
			}
		}
		if l.Platform == "telegram" {
			continue
		}
		b.platform.Fail(method, 1, sandbox.Failure{Kind: sandbox.CutBody})
		if r := b.reply(l, "--yes"); r.code != exitFailed || !strings.Contains(r.err, "not known") {
			t.Errorf("%s %s lost: exit %d, %s", l.Channel, l.Kind, r.code, r.err)
		}
		if r := b.reply(l, "--yes"); r.code != exitUsage || !strings.Contains(r.err, "not known") {
			t.Errorf("%s %s repeated: exit %d, %s", l.Channel, l.Kind, r.code, r.err)
		}
		// What is refused now says nothing of the one before.
		b.platform.Fail(method, 1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 902, Message: "Forbidden"})
		if r := b.reply(l, "--yes", "--again"); r.code != exitFailed || strings.Contains(r.err, "not known") {
			t.Errorf("%s %s refused again: exit %d, %s", l.Channel, l.Kind, r.code, r.err)
		}
		if r := b.reply(l, "--yes"); r.code != exitUsage || !strings.Contains(r.err, "not known") {
			t.Errorf("%s %s repeated again: exit %d, %s", l.Channel, l.Kind, r.code, r.err)
		}
		if r := b.reply(l, "--yes", "--again"); r.code != exitDone {
			t.Errorf("%s %s again: exit %d, %s", l.Channel, l.Kind, r.code, r.err)
		}
	}
	b.must("collect")
	n := 0
	for _, l := range b.export() {
		if l.Official && l.Text == answered {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d answers are stored", n)
	}
}

// No text and no token reaches the access log, the note beside the store, or what is logged.
func TestReplyLeavesNoText(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	l := b.waiting()[0]
	r := b.reply(l, "--yes", "--log-level", "debug")
	if r.code != exitDone || strings.Contains(r.err, "горсвет") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	for _, name := range []string{"otklik.db.access.jsonl", "otklik.db.replies"} {
		if text := b.read(name); strings.Contains(text, "горсвет") || strings.Contains(text, l.AuthorID) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// Of several commands at once that answer one message the first sends, and the others are told.
func TestReplyAtOnce(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	waiting := b.waiting()
	l := waiting[slices.IndexFunc(waiting, func(l line) bool { return l.Platform == "telegram" })]
	codes := make(chan int)
	for range 4 {
		go func() {
			var out, errs bytes.Buffer
			codes <- run(t.Context(), []string{"--config", b.path("config.yaml"), "reply", l.Channel, l.ID, "--dialog",
				l.Thread, "--text", answered, "--yes"}, b.streams("", &out, &errs))
		}()
	}
	counts := map[int]int{}
	for range 4 {
		counts[<-codes]++
	}
	if n := len(b.platform.Sent()); n != 1 || counts[exitDone] != 1 || counts[exitUsage] != 3 {
		t.Errorf("%d were sent; exits %v", n, counts)
	}
}
