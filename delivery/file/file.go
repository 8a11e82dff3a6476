// Package file delivers a digest as a file in a folder.
package file

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"otklik/delivery"
)

// Way writes one format of a digest into a folder.
type Way struct{ folder, format string }

// New is the way into a folder (absolute) in a format of the configuration: text, html, xlsx, …
func New(folder, format string) *Way { return &Way{filepath.Clean(folder), format} }

// Name implements delivery.Way.
func (w *Way) Name() string { return fmt.Sprintf("file %s %s", w.folder, w.format) }

// Send implements delivery.Way. Nobody ever sees half a file: it is written beside its place and renamed. A file that is
// there already with the same bytes is left alone; one with other bytes is somebody's and is never overwritten. The
// folder is made where it is missing.
func (w *Way) Send(ctx context.Context, p delivery.Parcel, _ string, _ func(string) error) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("write a file into %s: %w", w.folder, err)
	}
	d, ok := p.Document(w.format)
	if !ok {
		_, err := p.Attachments([]string{w.format})
		return "no file: there is nothing to draw", err
	}
	if d.FileName != filepath.Base(d.FileName) || d.FileName == "." || d.FileName == ".." {
		return "", delivery.Permanent(fmt.Errorf("write a file into %s: the stored digest has no usable file name", w.folder))
	}
	if err := w.folderThere(); err != nil {
		return "", err
	}
	path, data := filepath.Join(w.folder, d.FileName), p.WithNotices(d)
	there, err := os.ReadFile(path)
	switch {
	case err == nil && bytes.Equal(there, data):
		return path + " (was there already)", nil
	case err == nil:
		return "", delivery.Permanent(fmt.Errorf("%s is there already with other contents and was left alone; "+
			"move it away and send the digest again", path))
	case !errors.Is(err, fs.ErrNotExist):
		return "", sorted(fmt.Errorf("look at %s: %w", path, err))
	}
	if err := put(w.folder, d.FileName, data); err != nil {
		return "", sorted(fmt.Errorf("write %s: %w", path, err))
	}
	return path, nil
}

// put writes beside the place under a name that a repeat after a crash uses again, so that no litter stays.
func put(folder, name string, data []byte) (err error) {
	part := filepath.Join(folder, "."+name+".part")
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync()); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(part, filepath.Join(folder, name)); err != nil {
		return err
	}
	// The new name is to outlive a power cut. Some file systems cannot sync a folder: the file is there all the same.
	if d, err := os.Open(folder); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
	return nil
}

// folderThere makes the folder where it is missing. That it cannot is a temporary error: a share comes back.
func (w *Way) folderThere() error {
	info, err := os.Stat(w.folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(w.folder, 0o700); err != nil {
			return sorted(fmt.Errorf("make the folder %s: %w", w.folder, err))
		}
		return nil
	case err != nil:
		return sorted(fmt.Errorf("look at the folder %s: %w", w.folder, err))
	case !info.IsDir():
		return delivery.Permanent(fmt.Errorf("%s is a file, not a folder; correct the path in the configuration", w.folder))
	}
	return nil
}

// sorted marks what only a person can change. A full disk or a broken share may pass.
func sorted(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return delivery.Permanent(fmt.Errorf("%w; give the program's user the right to write there", err))
	}
	return err
}

// Check implements delivery.Way: it writes an empty file and removes it. A folder that Send would make is looked for in
// the nearest one above, and not made.
func (w *Way) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("check the folder %s: %w", w.folder, err)
	}
	folder := w.folder
	for {
		info, err := os.Stat(folder)
		if err == nil && !info.IsDir() {
			return delivery.Permanent(fmt.Errorf("%s is a file, not a folder; correct the path in the configuration", folder))
		}
		above := filepath.Dir(folder)
		if err == nil || above == folder || !errors.Is(err, fs.ErrNotExist) {
			break
		}
		folder = above
	}
	f, err := os.CreateTemp(folder, ".otklik-check-*")
	if err != nil {
		return sorted(fmt.Errorf("write into the folder %s: %w", w.folder, err))
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		return fmt.Errorf("remove the trial file in %s: %w", w.folder, err)
	}
	return nil
}
