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

// Shelf keeps digests and how far their deliveries have come. store.Store says what each method promises.
type Shelf interface {
	PutDigest(ctx context.Context, d store.DigestRecord) error
	AmendDigest(ctx context.Context, k store.DigestKey, old, data []byte) error
	Digest(ctx context.Context, k store.DigestKey) (store.DigestRecord, error)
	PutDelivery(ctx context.Context, d store.Delivery) error
	Deliveries(ctx context.Context, k store.DigestKey) ([]store.Delivery, error)
}

// Route says which way gets which parcel of an edition.
type Route struct {
	Parcel string // delivery.Parcel.ID
	Way    delivery.Way
	// Operator: whoever gets it looks after the program, and is told what did not arrive.
	Operator bool
}

// Outbox sends. It is for one goroutine at a time per digest.
type Outbox struct {
	Shelf Shelf
	Log   *slog.Logger
	// Timeout bounds one sending; zero: ten minutes.
	Timeout time.Duration
}

// Edition is a digest as it is stored: the very bytes that go out.
type Edition struct {
	Parcels []delivery.Parcel `json:"parcels"`
	// Digest is what the first parcel was drawn from, in the caller's form, so that a way that is configured later gets the
	// same digest. Empty in editions of earlier versions.
	Digest []byte `json:"digest,omitempty"`
	// Bodies are those whose extracts were made, also where there was nothing for them.
	Bodies []string `json:"bodies,omitempty"`
}

// Keep stores an edition and says from when its deliveries count. Where one is stored under the key already, that one
// stays and is given back: nobody gets two different texts of one digest.
func (o *Outbox) Keep(ctx context.Context, record store.DigestRecord, e Edition) (Edition, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return e, fmt.Errorf("keep the digest %s: %w", record.Key.ID, err)
	}
	record.Data = data
	err = o.Shelf.PutDigest(ctx, record)
	if errors.Is(err, store.ErrDigestExists) {
		return o.Kept(ctx, record.Key)
	}
	return e, err
}

// Kept is the edition stored under a key; store.ErrNotFound if there is none.
func (o *Outbox) Kept(ctx context.Context, k store.DigestKey) (Edition, error) {
	var e Edition
	record, err := o.Shelf.Digest(ctx, k)
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
func (o *Outbox) Amend(ctx context.Context, k store.DigestKey, change func(*Edition) (changed bool, err error)) (Edition, error) {
	var e Edition
	record, err := o.Shelf.Digest(ctx, k)
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
	return e, o.Shelf.AmendDigest(ctx, k, record.Data, data)
}

// Noted is how far one parcel has come on one way.
type Noted struct {
	Key    store.DigestKey `json:"-"`
	Way    string          `json:"-"`
	Parcel string          `json:"parcel"`
	// Again counts how often the bytes were sent once more on purpose.
	Again int            `json:"again,omitempty"`
	State delivery.State `json:"state"`
}

// Result is what became of one route.
type Result struct {
	Noted
	// Tried is false where nothing was to be done: it had been delivered, or it is not yet time.
	Tried bool
}

// Send does what is due: every route that has not had its parcel and whose next try is not after now. since is from when
// the tries are bounded, next is the moment of the digest that makes this one old (zero: none). The results have the
// order of the routes. An error is the shelf's or the context's; ways that fail are in the results.
func (o *Outbox) Send(ctx context.Context, k store.DigestKey, e Edition, routes []Route, since, next time.Time) ([]Result, error) {
	noted, err := o.notes(ctx, k)
	if err != nil {
		return nil, err
	}
	// Everybody who is to have it is noted before the first sending: whoever has not had it after a crash is known then,
	// also to a program that only looks.
	for _, route := range routes {
		name := noteName(route.Parcel, route.Way.Name())
		if _, known := noted[name]; known {
			continue
		}
		if _, ok := find(e, route.Parcel); !ok {
			continue // there is nothing for it
		}
		n := Noted{Key: k, Way: route.Way.Name(), Parcel: route.Parcel, State: delivery.State{Standing: delivery.Waiting, Since: since, Next: next}}
		if err := o.note(ctx, n); err != nil {
			return nil, err
		}
		noted[name] = n
	}
	var results []Result
	for _, route := range routes {
		parcel, ok := find(e, route.Parcel)
		n, known := noted[noteName(route.Parcel, route.Way.Name())]
		if !ok || !known {
			continue
		}
		n.State.Next = next
		if !route.Operator {
			parcel = parcel.ForReaders()
		}
		result, err := o.one(ctx, parcel, route.Way, n)
		results = append(results, result)
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

// one does what is due on one route.
func (o *Outbox) one(ctx context.Context, p delivery.Parcel, way delivery.Way, n Noted) (Result, error) {
	at, verdict, reason := delivery.Next(n.State, time.Now())
	switch {
	case verdict != delivery.Waiting:
		if n.State.Standing == delivery.Waiting {
			n.State = n.State.GiveUp(time.Now(), reason)
			o.Log.Error("delivery given up", "digest", n.Key.ID, "way", n.Way, "reason", reason)
			return Result{Noted: n}, o.note(ctx, n)
		}
		return Result{Noted: n}, nil
	case at.After(time.Now()):
		return Result{Noted: n}, nil
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
		return Result{Noted: n, Tried: true}, ctx.Err()
	}
	n.State = n.State.After(time.Now(), receipt, err)
	switch n.State.Standing {
	case delivery.Sent:
		o.Log.Info("digest delivered", "digest", n.Key.ID, "way", n.Way)
	default:
		o.Log.Error("the digest could not be delivered", "digest", n.Key.ID, "way", n.Way, "final", n.State.Standing == delivery.Failed, "error", err)
	}
	return Result{Noted: n, Tried: true}, o.note(ctx, n)
}

// Renew lets whatever has not arrived be tried at once, also what was refused or given up: a person asks for it, perhaps
// after mending something. What was delivered in part goes on from there.
func (o *Outbox) Renew(ctx context.Context, k store.DigestKey, now time.Time) error {
	notes, err := o.Notes(ctx, k)
	if err != nil {
		return err
	}
	for _, n := range notes {
		if n.State.Standing == delivery.Sent {
			continue
		}
		n.State = delivery.State{Standing: delivery.Waiting, Since: now, Progress: n.State.Progress}
		if err := o.note(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// Again makes every route deliver the stored bytes once more.
func (o *Outbox) Again(ctx context.Context, k store.DigestKey, routes []Route, now time.Time) error {
	noted, err := o.notes(ctx, k)
	if err != nil {
		return err
	}
	for _, route := range routes {
		n := noted[noteName(route.Parcel, route.Way.Name())]
		n = Noted{Key: k, Way: route.Way.Name(), Parcel: route.Parcel, Again: n.Again + 1,
			State: delivery.State{Standing: delivery.Waiting, Since: now}}
		if err := o.note(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// Notes are all deliveries of one digest or, with an empty key, of all.
func (o *Outbox) Notes(ctx context.Context, k store.DigestKey) ([]Noted, error) {
	stored, err := o.Shelf.Deliveries(ctx, k)
	if err != nil {
		return nil, err
	}
	var all []Noted
	for _, d := range stored {
		n := Noted{Key: d.Key}
		if err := json.Unmarshal(d.Data, &n); err != nil {
			// Unknown is as good as not delivered: a digest twice is better than none.
			o.Log.Error("what was noted of a delivery cannot be read; it is sent again", "digest", d.Key.ID, "way", d.Way, "error", err)
			continue
		}
		n.Way = wayOf(d.Way, n.Parcel)
		all = append(all, n)
	}
	return all, nil
}

func (o *Outbox) notes(ctx context.Context, k store.DigestKey) (map[string]Noted, error) {
	all, err := o.Notes(ctx, k)
	byName := make(map[string]Noted, len(all))
	for _, n := range all {
		byName[noteName(n.Parcel, n.Way)] = n
	}
	return byName, err
}

func (o *Outbox) note(ctx context.Context, n Noted) error {
	data, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("note the delivery %q: %w", n.Way, err)
	}
	return o.Shelf.PutDelivery(ctx, store.Delivery{Key: n.Key, Way: noteName(n.Parcel, n.Way), Data: data})
}

// noteName tells the same mailbox's different parcels apart.
func noteName(parcel, way string) string { return way + "\x00" + parcel }

func wayOf(name, parcel string) string { return name[:max(0, len(name)-len(parcel)-1)] }

func find(e Edition, id string) (delivery.Parcel, bool) {
	for _, p := range e.Parcels {
		if p.ID == id {
			return p, true
		}
	}
	return delivery.Parcel{}, false
}
