// Package export reads what Telegram Desktop writes when it exports a chat or an account ("result.json"): the comments
// from before a bot joined the group. Messages get the numbers, threads and authors that the Bot API gives them, so
// that imported and collected ones are the same. The file may be larger than memory.
package export

import (
	"errors"
	"fmt"
	"io"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// batchSize is how many messages are handed over at a time.
const batchSize = 500

// maxUndecoded bounds how many undecoded pieces are kept with their bytes; the others are counted.
const maxUndecoded = 1000

// Options say what to take from a file and where it belongs.
type Options struct {
	Channel inbox.ChannelID
	// ChannelChat is the Telegram channel as the Bot API numbers it, -100…. Zero: unknown.
	ChannelChat int64
	// Chat picks one chat of a file by its number there (or the Bot API's, which begins with -100). Zero: the only
	// chat, or in an export of a whole account the discussion group of ChannelChat.
	Chat int64
	// Groups are the discussion groups whose comments the channel has, as the Bot API numbers them. A file of another
	// group is refused: it is about another channel. Empty: not known yet.
	Groups []int64
	// Staff are user ids of people who answer for the official, administrators included: an export does not name them.
	Staff []int64
	// Location is the zone of the computer that exported, for old files that give only its local time; nil: UTC.
	Location *time.Location
	// Archive finds the thread of a message that a reply names and the file does not hold. May be nil.
	Archive collectors.Archive
	// Progress, if set, is told how many bytes were read; the file is read twice, so it ends at twice its size.
	Progress func(bytes int64)
}

// Summary says what was in the file.
type Summary struct {
	// Chat is the bare number of the chat that was read, Type its type as the file names it.
	Chat int64
	Type string
	// Messages were handed over, Posts of them are the channel's.
	Messages, Posts int
	// Service messages (somebody joined) are left out.
	Service int
	// UndecodedCount counts the pieces that could not be read; Undecoded are the first of them, to be stored.
	UndecodedCount int
	Undecoded      []inbox.Undecoded
	// ChannelSeen is the Bot API's number of the channel whose posts the group holds, if it is another one than
	// Options.ChannelChat: then the file may belong to somebody else. Zero: the same, or none.
	ChannelSeen int64
	// First and Last are the times of the oldest and the newest message.
	First, Last time.Time
}

// ErrBroken is the error of a file that is no complete export: cut off, or no JSON. Nothing of it was handed over.
var ErrBroken = errors.New("the file is no complete Telegram export")

// Read checks the whole file, then hands its messages to each, in the file's order and some hundreds at a time; the
// slice is reused. A file of another group or channel is refused before anything is handed over. An error of each ends
// the reading and is returned. Errors name no person and quote no text.
func Read(r io.ReadSeeker, o Options, each func([]inbox.Message) error) (Summary, error) {
	found, err := scan(r, o)
	if err != nil {
		return Summary{}, err
	}
	c, err := choose(found, o)
	if err != nil {
		return Summary{}, err
	}
	if err := foreign(c, o); err != nil {
		return Summary{}, err
	}
	return deliver(r, found, c, o, each)
}

// deliver is the second reading.
func deliver(r io.ReadSeeker, s scanned, c *chat, o Options, each func([]inbox.Message) error) (Summary, error) {
	sum := Summary{Chat: c.id, Type: c.kind}
	d := newDecoder(c, o)
	if d.seen != d.channel {
		sum.ChannelSeen = d.seen
	}
	if _, err := r.Seek(c.messages, io.SeekStart); err != nil {
		return sum, fmt.Errorf("go back to the messages of the chat: %w", err)
	}
	batch := make([]inbox.Message, 0, batchSize)
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		if err := each(batch); err != nil {
			return err
		}
		sum.Messages += len(batch)
		clear(batch)
		batch = batch[:0]
		return nil
	}
	w := newWalker(&counting{r: r, done: s.size, report: o.Progress}, c.messages)
	_, err := w.list(func(raw []byte) error {
		m, problem, err := d.message(raw)
		switch {
		case err != nil:
			return err
		case problem == service:
			d.album = run{}
			sum.Service++
			return nil
		case problem != "":
			d.album = run{}
			sum.UndecodedCount++
			if len(sum.Undecoded) < maxUndecoded {
				sum.Undecoded = append(sum.Undecoded, d.undecoded(raw, problem))
			}
			return nil
		}
		if m.Post {
			sum.Posts++
		}
		if sum.First.IsZero() || m.Sent.Before(sum.First) {
			sum.First = m.Sent
		}
		if m.Sent.After(sum.Last) {
			sum.Last = m.Sent
		}
		if m.Album != "" && len(batch) > 0 {
			batch[len(batch)-1].Album = m.Album // the part before did not know yet that it is one
		}
		if len(batch) == batchSize {
			if err := flush(); err != nil {
				return err
			}
		}
		batch = append(batch, m)
		return nil
	})
	if err != nil {
		return sum, err
	}
	if err := flush(); err != nil {
		return sum, err
	}
	if o.Progress != nil {
		o.Progress(2 * s.size)
	}
	return sum, nil
}
