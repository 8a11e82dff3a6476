package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors/registry"
	"otklik/internal/config"
)

// scriptedJobs records what the daemon asks for.
type scriptedJobs struct {
	mu        sync.Mutex
	pulls     []time.Time
	running   int
	overlap   bool
	published map[string][]time.Time // digest → scheduled moments
	late      map[time.Time]bool
	made      time.Time // when the store was made: nothing before it was missed
	pullTakes time.Duration
	panicking bool
	deaf      bool // does not obey its context
	failing   int  // this many publications fail
	backups   func(context.Context, time.Time) error
	// alerts are when it was looked for what cannot wait, renotified how often notices were sent again.
	alerts     []time.Time
	renotified int
	// asleep holds up everything the daemon wants until it is closed, as on a machine that is suspended. A bubble
	// cannot stop its goroutines while the clock goes on; that none of them gets anywhere comes to the same.
	asleep chan struct{}
}

func (d *scriptedJobs) wake() {
	d.mu.Lock()
	asleep := d.asleep
	d.mu.Unlock()
	if asleep != nil {
		<-asleep
	}
}

// suspend lets time go by while nothing moves.
func (d *scriptedJobs) suspend(how time.Duration) {
	d.mu.Lock()
	d.asleep = make(chan struct{})
	d.mu.Unlock()
	pass(how)
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.asleep)
	d.asleep = nil
}

func (d *scriptedJobs) purgeDue(context.Context, time.Time) error { return nil }

func (d *scriptedJobs) pull(ctx context.Context) error {
	d.wake()
	d.mu.Lock()
	d.pulls = append(d.pulls, time.Now())
	d.running++
	d.overlap = d.overlap || d.running > 1
	takes, panicking, deaf := d.pullTakes, d.panicking, d.deaf
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		d.running--
		d.mu.Unlock()
	}()
	if panicking {
		panic("a fault")
	}
	if deaf {
		ctx = context.Background()
	}
	timer := time.NewTimer(takes)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *scriptedJobs) missed(_ context.Context, c config.Digest, now time.Time) (time.Time, error) {
	d.wake()
	d.mu.Lock()
	defer d.mu.Unlock()
	at := c.At.Previous(now)
	for _, done := range d.published[c.ID] {
		if done.Equal(at) {
			return time.Time{}, nil
		}
	}
	if now.Sub(at) > lateAfter && d.made.After(at) {
		return time.Time{}, nil
	}
	return at, nil
}

func (d *scriptedJobs) publish(_ context.Context, c config.Digest, scheduled time.Time, late bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failing > 0 {
		d.failing--
		return errors.New("the disk is full")
	}
	d.published[c.ID] = append(d.published[c.ID], scheduled)
	d.late[scheduled] = late
	return nil
}

func (d *scriptedJobs) alert(context.Context, time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.alerts = append(d.alerts, time.Now())
	return errors.New("the store is busy") // nothing waits for it
}

func (d *scriptedJobs) renotify(context.Context, time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.renotified++
	return nil
}

func (d *scriptedJobs) redeliver(context.Context, config.Digest) error {
	d.wake()
	return nil
}

// watch runs a daemon over the jobs for some time of a bubble, from 07:58 in Moscow.
func watch(t *testing.T, d *scriptedJobs, how func(ctx context.Context)) (stopTook time.Duration) {
	t.Helper()
	c, err := config.Parse(registry.Configurations(), []byte("officials: [{id: g, channels: [{platform: vk, "+
		"owner_id: -1, service_token: x}]}]"),
		filepath.Join(t.TempDir(), "config.yaml"), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	d.published, d.late = map[string][]time.Time{}, map[time.Time]bool{}
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 11, 23, 7, 58, 0, 0, c.Location)
		pass(time.Until(start)) // a bubble's clock begins in 2000
		if d.made.IsZero() {
			d.made = start
		}
		daemon := &daemon{jobs: d, config: c, log: slog.New(slog.DiscardHandler), notify: func(string) {},
			reading: make(chan struct{}, 1), backups: d.backups}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- daemon.run(ctx) }()
		how(ctx)
		cancel()
		stopped := time.Now()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		stopTook = time.Since(stopped)
	})
	return stopTook
}

// pass lets a bubble's time go by.
func pass(d time.Duration) { <-time.After(d) }

func TestDaemonKeepsItsSchedules(t *testing.T) {
	t.Parallel()
	d := &scriptedJobs{pullTakes: 10 * time.Second}
	watch(t, d, func(context.Context) { pass(24*time.Hour + 4*time.Minute) })
	// One pull at the start, then every five minutes from 08:00 to 08:00 of the next day.
	if got, want := len(d.pulls), 1+24*12+1; got != want {
		t.Errorf("%d pulls, want %d", got, want)
	}
	if got := d.published["morning"]; len(got) != 2 || got[0].Hour() != 8 || d.late[got[0]] || d.late[got[1]] {
		t.Errorf("published %v, late %v", got, d.late)
	}
	if d.overlap {
		t.Error("two pulls at the same time")
	}
	// After each pull it is looked for what cannot wait, within the collecting period; what did not arrive is sent again
	// each minute.
	if len(d.alerts) != len(d.pulls) || d.renotified < 24*60 {
		t.Errorf("%d times looked for alerts after %d pulls, sent again %d times", len(d.alerts), len(d.pulls),
			d.renotified)
	}
	for n, at := range d.alerts {
		if at.Sub(d.pulls[n]) != d.pullTakes {
			t.Errorf("alerts at %v after the pull of %v", at, d.pulls[n])
			break
		}
	}
}

func TestDaemonDoesNotOverlapSlowPulls(t *testing.T) {
	t.Parallel()
	d := &scriptedJobs{pullTakes: 12 * time.Minute}
	watch(t, d, func(context.Context) { pass(time.Hour) })
	if d.overlap {
		t.Error("two pulls at the same time")
	}
	if got := d.published["morning"]; len(got) != 1 {
		t.Errorf("a slow platform held up the digest: %v", got)
	}
}

func TestDaemonSurvivesPanics(t *testing.T) {
	t.Parallel()
	d := &scriptedJobs{panicking: true}
	watch(t, d, func(context.Context) { pass(20 * time.Minute) })
	if got := len(d.pulls); got < 4 {
		t.Errorf("%d pulls: a panic stopped the schedule", got)
	}
	if got := d.published["morning"]; len(got) != 1 {
		t.Errorf("published %v", got)
	}
}

func TestDaemonCatchesUpOnce(t *testing.T) {
	t.Parallel()
	d := &scriptedJobs{made: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)} // the store is older than yesterday's digest
	watch(t, d, func(context.Context) { pass(time.Minute) })
	got := d.published["morning"]
	if len(got) != 1 || got[0].Day() != 22 || !d.late[got[0]] {
		t.Errorf("published %v, late %v; want yesterday's once, marked late", got, d.late)
	}
}

// A machine that was suspended reads again within minutes, and makes the digest that it slept through once, marked
// late.
func TestDaemonAfterASuspend(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, suspended time.Duration
		published, late   int
		last              time.Time
	}{
		// From 07:59 for an hour: today's digest.
		"an hour over the digest": {time.Minute, time.Hour, 1, 1, time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)},
		// From 08:58 for an hour: nothing was missed.
		"an hour between": {time.Hour, time.Hour, 1, 0, time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)},
		// From 08:58 for a day: tomorrow's.
		"a day": {time.Hour, 24 * time.Hour, 2, 1, time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)},
		// Over two digests: only the last is made up for, as one of two days would be old news.
		"two days": {time.Hour, 48 * time.Hour, 2, 1, time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			d := &scriptedJobs{pullTakes: 10 * time.Second}
			pulls, woken := 0, time.Time{}
			watch(t, d, func(context.Context) {
				pass(c.before)
				d.suspend(c.suspended)
				woken = time.Now()
				d.mu.Lock()
				pulls = len(d.pulls)
				d.mu.Unlock()
				pass(20 * time.Minute)
			})
			if len(d.pulls) < pulls+3 || d.pulls[pulls].Sub(woken) > 5*time.Minute || d.overlap {
				t.Errorf("pulls after waking at %v: %v", woken, d.pulls[pulls:])
			}
			got, late := d.published["morning"], 0
			for _, is := range d.late {
				if is {
					late++
				}
			}
			if len(got) != c.published || late != c.late {
				t.Fatalf("published %v, late %v", got, d.late)
			}
			if last := got[len(got)-1]; last.Day() != c.last.Day() || last.Hour() != 8 {
				t.Errorf("the last is of %v", last)
			}
		})
	}
}

func TestDaemonTriesAFailedDigestAgain(t *testing.T) {
	t.Parallel()
	d := &scriptedJobs{failing: 2}
	watch(t, d, func(context.Context) { pass(30 * time.Minute) })
	if got := d.published["morning"]; len(got) != 1 || !d.late[got[0]] {
		t.Errorf("published %v, late %v", got, d.late)
	}
}

// A backup that was missed is made at the start, while the channels are still being read, and then looked for every
// minute.
func TestDaemonBacksUpAtItsStart(t *testing.T) {
	t.Parallel()
	d := &scriptedJobs{pullTakes: time.Hour}
	var made []time.Time
	d.backups = func(context.Context, time.Time) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		made = append(made, time.Now())
		return errors.New("no disk")
	}
	var start time.Time
	watch(t, d, func(context.Context) {
		start = time.Now()
		pass(3*time.Minute + time.Second)
	})
	if len(made) != 4 || !made[0].Equal(start) {
		t.Errorf("started at %v, backups at %v", start, made)
	}
}

func TestDaemonStopsInTime(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]*scriptedJobs{"obedient": {pullTakes: time.Hour},
		"deaf": {pullTakes: 30 * time.Second, deaf: true}} {
		t.Run(name, func(t *testing.T) {
			if took := watch(t, d, func(context.Context) { pass(3 * time.Minute) }); took > 10*time.Second {
				t.Errorf("stopping took %v", took)
			}
		})
	}
}
