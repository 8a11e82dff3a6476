package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/safefile"
	"otklik/store"
)

// Upkeep does what else is due of the schedules and would be the daemon's work: what cannot wait for a digest is told,
// digests that were missed, deliveries whose next try has come, the purge and the backup. Commands that system cron
// calls end with it. It does nothing while a daemon runs, which does all this itself. errPartly: something failed and
// was said in the log.
func (s *Service) Upkeep(ctx context.Context) error {
	// Where there is no store nothing was missed.
	if s.RunningDaemon() != nil || s.stored() != nil {
		return nil
	}
	var well bool
	note := func(doing string, err error) {
		if err != nil && ctx.Err() == nil {
			s.log.Error(doing, "error", err)
			well = false
		}
	}
	well, err := s.tell(ctx, time.Now())
	note("what cannot wait could not be looked for", err)
	for _, d := range s.config.Digests {
		note("a digest that was missed could not be made", s.catchUp(ctx, d, time.Now()))
		all, err := s.sendDue(ctx, d)
		note("the last digest could not be delivered", err)
		for _, r := range all { // why is in the log already
			well = well && (!r.Tried || r.State.Status == delivery.Sent)
		}
	}
	if s.config.Purge.Scheduled() {
		note("the purge failed; it is tried again in an hour", s.purgeDue(ctx, time.Now()))
	}
	keep, err := s.keepBackups()
	note("backups are not made", err)
	if keep != nil {
		well = keep(ctx, time.Now()) == nil && well
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !well:
		return ErrPartly
	}
	return nil
}

// ThenUpkeep ends a command that cron calls, whose own work is done or failed.
func (s *Service) ThenUpkeep(ctx context.Context, failure error) error {
	var busy *store.BusyError
	if errors.As(failure, &busy) || ctx.Err() != nil {
		return failure
	}
	err := s.Upkeep(ctx)
	if failure != nil {
		return failure
	}
	return err
}

// catchUp makes and sends the digest of the last scheduled moment where it was missed.
func (s *Service) catchUp(ctx context.Context, d config.Digest, now time.Time) error {
	scheduled, err := s.missed(ctx, d, now)
	if err != nil || scheduled.IsZero() {
		return err
	}
	made, err := s.store.Digests(ctx)
	if err != nil {
		return err
	}
	lag, usual := usualLag(d, made)
	if !usual || now.Sub(scheduled) <= lag+lateAfter {
		return nil
	}
	return s.publish(ctx, d, scheduled, true)
}

// usualLag is how long after the scheduled moment the digest is made when nothing goes wrong: cron may be set to
// another time than the configuration, and is not to be forestalled. ok is false where the digest of no scheduled
// moment was ever made: somebody may only be trying the program.
func usualLag(d config.Digest, made []store.DigestRecord) (lag time.Duration, ok bool) {
	for _, r := range slices.Backward(made) { // the latest first
		if r.Key.ID != d.ID || !d.At.Previous(r.Key.At).Equal(r.Key.At) {
			continue
		}
		if !r.Late {
			return max(0, r.Built.Sub(r.Key.At)), true
		}
		ok = true
	}
	return 0, ok
}

// choreNote is what is known of a chore that several processes may find due. It stands in a file beside the store.
type choreNote struct {
	// Done is the scheduled moment whose turn was done last.
	Done time.Time `json:"done,omitzero"`
	// NotBefore is until when it is not tried again after a failure.
	NotBefore time.Time `json:"not_before,omitzero"`
}

// AfterFailure is how long a chore that failed is not tried again.
const afterFailure = time.Hour

// chore runs do unless another process is at it, or it failed a short while ago. do is given the scheduled moment
// whose turn was done last, zero if that is not known, and gives back the one that is done now.
func (s *Service) chore(
	ctx context.Context, name string, now time.Time, do func(done time.Time) (time.Time, error),
) error {
	lock, err := lockFile(ctx, s.besideStore(".upkeep-"+name), 0)
	switch {
	case errors.Is(err, errHeld):
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.log.Debug("no lock for a chore", "chore", name, "error", err)
		_, err := do(time.Time{})
		return err
	}
	defer func() { _ = lock.Close() }()
	var n choreNote
	if text, err := io.ReadAll(io.LimitReader(lock, safefile.LongestNote)); err != nil || json.Unmarshal(text,
		&n) != nil {
		n = choreNote{} // new, or cut short by a kill: once too often is better than never
	}
	if n.Done.After(now) { // the clock was set back
		n.Done = time.Time{}
	}
	if now.Before(n.NotBefore) && n.NotBefore.Sub(now) <= afterFailure {
		return nil
	}
	done, failure := do(n.Done)
	if ctx.Err() != nil {
		return ctx.Err() // the next call does it
	}
	next := choreNote{Done: done}
	if failure != nil {
		next = choreNote{Done: n.Done, NotBefore: now.Add(afterFailure)}
	}
	if next == n {
		return failure
	}
	text, err := json.Marshal(next)
	if err == nil {
		err = rewrite(lock, text)
	}
	if err != nil {
		s.log.Warn("what was done could not be noted; it may be done once more", "chore", name, "error", err)
	}
	return failure
}
