package linear

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
)

// A Scorer must give the very bits of scoring row by row, because thresholds were chosen on them. The numbers of
// labels reach every width that columns are summed in.
func TestScorerIsTheModel(t *testing.T) {
	texts := append([]string{"", "👍", "вода вода вода вода яма", "слово которого никто не учил"}, benchTexts...)
	for _, labels := range []int{2, 3, 8, 10, 11, 19} {
		set, err := NewSet(testSpec())
		if err != nil {
			t.Fatal(err)
		}
		f := set.NewFeatures()
		for i := range 4 * labels {
			f.Reset()
			f.Text(fmt.Sprintf("%s %s", benchTexts[i%len(benchTexts)], benchTexts[(i*i/labels)%len(benchTexts)]))
			f.Add(fmt.Sprint("cue ", i%labels), 1)
			set.Add(f, fmt.Sprint(i%labels), 1)
		}
		m, err := Train(context.Background(), set, nil, Options{})
		if err != nil {
			t.Fatal(err)
		}
		s := NewScorer(m)
		if s.Model() != m {
			t.Fatal("another model")
		}
		var got []float32
		for i, text := range texts {
			f.Reset()
			f.Text(text)
			f.Add(fmt.Sprint("cue ", i%labels), 0.7)
			f.Add("a cue that nobody learnt", 1)
			want := plainScores(m, f)
			got = s.Scores(f, got)
			if !slices.EqualFunc(got, want, func(a,
				b float32) bool {
				return math.Float32bits(a) == math.Float32bits(b)
			}) {
				t.Fatalf("%d labels, %q: %v, want %v", labels, text, got, want)
			}
		}
	}
}

// A Panel must give the very bits of each of its models, also where features are added between.
func TestPanelIsItsModels(t *testing.T) {
	var models []*Model
	for i, labels := range []int{2, 6, 2, 3} {
		set, err := NewSet(testSpec())
		if err != nil {
			t.Fatal(err)
		}
		f := set.NewFeatures()
		for k := range 4 * labels * (i + 1) {
			f.Reset()
			f.Text(fmt.Sprintf("%s %s", benchTexts[(k+i)%len(benchTexts)], benchTexts[(k*k/labels)%len(benchTexts)]))
			f.Add(fmt.Sprint("cue ", k%labels), 1)
			set.Add(f, fmt.Sprint(k%labels), 1)
		}
		m, err := Train(context.Background(), set, nil, Options{Loss: Logistic})
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, m)
	}
	p, f := NewEnsemble(models...), models[0].NewFeatures()
	var got []float32
	for i, text := range append([]string{"", "👍", "вода вода вода вода яма", "слово которого никто не учил"},
		benchTexts...) {
		f.Reset()
		f.Text(text)
		for k, m := range models {
			if got = p.Scores(k, f, got); !slices.EqualFunc(got, plainScores(m, f),
				func(a, b float32) bool { return math.Float32bits(a) == math.Float32bits(b) }) {
				t.Fatalf("model %d, %q: %v, want %v", k, text, got, plainScores(m, f))
			}
			f.Add(fmt.Sprint("cue ", (i+k)%7), 0.7)
			f.Add(fmt.Sprint("a cue that nobody learnt ", k), 1)
		}
		if a, b := p.Margin(0, f), models[0].Margin(f); a != b {
			t.Fatalf("margin %g, want %g", a, b)
		}
		if a, b := p.Probability(2, f), models[2].Probability(f); a != b {
			t.Fatalf("probability %g, want %g", a, b)
		}
	}
}

// plainScores scores row by row, as the definition of the model says it.
func plainScores(m *Model, f *Features) []float32 {
	columns := m.columns
	sums := make([]float32, columns*int(blocks))
	var square [blocks]float64
	for i := range f.items {
		row := m.rowOf[f.items[i].bucket()]
		if row < 0 {
			continue
		}
		b := f.items[i].block()
		v := m.term(b, f.items[i].value, row)
		square[b] += float64(v) * float64(v)
		for c, code := range m.weights[int(row)*columns : int(row+1)*columns] {
			sums[int(b)*columns+c] += v * levels[code]
		}
	}
	scale := m.scales(square)
	out := make([]float32, columns)
	for c := range out {
		sum := float32(0)
		for b := range blocks {
			sum += scale[b] * sums[int(b)*columns+c]
		}
		out[c] = sum*m.scale[c] + m.bias[c]
	}
	if columns == 1 {
		return []float32{-out[0], out[0]}
	}
	return out
}

func TestScorerWantsItsOwnFeatures(t *testing.T) {
	m, err := Train(context.Background(), fill(t, testSpec()), nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	other := testSpec()
	other.Marks = !other.Marks
	defer func() {
		if recover() == nil {
			t.Error("features of another Spec were scored")
		}
	}()
	NewScorer(m).Scores(NewFeatures(other), nil)
}

func TestScorerAllocatesNothing(t *testing.T) {
	m, err := Train(context.Background(), fill(t, testSpec()), nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, f, cue := NewScorer(m), m.NewFeatures(), NameOf("cue")
	var scores []float32
	run := func() {
		f.Reset()
		f.Text("Во дворе дома 12 яма, нет воды третий день")
		f.AddName(cue, 1)
		scores = s.Scores(f, scores)
	}
	run()
	if n := testing.AllocsPerRun(100, run); n != 0 {
		t.Errorf("%g allocations per text", n)
	}
}

func TestNameOf(t *testing.T) {
	a, b := NewFeatures(testSpec()), NewFeatures(testSpec())
	for i, name := range []string{"cue", "", "признак", "cue"} {
		a.Add(name, float32(i)+0.5)
		b.AddName(NameOf(name), float32(i)+0.5)
	}
	if len(a.items) != 3 || !slices.Equal(a.items, b.items) {
		t.Errorf("%v, hashed beforehand %v", a.items, b.items)
	}
}
