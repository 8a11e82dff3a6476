package linear

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Folds deals rows to k folds, numbered from 0, so that every label is spread evenly. With groups (one for each row,
// for example its author) all rows of a group come into one fold: what is scored was then never seen in training under
// the same author. groups may be nil. The same arguments give the same folds.
func Folds(labels, groups []string, k int, seed uint64) []int {
	type bundle struct {
		rows []int
	}
	var bundles []bundle
	at := map[string]int{}
	for i := range labels {
		if groups == nil {
			bundles = append(bundles, bundle{[]int{i}})
			continue
		}
		n, ok := at[groups[i]]
		if !ok {
			n = len(bundles)
			at[groups[i]] = n
			bundles = append(bundles, bundle{})
		}
		bundles[n].rows = append(bundles[n].rows, i)
	}
	random := rand.New(rand.NewPCG(seed, uint64(k)))
	random.Shuffle(len(bundles), func(a, b int) { bundles[a], bundles[b] = bundles[b], bundles[a] })
	// large ones first, small ones even them out
	slices.SortStableFunc(bundles, func(a, b bundle) int { return len(b.rows) - len(a.rows) })
	fold := make([]int, len(labels))
	size := make([]int, k)
	byLabel := map[string][]int{}
	for _, b := range bundles {
		best, least := 0, 0.0
		for f := range k {
			load := 0.001 * float64(size[f])
			for _, r := range b.rows {
				if byLabel[labels[r]] == nil {
					byLabel[labels[r]] = make([]int, k)
				}
				load += float64(byLabel[labels[r]][f])
			}
			if f == 0 || load < least {
				best, least = f, load
			}
		}
		for _, r := range b.rows {
			fold[r] = best
			byLabel[labels[r]][best]++
		}
		size[best] += len(b.rows)
	}
	return fold
}

// CrossValidate scores every example by a model that was learnt without its fold. Result: for each row a margin for
// each label of s.Labels(); a label that training had not met has a margin of -10. A fold of -1 takes part in training
// always and is never scored; its row of the result is nil.
func CrossValidate(ctx context.Context, s *Set, fold []int, o Options) ([][]float32, error) {
	if len(fold) != s.Len() {
		return nil, fmt.Errorf("cross-validation: %d folds for %d examples", len(fold), s.Len())
	}
	if s.Len() == 0 {
		return nil, errors.New("cross-validation: there are no examples")
	}
	out := make([][]float32, s.Len())
	f := s.NewFeatures()
	for k := range slices.Max(fold) + 1 {
		var train []int
		for i, n := range fold {
			if n != k {
				train = append(train, i)
			}
		}
		if len(train) == s.Len() {
			continue
		}
		m, err := Train(ctx, s, train, o)
		if err != nil {
			return nil, fmt.Errorf("cross-validation, part %d: %w", k+1, err)
		}
		place := make([]int, len(m.labels))
		for i, name := range m.labels {
			place[i] = s.index[name]
		}
		var scores []float32
		for i, n := range fold {
			if n != k {
				continue
			}
			s.Fill(f, i)
			scores = m.Scores(f, scores)
			out[i] = make([]float32, len(s.labels))
			for c := range out[i] {
				out[i][c] = -10
			}
			for c, v := range scores {
				out[i][place[c]] = v
			}
		}
	}
	return out, nil
}
