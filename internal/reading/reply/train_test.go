package reply

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"otklik/internal/inbox"
)

var update = flag.Bool("update", false, "train on pairs.tsv and write weights.tsv")

// pair is a labelled example.
type pair struct {
	label          int // index in kinds
	citizen, reply string
}

func readPairs(t testing.TB, name string) []pair {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	number := map[inbox.ReplyKind]int{}
	for c, k := range kinds {
		number[k] = c
	}
	var pairs []pair
	for n, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		fields := strings.Split(line, "\t")
		if n == 0 {
			continue
		}
		if len(fields) != 3 {
			t.Fatalf("%s, line %d: %d fields, want 3", name, n+1, len(fields))
		}
		label, ok := number[inbox.ReplyKind(fields[0])]
		if !ok {
			t.Fatalf("%s, line %d: no label %q", name, n+1, fields[0])
		}
		pairs = append(pairs, pair{label, fields[1], fields[2]})
	}
	return pairs
}

// example is a pair as the model sees it; present are the values that are not zero, which training walks over.
type example struct {
	label   int
	values  []float64
	present []value
}

type value struct {
	feature int
	x       float64
}

func newExample(label int, values []float64) example {
	e := example{label: label, values: values}
	for i, x := range values {
		if x != 0 {
			e.present = append(e.present, value{i, x})
		}
	}
	return e
}

// vocabulary are the stems that stand in three replies at least, in order.
func vocabulary(pairs []pair) []string {
	count := map[string]int{}
	for _, p := range pairs {
		for _, stem := range stems(cut(p.reply)) {
			count[stem]++
		}
	}
	var out []string
	for stem, n := range count {
		if n >= 3 {
			out = append(out, stem)
		}
	}
	slices.Sort(out)
	return out
}

// learner is an Evaluator before its first lesson.
func learner(t testing.TB, pairs []pair) *Evaluator {
	t.Helper()
	j, err := untrained()
	if err != nil {
		t.Fatal(err)
	}
	j.learnWords(vocabulary(pairs))
	return j
}

func examples(j *Evaluator, pairs []pair) []example {
	out := make([]example, len(pairs))
	for i, p := range pairs {
		out[i] = newExample(p.label, j.features(p.citizen, p.reply, nil))
	}
	return out
}

// blurs is how many more times each pair is shown with a part of the phrases overlooked. The phrases were written with
// such pairs in mind; without this the model would trust them alone and be lost where a reply uses other words.
const blurs = 4

// blurred are the pairs as they would look had their authors used words that the lexicon does not know.
func blurred(j *Evaluator, pairs []pair) [][blurs]example {
	out := make([][blurs]example, len(pairs))
	for i, p := range pairs {
		for b := range blurs {
			out[i][b] = newExample(p.label, j.features(p.citizen, p.reply, func(phrase int) bool {
				h := uint32(phrase*blurs+b+i*7919) * 2654435761
				return (h>>16)%100 < 60
			}))
		}
	}
	return out
}

// Training: full-batch gradient descent with momentum on the cross-entropy, with a quadratic penalty on all weights but
// the bias. Everything begins at zero and nothing is drawn by lot, so the same pairs give the same weights.
const (
	penalty  = 0.006
	step     = 0.25
	momentum = 0.9
	rounds   = 300
)

func train(data []example, features int) weights {
	w, speed := make(weights, features+1), make(weights, features+1)
	grad := make(weights, features+1)
	for range rounds {
		clear(grad)
		for _, e := range data {
			sum := w[0]
			for _, v := range e.present {
				for c := range sum {
					sum[c] += w[v.feature+1][c] * v.x
				}
			}
			p := softmax(sum)
			p[e.label]--
			for c, x := range p {
				grad[0][c] += x
			}
			for _, v := range e.present {
				for c, x := range p {
					grad[v.feature+1][c] += v.x * x
				}
			}
		}
		for i := range w {
			for c := range w[i] {
				g := grad[i][c] / float64(len(data))
				if i > 0 {
					g += penalty * w[i][c]
				}
				speed[i][c] = momentum*speed[i][c] - step*g
				w[i][c] += speed[i][c]
			}
		}
	}
	return w
}

func writeWeights(w weights, known []feature) string {
	var b strings.Builder
	b.WriteString("feature")
	for _, k := range kinds {
		fmt.Fprintf(&b, "\t%s", k)
	}
	b.WriteByte('\n')
	for i := range w {
		name := bias
		if i > 0 {
			name = known[i-1].name
		}
		b.WriteString(name)
		for _, x := range w[i] {
			fmt.Fprintf(&b, "\t%.3f", x)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestTrain shows that the built-in weights are what training on pairs.tsv gives; with -update it writes them.
func TestTrain(t *testing.T) {
	pairs := readPairs(t, "pairs.tsv")
	j := learner(t, pairs)
	data := examples(j, pairs)
	for _, more := range blurred(j, pairs) {
		data = append(data, more[:]...)
	}
	trained := train(data, len(j.known))
	if *update {
		if err := os.WriteFile("weights.tsv", []byte(writeWeights(trained, j.known)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	shipped, err := readWeights(weightFile, j.known)
	if err != nil {
		t.Fatal(err)
	}
	for i := range trained {
		for c := range trained[i] {
			// Other machines round sums differently.
			if math.Abs(trained[i][c]-shipped[i][c]) > 0.01 {
				t.Fatalf("weight %d of %s is %.3f, training gives %.3f: run go test -run TestTrain -update", i,
					kinds[c], shipped[i][c], trained[i][c])
			}
		}
	}
}
