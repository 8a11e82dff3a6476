package main

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"otklik/collectors"
)

func (a *cli) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Say what is wrong with the configuration, tokens, rights, clocks and store, and how to mend it",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("check", slog.LevelError)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "configuration %s: read, no faults\n", o.Config().Path)
			faults, err := o.Check(cmd.Context(), func(d collectors.Diagnostic) { printDiagnostic(a.out, d) })
			if err != nil {
				return err
			}
			if faults > 0 {
				return fmt.Errorf("%d of the things checked will not work until mended; they are marked FAULT", faults)
			}
			fmt.Fprintln(a.out, "everything that could be checked works")
			return nil
		},
	}
}

func printDiagnostic(w io.Writer, f collectors.Diagnostic) {
	mark := map[collectors.Level]string{collectors.OK: "ok     ", collectors.Warning: "warning",
		collectors.Fault: "FAULT  "}[f.Level]
	where := f.Subject
	if f.Channel != "" {
		where = string(f.Channel) + " " + f.Subject
	}
	fmt.Fprintf(w, "%s  %s: %s\n", mark, where, f.Sentence)
}
