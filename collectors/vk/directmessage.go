package vk

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"otklik/internal/inbox"
)

// chatBase is where VK's peer ids of chats of many people begin.
const chatBase = 2_000_000_000

// directMessage is what is needed of a messages_message.
type directMessage struct {
	ID          number          `json:"id"`
	InDialog    hint            `json:"conversation_message_id"`
	Date        number          `json:"date"`
	Updated     hint            `json:"update_time"`
	From        number          `json:"from_id"`
	Out         yesNo           `json:"out"`
	Text        string          `json:"text"`
	Operator    hint            `json:"admin_author_id"`
	Deleted     yesNo           `json:"deleted"`
	Cropped     yesNo           `json:"is_cropped"`
	Hidden      yesNo           `json:"is_hidden"`
	Unavailable yesNo           `json:"is_unavailable"`
	Attachments json.RawMessage `json:"attachments"`
	Forwarded   list            `json:"fwd_messages"`
	Geo         json.RawMessage `json:"geo"`
	Action      json.RawMessage `json:"action"`
	ReplyTo     json.RawMessage `json:"reply_message"`

	raw json.RawMessage
}

func decodeDirect(raw json.RawMessage) (directMessage, error) {
	var m directMessage
	err := json.Unmarshal(raw, &m)
	m.raw = raw
	if err != nil {
		var rest struct {
			ID       hint `json:"id"`
			InDialog hint `json:"conversation_message_id"`
		}
		if json.Unmarshal(raw, &rest) == nil {
			m.ID, m.InDialog = number(rest.ID), rest.InDialog
		}
		return m, fmt.Errorf("message: %s", shapeProblem(err))
	}
	switch {
	case m.number() <= 0:
		return m, errNoID
	case m.Date <= 0 || m.Date > latest:
		return m, errNoDate
	}
	return m, nil
}

// number identifies the message within its dialog. In chats VK gives a community 0 as the id of messages; there the
// number within the dialog serves.
func (m directMessage) number() int64 {
	if m.ID != 0 {
		return int64(m.ID)
	}
	return int64(m.InDialog)
}

// partial reports whether the message is not, or not wholly, what was written: asked for again it may be shown.
func (m directMessage) partial() bool {
	return bool(m.Deleted || m.Cropped || m.Hidden || m.Unavailable)
}

// inDialog is what a direct message does not tell about its dialog.
type inDialog struct {
	page  page
	peer  int64
	names names
	now   time.Time
}

func (d inDialog) ref() inbox.ThreadRef {
	return inbox.ThreadRef{Channel: d.page.channel, Kind: inbox.Direct, ID: id(d.peer)}
}

func (d inDialog) message(m directMessage) inbox.Message {
	from := int64(m.From)
	official := bool(m.Out) || d.page.speaks(from)
	author := inbox.Author{ID: id(from), Name: d.names[from], Official: official}
	if m.Out {
		author.ID, author.Name = id(d.page.owner), d.names[d.page.owner]
	}
	if official {
		author.Operator = id(int64(m.Operator))
	}
	message := inbox.Message{
		Channel: d.page.channel, Platform: ID, Kind: inbox.Direct,
		ID: id(m.number()), Thread: id(d.peer), ReplyTo: id(m.replyTo()),
		Author: author, Text: withShared(m.Text, items(m.Attachments), m.Forwarded), URL: d.url(), Media: m.media(),
		Sent: time.Unix(int64(m.Date), 0).UTC(), Raw: m.raw,
	}
	if m.Updated > 0 && m.Updated <= latest {
		message.Edited = time.Unix(int64(m.Updated), 0).UTC()
	}
	if m.Deleted {
		message.Deleted = d.now
	}
	return message
}

func (m directMessage) replyTo() int64 {
	var target struct {
		ID       hint `json:"id"`
		InDialog hint `json:"conversation_message_id"`
	}
	if !present(m.ReplyTo) || json.Unmarshal(m.ReplyTo, &target) != nil {
		return 0
	}
	if m.ID == 0 {
		return int64(target.InDialog) // numbers of the same kind as the message's own
	}
	return int64(target.ID)
}

func (m directMessage) media() []inbox.Media {
	media := attachments(m.Attachments)
	if present(m.Geo) {
		media = append(media, inbox.Media{Type: inbox.MediaLocation})
	}
	for range m.Forwarded {
		media = append(media, inbox.Media{Type: inbox.MediaRepost})
	}
	if present(m.Action) { // "has left the chat": said by the platform, not by its text
		media = append(media, inbox.Media{Type: inbox.MediaOther})
	}
	return media
}

// url opens the dialog among the community's messages.
func (d inDialog) url() string {
	peer := strconv.FormatInt(d.peer, 10)
	if d.peer > chatBase {
		peer = "c" + strconv.FormatInt(d.peer-chatBase, 10)
	}
	return fmt.Sprintf("https://vk.com/gim%d?sel=%s", -d.page.owner, peer)
}

func (d inDialog) undecoded(m directMessage, problem error) inbox.Undecoded {
	piece := inbox.Undecoded{Channel: d.page.channel, ID: fmt.Sprintf("%d/%d", d.peer, m.number()), Raw: m.raw,
		Problem: problem.Error()}
	if m.number() <= 0 {
		piece.ID = nameless(id(d.peer), m.raw)
	}
	return piece
}
