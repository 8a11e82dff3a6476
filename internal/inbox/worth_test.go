package inbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// reads counts how often texts are read.
type reads struct {
	scripted
	gists *int
}

func (r reads) Gist(ctx context.Context, m inbox.Message) (inbox.Gist, error) {
	*r.gists++
	return r.scripted.Gist(ctx, m)
}

// A bot that talks on in a dialog of many questions is read once a message, and the answer that a person gives at last
// answers all of them.
func TestABotsDialogIsReadOnce(t *testing.T) {
	const questions, repeats = 50, 100
	var words []string
	for n := range questions {
		words = append(words, fmt.Sprintf("a%d!", n))
	}
	for n := range repeats {
		words = append(words, fmt.Sprintf("o%dn", 100+n))
	}
	words = append(words, "o500+")
	gists := 0
	for _, v := range evaluate(t, script(t, inbox.Direct, strings.Join(words, " ")), reads{gists: &gists},
		start.Add(24*time.Hour)) {
		if v.State() != inbox.Answered || len(v.History) != 2 || v.History[1].By != "500" {
			t.Fatalf("%s: %+v", v.Ref.ID, v.History)
		}
	}
	if gists > questions+repeats+1 {
		t.Errorf("%d texts were read %d times", questions+repeats+1, gists)
	}
}

// The digest names who answered last where an edit is taken back, whatever number of answers came before.
func TestTheLastOfManyAnswersStands(t *testing.T) {
	thread := edit(t, script(t, inbox.Comment, "p a1! o2>1+ o3>1+ o4>1+ o5>1+"), "1", "!@20", "!new@30", "!")
	v := evaluate(t, thread, scripted{}, start.Add(time.Hour))[0]
	var steps []string
	for _, s := range v.History {
		steps = append(steps, fmt.Sprintf("%s@%d by %s", s.State, int(s.At.Sub(start).Minutes()), s.By))
	}
	if got := strings.Join(steps, ", "); got != "open@1 by , answered@2 by 2, reopened@20 by , answered@30 by 5" {
		t.Error(got)
	}
}

// Who had his edited message answered and writes again is told from whom nobody has answered yet.
func TestWhoWritesAgainAfterAnEditedMessage(t *testing.T) {
	for _, c := range []struct{ name, thread, last, want string }{
		{"the last wording is answered", "p a1! b9. o2>1+ a3!", "!!", "1=answered 9=none 3=reopened"},
		{"only a reply came", "p a1! b9. o2>1i a3!", "!!", "1=interim 9=none 3=open"},
		{"another one writes", "p a1! b9. o2>1+ b3!", "!!", "1=answered 9=none 3=open"},
	} {
		thread := edit(t, script(t, inbox.Comment, c.thread), "1", "!@2", c.last)
		if got := states(evaluate(t, thread, scripted{}, start.Add(time.Hour))); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// The office says that a message needs an answer: that goes for each of its wordings, so what it was answered before
// the edit counts.
func TestADecisionStandsForEveryWording(t *testing.T) {
	thread := edit(t, script(t, inbox.Comment, "p a1. o2>1+"), "1", ".@30", "..")
	ref := thread.Messages[1].Ref()
	thread.Corrections = map[inbox.Ref]inbox.Correction{ref: {Ref: ref, At: start.Add(time.Hour),
		Decision: inbox.Needed}}
	if got := states(evaluate(t, thread, scripted{}, start.Add(2*time.Hour))); got != "1=answered" {
		t.Error(got)
	}
}

// Somebody closes a message, and later the answer beneath it is deleted: it waits no more, and its steps stay in the
// order of time.
func TestADecisionOutlivesTheAnswer(t *testing.T) {
	thread := script(t, inbox.Comment, "p a1! o2>1+")
	thread.Messages[2].Deleted = start.Add(30 * time.Minute)
	ref := thread.Messages[1].Ref()
	thread.Corrections = map[inbox.Ref]inbox.Correction{ref: {Ref: ref, At: start.Add(10 * time.Minute),
		Reason: "по телефону"}}
	v := evaluate(t, thread, scripted{}, start.Add(time.Hour))[0]
	last := v.History[len(v.History)-1]
	if v.State() != inbox.Dismissed || last.At.Before(start.Add(30*time.Minute)) || !v.Closed().Equal(last.At) {
		t.Errorf("%+v", v.History)
	}
	open := evaluate(t, script(t, inbox.Comment, "p a1!"), scripted{}, start.Add(time.Hour))[0]
	if !open.Closed().IsZero() {
		t.Errorf("what waits was closed at %v", open.Closed())
	}
}

// Clocks of two machines differ: an edit may be dated before the message was sent. No step comes before its arrival.
func TestAnEditDatedBeforeTheMessage(t *testing.T) {
	thread := edit(t, script(t, inbox.Comment, "p a1! o2>1+"), "1", "!@0", "!new")
	v := evaluate(t, thread, scripted{}, start.Add(time.Hour))[0]
	if got := states([]inbox.MessageStatus{v}); got != "1=answered" || !v.History[0].At.Equal(start.Add(time.Minute)) {
		t.Errorf("%+v", v.History)
	}
}

// An album that people are shown as one message has all its words in their order, whichever part speaks for it.
func TestAnAlbumInOnePiece(t *testing.T) {
	part := func(id, text string, minute int) inbox.Message {
		return inbox.Message{Channel: "g/c", Kind: inbox.Comment, ID: id, Text: text,
			Sent: start.Add(time.Duration(minute) * time.Minute), Media: []inbox.Media{{Type: inbox.MediaPhoto}}}
	}
	m := inbox.JoinAlbum(part("2", "вторая", 2), []inbox.Message{part("3", "третья", 3), part("1", "первая", 1),
		part("4", " ", 4)})
	if m.ID != "2" || m.Text != "первая\nвторая\nтретья" || len(m.Media) != 4 || !m.Sent.Equal(start.Add(time.Minute)) {
		t.Errorf("%+v", m)
	}
}
