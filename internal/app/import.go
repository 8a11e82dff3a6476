package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// ImportTarget finds the channel that --official and --channel name; --channel may name both as OFFICIAL/CHANNEL.
func (s *Service) ImportTarget(by collectors.Importer, official, channel string) (inbox.ChannelID, error) {
	if left, right, both := strings.Cut(channel, "/"); both && (official == "" || official == left) {
		official, channel = left, right
	}
	if official == "" || channel == "" {
		return "", usagef("--official and --channel say where the messages belong; there is %s (to try the file apart "+
			"from them: --folder %s)", s.listChannels(), TrialFolder)
	}
	id := inbox.NewChannelID(official, channel)
	c, err := s.Channel(id)
	if err != nil {
		return "", err
	}
	if c.Platform != string(by.Platform) {
		return "", usagef("%s is a channel of %s, not of %s", id, c.Platform, by.Platform)
	}
	return id, nil
}

// importNote is the cursor of a channel's imports: what one of them has to tell the next.
type importNote struct {
	Imported time.Time `json:"imported"`
	Keep     int64     `json:"chat,omitempty"`
}

// FileImport is a file to be imported.
type FileImport struct {
	By      collectors.Importer
	Channel inbox.ChannelID
	// Chat and Trial as in collectors.Import.
	Chat  int64
	Trial bool
	// Progress may be nil.
	Progress func(bytes int64)
}

// Import stores the messages of a file. A broken file is refused as a whole before anything is stored.
func (s *Service) Import(
	ctx context.Context, f io.ReadSeeker, order FileImport,
) (sum collectors.Imported, total inbox.CommitStats, err error) {
	channel, err := s.Channel(order.Channel)
	if err != nil {
		return sum, total, err
	}
	platform := order.By.Platform
	source := fmt.Sprintf("import %s %s", platform, order.Channel)
	note := importNote{Imported: time.Now().UTC()}
	if raw, err := s.Store.Cursor(ctx, source); err != nil {
		return sum, total, err
	} else if raw != nil {
		var last importNote
		_ = json.Unmarshal(raw, &last) // an earlier version kept nothing
		note.Keep = last.Keep
	}
	commit := func(b inbox.Batch) error {
		from, err := s.Store.Cursor(ctx, source)
		if err != nil {
			return err
		}
		if b.Next, err = json.Marshal(note); err != nil {
			return fmt.Errorf("note the import: %w", err)
		}
		r, err := s.Store.Commit(ctx, source, from, b)
		total.Add(r)
		return err
	}
	into := collectors.Import{Connection: s.Platforms.Connection(platform), Channels: s.Platforms.Channels(platform),
		Channel: collectors.Channel{Channel: channel, ID: order.Channel}, Trial: order.Trial, Chat: order.Chat,
		Cursor: s.Store.Cursor, Kept: note.Keep, Location: s.Config.Location, Progress: order.Progress}
	sum, err = order.By.Read(ctx, f, into, func(messages []inbox.Message) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return commit(inbox.Batch{Messages: messages, More: true})
	})
	if err != nil {
		return sum, total, err
	}
	note.Keep = sum.Keep
	staff := inbox.Batch{More: true}
	for _, member := range channel.Staff {
		author := strconv.FormatInt(member, 10)
		staff.Officials = append(staff.Officials, inbox.Official{Channel: order.Channel, Author: author})
	}
	if err := commit(staff); err != nil {
		return sum, total, err
	}
	if len(sum.Unread) > 0 {
		if err := commit(inbox.Batch{Undecoded: sum.Unread}); err != nil {
			return sum, total, err
		}
	}
	return sum, total, s.Store.Record(ctx, inbox.Pull{Source: source, Channels: []inbox.ChannelID{order.Channel},
		Started: note.Imported, Ended: time.Now(), Complete: true, Added: total.Added, Changed: total.Changed,
		Undecoded: total.Undecoded})
}
