package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
	"otklik/store/bolt"
)

// The canaries of one person: none may be left anywhere in the file.
const (
	canaryText = "канарейка у дома на Выдуманной улице"
	canaryWas  = "первая редакция про канарейку"
	canaryName = "Канарейкина Проверка"
	canaryID   = "7770123"
	canaryURL  = "https://vk.example/wall-1?reply=777"
	canaryNote = "звонили по канарейке"
)

func canaries() [][]byte {
	var all [][]byte
	for _, c := range []string{canaryText, canaryWas, canaryName, canaryID, canaryURL, canaryNote} {
		all = append(all, []byte(c))
	}
	return append(all, []byte(fmt.Sprintf(`\u%04x\u%04x`, 'К', 'а')))
}

// nest fills a store with messages and hides the canaries wherever a person's data may stand.
func nest(t *testing.T, s *bolt.Shared, sent time.Time) {
	t.Helper()
	ctx := t.Context()
	person := inbox.Author{ID: canaryID, Name: canaryName}
	base := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, Thread: "-1_5", Sent: sent}
	message := func(id string, kind inbox.Kind, author inbox.Author, text string) inbox.Message {
		m := base
		m.ID, m.Kind, m.Author, m.Text = id, kind, author, text
		m.Raw = fmt.Appendf(nil, `{"id":%s,"from_id":%s,"text":%q}`, id, author.ID, text)
		return m
	}
	complaint := message("1", inbox.Comment, person, canaryText+"?")
	complaint.URL, complaint.Revisions = canaryURL, []inbox.Revision{{Text: canaryWas, Until: sent}}
	letter := message("2", inbox.Direct, person, canaryText+", письмо")
	letter.Thread = canaryID
	reply := message("3", inbox.Comment, inbox.Author{ID: "-1", Official: true},
		"[id"+canaryID+"|Проверка], "+canaryName+", ответим")
	reply.ReplyTo, reply.Addressee = "1", canaryID
	reply.Raw = fmt.Appendf(nil, `{"id":3,"reply_to_message":{"text":%q,"from":{"first_name":"\u041a\u0430"}}}`,
		canaryText)
	var others []inbox.Message
	for i := range 300 { // so that pages split and are freed
		m := message(fmt.Sprint(100+i), inbox.Comment, inbox.Author{ID: "9", Name: "Сосед"},
			fmt.Sprintf("Другая жалоба %d?", i))
		m.Sent = m.Sent.Add(100 * 24 * time.Hour)
		others = append(others, m)
	}
	batches := []inbox.Batch{{Messages: []inbox.Message{complaint, letter, reply}, Next: []byte("1")},
		{Messages: others, Next: []byte("2")},
		{Undecoded: []inbox.Undecoded{{Channel: "governor/vk", ID: "55",
			Raw: []byte(`{"from_id":` + canaryID + `,"x":"` + canaryText + `"}`)}}, Next: []byte("3")}}
	var cursor []byte
	for _, b := range batches {
		if _, err := s.Commit(ctx, "vk", cursor, b); err != nil {
			t.Fatal(err)
		}
		cursor = b.Next
	}
	note := func(inbox.Record, *inbox.Correction) (*inbox.Correction, error) {
		return &inbox.Correction{Ref: complaint.Ref(), At: sent, By: "kim", Reason: canaryNote}, nil
	}
	noError(t, s.SaveCorrection(ctx, complaint.Ref(), note))
	if _, err := s.EvaluatePending(ctx, nil, func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		var out []inbox.MessageStatus
		for _, m := range th.Messages {
			if !m.Author.Official {
				out = append(out, inbox.MessageStatus{Ref: m.Ref(),
					Assessment: inbox.Assessment{NeedsAnswer: true,
						Reasons: []inbox.Reason{{Words: "«" + m.Text + "»"}}},
					History: []inbox.Change{{At: m.Sent, State: inbox.Open, Reason: inbox.Reason{Words: m.Text}}}})
			}
		}
		return out, nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{sent.Add(time.Hour), sent.Add(10 * 24 * time.Hour), sent.Add(150 * 24 * time.Hour)} {
		noError(t, s.PutDigest(ctx, store.DigestRecord{Key: store.DigestKey{ID: "morning", At: at}, Built: at,
			Data: []byte("жалоба: " + canaryText)}))
	}
}

func TestNoByteOfThePurgedIsLeft(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	sent := now.Add(-400 * 24 * time.Hour)
	secret := bytes.Repeat([]byte{7}, bolt.KeySize)
	key, err := bolt.NewKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		order store.PurgeOrder
		key   *bolt.Key
		left  int
	}{
		{"past its time", store.PurgeOrder{Before: now.Add(-365 * 24 * time.Hour), Mode: store.Delete, At: now}, nil,
			300},
		{"depersonalised", store.PurgeOrder{Before: now.Add(-365 * 24 * time.Hour), Mode: store.Depersonalise, At: now},
			nil, 303},
		{"demanded", store.PurgeOrder{Platform: "vk", Author: canaryID, Mode: store.Delete, At: now}, nil, 301},
		{"demanded of an encrypted store", store.PurgeOrder{Platform: "vk", Author: canaryID, Mode: store.Delete,
			At: now}, key, 301},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "otklik.db")
			s := bolt.NewShared(path, bolt.Options{Purpose: "otklik test", Key: c.key})
			nest(t, s, sent)
			if !c.order.Before.IsZero() {
				// It came today: how old its content is nobody knows, and its time is not over.
				noError(t, s.Decoded(t.Context(), "governor/vk", "55"))
			}
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if c.key == nil && !bytes.Contains(whole, []byte(canaryText)) {
				t.Fatal("the canary is not found before the purge: the test shows nothing")
			}
			id, err := s.BeginPurge(t.Context(), c.order)
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.Erase(t.Context(), id, store.PurgeTools{Blank: []byte("{}")})
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := s.Rewrite(t.Context()); err != nil {
				t.Fatal(err)
			}
			noError(t, s.Rewritten(t.Context(), id, now))
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, canary := range canaries() {
				if n := bytes.Count(data, canary); n > 0 {
					t.Errorf("%q stands %d times in the file", canary, n)
				}
			}
			// Raw blocks are compressed and sealed values hidden: look at what is read, too.
			err = errors.Join(
				s.Raw(t.Context(), "governor/vk", func(_ inbox.Ref, _ time.Time,
					raw []byte) error {
					return sings(raw)
				}),
				s.Undecoded(t.Context(), "governor/vk", func(u inbox.Undecoded) error { return sings(u.Raw) }),
				s.Each(t.Context(),
					func(r inbox.Record) error { return sings(fmt.Appendf(nil, "%+v %+v", r.Message, r.Status)) }))
			if err != nil {
				t.Error(err)
			}
			digests, err := s.Digests(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range digests {
				if d, err = s.Digest(t.Context(), d.Key); err != nil || sings(d.Data) != nil {
					t.Errorf("the digest of %s: %v %s", d.Key.At, err, d.Data)
				}
			}
			problems, err := s.Check(t.Context())
			if err != nil || len(problems) > 0 {
				t.Errorf("%v, %v", problems, err)
			}
			left := 0
			if err := s.Each(t.Context(), func(inbox.Record) error { left++; return nil }); err != nil ||
				left != c.left {
				t.Errorf("%d messages are left, want %d; %v", left, c.left, err)
			}
			t.Logf("%d messages, %d raw replies, %d digests deleted and %d emptied; the file: %d bytes", r.Messages(),
				r.Raw, r.Digests, r.Blanked, len(data))
		})
	}
}

// sings is an error where data holds a canary.
func sings(data []byte) error {
	for _, c := range canaries() {
		if bytes.Contains(data, c) {
			return fmt.Errorf("%q is left in %s", c, data)
		}
	}
	return nil
}

// BenchmarkErase purges half of what a store holds, raw replies and evaluating included, and rewrites the file.
func BenchmarkErase(b *testing.B) {
	const messages = 20_000
	now := time.Now()
	for b.Loop() {
		b.StopTimer()
		s := bolt.NewShared(filepath.Join(b.TempDir(), "otklik.db"), bolt.Options{Purpose: "otklik test"})
		var cursor []byte
		for from := 0; from < messages; from += 5000 {
			var batch inbox.Batch
			for i := from; i < from+5000; i++ {
				age := 10 * 24 * time.Hour
				if i%2 == 0 {
					age = 400 * 24 * time.Hour
				}
				batch.Messages = append(batch.Messages,
					inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(i),
						Thread: fmt.Sprint("-1_", i/50), Author: inbox.Author{ID: fmt.Sprint(i % 997),
							Name: "Житель Энска"}, Text: fmt.Sprintf("На улице %d не горят фонари, когда почините?", i),
						Sent: now.Add(-age).Add(time.Duration(i) * time.Second),
						Raw:  fmt.Appendf(nil, `{"id":%d,"text":"На улице %d не горят фонари"}`, i, i)})
			}
			batch.Next = fmt.Append(nil, from)
			if _, err := s.Commit(b.Context(), "vk", cursor, batch); err != nil {
				b.Fatal(err)
			}
			cursor = batch.Next
		}
		b.StartTimer()
		id, err := s.BeginPurge(b.Context(), store.PurgeOrder{Before: now.Add(-365 * 24 * time.Hour),
			Mode: store.Delete, At: now})
		if err != nil {
			b.Fatal(err)
		}
		r, err := s.Erase(b.Context(), id, store.PurgeTools{})
		if err != nil || r.Messages() != messages/2 {
			b.Fatalf("%d messages, %v", r.Messages(), err)
		}
		if _, _, err := s.Rewrite(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(messages/2)*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
