package storetest

import (
	"context"
	"testing"

	"otklik/internal/inbox"
	"otklik/store"
)

// weight: what a platform counts is kept, changes neither the text nor what waits to be evaluated, and is written where
// it is worth it.
func weight(t *testing.T, s store.Store) {
	ctx := context.Background()
	read := func(likes, replies int) {
		t.Helper()
		m := comment(10, "p", "яма")
		m.Likes, m.Replies = likes, replies
		commit(t, s, "vk", messages(m))
	}
	want := func(name string, likes, replies int) {
		t.Helper()
		r, err := s.Message(ctx, comment(10, "p", "").Ref())
		must(t, err)
		if m := r.Message; m.Likes != likes || m.Replies != replies || len(m.Revisions) > 0 {
			t.Errorf("%s: %d likes, %d replies, %d revisions; want %d and %d", name, m.Likes, m.Replies,
				len(m.Revisions), likes, replies)
		}
	}
	read(0, 0)
	open := func(_ context.Context, th inbox.Thread) (all []inbox.MessageStatus, _ error) {
		for _, m := range th.Messages {
			history := []inbox.Change{{At: m.Sent, State: inbox.Open}}
			all = append(all, inbox.MessageStatus{Ref: m.Ref(), History: history})
		}
		return all, nil
	}
	_, err := s.EvaluatePending(ctx, nil, open)
	must(t, err)
	read(3, 1)
	want("the first", 3, 1)
	read(2, 2)
	want("few", 2, 2)
	read(200, 0)
	want("not told", 200, 2)
	read(215, 2)
	want("less than a tenth more", 200, 2)
	read(221, 2)
	want("more", 221, 2)
	if n, err := s.Pending(ctx); err != nil || n != 0 {
		t.Errorf("%d threads are pending, %v", n, err)
	}
	must(t, s.Waiting(ctx, []inbox.ChannelID{wall}, func(r inbox.Record) error {
		if r.Message.Likes != 221 {
			t.Errorf("what waits has %d likes", r.Message.Likes)
		}
		return nil
	}))
	if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
		t.Errorf("check: %v, %v", problems, err)
	}
}
