package app

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/reading/problem"
	"otklik/report/build"
)

// A digest looks for problems among the newest complaints that wait, so that its cost stays bounded.
const (
	problemsAmong  = 5000
	problemsShown  = 6
	problemsPeople = 2 // what fewer people write about is a complaint, not a problem
)

// problems groups the complaints that wait at the moment at by what they are about; same are those of one text. Beside
// those of most people there are all about a danger.
func (s *Service) problems(records []inbox.Record, at time.Time) (problems []build.Problem, same [][]inbox.Ref) {
	found, same := s.grouped(waitingAt(records, at), problemsPeople)
	dangers := map[inbox.Ref]bool{}
	for _, r := range records {
		if r.Status != nil && r.Status.Urgency != inbox.NotUrgent {
			dangers[r.Message.Ref()] = true
		}
	}
	for n, p := range found {
		if n < problemsShown || slices.ContainsFunc(p.Refs, func(ref inbox.Ref) bool { return dangers[ref] }) {
			problems = append(problems, p)
		}
	}
	return problems, same
}

// earlierDangers are the problems of the dangers that waited at an earlier moment.
func (s *Service) earlierDangers(records []inbox.Record, at time.Time) []build.Problem {
	waiting := slices.DeleteFunc(waitingAt(records, at), func(r inbox.Record) bool {
		return r.Status.Urgency == inbox.NotUrgent
	})
	found, _ := s.grouped(waiting, problemsPeople)
	return found
}

// waitingAt are the records that wait for an answer at a moment.
func waitingAt(records []inbox.Record, at time.Time) (waiting []inbox.Record) {
	for _, r := range records {
		if r.Status == nil || !r.PresentAt(at) || r.Message.Sent.After(at) {
			continue
		}
		if c, ok := r.Status.At(at); ok && c.State.Waiting() {
			waiting = append(waiting, r)
		}
	}
	return waiting
}

// grouped are the problems that at least so many people write about, those of most people first, and the messages of
// one text, whoever writes about it.
func (s *Service) grouped(records []inbox.Record, people int) (found []build.Problem, same [][]inbox.Ref) {
	slices.SortFunc(records, func(a, b inbox.Record) int { return inbox.Compare(a.Message, b.Message) })
	// The newest: what people write about now.
	records = records[max(0, len(records)-problemsAmong):]

	grouper, refs := problem.New(problem.Options{Public: s.maskedText}), map[string]inbox.Ref{}
	texts := newSameTexts(records)
	for n, r := range records {
		m, as := r.Message, texts.first(n)
		author := m.Author.ID
		if author == "" {
			author = fmt.Sprintf("unknown %d", n) // nobody's namesake
		}
		// The whole identity: platforms number messages by chat.
		id := fmt.Sprintf("%s %s %s %s %s", m.Channel, m.Kind, m.Chat, m.Ref().Dialog, m.ID)
		refs[id] = m.Ref()
		grouper.Add(id, as.Message.Text, as.Status.Group, s.reader.Place(as.Message), string(m.Platform)+author, m.Sent)
	}
	for _, p := range grouper.Problems() {
		members, copied := refsOf(refs, p.Members), refsOf(refs, p.Copied)
		texts.join(members, copied)
		// Joined above all the same: copies of one text are counted as such, however few people sent them.
		if p.People < people && !p.Campaign {
			continue
		}
		shown := build.Problem{ID: p.ID, Title: p.Title, Messages: p.Messages, People: p.People, Group: p.Group,
			Municipality: p.Municipality, First: p.First, Last: p.Last, Refs: members}
		found = append(found, shown)
	}
	slices.SortStableFunc(found, func(a, b build.Problem) int {
		return cmp.Or(b.People-a.People, b.Messages-a.Messages, a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return found, texts.sets()
}

func refsOf(known map[string]inbox.Ref, ids []string) (refs []inbox.Ref) {
	for _, id := range ids {
		refs = append(refs, known[id])
	}
	return refs
}
