package report

import (
	"fmt"
	"strings"

	"otklik/inbox"
)

// refs are short lists that point to complaints by their number: the complaints themselves stand in one order only.
func (w writer) refs() []refs {
	t := w.t
	var replied []string
	if n := w.d.Totals.Formal; n > 0 {
		replied = append(replied, fmt.Sprintf(t.formalRef, t.number(n)))
	}
	if n := w.d.Totals.Interim; n > 0 {
		replied = append(replied, fmt.Sprintf(t.interimRef, t.number(n)))
	}
	sections := []refs{
		w.refsTo(t.again, func(c Complaint) (string, bool) { return "", c.State == inbox.Reopened }),
		w.refsTo(t.byReply+" ("+strings.Join(replied, ", ")+")", func(c Complaint) (string, bool) {
			return t.states[c.State], c.State == inbox.Formal || c.State == inbox.Interim
		}),
		w.refsTo(t.listen, func(c Complaint) (string, bool) { return w.quote(c), c.Listen }),
	}
	var filled []refs
	for _, s := range sections {
		if len(s.Items) > 0 {
			filled = append(filled, s)
		}
	}
	return filled
}

func (w writer) refsTo(head string, choose func(Complaint) (string, bool)) refs {
	t := w.t
	r := refs{Head: head}
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
		r.Items = append(r.Items, ref{joinFacts(facts), link(c.URL)})
	}
	if left > 0 {
		r.Items = append(r.Items, ref{Text: fmt.Sprintf(w.t.hidden, w.t.count(left, w.t.message))})
	}
	return r
}

func (w writer) topics() *table {
	t := w.t
	if len(w.d.Topics) == 0 {
		return nil
	}
	top := &table{Head: t.topics, Columns: t.columnsTopic}
	for n, topic := range w.d.Topics {
		if n == topTopics && w.d.Audience != Analyst {
			top.More = fmt.Sprintf(t.moreTopics, t.number(len(w.d.Topics)-topTopics))
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
		group := oneLine(topic.Group)
		if group == "" {
			group = t.other
		}
		top.Rows = append(top.Rows, [5]string{group, t.number(topic.Unanswered), t.signed(topic.Change),
			t.number(topic.New), strings.Join(places, ", ")})
	}
	return top
}

func (w writer) channels() []channelRow {
	d, t := w.d, w.t
	var rows []channelRow
	for _, c := range d.Channels {
		r := channelRow{Name: w.names[c.Channel], Bad: !c.Complete}
		if c.LastRead.IsZero() {
			r.Facts = append(r.Facts, t.never)
		} else {
			r.Facts = append(r.Facts, fmt.Sprintf(t.lastRead, t.day(c.LastRead, d.At)))
		}
		if !c.Imported.IsZero() {
			r.Facts = append(r.Facts, fmt.Sprintf(t.imported, t.day(c.Imported, d.At)))
		}
		if !c.LastRead.IsZero() || c.Stored > 0 {
			r.Facts = append(r.Facts, fmt.Sprintf(t.stored, t.count(c.Stored, t.message)))
		}
		if c.Unread > 0 {
			r.Facts = append(r.Facts, fmt.Sprintf(t.undone, t.number(c.Unread)))
		}
		if len(c.Refused) > 0 {
			r.Facts = append(r.Facts, fmt.Sprintf(t.refused, oneLine(strings.Join(c.Refused, ", "))))
		}
		if c.DeletedUnanswered > 0 {
			r.Facts = append(r.Facts, fmt.Sprintf(t.deleted, t.number(c.DeletedUnanswered)))
		}
		for _, g := range c.Gaps {
			if g.From.IsZero() {
				r.Gaps = append(r.Gaps, fmt.Sprintf(t.gapStart, t.day(g.To, d.At), g.Reason))
			} else {
				r.Gaps = append(r.Gaps, fmt.Sprintf(t.gap, t.day(g.From, d.At), t.day(g.To, d.At), g.Reason))
			}
		}
		rows = append(rows, r)
	}
	return rows
}
