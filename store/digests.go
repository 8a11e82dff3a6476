package store

import (
	"bytes"
	"context"
	"time"
)

// DigestKey names one digest: which, and as of when.
type DigestKey struct {
	ID string
	At time.Time
}

// DigestRecord is a digest as it was built. It is stored before it is sent, so that after a crash the same bytes are
// sent again and never a different text.
type DigestRecord struct {
	Key      DigestKey
	From, To time.Time // the period it tells about
	Built    time.Time
	Late     bool   // caught up after its hour had passed
	Data     []byte // the caller's form
}

type digestValue struct {
	From    int64  `cbor:"1,keyasint,omitempty"`
	FromNs  int32  `cbor:"2,keyasint,omitempty"`
	To      int64  `cbor:"3,keyasint,omitempty"`
	ToNs    int32  `cbor:"4,keyasint,omitempty"`
	Built   int64  `cbor:"5,keyasint,omitempty"`
	BuiltNs int32  `cbor:"6,keyasint,omitempty"`
	Late    bool   `cbor:"7,keyasint,omitempty"`
	Data    []byte `cbor:"8,keyasint,omitempty"`
}

func (d DigestRecord) value() ([]byte, error) {
	v := digestValue{Late: d.Late, Data: d.Data}
	v.From, v.FromNs = moment(d.From)
	v.To, v.ToNs = moment(d.To)
	v.Built, v.BuiltNs = moment(d.Built)
	return encode(&v)
}

func digestKey(k DigestKey) []byte { return appendTime(appendString(nil, k.ID), k.At.UTC()) }

// PutDigest stores a digest. The same data again changes nothing; other data under the same key is refused with
// ErrDigestExists.
func (s *Store) PutDigest(ctx context.Context, d DigestRecord) error {
	value, err := d.value()
	if err != nil {
		return err
	}
	return s.update(ctx, "store the digest "+d.Key.ID, func(t *tx) error {
		b, key := t.bucket(bucketDigests), digestKey(d.Key)
		if stored := b.Get(key); stored != nil {
			old, err := t.readDigest(key, stored)
			if err != nil {
				return err
			}
			if bytes.Equal(old.Data, d.Data) {
				return nil
			}
			return ErrDigestExists
		}
		return t.put(b, bucketDigests, key, value)
	})
}

// AmendDigest puts data in the place of old under the key of a stored digest. Where other data stands there by now, such
// as that of a digest which was emptied, it stays, and the error is ErrDigestExists; ErrNotFound if there is none.
func (s *Store) AmendDigest(ctx context.Context, k DigestKey, old, data []byte) error {
	return s.update(ctx, "amend the digest "+k.ID, func(t *tx) error {
		b, key := t.bucket(bucketDigests), digestKey(k)
		stored := b.Get(key)
		if stored == nil {
			return ErrNotFound
		}
		d, err := t.readDigest(key, stored)
		if err != nil {
			return err
		}
		if !bytes.Equal(d.Data, old) {
			return ErrDigestExists
		}
		d.Data = data
		value, err := d.value()
		if err != nil {
			return err
		}
		return t.put(b, bucketDigests, key, value)
	})
}

// Digest gives a stored digest; ErrNotFound if there is none.
func (s *Store) Digest(ctx context.Context, k DigestKey) (DigestRecord, error) {
	var out DigestRecord
	err := s.view(ctx, "read the digest "+k.ID, func(t *tx) error {
		key := digestKey(k)
		value := t.bucket(bucketDigests).Get(key)
		if value == nil {
			return ErrNotFound
		}
		var err error
		out, err = t.readDigest(key, value)
		return err
	})
	return out, err
}

// LastDigest gives the stored digest with the latest Key.At; ErrNotFound if there is none.
func (s *Store) LastDigest(ctx context.Context, id string) (DigestRecord, error) {
	var out DigestRecord
	err := s.view(ctx, "read the last digest "+id, func(t *tx) error {
		prefix := appendString(nil, id)
		cursor := t.bucket(bucketDigests).Cursor()
		var k, v []byte
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
			return ErrNotFound
		}
		var err error
		out, err = t.readDigest(k, v)
		return err
	})
	return out, err
}

// Digests gives every stored digest without its Data, by id and time. One that cannot be read is reported at the end.
func (s *Store) Digests(ctx context.Context) ([]DigestRecord, error) {
	var out []DigestRecord
	err := s.view(ctx, "list the digests", func(t *tx) error {
		var broken brokenRecords
		cursor := t.bucket(bucketDigests).Cursor()
		for k, v := cursor.First(); k != nil; k, v = cursor.Next() {
			d, err := t.readDigest(k, v)
			if err := broken.pass(err); err != nil {
				return err
			}
			if err == nil {
				d.Data = nil
				out = append(out, d)
			}
		}
		return broken.err()
	})
	return out, err
}

func (t *tx) readDigest(key, value []byte) (DigestRecord, error) {
	id, rest, err := cutString(key)
	if err != nil {
		return DigestRecord{}, corrupt(bucketDigests, key, err)
	}
	at, rest, err := cutTime(rest)
	if err != nil || len(rest) > 0 {
		return DigestRecord{}, corrupt(bucketDigests, key, errKey)
	}
	var v digestValue
	if err := t.decode(bucketDigests, key, value, &v); err != nil {
		return DigestRecord{}, err
	}
	return DigestRecord{Key: DigestKey{ID: id, At: at}, From: timeOf(v.From, v.FromNs), To: timeOf(v.To, v.ToNs),
		Built: timeOf(v.Built, v.BuiltNs), Late: v.Late, Data: v.Data}, nil
}
