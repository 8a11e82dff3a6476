package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"otklik/internal/safefile"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/internal/smallfile"
	"otklik/report/build"
	"otklik/report/render"
)

// Demo is a made-up town on platforms that are played on loopback, with a service that reads it as the real ones.
type Demo struct {
	*Service
	Folder, ConfigPath, StorePath, Page string
	Address                             string // of the platforms
	stop                                func()
}

// StartDemo begins a demo in a folder, where an earlier demo's files are replaced and nobody else's are touched: then
// the error is a ForeignFileError. Its platforms keep to the limits of the real ones, unless it is unlimited.
func StartDemo(folder string, unlimited bool, open Opener) (*Demo, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, fmt.Errorf("find the demo's folder: %w", err)
	}
	d := &Demo{Folder: folder, ConfigPath: filepath.Join(folder, "config.yaml"), StorePath: filepath.Join(folder,
		"otklik.db"),
		Page: filepath.Join(folder, "digest.html")}
	places := filepath.Join(folder, "places.tsv")
	if err := refuseForeign(d.ConfigPath, d.StorePath, d.Page, places); err != nil {
		return nil, err
	}
	// The configuration goes last: as long as it stands, the others are known to be a demo's.
	if err := clearDemo(folder, d.Page, d.StorePath, places, d.ConfigPath); err != nil {
		return nil, err
	}
	played := sandbox.New(sandbox.Options{Town: town.New(time.Now()), KeepUpdates: true, Bodies: true, Places: places,
		NoLimits: unlimited})
	if d.Address, d.stop, err = played.Start(); err != nil {
		return nil, err
	}
	err = errors.Join(safefile.RewriteText(d.ConfigPath, played.Config(d.Address, d.StorePath)),
		safefile.RewriteText(places, town.Places()))
	if err == nil {
		d.Service, err = open(d.ConfigPath)
	}
	if err != nil {
		d.stop()
		return nil, err
	}
	return d, nil
}

// Stop ends the platforms; what was collected stays.
func (d *Demo) Stop() { d.stop() }

// Show gives out the digest of what was collected, as text, and writes it as the page. An invented town needs no note.
func (d *Demo) Show(ctx context.Context, to Output) (build.Digest, error) {
	digest, err := d.compose(ctx, d.config.Digests[0], time.Now(), render.Text, render.HTML)
	if err != nil {
		return digest, err
	}
	return digest, showTwice(digest, to, d.Page)
}

// refuseForeign refuses a folder in which one of the demo's files is somebody else's. The mark of an earlier demo is
// its configuration, unchanged, which names the store in its own folder.
func refuseForeign(configPath string, others ...string) error {
	foreign := func(path string) error { return UsageError{ForeignFileError{path}} }
	own := false
	switch text, err := smallfile.Read(configPath, smallfile.Config); {
	case err == nil:
		store, wrote := sandbox.Wrote(string(text))
		if !wrote {
			return foreign(configPath)
		}
		own = slices.Contains(others, store)
	case !errors.Is(err, fs.ErrNotExist):
		return foreign(configPath)
	}
	for _, path := range others {
		if _, err := os.Lstat(path); err == nil && !own {
			return foreign(path)
		}
	}
	return nil
}

// clearDemo removes what an earlier demo left, and nothing else.
func clearDemo(folder string, files ...string) error {
	if err := safefile.MakeFolder(folder); err != nil {
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	for _, f := range files {
		if err := safefile.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("clear the demo's folder: %w", err)
		}
	}
	return nil
}
