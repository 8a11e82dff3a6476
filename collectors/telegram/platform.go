package telegram

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// ID is Telegram's name in configurations, commands and what is stored.
const ID inbox.Platform = "telegram"

// Platform is Telegram.
func Platform() collectors.Platform {
	return collectors.Platform{
		Platform: Configuration(),
		Titles:   map[string]string{"ru": "Telegram", "en": "Telegram"},
		Address: func(u *url.URL) *url.URL {
			// Both names lead to the same place: compared as one, else a link would count as somebody else's.
			if u.Host == "telegram.me" {
				u.Host = "t.me"
			}
			return u
		},
		Sources: func(by collectors.Connection, channels []collectors.Channel) ([]collectors.Source, error) {
			var all []collectors.Source
			for _, bot := range Bots(by, channels) {
				source, err := New(bot)
				if err != nil {
					return nil, fmt.Errorf("channel %s: %w", bot.Channels[0].ID, err)
				}
				all = append(all, source)
			}
			return all, nil
		},
		Check: func(
			ctx context.Context, by collectors.Connection, channels []collectors.Channel,
		) (all []collectors.Diagnostic) {
			for _, bot := range Bots(by, channels) {
				all = append(all, Check(ctx, bot)...)
			}
			return all
		},
		Replier: func(by collectors.Connection, channels []collectors.Channel) (collectors.Replier, error) {
			return NewReplier(Bots(by, channels))
		},
		Unheard: true,
	}
}

// Bots are the bots of the channels, each with all that it serves: the updates of one bot are one queue, so one source
// has to read them.
func Bots(by collectors.Connection, channels []collectors.Channel) []Options {
	var bots []Options
	for _, c := range channels {
		own := c.Settings.(*Config)
		token := own.BotToken.Reveal()
		// By the token, because that is the bot: two bots would take each other's updates.
		i := slices.IndexFunc(bots, func(b Options) bool { return b.Token == token })
		if i < 0 {
			i = len(bots)
			bots = append(bots, Options{Token: token, APIURL: by.APIURL, HTTP: by.HTTP, Archive: by.Stored,
				Undecoded: by.Stored, Log: by.Log, Replies: by.Replies})
		}
		bots[i].Channels = append(bots[i].Channels, Channel{ID: c.ID, Chat: own.Channel, Comments: c.Reads("comments"),
			Messages: c.Reads("messages"), Staff: c.Staff})
	}
	return bots
}
