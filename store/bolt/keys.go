package bolt

import (
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"otklik/internal/inbox"
)

var errKey = errors.New("the key has another form than the format says")

// The parts of keys that are always as long, in bytes.
const (
	channelSize = 2
	timeSize    = 12
	sequence    = 8
)

// appendTime writes a time so that bytes sort as times do: seconds since 1970 with the sign flipped, then nanoseconds.
func appendTime(key []byte, t time.Time) []byte {
	key = binary.BigEndian.AppendUint64(key, uint64(t.Unix())^(1<<63))
	return binary.BigEndian.AppendUint32(key, uint32(t.Nanosecond()))
}

// cutTime is the way back, in UTC.
func cutTime(key []byte) (t time.Time, rest []byte, err error) {
	if len(key) < timeSize {
		return t, nil, errKey
	}
	seconds := int64(binary.BigEndian.Uint64(key) ^ (1 << 63))
	return time.Unix(seconds, int64(binary.BigEndian.Uint32(key[8:]))).UTC(), key[timeSize:], nil
}

// appendChannel begins a key with the channel's number: all that is one channel's stands together, whatever its name.
func appendChannel(key []byte, c *channel) []byte {
	return binary.BigEndian.AppendUint16(key, c.number)
}

// cutChannel is the way back; whether there is such a channel is for the caller to ask.
func cutChannel(key []byte) (number uint16, rest []byte, err error) {
	if len(key) < channelSize {
		return 0, nil, errKey
	}
	return binary.BigEndian.Uint16(key), key[channelSize:], nil
}

// appendString writes a string that more follows: its length comes first, so that no content can look like the rest.
func appendString(key []byte, s string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(s))), s...)
}

// cutString is the way back. A length that the key does not have is refused before anything is copied.
func cutString(key []byte) (s string, rest []byte, err error) {
	length, n := binary.Uvarint(key)
	if n <= 0 || length > uint64(len(key)-n) {
		return "", nil, errKey
	}
	key = key[n:]
	return string(key[:length]), key[length:], nil
}

// kindByte is a kind as keys name it. The letters are part of the format.
func kindByte(k inbox.Kind) (byte, error) {
	switch k {
	case inbox.Comment:
		return 'c', nil
	case inbox.Direct:
		return 'd', nil
	}
	return 0, errors.New("a message is neither comment nor direct")
}

func cutKind(key []byte) (k inbox.Kind, rest []byte, err error) {
	if len(key) > 0 {
		switch key[0] {
		case 'c':
			return inbox.Comment, key[1:], nil
		case 'd':
			return inbox.Direct, key[1:], nil
		}
	}
	return "", nil, errKey
}

// scopeMark begins an id in a key that says which chat numbered it. No platform's id begins with it.
const scopeMark = "\x01"

// scoped puts the chat that numbered an id before it. The ids of a channel's home chat, and of platforms without chats,
// stand alone.
func scoped(chat, id string) string {
	if chat == "" && !strings.HasPrefix(id, scopeMark) {
		return id
	}
	return scopeMark + chat + scopeMark + id
}

// unscoped is the way back; whole is false where the id stands alone.
func unscoped(s string) (chat, id string, whole bool) {
	rest, marked := strings.CutPrefix(s, scopeMark)
	if !marked {
		return "", s, false
	}
	chat, id, _ = strings.Cut(rest, scopeMark)
	return chat, id, true
}

// refKey is channel, kind, dialog with its chat, id: the identity of a message.
func refKey(c *channel, r inbox.Ref) ([]byte, error) {
	kind, err := kindByte(r.Kind)
	if err != nil {
		return nil, err
	}
	if r.ID == "" {
		return nil, errors.New("a message has no id")
	}
	dialog := c.dialog(r)
	key := make([]byte, 0, channelSize+2+len(dialog)+len(r.ID))
	key = append(appendChannel(key, c), kind)
	return append(appendString(key, dialog), r.ID...), nil
}

// messageKey puts the time of sending between the channel and the rest of the identity.
func messageKey(ref []byte, sent time.Time) []byte {
	key := make([]byte, 0, len(ref)+timeSize)
	key = appendTime(append(key, ref[:channelSize]...), sent)
	return append(key, ref[channelSize:]...)
}

// cutMessageKey is the way back: the time and the identity without its channel.
func cutMessageKey(key []byte) (number uint16, sent time.Time, ref inbox.Ref, err error) {
	number, key, err = cutChannel(key)
	if err != nil {
		return
	}
	if sent, key, err = cutTime(key); err != nil {
		return
	}
	if ref.Kind, key, err = cutKind(key); err != nil {
		return
	}
	dialog, key, err := cutString(key)
	if err != nil {
		return
	}
	ref.Chat, ref.Dialog, _ = unscoped(dialog)
	if ref.ID = string(key); ref.ID == "" {
		err = errKey
	}
	return
}

// refOfMessageKey takes the time out of a message's key.
func refOfMessageKey(key []byte) []byte {
	if len(key) < channelSize+timeSize {
		return nil
	}
	ref := make([]byte, 0, len(key)-timeSize)
	return append(append(ref, key[:channelSize]...), key[channelSize+timeSize:]...)
}

// threadKey is channel, kind, thread with its chat.
func threadKey(c *channel, r inbox.ThreadRef) ([]byte, error) {
	k, err := kindByte(r.Kind)
	if err != nil {
		return nil, err
	}
	thread := scoped(c.foreign(r.Kind, r.Chat), r.ID)
	key := make([]byte, 0, channelSize+2+len(thread))
	return appendString(append(appendChannel(key, c), k), thread), nil
}

// cutThreadKey splits a key that starts with a thread's; rest is what follows. The thread's channel is left out, and
// its chat is empty where it is the channel's home.
func cutThreadKey(key []byte) (number uint16, ref inbox.ThreadRef, rest []byte, err error) {
	if number, rest, err = cutChannel(key); err != nil {
		return
	}
	if ref.Kind, rest, err = cutKind(rest); err != nil {
		return
	}
	thread, rest, err := cutString(rest)
	ref.Chat, ref.ID, _ = unscoped(thread)
	return number, ref, rest, err
}

// memberKey is a thread's key, then time and id of one of its messages. The id says its chat where that is not the
// thread's.
func memberKey(thread []byte, c *channel, m *inbox.Message) []byte {
	id, own := m.ID, c.foreign(m.Kind, m.Chat)
	if there := c.foreign(m.Kind, m.ThreadRef().Chat); own != there || strings.HasPrefix(id, scopeMark) {
		id = scopeMark + own + scopeMark + id
	}
	key := make([]byte, 0, len(thread)+timeSize+len(id))
	key = appendTime(append(key, thread...), m.Sent)
	return append(key, id...)
}

// messageKeyOfMember derives the key of the message that a member key stands for.
func messageKeyOfMember(member []byte) ([]byte, error) {
	_, thread, rest, err := cutThreadKey(member)
	if err != nil || len(rest) <= timeSize {
		return nil, errKey
	}
	chat, id, whole := unscoped(string(rest[timeSize:]))
	if !whole {
		chat = thread.Chat
	}
	dialog := ""
	if thread.Kind == inbox.Direct {
		dialog = thread.ID
	}
	key := make([]byte, 0, len(member)+2)
	key = append(key, member[:channelSize]...)
	key = append(key, rest[:timeSize]...)
	key = append(key, member[channelSize])
	return append(appendString(key, scoped(chat, dialog)), id...), nil
}

// closedKey sorts by the time the message was closed.
func closedKey(message []byte, closed time.Time) []byte {
	key := make([]byte, 0, len(message)+timeSize)
	key = appendTime(append(key, message[:channelSize]...), closed)
	return append(key, message[channelSize:]...)
}

// messageKeyOfClosed takes the closing time out again.
func messageKeyOfClosed(key []byte) []byte { return refOfMessageKey(key) }

// following is the first key after all that start with prefix; nil if there is none.
func following(prefix []byte) []byte {
	next := append([]byte(nil), prefix...)
	for i := len(next) - 1; i >= 0; i-- {
		if next[i]++; next[i] != 0 {
			return next[:i+1]
		}
	}
	return nil
}
