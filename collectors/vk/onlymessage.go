package vk

import (
	"time"

	"otklik/internal/inbox"
)

// A dialog's messages are numbered from 1 (conversation_message_id), and numbers are not given twice. So a dialog whose
// last message has the number 1 never had another one, and where the list shows that message whole, its history would
// tell nothing more. Most people write once: a first pull saves a call for each of them.

// onlyMessage is the one message of a dialog, as the list showed it. end is its number in the plan.
type onlyMessage struct {
	end     int64
	message inbox.Message
}

// only is the single message of a dialog of which nothing is stored. proven is false wherever the list leaves a doubt:
// then the history is asked for.
func (d *dialogs) only(c conversation, names names, now time.Time) (found onlyMessage, proven bool) {
	if c.LastInDialog != 1 || c.Unread > 1 || !present(c.lastMessage) {
		return onlyMessage{}, false
	}
	for _, read := range []hint{c.InRead, c.OutRead} { // a mark that stands on another message
		if read != 0 && int64(read) != c.end() {
			return onlyMessage{}, false
		}
	}
	m, err := decodeDirect(c.lastMessage)
	if err != nil || m.number() != c.end() || m.InDialog != 1 || m.partial() {
		return onlyMessage{}, false
	}
	in := inDialog{page: d.page, peer: int64(c.Peer.ID), names: names, now: now.UTC()}
	message := in.message(m)
	return onlyMessage{end: c.end(), message: message}, message.Author.Name != ""
}

// takeOnly takes the dialogs at the head of the plan whose only message was shown by this pull's list. It keeps to the
// order of the plan (see dialogs), and what the list counted is what is stored.
func (d *dialogs) takeOnly(state *dialogCursor) (messages []inbox.Message) {
	for len(state.Peers) > 0 {
		peer, end := state.Peers[0], state.Ends[0]
		only, shown := d.pull.only[peer]
		if !shown || only.end != end {
			break
		}
		delete(d.pull.only, peer)
		state.Peers, state.Ends = state.Peers[1:], state.Ends[1:]
		state.note(peer, end, false)
		state.count(dialogCount{Peer: peer, Counted: 1, Stored: 1})
		messages = append(messages, only.message)
	}
	return messages
}
