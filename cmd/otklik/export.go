package main

import (
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"otklik/report/render"
)

// jsonLinesFormat is the export's own: a message a line, as JSON.
const jsonLinesFormat render.Format = "jsonl"

func (a *cli) exportCommand() *cobra.Command {
	var format, output string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Every stored message with its state; personal data is not masked",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != string(jsonLinesFormat) && format != string(render.CSV) {
				return usagef("--format %q is not jsonl or csv", format)
			}
			o, err := a.open("export", slog.LevelWarn)
			if err != nil {
				return err
			}
			if err := a.target(output); err != nil {
				return err
			}
			if format, err = outputFormat(cmd, output, jsonLinesFormat, render.CSV); err != nil {
				return err
			}
			if err := o.EvaluateAll(cmd.Context()); err != nil {
				return err
			}
			entry, err := o.ExportEntry(cmd.Context(), format, output)
			if err != nil {
				return err
			}
			return o.Audited(cmd.Context(), entry, func() error {
				if output == "-" || output == "" {
					return o.Export(cmd.Context(), a.out, format)
				}
				return a.output(output, func(f *os.File) error { return o.Export(cmd.Context(), f, format) })
			})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&format, "format", string(jsonLinesFormat), "jsonl or csv; left out: by the ending of --output")
	flags.StringVarP(&output, "output", "o", "-", "file to write; - is standard output")
	return cmd
}
