package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"otklik/internal/inbox"
	"otklik/store"
)

// A message whose date cannot be true (inbox.FaultOfDate) is kept among the undecoded pieces, whole: dated as it says
// it would outlive every purge, or fall under the next one, and stand in no digest's period. This machine's clock may
// be what is wrong, so each commit looks whether the date can be true by now, and then stores the message as if it
// had just come.

// heldMark begins the keys of such pieces: channel, this, kind, thread, id. No platform's id begins with it.
const heldMark = scopeMark + "held" + scopeMark

// heldAtOnce bounds how many messages one transaction takes over.
const heldAtOnce = 2000

// heldValue is a message with what its key would say.
type heldValue struct {
	Kind    string          `cbor:"1,keyasint"`
	Chat    string          `cbor:"2,keyasint,omitempty"`
	Thread  string          `cbor:"3,keyasint,omitempty"`
	ID      string          `cbor:"4,keyasint"`
	Sent    int64           `cbor:"5,keyasint,omitempty"`
	SentNs  int32           `cbor:"6,keyasint,omitempty"`
	Message cbor.RawMessage `cbor:"7,keyasint"` // a message
}

func (h *heldValue) sent() time.Time { return timeOf(h.Sent, h.SentNs) }

func (h *heldValue) record(channel inbox.ChannelID) (*record, error) {
	var v messageValue
	if err := decode(h.Message, &v); err != nil {
		return nil, err
	}
	ref := inbox.Ref{Channel: channel, Kind: inbox.Kind(h.Kind), Chat: h.Chat, ID: h.ID}
	if ref.Kind == inbox.Direct {
		ref.Dialog = h.Thread
	}
	return v.record(ref, h.sent()), nil
}

// heldOf are the keys of the messages held for a thread, without their ids.
func heldOf(ch *channel, r inbox.ThreadRef) ([]byte, error) {
	thread, err := threadKey(ch, r)
	if err != nil {
		return nil, err
	}
	return append(append(appendChannel(nil, ch), heldMark...), thread[channelSize:]...), nil
}

func heldKey(ch *channel, m *inbox.Message) ([]byte, error) {
	key, err := heldOf(ch, m.ThreadRef())
	return append(key, scoped(ch.foreign(m.Kind, m.Chat), m.ID)...), err
}

// dateable is a message with what is wrong with its other dates mended: a change or a deletion that is still to come
// was noticed now. stored is what is known of it; nil: nothing.
func dateable(m *inbox.Message, stored *entry, now time.Time) *inbox.Message {
	ahead := func(t time.Time) bool { return inbox.FaultOfDate(t, now) == inbox.DateAhead }
	if ahead(m.Sent) && stored == nil || !ahead(m.Edited) && !ahead(m.Deleted) &&
		!slices.ContainsFunc(m.Revisions, func(r inbox.Revision) bool { return ahead(r.Until) }) {
		return m // a message ahead itself keeps its dates: the clock may be behind
	}
	mended := *m
	if ahead(m.Edited) {
		mended.Edited = now
		if stored != nil && stored.Text == m.Text {
			mended.Edited = time.Time{} // else each reading would change it once more
		}
	}
	if ahead(m.Deleted) {
		mended.Deleted = now
	}
	mended.Revisions = slices.Clone(m.Revisions)
	for i := range mended.Revisions {
		if ahead(mended.Revisions[i].Until) {
			mended.Revisions[i].Until = now
		}
	}
	return &mended
}

// hold keeps a message aside, or brings one up to date that is held already.
func (c *commit) hold(ch *channel, m *inbox.Message, fault inbox.DateFault) error {
	if _, err := refKey(ch, m.Ref()); err != nil {
		return err
	}
	if erased, err := c.wasErased(ch, m.Ref()); err != nil || erased {
		c.stats.Erased++
		return err
	}
	c.stats.Held++
	key, err := heldKey(ch, m)
	if err != nil {
		return err
	}
	b := c.bucket(bucketUndecoded)
	u := undecodedValue{Raw: m.Raw, Problem: "its date cannot be true: " + string(fault)}
	u.Seen, u.SeenNs = moment(c.now)
	r := &record{Message: *m, dated: !m.Edited.IsZero()}
	// Held already. When it came first decides how long it is kept, so that stays.
	if value := b.Get(key); value != nil {
		var before undecodedValue
		if err := c.decode(bucketUndecoded, key, value, &before); err != nil {
			return err
		}
		if r, err = before.heldRecord(ch.id); err != nil {
			return corrupt(bucketUndecoded, key, err)
		}
		if !r.merge(m, c.fromFile, c.now).count {
			return nil
		}
		u.Seen, u.SeenNs = before.Seen, before.SeenNs
	} else {
		c.stats.Undecoded++
		ch.undecoded++
		ch.changed = true
	}
	c.keepsHeld[ch] = true
	message, err := r.encode()
	if err != nil {
		return err
	}
	u.Held = &heldValue{Kind: string(m.Kind), Chat: m.Chat, Thread: m.Thread, ID: m.ID, Message: message}
	u.Held.Sent, u.Held.SentNs = moment(m.Sent)
	value, err := encode(&u)
	if err != nil {
		return err
	}
	return c.put(b, bucketUndecoded, key, value)
}

func (u *undecodedValue) heldRecord(channel inbox.ChannelID) (*record, error) {
	if u.Held == nil {
		return nil, errors.New("it holds no message")
	}
	return u.Held.record(channel)
}

// eachHeld visits the messages held for a channel, whose keys begin with prefix.
func (t *tx) eachHeld(ctx context.Context, ch *channel, prefix []byte,
	fn func(u *undecodedValue, r *record) error) error {
	return t.scan(ctx, bucketUndecoded, prefix, func(k, v []byte) error {
		var u undecodedValue
		if err := t.decode(bucketUndecoded, k, v, &u); err != nil {
			return err
		}
		r, err := u.heldRecord(ch.id)
		if err != nil {
			return corrupt(bucketUndecoded, k, err)
		}
		return fn(&u, r)
	})
}

// heldDue are messages whose date can be true by now, as many as a transaction takes over; more: there are others.
func (c *commit) heldDue(ctx context.Context) (due []inbox.Message, more bool, err error) {
	for _, ch := range c.channels.byNumber {
		err := c.eachHeld(ctx, ch, append(appendChannel(nil, ch), heldMark...),
			func(u *undecodedValue, r *record) error {
				c.keepsHeld[ch] = true
				if inbox.FaultOfDate(r.Sent, c.now) != "" {
					return nil
				}
				if len(due) == heldAtOnce {
					return errEnough
				}
				m := r.Message
				m.Raw = bytes.Clone(u.Raw)
				due = append(due, m)
				return nil
			})
		var broken *store.CorruptError // nothing new may be refused because of it: Check names it
		switch {
		case errors.Is(err, errEnough):
			return due, true, nil
		case err != nil && !errors.As(err, &broken):
			return nil, false, err
		}
	}
	return due, false, nil
}

// errManyHeld says that more messages were held than one transaction takes over.
var errManyHeld = errors.New("many messages were held")

// heldAndNew stores the messages that were held and whose date can be true by now, and the new ones; errManyHeld where
// there are too many of the first.
func (c *commit) heldAndNew(ctx context.Context, fresh []inbox.Message) error {
	due, more, err := c.heldDue(ctx)
	if more {
		return errManyHeld
	}
	if err != nil {
		return err
	}
	return c.store(slices.Concat(due, fresh))
}

// heldFirst stores some of the messages that were held and whose date can be true by now.
func (c *commit) heldFirst(ctx context.Context) error {
	due, _, err := c.heldDue(ctx)
	if err != nil {
		return err
	}
	return c.store(due)
}

// store stores messages, known or not.
func (c *commit) store(messages []inbox.Message) error {
	if err := c.tellApart(messages); err != nil {
		return err
	}
	for i := range messages {
		if err := c.message(&messages[i]); err != nil {
			return err
		}
	}
	return nil
}

// letGo forgets the piece of a message that is stored.
func (c *commit) letGo(ch *channel, m *inbox.Message) error {
	// Hardly any channel holds a message: the others are spared a look for each.
	if !c.keepsHeld[ch] {
		return nil
	}
	key, err := heldKey(ch, m)
	if err != nil {
		return err
	}
	b := c.bucket(bucketUndecoded)
	if b.Get(key) == nil {
		return nil
	}
	ch.undecoded--
	ch.changed = true
	if err := b.Delete(key); err != nil {
		return fmt.Errorf("forget a piece whose message is stored: %w", err)
	}
	return nil
}

// heldIn are the messages held for a thread: collectors take them for stored, because they need not be read again.
func (t *tx) heldIn(ctx context.Context, ch *channel, thread inbox.ThreadRef) (held []inbox.Message, err error) {
	prefix, err := heldOf(ch, thread)
	if err != nil {
		return nil, err
	}
	err = t.eachHeld(ctx, ch, prefix, func(_ *undecodedValue, r *record) error {
		held = append(held, r.Message)
		return nil
	})
	return held, err
}

// heldThread finds the thread of a message that is held; the zero ThreadRef if it is not.
func (t *tx) heldThread(ctx context.Context, ref inbox.Ref) (thread inbox.ThreadRef, err error) {
	ch := t.channels.byID[ref.Channel]
	if ch == nil {
		return thread, nil
	}
	err = t.eachHeld(ctx, ch, append(appendChannel(nil, ch), heldMark...), func(_ *undecodedValue, r *record) error {
		if r.Ref() == ref {
			thread = r.ThreadRef()
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return thread, err
}

// Ahead counts the stored messages of a channel that are dated later than a day from now: an earlier version stored
// them so, or this machine's clock is behind.
func (s *Store) Ahead(ctx context.Context, id inbox.ChannelID, now time.Time) (n int, err error) {
	err = s.view(ctx, "count what is dated in the future", func(t *tx) error {
		ch, err := t.channel(id, false)
		if err != nil || ch == nil {
			return err
		}
		return t.scanFrom(ctx, bucketMessages, appendChannel(nil, ch), aheadOf(ch, now), func(_, _ []byte) error {
			n++
			return nil
		})
	})
	return n, err
}

// aheadOf is where the keys of messages begin that are dated later than a day from now.
func aheadOf(ch *channel, now time.Time) []byte {
	return appendTime(appendChannel(nil, ch), time.Unix(now.Add(inbox.AheadBy).Unix()+1, 0))
}
