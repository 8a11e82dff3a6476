package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"otklik/collectors"
	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// piecesPerBatch is how many kept pieces are decoded in one batch.
const piecesPerBatch = 200

// keptStrangers is how many messages of strangers' groups are kept at most.
const keptStrangers = 1000

// Why pieces are kept that can be read when more is known: they are found by these codes again.
const (
	codeUnplaced = "unplaced"
	codeStranger = "stranger"
)

// The same in words, for people. Earlier versions kept no codes; their pieces are found by the words.
const (
	problemUnplaced = "the message may belong to this channel, whose discussion group or direct messages are not known"
	problemStranger = "from a chat of no configured channel"
)

// waitsFor is the code of a kept piece; empty: nothing that may become known makes it readable.
func waitsFor(u inbox.Undecoded) string {
	switch {
	case u.Code != "":
		return u.Code
	case u.Problem == problemUnplaced:
		return codeUnplaced
	case u.Problem == problemStranger:
		return codeStranger
	}
	return ""
}

// piece names a kept piece.
type piece struct {
	Channel inbox.ChannelID `json:"channel"`
	ID      string          `json:"id"`
}

// fingerprint is a digest of all that decides where a chat's messages belong: while it stays, looking through them
// again brings nothing.
func (s *Source) fingerprint() (string, error) {
	raw, err := json.Marshal(struct {
		Channels   []Channel
		Placements map[inbox.ChannelID]placement
		Directs    map[int64]int64
	}{s.channels, s.who.placementsByChannel(), s.who.directs})
	if err != nil {
		return "", fmt.Errorf("sum up which chats are known: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8]), nil
}

// placementsByChannel are the placements without the administrators, who change nothing about where messages belong.
func (who *chatDirectory) placementsByChannel() map[inbox.ChannelID]placement {
	all := map[inbox.ChannelID]placement{}
	for id, p := range who.placements {
		all[id] = placement{Groups: slices.Sorted(slices.Values(p.Groups))}
	}
	return all
}

// resolveKept decodes kept pieces whose chat has become known since they were looked through last. Where it finds
// any, found is true and the batch ends before the queue is read; the queue's cursor stays, and the pieces are
// forgotten by the Fetch that gets the batch's cursor. Otherwise it notes in cur that nothing is left to be found.
func (s *Source) resolveKept(ctx context.Context, cur *cursor, d *decoder) (b inbox.Batch, found bool, err error) {
	if s.undecoded == nil {
		return b, false, nil
	}
	known, err := s.fingerprint()
	if err != nil || known == cur.Sought {
		return b, false, err
	}
	for {
		pieces, strangers, err := s.readablePieces(ctx)
		if err != nil {
			return b, false, err
		}
		if len(pieces) == 0 {
			cur.Sought, cur.Strangers = known, strangers
			return b, false, nil
		}
		next := *cur
		for _, p := range pieces {
			had := len(d.messages)
			if err := d.one(ctx, p.Raw); err != nil {
				return b, false, err
			}
			name := piece{p.Channel, p.ID}
			if len(d.messages) == had {
				s.who.undecodable[name] = true // it stays kept
				continue
			}
			next.Resolved = append(next.Resolved, name)
		}
		// All of them stay kept and are marked: the next look finds others, or nothing.
		if len(next.Resolved) == 0 {
			continue
		}
		next.Names, next.Albums = d.names, d.albums
		b = inbox.Batch{Messages: d.messages, More: true}
		b.Next, err = next.write()
		return b, err == nil, err
	}
}

// readablePieces gives up to piecesPerBatch pieces that may be readable now, oldest first, and, if there are none, how
// many of strangers stay with the first channel.
func (s *Source) readablePieces(ctx context.Context) (pieces []inbox.Undecoded, strangers int, err error) {
	// Ends the walk inside the store; it never leaves this function.
	enough := errors.New("enough for one batch")
	for _, c := range s.channels {
		err := s.undecoded.Undecoded(ctx, c.ID, func(u inbox.Undecoded) error {
			code := waitsFor(u)
			if code == "" {
				return nil
			}
			if code == codeStranger && c.ID == s.channels[0].ID {
				strangers++
			}
			if !s.who.undecodable[piece{c.ID, u.ID}] && s.readable(u.Raw) {
				u.Channel, u.Raw = c.ID, slices.Clone(u.Raw)
				pieces = append(pieces, u)
			}
			if len(pieces) >= piecesPerBatch {
				return enough
			}
			return nil
		})
		if len(pieces) >= piecesPerBatch {
			break
		}
		if err != nil {
			return nil, 0, undecodedFault(fmt.Errorf("list what was kept for %s: %w", c.ID, err))
		}
	}
	// Ids of updates count up: the oldest comes first, so that a reply finds what it replies to.
	slices.SortFunc(pieces, func(a, b inbox.Undecoded) int { return inbox.CompareIDs(a.ID, b.ID) })
	return pieces, strangers, nil
}

// readable reports whether the place of a kept piece may be known by now. It makes no call.
func (s *Source) readable(raw []byte) bool {
	o, _ := loose.Read(raw)
	m, _ := payload(o)
	chat, _ := m.Object("chat")
	id, ok := chat.Number("id")
	if !ok {
		return false
	}
	if chat.Flag("is_direct_messages") {
		return true
	}
	return slices.ContainsFunc(s.channels, func(c Channel) bool {
		return c.Comments && slices.Contains(s.who.placements[c.ID].Groups, id)
	})
}

// forget forgets pieces whose messages are committed. Some may be gone already: an earlier try was cut off.
func (s *Source) forget(ctx context.Context, decoded []piece) error {
	if len(decoded) == 0 || s.undecoded == nil {
		return nil
	}
	due := map[piece]bool{}
	for _, p := range decoded {
		due[p] = true
	}
	// Gathered before they are forgotten: the store must not be called while it lists.
	var there []piece
	for _, c := range s.channels {
		err := s.undecoded.Undecoded(ctx, c.ID, func(u inbox.Undecoded) error {
			if p := (piece{c.ID, u.ID}); due[p] {
				there = append(there, p)
			}
			return nil
		})
		if err != nil {
			return undecodedFault(fmt.Errorf("list what was kept for %s: %w", c.ID, err))
		}
	}
	for _, p := range there {
		if err := s.undecoded.Decoded(ctx, p.Channel, p.ID); err != nil {
			return undecodedFault(fmt.Errorf("forget a piece of %s that is read by now: %w", p.Channel, err))
		}
	}
	return nil
}

func undecodedFault(err error) error {
	return &collectors.Failure{Kind: inbox.FailureStore, Err: err,
		Advice: "what was kept undecoded cannot be read from the store or taken out of it"}
}
