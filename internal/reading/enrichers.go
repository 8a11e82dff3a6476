package reading

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"otklik/internal/inbox"
	"otklik/internal/reading/opinion"
	"otklik/internal/reading/place"
	"otklik/internal/reading/precedent"
	"otklik/internal/reading/reply"
	"otklik/internal/reading/topic"
)

// enrichers are what is read besides whether an answer is needed. Each is its own package with its own data.
type enrichers struct {
	topics  *topic.Classifier
	places  *place.Finder
	replies *reply.Evaluator
	// precedents has what people of the office corrected; nil: nothing was.
	precedents *precedent.Memory
	// opinions say what a text means; nil: the program was built without the encoder.
	opinions *opinion.Heads
	// home is the municipality of each channel whose official heads one: the default where a text names no place.
	home map[inbox.ChannelID]string
	// public leaves out the personal data of a text; see Options.
	public func(text string) string
}

// newEnrichers loads topics, places and replies side by side, because together they are most of the program's start.
func newEnrichers(o Options) (*enrichers, error) {
	model, err := ReadModel(o.Model)
	if err != nil {
		return nil, &OptionError{ModelFile, err}
	}
	s := &enrichers{home: o.Home, precedents: model.Precedents, public: o.Public}
	if s.public == nil {
		s.public = func(text string) string { return text }
	}
	var all sync.WaitGroup
	var faults [3]error
	all.Go(func() { s.topics, faults[0] = newTopics(o, model.Topics) })
	all.Go(func() {
		s.places, faults[1] = place.New(place.Options{Region: o.Region, File: o.Places})
		if errors.Is(faults[1], place.ErrRegion) {
			// A region that the registers have no places of, or the name of an exercise: the whole country is looked
			// through.
			s.places, faults[1] = place.New(place.Options{File: o.Places})
		}
	})
	all.Go(func() { s.replies, faults[2] = newReplies() })
	all.Wait()
	for i, option := range []Option{TopicsFile, PlacesFile} {
		if faults[i] != nil {
			faults[i] = &OptionError{option, faults[i]}
		}
	}
	return s, errors.Join(faults[:]...)
}

// newTopics reads the topics, with the encoder where the office's model learnt with it.
func newTopics(o Options, model *topic.Model) (*topic.Classifier, error) {
	options := topic.Options{File: o.Topics, Model: model}
	if model != nil && model.Sees() {
		var err error
		if options.Meaning, err = Encoder(); err != nil {
			return nil, err
		}
	}
	return topic.New(options)
}

// worthPlacing is the score from which topic and place are looked for: below it nobody asks for them.
const worthPlacing = 0.2

// complete adds topic and place to an assessment.
func (s *enrichers) complete(a *inbox.Assessment, about named, text string, in surroundings, home string) {
	if a.Score < worthPlacing {
		return
	}
	if !about.known || about.hint != nil {
		about.group, about.topic = s.topics.Name(cmp.Or(about.text, text), about.hint)
	}
	// An echo's matter is that of what it repeats; what is in another language may say anything.
	if in.earlier != "" && about.text == "" && !about.unread {
		about.group, about.topic = s.matter(text, in.earlier, about)
	}
	if group, topic, ok := s.precedents.Topic(text, s.meaningFor(text)); ok {
		about.group, about.topic = group, topic
	}
	if about.group != "" {
		a.Group, a.Topic = about.group, about.topic
	}
	where := s.find(text, in, home)
	if where.Municipality == "" || where.Assumed {
		if m, ok := s.precedents.Place(text); ok {
			where.Municipality, where.Today = m, s.places.District(m)
		}
	}
	a.Municipality, a.District, a.Settlement = where.Municipality, where.Today, where.Settlement
	a.Street, a.House = where.Street, where.House
}

// matter is the topic of the author's earlier words where the text has no words of a topic of its own.
func (s *enrichers) matter(text, earlier string, about named) (group, topic string) {
	if own, _ := s.topics.Name(text, nil); own == Other {
		if group, topic := s.topics.Name(earlier, nil); group != Other {
			return group, topic
		}
	}
	return about.group, about.topic
}

// find is the place of a text, by its author's words or, where they name no town and the channel has none, by the
// comment that it replies to and the post.
func (s *enrichers) find(text string, in surroundings, home string) place.Place {
	where := s.findOwn(text, in.earlier, home)
	if home != "" || where.Municipality != "" && (!where.Assumed || in.earlier != "") {
		return where
	}
	return s.places.Within(where, s.public(text), s.public(in.answered), s.public(in.Post))
}

// findOwn is the place that a text names, within the municipality that its author named before; without a street of its
// own, that of the author's earlier words.
func (s *enrichers) findOwn(text, earlier, home string) place.Place {
	where := s.places.Find(s.public(text), home)
	if earlier == "" || where.Street != "" && !where.Assumed && where.Municipality != "" {
		return where
	}
	before := s.places.Find(s.public(earlier), home)
	if before.Municipality == "" || before.Assumed && before.Street == "" {
		return where
	}
	if where.Municipality == "" || where.Assumed {
		where = s.places.Find(s.public(text), before.Municipality)
	}
	bare := where.Street == "" && (where.Settlement == "" || where.Settlement == before.Settlement)
	if bare && where.Municipality == before.Municipality {
		return before
	}
	return where
}

// Groups are the names of all groups that a reading may give, Other excepted.
func (r *Reader) Groups() []string { return r.enrichers.topics.Groups() }

// said is a reply as it is compared. Speech and pictures are answers whoever they speak to.
type said struct {
	*reply.Said
	signed       bool // an employee wrote it, never a machine
	heard, shown bool // it has to be listened to, or looked at
}

// Gist implements inbox.Reader.
func (r *Reader) Gist(ctx context.Context, m inbox.Message) (inbox.Gist, error) {
	if err := ctx.Err(); err != nil {
		return inbox.Gist{}, err
	}
	if !m.Author.Official {
		return inbox.Gist{Of: r.enrichers.replies.Asked(m.Text)}, nil
	}
	s := said{heard: m.Unheard(), shown: m.Unseen(), signed: m.Author.Operator != ""}
	key := fmt.Sprint(s.heard, s.shown, s.signed)
	if !s.heard && !s.shown {
		s.Said = r.enrichers.replies.Said(m.Text)
		key += s.Key()
	}
	return inbox.Gist{Key: key, Of: s}, nil
}

// Reply implements inbox.Reader. Where it cannot tell an answer from a formal reply, it takes the reply for an answer:
// a wrong suspicion costs an honest office more than a missed one.
func (r *Reader) Reply(citizen, answer inbox.Gist) (inbox.ReplyKind, inbox.Reason) {
	s := answer.Of.(said)
	switch {
	case s.heard:
		return inbox.ReplyAnswer, inbox.Reason{Code: "reply_voice"}
	case s.shown:
		return inbox.ReplyAnswer, inbox.Reason{Code: "reply_attachment"}
	}
	kind, reason := s.Worth(citizen.Of.(*reply.Asked))
	if kind == inbox.ReplyAutomatic && s.signed {
		return inbox.ReplyNone, inbox.Reason{Code: "reply_courtesy_only"} // a machine has no operator
	}
	return kind, reason
}

// Voice implements inbox.Reader.
func (r *Reader) Voice(ctx context.Context, complaint, answer inbox.Message) (inbox.Voice, error) {
	return r.enrichers.replies.Voice(complaint.Text, answer.Text), ctx.Err()
}

// Place is where a message is about, as precisely as it says.
func (r *Reader) Place(m inbox.Message) place.Place {
	return r.enrichers.places.Find(r.enrichers.public(m.Text), r.enrichers.home[m.Channel])
}
