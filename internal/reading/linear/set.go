package linear

import (
	"fmt"
	"slices"
)

// Set is a table of examples to learn from: features and labels, no texts.
type Set struct {
	spec   Spec
	labels []string
	index  map[string]int
	rows   []row
}

type row struct {
	items  []cell
	label  int
	weight float32
}

// cell is an item without what only counting needs.
type cell struct {
	key   uint32
	value float32
}

// NewSet makes an empty Set. Labels fix their order (for a binary model: the label that is against, then the one that
// is for); with none given they are taken in the order in which they come.
func NewSet(spec Spec, labels ...string) (*Set, error) {
	if err := spec.check(); err != nil {
		return nil, fmt.Errorf("features: %w", err)
	}
	s := &Set{spec: spec, index: map[string]int{}}
	for _, l := range labels {
		s.label(l)
	}
	return s, nil
}

// NewFeatures makes a Features for Add.
func (s *Set) NewFeatures() *Features { return NewFeatures(s.spec) }

// Add copies an example. weight is how much its mistakes count, usually 1. It returns the row's number.
func (s *Set) Add(f *Features, label string, weight float32) int {
	items := make([]cell, len(f.items))
	for i, it := range f.items {
		items[i] = cell{it.key, it.value}
	}
	slices.SortFunc(items, func(a, b cell) int { return int(int64(a.key) - int64(b.key)) })
	s.rows = append(s.rows, row{items: items, label: s.label(label), weight: weight})
	return len(s.rows) - 1
}

func (s *Set) label(name string) int {
	if i, ok := s.index[name]; ok {
		return i
	}
	s.index[name] = len(s.labels)
	s.labels = append(s.labels, name)
	return len(s.labels) - 1
}

// Len is the number of examples.
func (s *Set) Len() int { return len(s.rows) }

// Labels are the labels in their order.
func (s *Set) Labels() []string { return slices.Clone(s.labels) }

// Label is the number of the label of an example, an index of Labels.
func (s *Set) Label(row int) int { return s.rows[row].label }

// Counts says how many of the examples have each label.
func (s *Set) Counts() []int {
	n := make([]int, len(s.labels))
	for _, r := range s.rows {
		n[r.label]++
	}
	return n
}

// Fill puts an example into a Features, to score it.
func (s *Set) Fill(f *Features, row int) {
	f.Reset()
	for _, c := range s.rows[row].items {
		f.put(c.key>>2, block(c.key&3), c.value)
	}
}
