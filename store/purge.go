package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
)

// PurgeMode says what becomes of what is purged.
type PurgeMode string

// The modes. In both, everything that was derived from a message goes with it: indexes, rulings, raw replies, digests
// that may quote it.
const (
	// Delete leaves nothing of a message.
	Delete PurgeMode = "delete"
	// Depersonalise leaves when and where something was written, its topic and the steps of its state, for the figures of
	// past months; never who, what, or under which number of the platform.
	Depersonalise PurgeMode = "depersonalise"
)

// PurgeOrder says what has to go. One of Before and Author is set.
type PurgeOrder struct {
	// Before: everything that was sent earlier goes.
	Before time.Time
	// Author of Platform: everything of one person goes, whenever it was sent, with the dialogs that were led with this
	// person alone. What others wrote stays; where it names the person by id or by full name, that is replaced.
	Platform inbox.Platform
	Author   string
	// Channels bounds the order; empty: all.
	Channels []inbox.ChannelID
	Mode     PurgeMode
	// At is now, in the office's time zone: its year numbers the act.
	At time.Time
}

// PurgeTools are what purging needs of others.
type PurgeTools struct {
	// Matcher is the one that EvaluatePending is given; nil if none is.
	Matcher inbox.Matcher
	// Blank takes the place of a kept digest that may quote what was purged.
	Blank []byte
	// LastAct gives the highest number of a year's acts that were written, whatever this store knows of them; nil: only
	// what it knows counts.
	LastAct func(year int) int
	// Municipality reports whether a register knows a municipality: any other is a word of the text, perhaps somebody's name,
	// and does not stay with what is depersonalised. Nil: all stay.
	Municipality func(name string) bool
	// Step, if set, is called after every transaction: tests end the process there.
	Step func()
}

// PurgeCount counts the purged messages of one kind in one channel.
type PurgeCount struct {
	Channel  inbox.ChannelID `cbor:"1,keyasint"`
	Kind     inbox.Kind      `cbor:"2,keyasint"`
	Messages int             `cbor:"3,keyasint,omitempty"` // all of them
	Official int             `cbor:"4,keyasint,omitempty"` // those of the official's side
	Waiting  int             `cbor:"5,keyasint,omitempty"` // those that still waited for an answer
}

// PurgeRecord is what is known of a purge, and the number of its act. It holds no personal data once Erased is set.
type PurgeRecord struct {
	// Year and Number are the act's. Number is given when the records are gone; 0: not yet, or there was nothing to purge.
	Year, Number int
	Order        PurgeOrder
	// Subject stands for Order.Author, which is forgotten when the purge is done; empty where no act is written.
	Subject string
	Started time.Time
	// Erased, Rewritten and Acted are when the records were gone, when the file was written anew without what had stood in
	// them, and when the act was written. Zero: not yet.
	Erased, Rewritten, Acted time.Time
	Counts                   []PurgeCount
	// Raw, Undecoded, Digests, Blanked, Rulings and Mentions count raw replies, undecoded pieces, digests that were deleted
	// or emptied, decisions of the office, and other people's messages in which the person was made unrecognisable.
	Raw, Unread, Digests, Blanked, Rulings, Mentions int
}

// Messages counts the messages of all channels.
func (r PurgeRecord) Messages() (n int) {
	for _, c := range r.Counts {
		n += c.Messages
	}
	return n
}

// Waiting counts those of them that had had no answer.
func (r PurgeRecord) Waiting() (n int) {
	for _, c := range r.Counts {
		n += c.Waiting
	}
	return n
}

// Empty reports whether there was nothing to purge.
func (r PurgeRecord) Empty() bool {
	return r.Messages()+r.Raw+r.Unread+r.Digests+r.Blanked+r.Rulings+r.Mentions == 0
}

// PurgeRow is one purged message, under pseudonyms: the same id has the same pseudonym in one purge and in no other.
type PurgeRow struct {
	Channel  inbox.ChannelID `cbor:"1,keyasint"`
	Kind     inbox.Kind      `cbor:"2,keyasint"`
	Message  string          `cbor:"3,keyasint"`           // stands for the message's number
	Subject  string          `cbor:"4,keyasint,omitempty"` // stands for its author; empty: the official's side, or not known
	At       int64           `cbor:"5,keyasint"`           // the minute when it was purged, in seconds since 1970
	Official bool            `cbor:"6,keyasint,omitempty"`
	Waiting  bool            `cbor:"7,keyasint,omitempty"`
}

// ErrOfficialAuthor says that the person whose messages are to be forgotten writes for the official's side.
var ErrOfficialAuthor = errors.New("this author writes for the official's side; take the id out of the channel's staff and out of its administrators first")

// purgeValue is a PurgeRecord and how far the work has come.
type purgeValue struct {
	Year      int          `cbor:"1,keyasint"`
	Number    int          `cbor:"2,keyasint"`
	Zone      int          `cbor:"3,keyasint,omitempty"` // of the act's date, in seconds east of Greenwich
	At        int64        `cbor:"4,keyasint"`
	Before    int64        `cbor:"5,keyasint,omitempty"`
	BeforeNs  int32        `cbor:"6,keyasint,omitempty"`
	Platform  string       `cbor:"7,keyasint,omitempty"`
	Author    string       `cbor:"8,keyasint,omitempty"` // until Erased
	Names     []string     `cbor:"9,keyasint,omitempty"` // under which the author was met; until Erased
	Subject   string       `cbor:"10,keyasint,omitempty"`
	Channels  []string     `cbor:"11,keyasint,omitempty"`
	Mode      string       `cbor:"12,keyasint"`
	Started   int64        `cbor:"13,keyasint,omitempty"`
	Erased    int64        `cbor:"14,keyasint,omitempty"`
	Rewritten int64        `cbor:"15,keyasint,omitempty"`
	Acted     int64        `cbor:"16,keyasint,omitempty"`
	Counts    []PurgeCount `cbor:"17,keyasint,omitempty"`
	Raw       int          `cbor:"18,keyasint,omitempty"`
	Unread    int          `cbor:"19,keyasint,omitempty"`
	Digests   int          `cbor:"20,keyasint,omitempty"`
	Blanked   int          `cbor:"21,keyasint,omitempty"`
	Rulings   int          `cbor:"22,keyasint,omitempty"`
	Mentions  int          `cbor:"23,keyasint,omitempty"`
	// Stage is the part of the work that is being done, From the key it goes on at.
	Stage int    `cbor:"24,keyasint,omitempty"`
	From  []byte `cbor:"25,keyasint,omitempty"`
	// ShownFrom and ShownTo bound the moments whose digests may quote what was purged; both 0: none does.
	ShownFrom int64 `cbor:"26,keyasint,omitempty"`
	ShownTo   int64 `cbor:"27,keyasint,omitempty"`
	// Key keys the pseudonyms of this purge, so that after a crash they are the same; until Erased. Earlier versions
	// had none.
	Key []byte `cbor:"28,keyasint,omitempty"`
}

func (v *purgeValue) record() PurgeRecord {
	zone := time.FixedZone("", v.Zone)
	at := func(seconds int64) time.Time {
		if seconds == 0 {
			return time.Time{}
		}
		return time.Unix(seconds, 0).In(zone)
	}
	r := PurgeRecord{Year: v.Year, Number: v.Number, Subject: v.Subject, Started: at(v.Started), Erased: at(v.Erased),
		Rewritten: at(v.Rewritten), Acted: at(v.Acted), Counts: v.Counts, Raw: v.Raw, Unread: v.Unread, Digests: v.Digests,
		Blanked: v.Blanked, Rulings: v.Rulings, Mentions: v.Mentions,
		Order: PurgeOrder{Before: timeOf(v.Before, v.BeforeNs), Platform: inbox.Platform(v.Platform), Author: v.Author,
			Mode: PurgeMode(v.Mode), At: at(v.At)}}
	for _, id := range v.Channels {
		r.Order.Channels = append(r.Order.Channels, inbox.ChannelID(id))
	}
	return r
}

func (v *purgeValue) covers(ch *channel) bool {
	return len(v.Channels) == 0 || slices.Contains(v.Channels, string(ch.id))
}

// demand reports whether the purge is one person's demand, not a matter of age.
func (v *purgeValue) demand() bool { return v.Before == 0 }

func (o PurgeOrder) value() (purgeValue, error) {
	switch {
	case o.Before.IsZero() == (o.Author == ""):
		return purgeValue{}, errors.New("a purge is either of what is older than a moment, or of one person's messages")
	case o.Mode != Delete && o.Mode != Depersonalise:
		return purgeValue{}, fmt.Errorf("a purge of mode %q is not known", o.Mode)
	}
	_, zone := o.At.Zone()
	v := purgeValue{Year: o.At.Year(), Zone: zone, At: o.At.Unix(), Platform: string(o.Platform), Author: o.Author, Mode: string(o.Mode),
		Started: o.At.Unix()}
	v.Before, v.BeforeNs = moment(o.Before)
	for _, id := range o.Channels {
		v.Channels = append(v.Channels, string(id))
	}
	return v, nil
}

func purgeKey(number uint64) []byte { return binary.BigEndian.AppendUint64(nil, number) }

// BeginPurge notes an order, so that it is carried out whatever happens to this process. From then on nothing of before
// o.Before is stored any more. id names the purge to the other methods.
func (s *Store) BeginPurge(ctx context.Context, o PurgeOrder) (id uint64, err error) {
	v, err := o.value()
	if err != nil {
		return 0, err
	}
	err = s.update(ctx, "begin to purge", func(t *tx) error {
		salt, err := t.salt(true)
		if err != nil {
			return err
		}
		v.Key = newSecret(saltSize)
		if o.Author != "" {
			v.Subject = veiled(v.Key, salt, "author", v.Platform, v.Author)
			if err := t.citizen(&v); err != nil {
				return err
			}
		}
		if id, err = t.bucket(bucketPurges).NextSequence(); err != nil {
			return fmt.Errorf("number a purge: %w", err)
		}
		if !o.Before.IsZero() {
			for _, ch := range t.channels.byNumber {
				if v.covers(ch) && ch.retentionCutoff.Before(o.Before) {
					ch.retentionCutoff, ch.changed = o.Before.UTC(), true
				}
			}
		}
		return t.putPurge(id, &v)
	})
	return id, err
}

// citizen refuses to forget somebody of the official's side.
func (t *tx) citizen(v *purgeValue) error {
	for _, ch := range t.channels.byNumber {
		if v.covers(ch) && t.bucket(bucketOfficials).Get(append(appendChannel(nil, ch), v.Author...)) != nil {
			official, err := t.onPlatform(ch, inbox.Platform(v.Platform))
			if err != nil {
				return err
			}
			if official {
				return fmt.Errorf("%w (channel %s)", ErrOfficialAuthor, ch.id)
			}
		}
	}
	return nil
}

// onPlatform reports whether a channel's messages are of a platform: all of a channel are of the same. A channel without
// messages is of any.
func (t *tx) onPlatform(ch *channel, p inbox.Platform) (bool, error) {
	prefix := appendChannel(nil, ch)
	k, value := t.bucket(bucketMessages).Cursor().Seek(prefix)
	if k == nil || !bytes.HasPrefix(k, prefix) {
		return true, nil
	}
	m, err := t.readMessage(k, value)
	if err != nil {
		return false, err
	}
	return m.Platform == p, nil
}

func (t *tx) eachPurge(fn func(key []byte, v *purgeValue) error) error {
	b := t.Bucket([]byte(bucketPurges))
	if b == nil {
		return nil
	}
	return b.ForEach(func(k, value []byte) error {
		var v purgeValue
		if err := t.decode(bucketPurges, k, value, &v); err != nil {
			return err
		}
		return fn(k, &v)
	})
}

// putPurge notes a purge. A demand makes the file one of this version of the format.
func (t *tx) putPurge(id uint64, v *purgeValue) error {
	if v.demand() { // earlier programs would bring the name back with the next reading, and the messages with a backup
		err := t.bucket(bucketMeta).Put(keyVersion, binary.BigEndian.AppendUint32(nil, Version))
		if err != nil {
			return fmt.Errorf("note the version of the format: %w", err)
		}
	}
	return t.storePurge(id, v)
}

func (t *tx) storePurge(id uint64, v *purgeValue) error {
	value, err := encode(v)
	if err != nil {
		return err
	}
	return t.put(t.bucket(bucketPurges), bucketPurges, purgeKey(id), value)
}

func (t *tx) purge(id uint64) (*purgeValue, error) {
	value := t.bucket(bucketPurges).Get(purgeKey(id))
	if value == nil {
		return nil, ErrNotFound
	}
	var v purgeValue
	return &v, t.decode(bucketPurges, purgeKey(id), value, &v)
}

// Purges gives every purge that was begun, oldest first, with the ids that the other methods take.
func (s *Store) Purges(ctx context.Context) (ids []uint64, records []PurgeRecord, err error) {
	err = s.view(ctx, "list the purges", func(t *tx) error {
		return t.eachPurge(func(k []byte, v *purgeValue) error {
			ids = append(ids, binary.BigEndian.Uint64(k))
			records = append(records, v.record())
			return nil
		})
	})
	return ids, records, err
}

// PurgeRows gives what a purge destroyed, message by message, until its act is written. fn must not call the store.
func (s *Store) PurgeRows(ctx context.Context, id uint64, fn func(PurgeRow) error) error {
	return s.view(ctx, "list what was purged", func(t *tx) error {
		return t.scan(ctx, bucketDestroyed, purgeKey(id), func(k, value []byte) error {
			var rows []PurgeRow
			if err := t.decode(bucketDestroyed, k, value, &rows); err != nil {
				return err
			}
			for _, r := range rows {
				if err := fn(r); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// Rewritten notes that the file was written anew after a purge; see Compact.
func (s *Store) Rewritten(ctx context.Context, id uint64, at time.Time) error {
	return s.changePurge(ctx, id, func(_ *tx, v *purgeValue) error {
		v.Rewritten = at.Unix()
		return nil
	})
}

// Acted notes that the act of a purge stands outside the store. The list of what was purged is dropped then.
func (s *Store) Acted(ctx context.Context, id uint64, at time.Time) error {
	return s.changePurge(ctx, id, func(t *tx, v *purgeValue) error {
		v.Acted = at.Unix()
		b, prefix := t.bucket(bucketDestroyed), purgeKey(id)
		var keys [][]byte
		cursor := b.Cursor()
		for k, _ := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = cursor.Next() {
			keys = append(keys, bytes.Clone(k))
		}
		for _, k := range keys {
			if err := b.Delete(k); err != nil {
				return fmt.Errorf("drop the list of what was purged: %w", err)
			}
		}
		return nil
	})
}

func (s *Store) changePurge(ctx context.Context, id uint64, change func(*tx, *purgeValue) error) error {
	return s.update(ctx, "note how far a purge has come", func(t *tx) error {
		v, err := t.purge(id)
		if err != nil {
			return err
		}
		if err := change(t, v); err != nil {
			return err
		}
		return t.putPurge(id, v)
	})
}

// Erase carries a purge out, in short transactions between which others may use the store, and gives its record. It may
// be killed at any step and goes on with the next call: a message is either whole or gone. Afterwards no record holds
// what was purged; the free pages of the file do until it is written anew (Compact, then Rewritten).
func (s *Store) Erase(ctx context.Context, id uint64, tools PurgeTools) (PurgeRecord, error) {
	return eraseAll(func() (bool, PurgeRecord, error) { return s.eraseSome(ctx, id, tools) }, tools)
}

func eraseAll(some func() (bool, PurgeRecord, error), tools PurgeTools) (PurgeRecord, error) {
	for {
		over, r, err := some()
		if err != nil || over {
			return r, err
		}
		if tools.Step != nil {
			tools.Step()
		}
	}
}

// PurgeCount says what an order would do to the messages, without doing it.
func (s *Store) PurgeCount(ctx context.Context, o PurgeOrder) (PurgeRecord, error) {
	v, err := o.value()
	if err != nil {
		return PurgeRecord{}, err
	}
	err = s.view(ctx, "count what is to be purged", func(t *tx) error {
		if o.Author != "" {
			if err := t.citizen(&v); err != nil {
				return err
			}
		}
		return t.countPurge(ctx, &v)
	})
	return v.record(), err
}
