package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// clockTolerance is how far this machine's clock may be off before somebody should know: answers are due by it.
const clockTolerance = 2 * time.Minute

// checker collects findings about one bot.
type checker struct {
	source   *Source
	findings []collectors.Diagnostic
}

func (k *checker) say(level collectors.Level, channel inbox.ChannelID, subject, sentence string, args ...any) {
	k.findings = append(k.findings, collectors.Diagnostic{Level: level, Channel: channel, Subject: subject,
		Sentence: fmt.Sprintf(sentence, args...)})
}

// Check looks at the token, the webhook, the channels, the groups and the bot's rights. It reads no update and confirms
// none, so it may run beside a collector. It says at least one thing about every channel.
func Check(ctx context.Context, o Options) []collectors.Diagnostic {
	k := &checker{}
	source, err := newSource(o)
	if err != nil {
		var id inbox.ChannelID
		if len(o.Channels) > 0 {
			id = o.Channels[0].ID
		}
		k.say(collectors.Fault, id, "configuration", "%v", err)
		return k.findings
	}
	k.source = source
	// What concerns the bot as a whole is said of its first channel, once.
	first := source.channels[0].ID
	me, err := source.api.me(ctx)
	if err != nil {
		// Without the token nothing else can be asked: each channel is told, so that none looks as if it were well.
		for _, c := range source.channels {
			k.say(collectors.Fault, c.ID, "bot token", "%s", explain(err))
		}
		return k.findings
	}
	k.say(collectors.OK, first, "bot token", "the token belongs to the bot @%s", me.Username)
	k.webhook(ctx, first)
	k.clock(ctx, first)
	for _, c := range source.channels {
		k.channel(ctx, c)
		if o.Replies {
			k.replies(ctx, c)
		}
	}
	return k.findings
}

func (k *checker) webhook(ctx context.Context, id inbox.ChannelID) {
	info, err := k.source.api.webhook(ctx)
	switch {
	case err != nil:
		k.say(collectors.Warning, id, "webhook", "it could not be asked whether a webhook is set: %s", explain(err))
	// Telegram hands updates to one receiver: a webhook takes all of them.
	case info.URL != "":
		k.say(collectors.Fault, id, "webhook",
			"a webhook is set for this bot, so its updates go elsewhere; remove it with the method deleteWebhook, "+
				"or use a bot of your own for this program")
	case info.PendingUpdateCount > 0:
		k.say(collectors.OK, id, "webhook", "no webhook is set; %d updates wait to be collected",
			info.PendingUpdateCount)
	default:
		k.say(collectors.OK, id, "webhook", "no webhook is set")
	}
}

func (k *checker) clock(ctx context.Context, id inbox.ChannelID) {
	got, err := k.source.api.post(ctx, "getMe", nil)
	// The number cannot be right, or the bot is not there: what follows would only repeat it.
	if err != nil {
		return // said already, or passing
	}
	off := time.Since(got.at).Round(time.Second)
	if off.Abs() > clockTolerance {
		k.say(collectors.Warning, id, "clock",
			"this machine's clock differs from Telegram's by %s; set it, because ages and norms are counted by it", off)
	}
}

func (k *checker) channel(ctx context.Context, c Channel) {
	if !c.Comments && !c.Messages {
		k.say(collectors.Fault, c.ID, "read", "nothing is read for this channel; put comments or messages under `read`")
		return
	}
	if c.Comments {
		k.comments(ctx, c)
	}
	if !c.Messages {
		return
	}
	// Messages to the bot name no channel: they go to the first one that reads messages.
	if i := slices.IndexFunc(k.source.channels,
		func(o Channel) bool { return o.Messages }); k.source.channels[i].ID == c.ID {
		k.say(collectors.OK, c.ID, "messages", "messages to the bot are collected for this channel")
	}
	if c.Chat == 0 {
		return
	}
	if !c.Comments {
		if info, err := k.source.api.chat(ctx, c.Chat); err == nil && info.notChannel() {
			k.say(collectors.Fault, c.ID, "channel", "%s", info.misnamed())
			return
		}
	}
	list, err := k.source.api.admins(ctx, c.Chat)
	switch {
	case err != nil:
		k.say(collectors.Warning, c.ID, "direct messages",
			"the bot cannot see the channel's administrators (%s); to read the channel's direct messages make it "+
				"an administrator of the channel that may manage direct messages", explain(err))
	// No fault: a channel may have no direct messages, and comments come without this right.
	case !slices.ContainsFunc(list, func(a admin) bool { return a.ID == k.source.bot }):
		k.say(collectors.Warning, c.ID, "direct messages",
			"the bot is no administrator of the channel; to read the channel's direct messages make it one that "+
				"may manage direct messages")
	default:
		k.say(collectors.OK, c.ID, "direct messages",
			"the bot is an administrator of the channel; it reads direct messages if it may manage them")
	}
}

func (k *checker) comments(ctx context.Context, c Channel) {
	info, err := k.source.api.chat(ctx, c.Chat)
	if err != nil {
		k.say(collectors.Fault, c.ID, "channel",
			"the channel %d cannot be seen (%s); look at the number, and add the bot to the channel as an "+
				"administrator",
			c.Chat, explain(err))
		return
	}
	if info.notChannel() {
		k.say(collectors.Fault, c.ID, "channel", "%s", info.misnamed())
		return
	}
	if info.Linked == 0 {
		k.say(collectors.Fault, c.ID, "discussion group",
			"the channel has no discussion group, so nobody can comment there; link a group in the channel's settings")
		return
	}
	list, failed := k.source.api.admins(ctx, info.Linked)
	seen, why := k.source.look(ctx, info.Linked, list, failed)
	if seen != sees {
		sentence := seen.advice(info.Linked)
		if why != nil {
			sentence += " (" + explain(why) + ")"
		}
		k.say(collectors.Fault, c.ID, "discussion group", "%s", sentence)
		return
	}
	k.say(collectors.OK, c.ID, "discussion group",
		"the discussion group is %d; its %d administrators and `staff` count as the official's side", info.Linked,
		len(list))
	if failed == nil && !slices.ContainsFunc(list, func(a admin) bool { return a.ID == k.source.bot }) {
		k.say(collectors.Warning, c.ID, "rights",
			"the bot is no administrator of the discussion group; it gets comments only while its privacy mode is "+
				"off and it is a member. Make it an administrator")
		return
	}
	k.say(collectors.OK, c.ID, "rights", "the bot is an administrator of the discussion group and gets every comment")
}

// explain is the advice of a failure, or the error itself.
func explain(err error) string {
	var f *collectors.Failure
	if errors.As(err, &f) {
		return f.Error()
	}
	return err.Error()
}
