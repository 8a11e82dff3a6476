package main

import (
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/report/render"
)

// momentHelp says what the forms mean to a digest, which has a schedule.
const momentHelp = "As of when (--at), in the office's time zone:\n" +
	"  2026-11-29T08:00:00+03:00      that very moment (RFC 3339)\n" +
	"  \"2026-11-29 08:00\"             that time of that day; also \"yesterday 08:00\"\n" +
	"  08:00                          the last time it was eight: today's or, before eight, yesterday's\n" +
	"  2026-11-29, yesterday, вчера   the last scheduled moment of that day, else its end; of today (today, " +
	"сегодня) what has come of it\n" +
	"A time that clocks show twice, when they are set back, is the first one; one that they skip is the moment of " +
	"the change."

func (a *cli) digestCommand() *cobra.Command {
	var at, format, output string
	var send, resend, dry bool
	cmd := &cobra.Command{
		Use:   "digest ID",
		Short: "Build one digest of what has had no answer",
		Long:  "Builds one digest of what has had no answer, now or as of a moment in the past.\n\n" + momentHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			// All that waits is held at once: memory is what a digest is short of, and not the processor.
			a.frugal()
			s, err := a.open("digest", slog.LevelWarn)
			if err != nil {
				return err
			}
			if len(args) != 1 {
				return usagef("name one digest: %s", s.DigestIDs())
			}
			d, err := s.FindDigest(args[0])
			if err != nil {
				return err
			}
			moment, err := app.ParseMoment(at, time.Now(), s.Config().Location, d.At.Previous)
			if err != nil {
				return err
			}
			if send || resend || dry {
				if cmd.Flags().Changed("format") || cmd.Flags().Changed("output") {
					return usagef("--format and --output are for printing; what is sent stands in the key deliver "+
						"of the digest %q", d.ID)
				}
				if len(d.Deliver) == 0 && (resend || dry) {
					return usagef("the digest %q has nowhere to go: fill in its key deliver in %s", d.ID,
						s.Config().Path)
				}
				of := moment
				if at == "" {
					of = app.LastScheduled(d, moment)
				}
				return a.sendDigest(cmd.Context(), s, d, sending{of: of, at: moment, resend: resend, dry: dry})
			}
			if err := a.target(output); err != nil {
				return err
			}
			if format, err = outputFormat(cmd, output, render.Formats()...); err != nil {
				return err
			}
			f, err := render.ParseFormat(format)
			if err != nil {
				return usagef("%w", err)
			}
			return s.ShowDigest(cmd.Context(), d.ID, moment, f, a.to(output))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&at, "at", "", "as of when: a moment, a date, a time of day or yesterday, see above (default now)")
	flags.StringVar(&format, "format", "text", "text, md, html, json, csv, xlsx, docx, pdf or png; left out: by the "+
		"ending of --output")
	flags.StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	flags.BoolVar(&send, "send", false, "send it where the configuration says instead of printing it; those who "+
		"have had it get nothing")
	flags.BoolVar(&resend, "again", false, "send the stored digest once more to everybody, the same bytes")
	flags.BoolVar(&dry, "dry-run", false, "show who would get what, and send nothing")
	return cmd
}
