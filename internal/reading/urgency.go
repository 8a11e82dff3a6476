package reading

import (
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading/linear"
	"otklik/internal/reading/opinion"
)

// urgentThreshold is the probability, among what needs an answer, from which a message is urgent.
const urgentThreshold = 0.09

// urgency tells people in danger now, an outage of heat, water, power or gas that goes on, and a danger that stands,
// with the code of the reason. The model decides whether it is urgent, words decide in which degree; without a sign
// that can be named, or that the encoder is sure of, nothing is. Whom words alone show to be at risk no person may
// miss, whatever the models make of it. The encoder alone says no more than that a danger stands, unless a word shows
// somebody who may come to harm there and then, or it is very sure.
func (r *Reader) urgency(s *signals, f *linear.Features, o *opinion.Opinion) urgent {
	t := r.threats(s, f, o)
	switch {
	case t.risk && !t.calm:
		return urgent{inbox.Life, "danger", true}
	case t.now && t.danger && (!t.stands || s.has(r, "now")):
		return urgent{inbox.Life, "danger", t.life >= certainWithWords}
	case t.now && t.out, t.present() >= surePresent && t.unsupplied() && !t.announced:
		return urgent{inbox.Outage, "outage", t.now && t.out}
	}

	thought := t.ofPeople()
	sure := thought.hazard >= sureHazard || thought.present() >= surePresent
	switch {
	case thought.present() >= t.endangeredFrom():
		return urgent{inbox.Life, "danger", t.life >= certainAlone && !t.calm}
	case !t.calm && (t.stands || t.worded() || sure):
		return urgent{inbox.Hazard, "hazard", t.stands || t.worded()}
	}
	return urgent{}
}

// threats is what words say of a danger, and what the models think of it.
type threats struct {
	degrees
	calm, risk, stands, danger, hazard bool
	out                                bool // an outage, of more than hot water
	announced                          bool // one that somebody will or should bring about, and none that is
	shown                              bool // somebody may come to harm there and then
	figurative                         bool // the danger is one in name
	now                                bool // models agree that something goes on
}

func (r *Reader) threats(s *signals, f *linear.Features, o *opinion.Opinion) threats {
	t := threats{degrees: r.degrees(o), calm: s.has(r, "calm"), risk: s.threatens(r, "at risk"),
		stands: s.has(r, "standing danger"), hazard: s.threatens(r, "hazard"),
		out: s.outsideOf(r, "outage", "announced") && !s.hotWaterAlone()}
	// A bear in the street has hurt nobody yet.
	t.danger = s.threatens(r, "danger") && s.outsideOf(r, "danger", "threat")
	t.announced = !t.out && s.has(r, "announced")
	t.shown = (t.danger || s.threatens(r, "presence")) && !t.said()
	t.figurative = (s.has(r, "manner of speaking") || s.plays(r)) && !t.risk && !t.worded()
	t.now = r.ensemble.Probability(urgentModel, f) >= urgentThreshold && t.present() >= agreedPresent
	return t
}

// worded reports whether words name a danger.
func (t threats) worded() bool { return t.danger || t.hazard }

// said reports whether words say that nobody is in danger at this moment.
func (t threats) said() bool { return t.calm || t.stands || t.hazard }

// ofPeople is what the encoder thinks of people and not of supplies; an outage that is none says nothing of people.
func (t threats) ofPeople() degrees {
	if t.figurative || t.unsupplied() {
		return degrees{hazard: t.degrees.hazard}
	}
	return t.degrees
}

// endangeredFrom is the probability from which the encoder calls people endangered.
func (t threats) endangeredFrom() float64 {
	switch {
	case t.shown:
		return surePresent
	case t.stands: // icicles above a door, a post that hangs on its wires: nobody is hurt yet
		return certainAlone
	}
	return beyondWords
}

// urgent is how urgent a text is, with the code of the reason; certain as inbox.Assessment.Certain.
type urgent struct {
	degree  inbox.Urgency
	code    string
	certain bool
}

// What the encoder has to think of a text that names nothing (sure), and of one whose words say it (agreed). Chosen on
// parts of pages that it had not learnt from.
const (
	surePresent   = 0.25
	agreedPresent = 0.1
	beyondWords   = 0.7 // of one whose words show nobody in danger now
	sureHazard    = 0.5
)

// How probable the encoder finds people in danger now, not a mere outage, where nobody else confirms it: with words for
// a danger, and without any. On parts of pages that it had not learnt from, nothing else was as probable with words.
const (
	certainWithWords = 0.25
	certainAlone     = 0.9
)

// degrees are the encoder's probabilities of the degrees, and that a text is urgent at all: other labels, of more rows.
// Where it was not asked, words alone decide.
type degrees struct{ hazard, outage, life, urgent float64 }

func (d degrees) present() float64 { return max(d.outage+d.life, d.urgent) }

// unsupplied reports whether it thinks of an outage rather than of people in danger.
func (d degrees) unsupplied() bool { return d.outage > d.life }

func (r *Reader) degrees(o *opinion.Opinion) degrees {
	if o == nil {
		return degrees{outage: agreedPresent}
	}
	d := degrees{urgent: probability(o.Urgent)}
	for i, name := range r.opinions.Labels().Degrees {
		switch inbox.Urgency(name) {
		case inbox.Hazard:
			d.hazard = o.Degrees[i]
		case inbox.Outage:
			d.outage = o.Degrees[i]
		case inbox.Life:
			d.life = o.Degrees[i]
		}
	}
	return d
}

// hotWaterAlone reports whether hot water is spoken of and no other supply: houses wait for it every summer, and
// nobody is in danger.
func (s *scan) hotWaterAlone() bool {
	hot := false
	for i := range s.tokens {
		n := s.tokens[i].norm
		hot = hot || n == "гвс" || strings.HasPrefix(n, "горяч")
		for _, other := range [...]string{"холод", "отопл", "тепл", "батаре", "мерз", "замерз", "свет", "электр", "газ",
			"градус"} {
			if strings.HasPrefix(n, other) {
				return false
			}
		}
	}
	return hot
}
