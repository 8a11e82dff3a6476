package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/delivery"
	"otklik/report/render"
)

func (a *cli) digestsCommand() *cobra.Command {
	var format, output string
	var last int
	cmd := &cobra.Command{
		Use:   "digests [ID [TIME]]",
		Short: "List the digests that were made and who had them, or open one again",
		Long: "Without TIME lists the digests, the latest first, with how far their deliveries have come. With ID " +
			"and TIME (as the list shows\n" +
			"it, or a date, yesterday) prints the stored digest again: what was sent, without the lines on top that " +
			"say of a sending that it was late\n" +
			"or that another failed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if last < 1 {
				return usagef("--last is how many digests to list, 1 or more, not %d", last)
			}
			s, err := a.open("digests", slog.LevelWarn)
			if err != nil {
				return err
			}
			switch len(args) {
			case 0:
				return a.listDigests(cmd.Context(), s, "", last)
			case 1:
				return a.listDigests(cmd.Context(), s, args[0], last)
			case 2:
				if err := a.target(output); err != nil {
					return err
				}
				if format, err = outputFormat(cmd, output, render.Formats()...); err != nil {
					return err
				}
				return openDigest(cmd.Context(), s, args[0], args[1], format, a.to(output))
			}
			return usagef("name at most a digest and a time: otklik digests morning 2026-11-22T08:00:00+03:00")
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&last, "last", 20, "how many to list")
	flags.StringVar(&format, "format", "text", "the form to open: one of those that were sent; left out: by the "+
		"ending of --output")
	flags.StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	return cmd
}

func (a *cli) listDigests(ctx context.Context, s *app.Service, id string, last int) error {
	all, err := s.Digests(ctx, id, last)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(a.out, "no digest was made yet: `otklik run` makes them on their schedules, `otklik digest ID "+
			"--send` at once")
		return nil
	}
	moment := func(t time.Time) string { return t.In(s.Config().Location).Format(time.RFC3339) }
	for _, d := range all {
		late := ""
		if d.Late {
			late = "  late"
		}
		fmt.Fprintf(a.out, "%s %s  made %s%s\n", d.Key.ID, moment(d.Key.At), moment(d.Built), late)
		for _, n := range d.Deliveries {
			fmt.Fprintf(a.out, "    %-9s %s\n", n.Status, deliveryLine(n, moment))
		}
	}
	return nil
}

// deliveryLine is a delivery with what there is to say about it.
func deliveryLine(d app.Delivery, moment func(time.Time) string) string {
	line := d.Route
	if d.Resent > 0 {
		line += ", asked for again"
		if d.Resent > 1 {
			line += fmt.Sprintf(" %d times", d.Resent)
		}
	}
	switch d.Status {
	case delivery.Sent:
		return line + " at " + moment(d.Since)
	case delivery.Waiting:
		return line + ": " + d.Reason + "; next try at " + moment(d.Next)
	}
	return line + ": " + d.Reason
}

func openDigest(ctx context.Context, s *app.Service, id, at, format string, to app.Output) error {
	var scheduled func(time.Time) time.Time
	if d, err := s.FindDigest(id); err == nil { // one that is configured no more may still be stored
		scheduled = d.At.Previous
	}
	moment, err := app.ParseMoment(at, time.Now(), s.Config().Location, scheduled)
	if err != nil {
		return err
	}
	err = s.OpenDigest(ctx, id, moment, format, to)
	var other app.NoFormatError
	switch {
	case errors.Is(err, app.ErrNotStored):
		return usagef("no digest %s of %s is stored; `otklik digests` lists those that are", id, at)
	case errors.Is(err, app.ErrEmptied):
		return fmt.Errorf("the digest %s of %s was stored by an earlier version that kept no copy to open, or was "+
			"emptied by "+
			"a purge because it may quote what was destroyed", id, at)
	case errors.As(err, &other):
		return usagef("%w", other)
	}
	return err
}
