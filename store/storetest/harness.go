package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

const (
	wall = inbox.ChannelID("governor/vk")
	bot  = inbox.ChannelID("mayor/telegram")
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// evaluate is a plain stand-in for inbox.Evaluate: what has a question mark waits until the official's side writes in
// the thread, or a correction closes it.
func evaluate(th inbox.Thread) []inbox.MessageStatus {
	var out []inbox.MessageStatus
	for i, m := range th.Messages {
		if m.Author.Official {
			continue
		}
		v := inbox.MessageStatus{Ref: m.Ref(), History: []inbox.Change{{At: m.Sent, State: inbox.None}}}
		if strings.Contains(m.Text, "?") {
			v.Assessment = inbox.Assessment{Category: inbox.Question, NeedsAnswer: true, Score: 0.75, Group: "Дороги",
				Topic:        "Ямы",
				Municipality: "Энск", District: "Энский район", Urgency: inbox.Life, Unsolved: true,
				Reasons: []inbox.Reason{{Code: "question", Also: "place", Count: 2, Words: "вопрос"}}}
			v.History[0].State = inbox.Open
			for _, later := range th.Messages[i+1:] {
				if later.Author.Official {
					v.History = append(v.History, inbox.Change{At: later.Sent, State: inbox.Answered, By: later.ID,
						Reason: inbox.Reason{Code: "answered", Also: "term", Count: 3}})
					break
				}
			}
			if r, ok := th.Corrections[m.Ref()]; ok && v.State().Waiting() {
				v.History = append(v.History, inbox.Change{At: r.At, State: inbox.Dismissed,
					Reason: inbox.Reason{Words: r.Reason}})
			}
		}
		out = append(out, v)
	}
	return out
}

// Always evaluates threads by what cannot fail.
func Always(fn func(inbox.Thread) []inbox.MessageStatus) store.Evaluate {
	return func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) { return fn(th), nil }
}

// comment is a citizen's comment number id under a post, sent id minutes after noon.
func comment(id int, post, text string) inbox.Message {
	return inbox.Message{Channel: wall, Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(id), Thread: post,
		Text:   text,
		Author: inbox.Author{ID: "501", Name: "Житель"}, Sent: noon.Add(time.Duration(id) * time.Minute)}
}

func reply(id int, post, text string) inbox.Message {
	m := comment(id, post, text)
	m.Author = inbox.Author{ID: "-1001", Name: "Губернатор", Official: true}
	return m
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// commit adds messages under a cursor that counts on.
func commit(t testing.TB, s store.Store, source string, b inbox.Batch) inbox.CommitStats {
	t.Helper()
	ctx := context.Background()
	from, err := s.Cursor(ctx, source)
	if err != nil {
		t.Fatal(err)
	}
	if b.Next == nil {
		b.Next = append([]byte("x"), from...)
	}
	r, err := s.Commit(ctx, source, from, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func messages(m ...inbox.Message) inbox.Batch { return inbox.Batch{Messages: m} }

func get(t testing.TB, s store.Store, r inbox.Ref) inbox.Record {
	t.Helper()
	out, err := s.Message(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func evaluatePending(t testing.TB, s store.Store, want int) {
	t.Helper()
	n, err := s.EvaluatePending(context.Background(), nil, Always(evaluate))
	if err != nil {
		t.Fatal(err)
	}
	if n.Threads != want || n.Failed > 0 {
		t.Errorf("EvaluatePending evaluated %d threads, want %d; %v", n.Threads, want, n.Failure)
	}
}

// ids lists what a reading method gives.
func ids(t testing.TB, read func(func(inbox.Record) error) error) string {
	t.Helper()
	var out []string
	if err := read(func(r inbox.Record) error {
		out = append(out, r.Message.ID)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, " ")
}

func waiting(t testing.TB, s store.Store, channels ...inbox.ChannelID) string {
	t.Helper()
	return ids(t, func(fn func(inbox.Record) error) error { return s.Waiting(context.Background(), channels, fn) })
}

func closed(t testing.TB, s store.Store, since time.Time, channels ...inbox.ChannelID) string {
	t.Helper()
	return ids(t, func(fn func(inbox.Record) error) error {
		return s.Closed(context.Background(), channels, since, fn)
	})
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func sound(t testing.TB, s store.Store) {
	t.Helper()
	problems, err := s.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error("check:", p)
	}
}

// dump is all messages with their statuses, to compare two states of a store.
func dump(t testing.TB, s store.Store) []byte {
	t.Helper()
	var b strings.Builder
	if err := s.Each(context.Background(), func(r inbox.Record) error {
		fmt.Fprintf(&b, "%+v", r.Message)
		if r.Status != nil {
			fmt.Fprintf(&b, " %+v", *r.Status)
		}
		b.WriteByte('\n')
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}
