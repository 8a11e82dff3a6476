// Package queue sends stored digests: each parcel to each way once, as far as ways allow, whatever crashes in between.
// What goes out was stored before; how far each way has come is noted after every step. It decides nothing about what a
// digest holds and knows no configuration.
package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"otklik/internal/delivery"
	"otklik/store"
)

// DigestStore keeps digests and how far their deliveries have come. store.Store says what each method promises.
type DigestStore interface {
	PutDigest(ctx context.Context, d store.DigestRecord) error
	AmendDigest(ctx context.Context, k store.DigestKey, old, data []byte) error
	Digest(ctx context.Context, k store.DigestKey) (store.DigestRecord, error)
	PutDelivery(ctx context.Context, d store.Delivery) error
	Deliveries(ctx context.Context, k store.DigestKey) ([]store.Delivery, error)
}

// Route says which way gets which parcel of an edition.
type Route struct {
	Parcel    string // delivery.Outgoing.ID
	Transport delivery.Transport
	// Operator: whoever gets it looks after the program, and is told what did not arrive.
	Operator bool
}

// Queue sends. It is for one goroutine at a time per digest.
type Queue struct {
	Store DigestStore
	Log   *slog.Logger
	// Timeout bounds one sending; zero: ten minutes.
	Timeout time.Duration
}

// StoredDigest is a digest as it is stored: the very bytes that go out.
type StoredDigest struct {
	Parcels []delivery.Outgoing `json:"parcels"`
	// Digest is what the first parcel was drawn from, in the caller's form, so that a way that is configured later gets
	// the same digest. Empty in editions of earlier versions.
	Digest []byte `json:"digest,omitempty"`
	// Bodies are those whose extracts were made, also where there was nothing for them.
	Bodies []string `json:"bodies,omitempty"`
}

// Save stores an edition and says from when its deliveries count. Where one is stored under the key already, that one
// stays and is given back: nobody gets two different texts of one digest.
func (o *Queue) Save(ctx context.Context, record store.DigestRecord, e StoredDigest) (StoredDigest, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return e, fmt.Errorf("keep the digest %s: %w", record.Key.ID, err)
	}
	record.Data = data
	err = o.Store.PutDigest(ctx, record)
	if errors.Is(err, store.ErrDigestExists) {
		return o.Load(ctx, record.Key)
	}
	return e, err
}

// Load is the edition stored under a key; store.ErrNotFound if there is none.
func (o *Queue) Load(ctx context.Context, k store.DigestKey) (StoredDigest, error) {
	var e StoredDigest
	record, err := o.Store.Digest(ctx, k)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(record.Data, &e); err != nil {
		return e, fmt.Errorf("read the stored digest %s: %w", k.ID, err)
	}
	return e, nil
}

// Amend adds to a stored edition what change adds to it: what ways need that were configured later. Nothing is stored
// where change says so; an edition that was emptied meanwhile stays empty, with store.ErrDigestExists.
func (o *Queue) Amend(ctx context.Context, k store.DigestKey,
	change func(*StoredDigest) (changed bool, err error)) (StoredDigest, error) {
	var e StoredDigest
	record, err := o.Store.Digest(ctx, k)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(record.Data, &e); err != nil {
		return e, fmt.Errorf("read the stored digest %s: %w", k.ID, err)
	}
	if changed, err := change(&e); err != nil || !changed {
		return e, err
	}
	data, err := json.Marshal(e)
	if err != nil {
		return e, fmt.Errorf("add to the digest %s: %w", k.ID, err)
	}
	return e, o.Store.AmendDigest(ctx, k, record.Data, data)
}

// DeliveryRecord is how far one parcel has come on one way.
type DeliveryRecord struct {
	Key    store.DigestKey `json:"-"`
	Way    string          `json:"-"`
	Parcel string          `json:"parcel"`
	// Again counts how often the bytes were sent once more on purpose.
	Again int            `json:"again,omitempty"`
	State delivery.State `json:"state"`
}

// Result is what became of one route.
type Result struct {
	DeliveryRecord
	// Tried is false where nothing was to be done: it had been delivered, or it is not yet time.
	Tried bool
}

// Send does what is due: every route that has not had its parcel and whose next try is not after now. since is from
// when the tries are bounded, next is the moment of the digest that makes this one old (zero: none). The results have
// the order of the routes. An error is the shelf's or the context's; ways that fail are in the results.
func (o *Queue) Send(ctx context.Context, k store.DigestKey, e StoredDigest, routes []Route, since,
	next time.Time) ([]Result, error) {
	noted, err := o.notes(ctx, k)
	if err != nil {
		return nil, err
	}
	// Everybody who is to have it is noted before the first sending: whoever has not had it after a crash is known
	// then, also to a program that only looks.
	for _, route := range routes {
		name := noteName(route.Parcel, route.Transport.Name())
		if _, known := noted[name]; known {
			continue
		}
		if _, ok := find(e, route.Parcel); !ok {
			continue // there is nothing for it
		}
		n := DeliveryRecord{Key: k, Way: route.Transport.Name(), Parcel: route.Parcel,
			State: delivery.State{Status: delivery.Waiting, Since: since, Next: next}}
		if err := o.note(ctx, n); err != nil {
			return nil, err
		}
		noted[name] = n
	}
	var results []Result
	for _, route := range routes {
		parcel, ok := find(e, route.Parcel)
		n, known := noted[noteName(route.Parcel, route.Transport.Name())]
		if !ok || !known {
			continue
		}
		n.State.Next = next
		if route.Operator {
			parcel = parcel.ForOperators()
		} else {
			parcel = parcel.ForReaders()
		}
		result, err := o.one(ctx, parcel, route.Transport, n)
		results = append(results, result)
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

// one does what is due on one route.
func (o *Queue) one(ctx context.Context, p delivery.Outgoing, way delivery.Transport,
	n DeliveryRecord) (Result, error) {
	at, verdict, reason := delivery.Next(n.State, time.Now())
	switch {
	case verdict != delivery.Waiting:
		if n.State.Status == delivery.Waiting {
			n.State = n.State.GiveUp(time.Now(), reason)
			o.Log.Error("delivery given up", "digest", n.Key.ID, "way", n.Way, "reason", reason)
			return Result{DeliveryRecord: n}, o.note(ctx, n)
		}
		return Result{DeliveryRecord: n}, nil
	case at.After(time.Now()):
		return Result{DeliveryRecord: n}, nil
	}
	p.Again = n.Again
	timeout := o.Timeout
	if timeout == 0 {
		timeout = 10 * time.Minute
	}
	try, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	receipt, err := way.Send(try, p, n.State.Progress, func(done string) error {
		n.State.Progress = done
		return o.note(ctx, n)
	})
	if ctx.Err() != nil && err != nil {
		return Result{DeliveryRecord: n, Tried: true}, ctx.Err()
	}
	n.State = n.State.After(time.Now(), receipt, err)
	switch n.State.Status {
	case delivery.Sent:
		o.Log.Info("digest delivered", "digest", n.Key.ID, "way", n.Way)
	default:
		o.Log.Error("the digest could not be delivered", "digest", n.Key.ID, "way", n.Way, "final",
			n.State.Status == delivery.Failed, "error", err)
	}
	return Result{DeliveryRecord: n, Tried: true}, o.note(ctx, n)
}

// RetryFailed lets whatever has not arrived be tried at once, also what was refused or given up: a person asks for it,
// perhaps after mending something. What was delivered in part goes on from there.
func (o *Queue) RetryFailed(ctx context.Context, k store.DigestKey, now time.Time) error {
	notes, err := o.Records(ctx, k)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if n.State.Status == delivery.Sent {
			continue
		}
		n.State = delivery.State{Status: delivery.Waiting, Since: now, Progress: n.State.Progress}
		if err := o.note(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// Resend makes every route deliver the stored bytes once more.
func (o *Queue) Resend(ctx context.Context, k store.DigestKey, routes []Route, now time.Time) error {
	noted, err := o.notes(ctx, k)
	if err != nil {
		return err
	}
	for _, route := range routes {
		n := noted[noteName(route.Parcel, route.Transport.Name())]
		n = DeliveryRecord{Key: k, Way: route.Transport.Name(), Parcel: route.Parcel, Again: n.Again + 1,
			State: delivery.State{Status: delivery.Waiting, Since: now}}
		if err := o.note(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// Records are all deliveries of one digest or, with an empty key, of all.
func (o *Queue) Records(ctx context.Context, k store.DigestKey) ([]DeliveryRecord, error) {
	stored, err := o.Store.Deliveries(ctx, k)
	if err != nil {
		return nil, err
	}
	var all []DeliveryRecord
	for _, d := range stored {
		n := DeliveryRecord{Key: d.Key}
		if err := json.Unmarshal(d.Data, &n); err != nil {
			// Unknown is as good as not delivered: a digest twice is better than none.
			o.Log.Error("what was noted of a delivery cannot be read; it is sent again", "digest", d.Key.ID, "way",
				d.Way, "error", err)
			continue
		}
		n.Way = wayOf(d.Way, n.Parcel)
		all = append(all, n)
	}
	return all, nil
}

func (o *Queue) notes(ctx context.Context, k store.DigestKey) (map[string]DeliveryRecord, error) {
	all, err := o.Records(ctx, k)
	byName := make(map[string]DeliveryRecord, len(all))
	for _, n := range all {
		byName[noteName(n.Parcel, n.Way)] = n
	}
	return byName, err
}

func (o *Queue) note(ctx context.Context, n DeliveryRecord) error {
	data, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("note the delivery %q: %w", n.Way, err)
	}
	return o.Store.PutDelivery(ctx, store.Delivery{Key: n.Key, Way: noteName(n.Parcel, n.Way), Data: data})
}

// noteName tells the same mailbox's different parcels apart.
func noteName(parcel, way string) string { return way + "\x00" + parcel }

func wayOf(name, parcel string) string { return name[:max(0, len(name)-len(parcel)-1)] }

func find(e StoredDigest, id string) (delivery.Outgoing, bool) {
	for _, p := range e.Parcels {
		if p.ID == id {
			return p, true
		}
	}
	return delivery.Outgoing{}, false
}
