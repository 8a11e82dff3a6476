package store

import (
	"context"
	"time"

	"otklik/inbox"
)

// Demands are the demands to be forgotten that a store has carried out. They name nobody: they are compared with authors
// under the key of that store's hashes.
type Demands struct {
	salt []byte
	list []demand
}

type demand struct {
	subject  string
	platform inbox.Platform
	channels []inbox.ChannelID
}

// Empty reports whether nobody has demanded anything.
func (d Demands) Empty() bool { return len(d.list) == 0 }

// Demands gives the demands that were carried out, to be renewed in an older copy of the store.
func (s *Store) Demands(ctx context.Context) (d Demands, err error) {
	err = s.view(ctx, "look up who is to be forgotten", func(t *tx) error {
		if d.salt, err = t.salt(false); err != nil || d.salt == nil {
			return err
		}
		d.salt = append([]byte(nil), d.salt...)
		return t.eachPurge(func(_ []byte, v *purgeValue) error {
			if v.demand() {
				d.list = append(d.list, demand{v.Subject, inbox.Platform(v.Platform), v.record().Order.Channels})
			}
			return nil
		})
	})
	return d, err
}

// Renewed finds whose messages stand here although another, later state of this store had forgotten them, as after an
// old backup was restored. Each order is to be carried out like the first time; now is its date.
func (s *Store) Renewed(ctx context.Context, d Demands, now time.Time) (orders []PurgeOrder, err error) {
	if d.Empty() {
		return nil, nil
	}
	asked := map[string]bool{}
	err = s.Each(ctx, func(r inbox.Record) error {
		m := r.Message
		if who := string(m.Platform) + " " + m.Author.ID; m.Author.ID == "" || m.Author.Official || asked[who] {
			return nil
		} else {
			asked[who] = true
		}
		subject := pseudonym(d.salt, "author", string(m.Platform), m.Author.ID)
		for _, one := range d.list {
			if one.subject == subject && one.platform == m.Platform {
				orders = append(orders, PurgeOrder{Platform: m.Platform, Author: m.Author.ID, Channels: one.channels, Mode: Delete, At: now})
			}
		}
		return nil
	})
	return orders, err
}
