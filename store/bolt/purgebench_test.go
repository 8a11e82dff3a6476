package bolt

import (
	"context"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// processor is how long this process has computed: what else the machine does does not count.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkPurge deletes the oldest 14 % of stores of several sizes, in which a fifth of the texts stands many times,
// and reports what a purged message costs.
func BenchmarkPurge(b *testing.B) {
	ctx, sizes := context.Background(), []int{50_000, 200_000}
	cost := make([]float64, len(sizes))
	for b.Loop() {
		for i, size := range sizes {
			s, err := Open(filepath.Join(b.TempDir(), "otklik.db"), Options{noSync: true})
			if err != nil {
				b.Fatal(err)
			}
			for _, batch := range benchBatches(size, 5000) {
				for k := range batch.Messages {
					if m := &batch.Messages[k]; k%5 == 0 {
						m.Text = fmt.Sprint("Текст, который стоит много раз, номер ", k%1000)
					}
				}
				if _, err := s.Commit(ctx, "vk wall", nil, inbox.Batch{Messages: batch.Messages}); err != nil {
					b.Fatal(err)
				}
			}
			if _, err := s.EvaluatePending(ctx, alike{}, always(judgeOpen)); err != nil {
				b.Fatal(err)
			}
			before := benchComment(size * 14 / 100).Sent
			id, err := s.BeginPurge(ctx, store.PurgeOrder{Before: before, Mode: store.Delete,
				At: before.AddDate(1, 0, 0)})
			if err != nil {
				b.Fatal(err)
			}
			started := processor(b)
			r, err := s.Erase(ctx, id, store.PurgeTools{Matcher: alike{}})
			if err != nil || r.Messages() != size*14/100 {
				b.Fatal(r.Messages(), err)
			}
			cost[i] += float64((processor(b) - started).Microseconds()) / float64(r.Messages())
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	}
	for i, size := range sizes {
		b.ReportMetric(cost[i]/float64(b.N), fmt.Sprintf("µs-of-%dk", size/1000))
	}
	b.ReportMetric(cost[len(sizes)-1]/cost[0], "ratio-200k/50k")
}
