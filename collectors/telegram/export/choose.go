package export

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"otklik/collectors/telegram"
)

// ErrUnnamed is the error of a file of which only a person can say which chat is meant (Options.Chat).
var ErrUnnamed = errors.New("name the one that is by its number")

// choose picks the chat to read. Its errors list candidates by number and type: names of chats may be names of people.
func choose(s scanned, o Options) (*chat, error) {
	if len(s.chats) == 0 {
		return nil, fmt.Errorf("the file holds no chat; export the channel's discussion group with Telegram " +
			"Desktop, as machine-readable JSON")
	}
	// A person has named it: that goes before any guess.
	if o.Chat != 0 {
		want := telegram.BareID(o.Chat)
		i := slices.IndexFunc(s.chats, func(c *chat) bool { return c.id == want })
		if i < 0 {
			return nil, fmt.Errorf("the file holds no chat %d; it holds %s", want, list(s.chats))
		}
		return readable(s.chats[i], true)
	}
	// The export of one chat: there is nothing to choose.
	if !s.whole {
		return readable(s.chats[0], false)
	}
	var candidates []*chat
	for _, c := range s.chats {
		if c.group() && (o.ChannelChat == 0 && len(c.forwards) > 0 || o.ChannelChat != 0 &&
			c.forwards[o.ChannelChat] > 0) {
			candidates = append(candidates, c)
		}
	}
	// Among several nothing is guessed: comments of another channel under this one cannot be told from its own any
	// more.
	switch len(candidates) {
	case 1:
		return readable(candidates[0], false)
	case 0:
		groups := slices.DeleteFunc(slices.Clone(s.chats), func(c *chat) bool { return !c.group() })
		return nil, fmt.Errorf("no chat of the file holds posts of the channel; %w: %s", ErrUnnamed, list(groups))
	}
	return nil, fmt.Errorf("several chats of the file may be the discussion group; %w: %s", ErrUnnamed,
		list(candidates))
}

// readable refuses what would be stored under wrong numbers.
func readable(c *chat, named bool) (*chat, error) {
	switch {
	case c.group():
		return c, nil
	case strings.HasSuffix(c.kind, "_channel"):
		return nil, fmt.Errorf("the file is the export of a channel (%d); comments stand in its discussion group: "+
			"export that", c.id)
	case c.kind == "personal_chat" || c.kind == "bot_chat":
		if named {
			return c, nil
		}
		return nil, fmt.Errorf("the file is the export of a dialog (%d, %s), not of a discussion group; it is read "+
			"only if the chat is named by its number", c.id, c.kind)
	}
	return nil, fmt.Errorf("the chat %d is of a type that holds no comments (%s)", c.id, safeKind(c.kind))
}

// foreign refuses a group that is certainly not the channel's. That its posts are of another channel is only said, see
// Summary.ChannelSeen: channels are renumbered by mistakes in configurations, too.
func foreign(c *chat, o Options) error {
	// A dialog has no group to be compared; that it was meant is asked in readable.
	if !c.group() {
		return nil
	}
	same := func(id int64) bool { return telegram.BareID(id) == c.id }
	if len(o.Groups) > 0 && !slices.ContainsFunc(o.Groups, same) {
		return fmt.Errorf("the file is the export of the group %d, but the comments of %s are those of the group %d: "+
			"configure a channel of its own for that group", c.id, o.Channel, telegram.BareID(o.Groups[0]))
	}
	return nil
}

// list names chats by number and type, at most twenty.
func list(chats []*chat) string {
	if len(chats) == 0 {
		return "no group"
	}
	var parts []string
	for i, c := range chats {
		if i == 20 {
			parts = append(parts, fmt.Sprintf("and %d more", len(chats)-i))
			break
		}
		parts = append(parts, fmt.Sprintf("%d (%s, %d messages)", c.id, safeKind(c.kind), c.count))
	}
	return strings.Join(parts, ", ")
}

// safeKind shows a type only if it looks like one.
func safeKind(kind string) string {
	if kind == "" || len(kind) > 40 || strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return "unknown type"
	}
	return kind
}
