package bolt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"otklik/internal/inbox"
	"otklik/store"
)

// The value of a pending thread is the number of its mark, which no other mark has: what was read of the thread holds
// as long as the number stands. A byte behind it says more. Earlier versions left the value empty.
const markSize = 8

// What the byte behind the number says.
const (
	markIndexed  = 1 << iota // the thread's texts are in the index of wordings already: it is only evaluated again
	markAddition             // nothing but messages came to it
)

func marked(mark []byte) byte {
	if len(mark)%markSize != 1 {
		return 0
	}
	return mark[len(mark)-1]
}

// isIndexed reports what the value of a pending thread says of its texts.
func isIndexed(mark []byte) bool { return marked(mark)&markIndexed != 0 }

func notIndexed(mark []byte) bool { return !isIndexed(mark) }

// isAddition reports whether only messages came to the thread.
func isAddition(mark []byte) bool { return marked(mark)&markAddition != 0 }

// putMark marks a thread.
func (t *tx) putMark(thread []byte, says byte) error {
	pending := t.bucket(bucketPending)
	number, err := pending.NextSequence()
	if err != nil {
		return fmt.Errorf("number a mark: %w", err)
	}
	mark := binary.BigEndian.AppendUint64(make([]byte, 0, markSize+1), number)
	return t.put(pending, bucketPending, bytes.Clone(thread), append(mark, says))
}

// markChanged marks a thread whose messages or corrections changed.
func (t *tx) markChanged(thread []byte) error { return t.putMark(thread, 0) }

// markAdded marks a thread that messages came to.
func (t *tx) markAdded(thread []byte) error {
	if before := t.bucket(bucketPending).Get(thread); before != nil && !isAddition(before) {
		return t.markChanged(thread)
	}
	return t.putMark(thread, markAddition)
}

// markAgain marks a thread whose status may be another because of what was found elsewhere; of its own texts nothing
// changed, unless it says so already.
func (t *tx) markAgain(thread []byte) error {
	if before := t.bucket(bucketPending).Get(thread); before != nil && !isIndexed(before) {
		return t.markChanged(thread)
	}
	return t.putMark(thread, markIndexed)
}

// noteIndexed notes that the texts of a pending thread are in the index.
func (t *tx) noteIndexed(thread []byte) error {
	return t.putMark(thread, marked(t.bucket(bucketPending).Get(thread))|markIndexed)
}

// pending is the first pending thread from a key on whose texts are, or are not, in the index of wordings; nil if
// there is none. nil for which: whichever.
func (t *tx) pending(from []byte, which func(mark []byte) bool) (thread, mark []byte) {
	cursor := t.bucket(bucketPending).Cursor()
	for k, v := cursor.Seek(from); k != nil; k, v = cursor.Next() {
		if which == nil || which(v) {
			return bytes.Clone(k), bytes.Clone(v)
		}
	}
	return nil, nil
}

// threadOf is the thread that a key stands for.
func (t *tx) threadOf(key []byte) (ch *channel, ref inbox.ThreadRef, err error) {
	number, ref, rest, err := cutThreadKey(key)
	ch = t.channels.byNumber[number]
	if err != nil || ch == nil || len(rest) > 0 {
		return nil, ref, corrupt(bucketPending, key, errKey)
	}
	ref.Channel, ref.Chat = ch.id, cmp.Or(ref.Chat, ch.homes[ref.Kind])
	return ch, ref, nil
}

// pendingMessages counts the messages in a channel's pending threads.
func (t *tx) pendingMessages(ctx context.Context, ch *channel) (n int, err error) {
	err = t.scan(ctx, bucketPending, appendChannel(nil, ch), func(thread, _ []byte) error {
		n += t.count(bucketThreads, thread)
		return nil
	})
	return n, err
}

// Pending implements store.Store.
func (s *Store) Pending(ctx context.Context) (threads int, err error) {
	err = s.view(ctx, "count what is not evaluated yet", func(t *tx) error {
		threads = t.count(bucketPending, nil)
		return nil
	})
	return threads, err
}

// markMessage marks the thread of a stored message as pending and gives the message's reference key.
func (t *tx) markMessage(r inbox.Ref) (ref []byte, err error) {
	key, thread, err := t.threadOfMessage(r)
	if err != nil {
		return nil, err
	}
	return refOfMessageKey(key), t.markChanged(thread)
}

// threadOfMessage gives the keys of a stored message and of its thread.
func (t *tx) threadOfMessage(r inbox.Ref) (key, thread []byte, err error) {
	key, value, err := t.lookup(r)
	if err != nil {
		return nil, nil, err
	}
	m, err := t.readMessage(key, value)
	if err != nil {
		return nil, nil, err
	}
	thread, err = threadKey(t.channels.byID[m.Channel], m.ThreadRef())
	return key, thread, err
}

// MarkPending implements store.Store.
func (s *Store) MarkPending(ctx context.Context, refs []inbox.Ref) error {
	return s.update(ctx, "mark threads to be evaluated again", func(t *tx) error {
		for _, r := range refs {
			_, thread, err := t.threadOfMessage(r)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if err := t.markAgain(thread); err != nil {
				return err
			}
		}
		return nil
	})
}

// MarkAllPending implements store.Store. The texts are forgotten before anything is marked: what somebody else
// evaluates meanwhile is marked behind it, and put into the index again.
func (s *Store) MarkAllPending(ctx context.Context) error {
	for _, some := range forgetAndMark() {
		if err := s.walk(ctx, func(ctx context.Context, from []byte) (next []byte, err error) {
			err = s.update(ctx, "mark all threads to be evaluated again", func(t *tx) error {
				next, err = some(t, from)
				return err
			})
			return next, err
		}); err != nil {
			return err
		}
	}
	return nil
}

// markAllPending is MarkAllPending within a transaction.
func (t *tx) markAllPending(ctx context.Context) error {
	for _, some := range forgetAndMark() {
		for from := []byte{}; from != nil; {
			if err := ctx.Err(); err != nil {
				return err
			}
			var err error
			if from, err = some(t, from); err != nil {
				return err
			}
		}
	}
	return nil
}

// forgetAndMark is what MarkAllPending does, one after the other. Each does a piece of it from a key on; next is where
// to go on, nil at the end.
func forgetAndMark() []func(t *tx, from []byte) (next []byte, err error) {
	return []func(*tx, []byte) ([]byte, error){(*tx).forgetTexts, (*tx).markSome}
}

// forgottenFor is how many texts are forgotten in the time that a message takes.
const forgottenFor = 10

// forgetTexts forgets where texts stand. The counts of a text go with its first copy: there are none that count others
// than there are.
func (t *tx) forgetTexts(from []byte) (next []byte, err error) {
	b, a := t.bucket(bucketWordings), t.allowance()
	a.messages *= forgottenFor
	var keys [][]byte
	cursor := b.Cursor()
	k, _ := cursor.Seek(from)
	for ; k != nil && !a.spent(); k, _ = cursor.Next() {
		a.messages--
		keys = append(keys, bytes.Clone(k))
	}
	next = bytes.Clone(k)
	var counted []byte
	for _, k := range keys {
		if prefix := k[:min(len(k), wordingSize)]; !bytes.Equal(prefix, counted) {
			if err := t.uncount(prefix); err != nil {
				return nil, err
			}
			counted = prefix
		}
		if err := b.Delete(k); err != nil {
			return nil, fmt.Errorf("remove from bucket %s: %w", bucketWordings, err)
		}
	}
	if next == nil { // what a damaged file has counts of without a text
		err = t.empty(bucketCopies)
	}
	return next, err
}

// markSome marks threads.
func (t *tx) markSome(from []byte) (next []byte, err error) {
	a, cursor := t.allowance(), t.bucket(bucketThreads).Cursor()
	for k, _ := cursor.Seek(from); k != nil; k, _ = cursor.Seek(from) {
		if a.spent() {
			return bytes.Clone(k), nil
		}
		a.messages--
		_, _, rest, err := cutThreadKey(k)
		if err != nil {
			return nil, corrupt(bucketThreads, k, err)
		}
		thread := bytes.Clone(k[:len(k)-len(rest)])
		if err := t.markChanged(thread); err != nil {
			return nil, err
		}
		if from = following(thread); from == nil {
			break
		}
	}
	return nil, nil
}

// ReaderVersion implements store.Store.
func (s *Store) ReaderVersion(ctx context.Context) (string, error) {
	var version string
	err := s.view(ctx, "read which reading the states come from", func(t *tx) error {
		version = string(t.bucket(bucketMeta).Get(keyReader))
		return nil
	})
	return version, err
}

// SetReaderVersion implements store.Store.
func (s *Store) SetReaderVersion(ctx context.Context, version string) error {
	return s.update(ctx, "remember which reading the states come from", func(t *tx) error {
		return t.put(t.bucket(bucketMeta), bucketMeta, keyReader, []byte(version))
	})
}
