package learn

import (
	"math"
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/reading/precedent"
	"otklik/internal/reading/topic"
)

// Taught is what corrections taught, and how they fare when each is read with what the others taught.
type Taught struct {
	Corrections   int
	Measured      bool // there are enough of them
	Needs, Groups Rightly
}

// Rightly is how many of some corrections are read rightly.
type Rightly struct{ All, Alone, Taught int }

// Corrections gathers what people of an office corrected.
type Corrections struct {
	reader   *reading.Reader // without precedents
	examples []precedent.Example
}

// NewCorrections gathers for a reader.
func NewCorrections(reader *reading.Reader) *Corrections {
	return &Corrections{reader: reader.WithoutPrecedents()}
}

// Len is how many there are that teach something.
func (c *Corrections) Len() int { return len(c.examples) }

// Add takes a correction of a text. That a message was merely closed teaches nothing.
func (c *Corrections) Add(text string, r inbox.Correction) {
	e := precedent.Example{Text: text, Group: r.Group, Topic: r.Topic, Placed: r.Placed, Municipality: r.Municipality}
	switch r.Decision {
	case inbox.Needed, inbox.Elsewhere:
		e.Needs = 1
	case inbox.Needless:
		e.Needs = -1
	}
	if strings.TrimSpace(text) == "" || e.Needs == 0 && e.Group == "" && !e.Placed {
		return
	}
	e.Margin, e.Vector = odds(c.reader.ReadText(text).Score), c.reader.Meaning(text)
	c.examples = append(c.examples, e)
}

// odds is the logarithm of the odds of a probability, within what the models themselves give.
func odds(p float64) float64 {
	const most = 7
	return max(-most, min(most, math.Log(p/(1-p))))
}

// Teach makes precedents of the corrections, on top of what a table taught; topics are used where none did.
func (c *Corrections) Teach(from Trained, topics *topic.Model) (Trained, Taught) {
	if from.model.Topics == nil {
		from.model.Topics = topics
	}
	from.model.Precedents = precedent.Learn(c.examples)
	taught := Taught{Corrections: len(c.examples)}
	c.measure(&taught)
	return from, taught
}

// HasTopics reports whether a table taught topics.
func (t Trained) HasTopics() bool { return t.model.Topics != nil }

// measure reads each fifth of the corrections with what the others taught.
func (c *Corrections) measure(t *Taught) {
	const folds = 5
	if t.Measured = len(c.examples) >= 2*folds; !t.Measured {
		return
	}
	for fold := range folds {
		var others []precedent.Example
		for i, e := range c.examples {
			if i%folds != fold {
				others = append(others, e)
			}
		}
		memory := precedent.Learn(others)
		for i, e := range c.examples {
			if i%folds != fold {
				continue
			}
			if e.Needs != 0 {
				taught := e.Margin + memory.Bias(e.Text, e.Vector)
				t.Needs.add((e.Margin > 0) == (e.Needs > 0), (taught > 0) == (e.Needs > 0))
			}
			if e.Group != "" {
				alone := c.reader.ReadText(e.Text).Group
				group, _, ok := memory.Topic(e.Text, e.Vector)
				if !ok {
					group = alone
				}
				t.Groups.add(alone == e.Group, group == e.Group)
			}
		}
	}
}

func (r *Rightly) add(alone, taught bool) {
	r.All++
	if alone {
		r.Alone++
	}
	if taught {
		r.Taught++
	}
}
