package storetest

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// impossible are dates of which none can be a message's.
func impossible() []time.Time {
	return []time.Time{time.Now().Add(25 * time.Hour), time.Unix(1<<33, 0), time.Unix(253402300800, 0),
		time.Unix(1<<55, 0), time.Unix(math.MaxInt64, 0), time.Unix(math.MinInt64+1, 0),
		{}, time.Unix(0, 0), time.Unix(-1, 0), time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(1989, 12, 31, 23, 59, 59, 0, time.UTC), time.Unix(-1<<55, 0)}
}

// held are the ids of the messages that are kept undecoded.
func held(t *testing.T, s store.Store, id inbox.ChannelID) (list []inbox.Message) {
	t.Helper()
	if err := s.Undecoded(context.Background(), id, func(u inbox.Undecoded) error {
		if u.Message != nil {
			list = append(list, *u.Message)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// dates: a message whose date cannot be true is kept whole, is counted, is in no list of messages, is known to
// collectors, and falls under the purge by when it came.
func dates(t *testing.T, s store.Store) {
	ctx := context.Background()
	var all []inbox.Message
	for i, at := range impossible() {
		m := comment(100+i, "p", "Нет воды, помогите!")
		if i%2 == 1 {
			m = direct(100+i, "700", "Нет воды, помогите!")
		}
		m.Sent, m.Raw = at, []byte(`{"text":"Нет воды"}`)
		all = append(all, m)
	}
	n := len(all)
	equal(t, "receipt", commit(t, s, "vk", messages(append(all, comment(1, "p", "Где автобус?"))...)),
		inbox.CommitStats{Added: 1, Held: n, Undecoded: n})
	equal(t, "again", commit(t, s, "vk", messages(all...)), inbox.CommitStats{Held: n})
	all[0].Text = "Нет воды, помогите! Третий день"
	equal(t, "changed", commit(t, s, "vk", messages(all[0])), inbox.CommitStats{Held: 1})
	equal(t, "messages", ids(t, func(fn func(inbox.Record) error) error { return s.Each(ctx, fn) }), "1")
	got := held(t, s, wall)
	equal(t, "held", len(got), n)
	for _, m := range got {
		want := all[0]
		for _, w := range all {
			if w.Ref() == m.Ref() {
				want = w
			}
		}
		if m.Ref() != want.Ref() || !m.Sent.Equal(want.Sent) || m.Text != want.Text || m.Author != want.Author ||
			m.ThreadRef() != want.ThreadRef() {
			t.Errorf("%+v", m)
		}
	}
	known, err := s.Known(ctx, inbox.ThreadRef{Channel: wall, Kind: inbox.Comment, ID: "p"})
	if err != nil || len(known) != n/2+1 || known[0].Text != "" {
		t.Errorf("%d are known, %v", len(known), err)
	}
	thread, err := s.Thread(ctx, all[0].Ref())
	if err != nil || thread != all[0].ThreadRef() {
		t.Errorf("%+v, %v", thread, err)
	}
	evaluateCopies(t, s)
	sound(t, s)
	left, err := s.PurgeCount(ctx, before(time.Now().Add(-time.Minute), store.Delete))
	if err != nil || left.Undecoded != 0 {
		t.Errorf("before they came: %+v, %v", left, err)
	}
	order := before(time.Now().Add(time.Minute), store.Delete)
	order.At = time.Now()
	expected, err := s.PurgeCount(ctx, order)
	if err != nil || expected.Undecoded != n {
		t.Errorf("%+v, %v", expected, err)
	}
	_, r := purge(t, s, order)
	equal(t, "purged", r.Undecoded, n)
	equal(t, "read again", commit(t, s, "vk", messages(all...)), inbox.CommitStats{Erased: n})
	equal(t, "held after the purge", len(held(t, s, wall)), 0)
}

// heldForgotten: what is held goes at its author's demand, too, and does not come back.
func heldForgotten(t *testing.T, s store.Store) {
	ctx := context.Background()
	mine, reply, others := direct(1, "700", "Нет воды"), direct(2, "700", "Примем меры"),
		comment(3, "p", "Где автобус?")
	reply.Author = inbox.Author{ID: "-1001", Official: true}
	all := []inbox.Message{mine, reply, others}
	for i := range all {
		all[i].Sent = time.Unix(253402300800, 0)
	}
	commit(t, s, "vk", messages(all...))
	expected, err := s.PurgeCount(ctx, forget("700"))
	if err != nil || expected.Undecoded != 2 {
		t.Errorf("%+v, %v", expected, err)
	}
	_, r := purge(t, s, forget("700"))
	equal(t, "forgotten", [2]int{r.Undecoded, r.Number}, [2]int{2, 1})
	equal(t, "left", len(held(t, s, wall)), 1)
	equal(t, "read again", commit(t, s, "vk", messages(all...)), inbox.CommitStats{Held: 1, Erased: 2})
	if _, err := s.Message(ctx, mine.Ref()); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}
