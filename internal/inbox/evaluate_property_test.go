package inbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"otklik/internal/inbox"
)

// words draws a random script of n words; the ids are 1…n.
func words(t *rapid.T, kind inbox.Kind) []string {
	var out []string
	if kind == inbox.Comment {
		out = append(out, "p")
	}
	n := rapid.IntRange(0, 14).Draw(t, "n")
	for id := 1; id <= n; id++ {
		who := rapid.SampledFrom([]string{"a", "b", "c", "?", "o", "o"}).Draw(t, "who")
		mark := rapid.SampledFrom([]string{"!", "!", ".", "~"}).Draw(t, "mark")
		if who == "o" {
			mark = rapid.SampledFrom([]string{"+", "f", "i", "n", "m", "g"}).Draw(t, "mark")
		}
		word := fmt.Sprintf("%s%d", who, id)
		if who == "o" && rapid.Bool().Draw(t, "person") {
			word += "@" + rapid.SampledFrom([]string{"a", "b"}).Draw(t, "addressee")
		}
		if rapid.Bool().Draw(t, "reply") {
			word += fmt.Sprintf(">%d", rapid.IntRange(1, n+2).Draw(t, "target"))
		}
		out = append(out, word+mark)
	}
	return out
}

func TestJudgeProperties(t *testing.T) {
	rank := map[inbox.State]int{inbox.Open: 0, inbox.Reopened: 0, inbox.Formal: 1, inbox.Interim: 2, inbox.Answered: 3}
	now := start.Add(24 * time.Hour)
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom([]inbox.Kind{inbox.Comment, inbox.Direct}).Draw(rt, "kind")
		script1 := words(rt, kind)
		thread := script(t, kind, strings.Join(script1, " "))
		statuses := evaluate(t, thread, scripted{}, now)

		n := 0
		for _, m := range thread.Messages {
			if m.Author.Official {
				continue
			}
			v := statuses[n]
			n++
			if v.Ref != m.Ref() {
				rt.Fatalf("verdict %d is about %v, want %v", n, v.Ref, m.Ref())
			}
			if len(v.History) == 0 || !v.History[0].At.Equal(m.Sent) {
				rt.Fatalf("%s: the first step is not the arrival: %v", m.ID, v.History)
			}
			if (v.State() == inbox.None) == v.NeedsAnswer {
				rt.Fatalf("%s: state %s, needs an answer %v", m.ID, v.State(), v.NeedsAnswer)
			}
			for i := 1; i < len(v.History); i++ {
				if v.History[i].At.Before(v.History[i-1].At) || rank[v.History[i].State] <= rank[v.History[i-1].State] {
					rt.Fatalf("%s: a step backwards: %v", m.ID, v.History)
				}
				if by := v.History[i].By; by == "" || v.History[i].Reason == (inbox.Reason{}) {
					rt.Fatalf("%s: a step without its cause or reason: %v", m.ID, v.History)
				}
			}
		}
		if n != len(statuses) {
			rt.Fatalf("%d citizens' messages, %d verdicts", n, len(statuses))
		}

		// What is added at the end by a citizen changes nothing before it; a machine's message changes nothing at all.
		for _, extra := range []string{"z99!", "o99m", "a99."} {
			longer := evaluate(t, script(t, kind, strings.Join(append(script1[:len(script1):len(script1)], extra),
				" ")), scripted{}, now)
			if got, want := states(longer[:len(statuses)]), states(statuses); got != want {
				rt.Fatalf("%s changed the past: %s, was %s", extra, got, want)
			}
		}

		// The state at any moment is the state that judging the thread as it stood then gives.
		cut := rapid.IntRange(0, len(thread.Messages)).Draw(rt, "cut")
		then := thread
		then.Messages = thread.Messages[:cut]
		if cut > 0 {
			moment := then.Messages[cut-1].Sent
			for i, v := range evaluate(t, then, scripted{}, now) {
				if c, ok := statuses[i].At(moment); !ok || c.State != v.State() {
					rt.Fatalf("at %v message %s was %s, its history says %s", moment, v.Ref.ID, v.State(), c.State)
				}
			}
		}
	})
}

// deaf says nothing: it is for what is remembered already.
type deaf struct {
	scripted
	t *rapid.T
}

func (d deaf) Assess(context.Context, inbox.Thread, int) (inbox.Assessment, error) {
	d.t.Fatal("a text is read again")
	return inbox.Assessment{}, nil
}

func (d deaf) Gist(context.Context, inbox.Message) (inbox.Gist, error) {
	d.t.Fatal("a reply is read again")
	return inbox.Gist{}, nil
}

func (d deaf) Renewed(context.Context, inbox.Thread, int, string) (bool, error) {
	d.t.Fatal("an edit is read again")
	return false, nil
}

func (d deaf) Voice(context.Context, inbox.Message, inbox.Message) (inbox.Voice, error) {
	d.t.Fatal("a voice is heard again")
	return 0, nil
}

// TestNothingIsReadTwice: what was said of a thread's texts is enough to evaluate it again, with the same statuses.
func TestNothingIsReadTwice(t *testing.T) {
	now := start.Add(24 * time.Hour)
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom([]inbox.Kind{inbox.Comment, inbox.Direct}).Draw(rt, "kind")
		thread := script(t, kind, strings.Join(words(rt, kind), " "))
		for i := range thread.Messages {
			m := &thread.Messages[i]
			if !m.Author.Official && rapid.IntRange(0, 3).Draw(rt, "edited") == 0 {
				m.Revisions = []inbox.Revision{{Text: rapid.SampledFrom([]string{"!", ".", "! new"}).Draw(rt, "former"),
					Until: m.Sent.Add(rapid.SampledFrom([]time.Duration{time.Minute, 5 * time.Minute}).Draw(rt,
						"until"))}}
			}
			if rapid.IntRange(0, 5).Draw(rt, "album") == 0 {
				m.Album = "G"
			}
		}
		want := evaluate(t, thread, scripted{}, now)
		thread.Readings = map[inbox.Basis]inbox.Reading{}
		for _, v := range want {
			for _, r := range v.Readings {
				thread.Readings[r.Basis] = r
			}
		}
		if d := cmp.Diff(want, evaluate(t, thread, deaf{t: rt}, now)); d != "" {
			rt.Fatal(d)
		}
	})
}
