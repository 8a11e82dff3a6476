package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"otklik/internal/inbox"
)

// conclude writes one status with its index entries, or removes them where the message has none any more.
func (t *tx) conclude(w *writes, ch *channel, m *inbox.Message, v inbox.MessageStatus, evaluated bool) error {
	ref, err := refKey(ch, m.Ref())
	if err != nil {
		return err
	}
	key := messageKey(ref, m.Sent)
	statuses := t.bucket(bucketStatuses)
	stored := statuses.Get(key)
	var old statusValue
	if stored != nil {
		// An unreadable status is replaced; Check finds the index entries it may leave behind.
		if stored, err = t.open(bucketStatuses, key, stored); err != nil || decode(stored, &old) != nil {
			stored, old = []byte{}, statusValue{}
		}
	}
	if !evaluated {
		if stored == nil {
			return nil
		}
		return errors.Join(t.unindex(key, &old, nil), statuses.Delete(key))
	}
	closed := closedAt(m, v)
	value := newStatusValue(v, v.State().Waiting(), closed)
	// The old status says which index entries it has (Waiting, Closed, Answers): without that they could only be
	// found by a walk through the indexes.
	if err := t.unindex(key, &old, &value); err != nil {
		return err
	}
	if !closed.IsZero() && !closed.Equal(old.closed()) {
		w.add(bucketClosed, closedKey(key, closed), nil)
	}
	t.indexPromises(w, key, &old, &value)
	if err := t.indexAnswer(w, key, m, &old, &value); err != nil {
		return err
	}
	encoded, err := encode(&value)
	if err != nil {
		return err
	}
	// Most evaluations find what was found before: what is the same costs no write.
	if !bytes.Equal(encoded, stored) || stored == nil {
		w.add(bucketStatuses, key, encoded)
	}
	// The copy is compared even where the status stayed: the message itself may have been edited.
	if value.Waiting {
		message, err := t.open(bucketMessages, key, t.bucket(bucketMessages).Get(key))
		if err != nil {
			return corrupt(bucketMessages, key, err)
		}
		return t.copyWaiting(w, key, message, encoded)
	}
	return nil
}

// copyWaiting keeps the copy of a waiting message and its status up to date.
func (t *tx) copyWaiting(w *writes, key, message, status []byte) error {
	value, err := encode(waitingValue{Message: message, Status: status})
	if err != nil {
		return err
	}
	// A copy that does not open is rewritten.
	if stored, err := t.open(bucketWaiting, key, t.bucket(bucketWaiting).Get(key)); err != nil ||
		!bytes.Equal(value, stored) {
		w.add(bucketWaiting, key, value)
	}
	return nil
}

// unindex removes the index entries of the old status that the new one (nil: none) does not have.
func (t *tx) unindex(key []byte, old, next *statusValue) error {
	if old.Waiting && (next == nil || !next.Waiting) {
		if err := t.bucket(bucketWaiting).Delete(key); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketWaiting, err)
		}
	}
	if was := old.closed(); !was.IsZero() && (next == nil || !next.closed().Equal(was)) {
		if err := t.bucket(bucketClosed).Delete(closedKey(key, was)); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketClosed, err)
		}
	}
	if old.Answers != "" && (next == nil || next.Answers == "") {
		if err := t.bucket(bucketAnswerers).Delete(key); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketAnswerers, err)
		}
	}
	return t.unindexPromises(key, old, next)
}

// closedAt is when a message stopped waiting: by an answer or a correction, or by its deletion.
func closedAt(m *inbox.Message, v inbox.MessageStatus) time.Time {
	if at := v.Closed(); !at.IsZero() {
		return at.UTC()
	}
	if v.State().Waiting() {
		return m.Deleted
	}
	return time.Time{}
}
