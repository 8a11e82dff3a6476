package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/store"
	"otklik/store/bolt"
)

// answers finds what the official's side has written to messages that wait: the replies that changed their states and
// still stand, the earliest first.
func answers(ctx context.Context, st *bolt.Store, records []inbox.Record) (map[inbox.Ref][]build.Answer, error) {
	found := map[inbox.Ref][]build.Answer{}
	for _, r := range records {
		if r.Status == nil {
			continue
		}
		for _, c := range r.Status.History {
			if c.By == "" {
				continue
			}
			ref := r.Message.Ref()
			ref.ID = c.By
			reply, err := st.Message(ctx, ref)
			if errors.Is(err, store.ErrNotFound) {
				continue // it stands in another chat, or was purged
			}
			if err != nil {
				return nil, err
			}
			m := reply.Message
			text := strings.TrimSpace(m.Text)
			if !m.Author.Official || !m.Deleted.IsZero() || text == "" {
				continue
			}
			ref = r.Message.Ref()
			if !slices.ContainsFunc(found[ref], func(a build.Answer) bool { return a.At.Equal(m.Sent) }) {
				found[ref] = append(found[ref], build.Answer{At: m.Sent, Text: text, State: c.State})
			}
		}
	}
	return found, nil
}

// decisions are what people decided about the messages that they closed after a moment.
func decisions(
	ctx context.Context, st *bolt.Store, records []inbox.Record, since time.Time,
) (map[inbox.Ref]build.Decision, error) {
	found := map[inbox.Ref]build.Decision{}
	for _, r := range records {
		if r.Status == nil || r.Status.State() != inbox.Dismissed || !r.Status.Closed().After(since) {
			continue
		}
		_, c, err := st.Decided(ctx, r.Message.Ref())
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return nil, err
		case c != nil:
			found[r.Message.Ref()] = build.Decision{By: c.By, Reason: c.Reason, Decision: c.Decision}
		}
	}
	return found, nil
}
