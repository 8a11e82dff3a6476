// Package queue sends stored digests: each outgoing digest to each transport once, as far as transports allow, whatever
// crashes in between. What goes out was stored before; how far each transport has come is noted after every step. It
// decides nothing about what a digest holds and knows no configuration.
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

// Route says which transport gets which outgoing digest of a stored digest.
type Route struct {
	OutgoingID string // delivery.Outgoing.ID
	Transport  delivery.Transport
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
	Outgoing []delivery.Outgoing `json:"parcels"`
	// Digest is what the first outgoing digest was drawn from, in the caller's form, so that a transport that is
	// configured later gets the same digest. Empty in stored digests of earlier versions.
	Digest []byte `json:"digest,omitempty"`
	// Bodies are those whose extracts were made, also where there was nothing for them.
	Bodies []string `json:"bodies,omitempty"`
	// Escalated are keys, of the caller's form, of what heads of bodies were told of with this digest or before it.
	Escalated []string `json:"escalated,omitempty"`
	// Heads are those of them that were news, by the outgoing digest that tells of them.
	Heads map[string][]string `json:"heads,omitempty"`
}

// Bytes is the form in which it is stored.
func (e StoredDigest) Bytes() ([]byte, error) {
	data, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encode a digest: %w", err)
	}
	return data, nil
}

// Save stores a stored digest and says from when its deliveries count. Where one is stored under the key already, that
// one stays and is given back: nobody gets two different texts of one digest.
func (o *Queue) Save(ctx context.Context, record store.DigestRecord, e StoredDigest) (StoredDigest, error) {
	data, err := e.Bytes()
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

// Load is the stored digest stored under a key; store.ErrNotFound if there is none.
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

// Amend adds to a stored digest what change adds to it: what transports need that were configured later. Nothing is
// stored where change says so; a stored digest that was emptied meanwhile stays empty, with store.ErrDigestExists.
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

// DeliveryRecord is how far one outgoing digest has come on one transport.
type DeliveryRecord struct {
	Key        store.DigestKey `json:"-"`
	Transport  string          `json:"-"`
	OutgoingID string          `json:"parcel"`
	// Again counts how often the bytes were sent once more on purpose.
	Resent int            `json:"again,omitempty"`
	State  delivery.State `json:"state"`
}

// Result is what became of one route.
type Result struct {
	DeliveryRecord
	// Tried is false where nothing was to be done: it had been delivered, or it is not yet time.
	Tried bool
}

// Send does what is due: every route that has not had its outgoing digest and whose next try is not after now. since is
// from when the tries are bounded, next is the moment of the digest that makes this one old (zero: none). The results
// have the order of the routes. An error is the store's or the context's; transports that fail are in the results.
func (o *Queue) Send(ctx context.Context, k store.DigestKey, e StoredDigest, routes []Route, since,
	next time.Time) ([]Result, error) {
	records, err := o.recordsByRoute(ctx, k)
	if err != nil {
		return nil, err
	}
	// Everybody who is to have it is noted before the first sending: whoever has not had it after a crash is known
	// then, also to a program that only looks.
	for _, route := range routes {
		name := routeName(route.OutgoingID, route.Transport.Name())
		if _, known := records[name]; known {
			continue
		}
		if _, ok := find(e, route.OutgoingID); !ok {
			continue // there is nothing for it
		}
		n := DeliveryRecord{Key: k, Transport: route.Transport.Name(), OutgoingID: route.OutgoingID,
			State: delivery.State{Status: delivery.Waiting, Since: since, Next: next}}
		if err := o.saveRecord(ctx, n); err != nil {
			return nil, err
		}
		records[name] = n
	}
	var results []Result
	for _, route := range routes {
		outgoing, ok := find(e, route.OutgoingID)
		n, known := records[routeName(route.OutgoingID, route.Transport.Name())]
		if !ok || !known {
			continue
		}
		n.State.Next = next
		if route.Operator {
			outgoing = outgoing.ForOperators()
		} else {
			outgoing = outgoing.ForReaders()
		}
		result, err := o.one(ctx, outgoing, route.Transport, n)
		results = append(results, result)
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

// one does what is due on one route.
func (o *Queue) one(ctx context.Context, p delivery.Outgoing, transport delivery.Transport,
	n DeliveryRecord) (Result, error) {
	at, status, reason := delivery.Next(n.State, time.Now())
	switch {
	case status != delivery.Waiting:
		if n.State.Status == delivery.Waiting {
			n.State = n.State.GiveUp(time.Now(), reason)
			o.Log.Error("delivery given up", "digest", n.Key.ID, "way", n.Transport, "reason", reason)
			return Result{DeliveryRecord: n}, o.saveRecord(ctx, n)
		}
		return Result{DeliveryRecord: n}, nil
	case at.After(time.Now()):
		return Result{DeliveryRecord: n}, nil
	}
	p.Resent = n.Resent
	timeout := o.Timeout
	if timeout == 0 {
		timeout = 10 * time.Minute
	}
	try, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	response, err := transport.Send(try, p, n.State.Progress, func(done string) error {
		n.State.Progress = done
		return o.saveRecord(ctx, n)
	})
	if ctx.Err() != nil && err != nil {
		return Result{DeliveryRecord: n, Tried: true}, ctx.Err()
	}
	n.State = n.State.After(time.Now(), response, err)
	switch n.State.Status {
	case delivery.Sent:
		o.Log.Info("digest delivered", "digest", n.Key.ID, "way", n.Transport)
	default:
		o.Log.Error("the digest could not be delivered", "digest", n.Key.ID, "way", n.Transport, "final",
			n.State.Status == delivery.Failed, "error", err)
	}
	return Result{DeliveryRecord: n, Tried: true}, o.saveRecord(ctx, n)
}

// RetryFailed lets whatever has not arrived be tried at once, also what was refused or given up: a person asks for it,
// perhaps after mending something. What was delivered in part goes on from there.
func (o *Queue) RetryFailed(ctx context.Context, k store.DigestKey, now time.Time) error {
	all, err := o.Records(ctx, k)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.State.Status == delivery.Sent {
			continue
		}
		n.State = delivery.State{Status: delivery.Waiting, Since: now, Progress: n.State.Progress}
		if err := o.saveRecord(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// GiveUp ends the tries of whatever has not arrived, for the reason given in English.
func (o *Queue) GiveUp(ctx context.Context, k store.DigestKey, now time.Time, reason string) error {
	records, err := o.Records(ctx, k)
	if err != nil {
		return err
	}
	for _, n := range records {
		if n.State.Status != delivery.Waiting {
			continue
		}
		n.State = n.State.GiveUp(now, reason)
		if err := o.saveRecord(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// Resend makes every route deliver the stored bytes once more.
func (o *Queue) Resend(ctx context.Context, k store.DigestKey, routes []Route, now time.Time) error {
	records, err := o.recordsByRoute(ctx, k)
	if err != nil {
		return err
	}
	for _, route := range routes {
		n := records[routeName(route.OutgoingID, route.Transport.Name())]
		n = DeliveryRecord{Key: k, Transport: route.Transport.Name(), OutgoingID: route.OutgoingID,
			Resent: n.Resent + 1,
			State:  delivery.State{Status: delivery.Waiting, Since: now}}
		if err := o.saveRecord(ctx, n); err != nil {
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
				d.Route, "error", err)
			continue
		}
		n.Transport = transportOf(d.Route, n.OutgoingID)
		all = append(all, n)
	}
	return all, nil
}

func (o *Queue) recordsByRoute(ctx context.Context, k store.DigestKey) (map[string]DeliveryRecord, error) {
	all, err := o.Records(ctx, k)
	byName := make(map[string]DeliveryRecord, len(all))
	for _, n := range all {
		byName[routeName(n.OutgoingID, n.Transport)] = n
	}
	return byName, err
}

func (o *Queue) saveRecord(ctx context.Context, n DeliveryRecord) error {
	data, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("note the delivery %q: %w", n.Transport, err)
	}
	return o.Store.PutDelivery(ctx, store.Delivery{Key: n.Key, Route: routeName(n.OutgoingID, n.Transport), Data: data})
}

// routeName tells the same mailbox's different outgoing digests apart.
func routeName(outgoingID, transport string) string { return transport + "\x00" + outgoingID }

func transportOf(name, outgoingID string) string { return name[:max(0, len(name)-len(outgoingID)-1)] }

func find(e StoredDigest, id string) (delivery.Outgoing, bool) {
	for _, p := range e.Outgoing {
		if p.ID == id {
			return p, true
		}
	}
	return delivery.Outgoing{}, false
}
