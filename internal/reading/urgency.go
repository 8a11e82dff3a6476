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
// miss, whatever the models make of it.
func (r *Reader) urgency(s *signals, f *linear.Features, o *opinion.Opinion) (inbox.Urgency, string) {
	calm, risk, stands := s.has(r, "calm"), s.threatens(r, "at risk"), s.has(r, "standing danger")
	danger, hazard := s.threatens(r, "danger"), s.threatens(r, "hazard")
	outage := s.has(r, "outage") && !s.hotWaterAlone()
	figurative := s.has(r, "manner of speaking") && !risk && !danger && !hazard
	thought := r.degrees(o)
	now := r.ensemble.Probability(urgentModel, f) >= urgentThreshold && thought.present() >= agreedPresent
	switch alone := thought.present() >= surePresent; {
	case risk && !calm, now && danger && (!stands || s.has(r, "now")):
		return inbox.Life, "danger"
	case now && outage, alone && thought.outage > thought.life:
		return inbox.Outage, "outage"
	case alone && !calm && !stands && !hazard && !figurative, thought.present() >= beyondWords && !figurative:
		return inbox.Life, "danger"
	case !calm && (stands || danger || hazard || thought.hazard >= sureHazard):
		return inbox.Hazard, "hazard"
	}
	return inbox.NotUrgent, ""
}

// What the encoder has to think of a text that names nothing (sure), and of one whose words say it (agreed). Chosen on
// parts of pages that it had not learnt from.
const (
	surePresent   = 0.25
	agreedPresent = 0.1
	beyondWords   = 0.7 // of one whose words speak of a danger that stands
	sureHazard    = 0.5
)

// degrees are the encoder's probabilities of the degrees, and that a text is urgent at all: other labels, of more rows.
// Where it was not asked, words alone decide.
type degrees struct{ hazard, outage, life, urgent float64 }

func (d degrees) present() float64 { return max(d.outage+d.life, d.urgent) }

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
