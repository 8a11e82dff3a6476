package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/inbox"
)

func (a *cli) statusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Channels and when they were read, gaps, deliveries, what runs next",
		Long: "Exits with 0 when all is well, with 3 when a channel could not be read to its end in time or a " +
			"digest has not reached somebody.\n" +
			"Touches the store only: whether platforms answer is what `otklik check` finds out.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("status", slog.LevelWarn)
			if err != nil {
				return err
			}
			s, err := o.Status(cmd.Context(), time.Now())
			if err != nil {
				return err
			}
			if asJSON {
				e := json.NewEncoder(a.hide.Writer(a.out))
				e.SetIndent("", "  ")
				if err := e.Encode(s); err != nil {
					return fmt.Errorf("write the status: %w", err)
				}
			} else {
				printStatus(a.hide.Writer(a.out), s, o)
			}
			if !s.Well {
				return app.ErrPartly
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// second is a moment for people who look what has become of things.
func second(t time.Time) string { return t.Format("2006-01-02 15:04:05 -07:00") }

func printStatus(w io.Writer, s app.Status, o *app.Service) {
	if s.NoStore {
		fmt.Fprintf(w, "there is no store at %s yet: the first collect makes it; if there should be one, mend "+
			"store.path or put a backup back\n", o.Config().Store.Path)
	}
	fmt.Fprintln(w, "CHANNELS")
	for _, c := range s.Channels {
		printChannel(w, c)
	}
	for _, a := range s.StaffLike {
		fmt.Fprintf(w, "  %s: %s\n", a.Channel, app.LikeStaff(a.Platform, a.AuthorID, a.Messages))
	}
	printPending(w, s)
	if s.Unfinished > 0 {
		fmt.Fprintf(w, "  NOT DONE  %d purges were begun and are not finished, so that no act is written yet: run "+
			"`otklik purge`\n", s.Unfinished)
	}
	for _, sentence := range s.Exposed {
		fmt.Fprintf(w, "  SECRETS   %s\n", sentence)
	}
	for _, l := range s.Leftovers {
		fmt.Fprintf(w, "  LEFT OVER %s, %s\n", l.Path, app.LeftoverWords(l.Bytes))
	}
	printAssistant(w, s.Assistant)
	printAlerts(w, s.Alerts)
	printDeliveries(w, s.Deliveries)
	printNext(w, s)
	if s.Daemon != nil {
		fmt.Fprintf(w, "a daemon keeps these schedules (%s); store %s\n", s.Daemon, o.Config().Store.Path)
	} else {
		fmt.Fprintf(w, "no daemon runs: these schedules are kept when cron calls `otklik collect` and `otklik "+
			"digest ID --send`; store %s\n", o.Config().Store.Path)
	}
}

func printChannel(w io.Writer, c app.ChannelStatus) {
	read := "never read to its end"
	if !c.LastRead.IsZero() {
		read = "read to its end " + second(c.LastRead)
	}
	mark := "ok       "
	switch {
	case slices.Contains(c.Shortfalls, inbox.Blind):
		mark = "NOT SEEN "
	case slices.Contains(c.Shortfalls, inbox.Stale):
		mark = "NOT READ "
	case !c.Complete:
		mark = "PARTLY   "
	}
	fmt.Fprintf(w, "  %s %s: %s; %d messages, %d wait for an answer\n", mark, c.Channel, read, c.Stored, c.Waiting)
	if c.Failure != "" {
		fmt.Fprintf(w, "            the last try: %s\n", c.Failure)
	}
	for _, g := range c.Gaps {
		switch {
		case g.To.IsZero():
			fmt.Fprintf(w, "            not seen since %s\n", second(g.From))
		case g.From.IsZero():
			fmt.Fprintf(w, "            not read until %s\n", second(g.To))
		default:
			fmt.Fprintf(w, "            not read from %s to %s\n", second(g.From), second(g.To))
		}
	}
	if c.Undecoded > 0 {
		fmt.Fprintf(w, "            %d pieces could not be decoded and are kept\n", c.Undecoded)
	}
	if r := c.Reconciled; r != nil {
		fmt.Fprintf(w, "            reconciled: %d of %d that the platform counts in %d posts and dialogs "+
			"(сверено: %d из %d)\n", r.Stored, r.Counted, r.Parts, r.Stored, r.Counted)
		for _, m := range r.Missing {
			fmt.Fprintf(w, "            %s: the platform counts %d, stored are %d, since %s\n", m.Part,
				m.Counted, m.Stored, second(m.Since))
		}
	}
	if !c.Horizon.IsZero() {
		fmt.Fprintf(w, "            comments under posts made before %s are not read; a larger window reads "+
			"further back\n", c.Horizon.Format(time.DateOnly))
	}
	for _, r := range c.Inaccessible {
		fmt.Fprintf(w, "            the platform does not show %s\n", r)
	}
}

// printAssistant says what has come of asking for second opinions.
func printAssistant(w io.Writer, a *app.AssistantStatus) {
	if a == nil {
		return
	}
	fmt.Fprintf(w, "ASSISTANT\n  asked about %d of %d messages that were read, %d valid opinions", a.Asked, a.Read,
		a.Answered)
	if !a.LastAnswer.IsZero() {
		fmt.Fprintf(w, ", the last %s", second(a.LastAnswer))
	}
	for _, fault := range slices.Sorted(maps.Keys(a.Faults)) {
		fmt.Fprintf(w, "; %s %d", fault, a.Faults[fault])
	}
	if !a.RestsUntil.IsZero() {
		fmt.Fprintf(w, "; not asked again before %s", second(a.RestsUntil))
	}
	fmt.Fprintln(w)
}

// printAlerts says what was told between digests.
func printAlerts(w io.Writer, all []app.AlertStatus) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(w, "ALERTS")
	for _, a := range all {
		line := fmt.Sprintf("  %-5s %s: %s, people %d", a.Reason, second(a.At), a.Group, a.People)
		if a.Place != "" {
			line += ", " + a.Place
		}
		if a.OverBound {
			line += "; not sent: the bound of the day was reached"
		} else {
			line += fmt.Sprintf("; sent to %d of %d", a.Sent, a.Routes)
		}
		fmt.Fprintln(w, line)
	}
}

func printDeliveries(w io.Writer, all []app.DeliveryStatus) {
	fmt.Fprintln(w, "DELIVERIES")
	if len(all) == 0 {
		fmt.Fprintln(w, "  none yet")
	}
	for _, d := range all {
		line := fmt.Sprintf("  %-9s %s of %s to %s", d.State, d.Digest, second(d.Of), d.Route)
		switch {
		case d.Reason != "":
			line += ": " + d.Reason
		case !d.Since.IsZero():
			line += ", " + second(d.Since)
		}
		if !d.NextTry.IsZero() {
			line += "; next try " + second(d.NextTry)
		}
		fmt.Fprintln(w, line)
	}
}

func printNext(w io.Writer, s app.Status) {
	fmt.Fprintln(w, "NEXT")
	fmt.Fprintf(w, "  collect %s\n", second(s.Collect))
	if b := s.Backups; b != nil {
		last := "never made"
		switch {
		case b.Failure != "":
			last = "the folder cannot be looked into: " + b.Failure
		case !b.Last.IsZero():
			last = "last of " + second(b.Last)
		}
		mark := ""
		if b.Overdue {
			mark = "OVERDUE: "
		}
		fmt.Fprintf(w, "  backup %s (%s%s)\n", second(b.Next), mark, last)
	}
	if !s.Purge.IsZero() {
		fmt.Fprintf(w, "  purge %s\n", second(s.Purge))
	}
	for _, d := range s.Digests {
		last := "never made"
		if !d.Last.IsZero() {
			last = "last of " + second(d.Last)
			if d.Late {
				last += ", late"
			}
		}
		fmt.Fprintf(w, "  digest %s %s (%s)\n", d.Digest, second(d.Next), last)
	}
}

// printPending says what the figures of who waits do not know yet.
func printPending(w io.Writer, s app.Status) {
	when := "the next collect or digest does it"
	if s.Evaluating {
		when = "another process is at it"
	}
	if s.NewReading {
		fmt.Fprintf(w, "  the reading has changed since the states were made: every stored message is to be read "+
			"again; %s\n", when)
	}
	if s.Pending > 0 {
		fmt.Fprintf(w, "  %d threads have been read and not looked into yet, so that more may wait; %s\n", s.Pending,
			when)
	}
}
