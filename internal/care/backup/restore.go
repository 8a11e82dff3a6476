package backup

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"otklik/internal/safefile"
	"otklik/store/bolt"
)

// Restoring is one store to put back.
type Restoring struct {
	// File is the backup, or a store's file such as one that an earlier restore kept aside.
	File string
	// Store is the path of the store.
	Store string
	// Force allows to take the place of a store that is there; it is kept under another name.
	Force bool
	// Keys open an encrypted backup.
	Keys Keys
	// Options say how the store is opened: how long to wait for a process that holds it, and who waits.
	Options bolt.Options
	// Now names what is kept aside.
	Now time.Time
	// Prepare, if set, changes the store that was decoded and checked before it takes the place: what it lacks is told
	// to it there, so that no moment is without.
	Prepare func(ctx context.Context, fresh string) error
	// Progress may be nil.
	Progress bolt.Progress
}

// Restored describes what was put back.
type Restored struct {
	Header
	// Aside is where the store that was there is kept; empty if there was none.
	Aside string
}

// PartName is what the part of a restore into a store is named after. Nobody but who holds the store may remove such
// parts: for moments they have no lock of their own.
func PartName(store string) string { return filepath.Base(store) + ".restoring" }

// Restore puts a backup in the place of the store. Other processes are kept away meanwhile; the backup is decoded
// beside the store, compared with its digest, checked as a store, and only then takes the place, in one step. A store
// that is there is kept as PATH.before-restore-TIME; without r.Force it gives ErrExists. Whatever fails changes
// nothing.
func Restore(ctx context.Context, r Restoring) (Restored, error) {
	restored, err := r.restore(ctx)
	if err != nil {
		return Restored{}, fmt.Errorf("restore %s: %w", r.File, explain(err))
	}
	return restored, nil
}

func (r Restoring) restore(ctx context.Context) (out Restored, err error) {
	// As one of the program's own: a link that somebody has put among the backups may lead to another office's.
	in, err := safefile.Open(r.File)
	if err != nil {
		return out, err
	}
	defer in.Close()
	if real, err := safefile.Resolve(r.Store); err == nil {
		r.Store = real
	}
	folder := filepath.Dir(r.Store)
	old, err := os.Stat(r.Store)
	switch {
	case err == nil && !old.Mode().IsRegular():
		return out, fmt.Errorf("the store %s is no regular file", r.Store)
	case err == nil && same(in, old):
		return out, fmt.Errorf("%s is the store itself", r.File)
	case err == nil && !r.Force:
		return out, fmt.Errorf("%w: %s", ErrExists, r.Store)
	case err == nil:
		release, err := bolt.Lock(ctx, r.Store, r.Options)
		if err != nil {
			return out, err
		}
		defer func() { err = errors.Join(err, release()) }()
	case errors.Is(err, os.ErrNotExist):
		if err := safefile.MakeFolder(folder); err != nil {
			return out, err
		}
		old = nil
	default:
		return out, err
	}
	name := PartName(r.Store)
	sweep(folder, name)
	fresh, err := safefile.NewPart(folder, name)
	if err != nil {
		return out, err
	}
	defer func() {
		if removing := fresh.Discard(); err != nil {
			err = errors.Join(err, removing)
		}
	}()
	if out.Header, err = r.decode(ctx, in, fresh.File); err != nil {
		return out, err
	}
	stats, err := bolt.VerifyAll(ctx, fresh.Name(), r.Options, r.Progress)
	if err != nil {
		return out, fmt.Errorf("what is in it cannot be used: %w", err)
	}
	out.Messages = 0
	for _, c := range stats.Channels {
		out.Messages += c.Stored
	}
	if r.Prepare != nil {
		// The store's own lock does not fit beside ours. Without it only that the old store is held keeps others from
		// sweeping the new one away.
		_ = syscall.Flock(int(fresh.Fd()), syscall.LOCK_UN)
		if err := r.Prepare(ctx, fresh.Name()); err != nil {
			return out, err
		}
		_ = syscall.Flock(int(fresh.Fd()), syscall.LOCK_SH)
	}
	owner := old
	if owner == nil {
		if owner, err = os.Stat(folder); err != nil {
			return out, err
		}
	}
	if _, err := safefile.ReplaceFile(fresh.File, owner); err != nil {
		return out, err
	}
	if err := ctx.Err(); err != nil {
		return out, err
	}
	if out.Aside, err = r.swap(fresh.Name(), old != nil); err != nil {
		return out, err
	}
	r.report("replaced")
	return out, safefile.Sync(folder)
}

// decode writes the store that the backup holds into fresh.
func (r Restoring) decode(ctx context.Context, in io.ReadSeeker, fresh io.Writer) (h Header, err error) {
	what, err := kindOf(bufio.NewReader(in))
	if err != nil {
		return h, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return h, err
	}
	const step = "decoding"
	r.report(step)
	advance := func(n int64) {
		if r.Progress != nil {
			r.Progress(step, n, 0)
		}
	}
	if what != bare {
		return extract(ctx, in, fresh, r.Keys, advance)
	}
	sum := sha256.New()
	counted := &counter{w: io.MultiWriter(fresh, sum), report: advance}
	if _, err := io.CopyBuffer(counted, ended{ctx, in}, make([]byte, buffer)); err != nil {
		return h, err
	}
	return Header{Bytes: counted.n, SHA256: hexSum(sum)}, nil
}

// swap gives the new file the store's name, and the old one another: by linking, so that there is a store at any
// moment.
func (r Restoring) swap(fresh string, replace bool) (aside string, err error) {
	r.report("replacing")
	if !replace {
		// unlike a renaming, this sees it
		if err := safefile.Link(fresh, filepath.Base(r.Store)); errors.Is(err, os.ErrExist) {
			return "", fmt.Errorf("%w: it was made while the backup was decoded: %s", ErrExists, r.Store)
		} else if err == nil {
			return "", nil
		}
		return "", safefile.Rename(fresh, filepath.Base(r.Store)) // a file system without links
	}
	aside = r.Store + ".before-restore-" + r.Now.UTC().Format(timeLayout)
	for n, first := 2, aside; ; n++ {
		err = safefile.Link(r.Store, filepath.Base(aside))
		if !errors.Is(err, os.ErrExist) || n > 99 {
			break
		}
		aside = fmt.Sprintf("%s-%d", first, n)
	}
	if errors.Is(err, os.ErrExist) {
		return "", err
	}
	if err != nil { // a file system without links: for a moment there is no store
		if err := safefile.Rename(r.Store, filepath.Base(aside)); err != nil {
			return "", err
		}
		if err := safefile.Rename(fresh, filepath.Base(r.Store)); err != nil {
			return "", errors.Join(err, safefile.Rename(aside, filepath.Base(r.Store)))
		}
		return aside, nil
	}
	r.report("kept aside")
	if err := safefile.Rename(fresh, filepath.Base(r.Store)); err != nil {
		return "", errors.Join(err, safefile.Remove(aside))
	}
	return aside, nil
}

func (r Restoring) report(step string) {
	if r.Progress != nil {
		r.Progress(step, 0, 0)
	}
}

func same(f *os.File, other os.FileInfo) bool {
	info, err := f.Stat()
	return err == nil && os.SameFile(info, other)
}
