package trial

import (
	"context"
	"fmt"
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/reading/linear"
)

// Weights of the examples. A comment of the page counts most, because the reading is for such pages; the portal's
// texts are long, formal and all of one label, so that they count little and are cut. Talk that no official is meant by
// takes no part in learning what needs an answer: it has a model of its own, and blunted this one.
const (
	pageWeight   = 12
	corpusWeight = 1
	portalWeight = 0.3
	// of what needs an answer, beside the rest: a complaint missed is worse than a comment read in vain
	needsWeight = 1.45
	portalRunes = 250
)

// talkWeight is how much an example counts in telling talk that no official is meant by from comments to officials.
// What needs an answer counts most, as it must not be lost. Own examples of spam and thanks might stand on either side.
func talkWeight(e *Example) float32 {
	switch {
	case e.Source == Noise:
		return 1
	case e.Source == Page && e.Needs:
		return 16
	case e.Source == Page:
		return 8
	case e.Source == Portal:
		return 0.6
	case e.Needs:
		return 2
	case e.Kind == string(inbox.Spam) || e.Kind == string(inbox.Thanks):
		return 0
	}
	return 0.5
}

// The model of need learns twice: from everything, then from the page alone, held near the first. Of the first round
// the second keeps tuneKeep; a mistake on the page costs in it tuneCost of what it cost in the first.
const (
	tuneKeep = 0.9
	tuneCost = 0.5
)

// Costs of mistakes against the size of the models' weights.
const (
	needsCost  = 1.0
	talkCost   = 2.0
	urgentCost = 2.0
	kindCost   = 1.0
)

// Bench holds the features of all examples, so that models can be learnt from parts of them.
type Bench struct {
	Examples                  []Example
	reader                    *reading.Reader
	needs, talk, urgent, kind *linear.Set
	needsRow                  []int // example → row of the set, or -1
	likeness                  *likeness
	talkRow                   []int
	urgentRow, kindRow        []int
}

// NewBench describes the examples.
func NewBench(examples []Example) (*Bench, error) {
	r, err := reading.NewUntrained(reading.Options{})
	if err != nil {
		return nil, err
	}
	b := &Bench{Examples: examples, reader: r}
	spec := reading.ModelSpec()
	if b.needs, err = linear.NewSet(spec, "0", "1"); err != nil {
		return nil, fmt.Errorf("make the set of examples: %w", err)
	}
	if b.talk, err = linear.NewSet(spec, "0", "1"); err != nil {
		return nil, fmt.Errorf("make the set of examples: %w", err)
	}
	if b.urgent, err = linear.NewSet(spec, "0", "1"); err != nil {
		return nil, fmt.Errorf("make the set of examples: %w", err)
	}
	if b.kind, err = linear.NewSet(spec, kinds[:]...); err != nil {
		return nil, fmt.Errorf("make the set of examples: %w", err)
	}
	if b.likeness, err = newLikeness(spec); err != nil {
		return nil, err
	}
	f := b.needs.NewFeatures()
	for i := range examples {
		e := &examples[i]
		t, at := e.Thread, e.At
		if e.Source == Portal {
			at = 0
			t = inbox.Thread{Messages: []inbox.Message{{ID: "m", Kind: inbox.Comment,
				Text: clip(e.Text(), portalRunes)}}}
		}
		r.Describe(f, t, at)
		weight := map[Source]float32{Page: pageWeight, Corpus: corpusWeight, Portal: portalWeight}[e.Source]
		by, needs := weight, -1
		if e.Needs {
			by *= needsWeight
		}
		if e.Source != Noise {
			needs = b.needs.Add(f, label(e.Needs), by)
		}
		b.needsRow = append(b.needsRow, needs)
		b.likeness.add(f, e.Source, needs)
		urgent := -1
		switch {
		case e.Source == Portal && e.calm():
			urgent = b.urgent.Add(f, label(false), calmWeight)
		case e.Source == Portal || !e.Needs: // the portal's urgency is not labelled
		case e.Urgent:
			urgent = b.urgent.Add(f, label(true), urgentWeight)
		default:
			urgent = b.urgent.Add(f, label(false), 1)
		}
		b.urgentRow = append(b.urgentRow, urgent)
		kind := -1
		if k := e.Category(); k != "" {
			kind = b.kind.Add(f, string(k), map[Source]float32{Page: 2, Corpus: 1, Noise: 2}[e.Source])
		}
		b.kindRow = append(b.kindRow, kind)
		talk := -1
		if by := talkWeight(e); by > 0 {
			f.Reset()
			f.Text(t.Messages[at].Text)
			talk = b.talk.Add(f, label(e.Source == Noise), by)
		}
		b.talkRow = append(b.talkRow, talk)
	}
	return b, nil
}

// urgentWeight makes up for how rare urgent messages are. Of the portal's messages only those of calm themes take part.
const (
	urgentWeight = 4
	calmWeight   = 0.3
)

// calm tells by the portal's own theme which of its messages are hardly urgent: holes in a road, street lamps,
// cleaning. Heat, water, power, open manholes, falling trees, stray dogs and medicine may be, and crossings; their
// urgency is not known.
func (e *Example) calm() bool {
	switch e.Topic {
	case "ЖКХ", "Энергетика", "Безопасность и правопорядок", "Здравоохранение", "Экология":
		return false
	}
	for _, doubt := range [...]string{"люк", "Аварийн", "переход", "ветофор"} {
		if strings.Contains(e.Theme, doubt) {
			return false
		}
	}
	return true
}

var kinds = [...]string{string(inbox.Complaint), string(inbox.Request), string(inbox.Question), string(inbox.Thanks),
	string(inbox.Chatter), string(inbox.Spam)}

// Category is the kind that readers gave; empty where they differed or nobody read it.
func (e *Example) Category() inbox.Category {
	switch e.Source {
	case Page:
		switch e.Kind {
		case "C":
			return inbox.Complaint
		case "R":
			return inbox.Request
		case "Q":
			return inbox.Question
		case "T":
			return inbox.Thanks
		case "X":
			return inbox.Chatter
		case "S":
			return inbox.Spam
		}
		return ""
	case Noise:
		return inbox.Category(e.Noise)
	case Corpus:
		return inbox.Category(e.Kind)
	}
	return ""
}

func label(on bool) string {
	if on {
		return "1"
	}
	return "0"
}

// Train learns the models from the examples for which use is true; a nil use: from all.
func (b *Bench) Train(ctx context.Context, use func(example int) bool) (m reading.Models, err error) {
	chosen := func(rowOf []int) (rows []int) {
		for i, row := range rowOf {
			if row >= 0 && (use == nil || use(i)) {
				rows = append(rows, row)
			}
		}
		return rows
	}
	learn := func(s *linear.Set, rowOf []int, cost float64) (*linear.Model, error) {
		return linear.Train(ctx, s, chosen(rowOf), linear.Options{Loss: linear.Logistic, C: cost, Seed: 1})
	}
	needs := chosen(b.needsRow)
	factor, err := b.likeness.factors(ctx, needs)
	if err != nil {
		return m, fmt.Errorf("learn what is like the page: %w", err)
	}
	m.Needs, err = linear.Train(ctx, b.needs, needs,
		linear.Options{Loss: linear.Logistic, C: needsCost, Seed: 1, Factor: factor,
			Tune: &linear.Tune{Rows: b.likeness.page, Keep: tuneKeep, Cost: tuneCost}})
	if err != nil {
		return m, fmt.Errorf("learn what needs an answer: %w", err)
	}
	if m.Talk, err = learn(b.talk, b.talkRow, talkCost); err != nil {
		return m, fmt.Errorf("learn what is talk: %w", err)
	}
	if m.Urgent, err = learn(b.urgent, b.urgentRow, urgentCost); err != nil {
		return m, fmt.Errorf("learn what is urgent: %w", err)
	}
	if m.Kind, err = learn(b.kind, b.kindRow, kindCost); err != nil {
		return m, fmt.Errorf("learn the kinds: %w", err)
	}
	return m, nil
}

// Parts is how many folds cross-validation has.
const Parts = 5

// Folds deals the examples to Parts folds, each group (author) into one.
func (b *Bench) Folds(seed uint64) []int {
	labels, groups := make([]string, len(b.Examples)), make([]string, len(b.Examples))
	for i, e := range b.Examples {
		labels[i] = string(e.Source) + label(e.Needs)
		groups[i] = string(e.Source) + e.Group
	}
	return linear.Folds(labels, groups, Parts, seed)
}

// CrossValidate reads every example with models that saw neither it nor anything of its group (author). The readings
// are whole assessments, as Assess gives them, in the order of the examples.
func (b *Bench) CrossValidate(ctx context.Context, seed uint64) ([]inbox.Assessment, error) {
	fold := b.Folds(seed)
	out := make([]inbox.Assessment, len(b.Examples))
	for k := range Parts {
		m, err := b.Train(ctx, func(i int) bool { return fold[i] != k })
		if err != nil {
			return nil, fmt.Errorf("part %d: %w", k+1, err)
		}
		r := b.reader.WithModels(m)
		for i, e := range b.Examples {
			if fold[i] == k {
				if out[i], err = r.Assess(ctx, e.Thread, e.At); err != nil {
					return nil, fmt.Errorf("read example %d: %w", i+1, err)
				}
			}
		}
	}
	return out, nil
}
