package bolt

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
)

// The index of promises has an entry for each day that something was promised to the author of a message for: a digest
// reads those of a time, however many messages are stored.

func newPromiseValues(promises []inbox.Promise) (out []promiseValue) {
	for _, p := range promises {
		v := promiseValue{By: p.By, Chat: p.Chat, Month: p.Month, Begins: p.Begins}
		v.Given, v.GivenNs = moment(p.Given)
		v.Due, _ = moment(p.Due)
		for _, s := range p.Signs {
			sign := signValue{Code: s.Code}
			sign.At, sign.AtNs = moment(s.At)
			v.Signs = append(v.Signs, sign)
		}
		out = append(out, v)
	}
	return out
}

func promisesOf(values []promiseValue) (out []inbox.Promise) {
	for _, v := range values {
		p := inbox.Promise{By: v.By, Chat: v.Chat, Given: timeOf(v.Given, v.GivenNs), Due: v.due(), Month: v.Month,
			Begins: v.Begins}
		for _, s := range v.Signs {
			p.Signs = append(p.Signs, inbox.Sign{At: timeOf(s.At, s.AtNs), Code: s.Code})
		}
		out = append(out, p)
	}
	return out
}

func (v *promiseValue) due() time.Time { return timeOf(v.Due, 0) }

// promisesFor reports whether a status has a promise for a day.
func (v *statusValue) promisesFor(due time.Time) bool {
	return v != nil && slices.ContainsFunc(v.Promises, func(p promiseValue) bool { return p.due().Equal(due) })
}

// indexPromises adds the entries that the status before had not.
func (t *tx) indexPromises(w *writes, key []byte, old, v *statusValue) {
	for _, p := range v.Promises {
		if !old.promisesFor(p.due()) {
			w.add(bucketPromises, promiseKey(key, p.due()), nil)
		}
	}
}

// unindexPromises removes the entries of a status that the next one (nil: none) has not.
func (t *tx) unindexPromises(key []byte, old, next *statusValue) error {
	for _, p := range old.Promises {
		if next.promisesFor(p.due()) {
			continue
		}
		if err := t.bucket(bucketPromises).Delete(promiseKey(key, p.due())); err != nil {
			return fmt.Errorf("remove from bucket %s: %w", bucketPromises, err)
		}
	}
	return nil
}

// promiseKey sorts by the day promised, as closedKey does by the time of closing.
func promiseKey(message []byte, due time.Time) []byte { return closedKey(message, due) }

// Promised implements store.Store.
func (s *Store) Promised(ctx context.Context, channels []inbox.ChannelID, since time.Time,
	fn func(inbox.Record) error) error {
	return s.view(ctx, "read what was promised", func(t *tx) error {
		if t.Bucket([]byte(bucketPromises)) == nil {
			return nil // a file as an older program left it
		}
		var broken brokenRecords
		for _, id := range channels {
			ch := t.channels.byID[id]
			if ch == nil {
				continue
			}
			prefix := appendChannel(nil, ch)
			given := map[string]bool{}
			err := t.scanFrom(ctx, bucketPromises, prefix, appendTime(bytes.Clone(prefix), since),
				func(k, _ []byte) error {
					key := messageKeyOfClosed(k)
					switch {
					case key == nil:
						return corrupt(bucketPromises, k, errKey)
					case given[string(key)]:
						return nil
					}
					given[string(key)] = true
					if t.bucket(bucketMessages).Get(key) == nil {
						return nil // an older program purged it, which knows no promises
					}
					r, err := t.load(key)
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
