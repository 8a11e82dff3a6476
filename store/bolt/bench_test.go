package bolt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
)

const (
	benchMessages = 100_000
	benchBatch    = 100 // a page of a platform
)

// benchComment is comment i of a busy wall: 40 comments under a post, texts of ordinary length, a raw reply of the
// size platforms send.
func benchComment(i int) inbox.Message {
	m := inbox.Message{
		Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(100_000 + i),
		Thread: fmt.Sprintf("-1001_%d", i/40),
		Author: inbox.Author{ID: fmt.Sprint(5_000_000 + i*7919%60_000),
			Name: fmt.Sprintf("Житель Посёлков %d", i%60_000)},
		Text: fmt.Sprintf("Номер %d: во дворе второй месяц не горит фонарь, дети идут из школы в темноте, куда "+
			"обращаться?", i),
		Sent: time.Unix(1_700_000_000+int64(i)*11, 0).UTC(),
	}
	m.URL = "https://vk.com/wall" + m.Thread + "?reply=" + m.ID
	raw, err := json.Marshal(map[string]any{"id": 100_000 + i, "from_id": m.Author.ID, "date": m.Sent.Unix(),
		"text": m.Text, "post_id": i / 40,
		"owner_id": -1001, "parents_stack": []int{},
		"likes": map[string]int{"can_like": 1, "count": i % 7, "user_likes": 0},
		"thread": map[string]any{"count": 0, "items": []int{}, "can_post": true, "show_reply_button": true,
			"groups_can_post": true}})
	if err != nil {
		panic(err)
	}
	m.Raw = raw
	return m
}

func benchBatches(n, size int) []inbox.Batch {
	batches := make([]inbox.Batch, 0, n/size)
	for from := 0; from < n; from += size {
		b := inbox.Batch{Next: fmt.Append(nil, "cursor ", from)}
		for i := from; i < from+size; i++ {
			b.Messages = append(b.Messages, benchComment(i))
		}
		batches = append(batches, b)
	}
	return batches
}

type written struct {
	bucket string
	pair
}

// BenchmarkCommit compares committing with putting the very same keys and values, in the same batches and the same
// order, into a bare bbolt file. The two take turns every few batches, so that whatever else the machine does weighs on
// both; it reports both rates and their ratio.
func BenchmarkCommit(b *testing.B) {
	const segment = 25 // batches
	batches := benchBatches(benchMessages, benchBatch)
	puts := make([][]written, len(batches))
	recordPuts(b, batches, puts)
	var storeTime, bareTime time.Duration
	for b.Loop() {
		s, err := Open(filepath.Join(b.TempDir(), "otklik.db"), Options{})
		if err != nil {
			b.Fatal(err)
		}
		bare, err := bbolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600,
			&bbolt.Options{FreelistType: bbolt.FreelistMapType, NoStatistics: true})
		if err != nil {
			b.Fatal(err)
		}
		if err := bare.Update(layOut); err != nil {
			b.Fatal(err)
		}
		var from []byte
		for at := 0; at < len(batches); at += segment {
			toStore := func() {
				for _, batch := range batches[at : at+segment] {
					if _, err := s.Commit(context.Background(), "vk wall", from, batch); err != nil {
						b.Fatal(err)
					}
					from = batch.Next
				}
			}
			toBare := func() {
				for _, batch := range puts[at : at+segment] {
					if err := putBare(bare, batch); err != nil {
						b.Fatal(err)
					}
				}
			}
			if at/segment%2 == 0 {
				storeTime += timed(toStore)
				bareTime += timed(toBare)
			} else {
				bareTime += timed(toBare)
				storeTime += timed(toStore)
			}
		}
		if err := errors.Join(s.Close(), bare.Close()); err != nil {
			b.Fatal(err)
		}
	}
	total := float64(b.N * benchMessages)
	b.ReportMetric(total/storeTime.Seconds(), "store-messages/s")
	b.ReportMetric(total/bareTime.Seconds(), "bare-messages/s")
	b.ReportMetric(bareTime.Seconds()/storeTime.Seconds(), "ratio-store/bare")
}

// timed measures after collecting what the other contestant left behind.
func timed(work func()) time.Duration {
	runtime.GC()
	started := time.Now()
	work()
	return time.Since(started)
}

func putBare(db *bbolt.DB, batch []written) error {
	return db.Update(func(t *bbolt.Tx) error {
		for _, p := range batch {
			bucket := t.Bucket([]byte(p.bucket))
			bucket.FillPercent = fillPercent(p.bucket)
			if err := bucket.Put(p.key, p.value); err != nil {
				return err
			}
		}
		return nil
	})
}

// recordPuts writes down what the store puts for each batch.
func recordPuts(b *testing.B, batches []inbox.Batch, puts [][]written) {
	b.Helper()
	s, err := Open(filepath.Join(b.TempDir(), "recorded.db"), Options{noSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var from []byte
	for i := range batches {
		s.observe = func(bucket string, key, value []byte) {
			puts[i] = append(puts[i], written{bucket, pair{append([]byte(nil), key...), append([]byte(nil), value...)}})
		}
		if _, err := s.Commit(context.Background(), "vk wall", from, batches[i]); err != nil {
			b.Fatal(err)
		}
		from = batches[i].Next
	}
}

// benchStore has total messages, 1 000 of them open and spread evenly.
func benchStore(b *testing.B, total int) *Store {
	b.Helper()
	ctx := context.Background()
	path := filepath.Join(b.TempDir(), "otklik.db")
	s, err := Open(path, Options{noSync: true})
	if err != nil {
		b.Fatal(err)
	}
	const batch = 5000
	every := total / 1000
	var cursor []byte
	for from := 0; from < total; from += batch {
		next := fmt.Append(nil, from)
		in := inbox.Batch{Next: next, Messages: make([]inbox.Message, batch)}
		for i := range in.Messages {
			in.Messages[i] = benchComment(from + i)
			in.Messages[i].Raw = nil
		}
		if _, err := s.Commit(ctx, "vk wall", cursor, in); err != nil {
			b.Fatal(err)
		}
		cursor = next
	}
	_, err = s.EvaluatePending(ctx, nil, always(func(t inbox.Thread) []inbox.MessageStatus {
		out := make([]inbox.MessageStatus, 0, len(t.Messages))
		for _, m := range t.Messages {
			var n int
			fmt.Sscan(m.ID, &n)
			v := inbox.MessageStatus{Ref: m.Ref(),
				Assessment: inbox.Assessment{Category: inbox.Chatter, Group: "Прочее",
					Reasons: []inbox.Reason{{Code: "no_signs"}}},
				History: []inbox.Change{{At: m.Sent, State: inbox.None, Reason: inbox.Reason{Code: "none_needed"}}}}
			if n%every == 0 {
				v.NeedsAnswer, v.Category, v.History[0].State = true, inbox.Complaint, inbox.Open
			}
			out = append(out, v)
		}
		return out
	}))
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	if s, err = Open(path, Options{}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// BenchmarkWaiting collects 1 000 open messages from stores of 10 000 and of 1 000 000, in turns, so that whatever else
// the machine does weighs on both. It reports the ratio of the median times, and the heap after the reading.
func BenchmarkWaiting(b *testing.B) {
	stores := [2]*Store{benchStore(b, 10_000), benchStore(b, 1_000_000)}
	var times [2][]time.Duration
	runtime.GC()
	for b.Loop() {
		for i, s := range stores {
			records := make([]inbox.Record, 0, 1000)
			started := time.Now()
			err := s.Waiting(context.Background(), []inbox.ChannelID{"governor/vk"}, func(r inbox.Record) error {
				records = append(records, r)
				return nil
			})
			if err != nil || len(records) != 1000 {
				b.Fatalf("%d records, %v", len(records), err)
			}
			times[i] = append(times[i], time.Since(started))
		}
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	var median [2]time.Duration
	for i := range times {
		slices.Sort(times[i])
		median[i] = times[i][len(times[i])/2]
	}
	b.ReportMetric(float64(median[0].Microseconds()), "µs-of-10k")
	b.ReportMetric(float64(median[1].Microseconds()), "µs-of-1M")
	b.ReportMetric(median[1].Seconds()/median[0].Seconds(), "ratio-1M/10k")
	b.ReportMetric(float64(memory.HeapInuse)/(1<<20), "heap-MiB")
}
