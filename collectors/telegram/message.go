package telegram

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// The accounts that Telegram puts into `from` where a chat speaks, for programs that do not know sender_chat
// (https://core.telegram.org/bots/api#message, Bot API server, Client.cpp).
const (
	serviceNotifications = 777000     // a channel's post, forwarded into the group
	anonymousAdmin       = 1087968824 // the group speaks: an anonymous administrator
	channelBot           = 136817688  // a channel speaks
)

// message decodes the fields that are needed. problem says, without any of the text, why that was impossible; err is
// passing.
func (d *decoder) message(
	ctx context.Context, c Channel, kind inbox.Kind, chatID int64, m loose.Object,
) (out inbox.Message, problem string, err error) {
	id, ok := m.Number("message_id")
	if !ok || id <= 0 {
		return out, "the message has no readable number", nil
	}
	date, ok := m.Number("date")
	if !ok || date <= 0 {
		return out, "the message has no readable date", nil
	}
	text, media, problem := content(m)
	if problem != "" {
		return out, problem, nil
	}
	out = inbox.Message{Channel: c.ID, Platform: ID, Kind: kind, ID: strconv.FormatInt(id, 10),
		Chat: strconv.FormatInt(chatID, 10), Text: text, Media: media, Sent: time.Unix(date, 0).UTC()}
	out.Author = d.author(c, kind, chatID, m)
	out.Post = kind == inbox.Comment && m.Flag("is_automatic_forward")
	out.Album, _ = m.Text("media_group_id")
	out.Automatic = m.Flag("is_from_offline") && !out.Post
	if m.Has("forward_origin") && !out.Post {
		out.Media = append(out.Media, inbox.Media{Type: inbox.MediaRepost})
	}
	d.target(c, &out, m)
	if kind == inbox.Comment {
		if out.Thread, out.ThreadChat, err = d.thread(ctx, out, m); err != nil {
			return out, "", err
		}
		d.remember(out, m)
		out.Addressee = d.addressee(out, m)
		username, _ := m.Child("chat").Text("username")
		out.URL = CommentURL(username, chatID, out.ID, out.Thread)
		return out, "", nil
	}
	if topic, ok := m.Child("direct_messages_topic").Number("topic_id"); ok {
		out.Thread = strconv.FormatInt(topic, 10)
		out.URL = CommentURL("", chatID, out.ID, out.Thread)
		return out, "", nil
	}
	if m.Child("chat").Flag("is_direct_messages") {
		return out, "the direct message does not say to whose dialog it belongs", nil
	}
	// The numbers in private chats are the bot's own: another bot gives them again.
	out.Thread, out.Chat = out.Chat, strconv.FormatInt(d.source.bot, 10)
	out.URL = "tg://user?id=" + out.Thread
	return out, "", nil
}

// target notes which message is replied to. One of another group of the channel is that group's number: a group that
// was upgraded, or exchanged for another, goes on being answered.
func (d *decoder) target(c Channel, out *inbox.Message, m loose.Object) {
	for _, field := range []string{"reply_to_message", "external_reply"} {
		reply := m.Child(field)
		id, ok := reply.Number("message_id")
		if !ok || id <= 0 {
			continue
		}
		chat, told := reply.Child("chat").Number("id")
		number := strconv.FormatInt(chat, 10)
		switch other := told && number != out.Chat; {
		case !other && field == "reply_to_message", !other && told:
			out.ReplyTo = strconv.FormatInt(id, 10)
			return
		case other && out.Kind == inbox.Comment && slices.Contains(d.who.placements[c.ID].Groups, chat):
			out.ReplyTo, out.ReplyChat = strconv.FormatInt(id, 10), number
			return
		}
	}
}

// thread is the root of the comments a message stands among, and its chat where that is another one. Telegram names the
// root in message_thread_id; where it does not, the message that is replied to leads there.
func (d *decoder) thread(ctx context.Context, message inbox.Message, m loose.Object) (root, chat string, err error) {
	if message.Post {
		return message.ID, "", nil
	}
	reply := m.Child("reply_to_message")
	if message.ReplyChat == "" {
		for _, o := range []loose.Object{m, reply} {
			if root, ok := o.Number("message_thread_id"); ok && root > 0 {
				return d.albumOf(message, strconv.FormatInt(root, 10)), "", nil
			}
		}
		if message.ReplyTo == "" {
			root, err = d.albumThread(ctx, message)
			return root, "", err
		}
		if reply.Flag("is_automatic_forward") {
			return message.ReplyTo, "", nil
		}
	}
	target, _ := message.Target()
	thread, known := d.placed[target]
	if !known && d.source.archive != nil {
		if thread, err = d.source.archive.Thread(ctx, target); err != nil {
			return "", "", fmt.Errorf("look up the thread of a stored comment: %w", err)
		}
	}
	switch {
	case thread.ID != "" && thread.Chat != message.Chat:
		return thread.ID, thread.Chat, nil
	case thread.ID != "":
		return thread.ID, "", nil
	case message.ReplyChat != "":
		return message.ReplyTo, message.ReplyChat, nil
	}
	return d.albumOf(message, message.ReplyTo), "", nil
}

// author tells who wrote a message and whether for the official. Where a chat speaks, `from` holds one of Telegram's
// own accounts, which is nobody's.
func (d *decoder) author(c Channel, kind inbox.Kind, chatID int64, m loose.Object) inbox.Author {
	if sender, ok := m.Object("sender_chat"); ok {
		title, _ := sender.Text("title")
		id, ok := sender.Number("id")
		if !ok {
			return inbox.Author{Name: title}
		}
		return inbox.Author{ID: strconv.FormatInt(id, 10), Name: title,
			Official: c.Chat != 0 && id == c.Chat || id == chatID}
	}
	from := m.Child("from")
	id, ok := from.Number("id")
	first, _ := from.Text("first_name")
	last, _ := from.Text("last_name")
	name := strings.TrimSpace(first + " " + last)
	switch {
	case !ok:
		return inbox.Author{Name: name}
	case id == anonymousAdmin && kind == inbox.Comment:
		title, _ := m.Child("chat").Text("title")
		return inbox.Author{ID: strconv.FormatInt(chatID, 10), Name: title, Official: true}
	case id == serviceNotifications && m.Flag("is_automatic_forward"):
		return inbox.Author{ID: strconv.FormatInt(c.Chat, 10), Official: true}
	case id == anonymousAdmin || id == channelBot || id == serviceNotifications:
		return inbox.Author{Name: name}
	}
	return inbox.Author{ID: strconv.FormatInt(id, 10), Name: name, Official: d.who.official(c, id)}
}

// channelBase is what separates the number of a channel or supergroup in links and exports from the one in the Bot API:
// -1001234567890 is 1234567890.
const channelBase = 1_000_000_000_000

// BareID is a channel's or supergroup's number as links and exports write it.
func BareID(chat int64) int64 {
	if chat < -channelBase {
		return -chat - channelBase
	}
	return max(chat, -chat)
}

// ChatID is the Bot API's number of the channel or supergroup with a bare number.
func ChatID(bare int64) int64 { return -channelBase - bare }

// CommentURL is the link that opens a message of a supergroup in its thread. username is the group's public name, or
// empty; then the link works for the members of the group.
func CommentURL(username string, chat int64, id, thread string) string {
	link := "https://t.me/" + username + "/" + id
	if username == "" {
		link = "https://t.me/c/" + strconv.FormatInt(BareID(chat), 10) + "/" + id
	}
	if thread != "" && thread != id {
		link += "?thread=" + thread
	}
	return link
}
