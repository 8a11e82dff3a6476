package bolt

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"otklik/internal/inbox"
	"otklik/store"
)

// maxProblems bounds what Check lists.
const maxProblems = 200

// Check implements store.Store.
func (s *Store) Check(ctx context.Context) (problems []string, err error) {
	// bbolt's check must not run beside a writer, so it is done inside a writing transaction that is given up.
	run := s.update
	if s.readOnly {
		run = s.view
	}
	err = run(ctx, "check", func(t *tx) error {
		c := &checker{tx: t, ctx: ctx, stored: map[uint16]int{}, undecoded: map[uint16]int{}}
		for problem := range t.Tx.Check() { // read to its end: the checking goroutine would hang otherwise
			c.note("the file's structure: %v", problem)
		}
		var err error
		if len(c.problems) == 0 { // walking broken pages would panic
			err = c.records()
		}
		problems = c.problems
		if err == nil {
			// Given up in any case: a check writes nothing, and a commit would cost a sync.
			err = errGiveUp
		}
		return err
	})
	if errors.Is(err, errGiveUp) {
		err = nil
	}
	return problems, err
}

// errGiveUp ends a writing transaction that wrote nothing.
var errGiveUp = errors.New("nothing to write")

type checker struct {
	*tx
	ctx      context.Context
	problems []string
	// What was met, by the channel's number: compared with the counters that the channels keep.
	stored, undecoded map[uint16]int
}

// note keeps the first problems: a broken file has one for nearly every record, and people read a few.
func (c *checker) note(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Sprintf(format, args...))
	}
}

// wrong names a record by its bucket and key, never by what stands in it.
func (c *checker) wrong(bucket string, key []byte, what string) {
	c.note("bucket %s, key %s: %s", bucket, hex.EncodeToString(key), what)
}

// walk visits a whole bucket and notes every unreadable record.
func (c *checker) walk(bucket string, fn func(k, v []byte) error) error {
	// missing where an older program was the last
	later := []string{bucketPurges, bucketDestroyed, bucketAnswerers, bucketCopies, bucketPromises, bucketAlerts}
	if c.s.readOnly && c.Bucket([]byte(bucket)) == nil && slices.Contains(later, bucket) {
		return nil
	}
	n := 0
	return c.bucket(bucket).ForEach(func(k, v []byte) error {
		if n++; n%256 == 0 && c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		if err := fn(k, v); err != nil {
			c.note("%v", err)
		}
		return nil
	})
}

// records compares both ways: an entry with the record it leads to, and a record with the entries it should have.
func (c *checker) records() error {
	for _, step := range []struct {
		bucket string
		fn     func(k, v []byte) error
	}{
		{bucketMessages, c.message},
		{bucketRefs, c.ref},
		{bucketThreads, c.member},
		{bucketPending, c.pending},
		{bucketStatuses, c.status},
		{bucketWaiting, c.waiting},
		{bucketClosed, c.closed},
		{bucketPromises, c.promise},
		{bucketCorrections, c.correction},
		{bucketWordings, c.wording},
		{bucketCopies, c.copies},
		{bucketAnswerers, c.answerer},
		{bucketPulls, c.pull},
		{bucketGaps, c.gap},
		{bucketUndecoded, c.undecodedPiece},
		{bucketRaw, c.raw},
		{bucketDeliveries, c.delivery},
		{bucketAlerts, func(k, v []byte) error { _, err := c.readAlert(k, v); return err }},
		{bucketPurges, func(k, v []byte) error { return c.decode(bucketPurges, k, v, &purgeValue{}) }},
		{bucketDestroyed, func(k, v []byte) error { return c.decode(bucketDestroyed, k, v, &[]store.PurgeRow{}) }},
		{bucketDigests, func(k, v []byte) error { _, err := c.readDigest(k, v); return err }},
	} {
		if err := c.walk(step.bucket, step.fn); err != nil {
			return err
		}
	}
	// Last: every message and piece has been counted by now.
	for number, ch := range c.channels.byNumber {
		if ch.stored != c.stored[number] || ch.undecoded != c.undecoded[number] {
			c.note("channel %s counts %d messages and %d undecoded pieces, but has %d and %d",
				ch.id, ch.stored, ch.undecoded, c.stored[number], c.undecoded[number])
		}
	}
	return nil
}

func (c *checker) message(k, v []byte) error {
	r, err := c.readMessage(k, v)
	if err != nil {
		return err
	}
	ch := c.channels.byID[r.Channel]
	c.stored[ch.number]++
	if r.impersonal {
		return nil // found by nothing
	}
	if !bytes.Equal(c.bucket(bucketRefs).Get(refOfMessageKey(k)), k[channelSize:channelSize+timeSize]) {
		c.wrong(bucketMessages, k, "it is not found by its id")
	}
	thread, err := threadKey(ch, r.ThreadRef())
	if err != nil {
		return err
	}
	if c.bucket(bucketThreads).Get(memberKey(thread, ch, &r.Message)) == nil {
		c.wrong(bucketMessages, k, "it is missing in its thread")
	}
	// Without a status is right only what still waits to be evaluated.
	if !r.Author.Official && c.bucket(bucketStatuses).Get(k) == nil && c.bucket(bucketPending).Get(thread) == nil {
		c.wrong(bucketMessages, k, "it was not judged, and its thread is not marked")
	}
	return nil
}

// ref looks whether an identity leads to a message.
func (c *checker) ref(k, v []byte) error {
	sent, rest, err := cutTime(v)
	if err != nil || len(rest) > 0 || len(k) < channelSize {
		return corrupt(bucketRefs, k, errKey)
	}
	if c.bucket(bucketMessages).Get(messageKey(k, sent)) == nil {
		c.wrong(bucketRefs, k, "its message is missing")
	}
	return nil
}

// member looks whether a thread lists only messages that are there and are its own.
func (c *checker) member(k, _ []byte) error {
	key, err := messageKeyOfMember(k)
	if err != nil {
		return corrupt(bucketThreads, k, err)
	}
	value := c.bucket(bucketMessages).Get(key)
	if value == nil {
		c.wrong(bucketThreads, k, "its message is missing")
		return nil
	}
	r, err := c.readMessage(key, value)
	if err != nil {
		return nil // noted with the message
	}
	ref := r.ThreadRef()
	ref.Chat = c.channels.byID[r.Channel].foreign(r.Kind, ref.Chat)
	if _, thread, _, _ := cutThreadKey(k); thread.ID != ref.ID || thread.Chat != ref.Chat {
		c.wrong(bucketThreads, k, "its message belongs to another thread")
	}
	return nil
}

// pending looks whether a marked thread has messages; the last one to leave takes the mark with it.
func (c *checker) pending(k, _ []byte) error {
	if _, _, rest, err := cutThreadKey(k); err != nil || len(rest) > 0 {
		return corrupt(bucketPending, k, errKey)
	}
	if first, _ := c.bucket(bucketThreads).Cursor().Seek(k); !bytes.HasPrefix(first, k) || first == nil {
		c.wrong(bucketPending, k, "the thread has no messages")
	}
	return nil
}

// status compares a status with its message and with the indexes that it says it has entries in.
func (c *checker) status(k, value []byte) error {
	var v statusValue
	if err := c.decode(bucketStatuses, k, value, &v); err != nil {
		return err
	}
	stored := c.bucket(bucketMessages).Get(k)
	if stored == nil {
		c.wrong(bucketStatuses, k, "its message is missing")
		return nil
	}
	if v.Waiting != (c.bucket(bucketWaiting).Get(k) != nil) {
		c.wrong(bucketStatuses, k, "it and the index of waiting messages differ")
	}
	if last := v.status(inbox.Ref{}).State(); v.Waiting != last.Waiting() {
		c.wrong(bucketStatuses, k, "its state and its mark of waiting differ")
	}
	if at := v.closed(); !at.IsZero() && c.bucket(bucketClosed).Get(closedKey(k, at)) == nil {
		c.wrong(bucketStatuses, k, "it is missing in the index of closed messages")
	}
	for _, p := range v.Promises {
		if c.bucket(bucketPromises).Get(promiseKey(k, p.due())) == nil {
			c.wrong(bucketStatuses, k, "it is missing in the index of promises")
		}
	}
	if v.Answers != "" && c.bucket(bucketAnswerers).Get(k) == nil {
		c.wrong(bucketStatuses, k, "it is missing in the index of those who answer")
	}
	// Somebody may have become an official only now: then the thread is marked, and its evaluation removes the
	// status.
	if r, err := c.readMessage(k, stored); err == nil && r.Author.Official {
		thread, err := threadKey(c.channels.byID[r.Channel], r.ThreadRef())
		if err == nil && c.bucket(bucketPending).Get(thread) == nil {
			c.wrong(bucketStatuses, k, "it judges a message of the official's side")
		}
	}
	return nil
}

// waiting looks whether a copy still is one: digests read nothing but the copies.
func (c *checker) waiting(k, value []byte) error {
	var v waitingValue
	if err := c.decode(bucketWaiting, k, value, &v); err != nil {
		return err
	}
	// One that does not open is noted with its own bucket.
	message, _ := c.open(bucketMessages, k, c.bucket(bucketMessages).Get(k))
	status, _ := c.open(bucketStatuses, k, c.bucket(bucketStatuses).Get(k))
	switch {
	case message == nil || status == nil:
		c.wrong(bucketWaiting, k, "its message or status is missing")
	case !bytes.Equal(message, v.Message) || !bytes.Equal(status, v.Status):
		c.wrong(bucketWaiting, k, "it is no copy of its message and status any more")
	}
	return nil
}

// closed looks whether the status says the moment that the entry is sorted by.
func (c *checker) closed(k, _ []byte) error {
	at, _, err := cutTime(k[min(channelSize, len(k)):])
	key := messageKeyOfClosed(k)
	if err != nil || key == nil {
		return corrupt(bucketClosed, k, errKey)
	}
	var v statusValue
	stored := c.bucket(bucketStatuses).Get(key)
	if stored == nil || c.bucket(bucketMessages).Get(key) == nil {
		c.wrong(bucketClosed, k, "its message or status is missing")
	} else if c.decode(bucketStatuses, key, stored, &v) == nil && !v.closed().Equal(at) {
		c.wrong(bucketClosed, k, "the status says another time")
	}
	return nil
}

// promise looks whether the status has a promise for the day that the entry is sorted by.
func (c *checker) promise(k, _ []byte) error {
	due, _, err := cutTime(k[min(channelSize, len(k)):])
	key := messageKeyOfClosed(k)
	if err != nil || key == nil {
		return corrupt(bucketPromises, k, errKey)
	}
	var v statusValue
	stored := c.bucket(bucketStatuses).Get(key)
	if stored == nil || c.bucket(bucketMessages).Get(key) == nil {
		c.wrong(bucketPromises, k, "its message or verdict is missing")
	} else if c.decode(bucketStatuses, key, stored, &v) == nil && !v.promisesFor(due) {
		c.wrong(bucketPromises, k, "the verdict has no promise for that day")
	}
	return nil
}

// answerer looks whether the status names the complaint that the entry counts.
func (c *checker) answerer(k, value []byte) error {
	var a answererValue
	if err := c.decode(bucketAnswerers, k, value, &a); err != nil {
		return err
	}
	var v statusValue
	if stored := c.bucket(bucketStatuses).Get(k); stored == nil || c.decode(bucketStatuses, k, stored, &v) == nil &&
		v.Answers != a.Complaint {
		c.wrong(bucketAnswerers, k, "the status says that it answers nothing")
	}
	return nil
}

// correction looks whether a decision has its message: a purge takes both.
func (c *checker) correction(k, value []byte) error {
	var v correctionValue
	if err := c.decode(bucketCorrections, k, value, &v); err != nil {
		return err
	}
	if c.bucket(bucketRefs).Get(k) == nil {
		c.wrong(bucketCorrections, k, "its message is missing")
	}
	return nil
}

// wording looks at the form of the key, and whether it leads to a message.
func (c *checker) wording(k, value []byte) error {
	var v wordingValue
	if len(k) <= wordingSize+channelSize+timeSize || k[0] != sideCitizen && k[0] != sideOfficial {
		return corrupt(bucketWordings, k, errKey)
	}
	if err := c.decode(bucketWordings, k, value, &v); err != nil {
		return err
	}
	if c.bucket(bucketMessages).Get(k[wordingSize:]) == nil {
		c.wrong(bucketWordings, k, "its message is missing")
	}
	return nil
}

// copies looks whether a person of a text is counted, and whether the text's counts say how many there are.
func (c *checker) copies(k, value []byte) error {
	if len(k) > wordingSize {
		if c.bucket(bucketCopies).Get(k[:wordingSize]) == nil {
			c.wrong(bucketCopies, k, "its text is missing")
		}
		return nil
	}
	var v copiesValue
	if err := c.decode(bucketCopies, k, value, &v); err != nil {
		return err
	}
	people, first := map[uint64]bool{}, copiesValue{}
	err := c.index(nil).each(k, func(other copyOf) (bool, error) {
		people[other.Who] = true
		first.meetCitizen(other)
		return true, nil
	})
	if k[0] == sideOfficial {
		people, first.First = nil, nil
	}
	if err == nil && (v.Messages != first.Messages || v.People != len(people) || !bytes.Equal(v.First, first.First)) {
		c.wrong(bucketCopies, k, "it counts other messages than there are")
	}
	return err
}

// delivery looks whether the digest is kept: nothing is sent that is not stored.
func (c *checker) delivery(k, value []byte) error {
	d, err := c.readDelivery(k, value)
	if err == nil && c.bucket(bucketDigests).Get(digestKey(d.Key)) == nil {
		c.wrong(bucketDeliveries, k, "its digest is missing")
	}
	return err
}

// pull looks whether a record can be read; nothing else refers to it.
func (c *checker) pull(k, value []byte) error {
	var v pullValue
	if _, err := pullEnd(k); err != nil {
		return corrupt(bucketPulls, k, err)
	}
	if err := c.decode(bucketPulls, k, value, &v); err != nil {
		return err
	}
	return nil
}

func (c *checker) gap(k, value []byte) error {
	var v gapValue
	if len(k) < channelSize+timeSize {
		return corrupt(bucketGaps, k, errKey)
	}
	if err := c.decode(bucketGaps, k, value, &v); err != nil {
		return err
	}
	return nil
}

// undecodedPiece counts a piece before it opens it: the channel's counter has the unreadable ones, too.
func (c *checker) undecodedPiece(k, value []byte) error {
	var v undecodedValue
	number, _, err := cutChannel(k)
	if err != nil {
		return corrupt(bucketUndecoded, k, err)
	}
	c.undecoded[number]++
	if err := c.decode(bucketUndecoded, k, value, &v); err != nil {
		return err
	}
	if v.Held != nil {
		if _, err := v.Held.record(""); err != nil {
			return corrupt(bucketUndecoded, k, err)
		}
	}
	return nil
}

func (c *checker) raw(k, value []byte) error {
	if len(k) != channelSize+timeSize+sequence {
		return corrupt(bucketRaw, k, errKey)
	}
	_, err := c.unpack(k, value)
	return err
}
