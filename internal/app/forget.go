package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/store"
)

// NoPlatformError says that nobody's demand can concern a platform of that name.
type NoPlatformError struct {
	Authors string // how authors are named, such as PLATFORM:123
}

func (e NoPlatformError) Error() string { return "an author is written " + e.Authors }

// AuthorError says that an author's id is written as the platform writes none.
type AuthorError struct {
	Profile string // the address of a profile, whose letters are no part of the id
	Meant   string // the id that may be meant; empty: nothing is like it
}

func (e AuthorError) Error() string {
	return "the id is a number, with a minus for a community, channel or group, as the export shows it as author_id"
}

// Demand is one person's demand to be forgotten, in all channels where none is named. Errors are permanent:
// NoPlatformError, AuthorError and those about channels.
func (s *Service) Demand(
	platform inbox.Platform, author string, channels []inbox.ChannelID, now time.Time,
) (store.PurgeOrder, error) {
	order := store.PurgeOrder{Mode: store.Delete, At: now.In(s.config.Location), Platform: platform, Author: author}
	if _, known := s.platforms.Titles()[platform]; author == "" || !known {
		return order, UsageError{NoPlatformError{s.platforms.Authors()}}
	}
	// Whoever is looked for under another spelling would be told that nothing is stored, and stay stored.
	if n, err := strconv.ParseInt(author, 10, 64); err != nil || n == 0 || strconv.FormatInt(n, 10) != author {
		wrong := AuthorError{Profile: s.platforms.Profile()}
		digits := strings.TrimLeft(author, "abcdefghijklmnopqrstuvwxyz+0")
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil && n != 0 && !strings.HasPrefix(author, "c") {
			wrong.Meant = strconv.FormatInt(n, 10)
		}
		return order, UsageError{wrong}
	}
	for _, id := range channels {
		c, err := s.Channel(id)
		if err != nil {
			return order, err
		}
		if c.Platform != string(platform) {
			return order, usagef("%s is a channel of %s, where nobody of %s writes", id, c.Platform, platform)
		}
		order.Channels = append(order.Channels, id)
	}
	return order, nil
}

// RehearseForget is RehearsePurge for a demand. How much somebody wrote is noted as looked up.
func (s *Service) RehearseForget(ctx context.Context, order store.PurgeOrder) (f *PurgeForecast, err error) {
	if err := s.stored(); err != nil {
		return nil, err
	}
	entry := audit.Entry{Action: audit.LookUp, Path: "-"}
	for _, c := range order.Channels {
		entry.Channels = append(entry.Channels, string(c))
	}
	err = s.shown(ctx, entry, func() (err error) {
		f, err = s.RehearsePurge(ctx, order)
		return err
	})
	return f, err
}

// Forget destroys what one person wrote. finished are purges that were interrupted earlier and came to their end now,
// also with an error; done is empty where nothing of the author is stored.
func (s *Service) Forget(ctx context.Context, order store.PurgeOrder) (finished, done []Purged, err error) {
	if err := s.stored(); err != nil {
		return nil, nil, err
	}
	if finished, err = s.finishPurges(ctx); err != nil {
		return finished, nil, err
	}
	expected, err := s.store.PurgeCount(ctx, order)
	if err != nil {
		return finished, nil, err
	}
	err = s.audited(ctx, s.purgeEntry(order, expected.Messages()), func() (err error) {
		done, err = s.carryOut(ctx, order)
		return err
	})
	return finished, done, err
}
