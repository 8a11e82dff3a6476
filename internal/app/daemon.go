package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"otklik/internal/config"
	"otklik/internal/delivery/queue"
	"otklik/store"
)

// jobs is the daemon's work, apart from when it is done: office outside tests.
type jobs interface {
	// pull reads all channels.
	pull(ctx context.Context) error
	// missed says which digest moment has passed without its digest being made; zero if none.
	missed(ctx context.Context, d config.Digest, now time.Time) (time.Time, error)
	// publish makes and sends the digest of the given moment.
	publish(ctx context.Context, d config.Digest, scheduled time.Time, late bool) error
	// purgeDue destroys what is past its time.
	purgeDue(ctx context.Context, now time.Time) error
	// redeliver sends the newest stored digest to whoever may not have had it.
	redeliver(ctx context.Context, d config.Digest) error
	// alert tells of what cannot wait for a digest.
	alert(ctx context.Context, now time.Time) error
	// renotify sends what was told between digests to whoever may not have had it.
	renotify(ctx context.Context, now time.Time) error
}

// daemon runs jobs on their schedules.
type daemon struct {
	jobs   jobs
	config *config.Config
	log    *slog.Logger
	notify func(state string)
	// heartbeat is how often the service manager wants to hear that the daemon is alive; zero: not at all.
	heartbeat time.Duration
	// backups makes the backup that is due, if one is; nil: none are configured.
	backups func(ctx context.Context, now time.Time) error
	// consult asks the assistant about what is unsure; nil: there is none.
	consult func(ctx context.Context)
	// reading is held while channels are read.
	reading chan struct{}
}

// DaemonOptions are what the daemon tells of itself.
type DaemonOptions struct {
	// Notify tells the service manager of a state, as sd_notify(3) names it; nil: nobody is told.
	Notify func(state string)
	// Heartbeat is how often it wants to hear that the daemon is alive; 0: not at all.
	Heartbeat time.Duration
}

// RunDaemon collects and makes digests, backups and purges on their schedules until ctx ends, which is no error. A
// second daemon on the same store is refused.
func (s *Service) RunDaemon(ctx context.Context, o DaemonOptions) error {
	release, err := s.claim(ctx, time.Now())
	if err != nil {
		return err
	}
	defer release()
	d := newDaemon(s)
	if d.backups, err = s.keepBackups(); err != nil {
		return err
	}
	if o.Notify != nil {
		d.notify = o.Notify
	}
	if s.assistant != nil {
		d.consult = s.Consult
	}
	d.heartbeat = o.Heartbeat
	return d.run(ctx)
}

func newDaemon(s *Service) *daemon {
	return &daemon{jobs: s, config: s.config, log: s.log, notify: func(string) {}, reading: make(chan struct{}, 1)}
}

// patience is how long a digest waits for a reading that is going on: a digest at 8:00 should have the messages of
// 7:59, but a platform that hangs must not hold it up.
const patience = time.Minute

// retryEvery is how often the deliveries that wait are looked at; when each is tried again is decided by its state.
const retryEvery = time.Minute

// LateAfter is when a digest counts as late.
const lateAfter = 10 * time.Minute

// run works until ctx ends, then ends within stopWithin.
func (d *daemon) run(ctx context.Context) error {
	logger := cronLog{d.log}
	// Recover stands inside SkipIfStillRunning: the other way round a panic would leave the job marked as running for
	// ever.
	jobs := cron.New(cron.WithLocation(d.config.Location), cron.WithLogger(logger),
		cron.WithChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)))
	jobs.Schedule(d.config.Schedule.At, cron.FuncJob(func() { d.collect(ctx) }))
	for _, digest := range d.config.Digests {
		jobs.Schedule(digest.At, cron.FuncJob(func() { d.due(ctx, digest) }))
	}
	if d.config.Purge.Scheduled() {
		jobs.Schedule(d.config.Purge.At, cron.FuncJob(func() { d.purge(ctx) }))
		jobs.Schedule(cron.Every(afterFailure), cron.FuncJob(func() { d.purge(ctx) })) // one that failed
	}
	jobs.Schedule(cron.Every(retryEvery), cron.FuncJob(func() { d.retry(ctx) }))
	if d.consult != nil { // a job of its own: no pull and no digest waits for it
		jobs.Schedule(cron.Every(retryEvery), cron.FuncJob(func() { d.consult(ctx) }))
	}
	first := sync.WaitGroup{}
	atOnce := func(do func(context.Context)) {
		// The same protection as the jobs have.
		first.Go(cron.NewChain(cron.Recover(logger)).Then(cron.FuncJob(func() { do(ctx) })).Run)
	}
	if d.backups != nil {
		jobs.Schedule(cron.Every(time.Minute), cron.FuncJob(func() { d.backUp(ctx) }))
		atOnce(d.backUp) // a missed one does not wait until all channels are read
	}
	atOnce(d.begin)
	jobs.Start()
	d.log.Info("running", "collect", d.config.Schedule.Collect, "digests", len(d.config.Digests), "store",
		d.config.Store.Path)
	d.notify("READY=1")
	d.live(ctx)
	d.notify("STOPPING=1")
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		<-jobs.Stop().Done()
		first.Wait()
	}()
	return ended(ctx, d.log, waitFor(stopped, stopWithin))
}

// live waits for the end and meanwhile tells the service manager that the daemon is alive.
func (d *daemon) live(ctx context.Context) {
	if d.heartbeat <= 0 {
		<-ctx.Done()
		return
	}
	ticker := time.NewTicker(d.heartbeat)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			d.notify("WATCHDOG=1")
		}
	}
}

// begin is what is done at the start: read at once, and make up for digests that were missed while the program was off.
func (d *daemon) begin(ctx context.Context) {
	d.retry(ctx)
	d.collect(ctx)
	for _, digest := range d.config.Digests {
		d.due(ctx, digest) // one whose moment has just passed is not late yet, and its schedule will not call again
	}
	if d.config.Purge.Scheduled() {
		d.purge(ctx) // finishes one that was interrupted, and makes up for a missed night
	}
}

// backUp makes the backup that is due; what fails stands in the log.
func (d *daemon) backUp(ctx context.Context) { _ = d.backups(ctx, time.Now()) }

// purge destroys what is past its time, with a certificate.
func (d *daemon) purge(ctx context.Context) {
	if err := d.jobs.purgeDue(ctx, time.Now()); err != nil && ctx.Err() == nil {
		d.log.Error("the purge failed; it goes on from there in an hour", "error", err)
	}
}

// retry sends the newest digests to those who have not had them and whose turn it is.
func (d *daemon) retry(ctx context.Context) {
	for _, digest := range d.config.Digests {
		if err := d.jobs.redeliver(ctx, digest); err != nil && ctx.Err() == nil {
			d.log.Error("the last digest could not be delivered", "digest", digest.ID, "error", err)
		}
	}
	if err := d.jobs.renotify(ctx, time.Now()); err != nil && ctx.Err() == nil {
		d.log.Error("a notice could not be delivered", "error", err)
	}
}

// collect reads all channels unless that is going on already, and then makes the digests that are due: after a
// suspended night this, not the digest's own schedule, is what notices.
func (d *daemon) collect(ctx context.Context) {
	select {
	case d.reading <- struct{}{}:
	default:
		d.log.Warn("the channels are still being read; this round is left out")
		return
	}
	if err := d.pull(ctx); err != nil && ctx.Err() == nil {
		d.log.Error("collecting failed", "error", err)
	}
	if err := d.jobs.alert(ctx, time.Now()); err != nil && ctx.Err() == nil {
		d.log.Error("what cannot wait could not be looked for", "error", err)
	}
	for _, digest := range d.config.Digests {
		if now := time.Now(); now.Sub(digest.At.Previous(now)) > lateAfter {
			d.due(ctx, digest)
		}
	}
}

// pull gives the reading free again, even where the pull panics.
func (d *daemon) pull(ctx context.Context) error {
	defer func() { <-d.reading }()
	return d.jobs.pull(ctx)
}

// due makes the digest of the last scheduled moment if there is none yet.
func (d *daemon) due(ctx context.Context, digest config.Digest) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case d.reading <- struct{}{}:
		<-d.reading
	case <-timer.C:
		d.log.Warn("a reading takes long; the digest does not wait for it", "digest", digest.ID)
	case <-ctx.Done():
		return
	}
	now, scheduled, err := time.Now(), time.Time{}, error(nil)
	for {
		if scheduled, err = d.jobs.missed(ctx, digest, now); err != nil || ctx.Err() != nil {
			break
		}
		// Where the machine was suspended meanwhile, another digest may be due by now. Round(0) makes it the clock on
		// the wall: the other one stands still then.
		asked := now
		if now = time.Now(); now.Round(0).Sub(asked.Round(0)) <= lateAfter {
			break
		}
	}
	if err == nil && !scheduled.IsZero() {
		err = d.jobs.publish(ctx, digest, scheduled, now.Sub(scheduled) > lateAfter)
	}
	if err != nil && ctx.Err() == nil {
		d.log.Error("the digest failed", "digest", digest.ID, "error", err)
	}
}

// cronLog passes the cron library's notes on.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(msg string, args ...any) { l.log.Debug("schedule: "+msg, args...) }

func (l cronLog) Error(err error, msg string, args ...any) {
	l.log.Error("schedule: "+msg, append(args, "error", err)...)
}

// pull implements jobs.
func (s *Service) pull(ctx context.Context) error {
	_, err := s.collect(ctx, s.Channels(), nil)
	return err
}

// missed implements jobs. A store that did not exist yet at the scheduled moment has missed nothing.
func (s *Service) missed(ctx context.Context, d config.Digest, now time.Time) (time.Time, error) {
	scheduled := d.At.Previous(now)
	if scheduled.IsZero() {
		return time.Time{}, nil
	}
	_, err := s.store.Digest(ctx, store.DigestKey{ID: d.ID, At: scheduled.UTC()})
	switch {
	case err == nil:
		return time.Time{}, nil
	case !errors.Is(err, store.ErrNotFound):
		return time.Time{}, err
	}
	if now.Sub(scheduled) <= lateAfter {
		return scheduled, nil
	}
	stats, err := s.store.Stats(ctx)
	if err != nil || stats.Created.After(scheduled) {
		return time.Time{}, err
	}
	return scheduled, nil
}

// publish implements jobs. A late digest shows the picture of now, not that of a moment at which nobody looked.
func (s *Service) publish(ctx context.Context, d config.Digest, scheduled time.Time, late bool) error {
	at := scheduled
	if late {
		at = time.Now()
	}
	key := digestKey(d.ID, scheduled)
	if err := s.inTurn(ctx, d.ID, sendingPatience, func() error {
		_, err := s.send(ctx, d, key, at, late)
		return err
	}); err != nil {
		return fmt.Errorf("make and send the digest %s: %w", d.ID, err)
	}
	return nil
}

// redeliver implements jobs. What cannot be delivered is noted with its reason and is no error.
func (s *Service) redeliver(ctx context.Context, d config.Digest) error {
	_, err := s.sendDue(ctx, d)
	return err
}

// sendDue sends the newest stored digest to whoever has not had it and whose turn it is.
func (s *Service) sendDue(ctx context.Context, d config.Digest) (results []queue.Result, err error) {
	record, err := s.store.LastDigest(ctx, d.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	err = s.inTurn(ctx, d.ID, 0, func() error {
		results, err = s.deliver(ctx, d, record.Key)
		return err
	})
	if errors.Is(err, ErrSending) {
		return nil, nil // it is being done
	}
	return results, err
}
