package backup_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otklik/internal/care/backup"
	"otklik/internal/inbox"
	"otklik/store/bolt"
)

// BenchmarkBackup makes, restores and compacts a store of 100 000 messages, and tells how long the store is held.
func BenchmarkBackup(b *testing.B) {
	const messages = 100_000
	p := place{store: filepath.Join(b.TempDir(), "otklik.db"), folder: b.TempDir()}
	p.shared = bolt.NewShared(p.store, bolt.Options{})
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("не горит фонарь во дворе дома улица почините пожалуйста третью неделю яма дорога " +
		"автобус опять не пришёл вода холодная")
	ctx := context.Background()
	var from []byte
	for n := 0; n < messages; n += 10_000 {
		batch := inbox.Batch{Next: fmt.Append(nil, n)}
		for i := n; i < n+10_000; i++ {
			var text strings.Builder
			for range 10 + random.IntN(30) {
				text.WriteString(words[random.IntN(len(words))] + " ")
			}
			batch.Messages = append(batch.Messages,
				inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(i),
					Thread: fmt.Sprintf("-1_%d", i/100), Text: text.String() + fmt.Sprint(i),
					Sent:   now.Add(time.Duration(i) * time.Second),
					Author: inbox.Author{ID: fmt.Sprint(random.IntN(50_000)), Name: "Житель"}})
		}
		if _, err := p.shared.Commit(ctx, "vk", from, batch); err != nil {
			b.Fatal(err)
		}
		from = batch.Next
	}
	job := backup.Job{Source: p.shared, Scratch: filepath.Dir(p.store),
		File: filepath.Join(p.folder, "a.zst"), Now: now}
	made, err := backup.Write(ctx, job)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("write", func(b *testing.B) {
		b.SetBytes(made.Bytes)
		var held time.Duration
		for b.Loop() {
			made, err := backup.Write(ctx, job)
			if err != nil {
				b.Fatal(err)
			}
			held += made.Held
		}
		b.ReportMetric(float64(held.Milliseconds())/float64(b.N), "held-ms/op")
		b.ReportMetric(float64(made.Size)/float64(made.Bytes), "size-ratio")
	})
	b.Run("restore", func(b *testing.B) {
		b.SetBytes(made.Bytes)
		to := filepath.Join(b.TempDir(), "otklik.db")
		for b.Loop() {
			if _, err := backup.Restore(ctx, backup.Restoring{File: job.File, Store: to, Now: now}); err != nil {
				b.Fatal(err)
			}
			if err := os.Remove(to); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("compact", func(b *testing.B) {
		b.SetBytes(made.Bytes)
		for b.Loop() {
			if _, _, err := p.shared.Compact(ctx, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
