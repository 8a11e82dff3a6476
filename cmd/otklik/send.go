package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"otklik/internal/app"
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

// sendDigest is what --send, --again and --dry-run do.
func (a *cli) sendDigest(ctx context.Context, o *app.Service, d config.Digest, key store.DigestKey, moment time.Time, again, dry bool) error {
	if moment.After(time.Now().Add(time.Minute)) {
		return usagef("--at %s is still to come: nobody can be sent what is not known yet", moment.In(o.Config.Location).Format(time.RFC3339))
	}
	if dry {
		return o.DryRun(ctx, a.out, d, key, moment, again)
	}
	return o.ThenUpkeep(ctx, o.InTurn(ctx, d.ID, app.SendingPatience, func() error {
		return a.sendNow(ctx, o, d, key, moment, again)
	}))
}

// sendNow sends while nobody else sends the same digest.
func (a *cli) sendNow(ctx context.Context, o *app.Service, d config.Digest, key store.DigestKey, moment time.Time, again bool) error {
	if err := o.Unemptied(ctx, d, key); err != nil {
		return err
	}
	if again {
		routes, err := o.Routes(d, key)
		if err != nil {
			return err
		}
		if err := o.Outbox().Resend(ctx, key, routes, time.Now()); err != nil {
			if errors.Is(err, store.ErrNotFound) {
				return usagef("no digest %s of %s is stored; `otklik digests` lists those that are, and --send makes one", d.ID, key.At.In(o.Config.Location).Format(time.RFC3339))
			}
			return err
		}
	}
	if !again {
		if err := o.Outbox().RetryFailed(ctx, key, time.Now()); err != nil {
			return err
		}
	}
	results, err := o.Send(ctx, d, key, moment, false)
	shown := results
	if a.unwatched {
		shown = slices.DeleteFunc(slices.Clone(results), func(r queue.Result) bool {
			return r.State.Status == delivery.Sent
		})
	}
	printResults(o, a.out, shown)
	if err != nil {
		return err
	}
	if len(d.Deliver) == 0 && !a.unwatched {
		fmt.Fprintf(a.out, "stored    but sent to nobody: the key deliver of the digest %q is empty in %s\n", d.ID, o.Config.Path)
	}
	return outcome(results, time.Now())
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
		return app.ErrPartly
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
func printResults(o *app.Service, w io.Writer, results []queue.Result) {
	for _, r := range results {
		at, standing, reason := delivery.Next(r.State, time.Now())
		switch {
		case standing == delivery.Sent && r.Tried:
			fmt.Fprintf(w, "sent      %s\n", app.WayName(r.DeliveryRecord))
		case standing == delivery.Sent:
			fmt.Fprintf(w, "had it    %s, since %s\n", app.WayName(r.DeliveryRecord), r.State.EndedAt.In(o.Config.Location).Format(time.RFC3339))
		case standing == delivery.Waiting:
			fmt.Fprintf(w, "waiting   %s: %s; next try at %s\n", app.WayName(r.DeliveryRecord), reason, at.In(o.Config.Location).Format(time.RFC3339))
		default:
			fmt.Fprintf(w, "%-9s %s: %s\n", standing, app.WayName(r.DeliveryRecord), reason)
		}
	}
}
