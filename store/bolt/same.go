package bolt

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"

	"otklik/internal/inbox"
)

// wordingValue is an entry of the index of wordings. Its key says which message has which wording.
type wordingValue struct {
	Thread  []byte   `cbor:"1,keyasint"`           // where it is judged: other copies change its verdict
	Who     uint64   `cbor:"2,keyasint,omitempty"` // hash of the citizen who wrote it: counts people, not messages
	Subject []uint32 `cbor:"3,keyasint,omitempty"` // what the complaint under which a reply stands is about
	Gone    bool     `cbor:"4,keyasint,omitempty"` // was deleted: still one of the campaign, but not the one to be listed
}

// copiesRead bounds what is read of the copies of one text. A campaign of more is no longer counted to its end.
const copiesRead = 2000

const (
	sideCitizen  = 'c'
	sideOfficial = 'o'
)

// copyOf is one message that has a wording.
type copyOf struct {
	wordingValue
	message []byte
}

// copies are the messages with one wording.
type copies []copyOf

// same brings the index of wordings up to date with a thread and tells what it knows of the thread's messages. Threads
// whose verdicts change by that are marked, except this one (mark), which is about to be judged.
func (t *tx) same(ch *channel, thread *inbox.Thread, mark []byte, matcher inbox.Matcher) (map[inbox.Ref]inbox.Duplicates, error) {
	if matcher == nil {
		return nil, nil
	}
	addressed := inbox.Addressed(*thread)
	seen := map[inbox.Ref][]byte{} // → prefix of its wording's keys
	for i := range thread.Messages {
		m := &thread.Messages[i]
		if m.Post {
			continue
		}
		ref, err := refKey(ch, m.Ref())
		if err != nil {
			return nil, err
		}
		key := messageKey(ref, m.Sent)
		entry := wordingValue{Thread: mark, Gone: !m.Deleted.IsZero()}
		if m.Author.Official {
			if to := addressed[i]; len(to) > 0 {
				entry.Subject = matcher.Subject(thread.Messages[to[len(to)-1]].Text)
			}
		} else {
			entry.Who = person(m)
		}
		prefix := t.wordingPrefix(matcher, *m)
		if m.Author.Official && len(entry.Subject) == 0 {
			prefix = nil
		}
		if err := t.dropWordings(matcher, m, key, prefix, mark); err != nil {
			return nil, err
		}
		if prefix == nil {
			continue
		}
		if err := t.addWording(prefix, key, entry, mark, matcher.CountDistinct); err != nil {
			return nil, err
		}
		seen[m.Ref()] = prefix
	}
	return t.whatIsSame(ch, seen, matcher)
}

// whatIsSame describes the messages whose wording others have too.
func (t *tx) whatIsSame(ch *channel, seen map[inbox.Ref][]byte, matcher inbox.Matcher) (map[inbox.Ref]inbox.Duplicates, error) {
	var out map[inbox.Ref]inbox.Duplicates
	known := map[string]copies{}
	for ref, prefix := range seen {
		all, ok := known[string(prefix)]
		if !ok {
			var err error
			if all, err = t.copies(prefix); err != nil {
				return nil, err
			}
			known[string(prefix)] = all
		}
		if len(all) < 2 {
			continue
		}
		if out == nil {
			out = map[inbox.Ref]inbox.Duplicates{}
		}
		if prefix[0] == sideOfficial {
			out[ref] = inbox.Duplicates{Complaints: matcher.CountDistinct(all.matters())}
			continue
		}
		key, err := refKey(ch, ref)
		if err != nil {
			return nil, err
		}
		out[ref] = inbox.Duplicates{People: all.people(), First: bytes.Equal(refOfMessageKey(all.first().message), key)}
	}
	return out, nil
}

// dropWordings removes the entries of wordings that a message had before it was edited or known to be the official
// side's.
func (t *tx) dropWordings(matcher inbox.Matcher, m *inbox.Message, key, keep, mark []byte) error {
	var old []inbox.Message
	for _, r := range m.Revisions {
		old = append(old, inbox.Message{Text: r.Text, Author: m.Author})
	}
	if keep == nil {
		old = append(old, inbox.Message{Text: m.Text, Author: m.Author})
	}
	if m.Author.Official {
		old = append(old, inbox.Message{Text: m.Text})
	}
	for _, was := range old {
		prefix := t.wordingPrefix(matcher, was)
		if prefix == nil || bytes.Equal(prefix, keep) {
			continue
		}
		b := t.bucket(bucketWordings)
		full := append(bytes.Clone(prefix), key...)
		if b.Get(full) == nil {
			continue
		}
		before, err := t.copies(prefix)
		if err != nil {
			return err
		}
		if err := b.Delete(full); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketWordings, err)
		}
		if err := t.markAffected(prefix, before, mark, matcher.CountDistinct); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) addWording(prefix, key []byte, entry wordingValue, mark []byte, different func([][]uint32) int) error {
	full := append(bytes.Clone(prefix), key...)
	value, err := encode(&entry)
	if err != nil {
		return err
	}
	// One that does not open is written anew.
	if stored, err := t.open(bucketWordings, full, t.bucket(bucketWordings).Get(full)); err == nil && bytes.Equal(stored, value) {
		return nil
	}
	before, err := t.copies(prefix)
	if err != nil {
		return err
	}
	if err := t.put(t.bucket(bucketWordings), bucketWordings, full, value); err != nil {
		return err
	}
	return t.markAffected(prefix, before, mark, different)
}

// markAffected marks the threads whose verdicts are others now that the copies of a text are not those of before.
func (t *tx) markAffected(prefix []byte, before copies, mark []byte, different func([][]uint32) int) error {
	after, err := t.copies(prefix)
	if err != nil || len(before)+len(after) < 3 {
		return err // nobody shares it
	}
	var concerned copies
	if prefix[0] == sideOfficial {
		was, is := different(before.matters()) >= inbox.FormalComplaints, different(after.matters()) >= inbox.FormalComplaints
		if was != is {
			concerned = after
		}
	} else {
		was, is := before.people() >= inbox.CampaignPeople, after.people() >= inbox.CampaignPeople
		switch {
		case was != is, is && !bytes.Equal(before.first().message, after.first().message):
			concerned = after
		case is:
			concerned = copies{after.first()} // it says how many there are
		}
	}
	for _, c := range concerned {
		if bytes.Equal(c.Thread, mark) {
			continue
		}
		t.again = true
		if err := t.put(t.bucket(bucketDirty), bucketDirty, bytes.Clone(c.Thread), nil); err != nil {
			return err
		}
	}
	return nil
}

// copies reads the messages that have a wording.
func (t *tx) copies(prefix []byte) (copies, error) {
	var all copies
	cursor := t.bucket(bucketWordings).Cursor()
	for k, v := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix) && len(all) < copiesRead; k, v = cursor.Next() {
		c := copyOf{message: bytes.Clone(k[len(prefix):])}
		if err := t.decode(bucketWordings, k, v, &c.wordingValue); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (all copies) people() int {
	who := map[uint64]bool{}
	for _, c := range all {
		who[c.Who] = true
	}
	return len(who)
}

// first is the earliest of the copies that still stand, in whatever channel; the earliest of all where none does.
func (all copies) first() copyOf {
	return slices.MinFunc(all, func(a, b copyOf) int {
		if a.Gone != b.Gone {
			if b.Gone {
				return -1
			}
			return 1
		}
		at, bt := a.message[channelSize:], b.message[channelSize:]
		return cmp.Or(bytes.Compare(at[:timeSize], bt[:timeSize]), bytes.Compare(a.message, b.message))
	})
}

func (all copies) matters() [][]uint32 {
	matters := make([][]uint32, 0, len(all))
	for _, c := range all {
		matters = append(matters, c.Subject)
	}
	return matters
}

// wordingPrefix is how the keys of all messages with this message's wording begin; nil where the text is too short.
func (t *tx) wordingPrefix(matcher inbox.Matcher, m inbox.Message) []byte {
	wording := matcher.Fingerprint(m)
	if wording == 0 {
		return nil
	}
	side := byte(sideCitizen)
	if m.Author.Official {
		side = sideOfficial
	}
	return binary.BigEndian.AppendUint64([]byte{side}, t.wordingNumber(wording))
}

// wordingSize is the length of a prefix.
const wordingSize = 1 + 8

// person is a number for the author. Authors that the platform does not name count as one.
func person(m *inbox.Message) uint64 {
	if m.Author.ID == "" {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(m.Platform))
	h.Write([]byte{0})
	h.Write([]byte(m.Author.ID))
	return h.Sum64()
}
