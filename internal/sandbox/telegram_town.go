package sandbox

import (
	"fmt"
	"time"

	"otklik/internal/sandbox/town"
)

// botJoins is the first thing that happens: the bot is made an administrator of the group, and hears from then on.
func (s *Sandbox) botJoins(at time.Time) {
	s.push("my_chat_member", at, object{
		"chat": s.groupChat(), "from": ownerUser(), "date": at.Unix(),
		"old_chat_member": object{"status": "left", "user": botUser()},
		"new_chat_member": memberAdministrator(botUser(), false),
	})
}

func (s *Sandbox) scheduleTelegramPost(post town.Post) {
	var root *tgMessage
	comments := make([]*tgMessage, len(post.Comments))
	s.plan(post.At, func(at time.Time) { root = s.addTelegramPost(at, post.Text) })
	s.scheduleComments(post, func(i int, at time.Time, text string) {
		c := post.Comments[i]
		replyTo := root
		if c.ReplyTo >= 0 && c.ReplyTo < i {
			replyTo = comments[c.ReplyTo]
		}
		m := s.newComment(root, replyTo, c.Author, at, text, c.Media)
		if !s.options.NoOddities {
			s.makeOdd(m, c.Author)
		}
		comments[i] = m
		s.push("message", at, m.object(true))
		if c.Author != town.OfficialSide {
			s.label(town.Telegram, false, fmt.Sprint(root.id), m.id, c.Text, c.Truth)
		}
	}, func(i int, at time.Time, text string) { s.correct(comments[i], at, text) })
}

// oddMessage is the number, among all messages of the group, of the citizen's message that carries a value of a newer
// interface version.
const oddMessage = 6

// makeOdd gives some messages what collectors stumble over on the real platform. No text is changed.
func (s *Sandbox) makeOdd(m *tgMessage, author int) {
	m.unknown = m.id%7 == 0
	if author == town.OfficialSide {
		return
	}
	if m.media == "voice" && m.id%2 == 0 && m.text == "" {
		m.media = "video_note"
	}
	if !s.tg.oddSent && len(s.tg.group) >= oddMessage {
		s.tg.oddSent = true
		m.origin = object{"type": "sandbox_future_origin", "date": m.at.Unix()}
	}
}

// addTelegramPost publishes a post in the channel. Telegram forwards it into the group at once.
func (s *Sandbox) addTelegramPost(at time.Time, text string) (root *tgMessage) {
	post := &tgMessage{id: s.tg.nextInChannel, chat: s.channelChat(), senderChat: s.channelChat(), at: at, text: text}
	s.tg.nextInChannel++
	s.push("channel_post", at, post.object(true))
	root = &tgMessage{
		id: s.tg.nextInGroup, chat: s.groupChat(), from: telegramService(), senderChat: s.channelChat(), at: at,
		text:      text,
		automatic: true,
		origin:    object{"type": "channel", "date": at.Unix(), "chat": s.channelChat(), "message_id": post.id},
	}
	s.tg.nextInGroup++
	s.tg.group[root.id] = root
	s.push("message", at, root.object(true))
	return root
}

// newComment writes into a thread of the group without telling the bot yet. The official's side writes under its three
// faces in turn: an employee, an anonymous administrator and the channel.
func (s *Sandbox) newComment(root, replyTo *tgMessage, author int, at time.Time, text, media string) *tgMessage {
	m := &tgMessage{id: s.tg.nextInGroup, chat: s.groupChat(), at: at, text: text, media: media, thread: root.id,
		reply: replyTo}
	s.tg.nextInGroup++
	s.tg.group[m.id] = m
	if author != town.OfficialSide {
		m.from = s.personUser(author)
		return m
	}
	switch m.id % 3 {
	case 0:
		m.from = staffUser()
	case 1:
		m.from, m.senderChat = anonymousAdmin(), s.groupChat()
	default:
		m.from, m.senderChat = writingChannel(), s.channelChat()
	}
	return m
}

// correct changes a text and tells the bot.
func (s *Sandbox) correct(m *tgMessage, at time.Time, text string) {
	m.text, m.edited = text, at
	s.push("edited_message", at, m.object(true))
}

// scheduleTelegramDialog plans one person's correspondence. People with an answer in it, and every second other one,
// write to the channel's direct messages; the rest write to the bot. A bot hears nothing of what it sends itself, so
// the machine's greetings are seen only among the channel's direct messages.
func (s *Sandbox) scheduleTelegramDialog(person int, messages []town.DirectMessage) {
	toBot := person%2 == 0
	for _, m := range messages {
		if m.FromOfficial && !m.Automatic {
			toBot = false
		}
	}
	s.tg.writesToBot[person] = toBot
	for _, m := range messages {
		s.plan(m.At, func(at time.Time) {
			made := s.addTelegramDirect(person, at, m)
			if !m.FromOfficial {
				s.label(town.Telegram, true, fmt.Sprint(PersonTelegram(person)), made.id, m.Text, m.Truth)
			}
		})
	}
}

// addTelegramDirect writes a private message and tells the bot if it can hear it.
func (s *Sandbox) addTelegramDirect(person int, at time.Time, d town.DirectMessage) *tgMessage {
	toBot, decided := s.tg.writesToBot[person]
	if !decided {
		toBot = person%2 == 0 && !d.FromOfficial
		s.tg.writesToBot[person] = toBot
	}
	m := &tgMessage{at: at, text: d.Text, media: d.Media}
	if toBot {
		m.id, m.chat = s.tg.nextInPrivate, s.privateChat(person)
		s.tg.nextInPrivate++
		id := PersonTelegram(person)
		if s.tg.private[id] == nil {
			s.tg.private[id] = map[int]*tgMessage{}
		}
		s.tg.private[id][m.id] = m
		if d.FromOfficial {
			m.from = botUser()
			return m
		}
		m.from = s.personUser(person)
	} else {
		m.id, m.chat = s.tg.nextInDirect, s.directChat()
		s.tg.nextInDirect++
		s.tg.direct[m.id] = m
		m.topic = object{"topic_id": PersonTelegram(person), "user": s.personUser(person)}
		m.from = s.personUser(person)
		if d.FromOfficial {
			m.from, m.senderChat = writingChannel(), s.channelChat()
		}
	}
	s.push("message", at, m.object(true))
	return m
}
