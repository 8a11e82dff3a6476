package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"otklik/sandbox"
	"otklik/sandbox/town"
)

func (a *app) sandboxCommand() *cobra.Command {
	var listen, writeConfig string
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Play VKontakte and Telegram on loopback, to try a configuration against",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			host, port, err := net.SplitHostPort(listen)
			if ip := net.ParseIP(host); err != nil || port == "0" || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
				return usagef("--listen %q is no loopback address with a port such as 127.0.0.1:8085", listen)
			}
			played := sandbox.New(sandbox.Options{Town: town.New(time.Now()), KeepUpdates: true})
			text := played.Config("http://"+net.JoinHostPort(host, port), "otklik-sandbox.db")
			if writeConfig != "" {
				if err := replaceFile(writeConfig, func(f *os.File) error { _, err := f.WriteString(text); return err }); err != nil {
					return err
				}
				fmt.Fprintf(a.err, "the configuration for it is in %s; in another window: otklik --config %s collect\n", writeConfig, writeConfig)
			} else {
				fmt.Fprint(a.out, text)
			}
			fmt.Fprintf(a.err, "playing VKontakte and Telegram on http://%s until interrupted\n", listen)
			err = played.Serve(cmd.Context(), listen)
			if errors.Is(cmd.Context().Err(), context.Canceled) {
				return nil
			}
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&listen, "listen", "127.0.0.1:8085", "loopback address to serve on")
	flags.StringVar(&writeConfig, "write-config", "", "write the configuration that reads it to this file instead of standard output")
	return cmd
}
