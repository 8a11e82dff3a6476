package bolt

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"otklik/internal/inbox"
)

// answererValue says whose message answers which complaint as the staff does. The key is that of the message.
type answererValue struct {
	Platform  string `cbor:"1,keyasint,omitempty"` // where the author's id means somebody
	Author    string `cbor:"2,keyasint,omitempty"` // who may belong to the staff: what is counted
	Complaint string `cbor:"3,keyasint,omitempty"` // counts complaints, not messages
	Formal    bool   `cbor:"4,keyasint,omitempty"` // it is in an office's words, not only as somebody reports who knows
}

// indexAnswer notes a message that answers as the staff does. old is the status that stood before.
func (t *tx) indexAnswer(w *writes, key []byte, m *inbox.Message, old, v *statusValue) error {
	same := v.Answers == old.Answers && v.Voice == old.Voice
	if v.Answers == "" || same && t.bucket(bucketAnswerers).Get(key) != nil {
		return nil
	}
	value, err := encode(&answererValue{Platform: string(m.Platform), Author: m.Author.ID, Complaint: v.Answers,
		Formal: inbox.Voice(v.Voice) == inbox.VoiceOffice})
	if err != nil {
		return err
	}
	w.add(bucketAnswerers, key, value)
	return nil
}

// Answerers implements store.Store.
func (s *Store) Answerers(ctx context.Context, channels []inbox.ChannelID) ([]inbox.Answerer, error) {
	var all []inbox.Answerer
	err := s.view(ctx, "look for people who answer as the staff does", func(t *tx) error {
		if t.Bucket([]byte(bucketAnswerers)) == nil {
			return nil // a file as an older program left it
		}
		for _, id := range channels {
			ch := t.channels.byID[id]
			if ch == nil {
				continue
			}
			found := map[string]*inbox.Answerer{}
			complaints := map[[2]string]bool{}
			err := t.scan(ctx, bucketAnswerers, appendChannel(nil, ch), func(k, v []byte) error {
				var a answererValue
				if err := t.decode(bucketAnswerers, k, v, &a); err != nil {
					return err
				}
				who := found[a.Author]
				if who == nil {
					who = &inbox.Answerer{Channel: id, Platform: inbox.Platform(a.Platform), Author: a.Author}
					found[a.Author] = who
				}
				who.Messages++
				if a.Formal {
					who.Formal++
				}
				if pair := [2]string{a.Author, a.Complaint}; !complaints[pair] {
					complaints[pair] = true
					who.Complaints++
				}
				return nil
			})
			if err != nil {
				return err
			}
			for who := range maps.Values(found) {
				all = append(all, *who)
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b inbox.Answerer) int {
		return cmp.Or(cmp.Compare(b.Messages, a.Messages), cmp.Compare(a.Channel, b.Channel),
			inbox.CompareIDs(a.Author, b.Author))
	})
	return all, err
}
