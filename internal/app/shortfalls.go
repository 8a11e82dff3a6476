package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/store/bolt"
)

// shortfalls are why a channel cannot be called complete now: what a digest of the day would say.
func (s *Service) shortfalls(c inbox.Coverage, now time.Time) []inbox.Shortfall {
	from := build.OneDay.Begin(now.In(s.Config.Location))
	return c.Shortfalls(s.Config.Schedule.At.Fresh(c.LastComplete, now), from, now)
}

// Incomplete says of the channels that fall short why, one sentence each.
func (s *Service) Incomplete(ctx context.Context, channels []inbox.ChannelID, now time.Time) ([]string, error) {
	names, err := s.SourceNames(channels)
	if err != nil {
		return nil, err
	}
	var sentences []string
	var coverage []inbox.Coverage
	if err := s.Store.Do(ctx, func(st *bolt.Store) error {
		coverage, err = st.Coverage(ctx, channels, names, now)
		return err
	}); err != nil {
		return nil, err
	}
	for _, c := range coverage {
		if short := s.shortfalls(c, now); len(short) > 0 {
			sentences = append(sentences, fmt.Sprintf("%s is incomplete: %s", c.Channel, shortfallWords(short)))
		}
	}
	return sentences, nil
}

// shortfallWords joins the sentences of shortfalls.
func shortfallWords(list []inbox.Shortfall) string {
	words := map[inbox.Shortfall]string{
		inbox.Stale:    "it was not read to its end lately",
		inbox.Blind:    "the platform shows it nothing at present",
		inbox.Withheld: "the platform does not show all that is there",
		inbox.Missing:  "less is stored than the platform counts",
		inbox.Lost:     "a part of the last day could not be read",
		inbox.Pending:  "not all that was read is evaluated yet",
	}
	var parts []string
	for _, s := range list {
		parts = append(parts, words[s])
	}
	return strings.Join(parts, "; ") + "; `otklik status` tells more"
}
