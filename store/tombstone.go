package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"otklik/inbox"
)

// What was purged must not come back as new with the next reading. What is kept for that tells nothing about anybody
// without what it is compared with: times, numbers, and hashes under a key that is drawn for each store.
//
// The keys of bucket "purged" are the channel, one of these letters and what follows.
const (
	purgedMessage = 'm' // + hash of a reference: not to be stored again; value: its time of sending
	purgedDialog  = 'd' // + hash of a dialog: value: the newest number that was purged of it, and when
	purgedHead    = 't' // + kind and thread as in a thread's key: value: when its first comment was sent, which is purged
)

// keySalt is the entry of bucket meta with the key of all hashes.
var keySalt = []byte("salt")

const saltSize = 32

// purgedEnd is where a dialog was purged up to. Without it the whole dialog would be read again from its beginning.
type purgedEnd struct {
	ID string `cbor:"1,keyasint,omitempty"` // the platform's number of the newest message that was purged
	// At is when, so that edits older than it are not looked for.
	At   int64 `cbor:"2,keyasint,omitempty"`
	AtNs int32 `cbor:"3,keyasint,omitempty"`
}

// salt is the key of the store's hashes; with create it is drawn where there is none yet, else nil.
func (t *tx) salt(create bool) ([]byte, error) {
	meta := t.bucket(bucketMeta)
	if stored := meta.Get(keySalt); len(stored) == saltSize {
		return stored, nil
	}
	if !create {
		return nil, nil
	}
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails, see crypto/rand
	if err := meta.Put(keySalt, salt); err != nil {
		return nil, fmt.Errorf("keep the key of the hashes: %w", err)
	}
	return salt, nil
}

// hashed is 16 bytes that stand for the parts.
func hashed(salt []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, salt)
	for _, p := range parts {
		h.Write(appendString(nil, p))
	}
	return h.Sum(nil)[:16]
}

// pseudonym stands for an id in acts and in depersonalised messages: "~" and 16 letters and digits.
func pseudonym(salt []byte, parts ...string) string {
	return "~" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(hashed(salt, parts...)[:10]))
}

func purgedKey(ch *channel, what byte, rest []byte) []byte {
	return append(append(appendChannel(nil, ch), what), rest...)
}

// purgedBucket is nil in a file that is read as an older program left it.
func (t *tx) purgedBucket() *bolt.Bucket { return t.Bucket([]byte(bucketPurged)) }

func messageMark(salt []byte, ch *channel, r inbox.Ref) []byte {
	return purgedKey(ch, purgedMessage, hashed(salt, "message", string(r.Kind), ch.dialog(r), r.ID))
}

func dialogMark(salt []byte, ch *channel, r inbox.ThreadRef) []byte {
	return purgedKey(ch, purgedDialog, hashed(salt, "dialog", scoped(ch.foreign(r.Kind, r.Chat), r.ID)))
}

// dialog is a reference's dialog with its chat, as keys write it.
func (c *channel) dialog(r inbox.Ref) string { return scoped(c.foreign(r.Kind, r.Chat), r.Dialog) }

// wasPurged reports whether a message that is not stored must not be stored: expired, it is from before what was purged of
// the channel by its age; erased, it was purged itself.
func (t *tx) wasPurged(ch *channel, m *inbox.Message) (expired, erased bool, err error) {
	if !ch.floor.IsZero() && m.Sent.Before(ch.floor) {
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

// Purged reports whether messages of a thread may have been purged. For comments it is known of the whole channel only.
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
		purged = !ch.floor.IsZero()
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
	return &inbox.Message{Channel: ch.id, Kind: inbox.Direct, Chat: dialog.Chat, Thread: dialog.ID, ID: end.ID, Sent: at, Edited: at}, nil
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
	return &inbox.Message{Channel: ch.id, Kind: ref.Kind, Chat: cmp.Or(ref.Chat, ch.homes[ref.Kind]), Thread: ref.ID, ID: "~", Sent: sent, Automatic: true,
		Author: inbox.Author{Official: true}}, nil
}

func headKey(ch *channel, thread []byte) []byte {
	return purgedKey(ch, purgedHead, thread[channelSize:])
}

// bury notes that a message was purged. byItself: it does not fall under the channel's floor.
func (t *tx) bury(salt []byte, ch *channel, m *inbox.Message, byItself bool, now time.Time) error {
	b := t.bucket(bucketPurged)
	if byItself {
		if err := t.put(b, bucketPurged, messageMark(salt, ch, m.Ref()), appendTime(nil, m.Sent)); err != nil {
			return err
		}
	}
	if m.Kind != inbox.Direct {
		return nil
	}
	key := dialogMark(salt, ch, m.ThreadRef())
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
	end.At, end.AtNs = moment(now)
	value, err := encode(&end)
	if err != nil {
		return err
	}
	return t.put(b, bucketPurged, key, value)
}
