package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
	"otklik/store"
)

// oracle is a store as simple as can be: what the real one has to agree with.
type oracle struct {
	cursor      string
	messages    map[inbox.Ref]*inbox.Message
	corrections map[inbox.Ref]inbox.Correction
}

func (o *oracle) commit(b inbox.Batch) {
	for _, m := range b.Messages {
		old := o.messages[m.Ref()]
		if old == nil {
			o.messages[m.Ref()] = &m
			continue
		}
		if m.Text != "" && m.Text != old.Text {
			old.Revisions = append(old.Revisions, inbox.Revision{Text: old.Text})
			old.Text = m.Text
		}
		old.Deleted = time.Time{}
	}
	for _, g := range b.Deletions {
		if m := o.messages[g.Ref]; m != nil && m.Deleted.IsZero() {
			m.Deleted = g.Noticed
		}
	}
}

// waiting and closed are what evaluating from scratch gives.
func (o *oracle) states() (waiting, closed []string) {
	threads := map[inbox.ThreadRef][]inbox.Message{}
	for _, m := range o.messages {
		threads[m.ThreadRef()] = append(threads[m.ThreadRef()], *m)
	}
	for ref, members := range threads {
		slices.SortFunc(members, inbox.Compare)
		for _, v := range evaluate(inbox.Thread{Ref: ref, Messages: members, Corrections: o.corrections}) {
			m := o.messages[v.Ref]
			if v.State().Waiting() {
				waiting = append(waiting, fmt.Sprint(v.Ref))
			}
			if !v.Closed().IsZero() || (v.State().Waiting() && !m.Deleted.IsZero()) {
				closed = append(closed, fmt.Sprint(v.Ref))
			}
		}
	}
	slices.Sort(waiting)
	slices.Sort(closed)
	return waiting, closed
}

var drawMessage = rapid.Custom(func(t *rapid.T) inbox.Message {
	id := rapid.IntRange(1, 12).Draw(t, "id")
	m := comment(id, fmt.Sprint("post", id%3), rapid.SampledFrom([]string{"вопрос?", "спасибо", "когда?", ""}).Draw(t,
		"text"))
	if id%4 == 0 {
		m.Author.Official = true
	}
	if id%2 == 0 {
		m.Kind, m.Channel = inbox.Direct, bot
	}
	m.Raw = []byte(m.Text)
	return m
})

// histories commits, repeats, edits, deletes, rules, evaluates and crashes at random: nothing is lost, nothing doubled,
// and the indexes agree with evaluating everything from scratch.
func histories(t *testing.T, open Opener) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		name := fmt.Sprint("history ", run)
		s := open(t, name)
		defer func() { _ = s.Close() }()
		o := &oracle{messages: map[inbox.Ref]*inbox.Message{}, corrections: map[inbox.Ref]inbox.Correction{}}
		h := &history{s: s, oracle: o}
		rt.Repeat(map[string]func(*rapid.T){
			"commit": h.commit,
			"late":   h.late,
			"rule":   h.rule,
			"settle": func(rt *rapid.T) { h.evaluate(rt) },
			"crash": func(rt *rapid.T) { // everything that was not committed is forgotten
				if err := h.s.Close(); err != nil {
					rt.Fatal(err)
				}
				h.s = open(t, name)
				s = h.s
			},
		})
		h.evaluate(rt)
		h.compare(rt)
	})
}

type history struct {
	s      store.Store
	oracle *oracle
	n      int
}

func (h *history) draw(rt *rapid.T) inbox.Batch {
	h.n++
	b := inbox.Batch{Messages: rapid.SliceOfN(drawMessage, 0, 8).Draw(rt, "messages"),
		Next: fmt.Append(nil, "cursor ", h.n)}
	for _, m := range rapid.SliceOfN(drawMessage, 0, 2).Draw(rt, "gone") {
		b.Deletions = append(b.Deletions, inbox.Deletion{Ref: m.Ref(),
			Noticed: noon.Add(time.Duration(h.n) * time.Hour)})
	}
	return b
}

func (h *history) commit(rt *rapid.T) {
	b := h.draw(rt)
	before := len(h.oracle.messages)
	r, err := h.s.Commit(context.Background(), "source", []byte(h.oracle.cursor), b)
	if err != nil {
		rt.Fatal(err)
	}
	h.oracle.commit(b)
	h.oracle.cursor = string(b.Next)
	if r.Added != len(h.oracle.messages)-before {
		rt.Fatalf("%d added, want %d", r.Added, len(h.oracle.messages)-before)
	}
}

// late commits with a cursor that somebody else has moved on.
func (h *history) late(rt *rapid.T) {
	if _, err := h.s.Commit(context.Background(), "source", []byte("long ago"), h.draw(rt)); !errors.Is(err,
		inbox.ErrCursorMoved) {
		rt.Fatal(err)
	}
}

func (h *history) rule(rt *rapid.T) {
	ref := drawMessage.Draw(rt, "message").Ref()
	correction := inbox.Correction{Ref: ref, At: noon.Add(time.Hour)}
	err := rule(h.s, correction)
	if h.oracle.messages[ref] == nil {
		if !errors.Is(err, store.ErrNotFound) {
			rt.Fatal(err)
		}
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	h.oracle.corrections[ref] = correction
}

func (h *history) evaluate(rt *rapid.T) {
	if _, err := h.s.EvaluatePending(context.Background(), nil, Always(evaluate)); err != nil {
		rt.Fatal(err)
	}
	ctx, all := context.Background(), []inbox.ChannelID{wall, bot}
	var waiting, closed []string
	gather := func(to *[]string) func(inbox.Record) error {
		return func(r inbox.Record) error { *to = append(*to, fmt.Sprint(r.Message.Ref())); return nil }
	}
	if err := errors.Join(h.s.Waiting(ctx, all, gather(&waiting)),
		h.s.Closed(ctx, all, time.Time{}, gather(&closed))); err != nil {
		rt.Fatal(err)
	}
	slices.Sort(waiting)
	slices.Sort(closed)
	wantWaiting, wantClosed := h.oracle.states()
	if !slices.Equal(waiting, wantWaiting) || !slices.Equal(closed, wantClosed) {
		rt.Fatalf("waiting %v, want %v; closed %v, want %v", waiting, wantWaiting, closed, wantClosed)
	}
	problems, err := h.s.Check(ctx)
	if err != nil || len(problems) > 0 {
		rt.Fatalf("check: %v %s", err, strings.Join(problems, "\n"))
	}
}

func (h *history) compare(rt *rapid.T) {
	found := 0
	if err := h.s.Each(context.Background(), func(r inbox.Record) error {
		found++
		got, want := r.Message, h.oracle.messages[r.Message.Ref()]
		if want == nil || got.Text != want.Text || !got.Deleted.Equal(want.Deleted) ||
			len(got.Revisions) != len(want.Revisions) {
			rt.Fatalf("stored %+v, want %+v", got, want)
		}
		for i := range got.Revisions {
			if got.Revisions[i].Text != want.Revisions[i].Text {
				rt.Fatalf("revisions %+v, want %+v", got.Revisions, want.Revisions)
			}
		}
		return nil
	}); err != nil {
		rt.Fatal(err)
	}
	if found != len(h.oracle.messages) {
		rt.Fatalf("%d messages stored, want %d", found, len(h.oracle.messages))
	}
	cursor, err := h.s.Cursor(context.Background(), "source")
	if err != nil || string(cursor) != h.oracle.cursor {
		rt.Fatalf("cursor %q, want %q (%v)", cursor, h.oracle.cursor, err)
	}
}
