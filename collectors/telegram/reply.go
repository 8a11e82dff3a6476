package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// longestText is Telegram's bound of a message.
const longestText = 4096

// replier answers through the bots that read the channels.
type replier struct {
	bots map[inbox.ChannelID]*Source
}

// NewReplier gives who answers in the channels of some bots. It makes no call.
func NewReplier(bots []Options) (collectors.Replier, error) {
	r := &replier{bots: map[inbox.ChannelID]*Source{}}
	for _, o := range bots {
		source, err := newSource(o)
		if err != nil {
			return nil, fmt.Errorf("channel %s: %w", o.Channels[0].ID, err)
		}
		for _, c := range o.Channels {
			r.bots[c.ID] = source
		}
	}
	return r, nil
}

// Answerable implements collectors.Replier.
func (r *replier) Answerable(to inbox.Message, text string) error {
	s, known := r.bots[to.Channel]
	_, wrong := strconv.ParseInt(chatOf(to), 10, 64)
	switch {
	case !known || to.Platform != ID:
		return &collectors.NoWayError{Sentence: "no bot is configured for the channel of this message; whoever runs " +
			"the channel answers there"}
	case wrong != nil:
		return &collectors.NoWayError{Sentence: "the message does not say in which chat it stands, because it was " +
			"imported from a file or stored by an earlier version; whoever runs the channel answers there"}
	case isPrivate(to) && to.Chat != strconv.FormatInt(s.bot, 10):
		return &collectors.NoWayError{Sentence: "the message was written to another bot than the one that is " +
			"configured now; whoever has that bot answers through it"}
	}
	return collectors.CheckText(text, longestText)
}

// isPrivate reports whether a message was written to a bot: the numbers there are the bot's own. Those of a channel's
// direct messages are the channel's.
func isPrivate(m inbox.Message) bool {
	return m.Kind == inbox.Direct && !strings.HasPrefix(m.Chat, "-")
}

// chatOf is the chat that an answer goes into.
func chatOf(to inbox.Message) string {
	if isPrivate(to) {
		return to.Thread
	}
	return to.Chat
}

// Reply implements collectors.Replier. The Bot API takes no key: a second try may stand there twice. The call is our
// own, because the library gives an error where it cannot decode a message that was sent.
func (r *replier) Reply(ctx context.Context, to inbox.Message, text, _ string) (inbox.Message, error) {
	if err := errors.Join(ctx.Err(), r.Answerable(to, text)); err != nil {
		return inbox.Message{}, err
	}
	id, err := strconv.ParseInt(to.ID, 10, 64)
	if err != nil {
		return inbox.Message{}, &collectors.NoWayError{Sentence: "the message has no number that could be answered"}
	}
	// Without the message that it answers an answer would stand alone, under another's words perhaps.
	form := url.Values{"chat_id": {chatOf(to)}, "text": {text},
		"reply_parameters": {fmt.Sprintf(`{"message_id":%d,"allow_sending_without_reply":false}`, id)}}
	if to.Kind == inbox.Direct && !isPrivate(to) {
		form.Set("direct_messages_topic_id", to.Thread)
	}
	s := r.bots[to.Channel]
	got, err := s.api.post(ctx, "sendMessage", form)
	if err != nil {
		return inbox.Message{}, unsent(err)
	}
	return s.sent(to, text, got)
}

// sent is the message that Telegram says it has sent.
func (s *Source) sent(to inbox.Message, text string, got answer) (inbox.Message, error) {
	o, _ := loose.Read(got.Result)
	number, ok := o.Number("message_id")
	if !ok || number <= 0 {
		return inbox.Message{}, &collectors.UnsureError{Err: garbled("sendMessage", errors.New("it names no message"))}
	}
	m := inbox.Message{Channel: to.Channel, Platform: ID, Kind: to.Kind, ID: strconv.FormatInt(number, 10),
		Chat: to.Chat, Thread: to.Thread, ThreadChat: to.ThreadChat, ReplyTo: to.ID, Text: text, Sent: got.at}
	if date, ok := o.Number("date"); ok && date > 0 {
		m.Sent = time.Unix(date, 0).UTC()
	}
	// Texts lose blanks at their ends there.
	if shown, ok := o.Text("text"); ok {
		m.Text = shown
	}
	m.Author = sender(o, s.bot)
	m.URL = to.URL
	if !isPrivate(to) {
		username, _ := o.Child("chat").Text("username")
		chat, _ := strconv.ParseInt(to.Chat, 10, 64)
		m.URL = CommentURL(username, chat, m.ID, m.Thread)
	}
	// Updates hold a message in an envelope, and this is kept as one.
	m.Raw, _ = json.Marshal(map[string]json.RawMessage{"message": got.Result})
	return m, nil
}

// sender is who a message that the bot sent is shown to be from: the bot, or the chat that speaks.
func sender(o loose.Object, bot int64) inbox.Author {
	if chat, ok := o.Object("sender_chat"); ok {
		if id, ok := chat.Number("id"); ok {
			title, _ := chat.Text("title")
			return inbox.Author{ID: strconv.FormatInt(id, 10), Name: title, Official: true}
		}
	}
	name, _ := o.Child("from").Text("first_name")
	return inbox.Author{ID: strconv.FormatInt(bot, 10), Name: name, Official: true}
}

// unsent sorts an error of a call that sends: what Telegram refused was not sent, and of all else nobody knows unless
// there was no connection.
func unsent(err error) error {
	var f *collectors.Failure
	if !errors.As(err, &f) {
		return &collectors.UnsureError{Err: err}
	}
	if f.Kind == inbox.FailureNetwork && collectors.NeverSent(err) || f.Kind == inbox.FailureLimit ||
		f.Kind == inbox.FailureToken || f.Kind == inbox.FailureConflict {
		return f
	}
	if f.Kind != inbox.FailureAccess {
		return &collectors.UnsureError{Err: f}
	}
	said := strings.ToLower(fmt.Sprint(f.Err))
	for _, one := range sendAdvice {
		if strings.Contains(said, one.says) {
			f.Advice = one.advice
			return f
		}
	}
	f.Advice = "Telegram does not let the bot answer there: look at its rights in the chat"
	return f
}

// sendAdvice says what refusals mean of what is sent, by what the Bot API says in them.
var sendAdvice = []struct{ says, advice string }{
	{"message to be replied not found", gone}, {"message to reply not found", gone},
	{"replied message not found", gone}, {"reply message not found", gone}, {"message_id_invalid", gone},
	{"bot was blocked", "the person has blocked the bot: no message reaches this person"},
	{"user is deactivated", "the person's account is not there any more"},
	{"can't initiate conversation", "the person has not started the bot: only then may it write"},
	{"not enough rights", noRight}, {"have no rights", noRight}, {"chat_write_forbidden", noRight},
	{"chat_admin_required", noRight}, {"need administrator rights", noRight},
	{"bot was kicked", "the bot was removed from the chat: add it again as an administrator"},
	{"bot is not a member", "the bot is not in the chat: add it as an administrator"},
	{"chat not found", "the bot does not know the chat any more: is it still in it?"},
	{"message is too long", "Telegram finds the message too long: make it shorter, or answer in parts"},
}

const (
	gone    = "the message is not there any more: it was deleted"
	noRight = "the bot may not write there: let it send messages in the discussion group, or manage the channel's " +
		"direct messages"
)

// canSend says whether the bot may write in a group; why says why not.
func (a *api) canSend(ctx context.Context, group, bot int64) (can bool, why string, err error) {
	form := url.Values{"chat_id": {strconv.FormatInt(group, 10)}, "user_id": {strconv.FormatInt(bot, 10)}}
	member, err := a.object(ctx, "getChatMember", form)
	if err != nil {
		return false, "", err
	}
	switch status, _ := member.Text("status"); status {
	case "creator", "administrator":
		return true, "", nil
	case "restricted":
		return member.Flag("can_send_messages"), "the bot is restricted in the discussion group", nil
	case "member":
	default:
		return false, "the bot is not in the discussion group", nil
	}
	chat, err := a.object(ctx, "getChat", url.Values{"chat_id": {strconv.FormatInt(group, 10)}})
	if err != nil {
		return false, "", err
	}
	permissions, told := chat.Object("permissions")
	return !told || permissions.Flag("can_send_messages"), "members of the discussion group may not send messages", nil
}

// replies looks whether what is read of a channel can be answered.
func (k *checker) replies(ctx context.Context, c Channel) {
	if c.Comments {
		k.answersComments(ctx, c)
	}
	if !c.Messages || c.Chat == 0 {
		return
	}
	list, err := k.source.api.admins(ctx, c.Chat)
	if err != nil {
		return // said of reading already
	}
	for _, a := range list {
		if a.ID == k.source.bot && a.NoDirects {
			k.say(collectors.Fault, c.ID, "replies", "the bot may not manage the channel's direct messages, so "+
				"`otklik reply` cannot answer them; give it that right")
		}
	}
}

func (k *checker) answersComments(ctx context.Context, c Channel) {
	info, err := k.source.api.chat(ctx, c.Chat)
	if err != nil || info.Linked == 0 {
		return // said of reading already
	}
	can, why, err := k.source.api.canSend(ctx, info.Linked, k.source.bot)
	switch {
	case err != nil:
		k.say(collectors.Warning, c.ID, "replies", "it could not be asked whether the bot may answer comments: %s",
			explain(err))
	case !can:
		k.say(collectors.Fault, c.ID, "replies", "%s, so `otklik reply` cannot answer comments; make it an "+
			"administrator",
			why)
	default:
		k.say(collectors.OK, c.ID, "replies", "`otklik reply` can answer through the bot")
	}
}
