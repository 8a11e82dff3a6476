package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/render"
	"otklik/store"
	"otklik/store/bolt"
)

// aboveAmong bounds for how many waiting messages the message above is looked up: a list of more is worked from its
// top.
const aboveAmong = 2000

// compose builds a digest as of the moment at from what is stored, to be drawn in these formats; none: in any.
func (s *Service) compose(
	ctx context.Context, d config.Digest, at time.Time, formats ...render.Format,
) (build.Digest, error) {
	in, err := s.input(ctx, d, at)
	if err != nil {
		return build.Digest{}, err
	}
	// Lists may be cut only where each of the formats cuts them: a workbook shows all.
	in.Capped = len(formats) > 0 && !slices.ContainsFunc(formats, func(f render.Format) bool { return !f.Capped() })
	return build.New(in, at), nil
}

// platformNames are what digests call the platforms.
func (s *Service) platformNames() build.PlatformNames {
	names := build.PlatformNames{}
	for platform, titles := range s.platforms.Titles() {
		names[platform] = map[build.Language]string{}
		for language, title := range titles {
			names[platform][build.Language(language)] = title
		}
	}
	return names
}

// input gathers what a digest is built from.
func (s *Service) input(ctx context.Context, d config.Digest, at time.Time) (build.Input, error) {
	if err := s.EvaluatePending(ctx); err != nil {
		return build.Input{}, err
	}
	length := build.Length(d.Period)
	in := build.Input{ID: d.ID, Title: d.Title, Audience: build.Audience(d.Audience),
		Language: build.Language(s.config.Language),
		Length:   length, Platforms: s.platformNames(), Location: s.config.Location,
		From: length.Begin(at.In(s.config.Location)), Masker: s.maskerOf(d), Norm: s.norm,
		Replies: s.config.Replies, Urgent: s.urgentDegrees(), AllGroups: d.AllTopics,
		WithoutEncoder: !HasEncoder()}
	in.From = sinceLast(d, in.From, at)
	for _, group := range s.groups() {
		in.Classifier = append(in.Classifier, build.KnownGroup{Name: group, Topics: s.reader.Topics(group)})
	}
	for _, b := range s.config.Bodies {
		in.Bodies = append(in.Bodies, build.Body{Name: b.Name, Groups: b.Groups, Head: len(b.Deliver) > 0})
	}
	if err := s.escalation(ctx, &in); err != nil {
		return build.Input{}, err
	}
	for _, official := range s.config.Officials {
		for _, id := range d.Officials {
			if id == official.ID {
				in.Officials = append(in.Officials, build.Official{ID: official.ID, Name: official.Name,
					Municipality: official.Municipality})
			}
		}
	}
	channels := s.Channels(d.Officials...)
	// Completeness is a matter of the sources that are configured now, not of those that have read once.
	names, err := s.sourceNames(channels)
	if err != nil {
		return build.Input{}, err
	}
	// One opening for all that a digest is made of: between two of them another process could close what was counted.
	err = s.store.Do(ctx, func(st *bolt.Store) error {
		coverage, err := st.Coverage(ctx, channels, names, at)
		if err != nil {
			return err
		}
		for _, c := range coverage {
			in.Channels = append(in.Channels, s.channelInput(c, at))
			since := c.Since
			if since.IsZero() {
				since = at // an empty channel: whether it was quiet before is not known
			}
			if since.After(in.Known) {
				in.Known = since
			}
		}
		share := shared{}
		keep := func(r inbox.Record) error {
			share.record(&r)
			in.Records = append(in.Records, r)
			return nil
		}
		if err := st.Waiting(ctx, channels, keep); err != nil {
			return err
		}
		// Taken before the closed ones come: only what waits is shown with what it answers.
		waiting := in.Records[:min(len(in.Records), aboveAmong)]
		if err := st.Closed(ctx, channels, length.LookBack(in.From, at), func(r inbox.Record) error {
			if r.Status != nil && r.Status.State().Waiting() {
				return nil // deleted while it waited: Waiting gave it already
			}
			return keep(r)
		}); err != nil {
			return err
		}
		if err := joinAlbums(ctx, st, in.Records); err != nil {
			return err
		}
		if in.Above, err = above(ctx, st, waiting); err != nil {
			return err
		}
		if in.Answers, err = answers(ctx, st, waiting); err != nil {
			return err
		}
		if in.Decisions, err = decisions(ctx, st, in.Records, in.From); err != nil {
			return err
		}
		if in.Promises, err = s.promised(ctx, st, channels, build.PromisesSince(at)); err != nil {
			return err
		}
		if in.Posts, err = posts(ctx, st, build.WavesAmong(in.Records, in.From, at)); err != nil {
			return err
		}
		answerers, err := st.Answerers(ctx, channels)
		in.StaffLike = inbox.LikeStaff(answerers)
		return err
	})
	if err != nil {
		return build.Input{}, err
	}
	if in.Alerts, err = s.alertsSince(ctx, in.From, channels); err != nil {
		return build.Input{}, err
	}
	in.Problems, in.Same = s.problems(in.Records, at)
	in.Earlier = s.earlierDangers(in.Records, in.From)
	return in, nil
}

// shared holds the strings that many records have in common, once each: tens of thousands may wait.
type shared map[string]string

func (s shared) record(r *inbox.Record) {
	m := &r.Message
	m.Channel, m.Platform, m.Kind = once(s, m.Channel), once(s, m.Platform), once(s, m.Kind)
	m.Chat, m.Thread = once(s, m.Chat), once(s, m.Thread)
	if r.Status == nil {
		return
	}
	v := r.Status
	v.Ref = m.Ref()
	v.Category = once(s, v.Category)
	for _, words := range []*string{&v.Group, &v.Topic, &v.Municipality, &v.District, &v.Settlement, &v.Street,
		&v.House} {
		*words = once(s, *words)
	}
	for n := range v.Reasons {
		v.Reasons[n].Code, v.Reasons[n].Words = once(s, v.Reasons[n].Code), once(s, v.Reasons[n].Words)
	}
	for n := range v.History {
		c := &v.History[n]
		c.State, c.Reason.Code, c.Reason.Words = once(s, c.State), once(s, c.Reason.Code), once(s, c.Reason.Words)
	}
}

func once[S ~string](s shared, words S) S {
	known, ok := s[string(words)]
	if !ok {
		s[string(words)], known = string(words), string(words)
	}
	return S(known)
}

// sinceLast is where the period begins: a day before or, where the schedule leaves days out, at its moment before, so
// that what was answered over a weekend falls into no hole.
func sinceLast(d config.Digest, from, at time.Time) time.Time {
	const mostMissed = 14 * 24 * time.Hour // the longest holidays; a digest made once a year is still one of a day
	if d.Period != string(build.OneDay) {
		return from
	}
	slot := d.At.Previous(at)
	if slot.IsZero() || at.Sub(slot) > time.Hour {
		return from // a person looks in between
	}
	before := d.At.Previous(slot.Add(-time.Second))
	if before.IsZero() || !before.Before(from) || at.Sub(before) > mostMissed {
		return from
	}
	return before
}

// joinAlbums gives the records that speak for an album the words and attachments of all its parts.
func joinAlbums(ctx context.Context, s *bolt.Store, records []inbox.Record) error {
	for i, r := range records {
		if r.Status == nil || len(r.Status.Parts) == 0 {
			continue
		}
		var others []inbox.Message
		for _, id := range r.Status.Parts {
			ref := r.Message.Ref()
			ref.ID = id
			part, err := s.Message(ctx, ref)
			if errors.Is(err, store.ErrNotFound) {
				continue // purged
			}
			if err != nil {
				return err
			}
			others = append(others, part.Message)
		}
		whole := inbox.JoinAlbum(r.Message, others)
		records[i].Message.Text, records[i].Message.Media = whole.Text, whole.Media
	}
	return nil
}

// above finds the texts that messages reply to: another comment or, where it is kept, the post.
func above(ctx context.Context, s *bolt.Store, records []inbox.Record) (map[inbox.Ref]string, error) {
	texts := map[inbox.Ref]string{}
	for _, r := range records {
		m := r.Message
		if m.Kind == inbox.Direct {
			continue
		}
		target, _ := m.Target()
		thread := m.ThreadRef()
		root := inbox.Ref{Channel: m.Channel, Kind: m.Kind, Chat: thread.Chat, ID: thread.ID}
		for _, above := range []inbox.Ref{target, root} {
			if above.ID == "" || above == m.Ref() {
				continue
			}
			parent, err := s.Message(ctx, above)
			switch {
			case errors.Is(err, store.ErrNotFound):
				continue
			case err != nil:
				return nil, err
			}
			if text := strings.TrimSpace(parent.Message.Text); text != "" {
				texts[m.Ref()] = text
				break
			}
		}
	}
	return texts, nil
}

func (s *Service) channelInput(c inbox.Coverage, at time.Time) build.ChannelInput {
	in := build.ChannelInput{Coverage: c, Fresh: s.config.Schedule.At.Fresh(c.LastComplete, at)}
	if channel, err := s.Channel(c.Channel); err == nil {
		in.Platform = inbox.Platform(channel.Platform)
		in.FromFile = !c.Imported.IsZero() && c.LastTry.IsZero() && unconnected(channel)
	}
	return in
}

// unconnected reports whether a channel has no token but that which stands in a configuration made for a file.
func unconnected(channel config.Channel) bool {
	return channel.Settings != nil && slices.ContainsFunc(channel.Settings.Secrets(), func(key config.SecretKey) bool {
		return key.Value != nil && key.Value.Reveal() == collectors.PlaceholderToken
	})
}
