package sandbox

import (
	"cmp"
	"slices"
	"strconv"
)

// messagesGetConversations lists dialogs, the one with the newest message first.
func (s *Sandbox) messagesGetConversations(c call) (any, *vkError) {
	count, err := c.within("count", 0, 200, 20)
	if err != nil {
		return nil, err
	}
	offset, err := c.within("offset", 0, noLimit, 0)
	if err != nil {
		return nil, err
	}
	start, err := c.within("start_message_id", 0, noLimit, 0)
	if err != nil {
		return nil, err
	}
	var keep func(d *vkDialog) bool
	switch c.parameters["filter"] {
	case "", "all":
		keep = func(*vkDialog) bool { return true }
	case "unread", "unanswered":
		keep = func(d *vkDialog) bool { return d.unread() > 0 }
	case "archive", "important", "sorted_chats":
		keep = func(*vkDialog) bool { return false }
	default:
		return nil, badParam("filter is invalid")
	}
	var dialogs []*vkDialog
	unread := 0
	for _, d := range s.vk.dialogs {
		if len(d.messages) == 0 {
			continue
		}
		if d.unread() > 0 {
			unread++
		}
		if keep(d) {
			dialogs = append(dialogs, d)
		}
	}
	slices.SortFunc(dialogs, func(a, b *vkDialog) int { return cmp.Compare(b.last().id, a.last().id) })
	total := len(dialogs)
	if start > 0 {
		dialogs = slices.DeleteFunc(dialogs, func(d *vkDialog) bool { return d.last().id > start })
	}
	people := newMentioned()
	items := []object{}
	for _, d := range page(dialogs, offset, count) {
		people.add(d.peer)
		people.add(OwnerID)
		people.add(d.last().operator)
		items = append(items, object{"conversation": conversationObject(d), "last_message": s.messageObject(d.last())})
	}
	result := object{"count": total, "items": items}
	if unread > 0 {
		result["unread_count"] = unread
	}
	if c.yes("extended") {
		s.extend(result, people.ids)
	}
	return result, nil
}

func conversationObject(d *vkDialog) object {
	last := d.last()
	read, written := 0, 0
	for _, m := range d.messages[:len(d.messages)-d.unread()] {
		read = m.id
		if m.out {
			written = m.id
		}
	}
	result := object{
		"peer":            object{"id": d.peer, "type": "user", "local_id": d.peer},
		"sort_id":         object{"major_id": 0, "minor_id": last.id},
		"last_message_id": last.id, "last_conversation_message_id": last.inDialog,
		"in_read": read, "out_read": written, "is_marked_unread": false, "important": false,
		"unanswered": d.unread() > 0, "can_write": object{"allowed": true}, "version": int64(10000000) + int64(last.id),
	}
	if n := d.unread(); n > 0 {
		result["unread_count"] = n
	}
	return result
}

// messagesGetHistory lists the messages of a dialog, by default the newest first. Without start_message_id the offset
// counts from the first listed message and is not negative; with it the list begins at that message, moved by an
// offset that is not positive.
func (s *Sandbox) messagesGetHistory(c call) (any, *vkError) {
	count, err := c.within("count", 0, 200, 20)
	if err != nil {
		return nil, err
	}
	start, err := c.within("start_message_id", -1, noLimit, 0)
	if err != nil {
		return nil, err
	}
	offset, err := c.within("offset", -noLimit, noLimit, 0)
	switch {
	case err != nil:
		return nil, err
	case start == 0 && offset < 0:
		return nil, badParam("offset should be positive without start_message_id")
	case start != 0 && offset > 0:
		return nil, badParam("offset should be negative with start_message_id")
	}
	rev, err := c.within("rev", 0, 1, 0)
	if err != nil {
		return nil, err
	}
	peer, given, wrong := c.whole("peer_id")
	if !given {
		peer, given, wrong = c.whole("user_id")
	}
	switch {
	case wrong != nil || !given:
		return nil, badParam("peer_id is undefined")
	case peer > 2000000000:
		return nil, refuse(917, "You don't have access to this chat")
	}
	result := object{"count": 0, "items": []object{}}
	people := newMentioned()
	people.add(peer)
	dialog := s.vk.dialogs[peer]
	if dialog != nil && len(dialog.messages) > 0 {
		people.add(OwnerID)
		messages := slices.Clone(dialog.messages)
		if rev == 0 {
			slices.Reverse(messages)
		}
		begin := offset
		if start != 0 {
			begin = max(startOf(messages, start, dialog, rev == 1)+offset, 0)
		}
		items := []object{}
		for _, m := range page(messages, begin, count) {
			people.add(m.operator)
			items = append(items, s.messageObject(m))
		}
		result["count"], result["items"] = len(messages), items
	}
	if c.yes("extended") {
		s.extend(result, people.ids)
		if dialog != nil && len(dialog.messages) > 0 {
			result["conversations"] = []object{conversationObject(dialog)}
		}
	}
	return result, nil
}

// startOf finds the message with the id start, or where it stood; -1 means the first unread one.
func startOf(messages []*vkMessage, start int, d *vkDialog, rising bool) int {
	if start == -1 {
		first := len(d.messages) - d.unread()
		start = d.messages[min(first, len(d.messages)-1)].id
	}
	at := slices.IndexFunc(messages, func(m *vkMessage) bool {
		if rising {
			return m.id >= start
		}
		return m.id <= start
	})
	if at < 0 {
		return len(messages)
	}
	return at
}

func (s *Sandbox) messagesGetByID(c call) (any, *vkError) {
	ids, peer := c.list("message_ids"), int64(0)
	if len(ids) == 0 {
		ids = append(c.list("cmids"), c.list("conversation_message_ids")...)
		var given bool
		var wrong error
		if peer, given, wrong = c.whole("peer_id"); !given || wrong != nil || len(ids) == 0 {
			return nil, badParam("message_ids is undefined")
		}
	}
	if len(ids) > 100 {
		return nil, badParam("message_ids should contain at most 100 elements")
	}
	people := newMentioned()
	items := []object{}
	for _, text := range ids {
		id, err := strconv.Atoi(text)
		if err != nil {
			return nil, badParam("message_ids is invalid")
		}
		m := s.vk.messages[id]
		if peer != 0 {
			m = s.messageInDialog(peer, id)
		}
		if m != nil {
			people.add(m.dialog.peer)
			people.add(OwnerID)
			items = append(items, s.messageObject(m))
		}
	}
	result := object{"count": len(items), "items": items}
	if c.yes("extended") {
		s.extend(result, people.ids)
	}
	return result, nil
}

func (s *Sandbox) messageInDialog(peer int64, number int) *vkMessage {
	if d := s.vk.dialogs[peer]; d != nil {
		for _, m := range d.messages {
			if m.inDialog == number {
				return m
			}
		}
	}
	return nil
}

func (s *Sandbox) messageObject(m *vkMessage) object {
	from := m.dialog.peer
	if m.out {
		from = OwnerID
	}
	result := object{
		"id": m.id, "conversation_message_id": m.inDialog, "date": m.at.Unix(), "from_id": from,
		"peer_id": m.dialog.peer,
		"out":     flag(m.out), "text": m.text, "fwd_messages": []object{}, "important": false, "is_hidden": false,
		"random_id": 0, "version": int64(10000000) + int64(m.id),
	}
	attachments := s.vkAttachments(m.media, m.id, from, m.at, true)
	if attachments == nil {
		attachments = []object{}
	}
	result["attachments"] = attachments
	if m.operator != 0 {
		result["admin_author_id"] = m.operator
	}
	if !m.edited.IsZero() {
		result["update_time"] = m.edited.Unix()
	}
	return result
}
