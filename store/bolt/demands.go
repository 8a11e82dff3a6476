package bolt

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

// PurgeHistory is what a store knows of purges that an older copy of it does not: whom it had forgotten, what must not
// come back, and which certificates were written. It names nobody: people and messages are hashes under the store's own
// salt.
type PurgeHistory struct {
	salt    []byte
	list    []demand
	marks   []mark
	cutoffs map[inbox.ChannelID]time.Time
	purges  []purgeValue
}

// demand is one person's demand to be forgotten, as earlier versions noted it: the subject is a pseudonym under the
// salt. That of a later one has a key of its own, and the demand is found by the messages it destroyed.
type demand struct {
	subject  string
	platform inbox.Platform
	channels []inbox.ChannelID
}

// mark is an entry of bucket purged without its channel's number, which another copy may count otherwise.
type mark struct {
	channel     inbox.ChannelID
	rest, value []byte
}

// Empty reports whether nothing was ever purged.
func (l PurgeHistory) Empty() bool {
	return len(l.purges) == 0 && len(l.marks) == 0 && len(l.cutoffs) == 0 && len(l.list) == 0
}

// PurgeHistory gives what an older copy of this store has to be told before it takes this one's place.
func (s *Store) PurgeHistory(ctx context.Context) (l PurgeHistory, err error) {
	l.cutoffs = map[inbox.ChannelID]time.Time{}
	err = s.view(ctx, "look up what was purged", func(t *tx) error {
		salt, err := t.salt(false)
		if err != nil || salt == nil {
			return err
		}
		l.salt = bytes.Clone(salt)
		for _, ch := range t.channels.byNumber {
			if !ch.retentionCutoff.IsZero() {
				l.cutoffs[ch.id] = ch.retentionCutoff
			}
		}
		if b := t.purgedBucket(); b != nil {
			for _, ch := range t.channels.byNumber {
				prefix := appendChannel(nil, ch)
				cursor := b.Cursor()
				for k, v := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
					l.marks = append(l.marks, mark{ch.id, bytes.Clone(k[len(prefix):]), bytes.Clone(v)})
				}
			}
		}
		return t.eachPurge(func(_ []byte, v *purgeValue) error {
			if v.demand() {
				l.list = append(l.list, demand{v.Subject, inbox.Platform(v.Platform), v.record().Order.Channels})
			}
			if v.Certified != 0 && v.Number > 0 {
				l.purges = append(l.purges, *v)
			}
			return nil
		})
	})
	return l, err
}

// ImportPurgeHistory tells this store, an older copy, what a later one knows of purges, and begins again the demands
// whose people have messages here, and the purges by age of which there is something here: they are unfinished purges
// from then on, which the next purge carries out whatever happens to this process. now is the date of their
// certificates. It returns how many were begun.
func (s *Store) ImportPurgeHistory(ctx context.Context, l PurgeHistory, now time.Time) (begun int, err error) {
	if l.Empty() {
		return 0, nil
	}
	if err := s.update(ctx, "take over what was purged", func(t *tx) error { return t.importHistory(l) }); err != nil {
		return 0, err
	}
	// What is known went in first: from here on nothing comes back, even if the process ends before a purge is begun.
	orders, err := s.renewed(ctx, l, now)
	if err != nil {
		return 0, err
	}
	aged, err := s.aged(ctx, l, now)
	if err != nil {
		return 0, err
	}
	orders = append(orders, aged...)
	for _, order := range orders {
		if _, err := s.BeginPurge(ctx, order); err != nil {
			return begun, err
		}
		begun++
	}
	return begun, nil
}

func (t *tx) importHistory(l PurgeHistory) error {
	own, err := t.salt(false)
	if err != nil {
		return err
	}
	if own == nil && l.salt != nil {
		if err := t.keepSalt(l.salt); err != nil {
			return err
		}
		own = l.salt
	}
	if err := t.importCutoffs(l.cutoffs); err != nil {
		return err
	}
	if bytes.Equal(own, l.salt) { // else the hashes say nothing here
		if err := t.importMarks(t.bucket(bucketPurged), l.marks); err != nil {
			return err
		}
	}
	return t.importPurges(l.purges)
}

// importCutoffs keeps the later bound of the two: retention never goes back.
func (t *tx) importCutoffs(cutoffs map[inbox.ChannelID]time.Time) error {
	for id, cutoff := range cutoffs {
		ch, err := t.channel(id, true)
		if err != nil {
			return err
		}
		if ch.retentionCutoff.Before(cutoff) {
			ch.retentionCutoff, ch.changed = cutoff, true
		}
	}
	return nil
}

// importPurges takes over purges by their numbers: none is noted twice, and no number is given out again.
func (t *tx) importPurges(purges []purgeValue) error {
	known := map[[2]int]bool{}
	if err := t.eachPurge(func(_ []byte, v *purgeValue) error {
		known[[2]int{v.Year, v.Number}] = true
		return nil
	}); err != nil {
		return err
	}
	for i := range purges {
		v := &purges[i]
		if known[[2]int{v.Year, v.Number}] {
			continue
		}
		id, err := t.bucket(bucketPurges).NextSequence()
		if err != nil {
			return fmt.Errorf("number a purge: %w", err)
		}
		if err := t.putPurge(id, v); err != nil {
			return err
		}
	}
	return nil
}

// importMarks takes over what must not come back; a mark that stands here already stays.
func (t *tx) importMarks(b *bbolt.Bucket, marks []mark) error {
	for _, m := range marks {
		ch, err := t.channel(m.channel, true)
		if err != nil {
			return err
		}
		key := append(appendChannel(nil, ch), m.rest...)
		if b.Get(key) != nil {
			continue
		}
		if err := t.put(b, bucketPurged, key, m.value); err != nil {
			return err
		}
	}
	return nil
}

// aged are the purges by age whose certificates were written and of which something stands here: what a certificate
// calls destroyed does not come back, also where the office keeps messages longer by now. Of purges of one kind the
// last one tells for all.
func (s *Store) aged(ctx context.Context, l PurgeHistory, now time.Time) (orders []store.PurgeOrder, err error) {
	latest := map[string]store.PurgeOrder{}
	var kinds []string
	for i := range l.purges {
		order := l.purges[i].record().Order
		if order.Before.IsZero() {
			continue
		}
		kind := fmt.Sprint(order.Mode, order.Channels)
		if _, known := latest[kind]; !known {
			kinds = append(kinds, kind)
		}
		if order.Before.After(latest[kind].Before) {
			order.At = now
			latest[kind] = order
		}
	}
	for _, kind := range kinds {
		expected, err := s.PurgeCount(ctx, latest[kind])
		if err != nil {
			return nil, err
		}
		if expected.Messages() > 0 {
			orders = append(orders, latest[kind])
		}
	}
	return orders, nil
}

// renewed finds whose messages stand here although the later state of this store had forgotten them.
func (s *Store) renewed(ctx context.Context, l PurgeHistory, now time.Time) ([]store.PurgeOrder, error) {
	var table channelTable
	if err := s.view(ctx, "look up the channels", func(t *tx) error { table = t.channels; return nil }); err != nil {
		return nil, err
	}
	scopes, found := l.scopes(), renewal{channels: map[demander][]inbox.ChannelID{}}
	asked := map[demander]bool{}
	err := s.Each(ctx, func(r inbox.Record) error {
		m := &r.Message
		who := demander{m.Platform, m.Author.ID}
		if m.Author.ID == "" || m.Author.Official {
			return nil
		}
		mark := messageMark(l.salt, table.byID[m.Channel], m.Ref())
		switch scopes[string(m.Channel)+string(mark[channelSize:])] {
		case demandedEverywhere:
			found.add(who, nil)
		case demandedHere:
			found.add(who, []inbox.ChannelID{m.Channel})
		}
		// Once for each person: in the notes of earlier versions every message of a person leads to the same
		// pseudonym.
		if asked[who] {
			return nil
		}
		asked[who] = true
		subject := pseudonym(l.salt, "author", string(m.Platform), m.Author.ID)
		for _, one := range l.list {
			if one.subject == subject && one.platform == m.Platform {
				found.add(who, one.channels)
			}
		}
		return nil
	})
	return found.orders(now), err
}

// scopes says of every message that was purged on demand what the demand was for. The keys are its channel and the rest
// of its mark's.
func (l PurgeHistory) scopes() map[string]byte {
	scopes := map[string]byte{}
	for _, m := range l.marks {
		if m.rest[0] == purgedMessage && len(m.value) == 1 { // earlier versions kept a time there
			scopes[string(m.channel)+string(m.rest)] = m.value[0]
		}
	}
	return scopes
}

// demander is somebody who demanded to be forgotten.
type demander struct {
	platform inbox.Platform
	author   string
}

// renewal gathers the demands that are carried out again.
type renewal struct {
	list     []demander
	channels map[demander][]inbox.ChannelID // empty: all
}

// add takes up a demand for some channels, or for all where there are none.
func (r *renewal) add(who demander, channels []inbox.ChannelID) {
	before, known := r.channels[who]
	switch {
	case !known:
		r.list = append(r.list, who)
		r.channels[who] = slices.Clone(channels)
	case len(channels) == 0 || len(before) == 0:
		r.channels[who] = nil
	default:
		all := append(before, channels...)
		slices.Sort(all)
		r.channels[who] = slices.Compact(all)
	}
}

func (r *renewal) orders(now time.Time) (orders []store.PurgeOrder) {
	for _, who := range r.list {
		orders = append(orders,
			store.PurgeOrder{Platform: who.platform, Author: who.author, Channels: r.channels[who],
				Mode: store.Delete, At: now})
	}
	return orders
}
