package sandbox

import (
	"encoding/json"
	"html"
	"maps"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"
)

// Sent is a message that the bot sent.
type Sent struct {
	Chat int64
	// Text is as it was given, with its markup; of a document its caption.
	Text, ParseMode string
	// Document is the name of a file that was sent; empty: a message of words.
	Document string
	// Params are all parameters of the call.
	Params map[string]string
	At     time.Time
}

// Sent gives the messages that the bot sent, the oldest first.
func (s *Sandbox) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.tg.sent)
}

// longestText is Telegram's limit of a message in characters, after its markup was read.
const longestText = 4096

var tag = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

// plain is the text that readers see. Markdown is taken as it stands: its marks are few.
func plain(text, mode string) string {
	if mode == "HTML" {
		return html.UnescapeString(tag.ReplaceAllString(text, ""))
	}
	return text
}

// sendMessage keeps what was sent. The bot hears nothing of its own messages.
func (s *Sandbox) sendMessage(now time.Time, p parameters) (any, *telegramError) {
	id, err := chatID(p)
	if err != nil {
		return nil, err
	}
	text := plain(p["text"], p["parse_mode"])
	switch mode := p["parse_mode"]; {
	case mode != "" && mode != "HTML" && mode != "Markdown" && mode != "MarkdownV2":
		return nil, badRequest("unsupported parse_mode")
	case text == "":
		return nil, badRequest("message text is empty")
	case len(utf16.Encode([]rune(text))) > longestText:
		return nil, badRequest("message is too long")
	}
	m := &tgMessage{from: botUser(), at: now, text: text}
	if err := s.replying(id, m, p); err != nil {
		return nil, err
	}
	return s.send(id, m, Sent{Text: p["text"]}, p)
}

// replying has a message answer the one that the call names. In a channel's direct messages the call has to name the
// topic, too.
func (s *Sandbox) replying(chat int64, m *tgMessage, p parameters) *telegramError {
	var to struct {
		ID      int  `json:"message_id"`
		Without bool `json:"allow_sending_without_reply"`
	}
	if given := p["reply_parameters"]; given != "" && json.Unmarshal([]byte(given), &to) != nil {
		return badRequest("can't parse reply parameters")
	}
	if chat == DirectChat {
		topic, given, wrong := p.whole("direct_messages_topic_id")
		person, isPerson := s.personOf(topic)
		if wrong != nil || !given || !isPerson {
			return badRequest("direct messages topic must be specified")
		}
		m.topic = object{"topic_id": topic, "user": s.personUser(person)}
		m.from, m.senderChat = writingChannel(), s.channelChat()
	}
	if to.ID == 0 {
		return nil
	}
	target := s.chatMessages(chat)[to.ID]
	switch {
	case target == nil && !to.Without:
		return badRequest("message to be replied not found")
	case target != nil:
		m.reply, m.thread = target, target.thread
	}
	return nil
}

// chatMessages are what stands in a chat; nil: the bot keeps nothing there.
func (s *Sandbox) chatMessages(chat int64) map[int]*tgMessage {
	switch chat {
	case GroupChat:
		return s.tg.group
	case DirectChat:
		return s.tg.direct
	}
	return s.tg.private[chat]
}

// longestCaption is Telegram's limit of what stands under a file, in characters after its markup was read.
const longestCaption = 1024

// sendDocument keeps what was sent as a file.
func (s *Sandbox) sendDocument(now time.Time, p parameters) (any, *telegramError) {
	id, err := chatID(p)
	if err != nil {
		return nil, err
	}
	content, given := p["document"]
	caption := plain(p["caption"], p["parse_mode"])
	switch {
	case !given:
		return nil, badRequest("there is no document in the request")
	case content == "":
		return nil, badRequest("file must be non-empty")
	case len(utf16.Encode([]rune(caption))) > longestCaption:
		return nil, badRequest("message caption is too long")
	}
	m := &tgMessage{from: botUser(), at: now, text: caption, media: "document",
		file: object{"file_name": p[fileNameOf("document")], "file_size": len(content)}}
	return s.send(id, m, Sent{Text: p["caption"], Document: p[fileNameOf("document")]}, p)
}

// send puts the bot's message into a chat.
func (s *Sandbox) send(id int64, m *tgMessage, kept Sent, p parameters) (any, *telegramError) {
	var numbering *int
	switch person, isPerson := s.personOf(id); {
	case id == ChannelChat:
		m.chat, m.from, m.senderChat, numbering = s.channelChat(), nil, s.channelChat(), &s.tg.nextInChannel
	case id == GroupChat:
		m.chat, numbering = s.groupChat(), &s.tg.nextInGroup
	case id == DirectChat:
		m.chat, numbering = s.directChat(), &s.tg.nextInDirect
	case isPerson && s.tg.private[id] != nil:
		m.chat, numbering = s.privateChat(person), &s.tg.nextInPrivate
	case isPerson:
		return nil, &telegramError{code: http.StatusForbidden, description: "Forbidden: bot can't initiate " +
			"conversation with a user"}
	case id == StaffTelegram:
		m.chat, numbering = object{"id": id, "type": "private", "first_name": "Сотрудник", "last_name": "Приёмной"},
			&s.tg.nextInPrivate
	default:
		return nil, badRequest("chat not found")
	}
	if seconds := s.tooFast(id); seconds > 0 {
		return nil, &telegramError{http.StatusTooManyRequests,
			"Too Many Requests: retry after " + strconv.Itoa(seconds), seconds}
	}
	m.id = *numbering
	*numbering++
	if stands := s.chatMessages(id); stands != nil {
		stands[m.id] = m
	}
	kept.Chat, kept.ParseMode, kept.Params, kept.At = id, p["parse_mode"], maps.Clone(map[string]string(p)), m.at
	s.tg.sent = append(s.tg.sent, kept)
	return m.object(true), nil
}

// The limits of sending: short bursts pass, a chat takes about one message a second, a group twenty a minute.
const (
	burst     = 5
	perMinute = 20
)

// tooFast counts a message and gives zero, or gives the seconds to wait. It counts real time.
func (s *Sandbox) tooFast(chat int64) int {
	if s.options.NoLimits {
		return 0
	}
	now := time.Now()
	times := slices.DeleteFunc(s.tg.sendTimes[chat], func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	s.tg.sendTimes[chat] = times
	left := func(n int, window time.Duration) int {
		if len(times) < n {
			return 0
		}
		return max(int(math.Ceil((window - now.Sub(times[len(times)-n])).Seconds())), 0)
	}
	wait := left(burst, burst*time.Second)
	if chat < 0 {
		wait = max(wait, left(perMinute, time.Minute))
	}
	if wait == 0 {
		s.tg.sendTimes[chat] = append(times, now)
	}
	return wait
}
