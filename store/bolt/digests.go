package bolt

import (
	"bytes"
	"context"

	"otklik/store"
)

// digestValue is a digest without its key. Data belongs to whoever made it: the store never looks into it.
type digestValue struct {
	// The period that is told of.
	From   int64 `cbor:"1,keyasint,omitempty"`
	FromNs int32 `cbor:"2,keyasint,omitempty"`
	To     int64 `cbor:"3,keyasint,omitempty"`
	ToNs   int32 `cbor:"4,keyasint,omitempty"`
	// When it was made: later than the moment in its key, if it was made late.
	Built   int64  `cbor:"5,keyasint,omitempty"`
	BuiltNs int32  `cbor:"6,keyasint,omitempty"`
	Late    bool   `cbor:"7,keyasint,omitempty"`
	Data    []byte `cbor:"8,keyasint,omitempty"`
}

func digestBytes(d store.DigestRecord) ([]byte, error) {
	v := digestValue{Late: d.Late, Data: d.Data}
	v.From, v.FromNs = moment(d.From)
	v.To, v.ToNs = moment(d.To)
	v.Built, v.BuiltNs = moment(d.Built)
	return encode(&v)
}

// digestKey sorts the digests of one id by time: the last one is found without a walk.
func digestKey(k store.DigestKey) []byte { return appendTime(appendString(nil, k.ID), k.At.UTC()) }

// PutDigest implements store.Store.
func (s *Store) PutDigest(ctx context.Context, d store.DigestRecord) error {
	return s.update(ctx, "store the digest "+d.Key.ID, func(t *tx) error { return t.putDigest(d) })
}

func (t *tx) putDigest(d store.DigestRecord) error {
	value, err := digestBytes(d)
	if err != nil {
		return err
	}
	b, key := t.bucket(bucketDigests), digestKey(d.Key)
	if stored := b.Get(key); stored != nil {
		old, err := t.readDigest(key, stored)
		if err != nil {
			return err
		}
		// Asked for a second time, perhaps after a crash: it stands already.
		if bytes.Equal(old.Data, d.Data) {
			return nil
		}
		return store.ErrDigestExists
	}
	return t.put(b, bucketDigests, key, value)
}

// AmendDigest implements store.Store.
func (s *Store) AmendDigest(ctx context.Context, k store.DigestKey, old, data []byte) error {
	return s.update(ctx, "amend the digest "+k.ID, func(t *tx) error {
		b, key := t.bucket(bucketDigests), digestKey(k)
		stored := b.Get(key)
		if stored == nil {
			return store.ErrNotFound
		}
		d, err := t.readDigest(key, stored)
		if err != nil {
			return err
		}
		// Compared and set in one transaction: what a purge has emptied does not get its texts back.
		if !bytes.Equal(d.Data, old) {
			return store.ErrDigestExists
		}
		d.Data = data
		value, err := digestBytes(d)
		if err != nil {
			return err
		}
		return t.put(b, bucketDigests, key, value)
	})
}

// Digest implements store.Store.
func (s *Store) Digest(ctx context.Context, k store.DigestKey) (store.DigestRecord, error) {
	var out store.DigestRecord
	err := s.view(ctx, "read the digest "+k.ID, func(t *tx) error {
		key := digestKey(k)
		value := t.bucket(bucketDigests).Get(key)
		if value == nil {
			return store.ErrNotFound
		}
		var err error
		out, err = t.readDigest(key, value)
		return err
	})
	return out, err
}

// LastDigest implements store.Store.
func (s *Store) LastDigest(ctx context.Context, id string) (store.DigestRecord, error) {
	var out store.DigestRecord
	err := s.view(ctx, "read the last digest "+id, func(t *tx) error {
		prefix := appendString(nil, id)
		cursor := t.bucket(bucketDigests).Cursor()
		var k, v []byte
		// The last key of an id is the one before all that follow the id.
		if next := following(prefix); next != nil {
			if k, _ = cursor.Seek(next); k == nil {
				k, v = cursor.Last()
			} else {
				k, v = cursor.Prev()
			}
		} else {
			k, v = cursor.Last()
		}
		if k == nil || !bytes.HasPrefix(k, prefix) {
			return store.ErrNotFound
		}
		var err error
		out, err = t.readDigest(k, v)
		return err
	})
	return out, err
}

// Digests implements store.Store.
func (s *Store) Digests(ctx context.Context) ([]store.DigestRecord, error) {
	var out []store.DigestRecord
	err := s.view(ctx, "list the digests", func(t *tx) error {
		var broken brokenRecords
		cursor := t.bucket(bucketDigests).Cursor()
		for k, v := cursor.First(); k != nil; k, v = cursor.Next() {
			d, err := t.readDigest(k, v)
			if err := broken.pass(err); err != nil {
				return err
			}
			if err == nil {
				// For finding digests only: their data is read one by one.
				d.Data = nil
				out = append(out, d)
			}
		}
		return broken.err()
	})
	return out, err
}

func (t *tx) readDigest(key, value []byte) (store.DigestRecord, error) {
	id, rest, err := cutString(key)
	if err != nil {
		return store.DigestRecord{}, corrupt(bucketDigests, key, err)
	}
	at, rest, err := cutTime(rest)
	if err != nil || len(rest) > 0 {
		return store.DigestRecord{}, corrupt(bucketDigests, key, errKey)
	}
	var v digestValue
	if err := t.decode(bucketDigests, key, value, &v); err != nil {
		return store.DigestRecord{}, err
	}
	return store.DigestRecord{Key: store.DigestKey{ID: id, At: at}, From: timeOf(v.From, v.FromNs),
		To:    timeOf(v.To, v.ToNs),
		Built: timeOf(v.Built, v.BuiltNs), Late: v.Late, Data: v.Data}, nil
}
