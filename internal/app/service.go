// Package app holds the use cases: collecting, digests and their sending, what people decide about messages, destruction,
// backups, and what else the program is for. It is the room where the layers meet that do not know each other.
//
// Whoever uses it may be a command line, a page or another program. It knows no flags, no terminal and no environment:
// writers, progress and moments are parameters, results are values.
package app

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/internal/redact"
	"otklik/internal/worktime"
	"otklik/report/clean"
	"otklik/store/bolt"
)

// Service is a configuration with everything built from it: where the layers that do not know each other meet.
type Service struct {
	Config *config.Config
	Log    *slog.Logger
	// version is the program's.
	version string
	Store   *bolt.Shared
	Reader  *reading.Reader
	// Evaluator is what threads are evaluated with: Reader, where nobody puts another there.
	Evaluator inbox.Reader
	progress  func(done, all int)
	norm      worktime.Norm
	// Platforms are those that the configuration's channels are on.
	Platforms *collectors.Platforms
	// Hide takes the configuration's secrets out of what is said and noted, cautious out of what platforms sent.
	Hide, cautious *redact.Redactor
}

// Options are what a service needs besides its configuration.
type Options struct {
	// Purpose tells whoever waits for the store what holds it, such as "otklik collect".
	Purpose string
	// Begins lets the store be made where there is none. Whoever only works on what is stored more likely looks in the wrong
	// place.
	Begins bool
	// Version is the program's; it stands in certificates of destruction.
	Version string
	Log     *slog.Logger
	// Evaluated is told how many threads are evaluated, of how many; nil: nobody watches.
	Evaluated func(done, all int)
	// Platforms are those that the configuration was loaded for.
	Platforms []collectors.Platform
	// Names is the check that the configuration was loaded with, whose reader is used on; nil: it was loaded without.
	Names *Names
}

// Open builds the service of a configuration. It touches neither the store nor the network.
func Open(c *config.Config, with Options) (*Service, error) {
	opening, err := storeOptions(c, with)
	if err != nil {
		return nil, err
	}
	o := &Service{Config: c, Log: with.Log, version: with.Version, progress: with.Evaluated,
		Store: bolt.NewShared(c.Store.Path, opening)}
	o.Hide, o.cautious = redactors(c)
	if o.Platforms, err = collectors.Connect(with.Platforms, c, o.Store, with.Log); err != nil {
		return nil, UsageError{err}
	}
	if with.Names != nil {
		o.Reader = with.Names.reader
	} else if o.Reader, err = newReader(c); err != nil {
		return nil, UsageError{err}
	}
	o.Evaluator = o.Reader
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

// Channels are the ids of the given officials' channels; of all where none is given.
func (s *Service) Channels(officials ...string) []inbox.ChannelID {
	var ids []inbox.ChannelID
	for _, official := range s.Config.Officials {
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
	for _, official := range s.Config.Officials {
		for _, channel := range official.Channels {
			if inbox.NewChannelID(official.ID, channel.ID) == id {
				return channel, nil
			}
		}
	}
	return config.Channel{}, usagef("there is no channel %q in %s; there is %s", id, s.Config.Path, s.listChannels())
}

func (s *Service) listChannels() string {
	var names []string
	for _, id := range s.Channels() {
		names = append(names, string(id))
	}
	return strings.Join(names, ", ")
}

// sources are those that read for at least one of the channels.
func (s *Service) sources(channels []inbox.ChannelID) ([]collectors.Source, error) {
	all, err := s.Platforms.Sources(channels)
	if err != nil {
		return nil, UsageError{err}
	}
	return all, nil
}

// SourceNames tells which sources a channel needs to be complete.
func (s *Service) SourceNames(channels []inbox.ChannelID) (map[inbox.ChannelID][]string, error) {
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

// Collect pulls the channels to their ends and evaluates what changed. progress may be nil.
func (s *Service) Collect(ctx context.Context, channels []inbox.ChannelID, progress func(string, int)) ([]inbox.Pull, error) {
	sources, err := s.sources(channels)
	if err != nil {
		return nil, err
	}
	to := sink{s.Store, s.Hide, s.cautious}
	runner := collectors.Runner{Sink: to, Log: s.Log, Progress: progress}
	pulls := runner.Collect(ctx, sources)
	for i := range pulls {
		pulls[i] = to.cleanPull(pulls[i])
	}
	if ctx.Err() != nil {
		return pulls, nil // what changed stays marked and is evaluated by whoever comes next
	}
	return pulls, s.EvaluatePending(ctx)
}

// Masker hides personal data in what leaves the office; nil where the configuration switched it off.
func (s *Service) Masker() clean.Masker {
	if !s.Config.Privacy.Mask {
		return nil
	}
	return privacy.New(privacy.Options{English: s.Config.Language == "en"})
}
