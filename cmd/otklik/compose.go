package main

import (
	"context"
	"time"

	"otklik/config"
	"otklik/inbox"
	"otklik/report"
	"otklik/store"
)

// compose builds a digest as of the moment at from what is stored. The period begins a day before, by the calendar of
// the office's time zone: a day is not always 24 hours.
func (o *office) compose(ctx context.Context, d config.Digest, at time.Time) (report.Digest, error) {
	if err := o.settle(ctx); err != nil {
		return report.Digest{}, err
	}
	in := report.Input{ID: d.ID, Title: d.Title, Audience: report.Audience(d.Audience), Language: report.Language(o.config.Language),
		Location: o.config.Location, From: at.In(o.config.Location).AddDate(0, 0, -1), Masker: o.masker(), Norm: o.norm}
	for _, official := range o.config.Officials {
		for _, id := range d.Officials {
			if id == official.ID {
				in.Officials = append(in.Officials, report.Official{ID: official.ID, Name: official.Name, Municipality: official.Municipality})
			}
		}
	}
	channels := o.channels(d.Officials...)
	names, err := o.sourceNames(channels)
	if err != nil {
		return report.Digest{}, err
	}
	err = o.store.Do(ctx, func(s *store.Store) error {
		coverage, err := s.Coverage(ctx, channels, names, at)
		if err != nil {
			return err
		}
		for _, c := range coverage {
			in.Channels = append(in.Channels, o.channelInput(c, at))
			since := c.Since
			if since.IsZero() {
				since = at // an empty channel: whether it was quiet before is not known
			}
			if since.After(in.Known) {
				in.Known = since
			}
		}
		keep := func(r inbox.Record) error {
			in.Records = append(in.Records, r)
			return nil
		}
		if err := s.Waiting(ctx, channels, keep); err != nil {
			return err
		}
		return s.Closed(ctx, channels, report.Since(in.From, at), func(r inbox.Record) error {
			if r.Verdict != nil && r.Verdict.State().Waiting() {
				return nil // deleted while it waited: Waiting gave it already
			}
			return keep(r)
		})
	})
	if err != nil {
		return report.Digest{}, err
	}
	in.Problems = o.problems(in.Records, at)
	return report.Build(in, at), nil
}

func (o *office) channelInput(c inbox.Coverage, at time.Time) report.ChannelInput {
	in := report.ChannelInput{Coverage: c, Complete: o.config.Schedule.At.Fresh(c.LastComplete, at)}
	if channel, err := o.channel(c.Channel); err == nil {
		in.Platform = inbox.Platform(channel.Platform)
	}
	return in
}
