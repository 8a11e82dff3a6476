package safefile

import (
	"fmt"
	"os"
	"path/filepath"
)

// Rewrite writes a file (mode 0600) so that nobody ever sees half of it, as Replace does. Missing folders are made, and
// what a killed process has left of such a file is removed.
func Rewrite(path string, fill func(*os.File) error) error {
	folder := filepath.Dir(path)
	if err := MakeFolder(folder); err != nil {
		return fmt.Errorf("make the folder for %s: %w", path, err)
	}
	_, _ = Sweep(folder, func(name string) bool { // what cannot be removed is named by status and check
		after, is := WasPart(name)
		return is && after == filepath.Base(path)
	})
	if err := Replace(path, fill); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// RewriteText is Rewrite for a text.
func RewriteText(path, text string) error {
	return Rewrite(path, func(f *os.File) error { _, err := f.WriteString(text); return err })
}
