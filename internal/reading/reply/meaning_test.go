package reply

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"otklik/internal/reading/opinion"
)

// encoder skips the test where the program is built without one.
func encoder(t testing.TB) *Meaning {
	t.Helper()
	h, err := opinion.Open()
	if errors.Is(err, opinion.ErrAbsent) {
		t.Skip("built without the encoder")
	}
	if err != nil {
		t.Fatal(err)
	}
	return &Meaning{Of: h.Meaning, Encoder: opinion.Fingerprint()}
}

// meaningJudge also heeds what replies mean.
func meaningJudge(t testing.TB) *Evaluator {
	t.Helper()
	j, err := New(encoder(t))
	if err != nil {
		t.Fatal(err)
	}
	if j.meaning == nil {
		t.Fatal("meaning.tsv was learnt with another encoder: run go test -run TestTrainMeaning -update")
	}
	return j
}

func meanings(m *Meaning, pairs []pair) [][]float64 {
	all := make([][]float64, len(pairs))
	for i, p := range pairs {
		all[i] = numbersOf(m, p.reply)
	}
	return all
}

// How meanings are learnt: as the features are, apart from them. Numbers are some twentieths, so they are seen larger.
// Beside the features their sums count by a share: the same pairs have taught both.
const (
	meaningScale  = 8
	meaningRounds = 150
	meaningShare  = 0.5
)

// trainMeaning learns from the pairs with these labels and meanings.
func trainMeaning(labels []int, meanings [][]float64) weights {
	wide := len(meanings[0])
	w, speed, grad := make(weights, wide+1), make(weights, wide+1), make(weights, wide+1)
	for range meaningRounds {
		clear(grad)
		for k, numbers := range meanings {
			sum := w[0]
			for i, x := range numbers {
				for c := range sum {
					sum[c] += w[i+1][c] * x * meaningScale
				}
			}
			p := softmax(sum)
			p[labels[k]]--
			for c, x := range p {
				grad[0][c] += x
			}
			for i, x := range numbers {
				for c := range p {
					grad[i+1][c] += p[c] * x * meaningScale
				}
			}
		}
		for i := range w {
			for c := range w[i] {
				g := grad[i][c] / float64(len(meanings))
				if i > 0 {
					g += penalty * w[i][c]
				}
				speed[i][c] = momentum*speed[i][c] - step*g
				w[i][c] += speed[i][c]
			}
		}
	}
	for i := range w {
		for c := range w[i] {
			w[i][c] *= meaningShare
			if i > 0 {
				w[i][c] *= meaningScale
			}
		}
	}
	return w
}

func labelsOf(pairs []pair) []int {
	labels := make([]int, len(pairs))
	for i, p := range pairs {
		labels[i] = p.label
	}
	return labels
}

func writeMeaning(encoder []byte, w weights) string {
	var b strings.Builder
	fmt.Fprintln(&b, hex.EncodeToString(encoder))
	for _, row := range w {
		for c, x := range row {
			if c > 0 {
				b.WriteByte('\t')
			}
			fmt.Fprintf(&b, "%.3f", x)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestTrainMeaning shows that the built-in table is what training on pairs.tsv and otherwords.tsv gives with the built-in
// encoder; with -update it writes it.
func TestTrainMeaning(t *testing.T) {
	m, pairs := encoder(t), append(readPairs(t, "pairs.tsv"), readPairs(t, "otherwords.tsv")...)
	trained := trainMeaning(labelsOf(pairs), meanings(m, pairs))
	if *update {
		if err := os.WriteFile("meaning.tsv", []byte(writeMeaning(m.Encoder, trained)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	encoder, shipped, err := readMeaning(meaningFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encoder, m.Encoder) || len(shipped) != len(trained) {
		t.Fatal("meaning.tsv was learnt with another encoder: run go test -run TestTrainMeaning -update")
	}
	for i := range trained {
		for c := range trained[i] {
			// Other machines encode a little differently.
			if math.Abs(trained[i][c]-shipped[i][c]) > 0.02 {
				t.Fatalf("weight %d of %s is %.3f, training gives %.3f: run go test -run TestTrainMeaning -update", i,
					kinds[c], shipped[i][c], trained[i][c])
			}
		}
	}
}

// An evaluator without the encoder, or with another than meaning.tsv was learnt with, decides by words alone.
func TestOtherEncodersAreNotHeeded(t *testing.T) {
	other := &Meaning{Of: func(string) []float32 { panic("asked") }, Encoder: []byte("another")}
	j, err := New(other)
	if err != nil {
		t.Fatal(err)
	}
	if kind, _ := j.Reply("Яма", "Яму засыпали вчера"); kind != kinds[classAnswer] || j.Said("Яму засыпали").meant != (meant{}) {
		t.Errorf("judged by the meaning that another encoder gives: %s", kind)
	}
}

// Where the meaning has changed what words alone would say, the reason says so.
func TestMeaningIsTheReasonWhereItDecides(t *testing.T) {
	j, changed := meaningJudge(t), 0
	words := newJudge(t)
	for _, p := range readPairs(t, "subtle.tsv") {
		byWords, _ := words.Reply(p.citizen, p.reply)
		kind, reason := j.Reply(p.citizen, p.reply)
		if (kind != byWords) != (reason.Code == "reply_meaning") {
			t.Errorf("%q is %s by words, %s with the meaning, because of %v", p.reply, byWords, kind, reason)
		}
		if kind != byWords {
			changed++
		}
	}
	if changed == 0 {
		t.Error("the meaning decided nothing")
	}
}

// Replies of a bot that differ by a number alone cost one judgement.
func TestNumbersDoNotChangeTheMeaning(t *testing.T) {
	j := meaningJudge(t)
	if j.Said("Ваша заявка 1204 принята").Key() != j.Said("Ваша заявка 17 принята").Key() {
		t.Error("the number is a part of the key")
	}
}

// BenchmarkReplyWithMeaning judges replies that the encoder has not met before.
func BenchmarkReplyWithMeaning(b *testing.B) {
	j, pairs := meaningJudge(b), readPairs(b, "pairs.tsv")
	n := 0
	for b.Loop() {
		p := pairs[n%len(pairs)]
		j.Reply(p.citizen, fmt.Sprint(p.reply, " ", strings.Repeat("а", n/len(pairs)%50)))
		n++
	}
}
