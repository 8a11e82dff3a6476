package app

import (
	"context"
	"os/user"
	"slices"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
)

// LookedUp notes that messages are shown, or how many somebody wrote, without a deed that would be noted itself.
func (s *Service) LookedUp(ctx context.Context, messages []inbox.Record, show func() error) error {
	e := audit.Entry{Action: audit.LookUp, Count: min(len(messages), ListedCandidates), Path: Destination("")}
	for _, r := range messages {
		if c := string(r.Message.Channel); !slices.Contains(e.Channels, c) {
			e.Channels = append(e.Channels, c)
		}
	}
	slices.Sort(e.Channels)
	// The refusal that follows is no failure of the showing.
	var refused error
	if err := s.Shown(ctx, e, func() error {
		refused = show()
		return nil
	}); err != nil {
		return err
	}
	return refused
}

func Decider(given string) string {
	if given != "" {
		return given
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}
