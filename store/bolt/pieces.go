package bolt

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"otklik/internal/inbox"
)

// pendingThread is a thread as reading transactions found it.
type pendingThread struct {
	key, mark []byte
	home      string   // chat whose ids stand alone in keys: with another one messages would have other identities
	channel   *channel // of the last transaction
	read      time.Time
	thread    inbox.Thread
	next      []byte // the member to read on from; nil once all are read
	written   int    // how many of its messages a writing transaction has dealt with

	addressed map[int][]int                     // whom its replies answer
	found     map[inbox.Ref]inbox.MessageStatus // what was found about it
}

// allowance is what a transaction may still do before others have their turn.
type allowance struct {
	messages int
	until    time.Time
}

func (t *tx) allowance() *allowance {
	return &allowance{messages: t.s.piece, until: time.Now().Add(timeAtOnce)}
}

// spent reports whether the transaction has to end; each message that it deals with is taken off before.
func (a *allowance) spent() bool { return a.messages <= 0 || time.Now().After(a.until) }

// stands reports whether a thread is as it was when it was read: a commit, a correction or a purge marks it again.
func (t *tx) stands(b *pendingThread) bool {
	mark := t.bucket(bucketPending).Get(b.key)
	if b.channel != nil {
		b.channel = t.channels.byNumber[b.channel.number]
	}
	return mark != nil && bytes.Equal(mark, b.mark) && b.channel != nil &&
		b.channel.homes[b.thread.Ref.Kind] == b.home
}

// read reads some of the pending threads, from a key on, each to its end; next is where to go on, nil at the end.
// toIndex: those whose texts are not in the index of wordings, and no more of them than that takes.
func (p *pass) read(ctx context.Context, from []byte, toIndex bool) (batch []*pendingThread, next []byte, err error) {
	which := isIndexed // of the others the number of copies is not known yet
	switch {
	case toIndex:
		which = notIndexed
	case p.matcher == nil:
		which = nil
	}
	err = p.store.view(ctx, "read the threads that changed", func(t *tx) error {
		r := pieceReader{tx: t, x: t.index(p.matcher), toIndex: toIndex, allowance: t.allowance()}
		key, mark := t.pending(from, which)
		for n := 0; key != nil && n < threadsAtOnce && !r.spent(); n++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			b := &pendingThread{key: key, mark: mark, read: time.Now()}
			if !p.failed[string(key)] {
				err := r.begin(ctx, b)
				if err := p.broken.pass(err); err != nil {
					return err
				}
				if err == nil { // else it stays marked
					batch = append(batch, b)
				}
			}
			key, mark = t.pending(following(key), which)
		}
		next = key
		return nil
	})
	if err != nil || len(batch) == 0 {
		return nil, next, err
	}
	// Only the last one can have been too long for what the transaction was allowed.
	last := len(batch) - 1
	whole, err := p.readOn(ctx, batch[last], toIndex)
	if !whole {
		batch = batch[:last]
	}
	return batch, next, err
}

// readOn reads what is left of a thread, a piece in each transaction; whole is false where it cannot be read, or
// changed meanwhile.
func (p *pass) readOn(ctx context.Context, b *pendingThread, toIndex bool) (whole bool, err error) {
	for whole = true; whole && b.next != nil; {
		p.store.yield(ctx)
		err := p.store.view(ctx, "read on in a thread that changed", func(t *tx) error {
			if whole = t.stands(b); !whole {
				p.overtaken = true
				return nil
			}
			return (&pieceReader{tx: t, x: t.index(p.matcher), toIndex: toIndex, allowance: t.allowance()}).piece(b)
		})
		if err != nil {
			return false, p.broken.pass(err)
		}
	}
	return whole, nil
}

// pieceReader reads threads within one transaction.
type pieceReader struct {
	*tx
	*allowance
	x       *index
	toIndex bool
}

// begin reads a thread as far as the transaction may.
func (r *pieceReader) begin(ctx context.Context, b *pendingThread) error {
	ch, ref, err := r.threadOf(b.key)
	if err != nil {
		return err
	}
	b.channel, b.home, b.thread.Ref = ch, ch.homes[ref.Kind], ref
	added := r.addedThread
	if r.toIndex {
		added = r.addedTexts
	}
	thread, err := added(ctx, b)
	if err != nil {
		return err
	}
	if thread == nil {
		return r.piece(b)
	}
	b.thread = *thread
	r.messages -= len(thread.Messages)
	for i := range thread.Messages {
		if err := r.beside(b, &thread.Messages[i]); err != nil {
			return err
		}
	}
	return nil
}

// piece reads the next messages of a thread, as many as the transaction may.
func (r *pieceReader) piece(b *pendingThread) error {
	from := b.next
	if from == nil {
		from = b.key
	}
	var broken brokenRecords
	var err error
	b.next, err = r.members(r.allowance, b.key, from, &broken, func(m *inbox.Message) error {
		b.thread.Messages = append(b.thread.Messages, *m)
		return r.beside(b, m)
	})
	if err != nil {
		return err
	}
	if err := broken.err(); err != nil || b.next != nil {
		return err
	}
	slices.SortStableFunc(b.thread.Messages, inbox.Compare)
	head, err := r.purgedHead(b.channel, b.key)
	if head != nil {
		b.thread.Messages = slices.Insert(b.thread.Messages, 0, *head)
	}
	return err
}

// members visits the messages of a thread from a member on, as many as the transaction may; next is the one to go on
// with, nil at the end. Unreadable ones are noted and passed over.
func (t *tx) members(a *allowance, thread, from []byte, broken *brokenRecords,
	visit func(*inbox.Message) error) (next []byte, err error) {
	cursor := t.bucket(bucketThreads).Cursor()
	for k, _ := cursor.Seek(from); k != nil && bytes.HasPrefix(k, thread); k, _ = cursor.Next() {
		if a.spent() {
			return bytes.Clone(k), nil
		}
		a.messages--
		m, err := t.memberMessage(k)
		if err == nil {
			err = visit(m)
		}
		if err := broken.pass(err); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// beside reads what stands beside a message of a thread.
func (r *pieceReader) beside(b *pendingThread, m *inbox.Message) error {
	if r.toIndex {
		return nil
	}
	r.readings(b, m)
	return errors.Join(r.correction(b, m.Ref()), r.x.duplicates(b, m))
}

// pieceWriter writes what was found about messages within one transaction.
type pieceWriter interface {
	message(b *pendingThread, i int) error
	// finish comes after all messages of the transaction.
	finish() error
	// part and whole say how far a thread has come after finish.
	part(b *pendingThread) error
	whole(b *pendingThread) error
}

// write writes what was found about threads, in as many transactions as it takes. A thread of which a part was written
// when the program is killed is still marked.
func (p *pass) write(ctx context.Context, doing string, threads []*pendingThread,
	begin func(*tx) pieceWriter) (err error) {
	for len(threads) > 0 && err == nil {
		if threads, err = p.writeSome(ctx, doing, threads, begin); len(threads) > 0 {
			p.store.yield(ctx)
		}
	}
	return err
}

// writeSome writes as much as one transaction may, and gives the threads that are left.
func (p *pass) writeSome(ctx context.Context, doing string, threads []*pendingThread,
	begin func(*tx) pieceWriter) (left []*pendingThread, err error) {
	err = p.store.update(ctx, doing, func(t *tx) error {
		w, a := begin(t), t.allowance()
		var whole []*pendingThread
		for left = threads; len(left) > 0 && !a.spent(); {
			b := left[0]
			if !t.stands(b) {
				p.overtaken = true
				left = left[1:]
				continue
			}
			err := b.write(w, a)
			switch over := b.written == len(b.thread.Messages); {
			case p.broken.pass(err) != nil:
				return err
			case err != nil: // it stays marked
				left = left[1:]
			case over:
				whole, left = append(whole, b), left[1:]
			}
		}
		if err := p.broken.pass(w.finish()); err != nil {
			return err
		}
		for _, b := range whole {
			if err := w.whole(b); err != nil {
				return err
			}
		}
		if len(left) == 0 || left[0].written == 0 {
			return nil
		}
		// What this very transaction marked it for is known to whoever goes on with it.
		defer func() { left[0].mark = bytes.Clone(t.bucket(bucketPending).Get(left[0].key)) }()
		return w.part(left[0])
	})
	return left, err
}

// write writes the next messages of a thread, as many as the transaction may.
func (b *pendingThread) write(w pieceWriter, a *allowance) error {
	for b.written < len(b.thread.Messages) {
		if err := w.message(b, b.written); err != nil {
			return err
		}
		b.written++
		if a.messages--; a.spent() {
			break
		}
	}
	return nil
}
