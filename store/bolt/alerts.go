package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

// alertValue is an alert without its moment and number. It names messages by their references alone.
type alertValue struct {
	Circle       string   `cbor:"1,keyasint,omitempty"`
	Reason       string   `cbor:"2,keyasint,omitempty"`
	OverBound    bool     `cbor:"3,keyasint,omitempty"`
	Urgency      string   `cbor:"4,keyasint,omitempty"`
	People       int      `cbor:"5,keyasint,omitempty"`
	Messages     int      `cbor:"6,keyasint,omitempty"`
	First        int64    `cbor:"7,keyasint,omitempty"`
	FirstNs      int32    `cbor:"8,keyasint,omitempty"`
	Last         int64    `cbor:"9,keyasint,omitempty"`
	LastNs       int32    `cbor:"10,keyasint,omitempty"`
	Group        string   `cbor:"11,keyasint,omitempty"`
	Topic        string   `cbor:"12,keyasint,omitempty"`
	Municipality string   `cbor:"13,keyasint,omitempty"`
	Settlement   string   `cbor:"14,keyasint,omitempty"`
	Street       string   `cbor:"15,keyasint,omitempty"`
	House        string   `cbor:"16,keyasint,omitempty"`
	Refs         [][]byte `cbor:"17,keyasint,omitempty"`
}

// alertKey sorts alerts by time.
func alertKey(at time.Time, number int) []byte {
	return binary.BigEndian.AppendUint16(appendTime(nil, at.UTC()), uint16(number))
}

// PutAlerts implements store.Store.
func (s *Store) PutAlerts(ctx context.Context, notice store.DigestRecord, alerts []inbox.Alert) error {
	return s.update(ctx, "store what was decided between digests", func(t *tx) error {
		if notice.Key != (store.DigestKey{}) {
			if err := t.putDigest(notice); err != nil {
				return err
			}
		}
		for _, a := range alerts {
			if err := t.putAlert(a); err != nil {
				return err
			}
			if err := t.forgetAlerts(a.At.Add(-store.AlertsKept)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) putAlert(a inbox.Alert) error {
	v := alertValue{Circle: a.Circle, Reason: string(a.Reason), OverBound: a.OverBound, Urgency: string(a.Urgency),
		People: a.People, Messages: a.Messages, Group: a.Group, Topic: a.Topic, Municipality: a.Municipality,
		Settlement: a.Settlement, Street: a.Street, House: a.House}
	v.First, v.FirstNs = moment(a.First)
	v.Last, v.LastNs = moment(a.Last)
	for _, r := range a.Refs {
		ch := t.channels.byID[r.Channel]
		if ch == nil {
			return fmt.Errorf("an alert names a message of the channel %s, which is not known", r.Channel)
		}
		ref, err := refKey(ch, r)
		if err != nil {
			return err
		}
		v.Refs = append(v.Refs, ref)
	}
	return t.storeAlert(alertKey(a.At, a.Number), &v)
}

func (t *tx) storeAlert(key []byte, v *alertValue) error {
	value, err := encode(v)
	if err != nil {
		return err
	}
	return t.put(t.bucket(bucketAlerts), bucketAlerts, key, value)
}

// forgetAlerts drops those of before a moment.
func (t *tx) forgetAlerts(before time.Time) error {
	b := t.bucket(bucketAlerts)
	limit := appendTime(nil, before.UTC())
	var old [][]byte
	cursor := b.Cursor()
	for k, _ := cursor.First(); k != nil && bytes.Compare(k, limit) < 0; k, _ = cursor.Next() {
		old = append(old, bytes.Clone(k))
	}
	return deleteAll(b, old)
}

func deleteAll(b *bbolt.Bucket, keys [][]byte) (err error) {
	for _, k := range keys {
		err = errors.Join(err, b.Delete(k))
	}
	return err
}

// Alerts implements store.Store.
func (s *Store) Alerts(ctx context.Context, since time.Time) (all []inbox.Alert, err error) {
	err = s.view(ctx, "read the alerts", func(t *tx) error {
		if t.Bucket([]byte(bucketAlerts)) == nil {
			return nil // a file as an older program left it
		}
		var broken brokenRecords
		cursor := t.bucket(bucketAlerts).Cursor()
		for k, v := cursor.Seek(appendTime(nil, since.UTC())); k != nil; k, v = cursor.Next() {
			a, err := t.readAlert(k, v)
			if err := broken.pass(err); err != nil {
				return err
			}
			if err == nil {
				all = append(all, a)
			}
		}
		return broken.err()
	})
	return all, err
}

func (t *tx) readAlert(key, value []byte) (a inbox.Alert, err error) {
	at, rest, err := cutTime(key)
	if err != nil || len(rest) != 2 {
		return a, corrupt(bucketAlerts, key, errKey)
	}
	var v alertValue
	if err := t.decode(bucketAlerts, key, value, &v); err != nil {
		return a, err
	}
	a = inbox.Alert{Circle: v.Circle, At: at, Number: int(binary.BigEndian.Uint16(rest)),
		Reason: inbox.AlertReason(v.Reason), OverBound: v.OverBound, Urgency: inbox.Urgency(v.Urgency),
		People: v.People, Messages: v.Messages, First: timeOf(v.First, v.FirstNs), Last: timeOf(v.Last, v.LastNs),
		Group: v.Group, Topic: v.Topic, Municipality: v.Municipality, Settlement: v.Settlement, Street: v.Street,
		House: v.House}
	for _, stored := range v.Refs {
		number, rest, err := cutChannel(stored)
		ch := t.channels.byNumber[number]
		if err != nil || ch == nil {
			return a, corrupt(bucketAlerts, key, errKey)
		}
		ref, err := ch.cutRef(rest)
		if err != nil {
			return a, corrupt(bucketAlerts, key, err)
		}
		a.Refs = append(a.Refs, ref)
	}
	return a, nil
}

// alerts takes out of alerts what was purged, and drops those that are about nothing else: their place and topic were
// read from it.
func (e *eraser) alerts() ([]byte, error) {
	return e.part(bucketAlerts, purgeLooked, func(b *bbolt.Bucket, key, value []byte) error {
		var v alertValue
		if err := e.decode(bucketAlerts, key, value, &v); err != nil {
			return err
		}
		had := len(v.Refs)
		v.Refs = slices.DeleteFunc(v.Refs, func(ref []byte) bool { return e.bucket(bucketRefs).Get(ref) == nil })
		switch {
		case len(v.Refs) == had:
			return nil
		case len(v.Refs) == 0:
			return b.Delete(key)
		}
		v.Street, v.House = "", "" // nobody knows any more whose words named them
		return e.storeAlert(key, &v)
	})
}
