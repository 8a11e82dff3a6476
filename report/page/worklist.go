package page

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

const referenceQuote = 100

func (w writer) anyUrgent() bool { return len(w.d.Complaints) > 0 && w.d.Complaints[0].Urgent }

// worklist has every message that waits, the urgent in a section of their own, and then what else wants to be looked
// at.
func (w writer) worklist() []Section {
	t := w.t
	urgent, rest := Section{Head: t.Urgent}, Section{Head: t.oldest}
	for k, n := range w.d.Items() {
		c, target := w.d.Complaints[n], &rest
		if c.Urgent {
			target = &urgent
		}
		if k < build.MostListed {
			target.Entries = append(target.Entries, w.entry(k+1, c))
		} else {
			target.Left++
		}
	}
	for _, s := range []*Section{&urgent, &rest} {
		if s.Left > 0 {
			s.More = fmt.Sprintf(t.hidden, t.count(s.Left, t.complaint))
		}
	}
	var lists []Section
	if len(urgent.Entries) > 0 {
		lists = append(lists, urgent)
	}
	lists = append(lists, rest)
	lists = append(lists, w.refs()...)
	return append(lists, w.listOf(t.edited, w.d.Edited, t.editedAt), w.listOf(t.gone, w.d.Deleted, t.goneAt),
		w.answered())
}

// refs are short lists that point to complaints by their number: the complaints themselves stand in one order only.
func (w writer) refs() []Section {
	t := w.t
	stale := func(c build.Complaint) bool { return c.State == inbox.Interim && c.Overdue }
	textless := func(is func(build.Complaint) bool) func(build.Complaint) (string, bool) {
		return func(c build.Complaint) (string, bool) {
			if !is(c) {
				return "", false
			}
			return w.quote(c.Text, c.Media, clean.QuoteLength), true
		}
	}
	var formal, interim int
	for _, c := range w.d.Complaints {
		if c.State == inbox.Formal {
			formal++
		} else if stale(c) {
			interim++
		}
	}
	var replied []string
	if formal > 0 {
		replied = append(replied, fmt.Sprintf(t.formalRef, t.number(formal)))
	}
	if interim > 0 {
		replied = append(replied, fmt.Sprintf(t.interimRef, t.number(interim)))
	}
	return []Section{
		w.refsTo(t.byReply+" ("+strings.Join(replied, ", ")+")", func(c build.Complaint) (string, bool) {
			return t.states[c.State], c.State == inbox.Formal || stale(c)
		}),
		w.refsTo(t.WroteAgain, func(c build.Complaint) (string, bool) { return "", c.State == inbox.Reopened }),
		w.refsTo(t.listen, textless(func(c build.Complaint) bool { return c.Listen })),
		w.refsTo(t.look, textless(func(c build.Complaint) bool { return c.Look })),
	}
}

func (w writer) refsTo(head string, choose func(build.Complaint) (string, bool)) Section {
	t := w.t
	r, numbers := Section{Head: head}, w.d.ItemNumbers()
	for n, c := range w.d.Complaints {
		what, ok := choose(c)
		if !ok {
			continue
		}
		if len(r.Items) == build.MostListed {
			r.Left++
			continue
		}
		number := strconv.Itoa(numbers[n])
		if w.d.Audience == build.Press {
			number = clean.OneLine(cmp.Or(c.SameAs, c.Number)) // its page has an order of its own
		}
		facts := []string{t.numberSign + number, what, w.channel(c.Channel, c.Platform),
			clean.OneLine(c.Municipality), w.t.topicName(c.Group),
			fmt.Sprintf(t.waits, t.hours(c.AgeHours, w.hour()))}
		r.Items = append(r.Items, Item{Text: JoinFacts(facts), URL: clean.Link(c.URL)})
	}
	if r.Left > 0 {
		r.More = fmt.Sprintf(t.hidden, t.count(r.Left, t.complaint))
	}
	return r
}

// answered is what was answered in the period, and how fast.
func (w writer) answered() Section {
	d, t := w.d, w.t
	if d.Headline.Mood == build.NoData || d.Partial() && d.Speed.MedianHours == nil {
		return Section{}
	}
	if d.Speed.MedianHours == nil {
		return Section{Head: t.AnsweredInPeriod, Lines: []string{t.NoAnswers}}
	}
	s := w.listOf(t.AnsweredInPeriod, d.Answered, t.answeredAt)
	line := fmt.Sprintf(t.speed, t.count(d.Speed.Answered, t.message), t.hours(*d.Speed.MedianHours, w.hour()))
	if d.Speed.P90Hours != nil && d.Speed.Answered >= 10 {
		line += fmt.Sprintf(t.speedMost, t.within(*d.Speed.P90Hours, w.hour()))
	}
	inTime := 0
	for _, r := range d.Answered {
		if r.InNorm {
			inTime++
		}
	}
	s.Lines = []string{line + ".", fmt.Sprintf(t.inTime, t.number(inTime), t.number(len(d.Answered)))}
	return s
}

// listOf are references; words say what happened when (%s).
func (w writer) listOf(head string, refs []build.Reference, words string) Section {
	t := w.t
	s := Section{Head: head}
	for n, r := range refs {
		if n == build.ReferencesShown {
			s.Left = len(refs) - n
			s.More = fmt.Sprintf(t.hidden, t.count(s.Left, t.message))
			break
		}
		waited, late := fmt.Sprintf(t.waited, t.hours(r.Hours, w.hour())), ""
		if words == t.editedAt {
			waited = ""
		} else if !r.InNorm {
			late = t.late
		}
		seen := ""
		if !r.LastSeen.IsZero() {
			seen = fmt.Sprintf(t.seenAt, t.day(r.LastSeen, w.d.At))
		}
		s.Items = append(s.Items, Item{URL: clean.Link(r.URL), Text: JoinFacts([]string{
			fmt.Sprintf(words, t.day(r.At, w.d.At)), seen, waited, late, w.channel(r.Channel, r.Platform),
			clean.OneLine(r.Municipality),
			w.t.topicName(r.Group), w.quote(r.Text, r.Media, referenceQuote)})})
	}
	return s
}

// staffLike names those who answer as the staff does, so that they are asked about and their answers count.
func (w writer) staffLike() Section {
	s := Section{Head: w.t.staffLike}
	for _, a := range w.d.StaffLike {
		s.Items = append(s.Items, Item{Strong: w.channel(a.Channel, a.Platform),
			Text: fmt.Sprintf(w.t.likeStaff, clean.OneLine(string(a.Platform)+" "+a.AuthorID),
				w.t.count(a.Messages, w.t.message))})
	}
	return s
}

func (w writer) channels() Section {
	d, t := w.d, w.t
	s := Section{Head: t.Channels}
	for _, c := range d.Channels {
		name, facts, gaps := w.names[c.Channel], []string{}, []string(nil)
		if c.LastRead.IsZero() {
			facts = append(facts, t.Never)
		} else {
			facts = append(facts, fmt.Sprintf(t.lastRead, t.day(c.LastRead, d.At)))
		}
		if !c.Imported.IsZero() {
			facts = append(facts, fmt.Sprintf(t.imported, t.day(c.Imported, d.At)))
		}
		if !c.LastRead.IsZero() || c.Stored > 0 {
			facts = append(facts, fmt.Sprintf(t.stored, t.count(c.Stored, t.message)))
		}
		if c.Undecoded > 0 {
			facts = append(facts, fmt.Sprintf(t.Undecoded, t.number(c.Undecoded)))
		}
		if c.Pending > 0 {
			facts = append(facts, fmt.Sprintf(t.pending, t.number(c.Pending)))
		}
		if r := c.Reconciled; r != nil {
			if !c.Behind() { // else it is of an earlier reading
				facts = append(facts, fmt.Sprintf(t.reconciled, t.number(r.Stored), t.number(r.Counted)))
			}
			for _, m := range r.Missing {
				gaps = append(gaps, fmt.Sprintf(t.missingIn, clean.OneLine(m.Part), t.day(m.Since, d.At),
					fmt.Sprintf(t.Missing, t.number(m.Counted), t.number(m.Stored))))
			}
		}
		if len(c.Inaccessible) > 0 {
			facts = append(facts, fmt.Sprintf(t.Withheld, clean.OneLine(strings.Join(c.Inaccessible, ", "))))
		}
		if !c.Horizon.IsZero() {
			facts = append(facts, fmt.Sprintf(t.horizon, t.dayOnly(c.Horizon, d.At)))
		}
		if c.DeletedUnanswered > 0 {
			facts = append(facts, fmt.Sprintf(t.deleted, t.number(c.DeletedUnanswered)))
		}
		for _, g := range c.Gaps {
			if g.Part != "" {
				continue // said with what is reconciled
			}
			if g.From.IsZero() {
				gaps = append(gaps, fmt.Sprintf(t.gapStart, t.day(g.To, d.At), g.Reason))
			} else {
				gaps = append(gaps, fmt.Sprintf(t.gap, t.day(g.From, d.At), t.day(g.To, d.At), g.Reason))
			}
		}
		s.Items = append(s.Items, Item{Strong: name, Text: strings.Join(facts, "; "), Below: gaps})
	}
	return s
}
