package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"otklik/collectors"
	"otklik/collectors/telegram"
	"otklik/internal/inbox"
)

// Importer reads an export into a channel of Telegram.
func Importer() collectors.Importer {
	return collectors.Importer{
		Platform: telegram.ID, File: "result.json", Title: "an export of Telegram Desktop",
		Short: "A Telegram Desktop export (result.json) of the discussion group, or of the whole account",
		Long: "Brings in the comments from before the bot joined. In Telegram Desktop open the discussion group, " +
			"choose " +
			"\"Export chat history\"\nand the format \"Machine-readable JSON\". The same file twice changes " +
			"nothing; what " +
			"the bot has collected is joined with it.\n\n" +
			"Without any configuration the file is tried: it goes into a store of its own (--folder), and a digest " +
			"shows " +
			"what is known.",
		Read: importInto, Trial: trial,
	}
}

func importInto(
	ctx context.Context, f io.ReadSeeker, into collectors.Import, each func([]inbox.Message) error,
) (collectors.Imported, error) {
	groups, err := groupsOf(ctx, into)
	if err != nil {
		return collectors.Imported{}, err
	}
	channel := into.Channel.Settings.(*telegram.Config).Channel
	o := Options{Channel: into.Channel.ID, ChannelChat: channel, Chat: into.Chat, Groups: groups,
		Staff: into.Channel.Staff, Location: into.Location, Archive: into.Stored, Progress: into.Progress}
	// The number of a trial's configuration is made up: the file tells which channel it belongs to.
	if into.Trial {
		o.ChannelChat = 0
	}
	s, err := Read(f, o, each)
	if errors.Is(err, ErrUnnamed) {
		err = fmt.Errorf("%w; the number stands behind --chat", err)
	}
	sum := collectors.Imported{Messages: s.Messages, Service: s.Service, UndecodedCount: s.UndecodedCount,
		Undecoded: s.Undecoded, Seen: s.ChannelSeen}
	if s.ChannelSeen != 0 {
		sum.Warning = fmt.Sprintf("the posts in the file belong to the channel %d, the configuration of %s names %d; "+
			"is it the right file?", s.ChannelSeen, into.Channel.ID, channel)
	}
	// Told to the next import: from then on another group is refused.
	switch {
	case len(groups) > 0:
		sum.Chat = groups[0]
	case strings.HasSuffix(s.Type, "supergroup"):
		sum.Chat = telegram.ChatID(s.Chat)
	}
	return sum, err
}

// groupsOf are the discussion groups whose comments a channel has: as its bot has found out or, before it has, as the
// last import said.
func groupsOf(ctx context.Context, into collectors.Import) ([]int64, error) {
	id := into.Channel.ID
	for _, bot := range telegram.Bots(into.Connection, into.Channels) {
		if !slices.ContainsFunc(bot.Channels, func(c telegram.Channel) bool { return c.ID == id }) {
			continue
		}
		reads, err := telegram.New(bot)
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", id, err)
		}
		raw, err := into.Cursor(ctx, reads.Name())
		if err != nil {
			return nil, err
		}
		// What the bot has seen is newer than what a file once said.
		if groups, err := telegram.KnownGroups(raw, id); err != nil || len(groups) > 0 {
			return groups, err
		}
	}
	if into.LastChat == 0 {
		return nil, nil
	}
	return []int64{into.LastChat}, nil
}

// trial is the channel of an export that is tried.
func trial(channel int64) string {
	if channel == 0 {
		channel = -1001234567890
	}
	return fmt.Sprintf(`      - id: telegram
        platform: telegram
        bot_token: "%s"
        channel: %d
        read: [comments]
`, collectors.PlaceholderToken, channel)
}
