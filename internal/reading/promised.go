package reading

import (
	"context"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/reading/promise"
	"otklik/internal/reading/reply"
	"otklik/internal/text"
	"otklik/internal/text/wordlist"
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
			words := strings.Fields(text.Fold(m.Text))
			mood, _ := r.enrichers.replies.Reaction(strings.Join(slices.DeleteFunc(words, relieved), " "))
			if settled = mood == reply.Solved; settled || v.NeedsAnswer {
				return settled, settled
			}
			thanks := mood == reply.Thanks || v.Category == inbox.Thanks
			return false, thanks && !slices.ContainsFunc(words, thankedForWords.Begin)
		},
	}
}

// Who thanks for an answer, or is glad that it came, does not say that what it promised is done.
var (
	relief          = lists.Set("relief")
	thankedForWords = wordlist.Beginnings(lists.Words("thanks for words"))
)

func relieved(word string) bool { return relief[strings.Trim(word, ".,!?…")] }

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
