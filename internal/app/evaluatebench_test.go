package app_test

import (
	"context"
	"fmt"
	"hash/fnv"
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

// glance is a reader that costs next to nothing beside the store and the evaluation. It looks for copies as its Reader
// does.
type glance struct{ *reading.Reader }

func (glance) Basis(t inbox.Thread, i int) (b inbox.Basis) {
	h := fnv.New128a()
	h.Write([]byte(t.Messages[i].Text))
	copy(b[:], h.Sum(nil))
	return b
}

func (glance) Assess(context.Context, inbox.Thread, int) (inbox.Assessment, error) {
	return inbox.Assessment{NeedsAnswer: true, Category: inbox.Complaint, Group: "ЖКХ", Municipality: "Липовск",
		Street: "улица Садовая", Reasons: []inbox.Reason{{Code: "glance", Words: "слова о том, чего нет"}}}, nil
}

func (glance) Gist(_ context.Context, m inbox.Message) (inbox.Gist, error) {
	return inbox.Gist{Key: m.Text}, nil
}

func (glance) Reply(_, _ inbox.Gist) (inbox.ReplyKind, inbox.Reason) {
	return inbox.ReplyInterim, inbox.Reason{Code: "interim"}
}

func (glance) Renewed(context.Context, inbox.Thread, int, string) (bool, error) { return false, nil }

func (glance) Voice(context.Context, inbox.Message, inbox.Message) (inbox.Voice, error) {
	return inbox.VoicePrivate, nil
}

// BenchmarkNewReading evaluates everything again, as after an update, and reports for how long at most another process
// had to wait for the file meanwhile.
func BenchmarkNewReading(b *testing.B) {
	own, err := reading.New(reading.Options{})
	if err != nil {
		b.Fatal(err)
	}
	reader := glance{own}
	again := func(ctx context.Context, s *bolt.Shared) error {
		if err := s.MarkAllPending(ctx); err != nil {
			return err
		}
		_, err := s.EvaluatePending(ctx, reader, func(ctx context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
			return inbox.Evaluate(ctx, th, reader, time.Now())
		})
		return err
	}
	for _, c := range []struct{ size, posts int }{{20_000, 100}, {257_000, 6_425}, {100_000, 1}} {
		b.Run(fmt.Sprintf("%d-under-%d", c.size, c.posts), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "otklik.db")
			s, other := bolt.NewShared(path, bolt.Options{}), bolt.NewShared(path, bolt.Options{Wait: time.Minute})
			fill(b, s, c.size, c.posts)
			if err := again(b.Context(), s); err != nil { // the first time there is nothing to be forgotten
				b.Fatal(err)
			}
			var longest time.Duration
			for b.Loop() {
				ended := make(chan error, 1)
				go func() { ended <- again(b.Context(), s) }()
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

// fill stores comments under a number of posts.
func fill(b *testing.B, s *bolt.Shared, size, posts int) {
	b.Helper()
	for from, cursor := 0, []byte(nil); from < size; {
		var batch inbox.Batch
		for ; from < size && len(batch.Messages) < 5000; from++ {
			batch.Messages = append(batch.Messages, arriving(from, posts))
		}
		batch.Next = fmt.Append(nil, from)
		if _, err := s.Commit(b.Context(), "vk", cursor, batch); err != nil {
			b.Fatal(err)
		}
		cursor = batch.Next
	}
}
