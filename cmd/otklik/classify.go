package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"otklik/internal/app"
)

func (a *cli) classifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "classify",
		Short: "Read JSON lines {\"id\",\"text\"} and say of each what it is and whether it needs an answer",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.frugal() // beside the models a line needs next to nothing
			r, err := a.reading("classify")
			if err != nil {
				return err
			}
			return r.Classify(cmd.Context(), a.in, a.out, func(line int, err error) {
				fmt.Fprintf(a.err, "otklik: line %d: %v\n", line, err)
			})
		},
	}
}

// reading is as the configuration named by --config says; without one, as for the whole country.
func (a *cli) reading(purpose string) (*app.Reading, error) {
	if a.configPath == "" {
		return app.NewReading()
	}
	s, err := a.open(purpose, slog.LevelWarn)
	if err != nil {
		return nil, err
	}
	return s.Reading(), nil
}
