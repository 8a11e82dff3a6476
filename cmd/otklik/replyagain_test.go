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

// asked answers a message with somebody at the terminal who says no.
func (b *bench) asked(l line) string {
	b.t.Helper()
	var out, errs bytes.Buffer
	s := b.streams("n\n", &out, &errs)
	s.asks = true
	run(b.t.Context(), []string{"--config", b.path("config.yaml"), "reply", l.Channel, l.ID, "--dialog", l.Thread,
		"--text", answered}, s)
	return out.String() + errs.String()
}

// of is the first of the messages of a kind on a platform.
func of(list []line, platform, kind string) line {
	return list[slices.IndexFunc(list, func(l line) bool { return l.Platform == platform && l.Kind == kind })]
}

// What collecting has found arrived, however its blanks stand there: nobody is invited to send it again.
func TestReplyThatArrived(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	const spaced = "Фонари  на Садовой\nвключит горсвет до 5 декабря."
	for _, l := range b.waiting() {
		if l.Platform != "vk" {
			continue
		}
		method := map[bool]string{true: "wall.createComment", false: "messages.send"}[l.Kind == "comment"]
		b.platform.Fail(method, 1, sandbox.Failure{Kind: sandbox.CutBody})
		args := []string{"reply", l.Channel, l.ID, "--dialog", l.Thread, "--yes", "--text"}
		if r := b.otklik(append(args, spaced)...); r.code != exitFailed || !strings.Contains(r.err, "not known") {
			t.Errorf("%s lost: exit %d, %s", l.Kind, r.code, r.err)
		}
		b.must("collect")
		if r := b.otklik(append(args, answered)...); r.code != exitUsage || !strings.Contains(r.err, "has arrived") ||
			strings.Contains(r.err, "not known") {
			t.Errorf("%s found: exit %d, %s", l.Kind, r.code, r.err)
		}
	}
}

// Where the platform never tells what was sent, nobody is sent to an address or to collecting.
func TestReplyNobodyHearsOf(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	l := of(b.waiting(), "telegram", "comment")
	b.platform.Fail("sendMessage", 1, sandbox.Failure{Kind: sandbox.CutBody})
	for range 2 {
		r := b.reply(l, "--yes")
		if !strings.Contains(r.err, "not known") || !strings.Contains(r.err, "--answered") ||
			strings.Contains(r.err, "let `otklik collect` look") || strings.Contains(r.err, "tg://") {
			t.Errorf("exit %d, %s", r.code, r.err)
		}
	}
}

// A failure of which nothing is known says one thing about what happens next.
func TestReplyIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	b.platform.Fail("wall.createComment", 1, sandbox.Failure{Kind: sandbox.Status})
	r := b.reply(of(b.waiting(), "vk", "comment"), "--yes")
	if r.code != exitFailed || !strings.Contains(r.err, "not sent again by itself") ||
		strings.Contains(r.err, "tried again") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
}

// A message that was answered on the page is not answered once more without a word.
func TestReplyToTheAnswered(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	l := of(b.waiting(), "vk", "comment")
	b.must("correct", l.Channel, l.ID, "--dialog", l.Thread, "--answered", "по телефону")
	if r := b.reply(l, "--yes"); r.code != exitUsage || !strings.Contains(r.err, "was answered on") ||
		!strings.Contains(r.err, "по телефону") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	if said := b.asked(l); !strings.Contains(said, "was answered on") || !strings.Contains(said, "another answer?") {
		t.Error(said)
	}
	if r := b.reply(l, "--yes", "--again"); r.code != exitDone {
		t.Errorf("again: exit %d, %s", r.code, r.err)
	}
}

// Of an answer that stands on the page the refusal says what it was.
func TestReplyToTheAnsweredThere(t *testing.T) {
	t.Parallel()
	at := time.Now().Add(-5 * time.Hour)
	b := newBench(t, town.Town{Official: "Глава", People: []town.Person{{FirstName: "Анна"}},
		Posts: []town.Post{{Platform: town.VK, At: at, Text: "Пост", Comments: []town.Comment{
			{At: at.Add(time.Minute), Text: "На Садовой не горят фонари, почините!", ReplyTo: -1},
			{Author: town.OfficialSide, At: at.Add(time.Hour), Text: "Горсвет починил фонари на Садовой утром.",
				ReplyTo: 0}}}}})
	b.must("collect")
	l := of(b.waiting(), "vk", "comment")
	if r := b.reply(l, "--yes"); r.code != exitUsage || !strings.Contains(r.err, "was answered on") ||
		!strings.Contains(r.err, "Горсвет починил") {
		t.Errorf("%s: exit %d, %s", l.State, r.code, r.err)
	}
}

// Control characters are not sent, ends of lines are.
func TestReplyWithControlCharacters(t *testing.T) {
	t.Parallel()
	b := newReplying(t)
	l := of(b.waiting(), "telegram", "comment")
	args := []string{"reply", l.Channel, l.ID, "--dialog", l.Thread, "--yes", "--text"}
	for _, sign := range []string{"\x1b[2J", "\x00", "\x07", "\u0085"} {
		if r := b.otklik(append(args, answered+sign+"!")...); r.code != exitUsage || !strings.Contains(r.err,
			"control character") {
			t.Errorf("%q: exit %d, %s", sign, r.code, r.err)
		}
	}
	if r := b.otklik(append(args, answered+"\r\nСпасибо.")...); r.code != exitDone {
		t.Errorf("two lines: exit %d, %s", r.code, r.err)
	}
}

// The third different complaint under one text makes it a form letter: that is said before it is sent, and after.
func TestReplyWithAFormLetter(t *testing.T) {
	t.Parallel()
	at := time.Now().Add(-5 * time.Hour)
	dialog := func(person int, text string) town.Dialog {
		return town.Dialog{Platform: town.VK, Person: person, Messages: []town.DirectMessage{{At: at, Text: text}}}
	}
	b := newBench(t, town.Town{Official: "Глава", People: []town.Person{{FirstName: "Анна"}, {FirstName: "Олег"},
		{FirstName: "Вера"}}, Dialogs: []town.Dialog{dialog(0, "На Садовой не горят фонари, почините!"),
		dialog(1, "В подъезде второй день нет отопления, примите меры!"),
		dialog(2, "Из контейнеров неделю не вывозят мусор, вывезите!")}})
	b.must("collect")
	const one = "Подрядчик устранил неисправность сегодня в 9:30."
	for i, l := range b.waiting() {
		r := b.otklik("reply", l.Channel, l.ID, "--dialog", l.Thread, "--yes", "--text", one)
		letter := i == 2
		if r.code != exitDone || strings.Contains(r.err, "Будет сочтён отпиской") != letter ||
			strings.Contains(r.out, "тот же ответ стоит под разными жалобами") != letter {
			t.Errorf("%d: exit %d\n%s%s", i, r.code, r.out, r.err)
		}
	}
}
