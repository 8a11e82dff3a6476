package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
)

// Cursor implements store.Store.
func (s *Store) Cursor(ctx context.Context, source string) ([]byte, error) {
	var cursor []byte
	err := s.view(ctx, "read the cursor of "+source, func(t *tx) error {
		stored, err := t.cursor(source)
		cursor = bytes.Clone(stored)
		return err
	})
	return cursor, err
}

// cursor is the stored cursor, as long as the transaction lasts.
func (t *tx) cursor(source string) ([]byte, error) {
	key := []byte(source)
	cursor, err := t.open(bucketCursors, key, t.bucket(bucketCursors).Get(key))
	if err != nil {
		return nil, corrupt(bucketCursors, key, err)
	}
	return cursor, nil
}

// Commit implements store.Store. All steps share one transaction: after a crash either the messages, their marks and
// the cursor are there, or none of it is and the source fetches the same once more. Where very many messages were held
// that can be stored by now, most of them are in transactions of their own before.
func (s *Store) Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error) {
	var all inbox.CommitStats
	for {
		// The cursor goes first: where another process has moved it, nothing else is worth doing. Homes come before
		// messages, because they decide under which keys these stand; deletions and officials come after, because
		// they may speak of messages that this very batch brings.
		err := s.commit(ctx, source, &all,
			func(c *commit) error { return c.moveCursor(from, b.Next) },
			func(c *commit) error { return c.homes(b.Homes) },
			func(c *commit) error { return c.heldAndNew(ctx, b.Messages) },
			func(c *commit) error { return c.deletions(b.Deletions) },
			func(c *commit) error { return c.officials(b.Officials) },
			func(c *commit) error { return c.keepUndecoded(b.Undecoded) },
			func(c *commit) error { return c.keepGaps(b.Gaps) })
		if errors.Is(err, errManyHeld) {
			if err = s.commit(ctx, source, &all, func(c *commit) error { return c.heldFirst(ctx) }); err == nil {
				s.yield(ctx)
				continue
			}
		}
		if err != nil {
			return inbox.CommitStats{}, err
		}
		return all, nil
	}
}

// commit takes steps in one transaction and adds what they did to all.
func (s *Store) commit(ctx context.Context, source string, all *inbox.CommitStats, steps ...func(*commit) error) error {
	var did inbox.CommitStats
	err := s.update(ctx, "store what "+source+" brought", func(t *tx) error {
		c := &commit{tx: t, source: source, fromFile: inbox.IsImport(source), now: time.Now().UTC(),
			byRef: map[string]*entry{}, raw: map[*channel][]rawPiece{},
			keepsHeld: map[*channel]bool{}, changed: map[string]bool{},
			refs: t.bucket(bucketRefs), messages: t.bucket(bucketMessages)}
		for _, step := range steps {
			if err := step(c); err != nil {
				return err
			}
		}
		err := c.flush()
		did = c.stats
		return err
	})
	if err == nil {
		all.Add(did)
	}
	return err
}

// commit gathers what a batch changes, so that everything is written once, bucket by bucket, in the order of keys:
// that is several times faster than writing as it comes.
type commit struct {
	*tx
	source         string
	fromFile       bool // an export was read, perhaps an old one: it only fills in what is missing
	now            time.Time
	stats          inbox.CommitStats
	refs, messages *bbolt.Bucket
	// byRef finds what this batch has read or added, so that a message that comes twice is merged and not stored
	// twice.
	byRef     map[string]*entry
	entries   []*entry
	raw       map[*channel][]rawPiece
	keepsHeld map[*channel]bool // channels with messages whose date cannot be true
	changed   map[string]bool   // threads to be evaluated again; true: not only because messages came to them
}

// entry is a message that this commit reads or adds.
type entry struct {
	record
	channel   *channel
	ref, key  []byte
	added     bool
	counted   bool            // in Receipt.Changed already: a batch may carry a message twice
	write     bool            // differs from what is stored
	pending   bool            // its thread has to be evaluated again
	oldThread inbox.ThreadRef // the thread it is indexed under
}

// moveCursor compares and sets: of two processes that fetched from the same cursor the second is refused, so that
// nothing is counted twice and nothing passed over.
func (c *commit) moveCursor(from, next []byte) error {
	if c.source == "" {
		return errors.New("a source without a name cannot have a cursor")
	}
	cursors := c.bucket(bucketCursors)
	stored, err := c.cursor(c.source)
	switch {
	case err != nil:
		return err
	case !bytes.Equal(stored, from):
		return inbox.ErrCursorMoved
	case bytes.Equal(stored, next):
		return nil
	case len(next) == 0:
		return cursors.Delete([]byte(c.source))
	}
	return c.put(cursors, bucketCursors, []byte(c.source), next)
}

// tellApart finds out whether messages come from another chat than those that are stored without one, whose chat nobody
// told: a number that was given at another time is another message's. Then what is stored keeps to itself.
func (c *commit) tellApart(messages []inbox.Message) error {
	for _, m := range messages {
		ch := c.channels.byID[m.Channel]
		if ch == nil || m.Chat == "" || ch.homes[m.Kind] != "" {
			continue
		}
		ref := m.Ref()
		ref.Chat = ""
		key, err := refKey(ch, ref)
		if err != nil {
			return err
		}
		stored := c.refs.Get(key)
		if stored == nil {
			continue
		}
		sent, _, err := cutTime(stored)
		if err != nil {
			return corrupt(bucketRefs, key, err)
		}
		if !sent.Equal(m.Sent) {
			ch.makeHome(m.Kind, unknownChat)
		}
	}
	return nil
}

func (c *commit) homes(homes []inbox.Home) error {
	for _, h := range homes {
		if ch := c.channels.byID[h.Channel]; ch != nil {
			ch.makeHome(h.Kind, h.Chat)
		}
	}
	return nil
}

// message stores one message of the batch, known or not. Its dates are mended before anything is compared: else each
// reading would find another change.
func (c *commit) message(m *inbox.Message) error {
	ch, err := c.channel(m.Channel, true)
	if err != nil {
		return err
	}
	ch.makeHome(m.Kind, m.Chat)
	e, err := c.find(ch, m.Ref())
	if err != nil {
		return err
	}
	m = dateable(m, e, c.now)
	if e == nil {
		return c.unknown(ch, m)
	}
	if err := c.letGo(ch, m); err != nil {
		return err
	}
	did := e.merge(unchanged(&e.record, m), c.fromFile, c.now)
	e.write = e.write || did.write
	e.pending = e.pending || did.evaluated
	if !e.added {
		if did.deleted {
			c.stats.Deleted++
		}
		if did.count && !e.counted {
			e.counted = true
			c.stats.Changed++
		}
	}
	if did.count {
		c.keepRaw(e, m.Raw)
	}
	return nil
}

// unknown stores a message that is not stored yet, unless it must not be.
func (c *commit) unknown(ch *channel, m *inbox.Message) error {
	if fault := inbox.FaultOfDate(m.Sent, c.now); fault != "" {
		return c.hold(ch, m, fault)
	}
	// Only what is not stored can come back from a purge: known messages do not pay for this look.
	expired, erased, err := c.wasPurged(ch, m)
	switch {
	case err != nil:
		return err
	case expired:
		c.stats.Expired++
		return nil
	case erased:
		c.stats.Erased++
		return nil
	}
	return errors.Join(c.add(ch, m), c.letGo(ch, m))
}

func (c *commit) add(ch *channel, m *inbox.Message) error {
	ref, err := refKey(ch, m.Ref())
	if err != nil {
		return err
	}
	e := &entry{channel: ch, ref: ref, added: true, write: true, pending: true, oldThread: m.ThreadRef()}
	e.Message, e.dated = *m, !m.Edited.IsZero()
	// Raw replies have a bucket of their own, compressed and forgotten after rawKept.
	e.Raw, e.Revisions = nil, slices.Clone(m.Revisions)
	e.Sent, e.Edited, e.Deleted = m.Sent.UTC(), utc(m.Edited), utc(m.Deleted)
	e.FirstSeen, e.LastSeen = c.now, c.now
	e.key = messageKey(ref, e.Sent)
	c.byRef[string(ref)] = e
	c.entries = append(c.entries, e)
	c.stats.Added++
	ch.stored++
	ch.changed = true
	c.keepRaw(e, m.Raw)
	return nil
}

// find gives the entry of a message, reading it from the store at its first mention; nil if it is not stored.
func (c *commit) find(ch *channel, r inbox.Ref) (*entry, error) {
	ref, err := refKey(ch, r)
	if err != nil {
		return nil, err
	}
	if e := c.byRef[string(ref)]; e != nil {
		return e, nil
	}
	key, value, err := c.locate(c.refs, c.messages, ref)
	if err != nil || key == nil {
		return nil, err
	}
	stored, err := c.readMessage(key, value)
	if err != nil {
		return nil, err
	}
	e := &entry{record: *stored, channel: ch, ref: ref, key: key, oldThread: stored.ThreadRef()}
	c.byRef[string(ref)] = e
	c.entries = append(c.entries, e)
	return e, nil
}

// locate follows a reference to its message; a nil key if there is none.
func (t *tx) locate(refs, messages *bbolt.Bucket, ref []byte) (key, value []byte, err error) {
	at := refs.Get(ref)
	if at == nil {
		return nil, nil, nil
	}
	sent, _, err := cutTime(at)
	if err != nil {
		return nil, nil, corrupt(bucketRefs, ref, err)
	}
	key = messageKey(ref, sent)
	if value = messages.Get(key); value == nil {
		return nil, nil, corrupt(bucketRefs, ref, errors.New("its message is missing"))
	}
	return key, value, nil
}

func (c *commit) deletions(all []inbox.Deletion) error {
	for _, g := range all {
		if err := c.deleted(g); err != nil {
			return err
		}
	}
	return nil
}

// deleted marks a message as gone. One that is not stored is passed over: nobody ever saw it here.
func (c *commit) deleted(g inbox.Deletion) error {
	ch, err := c.channel(g.Ref.Channel, false)
	if err != nil || ch == nil {
		return err
	}
	e, err := c.find(ch, g.Ref)
	if err != nil || e == nil {
		return err
	}
	at := g.Noticed
	if at.IsZero() || inbox.FaultOfDate(at, c.now) == inbox.DateAhead {
		at = c.now
	}
	var did effect
	e.delete(at, &did)
	if !did.write {
		return nil
	}
	// Evaluated again: what is gone may have been an answer, or have waited for one.
	e.write, e.pending = true, true
	if !e.added {
		c.stats.Deleted++
		if !e.counted {
			e.counted = true
			c.stats.Changed++
		}
	}
	return nil
}

// flush writes the messages and their indexes. Compressing the raw replies goes on beside it; whatever fails, that
// has ended before flush returns.
func (c *commit) flush() error {
	packed := c.packRaw()
	defer func() {
		for range packed { // after an error too: nobody reads the batch once Commit has returned
		}
	}()
	w := writes{tx: c.tx}
	for i, name := range bucketNames {
		if name == bucketMessages || name == bucketRefs || name == bucketThreads {
			w.buckets[i] = make([]pair, 0, len(c.entries))
		}
	}
	for _, e := range c.entries {
		if !e.write {
			continue
		}
		if err := c.write(&w, e); err != nil {
			return err
		}
	}
	if err := errors.Join(w.flush(), c.markThreads()); err != nil {
		return err
	}
	if err := c.putRaw(packed); err != nil {
		return err
	}
	if err := c.markLeft(w.left); err != nil {
		return err
	}
	return c.pruneRaw()
}

// write writes a message with its indexes, and rewrites the copy that waits.
func (c *commit) write(w *writes, e *entry) error {
	value, err := e.encode()
	if err != nil {
		return err
	}
	w.add(bucketMessages, e.key, value)
	if err := c.index(w, e); err != nil {
		return err
	}
	// A new message cannot wait yet: evaluating decides that.
	if e.added || c.bucket(bucketWaiting).Get(e.key) == nil {
		return nil
	}
	status, err := c.open(bucketStatuses, e.key, c.bucket(bucketStatuses).Get(e.key))
	if err != nil {
		return corrupt(bucketStatuses, e.key, err)
	}
	return c.copyWaiting(w, e.key, value, status)
}

// markThreads marks the threads of what was added or changed.
func (c *commit) markThreads() error {
	for _, thread := range slices.Sorted(maps.Keys(c.changed)) {
		mark := c.markAdded
		if c.changed[thread] {
			mark = c.markChanged
		}
		if err := mark([]byte(thread)); err != nil {
			return err
		}
	}
	return nil
}

func (c *commit) index(w *writes, e *entry) error {
	thread, err := threadKey(e.channel, e.ThreadRef())
	if err != nil {
		return err
	}
	if e.added {
		w.add(bucketRefs, e.ref, e.key[channelSize:channelSize+timeSize])
		w.add(bucketThreads, memberKey(thread, e.channel, &e.Message), nil)
	}
	if e.pending {
		c.changed[string(thread)] = c.changed[string(thread)] || !e.added
	}
	if e.added || e.ThreadRef() == e.oldThread {
		return nil
	}
	// A comment turned out to belong to another thread: both are evaluated again, unless nothing is left of the old
	// one.
	w.add(bucketThreads, memberKey(thread, e.channel, &e.Message), nil)
	return c.leave(w, e)
}

// leave takes a message out of the thread it was indexed under.
func (c *commit) leave(w *writes, e *entry) error {
	old, err := threadKey(e.channel, e.oldThread)
	if err != nil {
		return err
	}
	threads := c.bucket(bucketThreads)
	was := e.Message
	was.Thread, was.ThreadChat = e.oldThread.ID, e.oldThread.Chat
	if err := threads.Delete(memberKey(old, e.channel, &was)); err != nil {
		return fmt.Errorf("move a message to its thread: %w", err)
	}
	w.left = append(w.left, old)
	return nil
}

// markLeft marks the threads that lost a message; after the writes, which may have filled them again.
func (c *commit) markLeft(left [][]byte) error {
	threads, pending := c.bucket(bucketThreads), c.bucket(bucketPending)
	for _, thread := range left {
		var err error
		if next, _ := threads.Cursor().Seek(thread); bytes.HasPrefix(next, thread) {
			err = c.markChanged(thread)
		} else {
			err = pending.Delete(thread)
		}
		if err != nil {
			return fmt.Errorf("mark the thread a message left: %w", err)
		}
	}
	return nil
}

func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

// writes are Puts that wait to be sorted. The slices given must stay unchanged until the transaction ends.
type writes struct {
	tx      *tx
	buckets [len(bucketNames)][]pair
	left    [][]byte // threads that a message was taken out of
}

type pair struct{ key, value []byte }

func (w *writes) add(bucket string, key, value []byte) {
	i := slices.Index(bucketNames[:], bucket)
	w.buckets[i] = append(w.buckets[i], pair{key, value})
}

func (w *writes) flush() error {
	for i, pairs := range w.buckets {
		if len(pairs) == 0 {
			continue
		}
		name := bucketNames[i]
		slices.SortFunc(pairs, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
		// Whoever adds a key twice has to add the same value: which of two would stay is not defined.
		pairs = slices.CompactFunc(pairs, func(a, b pair) bool { return bytes.Equal(a.key, b.key) })
		b := w.tx.bucket(name)
		for _, p := range pairs {
			if err := w.tx.put(b, name, p.key, p.value); err != nil {
				return err
			}
		}
	}
	return nil
}
