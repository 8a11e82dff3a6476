package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/store"
)

// LastScheduled is the moment that names a digest which somebody sends now: the last scheduled one or, where there is
// none, now itself, so that a second sending on the same morning is the same digest.
func LastScheduled(d config.Digest, now time.Time) time.Time {
	if scheduled := d.At.Previous(now); !scheduled.IsZero() {
		return scheduled
	}
	return now
}

// SendDigest makes the digest of the moment of, as of at, unless it is stored already, and sends it to everybody who
// has not had it. resend sends the stored one once more to everybody, the same bytes. Deliveries that were made or
// tried are given back also with an error. Errors: ErrEmptied and, with resend, ErrNotStored; ErrSending where another
// process is at it.
func (s *Service) SendDigest(ctx context.Context, id string, of, at time.Time, resend bool) (all []Delivery,
	err error) {
	d, err := s.FindDigest(id)
	if err != nil {
		return nil, err
	}
	key := digestKey(id, of)
	// In turn with other processes: two at once would both find that a mailbox has had nothing.
	err = s.inTurn(ctx, id, sendingPatience, func() error {
		results, err := s.sendNow(ctx, d, key, at, resend)
		for _, r := range results {
			one := newDelivery(r.DeliveryRecord, time.Now())
			one.Tried = r.Tried
			all = append(all, one)
		}
		return err
	})
	return all, err
}

// sendNow sends while nobody else sends the same digest.
func (s *Service) sendNow(
	ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, resend bool,
) ([]queue.Result, error) {
	if e, err := s.queue().Load(ctx, key); err == nil && len(e.Outgoing) == 0 {
		return nil, ErrEmptied // any other trouble shows where it is sent
	}
	if resend {
		routes, err := s.digestRoutes(d, key)
		if err != nil {
			return nil, err
		}
		if err := s.queue().Resend(ctx, key, routes, time.Now()); errors.Is(err, store.ErrNotFound) {
			return nil, ErrNotStored
		} else if err != nil {
			return nil, err
		}
	} else if err := s.queue().RetryFailed(ctx, key, time.Now()); err != nil {
		return nil, err
	}
	return s.send(ctx, d, key, at, false)
}

// send stores the digest under its key, unless one is stored there already, and sends what is stored to everybody who
// has not had it.
func (s *Service) send(
	ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool,
) ([]queue.Result, error) {
	// What is stored goes out, never a new one under the same name: everybody gets the same bytes.
	_, err := s.queue().Load(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		save := func() error { return s.save(ctx, d, key, at, late) }
		if err = nil; s.tellsHeads() {
			err = s.inTurn(ctx, escalationTurn, sendingPatience, save)
		} else {
			err = save()
		}
	}
	if err != nil {
		return nil, err
	}
	return s.deliver(ctx, d, key)
}

// save makes a digest and stores it.
func (s *Service) save(ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool) error {
	e, built, err := s.makeOutgoing(ctx, d, key, at, late)
	if err != nil {
		return err
	}
	record := store.DigestRecord{Key: key, From: built.Period.From, To: built.Period.To, Built: time.Now(), Late: late}
	if _, err = s.queue().Save(ctx, record, e); err == nil {
		if late {
			s.log.Warn("the digest is late: nobody made it at its time", "digest", d.ID, "of", key.At)
		}
		s.log.Info("digest made", "digest", d.ID, "of", key.At, "late", late, "complete", built.Complete,
			"unanswered", built.Totals.Unanswered)
	}
	return err
}

// deliver sends what is due of a stored digest.
func (s *Service) deliver(ctx context.Context, d config.Digest, key store.DigestKey) ([]queue.Result, error) {
	routes, err := s.digestRoutes(d, key)
	if err != nil || len(routes) == 0 {
		return nil, err
	}
	e, err := s.queue().Amend(ctx, key, func(e *queue.StoredDigest) (bool, error) {
		return s.completed(ctx, d,
			key, e)
	})
	if err != nil {
		return nil, fmt.Errorf("draw the stored digest %s for a delivery that was configured later: %w", d.ID, err)
	}
	sayMasked(&e)
	// A digest that a person asks for of a moment long past is news from when it was made.
	since := key.At
	if len(e.Outgoing) > 0 && e.Outgoing[0].Made.After(since) {
		since = e.Outgoing[0].Made
	}
	for i := range routes {
		routes[i].Transport = auditedTransport{Transport: routes[i].Transport, service: s, of: key,
			formats: s.formsSent(d, routes[i])}
	}
	return s.queue().Send(ctx, key, e, routes, since, d.At.Next(since))
}

// Rehearsal is who would get what.
type Rehearsal struct {
	Stored bool // the digest is made already, and these bytes would go out
	Routes []RehearsedRoute
}

// RehearsedRoute is what one route would get.
type RehearsedRoute struct {
	Route    string
	Had      bool // it has had it, and would get nothing
	Nothing  bool // there is no complaint for it
	Alerts   bool // it is also told at once of what cannot wait
	Subject  string
	Contents []Content
	Messages int // a messenger's
	Picture  bool
}

// Content is a document in one format.
type Content struct {
	Format string
	Bytes  int
}

// RehearseDigest says who would get what if the digest was sent. Nothing is stored and nothing sent. Error: ErrEmptied.
func (s *Service) RehearseDigest(ctx context.Context, id string, of, at time.Time, resend bool) (Rehearsal, error) {
	var rehearsal Rehearsal
	d, err := s.FindDigest(id)
	if err != nil {
		return rehearsal, err
	}
	key := digestKey(id, of)
	e, err := s.queue().Load(ctx, key)
	switch {
	case err == nil && len(e.Outgoing) == 0:
		return rehearsal, ErrEmptied
	case err == nil:
		rehearsal.Stored = true
		_, err = s.completed(ctx, d, key, &e)
	case errors.Is(err, store.ErrNotFound):
		e, _, err = s.makeOutgoing(ctx, d, key, at, false)
	}
	if err != nil {
		return rehearsal, err
	}
	routes, err := s.digestRoutes(d, key)
	if err != nil {
		return rehearsal, err
	}
	told, err := s.toldAtOnce(d, key)
	if err != nil {
		return rehearsal, err
	}
	records, err := s.queue().Records(ctx, key)
	if err != nil {
		return rehearsal, err
	}
	for _, r := range routes {
		route := RehearsedRoute{Route: routeName(queue.DeliveryRecord{Transport: r.Transport.Name(),
			OutgoingID: r.OutgoingID})}
		route.Alerts = slices.Contains(told, r.Transport.Name())
		i := slices.IndexFunc(e.Outgoing, func(p delivery.Outgoing) bool { return p.ID == r.OutgoingID })
		if route.Nothing = i < 0; !route.Nothing {
			route.fill(e.Outgoing[i], s.formsSent(d, r))
			route.Had = !resend && slices.ContainsFunc(records, func(n queue.DeliveryRecord) bool {
				return n.Transport == r.Transport.Name() && n.OutgoingID == r.OutgoingID &&
					n.State.Status == delivery.Sent
			})
		}
		rehearsal.Routes = append(rehearsal.Routes, route)
	}
	return rehearsal, nil
}

// fill notes what of an outgoing digest goes out in these forms.
func (w *RehearsedRoute) fill(p delivery.Outgoing, formats []string) {
	w.Subject = p.Subject
	for _, d := range p.Documents {
		if slices.Contains(formats, d.Format) {
			w.Contents = append(w.Contents, Content{d.Format, len(d.Data)})
		}
	}
	if slices.Contains(formats, "messages") {
		w.Messages = len(p.Pages)
	}
	w.Picture = slices.Contains(formats, "letter.html") && len(p.Picture) > 0
}
