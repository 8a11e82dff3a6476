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

// countingReader counts the texts that are read.
type countingReader struct {
	inbox.Reader
	texts int
}

func (r *countingReader) Assess(ctx context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	r.texts++
	return r.Reader.Assess(ctx, t, i)
}

func (r *countingReader) Gist(ctx context.Context, m inbox.Message) (inbox.Gist, error) {
	r.texts++
	return r.Reader.Gist(ctx, m)
}

func (r *countingReader) Renewed(ctx context.Context, t inbox.Thread, i int, former string) (bool, error) {
	r.texts++
	return r.Reader.Renewed(ctx, t, i, former)
}

func (r *countingReader) Voice(ctx context.Context, complaint, reply inbox.Message) (inbox.Voice, error) {
	r.texts++
	return r.Reader.Voice(ctx, complaint, reply)
}

// TestATextIsReadTwiceAtMost: comments arrive in many pulls, with replies and edits among them, and each pull changes
// threads that were evaluated before.
func TestATextIsReadTwiceAtMost(t *testing.T) {
	t.Parallel()
	const comments, pulls, threads = 2000, 300, 10
	own, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	reader := &countingReader{Reader: own}
	s, err := bolt.Open(filepath.Join(t.TempDir(), "otklik.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	evaluate := func(ctx context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		return inbox.Evaluate(ctx, th, reader, time.Now())
	}
	texts, cursor := 0, []byte(nil)
	for pull := range pulls {
		var b inbox.Batch
		for i := pull * comments / pulls; i < (pull+1)*comments/pulls; i++ {
			b.Messages = append(b.Messages, arriving(i, threads))
			texts++
			if i%40 == 39 { // somebody changes what he wrote before
				m := arriving(i-39, threads)
				m.Text, m.Edited = m.Text+" И лифт не работает, когда почините?", arriving(i, threads).Sent
				b.Messages = append(b.Messages, m)
				texts++
			}
		}
		b.Next = fmt.Append(nil, pull)
		if _, err := s.Commit(t.Context(), "vk", cursor, b); err != nil {
			t.Fatal(err)
		}
		cursor = b.Next
		if done, err := s.EvaluatePending(t.Context(), own, evaluate); err != nil || done.Failed > 0 {
			t.Fatal(done, err)
		}
	}
	each := float64(reader.texts) / float64(texts)
	t.Logf("%d readings of %d texts: %.2f each", reader.texts, texts, each)
	if each > 2.2 {
		t.Errorf("each text was read %.2f times, want 2.2 at most", each)
	}
}

// arriving is comment i: every ninth is a reply of the official's side to the one before it in its thread.
func arriving(i, threads int) inbox.Message {
	m := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(i + 1),
		Thread: fmt.Sprint("wall", i%threads), Author: inbox.Author{ID: fmt.Sprint(1000 + i%700)},
		Sent: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute),
		Text: fmt.Sprintf("Во дворе дома %d на Садовой третью неделю нет света, почините", i)}
	switch {
	case i%9 == 8 && i >= threads:
		m.Author, m.ReplyTo = inbox.Author{ID: "-1", Official: true}, fmt.Sprint(i+1-threads)
		m.Text = fmt.Sprintf("Передали в управляющую компанию, заявка %d", i)
	case i%5 == 4 && i >= threads: // another citizen speaks to him
		m.ReplyTo, m.Text = fmt.Sprint(i+1-threads), "У нас то же самое, никто ничего не делает"
	}
	return m
}
