package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/safefile"
	"otklik/store/bolt"
)

// evaluationPatience is how long a use case waits for another process that evaluates: a pull's threads take less, and
// for more than that nobody is kept from a digest. What is not evaluated then is said to be so.
const evaluationPatience = 600 * time.Millisecond

// EvaluatePending brings the states up to date, or leaves it to another process that is at it. Everything is evaluated
// again when the reading has changed since. Threads that the reading fails for stay pending and are logged.
func (s *Service) EvaluatePending(ctx context.Context) error {
	_, err := s.evaluatePending(ctx, evaluationPatience)
	return err
}

// EvaluateAll is EvaluatePending for what must not be done with states of an earlier reading: it waits for others, and
// where they have not come to the end after a day the error says how much is pending.
func (s *Service) EvaluateAll(ctx context.Context) error { return s.evaluateAll(ctx, 24*time.Hour) }

// lookAgain is how often who waits for another process looks how far that one is.
const lookAgain = time.Second

func (s *Service) evaluateAll(ctx context.Context, patience time.Duration) error {
	started, most := time.Now(), 0
	for {
		left, err := s.evaluatePending(ctx, min(lookAgain, patience))
		if err != nil || !left {
			return err
		}
		due, threads, err := s.evaluationDue(ctx)
		if err != nil || !due {
			return err
		}
		if most = max(most, threads); s.progress != nil && most > 0 {
			s.progress(most-threads, most)
		}
		if time.Since(started) >= patience {
			return fmt.Errorf("another process has been evaluating for %s; still pending: %s; try again when it has "+
				"ended", patience, Counted(threads, "thread"))
		}
	}
}

// fewThreads are those that a decision about one message has evaluated at once; what more is pending is left to the
// next collect or digest.
const fewThreads = 300

// evaluateFew is EvaluatePending for who cannot wait for all that is stored; left says that something is pending yet.
func (s *Service) evaluateFew(ctx context.Context) (left bool, err error) {
	var version string
	var threads int
	err = s.store.Do(ctx, func(st *bolt.Store) (err error) {
		if version, err = st.ReaderVersion(ctx); err == nil {
			threads, err = st.Pending(ctx)
		}
		return err
	})
	if err != nil || version != s.evaluator.Version() || threads > fewThreads {
		return true, err
	}
	return s.evaluatePending(ctx, evaluationPatience)
}

// evaluatePending evaluates what changed; left says that it was left to another process.
func (s *Service) evaluatePending(ctx context.Context, patience time.Duration) (left bool, err error) {
	if due, _, err := s.evaluationDue(ctx); err != nil || !due {
		return false, err
	}
	release, mine, err := s.claimEvaluation(ctx, patience)
	if err != nil || !mine {
		return err == nil, err
	}
	defer release()
	return false, s.evaluate(ctx, s.evaluator)
}

// claimEvaluation keeps other processes from evaluating until release is called; mine is false where one of them is at
// it and does not end within patience. Two that evaluate would read the same threads and overtake each other. The lock
// is only a courtesy: the store keeps states right without it.
func (s *Service) claimEvaluation(ctx context.Context, patience time.Duration) (release func(), mine bool, err error) {
	path := s.besideStore(".evaluating")
	if err := safefile.MakeFolder(filepath.Dir(path)); err != nil { // before there is a store, too
		return nil, false, fmt.Errorf("make the folder of the store: %w", err)
	}
	lock, err := lockFile(ctx, path, patience)
	switch {
	case err == nil:
		return func() { _ = lock.Close() }, true, nil
	case errors.Is(err, errHeld):
		return nil, false, nil
	case ctx.Err() != nil:
		return nil, false, ctx.Err()
	}
	s.log.Debug("no lock for evaluating", "error", err)
	return func() {}, true, nil
}

// evaluate brings the states up to date for whoever has claimed that.
func (s *Service) evaluate(ctx context.Context, by inbox.Reader) error {
	// Under the lock: a process with another version must not mark everything while this one evaluates.
	if err := s.readAgain(ctx); err != nil {
		return err
	}
	all, err := s.store.Pending(ctx)
	if err != nil {
		return err
	}
	seen := 0
	evaluate := func(ctx context.Context, t inbox.Thread) ([]inbox.MessageStatus, error) {
		if seen++; s.progress != nil {
			s.progress(seen, max(all, seen))
		}
		statuses, err := inbox.Evaluate(ctx, t, by, time.Now())
		if err != nil {
			return nil, err
		}
		return statuses, inbox.AddPromises(t, statuses, s.reader.Promised(ctx, s.config.Location))
	}
	done, err := s.store.EvaluatePending(ctx, s.reader, evaluate)
	if done.Failed > 0 {
		s.log.Error("threads could not be evaluated; they stay pending and are tried again with the next pull or "+
			"digest",
			"threads", done.Failed, "error", done.Failure)
	}
	if err != nil {
		return fmt.Errorf("evaluate what changed: %w", err)
	}
	return nil
}

// evaluationDue reports whether there is anything to evaluate, and how many threads are marked for it.
func (s *Service) evaluationDue(ctx context.Context) (due bool, threads int, err error) {
	err = s.store.Do(ctx, func(st *bolt.Store) error {
		version, err := st.ReaderVersion(ctx)
		if err != nil {
			return err
		}
		threads, err = st.Pending(ctx)
		due = threads > 0 || version != s.evaluator.Version()
		return err
	})
	return due, threads, err
}

// readAgain marks everything where the reading has changed.
func (s *Service) readAgain(ctx context.Context) error {
	version, err := s.store.ReaderVersion(ctx)
	if err != nil || version == s.evaluator.Version() {
		return err
	}
	if version != "" { // an update, and not a new store
		s.log.Warn("the reading has changed, by another version or configuration: every stored message is read " +
			"again, once; what is not evaluated yet is said meanwhile")
	}
	// Marked before the version is noted: a crash between the two marks everything once more, and loses nothing.
	if err := s.store.MarkAllPending(ctx); err != nil {
		return err
	}
	return s.store.SetReaderVersion(ctx, s.evaluator.Version())
}
