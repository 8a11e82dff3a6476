package encoder

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// benchmarked is an encoder of the real shape, of the weights in OTKLIK_ENCODER where they are beside.
func benchmarked(b *testing.B) []byte {
	if name := os.Getenv("OTKLIK_ENCODER"); name != "" {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	w := write(shape{dim: 512, width: 256, strongest: 192, mean: 512, d0: 320, first: 320, d2: 512, last: 512}, 1)
	w.most = 128
	return w.file(b)
}

func BenchmarkOpen(b *testing.B) {
	data := benchmarked(b)
	for b.Loop() {
		if _, err := Open(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	data := benchmarked(b)
	long := strings.Repeat("Когда починят дорогу на улице, ямы уже третий год, ездить совсем невозможно. ", 20)
	for how, by := range products() {
		e := mustOpen(b, data, by)
		for _, pieces := range []int{20, 60, 128} {
			text := long
			for len(e.Pieces(text)) > pieces || pieces < 128 && len(e.Pieces(text)) == 128 {
				runes := []rune(text)
				text = string(runes[:len(runes)-1])
			}
			b.Run(fmt.Sprintf("product %d/%d pieces", how, pieces), func(b *testing.B) {
				got := make([]float32, e.Size())
				for b.Loop() {
					e.Encode(got, text)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(e.Pieces(text))), "ns/piece")
			})
		}
	}
	e := mustOpen(b, data, products()[0])
	b.Run("together", func(b *testing.B) {
		texts := make([]string, 100)
		for i := range texts {
			texts[i] = string([]rune(long)[:75])
		}
		for b.Loop() {
			e.EncodeAll(texts)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*100*len(e.Pieces(texts[0]))), "ns/piece")
	})
}
