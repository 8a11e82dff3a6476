package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// A transaction of EvaluatePending ends after so many threads or messages, or so much time: each end costs a sync of
// the disk, and whoever else wants the file waits meanwhile.
const (
	threadsAtOnce  = 200
	messagesAtOnce = 4000
	timeAtOnce     = 200 * time.Millisecond
)

// rounds is how often EvaluatePending looks for what changed while it evaluated. What changes more often than that
// stays pending until it is called again.
const rounds = 3

// EvaluatePending implements store.Store. It goes twice through the pending threads: once all their texts are in the
// index of wordings, each thread is evaluated once, with all copies of its texts known.
func (s *Store) EvaluatePending(
	ctx context.Context, m inbox.Matcher, evaluate store.Evaluate,
) (store.Evaluation, error) {
	p := pass{store: s, matcher: m, evaluate: evaluate, failed: map[string]bool{}}
	for n, again := 0, true; again && n < rounds; n++ {
		before := p.done.Threads
		p.overtaken = false
		if m != nil {
			index := func(from []byte) ([]byte, error) { return s.indexSome(ctx, from, m) }
			if err := p.walk(ctx, index); err != nil {
				return p.done, err
			}
		}
		if err := p.walk(ctx, func(from []byte) ([]byte, error) { return p.some(ctx, from) }); err != nil {
			return p.done, err
		}
		again = p.overtaken || p.done.Threads > before // something may have come meanwhile
	}
	return p.done, p.broken.err()
}

// pass is one call of EvaluatePending.
type pass struct {
	store     *Store
	matcher   inbox.Matcher
	evaluate  store.Evaluate
	done      store.Evaluation
	broken    brokenRecords
	failed    map[string]bool // threads that evaluate failed for
	overtaken bool            // a thread changed while it was evaluated
}

// walk does something step by step until there is no next key.
func (p *pass) walk(ctx context.Context, some func(from []byte) (next []byte, err error)) error {
	for from := []byte{}; from != nil; {
		next, err := some(from)
		if err := p.broken.pass(err); err != nil {
			return err
		}
		if from = next; from != nil {
			p.store.yield(ctx)
		}
	}
	return nil
}

// yield leaves the file alone between transactions that follow each other, so that whoever waits for it gets it.
func (s *Store) yield(ctx context.Context) {
	if s.each != nil {
		pause(ctx, yieldFor)
	}
}

// pendingThread is a thread as a reading transaction found it.
type pendingThread struct {
	key, mark []byte
	read      time.Time
	thread    inbox.Thread
	statuses  []inbox.MessageStatus // what was found about it since
}

// some evaluates some of the pending threads, from a key on. The store is left alone meanwhile: a reading may be slow.
func (p *pass) some(ctx context.Context, from []byte) (next []byte, err error) {
	batch, next, err := p.store.readPending(ctx, from, p.matcher)
	if err := p.broken.pass(err); err != nil {
		return nil, err
	}
	batch = slices.DeleteFunc(batch, func(b *pendingThread) bool { return p.failed[string(b.key)] })
	var evaluated []*pendingThread
	since := time.Now()
	for n, b := range batch {
		switch b.statuses, err = p.evaluate(ctx, b.thread); {
		case err == nil:
			evaluated = append(evaluated, b)
		// That the context ends is no failure of the thread.
		case ctx.Err() != nil:
			return nil, fmt.Errorf("evaluate the threads: %w", ctx.Err())
		default:
			p.fail(b, err)
		}
		// What was found is written every now and then: a kill loses little, and less of it is overtaken by changes.
		if n < len(batch)-1 && time.Since(since) < timeAtOnce {
			continue
		}
		for len(evaluated) > 0 {
			if evaluated, err = p.write(ctx, evaluated); err != nil {
				return nil, err
			}
			p.store.yield(ctx)
		}
		since = time.Now()
	}
	return next, nil
}

// fail notes a thread that could not be evaluated.
func (p *pass) fail(b *pendingThread, err error) {
	p.failed[string(b.key)] = true
	p.done.Failed = len(p.failed)
	if p.done.Failure == nil { // the others mostly fail for the same cause
		p.done.Failure = err
	}
}

// readPending reads pending threads from a key on; next is where to go on, nil at the end.
func (s *Store) readPending(ctx context.Context, from []byte, m inbox.Matcher) (batch []*pendingThread, next []byte,
	err error) {
	// Only threads whose texts are in the index are evaluated: of the others the number of copies is not known yet.
	which := isIndexed
	if m == nil {
		which = nil
	}
	var broken brokenRecords
	err = s.view(ctx, "read the threads that changed", func(t *tx) error {
		x, since, messages := t.index(m), time.Now(), 0
		key, mark := t.pending(from, which)
		for range threadsAtOnce {
			if key == nil || messages >= messagesAtOnce || time.Since(since) > timeAtOnce {
				break
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			b := &pendingThread{key: key, mark: mark, read: time.Now()}
			ch, thread, err := t.addedThread(ctx, key, mark)
			if err == nil && thread == nil {
				ch, thread, err = t.pendingThread(ctx, key)
			}
			if err == nil {
				thread.Duplicates, err = x.duplicates(ch, thread)
				thread.Readings = t.readings(ch, thread)
			}
			if err := broken.pass(err); err != nil {
				return err
			}
			if err == nil { // else it stays marked
				b.thread = *thread
				batch = append(batch, b)
				messages += len(thread.Messages)
			}
			key, mark = t.pending(following(key), which)
		}
		next = key
		return nil
	})
	return batch, next, errors.Join(err, broken.err())
}

// readings are those that the stored statuses of messages rest on. What cannot be read is read again.
func (t *tx) readings(ch *channel, thread *inbox.Thread) map[inbox.Basis]inbox.Reading {
	all := map[inbox.Basis]inbox.Reading{}
	for i := range thread.Messages {
		m := &thread.Messages[i]
		if m.Author.Official || thread.IsGiven(m.Ref()) {
			continue
		}
		ref, err := refKey(ch, m.Ref())
		if err != nil {
			continue
		}
		key := messageKey(ref, m.Sent)
		var v statusValue
		if stored := t.bucket(bucketStatuses).Get(key); stored == nil ||
			t.decode(bucketStatuses, key, stored, &v) != nil {
			continue
		}
		for _, r := range v.Readings {
			reading := r.reading(&v)
			all[reading.Basis] = reading
		}
	}
	return all
}

// write keeps what was found about threads, as far as there is time in one transaction, and gives those that are left.
func (p *pass) write(ctx context.Context, evaluated []*pendingThread) (left []*pendingThread, err error) {
	written, overtaken := 0, false
	var broken brokenRecords
	err = p.store.update(ctx, "keep what was found about the threads", func(t *tx) error {
		w, since := writes{tx: t}, time.Now()
		for n, b := range evaluated {
			if left = evaluated[n:]; n > 0 && time.Since(since) > timeAtOnce {
				return w.flush()
			}
			stands, err := t.keepEvaluated(&w, b)
			if err := broken.pass(err); err != nil {
				return err
			}
			if err == nil && stands {
				written++
			}
			overtaken = overtaken || !stands
		}
		left = nil
		return w.flush()
	})
	if err != nil {
		return nil, err
	}
	p.done.Threads += written
	p.overtaken = p.overtaken || overtaken
	return left, p.broken.pass(broken.err())
}

// keepEvaluated keeps what was found about a thread. It does not where the thread was marked again since it was read: a
// commit, a correction or a purge changed it.
func (t *tx) keepEvaluated(w *writes, b *pendingThread) (stands bool, err error) {
	pending := t.bucket(bucketPending)
	if mark := pending.Get(b.key); mark == nil || !bytes.Equal(mark, b.mark) {
		return false, nil
	}
	number, _, _, err := cutThreadKey(b.key)
	ch := t.channels.byNumber[number]
	if err != nil || ch == nil {
		return true, corrupt(bucketPending, b.key, errKey)
	}
	statuses := make(map[inbox.Ref]inbox.MessageStatus, len(b.statuses))
	for _, v := range b.statuses {
		statuses[v.Ref] = v
	}
	for i := range b.thread.Messages {
		m := &b.thread.Messages[i]
		v, evaluated := statuses[m.Ref()]
		// Given as context only: its status is not touched.
		if b.thread.IsGiven(m.Ref()) {
			continue
		}
		if err := t.conclude(w, ch, m, v, evaluated && !m.Author.Official); err != nil {
			return true, err
		}
	}
	if err := t.keepMembers(w, ch, b, statuses); err != nil {
		return true, err
	}
	if err := pending.Delete(b.key); err != nil {
		return true, fmt.Errorf("clear the mark of a thread: %w", err)
	}
	return true, nil
}
