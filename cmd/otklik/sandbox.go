package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/internal/smallfile"
)

func (a *cli) sandboxCommand() *cobra.Command {
	var listen, writeConfig string
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Play " + sandbox.Played + " on loopback, to try a configuration against",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			host, port, err := net.SplitHostPort(listen)
			if ip := net.ParseIP(host); err != nil || port == "0" || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
				return usagef("--listen %q is no loopback address with a port such as 127.0.0.1:8085", listen)
			}
			return a.sandbox(cmd.Context(), listen, "http://"+net.JoinHostPort(host, port), writeConfig)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&listen, "listen", "127.0.0.1:8085", "loopback address to serve on")
	flags.StringVar(&writeConfig, "write-config", "", "write the configuration that reads it to this file, and its places beside it, instead of to standard output")
	return cmd
}

// sandbox listens before it writes or prints a configuration: one for an address that somebody else has would lead astray.
func (a *cli) sandbox(ctx context.Context, listen, baseURL, writeConfig string) error {
	if writeConfig != "" {
		if err := isFile(writeConfig); err != nil {
			return err
		}
		own := func(text string) bool { _, own := sandbox.Wrote(text); return own }
		if taken, err := foreign(writeConfig, own); err != nil || taken {
			return errors.Join(err, usagef("%s is there and was not written by `otklik sandbox`, or was changed since; it is not overwritten: name another file", writeConfig))
		}
	}
	places := ""
	if writeConfig != "" {
		places = strings.TrimSuffix(writeConfig, filepath.Ext(writeConfig)) + "-places.tsv"
		if taken, err := foreign(places, town.WrotePlaces); err != nil || taken {
			return errors.Join(err, usagef("%s is there and was not written by `otklik sandbox`; it is not overwritten: name another configuration", places))
		}
	}
	listener, err := sandbox.Listen(ctx, listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("the address %s is taken, perhaps by another sandbox; name another port, such as --listen 127.0.0.1:8086", listen)
	}
	if err != nil {
		return err
	}
	defer listener.Close() // Serve closes it as well
	options := sandbox.Options{Town: town.New(time.Now()), KeepUpdates: true}
	if places != "" {
		options.Places = filepath.Base(places) // beside the configuration
	}
	played := sandbox.New(options)
	text := played.Config(baseURL, "otklik-sandbox.db")
	if writeConfig != "" {
		if err := errors.Join(writeText(places, town.Places()), writeText(writeConfig, text)); err != nil {
			return err
		}
		fmt.Fprintf(a.err, "the configuration for it is in %s; in another window: %s\n", writeConfig, a.line("--config", anywhere(writeConfig), "collect"))
	} else {
		fmt.Fprint(a.out, text)
	}
	fmt.Fprintf(a.err, "playing %s on http://%s until interrupted\n", sandbox.Played, listen)
	if err := played.Serve(ctx, listener); err != nil {
		return err
	}
	return ctx.Err()
}

// foreign reports whether a file is there that is not the sandbox's own.
func foreign(path string, own func(text string) bool) (bool, error) {
	text, err := smallfile.Read(path, smallfile.List)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return true, fmt.Errorf("look at what is there: %w", err)
	}
	return !own(string(text)), nil
}
