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

	"otklik/internal/app"
	"otklik/internal/config"
	"otklik/internal/delivery"
)

// sending is what --send, --again and --dry-run ask for.
type sending struct {
	of, at      time.Time // what names the digest, and the moment that it shows
	resend, dry bool
}

func (a *cli) sendDigest(ctx context.Context, s *app.Service, d config.Digest, want sending) error {
	if want.at.After(time.Now().Add(time.Minute)) {
		return usagef("--at %s is still to come: nobody can be sent what is not known yet",
			want.at.In(s.Config().Location).Format(time.RFC3339))
	}
	if want.dry {
		return a.dryRun(ctx, s, d, want)
	}
	return s.ThenUpkeep(ctx, a.sendNow(ctx, s, d, want))
}

func (a *cli) sendNow(ctx context.Context, s *app.Service, d config.Digest, want sending) error {
	results, err := s.SendDigest(ctx, d.ID, want.of, want.at, want.resend)
	shown := results
	if a.unwatched {
		shown = slices.DeleteFunc(slices.Clone(results), func(r app.Delivery) bool { return r.Status == delivery.Sent })
	}
	moment := func(t time.Time) string { return t.In(s.Config().Location).Format(time.RFC3339) }
	printResults(a.out, shown, moment)
	switch {
	case errors.Is(err, app.ErrEmptied):
		return emptied(d, moment(want.of), moment(time.Now()))
	case errors.Is(err, app.ErrNotStored):
		return usagef("no digest %s of %s is stored; `otklik digests` lists those that are, and --send makes one",
			d.ID, moment(want.of))
	case err != nil:
		return err
	}
	if len(d.Deliver) == 0 && !a.unwatched {
		fmt.Fprintf(a.out, "stored    but sent to nobody: the key deliver of the digest %q is empty in %s\n", d.ID,
			s.Config().Path)
	}
	return sendError(results)
}

// emptied says that a stored digest has nothing left to send.
func emptied(d config.Digest, of, now string) error {
	return fmt.Errorf("nothing is sent: the digest %s of %s was emptied by a purge, because it may quote what was "+
		"destroyed; "+
		"make a new one of this moment with `otklik digest %s --send --at %s`", d.ID, of, d.ID, now)
}

// dryRun shows who would get what.
func (a *cli) dryRun(ctx context.Context, s *app.Service, d config.Digest, want sending) error {
	moment := func(t time.Time) string { return t.In(s.Config().Location).Format(time.RFC3339) }
	r, err := s.RehearseDigest(ctx, d.ID, want.of, want.at, want.resend)
	if errors.Is(err, app.ErrEmptied) {
		return emptied(d, moment(want.of), moment(time.Now()))
	}
	if err != nil {
		return err
	}
	made := "would be made now"
	if r.Stored {
		made = "stored already, these bytes would go out"
	}
	fmt.Fprintf(a.out, "digest %s of %s: %s\n", d.ID, moment(want.of), made)
	for _, w := range r.Routes {
		alerts := ""
		if w.Alerts {
			alerts = "; alerts at once, too"
		}
		switch {
		case w.Nothing:
			fmt.Fprintf(a.out, "nothing   %s: there is no complaint for it%s\n", w.Route, alerts)
		case w.Had:
			fmt.Fprintf(a.out, "had it    %s%s\n", w.Route, alerts)
		default:
			fmt.Fprintf(a.out, "would get %s: %s%s\n", w.Route, contents(w), alerts)
		}
	}
	return nil
}

// contents lists what a transport would get.
func contents(w app.RehearsedRoute) string {
	var parts []string
	for _, c := range w.Contents {
		parts = append(parts, fmt.Sprintf("%s %.0f KB", c.Format, math.Ceil(float64(c.Bytes)/1024)))
	}
	if w.Messages > 0 {
		parts = append(parts, fmt.Sprintf("%d messages", w.Messages))
	}
	if w.Picture {
		parts = append(parts, "picture")
	}
	return w.Subject + " [" + strings.Join(parts, ", ") + "]"
}

// sendError is what a command that sent says at its end.
func sendError(results []app.Delivery) error {
	bad, waiting := 0, 0
	for _, r := range results {
		switch r.Status {
		case delivery.Sent:
			continue
		case delivery.Waiting:
			waiting++
		}
		bad++
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
		return errors.New("nobody got the digest yet; what was refused for good is to be mended, the rest is tried " +
			"again by " +
			"`otklik run` or the next `otklik collect` whose time has come")
	}
	return errors.New("nobody got the digest yet; it is tried again by `otklik run` or the next `otklik collect` " +
		"whose time " +
		"has come (`otklik status` shows it)")
}

// printResults says who got what.
func printResults(w io.Writer, results []app.Delivery, moment func(time.Time) string) {
	for _, r := range results {
		switch {
		case r.Status == delivery.Sent && r.Tried:
			fmt.Fprintf(w, "sent      %s\n", r.Route)
		case r.Status == delivery.Sent:
			fmt.Fprintf(w, "had it    %s, since %s\n", r.Route, moment(r.Since))
		case r.Status == delivery.Waiting:
			fmt.Fprintf(w, "waiting   %s: %s; next try at %s\n", r.Route, r.Reason, moment(r.Next))
		default:
			fmt.Fprintf(w, "%-9s %s: %s\n", r.Status, r.Route, r.Reason)
		}
	}
}
