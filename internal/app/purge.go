package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/delivery/queue"
	"otklik/store"
)

// RetentionOrder is what the configuration wants gone by now.
func (s *Service) RetentionOrder(now time.Time) store.PurgeOrder {
	now = now.In(s.config.Location)
	return store.PurgeOrder{Before: now.Add(-time.Duration(s.config.Privacy.Retention)),
		Mode: store.PurgeMode(s.config.Purge.Mode), At: now}
}

// lastCertificate is the highest number of a year's certificates in the folder where they are written; 0: none.
func (s *Service) lastCertificate(year int) (last int) {
	names, _ := filepath.Glob(filepath.Join(s.config.Purge.Acts, fmt.Sprintf("act-%d-*.*", year)))
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(name), fmt.Sprintf("act-%d-", year)), ".")
		if n, err := strconv.Atoi(number); err == nil {
			last = max(last, n)
		}
	}
	return last
}

// Purged is a purge that has come to its end.
type Purged struct {
	store.PurgeRecord
	Before, After int64 // bytes of the store's file; 0: an earlier process rewrote it
	Files         []string
	Backups       []string
	Leftovers     Swept
}

// Certificate is the number of the purge's certificate.
func (p Purged) Certificate() string { return fmt.Sprintf("%d-%d", p.Year, p.Number) }

// PurgeForecast is what a purge would destroy.
type PurgeForecast struct {
	store.PurgeRecord
	// Backups were made before and would still hold it.
	Backups []string
}

// RehearsePurge counts what an order would destroy, and destroys nothing. A forecast is given back also where the
// backups could not be looked for.
func (s *Service) RehearsePurge(ctx context.Context, order store.PurgeOrder) (*PurgeForecast, error) {
	if err := s.stored(); err != nil {
		return nil, err
	}
	expected, err := s.store.PurgeCount(ctx, order)
	if err != nil {
		return nil, err
	}
	f := &PurgeForecast{PurgeRecord: expected}
	f.Backups, err = s.backupsBefore(order.At)
	return f, err
}

// Purge finishes what was interrupted and then carries an order out, if there is anything to do. Purges that came to
// their end are given back also with an error; the next call goes on from there.
func (s *Service) Purge(ctx context.Context, order store.PurgeOrder) ([]Purged, error) {
	if err := s.stored(); err != nil {
		return nil, err
	}
	return s.purgeAll(ctx, order)
}

func (s *Service) purgeAll(ctx context.Context, order store.PurgeOrder) ([]Purged, error) {
	done, err := s.finishPurges(ctx)
	if err != nil {
		return done, err
	}
	expected, err := s.store.PurgeCount(ctx, order)
	if err == nil && expected.Empty() && len(done) == 0 {
		_, err = s.sweep(ctx) // what is past its time may still lie beside the store
	}
	if err != nil || expected.Empty() {
		return done, err
	}
	err = s.audited(ctx, s.purgeEntry(order, expected.Messages()), func() error {
		p, err := s.carryOut(ctx, order)
		done = append(done, p...)
		return err
	})
	return done, err
}

// purgeEntry is what the access log says of an order.
func (s *Service) purgeEntry(order store.PurgeOrder, messages int) audit.Entry {
	e := audit.Entry{Action: audit.Purge, Count: messages, Path: s.config.Purge.Acts}
	if order.Author != "" {
		e.Action = audit.Forget
	}
	for _, c := range order.Channels {
		e.Channels = append(e.Channels, string(c))
	}
	return e
}

// carryOut begins an order and brings it to its end.
func (s *Service) carryOut(ctx context.Context, order store.PurgeOrder) ([]Purged, error) {
	id, err := s.store.BeginPurge(ctx, order)
	if err != nil {
		return nil, err
	}
	p, err := s.finishPurge(ctx, id, order.Mode)
	if err != nil {
		return nil, fmt.Errorf("%w; the next `otklik purge` goes on from here", err)
	}
	if p.Number == 0 {
		return nil, nil
	}
	return []Purged{p}, nil
}

// finishPurges brings purges to their end that an earlier process has begun.
func (s *Service) finishPurges(ctx context.Context) ([]Purged, error) {
	ids, records, err := s.store.Purges(ctx)
	if err != nil {
		return nil, err
	}
	var done []Purged
	for i, id := range ids {
		if !records[i].Certified.IsZero() {
			continue
		}
		// Its first line in the access log may be followed by one that says that it failed.
		err := s.audited(ctx, s.purgeEntry(records[i].Order, records[i].Messages()), func() error {
			p, err := s.finishPurge(ctx, id, records[i].Order.Mode)
			if err == nil && p.Number > 0 {
				done = append(done, p)
			}
			return err
		})
		if err != nil {
			return done, fmt.Errorf("finish the purge of %s: %w", records[i].Started.Format("2006-01-02 15:04"), err)
		}
	}
	return done, nil
}

// finishPurge does what is left of a purge: erase, rewrite the file, write the certificate. Each step is noted in the
// store when it is done; after a crash it is done once more.
func (s *Service) finishPurge(ctx context.Context, id uint64, mode store.PurgeMode) (Purged, error) {
	var p Purged
	var err error
	// First: a copy that a killed process has left would outlive the purge.
	if p.Leftovers, err = s.sweep(ctx); err != nil {
		return p, err
	}
	// Before anything is erased: the end of that forgets whose demand it is.
	if err := s.eraseDemanded(ctx, id); err != nil {
		return p, err
	}
	if mode == store.Depersonalise { // an earlier version's reading may have taken somebody's name for a municipality
		if err := s.EvaluateAll(ctx); err != nil {
			return p, err
		}
	}
	nothing, err := json.Marshal(queue.StoredDigest{})
	if err != nil {
		return p, err
	}
	known := map[string]bool{}
	for _, name := range s.municipalities() {
		known[name] = true
	}
	p.PurgeRecord, err = s.store.Erase(ctx, id, store.PurgeTools{Matcher: s.reader, Blank: nothing,
		LastCertificate: s.lastCertificate,
		Municipality:    func(name string) bool { return known[name] }})
	if err != nil {
		return p, err
	}
	// After it: now it shows of whom no message is left.
	if err := s.eraseUnstored(ctx); err != nil {
		return p, err
	}
	// A demand has named the person in the store, also where nothing of theirs was found.
	if demanded := p.Order.Before.IsZero(); (p.Number > 0 || demanded) && p.Rewritten.IsZero() {
		if p.Before, p.After, err = s.store.Rewrite(ctx); err != nil {
			return p, fmt.Errorf("the messages are destroyed, but the store's file could not be rewritten without "+
				"their traces: %w", err)
		}
		p.Rewritten = time.Now().In(s.config.Location)
		if err := s.store.Rewritten(ctx, id, p.Rewritten); err != nil {
			return p, err
		}
	}
	if p.Number > 0 {
		if err := s.confirm(ctx, id, &p); err != nil {
			return p, err
		}
	}
	return p, errors.Join(s.store.Certified(ctx, id, time.Now()), s.EvaluateAll(ctx))
}

// confirm looks for copies of what was destroyed and writes the certificate.
func (s *Service) confirm(ctx context.Context, id uint64, p *Purged) error {
	again, err := s.sweep(ctx) // what was being made in the beginning may have been left since
	if err != nil {
		return err
	}
	p.Leftovers.add(again)
	if p.Backups, err = s.backupsBefore(p.Rewritten); err != nil {
		// A demand is not kept waiting for a folder that cannot be looked into.
		p.Backups = append(p.Backups, fmt.Sprintf("%s (could not be looked into: look for old backups there)",
			s.config.Backup.Path))
		s.log.Warn("the folder of backups could not be looked into", "error", err)
	}
	p.Files, err = s.writeCertificate(ctx, id, *p)
	return err
}

// purgeDue is the scheduled purge: what is past its time, where the last scheduled moment has not had its turn, and
// what was interrupted.
func (s *Service) purgeDue(ctx context.Context, now time.Time) error {
	if _, err := os.Stat(s.config.Store.Path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return s.chore(ctx, "purge", now, func(last time.Time) (time.Time, error) {
		scheduled := s.config.Purge.At.Previous(now)
		due, err := s.purgeMissed(ctx, last, scheduled)
		if err != nil {
			return last, err
		}
		var done []Purged
		if due {
			done, err = s.purgeAll(ctx, s.RetentionOrder(now))
		} else {
			done, err = s.finishPurges(ctx)
		}
		for _, p := range done {
			s.log.Info("purged", "act", p.Certificate(), "messages", p.Messages(), "unanswered", p.Waiting(), "folder",
				s.config.Purge.Acts)
			if len(p.Backups) > 0 {
				s.log.Warn("backups still hold what was purged; delete them within 30 days", "backups",
					len(p.Backups), "oldest", p.Backups[0])
			}
		}
		return scheduled, err
	})
}

// purgeMissed reports whether the purge of a scheduled moment is still to be done. A store that is younger has missed
// nothing.
func (s *Service) purgeMissed(ctx context.Context, last, scheduled time.Time) (bool, error) {
	if scheduled.IsZero() || !last.Before(scheduled) {
		return false, nil
	}
	if !last.IsZero() {
		return true, nil
	}
	stats, err := s.store.Stats(ctx)
	return err == nil && !stats.Created.After(scheduled), err
}
