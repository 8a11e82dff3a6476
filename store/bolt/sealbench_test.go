package bolt

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// BenchmarkSealedCommit compares committing into an encrypted store with committing the same into one that is not, in
// turns, so that whatever else the machine does weighs on both. Then it compares reading 1 000 waiting messages.
func BenchmarkSealedCommit(b *testing.B) {
	const segment = 25 // batches
	ctx := context.Background()
	batches := benchBatches(benchMessages, benchBatch)
	var commit [2]time.Duration
	var waiting [2][]time.Duration
	var size [2]int64
	for b.Loop() {
		var stores [2]*Store
		for i, o := range [2]Options{{}, {Key: newKey(b, 1)}} {
			s, err := Open(filepath.Join(b.TempDir(), "otklik.db"), o)
			if err != nil {
				b.Fatal(err)
			}
			stores[i] = s
		}
		for at := 0; at < len(batches); at += segment {
			for turn := range 2 {
				i := (turn + at/segment) % 2
				commit[i] += timed(func() {
					for n, batch := range batches[at : at+segment] {
						var from []byte
						if at+n > 0 {
							from = batches[at+n-1].Next
						}
						if _, err := stores[i].Commit(ctx, "vk wall", from, batch); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
		for i, s := range stores {
			if _, err := s.EvaluatePending(ctx, nil, always(judgeHundredth)); err != nil {
				b.Fatal(err)
			}
			stats, err := s.Stats(ctx)
			if err != nil {
				b.Fatal(err)
			}
			size[i] = stats.Bytes
		}
		for range 20 {
			for i, s := range stores {
				waiting[i] = append(waiting[i], timed(func() {
					n := 0
					if err := s.Waiting(ctx, []inbox.ChannelID{"governor/vk"},
						func(inbox.Record) error { n++; return nil }); err != nil || n != benchMessages/100 {
						b.Fatal(n, err)
					}
				}))
			}
		}
		for _, s := range stores {
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	}
	slices.Sort(waiting[0])
	slices.Sort(waiting[1])
	middle := len(waiting[0]) / 2
	total := float64(b.N * benchMessages)
	b.ReportMetric(total/commit[0].Seconds(), "plain-messages/s")
	b.ReportMetric(total/commit[1].Seconds(), "sealed-messages/s")
	b.ReportMetric(commit[0].Seconds()/commit[1].Seconds(), "ratio-sealed/plain")
	b.ReportMetric(float64(waiting[0][middle].Microseconds()), "µs-waiting-plain")
	b.ReportMetric(float64(waiting[1][middle].Microseconds()), "µs-waiting-sealed")
	b.ReportMetric(float64(size[1])/float64(size[0]), "ratio-bytes")
}

// judgeHundredth leaves every hundredth message open.
func judgeHundredth(t inbox.Thread) (out []inbox.MessageStatus) {
	for _, m := range t.Messages {
		v := inbox.MessageStatus{Ref: m.Ref(), History: []inbox.Change{{At: m.Sent, State: inbox.None}}}
		if m.ID[len(m.ID)-2:] == "00" {
			v.History[0].State = inbox.Open
		}
		out = append(out, v)
	}
	return out
}
