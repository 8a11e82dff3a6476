// Package inbox is the domain: what people wrote to an official, which of it has been answered, and what is known
// about how completely it was read. It imports nothing of this project, so that every layer can meet in its types.
package inbox

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ChannelID names one channel of one official as the command line does: "governor/vk".
type ChannelID string

// NewChannelID joins the configuration's two ids.
func NewChannelID(official, channel string) ChannelID {
	return ChannelID(official + "/" + channel)
}

// Official is the part before the slash.
func (c ChannelID) Official() string {
	official, _, _ := strings.Cut(string(c), "/")
	return official
}

// Channel is the part after the slash.
func (c ChannelID) Channel() string {
	_, channel, _ := strings.Cut(string(c), "/")
	return channel
}

// Platform is the network a message came from, by the id that its collector brings.
type Platform string

// Kind tells a public comment from a private message: they are answered by different rules (see Evaluate).
type Kind string

// The two kinds of message.
const (
	Comment Kind = "comment"
	Direct  Kind = "direct"
)

// Ref identifies a message for ever. A number means something only in the chat that gave it (Message.Chat), and
// platforms number direct messages per dialog, so Dialog (the Thread of the message) is part of the identity of a
// direct message and empty for a comment.
type Ref struct {
	Channel ChannelID
	Kind    Kind
	Chat    string
	Dialog  string
	ID      string
}

// ThreadRef identifies a thread: all comments under one post, or one dialog. Chat is the one that its ID is a number
// of.
type ThreadRef struct {
	Channel ChannelID
	Kind    Kind
	Chat    string
	ID      string
}

// Author is who wrote a message, as the platform shows it.
type Author struct {
	// ID is the platform's id: VK and Telegram users are positive numbers, communities and channels negative ones.
	// Empty where the platform hides it (a deleted account); two empty ids are never the same person.
	ID string
	// Name is the name shown to readers at the time of collecting.
	Name string
	// Official is true for the official's side: the page, the channel, its administrators, its staff.
	Official bool
	// Operator is the id of the employee who wrote in the page's name, where the platform tells it. A message with an
	// operator was written by a person, never by a machine.
	Operator string
}

// MediaType says what is attached to a message.
type MediaType string

// The types of media that matter to a reader; everything else, such as what a platform says by itself, is MediaOther.
const (
	MediaPhoto     MediaType = "photo"
	MediaVideo     MediaType = "video"
	MediaVideoNote MediaType = "video_note" // a round video message: speech
	MediaVoice     MediaType = "voice"      // a recorded voice message: speech
	MediaAudio     MediaType = "audio"
	MediaDocument  MediaType = "document"
	MediaSticker   MediaType = "sticker"
	MediaAnimation MediaType = "animation" // a moving picture without sound, sent as a sticker is
	MediaPoll      MediaType = "poll"
	MediaLocation  MediaType = "location"
	MediaContact   MediaType = "contact"
	MediaLink      MediaType = "link"
	MediaRepost    MediaType = "repost"
	MediaUnknown   MediaType = "unknown" // an attachment of a type that the collector does not know
	MediaOther     MediaType = "other"
)

// Media is one attachment. Its bytes are not collected: the message's URL leads to them.
type Media struct {
	Type     MediaType
	Duration time.Duration // speech and video; zero where unknown
}

// Speech reports whether a person has to listen in order to know what was said.
func (m Media) Speech() bool { return m.Type == MediaVoice || m.Type == MediaVideoNote }

// Tells reports whether the attachment may be the message itself: a scan, a photo, a place. Stickers and polls are not.
func (m Media) Tells() bool {
	switch m.Type {
	case MediaSticker, MediaAnimation, MediaPoll, MediaOther:
		return false
	}
	return true
}

// Revision is an earlier wording of a message that its author changed.
type Revision struct {
	Text  string
	Until time.Time // when the change was made or, where the platform does not tell, noticed
}

// Message is one comment or direct message, the citizen's or the official side's.
type Message struct {
	Channel  ChannelID
	Platform Platform
	Kind     Kind
	ID       string
	// Chat is the platform's number of the chat that ID, Thread and ReplyTo are numbers of: a channel of Telegram may
	// have had several discussion groups, and a bot numbers its dialogs otherwise than the channel does. Empty on
	// platforms that number all messages of a channel together.
	Chat string
	// Thread is the platform's thread: for a VK comment OWNER_POST, for a VK dialog the peer, for a Telegram comment
	// the id of the root message in the group, for a bot's dialog the chat, for a channel's direct messages the topic.
	Thread string
	// ThreadChat is the chat that Thread is a number of where it is not Chat: a talk goes on in another group than it
	// began in.
	ThreadChat string
	// ReplyTo is the id of the message this one replies to in the same thread; empty where the platform names none.
	ReplyTo string
	// ReplyChat is the chat that ReplyTo is a number of where it is not Chat.
	ReplyChat string
	// Beneath is true where ReplyTo is only the comment that the platform shows this one beneath, and its author chose
	// none: whom it names (Addressee) goes before that.
	Beneath bool
	// Root is the comment that opens the thread of replies this one stands in, on platforms that show replies beneath
	// comments. Empty: it opens one itself, or an earlier version stored it.
	Root string `json:",omitempty"`
	// Addressee is the author id of the person this message turns to where it names one without naming a message
	// (VK's reply_to_user or a leading [id1|Name] mention).
	Addressee string
	Author    Author
	Text      string
	URL       string
	Media     []Media
	// Likes and Replies are how many people approve of the message and how many replies stand beneath it, as the
	// platform counted when it was read; zero: none, or it does not tell. They say which of two complaints that are
	// equal in all else more people look at, and never hide one. They are no part of what was written: another count is
	// no revision, and nothing is evaluated again for it.
	Likes   int `json:",omitempty"`
	Replies int `json:",omitempty"`
	// Album is what the platform calls the group of messages that the author sent as one (several photos, one caption);
	// the same for all its parts, empty for a message that stands alone. Evaluate takes an album for one message.
	Album string
	// Post is true for the official's own post that opens a comment thread (Telegram forwards it into the group).
	Post bool
	// Automatic is true for a greeting or away message that the platform itself marks as sent by a machine.
	Automatic bool
	// Sent is the platform's time of sending.
	Sent time.Time
	// Edited is the time of the last change of the text: the platform's, or when it was noticed. Zero: never.
	Edited time.Time
	// Deleted is when the message was noticed to be gone from the platform. Zero: it still stands.
	Deleted time.Time
	// FirstSeen and LastSeen are when a collector met the message first and last. The store sets both.
	FirstSeen, LastSeen time.Time
	// Revisions are the earlier wordings, oldest first. The store keeps them.
	Revisions []Revision
	// Raw is what the platform sent for this message, for a later, better decoder. The store keeps it apart and does
	// not give it back with the message.
	Raw []byte
}

// Ref is the message's identity.
func (m Message) Ref() Ref {
	r := Ref{Channel: m.Channel, Kind: m.Kind, Chat: m.Chat, ID: m.ID}
	if m.Kind == Direct {
		r.Dialog = m.Thread
	}
	return r
}

// ThreadRef is the identity of the thread the message stands in.
func (m Message) ThreadRef() ThreadRef {
	return ThreadRef{Channel: m.Channel, Kind: m.Kind, Chat: cmp.Or(m.ThreadChat, m.Chat), ID: m.Thread}
}

// Target is the identity of the message this one replies to; ok is false where it names none.
func (m Message) Target() (target Ref, ok bool) {
	target = m.Ref()
	target.Chat, target.ID = cmp.Or(m.ReplyChat, m.Chat), m.ReplyTo
	return target, m.ReplyTo != ""
}

// toOpening reports whether the message replies to what opens its thread, which names nobody there.
func (m Message) toOpening() bool {
	target, replies := m.Target()
	return replies && target.ID == m.Thread && target.Chat == m.ThreadRef().Chat
}

// Unheard reports whether the message is speech without a text: somebody has to listen to it.
func (m Message) Unheard() bool { return m.wordless() && slices.ContainsFunc(m.Media, Media.Speech) }

// Unseen reports whether the message is an attachment without a text: somebody has to look at it.
func (m Message) Unseen() bool { return m.wordless() && slices.ContainsFunc(m.Media, Media.Tells) }

func (m Message) wordless() bool { return strings.TrimSpace(m.Text) == "" }

// Compare orders messages by the time they were sent and, within a second, by the platform's id, numerically where
// both ids are numbers (VK's and Telegram's times are whole seconds).
func Compare(a, b Message) int {
	if c := a.Sent.Compare(b.Sent); c != 0 {
		return c
	}
	return CompareIDs(a.ID, b.ID)
}

// CompareIDs orders two platform ids: as numbers where both are, as strings otherwise.
func CompareIDs(a, b string) int {
	an, aerr := strconv.ParseInt(a, 10, 64)
	bn, berr := strconv.ParseInt(b, 10, 64)
	if aerr == nil && berr == nil {
		return cmp.Compare(an, bn)
	}
	return cmp.Compare(a, b)
}
