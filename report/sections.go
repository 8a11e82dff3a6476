package report

import (
	"cmp"
	"fmt"
	"strings"

	"otklik/inbox"
)

// refs are short lists that point to complaints by their number: the complaints themselves stand in one order only.
func (w writer) refs() []Section {
	t := w.t
	var replied []string
	if n := w.d.Totals.Formal; n > 0 {
		replied = append(replied, fmt.Sprintf(t.formalRef, t.number(n)))
	}
	if n := w.d.Totals.Interim; n > 0 {
		replied = append(replied, fmt.Sprintf(t.interimRef, t.number(n)))
	}
	return []Section{
		w.refsTo(t.again, func(c Complaint) (string, bool) { return "", c.State == inbox.Reopened }),
		w.refsTo(t.byReply+" ("+strings.Join(replied, ", ")+")", func(c Complaint) (string, bool) {
			return t.states[c.State], c.State == inbox.Formal || c.State == inbox.Interim
		}),
		w.refsTo(t.listen, func(c Complaint) (string, bool) { return w.quote(c), c.Listen }),
	}
}

func (w writer) refsTo(head string, choose func(Complaint) (string, bool)) Section {
	t := w.t
	r := Section{Head: head}
	left := 0
	for n, c := range w.d.Complaints {
		what, ok := choose(c)
		if !ok {
			continue
		}
		if w.d.Audience == Governor && len(r.Items) == governorRefs {
			left++
			continue
		}
		facts := []string{fmt.Sprintf("%s%d", t.numberSign, n+1), what, w.channel(c), oneLine(c.Municipality), oneLine(c.Group),
			fmt.Sprintf(w.t.waits, w.t.hours(c.AgeHours, w.hour()))}
		r.Items = append(r.Items, Item{Text: joinFacts(facts), URL: link(c.URL)})
	}
	if left > 0 {
		r.More = fmt.Sprintf(w.t.hidden, w.t.count(left, w.t.message))
	}
	return r
}

func (w writer) topics() Section {
	t := w.t
	s := Section{Head: t.topics}
	if len(w.d.Topics) == 0 {
		return s
	}
	s.Table = &Table{}
	for n, name := range t.columnsTopic {
		s.Table.Columns = append(s.Table.Columns, Column{name, n > 0})
	}
	for n, topic := range w.d.Topics {
		if n == topTopics && w.d.Audience != Analyst {
			s.More = fmt.Sprintf(t.moreTopics, t.number(len(w.d.Topics)-topTopics))
			break
		}
		var places []string
		for n, p := range topic.Places {
			if n == 3 {
				places = append(places, "…")
				break
			}
			places = append(places, oneLine(p.Municipality)+nbsp+t.number(p.Unanswered))
		}
		group := cmp.Or(oneLine(topic.Group), t.other)
		s.Table.Rows = append(s.Table.Rows, Row{Detail: strings.Join(places, ", "),
			Cells: []string{group, t.number(topic.Unanswered), t.signed(topic.Change), t.number(topic.New)}})
	}
	return s
}

func (w writer) problems() Section {
	t := w.t
	s := Section{Head: t.problems}
	for _, g := range w.d.Problems {
		facts := []string{oneLine(g.Title), oneLine(g.Municipality), fmt.Sprintf(t.problem, t.count(g.Messages, t.message),
			t.count(g.People, t.people), t.day(g.FirstAt, w.d.At), t.day(g.LastAt, w.d.At))}
		s.Items = append(s.Items, Item{Text: joinFacts(facts)})
	}
	return s
}

func (w writer) speed() Section {
	switch d, t := w.d, w.t; {
	case d.Speed.MedianHours != nil:
		return Section{Lines: []string{fmt.Sprintf(t.speed, t.count(d.Speed.Answered, t.message), t.hours(*d.Speed.MedianHours, w.hour()))}}
	case d.Verdict.Mood != NoData:
		return Section{Lines: []string{t.speedNone}}
	}
	return Section{}
}

func (w writer) channels() Section {
	d, t := w.d, w.t
	s := Section{Head: t.channels}
	for _, c := range d.Channels {
		name, facts, gaps := w.names[c.Channel], []string{}, []string(nil)
		if c.LastRead.IsZero() {
			facts = append(facts, t.never)
		} else {
			facts = append(facts, fmt.Sprintf(t.lastRead, t.day(c.LastRead, d.At)))
		}
		if !c.Imported.IsZero() {
			facts = append(facts, fmt.Sprintf(t.imported, t.day(c.Imported, d.At)))
		}
		if !c.LastRead.IsZero() || c.Stored > 0 {
			facts = append(facts, fmt.Sprintf(t.stored, t.count(c.Stored, t.message)))
		}
		if c.Unread > 0 {
			facts = append(facts, fmt.Sprintf(t.undone, t.number(c.Unread)))
		}
		if len(c.Refused) > 0 {
			facts = append(facts, fmt.Sprintf(t.refused, oneLine(strings.Join(c.Refused, ", "))))
		}
		if c.DeletedUnanswered > 0 {
			facts = append(facts, fmt.Sprintf(t.deleted, t.number(c.DeletedUnanswered)))
		}
		for _, g := range c.Gaps {
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
