package reading

import (
	"context"
	"fmt"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// dialogWithBot is a dialog in which every second message is a bot's formal reply, each with a number of its own.
func dialogWithBot(messages int) inbox.Thread {
	thread := inbox.Thread{Ref: inbox.ThreadRef{Channel: "governor/vk", Kind: inbox.Direct, ID: "501"}}
	sent := time.Date(2026, 11, 16, 10, 0, 0, 0, time.UTC)
	for i := range messages {
		m := inbox.Message{Channel: "governor/vk", Kind: inbox.Direct, Thread: "501", ID: fmt.Sprint(i + 1),
			Sent: sent.Add(time.Duration(i) * time.Minute), Author: inbox.Author{ID: "501"},
			Text: fmt.Sprintf("В подъезде %d дома на Садовой третью неделю нет света, когда дадут?", i)}
		if i%2 == 1 {
			m.Author = inbox.Author{ID: "-1001", Official: true}
			m.Text = fmt.Sprintf("Обращение № %d рассмотрим в установленном порядке. Держим на контроле", i)
		}
		thread.Messages = append(thread.Messages, m)
	}
	return thread
}

// counted counts what a reader reads and compares.
type counted struct {
	inbox.Reader
	read, compared int
}

func (c *counted) Assess(ctx context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	c.read++
	return c.Reader.Assess(ctx, t, i)
}

func (c *counted) Gist(ctx context.Context, m inbox.Message) (inbox.Gist, error) {
	c.read++
	return c.Reader.Gist(ctx, m)
}

func (c *counted) Reply(citizen, reply inbox.Gist) (inbox.ReplyKind, inbox.Reason) {
	c.compared++
	return c.Reader.Reply(citizen, reply)
}

// TestFormalRepliesCostByTheirNumber: a person and a bot that writes the same for ever block no digest. Nothing is read
// twice, and each message behind the first hundred, which are compared one by one, costs one comparison.
func TestFormalRepliesCostByTheirNumber(t *testing.T) {
	before := counted{}
	for last, n := 0, 100; n <= 3200; last, n = n, 2*n {
		c := &counted{Reader: newReader(t)}
		statuses, err := inbox.Evaluate(t.Context(), dialogWithBot(n), c, time.Now())
		if err != nil || len(statuses) != n/2 || statuses[0].State() != inbox.Formal {
			t.Fatalf("%d statuses, the first %v: %v", len(statuses), statuses[0].History, err)
		}
		if c.read > 2*n || last > 0 && c.compared > before.compared+n-last || c.compared > 600+n {
			t.Errorf("%d messages: %d readings, %d comparisons, %d before", n, c.read, c.compared, before.compared)
		}
		before = *c
	}
}

// TestACancelledEvaluationEnds: nothing more is read once the context has ended.
func TestACancelledEvaluationEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := &counted{Reader: newReader(t)}
	if _, err := inbox.Evaluate(ctx, dialogWithBot(100), c, time.Now()); err == nil || c.read > 1 {
		t.Errorf("%d readings, %v", c.read, err)
	}
}

// BenchmarkFormalReplies shows that the cost of a message stays as a dialog with a bot grows.
func BenchmarkFormalReplies(b *testing.B) {
	r := newReader(b)
	for _, n := range []int{100, 400, 800, 3200} {
		thread := dialogWithBot(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := inbox.Evaluate(b.Context(), thread, r, time.Now()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/message")
		})
	}
}
