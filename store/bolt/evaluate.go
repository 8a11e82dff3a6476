package bolt

import (
	"context"
	"fmt"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// A transaction of EvaluatePending ends after so many threads or messages, or so much time: each end costs a sync of
// the disk, and whoever else wants the file waits meanwhile. A thread of more messages is read and written in pieces.
const (
	threadsAtOnce  = 200
	messagesAtOnce = 2000
	timeAtOnce     = 100 * time.Millisecond
)

// keptAfter is how long what was found waits to be written while other threads are evaluated: a kill loses little, and
// less of it is overtaken by changes.
const keptAfter = 200 * time.Millisecond

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
		before := p.done.Threads + p.indexed
		p.overtaken = false
		if m != nil {
			if err := p.store.walk(ctx, p.indexSome); err != nil {
				return p.done, err
			}
		}
		if err := p.store.walk(ctx, p.evaluateSome); err != nil {
			return p.done, err
		}
		again = p.overtaken || p.done.Threads+p.indexed > before // something may have come meanwhile
	}
	return p.done, p.broken.err()
}

// pass is one call of EvaluatePending.
type pass struct {
	store     *Store
	matcher   inbox.Matcher
	evaluate  store.Evaluate
	done      store.Evaluation
	indexed   int // threads whose texts were put into the index
	broken    brokenRecords
	failed    map[string]bool // threads that evaluate failed for
	overtaken bool            // a thread changed while it was evaluated
}

// walk does something step by step until there is no next key.
func (s *Store) walk(ctx context.Context, some func(ctx context.Context, from []byte) (next []byte, err error)) error {
	for from := []byte{}; from != nil; {
		var err error
		if from, err = some(ctx, from); err != nil {
			return err
		}
		if from != nil {
			s.yield(ctx)
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

// evaluateSome evaluates some of the pending threads, from a key on. The store is left alone meanwhile: a reading may
// be slow.
func (p *pass) evaluateSome(ctx context.Context, from []byte) (next []byte, err error) {
	batch, next, err := p.read(ctx, from, false)
	if err != nil {
		return nil, err
	}
	var evaluated []*pendingThread
	since := time.Now()
	for n, b := range batch {
		statuses, err := p.evaluate(ctx, b.thread)
		switch {
		case err == nil:
			b.found = make(map[inbox.Ref]inbox.MessageStatus, len(statuses))
			for _, v := range statuses {
				b.found[v.Ref] = v
			}
			evaluated = append(evaluated, b)
		// That the context ends is no failure of the thread.
		case ctx.Err() != nil:
			return nil, fmt.Errorf("evaluate the threads: %w", ctx.Err())
		default:
			p.fail(b, err)
		}
		if n < len(batch)-1 && time.Since(since) < keptAfter {
			continue
		}
		if err := p.write(ctx, "keep what was found about the threads", evaluated, p.keeper); err != nil {
			return nil, err
		}
		evaluated, since = nil, time.Now()
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

// readings adds those that the stored status of a message rests on. What cannot be read is read again.
func (t *tx) readings(b *pendingThread, m *inbox.Message) {
	if m.Author.Official || b.thread.IsGiven(m.Ref()) {
		return
	}
	ref, err := refKey(b.channel, m.Ref())
	if err != nil {
		return
	}
	key := messageKey(ref, m.Sent)
	var v statusValue
	if stored := t.bucket(bucketStatuses).Get(key); stored == nil ||
		t.decode(bucketStatuses, key, stored, &v) != nil {
		return
	}
	if b.thread.Readings == nil {
		b.thread.Readings = map[inbox.Basis]inbox.Reading{}
	}
	for _, r := range v.Readings {
		reading := r.reading(&v)
		b.thread.Readings[reading.Basis] = reading
	}
}

func (p *pass) keeper(t *tx) pieceWriter { return &keeper{writes: writes{tx: t}, pass: p} }

// keeper keeps statuses within one transaction.
type keeper struct {
	writes
	pass      *pass
	describes *pendingThread // the thread whose members are described
	passed    *pendingThread // the one whose members are not
}

// message keeps what was found about message i of a thread.
func (k *keeper) message(b *pendingThread, i int) error {
	m := &b.thread.Messages[i]
	if b.thread.IsGiven(m.Ref()) {
		return nil // given as context only: its status is not touched
	}
	v, evaluated := b.found[m.Ref()]
	if err := k.tx.conclude(&k.writes, b.channel, m, v, evaluated && !m.Author.Official); err != nil {
		return err
	}
	if b != k.describes && b != k.passed {
		k.passed = b
		if k.tx.describes(b) {
			k.describes, k.passed = b, nil
		}
	}
	if b == k.describes {
		k.tx.describe(&k.writes, b, m)
	}
	return nil
}

func (k *keeper) finish() error { return k.flush() }

// part makes a thread of which a part is kept one to be evaluated as a whole should the rest not follow: what was added
// to it is described already, though what it means for others is not kept.
func (k *keeper) part(b *pendingThread) error {
	if !isAddition(b.mark) {
		return nil
	}
	return k.tx.putMark(b.key, marked(b.mark)&^markAddition)
}

// whole takes the mark off a thread.
func (k *keeper) whole(b *pendingThread) error {
	k.pass.done.Threads++
	if err := k.tx.bucket(bucketPending).Delete(b.key); err != nil {
		return fmt.Errorf("clear the mark of a thread: %w", err)
	}
	return nil
}
