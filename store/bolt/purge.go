package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// purgeValue is a PurgeRecord and how far the work has come.
type purgeValue struct {
	Year     int      `cbor:"1,keyasint"`
	Number   int      `cbor:"2,keyasint"`
	Zone     int      `cbor:"3,keyasint,omitempty"` // of the certificate's date, in seconds east of Greenwich
	At       int64    `cbor:"4,keyasint"`
	Before   int64    `cbor:"5,keyasint,omitempty"`
	BeforeNs int32    `cbor:"6,keyasint,omitempty"`
	Platform string   `cbor:"7,keyasint,omitempty"`
	Author   string   `cbor:"8,keyasint,omitempty"` // until Erased
	Names    []string `cbor:"9,keyasint,omitempty"` // under which the author was met; until Erased
	Subject  string   `cbor:"10,keyasint,omitempty"`
	Channels []string `cbor:"11,keyasint,omitempty"`
	Mode     string   `cbor:"12,keyasint"`
	// How far it has come, in Unix seconds; zero: not yet.
	Started   int64 `cbor:"13,keyasint,omitempty"`
	Erased    int64 `cbor:"14,keyasint,omitempty"`
	Rewritten int64 `cbor:"15,keyasint,omitempty"`
	Certified int64 `cbor:"16,keyasint,omitempty"`
	// What went, for the certificate. It names nobody and stays for ever.
	Counts      []store.PurgeCount `cbor:"17,keyasint,omitempty"`
	Raw         int                `cbor:"18,keyasint,omitempty"`
	Undecoded   int                `cbor:"19,keyasint,omitempty"`
	Digests     int                `cbor:"20,keyasint,omitempty"`
	Blanked     int                `cbor:"21,keyasint,omitempty"`
	Corrections int                `cbor:"22,keyasint,omitempty"`
	Mentions    int                `cbor:"23,keyasint,omitempty"`
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

func (v *purgeValue) record() store.PurgeRecord {
	zone := time.FixedZone("", v.Zone)
	at := func(seconds int64) time.Time {
		if seconds == 0 {
			return time.Time{}
		}
		return time.Unix(seconds, 0).In(zone)
	}
	r := store.PurgeRecord{Year: v.Year, Number: v.Number, Subject: v.Subject, Started: at(v.Started),
		Erased:    at(v.Erased),
		Rewritten: at(v.Rewritten), Certified: at(v.Certified), Counts: v.Counts, Raw: v.Raw, Undecoded: v.Undecoded,
		Digests: v.Digests,
		Blanked: v.Blanked, Corrections: v.Corrections, Mentions: v.Mentions,
		Order: store.PurgeOrder{Before: timeOf(v.Before, v.BeforeNs), Platform: inbox.Platform(v.Platform),
			Author: v.Author,
			Mode:   store.PurgeMode(v.Mode), At: at(v.At)}}
	for _, id := range v.Channels {
		r.Order.Channels = append(r.Order.Channels, inbox.ChannelID(id))
	}
	return r
}

// covers reports whether a purge is of a channel; without a list it is of all.
func (v *purgeValue) covers(ch *channel) bool {
	return len(v.Channels) == 0 || slices.Contains(v.Channels, string(ch.id))
}

// demand reports whether the purge is one person's demand, not a matter of age.
func (v *purgeValue) demand() bool { return v.Before == 0 }

// orderValue refuses orders that are of neither kind or of both: what a mistake destroys, nothing brings back.
func orderValue(o store.PurgeOrder) (purgeValue, error) {
	switch {
	case o.Before.IsZero() == (o.Author == ""):
		return purgeValue{}, errors.New("a purge is either of what is older than a moment, or of one person's messages")
	case o.Mode != store.Delete && o.Mode != store.Depersonalise:
		return purgeValue{}, fmt.Errorf("a purge of mode %q is not known", o.Mode)
	}
	_, zone := o.At.Zone()
	v := purgeValue{Year: o.At.Year(), Zone: zone, At: o.At.Unix(), Platform: string(o.Platform), Author: o.Author,
		Mode:    string(o.Mode),
		Started: o.At.Unix()}
	v.Before, v.BeforeNs = moment(o.Before)
	for _, id := range o.Channels {
		v.Channels = append(v.Channels, string(id))
	}
	return v, nil
}

func purgeKey(number uint64) []byte { return binary.BigEndian.AppendUint64(nil, number) }

// BeginPurge implements store.Store.
func (s *Store) BeginPurge(ctx context.Context, o store.PurgeOrder) (id uint64, err error) {
	v, err := orderValue(o)
	if err != nil {
		return 0, err
	}
	err = s.update(ctx, "begin to purge", func(t *tx) error {
		salt, err := t.salt(true)
		if err != nil {
			return err
		}
		// A key of this purge alone: once it is forgotten, nobody can try names against the pseudonyms of the
		// certificate.
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
		// The bound is set in the same transaction: from this moment no reading brings back what is going to be
		// purged.
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
				return fmt.Errorf("%w (channel %s)", store.ErrOfficialAuthor, ch.id)
			}
		}
	}
	return nil
}

// onPlatform reports whether a channel's messages are of a platform: all of a channel are of the same. A channel
// without messages is of any.
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

// eachPurge visits the purges, oldest first; fn must not change the bucket. A file of an older program has none.
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
		return nil, store.ErrNotFound
	}
	var v purgeValue
	return &v, t.decode(bucketPurges, purgeKey(id), value, &v)
}

// Purges implements store.Store.
func (s *Store) Purges(ctx context.Context) (ids []uint64, records []store.PurgeRecord, err error) {
	err = s.view(ctx, "list the purges", func(t *tx) error {
		return t.eachPurge(func(k []byte, v *purgeValue) error {
			ids = append(ids, binary.BigEndian.Uint64(k))
			records = append(records, v.record())
			return nil
		})
	})
	return ids, records, err
}

// PurgeRows implements store.Store.
func (s *Store) PurgeRows(ctx context.Context, id uint64, fn func(store.PurgeRow) error) error {
	return s.view(ctx, "list what was purged", func(t *tx) error {
		return t.scan(ctx, bucketDestroyed, purgeKey(id), func(k, value []byte) error {
			var rows []store.PurgeRow
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

// Rewritten implements store.Store.
func (s *Store) Rewritten(ctx context.Context, id uint64, at time.Time) error {
	return s.changePurge(ctx, id, func(_ *tx, v *purgeValue) error {
		v.Rewritten = at.Unix()
		return nil
	})
}

// Certified implements store.Store.
func (s *Store) Certified(ctx context.Context, id uint64, at time.Time) error {
	return s.changePurge(ctx, id, func(t *tx, v *purgeValue) error {
		// The list of what went is kept for the certificate alone. Both are one transaction: a crash leaves the
		// certificate to be written again, or nothing to be done.
		v.Certified = at.Unix()
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

// changePurge notes a step of a purge; ErrNotFound where there is no such purge.
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

// Erase implements store.Store. Each round is a transaction of its own: a kill costs one round at most, and others
// get the store in between.
func (s *Store) Erase(ctx context.Context, id uint64, tools store.PurgeTools) (store.PurgeRecord, error) {
	for {
		over, r, err := s.eraseSome(ctx, id, tools)
		if err != nil || over {
			return r, err
		}
		if tools.Step != nil {
			tools.Step()
		}
	}
}

// PurgeCount implements store.Store. It refuses what BeginPurge would refuse.
func (s *Store) PurgeCount(ctx context.Context, o store.PurgeOrder) (store.PurgeRecord, error) {
	v, err := orderValue(o)
	if err != nil {
		return store.PurgeRecord{}, err
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
