package bolt

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"otklik/internal/inbox"
)

// contextual is a reader to whom everything depends on the messages before.
type contextual struct{}

func (contextual) Version() string { return "contextual" }

func (contextual) Basis(t inbox.Thread, i int) (b inbox.Basis) {
	h := sha256.New()
	for k := max(0, i-inbox.Lookback); k <= i; k++ {
		fmt.Fprintf(h, "%q %q %t\n", t.Messages[k].ID, t.Messages[k].Text, t.Messages[k].Author.Official)
	}
	copy(b[:], h.Sum(nil))
	return b
}

func (c contextual) Assess(_ context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	b := c.Basis(t, i)
	text := t.Messages[i].Text
	return inbox.Assessment{Category: inbox.Complaint, NeedsAnswer: strings.Contains(text, "?") || b[0] < 64,
		Unsolved: strings.Contains(text, "~"), Score: float64(b[1]),
		Reasons: []inbox.Reason{{Words: fmt.Sprintf("%x", b)}}}, nil
}

func (contextual) Gist(_ context.Context, m inbox.Message) (inbox.Gist, error) {
	return inbox.Gist{Key: m.Text}, nil
}

func (contextual) Reply(citizen, reply inbox.Gist) (inbox.ReplyKind, inbox.Reason) {
	kinds := []inbox.ReplyKind{inbox.ReplyAnswer, inbox.ReplyFormal, inbox.ReplyInterim, inbox.ReplyNone}
	sum := sha256.Sum256([]byte(citizen.Key + "|" + reply.Key))
	return kinds[sum[0]%4], inbox.Reason{Code: "compared"}
}

func (contextual) Renewed(_ context.Context, t inbox.Thread, i int, former string) (bool, error) {
	return len(t.Messages[i].Text) > len(former), nil
}

func (contextual) Voice(_ context.Context, complaint, reply inbox.Message) (inbox.Voice, error) {
	return inbox.Voice(sha256.Sum256([]byte(complaint.Text + "|" + reply.Text))[0] % 3), nil
}

// TestWhatIsAddedIsEvaluatedAsTheWhole: over random histories a store that evaluates a thread by what was added to it
// comes to the same statuses as one that evaluates the whole each time.
func TestWhatIsAddedIsEvaluatedAsTheWhole(t *testing.T) {
	alone := 0
	rapid.Check(t, func(rt *rapid.T) {
		folder := t.TempDir()
		open := func(name string, many, piece int) *Store {
			s, err := Open(filepath.Join(folder, cmp.Or(name, "x")), Options{noSync: true, manyComments: many,
				piece: piece})
			if err != nil {
				rt.Fatal(err)
			}
			return s
		}
		parts, whole := open("parts", 2, 3), open("whole", 1<<30, 1<<30)
		defer parts.Close()
		defer whole.Close()
		h := history{t: rt, at: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
		last := rapid.IntRange(4, 12).Draw(rt, "batches")
		for n := range last + 1 {
			b := h.batch()
			if n == last { // few of those that are drawn can be evaluated by themselves
				b = h.plain()
			}
			b.Next = fmt.Append(nil, n)
			var from []byte
			if n > 0 {
				from = fmt.Append(nil, n-1)
			}
			corrected := h.correction()
			for _, s := range []*Store{parts, whole} {
				if _, err := s.Commit(t.Context(), "vk", from, b); err != nil {
					rt.Fatal(err)
				}
				if corrected != nil {
					_ = s.SaveCorrection(t.Context(), corrected.Ref,
						func(inbox.Record, *inbox.Correction) (*inbox.Correction, error) {
							return corrected, nil
						}) // the message may never have been stored
				}
				evaluate := func(ctx context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
					if th.Given != nil {
						alone++
					}
					return inbox.Evaluate(ctx, th, contextual{}, h.at.Add(1000*time.Hour))
				}
				if done, err := s.EvaluatePending(t.Context(), alike{}, evaluate); err != nil || done.Failed > 0 {
					rt.Fatal(done, err)
				}
			}
			if d := gocmp.Diff(stored(rt, whole), stored(rt, parts)); d != "" {
				rt.Fatalf("after batch %d the whole differs from its parts: %s", n+1, d)
			}
		}
	})
	if alone == 0 {
		t.Error("nothing was ever evaluated by itself")
	}
}

func stored(t *rapid.T, s *Store) map[string]inbox.Record {
	all := map[string]inbox.Record{}
	if err := s.Each(context.Background(), func(r inbox.Record) error {
		r.Message.FirstSeen, r.Message.LastSeen = time.Time{}, time.Time{}
		all[r.Message.ID] = r
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// history draws what happens in a thread.
type history struct {
	t    *rapid.T
	at   time.Time
	last int
	all  []inbox.Message
}

func (h *history) batch() (b inbox.Batch) {
	for range rapid.IntRange(1, 4).Draw(h.t, "messages") {
		switch kind := rapid.IntRange(0, 19).Draw(h.t, "what"); {
		case kind == 0 && len(h.all) > 0:
			b.Deletions = append(b.Deletions, inbox.Deletion{Ref: h.any().Ref(), Noticed: h.at})
		case kind == 1 && len(h.all) > 0:
			m := h.any()
			m.Text, m.Edited = m.Text+"?", h.at
			b.Messages = append(b.Messages, m)
		case kind == 2:
			b.Officials = append(b.Officials, inbox.Official{Channel: "governor/vk", Author: h.author()})
		default:
			b.Messages = append(b.Messages, h.message())
		}
	}
	return b
}

// plain is one comment more of a citizen, after all others.
func (h *history) plain() (b inbox.Batch) {
	h.last++
	h.at = h.at.Add(time.Hour)
	m := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(h.last),
		Thread: "900", Sent: h.at, Author: inbox.Author{ID: "5"}, Text: "вопрос?"}
	h.all, b.Messages = append(h.all, m), []inbox.Message{m}
	return b
}

func (h *history) any() inbox.Message { return rapid.SampledFrom(h.all).Draw(h.t, "which") }

func (h *history) author() string {
	return rapid.SampledFrom([]string{"1", "2", "3", "4", ""}).Draw(h.t, "author")
}

func (h *history) message() inbox.Message {
	h.last++
	h.at = h.at.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 1, 60, 60, 60}).Draw(h.t, "later")) * time.Second)
	m := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(h.last),
		Thread: "900", Sent: h.at,
		Author: inbox.Author{ID: h.author()}, Text: rapid.SampledFrom([]string{"вопрос?", "~ опять", "спасибо",
			"беда ?", "Сделали"}).Draw(h.t, "text")}
	if rapid.IntRange(0, 9).Draw(h.t, "late") == 0 {
		m.Sent = m.Sent.Add(-2 * time.Minute)
	}
	if rapid.IntRange(0, 5).Draw(h.t, "official") == 0 {
		m.Author = inbox.Author{ID: "-1", Official: true}
	}
	if rapid.IntRange(0, 15).Draw(h.t, "album") == 0 {
		m.Album = "A"
	}
	if rapid.Bool().Draw(h.t, "reply") {
		m.ReplyTo = fmt.Sprint(rapid.IntRange(max(1, h.last-6), h.last+2).Draw(h.t, "target"))
		m.Beneath = rapid.Bool().Draw(h.t, "beneath")
	}
	if rapid.IntRange(0, 3).Draw(h.t, "names") == 0 {
		m.Addressee = h.author()
	}
	h.all = append(h.all, m)
	return m
}

func (h *history) correction() *inbox.Correction {
	if len(h.all) == 0 || rapid.IntRange(0, 7).Draw(h.t, "corrected") > 0 {
		return nil
	}
	m := h.any()
	return &inbox.Correction{Ref: m.Ref(), At: h.at, By: "kim", Reason: "по телефону",
		Decision: rapid.SampledFrom([]inbox.Decision{inbox.Closed, inbox.Needless, inbox.Needed,
			inbox.Unchanged}).Draw(h.t, "decision")}
}
