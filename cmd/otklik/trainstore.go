package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/reading/precedent"
)

// trainFromStore learns from the corrections in the store, on top of what l already holds.
func (a *cli) trainFromStore(ctx context.Context, l reading.Model, output string) error {
	o, err := a.open("train", slog.LevelWarn)
	if err != nil {
		return err
	}
	if l.Topics == nil {
		present, err := reading.ReadLearnt(o.Config.Reading.Model)
		if err != nil {
			return err
		}
		l.Topics = present.Topics
	}
	reader := o.Reader.WithoutPrecedents()
	var examples []precedent.Example
	if err := o.Store.Corrections(ctx, func(r inbox.Record, ruling inbox.Correction) error {
		if e, ok := example(reader, r.Message.Text, ruling); ok {
			examples = append(examples, e)
		}
		return nil
	}); err != nil {
		return err
	}
	if len(examples) == 0 {
		return errors.New("nothing was corrected yet: `otklik correct` tells the program what it read wrongly")
	}
	entry := audit.Entry{Action: audit.Train, Count: len(examples), Path: app.Destination(output)}
	return o.Audited(ctx, entry, func() error {
		l.Precedents = precedent.Learn(examples)
		fmt.Fprintf(a.out, "learnt from %d corrections\n", len(examples))
		a.checkPrecedents(reader, examples)
		return a.keepLearnt(l, output)
	})
}

// example is what a ruling teaches. A message that was merely closed teaches nothing.
func example(reader *reading.Reader, text string, r inbox.Correction) (precedent.Example, bool) {
	e := precedent.Example{Text: text, Group: r.Group, Topic: r.Topic, Placed: r.Placed, Municipality: r.Municipality}
	switch r.Decision {
	case inbox.Needed, inbox.Elsewhere:
		e.Needs = 1
	case inbox.Needless:
		e.Needs = -1
	}
	if strings.TrimSpace(text) == "" || e.Needs == 0 && e.Group == "" && !e.Placed {
		return e, false
	}
	e.Margin = odds(reader.ReadText(text).Score)
	return e, true
}

// odds is the logarithm of the odds of a probability, within what the models themselves give.
func odds(p float64) float64 {
	const most = 7
	return max(-most, min(most, math.Log(p/(1-p))))
}

// checkPrecedents says how the corrections fare when each fifth of them is read with what the others taught.
func (a *cli) checkPrecedents(reader *reading.Reader, examples []precedent.Example) {
	const folds = 5
	if len(examples) < 2*folds {
		fmt.Fprintln(a.out, "too few to measure what they do for messages like them")
		return
	}
	var needs, needsAlone, needsTaught, groups, groupsAlone, groupsTaught int
	for fold := range folds {
		var others []precedent.Example
		for i, e := range examples {
			if i%folds != fold {
				others = append(others, e)
			}
		}
		book := precedent.Learn(others)
		for i, e := range examples {
			if i%folds != fold {
				continue
			}
			if e.Needs != 0 {
				needs++
				needsAlone += count((e.Margin > 0) == (e.Needs > 0))
				needsTaught += count((e.Margin+book.Bias(e.Text) > 0) == (e.Needs > 0))
			}
			if e.Group != "" {
				groups++
				alone := reader.ReadText(e.Text).Group
				taught, _, ok := book.Topic(e.Text)
				if !ok {
					taught = alone
				}
				groupsAlone += count(alone == e.Group)
				groupsTaught += count(taught == e.Group)
			}
		}
	}
	if needs > 0 {
		fmt.Fprintf(a.out, "needs an answer: %d corrected; read rightly without them %d, each with what the others taught %d\n", needs, needsAlone, needsTaught)
	}
	if groups > 0 {
		fmt.Fprintf(a.out, "group: %d corrected; read rightly without them %d, each with what the others taught %d\n", groups, groupsAlone, groupsTaught)
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
