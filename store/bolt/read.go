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

// chunk is how many records Each reads in one transaction.
const chunk = 500

// reportCorrupt is how many unreadable records an error names.
const reportCorrupt = 5

// scan visits all entries of a bucket that start with prefix. A *CorruptError does not stop it: the others are visited,
// then the errors are returned together.
func (t *tx) scan(ctx context.Context, bucket string, prefix []byte, fn func(k, v []byte) error) error {
	return t.scanFrom(ctx, bucket, prefix, prefix, fn)
}

// scanFrom is scan from a key on. The context is looked at every few hundred entries: most cost less than the look.
func (t *tx) scanFrom(ctx context.Context, bucket string, prefix, from []byte, fn func(k, v []byte) error) error {
	var broken brokenRecords
	cursor := t.bucket(bucket).Cursor()
	n := 0
	for k, v := cursor.Seek(from); k != nil && bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
		if n++; n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := broken.pass(fn(k, v)); err != nil {
			return err
		}
	}
	return broken.err()
}

// brokenRecords gathers unreadable records so that they do not hide the readable ones.
type brokenRecords struct {
	first []error
	more  int
}

// pass remembers a *CorruptError and lets any other error through.
func (b *brokenRecords) pass(err error) error {
	var c *store.CorruptError
	switch {
	case !errors.As(err, &c):
		return err
	case len(b.first) < reportCorrupt:
		b.first = append(b.first, err)
	default:
		b.more++
	}
	return nil
}

func (b *brokenRecords) err() error {
	if b.more > 0 {
		return errors.Join(append(b.first, fmt.Errorf("and %d more records", b.more))...)
	}
	return errors.Join(b.first...)
}

// load reads a message and its status.
func (t *tx) load(key []byte) (inbox.Record, error) {
	value := t.bucket(bucketMessages).Get(key)
	if value == nil {
		return inbox.Record{}, corrupt(bucketMessages, key, errors.New("it is missing"))
	}
	return t.complete(key, value, t.bucket(bucketStatuses).Get(key))
}

// complete opens and decodes a message and its status, if it has one.
func (t *tx) complete(key, value, status []byte) (inbox.Record, error) {
	value, err := t.open(bucketMessages, key, value)
	if err != nil {
		return inbox.Record{}, corrupt(bucketMessages, key, err)
	}
	if status, err = t.open(bucketStatuses, key, status); err != nil {
		return inbox.Record{}, corrupt(bucketStatuses, key, err)
	}
	return t.parse(key, value, status)
}

// parse is complete for values that are open.
func (t *tx) parse(key, value, status []byte) (inbox.Record, error) {
	r, err := t.parseMessage(key, value)
	if err != nil {
		return inbox.Record{}, err
	}
	out := inbox.Record{Message: r.Message}
	// The official's side has no states. A status from before that was known is not shown, and goes with the next
	// evaluation.
	if r.Author.Official {
		return out, nil
	}
	if status != nil {
		var v statusValue
		if err := decode(status, &v); err != nil {
			return inbox.Record{}, corrupt(bucketStatuses, key, err)
		}
		out.Status = v.status(r.Ref())
	}
	return out, nil
}

// Waiting implements store.Store. The copies hold message and status side by side: one walk gives both.
func (s *Store) Waiting(ctx context.Context, channels []inbox.ChannelID, fn func(inbox.Record) error) error {
	return s.view(ctx, "read the waiting messages", func(t *tx) error {
		var broken brokenRecords
		for _, id := range channels {
			ch := t.channels.byID[id]
			if ch == nil {
				continue
			}
			err := t.scan(ctx, bucketWaiting, appendChannel(nil, ch), func(k, v []byte) error {
				var waits waitingValue
				if err := t.decode(bucketWaiting, k, v, &waits); err != nil {
					return err
				}
				r, err := t.parse(k, waits.Message, waits.Status)
				if err != nil {
					return err
				}
				return fn(r)
			})
			if err := broken.pass(err); err != nil {
				return err
			}
		}
		return broken.err()
	})
}

// Closed implements store.Store.
func (s *Store) Closed(ctx context.Context, channels []inbox.ChannelID, since time.Time,
	fn func(inbox.Record) error) error {
	return s.view(ctx, "read the closed messages", func(t *tx) error {
		var broken brokenRecords
		for _, id := range channels {
			ch := t.channels.byID[id]
			if ch == nil {
				continue
			}
			prefix := appendChannel(nil, ch)
			err := t.scanFrom(ctx, bucketClosed, prefix, appendTime(appendChannel(nil, ch), since),
				func(k, _ []byte) error {
					key := messageKeyOfClosed(k)
					if key == nil {
						return corrupt(bucketClosed, k, errKey)
					}
					r, err := t.load(key)
					if err != nil {
						return err
					}
					return fn(r)
				})
			if err := broken.pass(err); err != nil {
				return err
			}
		}
		return broken.err()
	})
}

// Each implements store.Store. fn runs outside of the transactions.
func (s *Store) Each(ctx context.Context, fn func(inbox.Record) error) error {
	var broken brokenRecords
	var from []byte
	for {
		records, next, err := s.chunk(ctx, from)
		if err := broken.pass(err); err != nil {
			return err
		}
		for _, r := range records {
			if err := fn(r); err != nil {
				return err
			}
		}
		if next == nil {
			return broken.err()
		}
		from = next
	}
}

// chunk reads some records from a key on; next is where to go on, nil at the end.
func (s *Store) chunk(ctx context.Context, from []byte) (records []inbox.Record, next []byte, err error) {
	err = s.view(ctx, "read the messages", func(t *tx) error {
		var broken brokenRecords
		cursor, statuses := t.bucket(bucketMessages).Cursor(), t.bucket(bucketStatuses)
		seen := 0
		for k, v := cursor.Seek(from); k != nil; k, v = cursor.Next() {
			// Unreadable records count as well: a run of them must not stretch the transaction.
			if seen++; seen > chunk {
				next = bytes.Clone(k)
				break
			}
			r, err := t.complete(k, v, statuses.Get(k))
			if err := broken.pass(err); err != nil {
				return err
			}
			if err == nil {
				records = append(records, r)
			}
		}
		return broken.err()
	})
	return records, next, err
}

// Between implements store.Store.
func (s *Store) Between(ctx context.Context, channels []inbox.ChannelID, from, to time.Time,
	fn func(inbox.Record) error) error {
	return s.view(ctx, "read the messages of a time", func(t *tx) error {
		var broken brokenRecords
		statuses := t.bucket(bucketStatuses)
		for _, id := range channels {
			ch := t.channels.byID[id]
			if ch == nil {
				continue
			}
			end := appendTime(appendChannel(nil, ch), to)
			err := t.scanFrom(ctx, bucketMessages, appendChannel(nil, ch), appendTime(appendChannel(nil, ch), from),
				func(k, v []byte) error {
					if bytes.Compare(k, end) >= 0 {
						return errEnough
					}
					r, err := t.complete(k, v, statuses.Get(k))
					if err != nil {
						return broken.pass(err) // noted here, because errEnough ends the scan with what it noted
					}
					return fn(r)
				})
			if err != nil && !errors.Is(err, errEnough) {
				return err
			}
		}
		return broken.err()
	})
}

// errEnough ends a scan whose end was reached.
var errEnough = errors.New("enough")

// Message implements store.Store.
func (s *Store) Message(ctx context.Context, r inbox.Ref) (inbox.Record, error) {
	var out inbox.Record
	err := s.view(ctx, "read a message", func(t *tx) error {
		key, value, err := t.lookup(r)
		if err != nil {
			return err
		}
		out, err = t.complete(key, value, t.bucket(bucketStatuses).Get(key))
		return err
	})
	return out, err
}

// lookup finds a message by its identity; ErrNotFound if it is not stored.
func (t *tx) lookup(r inbox.Ref) (key, value []byte, err error) {
	ch := t.channels.byID[r.Channel]
	if ch == nil {
		return nil, nil, store.ErrNotFound
	}
	ref, err := refKey(ch, r)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", store.ErrNotFound, err)
	}
	key, value, err = t.locate(t.bucket(bucketRefs), t.bucket(bucketMessages), ref)
	if err == nil && key == nil {
		err = store.ErrNotFound
	}
	return key, value, err
}

// Known implements store.Store.
func (s *Store) Known(ctx context.Context, ref inbox.ThreadRef) ([]inbox.Message, error) {
	k := known{ref: ref}
	err := s.walk(ctx, func(ctx context.Context, from []byte) (next []byte, err error) {
		err = s.view(ctx, "read a thread", func(t *tx) error {
			next, err = k.piece(ctx, t, from)
			return err
		})
		return next, err
	})
	slices.SortStableFunc(k.messages, inbox.Compare)
	return k.messages, err
}

// known is a thread as far as it was read.
type known struct {
	ref      inbox.ThreadRef
	messages []inbox.Message
	broken   brokenRecords
}

func (k *known) add(m *inbox.Message) error {
	m.Text, m.Revisions = "", nil
	k.messages = append(k.messages, *m)
	return nil
}

// piece reads the next messages, from a key on, and at the end what stands beside them.
func (k *known) piece(ctx context.Context, t *tx, from []byte) (next []byte, err error) {
	ch := t.channels.byID[k.ref.Channel]
	if ch == nil {
		return nil, nil
	}
	thread, err := threadKey(ch, k.ref)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(from, thread) { // the beginning, or the thread has another key by now
		k.messages, from = nil, thread
	}
	next, err = t.members(t.allowance(), thread, from, &k.broken, k.add)
	if err != nil || next != nil {
		return next, err
	}
	// What is held aside for its date counts as known: a collector that did not find it would fetch it with every
	// reading.
	held, err := t.heldIn(ctx, ch, k.ref)
	for i := range held {
		_ = k.add(&held[i])
	}
	if err := k.broken.pass(err); err != nil {
		return nil, err
	}
	// A purged dialog has left the number of its last message: collectors go on behind it, not from the beginning.
	if k.ref.Kind == inbox.Direct {
		tail, err := t.purgedTail(ch, k.ref)
		if tail != nil && !slices.ContainsFunc(k.messages,
			func(m inbox.Message) bool { return inbox.CompareIDs(m.ID, tail.ID) >= 0 }) {
			k.messages = append(k.messages, *tail)
		}
		if err := k.broken.pass(err); err != nil {
			return nil, err
		}
	}
	return nil, k.broken.err()
}

// Thread implements store.Store.
func (s *Store) Thread(ctx context.Context, r inbox.Ref) (inbox.ThreadRef, error) {
	record, err := s.Message(ctx, r)
	switch {
	case errors.Is(err, store.ErrNotFound):
		var thread inbox.ThreadRef
		err := s.view(ctx, "look for a thread among what is kept undecoded", func(t *tx) (err error) {
			thread, err = t.heldThread(ctx, r)
			return err
		})
		return thread, err
	case err != nil:
		return inbox.ThreadRef{}, err
	}
	return record.Message.ThreadRef(), nil
}
