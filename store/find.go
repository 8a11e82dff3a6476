package store

import (
	"context"

	"otklik/inbox"
)

// Find gives the messages of the channels whose identity matches, channel by channel, comments before direct messages. It
// costs by the number of identities stored, not by their texts: what does not match is not decoded. fn as in Waiting.
func (s *Store) Find(ctx context.Context, channels []inbox.ChannelID, match func(inbox.Ref) bool, fn func(inbox.Record) error) error {
	return s.view(ctx, "find messages", func(t *tx) error {
		var broken brokenRecords
		for _, id := range channels {
			ch := t.channels.byID[id]
			if ch == nil {
				continue
			}
			err := t.scan(ctx, bucketRefs, appendChannel(nil, ch), func(k, v []byte) error {
				ref, err := refOfKey(ch, k)
				if err != nil || !match(ref) {
					return err
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

// refOfKey is the way back of refKey.
func refOfKey(ch *channel, key []byte) (inbox.Ref, error) {
	kind, dialog, id, err := cutRef(key[channelSize:])
	if err != nil {
		return inbox.Ref{}, corrupt(bucketRefs, key, err)
	}
	return inbox.Ref{Channel: ch.id, Kind: kind, Dialog: dialog, ID: id}, nil
}
