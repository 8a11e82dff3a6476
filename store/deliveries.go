package store

import (
	"bytes"
	"context"
	"time"
)

// Delivery is how far one way of sending a stored digest has come.
type Delivery struct {
	Key DigestKey
	// Way names the way as the program does; it holds no secret.
	Way   string
	State string
	// Reason says why it is in this state, for the operator.
	Reason string
	// Done is what the way noted of a sending that was interrupted, so that it goes on where it stood.
	Done  string
	Tries int
	// First and Last are the times of the first and the last try, Next is when it is due again.
	First, Last, Next time.Time
}

type deliveryValue struct {
	State   string `cbor:"1,keyasint,omitempty"`
	Reason  string `cbor:"2,keyasint,omitempty"`
	Done    string `cbor:"3,keyasint,omitempty"`
	Tries   int    `cbor:"4,keyasint,omitempty"`
	First   int64  `cbor:"5,keyasint,omitempty"`
	FirstNs int32  `cbor:"6,keyasint,omitempty"`
	Last    int64  `cbor:"7,keyasint,omitempty"`
	LastNs  int32  `cbor:"8,keyasint,omitempty"`
	Next    int64  `cbor:"9,keyasint,omitempty"`
	NextNs  int32  `cbor:"10,keyasint,omitempty"`
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
	v := deliveryValue{State: d.State, Reason: d.Reason, Done: d.Done, Tries: d.Tries}
	v.First, v.FirstNs = moment(d.First)
	v.Last, v.LastNs = moment(d.Last)
	v.Next, v.NextNs = moment(d.Next)
	value, err := encode(&v)
	if err != nil {
		return err
	}
	return s.update(ctx, "note a delivery of the digest "+d.Key.ID, func(t *tx) error {
		if t.bucket(bucketDigests).Get(digestKey(d.Key)) == nil {
			return ErrNotFound
		}
		return t.put(t.bucket(bucketDeliveries), bucketDeliveries, deliveryKey(d.Key, d.Way), value)
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
			d, err := readDelivery(key, value)
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

func readDelivery(key, value []byte) (Delivery, error) {
	k, way, err := cutDeliveryKey(key)
	if err != nil {
		return Delivery{}, corrupt(bucketDeliveries, key, err)
	}
	var v deliveryValue
	if err := decode(value, &v); err != nil {
		return Delivery{}, corrupt(bucketDeliveries, key, err)
	}
	return Delivery{Key: k, Way: way, State: v.State, Reason: v.Reason, Done: v.Done, Tries: v.Tries,
		First: timeOf(v.First, v.FirstNs), Last: timeOf(v.Last, v.LastNs), Next: timeOf(v.Next, v.NextNs)}, nil
}
