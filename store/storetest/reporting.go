package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/store"
)

// find: one number may be borne by a comment and by messages of several dialogs.
func find(t *testing.T, s store.Store) {
	ctx := context.Background()
	a, b := direct(1, "41", "вопрос?"), direct(1, "42", "вопрос?")
	c, elsewhere, other := comment(1, "p", "вопрос?"), comment(1, "p", "вопрос?"), comment(2, "p", "вопрос?")
	elsewhere.Channel = "mayor/vk"
	commit(t, s, "vk", messages(a, b, c, elsewhere, other))
	evaluatePending(t, s, 4)
	found := map[inbox.Ref]bool{}
	look := func(match func(inbox.Ref) bool) {
		t.Helper()
		clear(found)
		if err := s.Find(ctx, []inbox.ChannelID{wall, "nobody/vk"}, match, func(r inbox.Record) error {
			if r.Status == nil || r.Message.Text != "вопрос?" {
				t.Errorf("%+v", r)
			}
			found[r.Message.Ref()] = true
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	look(func(r inbox.Ref) bool { return r.ID == "1" })
	if d := cmp.Diff(map[inbox.Ref]bool{a.Ref(): true, b.Ref(): true, c.Ref(): true}, found); d != "" {
		t.Error(d)
	}
	for _, m := range []inbox.Message{a, b, c, other} {
		look(func(r inbox.Ref) bool { return r.HasNumber(m.Ref().Number()) })
		if d := cmp.Diff(map[inbox.Ref]bool{m.Ref(): true}, found); d != "" {
			t.Error(d)
		}
	}
}

func digests(t *testing.T, s store.Store) {
	ctx := context.Background()
	if _, err := s.LastDigest(ctx, "morning"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	put := func(id string, at time.Time, data string) error {
		return s.PutDigest(ctx, store.DigestRecord{Key: store.DigestKey{ID: id, At: at},
			From: at.Add(-24 * time.Hour), To: at,
			Built: at.Add(time.Second), Late: true, Data: []byte(data)})
	}
	for _, err := range []error{put("morning", noon, "a"), put("morning", noon.Add(time.Hour), "b"),
		put("morning2", noon.Add(2*time.Hour), "c"),
		put("evening", noon, "d"), put("morning", noon, "a")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := put("morning", noon, "another"); !errors.Is(err, store.ErrDigestExists) {
		t.Error(err)
	}
	for id, want := range map[string]string{"morning": "b", "morning2": "c", "evening": "d"} {
		d, err := s.LastDigest(ctx, id)
		if err != nil || string(d.Data) != want {
			t.Errorf("%s: %q, %v", id, d.Data, err)
		}
	}
	d, err := s.Digest(ctx, store.DigestKey{ID: "morning", At: noon.In(time.FixedZone("", 3600))})
	want := store.DigestRecord{Key: store.DigestKey{ID: "morning", At: noon}, From: noon.Add(-24 * time.Hour), To: noon,
		Built: noon.Add(time.Second), Late: true, Data: []byte("a")}
	if diff := cmp.Diff(want, d); diff != "" || err != nil {
		t.Error(diff, err)
	}
	amended := want
	amended.Data = []byte("more")
	for _, c := range []struct {
		key  store.DigestKey
		old  []byte
		want error
	}{{store.DigestKey{ID: "morning", At: noon.Add(1)}, nil, store.ErrNotFound},
		{want.Key, []byte("other"), store.ErrDigestExists}, {want.Key, want.Data, nil}} {
		if err := s.AmendDigest(ctx, c.key, c.old, amended.Data); !errors.Is(err, c.want) {
			t.Errorf("amend %q: %v, want %v", c.old, err, c.want)
		}
	}
	if d, err := s.Digest(ctx, want.Key); err != nil || cmp.Diff(amended, d) != "" {
		t.Errorf("amended: %v %s", err, cmp.Diff(amended, d))
	}
	if _, err := s.Digest(ctx, store.DigestKey{ID: "morning", At: noon.Add(1)}); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func each(t *testing.T, s store.Store) {
	const n = 1203 // several chunks
	var b inbox.Batch
	for i := range n {
		m := comment(n-i, "p", "текст")
		if i%3 == 0 {
			m.Channel = bot
		}
		b.Messages = append(b.Messages, m)
	}
	commit(t, s, "vk", b)
	seen := map[inbox.Ref]bool{}
	var last inbox.Message
	if err := s.Each(context.Background(), func(r inbox.Record) error {
		m := r.Message
		if seen[m.Ref()] || (m.Channel == last.Channel && m.Sent.Before(last.Sent)) {
			t.Errorf("%v after %v", m.Ref(), last.Ref())
		}
		seen[m.Ref()], last = true, m
		if len(seen) == 1 { // a writer is not held up
			commit(t, s, "vk2", messages(comment(0, "p", "во время чтения")))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(seen) < n || len(seen) > n+1 {
		t.Errorf("%d messages", len(seen))
	}
}

func exactness(t *testing.T, s store.Store) {
	for i, at := range []time.Time{{}, time.Unix(0, 0), time.Unix(-1, 999), time.Unix(1<<30, 123456789),
		noon.In(time.FixedZone("x", 4*3600))} {
		m := comment(i, "p", "кривой \xff\x00 текст")
		m.Edited, m.Deleted = at, at
		if inbox.FaultOfDate(at, noon) == "" { // else it is held, see dates
			m.Sent = at
		}
		commit(t, s, "vk", messages(m))
		got := get(t, s, m.Ref()).Message
		if !got.Sent.Equal(m.Sent) || !got.Edited.Equal(at) || !got.Deleted.Equal(at) ||
			got.Sent.Location() != time.UTC || got.Text != m.Text {
			t.Errorf("%v: %+v", at, got)
		}
	}
}

func between(t *testing.T, s store.Store) {
	other := comment(2, "900", "в другом канале")
	other.Channel = bot
	commit(t, s, "vk", messages(comment(1, "p", "раньше"), comment(2, "p", "первое?"), reply(3, "p", "ответ"),
		comment(4, "p", "на границе"), other))
	if _, err := s.EvaluatePending(context.Background(), nil, Always(evaluate)); err != nil {
		t.Fatal(err)
	}
	read := func(channels ...inbox.ChannelID) string {
		return ids(t, func(fn func(inbox.Record) error) error {
			return s.Between(context.Background(), channels, noon.Add(2*time.Minute), noon.Add(4*time.Minute),
				func(r inbox.Record) error {
					if r.Message.Author.Official != (r.Status == nil) {
						t.Errorf("message %s and its status %+v", r.Message.ID, r.Status)
					}
					return fn(r)
				})
		})
	}
	equal(t, "one channel", read(wall), "2 3")
	equal(t, "two channels", read(wall, bot, "nobody/nowhere"), "2 3 2")
}
