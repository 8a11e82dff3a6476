package trial

import (
	"fmt"
	"io"
	"math"

	"otklik/internal/inbox"
)

// point is what a threshold of the score gives.
type point struct {
	threshold   float64
	page        counts
	noise       float64
	corpus, old float64 // F1 on the corpus, share of the portal found
}

// at measures a threshold on the examples for which use is true.
func at(threshold float64, examples []Example, read []inbox.Assessment, use func(int) bool) point {
	counts := map[Source]*counts{Page: {}, Noise: {}, Corpus: {}, Portal: {}}
	for i, e := range examples {
		if use(i) {
			counts[e.Source].add(read[i].Score >= threshold, e.Needs)
		}
	}
	return point{threshold, *counts[Page], counts[Noise].falls(), counts[Corpus].f1(), counts[Portal].recall()}
}

// slack is how much F1 a higher recall may cost: a complaint missed is worse than a comment read in vain.
const slack = 0.01

// choose finds the threshold that the reading is shipped with: the lowest whose F1 on the page is within slack of the
// best.
func choose(examples []Example, read []inbox.Assessment, use func(int) bool) float64 {
	best, lowest := 0.0, 0.5
	points := make([]point, 0, 64)
	for logit := -3.0; logit <= 3; logit += 0.1 {
		p := at(1/(1+math.Exp(-logit)), examples, read, use)
		points = append(points, p)
		best = max(best, p.page.f1())
	}
	for i := len(points) - 1; i >= 0; i-- {
		if points[i].page.f1() >= best-slack {
			lowest = points[i].threshold
		}
	}
	return lowest
}

// PrintThresholds writes what other thresholds than the shipped one would give, and then the honest figure of choosing
// one: the threshold for each fold is chosen on the other folds.
func PrintThresholds(w io.Writer, examples []Example, read []inbox.Assessment, fold []int) {
	for _, logit := range []float64{-1.2, -0.9, -0.6, -0.3, 0, 0.3, 0.6} {
		t := 1 / (1 + math.Exp(-logit))
		p := at(t, examples, read, func(int) bool { return true })
		fmt.Fprintf(w, "  threshold %.2f (%+.1f): page F1 %.3f precision %.3f recall %.3f; noise %.1f %%; corpus F1 "+
			"%.3f; portal %.3f\n",
			t, logit, p.page.f1(), p.page.precision(), p.page.recall(), 100*p.noise, p.corpus, p.old)
	}
	var page, noise counts
	for k := range Parts {
		t := choose(examples, read, func(i int) bool { return fold[i] != k })
		for i, e := range examples {
			if fold[i] != k {
				continue
			}
			switch e.Source {
			case Page:
				page.add(read[i].Score >= t, e.Needs)
			case Noise:
				noise.add(read[i].Score >= t, false)
			}
		}
	}
	fmt.Fprintf(w, "  threshold chosen on the other folds: page F1 %.3f precision %.3f recall %.3f; noise %.1f %%\n",
		page.f1(), page.precision(), page.recall(), 100*noise.falls())
}
