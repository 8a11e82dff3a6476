package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// promised: what replies promised is found by its day, as long as the message and the promise stand.
func promised(t *testing.T, s store.Store) {
	ctx := context.Background()
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	promises := map[string][]inbox.Promise{
		"10": {{By: "20", Chat: "c", Given: noon, Due: day(10), Month: true},
			{By: "21", Given: noon, Due: day(20), Begins: true,
				Signs: []inbox.Sign{{At: noon.Add(time.Hour), Code: inbox.PromiseThanked}}}},
		"11": {{By: "22", Given: noon, Due: day(15)}, {By: "22", Given: noon, Due: day(15)}},
	}
	evaluate := func() {
		t.Helper()
		must(t, s.MarkAllPending(ctx))
		promise := func(_ context.Context, th inbox.Thread) (all []inbox.MessageStatus, _ error) {
			for _, m := range th.Messages {
				all = append(all, inbox.MessageStatus{Ref: m.Ref(), Promises: promises[m.ID],
					History: []inbox.Change{{At: m.Sent, State: inbox.None}}})
			}
			return all, nil
		}
		_, err := s.EvaluatePending(ctx, nil, promise)
		must(t, err)
		if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
			t.Errorf("check: %v, %v", problems, err)
		}
	}
	want := func(name string, since time.Time, ids ...string) {
		t.Helper()
		var got []string
		must(t, s.Promised(ctx, []inbox.ChannelID{wall, "unknown/vk"}, since, func(r inbox.Record) error {
			got = append(got, r.Message.ID)
			for n, p := range promises[r.Message.ID] {
				if q := r.Status.Promises[n]; !q.Due.Equal(p.Due) || !q.Given.Equal(p.Given) || q.By != p.By ||
					q.Chat != p.Chat || q.Month != p.Month || q.Begins != p.Begins || len(q.Signs) != len(p.Signs) {
					t.Errorf("%s: promise %d is %+v, want %+v", r.Message.ID, n, q, p)
				}
			}
			return nil
		}))
		if !slices.Equal(got, ids) {
			t.Errorf("%s: %s, want %s", name, strings.Join(got, " "), strings.Join(ids, " "))
		}
	}
	commit(t, s, "vk", messages(comment(10, "p", "яма"), comment(11, "p", "лифт"), comment(12, "p", "спасибо")))
	evaluate()
	want("all", day(1), "10", "11")
	want("of a day", day(10), "10", "11")
	want("later", day(11), "11", "10")
	want("the last", day(20), "10")
	want("none", day(21))
	promises["10"] = promises["10"][:1]
	delete(promises, "11")
	evaluate()
	want("changed", day(1), "10")
	purge(t, s, forget(comment(10, "p", "").Author.ID))
	evaluate()
	want("forgotten", day(1))
}
