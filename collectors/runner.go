package collectors

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"otklik/internal/inbox"
)

// Runner pulls sources to their ends.
type Runner struct {
	Sink Sink
	Log  *slog.Logger
	// Progress, if set, is told after each commit how many messages the source has brought in this pull. It may be
	// called by several goroutines.
	Progress func(source string, added int)
}

// Collect pulls every source until nothing new is left, all at the same time, one failure not disturbing the others.
// It returns one Pull per source, in the order given; each is recorded in the Sink. A Pull that was interrupted by ctx
// is recorded as incomplete.
func (r *Runner) Collect(ctx context.Context, sources []Source) []inbox.Pull {
	pulls := make([]inbox.Pull, len(sources))
	var all sync.WaitGroup
	for i, source := range sources {
		all.Go(func() { pulls[i] = r.pull(ctx, source) })
	}
	all.Wait()
	return pulls
}

func (r *Runner) pull(ctx context.Context, source Source) inbox.Pull {
	p := inbox.Pull{Source: source.Name(), Channels: source.Channels(), Started: time.Now()}
	err := r.drain(ctx, source, &p)
	p.Ended = time.Now()
	p.Complete = err == nil
	if err != nil {
		p.Failure, p.Detail = FailureKindOf(err), err.Error()
		var f *Failure
		if errors.As(err, &f) && len(f.Channels) < len(p.Channels) {
			p.Failed = f.Channels
		}
		if ctx.Err() != nil {
			p.Failure, p.Detail, p.Failed = inbox.FailureOther, "stopped before the end; the next pull goes on there",
				nil
		}
	}
	// The outcome is recorded even when ctx has ended: that the reading was cut off is what the digest must know.
	recording, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := r.Sink.Record(recording, p); err != nil {
		r.Log.Error("could not record the outcome of a pull", "source", p.Source, "error", err)
		if p.Complete {
			p.Complete, p.Failure, p.Detail = false, inbox.FailureStore, fmt.Sprintf("record the outcome: %v", err)
		}
	}
	r.report(ctx, p)
	return p
}

// mostOvertaken bounds how often a pull gives way to another process before it says so.
const mostOvertaken = 1000

// drain fetches and commits until the source has nothing more. The next page is asked for only after the previous one
// is stored.
func (r *Runner) drain(ctx context.Context, source Source, p *inbox.Pull) error {
	cursor, err := r.Sink.Cursor(ctx, source.Name())
	if err != nil {
		return storeFailure("read where the last pull ended", err)
	}
	overtaken := 0
	for {
		batch, err := fetch(ctx, source, cursor)
		if err != nil {
			return err
		}
		receipt, err := r.Sink.Commit(ctx, source.Name(), cursor, batch)
		if errors.Is(err, inbox.ErrCursorMoved) && overtaken < mostOvertaken && ctx.Err() == nil {
			// Another process collects the same source, such as a command beside the daemon. What it stored need not be
			// read again: this pull goes on where that one is now.
			overtaken++
			if cursor, err = r.Sink.Cursor(ctx, source.Name()); err != nil {
				return storeFailure("read how far another process has come", err)
			}
			continue
		}
		if err != nil {
			return storeFailure("store what was read", err)
		}
		cursor, p.Stored = batch.Next, true
		p.Added += receipt.Added
		p.Changed += receipt.Changed
		p.Deleted += receipt.Deleted
		p.Undecoded += receipt.Undecoded
		p.Warnings = append(p.Warnings, batch.Warnings...)
		p.Inaccessible, p.Reconciliation, p.Horizon = batch.Inaccessible, batch.Reconciliation, batch.Horizon
		if r.Progress != nil {
			r.Progress(source.Name(), p.Added)
		}
		if !batch.More {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("stopped before the end: %w", err)
		}
	}
}

// fetch turns a panic of a source, or of the library under it, into an error: one odd reply must not end the daemon.
func fetch(ctx context.Context, source Source, cursor []byte) (b inbox.Batch, err error) {
	defer func() {
		if v := recover(); v != nil {
			b, err = inbox.Batch{}, &Failure{Kind: inbox.FailurePlatform,
				Advice: "the reply could not be read and made the reader fail; please report this",
				Err:    fmt.Errorf("panic of type %T", v)}
		}
	}()
	b, err = source.Fetch(ctx, cursor)
	if err != nil {
		return inbox.Batch{}, fmt.Errorf("read %s: %w", source.Name(), err)
	}
	return b, nil
}

func storeFailure(doing string, err error) error {
	if errors.Is(err, inbox.ErrCursorMoved) {
		return &Failure{Kind: inbox.FailureConflict, Temporary: true,
			Advice: "another otklik process collects the same channel at the same time; what it read is stored",
			Err:    err}
	}
	return &Failure{Kind: inbox.FailureStore, Advice: doing, Err: err}
}

func (r *Runner) report(ctx context.Context, p inbox.Pull) {
	attrs := []any{"source", p.Source, "added", p.Added, "changed", p.Changed, "gone", p.Deleted,
		"took", p.Ended.Sub(p.Started).Round(time.Millisecond)}
	for _, w := range p.Warnings {
		r.Log.Warn(w, "source", p.Source)
	}
	if p.Undecoded > 0 {
		r.Log.Warn("some pieces could not be decoded; they are kept raw", "source", p.Source, "unread", p.Undecoded)
	}
	if p.Complete {
		r.Log.Info("read to the end", attrs...)
		return
	}
	if ctx.Err() != nil {
		r.Log.Info("stopped before the end", attrs...)
		return
	}
	r.Log.Error("not read to the end", append(attrs, "channels", p.Channels, "trouble", p.Failure, "error",
		p.Detail)...)
}
