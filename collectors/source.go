// Package collectors decides when to pull, how to retry, and that everything is stored before the next page is asked
// for. It knows no platform (its sub-packages do) and no store (Sink is its own small view of one).
package collectors

import (
	"context"

	"otklik/internal/inbox"
)

// Source reads one queue of one platform: a wall, the dialogs of a community, the updates of a bot.
//
// Its contract, proved by collectors/sourcetest for every implementation:
//   - Fetch may be called again with the same cursor, after a crash as well, and then returns at least the same
//     messages. It must not acknowledge anything to the platform that is not covered by the cursor it was given:
//     committing Batch.Next is the acknowledgement.
//   - A nil cursor means "from the beginning". A cursor that cannot be read is an error that says so, never a restart.
//   - On an error the batch is empty. Fetch itself retries what is worth retrying (see Retry), so an error ends this
//     pull; it wraps a *Failure that says what kind of failure it is.
//   - What cannot be decoded is returned in Batch.Undecoded and never hides its neighbours.
//   - Batch.More false means that nothing newer was there when the batch was read.
//   - Fetch ends within seconds of its context.
type Source interface {
	// Name is unique and stable: it is the key of the cursor. It holds no secret.
	Name() string
	// Channels are the channels that this source reads for; at least one. Several, where a bot serves several.
	Channels() []inbox.ChannelID
	Fetch(ctx context.Context, cursor []byte) (inbox.Batch, error)
}

// Sink is where batches go: the store. It is called by several goroutines, for one source by one at a time.
type Sink interface {
	// Cursor is the cursor last committed for the source; nil if none.
	Cursor(ctx context.Context, source string) ([]byte, error)
	// Commit stores a batch and its cursor in one transaction: all of it or nothing. from is the cursor the batch was
	// fetched with; if the stored one differs by now, another process has collected meanwhile, nothing is written and
	// the error is inbox.ErrCursorMoved.
	Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error)
	// Record keeps the outcome of a pull, so that a digest can say how complete it is.
	Record(ctx context.Context, p inbox.Pull) error
}

// Archive lets a source see what is stored, in order to notice what disappeared and where a dialog was left.
type Archive interface {
	// Known are the stored messages of a thread in the order of Compare, without texts, raw replies or revisions.
	Known(ctx context.Context, thread inbox.ThreadRef) ([]inbox.Message, error)
	// Thread finds the thread of a stored message; the zero ThreadRef if the message is not stored.
	Thread(ctx context.Context, message inbox.Ref) (inbox.ThreadRef, error)
	// Purged reports whether messages of the thread may have been destroyed on purpose (their time was over, their
	// author demanded it), so that less is stored than was read, and reading all of it again would bring nothing.
	Purged(ctx context.Context, thread inbox.ThreadRef) (bool, error)
}

// UndecodedStore holds the pieces that were kept undecoded (see inbox.Undecoded), so that those whose chat was unknown
// can be read once it is known.
type UndecodedStore interface {
	// Undecoded gives every kept piece of a channel. fn must not call this or the Archive; its error ends the list.
	Undecoded(ctx context.Context, channel inbox.ChannelID, fn func(inbox.Undecoded) error) error
	// Decoded forgets a piece whose message is committed. It is an error if there is none.
	Decoded(ctx context.Context, channel inbox.ChannelID, id string) error
}
