package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// replaceFile writes a file (mode 0600) so that nobody ever sees half of it: beside it first, then renamed over it.
// Missing folders are made.
func replaceFile(path string, fill func(*os.File) error) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the folder for %s: %w", path, err)
	}
	prefix := "." + filepath.Base(path) + ".part-"
	sweepParts(folder, prefix)
	f, err := os.CreateTemp(folder, prefix+"*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_SH) // says that somebody still writes it; where there are no locks, its age does
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", path, errors.Join(err, os.Remove(f.Name())))
		}
	}()
	if err := fill(f); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// abandoned is the age from which a part that nobody holds is taken for one that a killed process left.
const abandoned = time.Minute

// sweepParts removes what killed processes left of the same file: it may hold what everybody wrote.
func sweepParts(folder, prefix string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefix) || !e.Type().IsRegular() {
			continue
		}
		path := filepath.Join(folder, e.Name())
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		info, err := f.Stat()
		if err == nil && time.Since(info.ModTime()) > abandoned && syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.Remove(path)
		}
		_ = f.Close()
	}
}
