package main

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/collectors/telegram"
	"otklik/collectors/vk"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/internal/redact"
	"otklik/internal/worktime"
	"otklik/report"
	"otklik/store/bolt"
)

// office is a configuration with everything built from it: where the layers that do not know each other meet.
type office struct {
	config *config.Config
	log    *slog.Logger
	store  *bolt.Shared
	reader *reading.Reader
	norm   worktime.Norm
	// clients are the HTTP clients of the platforms.
	clients map[inbox.Platform]*http.Client
	// hide takes the configuration's secrets out of what is said and noted, cautious out of what platforms sent.
	hide, cautious *redact.Redactor
	// pace holds VKontakte's limits across channels that share a token.
	pace *vk.Limiters
	// names remembers whom short names of VKontakte belong to.
	names *vk.Names
}

// open loads the configuration and builds the office. It touches neither the store nor the network.
func (a *app) open(purpose string, level slog.Level) (*office, error) {
	log, err := a.log(level)
	if err != nil {
		return nil, err
	}
	var known knownNames
	c, err := a.load(known.check)
	if err != nil {
		return nil, err
	}
	for _, e := range c.Exposed {
		log.Warn("a secret can be got at by others; collecting goes on", "finding", e.Sentence)
	}
	return officeWith(known.reader, c, purpose, log)
}

func newOffice(c *config.Config, purpose string, log *slog.Logger) (*office, error) {
	reader, err := newReader(c)
	if err != nil {
		return nil, usageError{err}
	}
	return officeWith(reader, c, purpose, log)
}

// officeWith builds the office around the reader of its configuration.
func officeWith(reader *reading.Reader, c *config.Config, purpose string, log *slog.Logger) (*office, error) {
	opening, err := storeOptions(c, purpose)
	if err != nil {
		return nil, err
	}
	o := &office{config: c, log: log, clients: map[inbox.Platform]*http.Client{}, pace: &vk.Limiters{}, names: &vk.Names{},
		store: bolt.NewShared(c.Store.Path, opening)}
	o.hide, o.cautious = redactors(c)
	for platform, p := range map[inbox.Platform]config.Platform{inbox.VK: c.Platforms.VK, inbox.Telegram: c.Platforms.Telegram} {
		client, err := collectors.NewClient(collectors.ClientOptions{Proxy: p.Proxy, CAFile: p.CAFile, Hosts: []string{p.APIURL}})
		if err != nil {
			return nil, usagef("platforms.%s: %w", platform, err)
		}
		o.clients[platform] = client
	}
	o.reader = reader
	calendar, err := c.Calendar()
	if err != nil {
		return nil, usagef("norms: %w", err)
	}
	o.norm = worktime.Norm{AnswerWithin: time.Duration(c.Norms.AnswerWithin), Clock: worktime.Clock(c.Norms.Clock),
		Calendar: calendar, InterimDays: c.Norms.InterimWithin.Days()}
	return o, nil
}

// homes are the municipalities of the channels whose officials head one.
func homes(c *config.Config) map[inbox.ChannelID]string {
	homes := map[inbox.ChannelID]string{}
	for _, official := range c.Officials {
		for _, channel := range official.Channels {
			homes[inbox.NewChannelID(official.ID, channel.ID)] = official.Municipality
		}
	}
	return homes
}

// channels are the ids of the given officials' channels; of all where none is given.
func (o *office) channels(officials ...string) []inbox.ChannelID {
	var ids []inbox.ChannelID
	for _, official := range o.config.Officials {
		if len(officials) > 0 && !slices.Contains(officials, official.ID) {
			continue
		}
		for _, channel := range official.Channels {
			ids = append(ids, inbox.NewChannelID(official.ID, channel.ID))
		}
	}
	return ids
}

// channel finds a channel by its id.
func (o *office) channel(id inbox.ChannelID) (config.Channel, error) {
	for _, official := range o.config.Officials {
		for _, channel := range official.Channels {
			if inbox.NewChannelID(official.ID, channel.ID) == id {
				return channel, nil
			}
		}
	}
	return config.Channel{}, usagef("there is no channel %q in %s; there is %s", id, o.config.Path, o.listChannels())
}

func (o *office) listChannels() string {
	var names []string
	for _, id := range o.channels() {
		names = append(names, string(id))
	}
	return strings.Join(names, ", ")
}

func (o *office) vkOptions(id inbox.ChannelID, c config.Channel) vk.Options {
	return vk.Options{Channel: id, OwnerID: c.OwnerID, ServiceToken: c.ServiceToken.Reveal(), CommunityToken: c.CommunityToken.Reveal(),
		Wall: c.Reads("wall"), Messages: c.Reads("messages"), Window: time.Duration(c.Window), Staff: c.Staff, StaffNames: c.StaffNames, Names: o.names,
		APIURL: o.config.Platforms.VK.APIURL, HTTP: o.clients[inbox.VK], Archive: o.store, Limiters: o.pace, Log: o.log}
}

// bots are the Telegram bots of the configuration, each with all the channels it serves: the updates of one bot are one
// queue, so one source has to read them.
func (o *office) bots() []telegram.Options {
	var bots []telegram.Options
	for _, official := range o.config.Officials {
		for _, c := range official.Channels {
			if c.Platform != string(inbox.Telegram) {
				continue
			}
			token := c.BotToken.Reveal()
			i := slices.IndexFunc(bots, func(b telegram.Options) bool { return b.Token == token })
			if i < 0 {
				i = len(bots)
				bots = append(bots, telegram.Options{Token: token, APIURL: o.config.Platforms.Telegram.APIURL,
					HTTP: o.clients[inbox.Telegram], Archive: o.store, Undecoded: o.store, Log: o.log})
			}
			bots[i].Channels = append(bots[i].Channels, telegram.Channel{ID: inbox.NewChannelID(official.ID, c.ID), Chat: c.Channel,
				Comments: c.Reads("comments"), Messages: c.Reads("messages"), Staff: c.Staff})
		}
	}
	return bots
}

// sources are those that read for at least one of the channels.
func (o *office) sources(channels []inbox.ChannelID) ([]collectors.Source, error) {
	var all []collectors.Source
	for _, official := range o.config.Officials {
		for _, c := range official.Channels {
			if c.Platform != string(inbox.VK) {
				continue
			}
			id := inbox.NewChannelID(official.ID, c.ID)
			found, err := vk.New(o.vkOptions(id, c))
			if err != nil {
				return nil, usagef("channel %s: %w", id, err)
			}
			all = append(all, found...)
		}
	}
	for _, bot := range o.bots() {
		source, err := telegram.New(bot)
		if err != nil {
			return nil, usagef("channel %s: %w", bot.Channels[0].ID, err)
		}
		all = append(all, source)
	}
	return slices.DeleteFunc(all, func(s collectors.Source) bool {
		return !slices.ContainsFunc(s.Channels(), func(id inbox.ChannelID) bool { return slices.Contains(channels, id) })
	}), nil
}

// sourceNames tells which sources a channel needs to be complete.
func (o *office) sourceNames(channels []inbox.ChannelID) (map[inbox.ChannelID][]string, error) {
	sources, err := o.sources(channels)
	if err != nil {
		return nil, err
	}
	names := map[inbox.ChannelID][]string{}
	for _, s := range sources {
		for _, id := range s.Channels() {
			names[id] = append(names[id], s.Name())
		}
	}
	return names, nil
}

// collect pulls the channels to their ends and judges what changed. progress may be nil.
func (o *office) collect(ctx context.Context, channels []inbox.ChannelID, progress func(string, int)) ([]inbox.Pull, error) {
	sources, err := o.sources(channels)
	if err != nil {
		return nil, err
	}
	to := sink{o.store, o.hide, o.cautious}
	runner := collectors.Runner{Sink: to, Log: o.log, Progress: progress}
	pulls := runner.Collect(ctx, sources)
	for i := range pulls {
		pulls[i] = to.cleanPull(pulls[i])
	}
	if ctx.Err() != nil {
		return pulls, nil // what changed stays marked and is judged by whoever comes next
	}
	return pulls, o.settle(ctx)
}

// settle brings the states up to date. Everything is judged anew when the reading has changed since.
func (o *office) settle(ctx context.Context) error {
	return o.store.Do(ctx, func(s *bolt.Store) error {
		version, err := s.ReaderVersion(ctx)
		if err != nil {
			return err
		}
		if version != o.reader.Version() {
			if version != "" { // an update, and not a new store
				o.log.Warn("the reading has changed with this version: every stored message is read again, once; " +
					"that takes a minute or two for 50 000, and other commands are refused meanwhile")
			}
			if err := s.MarkAllPending(ctx); err != nil {
				return err
			}
			if err := s.SetReaderVersion(ctx, o.reader.Version()); err != nil {
				return err
			}
		}
		_, err = s.EvaluatePending(ctx, o.reader, func(t inbox.Thread) []inbox.MessageStatus {
			return inbox.Evaluate(t, hurried{o.reader, ctx}, time.Now())
		})
		return err
	})
}

// hurried is a reader that reads no more once its context has ended, so that a thread of a hundred thousand messages
// does not hold up the program's end. Settle then writes nothing.
type hurried struct {
	inbox.Reader
	ctx context.Context
}

// Assess implements inbox.Reader.
func (h hurried) Assess(t inbox.Thread, i int) inbox.Assessment {
	if h.ctx.Err() != nil {
		return inbox.Assessment{}
	}
	return h.Reader.Assess(t, i)
}

// masker hides personal data in what leaves the office; nil where the configuration switched it off.
func (o *office) masker() report.Masker {
	if !o.config.Privacy.Mask {
		return nil
	}
	return privacy.New(privacy.Options{English: o.config.Language == "en"})
}
