package telegram

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"otklik/collectors"
	"otklik/collectors/telegram/loose"
	"otklik/internal/inbox"
)

// sight is whether a bot gets what people write in a chat. Telegram answers "no updates" to one that does not, as if
// nobody had written, so every pull finds it out before it believes the silence.
type sight int

const (
	sightUnknown sight = iota // Telegram could not be asked
	sees
	outside // not in the chat: never let in, left, or removed
	deaf    // in the chat, without an administrator's rights and with its privacy mode on
)

// standing is what a bot is in a chat, as getChatAdministrators and getChatMember tell it.
type standing struct {
	// admin: its list of administrators names the bot or, where that was refused, the bot's own membership does.
	admin bool
	// member: it is in the chat.
	member bool
	// hearsAll: the privacy mode is off (getMe).
	hearsAll bool
}

// sight decides by what the documentation of the privacy mode says
// (https://core.telegram.org/bots/features#privacy-mode): an administrator gets every message, a mere member only while
// the mode is off.
func (s standing) sight() sight {
	switch {
	case s.admin:
		return sees
	case !s.member:
		return outside
	case !s.hearsAll:
		return deaf
	}
	return sees
}

// look finds out whether the bot sees a group whose administrators are list, or could not be told (failed). An
// inconclusive error means that it cannot be told now.
func (s *Source) look(ctx context.Context, group int64, list []admin, failed error) (sight, error) {
	at := standing{admin: slices.ContainsFunc(list, func(a admin) bool { return a.ID == s.bot })}
	switch {
	case at.admin:
		return sees, nil
	case inconclusive(failed):
		return sightUnknown, failed
	}
	status, err := s.api.membership(ctx, group, s.bot)
	switch {
	case inconclusive(err):
		return sightUnknown, err
	case err != nil:
		return outside, cmp.Or(failed, err)
	}
	at.member = status != "left" && status != "kicked"
	at.admin = failed != nil && (status == "administrator" || status == "creator")
	if at.member && !at.admin {
		me, err := s.api.me(ctx)
		if err != nil {
			return sightUnknown, err
		}
		at.hearsAll = me.CanReadAllGroupMessages
	}
	return at.sight(), nil
}

// inconclusive reports whether a call failed without Telegram's saying that the bot has no access.
func inconclusive(err error) bool {
	return err != nil && collectors.FailureKindOf(err) != inbox.FailureAccess
}

// membership asks what a user is in a group, in the words of https://core.telegram.org/bots/api#chatmember: "left" is
// also who is restricted and gone.
func (a *api) membership(ctx context.Context, group, user int64) (string, error) {
	form := url.Values{"chat_id": {strconv.FormatInt(group, 10)}, "user_id": {strconv.FormatInt(user, 10)}}
	return collectors.Retry(ctx, a.retry, func(ctx context.Context) (string, error) {
		got, err := a.post(ctx, "getChatMember", form)
		if err != nil {
			return "", fmt.Errorf("ask whether the bot is in %d: %w", group, err)
		}
		o, ok := loose.Read(got.Result)
		status, told := o.Text("status")
		switch {
		case !ok || !told:
			return "", garbled("getChatMember", errors.New("the result is no member of a chat"))
		case status == "restricted" && !o.Flag("is_member"):
			return "left", nil
		}
		return status, nil
	})
}

// advice says what to do about a group that is not seen; it completes "CHANNEL: …".
func (v sight) advice(group int64) string {
	switch v {
	case outside:
		return fmt.Sprintf("the bot is not in the discussion group %d, so no comment reaches it; "+
			"add the bot to it as an administrator", group)
	case deaf:
		return fmt.Sprintf("the bot is no administrator of the discussion group %d and its privacy mode is on, "+
			"so it gets almost no comments; make it an administrator of the group", group)
	}
	return fmt.Sprintf("whether the bot sees the discussion group %d could not be found out, "+
		"so its silence says nothing", group)
}

// blind notes that a channel's messages do not reach the bot.
func (who *chatDirectory) blind(id inbox.ChannelID, r refusal) {
	r.lasting = true
	if _, refused := who.refusals[id]; !refused {
		who.refusals[id] = r
	}
}

// hasDirects reports whether direct messages of a channel have come.
func (who *chatDirectory) hasDirects(channel int64) bool {
	for _, parent := range who.directs {
		if parent == channel {
			return true
		}
	}
	return false
}

// lookAtDirects finds out whether the bot still gets the channel's direct messages, where it has had some: list are the
// channel's administrators, or failed says why they could not be told.
func (s *Source) lookAtDirects(c Channel, who *chatDirectory, list []admin, failed error) {
	if inconclusive(failed) || !who.hasDirects(c.Chat) {
		return // none came yet: whether there are any cannot be told
	}
	i := slices.IndexFunc(list, func(a admin) bool { return a.ID == s.bot })
	if failed != nil || i < 0 || list[i].NoDirects {
		who.blind(c.ID, refusal{err: failed, advice: "the bot may no longer manage the channel's direct messages, " +
			"so they do not reach it; make it an administrator of the channel with that right"})
	}
}

// seeing brings a placement up to date with what the pull found out about the channel, and gives the gap that begins or
// ends with it: from the moment at which the bot was last known to see. A failure that passes begins none.
func (p *placement) seeing(id inbox.ChannelID, r refusal, refused bool, pulled, now time.Time) (
	gap inbox.Gap, told bool) {
	gap = inbox.Gap{Channel: id, Failure: inbox.FailureAccess, FoundAt: now}
	switch {
	case refused && inconclusive(r.err):
		return gap, false
	case refused && p.Seen.IsZero() && pulled.IsZero():
		return gap, false // nothing was ever seen: the channel is not read, rather than read with a gap
	case refused:
		if p.Seen.IsZero() {
			p.Seen = pulled // the version that pulled then did not look
		}
		p.Blind = true
		gap.From = p.Seen
		return gap, true
	case p.Blind:
		gap.From, gap.To = p.Seen, now
		p.Blind, p.Seen = false, now
		return gap, true
	}
	p.Seen = now
	return gap, false
}
