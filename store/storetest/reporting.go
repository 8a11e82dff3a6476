package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/store"
)

func gaps(t *testing.T, s store.Store) {
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	gap := func(from, to, noted int) inbox.Gap {
		g := inbox.Gap{Channel: bot, From: at(from), Failure: inbox.FailureExpired, Noted: at(noted)}
		if to > 0 {
			g.To = at(to)
		}
		return g
	}
	for _, g := range []inbox.Gap{gap(5, 0, 6), gap(1, 2, 3), gap(5, 0, 9), gap(5, 7, 10), gap(5, 0, 11),
		gap(1, 2, 3)} {
		commit(t, s, "tg", inbox.Batch{Gaps: []inbox.Gap{g}})
	}
	got, err := s.Coverage(context.Background(), []inbox.ChannelID{bot}, nil, at(20))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]inbox.Coverage{{Channel: bot, Gaps: []inbox.Gap{gap(1, 2, 3), gap(5, 7, 6)}}}, got); d != "" {
		t.Error(d)
	}
	if got, err = s.Coverage(context.Background(), []inbox.ChannelID{bot}, nil, at(4)); err != nil ||
		len(got[0].Gaps) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func coverageOf(t *testing.T, s store.Store, id inbox.ChannelID, at time.Time) inbox.Coverage {
	t.Helper()
	got, err := s.Coverage(context.Background(), []inbox.ChannelID{id}, nil, at)
	if err != nil || len(got) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	return got[0]
}

func halfRead(t *testing.T, s store.Store) {
	const blind, seen = inbox.ChannelID("mayor/telegram"), inbox.ChannelID("governor/telegram")
	for hour, failed := range [][]inbox.ChannelID{nil, {blind}} {
		ended := noon.Add(time.Duration(hour) * time.Hour)
		p := inbox.Pull{Source: "bot", Channels: []inbox.ChannelID{blind, seen}, Started: ended, Ended: ended,
			Complete: failed == nil, Failed: failed}
		if failed != nil {
			p.Failure, p.Detail = inbox.FailureAccess, "let the bot in"
		}
		noError(t, s.Record(context.Background(), p))
	}
	later := noon.Add(time.Hour)
	if c := coverageOf(t, s, blind, later); !c.LastComplete.Equal(noon) || c.Failure != inbox.FailureAccess ||
		c.Detail == "" {
		t.Errorf("the channel that failed: %+v", c)
	}
	if c := coverageOf(t, s, seen, later); !c.LastComplete.Equal(later) || c.Failure != "" || c.Detail != "" {
		t.Errorf("the channel that was read: %+v", c)
	}
}

func lastingGap(t *testing.T, s store.Store) {
	gap := inbox.Gap{Channel: bot, From: noon, Failure: inbox.FailureAccess, Noted: noon.Add(time.Hour)}
	for range 2 {
		commit(t, s, "bot", inbox.Batch{Gaps: []inbox.Gap{gap}})
	}
	if c := coverageOf(t, s, bot, noon.Add(2*time.Hour)); len(c.Gaps) != 1 || c.Gaps[0] != gap {
		t.Errorf("while it lasts: %+v", c.Gaps)
	}
	gap.To = noon.Add(3 * time.Hour)
	commit(t, s, "bot", inbox.Batch{Gaps: []inbox.Gap{gap}})
	if c := coverageOf(t, s, bot, noon.Add(4*time.Hour)); len(c.Gaps) != 1 || c.Gaps[0] != gap {
		t.Errorf("when it has ended: %+v", c.Gaps)
	}
}

func coverage(t *testing.T, s store.Store) {
	ctx := context.Background()
	at := func(h int) time.Time { return noon.Add(time.Duration(h) * time.Hour) }
	hidden := []inbox.Inaccessible{{Part: "dialog 5", Code: 18}, {Part: "wall-1_2", Code: 212}}
	refusals := map[string][]inbox.Inaccessible{"messages": hidden}
	off := []inbox.Count{{Part: "dialog 5", Counted: 9, Stored: 7, Since: noon}}
	reconciliations := map[string]inbox.Reconciliation{"wall": {Parts: 2, Counted: 30, Stored: 30},
		"messages": {Parts: 3, Counted: 20, Stored: 18, Mismatches: off}}
	record := func(source string, ended int, trouble inbox.FailureKind, channels ...inbox.ChannelID) {
		t.Helper()
		if err := s.Record(ctx, inbox.Pull{Source: source, Channels: channels, Started: at(ended).Add(-time.Minute),
			Ended:    at(ended),
			Complete: trouble == "", Failure: trouble, Detail: "detail of " + string(trouble), Warnings: []string{"w"},
			Inaccessible: refusals[source], Reconciliation: reconciliations[source]}); err != nil {
			t.Fatal(err)
		}
	}
	record("wall", 1, "", wall)
	record("wall", 5, inbox.FailureNetwork, wall)
	record("messages", 2, "", wall)
	record("messages", 6, "", wall)
	record("wallet", 7, inbox.FailureToken, bot) // a name that another begins with
	record("import result.json", 3, "", wall)
	record("import result.json", 4, inbox.FailureOther, wall)
	commit(t, s, "wall", messages(comment(1, "p", "a")))
	for _, c := range []struct {
		name    string
		channel inbox.ChannelID
		sources []string
		at      int
		want    inbox.Coverage
	}{
		{"oldest of the sources", wall, []string{"wall", "messages"}, 10,
			inbox.Coverage{LastComplete: at(1), LastTry: at(6),
				Failure: inbox.FailureNetwork, Detail: "detail of network", Stored: 1, Pending: 1, Imported: at(3)}},
		{"sources guessed", wall, nil, 10, inbox.Coverage{LastComplete: at(1), LastTry: at(6),
			Failure: inbox.FailureNetwork, Detail: "detail of network", Stored: 1, Pending: 1, Imported: at(3)}},
		{"as of earlier", wall, []string{"wall", "messages"},
			2, inbox.Coverage{LastComplete: at(1), LastTry: at(2), Stored: 1, Pending: 1}},
		{"as of before", wall, []string{"wall", "messages"}, 1, inbox.Coverage{LastTry: at(1), Stored: 1, Pending: 1}},
		{"one never read", wall, []string{"messages", "never"}, 10,
			inbox.Coverage{LastTry: at(6), Stored: 1, Pending: 1, Imported: at(3)}},
		{"never complete", bot, []string{"wallet"}, 10,
			inbox.Coverage{LastTry: at(7), Failure: inbox.FailureToken, Detail: "detail of token"}},
		{"source without this channel", bot, []string{"wall"}, 10, inbox.Coverage{}},
		{"unknown channel", "mayor/max", []string{"wall"}, 10, inbox.Coverage{}},
	} {
		c.want.Channel = c.channel
		if c.channel == wall && c.want.LastTry.After(at(1)) {
			c.want.Inaccessible = hidden
			c.want.Reconciliation.Merge(reconciliations["messages"])
		}
		if c.channel == wall && (c.sources == nil || c.sources[0] == "wall") {
			c.want.Reconciliation.Parts, c.want.Reconciliation.Counted, c.want.Reconciliation.Stored = c.want.Reconciliation.Parts+2, c.want.Reconciliation.Counted+30, c.want.Reconciliation.Stored+30
		}
		if c.channel == wall {
			c.want.Since = comment(1, "p", "a").Sent
		}
		got, err := s.Coverage(ctx, []inbox.ChannelID{c.channel},
			map[inbox.ChannelID][]string{c.channel: c.sources}, at(c.at))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]inbox.Coverage{c.want}, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func officials(t *testing.T, s store.Store) {
	mine, other := comment(2, "p", "Починили вчера."), comment(3, "p", "и у нас?")
	mine.Author, mine.ReplyTo = inbox.Author{ID: "77"}, comment(1, "p", "").ID
	other.Author.ID = "78"
	commit(t, s, "vk", messages(comment(1, "p", "вопрос?"), mine, other))
	settle(t, s, 1)
	commit(t, s, "vk", inbox.Batch{Officials: []inbox.Official{{Channel: wall, Author: "77"}, {Channel: wall},
		{Channel: bot, Author: "78"}}})
	if !get(t, s, mine.Ref()).Message.Author.Official || get(t, s, other.Ref()).Message.Author.Official {
		t.Error("who was found to be official was not official before, or somebody else was")
	}
	settle(t, s, 1)
	commit(t, s, "vk", inbox.Batch{Officials: []inbox.Official{{Channel: wall, Author: "77"}}})
	settle(t, s, 0)
}

func settling(t *testing.T, s store.Store) {
	direct := comment(3, "501", "в личке?")
	direct.Channel, direct.Kind = bot, inbox.Direct
	commit(t, s, "vk", messages(comment(5, "p2", "пять?"), comment(1, "p1", "один?"),
		comment(2, "p1", "спасибо"), direct))
	equal(t, "nothing is judged before Settle", waiting(t, s, wall, bot), "")
	settle(t, s, 3)
	settle(t, s, 0)
	equal(t, "waiting", waiting(t, s, wall, bot), "1 5 3")
	equal(t, "of one channel", waiting(t, s, bot, "nobody/vk"), "3")
	r := get(t, s, comment(1, "p1", "").Ref())
	if d := cmp.Diff(judge(inbox.Thread{Messages: []inbox.Message{r.Message}})[0], *r.Status); d != "" {
		t.Error(d)
	}
	commit(t, s, "vk", messages(reply(7, "p1", "ответ")))
	settle(t, s, 1)
	equal(t, "after the answer", waiting(t, s, wall), "5")
	answered := noon.Add(7 * time.Minute)
	equal(t, "closed", closed(t, s, answered, wall, bot), "1")
	equal(t, "closed later", closed(t, s, answered.Add(1), wall), "")
	if get(t, s, reply(7, "p1", "").Ref()).Status != nil {
		t.Error("the official's message has a verdict")
	}
	stop := errors.New("stop")
	if err := s.Waiting(context.Background(), []inbox.ChannelID{wall},
		func(inbox.Record) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
}

func deletedWaiting(t *testing.T, s store.Store) {
	m := comment(1, "p", "вопрос?")
	commit(t, s, "vk", messages(m, comment(2, "p", "шум")))
	settle(t, s, 1)
	noticed := noon.Add(time.Hour)
	commit(t, s, "vk", inbox.Batch{Deletions: []inbox.Deletion{{Ref: m.Ref(), Noticed: noticed},
		{Ref: comment(2, "p", "").Ref(), Noticed: noticed}}})
	settle(t, s, 1)
	equal(t, "still in waiting", waiting(t, s, wall), "1")
	equal(t, "and in closed", closed(t, s, noticed, wall), "1")
	commit(t, s, "vk", messages(m))
	settle(t, s, 1)
	equal(t, "restored", closed(t, s, time.Time{}, wall), "")
	equal(t, "waits again", waiting(t, s, wall), "1")
}

func becomesOfficial(t *testing.T, s store.Store) {
	m := comment(2, "p", "разберёмся?")
	commit(t, s, "vk", messages(comment(1, "p", "вопрос?"), m))
	settle(t, s, 1)
	equal(t, "waiting", waiting(t, s, wall), "1 2")
	m.Author.Official = true
	equal(t, "no change of the message", commit(t, s, "vk", messages(m)), inbox.CommitStats{})
	settle(t, s, 1)
	equal(t, "waiting", waiting(t, s, wall), "")
	if get(t, s, m.Ref()).Status != nil {
		t.Error("its verdict is still there")
	}
	m.Author.Official = false
	commit(t, s, "vk", messages(m))
	settle(t, s, 0)
	if !get(t, s, m.Ref()).Message.Author.Official {
		t.Error("leaving the staff reopened history")
	}
}

func corrections(t *testing.T, s store.Store) {
	ctx := context.Background()
	m := comment(1, "p", "вопрос?")
	correction := inbox.Correction{Ref: m.Ref(), At: noon.Add(time.Hour), By: "пресс-служба",
		Reason:   "решено по телефону",
		Decision: inbox.Elsewhere, Group: "Дороги", Topic: "Ямы", Placed: true, Municipality: "Энск"}
	_, _, unknown := s.Decided(ctx, m.Ref())
	for _, err := range []error{rule(s, correction), unknown} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("about an unknown message: %v", err)
		}
	}
	commit(t, s, "vk", messages(m))
	settle(t, s, 1)
	refused := errors.New("refused")
	if err := s.SaveCorrection(ctx, m.Ref(), func(r inbox.Record, before *inbox.Correction) (*inbox.Correction, error) {
		equal(t, "shown", r.Message.Text, m.Text)
		if before != nil {
			t.Errorf("nothing was decided before, and there is %+v", before)
		}
		return &correction, refused
	}); !errors.Is(err, refused) {
		t.Error(err)
	}
	settle(t, s, 0)
	if _, none, err := s.Decided(ctx, m.Ref()); none != nil || err != nil {
		t.Errorf("what was refused is stored: %+v, %v", none, err)
	}
	noError(t, rule(s, correction))
	if _, err := s.EvaluatePending(ctx, nil, func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		if d := cmp.Diff(map[inbox.Ref]inbox.Correction{m.Ref(): correction}, th.Corrections); d != "" {
			t.Error(d)
		}
		return judge(th), nil
	}); err != nil {
		t.Fatal(err)
	}
	_, stored, err := s.Decided(ctx, m.Ref())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&correction, stored); d != "" {
		t.Error(d)
	}
	if err := s.Corrections(ctx, func(r inbox.Record, given inbox.Correction) error {
		equal(t, "the ruling's message", r.Message.Text, m.Text)
		equal(t, "the ruling", given, correction)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	equal(t, "dismissed", waiting(t, s, wall), "")
	equal(t, "closed", closed(t, s, correction.At, wall), "1")
	if err := s.SaveCorrection(ctx, m.Ref(), func(_ inbox.Record, before *inbox.Correction) (*inbox.Correction, error) {
		equal(t, "what was decided before", *before, correction)
		return nil, nil
	}); err != nil {
		t.Fatal(err)
	}
	settle(t, s, 1)
	equal(t, "waits again", waiting(t, s, wall), "1")
	equal(t, "not closed", closed(t, s, time.Time{}, wall), "")
}

// rule stores a decision whatever was decided before.
func rule(s store.Store, r inbox.Correction) error {
	return s.SaveCorrection(context.Background(), r.Ref,
		func(inbox.Record, *inbox.Correction) (*inbox.Correction, error) { return &r, nil })
}

// manyDecide: of many people who decide about one message at the same time each sees what those before have decided.
func manyDecide(t *testing.T, s store.Store) {
	ctx := context.Background()
	m := comment(1, "p", "вопрос?")
	commit(t, s, "vk", messages(m))
	settle(t, s, 1)
	var people sync.WaitGroup
	for n := range 8 {
		people.Go(func() {
			err := s.SaveCorrection(ctx, m.Ref(), func(_ inbox.Record,
				before *inbox.Correction) (*inbox.Correction, error) {
				next := inbox.Correction{Ref: m.Ref(), At: noon}
				if before != nil {
					next = *before
				}
				next.Reason += fmt.Sprint(n)
				return &next, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	people.Wait()
	_, stored, err := s.Decided(ctx, m.Ref())
	if err != nil || stored == nil {
		t.Fatal(stored, err)
	}
	digits := strings.Split(stored.Reason, "")
	slices.Sort(digits)
	equal(t, "all of them", strings.Join(digits, ""), "01234567")
}

// find: one number may be borne by a comment and by messages of several dialogs.
func find(t *testing.T, s store.Store) {
	ctx := context.Background()
	a, b := direct(1, "41", "вопрос?"), direct(1, "42", "вопрос?")
	c, elsewhere, other := comment(1, "p", "вопрос?"), comment(1, "p", "вопрос?"), comment(2, "p", "вопрос?")
	elsewhere.Channel = "mayor/vk"
	commit(t, s, "vk", messages(a, b, c, elsewhere, other))
	settle(t, s, 4)
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

func markAll(t *testing.T, s store.Store) {
	ctx := context.Background()
	for i := range 450 { // more than one transaction of EvaluatePending
		commit(t, s, "vk", messages(comment(i, fmt.Sprint("p", i%300), "вопрос?")))
	}
	settle(t, s, 300)
	if v, err := s.ReaderVersion(ctx); v != "" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	noError(t, s.MarkAllPending(ctx))
	noError(t, s.SetReaderVersion(ctx, "2"))
	if v, err := s.ReaderVersion(ctx); v != "2" || err != nil {
		t.Errorf("%q, %v", v, err)
	}
	n, err := s.EvaluatePending(ctx, nil, func(_ context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		for i := range th.Messages {
			th.Messages[i].Text = "" // a reading that sees no question anywhere
		}
		return judge(th), nil
	})
	if n.Threads != 300 || err != nil {
		t.Errorf("%d, %v", n.Threads, err)
	}
	equal(t, "nothing waits by the new reading", waiting(t, s, wall), "")
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
	if _, err := s.EvaluatePending(context.Background(), nil, Always(judge)); err != nil {
		t.Fatal(err)
	}
	read := func(channels ...inbox.ChannelID) string {
		return ids(t, func(fn func(inbox.Record) error) error {
			return s.Between(context.Background(), channels, noon.Add(2*time.Minute), noon.Add(4*time.Minute),
				func(r inbox.Record) error {
					if r.Message.Author.Official != (r.Status == nil) {
						t.Errorf("message %s and its verdict %+v", r.Message.ID, r.Status)
					}
					return fn(r)
				})
		})
	}
	equal(t, "one channel", read(wall), "2 3")
	equal(t, "two channels", read(wall, bot, "nobody/nowhere"), "2 3 2")
}
