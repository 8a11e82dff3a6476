package storetest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/inbox"
	"otklik/store"
)

// literal is a matcher for which the same text is the same, and the first word of a complaint its matter.
type literal struct{}

func (literal) Fingerprint(m inbox.Message) uint64 {
	if len(m.Text) < 4 {
		return 0
	}
	return number(m.Text)
}

func (literal) Subject(text string) []uint32 {
	word, _, _ := strings.Cut(text, " ")
	if word == "" {
		return nil
	}
	return []uint32{uint32(number(word))}
}

func (literal) CountDistinct(matters [][]uint32) int {
	seen := map[uint32]bool{}
	for _, m := range matters {
		for _, x := range m {
			seen[x] = true
		}
	}
	return len(seen)
}

func number(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

// questions is a reader for which a question mark needs an answer, what begins with "Купите" advertises, and every
// reply is an answer.
type questions struct{}

func (questions) Version() string { return "questions" }

func (questions) Basis(t inbox.Thread, i int) inbox.Basis {
	sum := sha256.Sum256([]byte(t.Messages[i].Text))
	return inbox.Basis(sum[:16])
}

func (questions) Assess(_ context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	text := t.Messages[i].Text
	return inbox.Assessment{NeedsAnswer: strings.Contains(text, "?"), Advert: strings.HasPrefix(text, "Купите"),
		Category: inbox.Question}, nil
}

func (questions) Gist(context.Context, inbox.Message) (inbox.Gist, error) { return inbox.Gist{}, nil }

func (questions) Reply(_, _ inbox.Gist) (inbox.ReplyKind, inbox.Reason) {
	return inbox.ReplyAnswer, inbox.Reason{Code: "answered"}
}

func (questions) Renewed(context.Context, inbox.Thread, int, string) (bool, error) { return false, nil }

func (questions) Voice(_ context.Context, _, reply inbox.Message) (inbox.Voice, error) {
	switch {
	case strings.HasPrefix(reply.Text, "Ваше обращение"):
		return inbox.VoiceOffice, nil
	case strings.HasPrefix(reply.Text, "Сделали"):
		return inbox.VoicePlain, nil
	}
	return inbox.VoicePrivate, nil
}

func evaluateCopies(t interface{ Fatal(...any) }, s store.Store) (evaluated int) {
	evaluate := func(ctx context.Context, th inbox.Thread) ([]inbox.MessageStatus, error) {
		evaluated += len(th.Messages)
		return inbox.Evaluate(ctx, th, questions{}, noon.Add(24*time.Hour))
	}
	if _, err := s.EvaluatePending(context.Background(), literal{}, evaluate); err != nil {
		t.Fatal(err)
	}
	return evaluated
}

// copied: advertising that many people send is one entry of the list, a complaint waits with each of them; a reply
// under many complaints is formal; all also for what was evaluated before.
func copied(t *testing.T, s store.Store) {
	from := func(id int, who, post, text string) inbox.Message {
		m := comment(id, post, text)
		m.Author.ID = who
		return m
	}
	for i := range inbox.CampaignPeople - 1 {
		commit(t, s, "vk", messages(from(i+1, fmt.Sprint("a", i), fmt.Sprint("p", i), "Купите сквер?"),
			from(i+301, fmt.Sprint("a", i), fmt.Sprint("p", i), "Верните сквер?")))
	}
	commit(t, s, "vk", messages(from(20, "a1", "p9", "Купите сквер?"))) // the same person again
	evaluateCopies(t, s)
	equal(t, "a few are no campaign", waiting(t, s, wall), "1 2 3 4 20 301 302 303 304")
	last := from(30, "z", "p30", "Купите сквер?")
	commit(t, s, "vk", messages(last, from(330, "z", "p30", "Верните сквер?")))
	evaluateCopies(t, s)
	equal(t, "a campaign is listed once, a complaint with each", waiting(t, s, wall), "1 301 302 303 304 330")
	first := get(t, s, comment(1, "p0", "").Ref()).Status
	equal(t, "others", first.Copies, inbox.CampaignPeople-1)
	if v := get(t, s, last.Ref()).Status; v.Category != inbox.Spam || v.State() != inbox.None || len(v.Reasons) == 0 {
		t.Errorf("%+v", v)
	}
	commit(t, s, "vk", inbox.Batch{Deletions: []inbox.Deletion{{Ref: comment(1, "p0", "").Ref(),
		Noticed: noon.Add(2 * time.Hour)}}})
	evaluateCopies(t, s)
	equal(t, "the next one stands for it", waiting(t, s, wall), "2 301 302 303 304 330")

	for i, text := range []string{"Яма большая?", "Лифт стоит?", "Яма другая?"} {
		under := reply(102+2*i, fmt.Sprint("q", i), "Направлено в администрацию")
		under.ReplyTo = fmt.Sprint(101 + 2*i)
		commit(t, s, "vk", messages(comment(101+2*i, fmt.Sprint("q", i), text), under))
	}
	evaluateCopies(t, s)
	equal(t, "two matters", get(t, s, comment(101, "", "").Ref()).Status.State(), inbox.Answered)
	under := reply(202, "q9", "Направлено в администрацию")
	under.ReplyTo = "201"
	commit(t, s, "vk", messages(comment(201, "q9", "Собаки?"), under))
	evaluateCopies(t, s)
	for _, id := range []int{101, 103, 105, 201} {
		equal(t, "a form letter", get(t, s, comment(id, "", "").Ref()).Status.State(), inbox.Formal)
	}
}

// evaluatedOnce: each message of an import is evaluated once, however many copies of its text come behind it. So is
// each of a pull: further copies change nothing for those that wait with the same words.
func evaluatedOnce(t *testing.T, s store.Store) {
	from := func(id int, post, text string) inbox.Message {
		m := comment(id, post, text)
		m.Author.ID = fmt.Sprint("a", id)
		return m
	}
	var batch inbox.Batch
	for id := range 600 {
		text := fmt.Sprintf("Где же автобус номер %d?", id)
		if id%5 == 0 {
			text = []string{"Купите сквер?", "Верните сквер?", "Ура, весна"}[id%3]
		}
		batch.Messages = append(batch.Messages, from(id+1, fmt.Sprint("p", id%7), text))
	}
	commit(t, s, "vk", batch)
	equal(t, "evaluated of 600", evaluateCopies(t, s), 600)
	for id := range 20 {
		commit(t, s, "vk", messages(from(1000+id, fmt.Sprint("q", id), "Верните сквер?")))
		equal(t, "evaluated with another copy of a complaint", evaluateCopies(t, s), 1)
	}
}

// copyHistories compares what the index leads to with counting all messages again, after every step of random
// histories.
func copyHistories(t *testing.T, open Opener) {
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		s := open(t, fmt.Sprint("copies ", n))
		defer s.Close()
		all := map[inbox.Ref]inbox.Message{}
		for step := range rapid.IntRange(1, 12).Draw(rt, "steps") {
			var batch inbox.Batch
			for range rapid.IntRange(1, 6).Draw(rt, "messages") {
				id := rapid.IntRange(1, 25).Draw(rt, "id")
				m := comment(id, fmt.Sprint("p", id%4),
					rapid.SampledFrom([]string{"Купите сквер?", "Где автобус?", "Да", "Ура, весна"}).Draw(rt, "text"))
				m.Author.ID = fmt.Sprint("a", id%9)
				if old, ok := all[m.Ref()]; ok && rapid.Bool().Draw(rt, "gone") {
					batch.Deletions = append(batch.Deletions,
						inbox.Deletion{Ref: old.Ref(), Noticed: noon.Add(time.Hour)})
					old.Deleted = noon.Add(time.Hour)
					all[old.Ref()] = old
					continue
				}
				batch.Messages = append(batch.Messages, m)
				all[m.Ref()] = m
			}
			// A batch stores its messages before it notes what is gone.
			for _, g := range batch.Deletions {
				m := all[g.Ref]
				m.Deleted = g.Noticed
				all[g.Ref] = m
			}
			commit(t, s, fmt.Sprint("vk", step), batch)
			evaluateCopies(rt, s)
			for ref, m := range all {
				v := get(t, s, ref).Status
				if got, want := v.Category == inbox.Spam, copyOfCampaign(m, all); got != want {
					rt.Fatalf("step %d: %s %q by %s is a copy: %v, want %v", step, m.ID, m.Text, m.Author.ID, got, want)
				}
			}
		}
		sound(t, s)
	})
}

// copyOfCampaign counts without an index.
func copyOfCampaign(m inbox.Message, all map[inbox.Ref]inbox.Message) bool {
	if m.Text == "Где автобус?" {
		return false // each waits
	}
	var same []inbox.Message
	people := map[string]bool{}
	for _, other := range all {
		if other.Text == m.Text {
			same = append(same, other)
			people[other.Author.ID] = true
		}
	}
	if len(people) < inbox.CampaignPeople || (literal{}).Fingerprint(m) == 0 {
		return false
	}
	if standing := slices.DeleteFunc(slices.Clone(same),
		func(m inbox.Message) bool { return !m.Deleted.IsZero() }); len(standing) > 0 {
		same = standing
	}
	first := slices.MinFunc(same, func(a, b inbox.Message) int {
		return cmp.Or(a.Sent.Compare(b.Sent), inbox.CompareIDs(a.ID, b.ID))
	})
	return first.Ref() != m.Ref()
}
