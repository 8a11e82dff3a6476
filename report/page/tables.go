package page

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"otklik/report/build"
	"otklik/report/clean"
)

// tables are what an analyst compares.
func (w writer) tables() []Section {
	d, t := w.d, w.t
	if d.Headline.Mood == build.NoData {
		return nil
	}
	sections := []Section{
		w.totals(), w.changes(), w.topics(), w.problems(), w.hotPlaces(), w.promises(),
		w.parts(t.byPlace, t.Municipality, t.noPlace, d.Breakdown.Municipalities),
		w.parts(t.byDistrict, t.District, t.noPlace, d.Breakdown.Districts),
		w.parts(t.byBody, t.Responsible, t.noBody, d.Breakdown.Bodies),
		w.parts(t.byGroup, t.Topic, t.other, d.Breakdown.Groups),
		w.parts(t.byOfficial, t.columnOfficial, t.Unknown, d.Breakdown.Officials),
	}
	return append(sections, w.arrivals()...)
}

// totals are all figures beside those of the same length of time before.
func (w writer) totals() Section {
	d, t := w.d, w.t
	table := &Table{Columns: []Column{{t.Figure, false}, {t.in[d.Length], true}, {t.columnBefore, true},
		{t.columnChange, true}}}
	labels := []string{t.Received, t.Answered, t.Unanswered, t.ofThose[0], t.ofThose[1], t.ofThose[2], t.ofThose[3],
		t.DeletedBeforeAnswer}
	for n, pick := range []func(build.Totals) int{
		func(n build.Totals) int { return n.New }, func(n build.Totals) int { return n.Answered },
		func(n build.Totals) int { return n.Unanswered },
		func(n build.Totals) int { return n.Overdue }, func(n build.Totals) int { return n.Formal },
		func(n build.Totals) int { return n.Interim },
		func(n build.Totals) int { return n.Reopened }, func(n build.Totals) int { return n.DeletedUnanswered },
	} {
		row := Row{Cells: []string{labels[n], t.number(pick(d.Totals)), t.none, t.none}}
		if d.Partial() && pick(d.Totals) == 0 {
			row.Cells[1] = t.Unknown // nothing was found where not everything was looked at
		}
		if d.Before != nil {
			row.Cells[2] = t.number(pick(*d.Before))
		}
		if d.Before != nil && !d.Partial() {
			row.Cells[3] = t.signed(pick(d.Totals) - pick(*d.Before))
		}
		table.Rows = append(table.Rows, row)
	}
	s := Section{Head: t.compared[d.Length], Table: table}
	if d.Before == nil {
		s.Lines = []string{t.noBefore}
	}
	return s
}

// counted is a figure in a cell. A zero says nothing where not everything was read.
func (w writer) counted(n int) string {
	if n == 0 && w.d.Partial() {
		return w.t.none
	}
	return w.t.number(n)
}

func (w writer) changes() Section {
	d, t := w.d, w.t
	s := Section{Head: t.changes}
	for _, c := range d.Changes {
		s.Items = append(s.Items, Item{Strong: w.changedName(c),
			Text: fmt.Sprintf(t.changed, t.number(c.Now), t.ago[d.Length], t.number(c.Before),
				t.signed(c.Now-c.Before))})
	}
	if len(s.Items) == 0 && d.Before != nil && !d.Partial() {
		s.Lines = []string{t.noChanges}
	}
	return s
}

// changedName is what a group or a municipality of which clearly more or less came is called.
func (w writer) changedName(c build.Changed) string {
	if c.What == "group" {
		return w.t.topicName(c.Name)
	}
	return clean.OneLine(c.Name)
}

// topics are all groups with what people say of them, where they live and who is responsible.
func (w writer) topics() Section {
	return w.topicsOf(w.d.Topics, limits{says: build.SaysLongest, name: math.MaxInt, places: 5}, w.t.body)
}

func (w writer) topicsOf(topics []build.Topic, l limits, body string) Section {
	t := w.t
	s := Section{Head: t.Topics}
	if len(topics) == 0 {
		return s
	}
	s.Table = &Table{Columns: []Column{{t.Topic, false}, {t.Unanswered, true}, {t.in[w.d.Length], true},
		{t.columnNew, true}}}
	for _, topic := range topics {
		var places []string
		for n, p := range topic.Places {
			if n == l.places {
				places = append(places, fmt.Sprintf(t.morePlaces, t.number(len(topic.Places)-n)))
				break
			}
			places = append(places, clean.Shorten(p.Municipality, l.name)+Nbsp+t.number(p.Unanswered))
		}
		if l.places == 0 {
			places = nil
		}
		facts := []string{"", strings.Join(places, ", "), ""}
		if says := clean.Shorten(topic.Says, l.says); says != "" {
			facts[0] = t.openQuote + says + t.closeQuote
		}
		if topic.Body != "" {
			facts[2] = fmt.Sprintf(body, clean.Shorten(topic.Body, l.name))
		}
		change := t.signed(topic.Change)
		if w.d.Before == nil || w.d.Partial() {
			change = t.none
		}
		name := cmp.Or(clean.Shorten(t.topicName(topic.Group), l.name), t.other)
		s.Table.Rows = append(s.Table.Rows, Row{Detail: JoinFacts(facts),
			Cells: []string{name, w.counted(topic.Unanswered), change,
				w.counted(topic.New)}})
	}
	return s
}

func (w writer) problems() Section {
	s := Section{Head: w.t.problems}
	for _, g := range w.d.Problems {
		facts := []string{clean.OneLine(g.Title), clean.OneLine(g.Municipality), w.many(g)}
		s.Items = append(s.Items, Item{Text: JoinFacts(facts)})
	}
	return s
}

// many is how many wrote about a problem, and when.
func (w writer) many(g build.Group) string {
	t := w.t
	return JoinFacts([]string{fmt.Sprintf(t.problem, t.count(g.Messages, t.message), t.count(g.People, t.people),
		t.span(g.FirstAt, g.LastAt, w.d.At)), w.copies(g.Copies)})
}

func (w writer) hotPlaces() Section {
	t := w.t
	s := Section{Head: t.hotPlaces}
	for _, h := range w.d.HotPlaces {
		var groups []string
		for _, group := range h.Groups {
			groups = append(groups, t.topicName(group))
		}
		s.Items = append(s.Items, Item{Strong: address(h.Municipality, h.Settlement, h.Street, h.House),
			Text: JoinFacts([]string{fmt.Sprintf(t.fromPeople, t.count(h.Messages, t.message),
				t.count(h.People, t.people)), strings.Join(groups, ", ")})})
	}
	return s
}

// parts is a breakdown as a table, the places of a district beneath it. Those of fewer than two messages stand below it
// by name: no rating has them. Where all groups are asked for they are in the table, without what is compared.
func (w writer) parts(head, name, nameless string, parts []build.Part) Section {
	t := w.t
	s := Section{Head: head}
	table := &Table{Columns: []Column{{name, false}}}
	for _, column := range []string{t.columnCame, t.Answered, t.columnWaiting, t.columnLate, t.columnMedian,
		t.columnP90, t.columnKept, t.Formal, t.columnAgain, t.columnEarlier} {
		table.Columns = append(table.Columns, Column{column, true})
	}
	all := name == t.Topic && w.d.AllGroups()
	var within map[string][]build.Part
	if name == t.District {
		within = w.d.Breakdown.Within
	}
	var single []string
	for _, p := range parts {
		title := cmp.Or(clean.OneLine(p.Name), nameless)
		if name == t.Topic {
			title = cmp.Or(t.topicName(p.Name), nameless)
		}
		switch empty := p.Received+p.Answered+p.Unanswered == 0; {
		case all && !p.Ranked: // it is there, but not compared
			p.MedianHours, p.P90Hours, p.InNorm = nil, nil, nil
			table.Rows = append(table.Rows, w.part(title, p))
		case p.Ranked:
			table.Rows = append(table.Rows, w.part(title, p))
		case !empty:
			single = append(single, title)
		}
		for _, place := range within[p.Name] {
			if place.Ranked {
				table.Rows = append(table.Rows, w.part(Nbsp+"·"+Nbsp+clean.OneLine(place.Name), place))
			}
		}
	}
	if len(table.Rows) > 0 {
		s.Table = table
	}
	if len(single) > 0 {
		line := fmt.Sprintf(t.notRanked, strings.Join(single, ", "))
		if s.Table == nil {
			s.Lines = []string{line}
		} else {
			s.More = line
		}
	}
	return s
}

// part is a row of a breakdown.
func (w writer) part(title string, p build.Part) Row {
	t := w.t
	hours := func(h *float64) string {
		if h == nil {
			return t.none
		}
		return t.decimals(*h)
	}
	share, was := t.none, t.none
	if p.InNorm != nil {
		share = fmt.Sprintf("%d%s%%", int(math.Round(*p.InNorm*100)), Nbsp)
	}
	if p.ReceivedBefore != nil {
		was = t.number(*p.ReceivedBefore)
	}
	return Row{Cells: []string{title, w.counted(p.Received), w.counted(p.Answered), w.counted(p.Unanswered),
		w.counted(p.Overdue), hours(p.MedianHours), hours(p.P90Hours), share, w.counted(p.Formal),
		w.counted(p.Reopened), was}}
}
