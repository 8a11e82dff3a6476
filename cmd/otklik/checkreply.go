package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *cli) checkReplyCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "check-reply",
		Short: "Read JSON lines {\"id\",\"complaint\",\"reply\"} and say of each draft of an answer what it lacks",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "json" && format != "text" {
				return usagef("--format is json or text, not %q", format)
			}
			a.frugal()
			r, err := a.reading("check-reply")
			if err != nil {
				return err
			}
			return r.CheckReplies(cmd.Context(), a.in, a.out, format == "text", func(line int, err error) {
				fmt.Fprintf(a.err, "otklik: line %d: %v\n", line, err)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "json", "json (lines with codes) or text (sentences)")
	return cmd
}
