package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/safefile"
	"otklik/internal/smallfile"
	"otklik/report/build"
	"otklik/report/render"
)

// trialHeader is the first line of the configuration of a file that is tried: by it the file is known again.
func trialHeader(by collectors.Importer) string {
	return fmt.Sprintf("# Made by `otklik import %s` to try an export without a bot.\n", by.Platform)
}

// trialChannel is the channel of a file that is tried.
func trialChannel(by collectors.Importer) inbox.ChannelID {
	return inbox.NewChannelID("official", string(by.Platform))
}

// trialConfig is the configuration of a file that is tried. chat is the channel's number where the file shows it.
func trialConfig(by collectors.Importer, chat int64) string {
	return trialHeader(by) + "# To go on with a bot: put its token and the channel's number here, then `otklik " +
		"check` " +
		`says what is missing.
timezone: Europe/Moscow
language: ru
store:
  path: otklik.db
officials:
  - id: official
    name: Руководитель
    channels:
` + by.Trial(chat) + `        staff: []       # numbers of people who answer for the official in their own name
digests:
  - id: morning
    title: Сводка по выгрузке
    schedule: "0 8 * * *"
    audience: governor
    officials: [official]
`
}

// ForeignFileError says that a file is in the way which is somebody else's, or was changed since.
type ForeignFileError struct{ Path string }

func (e ForeignFileError) Error() string { return e.Path + " is there and is somebody else's" }

// EarlierTrialError says that a file cannot be joined with the one that was tried in the same folder before.
type EarlierTrialError struct {
	Folder string
	Err    error
}

func (e EarlierTrialError) Error() string { return e.Err.Error() }
func (e EarlierTrialError) Unwrap() error { return e.Err }

// Opener reads a configuration that was just made, and opens its service.
type Opener func(configPath string) (*Service, error)

// Trial is an export that was imported into a store of its own, without anybody's configuration.
type Trial struct {
	*Service
	Imported
	Folder, ConfigPath, StorePath, Page string

	by           collectors.Importer
	made, goesOn bool // the folder was made now; an earlier trial is in it
	asMade       bool // its configuration does not know the channel yet
}

// TryImport imports a file, whatever channel order names, into a store of its own in a folder, where an earlier file
// may be. Errors: ForeignFileError, EarlierTrialError.
func TryImport(ctx context.Context, order FileImport, folder string, open Opener) (*Trial, error) {
	f, err := openExport(order.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := newTrial(order.By, folder)
	if err != nil {
		return nil, err
	}
	done := false
	defer func() {
		// A stopped trial is left: the next one goes on with it.
		if !done && ctx.Err() == nil {
			t.undo()
		}
	}()
	if t.Service, err = open(t.ConfigPath); err != nil {
		return nil, err
	}
	order.Channel, order.trial = trialChannel(order.By), t.asMade
	t.Imported, err = t.importFile(ctx, f, order)
	if err != nil && t.goesOn {
		return nil, EarlierTrialError{t.Folder, err}
	}
	if err != nil {
		return nil, fmt.Errorf("import %s into %s: %w", order.File, t.Folder, err)
	}
	// Now the file has told the channel's number: a bot that is configured later finds the channel it belongs to.
	if t.asMade {
		if err := safefile.RewriteText(t.ConfigPath, trialConfig(order.By, t.Seen)); err != nil {
			return nil, err
		}
	}
	done = true
	return t, nil
}

// newTrial finds out what is in the folder. What is somebody else's is not touched.
func newTrial(by collectors.Importer, folder string) (*Trial, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, fmt.Errorf("find the folder of the trial: %w", err)
	}
	t := &Trial{by: by, Folder: folder, ConfigPath: filepath.Join(folder, "config.yaml"),
		StorePath: filepath.Join(folder, "otklik.db"),
		Page:      filepath.Join(folder, "digest.html")}
	text, err := smallfile.Read(t.ConfigPath, smallfile.Config)
	switch {
	// Known by its first line alone: people may change the rest, and it stays a trial's.
	case err == nil && !strings.HasPrefix(string(text), trialHeader(by)):
		return nil, UsageError{ForeignFileError{t.ConfigPath}}
	case err == nil:
		t.goesOn, t.asMade = true, string(text) == trialConfig(by, 0)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("look into the folder of the trial: %w", err)
	default:
		if _, err := os.Lstat(t.StorePath); err == nil {
			return nil, UsageError{ForeignFileError{t.StorePath}}
		}
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		t.made = true
	}
	if err := safefile.MakeFolder(folder); err != nil {
		return nil, fmt.Errorf("make the folder of the trial: %w", err)
	}
	if t.goesOn {
		return t, nil
	}
	// The configuration goes first: what a kill leaves is known for a trial's.
	t.asMade = true
	return t, safefile.RewriteText(t.ConfigPath, trialConfig(by, 0))
}

// undo removes what a trial made before it failed.
func (t *Trial) undo() {
	if t.goesOn {
		return
	}
	for _, path := range []string{t.StorePath, t.StorePath + ".holder", t.StorePath + ".evaluating", t.ConfigPath} {
		_ = safefile.Remove(path) // an empty store of ours; a next trial goes on with what stays
	}
	if t.made {
		_ = safefile.Remove(t.Folder)
	}
}

// Show gives out the digest of what was imported, as text, and writes it as the page.
func (t *Trial) Show(ctx context.Context, to Output) (build.Digest, error) {
	first, err := t.FirstDigest()
	if err != nil {
		return build.Digest{}, err
	}
	digest, err := t.compose(ctx, first, time.Now(), render.Text, render.HTML)
	if err != nil {
		return digest, err
	}
	entry := audit.Entry{Action: audit.Digest, Digest: digest.ID, Of: digest.At, Count: len(digest.Complaints),
		Path: t.Page}
	return digest, t.shown(ctx, entry, func() error { return showTwice(digest, to, t.Page) })
}

// showTwice gives out a digest as text and writes it as a page.
func showTwice(digest build.Digest, to Output, page string) error {
	text, err := render.Render(digest, render.Text)
	if err != nil {
		return err
	}
	html, err := render.Render(digest, render.HTML)
	if err != nil {
		return err
	}
	if err = to.put(text); err == nil {
		err = safefile.RewriteText(page, string(html))
	}
	if err != nil {
		return fmt.Errorf("show the digest: %w", err)
	}
	return nil
}
