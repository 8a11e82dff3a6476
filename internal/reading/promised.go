package reading

import (
	"context"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/reading/promise"
	"otklik/internal/reading/reply"
)

// Promised reads what bears on the promises of a thread, with days as they are in a zone.
func (r *Reader) Promised(ctx context.Context, zone *time.Location) inbox.PromiseReader {
	return inbox.PromiseReader{
		Find: func(m inbox.Message) (found []inbox.Promise) {
			for _, p := range promise.Find(m.Text, m.Sent.In(zone)) {
				year, month, day := p.Due.Date()
				found = append(found, inbox.Promise{Due: time.Date(year, month, day, 0, 0, 0, 0, time.UTC),
					Month: p.Month, Begins: p.Begins})
			}
			return found
		},
		Reports: func(asked, answer inbox.Message) (bool, error) { return r.reports(ctx, asked, answer) },
		Settled: func(m inbox.Message, v inbox.MessageStatus) (settled, thanked bool) {
			if v.Unsolved {
				return false, false
			}
			mood, _ := r.enrichers.replies.Reaction(m.Text)
			settled = mood == reply.Solved
			return settled, settled || !v.NeedsAnswer && (mood == reply.Thanks || v.Category == inbox.Thanks)
		},
	}
}

// reports reports whether a reply tells the author of a message that the matter is done: it is a full answer, because
// of a deed that it names.
func (r *Reader) reports(ctx context.Context, asked, answer inbox.Message) (bool, error) {
	question, err := r.Gist(ctx, asked)
	if err != nil {
		return false, err
	}
	said, err := r.Gist(ctx, answer)
	if err != nil {
		return false, err
	}
	kind, why := r.Reply(question, said)
	const deed = "reply_past_deed"
	return kind == inbox.ReplyAnswer && (why.Code == deed || why.Also == deed), nil
}
