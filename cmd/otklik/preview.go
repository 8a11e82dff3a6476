package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/internal/safefile"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
)

func (a *cli) previewCommand() *cobra.Command {
	var folder, at string
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Make all formats of all audiences into a folder, to look at them",
		Long: "Uses the store that the configuration names; where there is no configuration or no store yet, the made-up town of the demo.\n" +
			"Nothing is sent and nothing stored.\n\n" + momentHelp,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f := formatOf(strings.ToLower(strings.TrimPrefix(filepath.Ext(folder), "."))); slices.Contains(render.Formats(), f) {
				return usagef("-o %s: preview makes all formats into a folder; name a folder, or make one format with `otklik digest ID -o %s`", folder, folder)
			}
			return a.preview(cmd.Context(), folder, at)
		},
	}
	cmd.Flags().StringVar(&at, "at", "", "as of when: a moment, a date, a time of day or yesterday, see above (default now)")
	cmd.Flags().StringVarP(&folder, "output", "o", "otklik-preview", "folder to write into")
	return cmd
}

func (a *cli) preview(ctx context.Context, folder, at string) error {
	o, err := a.open("preview", slog.LevelWarn)
	switch {
	case errors.Is(err, config.ErrNotFound) && a.configPath == "":
	case err != nil:
		return err
	}
	if o != nil {
		if _, err := os.Stat(o.Config.Store.Path); err == nil {
			return a.previewOf(ctx, o, folder, at)
		}
		fmt.Fprintf(a.out, "the store %s does not exist yet; this shows the made-up town of the demo\n", o.Config.Store.Path)
	}
	return a.withTown(ctx, func(o *app.Service) error { return a.previewOf(ctx, o, folder, at) })
}

// withTown collects the demo's town into a store of its own, for as long as do runs.
func (a *cli) withTown(ctx context.Context, do func(*app.Service) error) error {
	folder, remove, err := safefile.TempFolder("otklik-preview-*")
	if err != nil {
		return fmt.Errorf("make a folder for the town: %w", err)
	}
	defer remove()
	const places = "places.tsv"
	if err := writeText(filepath.Join(folder, places), town.Places()); err != nil {
		return fmt.Errorf("write the town's places: %w", err)
	}
	played := sandbox.New(sandbox.Options{Town: town.New(time.Now()), KeepUpdates: true, NoLimits: true, Places: places})
	address, stop, err := played.Start()
	if err != nil {
		return err
	}
	defer stop()
	path := filepath.Join(folder, "config.yaml")
	if err := writeText(path, played.Config(address, "otklik.db")); err != nil {
		return fmt.Errorf("write the town's configuration: %w", err)
	}
	c, err := a.readConfig(path)
	if err != nil {
		return err
	}
	log, err := a.log(slog.LevelError)
	if err != nil {
		return err
	}
	o, err := app.Open(c, a.options("preview", log))
	if err != nil {
		return err
	}
	quiet := *a
	quiet.out = io.Discard
	if err := quiet.collect(ctx, o, o.Channels()); err != nil {
		return err
	}
	return do(o)
}

func (a *cli) previewOf(ctx context.Context, o *app.Service, folder, at string) error {
	d := o.Config.Digests[0]
	moment, err := parseMoment(at, time.Now(), o.Config.Location, d.At.Previous)
	if err != nil {
		return err
	}
	if err := safefile.MakeFolder(folder); err != nil {
		return fmt.Errorf("make the folder of the preview: %w", err)
	}
	entry := audit.Entry{Action: audit.Preview, Digest: d.ID, Of: moment, Path: app.Destination(folder)}
	if err := o.Shown(ctx, entry, func() error { return a.previews(ctx, o, d, moment, folder) }); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "the digest %q for governor, press and analyst in %d formats is in %s\n", d.ID, len(render.Formats()), folder)
	return nil
}

// previews draws a digest for everybody in every format.
func (a *cli) previews(ctx context.Context, o *app.Service, d config.Digest, at time.Time, folder string) error {
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		d.Audience = string(audience)
		built, err := o.Compose(ctx, d, at)
		if err != nil {
			return err
		}
		for _, f := range render.Formats() {
			if f == render.PNG && page.New(built).Picture == nil {
				continue
			}
			bytes, err := render.Render(built, f)
			if err != nil {
				return fmt.Errorf("draw the preview for %s as %s: %w", audience, f, err)
			}
			path := filepath.Join(folder, string(audience)+"."+f.Extension())
			if err := a.write(path, bytes); err != nil {
				return err
			}
		}
	}
	return nil
}
