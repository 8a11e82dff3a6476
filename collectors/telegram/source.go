// Package telegram reads what people write to an official in Telegram through the Bot API: the comments in a channel's
// discussion group, the channel's direct messages and the messages to the bot. It turns updates into messages and knows
// nothing of stores, schedules and digests.
//
// The client library's own update loop confirms updates before anybody has stored them, and one unknown value in one
// message stops it for ever. So getUpdates is called here, with the offset of the committed cursor, and each update is
// decoded on its own from only the fields that are needed; the library does the other calls.
package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// DefaultAPIURL is Telegram's own Bot API server.
const DefaultAPIURL = "https://api.telegram.org"

// keepsFor is how long the Bot API keeps an update that nobody has fetched
// (https://core.telegram.org/bots/api#getting-updates: "not longer than 24 hours").
const keepsFor = 24 * time.Hour

// Channel is one Telegram channel of one official, as the configuration names it.
type Channel struct {
	ID inbox.ChannelID
	// Chat is the channel's own number, -100… as the Bot API writes it. Zero where only messages to the bot are read.
	Chat int64
	// Comments: the channel's discussion group is read. Messages: its direct messages are, and the first channel of a
	// bot that has Messages also gets what people write to the bot itself.
	Comments, Messages bool
	// Staff are the user ids of people who answer for the official without being administrators of the group.
	Staff []int64
}

// Options say what one bot reads.
type Options struct {
	// Token is the bot's secret, as @BotFather gave it. It never appears in a log or an error.
	Token string
	// APIURL is another Bot API server than DefaultAPIURL; empty for that one.
	APIURL string
	// Channels are all channels of this bot: two programs that read the updates of one bot throw each other out.
	Channels []Channel
	// Replies: Check looks at the rights that answering needs.
	Replies bool
	// HTTP makes the calls; nil: collectors.NewClient with its defaults.
	HTTP *http.Client
	// Archive finds the thread of a message that an update names only by its number. May be nil.
	Archive collectors.Archive
	// Undecoded holds what was kept undecoded. Nil: pieces that wait for their chat to be known stay where they are.
	Undecoded collectors.UndecodedStore
	// Retry is the policy for calls that failed for a passing reason; the zero value: collectors.DefaultRetry.
	Retry collectors.RetryPolicy
	// Log gets what is not worth a warning to the operator. May be nil.
	Log *slog.Logger
}

// Source reads the updates of one bot for all of its channels.
type Source struct {
	api       *api
	bot       int64
	channels  []Channel
	archive   collectors.Archive
	undecoded collectors.UndecodedStore
	// who is what was found out at the beginning of the current pull; nil between pulls.
	who *chatDirectory
}

// New checks the options and makes no call. Its errors are faults of the configuration and hold no secret.
func New(o Options) (collectors.Source, error) { return newSource(o) }

func newSource(o Options) (*Source, error) {
	bot, err := botID(o.Token)
	if err != nil {
		return nil, err
	}
	if len(o.Channels) == 0 {
		return nil, errors.New("a Telegram bot needs at least one channel to read for")
	}
	if err := distinct(o.Channels); err != nil {
		return nil, err
	}
	a, err := newAPI(o)
	if err != nil {
		return nil, err
	}
	return &Source{api: a, bot: bot, channels: o.Channels, archive: o.Archive, undecoded: o.Undecoded}, nil
}

// distinct checks the channels of one bot: each update belongs to one of them.
func distinct(channels []Channel) error {
	seen, commented, written := map[inbox.ChannelID]bool{}, map[int64]bool{}, map[int64]bool{}
	for _, c := range channels {
		switch {
		case c.ID == "":
			return errors.New("a Telegram channel has no id")
		case seen[c.ID]:
			return fmt.Errorf("the channel %s is named twice for one bot", c.ID)
		case c.Comments && c.Chat == 0:
			return fmt.Errorf("the channel %s reads comments, so `channel` must name the Telegram channel (-100…)",
				c.ID)
		case c.Chat > 0:
			return fmt.Errorf("the channel %s: `channel` must be the number of a Telegram channel, which is "+
				"negative and begins with -100", c.ID)
		}
		if c.Chat != 0 && (c.Comments && commented[c.Chat] || c.Messages && written[c.Chat]) {
			return fmt.Errorf("the channel %s reads the same Telegram channel as another one of this bot", c.ID)
		}
		seen[c.ID] = true
		commented[c.Chat] = commented[c.Chat] || c.Comments
		written[c.Chat] = written[c.Chat] || c.Messages
	}
	return nil
}

// botID takes the bot's user id from its token, which is "<id>:<secret>".
func botID(token string) (int64, error) {
	id, secret, found := strings.Cut(token, ":")
	n, err := strconv.ParseInt(id, 10, 64)
	if !found || err != nil || n <= 0 || secret == "" || url.PathEscape(secret) != secret {
		return 0, errors.New("`bot_token` does not look like a token from @BotFather, which is a number, a colon " +
			"and letters")
	}
	return n, nil
}

// Name is built from the bot's public number.
func (s *Source) Name() string { return fmt.Sprintf("telegram bot %d", s.bot) }

// Channels are those of the options, in their order.
func (s *Source) Channels() []inbox.ChannelID {
	ids := make([]inbox.ChannelID, len(s.channels))
	for i, c := range s.channels {
		ids[i] = c.ID
	}
	return ids
}

// Fetch asks for up to 100 updates from the offset of the cursor on, which confirms those before it. See
// collectors.Source for the contract.
//
// While a discussion group is unknown, or a channel's number is wrong, what comes is kept undecoded; when all of it is
// committed, the pull ends with a *collectors.Failure instead of coming to its end.
func (s *Source) Fetch(ctx context.Context, from []byte) (inbox.Batch, error) {
	if who := s.who; who != nil && who.end != nil {
		s.who = nil
		if bytes.Equal(who.endsAt, from) {
			return inbox.Batch{}, who.end
		}
	}
	b, err := s.fetch(ctx, from)
	if err != nil {
		s.who = nil
		return inbox.Batch{}, err
	}
	if !b.More {
		s.who = nil
	}
	return b, nil
}

func (s *Source) fetch(ctx context.Context, from []byte) (inbox.Batch, error) {
	cur, err := readCursor(from)
	if err != nil {
		return inbox.Batch{}, err
	}
	if !cur.Apart {
		return s.tellApart(cur)
	}
	var warnings []string
	var officials []inbox.Official
	if s.who == nil {
		if s.who, warnings, err = s.refresh(ctx, cur); err != nil {
			return inbox.Batch{}, err
		}
		officials = s.officials()
	}
	if err := s.forget(ctx, cur.Resolved); err != nil {
		return inbox.Batch{}, err
	}
	cur.Resolved = nil
	if b, found, err := s.resolveKept(ctx, &cur, s.decoder(cur, time.Now().UTC())); found || err != nil {
		b.Warnings, b.Officials = warnings, officials
		return b, err
	}
	reply, err := s.api.updates(ctx, cur.Offset)
	if err != nil {
		return inbox.Batch{}, err
	}
	// A post in this page may tell where a group is: then what was written there before goes first, and the page, which
	// is not confirmed, comes again.
	s.learnAll(reply.updates)
	if b, found, err := s.resolveKept(ctx, &cur, s.decoder(cur, reply.at)); found || err != nil {
		b.Warnings, b.Officials = warnings, officials
		return b, err
	}
	d := s.decoder(cur, reply.at)
	if err := d.all(ctx, reply.updates); err != nil {
		return inbox.Batch{}, err
	}
	if len(reply.updates) == 0 {
		found, err := s.lookAgain(ctx)
		if err != nil {
			return inbox.Batch{}, err
		}
		warnings = append(warnings, found...)
	}
	b := inbox.Batch{Messages: d.messages, Undecoded: d.undecoded, Officials: officials, Warnings: warnings}
	return s.complete(b, cur, reply, d)
}

// complete adds to a batch of updates what they tell about completeness, and the cursor behind them.
func (s *Source) complete(b inbox.Batch, cur cursor, reply updatesReply, d *decoder) (inbox.Batch, error) {
	if reply.at.Add(time.Minute).Before(cur.Pulled) {
		b.Warnings = append(b.Warnings, "the clock stands before the time of the last pull, so it cannot be told "+
			"whether updates expired in between; set the clock")
	}
	b.Gaps = gaps(cur, reply.at, s.Channels())
	b.Warnings = append(b.Warnings, s.novices(cur)...)
	next, moved := cur.after(reply, s)
	if !moved && len(reply.updates) > 0 {
		b.Warnings = append(b.Warnings, "Telegram keeps sending updates that were confirmed or have no number; "+
			"this pull stops here and the next one tries again")
	}
	b.More = moved && len(reply.updates) > 0
	next.Strangers, next.Left, next.Names, next.Albums = keptStrangers-d.room, cur.Left.plus(d.left), d.names, d.albums
	if !b.More {
		b.Gaps = append(b.Gaps, s.sighted(&next, cur.Pulled, reply.at)...)
		b.Warnings, next.Left = append(b.Warnings, next.Left.warnings()...), leftOut{}
		if len(s.who.unreachable) > 0 {
			next.Sought = "" // the next pull asks again whose the direct messages are
		}
	}
	var err error
	if b.Next, err = next.write(); err != nil {
		return inbox.Batch{}, err
	}
	if !b.More {
		// The batch has to be committed before the pull may fail.
		s.who.end, s.who.endsAt = s.refusal(), b.Next
		b.More = s.who.end != nil
	}
	return b, nil
}

// sighted notes for each channel whether the bot saw it in this pull, and gives the gaps that begin or end with it.
func (s *Source) sighted(next *cursor, pulled, now time.Time) (gaps []inbox.Gap) {
	for _, c := range s.channels {
		place := next.Channels[c.ID]
		r, refused := s.refused(c)
		if gap, told := place.seeing(c.ID, r, refused, pulled, now); told {
			gaps = append(gaps, gap)
		}
		next.Channels[c.ID] = place
	}
	return gaps
}

// tellApart goes before everything else where an older version read, which told no chats apart: it says where each
// channel's messages were written then. That is the discussion group that was the present one, and the channel's direct
// messages, which are answered, rather than the bot's chats.
func (s *Source) tellApart(cur cursor) (inbox.Batch, error) {
	cur.Apart = true
	next, err := cur.write()
	if err != nil {
		return inbox.Batch{}, err
	}
	var homes []inbox.Home
	for _, c := range s.channels {
		known, read := cur.Channels[c.ID]
		if !read {
			continue
		}
		if len(known.Groups) > 0 {
			homes = append(homes, inbox.Home{Channel: c.ID, Kind: inbox.Comment,
				Chat: strconv.FormatInt(known.Groups[0], 10)})
		}
		directs := s.bot
		for _, chat := range slices.Sorted(maps.Keys(cur.Directs)) {
			if known.Chat != 0 && cur.Directs[chat] == known.Chat {
				directs = chat
			}
		}
		homes = append(homes, inbox.Home{Channel: c.ID, Kind: inbox.Direct, Chat: strconv.FormatInt(directs, 10)})
	}
	return inbox.Batch{Homes: homes, Next: next, More: true}, nil
}

// decoder is a new one for a batch that goes on from a cursor.
func (s *Source) decoder(cur cursor, now time.Time) *decoder {
	return &decoder{source: s, who: s.who, now: now, placed: map[inbox.Ref]inbox.ThreadRef{},
		names: slices.Clone(cur.Names), albums: slices.Clone(cur.Albums),
		room: max(0, keptStrangers-cur.Strangers)}
}

// novices warns once for each channel whose comments are read for the first time.
func (s *Source) novices(cur cursor) []string {
	var warnings []string
	for _, c := range s.channels {
		if _, known := cur.Channels[c.ID]; !known && c.Comments {
			warnings = append(warnings, fmt.Sprintf("comments of %s from before the bot joined its group cannot be "+
				"read through the Bot API; "+
				"`otklik import telegram` brings them in from an export of Telegram Desktop", c.ID))
		}
	}
	return warnings
}

// gaps says what was lost between two pulls: everything that was longer than a day in the queue at the second. A clock
// that stands before the last pull proves nothing either way and makes no gap, and a channel that is read for the first
// time has nothing to miss yet.
func gaps(cur cursor, now time.Time, channels []inbox.ChannelID) (list []inbox.Gap) {
	if cur.Pulled.IsZero() || now.Sub(cur.Pulled) <= keepsFor {
		return nil
	}
	for _, c := range channels {
		if _, known := cur.Channels[c]; known {
			list = append(list, inbox.Gap{Channel: c, From: cur.Pulled, To: now.Add(-keepsFor),
				Failure: inbox.FailureExpired, FoundAt: now})
		}
	}
	return list
}
