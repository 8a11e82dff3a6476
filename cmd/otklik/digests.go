package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/report/render"
	"otklik/store"
)

func (a *cli) digestsCommand() *cobra.Command {
	var format, output string
	var last int
	cmd := &cobra.Command{
		Use:   "digests [ID [TIME]]",
		Short: "List the digests that were made and who had them, or open one again",
		Long: "Without TIME lists the digests, the latest first, with how far their deliveries have come. With ID and TIME (as the list shows\n" +
			"it, or a date, yesterday) prints the stored digest again: what was sent, without the lines on top that say of a sending that it was late\n" +
			"or that another failed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if last < 1 {
				return usagef("--last is how many digests to list, 1 or more, not %d", last)
			}
			o, err := a.open("digests", slog.LevelWarn)
			if err != nil {
				return err
			}
			switch len(args) {
			case 0:
				return a.listDigests(cmd.Context(), o, "", last)
			case 1:
				return a.listDigests(cmd.Context(), o, args[0], last)
			case 2:
				if err := a.target(output); err != nil {
					return err
				}
				if format, err = outputFormat(cmd, output, render.Formats()...); err != nil {
					return err
				}
				return a.openDigest(cmd.Context(), o, args[0], args[1], format, output)
			}
			return usagef("name at most a digest and a time: otklik digests morning 2026-11-22T08:00:00+03:00")
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&last, "last", 20, "how many to list")
	flags.StringVar(&format, "format", "text", "the form to open: one of those that were sent; left out: by the ending of --output")
	flags.StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	return cmd
}

func (a *cli) listDigests(ctx context.Context, o *app.Service, id string, last int) error {
	all, err := o.Store.Digests(ctx)
	if err != nil {
		return err
	}
	everyone := slices.Clone(all)
	all = slices.DeleteFunc(all, func(d store.DigestRecord) bool { return id != "" && d.Key.ID != id })
	if _, err := app.FindDigest(o.Config, id); id != "" && len(all) == 0 && err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(a.out, "no digest was made yet: `otklik run` makes them on their schedules, `otklik digest ID --send` at once")
		return nil
	}
	slices.SortStableFunc(all, func(x, y store.DigestRecord) int { return y.Key.At.Compare(x.Key.At) })
	for _, d := range all[:min(len(all), last)] {
		notes, err := o.Deliveries(ctx, d.Key, everyone)
		if err != nil {
			return err
		}
		late := ""
		if d.Late {
			late = "  late"
		}
		fmt.Fprintf(a.out, "%s %s  made %s%s\n", d.Key.ID, d.Key.At.In(o.Config.Location).Format(time.RFC3339), d.Built.In(o.Config.Location).Format(time.RFC3339), late)
		for _, n := range notes {
			_, standing, _ := delivery.Next(n.State, time.Now())
			fmt.Fprintf(a.out, "    %-9s %s\n", standing, noteLine(o, n))
		}
	}
	return nil
}

// noteLine is a delivery with what there is to say about it.
func noteLine(o *app.Service, n queue.DeliveryRecord) string {
	line := app.WayName(n)
	if n.Again > 0 {
		line += ", asked for again"
		if n.Again > 1 {
			line += fmt.Sprintf(" %d times", n.Again)
		}
	}
	at, standing, reason := delivery.Next(n.State, time.Now())
	switch {
	case standing == delivery.Sent:
		line += " at " + n.State.EndedAt.In(o.Config.Location).Format(time.RFC3339)
	case standing == delivery.Waiting:
		line += ": " + reason + "; next try at " + at.In(o.Config.Location).Format(time.RFC3339)
	default:
		line += ": " + reason
	}
	return line
}

func (a *cli) openDigest(ctx context.Context, o *app.Service, id, at, format, output string) error {
	var scheduled func(time.Time) time.Time
	if d, err := app.FindDigest(o.Config, id); err == nil { // one that is configured no more may still be stored
		scheduled = d.At.Previous
	}
	moment, err := parseMoment(at, time.Now(), o.Config.Location, scheduled)
	if err != nil {
		return err
	}
	key := store.DigestKey{ID: id, At: moment.UTC().Truncate(time.Second)}
	e, err := o.Outbox().Load(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return usagef("no digest %s of %s is stored; `otklik digests` lists those that are", id, at)
	}
	if err != nil {
		return err
	}
	if len(e.Parcels) == 0 {
		return fmt.Errorf("the digest %s of %s was stored by an earlier version that kept no copy to open, or was emptied by a purge because it may quote what was destroyed", id, at)
	}
	d, ok := e.Parcels[0].Document(format)
	if !ok {
		var have []string
		for _, d := range e.Parcels[0].Documents {
			have = append(have, d.Format)
		}
		return usagef("that digest was not made as %s; there is %s", format, strings.Join(have, ", "))
	}
	app.SayMasked(&e)
	// What is stored may have been made before masking was switched on, so it is noted as strictly as an export.
	entry := audit.Entry{Action: audit.Open, Digest: key.ID, Of: key.At, Unmasked: !e.Parcels[0].Masked, Format: format, Path: app.Destination(output)}
	return o.Audited(ctx, entry, func() error { return a.write(output, d.Data) })
}
