package storetest

import (
	"context"
	"fmt"
	"testing"

	"otklik/internal/inbox"
	"otklik/store"
)

// ending is a context that ends after it was looked at so many times: a kill between two steps of the store.
type ending struct {
	context.Context
	left int
}

func (e *ending) Err() error {
	if e.left--; e.left < 0 {
		return context.Canceled
	}
	return nil
}

// byText takes equal texts for copies.
type byText struct{}

func (byText) Fingerprint(m inbox.Message) (n uint64) {
	for _, c := range m.Text {
		n = n*31 + uint64(c)
	}
	return n
}
func (byText) Subject(text string) []uint32          { return []uint32{uint32(len(text))} }
func (byText) CountDistinct(subjects [][]uint32) int { return len(subjects) }

// cutShort: an evaluation may end after any of its steps. What it has not come to is still pending, the store is sound,
// and the next one comes to what one that was never interrupted would have found.
func cutShort(t *testing.T, s store.Store) {
	ctx := context.Background()
	evaluate := func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		all := evaluate(th)
		for i := range all { // what a status says depends on what comes later, and on all copies of its text
			same := th.Duplicates[all[i].Ref]
			all[i].Settlement = fmt.Sprint("campaign: ", same.Campaign())
			if same.Campaign() && same.First {
				all[i].Copies = same.People
			}
		}
		return all, nil
	}
	last := 0
	more := func(n int) {
		var b inbox.Batch
		for range n {
			last++
			m := comment(last, "p", "вопрос?")
			if m.Author.ID = fmt.Sprint(500 + last); last%5 == 0 {
				m = reply(last, "p", "ответ")
			}
			b.Messages = append(b.Messages, m)
		}
		commit(t, s, "vk", b)
	}
	more(9)
	steps := 0
	for over := false; !over && steps < 200; steps++ {
		if steps%10 == 9 {
			more(1)
		} else if steps%2 == 0 {
			must(t, s.MarkAllPending(ctx))
		}
		_, err := s.EvaluatePending(&ending{ctx, steps}, byText{}, evaluate)
		over = err == nil
		sound(t, s)
		pending, failed := s.Pending(ctx)
		must(t, failed)
		if pending > 0 && steps%2 > 0 {
			continue // what was interrupted is met by what comes next
		}
		must(t, evaluatedBy(s, evaluate))
		got := dump(t, s)
		must(t, s.MarkAllPending(ctx))
		must(t, evaluatedBy(s, evaluate))
		equal(t, fmt.Sprint("statuses after an interruption at step ", steps), string(got), string(dump(t, s)))
	}
	if steps < 4 || steps == 200 {
		t.Errorf("an evaluation took %d steps", steps)
	}
}

func evaluatedBy(s store.Store, evaluate store.Evaluate) error {
	_, err := s.EvaluatePending(context.Background(), byText{}, evaluate)
	return err
}

// markedInPart: marking everything may end after any of its steps, and whoever evaluates then does so with what was
// marked so far. The store is sound, and marking once more leads to what one that was never interrupted leads to.
func markedInPart(t *testing.T, s store.Store) {
	ctx := context.Background()
	var b inbox.Batch
	for i := range 60 { // of one text there are so many that they are counted
		m := comment(i+1, fmt.Sprint("p", i%9), "вопрос?")
		if m.Author.ID = fmt.Sprint(500 + i%40); i%4 == 3 {
			m.Text = fmt.Sprintf("вопрос %d?", i%8)
		}
		b.Messages = append(b.Messages, m)
	}
	commit(t, s, "vk", b)
	evaluate := func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		all := evaluate(th)
		for i := range all {
			if same := th.Duplicates[all[i].Ref]; same.Campaign() {
				all[i].Settlement = fmt.Sprint(same.People, " people, first: ", same.First)
			}
		}
		return all, nil
	}
	must(t, evaluatedBy(s, evaluate))
	want := dump(t, s)
	steps := 0
	for over := false; !over && steps < 200; steps++ {
		over = s.MarkAllPending(&ending{ctx, steps}) == nil
		sound(t, s)
		if steps%2 == 0 {
			must(t, evaluatedBy(s, evaluate))
			sound(t, s)
		}
		must(t, s.MarkAllPending(ctx))
		if n, err := s.Pending(ctx); n != 9 || err != nil {
			t.Errorf("%d threads are marked after an interruption at step %d, %v", n, steps, err)
		}
		must(t, evaluatedBy(s, evaluate))
		equal(t, fmt.Sprint("statuses after an interruption at step ", steps), string(dump(t, s)), string(want))
	}
	if steps < 2 || steps == 200 {
		t.Errorf("marking took %d steps", steps)
	}
}
