package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"otklik/inbox"
	"otklik/reading/problem"
	"otklik/report"
)

// A digest looks for problems among the newest complaints that wait, so that its cost stays bounded.
const (
	problemsAmong  = 5000
	problemsShown  = 6
	problemsPeople = 2 // what fewer people write about is a complaint, not a problem
)

// problems groups the complaints that wait at the moment at by what they are about.
func (o *office) problems(records []inbox.Record, at time.Time) []report.Problem {
	var waiting []inbox.Record
	for _, r := range records {
		if r.Verdict == nil || !r.Standing(at) {
			continue
		}
		if c, ok := r.Verdict.At(at); ok && c.State.Waiting() {
			waiting = append(waiting, r)
		}
	}
	found := o.grouped(waiting, problemsPeople)
	return found[:min(len(found), problemsShown)]
}

// grouped are the problems that at least so many people write about, those of most people first.
func (o *office) grouped(records []inbox.Record, people int) []report.Problem {
	slices.SortFunc(records, func(a, b inbox.Record) int { return inbox.Compare(a.Message, b.Message) })
	records = records[max(0, len(records)-problemsAmong):]

	grouper, refs := problem.New(problem.Options{Public: o.maskedText}), map[string]inbox.Ref{}
	for n, r := range records {
		m := r.Message
		author := m.Author.ID
		if author == "" {
			author = fmt.Sprintf("unknown %d", n) // nobody's namesake
		}
		id := fmt.Sprintf("%s %s %s %s %s", m.Channel, m.Kind, m.Chat, m.Ref().Dialog, m.ID)
		refs[id] = m.Ref()
		grouper.Add(id, m.Text, r.Verdict.Group, o.reader.Place(m), string(m.Platform)+author, m.Sent)
	}
	var found []report.Problem
	for _, p := range grouper.Problems() {
		if p.People < people && !p.Campaign {
			continue
		}
		shown := report.Problem{ID: p.ID, Title: p.Title, Messages: p.Messages, People: p.People, Group: p.Group,
			Municipality: p.Municipality, First: p.First, Last: p.Last}
		for _, member := range p.Members {
			shown.Refs = append(shown.Refs, refs[member])
		}
		found = append(found, shown)
	}
	slices.SortStableFunc(found, func(a, b report.Problem) int {
		return cmp.Or(b.People-a.People, b.Messages-a.Messages, a.First.Compare(b.First), cmp.Compare(a.ID, b.ID))
	})
	return found
}
