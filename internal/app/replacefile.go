package app

import (
	"fmt"
	"os"
	"path/filepath"

	"otklik/internal/safefile"
)

// ReplaceFile writes a file (mode 0600) so that nobody ever sees half of it: beside it first, then renamed over it.
// Missing folders are made, and what a killed process has left of such a file is removed.
func ReplaceFile(path string, fill func(*os.File) error) error {
	folder := filepath.Dir(path)
	if err := safefile.MakeFolder(folder); err != nil {
		return fmt.Errorf("make the folder for %s: %w", path, err)
	}
	_, _ = safefile.Sweep(folder, func(name string) bool { // what cannot be removed is named by status and check
		after, is := safefile.WasPart(name)
		return is && after == filepath.Base(path)
	})
	if err := safefile.Replace(path, fill); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
