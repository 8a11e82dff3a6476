package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"otklik/backup"
)

// replaceFile writes a file (mode 0600) so that nobody ever sees half of it: beside it first, then renamed over it.
// Missing folders are made.
func replaceFile(path string, fill func(*os.File) error) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the folder for %s: %w", path, err)
	}
	prefix := "." + filepath.Base(path) + ".part-"
	backup.SweepScratch(filepath.Join(folder, prefix+"*"), time.Now()) // a killed export may hold what everybody wrote
	f, err := backup.Scratch(folder, prefix+"*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
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
