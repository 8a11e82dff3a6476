package app

import (
	"context"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/store/bolt"
)

// shortfalls are why a channel cannot be called complete now: what a digest of the day would say.
func (s *Service) shortfalls(c inbox.Coverage, now time.Time) []inbox.Shortfall {
	from := build.OneDay.Begin(now.In(s.config.Location))
	return c.Shortfalls(s.config.Schedule.At.Fresh(c.LastComplete, now), from, now)
}

// Incomplete is a channel that cannot be called complete, and why.
type Incomplete struct {
	Channel    inbox.ChannelID
	Shortfalls []inbox.Shortfall
}

// Incomplete are those of the channels that fall short at a moment.
func (s *Service) Incomplete(
	ctx context.Context, channels []inbox.ChannelID, now time.Time) (short []Incomplete, err error,
) {
	names, err := s.sourceNames(channels)
	if err != nil {
		return nil, err
	}
	var coverage []inbox.Coverage
	if err := s.store.Do(ctx, func(st *bolt.Store) error {
		coverage, err = st.Coverage(ctx, channels, names, now)
		return err
	}); err != nil {
		return nil, err
	}
	for _, c := range coverage {
		if why := s.shortfalls(c, now); len(why) > 0 {
			short = append(short, Incomplete{c.Channel, why})
		}
	}
	return short, nil
}
