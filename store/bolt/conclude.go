package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"otklik/internal/inbox"
)

// conclude writes one verdict with its index entries, or removes them where the message has none any more.
func (t *tx) conclude(w *writes, ch *channel, m *inbox.Message, v inbox.MessageStatus, judged bool) error {
	ref, err := refKey(ch, m.Ref())
	if err != nil {
		return err
	}
	key := messageKey(ref, m.Sent)
	verdicts := t.bucket(bucketVerdicts)
	stored := verdicts.Get(key)
	var old verdictValue
	if stored != nil {
		// An unreadable verdict is replaced; Check finds the index entries it may leave behind.
		if stored, err = t.open(bucketVerdicts, key, stored); err != nil || decode(stored, &old) != nil {
			stored, old = []byte{}, verdictValue{}
		}
	}
	if !judged {
		if stored == nil {
			return nil
		}
		return errors.Join(t.unindex(key, &old, nil), verdicts.Delete(key))
	}
	closed := closedAt(m, v)
	value := newVerdictValue(v, v.State().Waiting(), closed)
	if err := t.unindex(key, &old, &value); err != nil {
		return err
	}
	if !closed.IsZero() && !closed.Equal(old.closed()) {
		w.add(bucketClosed, closedKey(key, closed), nil)
	}
	if err := t.indexAnswer(w, key, m, &old, &value); err != nil {
		return err
	}
	encoded, err := encode(&value)
	if err != nil {
		return err
	}
	if !bytes.Equal(encoded, stored) || stored == nil {
		w.add(bucketVerdicts, key, encoded)
	}
	if value.Waiting {
		message, err := t.open(bucketMessages, key, t.bucket(bucketMessages).Get(key))
		if err != nil {
			return corrupt(bucketMessages, key, err)
		}
		return t.copyWaiting(w, key, message, encoded)
	}
	return nil
}

// copyWaiting keeps the copy of a waiting message and its verdict up to date.
func (t *tx) copyWaiting(w *writes, key, message, verdict []byte) error {
	value, err := encode(waitingValue{Message: message, Verdict: verdict})
	if err != nil {
		return err
	}
	// A copy that does not open is written anew.
	if stored, err := t.open(bucketWaiting, key, t.bucket(bucketWaiting).Get(key)); err != nil ||
		!bytes.Equal(value, stored) {
		w.add(bucketWaiting, key, value)
	}
	return nil
}

// unindex removes the index entries of the old verdict that the new one (nil: none) does not have.
func (t *tx) unindex(key []byte, old, next *verdictValue) error {
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
	return nil
}

// closedAt is when a message stopped waiting: by an answer or a ruling, or by its deletion.
func closedAt(m *inbox.Message, v inbox.MessageStatus) time.Time {
	if at := v.Closed(); !at.IsZero() {
		return at.UTC()
	}
	if v.State().Waiting() {
		return m.Deleted
	}
	return time.Time{}
}
