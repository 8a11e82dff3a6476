package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/config"
)

func (a *cli) bundleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "bundle FILE.zip",
		Short: "Pack what somebody needs to help you, with nothing personal in it",
		Long: "Packs the version, the system, the masked configuration, the status, the store's figures and its " +
			"check, the last readings and\n" +
			"deliveries. No message, name, address, token or path is in it; its README says what is. Works with a " +
			"broken configuration or\n" +
			"store too, and then exits with 3.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one file: otklik bundle otklik.zip")
			}
			return a.bundle(cmd.Context(), args[0])
		},
	}
}

func (a *cli) bundle(ctx context.Context, path string) error {
	if err := a.target(path); err != nil {
		return err
	}
	b, err := app.Support(ctx, app.SupportRequest{
		Load:   func(names *app.Names) (*config.Config, error) { names.Build = a.reader; return a.load(names.Check) },
		Getenv: a.getenv, Version: programVersion(), Via: a.via(), Hide: a.hide, To: a.to(path),
		Platforms: a.networks(),
	})
	if err != nil {
		return err
	}
	if b.Unaudited != nil {
		fmt.Fprintln(a.err, "otklik: the bundle holds nothing personal and is written, but could not be noted:",
			b.Unaudited)
	}
	for _, m := range b.Missing {
		fmt.Fprintln(a.err, "otklik: not in the bundle:", m)
	}
	if path != "-" {
		fmt.Fprintf(a.out, "%s: %d files, %d bytes; its README.txt says what is in it\n", path, b.Files, b.Bytes)
	}
	if len(b.Missing) > 0 {
		return app.ErrPartly
	}
	return nil
}
