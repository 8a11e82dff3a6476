package vk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// dialogList is one reading of the list of dialogs, and what it plans.
type dialogList struct {
	*dialogs
	state *dialogCursor
	now   time.Time
	batch inbox.Batch
	met   map[int64]bool
	// peers are the changed dialogs, the newest first, ends their last messages; edited and editedEnds those whose last
	// message alone has changed.
	peers, ends, edited, editedEnds numbers
	only                            map[int64]onlyMessage
}

// listedDialog is an item of the list with what is stored of it.
type listedDialog struct {
	conversation
	// known: that it cannot be read up to there, so that it waits for the last step.
	unchanged, known, edited bool
	only                     *onlyMessage
}

// list finds the changed dialogs. A quiet pull is this step alone.
func (d *dialogs) list(ctx context.Context, state dialogCursor, now time.Time) (inbox.Batch, error) {
	l := dialogList{dialogs: d, state: &state, now: now, met: map[int64]bool{}, only: map[int64]onlyMessage{}}
	if _, err := paginate(ctx, messagesPerPage, l.page); err != nil {
		return inbox.Batch{}, err
	}
	if n := len(state.Counts); n > 0 && len(l.met)+len(l.batch.Undecoded) == 0 {
		return inbox.Batch{}, emptiedList(n)
	}
	l.plan()
	if d.pull.lists++; d.pull.lists > maxDialogRounds {
		state.leave()
	}
	if len(state.Peers) > 0 {
		return d.batch(l.batch, &state, true), nil
	}
	// The last step may store nothing. What the list tells is stored before, but not again where a crash follows soon.
	if d.pull.first() && len(state.failing()) > 0 && !listedLately(state.ListedAt, now) {
		state.ListedAt = now.Unix()
		return d.batch(l.batch, &state, true), nil
	}
	return d.retryFailed(ctx, state, l.batch, now)
}

// emptiedList is the failure of a list that shows nothing where dialogs were read.
func emptiedList(dialogs int) error {
	return &collectors.Failure{Kind: inbox.FailureAccess,
		Err: fmt.Errorf("call messages.getConversations: no dialogs, where %d were read", dialogs),
		Advice: "VKontakte lists no dialogs any more; look at the community token and its right \"messages\" " +
			"(if all dialogs were deleted on purpose, this ends with the next message)"}
}

// page reads a page of the list, as paginate wants it. What the archive says is looked up before the page is judged,
// because it may fail.
func (l *dialogList) page(ctx context.Context, offset int) (total, items int, visit func() (bool, bool), err error) {
	reply, err := l.page200(ctx, offset)
	if err != nil {
		return 0, 0, nil, err
	}
	names := reply.names()
	var found []listedDialog
	stopped := false
	for _, raw := range reply.Items {
		c, err := decodeConversation(raw)
		if stopped && (err != nil || l.dialogs.pull.lists > 0 || c.changed() == 0) {
			continue
		}
		if err != nil {
			l.undecoded(raw, err)
			continue
		}
		one, err := l.look(ctx, c, names)
		if err != nil {
			return 0, 0, nil, err
		}
		if stopped && !one.edited {
			continue
		}
		found = append(found, one)
		// A pinned dialog, or one dated ahead, stands first whether it has changed or not.
		stopped = stopped || one.unchanged && one.Sort.Major == 0 && !one.ahead(l.now)
	}
	return reply.Count.orUnknown(), len(reply.Items), func() (fresh, goOn bool) {
		for _, one := range found {
			if peer := int64(one.Peer.ID); !l.met[peer] {
				l.met[peer], fresh = true, true
				l.take(peer, one)
			}
		}
		return fresh, !stopped
	}, nil
}

func (l *dialogList) undecoded(raw json.RawMessage, problem error) {
	l.batch.Undecoded = append(l.batch.Undecoded, inbox.Undecoded{Channel: l.dialogs.page.channel,
		ID: nameless("conversation", raw), Raw: raw, Problem: problem.Error()})
}

// look finds out what is stored of a listed dialog.
func (l *dialogList) look(ctx context.Context, c conversation, names names) (listedDialog, error) {
	peer := int64(c.Peer.ID)
	refused, waits := l.state.refused(peer)
	one := listedDialog{conversation: c, known: waits && refused.End == c.end()}
	if c.end() == 0 || l.state.odd(peer, c.end()) {
		one.known = true
		return one, nil
	}
	stored, last, err := l.stored(ctx, peer, c.end())
	if err != nil {
		return one, err
	}
	one.unchanged = c.end() <= stored
	if stored == 0 && !waits {
		if only, proven := l.dialogs.only(c, names, l.now); proven {
			one.only = &only
		}
	}
	// An edit does not move a dialog up, so that everything below may still be unchanged. It is looked for once a pull.
	one.edited = l.pull.lists == 0 && !one.known && last != nil && c.changed() > last.Edited.Unix() && c.changed() > 0
	return one, nil
}

// take plans what is to be read of a dialog.
func (l *dialogList) take(peer int64, one listedDialog) {
	switch {
	case one.known:
	case !one.unchanged:
		l.peers, l.ends = append(l.peers, peer), append(l.ends, one.end())
		if one.only != nil {
			l.only[peer] = *one.only
		}
		if beyond := len(l.peers) - maxPlanned; beyond > 0 {
			delete(l.only, l.peers[beyond-1]) // not for this plan
		}
	case one.edited && l.state.planEdit(peer, one.changed()):
		l.edited, l.editedEnds = append(l.edited, peer), append(l.editedEnds, one.end())
	}
}

// plan puts the longest unchanged dialogs into the cursor. Edited ones are known by name, so that the order does not
// matter for them.
func (l *dialogList) plan() {
	slices.Reverse(l.peers)
	slices.Reverse(l.ends)
	planned := min(len(l.peers), maxPlanned)
	l.state.Peers, l.state.Ends = append(l.edited, l.peers[:planned]...), append(l.editedEnds, l.ends[:planned]...)
	l.pull.only = l.only
}
