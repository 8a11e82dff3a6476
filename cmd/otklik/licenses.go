package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"otklik/internal/licenses"
)

func (a *cli) licensesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "licenses",
		Short: "Print the licences of everything that the program is made of",
		Long: "Prints first what the program is made of (modules, Go itself, fonts, data), a line each, then the whole text of each\n" +
			"licence.",
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			all, err := licenses.All()
			if err != nil {
				return err
			}
			var list, texts strings.Builder
			for _, c := range all {
				title := strings.TrimSpace(c.Name + " " + c.Version)
				fmt.Fprintln(&list, title)
				fmt.Fprintf(&texts, "\n%s\n%s\n\n%s", title, strings.Repeat("=", len([]rune(title))), c.Text)
			}
			if _, err := fmt.Fprint(a.out, list.String(), texts.String()); err != nil {
				return fmt.Errorf("write the licences: %w", err)
			}
			return nil
		},
	}
}
