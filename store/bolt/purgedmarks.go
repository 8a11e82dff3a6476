package bolt

import (
	"bytes"
	"cmp"
	"context"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
)

// What was purged must not come back as new with the next reading. What is kept for that is days, numbers, and hashes
// under the store's salt: whoever has the salt can try all numbers, so a sealed store seals it.
//
// The keys of bucket "purged" are the channel, one of these letters and what follows.
const (
	purgedMessage = 'm' // + hash of a reference: not to be stored again; value: why it was purged by itself
	purgedDialog  = 'd' // + hash of a dialog: value: the newest number that was purged of it, and when
	// + kind and thread as in a thread's key: value: when its first comment was sent, which is purged
	purgedHead = 't'
)

// Why a message was purged by itself. Its author demanded it, for the channels where the demand left such marks or for
// all: a restored backup that holds the message has the demand carried out again. Otherwise it stood in that person's
// dialog, or its date lies ahead. Earlier versions kept the time of sending here.
const (
	demandedHere       = 'h'
	demandedEverywhere = 'e'
	purgedOtherwise    = 'o'
)

// purgedDay is how exactly the time of a purge, or of what was purged, is kept: a certificate names the second.
const purgedDay = 24 * time.Hour

// purgedEnd is where a dialog was purged up to. Without it the whole dialog would be read again from its beginning.
type purgedEnd struct {
	ID string `cbor:"1,keyasint,omitempty"` // the platform's number of the newest message that was purged
	// At is the day when, so that edits older than it are not looked for.
	At   int64 `cbor:"2,keyasint,omitempty"`
	AtNs int32 `cbor:"3,keyasint,omitempty"`
}

func purgedKey(ch *channel, what byte, rest []byte) []byte {
	return append(append(appendChannel(nil, ch), what), rest...)
}

// purgedBucket is nil in a file that is read as an older program left it.
func (t *tx) purgedBucket() *bbolt.Bucket { return t.Bucket([]byte(bucketPurged)) }

func messageMark(salt []byte, ch *channel, r inbox.Ref) []byte {
	return purgedKey(ch, purgedMessage, hashed(salt, "message", string(r.Kind), ch.dialog(r), r.ID))
}

func dialogMark(salt []byte, ch *channel, r inbox.ThreadRef) []byte {
	return purgedKey(ch, purgedDialog, hashed(salt, "dialog", scoped(ch.foreign(r.Kind, r.Chat), r.ID)))
}

// dialog is a reference's dialog with its chat, as keys write it.
func (c *channel) dialog(r inbox.Ref) string { return scoped(c.foreign(r.Kind, r.Chat), r.Dialog) }

// wasPurged reports whether a message that is not stored must not be stored: expired, it is from before what was
// purged of the channel by its age; erased, it was purged itself.
func (t *tx) wasPurged(ch *channel, m *inbox.Message) (expired, erased bool, err error) {
	if !ch.retentionCutoff.IsZero() && m.Sent.Before(ch.retentionCutoff) {
		return true, false, nil
	}
	erased, err = t.wasErased(ch, m.Ref())
	return false, erased, err
}

// wasErased reports whether a message was purged itself, and not for its age alone.
func (t *tx) wasErased(ch *channel, r inbox.Ref) (bool, error) {
	b := t.purgedBucket()
	if b == nil {
		return false, nil
	}
	salt, err := t.salt(false)
	if err != nil || salt == nil {
		return false, err
	}
	return b.Get(messageMark(salt, ch, r)) != nil, nil
}

// Purged implements store.Store.
func (s *Store) Purged(ctx context.Context, ref inbox.ThreadRef) (purged bool, err error) {
	err = s.view(ctx, "look up what was purged", func(t *tx) error {
		ch := t.channels.byID[ref.Channel]
		if ch == nil {
			return nil
		}
		if ref.Kind == inbox.Direct {
			tail, err := t.purgedTail(ch, ref)
			purged = tail != nil
			return err
		}
		purged = !ch.retentionCutoff.IsZero()
		if b := t.purgedBucket(); b != nil && !purged {
			prefix := purgedKey(ch, purgedMessage, nil)
			k, _ := b.Cursor().Seek(prefix)
			purged = bytes.HasPrefix(k, prefix)
		}
		return nil
	})
	return purged, err
}

// purgedTail is a stand-in for the newest message that was purged of a dialog; nil if none was. Collectors go on behind
// the newest message that is known.
func (t *tx) purgedTail(ch *channel, dialog inbox.ThreadRef) (*inbox.Message, error) {
	b := t.purgedBucket()
	if b == nil {
		return nil, nil
	}
	salt, err := t.salt(false)
	if err != nil || salt == nil {
		return nil, err
	}
	key := dialogMark(salt, ch, dialog)
	value := b.Get(key)
	if value == nil {
		return nil, nil
	}
	var end purgedEnd
	if err := decode(value, &end); err != nil {
		return nil, corrupt(bucketPurged, key, err)
	}
	at := timeOf(end.At, end.AtNs)
	return &inbox.Message{Channel: ch.id, Kind: inbox.Direct, Chat: dialog.Chat, Thread: dialog.ID, ID: end.ID,
		Sent: at, Edited: at}, nil
}

// purgedHead is a stand-in for the purged first comment of a thread, or nil. Without it a reply that names nobody, and
// so answered that comment, would count as an answer to whoever is first now.
func (t *tx) purgedHead(ch *channel, thread []byte) (*inbox.Message, error) {
	b := t.purgedBucket()
	if b == nil {
		return nil, nil
	}
	key := headKey(ch, thread)
	value := b.Get(key)
	if value == nil {
		return nil, nil
	}
	sent, _, err := cutTime(value)
	if err != nil {
		return nil, corrupt(bucketPurged, key, err)
	}
	_, ref, _, err := cutThreadKey(thread)
	if err != nil {
		return nil, corrupt(bucketPurged, key, err)
	}
	return &inbox.Message{Channel: ch.id, Kind: ref.Kind, Chat: cmp.Or(ref.Chat, ch.homes[ref.Kind]), Thread: ref.ID,
		ID: "~", Sent: sent, Automatic: true,
		Author: inbox.Author{Official: true}}, nil
}

func headKey(ch *channel, thread []byte) []byte {
	return purgedKey(ch, purgedHead, thread[channelSize:])
}

// recordPurged notes that a message was purged. byItself: it does not fall under the channel's cutoff.
func (e *eraser) recordPurged(ch *channel, m *inbox.Message, byItself bool) error {
	b := e.bucket(bucketPurged)
	if byItself {
		why := byte(purgedOtherwise)
		switch {
		case !e.demand() || m.Author.Official || m.Author.ID != e.Author:
		case len(e.Channels) > 0:
			why = demandedHere
		default:
			why = demandedEverywhere
		}
		if err := e.put(b, bucketPurged, messageMark(e.salt, ch, m.Ref()), []byte{why}); err != nil {
			return err
		}
	}
	if m.Kind != inbox.Direct {
		return nil
	}
	key := dialogMark(e.salt, ch, m.ThreadRef())
	end := purgedEnd{ID: m.ID}
	if value := b.Get(key); value != nil {
		var before purgedEnd
		if err := decode(value, &before); err != nil {
			return corrupt(bucketPurged, key, err)
		}
		if inbox.CompareIDs(before.ID, end.ID) > 0 {
			end.ID = before.ID
		}
	}
	end.At, end.AtNs = moment(e.now.Truncate(purgedDay))
	value, err := encode(&end)
	if err != nil {
		return err
	}
	return e.put(b, bucketPurged, key, value)
}
