package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/store"
)

// answerers: who answers other people's complaints in an office's words is counted until he is known for an official,
// is forgotten, or is read otherwise.
func answerers(t *testing.T, s store.Store) {
	ctx := context.Background()
	as := func(id int, to, author, text string) inbox.Message {
		m := comment(id, "p", text)
		m.Author.ID, m.ReplyTo = author, to
		return m
	}
	list := func() []inbox.Answerer {
		t.Helper()
		all, err := s.Answerers(ctx, []inbox.ChannelID{wall, "unknown/vk"})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	want := func(name string, all ...inbox.Answerer) {
		t.Helper()
		if d := cmp.Diff(all, list()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	who := func(author string, messages, complaints, formal int) inbox.Answerer {
		return inbox.Answerer{Channel: wall, Platform: "vk", Author: author, Messages: messages, Complaints: complaints,
			Formal: formal}
	}
	want("nobody")
	for i := range 3 {
		commit(t, s, "vk", messages(as(10+i, "", fmt.Sprint("6", i), "Когда починят?")))
	}
	const words = "Ваше обращение передано"
	commit(t, s, "vk", messages(as(20, "10", "77", words), as(21, "11", "77", "Сделали"), as(22, "11", "77", words),
		as(23, "12", "78", words),
		as(24, "12", "79", "И у нас так"), as(25, "24", "77", words)))
	evaluateCopies(t, s)
	want("counted", who("77", 3, 2, 2), who("78", 1, 1, 1))
	evaluateCopies(t, s)

	edited := as(23, "12", "78", "Ой, не туда")
	commit(t, s, "vk", messages(edited))
	evaluateCopies(t, s)
	want("edited", who("77", 3, 2, 2))
	edited.Text = words
	commit(t, s, "vk", messages(edited))
	evaluateCopies(t, s)
	commit(t, s, "vk", inbox.Batch{Officials: []inbox.Official{{Channel: wall, Author: "77"}}})
	evaluateCopies(t, s)
	want("known for an official", who("78", 1, 1, 1))
	purge(t, s, forget("78"))
	want("forgotten")
}
