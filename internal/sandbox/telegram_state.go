package sandbox

import (
	"time"
)

// telegramSide is what stands in Telegram at the moment, as the bot sees it.
type telegramSide struct {
	updates    []update // not confirmed yet, in the order of their ids
	nextUpdate int64
	allowed    []string // nil: Telegram's default set
	webhook    string

	group, direct map[int]*tgMessage           // by message id
	private       map[int64]map[int]*tgMessage // by chat
	nextInChannel int
	nextInGroup   int
	nextInDirect  int
	nextInPrivate int          // private chats of a bot share one numbering
	writesToBot   map[int]bool // person: true through the bot, false through the channel's direct messages
	sent          []Sent
	sendTimes     map[int64][]time.Time

	oddSent    bool // the message with an unknown origin was sent
	waiting    *poll
	lastOffset int64
	lastPoll   time.Time // real time of the last getUpdates
}

func newTelegramSide() telegramSide {
	return telegramSide{
		nextUpdate: 870000001,
		group:      map[int]*tgMessage{}, direct: map[int]*tgMessage{}, private: map[int64]map[int]*tgMessage{},
		nextInChannel: 11, nextInGroup: 21, nextInDirect: 31, nextInPrivate: 41,
		writesToBot: map[int]bool{}, sendTimes: map[int64][]time.Time{},
	}
}

// tgMessage is one message in one of the bot's chats.
type tgMessage struct {
	id         int
	chat       object
	from       object
	senderChat object // who is shown as the author instead of from
	at, edited time.Time
	text       string
	media      string
	file       object // what is known of a document
	album      string // the group of media that it belongs to
	thread     int    // id of the root message in the group
	reply      *tgMessage
	origin     object // of a forwarded message
	automatic  bool   // a channel post that Telegram forwarded into the group
	topic      object // of the channel's direct messages
	unknown    bool   // carries a field that no interface description knows
}

// object is the message as the Bot API shows it. A replied message does not show what it replied to.
func (m *tgMessage) object(withReply bool) object {
	o := object{"message_id": m.id, "chat": m.chat, "date": m.at.Unix()}
	put := func(key string, value object) {
		if value != nil {
			o[key] = value
		}
	}
	put("from", m.from)
	put("sender_chat", m.senderChat)
	put("forward_origin", m.origin)
	put("direct_messages_topic", m.topic)
	if m.thread != 0 {
		o["message_thread_id"] = m.thread
	}
	if m.album != "" {
		o["media_group_id"] = m.album
	}
	if m.automatic {
		o["is_automatic_forward"] = true
	}
	if !m.edited.IsZero() {
		o["edit_date"] = m.edited.Unix()
	}
	if m.unknown {
		o["sandbox_future_field"] = object{"level": 3, "parts": []string{"a", "b"}}
	}
	if withReply && m.reply != nil {
		o["reply_to_message"] = m.reply.object(false)
	}
	m.putContent(o)
	return o
}
