package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/store/bolt"
)

// BenchmarkOneMoreComment evaluates a thread after each comment that is added to it, by the number of those that stand
// there. The cost must not follow that of the whole thread.
func BenchmarkOneMoreComment(b *testing.B) {
	reader, err := reading.New(reading.Options{})
	if err != nil {
		b.Fatal(err)
	}
	evaluate := func(ctx context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		return inbox.Evaluate(ctx, th, reader, time.Now())
	}
	for _, size := range []int{1_500, 15_000, 100_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			s, err := bolt.Open(filepath.Join(b.TempDir(), "otklik.db"), bolt.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			var cursor []byte
			comments := func(from, to int) {
				var batch inbox.Batch
				for i := from; i < to; i++ {
					batch.Messages = append(batch.Messages, arriving(i, 1))
				}
				batch.Next = fmt.Append(nil, to)
				if _, err := s.Commit(b.Context(), "vk", cursor, batch); err != nil {
					b.Fatal(err)
				}
				cursor = batch.Next
				if _, err := s.EvaluatePending(b.Context(), reader, evaluate); err != nil {
					b.Fatal(err)
				}
			}
			comments(0, size)
			next, started := size+1, processor(b)
			for b.Loop() {
				if next%9 == 8 { // that would be a reply, which changes others
					next++
				}
				comments(next, next+1)
				next++
			}
			b.ReportMetric(float64((processor(b)-started).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// BenchmarkNewReading evaluates everything anew, as after an update, and reports for how long at most another process
// had to wait for the file meanwhile.
func BenchmarkNewReading(b *testing.B) {
	reader, err := reading.New(reading.Options{})
	if err != nil {
		b.Fatal(err)
	}
	evaluate := func(ctx context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		return inbox.Evaluate(ctx, th, reader, time.Now())
	}
	for _, c := range []struct{ size, posts int }{{20_000, 100}, {80_000, 400}, {100_000, 1}} {
		b.Run(fmt.Sprintf("%d-under-%d", c.size, c.posts), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "otklik.db")
			s, other := bolt.NewShared(path, bolt.Options{}), bolt.NewShared(path, bolt.Options{Wait: time.Minute})
			batch := inbox.Batch{Next: []byte("1")}
			for i := range c.size {
				batch.Messages = append(batch.Messages, arriving(i, c.posts))
			}
			if _, err := s.Commit(b.Context(), "vk", nil, batch); err != nil {
				b.Fatal(err)
			}
			var longest time.Duration
			for b.Loop() {
				if err := s.MarkAllPending(b.Context()); err != nil {
					b.Fatal(err)
				}
				ended := make(chan error, 1)
				go func() {
					_, err := s.EvaluatePending(b.Context(), reader, evaluate)
					ended <- err
				}()
				for waiting := true; waiting; {
					asked := time.Now()
					if _, err := other.Pending(b.Context()); err != nil {
						b.Fatal(err)
					}
					longest = max(longest, time.Since(asked))
					select {
					case err := <-ended:
						if waiting = false; err != nil {
							b.Fatal(err)
						}
					case <-time.After(20 * time.Millisecond):
					}
				}
			}
			b.ReportMetric(float64(longest.Milliseconds()), "ms-waited-at-most")
		})
	}
}
