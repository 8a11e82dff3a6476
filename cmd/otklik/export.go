package main

import (
	"log/slog"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/report/render"
)

func (a *cli) exportCommand() *cobra.Command {
	var format, output string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Every stored message with its state; personal data is not masked",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != string(app.JSONLines) && format != string(render.CSV) {
				return usagef("--format %q is not jsonl or csv", format)
			}
			s, err := a.open("export", slog.LevelWarn)
			if err != nil {
				return err
			}
			if err := a.target(output); err != nil {
				return err
			}
			if format, err = outputFormat(cmd, output, app.JSONLines, render.CSV); err != nil {
				return err
			}
			return s.Export(cmd.Context(), render.Format(format), a.to(output))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&format, "format", string(app.JSONLines), "jsonl or csv; left out: by the ending of --output")
	flags.StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	return cmd
}
