// Package store is the contract between the program and whatever keeps its messages: the interface, what passes through
// it, and the errors. It knows no backend: store/bolt is the embedded one, store/storetest the suite that each passes.
package store

import (
	"context"
	"time"

	"otklik/internal/inbox"
)

// Store keeps everything that was collected, what was decided about it and what was sent. Its methods may be called by
// several goroutines. It knows no platform, no schedule and no rules of evaluation.
type Store interface {
	// Cursor is the cursor last committed for the source; nil if none.
	Cursor(ctx context.Context, source string) ([]byte, error)
	// Commit stores a batch and its cursor in one transaction: all of it or nothing. from is the cursor the batch was
	// fetched with; if another was committed since, the error is inbox.ErrCursorMoved. An empty b.Next forgets the
	// cursor.
	//
	// A message that is stored already is updated (FORMAT.md, "What a second reading changes"). Threads with an
	// addition or a change are marked for EvaluatePending.
	Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error)
	// Record keeps the outcome of a pull, and forgets those of the same source that ended more than 62 days before it.
	Record(ctx context.Context, p inbox.Pull) error
	// Known are the stored messages of a thread, and those that wait for their date, in the order of inbox.Compare,
	// without texts and revisions. Many are read in several transactions: what is stored or purged meanwhile may or
	// may not be among them. With a *CorruptError the readable ones are returned too.
	Known(ctx context.Context, ref inbox.ThreadRef) ([]inbox.Message, error)
	// Thread finds the thread of a stored message; the zero ThreadRef if the message is not stored.
	Thread(ctx context.Context, r inbox.Ref) (inbox.ThreadRef, error)
	// Purged reports whether messages of a thread may have been purged. For comments it is known of the whole channel
	// only.
	Purged(ctx context.Context, thread inbox.ThreadRef) (bool, error)

	// EvaluatePending hands every thread that changed since it was evaluated last to evaluate, and writes the
	// statuses and their indexes. The threads are read in short transactions and evaluated outside of them, so that
	// the store is free however slow a reading is. A thread of very many messages is read and written in several, and
	// stays pending until the last. What was found is written only as long as the thread was not changed, corrected
	// or purged since it was read; else it is evaluated again, at most a few times. A thread that evaluate
	// fails for, or that has an unreadable record, stays pending, the others are evaluated.
	//
	// The matcher finds texts that stand in several places (Thread.Duplicates); nil: none are looked for. Messages
	// are in the order of inbox.Compare. The error is the store's, that of ctx, or names unreadable records.
	EvaluatePending(ctx context.Context, m inbox.Matcher, evaluate Evaluate) (Evaluation, error)
	// Pending counts the threads that wait for EvaluatePending.
	Pending(ctx context.Context) (threads int, err error)
	// MarkAllPending marks every thread for EvaluatePending: the reading has changed, and with it what counts as the
	// same text. It does so in several transactions: where it is interrupted it has to be called again.
	MarkAllPending(ctx context.Context) error
	// MarkPending marks the threads of messages for EvaluatePending: something else than the store has come to know
	// more of them. Those that are not stored any more are left out.
	MarkPending(ctx context.Context, refs []inbox.Ref) error
	// ReaderVersion is what SetReaderVersion stored; empty in a new store.
	ReaderVersion(ctx context.Context) (string, error)
	// SetReaderVersion remembers which reading the statuses come from. Call it after MarkAllPending: a crash between
	// the two then only evaluates twice.
	SetReaderVersion(ctx context.Context, version string) error
	// SaveCorrection lets decide say what the office decides about a message now that it has said before (nil:
	// nothing), and stores it; nil takes everything back. What decide is shown and what is stored are one
	// transaction, so that of two people at once the second sees what the first did; where it returns an error
	// nothing is stored and the error is SaveCorrection's. The thread is marked for EvaluatePending. ErrNotFound if the
	// message is not stored. decide must not call the store.
	SaveCorrection(ctx context.Context, ref inbox.Ref,
		decide func(inbox.Record, *inbox.Correction) (*inbox.Correction, error)) error
	// Decided gives a message and the decision about it; nil where there is none. ErrNotFound if the message is not
	// stored.
	Decided(ctx context.Context, ref inbox.Ref) (inbox.Record, *inbox.Correction, error)
	// Corrections gives every decision of the office with its message. A decision that cannot be read is reported at
	// the end, the others are given.
	Corrections(ctx context.Context, fn func(inbox.Record, inbox.Correction) error) error

	// Waiting gives the messages that still wait for an answer, channel by channel in the order given, by time of
	// sending; those that were deleted meanwhile too (Message.Deleted). It costs by their number, not by the store's
	// size. fn runs inside a reading transaction and must not call the store.
	Waiting(ctx context.Context, channels []inbox.ChannelID, fn func(inbox.Record) error) error
	// Closed gives the messages that stopped waiting, or were deleted while they waited, at since or later; channel by
	// channel, by the time of closing. fn as in Waiting.
	Closed(ctx context.Context, channels []inbox.ChannelID, since time.Time, fn func(inbox.Record) error) error
	// Promised gives the messages to whose authors replies promised something for a day at since or later
	// (inbox.Promise.Due, which is in UTC), each once; channel by channel, by the first of those days. It costs by
	// their number. fn as in Waiting.
	Promised(ctx context.Context, channels []inbox.ChannelID, since time.Time, fn func(inbox.Record) error) error
	// Between gives the messages of the channels that were sent in [from, to), the official's side's too, channel by
	// channel by time of sending. It costs by their number. fn as in Waiting.
	Between(ctx context.Context, channels []inbox.ChannelID, from, to time.Time, fn func(inbox.Record) error) error
	// Coverage says how completely each channel was read, as of the moment at. sources names the sources expected to
	// read it; LastComplete is zero as soon as one of them never did. Where sources has no entry for a channel, the
	// sources that have tried it so far are expected. Gaps noted later than at are left out. A pull counts only for
	// the channels it was recorded with.
	Coverage(ctx context.Context, channels []inbox.ChannelID, sources map[inbox.ChannelID][]string,
		at time.Time) ([]inbox.Coverage, error)
	// Answerers are the people who answer other people's complaints as the staff does without being of the official's
	// side, those with the most messages first. It costs by the number of such messages.
	Answerers(ctx context.Context, channels []inbox.ChannelID) ([]inbox.Answerer, error)
	// Each gives every message once, channel by channel in the order of their first appearance, by time of sending.
	// It reads in short transactions and calls fn between them: memory stays small, writers are not held up, and fn
	// may call the store. Messages committed meanwhile may or may not be included.
	Each(ctx context.Context, fn func(inbox.Record) error) error
	// Message gives one message; ErrNotFound if it is not stored.
	Message(ctx context.Context, r inbox.Ref) (inbox.Record, error)
	// Find gives the messages of the channels whose identity matches, channel by channel, comments before direct
	// messages. It costs by the number of identities stored, not by their texts: what does not match is not decoded.
	// fn as in Waiting.
	Find(ctx context.Context, channels []inbox.ChannelID, match func(inbox.Ref) bool, fn func(inbox.Record) error) error

	// PutDigest stores a digest. The same data again changes nothing; other data under the same key is refused with
	// ErrDigestExists.
	PutDigest(ctx context.Context, d DigestRecord) error
	// AmendDigest puts data in the place of old under the key of a stored digest. Where other data stands there by
	// now, such as that of a digest which was emptied, it stays, and the error is ErrDigestExists; ErrNotFound if
	// there is none.
	AmendDigest(ctx context.Context, k DigestKey, old, data []byte) error
	// Digest gives a stored digest; ErrNotFound if there is none.
	Digest(ctx context.Context, k DigestKey) (DigestRecord, error)
	// Digests gives every stored digest without its Data, by id and time. One that cannot be read is reported at the
	// end.
	Digests(ctx context.Context) ([]DigestRecord, error)
	// PutDelivery notes how far a delivery has come, replacing what was noted before. ErrNotFound where the digest is
	// not stored: nothing is sent that is not kept.
	PutDelivery(ctx context.Context, d Delivery) error
	// Deliveries are those of one digest, or with an empty key all that are stored, by digest and time. A record that
	// cannot be read is reported at the end, the others are given.
	Deliveries(ctx context.Context, k DigestKey) ([]Delivery, error)
	// PutAlerts stores what was decided between digests and, unless its key is empty, the notice that tells of it, in
	// one transaction: nobody is told twice or never. Alerts older than AlertsKept are forgotten.
	PutAlerts(ctx context.Context, notice DigestRecord, alerts []inbox.Alert) error
	// Alerts gives those decided at since or later, by time and number.
	Alerts(ctx context.Context, since time.Time) ([]inbox.Alert, error)
	// LastDigest gives the stored digest with the latest Key.At; ErrNotFound if there is none.
	LastDigest(ctx context.Context, id string) (DigestRecord, error)

	// Undecoded gives every kept piece of a channel that could not be decoded, by id. fn must not call the store.
	Undecoded(ctx context.Context, id inbox.ChannelID, fn func(inbox.Undecoded) error) error
	// Decoded forgets a piece after a better decoder has read it and its message is committed. ErrNotFound if there is
	// none.
	Decoded(ctx context.Context, id inbox.ChannelID, piece string) error
	// Raw gives what the platform sent for a channel's messages within the last 30 days, oldest commit first; a message
	// that changed comes again. fn must not call the store.
	Raw(ctx context.Context, id inbox.ChannelID, fn func(ref inbox.Ref, at time.Time, raw []byte) error) error
	// Stats counts. It costs by the number of waiting messages, pending threads and digests.
	Stats(ctx context.Context) (Stats, error)
	// Check looks through the whole store: bbolt's own structures, every record, every index entry in both
	// directions, the counters. It lists what is wrong, in English sentences without texts or names; nothing is
	// mended. The error says that the check itself could not be done.
	Check(ctx context.Context) (problems []string, err error)

	// BeginPurge notes an order, so that it is carried out whatever happens to this process. From then on nothing of
	// before o.Before is stored any more. id names the purge to the other methods.
	BeginPurge(ctx context.Context, o PurgeOrder) (id uint64, err error)
	// Erase carries a purge out, in short transactions between which others may use the store, and gives its record.
	// It may be killed at any step and goes on with the next call: a message is either whole or gone. Afterwards no
	// record holds what was purged; the free pages of the file do until it is rewritten (Compact, then Rewritten).
	Erase(ctx context.Context, id uint64, tools PurgeTools) (PurgeRecord, error)
	// PurgeCount says what an order would do to the messages, without doing it.
	PurgeCount(ctx context.Context, o PurgeOrder) (PurgeRecord, error)
	// Purges gives every purge that was begun, oldest first, with the ids that the other methods take.
	Purges(ctx context.Context) (ids []uint64, records []PurgeRecord, err error)
	// PurgeRows gives what a purge destroyed, message by message, until its certificate is written. fn must not call
	// the store.
	PurgeRows(ctx context.Context, id uint64, fn func(PurgeRow) error) error
	// Rewritten notes that the file was rewritten after a purge; see Compact.
	Rewritten(ctx context.Context, id uint64, at time.Time) error
	// Certified notes that the certificate of a purge stands outside the store. The list of what was purged is dropped
	// then.
	Certified(ctx context.Context, id uint64, at time.Time) error
	// Close waits for running operations and lets go of the file.
	Close() error
}
