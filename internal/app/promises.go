package app

import (
	"context"
	"errors"
	"slices"
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
	sentences := map[inbox.Ref]map[string][]promise.Promise{} // of a reply, by the day promised
	for _, r := range records {
		type answerDay struct {
			by  inbox.Ref
			day string
		}
		told := map[answerDay]int{}
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
			key := answerDay{ref, p.Due.Format(time.DateOnly)}
			if k := told[key]; k < len(of[key.day]) { // each has a sentence of its own
				words := of[key.day][k]
				all = append(all, build.PromiseInput{Record: r, Promise: p, Sentence: words.Sentence,
					When: words.Words})
			}
			told[key]++
		}
	}
	return all, nil
}

// sentencesOf are the masked sentences of a reply that promise something, by the day, those that say the same once.
// They are taken from the masked text, where a name is known from all of it; those whose day went with the masking are
// masked by themselves.
func (s *Service) sentencesOf(reply inbox.Message) map[string][]promise.Promise {
	of := map[string][]promise.Promise{}
	if !reply.Deleted.IsZero() {
		return of
	}
	at := reply.Sent.In(s.config.Location)
	put := func(text string, mask func(string) string) {
		found := map[string][]promise.Promise{}
		for _, p := range promise.Find(text, at) {
			p.Sentence = strings.TrimSpace(mask(p.Sentence))
			day := p.Due.Format(time.DateOnly)
			same := func(other promise.Promise) bool { return other.Sentence == p.Sentence }
			if p.Sentence != "" && !slices.ContainsFunc(found[day], same) {
				found[day] = append(found[day], p)
			}
		}
		for day, list := range found {
			if of[day] == nil {
				of[day] = list
			}
		}
	}
	put(s.maskedText(reply.Text), func(masked string) string { return masked })
	put(reply.Text, s.maskedText)
	return of
}
