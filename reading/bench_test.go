package reading

import (
	"testing"

	"otklik/reading/corpus"
)

// BenchmarkRead reads the corpus, comments of all lengths and voices, over and over; comments/s is for one core.
func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	comments, err := corpus.Comments()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		r.ReadText(comments[n%len(comments)].Text)
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
