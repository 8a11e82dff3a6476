package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/internal/reading/corpus"
	"otklik/store/bolt"
)

// threadSize is how many comments stand under a post of the benchmarks.
const threadSize = 200

// BenchmarkImport stores and evaluates comments of which a fifth has a text that others have too, as an import does,
// and reports what a message costs the processor. It must not cost more the more there are.
func BenchmarkImport(b *testing.B) {
	own, err := corpus.Comments()
	if err != nil {
		b.Fatal(err)
	}
	benchImports(b, []int{10_000, 30_000, 100_000, 300_000}, func(i int) string {
		text := own[i*7919%len(own)].Text
		if i%5 > 0 {
			return fmt.Sprint(text, " ", i)
		}
		return text
	})
}

// BenchmarkSameText does so with one complaint that many have copied.
func BenchmarkSameText(b *testing.B) {
	benchImports(b, []int{5_000, 50_000}, func(int) string {
		return "Когда наконец починят дорогу на улице Ленина, вторую неделю яма во дворе, ездить невозможно, примите " +
			"меры"
	})
}

func benchImports(b *testing.B, sizes []int, text func(i int) string) {
	reader, err := reading.New(reading.Options{Public: privacy.New(privacy.Options{}).Without, Ordinary: privacy.Ordinary})
	if err != nil {
		b.Fatal(err)
	}
	cost := make([]float64, len(sizes))
	for b.Loop() {
		for k, size := range sizes {
			evaluated := 0
			started := processor(b)
			benchImport(b, reader, size, text, &evaluated)
			cost[k] += float64((processor(b) - started).Microseconds()) / float64(size)
			if evaluated > size*22/10 {
				b.Errorf("%d messages were evaluated %d times", size, evaluated)
			}
		}
	}
	for k, size := range sizes {
		b.ReportMetric(cost[k]/float64(b.N), fmt.Sprintf("µs-of-%dk", size/1000))
	}
	b.ReportMetric(cost[len(sizes)-1]/cost[0], fmt.Sprintf("ratio-%dk/%dk", sizes[len(sizes)-1]/1000, sizes[0]/1000))
}

func benchImport(b *testing.B, reader *reading.Reader, size int, text func(i int) string, evaluated *int) {
	ctx := context.Background()
	s, err := bolt.Open(filepath.Join(b.TempDir(), "otklik.db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var batch inbox.Batch
	for i := range size {
		m := inbox.Message{Channel: "governor/telegram", Platform: "telegram", Kind: inbox.Comment,
			ID:     fmt.Sprint(i + 1),
			Thread: fmt.Sprint(i/threadSize*threadSize + 1), Sent: time.Unix(1_735_689_600+int64(i)*30, 0).UTC()}
		m.Author.ID, m.Author.Name = fmt.Sprint(10_000+i%50_000), fmt.Sprint("Житель ", i%50_000)
		if m.Post, m.Author.Official = i%threadSize == 0, i%threadSize == 0; !m.Post {
			m.Text = text(i)
		}
		if batch.Messages = append(batch.Messages, m); len(batch.Messages) == 1000 || i == size-1 {
			if _, err := s.Commit(ctx, "import", nil, batch); err != nil {
				b.Fatal(err)
			}
			batch.Messages = nil
		}
	}
	evaluate := func(ctx context.Context, t inbox.Thread) ([]inbox.MessageStatus, error) {
		*evaluated += len(t.Messages)
		return inbox.Evaluate(ctx, t, reader, time.Now())
	}
	if _, err := s.EvaluatePending(ctx, reader, evaluate); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// processor is how long this process has computed: what else the machine does does not count.
func processor(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
