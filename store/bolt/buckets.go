package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
	"otklik/store"
)

// Version is the version of the format. A change that older programs would misread raises it. Only sealed stores have
// it and those in which a person was forgotten: what else is stored as it is stays readable for the first programs.
const Version = 3

// plainVersion is that of a store that is not sealed and has forgotten nobody.
const plainVersion = 1

// The buckets. FORMAT.md says what is in them; a test compares the two.
const (
	bucketMeta        = "meta"
	bucketChannels    = "channels"
	bucketMessages    = "messages"
	bucketRefs        = "refs"
	bucketThreads     = "threads"
	bucketPending     = "dirty"
	bucketStatuses    = "verdicts"
	bucketWaiting     = "waiting"
	bucketClosed      = "closed"
	bucketPromises    = "promises"
	bucketCorrections = "rulings"
	bucketWordings    = "wordings"
	bucketCopies      = "copies"
	bucketAnswerers   = "answerers"
	bucketCursors     = "cursors"
	bucketPulls       = "pulls"
	bucketGaps        = "gaps"
	bucketOfficials   = "officials"
	bucketUndecoded   = "unread"
	bucketRaw         = "raw"
	bucketDigests     = "digests"
	// bucketDeliveries says who has had which digest.
	bucketDeliveries = "deliveries"
	// bucketAlerts says what was decided between digests.
	bucketAlerts = "alerts"
	// What was purged: what must not come back, the purges, and the lists for their certificates.
	bucketPurged    = "purged"
	bucketPurges    = "purges"
	bucketDestroyed = "destroyed"
)

var bucketNames = [...]string{
	bucketMeta, bucketChannels, bucketMessages, bucketRefs, bucketThreads, bucketPending, bucketStatuses, bucketWaiting,
	bucketClosed, bucketPromises, bucketCorrections, bucketWordings, bucketCopies, bucketAnswerers, bucketCursors,
	bucketPulls, bucketGaps,
	bucketOfficials, bucketUndecoded, bucketRaw, bucketDigests, bucketDeliveries, bucketAlerts, bucketPurged,
	bucketPurges, bucketDestroyed,
}

var (
	keyVersion = []byte("version") // four bytes, big-endian
	keyReader  = []byte("reader")  // which reading the statuses come from, as SetReaderVersion gave it
	// keyCreated says when the file was made: what was due before was not missed. Seconds since 1970, eight bytes,
	// big-endian; the first files lack it.
	keyCreated = []byte("created")
)

// fillPercent is how full pages are left when they are split. What mostly grows at its end is packed tightly; what
// grows in its middle keeps room.
func fillPercent(bucket string) float64 {
	switch bucket {
	case bucketRaw, bucketMessages, bucketStatuses, bucketClosed:
		return 0.9
	}
	return 0.7
}

func createBuckets(t *bbolt.Tx) error {
	for _, name := range bucketNames {
		if _, err := t.CreateBucketIfNotExists([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	return nil
}

// empty forgets all that a bucket holds.
func (t *tx) empty(bucket string) error {
	if err := t.DeleteBucket([]byte(bucket)); err != nil {
		return fmt.Errorf("empty bucket %s: %w", bucket, err)
	}
	if _, err := t.CreateBucket([]byte(bucket)); err != nil {
		return fmt.Errorf("create bucket %s: %w", bucket, err)
	}
	return nil
}

// layOut makes a new store of an empty file.
func layOut(t *bbolt.Tx) error {
	if err := createBuckets(t); err != nil {
		return err
	}
	meta := t.Bucket([]byte(bucketMeta))
	return errors.Join(
		meta.Put(keyVersion, binary.BigEndian.AppendUint32(nil, plainVersion)),
		meta.Put(keyCreated, binary.BigEndian.AppendUint64(nil, uint64(time.Now().Unix()))))
}

func readVersion(value []byte) (uint32, error) {
	if len(value) != 4 {
		return 0, fmt.Errorf("%w: it has no format version", store.ErrNotStore)
	}
	v := binary.BigEndian.Uint32(value)
	switch {
	case v > Version:
		return 0, fmt.Errorf("%w (format %d, this program knows %d)", store.ErrNewer, v, Version)
	case v == 0:
		return 0, fmt.Errorf("%w: format version 0 never existed", store.ErrNotStore)
	}
	return v, nil
}

// channel is one entry of the channel table.
type channel struct {
	id        inbox.ChannelID
	number    uint16
	stored    int // messages
	undecoded int // undecoded pieces
	// retentionCutoff: what was sent earlier was purged and is not stored again; zero: nothing was.
	retentionCutoff time.Time
	// homes are the chats whose ids stand alone in keys (see settleIn).
	homes   map[inbox.Kind]string
	changed bool
}

// foreign is the chat as keys write it: empty for the channel's home.
func (c *channel) foreign(kind inbox.Kind, chat string) string {
	if chat == c.homes[kind] {
		return ""
	}
	return chat
}

// unknownChat is the home of what was stored without a chat and was not written in any chat that is read now.
const unknownChat = "?"

// makeHome makes the first chat that is told of for a kind of message its home: the one that the source names, or
// else the one that messages come from. What was stored by versions that kept no chats counts as written there.
func (c *channel) makeHome(kind inbox.Kind, chat string) {
	if chat != "" && c.homes[kind] == "" {
		c.homes[kind], c.changed = chat, true
	}
}

// channelTable gives channels their short numbers, which start the keys, and keeps the counters that would otherwise
// have to be counted. It is small and read at the start of every transaction.
type channelTable struct {
	byID     map[inbox.ChannelID]*channel
	byNumber map[uint16]*channel
}

func loadChannels(b *bbolt.Bucket) (channelTable, error) {
	table := channelTable{byID: map[inbox.ChannelID]*channel{}, byNumber: map[uint16]*channel{}}
	if b == nil {
		return table, fmt.Errorf("%w: bucket %s is missing", store.ErrDamaged, bucketChannels)
	}
	err := b.ForEach(func(k, v []byte) error {
		var stored channelValue
		if len(k) != 2 {
			return corrupt(bucketChannels, k, errKey)
		}
		if err := decode(v, &stored); err != nil {
			return corrupt(bucketChannels, k, err)
		}
		c := &channel{id: inbox.ChannelID(stored.Name), number: binary.BigEndian.Uint16(k), stored: stored.Stored,
			undecoded:       stored.Undecoded,
			retentionCutoff: timeOf(stored.Cutoff, stored.CutoffNs), homes: map[inbox.Kind]string{}}
		for kind, chat := range map[inbox.Kind]string{inbox.Comment: stored.Comments, inbox.Direct: stored.Directs} {
			if chat != "" {
				c.homes[kind] = chat
			}
		}
		table.byID[c.id], table.byNumber[c.number] = c, c
		return nil
	})
	return table, err
}

// channel finds a channel, or with create makes a new one. nil without create where the channel is not known.
func (t *tx) channel(id inbox.ChannelID, create bool) (*channel, error) {
	if c := t.channels.byID[id]; c != nil || !create {
		return c, nil
	}
	if id == "" {
		return nil, fmt.Errorf("a channel without a name cannot be stored")
	}
	number := len(t.channels.byID)
	if number > math.MaxUint16 {
		return nil, fmt.Errorf("more than %d channels cannot be stored", math.MaxUint16+1)
	}
	c := &channel{id: id, number: uint16(number), homes: map[inbox.Kind]string{}, changed: true}
	t.channels.byID[id], t.channels.byNumber[c.number] = c, c
	return c, nil
}

func (t *tx) saveChannels() error {
	for number, c := range t.channels.byNumber {
		if !c.changed {
			continue
		}
		stored := channelValue{Name: string(c.id), Stored: c.stored, Undecoded: c.undecoded,
			Comments: c.homes[inbox.Comment], Directs: c.homes[inbox.Direct]}
		stored.Cutoff, stored.CutoffNs = moment(c.retentionCutoff)
		value, err := encode(stored)
		if err != nil {
			return err
		}
		if err := t.put(t.bucket(bucketChannels), bucketChannels, binary.BigEndian.AppendUint16(nil, number),
			value); err != nil {
			return err
		}
	}
	return nil
}
