package vk

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/inbox"
)

// dialogs is the source of a community's direct messages.
//
// A pull lists the dialogs, newest first, until the first one that has not changed since it was stored, and then reads
// the changed ones from the longest unchanged to the newest, one batch a dialog. In this order everything below an
// unchanged dialog is unchanged as well, whenever the pull is cut off, so the next one may stop there.
type dialogs struct {
	page    page
	calls   *client
	archive collectors.Archive
	log     *slog.Logger
}

func (d *dialogs) Name() string                { return string(d.page.channel) + " messages" }
func (d *dialogs) Channels() []inbox.ChannelID { return []inbox.ChannelID{d.page.channel} }

const messagesPerPage = 200 // both methods give no more

// maxDialogRounds bounds the lists of one pull, against a server whose dialogs never come to rest: the first pull of a
// hundred thousand dialogs takes as many.
const maxDialogRounds = 200

// Fetch is one step; see collectors.Source.
func (d *dialogs) Fetch(ctx context.Context, cursor []byte) (inbox.Batch, error) {
	state, err := decodeDialogCursor(cursor, d.page.owner)
	if err != nil {
		return inbox.Batch{}, err
	}
	if len(state.Peers) > 0 {
		return d.read(ctx, state, time.Now())
	}
	return d.list(ctx, state)
}

// conversationsPage is a reply of messages.getConversations.
type conversationsPage struct {
	Count *hint             `json:"count"`
	Items []json.RawMessage `json:"items"`
}

func (p *conversationsPage) whole() error { return needItems(p.Items) }

// conversation is what is needed of a messages_conversation.
type conversation struct {
	Peer struct {
		ID number `json:"id"`
	} `json:"peer"`
	Last         hint `json:"last_message_id"`
	LastInDialog hint `json:"last_conversation_message_id"`
	Sort         struct {
		Major hint `json:"major_id"`
	} `json:"sort_id"`
}

// end is the number of the dialog's last message, as directMessage.number counts.
func (c conversation) end() int64 {
	if c.Last != 0 {
		return int64(c.Last)
	}
	return int64(c.LastInDialog)
}

func decodeConversation(raw json.RawMessage) (conversation, error) {
	var item struct {
		Conversation *conversation `json:"conversation"`
	}
	if err := json.Unmarshal(raw, &item); err != nil {
		return conversation{}, fmt.Errorf("conversation: %s", shapeProblem(err))
	}
	if item.Conversation == nil || item.Conversation.Peer.ID == 0 {
		return conversation{}, errNoID
	}
	return *item.Conversation, nil
}

// list finds the changed dialogs. A quiet pull is this step alone.
func (d *dialogs) list(ctx context.Context, state dialogCursor) (inbox.Batch, error) {
	var batch inbox.Batch
	var peers, ends numbers
	met := map[int64]bool{}
	err := walk(ctx, messagesPerPage, func(ctx context.Context, offset int) (int, int, func() (bool, bool), error) {
		reply, err := call[conversationsPage](ctx, d.calls, "messages.getConversations", api.Params{
			"count": messagesPerPage, "offset": offset, "extended": 1, "filter": "all", "group_id": -d.page.owner})
		if err != nil {
			return 0, 0, nil, fmt.Errorf("list the dialogs: %w", err)
		}
		// What the archive says is looked up before the page is judged, because it may fail.
		type entry struct {
			conversation
			unchanged, odd bool
		}
		var entries []entry
		for _, raw := range reply.Items {
			c, err := decodeConversation(raw)
			if err != nil {
				batch.Unread = append(batch.Unread, inbox.Unread{Channel: d.page.channel,
					ID: nameless("conversation", raw), Raw: raw, Problem: err.Error()})
				continue
			}
			e := entry{conversation: c, odd: c.end() == 0 || state.odd(int64(c.Peer.ID), c.end())}
			if !e.odd {
				stored, err := d.stored(ctx, int64(c.Peer.ID))
				if err != nil {
					return 0, 0, nil, err
				}
				e.unchanged = c.end() <= stored
			}
			entries = append(entries, e)
			if e.unchanged && e.Sort.Major == 0 {
				break
			}
		}
		return reply.Count.orUnknown(), len(reply.Items), func() (fresh, goOn bool) {
			for _, e := range entries {
				peer := int64(e.Peer.ID)
				if met[peer] {
					continue
				}
				met[peer], fresh = true, true
				switch {
				case e.odd:
				case !e.unchanged:
					peers, ends = append(peers, peer), append(ends, e.end())
				case e.Sort.Major == 0: // a pinned dialog stands first whether it has changed or not
					return true, false
				}
			}
			return fresh, true
		}, nil
	})
	if err != nil {
		return inbox.Batch{}, err
	}
	slices.Reverse(peers)
	slices.Reverse(ends)
	planned := min(len(peers), maxPlanned)
	state.Peers, state.Ends = peers[:planned], ends[:planned]
	if state.Round++; planned == 0 || state.Round > maxDialogRounds {
		state.Peers, state.Ends, state.Round = nil, nil, 0
	}
	batch.Next, batch.More = state.encode(), len(state.Peers) > 0
	return batch, nil
}

// stored is the number of the newest stored message of a dialog; 0 if there is none.
func (d *dialogs) stored(ctx context.Context, peer int64) (int64, error) {
	known, err := d.archive.Known(ctx, inDialog{page: d.page, peer: peer}.ref())
	if err != nil {
		return 0, fmt.Errorf("look up where the dialog was left: %w", err)
	}
	newest := int64(0)
	for _, m := range known {
		if n, err := strconv.ParseInt(m.ID, 10, 64); err == nil {
			newest = max(newest, n)
		}
	}
	return newest, nil
}

// historyPage is a reply of messages.getHistory.
type historyPage struct {
	Count *hint             `json:"count"`
	Items []json.RawMessage `json:"items"`
	who
}

func (p *historyPage) whole() error { return needItems(p.Items) }

// dialogRefusals concern one dialog and say nothing about the others: access denied, user deleted, no access to the
// chat, left it, it does not exist or is switched off or unsupported, the community may not talk to the peer, no such contact.
var dialogRefusals = map[int]bool{15: true, 18: true, 917: true, 922: true, 927: true, 932: true, 936: true, 945: true, 946: true, 962: true}

// read takes all that is new in one dialog, oldest first, and recent edits and deletions with it: the pages that are
// asked for hold them anyway.
func (d *dialogs) read(ctx context.Context, state dialogCursor, now time.Time) (inbox.Batch, error) {
	peer, end := state.Peers[0], state.Ends[0]
	batch, newest, err := d.history(ctx, inDialog{page: d.page, peer: peer, now: now.UTC()}, end)
	if code := codeOf(err); dialogRefusals[code] {
		batch, newest, err = inbox.Batch{Warnings: []string{fmt.Sprintf(
			"the dialog %s cannot be read (VKontakte says error %d); it is asked for again when something new is written there",
			inDialog{page: d.page, peer: peer}.url(), code)}}, 0, nil
	}
	if err != nil {
		return inbox.Batch{}, err
	}
	state.note(peer, end, newest < end)
	state.Peers, state.Ends = state.Peers[1:], state.Ends[1:]
	batch.Next, batch.More = state.encode(), true
	return batch, nil
}

// history reads a dialog from end, its last message when it was listed, back to what is stored. newest is the highest
// number that will be stored when the batch is.
//
// What was written after the list was made is left to the next list: taken now, it would make this dialog look
// unchanged above another one that changed after the list as well, and hide that one for good.
func (d *dialogs) history(ctx context.Context, in inDialog, end int64) (batch inbox.Batch, newest int64, err error) {
	stored, err := d.stored(ctx, in.peer)
	if err != nil {
		return inbox.Batch{}, 0, err
	}
	newest = stored
	met := map[string]bool{}
	err = walk(ctx, messagesPerPage, func(ctx context.Context, offset int) (int, int, func() (bool, bool), error) {
		reply, err := call[historyPage](ctx, d.calls, "messages.getHistory", api.Params{
			"peer_id": in.peer, "count": messagesPerPage, "offset": offset, "extended": 1, "rev": 0, "group_id": -d.page.owner})
		if err != nil {
			return 0, 0, nil, fmt.Errorf("read the dialog: %w", err)
		}
		return reply.Count.orUnknown(), len(reply.Items), func() (fresh, goOn bool) {
			goOn = true
			in.names = reply.names()
			for _, raw := range reply.Items {
				m, problem := decodeDirect(raw)
				if m.number() > end {
					fresh = true
					continue
				}
				if problem != nil {
					piece := in.unread(m, problem)
					if !met[piece.ID] {
						met[piece.ID], fresh = true, true
						batch.Unread = append(batch.Unread, piece)
					}
				} else if message := in.message(m); !met[message.ID] {
					met[message.ID], fresh = true, true
					batch.Messages = append(batch.Messages, message)
					newest = max(newest, m.number())
				}
				if n := m.number(); n > 0 && n <= stored {
					goOn = false
				}
			}
			return fresh, goOn
		}, nil
	})
	if err != nil {
		return inbox.Batch{}, 0, err
	}
	slices.SortStableFunc(batch.Messages, inbox.Compare)
	return batch, newest, nil
}
