package trial

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"otklik/internal/inbox"
)

// Figures are what was reached.
type Figures struct {
	Precision, Recall, F1                   float64 // needs an answer, on the page
	CorpusPrecision, CorpusRecall, CorpusF1 float64
	Noise                                   float64 // share of Noise taken for what needs an answer
	NoiseOf                                 map[string]float64
	Portal                                  float64 // share of Portal found
	Kind                                    float64 // share of kinds right, on the page, where readers agreed
	UrgentRecall                            float64 // on the page
	UrgentFalse                             float64 // share of the page's needful but not urgent rows said urgent
	UrgentSaid                              float64 // share of the page's needful rows said urgent
	UrgentPortal                            float64 // share of Portal said urgent
	UrgentCorpusRecall, UrgentCorpusFalse   float64
}

type counts struct{ tp, fp, fn, tn int }

func (c *counts) add(got, want bool) {
	switch {
	case got && want:
		c.tp++
	case got:
		c.fp++
	case want:
		c.fn++
	default:
		c.tn++
	}
}

func (c counts) precision() float64 { return share(c.tp, c.tp+c.fp) }
func (c counts) recall() float64    { return share(c.tp, c.tp+c.fn) }
func (c counts) f1() float64        { return share(2*c.tp, 2*c.tp+c.fp+c.fn) }
func (c counts) falls() float64     { return share(c.fp, c.fp+c.tn) }

func share(n, of int) float64 { return float64(n) / float64(max(1, of)) }

// Measure compares readings with labels.
func Measure(examples []Example, read []inbox.Assessment) Figures {
	needs, urgent := map[Source]*counts{}, map[Source]*counts{}
	for _, s := range []Source{Page, Portal, Noise, Corpus} {
		needs[s], urgent[s] = &counts{}, &counts{}
	}
	noise := map[string]*counts{}
	kinds, right := 0, 0
	for i, e := range examples {
		a := read[i]
		needs[e.Source].add(a.NeedsAnswer, e.Needs)
		if e.Needs {
			urgent[e.Source].add(a.Urgency.Urgent(nil), e.Urgent)
		}
		if e.Source == Noise {
			if noise[e.Noise] == nil {
				noise[e.Noise] = &counts{}
			}
			noise[e.Noise].add(a.NeedsAnswer, false)
		}
		if k := e.Category(); e.Source == Page && k != "" {
			kinds++
			if a.Category == k {
				right++
			}
		}
	}
	p, c, u := needs[Page], needs[Corpus], urgent[Page]
	f := Figures{Precision: p.precision(), Recall: p.recall(), F1: p.f1(), CorpusPrecision: c.precision(),
		CorpusRecall: c.recall(), CorpusF1: c.f1(),
		Noise: needs[Noise].falls(), NoiseOf: map[string]float64{}, Portal: needs[Portal].recall(),
		Kind:         share(right, kinds),
		UrgentRecall: u.recall(), UrgentFalse: u.falls(), UrgentSaid: share(u.tp+u.fp, u.tp+u.fp+u.fn+u.tn),
		UrgentPortal:       urgent[Portal].falls(),
		UrgentCorpusRecall: urgent[Corpus].recall(), UrgentCorpusFalse: urgent[Corpus].falls()}
	for k, t := range noise {
		f.NoiseOf[k] = t.falls()
	}
	return f
}

// Mean is the mean of the figures of several deals of the folds. One deal alone is off by two points of F1 either way.
func Mean(all []Figures) Figures {
	m := Figures{NoiseOf: map[string]float64{}}
	n := float64(max(1, len(all)))
	for _, f := range all {
		for _, one := range []struct {
			to   *float64
			from float64
		}{
			{&m.Precision, f.Precision}, {&m.Recall, f.Recall}, {&m.F1, f.F1}, {&m.CorpusPrecision, f.CorpusPrecision},
			{&m.CorpusRecall, f.CorpusRecall}, {&m.CorpusF1, f.CorpusF1}, {&m.Noise, f.Noise}, {&m.Portal, f.Portal},
			{&m.Kind, f.Kind},
			{&m.UrgentRecall, f.UrgentRecall}, {&m.UrgentFalse, f.UrgentFalse}, {&m.UrgentSaid, f.UrgentSaid},
			{&m.UrgentPortal, f.UrgentPortal},
			{&m.UrgentCorpusRecall, f.UrgentCorpusRecall}, {&m.UrgentCorpusFalse, f.UrgentCorpusFalse},
		} {
			*one.to += one.from / n
		}
		for kind, share := range f.NoiseOf {
			m.NoiseOf[kind] += share / n
		}
	}
	return m
}

// Print writes the figures as lines of a table.
func (f Figures) Print(w io.Writer) {
	fmt.Fprintf(w, "page: needs an answer: F1 %.3f, precision %.3f, recall %.3f; kind right %.3f\n", f.F1, f.Precision,
		f.Recall, f.Kind)
	fmt.Fprintf(w, "noise taken for it: %.1f %% (chatter %.1f, spam %.1f, thanks %.1f)\n", 100*f.Noise,
		100*f.NoiseOf["chatter"], 100*f.NoiseOf["spam"], 100*f.NoiseOf["thanks"])
	fmt.Fprintf(w, "corpus: F1 %.3f, precision %.3f, recall %.3f; portal found: %.3f\n", f.CorpusF1, f.CorpusPrecision,
		f.CorpusRecall, f.Portal)
	fmt.Fprintf(w, "urgent: page recall %.2f, wrongly %.1f %%, said %.1f %%; portal said %.1f %%; corpus recall "+
		"%.2f, wrongly %.1f %%\n",
		f.UrgentRecall, 100*f.UrgentFalse, 100*f.UrgentSaid, 100*f.UrgentPortal, f.UrgentCorpusRecall,
		100*f.UrgentCorpusFalse)
}

// Worst names the examples of a source that were read most wrongly, by their ids, with score and label.
func Worst(examples []Example, read []inbox.Assessment, source Source, n int) []string {
	type miss struct {
		line string
		by   float64
	}
	var misses []miss
	for i, e := range examples {
		if e.Source == source && read[i].NeedsAnswer != e.Needs {
			misses = append(misses, miss{fmt.Sprintf("%s (%.2f, labelled %s)", e.ID, read[i].Score, label(e.Needs)),
				math.Abs(read[i].Score - 0.5)})
		}
	}
	slices.SortStableFunc(misses, func(a, b miss) int { return cmp.Compare(b.by, a.by) })
	var out []string
	for _, m := range misses[:min(n, len(misses))] {
		out = append(out, m.line)
	}
	return out
}

// WrongUrgency names the examples of a source whose urgency was read wrongly.
func WrongUrgency(examples []Example, read []inbox.Assessment, source Source) (missed, wrong []string) {
	for i, e := range examples {
		if e.Source != source || !e.Needs || read[i].Urgency.Urgent(nil) == e.Urgent {
			continue
		}
		if e.Urgent {
			missed = append(missed, e.ID)
		} else {
			wrong = append(wrong, e.ID)
		}
	}
	return missed, wrong
}
