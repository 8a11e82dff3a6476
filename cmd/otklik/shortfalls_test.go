package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/app"
	"otklik/internal/inbox"
	"otklik/internal/sandbox"
)

// What the digest's JSON, its words, the status and the outcome of collecting say of completeness is one thing, whatever
// stands in the store.
func TestCompletenessIsSaidOnce(t *testing.T) {
	b := newBench(t, smallTown())
	rapid.Check(t, func(r *rapid.T) {
		if err := os.Remove(b.path("otklik.db")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		o := b.office("test")
		now := time.Now()
		channels := o.Channels()
		names, err := o.SourceNames(channels)
		if err != nil {
			t.Fatal(err)
		}
		ago := func(name string) time.Time {
			return now.Add(-time.Duration(rapid.IntRange(0, 40*60).Draw(r, name)) * time.Minute)
		}
		for id, sources := range names {
			for _, source := range sources {
				for range rapid.IntRange(0, 2).Draw(r, "pulls of "+source) {
					p := inbox.Pull{Source: source, Channels: []inbox.ChannelID{id}, Ended: ago("ended"), Complete: rapid.Bool().Draw(r, "whole")}
					p.Started = p.Ended
					if !p.Complete {
						p.Failure = rapid.SampledFrom([]inbox.FailureKind{inbox.FailureNetwork, inbox.FailureAccess, inbox.FailureToken}).Draw(r, "trouble")
						p.Detail = "said why"
					}
					if rapid.IntRange(0, 3).Draw(r, "refuses") == 0 {
						p.Inaccessible = []inbox.Inaccessible{{Part: "wall-1_5", Code: 212}}
					}
					if rapid.IntRange(0, 3).Draw(r, "counts") == 0 {
						p.Reconciliation.Add(inbox.Count{Part: "wall-1_6", Counted: 4, Stored: 3, Since: now.Add(-time.Hour)})
					}
					if err := o.Store.Record(t.Context(), p); err != nil {
						t.Fatal(err)
					}
				}
			}
			if rapid.IntRange(0, 2).Draw(r, "gap") == 0 {
				g := inbox.Gap{Channel: id, From: ago("from"), Noted: ago("noted"), Failure: inbox.FailureExpired}
				if rapid.Bool().Draw(r, "ended") {
					g.To = ago("to")
				}
				from, err := o.Store.Cursor(t.Context(), "gaps of "+string(id))
				if err == nil {
					_, err = o.Store.Commit(t.Context(), "gaps of "+string(id), from, inbox.Batch{Gaps: []inbox.Gap{g}, Next: []byte("1")})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		d, err := app.FindDigest(o.Config, "morning")
		if err != nil {
			t.Fatal(err)
		}
		built, err := o.Compose(t.Context(), d, now)
		if err != nil {
			t.Fatal(err)
		}
		s, err := o.Status(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		short, err := o.Incomplete(t.Context(), channels, now)
		if err != nil {
			t.Fatal(err)
		}
		whole := true
		for i, c := range s.Channels {
			whole = whole && c.Complete
			if c.Complete != built.Channels[i].Complete || c.Channel != built.Channels[i].Channel {
				t.Errorf("%s: the status says %t, the digest %+v", c.Channel, c.Complete, built.Channels[i])
			}
		}
		if built.Complete != whole || whole != (len(short) == 0) || s.Well && !whole {
			t.Errorf("the digest says %t, the status %t (well %t), collect %q", built.Complete, whole, s.Well, short)
		}
	})
}

// Whoever is given exit code 3 is given its reason, but for the mails that cron would send every five minutes.
func TestWhatIsIncompleteIsSaidWithItsCode(t *testing.T) {
	b := newBench(t, smallTown())
	b.platform.Fail("wall.getComments", -1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 212, Message: "Access to post comments denied"})
	for _, flags := range [][]string{nil, {"--quiet"}} {
		var out, err strings.Builder
		code := run(t.Context(), append([]string{"--config", b.path("config.yaml"), "collect"}, flags...), streams{
			in: strings.NewReader(""), out: &out, err: &err, unwatched: true,
			getenv: func(string) (string, bool) { return "", false },
		})
		said := strings.Contains(out.String(), "governor/vk is incomplete: ")
		if code != exitPartly || said != (flags == nil) {
			t.Errorf("%v: exit %d\n%s%s", flags, code, out.String(), err.String())
		}
	}
}

// A bot that is no longer let in brings nothing, and nobody is told that nothing happened.
func TestABlindBotIsNoCalm(t *testing.T) {
	b := newBench(t, smallTown())
	b.must("collect")
	calm := b.must("digest", "morning").out
	if strings.Contains(calm, "Данные неполны") {
		t.Fatalf("before: %s", calm)
	}
	for _, method := range []string{"getChatAdministrators", "getChatMember"} {
		b.platform.Fail(method, -1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 403, Message: "Forbidden: bot was kicked from the supergroup chat"})
	}
	r := b.otklik("collect")
	if r.code != exitPartly || !strings.Contains(r.out+r.err, "add the bot to it as an administrator") {
		t.Errorf("collect: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if s := b.otklik("status"); s.code != exitPartly || !strings.Contains(s.out, "NOT SEEN  governor/telegram") || !strings.Contains(s.out, "not seen since") {
		t.Errorf("status: exit %d\n%s", s.code, s.out)
	}
	if d := b.digest(); d.Complete {
		t.Error("the digest says that it is complete")
	}
	if out := b.must("digest", "morning").out; !strings.Contains(out, "Данные неполны") || strings.Contains(out, "все каналы прочитаны") {
		t.Errorf("the digest:\n%s", out)
	}
	b.platform.Recover()
	b.otklik("collect")
	if out := b.must("digest", "morning").out; !strings.Contains(out, "Данные неполны") || !strings.Contains(out, "не прочитано с") {
		t.Errorf("what was written meanwhile is lost, and the digest says:\n%s", out)
	}
}
