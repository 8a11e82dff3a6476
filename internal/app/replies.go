package app

import "otklik/internal/inbox"

// replies finds what the official's side wrote to a citizen's message.
type replies struct {
	byRef map[inbox.Ref]inbox.Message
	// to are the replies by the message they speak to: the one they name or, in a dialog, the need before them.
	to map[inbox.Ref][]inbox.Message
	// need is the latest need of each dialog.
	need map[inbox.Ref]inbox.Ref
}

func newReplies() replies {
	return replies{map[inbox.Ref]inbox.Message{}, map[inbox.Ref][]inbox.Message{}, map[inbox.Ref]inbox.Ref{}}
}

// add notes a message. Those of a dialog have to come in time order.
func (r replies) add(record inbox.Record) {
	m := record.Message
	dialog := m.Ref()
	dialog.ID = ""
	switch {
	case record.Status != nil:
		if m.Kind == inbox.Direct && record.Status.NeedsAnswer {
			r.need[dialog] = m.Ref()
		}
		return
	case m.Post || m.Automatic:
		return
	}
	r.byRef[m.Ref()] = m
	if asked, replies := m.Target(); replies {
		r.to[asked] = append(r.to[asked], m)
	} else if need, ok := r.need[dialog]; ok && m.Kind == inbox.Direct {
		r.to[need] = append(r.to[need], m)
	}
}

// of is the standing reply that a message's state rests on.
func (r replies) of(record inbox.Record) (inbox.Message, bool) {
	for i := len(record.Status.History) - 1; i >= 0; i-- {
		if by := record.Status.History[i].By; by != "" {
			m, ok := r.by(record, by)
			return m, ok && m.Deleted.IsZero()
		}
	}
	return inbox.Message{}, false
}

// by is the reply of an id that changed a message's state: one that names the message, whichever chat it stands in,
// goes before one of the message's own chat, because each chat has that number.
func (r replies) by(record inbox.Record, id string) (inbox.Message, bool) {
	ref := record.Message.Ref()
	for _, m := range r.to[ref] {
		if m.ID == id {
			return m, true
		}
	}
	ref.ID = id
	m, ok := r.byRef[ref]
	return m, ok
}
