package export

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"otklik/collectors/telegram"
	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// service is the "problem" of a message that nobody wrote.
const service = "service"

// decoder turns the messages of one chat into those of the project.
type decoder struct {
	options Options
	chat    *chat
	kind    inbox.Kind
	// channel is the configured channel, seen the one whose posts the group holds.
	channel, seen int64
	location      *time.Location
	album         run
	// began leads from the later parts of an album that began a talk to the first.
	began map[string]string
}

func newDecoder(c *chat, o Options) *decoder {
	d := &decoder{options: o, chat: c, kind: inbox.Comment, channel: o.ChannelChat, seen: o.ChannelChat,
		location: o.Location, began: map[string]string{}}
	if d.location == nil {
		d.location = time.UTC
	}
	if !c.group() {
		d.kind = inbox.Direct
	}
	// No post of the configured channel is in the group: the one with the most posts there is taken for it, by its
	// number where two have as many, so that each import finds the same.
	if c.forwards[o.ChannelChat] == 0 {
		most := 0
		for id, n := range c.forwards {
			if n > most || n == most && id > d.seen {
				most, d.seen = n, id
			}
		}
	}
	return d
}

// message decodes one element. problem is the reason why not, without any of the text, or service.
func (d *decoder) message(raw []byte) (out inbox.Message, problem string, err error) {
	m, ok := loose.Read(raw)
	if !ok {
		return out, "the message is not an object", nil
	}
	switch kind, _ := m.Text("type"); kind {
	case "service":
		return out, service, nil
	// Kept as undecoded: a newer export may have it.
	case "unsupported":
		return out, "the program that exported did not know this kind of message", nil
	}
	id, ok := m.Number("id")
	// Numbers of messages have 31 bits: another one is no message's, and would overflow below.
	if !ok || id <= 0 || id > math.MaxInt32 {
		return out, "the message has no readable number", nil
	}
	sent, ok := d.time(m, "date")
	if !ok {
		return out, "the message has no readable date", nil
	}
	text, ok := plain(m["text"])
	if !ok {
		return out, "the message's text is neither a string nor a list of pieces", nil
	}
	out = inbox.Message{Channel: d.options.Channel, Platform: telegram.ID, Kind: d.kind,
		Chat: d.number(), ID: strconv.FormatInt(id, 10), Text: text, Sent: sent, Raw: slices.Clone(raw)}
	if edited, ok := d.time(m, "edited"); ok &&
		edited.Unix() > 0 { // an unedited message of old files has edited = 1970-01-01
		out.Edited = edited
	}
	parent := replyTo(m, d.chat.id)
	if parent != 0 {
		out.ReplyTo = strconv.FormatInt(parent, 10)
	}
	var from int64
	out.Author, from = d.author(m)
	out.Post = d.kind == inbox.Comment && parent == 0 && from != 0 && (from == d.channel || from == d.seen &&
		m.Has("forwarded_from"))
	out.Media, out.Likes = media(m, out.Post), likes(m)
	if out.Text == "" {
		out.Text = otherText(m)
	}
	if out.Text == "" && len(out.Media) == 0 {
		out.Media = []inbox.Media{{Type: inbox.MediaUnknown}}
	}
	first := d.album.add(&out)
	if d.kind == inbox.Direct {
		out.Thread = strconv.FormatInt(d.chat.id, 10)
		out.URL = "tg://user?id=" + out.Thread
		return out, "", nil
	}
	if out.Thread, err = d.thread(int32(id)); err != nil {
		return out, "", err
	}
	// Telegram threads each part of an album by itself; replies to any of them belong to one talk.
	if first != "" && out.ReplyTo == "" {
		d.began[out.ID] = first
	}
	out.Thread = cmp.Or(d.began[out.Thread], out.Thread)
	out.URL = telegram.CommentURL("", telegram.ChatID(d.chat.id), out.ID, out.Thread)
	return out, "", nil
}

// thread is the root of a message's thread as the Bot API names it: the post that was forwarded into the group, or the
// comment that began a talk. Where the file does not hold the root, the archive may know where it stands itself.
func (d *decoder) thread(id int32) (string, error) {
	root, held := d.chat.threads.root(id)
	name := strconv.FormatInt(int64(root), 10)
	if held || d.options.Archive == nil {
		return name, nil
	}
	target := inbox.Ref{Channel: d.options.Channel, Kind: inbox.Comment, Chat: d.number(), ID: name}
	stored, err := d.options.Archive.Thread(context.Background(), target)
	if err != nil {
		return "", fmt.Errorf("look up the thread of a stored comment: %w", err)
	}
	if stored.ID != "" && stored.Chat == target.Chat {
		return stored.ID, nil
	}
	return name, nil
}

// accountChat stands for the account that exported its own dialogs: it numbers them itself, and the file does not tell
// which account it is.
const accountChat = "account"

// number is the chat that numbers the messages (inbox.Message.Chat), as the Bot API writes it.
func (d *decoder) number() string {
	switch {
	case d.kind == inbox.Direct:
		return accountChat
	case strings.HasSuffix(d.chat.kind, "supergroup"):
		return strconv.FormatInt(telegram.ChatID(d.chat.id), 10)
	}
	return strconv.FormatInt(-d.chat.id, 10)
}

// author gives the author and, where a channel or the group speaks, its number.
func (d *decoder) author(m loose.Object) (inbox.Author, int64) {
	name, _ := m.Text("from") // null for a deleted account
	source, _ := m.Text("from_id")
	id, chat := peer(source)
	if id == 0 {
		return inbox.Author{Name: name}, 0
	}
	a := inbox.Author{ID: strconv.FormatInt(id, 10), Name: name}
	if !chat {
		a.Official = slices.Contains(d.options.Staff, id)
		return a, 0
	}
	a.Official = id == d.channel || id == d.seen || id == telegram.ChatID(d.chat.id) || id == -d.chat.id
	return a, id
}

// peer turns "user1", "channel1", "chat1" into the Bot API's number; zero if it is none of them.
func peer(from string) (id int64, chat bool) {
	digits := strings.TrimLeft(from, "abcdefghijklmnopqrstuvwxyz")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 {
		return 0, false
	}
	switch from[:len(from)-len(digits)] {
	case "user":
		return n, false
	case "channel":
		return telegram.ChatID(n), true
	case "chat":
		return -n, true
	}
	return 0, false
}

// replyTo is the message of the same chat that a message replies to; zero: none.
func replyTo(m loose.Object, chat int64) int64 {
	if there, _ := m.Text("reply_to_peer_id"); m.Has("reply_to_peer_id") {
		if id, _ := peer(there); id == 0 || id != telegram.ChatID(chat) && id != -chat {
			return 0
		}
	}
	id, ok := m.Number("reply_to_message_id")
	if !ok || id <= 0 || id > math.MaxInt32 {
		return 0
	}
	return id
}

// time reads a point of time: seconds since 1970 where the file has them, else the exporting computer's local time.
// Where only a time can be read that no message was sent at, it is that: the store keeps the message aside.
func (d *decoder) time(m loose.Object, field string) (time.Time, bool) {
	s, counted := m.Number(field + "_unixtime")
	if counted && s > 0 {
		return time.Unix(s, 0).UTC(), true
	}
	local, _ := m.Text(field)
	at, err := time.ParseInLocation("2006-01-02T15:04:05", local, d.location)
	if err == nil && at.Unix() > 0 {
		return at.UTC(), true
	}
	if counted {
		at = time.Unix(s, 0)
	}
	return at.UTC(), counted || err == nil
}

// plain takes the words out of a text: a string, or a list of strings and of objects with a text.
func plain(raw json.RawMessage) (string, bool) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return "", true
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s, true
	}
	var pieces []json.RawMessage
	if json.Unmarshal(raw, &pieces) != nil {
		return "", false
	}
	var b strings.Builder
	for _, piece := range pieces {
		if json.Unmarshal(piece, &s) == nil {
			b.WriteString(s)
			continue
		}
		o, _ := loose.Read(piece)
		s, _ := o.Text("text")
		b.WriteString(s)
	}
	return b.String(), true
}

// undecoded keeps an element that could not be decoded.
func (d *decoder) undecoded(raw []byte, problem string) inbox.Undecoded {
	sum := sha256.Sum256(raw)
	// Without a number its bytes name it: the same file twice keeps it once.
	id := fmt.Sprintf("export:%d:sha256:%x", d.chat.id, sum[:12])
	if m, ok := loose.Read(raw); ok {
		if n, ok := m.Number("id"); ok {
			id = fmt.Sprintf("export:%d:%d", d.chat.id, n)
		}
	}
	return inbox.Undecoded{Channel: d.options.Channel, ID: id, Raw: slices.Clone(raw), Problem: problem}
}
