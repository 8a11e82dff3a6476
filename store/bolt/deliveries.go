package bolt

import (
	"bytes"
	"context"

	"otklik/store"
)

// deliveryKey puts what is known of a digest's deliveries behind the digest's key: it is found, and goes, with it.
func deliveryKey(k store.DigestKey, route string) []byte { return append(digestKey(k), route...) }

// cutDeliveryKey is the way back. A transport without a name is none.
func cutDeliveryKey(key []byte) (k store.DigestKey, route string, err error) {
	if k.ID, key, err = cutString(key); err != nil {
		return
	}
	if k.At, key, err = cutTime(key); err != nil {
		return
	}
	if route = string(key); route == "" {
		err = errKey
	}
	return
}

// PutDelivery implements store.Store.
func (s *Store) PutDelivery(ctx context.Context, d store.Delivery) error {
	return s.update(ctx, "note a delivery of the digest "+d.Key.ID, func(t *tx) error {
		// Looked up in the same transaction, so that no purge takes the digest in between.
		if t.bucket(bucketDigests).Get(digestKey(d.Key)) == nil {
			return store.ErrNotFound
		}
		return t.put(t.bucket(bucketDeliveries), bucketDeliveries, deliveryKey(d.Key, d.Route), d.Data)
	})
}

// Deliveries implements store.Store.
func (s *Store) Deliveries(ctx context.Context, k store.DigestKey) ([]store.Delivery, error) {
	var out []store.Delivery
	err := s.view(ctx, "read the deliveries", func(t *tx) error {
		var broken brokenRecords
		// An empty prefix is that of every key.
		var prefix []byte
		if k != (store.DigestKey{}) {
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

func (t *tx) readDelivery(key, value []byte) (store.Delivery, error) {
	k, route, err := cutDeliveryKey(key)
	if err != nil {
		return store.Delivery{}, corrupt(bucketDeliveries, key, err)
	}
	data, err := t.open(bucketDeliveries, key, value)
	if err != nil {
		return store.Delivery{}, corrupt(bucketDeliveries, key, err)
	}
	return store.Delivery{Key: k, Route: route, Data: bytes.Clone(data)}, nil
}
