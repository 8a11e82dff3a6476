package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// overtaken: what was found about a thread is not written once the thread is another.
func overtaken(t *testing.T, s store.Store) {
	ctx := context.Background()
	first := comment(1, "p", "вопрос?")
	for name, change := range map[string]func(){
		"an answer":    func() { commit(t, s, "vk", messages(reply(9, "p", "ответ"))) },
		"a correction": func() { must(t, rule(s, inbox.Correction{Ref: first.Ref(), At: noon.Add(time.Hour)})) },
		"a new reading": func() {
			must(t, s.MarkAllPending(ctx))
		},
	} {
		commit(t, s, "vk", messages(first))
		must(t, s.MarkAllPending(ctx))
		var seen []int
		done, err := s.EvaluatePending(ctx, nil, func(ctx context.Context,
			th inbox.Thread) ([]inbox.MessageStatus, error) {
			if seen = append(seen, len(th.Messages)); len(seen) == 1 {
				change()
			}
			return evaluate(th), nil
		})
		if err != nil || len(seen) != 2 || done.Threads != 1 {
			t.Errorf("%s: evaluated with %v messages, %+v, %v", name, seen, done, err)
		}
		if n, err := s.Pending(ctx); n != 0 || err != nil {
			t.Errorf("%s: %d threads are pending, %v", name, n, err)
		}
	}
	equal(t, "nothing waits after the answer", waiting(t, s, wall), "")
}

// markedAgain: the threads of the messages that are named are evaluated once more, and no others.
func markedAgain(t *testing.T, s store.Store) {
	ctx := context.Background()
	gone := comment(7, "p7", "не сохранено")
	commit(t, s, "vk", messages(comment(1, "p1", "один?"), comment(2, "p2", "два?"), comment(3, "p2", "три?")))
	var seen []string
	evaluate := func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		seen = append(seen, th.Ref.ID)
		return evaluate(th), nil
	}
	_, err := s.EvaluatePending(ctx, nil, evaluate)
	must(t, err)
	seen = nil
	must(t, s.MarkPending(ctx, []inbox.Ref{gone.Ref(), comment(2, "p2", "").Ref(), comment(3, "p2", "").Ref()}))
	if n, err := s.Pending(ctx); n != 1 || err != nil {
		t.Errorf("%d threads are pending, %v", n, err)
	}
	if _, err = s.EvaluatePending(ctx, nil, evaluate); err != nil || len(seen) != 1 || seen[0] != "p2" {
		t.Errorf("evaluated %v, %v", seen, err)
	}
}

// purgedMeanwhile: nothing comes back of what was destroyed while a reading had it in its hands.
func purgedMeanwhile(t *testing.T, s store.Store) {
	ctx := context.Background()
	one, other := comment(1, "p", "вопрос?"), comment(2, "p", "другой вопрос?")
	other.Author.ID = "502"
	commit(t, s, "vk", messages(one, other))
	calls := 0
	_, err := s.EvaluatePending(ctx, nil, func(ctx context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		if calls++; calls == 1 {
			order := store.PurgeOrder{Platform: "vk", Author: "501", At: noon, Mode: store.Delete}
			id, err := s.BeginPurge(ctx, order)
			must(t, err)
			_, err = s.Erase(ctx, id, store.PurgeTools{})
			must(t, err)
		}
		return evaluate(th), nil
	})
	must(t, err)
	if _, err := s.Message(ctx, one.Ref()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the destroyed message: %v", err)
	}
	equal(t, "waiting", waiting(t, s, wall), "2")
}

// failing: a thread that the reading fails for stays pending and is counted; the others are evaluated.
func failing(t *testing.T, s store.Store) {
	ctx := context.Background()
	commit(t, s, "vk", messages(comment(1, "p1", "один?"), comment(2, "p2", "два?"), comment(3, "p2", "три?"),
		comment(4, "p3", "ещё?")))
	broken := errors.New("the reading is broken")
	evaluate := func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		if th.Ref.ID == "p2" {
			return nil, broken
		}
		return evaluate(th), nil
	}
	for range 2 {
		done, err := s.EvaluatePending(ctx, nil, evaluate)
		if done.Failed != 1 || !errors.Is(done.Failure, broken) || err != nil {
			t.Errorf("%+v, %v", done, err)
		}
	}
	equal(t, "waiting", waiting(t, s, wall), "1 4")
	coverage, err := s.Coverage(ctx, []inbox.ChannelID{wall}, nil, noon)
	must(t, err)
	if n := coverage[0].Pending; n != 2 {
		t.Errorf("%d messages are pending, want the two of the thread that failed", n)
	}
	evaluatePending(t, s, 1)
	equal(t, "waiting then", waiting(t, s, wall), "1 2 3 4")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
