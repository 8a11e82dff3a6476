package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
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

// Shared opens the store for each operation, or group of overlapping operations, and lets go right after, so that
// several processes use it side by side. It has the methods of Store, and may be used by several goroutines.
type Shared struct {
	path string
	o    Options

	mu      sync.Mutex
	store   *Store
	users   int
	since   time.Time     // when store was opened
	drained chan struct{} // closed when the last user lets go
	free    time.Time     // not to be opened before, after a long turn
	opening chan struct{} // held by whoever opens or closes; capacity 1
}

// NewShared names a store; nothing is opened yet.
func NewShared(path string, o Options) *Shared {
	return &Shared{path: path, o: o, opening: make(chan struct{}, 1)}
}

// Do runs fn with the store open: several steps under one opening. Others wait meanwhile, so fn should be short and
// must not keep the *Store.
func (s *Shared) Do(ctx context.Context, fn func(*Store) error) (err error) {
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
	if s.store != nil {
		s.users++
		defer s.mu.Unlock()
		return s.store, nil
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
	s.store, s.users, s.since, s.drained = opened, 1, time.Now(), make(chan struct{})
	return opened, nil
}

// waitForTurn holds an operation back while a long turn drains.
func (s *Shared) waitForTurn(ctx context.Context) {
	s.mu.Lock()
	drained, long := s.drained, s.store != nil && time.Since(s.since) >= turn
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
	opened := s.store
	s.store = nil
	if time.Since(s.since) >= turn {
		s.free = time.Now().Add(yieldFor)
	}
	close(s.drained)
	return opened.Close()
}

// give runs an operation that returns a value.
func give[T any](ctx context.Context, s *Shared, fn func(*Store) (T, error)) (out T, err error) {
	err = s.Do(ctx, func(opened *Store) error {
		var err error
		out, err = fn(opened)
		return err
	})
	return out, err
}

// Close does nothing: a Shared holds nothing between operations. It is there so that Store and Shared look alike.
func (s *Shared) Close() error { return nil }

// Cursor is Store.Cursor.
func (s *Shared) Cursor(ctx context.Context, source string) ([]byte, error) {
	return give(ctx, s, func(st *Store) ([]byte, error) { return st.Cursor(ctx, source) })
}

// Commit is Store.Commit.
func (s *Shared) Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error) {
	return give(ctx, s, func(st *Store) (inbox.CommitStats, error) { return st.Commit(ctx, source, from, b) })
}

// Record is Store.Record.
func (s *Shared) Record(ctx context.Context, p inbox.Pull) error {
	return s.Do(ctx, func(st *Store) error { return st.Record(ctx, p) })
}

// Known is Store.Known.
func (s *Shared) Known(ctx context.Context, ref inbox.ThreadRef) ([]inbox.Message, error) {
	return give(ctx, s, func(st *Store) ([]inbox.Message, error) { return st.Known(ctx, ref) })
}

// Thread is Store.Thread.
func (s *Shared) Thread(ctx context.Context, r inbox.Ref) (inbox.ThreadRef, error) {
	return give(ctx, s, func(st *Store) (inbox.ThreadRef, error) { return st.Thread(ctx, r) })
}

// Purged is Store.Purged.
func (s *Shared) Purged(ctx context.Context, ref inbox.ThreadRef) (bool, error) {
	return give(ctx, s, func(st *Store) (bool, error) { return st.Purged(ctx, ref) })
}

// EvaluatePending is Store.EvaluatePending. The file is let go between its transactions.
func (s *Shared) EvaluatePending(ctx context.Context, matcher inbox.Matcher, judge func(inbox.Thread) []inbox.MessageStatus) (threads int, err error) {
	return evaluatePending(ctx, s.Do, matcher, judge)
}

// MarkAllPending is Store.MarkAllPending.
func (s *Shared) MarkAllPending(ctx context.Context) error {
	return s.Do(ctx, func(st *Store) error { return st.MarkAllPending(ctx) })
}

// ReaderVersion is Store.ReaderVersion.
func (s *Shared) ReaderVersion(ctx context.Context) (string, error) {
	return give(ctx, s, func(st *Store) (string, error) { return st.ReaderVersion(ctx) })
}

// SetReaderVersion is Store.SetReaderVersion.
func (s *Shared) SetReaderVersion(ctx context.Context, version string) error {
	return s.Do(ctx, func(st *Store) error { return st.SetReaderVersion(ctx, version) })
}

// SaveCorrection is Store.SaveCorrection.
func (s *Shared) SaveCorrection(ctx context.Context, ref inbox.Ref, decide func(inbox.Record, *inbox.Correction) (*inbox.Correction, error)) error {
	return s.Do(ctx, func(st *Store) error { return st.SaveCorrection(ctx, ref, decide) })
}

// Decided is Store.Decided.
func (s *Shared) Decided(ctx context.Context, ref inbox.Ref) (record inbox.Record, ruling *inbox.Correction, err error) {
	err = s.Do(ctx, func(st *Store) error {
		var err error
		record, ruling, err = st.Decided(ctx, ref)
		return err
	})
	return record, ruling, err
}

// Corrections is Store.Corrections.
func (s *Shared) Corrections(ctx context.Context, fn func(inbox.Record, inbox.Correction) error) error {
	return s.Do(ctx, func(st *Store) error { return st.Corrections(ctx, fn) })
}

// Waiting is Store.Waiting.
func (s *Shared) Waiting(ctx context.Context, channels []inbox.ChannelID, fn func(inbox.Record) error) error {
	return s.Do(ctx, func(st *Store) error { return st.Waiting(ctx, channels, fn) })
}

// Closed is Store.Closed.
func (s *Shared) Closed(ctx context.Context, channels []inbox.ChannelID, since time.Time, fn func(inbox.Record) error) error {
	return s.Do(ctx, func(st *Store) error { return st.Closed(ctx, channels, since, fn) })
}

// Coverage is Store.Coverage.
func (s *Shared) Coverage(ctx context.Context, channels []inbox.ChannelID, sources map[inbox.ChannelID][]string, at time.Time) ([]inbox.Coverage, error) {
	return give(ctx, s, func(st *Store) ([]inbox.Coverage, error) { return st.Coverage(ctx, channels, sources, at) })
}

// Between is Store.Between.
func (s *Shared) Between(ctx context.Context, channels []inbox.ChannelID, from, to time.Time, fn func(inbox.Record) error) error {
	return s.Do(ctx, func(st *Store) error { return st.Between(ctx, channels, from, to, fn) })
}

// Answerers is Store.Answerers.
func (s *Shared) Answerers(ctx context.Context, channels []inbox.ChannelID) (all []inbox.Answerer, err error) {
	err = s.Do(ctx, func(st *Store) error { all, err = st.Answerers(ctx, channels); return err })
	return all, err
}

// Each is Store.Each. The file is let go while fn runs.
func (s *Shared) Each(ctx context.Context, fn func(inbox.Record) error) error {
	return eachChunk(ctx, func(ctx context.Context, from []byte) (records []inbox.Record, next []byte, err error) {
		err = s.Do(ctx, func(st *Store) error {
			var err error
			records, next, err = st.chunk(ctx, from)
			return err
		})
		return records, next, err
	}, fn)
}

// Find is Store.Find.
func (s *Shared) Find(ctx context.Context, channels []inbox.ChannelID, match func(inbox.Ref) bool, fn func(inbox.Record) error) error {
	return s.Do(ctx, func(st *Store) error { return st.Find(ctx, channels, match, fn) })
}

// Message is Store.Message.
func (s *Shared) Message(ctx context.Context, r inbox.Ref) (inbox.Record, error) {
	return give(ctx, s, func(st *Store) (inbox.Record, error) { return st.Message(ctx, r) })
}

// PutDigest is Store.PutDigest.
func (s *Shared) PutDigest(ctx context.Context, d store.DigestRecord) error {
	return s.Do(ctx, func(st *Store) error { return st.PutDigest(ctx, d) })
}

// AmendDigest is Store.AmendDigest.
func (s *Shared) AmendDigest(ctx context.Context, k store.DigestKey, old, data []byte) error {
	return s.Do(ctx, func(st *Store) error { return st.AmendDigest(ctx, k, old, data) })
}

// Digests is Store.Digests.
func (s *Shared) Digests(ctx context.Context) ([]store.DigestRecord, error) {
	return give(ctx, s, func(st *Store) ([]store.DigestRecord, error) { return st.Digests(ctx) })
}

// PutDelivery is Store.PutDelivery.
func (s *Shared) PutDelivery(ctx context.Context, d store.Delivery) error {
	return s.Do(ctx, func(st *Store) error { return st.PutDelivery(ctx, d) })
}

// Deliveries is Store.Deliveries.
func (s *Shared) Deliveries(ctx context.Context, k store.DigestKey) ([]store.Delivery, error) {
	return give(ctx, s, func(st *Store) ([]store.Delivery, error) { return st.Deliveries(ctx, k) })
}

// Digest is Store.Digest.
func (s *Shared) Digest(ctx context.Context, k store.DigestKey) (store.DigestRecord, error) {
	return give(ctx, s, func(st *Store) (store.DigestRecord, error) { return st.Digest(ctx, k) })
}

// LastDigest is Store.LastDigest.
func (s *Shared) LastDigest(ctx context.Context, id string) (store.DigestRecord, error) {
	return give(ctx, s, func(st *Store) (store.DigestRecord, error) { return st.LastDigest(ctx, id) })
}

// Undecoded is Store.Undecoded.
func (s *Shared) Undecoded(ctx context.Context, id inbox.ChannelID, fn func(inbox.Undecoded) error) error {
	return s.Do(ctx, func(st *Store) error { return st.Undecoded(ctx, id, fn) })
}

// UndecodedCount is Store.UndecodedCount.
func (s *Shared) UndecodedCount(ctx context.Context, id inbox.ChannelID) (int, error) {
	return give(ctx, s, func(st *Store) (int, error) { return st.UndecodedCount(ctx, id) })
}

// Decoded is Store.Decoded.
func (s *Shared) Decoded(ctx context.Context, id inbox.ChannelID, piece string) error {
	return s.Do(ctx, func(st *Store) error { return st.Decoded(ctx, id, piece) })
}

// Raw is Store.Raw.
func (s *Shared) Raw(ctx context.Context, id inbox.ChannelID, fn func(ref inbox.Ref, at time.Time, raw []byte) error) error {
	return s.Do(ctx, func(st *Store) error { return st.Raw(ctx, id, fn) })
}

// Stats is Store.Stats.
func (s *Shared) Stats(ctx context.Context) (store.Stats, error) {
	return give(ctx, s, func(st *Store) (store.Stats, error) { return st.Stats(ctx) })
}

// Check is Store.Check.
func (s *Shared) Check(ctx context.Context) ([]string, error) {
	return give(ctx, s, func(st *Store) ([]string, error) { return st.Check(ctx) })
}

// Backup is Store.Backup.
func (s *Shared) Backup(ctx context.Context, w io.Writer) error {
	return s.Do(ctx, func(st *Store) error { return st.Backup(ctx, w) })
}
