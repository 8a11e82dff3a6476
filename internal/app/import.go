package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"otklik/collectors/telegram"
	"otklik/collectors/telegram/export"
	"otklik/internal/config"
	"otklik/internal/inbox"
)

// ImportTarget finds the channel that --official and --channel name; --channel may name both as OFFICIAL/CHANNEL.
func (s *Service) ImportTarget(official, channel string) (inbox.ChannelID, error) {
	if left, right, both := strings.Cut(channel, "/"); both && (official == "" || official == left) {
		official, channel = left, right
	}
	if official == "" || channel == "" {
		return "", usagef("--official and --channel say where the messages belong; there is %s (to try the file apart from them: --folder %s)", s.listChannels(), TrialFolder)
	}
	id := inbox.NewChannelID(official, channel)
	c, err := s.Channel(id)
	if err != nil {
		return "", err
	}
	if c.Platform != string(telegram.ID) {
		return "", usagef("%s is a channel of %s, not of telegram", id, c.Platform)
	}
	return id, nil
}

// imported is the cursor of imports: which group the channel's messages are of, for as long as no bot has told.
type imported struct {
	Imported time.Time `json:"imported"`
	Chat     int64     `json:"chat,omitempty"`
}

// groupsOf are the discussion groups whose comments a channel has: as its bot has found out or, before it has, as the last
// import said.
func (s *Service) groupsOf(ctx context.Context, id inbox.ChannelID, source string) ([]int64, error) {
	for _, bot := range telegram.Bots(s.Platforms.Connection(telegram.ID), s.Platforms.Channels(telegram.ID)) {
		if !slices.ContainsFunc(bot.Channels, func(c telegram.Channel) bool { return c.ID == id }) {
			continue
		}
		reads, err := telegram.New(bot)
		if err != nil {
			return nil, usagef("channel %s: %w", id, err)
		}
		raw, err := s.Store.Cursor(ctx, reads.Name())
		if err != nil {
			return nil, err
		}
		if groups, err := telegram.KnownGroups(raw, id); err != nil || len(groups) > 0 {
			return groups, err
		}
	}
	raw, err := s.Store.Cursor(ctx, source)
	if err != nil || raw == nil {
		return nil, err
	}
	var last imported
	if err := json.Unmarshal(raw, &last); err != nil || last.Chat == 0 {
		return nil, nil // of an earlier version, which did not keep it
	}
	return []int64{last.Chat}, nil
}

// ImportFile stores the messages of an export. A broken file is refused as a whole before anything is stored.
func (s *Service) ImportFile(ctx context.Context, f *os.File, id inbox.ChannelID, c config.Channel, chat int64, advance func(int64)) (export.Summary, inbox.CommitStats, error) {
	source := "import telegram " + string(id)
	var total inbox.CommitStats
	var group int64
	commit := func(b inbox.Batch) error {
		from, err := s.Store.Cursor(ctx, source)
		if err != nil {
			return err
		}
		if b.Next, err = json.Marshal(imported{time.Now().UTC(), group}); err != nil {
			return fmt.Errorf("note the import: %w", err)
		}
		r, err := s.Store.Commit(ctx, source, from, b)
		total.Added += r.Added
		total.Changed += r.Changed
		total.Undecoded += r.Undecoded
		total.Held += r.Held
		total.Expired += r.Expired
		total.Erased += r.Erased
		return err
	}
	groups, err := s.groupsOf(ctx, id, source)
	if err != nil {
		return export.Summary{}, total, err
	}
	if len(groups) > 0 {
		group = groups[0]
	}
	started := time.Now()
	staff := inbox.Batch{More: true}
	for _, member := range c.Staff {
		staff.Officials = append(staff.Officials, inbox.Official{Channel: id, Author: strconv.FormatInt(member, 10)})
	}
	options := export.Options{Channel: id, ChannelChat: c.Settings.(*telegram.Config).Channel, Chat: chat,
		Groups: groups, Staff: c.Staff, Location: s.Config.Location, Archive: s.Store, Progress: advance}
	summary, err := export.Read(f, options, func(messages []inbox.Message) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return commit(inbox.Batch{Messages: messages, More: true})
	})
	if errors.Is(err, export.ErrUnnamed) {
		return summary, total, fmt.Errorf("%w; the number stands behind --chat", err)
	}
	if err != nil {
		return summary, total, err
	}
	if group == 0 && strings.HasSuffix(summary.Type, "supergroup") {
		group = telegram.ChatID(summary.Chat)
	}
	if err := commit(staff); err != nil {
		return summary, total, err
	}
	if len(summary.Unread) > 0 {
		if err := commit(inbox.Batch{Undecoded: summary.Unread}); err != nil {
			return summary, total, err
		}
	}
	return summary, total, s.Store.Record(ctx, inbox.Pull{Source: source, Channels: []inbox.ChannelID{id}, Started: started, Ended: time.Now(),
		Complete: true, Added: total.Added, Changed: total.Changed, Undecoded: total.Undecoded})
}
