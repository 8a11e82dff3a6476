package bolt

import (
	"context"

	"otklik/internal/inbox"
)

// correctionValue is a decision of the office. It has its own record so that collecting never touches it.
type correctionValue struct {
	At     int64  `cbor:"1,keyasint,omitempty"`
	AtNs   int32  `cbor:"2,keyasint,omitempty"`
	By     string `cbor:"3,keyasint,omitempty"`
	Reason string `cbor:"4,keyasint,omitempty"`
	// Decision is inbox.Decision; the first files knew only the empty one. The rest corrects the reading and teaches
	// it.
	Decision     string `cbor:"5,keyasint,omitempty"`
	Group        string `cbor:"6,keyasint,omitempty"`
	Topic        string `cbor:"7,keyasint,omitempty"`
	Placed       bool   `cbor:"8,keyasint,omitempty"`
	Municipality string `cbor:"9,keyasint,omitempty"`
}

func (v *correctionValue) correction(ref inbox.Ref) inbox.Correction {
	return inbox.Correction{Ref: ref, At: timeOf(v.At, v.AtNs), By: v.By, Reason: v.Reason,
		Decision: inbox.Decision(v.Decision),
		Group:    v.Group, Topic: v.Topic, Placed: v.Placed, Municipality: v.Municipality}
}

// SaveCorrection implements store.Store.
func (s *Store) SaveCorrection(ctx context.Context, ref inbox.Ref,
	decide func(r inbox.Record, before *inbox.Correction) (*inbox.Correction, error)) error {
	return s.update(ctx, "store a ruling", func(t *tx) error {
		// Where decide fails, the transaction takes this mark back with everything else.
		key, err := t.markMessage(ref)
		if err != nil {
			return err
		}
		record, before, err := t.decided(ref, key)
		if err != nil {
			return err
		}
		next, err := decide(record, before)
		if err != nil {
			return err
		}
		b := t.bucket(bucketCorrections)
		if next == nil {
			return b.Delete(key)
		}
		v := correctionValue{By: next.By, Reason: next.Reason, Decision: string(next.Decision), Group: next.Group,
			Topic:  next.Topic,
			Placed: next.Placed, Municipality: next.Municipality}
		v.At, v.AtNs = moment(next.At)
		value, err := encode(&v)
		if err != nil {
			return err
		}
		return t.put(b, bucketCorrections, key, value)
	})
}

// decided are a stored message and the decision about it; nil where there is none.
func (t *tx) decided(ref inbox.Ref, key []byte) (inbox.Record, *inbox.Correction, error) {
	stored, value, err := t.lookup(ref)
	if err != nil {
		return inbox.Record{}, nil, err
	}
	record, err := t.complete(stored, value, t.bucket(bucketStatuses).Get(stored))
	if err != nil {
		return inbox.Record{}, nil, err
	}
	value = t.bucket(bucketCorrections).Get(key)
	if value == nil {
		return record, nil, nil
	}
	var v correctionValue
	if err := t.decode(bucketCorrections, key, value, &v); err != nil {
		return inbox.Record{}, nil, err
	}
	correction := v.correction(ref)
	return record, &correction, nil
}

// Decided implements store.Store.
func (s *Store) Decided(ctx context.Context, ref inbox.Ref) (record inbox.Record, correction *inbox.Correction,
	err error) {
	err = s.view(ctx, "read a ruling", func(t *tx) error {
		key, _, err := t.lookup(ref)
		if err != nil {
			return err
		}
		record, correction, err = t.decided(ref, refOfMessageKey(key))
		return err
	})
	return record, correction, err
}

// Corrections implements store.Store.
func (s *Store) Corrections(ctx context.Context, fn func(inbox.Record, inbox.Correction) error) error {
	return s.view(ctx, "read the rulings", func(t *tx) error {
		var broken brokenRecords
		cursor := t.bucket(bucketCorrections).Cursor()
		for k, value := cursor.First(); k != nil; k, value = cursor.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			record, correction, err := t.ruled(k, value)
			if err := broken.pass(err); err != nil {
				return err
			}
			if err != nil {
				continue
			}
			if err := fn(record, correction); err != nil {
				return err
			}
		}
		return broken.err()
	})
}

// ruled reads one decision and its message.
func (t *tx) ruled(ref, value []byte) (inbox.Record, inbox.Correction, error) {
	var v correctionValue
	if err := t.decode(bucketCorrections, ref, value, &v); err != nil {
		return inbox.Record{}, inbox.Correction{}, err
	}
	sent, _, err := cutTime(t.bucket(bucketRefs).Get(ref))
	if err != nil {
		return inbox.Record{}, inbox.Correction{}, corrupt(bucketCorrections, ref, err)
	}
	key := messageKey(ref, sent)
	r, err := t.load(key)
	return r, v.correction(r.Message.Ref()), err
}

// correction adds the decision about a message of a thread, if there is one.
func (t *tx) correction(b *pendingThread, id inbox.Ref) error {
	ref, err := refKey(b.channel, id)
	if err != nil {
		return err
	}
	value := t.bucket(bucketCorrections).Get(ref)
	if value == nil {
		return nil
	}
	var v correctionValue
	if err := t.decode(bucketCorrections, ref, value, &v); err != nil {
		return err
	}
	if b.thread.Corrections == nil {
		b.thread.Corrections = map[inbox.Ref]inbox.Correction{}
	}
	b.thread.Corrections[id] = v.correction(id)
	return nil
}
