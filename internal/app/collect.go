package app

import (
	"context"

	"otklik/collectors"
	"otklik/internal/inbox"
	"otklik/store/bolt"
)

// Collect pulls the channels to their ends and evaluates what changed. progress, which may be nil, is told how many
// messages a source has brought so far; it is called by several goroutines. Where somebody else holds the store, that
// is said before the platforms are asked. A pull that is not complete says why; it is no error.
func (s *Service) Collect(
	ctx context.Context, channels []inbox.ChannelID, progress func(source string, added int),
) ([]inbox.Pull, error) {
	if err := s.store.Do(ctx, func(*bolt.Store) error { return nil }); err != nil {
		return nil, err
	}
	return s.collect(ctx, channels, progress)
}

// collect pulls the channels to their ends and evaluates what changed. progress may be nil.
func (s *Service) collect(
	ctx context.Context, channels []inbox.ChannelID, progress func(string, int)) ([]inbox.Pull, error,
) {
	sources, err := s.sources(channels)
	if err != nil {
		return nil, err
	}
	to := sink{s.store, s.hide, s.cautious}
	runner := collectors.Runner{Sink: to, Log: s.log, Progress: progress}
	pulls := runner.Collect(ctx, sources)
	for i := range pulls {
		pulls[i] = to.cleanPull(pulls[i])
	}
	if ctx.Err() != nil {
		return pulls, nil // what changed stays marked and is evaluated by whoever comes next
	}
	return pulls, s.EvaluatePending(ctx)
}
