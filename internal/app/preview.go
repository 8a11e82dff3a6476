package app

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/safefile"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
)

// Preview draws the first digest as of a moment for every audience in every format, and gives each drawing to write
// under the name of its file. Nothing is sent and nothing stored. folder names in the access log where they go.
func (s *Service) Preview(
	ctx context.Context, at time.Time, folder string, write func(name string, drawn []byte) error,
) error {
	d, err := s.FirstDigest()
	if err != nil {
		return err
	}
	entry := audit.Entry{Action: audit.Preview, Digest: d.ID, Of: at, Path: wholePath(folder)}
	return s.shown(ctx, entry, func() error {
		// Whatever the audience of the digest: whoever looks wants to choose between them.
		for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
			d.Audience = string(audience)
			built, err := s.compose(ctx, d, at)
			if err != nil {
				return err
			}
			for _, f := range render.Formats() {
				// A digest without figures has no picture: that is no reason to keep the rest.
				if f == render.PNG && page.New(built).Picture == nil {
					continue
				}
				drawn, err := render.Render(built, f)
				if err != nil {
					return fmt.Errorf("draw the preview for %s as %s: %w", audience, f, err)
				}
				if err := write(string(audience)+"."+f.Extension(), drawn); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// WithTown collects the demo's made-up town into a store of its own, for as long as do runs.
func WithTown(ctx context.Context, open Opener, do func(*Service) error) error {
	folder, remove, err := safefile.TempFolder("otklik-preview-*")
	if err != nil {
		return fmt.Errorf("make a folder for the town: %w", err)
	}
	defer remove()
	const places = "places.tsv"
	if err := safefile.RewriteText(filepath.Join(folder, places), town.Places()); err != nil {
		return fmt.Errorf("write the town's places: %w", err)
	}
	// The program reads the town as it reads the platforms, over HTTP: what is shown went the whole way.
	played := sandbox.New(sandbox.Options{Town: town.New(time.Now()), KeepUpdates: true, Bodies: true, NoLimits: true,
		Places: places})
	address, stop, err := played.Start()
	if err != nil {
		return err
	}
	defer stop()
	path := filepath.Join(folder, "config.yaml")
	if err := safefile.RewriteText(path, played.Config(address, "otklik.db")); err != nil {
		return fmt.Errorf("write the town's configuration: %w", err)
	}
	s, err := open(path)
	if err != nil {
		return err
	}
	pulls, err := s.Collect(ctx, s.Channels(), nil)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	// A page with a part of the town would be taken for all of it.
	for _, p := range pulls {
		if !p.Complete {
			return fmt.Errorf("collect the town: %s was not read to its end: %s", p.Source, p.Detail)
		}
	}
	return do(s)
}
