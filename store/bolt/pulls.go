package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"otklik/internal/inbox"
)

// pullsKept is how long the record of pulls reaches back: two months, for a monthly report. The newest complete pull
// of each channel by each source is kept for ever, so that "not read since …" stays true.
const pullsKept = 62 * 24 * time.Hour

// pullValue is one attempt to read a source. Source and end stand in the key.
type pullValue struct {
	Channels  []string `cbor:"1,keyasint,omitempty"`
	Started   int64    `cbor:"2,keyasint,omitempty"`
	StartedNs int32    `cbor:"3,keyasint,omitempty"`
	Complete  bool     `cbor:"4,keyasint,omitempty"`
	Failure   string   `cbor:"5,keyasint,omitempty"`
	Detail    string   `cbor:"6,keyasint,omitempty"`
	Added     int      `cbor:"7,keyasint,omitempty"`
	Changed   int      `cbor:"8,keyasint,omitempty"`
	Deleted   int      `cbor:"9,keyasint,omitempty"`
	Undecoded int      `cbor:"10,keyasint,omitempty"`
	Warnings  []string `cbor:"11,keyasint,omitempty"`
	// Inaccessible are the parts that were not shown, each as its name, a space and the platform's code.
	Inaccessible []string `cbor:"12,keyasint,omitempty"`
	// Reconciliation is the reconciliation; missing where nothing was compared.
	Reconciliation *reconciliationValue `cbor:"13,keyasint,omitempty"`
	// Failed are the channels that could not be read where the others were.
	Failed []string `cbor:"14,keyasint,omitempty"`
	// Horizon is the date of the oldest post that is looked after, in Unix seconds: platforms know no better.
	Horizon int64 `cbor:"15,keyasint,omitempty"`
}

// reconciliationValue is what the platform counted, beside what was stored.
type reconciliationValue struct {
	Parts      int          `cbor:"1,keyasint,omitempty"`
	Counted    int          `cbor:"2,keyasint,omitempty"`
	Stored     int          `cbor:"3,keyasint,omitempty"`
	Mismatches []countValue `cbor:"4,keyasint,omitempty"`
}

// countValue is a part of which less is stored than counted.
type countValue struct {
	Part    string `cbor:"1,keyasint,omitempty"`
	Counted int    `cbor:"2,keyasint,omitempty"`
	Stored  int    `cbor:"3,keyasint,omitempty"`
	Since   int64  `cbor:"4,keyasint,omitempty"` // in Unix seconds: collectors know no better
}

// reconciled is a reconciliation as it is kept; nil where nothing was compared, which is another thing than nothing
// missing.
func reconciled(t inbox.Reconciliation) *reconciliationValue {
	if t.Parts == 0 {
		return nil
	}
	v := &reconciliationValue{Parts: t.Parts, Counted: t.Counted, Stored: t.Stored}
	for _, c := range t.Mismatches {
		v.Mismatches = append(v.Mismatches, countValue{c.Part, c.Counted, c.Stored, c.Since.Unix()})
	}
	return v
}

// reconciliation is the way back.
func (v *reconciliationValue) reconciliation() (t inbox.Reconciliation) {
	if v == nil {
		return t
	}
	t = inbox.Reconciliation{Parts: v.Parts, Counted: v.Counted, Stored: v.Stored}
	for _, c := range v.Mismatches {
		t.Mismatches = append(t.Mismatches, inbox.Count{Part: c.Part, Counted: c.Counted, Stored: c.Stored,
			Since: time.Unix(c.Since, 0).UTC()})
	}
	return t
}

// gapValue is a period that was not read. Channel, beginning and failure stand in the key.
type gapValue struct {
	To        int64 `cbor:"1,keyasint,omitempty"`
	ToNs      int32 `cbor:"2,keyasint,omitempty"`
	FoundAt   int64 `cbor:"3,keyasint,omitempty"`
	FoundAtNs int32 `cbor:"4,keyasint,omitempty"`
}

// Record implements store.Store.
func (s *Store) Record(ctx context.Context, p inbox.Pull) error {
	v := pullValue{Complete: p.Complete, Failure: string(p.Failure), Detail: p.Detail, Added: p.Added,
		Changed: p.Changed,
		Deleted: p.Deleted, Undecoded: p.Undecoded, Warnings: p.Warnings, Reconciliation: reconciled(p.Reconciliation)}
	v.Started, v.StartedNs = moment(p.Started)
	v.Horizon, _ = moment(p.Horizon)
	for _, ch := range p.Channels {
		v.Channels = append(v.Channels, string(ch))
	}
	for _, ch := range p.Failed {
		v.Failed = append(v.Failed, string(ch))
	}
	for _, r := range p.Inaccessible {
		v.Inaccessible = append(v.Inaccessible, fmt.Sprintf("%s %d", r.Part, r.Code))
	}
	value, err := encode(&v)
	if err != nil {
		return err
	}
	return s.update(ctx, "record how reading "+p.Source+" went", func(t *tx) error {
		for _, ch := range p.Channels { // a channel that was only tried is known too
			if _, err := t.channel(ch, true); err != nil {
				return err
			}
		}
		b := t.bucket(bucketPulls)
		// Two pulls may end in one moment; the number keeps both.
		number, err := b.NextSequence()
		if err != nil {
			return fmt.Errorf("number a pull: %w", err)
		}
		prefix := appendString(nil, p.Source)
		key := binary.BigEndian.AppendUint64(appendTime(bytes.Clone(prefix), p.Ended.UTC()), number)
		if err := t.put(b, bucketPulls, key, value); err != nil {
			return err
		}
		return t.prunePulls(prefix, p.Ended.Add(-pullsKept))
	})
}

// prunePulls forgets the source's pulls that ended before a moment, but for the newest complete one of each channel.
func (t *tx) prunePulls(prefix []byte, before time.Time) error {
	b := t.bucket(bucketPulls)
	limit := appendTime(bytes.Clone(prefix), before)
	cursor := b.Cursor()
	var old [][]byte
	complete := map[inbox.ChannelID][]byte{} // the newest of old by channel
	for k, v := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix) && bytes.Compare(k, limit) < 0; k,
		v = cursor.Next() {
		// Bounded, so that no pull is held up by all that came due during a long rest; the next pulls do the others.
		if len(old) == 2*pruneSome+len(complete) {
			break
		}
		old = append(old, bytes.Clone(k))
		var p pullValue
		if t.decode(bucketPulls, k, v, &p) == nil {
			for _, id := range p.completed() {
				complete[id] = old[len(old)-1]
			}
		}
	}
	if err := t.keepNewest(prefix, complete); err != nil {
		return err
	}
	kept := map[string]bool{}
	for _, k := range complete {
		kept[string(k)] = true
	}
	for _, k := range old {
		if kept[string(k)] {
			continue
		}
		if err := b.Delete(k); err != nil {
			return fmt.Errorf("forget old pulls: %w", err)
		}
	}
	return nil
}

// keepNewest leaves of complete pulls, by channel, those after which the channel was not read to its end any more.
func (t *tx) keepNewest(prefix []byte, complete map[inbox.ChannelID][]byte) error {
	if len(complete) == 0 {
		return nil
	}
	last := slices.MaxFunc(slices.Collect(maps.Values(complete)), bytes.Compare)
	err := t.pullsBackwards(prefix, nil, func(k []byte, p *pullValue) bool {
		if bytes.Compare(k, last) <= 0 {
			return false
		}
		for _, id := range p.completed() {
			delete(complete, id)
		}
		return len(complete) > 0
	})
	var unreadable brokenRecords // says of no channel that it was read
	return unreadable.pass(err)
}

// completed are the channels that a pull has read to their ends.
func (p *pullValue) completed() (ids []inbox.ChannelID) {
	for _, ch := range p.Channels {
		if id := inbox.ChannelID(ch); p.complete(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// reads reports whether a pull was of a channel.
func (p *pullValue) reads(id inbox.ChannelID) bool { return slices.Contains(p.Channels, string(id)) }

// complete reports whether a channel of the pull was read to its end.
func (p *pullValue) complete(id inbox.ChannelID) bool {
	return p.Complete || len(p.Failed) > 0 && !slices.Contains(p.Failed, string(id))
}

// pullsBackwards visits a source's pulls, the newest first, until visit returns false.
func (t *tx) pullsBackwards(prefix, limit []byte, visit func(k []byte, p *pullValue) bool) error {
	if limit == nil {
		limit = following(prefix)
	}
	var broken brokenRecords
	cursor := t.bucket(bucketPulls).Cursor()
	k, v := cursor.Seek(limit)
	// Nothing stands at the limit or behind it: the walk begins at the end of the bucket.
	if limit == nil || k == nil {
		k, v = cursor.Last()
	}
	for ; k != nil; k, v = cursor.Prev() {
		if limit != nil && bytes.Compare(k, limit) >= 0 {
			continue
		}
		if !bytes.HasPrefix(k, prefix) {
			break
		}
		var p pullValue
		if err := t.decode(bucketPulls, k, v, &p); err != nil {
			if err := broken.pass(err); err != nil {
				return err
			}
			continue
		}
		if !visit(k, &p) {
			break
		}
	}
	return broken.err()
}

// pullEnd takes out of a key when the pull ended.
func pullEnd(key []byte) (time.Time, error) {
	_, rest, err := cutString(key)
	if err != nil {
		return time.Time{}, err
	}
	ended, rest, err := cutTime(rest)
	if err == nil && len(rest) != sequence {
		err = errKey
	}
	return ended, err
}

// keepGaps notes what was not read. A gap is known by channel, beginning and failure: one that lasts stays one gap,
// however often it is told.
func (c *commit) keepGaps(gaps []inbox.Gap) error {
	b := c.bucket(bucketGaps)
	for _, g := range gaps {
		ch, err := c.channel(g.Channel, true)
		if err != nil {
			return err
		}
		key := append(appendTime(appendChannel(nil, ch), g.From.UTC()), g.Failure...)
		var v gapValue
		if stored := b.Get(key); stored != nil {
			if err := decode(stored, &v); err != nil {
				return corrupt(bucketGaps, key, err)
			}
			// Told again: it may have ended, or lasted longer; when it was found first stays.
			if !g.To.After(timeOf(v.To, v.ToNs)) {
				continue
			}
		} else {
			foundAt := g.FoundAt
			if foundAt.IsZero() {
				foundAt = c.now
			}
			v.FoundAt, v.FoundAtNs = moment(foundAt)
		}
		v.To, v.ToNs = moment(g.To)
		value, err := encode(&v)
		if err != nil {
			return err
		}
		if err := c.put(b, bucketGaps, key, value); err != nil {
			return err
		}
	}
	return nil
}

// Coverage implements store.Store.
func (s *Store) Coverage(ctx context.Context, channels []inbox.ChannelID, sources map[inbox.ChannelID][]string,
	at time.Time) ([]inbox.Coverage, error) {
	out := make([]inbox.Coverage, 0, len(channels))
	err := s.view(ctx, "read how complete the channels are", func(t *tx) error {
		readSources, err := t.pulledSources()
		if err != nil {
			return err
		}
		for _, id := range channels {
			c, err := t.coverage(ctx, id, sources[id], readSources, at)
			if err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	return out, err
}

// pulledSources are the names of all sources with a pull.
func (t *tx) pulledSources() ([]string, error) {
	var names []string
	cursor := t.bucket(bucketPulls).Cursor()
	for k, _ := cursor.First(); k != nil; {
		name, _, err := cutString(k)
		if err != nil {
			return nil, corrupt(bucketPulls, k, err)
		}
		names = append(names, name)
		next := following(appendString(nil, name))
		if next == nil {
			break
		}
		k, _ = cursor.Seek(next)
	}
	return names, nil
}

// coverage is what is known of one channel as of a moment; of one that was never tried only its id.
func (t *tx) coverage(ctx context.Context, id inbox.ChannelID, expected, readSources []string,
	at time.Time) (inbox.Coverage, error) {
	c := inbox.Coverage{Channel: id}
	ch := t.channels.byID[id]
	if ch == nil {
		return c, nil
	}
	c.Stored, c.Undecoded = ch.stored, ch.undecoded
	var err error
	if c.Pending, err = t.pendingMessages(ctx, ch); err != nil {
		return c, err
	}
	if c.Since, err = t.oldest(ch); err != nil {
		return c, err
	}
	if err := errors.Join(t.coverSources(&c, expected, readSources, at),
		t.coverImports(&c, readSources, at)); err != nil {
		return c, err
	}
	c.Gaps, err = t.gaps(ctx, ch, at)
	return c, err
}

// coverSources says how far the sources have read a channel; where none are expected, those with a pull that have
// tried it.
func (t *tx) coverSources(c *inbox.Coverage, expected, readSources []string, at time.Time) error {
	id, guess := c.Channel, len(expected) == 0
	if guess {
		expected = readSources
	}
	first, failed := true, time.Time{}
	for _, source := range expected {
		if inbox.IsImport(source) {
			continue
		}
		last, complete, err := t.sourceAt(source, id, at)
		if err != nil {
			return err
		}
		if last == nil && guess {
			continue // it reads other channels
		}
		// The source that is furthest behind decides: a channel was read only as far as all of its sources went.
		if first || complete.Before(c.LastComplete) {
			c.LastComplete = complete
		}
		first = false
		if last == nil {
			continue
		}
		if last.ended.After(c.LastTry) {
			c.LastTry = last.ended
		}
		for _, text := range last.Inaccessible {
			c.Inaccessible = append(c.Inaccessible, inaccessible(text))
		}
		c.Reconciliation.Merge(last.Reconciliation.reconciliation())
		if last.Horizon != 0 {
			c.Horizon = timeOf(last.Horizon, 0)
		}
		if !last.complete(id) && !last.ended.Before(failed) {
			failed, c.Failure, c.Detail = last.ended, inbox.FailureKind(last.Failure), last.Detail
		}
	}
	return nil
}

// coverImports says when a file was read into a channel last.
func (t *tx) coverImports(c *inbox.Coverage, readSources []string, at time.Time) error {
	for _, source := range readSources {
		if !inbox.IsImport(source) {
			continue
		}
		_, complete, err := t.sourceAt(source, c.Channel, at)
		if err != nil {
			return err
		}
		if complete.After(c.Imported) {
			c.Imported = complete
		}
	}
	return nil
}

// inaccessible reads a part that was not shown as Record wrote it.
func inaccessible(text string) inbox.Inaccessible {
	part, code := text, 0
	if space := strings.LastIndexByte(text, ' '); space >= 0 {
		if n, err := strconv.Atoi(text[space+1:]); err == nil {
			part, code = text[:space], n
		}
	}
	return inbox.Inaccessible{Part: part, Code: code}
}

// oldest is when the channel's oldest message was sent; zero if there is none.
func (t *tx) oldest(ch *channel) (time.Time, error) {
	prefix := appendChannel(nil, ch)
	k, _ := t.bucket(bucketMessages).Cursor().Seek(prefix)
	if k == nil || !bytes.HasPrefix(k, prefix) {
		return time.Time{}, nil
	}
	sent, _, err := cutTime(k[channelSize:])
	if err != nil {
		return time.Time{}, corrupt(bucketMessages, k, err)
	}
	return sent, nil
}

type pullEnded struct {
	pullValue
	ended time.Time
}

// sourceAt gives the last pull of a source for a channel as of a moment, and when the last complete one ended.
func (t *tx) sourceAt(source string, id inbox.ChannelID, at time.Time) (last *pullEnded, complete time.Time,
	err error) {
	prefix := appendString(nil, source)
	limit := appendTime(bytes.Clone(prefix), at.Add(1)) // pulls that ended at the very moment count
	var bad error
	err = t.pullsBackwards(prefix, limit, func(k []byte, p *pullValue) bool {
		if !p.reads(id) {
			return true
		}
		ended, err := pullEnd(k)
		if err != nil {
			bad = corrupt(bucketPulls, k, err)
			return false
		}
		if last == nil {
			last = &pullEnded{*p, ended}
		}
		if p.complete(id) {
			complete = ended
		}
		return !p.complete(id)
	})
	if err == nil {
		err = bad
	}
	return last, complete, err
}

// gaps are those of a channel that were known at a moment: a digest of the past does not tell what was noticed later.
func (t *tx) gaps(ctx context.Context, ch *channel, at time.Time) ([]inbox.Gap, error) {
	var out []inbox.Gap
	err := t.scan(ctx, bucketGaps, appendChannel(nil, ch), func(k, value []byte) error {
		from, failure, err := cutTime(k[channelSize:])
		if err != nil {
			return corrupt(bucketGaps, k, err)
		}
		var v gapValue
		if err := decode(value, &v); err != nil {
			return corrupt(bucketGaps, k, err)
		}
		g := inbox.Gap{Channel: ch.id, From: from, To: timeOf(v.To, v.ToNs), FoundAt: timeOf(v.FoundAt, v.FoundAtNs),
			Failure: inbox.FailureKind(strings.Clone(string(failure)))}
		if !g.FoundAt.After(at) {
			out = append(out, g)
		}
		return nil
	})
	return out, err
}
