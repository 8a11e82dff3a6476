package bolt

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	// turn is how long overlapping operations may keep the file open before new ones are held back for a moment.
	turn = 500 * time.Millisecond
	// yieldFor is how long the file is left alone after a turn: longer than pollLock, so that a process that waits for
	// it gets it.
	yieldFor = 2 * pollLock
	// holdBack bounds how long an operation is held back. An operation started from inside another one would wait for
	// itself otherwise.
	holdBack = 200 * time.Millisecond
)

// Shared is a Store that opens its file for each transaction, or group of overlapping ones, and lets go right after, so
// that several processes use it side by side. It may be used by several goroutines.
type Shared struct {
	*Store
	o Options

	mu      sync.Mutex
	opened  *Store
	users   int
	since   time.Time     // when it was opened
	drained chan struct{} // closed when the last user lets go
	free    time.Time     // not to be opened before, after a long turn
	opening chan struct{} // held by whoever opens or closes; capacity 1
}

// NewShared names a store; nothing is opened yet.
func NewShared(path string, o Options) *Shared {
	s := &Shared{o: o, opening: make(chan struct{}, 1)}
	s.Store = &Store{path: path, readOnly: o.ReadOnly, each: s.whileOpen}
	return s
}

// Options are those that NewShared was given.
func (s *Shared) Options() Options { return s.o }

// Close does nothing: a Shared holds nothing between transactions.
func (s *Shared) Close() error { return nil }

func (s *Shared) whileOpen(ctx context.Context, fn func(*Store) error) (err error) {
	opened, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.release()) }()
	return fn(opened)
}

func (s *Shared) acquire(ctx context.Context) (*Store, error) {
	started := time.Now()
	s.waitForTurn(ctx)
	select {
	case s.opening <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("open the store %s: %w", s.path, ctx.Err())
	}
	defer func() { <-s.opening }()
	s.mu.Lock()
	if s.opened != nil {
		s.users++
		defer s.mu.Unlock()
		return s.opened, nil
	}
	free := s.free
	s.mu.Unlock()
	pause(ctx, time.Until(free))
	// Those who queued behind an opening that failed have waited already.
	o := s.o
	if o.Wait == 0 {
		o.Wait = DefaultWait
	}
	if o.Wait -= time.Since(started); o.Wait <= 0 {
		o.Wait = -1
	}
	opened, err := open(ctx, s.path, o)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opened, s.users, s.since, s.drained = opened, 1, time.Now(), make(chan struct{})
	return opened, nil
}

// waitForTurn holds an operation back while a long turn drains.
func (s *Shared) waitForTurn(ctx context.Context) {
	s.mu.Lock()
	drained, long := s.drained, s.opened != nil && time.Since(s.since) >= turn
	s.mu.Unlock()
	if !long {
		return
	}
	timer := time.NewTimer(holdBack)
	defer timer.Stop()
	select {
	case <-drained:
	case <-timer.C:
	case <-ctx.Done():
	}
}

func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (s *Shared) release() error {
	s.opening <- struct{}{}
	defer func() { <-s.opening }()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users--; s.users > 0 {
		return nil
	}
	opened := s.opened
	s.opened = nil
	if time.Since(s.since) >= turn {
		s.free = time.Now().Add(yieldFor)
	}
	close(s.drained)
	return opened.Close()
}
