package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/reading/promise"
	"otklik/report/build"
	"otklik/store"
	"otklik/store/bolt"
)

// promised is what replies promised for days since a day, in UTC. The words are found again in the replies: what was
// deleted, purged or edited away since is not told.
func (s *Service) promised(
	ctx context.Context, st *bolt.Store, channels []inbox.ChannelID, since time.Time,
) ([]build.PromiseInput, error) {
	var records []inbox.Record
	err := st.Promised(ctx, channels, since, func(r inbox.Record) error {
		if r.Status != nil {
			records = append(records, r)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []build.PromiseInput
	sentences := map[inbox.Ref]map[string]string{} // of a reply, by the day promised
	for _, r := range records {
		for _, p := range r.Status.Promises {
			if p.Due.Before(since) {
				continue
			}
			ref := p.Reply(r.Message.Ref())
			of, known := sentences[ref]
			if !known {
				reply, err := st.Message(ctx, ref)
				if err != nil && !errors.Is(err, store.ErrNotFound) {
					return nil, err
				}
				of = s.sentencesOf(reply.Message)
				sentences[ref] = of
			}
			if sentence := of[p.Due.Format(time.DateOnly)]; sentence != "" {
				all = append(all, build.PromiseInput{Record: r, Promise: p, Sentence: sentence})
			}
		}
	}
	return all, nil
}

// sentencesOf are the masked sentences of a reply that promise something, by the day. They are taken from the masked
// text, where a name is known from all of it; a sentence whose day went with the masking is masked by itself.
func (s *Service) sentencesOf(reply inbox.Message) map[string]string {
	of := map[string]string{}
	if !reply.Deleted.IsZero() {
		return of
	}
	at := reply.Sent.In(s.config.Location)
	put := func(text string, mask func(string) string) {
		for _, p := range promise.Find(text, at) {
			day := p.Due.Format(time.DateOnly)
			if words := strings.TrimSpace(mask(p.Sentence)); of[day] == "" {
				of[day] = words
			}
		}
	}
	put(s.maskedText(reply.Text), func(masked string) string { return masked })
	put(reply.Text, s.maskedText)
	return of
}
