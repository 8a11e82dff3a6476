package trial

import (
	"context"
	"fmt"
	"math"

	"otklik/internal/reading/linear"
)

// likeness tells own comments that look like the page's from those that do not, so that the first count more. It sees
// no labels of need.
type likeness struct {
	set    *linear.Set
	source map[int]Source // row of the set of need → where it is from
	row    map[int]int    // row of the set of need → row of set
}

func newLikeness(spec linear.Spec) (*likeness, error) {
	set, err := linear.NewSet(spec, "0", "1")
	if err != nil {
		return nil, fmt.Errorf("make the set of examples: %w", err)
	}
	return &likeness{set: set, source: map[int]Source{}, row: map[int]int{}}, nil
}

func (l *likeness) add(f *linear.Features, source Source, needs int) {
	if needs < 0 {
		return
	}
	l.source[needs] = source
	if source == Page || source == Corpus {
		l.row[needs] = l.set.Add(f, label(source == Page), 1)
	}
}

// page reports whether a row of the set of need is of the page.
func (l *likeness) page(needs int) bool { return l.source[needs] == Page }

// How strongly likeness counts: the odds of being of the page to the power of likePower, within bounds, so that no
// comment is thrown away and none decides alone. A small cost, because the sources are easily told apart.
const (
	likePower = 0.7
	likeCost  = 0.2
	likeShift = 0.5
	likeLeast = 0.1
	likeMost  = 3
)

// factors learns likeness from rows of the set of need and gives what their weights are to be multiplied by: 1 on
// average for own comments, always 1 for the rest.
func (l *likeness) factors(ctx context.Context, needs []int) (func(int) float64, error) {
	var rows []int
	for _, n := range needs {
		if row, ok := l.row[n]; ok {
			rows = append(rows, row)
		}
	}
	m, err := linear.Train(ctx, l.set, rows, linear.Options{Loss: linear.Logistic, C: likeCost, Balance: true, Seed: 1})
	if err != nil {
		return nil, err
	}
	f := l.set.NewFeatures()
	by := map[int]float64{}
	sum := 0.0
	for _, n := range needs {
		if l.source[n] != Corpus {
			continue
		}
		l.set.Fill(f, l.row[n])
		by[n] = min(likeMost, max(likeLeast, math.Exp(likePower*(m.Margin(f)+likeShift))))
		sum += by[n]
	}
	mean := sum / float64(max(1, len(by)))
	return func(n int) float64 {
		if v, ok := by[n]; ok {
			return v / mean
		}
		return 1
	}, nil
}
