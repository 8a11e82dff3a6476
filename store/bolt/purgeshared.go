package bolt

import (
	"context"
	"time"

	"otklik/store"
)

// BeginPurge is Store.BeginPurge.
func (s *Shared) BeginPurge(ctx context.Context, o store.PurgeOrder) (uint64, error) {
	return give(ctx, s, func(st *Store) (uint64, error) { return st.BeginPurge(ctx, o) })
}

// Purges is Store.Purges.
func (s *Shared) Purges(ctx context.Context) (ids []uint64, records []store.PurgeRecord, err error) {
	err = s.Do(ctx, func(st *Store) error { ids, records, err = st.Purges(ctx); return err })
	return ids, records, err
}

// PurgeRows is Store.PurgeRows.
func (s *Shared) PurgeRows(ctx context.Context, id uint64, fn func(store.PurgeRow) error) error {
	return s.Do(ctx, func(st *Store) error { return st.PurgeRows(ctx, id, fn) })
}

// PurgeCount is Store.PurgeCount.
func (s *Shared) PurgeCount(ctx context.Context, o store.PurgeOrder) (store.PurgeRecord, error) {
	return give(ctx, s, func(st *Store) (store.PurgeRecord, error) { return st.PurgeCount(ctx, o) })
}

// Erase is Store.Erase. The file is let go between its transactions.
func (s *Shared) Erase(ctx context.Context, id uint64, tools store.PurgeTools) (store.PurgeRecord, error) {
	return eraseAll(func() (over bool, r store.PurgeRecord, err error) {
		err = s.Do(ctx, func(st *Store) error { over, r, err = st.eraseSome(ctx, id, tools); return err })
		return over, r, err
	}, tools)
}

// Rewritten is Store.Rewritten.
func (s *Shared) Rewritten(ctx context.Context, id uint64, at time.Time) error {
	return s.Do(ctx, func(st *Store) error { return st.Rewritten(ctx, id, at) })
}

// Acted is Store.Acted.
func (s *Shared) Acted(ctx context.Context, id uint64, at time.Time) error {
	return s.Do(ctx, func(st *Store) error { return st.Acted(ctx, id, at) })
}

// Rewrite writes the file anew: what was purged is in none of its pages afterwards.
func (s *Shared) Rewrite(ctx context.Context) (before, after int64, err error) {
	o := s.o
	if o.Wait == 0 {
		o.Wait = time.Minute // the daemon's other work goes on meanwhile
	}
	return compact(ctx, s.path, o, nil, func(int64, int64) bool { return true })
}
