package inbox_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// start is when the first message of every scripted thread is sent; each further one comes a minute later.
var start = time.Date(2026, 11, 16, 10, 0, 0, 0, time.UTC)

// script builds a thread from words such as
//
//	p        the post                        a1!      author a, message 1, needs an answer
//	a2.      chatter                         a3~      "not solved" without a need of its own
//	a4>1!    …as a reply to message 1        ?5!      an unknown author
//	o6>4+    the official answers message 4  o7f o8i o9n   formal, interim, worthless
//	o10m     sent by a machine               o11@a+   turned to author a
//
// with the ids given; everything in one thread "100" (the post's id).
func script(t *testing.T, kind inbox.Kind, words string) inbox.Thread {
	t.Helper()
	thread := inbox.Thread{Ref: inbox.ThreadRef{Channel: "g/c", Kind: kind, ID: "100"}}
	for i, word := range strings.Fields(words) {
		m := inbox.Message{Channel: "g/c", Kind: kind, Thread: "100", Sent: start.Add(time.Duration(i) * time.Minute)}
		if word == "p" {
			m.ID, m.Post, m.Author.Official = "100", true, true
			thread.Messages = append(thread.Messages, m)
			continue
		}
		who, rest, mark := word[:1], word[1:len(word)-1], word[len(word)-1:]
		id, target, _ := strings.Cut(rest, ">")
		id, m.Addressee, _ = strings.Cut(id, "@")
		m.ID, m.ReplyTo, m.Text = id, target, mark
		m.Author.ID = who
		switch who {
		case "o":
			m.Author.Official = true
			m.Automatic = mark == "m"
		case "?":
			m.Author.ID = ""
		}
		thread.Messages = append(thread.Messages, m)
	}
	return thread
}

// scripted reads the marks of script.
type scripted struct{}

func (scripted) Version() string { return "scripted" }

func (scripted) Basis(t inbox.Thread, i int) inbox.Basis {
	sum := sha256.Sum256([]byte(t.Messages[i].Text))
	return inbox.Basis(sum[:16])
}

func (scripted) Assess(_ context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	mark := t.Messages[i].Text
	return inbox.Assessment{NeedsAnswer: strings.HasPrefix(mark, "!"), Advert: mark == "!ad", Unsolved: mark == "~",
		Category: inbox.Chatter}, nil
}

func (scripted) Gist(_ context.Context, m inbox.Message) (inbox.Gist, error) {
	return inbox.Gist{Key: m.Text}, nil
}

func (scripted) Reply(_, reply inbox.Gist) (inbox.ReplyKind, inbox.Reason) {
	kinds := map[string]inbox.ReplyKind{"+": inbox.ReplyAnswer, "f": inbox.ReplyFormal, "i": inbox.ReplyInterim,
		"n": inbox.ReplyNone, "g": inbox.ReplyAutomatic}
	return kinds[reply.Key], inbox.Reason{Words: "по сценарию"}
}

// Renewed takes what ends with "new" for something new.
func (scripted) Renewed(_ context.Context, t inbox.Thread, i int, former string) (bool, error) {
	return strings.HasSuffix(t.Messages[i].Text, "new") && !strings.HasSuffix(former, "new"), nil
}

func (scripted) Voice(_ context.Context, _, reply inbox.Message) (inbox.Voice, error) {
	return map[string]inbox.Voice{"&": inbox.VoiceOffice, "%": inbox.VoicePlain}[reply.Text], nil
}

// evaluate is inbox.Evaluate with a reader that never fails.
func evaluate(t testing.TB, thread inbox.Thread, r inbox.Reader, now time.Time) []inbox.MessageStatus {
	t.Helper()
	statuses, err := inbox.Evaluate(t.Context(), thread, r, now)
	if err != nil {
		t.Fatal(err)
	}
	return statuses
}

// states writes statuses as "1=open 2=none".
func states(statuses []inbox.MessageStatus) string {
	var words []string
	for _, v := range statuses {
		words = append(words, fmt.Sprintf("%s=%s", v.Ref.ID, v.State()))
	}
	return strings.Join(words, " ")
}
