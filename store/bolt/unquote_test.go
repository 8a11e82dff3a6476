package bolt

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"otklik/internal/inbox"
)

// Where another's message named the person who demands it, its reasons quote it no more, not even until it is evaluated
// again; those that quote nothing stay.
func TestReasonsQuoteNoNameAfterADemand(t *testing.T) {
	const name, quoted = "Анна Снегир", "замёрзла Снегир"
	theirs := from("31", asker, inbox.Comment, sentAt, "Когда?")
	theirs.Author.Name = name
	other := from("40", reporter, inbox.Comment, sentAt, "В доме замёрзла "+name)
	path := filepath.Join(t.TempDir(), "otklik.db")
	s := NewShared(path, Options{})
	if _, err := s.Commit(t.Context(), "vk wall", nil,
		inbox.Batch{Messages: []inbox.Message{theirs, other}, Next: []byte("1")}); err != nil {
		t.Fatal(err)
	}
	why := []inbox.Reason{{Code: "question"}, {Code: "leaned", Words: quoted}}
	evaluate := always(func(th inbox.Thread) (all []inbox.MessageStatus) {
		for _, m := range th.Messages {
			a := inbox.Assessment{NeedsAnswer: true, Reasons: why}
			all = append(all, inbox.MessageStatus{Ref: m.Ref(), Assessment: a,
				History:  []inbox.Change{{At: m.Sent, State: inbox.Open}},
				Readings: []inbox.Reading{{Basis: inbox.Basis{1}, Assessment: &inbox.Assessment{Reasons: why}}}})
		}
		return all
	})
	if _, err := s.EvaluatePending(t.Context(), alike{}, evaluate); err != nil {
		t.Fatal(err)
	}
	purged(t, s, onDemand)

	r, err := s.Message(t.Context(), other.Ref())
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Status.Reasons; len(got) != 1 || got[0].Code != "question" {
		t.Errorf("reasons %+v", got)
	}
	if _, _, err := s.Rewrite(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte(quoted)) {
		t.Error("the file still quotes the name")
	}
}
