package bolt

import (
	"context"

	"otklik/internal/inbox"
)

// Find implements store.Store. It walks through the index of identities; only a match costs the reading of a record.
func (s *Store) Find(ctx context.Context, channels []inbox.ChannelID, match func(inbox.Ref) bool,
	fn func(inbox.Record) error) error {
	return s.view(ctx, "find messages", func(t *tx) error {
		var broken brokenRecords
		for _, id := range channels {
			ch := t.channels.byID[id]
			if ch == nil {
				continue
			}
			err := t.scan(ctx, bucketRefs, appendChannel(nil, ch), func(k, v []byte) error {
				ref, err := ch.cutRef(k[channelSize:])
				if err != nil {
					return corrupt(bucketRefs, k, err)
				}
				if !match(ref) {
					return nil
				}
				sent, _, err := cutTime(v)
				if err != nil {
					return corrupt(bucketRefs, k, err)
				}
				r, err := t.load(messageKey(k, sent))
				if err != nil {
					return err
				}
				return fn(r)
			})
			if err := broken.pass(err); err != nil {
				return err
			}
		}
		return broken.err()
	})
}
