package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"otklik/internal/safefile"
	"otklik/store/bolt"
)

// timeLayout is how moments stand in file names, in UTC: names sort as they do.
const timeLayout = "20060102T150405Z"

// Name is the name of a scheduled backup made at the given moment.
func Name(at time.Time, encrypted bool) string {
	name := "otklik-" + at.UTC().Format(timeLayout) + ".db.zst"
	if encrypted {
		name += ".age"
	}
	return name
}

// made tells when a backup was made by its name; false where the name is not one that Name gives.
func made(name string) (time.Time, bool) {
	match := regexp.MustCompile(`^otklik-(\d{8}T\d{6}Z)\.db\.zst(\.age)?$`).FindStringSubmatch(name)
	if match == nil {
		return time.Time{}, false
	}
	at, err := time.Parse(timeLayout, match[1])
	return at, err == nil
}

// Rotate names the backups to delete so that the newest keep remain. Only names that Name gives are counted and named;
// with keep below 1 nothing is.
func Rotate(names []string, keep int) []string {
	var own []string
	for _, name := range names {
		if _, ok := made(name); ok {
			own = append(own, name)
		}
	}
	slices.SortFunc(own, func(a, b string) int {
		left, _ := made(a)
		right, _ := made(b)
		return right.Compare(left)
	})
	if keep < 1 || len(own) <= keep {
		return nil
	}
	return own[keep:]
}

// clockSlack is how far ahead of now a name may be and still count: a clock that was wrong for a while must not keep
// backups from being made until its time comes.
const clockSlack = time.Hour

// Due reports whether the backup of the scheduled moment is still to be made: none of the names is of that moment or
// later.
func Due(names []string, scheduled, now time.Time) bool {
	if scheduled.IsZero() {
		return false
	}
	return !slices.ContainsFunc(names, func(name string) bool {
		at, ok := made(name)
		return ok && !at.Before(scheduled.Truncate(time.Second)) && !at.After(now.Add(clockSlack))
	})
}

// Plan are the scheduled backups of a store.
type Plan struct {
	Source Source
	// Scratch and Options are the store's folder and how it is opened, see Job.
	Scratch string
	Options bolt.Options
	// Folder is where the backups are; it is made if only itself is missing, with mode 0700.
	Folder string
	// Keep is how many stay, at least 1.
	Keep       int
	Recipients Recipients
}

// Names are the files in the folder; none where it does not exist yet.
func (p Plan) Names() ([]string, error) {
	names, err := safefile.Names(p.Folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("look for backups: %w", err)
	}
	return slices.DeleteFunc(names, func(name string) bool {
		info, err := os.Lstat(filepath.Join(p.Folder, name))
		return err != nil || !info.Mode().IsRegular()
	}), nil
}

// Newest is the newest scheduled backup and when it was made; an empty path where there is none.
func (p Plan) Newest() (path string, at time.Time, err error) {
	names, err := p.Names()
	for _, name := range names {
		if when, ok := made(name); ok && when.After(at) {
			path, at = filepath.Join(p.Folder, name), when
		}
	}
	return path, at, err
}

// Make makes a backup, and deletes those that are too many once the new one has been verified. removed names what was
// deleted; a failure to delete does not undo the backup.
func (p Plan) Make(ctx context.Context, now time.Time, progress bolt.Progress) (path string, m Made, removed []string,
	err error) {
	if _, err := os.Stat(filepath.Dir(p.Folder)); err != nil {
		return "", m, nil, fmt.Errorf("make the folder of the backups: %w", err)
	}
	if err := safefile.MakeFolder(p.Folder); err != nil {
		return "", m, nil, fmt.Errorf("make the folder of the backups: %w", err)
	}
	name := Name(now, len(p.Recipients) > 0)
	path = filepath.Join(p.Folder, name)
	if m, err = Write(ctx, Job{Source: p.Source, Scratch: p.Scratch, Options: p.Options, File: path,
		Recipients: p.Recipients, Now: now, Progress: progress}); err != nil {
		return "", m, nil, err
	}
	names, err := p.Names()
	if err != nil {
		return path, m, nil, err
	}
	for _, old := range Rotate(names, p.Keep) {
		if old == name { // names from the future are not worth more than what was made now
			continue
		}
		if removing := safefile.Remove(filepath.Join(p.Folder, old)); removing != nil {
			err = errors.Join(err, fmt.Errorf("delete an old backup: %w", removing))
			continue
		}
		removed = append(removed, old)
	}
	return path, m, removed, err
}
