package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/store"
)

func officials(t *testing.T, s store.Store) {
	mine, other := comment(2, "p", "Починили вчера."), comment(3, "p", "и у нас?")
	mine.Author, mine.ReplyTo = inbox.Author{ID: "77"}, comment(1, "p", "").ID
	other.Author.ID = "78"
	commit(t, s, "vk", messages(comment(1, "p", "вопрос?"), mine, other))
	evaluatePending(t, s, 1)
	commit(t, s, "vk", inbox.Batch{Officials: []inbox.Official{{Channel: wall, Author: "77"}, {Channel: wall},
		{Channel: bot, Author: "78"}}})
	if !get(t, s, mine.Ref()).Message.Author.Official || get(t, s, other.Ref()).Message.Author.Official {
		t.Error("who was found to be official was not official before, or somebody else was")
	}
	evaluatePending(t, s, 1)
	commit(t, s, "vk", inbox.Batch{Officials: []inbox.Official{{Channel: wall, Author: "77"}}})
	evaluatePending(t, s, 0)
}

func settling(t *testing.T, s store.Store) {
	direct := comment(3, "501", "в личке?")
	direct.Channel, direct.Kind = bot, inbox.Direct
	commit(t, s, "vk", messages(comment(5, "p2", "пять?"), comment(1, "p1", "один?"),
		comment(2, "p1", "спасибо"), direct))
	equal(t, "nothing is judged before Settle", waiting(t, s, wall, bot), "")
	evaluatePending(t, s, 3)
	evaluatePending(t, s, 0)
	equal(t, "waiting", waiting(t, s, wall, bot), "1 5 3")
	equal(t, "of one channel", waiting(t, s, bot, "nobody/vk"), "3")
	r := get(t, s, comment(1, "p1", "").Ref())
	if d := cmp.Diff(evaluate(inbox.Thread{Messages: []inbox.Message{r.Message}})[0], *r.Status); d != "" {
		t.Error(d)
	}
	commit(t, s, "vk", messages(reply(7, "p1", "ответ")))
	evaluatePending(t, s, 1)
	equal(t, "after the answer", waiting(t, s, wall), "5")
	answered := noon.Add(7 * time.Minute)
	equal(t, "closed", closed(t, s, answered, wall, bot), "1")
	equal(t, "closed later", closed(t, s, answered.Add(1), wall), "")
	if get(t, s, reply(7, "p1", "").Ref()).Status != nil {
		t.Error("the official's message has a status")
	}
	stop := errors.New("stop")
	if err := s.Waiting(context.Background(), []inbox.ChannelID{wall},
		func(inbox.Record) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
}

func deletedWaiting(t *testing.T, s store.Store) {
	m := comment(1, "p", "вопрос?")
	commit(t, s, "vk", messages(m, comment(2, "p", "шум")))
	evaluatePending(t, s, 1)
	noticed := noon.Add(time.Hour)
	commit(t, s, "vk", inbox.Batch{Deletions: []inbox.Deletion{{Ref: m.Ref(), Noticed: noticed},
		{Ref: comment(2, "p", "").Ref(), Noticed: noticed}}})
	evaluatePending(t, s, 1)
	equal(t, "still in waiting", waiting(t, s, wall), "1")
	equal(t, "and in closed", closed(t, s, noticed, wall), "1")
	commit(t, s, "vk", messages(m))
	evaluatePending(t, s, 1)
	equal(t, "restored", closed(t, s, time.Time{}, wall), "")
	equal(t, "waits again", waiting(t, s, wall), "1")
}

func becomesOfficial(t *testing.T, s store.Store) {
	m := comment(2, "p", "разберёмся?")
	commit(t, s, "vk", messages(comment(1, "p", "вопрос?"), m))
	evaluatePending(t, s, 1)
	equal(t, "waiting", waiting(t, s, wall), "1 2")
	m.Author.Official = true
	equal(t, "no change of the message", commit(t, s, "vk", messages(m)), inbox.CommitStats{})
	evaluatePending(t, s, 1)
	equal(t, "waiting", waiting(t, s, wall), "")
	if get(t, s, m.Ref()).Status != nil {
		t.Error("its status is still there")
	}
	m.Author.Official = false
	commit(t, s, "vk", messages(m))
	evaluatePending(t, s, 0)
	if !get(t, s, m.Ref()).Message.Author.Official {
		t.Error("leaving the staff reopened history")
	}
}

func markAllPending(t *testing.T, s store.Store) {
	ctx := context.Background()
	for i := range 450 { // more than one transaction of EvaluatePending
		commit(t, s, "vk", messages(comment(i, fmt.Sprint("p", i%300), "вопрос?")))
	}
	evaluatePending(t, s, 300)
	if v, err := s.ReaderVersion(ctx); v != "" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	noError(t, s.MarkAllPending(ctx))
	noError(t, s.SetReaderVersion(ctx, "2"))
	if v, err := s.ReaderVersion(ctx); v != "2" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	n, err := s.EvaluatePending(ctx, nil, func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		for i := range th.Messages {
			th.Messages[i].Text = "" // a reading that sees no question anywhere
		}
		return evaluate(th), nil
	})
	if n.Threads != 300 || err != nil {
		t.Errorf("%d, %v", n.Threads, err)
	}
	equal(t, "nothing waits by the new reading", waiting(t, s, wall), "")
}
