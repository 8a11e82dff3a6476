package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"otklik/collectors"
	"otklik/internal/app/learn"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/store"
)

// ErrRepliesOff says that the configuration does not let the program answer.
var ErrRepliesOff = errors.New("answering through the bot and the channels is off; `replies: true` in the " +
	"configuration switches it on")

// RepliedError says that an answer to the message was given out before.
type RepliedError struct {
	At time.Time
	// Sent is false where the platform did not confirm it: it may stand there or not.
	Sent bool
	// Found is true where collecting has brought it.
	Found bool
	// URL is where that can be looked for; empty: nowhere.
	URL string
	// Unheard is true where collecting will never bring it.
	Unheard bool
}

func (e RepliedError) Error() string {
	if e.Sent {
		return "an answer to this message was sent already; --again sends another one"
	}
	return "an answer to this message was given out already, and whether it arrived is not known: look there; " +
		"--again sends it once more"
}

// EarlierAnswer is how a message is answered already.
type EarlierAnswer struct {
	At time.Time
	// Answer is the answer's text, or how it was answered elsewhere; empty: nobody knows any more.
	Answer string
}

// Reply is an answer that can be sent.
type Reply struct {
	// To is the message that it answers.
	To inbox.Record
	// Advice says what the answer would be worth and what it lacks, in the language of the configuration.
	Advice string
	// Before is how the message is answered already; nil: it is not.
	Before *EarlierAnswer
	// Unheard is true where collecting never brings what was sent here.
	Unheard bool

	service *Service
	by      collectors.Replier
	text    string
	again   bool
}

// PrepareReply finds the message that is meant, shows it with what the answer lacks, and refuses what cannot be sent,
// without a call to the platform. again sends although an answer was given out before. Errors that are permanent:
// ErrRepliesOff, NoMessageError, AmbiguousError, RefusedError, RepliedError, *collectors.NoWayError,
// *collectors.TextError.
func (s *Service) PrepareReply(ctx context.Context, p Pointer, text string, again bool) (*Reply, error) {
	if !s.config.Replies {
		return nil, UsageError{ErrRepliesOff}
	}
	if p.Channel != "" {
		if _, err := s.Channel(p.Channel); err != nil {
			return nil, err
		}
	}
	if _, err := s.evaluateFew(ctx); err != nil {
		return nil, err
	}
	found, err := s.findMessage(ctx, p)
	if err != nil {
		return nil, err
	}
	r := &Reply{To: found, service: s, text: text, again: again}
	if why := unanswerable(found.Message); why != NoObstacle {
		return nil, UsageError{RefusedError{Why: why, Record: found}}
	}
	if r.by, err = s.platforms.Replier(found.Message.Platform); err == nil {
		err = r.by.Answerable(found.Message, text)
	}
	if err != nil {
		return nil, UsageError{err}
	}
	r.Unheard = s.platforms.Unheard(found.Message.Platform)
	notes, err := s.replyNotes()
	if err == nil {
		_, err = r.note(ctx, notes, time.Now())
	}
	if err == nil && !again {
		r.Before, err = s.answeredBefore(ctx, found)
	}
	if err != nil {
		return nil, err
	}
	if err := s.lookUp(ctx, []inbox.Record{found}); err != nil {
		return nil, err
	}
	draft := s.reader.CheckReply(found.Message.Text, text, homes(s.config)[found.Message.Channel], time.Now())
	language := build.Language(s.config.Language)
	r.Advice = learn.DraftWords(language, draft)
	answer := inbox.Message{Channel: found.Message.Channel, Text: text, Author: inbox.Author{Official: true}}
	copies, err := s.store.Answering(ctx, s.reader, answer, found.Message.Text)
	if err != nil {
		return nil, err
	}
	if draft.Kind == inbox.ReplyAnswer && copies.FormLetter() {
		r.Advice = page.FormLetter(language, copies.Complaints)
	}
	return r, nil
}

// answeredBefore is how a message is answered; nil where it is not.
func (s *Service) answeredBefore(ctx context.Context, r inbox.Record) (*EarlierAnswer, error) {
	_, decided, err := s.store.Decided(ctx, r.Message.Ref())
	elsewhere := decided != nil && decided.Decision == inbox.Elsewhere
	if err != nil || r.Status == nil || r.Status.State() != inbox.Answered && !elsewhere {
		return nil, err
	}
	step := r.Status.History[len(r.Status.History)-1]
	before := &EarlierAnswer{At: step.At, Answer: step.Reason.Words}
	ref := r.Message.Ref()
	ref.ID = step.By
	switch answer, err := s.store.Message(ctx, ref); {
	case step.By == "", errors.Is(err, store.ErrNotFound):
	case err != nil:
		return nil, err
	default:
		before.Answer = answer.Message.Text
	}
	return before, nil
}

// unanswerable is why a message cannot be answered whatever the platform says.
func unanswerable(m inbox.Message) Obstacle {
	switch {
	case m.Post:
		return IsPost
	case m.Author.Official:
		return IsOfficial
	case !m.Deleted.IsZero():
		return IsDeleted
	}
	return NoObstacle
}

// note is what is noted before the answer is given out: under the key of an earlier try of the same text whose arrival
// is not known, so that the platform may show it once. What collecting has brought arrived. Error: RepliedError.
func (r *Reply) note(ctx context.Context, notes *replyNotes, now time.Time) (replyNote, error) {
	last := notes.last(r.To.Message)
	if last == nil {
		return newReplyNote(r.To.Message, r.text, now), nil
	}
	found := false
	if !last.Sent {
		var err error
		if found, err = r.service.arrived(ctx, r.To.Message, *last); err != nil {
			return replyNote{}, err
		}
	}
	switch {
	case !r.again:
		return replyNote{}, UsageError{RepliedError{At: last.At, Sent: last.Sent || found, Found: found,
			URL: r.To.Message.URL, Unheard: r.Unheard}}
	case !last.Sent && !found && last.says(r.text):
		again := *last
		again.At = now
		return again, nil
	}
	return newReplyNote(r.To.Message, r.text, now), nil
}

// Replied is an answer that the platform has confirmed.
type Replied struct {
	Answer inbox.Message
	// Now is the message as it stands with the answer. Pending: it does not know of the answer yet; the next evaluation
	// takes it into account.
	Now     inbox.Record
	Pending bool
	// Why says, where it still waits, why the answer does not close it, in the language of the configuration.
	Why string
}

// Send gives the answer out, once. What is noted beside the store before lets no other command send it again, whatever
// happens to this one. Once the platform has confirmed it, it is stored as collecting would, and counts. Errors:
// RepliedError, *collectors.UnsureError where nobody can tell whether it arrived, *collectors.Failure where it did
// not.
func (r *Reply) Send(ctx context.Context) (Replied, error) {
	s := r.service
	release, err := s.holdReplies(ctx)
	if err != nil {
		return Replied{}, err
	}
	defer release()
	notes, err := s.replyNotes()
	if err != nil {
		return Replied{}, err
	}
	before := notes.list
	note, err := r.note(ctx, notes, time.Now())
	if err != nil {
		return Replied{}, err
	}
	done := Replied{Now: r.To}
	to := r.To.Message
	entry := audit.Entry{Action: audit.Reply, Channels: []string{string(to.Channel)}, Count: 1}
	err = s.audited(ctx, entry, func() (err error) {
		if err := notes.put(note); err != nil {
			return err
		}
		done.Answer, err = r.by.Reply(ctx, to, r.text, note.Key)
		return r.noteOutcome(notes, before, note, err)
	})
	if err != nil {
		return done, err
	}
	return done, r.count(context.WithoutCancel(ctx), &done)
}

// noteOutcome notes whether an answer was sent. What surely was not leaves the notes as they were before; what is not
// known stays noted.
func (r *Reply) noteOutcome(notes *replyNotes, before []replyNote, note replyNote, sending error) error {
	var unsure *collectors.UnsureError
	switch {
	case errors.As(sending, &unsure):
		return sending
	case sending != nil:
		notes.list = before
		return errors.Join(sending, notes.save(note.At))
	}
	note.Sent = true
	if err := notes.put(note); err != nil {
		r.service.log.Warn("that the answer was sent could not be noted", "error", err)
	}
	return nil
}

// count stores a confirmed answer as collecting would, and evaluates what it answers.
func (r *Reply) count(ctx context.Context, done *Replied) (err error) {
	s, m := r.service, done.Answer
	batch := inbox.Batch{Messages: []inbox.Message{m},
		Officials: []inbox.Official{{Channel: m.Channel, Author: m.Author.ID}}}
	to := sink{s.store, s.hide, s.cautious}
	if _, err := to.Commit(ctx, "reply "+string(m.Channel), nil, batch); err != nil {
		return fmt.Errorf("the answer was sent and could not be stored; `otklik correct %s --answered \"by otklik "+
			"reply\"` says so: %w", r.To.Message.Ref().Number(), err)
	}
	if done.Pending, err = s.evaluateFew(ctx); err != nil {
		return err
	}
	done.Now, err = s.store.Message(ctx, r.To.Message.Ref())
	if now := done.Now.Status; err == nil && !done.Pending && now != nil && now.State().Waiting() {
		done.Why = page.Reason(build.Language(s.config.Language), now.Reason())
	}
	return err
}
