package app

import (
	"context"
	"errors"
	"io"
	"time"

	"otklik/internal/app/learn"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/report/build"
)

// Reading reads texts that somebody brings.
type Reading struct {
	reader *reading.Reader
	// home is the municipality of texts that name no place: a text comes from no channel, so that only the one official
	// there is can say.
	home    string
	urgent  []inbox.Urgency // degrees that the office has called urgent
	service *Service        // whose reading it is; nil: nobody's
}

// HasEncoder reports whether the program was built with the encoder; without it texts are read worse.
func HasEncoder() bool { return reading.HasEncoder() }

// NewReading reads without any configuration, as for the whole country.
func NewReading() (*Reading, error) {
	reader, err := reading.New(reading.Options{Public: privacy.New(privacy.Options{}).Without,
		Ordinary: privacy.Ordinary})
	return &Reading{reader: reader}, err
}

// Reading reads as the configuration says.
func (s *Service) Reading() *Reading {
	r := &Reading{reader: s.reader, urgent: s.urgentDegrees(), service: s}
	if len(s.config.Officials) == 1 {
		r.home = s.config.Officials[0].Municipality
	}
	return r
}

// urgentDegrees are those that the configuration calls urgent.
func (s *Service) urgentDegrees() (degrees []inbox.Urgency) {
	for _, name := range s.config.Reading.Urgent {
		degrees = append(degrees, inbox.Urgency(name))
	}
	return degrees
}

// audited notes what is done with an office's configuration. Nothing of its store is given out.
func (r *Reading) audited(ctx context.Context, e audit.Entry, deed func() error) error {
	if r.service == nil {
		return deed()
	}
	return r.service.auditedIfPossible(ctx, e, deed)
}

// Classify reads JSON lines {"id","text"}, as learn.Classify says, and writes one for each that says what the text is
// and whether it needs an answer. Lines that cannot be read are told, and make the error ErrPartly, or another where
// none could be read.
func (r *Reading) Classify(ctx context.Context, in io.Reader, out io.Writer, bad func(line int, err error)) error {
	read := func(t reading.Text) inbox.Assessment {
		t.Home = r.home
		return r.reader.Read(t)
	}
	return r.audited(ctx, audit.Entry{Action: audit.Classify}, func() error {
		err := learn.Classify(ctx, in, out, bad, read, r.urgent)
		if errors.Is(err, learn.ErrSomeLines) {
			return ErrPartly
		}
		return err
	})
}

// CheckReplies reads JSON lines {"id","complaint","reply"}, as learn.CheckReplies says, and writes one for each that
// says what the reply would be worth as an answer and what it lacks; inWords writes sentences in the configuration's
// language instead of JSON. Lines that cannot be read are told, and make the error ErrPartly, or another where none
// could be read.
func (r *Reading) CheckReplies(
	ctx context.Context, in io.Reader, out io.Writer, inWords bool, bad func(line int, err error),
) error {
	var language build.Language
	if inWords {
		language = r.language()
	}
	check := func(complaint, draft string) reading.Draft {
		return r.reader.CheckReply(complaint, draft, r.home, time.Now())
	}
	return r.audited(ctx, audit.Entry{Action: audit.CheckReply}, func() error {
		err := learn.CheckReplies(ctx, in, out, bad, check, language)
		if errors.Is(err, learn.ErrSomeLines) {
			return ErrPartly
		}
		return err
	})
}

// language is that of the configuration; without one, Russian.
func (r *Reading) language() build.Language {
	if r.service == nil {
		return build.Russian
	}
	return build.Language(r.service.config.Language)
}

// Evaluate compares the reading with a labelled table. What the reader of tables noticed is told on the side.
func (r *Reading) Evaluate(ctx context.Context, t learn.Labelled, tell learn.Tell) (a learn.Agreement, err error) {
	if err := t.Open(r.reader, tell); err != nil {
		return a, err
	}
	err = r.audited(ctx, audit.Entry{Action: audit.Evaluate, Path: wholePath(t.File)}, func() (err error) {
		a, err = learn.Evaluate(ctx, r.reader, t)
		return err
	})
	return a, err
}

// TrainFromCorrections learns from what people corrected in the store, on top of what a table taught: where none did,
// the topics stay those of the present model. What was taught is given back also where the model could not be written.
func (s *Service) TrainFromCorrections(
	ctx context.Context, from learn.Trained, to Output) (taught learn.Taught, err error,
) {
	var present reading.Model
	if !from.HasTopics() {
		if present, err = reading.ReadModel(s.config.Reading.Model); err != nil {
			return taught, err
		}
	}
	corrections := learn.NewCorrections(s.reader)
	if err := s.store.Corrections(ctx, func(r inbox.Record, c inbox.Correction) error {
		corrections.Add(r.Message.Text, c)
		return nil
	}); err != nil {
		return taught, err
	}
	if corrections.Len() == 0 {
		return taught, errors.New("nothing was corrected yet: `otklik correct` tells the program what it read wrongly")
	}
	entry := audit.Entry{Action: audit.Train, Count: corrections.Len(), Path: to.Path}
	err = s.audited(ctx, entry, func() error {
		from, taught = corrections.Teach(from, present.Topics)
		return from.Save(to.Write)
	})
	return taught, err
}
