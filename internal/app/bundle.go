package app

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"otklik/internal/care/support"
	"otklik/internal/inbox"
	"otklik/store/bolt"
)

func (s *Service) BundleStats(ctx context.Context) ([]byte, error) {
	stats, err := s.Store.Stats(ctx)
	if err != nil {
		return nil, err
	}
	document, err := json.Marshal(stats)
	if err != nil {
		return nil, err
	}
	return support.Filter(document, map[string]func(string) string{"Channel": support.As, "Reader": support.As})
}

// pull is one reading of a source as the bundle tells of it.
type pull struct {
	Source   string            `json:"source"`
	Channel  inbox.ChannelID   `json:"channel"`
	Ended    time.Time         `json:"ended"`
	Complete bool              `json:"complete"`
	Trouble  inbox.FailureKind `json:"trouble,omitempty"`
}

// pullsShown is how many readings of each source are told of.
const pullsShown = 10

// LastPulls walks back through what was known of each source: the coverage as of a moment before a reading's end shows the
// reading before it.
func (s *Service) LastPulls(ctx context.Context, now time.Time) ([]byte, error) {
	sources, err := s.SourceNames(s.Channels())
	if err != nil {
		return nil, err
	}
	pulls := []pull{}
	err = s.Store.Do(ctx, func(st *bolt.Store) error {
		for _, channel := range s.Channels() {
			for _, source := range sources[channel] {
				for at, n := now, 0; n < pullsShown; n++ {
					found, err := st.Coverage(ctx, []inbox.ChannelID{channel}, map[inbox.ChannelID][]string{channel: {source}}, at)
					if err != nil {
						return err
					}
					if len(found) == 0 || found[0].LastTry.IsZero() {
						break
					}
					c := found[0]
					pulls = append(pulls, pull{Source: sourceKind(source), Channel: channel, Ended: c.LastTry.UTC().Truncate(time.Second),
						Complete: c.LastComplete.Equal(c.LastTry), Trouble: c.Failure})
					at = c.LastTry.Add(-1)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return Marshal(pulls)
}

// sourceKind is a source's name without the number of an account behind it.
func sourceKind(name string) string {
	at := strings.LastIndexByte(name, ' ')
	if _, err := strconv.ParseUint(name[at+1:], 10, 64); at < 0 || err != nil {
		return name
	}
	return name[:at]
}

func Marshal(value any) ([]byte, error) {
	data, err := json.MarshalIndent(value, "", "  ")
	return append(data, '\n'), err
}
