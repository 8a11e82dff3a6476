package inbox_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
)

// inAlbum puts messages of a thread, by their ids, into one album.
func inAlbum(t *testing.T, thread inbox.Thread, ids ...string) inbox.Thread {
	t.Helper()
	for i := range thread.Messages {
		m := &thread.Messages[i]
		if !slices.Contains(ids, m.ID) {
			continue
		}
		m.Album, m.Media = "G", []inbox.Media{{Type: inbox.MediaPhoto}}
		if m.Text == "-" {
			m.Text = ""
		}
	}
	return thread
}

func TestAnAlbumIsOneMessage(t *testing.T) {
	cases := []struct{ name, kind, thread, album, want string }{
		{"the reply goes to the part without words", "comment", "p a1- a2! o3>1+", "1 2", "1=none 2=answered"},
		{"to the part with words", "comment", "p a1! a2- a3- o4>1+", "1 2 3", "1=answered 2=none 3=none"},
		{"to the last part", "comment", "p a1! a2- a3- o4>3+", "1 2 3", "1=answered 2=none 3=none"},
		{"without a reply it waits once", "comment", "p a1- a2! a3-", "1 2 3", "1=none 2=open 3=none"},
		{"words at two parts", "comment", "p a1! a2! o3>2+", "1 2", "1=answered 2=none"},
		{"a reply without a target to an album that comes first", "comment", "p a1- a2! o3+", "1 2",
			"1=none 2=answered"},
		{"somebody else's album stays open", "comment", "p a1- a2! b3! o4>3+", "1 2", "1=none 2=open 3=answered"},
		{"the official answers with an album", "comment", "p a1! o2>1- o3+", "2 3", "1=answered"},
		{"an album of the official's whose words stand under the post", "comment", "p a1! b2! o3>2- o4>100+", "3 4",
			"1=open 2=answered"},
		{"the official continues a part of his album", "comment", "p a1! o2>1- o3>1i o4>2+", "2 3", "1=answered"},
		{"a citizen's reply to a part is no answer", "comment", "p a1- a2! b3>1.", "1 2", "1=none 2=open 3=none"},
		{"in a dialog", "direct", "a1- a2! a3- o4+", "1 2 3", "1=none 2=answered 3=none"},
		{"a dialog's album that nobody answered", "direct", "a1- a2!", "1 2", "1=none 2=open"},
		{"an album after an answer", "comment", "p a1! o2>1+ a3- a4!", "3 4", "1=answered 3=none 4=reopened"},
		{"chatter with photos", "comment", "p a1- a2.", "1 2", "1=none 2=none"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			thread := inAlbum(t, script(t, inbox.Kind(c.kind), c.thread), strings.Fields(c.album)...)
			if got := states(evaluate(t, thread, scripted{}, start.Add(time.Hour))); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.thread, got, c.want)
			}
		})
	}
}

// TestAnAlbumIsReadWhole: the reader sees all words and all media, and what it replies to.
func TestAnAlbumIsReadWhole(t *testing.T) {
	thread := inAlbum(t, script(t, inbox.Comment, "p b9. a1>9- a2! a3!"), "1", "2", "3")
	thread.Messages[3].Revisions = []inbox.Revision{{Text: "earlier", Until: start.Add(30 * time.Minute)}}
	spy := &spy{}
	verdicts := evaluate(t, thread, spy, start.Add(time.Hour))
	m := spy.seen["2"]
	if m.Text != "!\n!" || len(m.Media) != 3 || m.ReplyTo != "9" || m.Revisions[0].Text != "earlier\n!" {
		t.Errorf("the reader saw %+v", m)
	}
	if got := verdicts[2]; got.Ref.ID != "2" || !slices.Equal(got.Parts, []string{"1", "3"}) {
		t.Errorf("the parts are %v", got.Parts)
	}
	if len(verdicts) != 4 {
		t.Errorf("%d verdicts for four messages", len(verdicts))
	}
	if thread.Messages[2].Text != "" {
		t.Error("the thread was changed")
	}
}

func TestARulingAboutAnyPartClosesTheAlbum(t *testing.T) {
	thread := inAlbum(t, script(t, inbox.Comment, "p a1- a2!"), "1", "2")
	ref := inbox.Ref{Channel: "g/c", Kind: inbox.Comment, ID: "1"}
	thread.Corrections = map[inbox.Ref]inbox.Correction{ref: {Ref: ref, At: start.Add(10 * time.Minute),
		Reason: "по телефону"}}
	if got := states(evaluate(t, thread, scripted{}, start.Add(time.Hour))); got != "1=none 2=dismissed" {
		t.Error(got)
	}
}

// spy remembers what it was asked about.
type spy struct {
	scripted
	seen map[string]inbox.Message
}

func (s *spy) Assess(_ context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	if s.seen == nil {
		s.seen = map[string]inbox.Message{}
	}
	s.seen[t.Messages[i].ID] = t.Messages[i]
	return inbox.Assessment{NeedsAnswer: strings.HasPrefix(t.Messages[i].Text, "!")}, nil
}

// TestAlbumsOfOneChangeNothing: an album of a single message is that message, and one of several has as many statuses
// as messages, of which one at most waits.
func TestAlbumsOfOneChangeNothing(t *testing.T) {
	now := start.Add(24 * time.Hour)
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom([]inbox.Kind{inbox.Comment, inbox.Direct}).Draw(rt, "kind")
		thread := script(t, kind, strings.Join(words(rt, kind), " "))
		want := states(evaluate(t, thread, scripted{}, now))
		alone := thread
		alone.Messages = slices.Clone(thread.Messages)
		for i := range alone.Messages {
			alone.Messages[i].Album = fmt.Sprint("G", i)
		}
		if got := states(evaluate(t, alone, scripted{}, now)); got != want {
			rt.Fatalf("got %s, want %s", got, want)
		}
		joined := thread
		joined.Messages = slices.Clone(thread.Messages)
		for i := range joined.Messages {
			joined.Messages[i].Album = "G"
		}
		waiting := map[string]int{}
		verdicts := evaluate(t, joined, scripted{}, now)
		n := 0
		for _, m := range joined.Messages {
			if m.Author.Official {
				continue
			}
			if v := verdicts[n]; v.Ref != m.Ref() {
				rt.Fatalf("verdict %d is about %v, want %v", n, v.Ref, m.Ref())
			} else if v.State().Waiting() {
				waiting[m.Author.ID]++
			}
			n++
		}
		if n != len(verdicts) {
			rt.Fatalf("%d verdicts for %d messages", len(verdicts), n)
		}
		for who, times := range waiting {
			if times > 1 {
				rt.Fatalf("the album of %q waits %d times", who, times)
			}
		}
		for i, to := range inbox.Addressed(joined) {
			for _, k := range to {
				if !joined.Messages[i].Author.Official || joined.Messages[k].Author.Official {
					rt.Fatalf("message %d is said to speak to %d", i, k)
				}
			}
		}
	})
}
