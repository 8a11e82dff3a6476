package reading

import (
	"bytes"
	_ "embed"
	"fmt"

	"otklik/internal/inbox"
	"otklik/internal/reading/linear"
)

// weights are the learnt models one after another, as Models.Write writes them. They are made by internal/fit.
//
//go:embed weights.bin
var weights []byte

// Models are what was learnt: all read the same features, those of ModelSpec.
type Models struct {
	Needs  *linear.Model // binary: needs an answer, among comments to an official
	Talk   *linear.Model // binary, of n-grams alone: advertising, news talk and other talk that no official is meant by
	Urgent *linear.Model // binary: among what needs an answer
	Kind   *linear.Model // one label for each inbox.Category
}

// ModelSpec is what the n-grams of the models are.
func ModelSpec() linear.Spec {
	s := linear.DefaultSpec()
	s.Bits, s.CharMin, s.CharMax, s.Marks, s.WordWeight, s.CharWeight = 17, 3, 4, true, 1.5, 1.5
	s.MinDocs = 3
	return s
}

// Strengths of the named features beside the n-grams, whose blocks have the length 1.5. Cues that people chose are
// held small, so that no single one decides; pairs of them are smaller still.
const (
	cueStrength   = 0.3
	pairStrength  = 0.2
	senseStrength = 0.3
	topicStrength = 0.5
)

// Numbers of the models in a reader's ensemble.
const (
	needsModel = iota
	talkModel
	urgentModel
	kindModel
)

// Write gives the models in the form of the file weights.bin.
func (m Models) Write(w *bytes.Buffer) error {
	for _, one := range []*linear.Model{m.Needs, m.Talk, m.Urgent, m.Kind} {
		if err := one.Write(w); err != nil {
			return err
		}
	}
	return nil
}

func readModels(data []byte) (m Models, err error) {
	r := bytes.NewReader(data)
	for _, one := range []**linear.Model{&m.Needs, &m.Talk, &m.Urgent, &m.Kind} {
		if *one, err = linear.Read(r); err != nil {
			return m, fmt.Errorf("read the built-in weights: %w", err)
		}
		if (*one).Spec() != ModelSpec() {
			return m, fmt.Errorf("the built-in weights were learnt from other features: run make model")
		}
	}
	return m, nil
}

// WithModels is the same reader with other models, as cross-validation needs it.
func (r *Reader) WithModels(m Models) *Reader {
	c := *r
	c.use(m)
	return &c
}

func (r *Reader) use(m Models) {
	r.ensemble = linear.NewEnsemble(m.Needs, m.Talk, m.Urgent, m.Kind)
	f := r.held.Get().(*linear.Features)
	defer r.held.Put(f)
	f.Reset()
	without := m.Needs.Margin(f)
	f.Add(topicName, 1)
	r.topicWeight = m.Needs.Margin(f) - without
	r.kinds = r.kinds[:0:0]
	for _, label := range m.Kind.Labels() {
		r.kinds = append(r.kinds, inbox.Category(label))
	}
}

// Describe puts into f what the models see of the message t.Messages[i]: its n-grams, the cues of the rules and the
// surroundings. f must be of ModelSpec. It is how examples are made for training.
func (r *Reader) Describe(f *linear.Features, t inbox.Thread, i int) {
	text := asRead(t.Messages[i].Text)
	r.describe(f, r.read(text), around(t, i), text)
	_, _, p, _ := r.topics.Classify(text)
	r.topicFeature(f, p)
}

// topicName is the feature "how sure the topic is": talk belongs to none.
const topicName = "topic"

// topicFeature adds how sure the built-in classifier is of the text's topic, and returns the feature's value.
func (r *Reader) topicFeature(f *linear.Features, p float64) float64 {
	v := float32(p) * topicStrength
	f.Add(topicName, v)
	return float64(v)
}

func (r *Reader) describe(f *linear.Features, s *signals, in surroundings, text string) {
	f.Reset()
	f.Text(text)
	r.addCues(f, s)
	r.senses(f, s)
	r.order(f, s)
	r.addDangers(f, s)
	for g, v := range s.groups {
		if v > 0 {
			f.Add(r.groups[g], senseStrength*float32(min(v, 3)/2))
		}
	}
	if in.toCitizen {
		f.Add("reply to a citizen", 0.7)
	}
	if in.afterReply {
		f.Add("after a reply", 0.7)
		if s.has(r, "unsolved") {
			f.Add("unsolved after a reply", 0.7)
		}
	}
}

// addCues adds the cues and the pairs of them.
func (r *Reader) addCues(f *linear.Features, s *signals) {
	for i := range r.cues {
		if s.value[i] == 0 {
			continue
		}
		f.Add(r.cues[i].name, float32(s.value[i])*cueStrength)
		for k, pair := range r.pairs[i] {
			if s.value[k] != 0 {
				f.Add(pair, pairStrength)
			}
		}
	}
}

// addDangers adds whether a danger or an outage is there now or is spoken of calmly.
func (r *Reader) addDangers(f *linear.Features, s *signals) {
	danger, hazard, outage := s.has(r, "danger"), s.has(r, "hazard"), s.has(r, "outage")
	calm, now, standing := s.has(r, "calm"), s.has(r, "now"), s.has(r, "standing")
	for _, sign := range [...]struct {
		name string
		on   bool
	}{
		{"danger stands", danger && !calm},
		{"hazard stands", hazard && !calm && !danger},
		{"hazard now", hazard && now},
		{"outage now", outage && now},
		{"outage goes on", outage && now && !standing},
	} {
		if sign.on {
			f.Add(sign.name, 1)
		}
	}
}
