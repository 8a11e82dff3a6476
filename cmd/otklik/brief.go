package main

import (
	"log/slog"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/report/render"
)

func (a *cli) briefCommand() *cobra.Command {
	var municipality, at, format, output string
	var days int
	cmd := &cobra.Command{
		Use:   "brief --municipality NAME [--days 30]",
		Short: "Prepare a live broadcast: problems, questions, promises and what still waits in one municipality",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if municipality == "" {
				return usagef("--municipality is needed: otklik brief --municipality Заречный")
			}
			if days < 1 || days > 3660 {
				return usagef("--days is a number from 1 to 3660, not %d", days)
			}
			if err := a.target(output); err != nil {
				return err
			}
			pages := render.PageFormats()
			var err error
			if format, err = outputFormat(cmd, output, pages...); err != nil {
				return err
			}
			f, err := render.ParseFormat(format)
			if err != nil {
				return usagef("%w", err)
			}
			if !slices.Contains(pages, f) {
				return usagef("%q is no format of a page; write text, md, html, docx or pdf", f)
			}
			s, err := a.open("brief", slog.LevelWarn)
			if err != nil {
				return err
			}
			moment, err := app.ParseMoment(at, time.Now(), s.Config().Location, nil)
			if err != nil {
				return err
			}
			return s.ShowBrief(cmd.Context(), municipality, days, moment, f, a.to(output))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&municipality, "municipality", "", "the town or district, as digests name it")
	flags.IntVar(&days, "days", 30, "how many days to look back")
	flags.StringVar(&at, "at", "", "as of when: a moment, a date (its end), a time of day or yesterday, as for "+
		"otklik digest (default now)")
	flags.StringVar(&format, "format", "text", "text, md, html, docx or pdf; left out: by the ending of --output")
	flags.StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	return cmd
}
