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
	"otklik/internal/inbox"
)

// dialogs is the source of a community's direct messages.
//
// A pull lists the dialogs, newest first, until the first one that has not changed since it was stored, and then reads
// the changed ones from the longest unchanged to the newest, one batch a dialog. In this order everything below an
// unchanged dialog is unchanged as well, whenever the pull is cut off, so the next one may stop there. Dialogs that
// could not be read are remembered by name, and asked for last.
type dialogs struct {
	page    page
	calls   *client
	archive collectors.Archive
	log     *slog.Logger
	pull    pullState
}

func (d *dialogs) Name() string                { return string(d.page.channel) + " messages" }
func (d *dialogs) Channels() []inbox.ChannelID { return []inbox.ChannelID{d.page.channel} }

const messagesPerPage = 200 // both methods give no more

// maxDialogRounds bounds the lists of one pull, against a server whose dialogs never come to rest: the first pull of a
// hundred thousand dialogs takes as many.
const maxDialogRounds = 200

// Fetch is one step; see collectors.Source.
func (d *dialogs) Fetch(ctx context.Context, cursor []byte) (inbox.Batch, error) {
	d.pull.resume(cursor)
	batch, err := d.fetch(ctx, cursor)
	d.pull.note(batch, err)
	return batch, err
}

func (d *dialogs) fetch(ctx context.Context, cursor []byte) (inbox.Batch, error) {
	state, err := decodeDialogCursor(cursor, d.page.owner)
	if err != nil {
		return inbox.Batch{}, err
	}
	now := time.Now()
	switch failing := state.failing(); {
	case len(state.Peers) > 0:
		return d.read(ctx, state, now)
	case d.pull.faults >= maxFailed && len(failing) > 0:
		return inbox.Batch{}, d.failure(failing)
	default:
		return d.list(ctx, state, now)
	}
}

// conversationsPage is a reply of messages.getConversations.
type conversationsPage struct {
	Count *hint             `json:"count"`
	Items []json.RawMessage `json:"items"`
	who
}

func (p *conversationsPage) whole() error { return needItems(p.Items) }

// conversation is what is needed of a messages_conversation.
type conversation struct {
	Peer struct {
		ID number `json:"id"`
	} `json:"peer"`
	Last         hint `json:"last_message_id"`
	LastInDialog hint `json:"last_conversation_message_id"`
	InRead       hint `json:"in_read"`
	OutRead      hint `json:"out_read"`
	Unread       hint `json:"unread_count"`
	Sort         struct {
		Major hint `json:"major_id"`
	} `json:"sort_id"`

	// lastMessage stands beside the conversation: its last message, as the history shows it.
	lastMessage json.RawMessage
}

// changed is when the last message was edited, in Unix seconds; 0: never, or it is not shown.
func (c conversation) changed() int64 {
	var m struct {
		Updated hint `json:"update_time"`
	}
	if !present(c.lastMessage) || json.Unmarshal(c.lastMessage, &m) != nil || m.Updated > latest {
		return 0
	}
	return int64(m.Updated)
}

// clocksApart is how far the platform's clock may well be before this machine's.
const clocksApart = time.Minute

// ahead reports whether the last message is dated later than now: as the list goes by dates, the dialog stands before
// others until then, whether it has changed or not.
func (c conversation) ahead(now time.Time) bool {
	var m struct {
		Date hint `json:"date"`
	}
	return present(c.lastMessage) && json.Unmarshal(c.lastMessage, &m) == nil &&
		int64(m.Date) > now.Add(clocksApart).Unix()
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
		Conversation *conversation   `json:"conversation"`
		LastMessage  json.RawMessage `json:"last_message"`
	}
	if err := json.Unmarshal(raw, &item); err != nil {
		return conversation{}, fmt.Errorf("conversation: %s", shapeProblem(err))
	}
	if item.Conversation == nil || item.Conversation.Peer.ID == 0 {
		return conversation{}, errNoID
	}
	item.Conversation.lastMessage = item.LastMessage
	return *item.Conversation, nil
}

// batch completes a step.
func (d *dialogs) batch(b inbox.Batch, state *dialogCursor, more bool) inbox.Batch {
	b.Inaccessible, b.Reconciliation = state.inaccessible(d.page.channel), state.reconciliation()
	b.Next, b.More = state.encode(), more
	return b
}

// page200 is a page of the list of dialogs.
func (d *dialogs) page200(ctx context.Context, offset int) (conversationsPage, error) {
	reply, err := callChecked(ctx, d.calls, "messages.getConversations", api.Params{
		"count": messagesPerPage, "offset": offset, "extended": 1, "filter": "all", "group_id": -d.page.owner},
		func(p conversationsPage) error { return denies(offset, len(p.Items), p.Count) })
	if err != nil {
		return reply, fmt.Errorf("list the dialogs: %w", err)
	}
	return reply, nil
}

// stored is the number of the newest stored message of a dialog, 0 if there is none, and the stored message of the
// given number, nil if it is not stored.
func (d *dialogs) stored(ctx context.Context, peer, number int64) (newest int64, asked *inbox.Message, err error) {
	known, err := d.archive.Known(ctx, inDialog{page: d.page, peer: peer}.ref())
	if err != nil {
		return 0, nil, fmt.Errorf("look up where the dialog was left: %w", err)
	}
	for i, m := range known {
		if n, err := strconv.ParseInt(m.ID, 10, 64); err == nil {
			newest = max(newest, n)
			if n == number {
				asked = &known[i]
			}
		}
	}
	return newest, asked, nil
}

// historyPage is a reply of messages.getHistory.
type historyPage struct {
	Count *hint             `json:"count"`
	Items []json.RawMessage `json:"items"`
	who
}

func (p *historyPage) whole() error { return needItems(p.Items) }

// read takes the next dialog of the plan.
func (d *dialogs) read(ctx context.Context, state dialogCursor, now time.Time) (inbox.Batch, error) {
	if messages := d.takeOnly(&state); len(messages) > 0 {
		return d.batch(inbox.Batch{Messages: messages}, &state, true), nil
	}
	peer, end := state.Peers[0], state.Ends[0]
	state.Peers, state.Ends = state.Peers[1:], state.Ends[1:]
	batch, shown, err := d.ask(ctx, &state, peer, end, now)
	if err != nil {
		return inbox.Batch{}, err
	}
	if !shown && d.pull.faults >= maxFailed {
		state.leave()
	}
	return d.batch(batch, &state, true), nil
}

// ask takes all that is new in one dialog, oldest first, and recent edits and deletions with it: the pages that are
// asked for hold them anyway. shown is false if it could not be read, which is remembered then. An error concerns more
// than this dialog.
func (d *dialogs) ask(
	ctx context.Context, state *dialogCursor, peer, end int64, now time.Time,
) (batch inbox.Batch, shown bool, err error) {
	in := inDialog{page: d.page, peer: peer, now: now.UTC()}
	stored, _, err := d.stored(ctx, peer, end)
	if err != nil {
		return inbox.Batch{}, false, err
	}
	before, wasRefused := state.refused(peer)
	if wasRefused {
		stored = before.Known
	}
	batch, newest, counted, err := d.history(ctx, in, stored, end)
	if err == nil && newest < end && len(batch.Messages)+len(batch.Undecoded) == 0 {
		// The history shows nothing of a dialog whose last message stands in the list: that one is taken from there.
		if err := d.lastMessage(ctx, in, end, &batch); err != nil {
			return inbox.Batch{}, false, err
		}
	}
	if err == nil {
		batch, err = d.reconcile(ctx, in, state, end, counted, batch)
	}
	if err == nil {
		state.note(peer, end, newest < end)
		state.opened(peer)
		return batch, true, nil
	}
	found := refusedDialog{Peer: peer, Code: codeOf(err), End: end, Known: stored}
	switch {
	case dialogRefused(found.Code):
	case collectors.FailureKindOf(err) == inbox.FailurePlatform && ctx.Err() == nil:
		d.pull.faults++
		found.fail(before, now)
	default:
		return inbox.Batch{}, false, err
	}
	d.pull.failed[peer] = err
	if found.failing() {
		d.log.Warn("a dialog could not be read; going on with the others", "error", err)
		state.opened(peer)
		state.Refused = append(state.Refused, found)
		return inbox.Batch{}, false, nil
	}
	batch, err = d.refusal(ctx, in, state, found)
	return batch, false, err
}

// history reads a dialog from end, its last message when it was listed, back to what is stored. newest is the highest
// number that will be stored when the batch is, stored where the reading may stop; counted how many messages VKontakte
// counts up to end, -1 if it does not say.
//
// What was written after the list was made is left to the next list: taken now, it would make this dialog look
// unchanged above another one that changed after the list as well, and hide that one for good.
func (d *dialogs) history(
	ctx context.Context, in inDialog, stored, end int64,
) (batch inbox.Batch, newest int64, counted int, err error) {
	newest, counted = stored, -1
	later := map[int64]bool{}
	met := map[string]bool{}
	_, err = paginate(ctx, messagesPerPage, func(ctx context.Context, offset int) (int, int, func() (bool, bool),
		error) {
		reply, err := callChecked(ctx, d.calls, "messages.getHistory", api.Params{
			"peer_id": in.peer, "count": messagesPerPage, "offset": offset, "extended": 1, "rev": 0,
			"group_id": -d.page.owner},
			func(p historyPage) error { return denies(offset, len(p.Items), p.Count) })
		if err != nil {
			return 0, 0, nil, fmt.Errorf("read the dialog: %w", err)
		}
		return reply.Count.orUnknown(), len(reply.Items), func() (fresh, goOn bool) {
			goOn = true
			in.names = reply.names()
			counted = reply.Count.orUnknown()
			for _, raw := range reply.Items {
				m, problem := decodeDirect(raw)
				if m.number() > end {
					fresh = true
					later[m.number()] = true
					continue
				}
				if problem != nil {
					piece := in.undecoded(m, problem)
					if !met[piece.ID] {
						met[piece.ID], fresh = true, true
						batch.Undecoded = append(batch.Undecoded, piece)
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
		return inbox.Batch{}, 0, 0, err
	}
	if counted >= 0 {
		counted = max(0, counted-len(later))
	}
	slices.SortStableFunc(batch.Messages, inbox.Compare)
	return batch, newest, counted, nil
}
