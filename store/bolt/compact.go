package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/safefile"
	"otklik/store"
)

// Progress is told how far a step of a long piece of work has come, in bytes, starting with none done. total is 0 where
// it is not known. It may be called from another goroutine, but never by two at once.
type Progress func(step string, done, total int64)

func (p Progress) report(step string, done, total int64) {
	if p != nil {
		p(step, done, total)
	}
}

// compactBatch bounds one transaction of a compaction, and so its memory.
const compactBatch = 16 << 20

// Compact rewrites the store at path without the pages that nothing uses, and says how many bytes the file had and
// has. What was deleted is in no page of the new file. Where that one would be bigger than the old one, the old one
// stays, with what was deleted in its free pages; after is then what the new one would have had. It is written beside
// the store, checked as a whole and then takes the place of the old one in one step; killed before that, it leaves
// the old store as it was (and PATH.compacting, which the next compaction removes). A damaged store gives ErrDamaged
// and is left alone; one in use a *BusyError.
func Compact(ctx context.Context, path string, o Options, progress Progress) (before, after int64, err error) {
	return compact(ctx, path, o, progress, func(before, after int64) bool { return after <= before })
}

// compact rewrites a store where the numbers of bytes before and after are worth it.
func compact(
	ctx context.Context, path string, o Options, progress Progress, worth func(before, after int64) bool,
) (before, after int64, err error) {
	if path, err = safefile.Resolve(path); err != nil {
		return 0, 0, fmt.Errorf("compact the store: %w", err)
	}
	problems, err := Structure(ctx, path, o, progress)
	if err != nil {
		return 0, 0, err
	}
	if len(problems) > 0 {
		return 0, 0, fmt.Errorf("compact the store %s: %w: %s", path, store.ErrDamaged, problems[0])
	}
	o.ReadOnly = false
	s, err := open(ctx, path, o)
	if err != nil {
		return 0, 0, err
	}
	due, err := s.rewriteDue(ctx)
	if err != nil {
		return 0, 0, errors.Join(err, s.Close())
	}
	if due { // whatever the size: free pages hold what was there before values were sealed
		worth = func(int64, int64) bool { return true }
	}
	fresh := path + ".compacting"
	if before, after, err = s.rewrite(ctx, fresh, o, progress, worth); err != nil {
		err = fmt.Errorf("compact the store %s, which is as it was: %w", path, errors.Join(err, removeIfThere(fresh)))
		return 0, 0, errors.Join(err, s.Close())
	}
	if err = s.Close(); err == nil && due {
		err = noteRewritten(ctx, path, o)
	}
	return before, after, err
}

// rewrite makes the new file and puts it in the place of the store's own. The store must only be closed afterwards.
func (s *Store) rewrite(
	ctx context.Context, fresh string, o Options, progress Progress, worth func(before, after int64) bool,
) (before, after int64, err error) {
	old, err := safefile.OpenFile(s.path, os.O_RDWR)
	if err != nil {
		return 0, 0, err
	}
	defer old.Close()
	info, err := old.Stat()
	if err != nil {
		return 0, 0, err
	}
	// of a compaction that was killed; the store's lock keeps a second one away
	if err := removeIfThere(fresh); err != nil {
		return 0, 0, err
	}
	made, err := safefile.OpenFile(fresh, os.O_RDWR|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return 0, 0, err
	}
	defer made.Close()
	if err := s.copyInto(ctx, made, info.Size(), progress); err != nil {
		return 0, 0, fmt.Errorf("write the new file: %w", err)
	}
	if written, err := made.Stat(); err != nil {
		return 0, 0, err
	} else if !worth(info.Size(), written.Size()) {
		return info.Size(), written.Size(), removeIfThere(fresh)
	}
	progress.report("checking the new file", 0, 0)
	if _, err := VerifyAll(ctx, fresh, o, progress); err != nil {
		return 0, 0, err
	}
	size, err := safefile.ReplaceFile(made, info)
	if err != nil {
		return 0, 0, err
	}
	// The last moment to stop: with the renaming the new file is the store.
	if err := ctx.Err(); err != nil {
		return 0, 0, err
	}
	progress.report("replacing", 0, 0)
	if !sameFile(made, fresh) {
		return 0, 0, fmt.Errorf("%s was replaced while it was written", fresh)
	}
	if err := safefile.Rename(fresh, filepath.Base(s.path)); err != nil {
		return 0, 0, err
	}
	progress.report("replaced", 0, 0)
	return info.Size(), size, errors.Join(retire(old), safefile.Sync(filepath.Dir(s.path)))
}

// copyInto copies all that is stored into a new file.
func (s *Store) copyInto(ctx context.Context, made *os.File, size int64, progress Progress) (err error) {
	defer caught(&err, debug.SetPanicOnFault(true))
	reopened := func(name string, _ int, _ os.FileMode) (*os.File, error) { return safefile.OpenFile(name, os.O_RDWR) }
	db, err := bbolt.Open(made.Name(), 0o600, &bbolt.Options{NoSync: true, FreelistType: bbolt.FreelistMapType,
		NoStatistics: true, MaxSize: s.db.MaxSize, OpenFile: reopened})
	if err != nil {
		return err
	}
	const step = "compacting"
	progress.report(step, 0, size)
	finished := follow(made, func(n int64) { progress.report(step, n, size) })
	err = bbolt.Compact(db, s.db, compactBatch) // cannot be cancelled; seconds per gigabyte
	finished()
	if err = errors.Join(err, db.Close(), ctx.Err()); err != nil {
		return err
	}
	return trim(made)
}

// trim takes off the room that bbolt makes ahead of what it will write, and brings the file to the disk.
func trim(f *os.File) error {
	if meta, ok := newestMeta(f); ok {
		if err := f.Truncate(int64(meta.high) * meta.pageSize); err != nil {
			return err
		}
	}
	return f.Sync()
}

// follow tells the growing size of a file until finished is called.
func follow(f *os.File, report func(int64)) (finished func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(200 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-stop:
				return
			case <-ticker.C:
				if info, err := f.Stat(); err == nil {
					report(info.Size())
				}
			}
		}
	}()
	return func() { close(stop); <-stopped }
}

// retire makes a replaced file unusable: a process that had opened it by its name just before, and gets its lock only
// now, must not write to a file that no name leads to any more. It finds no store there and says so. A file that is
// kept under another name is left as it is.
func retire(old *os.File) error {
	info, err := old.Stat()
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || stat.Nlink > 0 {
		return nil
	}
	zeros := make([]byte, boltHeader+boltMeta)
	var pageSize int64
	if m, ok := newestMeta(old); ok {
		pageSize = m.pageSize
	}
	_, first := old.WriteAt(zeros, 0)
	_, second := old.WriteAt(zeros, pageSize)
	return errors.Join(first, second)
}

// VerifyAll opens a store file that nobody uses for reading, looks through all of it as Structure and Check do, and
// counts what it holds. The first thing that is wrong gives an error, ErrDamaged. o says how the store is opened.
func VerifyAll(ctx context.Context, path string, o Options, progress Progress) (store.Stats, error) {
	problems, err := structure(ctx, path, progress)
	if err != nil {
		return store.Stats{}, err
	}
	var stats store.Stats
	if len(problems) == 0 {
		progress.report("checking records", 0, 0)
		o.ReadOnly = true
		s, err := open(ctx, path, o)
		if err != nil {
			return store.Stats{}, err
		}
		if problems, err = s.Check(ctx); err == nil {
			stats, err = s.Stats(ctx)
		}
		if err := errors.Join(err, s.Close()); err != nil {
			return store.Stats{}, err
		}
	}
	if len(problems) > 0 {
		return store.Stats{}, fmt.Errorf("%w: %d problems, the first: %s", store.ErrDamaged, len(problems), problems[0])
	}
	return stats, nil
}

// Compact is the function Compact for this store. Operations that overlap it, of this process too, wait for it.
func (s *Shared) Compact(ctx context.Context, progress Progress) (before, after int64, err error) {
	return Compact(ctx, s.path, s.o, progress)
}

// Lock keeps every other process away from the store file at path, be it whole or not, until release is called. It
// waits for them as Open does; what comes out too late is a *BusyError.
func Lock(ctx context.Context, path string, o Options) (release func() error, err error) {
	wait := o.Wait
	if wait == 0 {
		wait = DefaultWait
	}
	for started := time.Now(); ; pause(ctx, pollLock) {
		file, err := safefile.Open(path)
		if err != nil {
			return nil, fmt.Errorf("open the store: %w", explain(err))
		}
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil && sameFile(file, path) {
			writeHolder(path, o.Purpose)
			return func() error {
				removeHolder(path)
				return file.Close()
			}, nil
		}
		if closing := file.Close(); closing != nil || err != nil && !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock the store %s: %w", path, errors.Join(err, closing))
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("stopped while waiting: %w", errors.Join(ctx.Err(), busy(path)))
		}
		if time.Since(started) >= wait {
			return nil, busy(path)
		}
	}
}

// sameFile reports whether path still leads to the open file.
func sameFile(file *os.File, path string) bool {
	a, err := file.Stat()
	if err != nil {
		return false
	}
	b, err := os.Stat(path)
	return err == nil && os.SameFile(a, b)
}

func removeIfThere(path string) error {
	if err := safefile.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Rewrite rewrites the file: what was purged is in none of its pages afterwards.
func (s *Shared) Rewrite(ctx context.Context) (before, after int64, err error) {
	o := s.o
	if o.Wait == 0 {
		o.Wait = time.Minute // the daemon's other work goes on meanwhile
	}
	return compact(ctx, s.path, o, nil, func(int64, int64) bool { return true })
}
