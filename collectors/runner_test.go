package collectors_test

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
	"otklik/internal/inbox"
)

// pages is a source of n pages with one message each; page fail fails, page panics panics.
type pages struct {
	name         string
	n            int
	fail, panics int
	err          error
	asked        []string
	before       func()
}

func (p *pages) Name() string                { return p.name }
func (p *pages) Channels() []inbox.ChannelID { return []inbox.ChannelID{"g/c"} }
func (p *pages) Fetch(ctx context.Context, cursor []byte) (inbox.Batch, error) {
	if p.before != nil {
		p.before()
	}
	p.asked = append(p.asked, string(cursor))
	at, _ := strconv.Atoi(string(cursor))
	at++
	switch at {
	case p.fail:
		return inbox.Batch{}, p.err
	case p.panics:
		panic("текст, которого в журнале быть не должно")
	}
	return inbox.Batch{
		Messages: []inbox.Message{{Channel: "g/c", Kind: inbox.Comment, ID: p.name + strconv.Itoa(at), Thread: "1"}},
		Next:     []byte(strconv.Itoa(at)), More: at < p.n,
	}, nil
}

func runner(m collectors.Sink, log *strings.Builder) collectors.Runner {
	return collectors.Runner{Sink: m, Log: slog.New(slog.NewTextHandler(log, nil))}
}

func TestRunnerStoresEachPageBeforeTheNext(t *testing.T) {
	m := sourcetest.NewMemory()
	p := &pages{name: "a", n: 3}
	p.before = func() {
		if got := m.Commits(); got != len(p.asked) {
			t.Errorf("page %d was asked for after %d commits", len(p.asked)+1, got)
		}
	}
	r := runner(m, &strings.Builder{})
	pull := r.Collect(t.Context(), []collectors.Source{p})[0]
	if !pull.Complete || pull.Added != 3 {
		t.Fatalf("%+v", pull)
	}
	if len(m.Pulls()) != 1 {
		t.Error("the outcome was not recorded")
	}
}

func TestRunnerKeepsWhatCameBeforeAFailureAndGoesOnThere(t *testing.T) {
	m := sourcetest.NewMemory()
	p := &pages{name: "a", n: 4, fail: 3, err: &collectors.Failure{Kind: inbox.FailureToken,
		Advice: "give a new token"}}
	other := &pages{name: "b", n: 2}
	r := runner(m, &strings.Builder{})
	pulls := r.Collect(t.Context(), []collectors.Source{p, other})
	if pulls[0].Complete || pulls[0].Failure != inbox.FailureToken || pulls[0].Added != 2 ||
		!strings.Contains(pulls[0].Detail, "give a new token") {
		t.Errorf("the failed one: %+v", pulls[0])
	}
	if !pulls[1].Complete || pulls[1].Added != 2 {
		t.Errorf("its neighbour: %+v", pulls[1])
	}
	p.fail = 0
	if again := r.Collect(t.Context(), []collectors.Source{p})[0]; !again.Complete || again.Added != 2 {
		t.Errorf("the next run: %+v", again)
	}
	if got := len(m.Messages()); got != 6 {
		t.Errorf("%d messages stored, want 6", got)
	}
}

func TestRunnerTurnsAPanicIntoAFailure(t *testing.T) {
	var log strings.Builder
	m := sourcetest.NewMemory()
	r := runner(m, &log)
	pull := r.Collect(t.Context(), []collectors.Source{&pages{name: "a", n: 2, panics: 2}})[0]
	if pull.Complete || pull.Failure != inbox.FailurePlatform || pull.Added != 1 {
		t.Errorf("%+v", pull)
	}
	if strings.Contains(log.String(), "текст") || strings.Contains(pull.Detail, "текст") {
		t.Error("the panic's value, which may be a citizen's words, was logged")
	}
}

func TestRunnerRecordsAnInterruptedPull(t *testing.T) {
	m := sourcetest.NewMemory()
	ctx, cancel := context.WithCancel(t.Context())
	p := &pages{name: "a", n: 9, before: nil}
	p.before = func() {
		if len(p.asked) == 2 {
			cancel()
		}
	}
	r := runner(m, &strings.Builder{})
	pull := r.Collect(ctx, []collectors.Source{p})[0]
	if pull.Complete || len(m.Pulls()) != 1 || m.Pulls()[0].Complete {
		t.Errorf("%+v", pull)
	}
	if got := len(m.Messages()); got != 3 {
		t.Errorf("%d messages, want the 3 that were read", got)
	}
}

// brokenSink fails to commit, as on a full disk.
type brokenSink struct{ *sourcetest.Memory }

func (brokenSink) Commit(context.Context, string, []byte, inbox.Batch) (inbox.CommitStats, error) {
	return inbox.CommitStats{}, errors.New("no space left on device")
}

func TestRunnerSaysThatTheStoreFailed(t *testing.T) {
	p := &pages{name: "a", n: 3}
	r := runner(brokenSink{sourcetest.NewMemory()}, &strings.Builder{})
	pull := r.Collect(t.Context(), []collectors.Source{p})[0]
	if pull.Complete || pull.Failure != inbox.FailureStore || !strings.Contains(pull.Detail, "no space left") {
		t.Errorf("%+v", pull)
	}
	if len(p.asked) != 1 {
		t.Errorf("%d pages were asked for although the first could not be stored", len(p.asked))
	}
}

func TestRetry(t *testing.T) {
	temporary := func(after time.Duration) error {
		return &collectors.Failure{Kind: inbox.FailureLimit, Temporary: true, RetryAfter: after, Advice: "wait"}
	}
	cases := []struct {
		name  string
		errs  []error // of the tries in order; success after them
		tries int
		ok    bool
		least time.Duration
		most  time.Duration
	}{
		{"success at once", nil, 1, true, 0, 0},
		// Pauses of 0.5 and 1 s, each up to a half shorter or longer by chance.
		{"two faults", []error{temporary(0), temporary(0)}, 3, true, 750 * time.Millisecond, 2250 * time.Millisecond},
		{"retry_after is honoured", []error{temporary(30 * time.Second)}, 2, true, 30 * time.Second, 32 * time.Second},
		{"retry_after beyond the patience", []error{temporary(time.Hour)}, 1, false, 0, 0},
		{"a lasting failure", []error{&collectors.Failure{Kind: inbox.FailureToken}}, 1, false, 0, 0},
		{"a foreign error", []error{errors.New("odd")}, 1, false, 0, 0},
		{"it never passes", []error{temporary(0), temporary(0), temporary(0), temporary(0), temporary(0),
			temporary(0), temporary(0)}, 6, false, 5 * time.Second, 90 * time.Second},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, tries := time.Now(), 0
				_, err := collectors.Retry(t.Context(), collectors.DefaultRetry(), func(context.Context) (int, error) {
					tries++
					if tries <= len(c.errs) {
						return 0, c.errs[tries-1]
					}
					return 1, nil
				})
				took := time.Since(began)
				if tries != c.tries || (err == nil) != c.ok || took < c.least || took > c.most {
					t.Errorf("%d tries in %v, error %v", tries, took, err)
				}
			})
		})
	}
}

func TestRetryEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		_, err := collectors.Retry(ctx, collectors.DefaultRetry(), func(context.Context) (int, error) {
			return 0, &collectors.Failure{Temporary: true, RetryAfter: time.Minute}
		})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 2*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}

// overtaking is a sink in which another process stores the next page just before ours.
type overtaking struct {
	*sourcetest.Memory
	left int
}

func (o *overtaking) Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error) {
	if o.left > 0 {
		o.left--
		if _, err := o.Memory.Commit(ctx, source, from, b); err != nil {
			return inbox.CommitStats{}, err
		}
	}
	return o.Memory.Commit(ctx, source, from, b)
}

func TestRunnerGoesOnWhereAnotherProcessIs(t *testing.T) {
	m := &overtaking{Memory: sourcetest.NewMemory(), left: 2}
	r := runner(m, &strings.Builder{})
	pull := r.Collect(t.Context(), []collectors.Source{&pages{name: "a", n: 5}})[0]
	if !pull.Complete {
		t.Fatalf("%+v", pull)
	}
	if got := len(m.Messages()); got != 5 {
		t.Errorf("%d messages, want 5", got)
	}
}
