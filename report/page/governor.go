package page

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"otklik/report/build"
	"otklik/report/clean"
)

// The governor's page is one sheet of paper: what is more is counted, not shown.
const (
	GovernorProse  = 1200 // characters, as Prose counts them
	governorTopics = 5
	governorUnread = 3
	governorReason = 240
)

// limits bound the parts of the governor's page.
type limits struct{ quote, says, name, urgent, problems, places int }

// governorLimits are tried in turn until the page is short enough.
var governorLimits = []limits{
	{160, 120, 80, build.UrgentShown, 5, 3}, {140, 110, 70, 3, 4, 3}, {120, 100, 70, 3, 3, 2}, {100, 90, 65, 3, 3, 2},
	{90, 90, 60, 3, 2, 2},
	{80, 80, 60, 3, 2, 1}, {80, 70, 55, 2, 2, 1}, {60, 60, 50, 2, 1, 1}, {60, 50, 45, 1, 1, 1}, {50, 45, 40, 1, 1, 1},
	{40, 40, 35, 1, 1, 1},
	{40, 40, 25, 1, 1, 1}, {40, 0, 20, 1, 1, 0},
}

// governor fills the page: the urgent, five topics, problems of many.
func (w writer) governor(p Page) Page {
	p.OneSheet = true
	if w.d.Headline.Mood == build.NoData {
		p.add(w.channels()) // there is nothing else to say than why
		return p
	}
	var page Page
	for _, l := range governorLimits {
		page = p
		w.fill(&page, l)
		if page.Prose() <= GovernorProse {
			break
		}
	}
	return page
}

func (w writer) fill(p *Page, l limits) {
	d, t := w.d, w.t
	if len(d.Complaints) == 0 && d.Headline.Mood == build.Incomplete {
		p.Lines = append(p.Lines, t.nothingKnown)
	}
	urgent := Section{Head: t.Urgent}
	shownUrgent, left := d.MostUrgent(l.urgent)
	for _, n := range shownUrgent {
		urgent.Entries = append(urgent.Entries, w.short(len(urgent.Entries)+1, d.Complaints[n], l))
	}
	if left > 0 {
		urgent.More = fmt.Sprintf(t.moreUrgent, t.number(left))
	}
	p.add(urgent)
	p.add(w.overduePromises(l))

	shown := d.Topics[:min(len(d.Topics), governorTopics)]
	topics := w.topicsOf(shown, l, t.ask)
	if rest := d.Topics[len(shown):]; len(rest) > 0 {
		waiting := 0
		for _, topic := range rest {
			waiting += topic.Unanswered
		}
		topics.More = fmt.Sprintf(t.moreTopics, t.number(len(rest)), w.counted(waiting))
	}
	p.add(topics)

	problems := Section{Head: t.problems}
	for n, g := range d.Problems {
		if n == l.problems {
			problems.More = fmt.Sprintf(t.moreProblems, t.number(len(d.Problems)-n))
			break
		}
		problems.Items = append(problems.Items,
			Item{Text: JoinFacts([]string{clean.Shorten(g.Title, l.says+l.name), clean.Shorten(g.Municipality, l.name),
				fmt.Sprintf(t.fromPeople, t.count(g.Messages, t.message), t.count(g.People, t.people)),
				w.copies(g.Copies)})})
	}
	p.add(problems)

	if cut := len(d.Items()) - len(urgent.Entries); cut > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf(t.hidden, t.count(cut, t.complaint)))
	}
	if n := d.Totals.DeletedUnanswered; n > 0 {
		p.Notes = append(p.Notes, UpperFirst(fmt.Sprintf(t.deleted, t.number(n)))+".")
	}
	refused, unread := 0, 0
	var reconciled build.Reconciled
	for _, c := range d.Channels {
		if c.Reconciled != nil && !c.Behind() {
			reconciled.Counted, reconciled.Stored = reconciled.Counted+c.Reconciled.Counted,
				reconciled.Stored+c.Reconciled.Stored
		}
		refused, unread = refused+len(c.Inaccessible), unread+c.Undecoded
		if c.Reconciled != nil {
			refused += len(c.Reconciled.Missing)
		}
	}
	for _, c := range d.Channels {
		if !c.Horizon.IsZero() {
			p.Notes = append(p.Notes, w.names[c.Channel]+": "+fmt.Sprintf(t.horizon, t.dayOnly(c.Horizon, d.At))+".")
		}
	}
	if reconciled.Counted > 0 {
		p.Notes = append(p.Notes, UpperFirst(fmt.Sprintf(t.reconciled, t.number(reconciled.Stored),
			t.number(reconciled.Counted)))+".")
	}
	if refused > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf(t.unseen, t.number(refused)))
	}
	if unread > 0 {
		p.Notes = append(p.Notes, UpperFirst(fmt.Sprintf(t.Undecoded, t.number(unread)))+".")
	}
}

// short is an urgent message without its author.
func (w writer) short(number int, c build.Complaint, l limits) Entry {
	e := w.entry(number, c)
	e.Author, e.Reasons, e.Above = "", "", ""
	e.Quote = w.quote(c.Text, c.Media, l.quote)
	e.Facts = []string{clean.Shorten(c.Municipality, l.name), cmp.Or(clean.Shorten(c.Group, l.name), w.t.other)}
	if c.Body != "" {
		e.Facts = append(e.Facts, fmt.Sprintf(w.t.ask, clean.Shorten(c.Body, l.name)))
	}
	e.Facts = append(e.Facts, w.sameText(c)...)
	return e
}

// Prose counts the characters that have to be read: everything but headings, figures, terms, cells of tables and the
// picture.
func (p Page) Prose() int {
	n := utf8.RuneCountInString(p.Word) + utf8.RuneCountInString(p.Reason)
	count := func(list ...string) {
		n += utf8.RuneCountInString(strings.Join(list, ""))
	}
	count(p.Lines...)
	count(p.Notes...)
	for _, s := range p.Sections {
		count(s.Lines...)
		count(s.More)
		for _, e := range s.Entries {
			count(e.Quote, e.Above, e.Author, e.Reasons)
			count(e.Facts...)
		}
		if s.Table != nil {
			for _, row := range s.Table.Rows {
				count(row.Detail)
			}
		}
		for _, i := range s.Items {
			count(i.Strong, i.Text)
			count(i.Below...)
		}
	}
	return n
}
