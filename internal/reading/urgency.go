package reading

import (
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading/linear"
)

// urgentThreshold is the probability, among what needs an answer, from which a message is urgent.
const urgentThreshold = 0.09

// urgency tells people in danger now, an outage of heat, water, power or gas that goes on, and a danger that stands,
// with the code of the reason. The model decides whether it is urgent, words decide in which degree; without a sign
// that can be named nothing is. Whom words alone show to be at risk no person may miss, whatever the model makes of it.
func (r *Reader) urgency(s *signals, f *linear.Features) (inbox.Urgency, string) {
	now := r.panel.Probability(urgentModel, f) >= urgentThreshold
	calm, risk, stands := s.has(r, "calm"), s.has(r, "at risk"), s.has(r, "standing danger")
	danger, outage := s.has(r, "danger"), s.has(r, "outage") && !s.hotWaterAlone()
	switch {
	case risk && !calm, now && danger && (!stands || s.has(r, "now")):
		return inbox.Life, "danger"
	case now && outage:
		return inbox.Outage, "outage"
	case !calm && (stands || danger || s.has(r, "hazard")):
		return inbox.Hazard, "hazard"
	}
	return inbox.NotUrgent, ""
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
