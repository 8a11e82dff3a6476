package vk

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// refusal remembers a dialog that is not shown, and saves its last message, which the list of dialogs shows.
func (d *dialogs) refusal(
	ctx context.Context, in inDialog, state *dialogCursor, now refusedDialog,
) (inbox.Batch, error) {
	var batch inbox.Batch
	before, wasRefused := state.refused(in.peer)
	wasRefused = wasRefused && !before.failing()
	if !wasRefused || before.Code != now.Code {
		batch.Warnings = []string{fmt.Sprintf(
			"the %s cannot be read (%s); only its last message is shown, and it is asked for again at every pull",
			now.name(d.page.channel), said(now.Code))}
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
	state.opened(in.peer)
	state.Refused = append(state.Refused, now)
	return batch, nil
}

// lastMessage finds a dialog in the list and takes its last message, if that is still the one it was planned with: a
// newer one belongs to the next list (see history).
func (d *dialogs) lastMessage(ctx context.Context, in inDialog, end int64, batch *inbox.Batch) error {
	met := map[int64]bool{}
	_, err := paginate(ctx, messagesPerPage, func(ctx context.Context, offset int) (int, int, func() (bool, bool),
		error) {
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
						batch.Undecoded = append(batch.Undecoded, in.undecoded(m, problem))
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

func said(code int) string {
	if code == 0 {
		return "VKontakte fails or contradicts itself"
	}
	return fmt.Sprintf("VKontakte says error %d", code)
}

// retryFailed is the last step of a pull that has read everything else: it asks for the dialogs that are refused or
// failing unless this pull did. What it stores is that one of them has opened, or that a failure has lasted so long
// that it is a refusal; else the pull ends, with an error while some are failing. So it ends however crashes fall, and
// the next one asks again (see wall.retryFailed).
func (d *dialogs) retryFailed(
	ctx context.Context, state dialogCursor, batch inbox.Batch, now time.Time,
) (inbox.Batch, error) {
	waiting := state.failing()
	rand.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
	for _, r := range state.Refused {
		if !r.failing() {
			waiting = append(waiting, r)
		}
	}
	waiting = slices.DeleteFunc(waiting, func(r refusedDialog) bool { return d.pull.failed[r.Peer] != nil })
	waiting = waiting[:min(len(waiting), maxRetried)]
	news := false
	for i, r := range waiting {
		if d.pull.faults >= maxFailed {
			break
		}
		read, shown, err := d.ask(ctx, &state, r.Peer, r.End, now)
		if err != nil {
			return inbox.Batch{}, err
		}
		batch.Messages = append(batch.Messages, read.Messages...)
		batch.Undecoded = append(batch.Undecoded, read.Undecoded...)
		batch.Warnings = append(batch.Warnings, read.Warnings...)
		if shown {
			for _, other := range waiting[i+1:] { // the others may have opened, too
				state.Peers, state.Ends = append(state.Peers, other.Peer), append(state.Ends, other.End)
			}
			return d.batch(batch, &state, true), nil
		}
		after, _ := state.refused(r.Peer)
		news = news || r.failing() && !after.failing()
	}
	failing := state.failing()
	if len(failing) > 0 && !news {
		return inbox.Batch{}, d.failure(failing)
	}
	return d.batch(batch, &state, len(failing) > 0), nil
}

// failing are the dialogs that have not failed long enough to be called refused.
func (c *dialogCursor) failing() []refusedDialog {
	var failing []refusedDialog
	for _, r := range c.Refused {
		if r.failing() {
			failing = append(failing, r)
		}
	}
	return failing
}

// failure is how a pull ends that could not read some dialogs.
func (d *dialogs) failure(failing []refusedDialog) error {
	reason := errLater
	for _, r := range failing {
		if err := d.pull.failed[r.Peer]; err != nil {
			reason = err
			break
		}
	}
	return &collectors.Failure{Kind: inbox.FailurePlatform, Advice: "they are asked for again at the next pull",
		Err: fmt.Errorf("%d dialogs could not be read: %w", len(failing), reason)}
}

// name is what people call a dialog by: the short number of its last message, which is stored. The dialog's own number
// is the citizen's account, and stands in no log, status or digest.
func (r refusedDialog) name(channel inbox.ChannelID) string {
	last := inbox.Ref{Channel: channel, Kind: inbox.Direct, Dialog: id(r.Peer), ID: id(r.End)}
	return "dialog of message " + last.Number()
}

// inaccessible are the dialogs that are refused at present.
func (c *dialogCursor) inaccessible(channel inbox.ChannelID) []inbox.Inaccessible {
	var parts []inbox.Inaccessible
	for _, r := range c.Refused {
		if !r.failing() {
			parts = append(parts, inbox.Inaccessible{Part: r.name(channel), Code: r.Code})
		}
	}
	return parts
}
