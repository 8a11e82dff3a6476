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

	"otklik/internal/delivery"
	"otklik/internal/safefile"
)

// Transport writes one format of a digest into a folder.
type Transport struct{ folder, format string }

// New is the way into a folder (absolute) in a format of the configuration: text, html, xlsx, …
func New(folder, format string) *Transport { return &Transport{filepath.Clean(folder), format} }

// Name implements delivery.Transport.
func (w *Transport) Name() string { return fmt.Sprintf("file %s %s", w.folder, w.format) }

// Send implements delivery.Transport. Nobody ever sees half a file: it is written beside its place and renamed. A file
// that is there already with the same bytes is left alone; one with other bytes is somebody's and is never overwritten.
// The folder is made where it is missing.
func (w *Transport) Send(ctx context.Context, p delivery.Outgoing, _ string, _ func(string) error) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("write a file into %s: %w", w.folder, err)
	}
	d, ok := p.Document(w.format)
	if !ok {
		_, err := p.Attachments([]string{w.format})
		return "no file: there is nothing to draw", err
	}
	if d.FileName != filepath.Base(d.FileName) || d.FileName == "." || d.FileName == ".." {
		return "", delivery.Permanent(fmt.Errorf("write a file into %s: the stored digest has no usable file name",
			w.folder))
	}
	if err := w.folderThere(); err != nil {
		return "", err
	}
	path, data := filepath.Join(w.folder, d.FileName), d.Data
	there, err := safefile.ReadFile(path, int64(len(data)))
	switch {
	case err == nil && bytes.Equal(there, data):
		return path + " (was there already)", nil
	case err == nil, errors.Is(err, safefile.ErrTooLong):
		return "", delivery.Permanent(fmt.Errorf("%s is there already with other contents and was left alone; "+
			"move it away and send the digest again", path))
	case !errors.Is(err, fs.ErrNotExist):
		return "", sorted(fmt.Errorf("look at %s: %w", path, err))
	}
	// What a killed process has left of this file; earlier versions always used the same name.
	_, _ = safefile.Sweep(w.folder, func(name string) bool {
		after, is := safefile.IsPart(name)
		return is && after == d.FileName || name == "."+d.FileName+".part"
	})
	// Whatever lies there, the file is the owner's alone: mode 0600.
	if err := safefile.Replace(path, func(f *os.File) error { _, err := f.Write(data); return err }); err != nil {
		return "", sorted(fmt.Errorf("write %s: %w", path, err))
	}
	return path, nil
}

// folderThere makes the folder where it is missing. That it cannot is a temporary error: a share comes back.
func (w *Transport) folderThere() error {
	info, err := os.Stat(w.folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := safefile.MakeFolder(w.folder); err != nil {
			return sorted(fmt.Errorf("make the folder %s: %w", w.folder, err))
		}
		return nil
	case err != nil:
		return sorted(fmt.Errorf("look at the folder %s: %w", w.folder, err))
	case !info.IsDir():
		return delivery.Permanent(fmt.Errorf("%s is a file, not a folder; correct the path in the configuration",
			w.folder))
	}
	return nil
}

// sorted marks what only a person can change. A full disk or a broken share may pass.
func sorted(err error) error {
	if errors.Is(err, safefile.ErrUnsafe) {
		return delivery.Permanent(err)
	}
	if errors.Is(err, fs.ErrPermission) {
		return delivery.Permanent(fmt.Errorf("%w; give the program's user the right to write there", err))
	}
	return err
}

// Check implements delivery.Transport: it writes an empty file and removes it. A folder that Send would make is looked
// for in the nearest one above, and not made.
func (w *Transport) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("check the folder %s: %w", w.folder, err)
	}
	folder := w.folder
	for {
		info, err := os.Stat(folder)
		if err == nil && !info.IsDir() {
			return delivery.Permanent(fmt.Errorf("%s is a file, not a folder; correct the path in the configuration",
				folder))
		}
		above := filepath.Dir(folder)
		if err == nil || above == folder || !errors.Is(err, fs.ErrNotExist) {
			break
		}
		folder = above
	}
	if err := safefile.Probe(folder, 0); err != nil {
		return sorted(fmt.Errorf("write into the folder %s: %w", w.folder, err))
	}
	return nil
}
