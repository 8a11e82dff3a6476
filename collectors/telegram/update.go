package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// decoder turns one page of updates into messages. Every update becomes a message, a piece kept undecoded, or one that
// is counted as nobody's.
type decoder struct {
	source *Source
	who    *chatDirectory
	now    time.Time
	// placed are the threads of this page's messages, which the archive does not know yet.
	placed    map[inbox.Ref]inbox.ThreadRef
	messages  []inbox.Message
	undecoded []inbox.Undecoded
	// names are the usernames known so far, those seen last at the end.
	names []username
	// albums are those that began a talk, as far as they are known, the latest at the end.
	albums []album
	// left counts what became neither a message nor a piece; room is for how many pieces of strangers there still is.
	left leftOut
	room int
}

// otherUpdates are the kinds that are not asked for and hold nothing that is read here. They may still arrive when the
// bot was used for something else before. Kinds that are neither here nor read are kept undecoded.
var otherUpdates = []string{"channel_post", "edited_channel_post", "business_connection", "business_message",
	"edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
	"message_reaction_count",
	"inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
	"purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
	"removed_chat_boost", "managed_bot"}

// updateID is the number of an update.
func updateID(raw json.RawMessage) (int64, bool) {
	o, ok := loose.Read(raw)
	if !ok {
		return 0, false
	}
	id, ok := o.Number("update_id")
	return id, ok && id > 0
}

// learnAll takes from a page where the discussion groups are.
func (s *Source) learnAll(page []json.RawMessage) {
	for _, raw := range page {
		if o, ok := loose.Read(raw); ok {
			m, _ := payload(o)
			s.learn(m)
		}
	}
}

// all decodes a page. Its error is passing: nothing of the page may be confirmed.
func (d *decoder) all(ctx context.Context, page []json.RawMessage) error {
	d.source.learnAll(page)
	for _, raw := range page {
		if err := d.one(ctx, raw); err != nil {
			return err
		}
	}
	return nil
}

// payload is the message of an update, and whether it is the new version of one.
func payload(o loose.Object) (m loose.Object, edited bool) {
	if m, edited = o.Object("edited_message"); edited {
		return m, true
	}
	return o.Child("message"), false
}

func (d *decoder) one(ctx context.Context, raw json.RawMessage) error {
	o, ok := loose.Read(raw)
	if !ok {
		d.keep(d.source.channels[0].ID, raw, "the update is not an object")
		return nil
	}
	if !o.Has("message") && !o.Has("edited_message") {
		if !slices.ContainsFunc(otherUpdates, o.Has) {
			d.keep(d.source.channels[0].ID, raw, "the update is of an unknown kind")
			return nil
		}
		d.left.Empty++
		return nil
	}
	m, edited := payload(o)
	chat, _ := m.Object("chat")
	chatID, ok := chat.Number("id")
	if !ok {
		d.keep(d.source.channels[0].ID, raw, "the update does not say in which chat its message stands")
		return nil
	}
	channel, kind, where, err := d.source.route(ctx, m, chat, chatID)
	if err != nil {
		return err
	}
	switch {
	case where == unwanted:
		d.left.Strangers++
		return nil
	case service(m):
		d.left.Empty++
		return nil
	case where == nobodys:
		d.left.Strangers++
		if d.room > 0 {
			d.room--
			d.keepWaiting(d.source.channels[0].ID, raw, codeStranger, problemStranger)
		}
		return nil
	case where == unplaced:
		d.keepWaiting(channel.ID, raw, codeUnplaced, problemUnplaced)
		return nil
	}
	message, problem, err := d.message(ctx, channel, kind, chatID, m)
	switch {
	case err != nil:
		return err
	case problem != "":
		d.keep(channel.ID, raw, problem)
		return nil
	}
	if at, ok := m.Number("edit_date"); ok && at > 0 {
		message.Edited = time.Unix(at, 0).UTC()
	} else if edited {
		message.Edited = d.now
	}
	message.Raw = slices.Clone(raw)
	d.placed[message.Ref()] = message.ThreadRef()
	d.messages = append(d.messages, message)
	return nil
}

// keep stores an update undecoded under its number or, where it has none that can be read, under a digest of it.
func (d *decoder) keep(channel inbox.ChannelID, raw json.RawMessage, problem string) {
	d.keepWaiting(channel, raw, "", problem)
}

// keepWaiting is keep of a piece that may be read when more is known.
func (d *decoder) keepWaiting(channel inbox.ChannelID, raw json.RawMessage, code, problem string) {
	var id string
	if n, ok := updateID(raw); ok {
		id = strconv.FormatInt(n, 10)
	} else {
		sum := sha256.Sum256(raw)
		id = "sha256:" + hex.EncodeToString(sum[:12])
	}
	d.undecoded = append(d.undecoded, inbox.Undecoded{Channel: channel, ID: id, Raw: slices.Clone(raw),
		Problem: problem, Code: code})
}
