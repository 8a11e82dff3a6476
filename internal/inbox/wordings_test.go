package inbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
)

// edit gives message id of a thread its wordings, oldest first, each until so many minutes after the start; the last
// one stands.
func edit(t *testing.T, thread inbox.Thread, id string, wordings ...string) inbox.Thread {
	t.Helper()
	for i := range thread.Messages {
		m := &thread.Messages[i]
		if m.ID != id {
			continue
		}
		for _, w := range wordings[:len(wordings)-1] {
			var minutes int
			text, until, _ := strings.Cut(w, "@")
			if _, err := fmt.Sscan(until, &minutes); err != nil {
				t.Fatal(err)
			}
			m.Revisions = append(m.Revisions, inbox.Revision{Text: text,
				Until: start.Add(time.Duration(minutes) * time.Minute)})
		}
		m.Text = wordings[len(wordings)-1]
		m.Edited = m.Revisions[len(m.Revisions)-1].Until
		return thread
	}
	t.Fatalf("no message %s", id)
	return thread
}

func TestAnEditAfterTheAnswer(t *testing.T) {
	cases := []struct {
		name, kind, thread string
		wordings           string // of message 1
		want               string // its history: state@minutes
		last               string // the states of all, where there are more
	}{
		{"a new need", "comment", "p a1! o2>1+", "!@30 !new", "open@1 answered@2 reopened@30", ""},
		{"in the second of the answer", "comment", "p a1! o2>1+", "!@2 !new", "open@1 reopened@2", ""},
		{"in a dialog", "direct", "a1! o2+", "!@30 !new", "open@0 answered@1 reopened@30", ""},
		{"a letter mended", "comment", "p a1! o2>1+", "!@30 !!", "open@1 answered@2", ""},
		{"thanks put in its place", "comment", "p a1! o2>1+", "!@30 .", "open@1 answered@2", ""},
		{"a new need before the answer", "comment", "p a1! b9. o2>1+", "!@2 !new", "open@1 answered@3", ""},
		{"a new need, then its answer", "comment", "p a1! o2>1+ b8. b9. o3>1+", "!@3 !new",
			"open@1 answered@2 reopened@3 answered@5", ""},
		{"a new need, then an interim reply", "comment", "p a1! o2>1+ b8. b9. o3>1i", "!@3 !new",
			"open@1 answered@2 reopened@3 interim@5", ""},
		{"two edits, the second asks for more", "comment", "p a1! o2>1+", "!@20 !!@30 !new",
			"open@1 answered@2 reopened@30", ""},
		{"the need is taken back", "comment", "p a1! o2>1+", "!@20 !new@30 !", "open@1 answered@2 reopened@20 " +
			"answered@30", ""},
		{"thanks become a complaint after a polite reply", "comment", "p a1! o2>1+", ".@30 !new", "open@1", ""},
		{"an interim reply stands", "comment", "p a1! o2>1i", "!@30 !new", "open@1 interim@2", ""},
		{"thanks after an interim reply still wait", "comment", "p a1! o2>1i", "!@30 .", "open@1 interim@2", ""},
		{"a worthless reply, then no complaint any more", "comment", "p a1! o2>1n", "!@30 .", "none@1", ""},
		{"other people's answers stand", "comment", "p a1! b8! o2>1+ o3>8+", "!@30 !new",
			"open@1 answered@3 reopened@30", "1=reopened 8=answered"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			thread := edit(t, script(t, inbox.Kind(c.kind), c.thread), "1", strings.Fields(c.wordings)...)
			verdicts := evaluate(t, thread, scripted{}, start.Add(time.Hour))
			var steps []string
			for _, s := range verdicts[0].History {
				steps = append(steps, fmt.Sprintf("%s@%d", s.State, int(s.At.Sub(start).Minutes())))
			}
			if got := strings.Join(steps, " "); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got := states(verdicts); c.last != "" && got != c.last {
				t.Errorf("got %s, want %s", got, c.last)
			}
			for _, v := range verdicts {
				if (v.State() == inbox.None) == v.NeedsAnswer {
					t.Errorf("message %s: state %s, needs an answer %v", v.Ref.ID, v.State(), v.NeedsAnswer)
				}
			}
		})
	}
}

func TestAnEditAfterADecision(t *testing.T) {
	for text, want := range map[string]string{"!new": "1=reopened", "!!": "1=dismissed"} {
		thread := edit(t, script(t, inbox.Comment, "p a1!"), "1", "!@30", text)
		ref := thread.Messages[1].Ref()
		thread.Corrections = map[inbox.Ref]inbox.Correction{ref: {Ref: ref, At: start.Add(10 * time.Minute),
			Reason: "шутка"}}
		if got := states(evaluate(t, thread, scripted{}, start.Add(time.Hour))); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestWhoIsNamedGoesBeforeWhereItStands: a platform shows an answer beneath a comment without saying that it replies
// to it.
func TestWhoIsNamedGoesBeforeWhereItStands(t *testing.T) {
	cases := []struct {
		name, thread string
		beneath      bool
		want         string
	}{
		{"named, and shown beneath another's", "p a1! b2>1! o3@b>1+", true, "1=open 2=answered"},
		{"named, and a reply to another's", "p a1! b2>1! o3@b>1+", false, "1=answered 2=open"},
		{"the official's own page is named", "p a1! b2>1! o9>1i o3@o>1+", true, "1=answered 2=open"},
		{"nobody named", "p a1! b2>1! o3>1+", true, "1=answered 2=open"},
	}
	for _, c := range cases {
		thread := script(t, inbox.Comment, c.thread)
		thread.Messages[len(thread.Messages)-1].Beneath = c.beneath
		if got := states(evaluate(t, thread, scripted{}, start.Add(time.Hour))); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWhoAnswersAsTheStaff(t *testing.T) {
	cases := []struct{ name, kind, thread, want string }{
		{"another person's complaint", "comment", "p a1! b2>1&", "1"},
		{"plainly", "comment", "p a1! b2>1%", "1"},
		{"by name", "comment", "p a1! b2@a&", "1"},
		{"in other words", "comment", "p a1! b2>1.", ""},
		{"no complaint", "comment", "p a1. b2>1&", ""},
		{"his own", "comment", "p a1! a2>1&", ""},
		{"nobody's", "comment", "p a1! b2&", ""},
		{"the official's", "comment", "p o1+ b2>1&", ""},
		{"an unknown author", "comment", "p a1! ?2>1&", ""},
		{"a dialog", "direct", "a1! b2>1&", ""},
	}
	for _, c := range cases {
		verdicts := evaluate(t, script(t, inbox.Kind(c.kind), c.thread), scripted{}, start.Add(time.Hour))
		v := verdicts[len(verdicts)-1]
		if v.Answers != c.want || (v.Voice == inbox.VoicePrivate) != (c.want == "") {
			t.Errorf("%s: %q, voice %d, want %q", c.name, v.Answers, v.Voice, c.want)
		}
	}
}

func TestLikeStaff(t *testing.T) {
	all := []inbox.Answerer{
		{Author: "1", Messages: 25, Complaints: 20, Formal: 9},
		{Author: "2", Messages: 5, Complaints: 5, Formal: 2},
		{Author: "3", Messages: 25, Complaints: 4, Formal: 25}, // a talk with a few people
		{Author: "4", Messages: 30, Complaints: 30, Formal: 1}, // a neighbour who knows a lot
	}
	var named []string
	for _, a := range inbox.LikeStaff(all) {
		named = append(named, a.Author)
	}
	if got := strings.Join(named, " "); got != "1 2" || len(all) != 4 {
		t.Errorf("named %s of %d", got, len(all))
	}
}

// TestEditsKeepVerdictsWhole: whatever is edited when, a status is one of its kind, its steps follow in time, and an
// edit that asks for nothing new changes no state that a reply has brought about.
func TestEditsKeepVerdictsWhole(t *testing.T) {
	now := start.Add(24 * time.Hour)
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom([]inbox.Kind{inbox.Comment, inbox.Direct}).Draw(rt, "kind")
		thread := script(t, kind, strings.Join(words(rt, kind), " "))
		renewed := false
		for i := range thread.Messages {
			m := &thread.Messages[i]
			if m.Author.Official || !rapid.Bool().Draw(rt, "edited") {
				continue
			}
			for range rapid.IntRange(1, 3).Draw(rt, "edits") {
				last := m.Sent
				if n := len(m.Revisions); n > 0 {
					last = m.Revisions[n-1].Until
				}
				until := last.Add(time.Duration(rapid.IntRange(0, 9).Draw(rt, "minutes")) * time.Minute)
				m.Revisions = append(m.Revisions, inbox.Revision{Text: m.Text, Until: until})
				m.Text = rapid.SampledFrom([]string{"!", "!!", ".", "!new"}).Draw(rt, "text")
				renewed = renewed || m.Text == "!new"
			}
		}
		for _, v := range evaluate(t, thread, scripted{}, now) {
			if (v.State() == inbox.None) == v.NeedsAnswer {
				rt.Fatalf("%s: state %s, needs an answer %v", v.Ref.ID, v.State(), v.NeedsAnswer)
			}
			for i := 1; i < len(v.History); i++ {
				before, step := v.History[i-1], v.History[i]
				if step.At.Before(before.At) || step.State == before.State || step.Reason == (inbox.Reason{}) {
					rt.Fatalf("%s: %+v after %+v", v.Ref.ID, step, before)
				}
				if !renewed && before.State == inbox.Answered {
					rt.Fatalf("%s: an answer was lost: %+v", v.Ref.ID, v.History)
				}
				if step.State != inbox.Reopened && step.By == "" {
					rt.Fatalf("%s: a step without its cause: %+v", v.Ref.ID, v.History)
				}
			}
		}
	})
}

func TestAWeakerReplyTakesNoAnswerAway(t *testing.T) {
	thread := script(t, inbox.Comment, "p a1! o2>1+ o3>1f")
	thread.Messages[2].Deleted = start.Add(30 * time.Minute)
	v := evaluate(t, thread, scripted{}, start.Add(time.Hour))[0]
	if c, _ := v.At(start.Add(10 * time.Minute)); c.State != inbox.Answered || v.State() != inbox.Formal {
		t.Errorf("%+v", v.History)
	}
}
