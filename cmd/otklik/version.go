package main

import (
	"fmt"
	"runtime/debug"

	"strings"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/licenses"
)

// version is set by the linker (see the Makefile); nothing else changes it.
var version string

// programVersion is the linker's or, where it set none, what Go itself noted when it built the program.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

// versionLine says which version this is, and what it was built without.
func versionLine() string {
	line := "otklik " + programVersion()
	if !app.HasEncoder() {
		line += " (without the encoder: texts are read by cues and n-grams alone)"
	}
	return line + "\n"
}

func (a *cli) versionCommand() *cobra.Command {
	licences := false
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print which version this is, as --version does",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			if licences {
				return a.printLicences()
			}
			_, err := fmt.Fprint(a.out, versionLine())
			return err
		},
	}
	cmd.Flags().BoolVar(&licences, "licences", false, "print the licences, as the command licenses does")
	return cmd
}

func (a *cli) licensesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "licenses",
		Short: "Print the licences of everything that the program is made of",
		Long: "Prints first what the program is made of (modules, Go itself, fonts, data), a line each, then the " +
			"whole text of each\n" +
			"licence.",
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return a.printLicences() },
	}
}

func (a *cli) printLicences() error {
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
}
