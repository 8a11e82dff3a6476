package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/config"
)

func (a *cli) accessLogCommand() *cobra.Command {
	var since string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "access-log [--since 30d]",
		Short: "Who exported, opened or changed what, and when",
		Long: "Prints the access log: exports, digests and briefs that were shown or sent, corrections, backups, " +
			"purges, each with the account\n" +
			"and the time. The log is a file beside the store; it holds ids, counts and paths, and nothing that a " +
			"citizen wrote.",
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
	cmd.Flags().StringVar(&since, "since", "", "only what is newer: a length of time such as 30d, or a moment in "+
		"RFC 3339")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON lines")
	return cmd
}

func (a *cli) printAccess(ctx context.Context, o *app.Service, from time.Time, asJSON bool) error {
	print := func(e audit.Entry) error {
		_, err := io.WriteString(a.out, accessLine(e, o.Config().Location)+"\n")
		return err
	}
	if asJSON {
		encoder := json.NewEncoder(a.out)
		encoder.SetEscapeHTML(false)
		print = func(e audit.Entry) error { return encoder.Encode(e) }
	}
	broken, err := o.AccessLog(ctx, from, print)
	if err != nil {
		return err
	}
	if broken > 0 {
		fmt.Fprintf(a.err, "otklik: %d lines of the access log cannot be read and are left out\n", broken)
		return app.ErrPartly
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
		return time.Time{}, usagef("--since %q is neither a length of time such as 30d nor a moment such as "+
			"2026-11-22T08:00:00+03:00", text)
	}
	return t, nil
}

// via is the account that became this one. Whoever calls can choose it.
func (a *cli) via() string {
	for _, variable := range []string{"SUDO_USER", "DOAS_USER"} {
		if name, _ := a.getenv(variable); name != "" {
			return name
		}
	}
	return ""
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
		add("%s", app.Counted(e.Count, "message"))
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
		case audit.Restore, audit.Import, audit.Evaluate, audit.Correct:
			direction = "from"
		}
		add("%s %s", direction, to)
	}
	if e.Transport != "" {
		add("by %s", e.Transport)
	}
	if e.Format != "" {
		add("as %s", e.Format)
	}
	if e.Failed {
		line += ": failed"
	}
	return line
}
