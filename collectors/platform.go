package collectors

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"otklik/internal/config"
	"otklik/internal/inbox"
)

// Platform is one network that is read. Its package brings all that the program knows of it; the program lists it in
// one line.
type Platform struct {
	// Platform is how its part of the configuration is read. Its ID is the platform's name in commands and in what is
	// stored.
	config.Platform
	// Titles are its names as people know it, by language: ru, en.
	Titles map[string]string
	// Address is the address of a message that one of the platform's own is another form of; itself where it is none.
	// The host has no www. and no m. Nil: there are no other forms.
	Address func(*url.URL) *url.URL
	// Profile is the address of somebody's page with the letters that stand before his number there, as an example.
	Profile string
	// Sources read the channels, all of which are of this platform. Nothing is asked of the platform yet. An error is a
	// fault of the configuration that names the channel.
	Sources func(Connection, []Channel) ([]Source, error)
	// Check tries what the sources will do, and says what it found of each channel. It stores and changes nothing.
	// Nil: there is nothing to check.
	Check func(context.Context, Connection, []Channel) []Diagnostic
	// Replier answers in the channels. Nothing is asked of the platform yet. Nil: the program cannot answer there.
	Replier func(Connection, []Channel) (Replier, error)
	// Unheard is true where the platform tells the program nothing of what the program itself has sent: collecting
	// never brings it.
	Unheard bool
}

// PlaceholderToken stands in a configuration made for a file of messages until somebody puts a token there: nothing can
// read the channel before.
const PlaceholderToken = "1:here-stands-the-token-that-BotFather-gives"

// Channel is a channel of the configuration with its whole id.
type Channel struct {
	config.Channel
	ID inbox.ChannelID
}

// Connection is what a platform is read with.
type Connection struct {
	APIURL string
	HTTP   *http.Client
	Stored Stored
	Log    *slog.Logger
	// Replies is true where the program is to answer, too: Check looks at the rights that it needs for that.
	Replies bool
}

// Stored is the store as platforms look into it.
type Stored interface {
	Archive
	UndecodedStore
}

// Platforms are the networks that the program reads, with the channels of one configuration.
type Platforms struct {
	list   []Platform
	config *config.Config
	stored Stored
	log    *slog.Logger
	// Clients make the calls to each platform. Tests put others there.
	Clients map[inbox.Platform]*http.Client
}

// Connect joins platforms with a configuration that was read for them. It makes no call; its error is a fault of the
// configuration.
func Connect(list []Platform, c *config.Config, stored Stored, log *slog.Logger) (*Platforms, error) {
	p := &Platforms{list: list, config: c, stored: stored, log: log, Clients: map[inbox.Platform]*http.Client{}}
	for _, one := range list {
		e := c.Platforms[one.ID]
		client, err := NewClient(ClientOptions{Proxy: e.Proxy, CAFile: e.CAFile, Hosts: []string{e.APIURL}})
		if err != nil {
			return nil, fmt.Errorf("platforms.%s: %w", one.ID, err)
		}
		p.Clients[inbox.Platform(one.ID)] = client
	}
	return p, nil
}

// Configurations are how each platform's part of a configuration is read.
func Configurations(list []Platform) []config.Platform {
	all := make([]config.Platform, len(list))
	for i, one := range list {
		all[i] = one.Platform
	}
	return all
}

// Titles are the platforms' names by language.
func (p *Platforms) Titles() map[inbox.Platform]map[string]string {
	titles := map[inbox.Platform]map[string]string{}
	for _, one := range p.list {
		titles[inbox.Platform(one.ID)] = one.Titles
	}
	return titles
}

// Authors are examples of people's ids with their platforms, "vk:123 or telegram:123".
func Authors(list []Platform) string {
	var examples []string
	for _, one := range list {
		examples = append(examples, one.ID+":123")
	}
	return strings.Join(examples, " or ")
}

// Authors is the function of this name for these platforms.
func (p *Platforms) Authors() string { return Authors(p.list) }

// Profile is an example of an address that a person's number stands in behind letters.
func (p *Platforms) Profile() string {
	for _, one := range p.list {
		if one.Profile != "" {
			return one.Profile
		}
	}
	return ""
}

// Canonical is the form of a message's address that is stored (see Platform.Address).
func (p *Platforms) Canonical(u *url.URL) *url.URL {
	for _, one := range p.list {
		if one.Address != nil {
			u = one.Address(u)
		}
	}
	return u
}

// Connection is how one platform is reached.
func (p *Platforms) Connection(id inbox.Platform) Connection {
	return Connection{APIURL: p.config.Platforms[string(id)].APIURL, HTTP: p.Clients[id], Stored: p.stored, Log: p.log,
		Replies: p.config.Replies}
}

// Channels are those of one platform.
func (p *Platforms) Channels(id inbox.Platform) []Channel {
	var all []Channel
	for _, official := range p.config.Officials {
		for _, c := range official.Channels {
			if c.Platform == string(id) {
				all = append(all, Channel{Channel: c, ID: inbox.NewChannelID(official.ID, c.ID)})
			}
		}
	}
	return all
}

// Sources are those that read for at least one of the channels. One source may read for several: what it reads for
// the others comes with it.
func (p *Platforms) Sources(channels []inbox.ChannelID) ([]Source, error) {
	var all []Source
	for _, one := range p.list {
		id := inbox.Platform(one.ID)
		sources, err := one.Sources(p.Connection(id), p.Channels(id))
		if err != nil {
			return nil, err
		}
		all = append(all, sources...)
	}
	return slices.DeleteFunc(all, func(s Source) bool {
		return !slices.ContainsFunc(s.Channels(), func(id inbox.ChannelID) bool {
			return slices.Contains(channels,
				id)
		})
	}), nil
}

// Check asks every platform that has something to check about its channels.
func (p *Platforms) Check(ctx context.Context) []Diagnostic {
	var all []Diagnostic
	for _, one := range p.list {
		if one.Check == nil {
			continue
		}
		id := inbox.Platform(one.ID)
		all = append(all, one.Check(ctx, p.Connection(id), p.Channels(id))...)
	}
	return all
}
