package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/config"
	"otklik/internal/safefile"
	"otklik/report/render"
)

func (a *cli) previewCommand() *cobra.Command {
	var folder, at string
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Make all formats of all audiences into a folder, to look at them",
		Long: "Uses the store that the configuration names; where there is no configuration or no store yet, the " +
			"made-up town of the demo.\n" +
			"Nothing is sent and nothing stored.\n\n" + momentHelp,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f := formatOf(strings.ToLower(strings.TrimPrefix(filepath.Ext(folder),
				"."))); slices.Contains(render.Formats(), f) {
				return usagef("-o %s: preview makes all formats into a folder; name a folder, or make one format "+
					"with `otklik digest ID -o %s`", folder, folder)
			}
			return a.preview(cmd.Context(), folder, at)
		},
	}
	cmd.Flags().StringVar(&at, "at", "", "as of when: a moment, a date, a time of day or yesterday, see above "+
		"(default now)")
	cmd.Flags().StringVarP(&folder, "output", "o", "otklik-preview", "folder to write into")
	return cmd
}

func (a *cli) preview(ctx context.Context, folder, at string) error {
	s, err := a.open("preview", slog.LevelWarn)
	switch {
	case errors.Is(err, config.ErrNotFound) && a.configPath == "":
	case err != nil:
		return err
	}
	if s != nil {
		if s.Exists() {
			return a.previewOf(ctx, s, folder, at)
		}
		fmt.Fprintf(a.out, "the store %s does not exist yet; this shows the made-up town of the demo\n",
			s.Config().Store.Path)
	}
	a.platforms = registry.Unpaced()
	open, err := a.opener("preview", slog.LevelError)
	if err != nil {
		return err
	}
	return app.WithTown(ctx, open, func(s *app.Service) error { return a.previewOf(ctx, s, folder, at) })
}

func (a *cli) previewOf(ctx context.Context, s *app.Service, folder, at string) error {
	d, err := s.FirstDigest()
	if err != nil {
		return err
	}
	moment, err := app.ParseMoment(at, time.Now(), s.Config().Location, d.At.Previous)
	if err != nil {
		return err
	}
	if err := safefile.MakeFolder(folder); err != nil {
		return fmt.Errorf("make the folder of the preview: %w", err)
	}
	if err := s.Preview(ctx, moment, folder, func(name string, drawn []byte) error {
		return a.to(filepath.Join(folder, name)).Write(func(w io.Writer) error { _, err := w.Write(drawn); return err })
	}); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "the digest %q for governor, press and analyst in %d formats is in %s\n", d.ID,
		len(render.Formats()), folder)
	return nil
}
