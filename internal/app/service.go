// Package app holds the use cases: collecting, digests and their sending, what people decide about messages,
// destruction, backups, and what else the program is for. It is the room where the layers meet that do not know each
// other.
//
// Whoever uses it may be a command line, a page or another program. It knows no flags, no terminal and no environment:
// writers, progress and moments are parameters, results are values.
package app

import (
	"log/slog"
	"slices"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/internal/reading/assistant"
	"otklik/internal/redact"
	"otklik/internal/worktime"
	"otklik/report/clean"
	"otklik/store/bolt"
)

// Service is a configuration with everything built from it: where the layers that do not know each other meet.
type Service struct {
	config *config.Config
	log    *slog.Logger
	// version is the program's, via who became its account.
	version, via string
	store        *bolt.Shared
	reader       *reading.Reader
	// evaluator is what threads are evaluated with: reader, or assistant around it.
	evaluator inbox.Reader
	// assistant gives second opinions; nil: the configuration names none.
	assistant *assistant.Reader
	progress  func(done, all int)
	norm      worktime.Norm
	// platforms are those that the configuration's channels are on.
	platforms *collectors.Platforms
	// Hide takes the configuration's secrets out of what is said and noted, cautious out of what platforms sent.
	hide, cautious *redact.Redactor
}

// Options are what a service needs besides its configuration.
type Options struct {
	// Purpose tells whoever waits for the store what holds it, such as "otklik collect".
	Purpose string
	// Begins lets the store be made where there is none. Whoever only works on what is stored more likely looks in the
	// wrong place.
	Begins bool
	// Version is the program's; it stands in certificates of destruction.
	Version string
	// Via is the account that became the one the process runs under, by sudo or doas. It stands in the access log and
	// helps where several people share root; empty: it is not known.
	Via string
	// Log is told what nobody has asked for and somebody should know; nil: nothing is logged.
	Log *slog.Logger
	// Evaluated is told how many threads are evaluated, of how many; nil: nobody watches.
	Evaluated func(done, all int)
	// Platforms are those that the configuration was loaded for.
	Platforms []collectors.Platform
	// Loaded is given the configuration before anything is built from it; only Load calls it. Nil: nobody asks.
	Loaded func(*config.Config)
	// Names is the check that the configuration was loaded with, whose reader is used on; nil: it was loaded without.
	Names *Names
}

// Open builds the service of a configuration. It touches neither the store nor the network.
func Open(c *config.Config, with Options) (*Service, error) {
	if with.Log == nil {
		with.Log = slog.New(slog.DiscardHandler)
	}
	opening, err := storeOptions(c, with)
	if err != nil {
		return nil, err
	}
	o := &Service{config: c, log: with.Log, version: with.Version, via: with.Via,
		progress: with.Evaluated, store: bolt.NewShared(c.Store.Path, opening)}
	o.hide, o.cautious = redactors(c)
	if o.platforms, err = collectors.Connect(with.Platforms, c, o.store, with.Log); err != nil {
		return nil, UsageError{err}
	}
	if with.Names != nil {
		o.reader = with.Names.reader
	} else if o.reader, err = NewReader(c); err != nil {
		return nil, UsageError{err}
	}
	o.evaluator = o.reader
	if c.Reading.Assistant.URL != "" {
		o.assistant = newAssistant(c, o.reader)
		o.evaluator = o.assistant
	}
	calendar, err := c.Calendar()
	if err != nil {
		return nil, usagef("norms: %w", err)
	}
	o.norm = worktime.Norm{AnswerWithin: time.Duration(c.Norms.AnswerWithin), Clock: worktime.Clock(c.Norms.Clock),
		Calendar: calendar, InterimDays: c.Norms.InterimWithin.Days()}
	return o, nil
}

// Config is the configuration; it is not to be changed.
func (s *Service) Config() *config.Config { return s.config }

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

// Channels are the ids of the given officials' channels; of all where none is given.
func (s *Service) Channels(officials ...string) []inbox.ChannelID {
	var ids []inbox.ChannelID
	for _, official := range s.config.Officials {
		if len(officials) > 0 && !slices.Contains(officials, official.ID) {
			continue
		}
		for _, channel := range official.Channels {
			ids = append(ids, inbox.NewChannelID(official.ID, channel.ID))
		}
	}
	return ids
}

// Channel finds a channel by its id.
func (s *Service) Channel(id inbox.ChannelID) (config.Channel, error) {
	for _, official := range s.config.Officials {
		for _, channel := range official.Channels {
			if inbox.NewChannelID(official.ID, channel.ID) == id {
				return channel, nil
			}
		}
	}
	return config.Channel{}, usagef("there is no channel %q in %s; there is %s", id, s.config.Path, s.ListChannels())
}

// ListChannels are the ids of all channels, with commas between them.
func (s *Service) ListChannels() string {
	var names []string
	for _, id := range s.Channels() {
		names = append(names, string(id))
	}
	return strings.Join(names, ", ")
}

// sources are those that read for at least one of the channels.
func (s *Service) sources(channels []inbox.ChannelID) ([]collectors.Source, error) {
	all, err := s.platforms.Sources(channels)
	if err != nil {
		return nil, UsageError{err}
	}
	return all, nil
}

// sourceNames tells which sources a channel needs to be complete.
func (s *Service) sourceNames(channels []inbox.ChannelID) (map[inbox.ChannelID][]string, error) {
	sources, err := s.sources(channels)
	if err != nil {
		return nil, err
	}
	names := map[inbox.ChannelID][]string{}
	for _, source := range sources {
		for _, id := range source.Channels() {
			names[id] = append(names[id], source.Name())
		}
	}
	return names, nil
}

// masker hides personal data in what leaves the office; nil where the configuration switched it off.
func (s *Service) masker() clean.Masker { return s.maskerOf(config.Digest{}) }

// maskerOf is the masker of one digest, whose readers the office may have told to be shown everything.
func (s *Service) maskerOf(d config.Digest) clean.Masker {
	if !d.Masks(s.config.Privacy) {
		return nil
	}
	return privacy.New(privacy.Options{English: s.config.Language == "en"})
}
