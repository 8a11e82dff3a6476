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
			if bitter(words) {
				return false, false
			}
			if settled = mood == reply.Solved; settled || v.NeedsAnswer {
				return settled, settled
			}
			return false, mood == reply.Thanks && !slices.ContainsFunc(words, func(word string) bool {
				return thankedForWords.Begin(word) || noThanks[unmarked(word)]
			})
		},
		About: func(
			m, asked inbox.Message, v inbox.MessageStatus, answer inbox.Message, p inbox.Promise,
		) (same, bare bool) {
			for _, found := range promise.Find(answer.Text, answer.Sent.In(zone)) {
				if found.Due.Format(time.DateOnly) == p.Due.Format(time.DateOnly) {
					rest := strings.Replace(answer.Text, found.Sentence, "", 1)
					return r.about(m.Text, asked.Text, found.Sentence, rest, v.Municipality, v.Settlement, v.Street)
				}
			}
			return false, false
		},
	}
}

// about reports whether words of thanks share a word of matter, the places aside, with the sentence of a promise.
// Where that has none of the complaint, «работы выполнят», the complaint's own words are what it is about, unless the
// rest of the answer tells that something was done of which the thanks speak. bare is true where they are of no matter.
func (r *Reader) about(thanks, asked, sentence, rest string, places ...string) (same, bare bool) {
	replies := r.enrichers.replies
	without := append(places, strings.Join(lists.Words("done and thanked"), " "))
	if same, _ = replies.Shares(thanks, sentence, without); same {
		return true, false
	}
	if told, _ := replies.Shares(asked, sentence, without); !told {
		done := replies.Shown(rest).Deed
		if done {
			done, _ = replies.Shares(thanks, rest, without)
		}
		if same, _ = replies.Shares(thanks, asked, without); same && !done {
			return true, false
		}
	}
	return false, replies.Matters(thanks, without) == 0
}

// bitter reports whether thanks are none: «ну спасибо», «спасибо, так и стоит».
func bitter(words []string) bool {
	before := ""
	for _, word := range words {
		if word = unmarked(word); before == "так" && word == "и" ||
			before == "ну" && strings.HasPrefix(word, "спасиб") {
			return true
		}
		before = word
	}
	return false
}

// Who thanks for an answer, or is glad that it came, does not say that what it promised is done.
var (
	relief          = lists.Set("relief")
	thankedForWords = wordlist.Beginnings(lists.Words("thanks for words"))
	noThanks        = lists.Set("no thanks")
)

func relieved(word string) bool { return relief[unmarked(word)] }

// unmarked is a word without the marks around it.
func unmarked(word string) string { return strings.Trim(word, ".,:;!?…()«»\"-–—") }

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
