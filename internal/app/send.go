package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/store"
)

// Send stores the digest under its key, unless one is stored there already, and sends what is stored to everybody who has
// not had it.
func (s *Service) Send(ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool) ([]queue.Result, error) {
	_, err := s.Outbox().Load(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		err = s.keep(ctx, d, key, at, late)
	}
	if err != nil {
		return nil, err
	}
	return s.deliver(ctx, d, key)
}

// keep makes a digest and stores it.
func (s *Service) keep(ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool) error {
	e, built, err := s.Parcels(ctx, d, key, at, late)
	if err != nil {
		return err
	}
	record := store.DigestRecord{Key: key, From: built.Period.From, To: built.Period.To, Built: time.Now(), Late: late}
	if _, err = s.Outbox().Save(ctx, record, e); err == nil {
		if late {
			s.Log.Warn("the digest is late: nobody made it at its time", "digest", d.ID, "of", key.At)
		}
		s.Log.Info("digest made", "digest", d.ID, "of", key.At, "late", late, "complete", built.Complete, "unanswered", built.Totals.Unanswered)
	}
	return err
}

// deliver sends what is due of a stored digest.
func (s *Service) deliver(ctx context.Context, d config.Digest, key store.DigestKey) ([]queue.Result, error) {
	routes, err := s.Routes(d, key)
	if err != nil || len(routes) == 0 {
		return nil, err
	}
	e, err := s.Outbox().Amend(ctx, key, func(e *queue.StoredDigest) (bool, error) { return s.completed(ctx, d, key, e) })
	if err != nil {
		return nil, fmt.Errorf("draw the stored digest %s for a delivery that was configured later: %w", d.ID, err)
	}
	SayMasked(&e)
	// A digest that a person asks for of a moment long past is news from when it was made.
	since := key.At
	if len(e.Parcels) > 0 && e.Parcels[0].Made.After(since) {
		since = e.Parcels[0].Made
	}
	for i := range routes {
		routes[i].Transport = notedWay{Transport: routes[i].Transport, office: s, of: key, formats: gets(d, routes[i].Transport.Name())}
	}
	return s.Outbox().Send(ctx, key, e, routes, since, d.At.Next(since))
}

// Unemptied refuses a stored digest of which a purge left nothing to send.
func (s *Service) Unemptied(ctx context.Context, d config.Digest, key store.DigestKey) error {
	e, err := s.Outbox().Load(ctx, key)
	if err != nil || len(e.Parcels) > 0 {
		return nil // what is wrong shows where it is sent
	}
	return fmt.Errorf("nothing is sent: the digest %s of %s was emptied by a purge, because it may quote what was destroyed; make a new one of this moment with "+
		"`otklik digest %s --send --at %s`", d.ID, key.At.In(s.Config.Location).Format(time.RFC3339), d.ID, time.Now().In(s.Config.Location).Format(time.RFC3339))
}

// DryRun shows who would get what. Nothing is stored and nothing sent.
func (s *Service) DryRun(ctx context.Context, w io.Writer, d config.Digest, key store.DigestKey, at time.Time, again bool) error {
	e, err := s.Outbox().Load(ctx, key)
	switch {
	case err == nil && len(e.Parcels) == 0:
		return s.Unemptied(ctx, d, key)
	case err == nil:
		if _, err := s.completed(ctx, d, key, &e); err != nil {
			return err
		}
		fmt.Fprintf(w, "digest %s of %s: stored already, these bytes would go out\n", d.ID, key.At.In(s.Config.Location).Format(time.RFC3339))
	case errors.Is(err, store.ErrNotFound):
		if e, _, err = s.Parcels(ctx, d, key, at, false); err != nil {
			return err
		}
		fmt.Fprintf(w, "digest %s of %s: would be made now\n", d.ID, key.At.In(s.Config.Location).Format(time.RFC3339))
	default:
		return err
	}
	routes, err := s.Routes(d, key)
	if err != nil {
		return err
	}
	notes, err := s.Outbox().Records(ctx, key)
	if err != nil {
		return err
	}
	for _, r := range routes {
		i := slices.IndexFunc(e.Parcels, func(p delivery.Outgoing) bool { return p.ID == r.Parcel })
		n := queue.DeliveryRecord{Way: r.Transport.Name(), Parcel: r.Parcel}
		had := slices.ContainsFunc(notes, func(n queue.DeliveryRecord) bool {
			return n.Way == r.Transport.Name() && n.Parcel == r.Parcel && n.State.Status == delivery.Sent
		})
		switch {
		case i < 0:
			fmt.Fprintf(w, "nothing   %s: there is no complaint for it\n", WayName(n))
		case had && !again:
			fmt.Fprintf(w, "had it    %s\n", WayName(n))
		default:
			fmt.Fprintf(w, "would get %s: %s\n", WayName(n), contents(e.Parcels[i], gets(d, r.Transport.Name())))
		}
	}
	return nil
}

// contents lists what of a parcel goes out in these forms.
func contents(p delivery.Outgoing, formats []string) string {
	var parts []string
	for _, d := range p.Documents {
		if slices.Contains(formats, d.Format) {
			parts = append(parts, fmt.Sprintf("%s %.0f KB", d.Format, math.Ceil(float64(len(d.Data))/1024)))
		}
	}
	if slices.Contains(formats, "messages") {
		parts = append(parts, fmt.Sprintf("%d messages", len(p.Pages)))
	}
	if slices.Contains(formats, "letter.html") && len(p.Picture) > 0 {
		parts = append(parts, "picture")
	}
	return p.Subject + " [" + strings.Join(parts, ", ") + "]"
}

// WayName is a way, and of which extract.
func WayName(n queue.DeliveryRecord) string {
	if _, body, ok := cutParcel(n.Parcel); ok {
		return n.Way + " (" + body + ")"
	}
	return n.Way
}
