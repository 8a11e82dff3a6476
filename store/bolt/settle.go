package bolt

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
)

// A transaction of EvaluatePending ends after so many threads or messages: each end costs a sync of the disk, and each
// transaction holds up committers while it lasts.
const (
	settleThreads  = 200
	settleMessages = 4000
)

// EvaluatePending implements store.Store.
func (s *Store) EvaluatePending(ctx context.Context, matcher inbox.Matcher, judge func(inbox.Thread) []inbox.MessageStatus) (threads int, err error) {
	return evaluatePending(ctx, s.Do, matcher, judge)
}

// evaluatePending goes twice through the pending threads: once all their texts are in the index of wordings, each thread
// is evaluated once, with all copies of its texts known.
func evaluatePending(ctx context.Context, do func(context.Context, func(*Store) error) error, matcher inbox.Matcher,
	judge func(inbox.Thread) []inbox.MessageStatus) (threads int, err error) {
	var broken brokenRecords
	walk := func(some func(s *Store, from []byte) (next []byte, err error)) error {
		for from := []byte{}; from != nil; {
			if err := broken.pass(do(ctx, func(s *Store) (err error) { from, err = some(s, from); return err })); err != nil {
				return err
			}
		}
		return nil
	}
	if matcher != nil {
		err = walk(func(s *Store, from []byte) ([]byte, error) { return s.indexSome(ctx, from, matcher) })
	}
	if err == nil {
		err = walk(func(s *Store, from []byte) ([]byte, error) {
			n, next, err := s.settleSome(ctx, from, matcher, judge)
			threads += n
			return next, err
		})
	}
	if err != nil {
		return threads, err
	}
	return threads, broken.err()
}

// settleSome judges some threads from a key on in one transaction; next is where to go on, nil at the end.
func (s *Store) settleSome(ctx context.Context, from []byte, matcher inbox.Matcher, judge func(inbox.Thread) []inbox.MessageStatus) (threads int, next []byte, err error) {
	var todo bool
	if err := s.view(ctx, "look for threads to judge", func(t *tx) error {
		todo = t.pending(from, matcher != nil) != nil
		return nil
	}); err != nil || !todo {
		return 0, nil, err // no writing transaction, no sync, where nothing is to be done
	}
	var broken brokenRecords
	err = s.update(ctx, "judge the threads", func(t *tx) error {
		dirty := t.bucket(bucketDirty)
		w := writes{tx: t}
		x := t.index(matcher)
		messages := 0
		next = t.pending(from, matcher != nil)
		for range settleThreads {
			if next == nil || messages >= settleMessages {
				break
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			mark := next
			next = t.pending(following(mark), matcher != nil)
			n, err := x.settle(ctx, &w, mark, judge)
			if err := broken.pass(err); err != nil {
				return err
			}
			if err != nil {
				continue
			}
			messages += n
			threads++
			if err := dirty.Delete(mark); err != nil {
				return fmt.Errorf("clear the mark of a thread: %w", err)
			}
		}
		return w.flush()
	})
	if err != nil {
		return 0, nil, err
	}
	return threads, next, broken.err()
}

// pending is the first pending thread from a key on, with onlyIndexed the first whose texts are in the index of wordings;
// nil if there is none.
func (t *tx) pending(from []byte, onlyIndexed bool) []byte {
	cursor := t.bucket(bucketDirty).Cursor()
	for k, v := cursor.Seek(from); k != nil; k, v = cursor.Next() {
		if !onlyIndexed || bytes.Equal(v, indexed) {
			return bytes.Clone(k)
		}
	}
	return nil
}

// pendingThread reads the thread that a mark stands for.
func (t *tx) pendingThread(ctx context.Context, mark []byte) (ch *channel, thread *inbox.Thread, err error) {
	number, ref, rest, err := cutThreadKey(mark)
	ch = t.channels.byNumber[number]
	if err != nil || ch == nil || len(rest) > 0 {
		return nil, nil, corrupt(bucketDirty, mark, errKey)
	}
	ref.Channel, ref.Chat = ch.id, cmp.Or(ref.Chat, ch.homes[ref.Kind])
	thread = &inbox.Thread{Ref: ref}
	if thread.Messages, err = t.members(ctx, mark); err != nil {
		return nil, nil, err
	}
	if thread.Corrections, err = t.rulings(ch, thread.Messages); err != nil {
		return nil, nil, err
	}
	head, err := t.purgedHead(ch, mark)
	if err != nil {
		return nil, nil, err
	}
	if head != nil {
		thread.Messages = slices.Insert(thread.Messages, 0, *head)
	}
	return ch, thread, nil
}

func (x *index) settle(ctx context.Context, w *writes, mark []byte, judge func(inbox.Thread) []inbox.MessageStatus) (messages int, err error) {
	ch, thread, err := x.pendingThread(ctx, mark)
	if err != nil {
		return 0, err
	}
	if thread.Duplicates, err = x.duplicates(ch, thread); err != nil {
		return 0, err
	}
	verdicts := make(map[inbox.Ref]inbox.MessageStatus, len(thread.Messages))
	for _, v := range judge(*thread) {
		verdicts[v.Ref] = v
	}
	if err := ctx.Err(); err != nil {
		return 0, err // judge may have hurried through the rest: nothing of it is written
	}
	for i := range thread.Messages {
		m := &thread.Messages[i]
		v, judged := verdicts[m.Ref()]
		if err := x.conclude(w, ch, m, v, judged && !m.Author.Official); err != nil {
			return 0, err
		}
	}
	return len(thread.Messages), nil
}

// conclude writes one verdict with its index entries, or removes them where the message has none any more.
func (t *tx) conclude(w *writes, ch *channel, m *inbox.Message, v inbox.MessageStatus, judged bool) error {
	ref, err := refKey(ch, m.Ref())
	if err != nil {
		return err
	}
	key := messageKey(ref, m.Sent)
	verdicts := t.bucket(bucketVerdicts)
	stored := verdicts.Get(key)
	var old verdictValue
	if stored != nil {
		// An unreadable verdict is replaced; Check finds the index entries it may leave behind.
		if stored, err = t.open(bucketVerdicts, key, stored); err != nil || decode(stored, &old) != nil {
			stored, old = []byte{}, verdictValue{}
		}
	}
	if !judged {
		if stored == nil {
			return nil
		}
		return errors.Join(t.unindex(key, &old, nil), verdicts.Delete(key))
	}
	closed := closedAt(m, v)
	value := newVerdictValue(v, v.State().Waiting(), closed)
	if err := t.unindex(key, &old, &value); err != nil {
		return err
	}
	if !closed.IsZero() && !closed.Equal(old.closed()) {
		w.add(bucketClosed, closedKey(key, closed), nil)
	}
	if err := t.indexAnswer(w, key, m, &old, &value); err != nil {
		return err
	}
	encoded, err := encode(&value)
	if err != nil {
		return err
	}
	if !bytes.Equal(encoded, stored) || stored == nil {
		w.add(bucketVerdicts, key, encoded)
	}
	if value.Waiting {
		message, err := t.open(bucketMessages, key, t.bucket(bucketMessages).Get(key))
		if err != nil {
			return corrupt(bucketMessages, key, err)
		}
		return t.copyWaiting(w, key, message, encoded)
	}
	return nil
}

// copyWaiting keeps the copy of a waiting message and its verdict up to date.
func (t *tx) copyWaiting(w *writes, key, message, verdict []byte) error {
	value, err := encode(waitingValue{Message: message, Verdict: verdict})
	if err != nil {
		return err
	}
	// A copy that does not open is written anew.
	if stored, err := t.open(bucketWaiting, key, t.bucket(bucketWaiting).Get(key)); err != nil || !bytes.Equal(value, stored) {
		w.add(bucketWaiting, key, value)
	}
	return nil
}

// unindex removes the index entries of the old verdict that the new one (nil: none) does not have.
func (t *tx) unindex(key []byte, old, next *verdictValue) error {
	if old.Waiting && (next == nil || !next.Waiting) {
		if err := t.bucket(bucketWaiting).Delete(key); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketWaiting, err)
		}
	}
	if was := old.closed(); !was.IsZero() && (next == nil || !next.closed().Equal(was)) {
		if err := t.bucket(bucketClosed).Delete(closedKey(key, was)); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketClosed, err)
		}
	}
	if old.Answers != "" && (next == nil || next.Answers == "") {
		if err := t.bucket(bucketAnswerers).Delete(key); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketAnswerers, err)
		}
	}
	return nil
}

// closedAt is when a message stopped waiting: by an answer or a ruling, or by its deletion.
func closedAt(m *inbox.Message, v inbox.MessageStatus) time.Time {
	if at := v.Closed(); !at.IsZero() {
		return at.UTC()
	}
	if v.State().Waiting() {
		return m.Deleted
	}
	return time.Time{}
}

// markMessage marks the thread of a stored message as dirty and gives the message's reference key.
func (t *tx) markMessage(r inbox.Ref) (ref []byte, err error) {
	key, value, err := t.lookup(r)
	if err != nil {
		return nil, err
	}
	m, err := t.readMessage(key, value)
	if err != nil {
		return nil, err
	}
	thread, err := threadKey(t.channels.byID[m.Channel], m.ThreadRef())
	if err != nil {
		return nil, err
	}
	return refOfMessageKey(key), t.put(t.bucket(bucketDirty), bucketDirty, thread, nil)
}

// MarkAllPending implements store.Store.
func (s *Store) MarkAllPending(ctx context.Context) error {
	return s.update(ctx, "mark all threads to be judged again", func(t *tx) error { return t.markAll(ctx) })
}

func (t *tx) markAll(ctx context.Context) error {
	if err := errors.Join(t.empty(bucketWordings), t.empty(bucketCopies)); err != nil {
		return err
	}
	w := writes{tx: t}
	cursor := t.bucket(bucketThreads).Cursor()
	for k, _ := cursor.First(); k != nil; {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, _, rest, err := cutThreadKey(k)
		if err != nil {
			return corrupt(bucketThreads, k, err)
		}
		thread := bytes.Clone(k[:len(k)-len(rest)])
		w.add(bucketDirty, thread, nil)
		next := following(thread)
		if next == nil {
			break
		}
		k, _ = cursor.Seek(next)
	}
	return w.flush()
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
