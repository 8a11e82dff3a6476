package bolt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"

	"otklik/internal/inbox"
)

// countedFrom is how many copies of a text are counted one by one whenever it is met. Of more, bucket copies keeps the
// counts, so that a copy costs the same however many there are.
const countedFrom = 32

// copiesValue is what is known of all messages with one wording.
type copiesValue struct {
	Messages int    `cbor:"1,keyasint"`
	People   int    `cbor:"2,keyasint,omitempty"` // citizens: how many different ones
	First    []byte `cbor:"3,keyasint,omitempty"` // citizens: key of the message that stands for all
	Deleted  bool   `cbor:"4,keyasint,omitempty"` // First was deleted, as all others were
	// official's side: complaints about different matters, by their keys
	Distinct []subjectValue `cbor:"5,keyasint,omitempty"`
}

// subjectValue is a reply with what its complaint is about.
type subjectValue struct {
	Message []byte   `cbor:"1,keyasint"`
	Subject []uint32 `cbor:"2,keyasint"`
}

// copyOf is one message that has a wording.
type copyOf struct {
	wordingValue
	message []byte
}

// text is one wording as a transaction found it, and as it is by now.
type text struct {
	prefix      []byte
	before, now copiesValue
	counted     bool // bucket copies has its counts, and those of each person
	changed     bool
	again       bool // now has to be found out again
}

func (v *copiesValue) duplicates() inbox.Duplicates {
	return inbox.Duplicates{People: v.People, Complaints: len(v.Distinct)}
}

// text finds what is known of a wording.
func (x *index) text(prefix []byte) (*text, error) {
	if t := x.texts[string(prefix)]; t != nil {
		return t, nil
	}
	t := &text{prefix: bytes.Clone(prefix)}
	if value := x.bucket(bucketCopies).Get(prefix); value != nil {
		if err := x.decode(bucketCopies, prefix, value, &t.before); err != nil {
			return nil, err
		}
		t.counted = true
	} else {
		var err error
		if t.before, _, err = x.count(prefix); err != nil {
			return nil, err
		}
	}
	t.now = t.before
	x.texts[string(prefix)] = t
	return t, nil
}

// each visits the copies of a text in the order of their keys, until visit has seen enough.
func (x *index) each(prefix []byte, visit func(copyOf) (more bool, err error)) error {
	cursor := x.bucket(bucketWordings).Cursor()
	for k, v := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
		c := copyOf{message: bytes.Clone(k[len(prefix):])}
		if err := x.decode(bucketWordings, k, v, &c.wordingValue); err != nil {
			return err
		}
		if more, err := visit(c); err != nil || !more {
			return err
		}
	}
	return nil
}

// count looks at every copy of a text. people are how many messages each has sent.
func (x *index) count(prefix []byte) (v copiesValue, people map[uint64]int, err error) {
	people = map[uint64]int{}
	err = x.each(prefix, func(c copyOf) (bool, error) {
		people[c.Who]++
		x.meet(&v, prefix[0], c)
		return true, nil
	})
	if prefix[0] == sideCitizen {
		v.People = len(people)
	}
	return v, people, err
}

// meet takes into account a copy that comes behind all those that Distinct names.
func (x *index) meet(v *copiesValue, side byte, c copyOf) {
	if side == sideCitizen {
		v.meetCitizen(c)
		return
	}
	v.Messages++
	if !v.duplicates().FormLetter() && x.isDistinct(v.Distinct, c.Subject) {
		v.Distinct = append(v.Distinct[:len(v.Distinct):len(v.Distinct)], subjectValue{c.message, c.Subject})
	}
}

func (v *copiesValue) meetCitizen(c copyOf) {
	v.Messages++
	if v.First == nil || compareCopies(c.Deleted, v.Deleted, c.message, v.First) < 0 {
		v.First, v.Deleted = c.message, c.Deleted
	}
}

func (x *index) isDistinct(from []subjectValue, subject []uint32) bool {
	all := make([][]uint32, 0, len(from)+1)
	for _, s := range from {
		all = append(all, s.Subject)
	}
	return x.matcher.CountDistinct(append(all, subject)) > len(from)
}

// compareCopies orders the copies of a text: the earliest that still stands first, in whichever channel.
func compareCopies(aGone, bGone bool, a, b []byte) int {
	if aGone != bGone {
		if bGone {
			return -1
		}
		return 1
	}
	at, bt := a[channelSize:], b[channelSize:]
	return cmp.Or(bytes.Compare(at[:timeSize], bt[:timeSize]), bytes.Compare(a, b))
}

// Answering says where else the wording of a reply would stand if it answered a complaint besides those that it
// stands under. It reads what was evaluated.
func (s *Store) Answering(
	ctx context.Context, matcher inbox.Matcher, reply inbox.Message, complaint string,
) (found inbox.Duplicates, err error) {
	err = s.view(ctx, "look up where a reply stands", func(t *tx) error {
		x := t.index(matcher)
		prefix, subject := t.wordingPrefix(matcher, reply), matcher.Subject(complaint)
		if prefix == nil || len(subject) == 0 {
			return nil
		}
		known, err := x.text(prefix)
		if err != nil {
			return err
		}
		x.meet(&known.now, sideOfficial, copyOf{wordingValue: wordingValue{Subject: subject}})
		found = known.now.duplicates()
		return nil
	})
	return found, err
}

// join counts a copy that was added.
func (x *index) join(t *text, c copyOf) error {
	t.changed = true
	switch {
	case !t.counted:
		t.now.Messages, t.again = t.now.Messages+1, true
		return nil
	case t.prefix[0] == sideCitizen:
		if err := x.countPerson(t, c.Who, 1); err != nil {
			return err
		}
	default:
		// Whether a matter is another one is decided in the order of keys: what comes between changes what follows.
		earlier := 0
		for earlier < len(t.now.Distinct) && bytes.Compare(t.now.Distinct[earlier].Message, c.message) < 0 {
			earlier++
		}
		if earlier < len(t.now.Distinct) {
			t.again = t.again || x.isDistinct(t.now.Distinct[:earlier], c.Subject)
			t.now.Messages++
			return nil
		}
	}
	x.meet(&t.now, t.prefix[0], c)
	return nil
}

// leave takes a copy out of the counts, if there is one under the key.
func (x *index) leave(t *text, message, full []byte) error {
	value := x.bucket(bucketWordings).Get(full)
	if value == nil {
		return nil
	}
	t.changed = true
	t.now.Messages--
	if !t.counted {
		t.again = true
		return nil
	}
	t.again = t.again || bytes.Equal(t.now.First, message)
	for _, s := range t.now.Distinct {
		t.again = t.again || bytes.Equal(s.Message, message)
	}
	if t.prefix[0] == sideOfficial {
		return nil
	}
	var entry wordingValue
	if x.decode(bucketWordings, full, value, &entry) != nil {
		return x.uncount(t) // nobody can tell any more whose it was
	}
	return x.countPerson(t, entry.Who, -1)
}

// countPerson adds to the messages of one person among the copies of a text.
func (x *index) countPerson(t *text, who uint64, add int) error {
	b, key := x.bucket(bucketCopies), x.personKey(t.prefix, who)
	value, err := x.open(bucketCopies, key, b.Get(key))
	if err != nil {
		return corrupt(bucketCopies, key, err)
	}
	was, _ := binary.Uvarint(value)
	is := int(was) + add
	if is <= 0 {
		t.now.People--
		return b.Delete(key)
	}
	if was == 0 {
		t.now.People++
	}
	return x.put(b, bucketCopies, key, binary.AppendUvarint(nil, uint64(is)))
}

// personKey hashes the person under the store's secret: the key must not tell who sent a text.
func (x *index) personKey(prefix []byte, who uint64) []byte {
	return binary.BigEndian.AppendUint64(bytes.Clone(prefix), x.wordingNumber(who))
}

// uncount gives up the counts of a text: the end of the transaction finds them out from the copies themselves.
func (x *index) uncount(t *text) error {
	t.counted, t.again = false, true
	return x.tx.uncount(t.prefix)
}

// uncount forgets the counts of a text. It is counted again when it is next met.
func (t *tx) uncount(prefix []byte) error {
	b := t.bucket(bucketCopies)
	var keys [][]byte
	cursor := b.Cursor()
	for k, _ := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = cursor.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketCopies, err)
		}
	}
	return nil
}

// keep finds out what a transaction made of a text, and writes it down where there are many copies.
func (x *index) keep(t *text) error {
	switch {
	case !t.changed:
		return nil
	case t.again && t.counted && t.now.Messages > 0:
		if err := x.find(t); err != nil {
			return err
		}
	case t.again && !t.counted:
		all, people, err := x.count(t.prefix)
		if err != nil {
			return err
		}
		if t.now = all; all.Messages <= countedFrom {
			return nil
		}
		t.counted = true
		for who, n := range people {
			if t.prefix[0] == sideCitizen {
				t.now.People-- // counted again below
				if err := x.countPerson(t, who, n); err != nil {
					return err
				}
			}
		}
	}
	if t.now.Messages <= 0 {
		t.now = copiesValue{}
		return x.uncount(t)
	}
	value, err := encode(&t.now)
	if err != nil {
		return err
	}
	return x.put(x.bucket(bucketCopies), bucketCopies, t.prefix, value)
}

// find looks again for what stands for all copies of a text.
func (x *index) find(t *text) error {
	found := copiesValue{}
	look := func(prefix []byte) error {
		return x.each(prefix, func(c copyOf) (bool, error) {
			c.message = append(bytes.Clone(prefix[wordingSize:]), c.message...)
			x.meet(&found, t.prefix[0], c)
			if t.prefix[0] == sideOfficial {
				return !found.duplicates().FormLetter(), nil
			}
			return c.Deleted, nil // the first of a channel that stands is its earliest
		})
	}
	var err error
	if t.prefix[0] == sideOfficial {
		err = look(t.prefix)
	} else {
		for _, ch := range x.channels.byNumber {
			if err == nil {
				err = look(appendChannel(bytes.Clone(t.prefix), ch))
			}
		}
	}
	if err != nil {
		return err
	}
	t.now.First, t.now.Deleted, t.now.Distinct = found.First, found.Deleted, found.Distinct
	return nil
}
