package app

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

// ActsSince is an error where acts were written after the moment a backup was made and no store is left to tell which of
// them was a demand.
func (s *Service) ActsSince(created time.Time) error {
	files, err := filepath.Glob(filepath.Join(s.Config.Purge.Acts, "act-*"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(created) {
			return errors.New("the store is gone, and acts are younger than the backup")
		}
	}
	return nil
}
