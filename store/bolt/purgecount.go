package bolt

import (
	"context"
	"time"

	"otklik/internal/inbox"
)

// countPurge counts the messages, undecoded pieces and old digests that are to be purged.
func (t *tx) countPurge(ctx context.Context, v *purgeValue) error {
	e := &eraser{tx: t, purgeValue: v, now: time.Now().UTC()} // notes only
	dialogs := map[string]bool{}
	_, err := t.eachDue(ctx, v, nil, 0, func(key []byte, ch *channel, m *record) (bool, error) {
		if m.impersonal {
			return true, nil
		}
		all := []duePiece{{key, ch, m}}
		if v.Author != "" && m.Kind == inbox.Direct {
			thread, err := threadKey(ch, m.ThreadRef())
			if err != nil || dialogs[string(thread)] {
				return err == nil, err
			}
			dialog, err := t.alone(ch, m, v.Author)
			if err != nil {
				return false, err
			}
			if dialog != nil {
				dialogs[string(thread)] = true
				all = dialog
			}
		}
		for _, d := range all {
			var stored verdictValue
			if value := t.bucket(bucketVerdicts).Get(d.key); value != nil {
				if err := t.decode(bucketVerdicts, d.key, value, &stored); err != nil {
					return false, err
				}
			}
			e.note(d, &stored)
			e.rows = nil
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	before := timeOf(v.Before, v.BeforeNs)
	if err := t.scan(ctx, bucketUnread, nil, func(k, value []byte) error {
		var u unreadValue
		if err := t.decode(bucketUnread, k, value, &u); err != nil {
			return err
		}
		ch, err := e.inOrder(k)
		if err != nil || ch == nil {
			return nil
		}
		due := v.Author == "" && v.pieceDue(&u, before)
		if v.Author != "" && u.Held != nil {
			held, err := u.Held.record(ch.id)
			if err != nil {
				return corrupt(bucketUnread, k, err)
			}
			due = v.wrote(held)
		}
		if due {
			v.Unread++
		}
		return nil
	}); err != nil || v.Author != "" {
		return err
	}
	newest := t.newestDigests()
	return t.scan(ctx, bucketDigests, nil, func(k, _ []byte) error {
		id, rest, err := cutString(k)
		if err != nil {
			return corrupt(bucketDigests, k, err)
		}
		if at, _, err := cutTime(rest); err == nil && at.Before(before) && newest[id] != string(k) {
			v.Digests++
		}
		return nil
	})
}
