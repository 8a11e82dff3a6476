package bolt

import (
	"context"
	"errors"
	"time"

	"otklik/internal/inbox"
)

// countPurge counts the messages, undecoded pieces and old digests that are to be purged.
func (t *tx) countPurge(ctx context.Context, v *purgeValue) error {
	// The eraser's own rules, so that what is announced is what will go. Nothing can be written: the transaction only
	// reads.
	e := &eraser{tx: t, purgeValue: v, ctx: ctx, now: time.Now().UTC()} // notes only
	if err := errors.Join(e.countMessages(), e.countPieces()); err != nil || v.demand() {
		return err
	}
	// By age only: which digests quote a person is found out while the person's messages go.
	return e.countDigests()
}

func (e *eraser) countMessages() error {
	// Dialogs that were looked at; true: all of it goes, and is counted already.
	dialogs := map[string]bool{}
	_, err := e.eachDue(e.ctx, e.purgeValue, nil, 0, func(key []byte, ch *channel, m *record) (bool, error) {
		all := []duePiece{{key, ch, m}}
		switch {
		// It is nobody's any more: no certificate counts it a second time.
		case m.impersonal:
			return true, nil
		case e.demand() && m.Kind == inbox.Direct:
			thread, err := threadKey(ch, m.ThreadRef())
			if err != nil || dialogs[string(thread)] {
				return err == nil, err
			}
			dialog, err := e.alone(ch, m, e.Author)
			if err != nil {
				return false, err
			}
			if dialogs[string(thread)] = dialog != nil; dialog != nil {
				all = dialog
			}
		}
		for _, d := range all {
			var stored statusValue
			if value := e.bucket(bucketStatuses).Get(d.key); value != nil {
				if err := e.decode(bucketStatuses, d.key, value, &stored); err != nil {
					return false, err
				}
			}
			e.note(d, &stored)
			// Only the counts are wanted: the rows of a large store would fill the memory.
			e.rows = nil
		}
		return true, nil
	})
	return err
}

// countPieces comes behind countMessages, which finds out under which names the person was met.
func (e *eraser) countPieces() error {
	named := e.naming()
	return e.scan(e.ctx, bucketUndecoded, nil, func(k, value []byte) error {
		_, _, due, err := e.duePiece(k, value, named)
		if due {
			e.Undecoded++
		}
		return err
	})
}

func (e *eraser) countDigests() error {
	before, newest := timeOf(e.Before, e.BeforeNs), e.newestDigests()
	return e.scan(e.ctx, bucketDigests, nil, func(k, _ []byte) error {
		id, rest, err := cutString(k)
		if err != nil {
			return corrupt(bucketDigests, k, err)
		}
		// The newest of each id stays: see eraser.digests.
		if at, _, err := cutTime(rest); err == nil && at.Before(before) && newest[id] != string(k) {
			e.Digests++
		}
		return nil
	})
}
