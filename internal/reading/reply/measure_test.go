package reply

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"testing"

	"otklik/internal/inbox"
)

const (
	folds = 5
	worst = 10 // mistakes shown
)

// families gives near-identical replies the same number, so that none of them is scored by a model that has seen
// another. Two replies are near-identical where their words' pairs overlap by half.
func families(pairs []pair) []int {
	family := make([]int, len(pairs))
	shingles := make([]map[string]bool, len(pairs))
	for i, p := range pairs {
		family[i] = i
		shingles[i] = map[string]bool{}
		last := ""
		for _, t := range cut(p.reply).tokens {
			shingles[i][last+" "+t.norm] = true
			last = t.norm
		}
		for k := range i {
			both := 0
			for s := range shingles[i] {
				if shingles[k][s] {
					both++
				}
			}
			if 2*both >= len(shingles[i])+len(shingles[k])-both && both > 0 {
				old, new := family[i], family[k]
				for m := range i + 1 {
					if family[m] == old {
						family[m] = new
					}
				}
			}
		}
	}
	return family
}

// fold spreads families over folds by a hash of the family's first reply.
func fold(pairs []pair, family int, seed string) int {
	h := fnv.New32a()
	fmt.Fprint(h, seed, pairs[family].reply)
	return int(h.Sum32()>>7) % folds
}

type mistake struct {
	pair
	got    int
	regret float64 // probability given to the class chosen, less that of the right one
	reason inbox.Reason
}

// crossValidate scores every pair by a model trained without its fold. It heeds meanings where the evaluator has an encoder,
// and these are learnt from the others, too.
func crossValidate(j *Evaluator, pairs, others []pair, seed string) (table [len(kinds)][len(kinds)]int, wrong []mistake) {
	family := families(pairs)
	data, more := examples(j, pairs), blurred(j, pairs)
	var numbers, otherNumbers [][]float64
	if j.meaning != nil {
		numbers, otherNumbers = meanings(j.meaning, pairs), meanings(j.meaning, others)
	}
	for f := range folds {
		var seen []example
		var unseen []int
		labels, seenNumbers := labelsOf(others), slices.Clone(otherNumbers)
		for i := range pairs {
			if fold(pairs, family[i], seed) == f {
				unseen = append(unseen, i)
			} else {
				seen = append(append(seen, data[i]), more[i][:]...)
				if numbers != nil {
					labels, seenNumbers = append(labels, pairs[i].label), append(seenNumbers, numbers[i])
				}
			}
		}
		held := *j
		held.weights = train(seen, len(j.known))
		if numbers != nil {
			held.meanings = trainMeaning(labels, seenNumbers)
		}
		for _, i := range unseen {
			var by meant
			if numbers != nil {
				by = held.meanings.sums(numbers[i])
			}
			kind, reason := held.decide(data[i].values, by)
			got := slices.Index(kinds[:], kind)
			table[pairs[i].label][got]++
			if got != pairs[i].label {
				p := softmax(held.weights.sums(data[i].values))
				wrong = append(wrong, mistake{pairs[i], got, p[got] - p[pairs[i].label], reason})
			}
		}
	}
	return table, wrong
}

func f1(table [len(kinds)][len(kinds)]int, c int) (precision, recall, f float64) {
	row, column := 0, 0
	for k := range kinds {
		row += table[c][k]
		column += table[k][c]
	}
	precision, recall = float64(table[c][c])/float64(max(column, 1)), float64(table[c][c])/float64(max(row, 1))
	return precision, recall, 2 * precision * recall / max(precision+recall, 1e-9)
}

// TestUnseen scores the built-in model on unseen.tsv and subtle.tsv: replies written after the phrases, which took part
// neither in training nor in choosing phrases and features. They are for measuring only; a phrase added because of one
// spoils it.
func TestUnseen(t *testing.T) {
	t.Run("ordinary words", func(t *testing.T) { unseen(t, newJudge(t), "unseen.tsv", 0.8) })
	t.Run("ordinary meaning", func(t *testing.T) { unseen(t, meaningJudge(t), "unseen.tsv", 0.85) })
	t.Run("subtle words", func(t *testing.T) { unseen(t, newJudge(t), "subtle.tsv", 0.4) })
	t.Run("subtle meaning", func(t *testing.T) { unseen(t, meaningJudge(t), "subtle.tsv", 0.5) })
}

func unseen(t *testing.T, j *Evaluator, name string, least float64) {
	var table [len(kinds)][len(kinds)]int
	pairs := readPairs(t, name)
	for _, p := range pairs {
		got, reason := j.Reply(p.citizen, p.reply)
		c := slices.Index(kinds[:], got)
		table[p.label][c]++
		if c != p.label {
			t.Logf("%s, not %s (%v): %s → %s", kinds[p.label], got, reason, p.citizen, p.reply)
		}
	}
	macro := report(t, table)
	t.Logf("%d unseen pairs, macro-F1 over answer, interim and formal %.3f", len(pairs), macro)
	if macro < least {
		t.Errorf("macro-F1 on unseen replies is %.3f, want %.2f", macro, least)
	}
}

// report prints a table of right labels by judged ones and returns the macro-F1 over answer, interim and formal.
func report(t *testing.T, table [len(kinds)][len(kinds)]int) (macro float64) {
	t.Helper()
	for c := range kinds {
		p, r, f := f1(table, c)
		if c <= classFormal {
			macro += f / 3
		}
		t.Logf("%-9s precision %.3f recall %.3f F1 %.3f   judged %v", kinds[c], p, r, f, table[c])
	}
	return macro
}

// TestCrossValidated measures honestly: no pair, and no near-twin of it, has taken part in training the model that
// judges it. Run with -v for the tables and the ten worst mistakes.
func TestCrossValidated(t *testing.T) { crossValidated(t, nil) }

// TestMeaningCrossValidated is the same with the encoder.
func TestMeaningCrossValidated(t *testing.T) {
	if !testing.Verbose() {
		t.Skip("takes long; for figures, run with -v")
	}
	crossValidated(t, encoder(t))
}

func crossValidated(t *testing.T, by *Meaning) {
	pairs := readPairs(t, "pairs.tsv")
	j := learner(t, pairs)
	j.meaning = by
	if len(pairs) < 400 {
		t.Errorf("%d pairs, want 400 at least", len(pairs))
	}
	splits := []string{"a"}
	if testing.Verbose() {
		splits = append(splits, "b") // to see how much the split matters; training is slow under the race detector
	}
	sum := 0.0
	for _, seed := range splits {
		table, wrong := crossValidate(j, pairs, readPairs(t, "otherwords.tsv"), seed)
		macro := report(t, table)
		sum += macro / float64(len(splits))
		t.Logf("split %s: %d pairs, macro-F1 over answer, interim and formal %.3f", seed, len(pairs), macro)
		slices.SortStableFunc(wrong, func(a, b mistake) int {
			if a.regret > b.regret {
				return -1
			}
			if a.regret < b.regret {
				return 1
			}
			return strings.Compare(a.reply, b.reply)
		})
		if seed != "a" {
			continue
		}
		for _, m := range wrong[:min(worst, len(wrong))] {
			t.Logf("%s, not %s (%.2f; %v): %s → %s", kinds[m.label], kinds[m.got], m.regret, m.reason,
				m.citizen, m.reply)
		}
	}
	t.Logf("mean macro-F1 %.3f", sum)
	if sum < 0.85 {
		t.Errorf("macro-F1 is %.3f, want 0.85", sum)
	}
}
