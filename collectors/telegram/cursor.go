package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// cursorVersion is raised when a cursor of an older program could be misread.
const cursorVersion = 1

// restartsAfter is when the offset is dropped: after a week of quiet Telegram numbers updates from a random number on,
// which may lie below the offset (https://core.telegram.org/bots/api#update). By then an empty reply has shown that
// everything before the offset is confirmed, so that asking without an offset brings only what is new.
const restartsAfter = 6 * 24 * time.Hour

// cursor is what a pull leaves for the next one.
type cursor struct {
	Version int `json:"version"`
	// Offset is the id of the last update of the last batch plus one: the updates before it are stored.
	Offset int64 `json:"offset"`
	// Pulled is when the queue was last read, by the platform's clock where it told: what is older than a day by the
	// next pull is lost (see gaps).
	Pulled time.Time `json:"pulled"`
	// Apart: the store has been told in which chats its messages were written that say none (see tellApart).
	Apart bool `json:"apart,omitempty"`
	// Got is when the last update came (see restartsAfter).
	Got time.Time `json:"got,omitzero"`
	// Channels remembers what was found out about each channel, for pulls in which the platform does not tell it.
	Channels map[inbox.ChannelID]placement `json:"channels"`
	// Directs maps the chats of channels' direct messages to the channels they belong to, because an update does not.
	Directs map[int64]int64 `json:"directs,omitempty"`
	// Sought is the knowledge with which the kept pieces were looked through last, so that pieces which were kept
	// because their chat was unknown are decoded as soon as more is known.
	Sought string `json:"sought,omitempty"`
	// Resolved are kept pieces whose messages came with this cursor: since it is committed, they are not
	// needed.
	Resolved []piece `json:"forget,omitempty"`
	// Strangers is how many pieces of strangers' chats were kept, so that they are bounded.
	Strangers int `json:"strangers,omitempty"`
	// Left counts what was left out since the last pull that came to its end, for one warning.
	Left leftOut `json:"left,omitzero"`
	// Names are usernames of people who commented, because an official's answer may name one and no message.
	Names []username `json:"names,omitempty"`
	// Albums are those that began a talk of their own, because their parts and what replies to them may come later.
	Albums []album `json:"albums,omitempty"`
}

// placement is what is known of a configured channel.
type placement struct {
	// Chat is the Telegram channel that the rest was found out about: the configuration may name another one later.
	Chat int64 `json:"chat,omitempty"`
	// Groups are the discussion groups that the channel is known to have or have had, the present one first: people go
	// on writing in a group that was exchanged for another.
	Groups []int64 `json:"groups,omitempty"`
	// Admins are the present group's administrators, or the channel's where only its direct messages are read: their
	// answers are the official's.
	Admins []int64 `json:"admins,omitempty"`
	// Seen is when the bot was last known to get what people write there; while it is Blind, a gap lasts from then on.
	Seen  time.Time `json:"seen,omitzero"`
	Blind bool      `json:"blind,omitempty"`
}

func readCursor(raw []byte) (cursor, error) {
	if raw == nil {
		return cursor{Version: cursorVersion, Apart: true}, nil
	}
	var c cursor
	if err := json.Unmarshal(raw, &c); err != nil {
		return cursor{}, badCursor(fmt.Errorf("read the Telegram cursor: %w", err))
	}
	if c.Version != cursorVersion {
		return cursor{}, badCursor(fmt.Errorf("the Telegram cursor has version %d, this program knows %d", c.Version,
			cursorVersion))
	}
	if c.Offset < 0 {
		return cursor{}, badCursor(errors.New("the Telegram cursor has a negative offset"))
	}
	return c, nil
}

// KnownGroups are the discussion groups that the cursor of a bot knows of a channel, as the Bot API numbers them, the
// present one first; none where nothing was collected yet.
func KnownGroups(raw []byte, channel inbox.ChannelID) ([]int64, error) {
	c, err := readCursor(raw)
	return c.Channels[channel].Groups, err
}

func badCursor(err error) error {
	return &collectors.Failure{Kind: inbox.FailureOther, Err: err,
		Advice: "the place where the last pull ended cannot be read; use the program version that wrote this " +
			"store, or restore the store from a backup"}
}

func (c cursor) write() ([]byte, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("write the Telegram cursor: %w", err)
	}
	return raw, nil
}

// after is the cursor behind a reply, and whether the reply brings the queue forward. The ids may restart lower than
// before, so the last one counts and not the highest. Elements without a readable id stand for at least one id each.
func (c cursor) after(reply updatesReply, s *Source) (next cursor, moved bool) {
	next = cursor{Version: cursorVersion, Apart: true, Offset: c.Offset, Pulled: reply.at, Got: c.Got,
		Channels: map[inbox.ChannelID]placement{}, Directs: s.who.directs, Sought: c.Sought, Strangers: c.Strangers,
		Left: c.Left, Names: c.Names, Albums: c.Albums}
	for _, ch := range s.channels {
		next.Channels[ch.ID] = s.who.placements[ch.ID]
	}
	if len(reply.updates) == 0 {
		if !c.Got.IsZero() && reply.at.Sub(c.Got) > restartsAfter {
			next.Offset, next.Got = 0, time.Time{}
		}
		return next, true
	}
	next.Got = reply.at
	numbered, trailing := false, int64(0)
	last := c.Offset - 1
	for _, raw := range reply.updates {
		if id, ok := updateID(raw); ok {
			last, trailing, numbered = id, 0, true
			continue
		}
		trailing++
	}
	if !numbered {
		return next, false // a page without a single number is nonsense; moving on would confirm what nobody has seen
	}
	next.Offset = last + trailing + 1
	return next, next.Offset != c.Offset
}
