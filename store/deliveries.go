package store

import (
	"bytes"
	"context"
)

// Delivery is how far one way of sending a stored digest has come.
type Delivery struct {
	Key DigestKey
	// Way names the way as the program does; it holds no secret.
	Way  string
	Data []byte // the caller's form
}

func deliveryKey(k DigestKey, way string) []byte { return append(digestKey(k), way...) }

func cutDeliveryKey(key []byte) (k DigestKey, way string, err error) {
	if k.ID, key, err = cutString(key); err != nil {
		return
	}
	if k.At, key, err = cutTime(key); err != nil {
		return
	}
	if way = string(key); way == "" {
		err = errKey
	}
	return
}

// PutDelivery notes how far a delivery has come, replacing what was noted before. ErrNotFound where the digest is not
// stored: nothing is sent that is not kept.
func (s *Store) PutDelivery(ctx context.Context, d Delivery) error {
	return s.update(ctx, "note a delivery of the digest "+d.Key.ID, func(t *tx) error {
		if t.bucket(bucketDigests).Get(digestKey(d.Key)) == nil {
			return ErrNotFound
		}
		return t.put(t.bucket(bucketDeliveries), bucketDeliveries, deliveryKey(d.Key, d.Way), d.Data)
	})
}

// Deliveries are those of one digest, or with an empty key all that are stored, by digest and time. A record that cannot
// be read is reported at the end, the others are given.
func (s *Store) Deliveries(ctx context.Context, k DigestKey) ([]Delivery, error) {
	var out []Delivery
	err := s.view(ctx, "read the deliveries", func(t *tx) error {
		var broken brokenRecords
		var prefix []byte
		if k != (DigestKey{}) {
			prefix = digestKey(k)
		}
		cursor := t.bucket(bucketDeliveries).Cursor()
		for key, value := cursor.Seek(prefix); key != nil && bytes.HasPrefix(key, prefix); key, value = cursor.Next() {
			d, err := t.readDelivery(key, value)
			if err := broken.pass(err); err != nil {
				return err
			}
			if err == nil {
				out = append(out, d)
			}
		}
		return broken.err()
	})
	return out, err
}

func (t *tx) readDelivery(key, value []byte) (Delivery, error) {
	k, way, err := cutDeliveryKey(key)
	if err != nil {
		return Delivery{}, corrupt(bucketDeliveries, key, err)
	}
	data, err := t.open(bucketDeliveries, key, value)
	if err != nil {
		return Delivery{}, corrupt(bucketDeliveries, key, err)
	}
	return Delivery{Key: k, Way: way, Data: bytes.Clone(data)}, nil
}
