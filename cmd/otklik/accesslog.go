package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/care/audit"
	"otklik/internal/config"
)

func (a *app) accessLogCommand() *cobra.Command {
	var since string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "access-log [--since 30d]",
		Short: "Who exported, opened or changed what, and when",
		Long: "Prints the access log: exports, digests and briefs that were shown or sent, corrections, backups, purges, each with the account\n" +
			"and the time. The log is a file beside the store; it holds ids, counts and paths, and nothing that a citizen wrote.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, err := parseSince(since, time.Now())
			if err != nil {
				return err
			}
			o, err := a.open("access-log", slog.LevelWarn)
			if err != nil {
				return err
			}
			return a.printAccess(cmd.Context(), o, from, asJSON)
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "only what is newer: a length of time such as 30d, or a moment in RFC 3339")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON lines")
	return cmd
}

func (a *app) printAccess(ctx context.Context, o *office, from time.Time, asJSON bool) error {
	print := func(e audit.Entry) error {
		_, err := io.WriteString(a.out, accessLine(e, o.config.Location)+"\n")
		return err
	}
	if asJSON {
		encoder := json.NewEncoder(a.out)
		encoder.SetEscapeHTML(false)
		print = func(e audit.Entry) error { return encoder.Encode(e) }
	}
	broken, err := audit.Beside(o.config.Store.Path).Read(ctx, from, print)
	if err != nil {
		return err
	}
	if broken > 0 {
		fmt.Fprintf(a.err, "otklik: %d lines of the access log cannot be read and are left out\n", broken)
		return errPartly
	}
	return nil
}

// parseSince reads a length of time before now or a moment; nothing is the beginning of time.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if d, err := config.ParseDuration(text); err == nil {
		return now.Add(-time.Duration(d)), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, usagef("--since %q is neither a length of time such as 30d nor a moment such as 2026-11-22T08:00:00+03:00", text)
	}
	return t, nil
}

// accessLine is an entry for people.
func accessLine(e audit.Entry, zone *time.Location) string {
	who := e.User
	if e.Via != "" {
		who += " (as " + e.Via + ")"
	}
	line := fmt.Sprintf("%s  %s  %s", e.At.In(zone).Format("2006-01-02 15:04:05 -07:00"), who, e.Action)
	add := func(format string, args ...any) { line += " " + fmt.Sprintf(format, args...) }
	if e.Digest != "" {
		add("%s", e.Digest)
	}
	if !e.Of.IsZero() {
		add("of %s", e.Of.In(zone).Format(time.RFC3339))
	}
	if len(e.Channels) > 0 {
		add("%s", strings.Join(e.Channels, ", "))
	}
	if e.Undone {
		add("taken back")
	}
	if e.Count > 0 {
		add("%s", counted(e.Count, "message"))
	}
	if e.Unmasked {
		add("unmasked")
	}
	if e.Path != "" {
		to := e.Path
		if to == "-" {
			to = "standard output"
		}
		direction := "to"
		switch e.Action {
		case audit.Restore, audit.Import, audit.Evaluate:
			direction = "from"
		}
		add("%s %s", direction, to)
	}
	if e.Way != "" {
		add("by %s", e.Way)
	}
	if e.Format != "" {
		add("as %s", e.Format)
	}
	if e.Failed {
		line += ": failed"
	}
	return line
}

// counted is a number of things in words that agree with it.
func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// note writes into the access log who does what. It comes before the deed: what cannot be noted is not done. What may fail
// afterwards goes through noted.
func (o *office) note(ctx context.Context, e audit.Entry) error {
	if err := audit.Beside(o.config.Store.Path).Note(ctx, e); err != nil {
		return fmt.Errorf("%s: nothing was done, because it cannot be noted who did it: %w", e.Action, err)
	}
	return nil
}

// audited notes a deed, does it and, where it failed, notes that too.
func (o *office) audited(ctx context.Context, e audit.Entry, deed func() error) error {
	if err := o.note(ctx, e); err != nil {
		return err
	}
	return o.outcome(ctx, e, deed())
}

// outcome notes a deed that was noted before and has failed, also when somebody has interrupted it.
func (o *office) outcome(ctx context.Context, e audit.Entry, err error) error {
	if err == nil || errors.Is(err, errPartly) {
		return err
	}
	e.Failed = true
	if unnoted := audit.Beside(o.config.Store.Path).Note(context.WithoutCancel(ctx), e); unnoted != nil {
		o.log.Warn("that it failed could not be noted in the access log, which shows it as done", "action", e.Action, "error", unnoted)
	}
	return err
}

// noteHarmless is noted for what holds nothing personal: it is done all the same, and the caller says that it was not noted.
func (o *office) noteHarmless(ctx context.Context, e audit.Entry, deed func() error) (unnoted, err error) {
	if unnoted = audit.Beside(o.config.Store.Path).Note(ctx, e); unnoted != nil {
		return unnoted, deed()
	}
	return nil, o.outcome(ctx, e, deed())
}

// notedIfPossible is noted for what gives out nothing unmasked: it is done even where the disk is full, and that is said.
func (o *office) notedIfPossible(ctx context.Context, e audit.Entry, deed func() error) error {
	if err := audit.Beside(o.config.Store.Path).Note(ctx, e); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		o.log.Warn("this could not be noted in the access log", "action", e.Action, "error", err)
	}
	return o.outcome(ctx, e, deed())
}

// shown is noted for what shows texts as the configuration has them shown: masked ones even where they cannot be noted.
func (o *office) shown(ctx context.Context, e audit.Entry, deed func() error) error {
	if e.Unmasked = !o.config.Privacy.Mask; e.Unmasked {
		return o.audited(ctx, e, deed)
	}
	return o.notedIfPossible(ctx, e, deed)
}

// destination is an output as the access log names it.
func destination(output string) string {
	if output == "" {
		return "-"
	}
	if output == "-" {
		return output
	}
	// Whoever looks for the copy later does not know from where the command was called.
	if whole, err := filepath.Abs(output); err == nil {
		return whole
	}
	return output
}
