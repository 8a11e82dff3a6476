package main

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

// keyOf names the digest that a person sends by hand: that of the moment given or, without one, that of the last
// scheduled moment, so that a second sending on the same morning is the same digest.
func keyOf(d config.Digest, at string, moment time.Time) store.DigestKey {
	if at == "" {
		if scheduled := d.At.Previous(moment); !scheduled.IsZero() {
			moment = scheduled
		}
	}
	return store.DigestKey{ID: d.ID, At: moment.UTC().Truncate(time.Second)}
}

// send stores the digest under its key, unless one is stored there already, and sends what is stored to everybody who has
// not had it.
func (o *office) send(ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool) ([]queue.Result, error) {
	_, err := o.outbox().Load(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		err = o.keep(ctx, d, key, at, late)
	}
	if err != nil {
		return nil, err
	}
	return o.deliver(ctx, d, key)
}

// keep makes a digest and stores it.
func (o *office) keep(ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool) error {
	e, built, err := o.parcels(ctx, d, key, at, late)
	if err != nil {
		return err
	}
	record := store.DigestRecord{Key: key, From: built.Period.From, To: built.Period.To, Built: time.Now(), Late: late}
	if _, err = o.outbox().Save(ctx, record, e); err == nil {
		if late {
			o.log.Warn("the digest is late: nobody made it at its time", "digest", d.ID, "of", key.At)
		}
		o.log.Info("digest made", "digest", d.ID, "of", key.At, "late", late, "complete", built.Complete, "unanswered", built.Totals.Unanswered)
	}
	return err
}

// deliver sends what is due of a stored digest.
func (o *office) deliver(ctx context.Context, d config.Digest, key store.DigestKey) ([]queue.Result, error) {
	routes, err := o.routes(d, key)
	if err != nil || len(routes) == 0 {
		return nil, err
	}
	e, err := o.outbox().Amend(ctx, key, func(e *queue.StoredDigest) (bool, error) { return o.completed(ctx, d, key, e) })
	if err != nil {
		return nil, fmt.Errorf("draw the stored digest %s for a delivery that was configured later: %w", d.ID, err)
	}
	sayMasked(&e)
	// A digest that a person asks for of a moment long past is news from when it was made.
	since := key.At
	if len(e.Parcels) > 0 && e.Parcels[0].Made.After(since) {
		since = e.Parcels[0].Made
	}
	for i := range routes {
		routes[i].Transport = notedWay{Transport: routes[i].Transport, office: o, of: key, formats: gets(d, routes[i].Transport.Name())}
	}
	return o.outbox().Send(ctx, key, e, routes, since, d.At.Next(since))
}

// sendDigest is what --send, --again and --dry-run do.
func (a *app) sendDigest(ctx context.Context, o *office, d config.Digest, key store.DigestKey, moment time.Time, again, dry bool) error {
	if moment.After(time.Now().Add(time.Minute)) {
		return usagef("--at %s is still to come: nobody can be sent what is not known yet", moment.In(o.config.Location).Format(time.RFC3339))
	}
	if dry {
		return o.dryRun(ctx, a.out, d, key, moment, again)
	}
	return o.thenUpkeep(ctx, o.inTurn(ctx, d.ID, sendingPatience, func() error {
		return a.sendNow(ctx, o, d, key, moment, again)
	}))
}

// sendNow sends while nobody else sends the same digest.
func (a *app) sendNow(ctx context.Context, o *office, d config.Digest, key store.DigestKey, moment time.Time, again bool) error {
	if err := o.unemptied(ctx, d, key); err != nil {
		return err
	}
	if again {
		routes, err := o.routes(d, key)
		if err != nil {
			return err
		}
		if err := o.outbox().Resend(ctx, key, routes, time.Now()); err != nil {
			if errors.Is(err, store.ErrNotFound) {
				return usagef("no digest %s of %s is stored; `otklik digests` lists those that are, and --send makes one", d.ID, key.At.In(o.config.Location).Format(time.RFC3339))
			}
			return err
		}
	}
	if !again {
		if err := o.outbox().RetryFailed(ctx, key, time.Now()); err != nil {
			return err
		}
	}
	results, err := o.send(ctx, d, key, moment, false)
	shown := results
	if a.unwatched {
		shown = slices.DeleteFunc(slices.Clone(results), func(r queue.Result) bool {
			return r.State.Status == delivery.Sent
		})
	}
	o.printResults(a.out, shown)
	if err != nil {
		return err
	}
	if len(d.Deliver) == 0 && !a.unwatched {
		fmt.Fprintf(a.out, "stored    but sent to nobody: the key deliver of the digest %q is empty in %s\n", d.ID, o.config.Path)
	}
	return outcome(results, time.Now())
}

// unemptied refuses a stored digest of which a purge left nothing to send.
func (o *office) unemptied(ctx context.Context, d config.Digest, key store.DigestKey) error {
	e, err := o.outbox().Load(ctx, key)
	if err != nil || len(e.Parcels) > 0 {
		return nil // what is wrong shows where it is sent
	}
	return fmt.Errorf("nothing is sent: the digest %s of %s was emptied by a purge, because it may quote what was destroyed; make a new one of this moment with "+
		"`otklik digest %s --send --at %s`", d.ID, key.At.In(o.config.Location).Format(time.RFC3339), d.ID, time.Now().In(o.config.Location).Format(time.RFC3339))
}

// dryRun shows who would get what. Nothing is stored and nothing sent.
func (o *office) dryRun(ctx context.Context, w io.Writer, d config.Digest, key store.DigestKey, at time.Time, again bool) error {
	e, err := o.outbox().Load(ctx, key)
	switch {
	case err == nil && len(e.Parcels) == 0:
		return o.unemptied(ctx, d, key)
	case err == nil:
		if _, err := o.completed(ctx, d, key, &e); err != nil {
			return err
		}
		fmt.Fprintf(w, "digest %s of %s: stored already, these bytes would go out\n", d.ID, key.At.In(o.config.Location).Format(time.RFC3339))
	case errors.Is(err, store.ErrNotFound):
		if e, _, err = o.parcels(ctx, d, key, at, false); err != nil {
			return err
		}
		fmt.Fprintf(w, "digest %s of %s: would be made now\n", d.ID, key.At.In(o.config.Location).Format(time.RFC3339))
	default:
		return err
	}
	routes, err := o.routes(d, key)
	if err != nil {
		return err
	}
	notes, err := o.outbox().Records(ctx, key)
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
			fmt.Fprintf(w, "nothing   %s: there is no complaint for it\n", wayName(n))
		case had && !again:
			fmt.Fprintf(w, "had it    %s\n", wayName(n))
		default:
			fmt.Fprintf(w, "would get %s: %s\n", wayName(n), contents(e.Parcels[i], gets(d, r.Transport.Name())))
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

// outcome is what a command that sent says at its end.
func outcome(results []queue.Result, now time.Time) error {
	bad, waiting := 0, 0
	for _, r := range results {
		if r.State.Status == delivery.Sent {
			continue
		}
		bad++
		if _, standing, _ := delivery.Next(r.State, now); standing == delivery.Waiting {
			waiting++
		}
	}
	switch {
	case bad == 0:
		return nil
	case bad < len(results):
		return errPartly
	case waiting == 0:
		return errors.New("nobody got the digest; mend what is said above and send it again with the same command, " +
			"for nothing tries by itself")
	case waiting < bad:
		return errors.New("nobody got the digest yet; what was refused for good is to be mended, the rest is tried again by " +
			"`otklik run` or the next `otklik collect` whose time has come")
	}
	return errors.New("nobody got the digest yet; it is tried again by `otklik run` or the next `otklik collect` whose time " +
		"has come (`otklik status` shows it)")
}

// printResults says who got what.
func (o *office) printResults(w io.Writer, results []queue.Result) {
	for _, r := range results {
		at, standing, reason := delivery.Next(r.State, time.Now())
		switch {
		case standing == delivery.Sent && r.Tried:
			fmt.Fprintf(w, "sent      %s\n", wayName(r.DeliveryRecord))
		case standing == delivery.Sent:
			fmt.Fprintf(w, "had it    %s, since %s\n", wayName(r.DeliveryRecord), r.State.EndedAt.In(o.config.Location).Format(time.RFC3339))
		case standing == delivery.Waiting:
			fmt.Fprintf(w, "waiting   %s: %s; next try at %s\n", wayName(r.DeliveryRecord), reason, at.In(o.config.Location).Format(time.RFC3339))
		default:
			fmt.Fprintf(w, "%-9s %s: %s\n", standing, wayName(r.DeliveryRecord), reason)
		}
	}
}

// wayName is a way, and of which extract.
func wayName(n queue.DeliveryRecord) string {
	if _, body, ok := cutParcel(n.Parcel); ok {
		return n.Way + " (" + body + ")"
	}
	return n.Way
}
