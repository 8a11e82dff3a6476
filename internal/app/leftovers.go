package app

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/care/backup"
	"otklik/internal/safefile"
	"otklik/store/bolt"
)

// Swept are files that a killed process was making: copies of the store, exports, digests. They hold what citizens
// wrote, and nobody looks for them. Stores that a restore has kept aside are none: those are kept on purpose.
type Swept struct {
	// Gone were removed. Those that are left could not be, or a living process is making them.
	Removed, Left []safefile.Leftover
	// Unseen are folders that could not be looked into, and the access log where it cannot be read.
	Unseen []string
}

// add joins what was found at another time.
func (l *Swept) add(more Swept) {
	l.Removed = append(l.Removed, more.Removed...)
	l.Left, l.Unseen = more.Left, more.Unseen // as they are now
}

// ownFolders are the folders that the configuration lets the program write into, each with the names that leftovers
// have there.
func (s *Service) ownFolders() map[string]func(name string) bool {
	beside := s.besideStore("")
	storeFolder, store := filepath.Split(beside)
	own := map[string]func(string) bool{}
	add := func(folder string, match func(string) bool) {
		if folder == "" {
			return
		}
		if before := own[filepath.Clean(folder)]; before != nil {
			own[filepath.Clean(folder)] = func(name string) bool { return before(name) || match(name) }
			return
		}
		own[filepath.Clean(folder)] = match
	}
	part := func(name string) bool {
		after, is := safefile.WasPart(name)
		// Of another store's restore only who holds that store can tell whether it goes on.
		return is && !strings.HasSuffix(after, backup.PartName(""))
	}
	add(storeFolder, func(name string) bool {
		after, is := safefile.WasPart(name)
		return part(name) || is && after == backup.PartName(beside) || name == store+".compacting"
	})
	add(s.config.Backup.Path, part)
	add(s.config.Purge.Acts, part)
	for _, body := range s.config.Bodies {
		for _, entry := range body.Deliver {
			if entry.File != nil {
				add(entry.File.Path, part)
			}
		}
	}
	for _, d := range s.config.Digests {
		for _, entry := range d.Deliver {
			if entry.File != nil {
				add(entry.File.Path, func(name string) bool {
					// Earlier versions delivered by way of such a name.
					return part(name) || strings.HasPrefix(name, "."+d.ID+"-") && strings.HasSuffix(name, ".part")
				})
			}
		}
	}
	return own
}

// loggedFolders are the folders that outputs went into, by the access log. Whoever may write the log may name any
// folder, so only names that nothing but this program gives are looked for there.
func (s *Service) loggedFolders(ctx context.Context) ([]string, error) {
	folders := map[string]bool{}
	_, err := audit.Beside(s.config.Store.Path).Read(ctx, time.Time{}, func(e audit.Entry) error {
		if filepath.IsAbs(e.Path) && e.Action != audit.Restore && e.Action != audit.Import &&
			e.Action != audit.Evaluate {
			folders[filepath.Clean(e.Path)] = true // that of a preview, of certificates or of backups
			folders[filepath.Dir(filepath.Clean(e.Path))] = true
		}
		return nil
	})
	return slices.Sorted(maps.Keys(folders)), err
}

// lookForLeftovers looks into every folder that the program writes into, by look, which may remove what it finds. The
// caller holds the store: compactions and restores of it that go on are told by that alone.
func (s *Service) lookForLeftovers(
	ctx context.Context, look func(folder string, match func(name string) bool) ([]safefile.Leftover, error),
) (found []safefile.Leftover, unseen []string, err error) {
	own := s.ownFolders()
	logged, err := s.loggedFolders(ctx)
	if err != nil { // which folders it would have named is not known
		unseen = append(unseen, audit.Beside(s.config.Store.Path).Path())
		s.log.Debug("the access log could not be read for the folders that outputs went into", "error", err)
	}
	seen := func(folder string, match func(string) bool) {
		some, err := look(folder, match)
		found = append(found, some...)
		if err != nil {
			unseen = append(unseen, folder)
			s.log.Debug("a folder could not be looked into for what killed processes have left", "error", err)
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(own)) {
		seen(folder, own[folder])
	}
	for _, folder := range logged {
		if own[folder] == nil {
			seen(folder, func(name string) bool {
				after, is := safefile.IsPart(name)
				return is && !strings.HasSuffix(after, backup.PartName(""))
			})
		}
	}
	return found, unseen, ctx.Err()
}

// sweep removes leftovers everywhere, and says in the log what it has removed and what it could not.
func (s *Service) sweep(ctx context.Context) (all Swept, err error) {
	release, err := bolt.Lock(ctx, s.config.Store.Path, s.store.Options())
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil // there is no store; whoever needs one says so
	}
	if err != nil {
		return all, err
	}
	found, unseen, err := s.lookForLeftovers(ctx, safefile.Sweep)
	if err = errors.Join(err, release()); err != nil {
		return all, err
	}
	all.Unseen = unseen
	for _, l := range found {
		switch {
		case l.InUse:
			all.Left = append(all.Left, l)
			s.log.Warn("another process is making a file that may still hold what is destroyed or encrypted now",
				"file", l.Path)
		case l.Err != nil:
			all.Left = append(all.Left, l)
			s.log.Warn("what a killed process has left could not be removed; remove it", "file", l.Path, "error", l.Err)
		default:
			all.Removed = append(all.Removed, l)
			s.log.Warn("what a killed process had left was removed", "file", l.Path, "bytes", l.Size)
		}
	}
	for _, folder := range unseen {
		s.log.Warn("this could not be looked into for what killed processes have left", "path", folder)
	}
	return all, nil
}

// abandoned are the leftovers that nobody is making any more.
func (s *Service) abandoned(ctx context.Context) (left []safefile.Leftover, err error) {
	err = s.store.Do(ctx, func(*bolt.Store) error {
		left, _, err = s.lookForLeftovers(ctx, safefile.Leftovers)
		return err
	})
	return slices.DeleteFunc(left, func(l safefile.Leftover) bool { return l.InUse }), err
}
