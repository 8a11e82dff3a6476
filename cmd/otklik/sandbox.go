package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"otklik/internal/app"
	"otklik/internal/sandbox"
	"otklik/internal/userfile"

	"github.com/spf13/cobra"
)

func (a *cli) sandboxCommand() *cobra.Command {
	var listen, writeConfig string
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Play " + sandbox.Played + " on loopback, to try a configuration against",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			host, port, err := net.SplitHostPort(listen)
			if ip := net.ParseIP(host); err != nil || port == "0" || host != "localhost" && (ip == nil ||
				!ip.IsLoopback()) {
				return usagef("--listen %q is no loopback address with a port such as 127.0.0.1:8085", listen)
			}
			return a.sandbox(cmd.Context(), listen, "http://"+net.JoinHostPort(host, port), writeConfig)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&listen, "listen", "127.0.0.1:8085", "loopback address to serve on")
	flags.StringVar(&writeConfig, "write-config", "", "write the configuration that reads it to this file, and its "+
		"places beside it, instead of to standard output")
	return cmd
}

// sandbox prints or writes the configuration and serves until it is told to stop.
func (a *cli) sandbox(ctx context.Context, listen, baseURL, writeConfig string) error {
	if writeConfig != "" {
		if err := userfile.Check(writeConfig); err != nil {
			return usagef("%w", err)
		}
	}
	played, err := app.OpenSandbox(ctx, listen, baseURL, writeConfig)
	var foreign app.ForeignFileError
	switch {
	case errors.As(err, &foreign) && foreign.Path == writeConfig:
		return usagef("%s is there and was not written by `otklik sandbox`, or was changed since; it is not "+
			"overwritten: name another file", writeConfig)
	case errors.As(err, &foreign):
		return usagef("%s is there and was not written by `otklik sandbox`; it is not overwritten: name another "+
			"configuration", foreign.Path)
	case errors.Is(err, app.ErrAddressTaken):
		return fmt.Errorf("the address %s is taken, perhaps by another sandbox; name another port, such as --listen "+
			"127.0.0.1:8086", listen)
	case err != nil:
		return err
	}
	if writeConfig != "" {
		fmt.Fprintf(a.err, "the configuration for it is in %s; in another window: %s\n", writeConfig,
			a.line("--config", anywhere(writeConfig), "collect"))
	} else {
		fmt.Fprint(a.out, played.Configuration)
	}
	fmt.Fprintf(a.err, "playing %s on http://%s until interrupted\n", sandbox.Played, listen)
	return played.Serve(ctx)
}
