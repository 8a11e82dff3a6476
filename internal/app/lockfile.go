package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"otklik/internal/safefile"
)

// besideStore is the path of a file beside the store's own, the same whatever link leads to the store.
func (s *Service) besideStore(suffix string) string {
	path := s.config.Store.Path
	if whole, err := safefile.Resolve(path); err == nil {
		path = whole
	}
	return path + suffix
}

// errHeld says that another process holds a lock.
var errHeld = errors.New("another process holds the lock")

// pollLockFile is how often a lock that is held is asked for again.
const pollLockFile = 100 * time.Millisecond

// lockFile takes the operating system's lock on a file, which is made where there is none, and waits for it no longer
// than patience: then the error is errHeld. Closing the file lets go, and so does the end of the process, however it
// ends. Any other error but the context's means that there are no locks here, or no room for the file.
func lockFile(ctx context.Context, path string, patience time.Duration) (*os.File, error) {
	f, err := safefile.OpenFile(path, os.O_CREATE|os.O_RDWR)
	if err != nil {
		return nil, fmt.Errorf("make a file to lock: %w", err)
	}
	for started := time.Now(); ; {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return f, nil
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
		case time.Since(started) >= patience:
			return nil, errors.Join(errHeld, f.Close())
		}
		pause := time.NewTimer(pollLockFile)
		select {
		case <-ctx.Done():
			pause.Stop()
			return nil, errors.Join(ctx.Err(), f.Close())
		case <-pause.C:
		}
	}
}

// held reports whether somebody holds the lock on a file. It takes none of its own but for an instant.
func held(path string) bool {
	f, err := safefile.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() // which lets go
	return errors.Is(syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}
