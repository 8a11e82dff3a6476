package vk

import (
	"context"
	"fmt"

	"otklik/inbox"
)

// refusal remembers a dialog that is not shown, and saves its last message, which the list of dialogs shows.
func (d *dialogs) refusal(ctx context.Context, in inDialog, state *dialogCursor, now refusedDialog) (inbox.Batch, error) {
	var batch inbox.Batch
	before, wasRefused := state.refused(in.peer)
	if !wasRefused || before.Code != now.Code {
		batch.Warnings = []string{fmt.Sprintf(
			"the dialog %s cannot be read (VKontakte says error %d); only its last message is shown, and it is asked for again at every pull",
			in.url(), now.Code)}
	}
	newest, _, err := d.stored(ctx, in.peer, now.End)
	if err != nil {
		return inbox.Batch{}, err
	}
	if newest < now.End && !(wasRefused && before.End == now.End) {
		if err := d.lastMessage(ctx, in, now.End, &batch); err != nil {
			return inbox.Batch{}, err
		}
	}
	state.Again = state.Again && wasRefused && before.End == now.End
	state.opened(in.peer)
	state.Refused = append(state.Refused, now)
	return batch, nil
}

// lastMessage finds a dialog in the list and takes its last message, if that is still the one it was planned with: a
// newer one belongs to the next list (see history).
func (d *dialogs) lastMessage(ctx context.Context, in inDialog, end int64, batch *inbox.Batch) error {
	met := map[int64]bool{}
	_, err := walk(ctx, messagesPerPage, func(ctx context.Context, offset int) (int, int, func() (bool, bool), error) {
		reply, err := d.page200(ctx, offset)
		if err != nil {
			return 0, 0, nil, err
		}
		return reply.Count.orUnknown(), len(reply.Items), func() (fresh, goOn bool) {
			for _, raw := range reply.Items {
				c, err := decodeConversation(raw)
				if err != nil || met[int64(c.Peer.ID)] {
					continue
				}
				met[int64(c.Peer.ID)], fresh = true, true
				if int64(c.Peer.ID) != in.peer {
					continue
				}
				if present(c.lastMessage) && c.end() == end {
					in.names = reply.names()
					if m, problem := decodeDirect(c.lastMessage); problem != nil {
						batch.Unread = append(batch.Unread, in.unread(m, problem))
					} else {
						batch.Messages = append(batch.Messages, in.message(m))
					}
				}
				return true, false
			}
			return fresh, true
		}, nil
	})
	return err
}

// parts are the dialogs that are refused at present.
func (c *dialogCursor) parts() []inbox.Refused {
	var parts []inbox.Refused
	for _, d := range c.Refused {
		parts = append(parts, inbox.Refused{Part: fmt.Sprintf("dialog %d", d.Peer), Code: d.Code})
	}
	return parts
}
