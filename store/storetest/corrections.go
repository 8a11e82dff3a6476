package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/store"
)

func corrections(t *testing.T, s store.Store) {
	ctx := context.Background()
	m := comment(1, "p", "вопрос?")
	correction := inbox.Correction{Ref: m.Ref(), At: noon.Add(time.Hour), By: "пресс-служба",
		Reason:   "решено по телефону",
		Decision: inbox.Elsewhere, Group: "Дороги", Topic: "Ямы", Placed: true, Municipality: "Энск"}
	_, _, unknown := s.Decided(ctx, m.Ref())
	for _, err := range []error{rule(s, correction), unknown} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("about an unknown message: %v", err)
		}
	}
	commit(t, s, "vk", messages(m))
	evaluatePending(t, s, 1)
	refused := errors.New("refused")
	if err := s.SaveCorrection(ctx, m.Ref(), func(r inbox.Record, before *inbox.Correction) (*inbox.Correction, error) {
		equal(t, "shown", r.Message.Text, m.Text)
		if before != nil {
			t.Errorf("nothing was decided before, and there is %+v", before)
		}
		return &correction, refused
	}); !errors.Is(err, refused) {
		t.Error(err)
	}
	evaluatePending(t, s, 0)
	if _, none, err := s.Decided(ctx, m.Ref()); none != nil || err != nil {
		t.Errorf("what was refused is stored: %+v, %v", none, err)
	}
	noError(t, rule(s, correction))
	if _, err := s.EvaluatePending(ctx, nil, func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		if d := cmp.Diff(map[inbox.Ref]inbox.Correction{m.Ref(): correction}, th.Corrections); d != "" {
			t.Error(d)
		}
		return evaluate(th), nil
	}); err != nil {
		t.Fatal(err)
	}
	_, stored, err := s.Decided(ctx, m.Ref())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&correction, stored); d != "" {
		t.Error(d)
	}
	if err := s.Corrections(ctx, func(r inbox.Record, given inbox.Correction) error {
		equal(t, "the ruling's message", r.Message.Text, m.Text)
		equal(t, "the ruling", given, correction)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	equal(t, "dismissed", waiting(t, s, wall), "")
	equal(t, "closed", closed(t, s, correction.At, wall), "1")
	if err := s.SaveCorrection(ctx, m.Ref(), func(_ inbox.Record, before *inbox.Correction) (*inbox.Correction, error) {
		equal(t, "what was decided before", *before, correction)
		return nil, nil
	}); err != nil {
		t.Fatal(err)
	}
	evaluatePending(t, s, 1)
	equal(t, "waits again", waiting(t, s, wall), "1")
	equal(t, "not closed", closed(t, s, time.Time{}, wall), "")
}

// rule stores a decision whatever was decided before.
func rule(s store.Store, r inbox.Correction) error {
	return s.SaveCorrection(context.Background(), r.Ref,
		func(inbox.Record, *inbox.Correction) (*inbox.Correction, error) { return &r, nil })
}

// manyDecide: of many people who decide about one message at the same time each sees what those before have decided.
func manyDecide(t *testing.T, s store.Store) {
	ctx := context.Background()
	m := comment(1, "p", "вопрос?")
	commit(t, s, "vk", messages(m))
	evaluatePending(t, s, 1)
	var people sync.WaitGroup
	for n := range 8 {
		people.Go(func() {
			err := s.SaveCorrection(ctx, m.Ref(), func(_ inbox.Record,
				before *inbox.Correction) (*inbox.Correction, error) {
				next := inbox.Correction{Ref: m.Ref(), At: noon}
				if before != nil {
					next = *before
				}
				next.Reason += fmt.Sprint(n)
				return &next, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	people.Wait()
	_, stored, err := s.Decided(ctx, m.Ref())
	if err != nil || stored == nil {
		t.Fatal(stored, err)
	}
	digits := strings.Split(stored.Reason, "")
	slices.Sort(digits)
	equal(t, "all of them", strings.Join(digits, ""), "01234567")
}
