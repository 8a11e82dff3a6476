package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"

	"otklik/internal/inbox"
)

// wordingValue is an entry of the index of wordings. Its key says which message has which wording.
type wordingValue struct {
	Thread  []byte   `cbor:"1,keyasint"`           // where it is evaluated: other copies change its status
	Who     uint64   `cbor:"2,keyasint,omitempty"` // hash of the citizen who wrote it: counts people, not messages
	Subject []uint32 `cbor:"3,keyasint,omitempty"` // what the complaint under which a reply stands is about
	// was deleted: still one of the campaign, but not the one to be listed
	Deleted bool `cbor:"4,keyasint,omitempty"`
}

const (
	sideCitizen  = 'c'
	sideOfficial = 'o'
)

// index is the index of wordings while one transaction changes it. What the changes mean for other threads is found out
// at its end (finish), once for each text, however many copies the transaction brings.
type index struct {
	*tx
	matcher inbox.Matcher
	texts   map[string]*text // by the prefix of their keys
}

func (t *tx) index(matcher inbox.Matcher) *index {
	return &index{tx: t, matcher: matcher, texts: map[string]*text{}}
}

// indexSome brings the index up to date with some of the pending threads, from a key on; next is where to go on, nil at
// the end.
func (p *pass) indexSome(ctx context.Context, from []byte) (next []byte, err error) {
	threads, next, err := p.read(ctx, from, true)
	if err != nil {
		return nil, err
	}
	p.indexed += len(threads)
	for _, b := range threads {
		b.addressed = inbox.Addressed(b.thread)
	}
	return next, p.write(ctx, "note which texts stand where", threads,
		func(t *tx) pieceWriter { return t.index(p.matcher) })
}

// message brings the index up to date with message i of a thread.
func (x *index) message(b *pendingThread, i int) error {
	m := &b.thread.Messages[i]
	if m.Post {
		return nil
	}
	ref, err := refKey(b.channel, m.Ref())
	if err != nil {
		return err
	}
	entry := wordingValue{Thread: b.key, Deleted: !m.Deleted.IsZero()}
	if m.Author.Official {
		// What the reply answers: the same words about different matters are a form letter.
		if to := b.addressed[i]; len(to) > 0 {
			entry.Subject = x.matcher.Subject(b.thread.Messages[to[len(to)-1]].Text)
		}
	} else {
		entry.Who = person(m)
	}
	prefix := x.wordingPrefix(x.matcher, *m)
	// A reply to nothing in particular says nothing about form letters.
	if m.Author.Official && len(entry.Subject) == 0 {
		prefix = nil
	}
	key := messageKey(ref, m.Sent)
	if err := x.drop(m, key, prefix); err != nil || prefix == nil {
		return err
	}
	return x.add(prefix, key, entry)
}

// part leaves a thread as it is: what is indexed of it already is found to be so.
func (x *index) part(*pendingThread) error { return nil }

// whole notes that the texts of a thread are in the index.
func (x *index) whole(b *pendingThread) error { return x.noteIndexed(b.key) }

// drop removes the entries of wordings that a message had before it was edited or known to be the official side's;
// keep, if not nil, is the prefix of the one it has now.
func (x *index) drop(m *inbox.Message, key, keep []byte) error {
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
		prefix := x.wordingPrefix(x.matcher, was)
		if prefix == nil || bytes.Equal(prefix, keep) {
			continue
		}
		if err := x.remove(prefix, key); err != nil {
			return err
		}
	}
	return nil
}

// add enters a message under a wording, and counts it there.
func (x *index) add(prefix, message []byte, entry wordingValue) error {
	full := append(bytes.Clone(prefix), message...)
	value, err := encode(&entry)
	if err != nil {
		return err
	}
	b := x.bucket(bucketWordings)
	// One that does not open is rewritten.
	if stored, err := x.open(bucketWordings, full, b.Get(full)); err == nil && bytes.Equal(stored, value) {
		return nil
	}
	t, err := x.text(prefix)
	if err != nil {
		return err
	}
	if err := x.leave(t, message, full); err != nil {
		return err
	}
	if err := x.put(b, bucketWordings, full, value); err != nil {
		return err
	}
	return x.join(t, copyOf{entry, bytes.Clone(message)})
}

// remove takes a message out from under a wording, and out of its counts. One that is not there is no error.
func (x *index) remove(prefix, message []byte) error {
	full := append(bytes.Clone(prefix), message...)
	b := x.bucket(bucketWordings)
	if b.Get(full) == nil {
		return nil
	}
	t, err := x.text(prefix)
	if err != nil {
		return err
	}
	if err := x.leave(t, message, full); err != nil {
		return err
	}
	if err := b.Delete(full); err != nil {
		return fmt.Errorf("remove from bucket %s: %w", bucketWordings, err)
	}
	return nil
}

// finish keeps the counts of the texts that changed, and marks the threads whose statuses are others by that.
func (x *index) finish() error {
	var broken brokenRecords
	for _, prefix := range slices.Sorted(maps.Keys(x.texts)) {
		t := x.texts[prefix]
		if t.now.Messages+t.before.Messages < 3 && !t.counted {
			continue // nobody shares it
		}
		err := x.keep(t)
		if err == nil {
			err = x.markAffected(t)
		}
		if err := broken.pass(err); err != nil {
			return err
		}
	}
	return broken.err()
}

// markAffected marks the threads whose statuses are others now that a text has other copies.
func (x *index) markAffected(t *text) error {
	was, is := t.before.duplicates(), t.now.duplicates()
	var concerned [][]byte
	switch {
	// It became one or stopped being one: that concerns every copy.
	case was.Campaign() != is.Campaign(), was.FormLetter() != is.FormLetter():
		return x.each(t.prefix, func(c copyOf) (bool, error) { return true, x.markAgain(c.Thread) })
	// Only the first message of a campaign tells how many there are: the others stay as they are with each further
	// copy.
	case !is.Campaign() || bytes.Equal(t.before.First, t.now.First) &&
		(was.People == is.People || !x.saysHowMany(t.now.First)):
		return nil
	case bytes.Equal(t.before.First, t.now.First):
		concerned = [][]byte{t.now.First}
	default:
		concerned = [][]byte{t.before.First, t.now.First}
	}
	for _, message := range concerned {
		full := append(bytes.Clone(t.prefix), message...)
		value := x.bucket(bucketWordings).Get(full)
		if value == nil {
			continue
		}
		var entry wordingValue
		if err := x.decode(bucketWordings, full, value, &entry); err != nil {
			return err
		}
		if err := x.markAgain(entry.Thread); err != nil {
			return err
		}
	}
	return nil
}

// saysHowMany reports whether the status of a campaign's first message tells how many there are: that of a complaint
// does not, and stays as it is with every further copy.
func (x *index) saysHowMany(message []byte) bool {
	value := x.bucket(bucketStatuses).Get(message)
	var v statusValue
	return value == nil || x.decode(bucketStatuses, message, value, &v) != nil || v.Copies > 0
}

// duplicates adds what the index knows of a message of a thread whose wording others have too.
func (x *index) duplicates(b *pendingThread, m *inbox.Message) error {
	if x.matcher == nil || m.Post || b.thread.IsGiven(m.Ref()) {
		return nil
	}
	prefix := x.wordingPrefix(x.matcher, *m)
	if prefix == nil {
		return nil
	}
	known, err := x.text(prefix)
	if err != nil || known.now.Messages < 2 {
		return err
	}
	ref, err := refKey(b.channel, m.Ref())
	if err != nil {
		return err
	}
	key := messageKey(ref, m.Sent)
	if x.bucket(bucketWordings).Get(append(bytes.Clone(prefix), key...)) == nil {
		return nil // the answer to nothing in particular
	}
	same := known.now.duplicates()
	same.First = bytes.Equal(known.now.First, key)
	if b.thread.Duplicates == nil {
		b.thread.Duplicates = map[inbox.Ref]inbox.Duplicates{}
	}
	b.thread.Duplicates[m.Ref()] = same
	return nil
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
