package vk

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// ID is VKontakte's name in configurations, commands and what is stored.
const ID inbox.Platform = "vk"

// Platform is VKontakte. What it gives keeps one pace for each token, and asks once for whose a short name is.
func Platform(pace *Limiters) collectors.Platform {
	shared := Options{Limiters: pace, Names: &Names{}}
	return collectors.Platform{
		Platform: Configuration(),
		Titles:   map[string]string{"ru": "ВКонтакте", "en": "VKontakte"},
		Address:  canonical,
		Profile:  "vk.com/id123",
		Sources: func(by collectors.Connection, channels []collectors.Channel) ([]collectors.Source, error) {
			var all []collectors.Source
			for _, c := range channels {
				sources, err := New(shared.of(c, by))
				if err != nil {
					return nil, fmt.Errorf("channel %s: %w", c.ID, err)
				}
				all = append(all, sources...)
			}
			return all, nil
		},
		Check: func(
			ctx context.Context, by collectors.Connection, channels []collectors.Channel,
		) (all []collectors.Diagnostic) {
			for _, c := range channels {
				all = append(all, Check(ctx, shared.of(c, by))...)
			}
			return all
		},
		Replier: func(by collectors.Connection, channels []collectors.Channel) (collectors.Replier, error) {
			all := make([]Options, len(channels))
			for i, c := range channels {
				all[i] = shared.of(c, by)
			}
			return NewReplier(all)
		},
	}
}

// of are the options for one channel.
func (o Options) of(c collectors.Channel, by collectors.Connection) Options {
	own := c.Settings.(*Config)
	o.Channel, o.OwnerID, o.Window = c.ID, own.OwnerID, time.Duration(own.Window)
	o.ServiceToken, o.CommunityToken = own.ServiceToken.Reveal(), own.CommunityToken.Reveal()
	o.Wall, o.Messages = c.Reads("wall"), c.Reads("messages")
	o.Staff, o.StaffNames, o.Replies = c.Staff, c.StaffNames, by.Replies
	o.APIURL, o.HTTP, o.Archive, o.Log = by.APIURL, by.HTTP, by.Stored, by.Log
	return o
}

// overPage is how pages write the address of a comment that is opened above them: the post and the comment.
var overPage = regexp.MustCompile(`^(wall-?\d+_\d+)_r(\d+)$`)

// canonical brings the other domains, and comments above pages, into the form that inDialog.url and underPost.url have.
func canonical(u *url.URL) *url.URL {
	if u.Host == "vk.ru" || u.Host == "vkontakte.ru" {
		u.Host = "vk.com"
	}
	if m := overPage.FindStringSubmatch(u.Query().Get("w")); m != nil && u.Host == "vk.com" {
		return &url.URL{Host: u.Host, Path: "/" + m[1], RawQuery: "reply=" + m[2]}
	}
	return u
}
