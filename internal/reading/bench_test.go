package reading

import (
	"math"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/reading/corpus"
	"otklik/internal/reading/linear"
)

// BenchmarkRead reads the first part of the corpus, comments of all voices, over and over: the decision, the topic and
// the place. comments/s is for one core.
func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	overCorpus(b, func(text string) { r.ReadText(text) })
}

// The parts of BenchmarkRead.

// BenchmarkDecide is whether an answer is needed, the kind, urgency and reasons.
func BenchmarkDecide(b *testing.B) {
	r := newReader(b)
	overCorpus(b, func(text string) { r.assess(text, surroundings{}) })
}

// BenchmarkComplete is the topic and the place, here of every comment.
func BenchmarkComplete(b *testing.B) {
	r := newReader(b)
	overCorpus(b, func(text string) {
		a := inbox.Assessment{Score: 1}
		r.enrichers.complete(&a, named{}, text, surroundings{}, "")
	})
}

// BenchmarkLexicon cuts the text and finds the entries of the lexicons.
func BenchmarkLexicon(b *testing.B) {
	r := newReader(b)
	overCorpus(b, func(text string) {
		s := scanText(text)
		r.words.mark(s.tokens)
		r.words.find(s.tokens)
	})
}

// BenchmarkFeatures makes the n-grams.
func BenchmarkFeatures(b *testing.B) {
	f := linear.NewFeatures(ModelSpec())
	overCorpus(b, func(text string) {
		f.Reset()
		f.Text(text)
	})
}

// compared is how many comments the corpus had when speed was first measured, 9 words long on average. The later ones
// are longer; without them figures stay comparable.
const compared = 2826

func overCorpus(b *testing.B, read func(text string)) {
	b.Helper()
	comments, err := corpus.Comments()
	if err != nil {
		b.Fatal(err)
	}
	comments = comments[:compared]
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		read(comments[n%len(comments)].Text)
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "comments/s")
}

// BenchmarkNew makes a reader, as every start of the program does.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newReader(b)
	}
}

func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// BenchmarkEncoder reads comments with the encoder and without it in turns: how many times as long one takes with it,
// and what share of the comments it is asked about.
func BenchmarkEncoder(b *testing.B) {
	with, without := newReader(b), newReader(b)
	if with.opinions == nil {
		b.Skip("built without the encoder")
	}
	if err := without.hear(nil); err != nil {
		b.Fatal(err)
	}
	comments, err := corpus.Comments()
	if err != nil {
		b.Fatal(err)
	}
	var took [2]time.Duration
	asked, n := 0, 0
	for b.Loop() {
		text := comments[n%compared].Text
		n++
		for i, r := range []*Reader{with, without} {
			began := time.Now()
			r.ReadText(text)
			took[i] += time.Since(began)
		}
		if a, _ := without.assess(text, surroundings{}); a.Score >= 1/(1+math.Exp(-leastCues)) {
			asked++
		}
	}
	b.ReportMetric(float64(took[0])/float64(took[1]), "times")
	b.ReportMetric(float64(asked)/float64(n), "asked")
	b.ReportMetric(float64(took[0].Microseconds())/1000/float64(n), "ms/comment")
}
