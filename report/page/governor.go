package page

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

// The governor's page is one sheet of paper that is read aloud in under a minute: what is more is counted, not shown.
const (
	GovernorProse  = 1200 // characters, as Prose counts them
	GovernorWords  = 150  // as Spoken counts them
	governorUnread = 3
	governorReason = 240 // characters of what was not read
	governorNames  = 3   // of groups that nobody is named for
)

// limits bound the parts of the governor's page: quote and says the longest whole sentence, name a name, the others how
// many of a kind there are; quotes of the dangers.
type limits struct{ quote, quotes, says, name, burning, bodies, settled, topics, places int }

// governorLimits are tried in turn until the page is short enough.
func governorLimits() []limits {
	return []limits{
		{120, 5, 90, 70, 5, 5, 2, 5, 3}, {120, 5, 90, 60, 5, 4, 1, 4, 1}, {120, 3, 90, 60, 5, 4, 1, 4, 0},
		{120, 3, 90, 50, 5, 3, 1, 3, 0}, {120, 2, 80, 50, 5, 3, 1, 3, 0}, {100, 2, 70, 45, 5, 3, 0, 3, 0},
		{100, 1, 70, 45, 5, 3, 0, 3, 0}, {80, 1, 60, 40, 5, 3, 0, 3, 0},
		{80, 1, 60, 40, 5, 3, 0, 2, 0},
		{0, 0, 60, 35, 5, 3, 0, 2, 0}, {0, 0, 60, 35, 5, 2, 0, 1, 0}, {0, 0, 0, 35, 5, 3, 0, 3, 0},
		{0, 0, 0, 30, 5, 2, 0, 2, 0}, {0, 0, 0, 25, 4, 1, 0, 1, 0},
		{0, 0, 0, 20, 3, 1, 0, 1, 0}, {0, 0, 0, 20, 1, 1, 0, 1, 0}, {0, 0, 0, 15, 1, 0, 0, 0, 0},
	}
}

// governor fills the page: what burns, whom to ask, what became of what burned, topics, and at the foot what was not
// read.
func (w writer) governor(p Page) Page {
	p.OneSheet, p.PictureLast, p.Period = true, true, "" // the labels of the numbers say how long it is
	if w.d.Headline.Mood == build.NoData {
		p.add(w.channels()) // there is nothing else to say than why
		return p
	}
	var page Page
	for _, l := range governorLimits() {
		page = p
		w.fill(&page, l)
		if page.Prose() <= GovernorProse && page.Spoken() <= GovernorWords {
			break
		}
	}
	return page
}

func (w writer) fill(p *Page, l limits) {
	if len(w.d.Complaints) == 0 && w.d.Headline.Mood == build.Incomplete {
		p.Lines = append(p.Lines, w.t.nothingKnown)
	}
	p.add(w.burning(l))
	if w.named() {
		p.add(w.loads(l))
	}
	p.add(w.burned(l), w.overduePromises(l), w.farTooLong(l), w.alertsIn(l), w.governorTopics(l))
	if cause := w.rootCause(); len(cause.Items) > 0 && l.says > 0 {
		cause.Items[0].Text = clean.Shorten(cause.Items[0].Text, l.quote+l.says)
		p.add(cause)
	}
	p.Notes = append(p.Notes, w.foot(l)...)
}

// named reports whether the office has named bodies: without them the table of topics says what waits with whom.
func (w writer) named() bool {
	return len(w.d.Bodies) > 0 && slices.ContainsFunc(w.d.Breakdown.Bodies, func(p build.Part) bool {
		return p.Name != ""
	})
}

// loadColumns are the heads behind a name of what waits with it, and what it did in the period.
func (w writer) loadColumns(name string) []Column {
	g := w.governorWords()
	columns := []Column{{name, false}, {g.waiting, true}, {g.overdue, true}}
	if w.d.Headline.Mood == build.Imported {
		return columns // nothing is known of the period
	}
	return append(columns, Column{g.answered[w.d.Length], true}, Column{g.formal[w.d.Length], true})
}

func (w writer) loadCells(name string, b build.BodyLoad) []string {
	cells := []string{name, w.counted(b.Waiting), w.counted(b.Overdue), w.counted(b.Answered), w.counted(b.Formal)}
	return cells[:len(w.loadColumns(name))]
}

// loads are whom to ask.
func (w writer) loads(l limits) Section {
	g := w.governorWords()
	s := Section{Head: g.ask}
	shown := w.d.Bodies[:min(len(w.d.Bodies), l.bodies)]
	if left := len(w.d.Bodies) - len(shown); left > 0 {
		s.More, s.Left = fmt.Sprintf(g.moreBodies, w.t.number(left)), left
	}
	if len(shown) == 0 {
		return s
	}
	s.Table = &Table{Columns: w.loadColumns(w.t.Responsible)}
	for _, b := range shown {
		s.Table.Rows = append(s.Table.Rows, Row{Cells: w.loadCells(clean.Shorten(b.Name, l.name), b)})
	}
	return s
}

// governorTopics are the topics that most wait in, each with one whole sentence of what people write. What fits no
// topic stands beside none: it is counted with the rest.
func (w writer) governorTopics(l limits) Section {
	t := w.t
	var shown []build.Topic
	rest, waiting := 0, 0
	for _, topic := range w.d.Topics {
		if topic.Unanswered+topic.New == 0 {
			continue
		}
		if len(shown) < l.topics && !build.Unnamed(topic.Group) {
			shown = append(shown, topic)
			continue
		}
		rest, waiting = rest+1, waiting+topic.Unanswered
	}
	s := Section{Head: t.Topics}
	if rest > 0 {
		s.More, s.Left = fmt.Sprintf(t.moreTopics, t.number(rest), w.counted(waiting)), rest
	}
	if len(shown) == 0 {
		return s
	}
	if w.named() {
		s.Table = &Table{Columns: []Column{{t.Topic, false}, {t.Unanswered, true}, {t.in[w.d.Length], true},
			{t.columnNew, true}}}
	} else {
		s.Table = &Table{Columns: w.loadColumns(t.Topic)}
	}
	for _, topic := range shown {
		row := Row{Detail: w.written(topic, l)}
		name := clean.Shorten(t.topicName(topic.Group), l.name)
		if w.named() {
			row.Cells = []string{name, w.counted(topic.Unanswered), w.topicChange(topic), w.counted(topic.New)}
		} else {
			row.Cells = w.loadCells(name, w.loadOf(clean.OneLine(topic.Group)))
		}
		s.Table.Rows = append(s.Table.Rows, row)
	}
	return s
}

// loadOf is what waits in a group, where groups stand for bodies.
func (w writer) loadOf(group string) (load build.BodyLoad) {
	for _, b := range w.d.Bodies {
		if b.Name == group {
			return b
		}
	}
	return load
}

// topicChange is how much more or less waits than when the period began.
func (w writer) topicChange(topic build.Topic) string {
	if w.d.Before == nil || w.d.Partial() {
		return w.t.none
	}
	return w.t.signed(topic.Change)
}

// manyAlike is from how many people on a page says how many write the same.
const manyAlike = 3

// written is what people write about a topic: what most of them write, in one sentence that is never cut, and where.
func (w writer) written(topic build.Topic, l limits) string {
	g := w.governorWords()
	says, people := topic.Says, ""
	for _, p := range w.d.Problems { // of most people first
		title := clean.OneLine(p.Title)
		n := p.People + p.Copies
		if p.Group != topic.Group || n < manyAlike || w.isDanger(p.ID) || utf8.RuneCountInString(title) > l.says {
			continue
		}
		says, people = title, fmt.Sprintf(g.manyWrite, w.t.count(n, g.people))
		if same := w.oneTextOf(p.ID); same >= manyAlike {
			people = fmt.Sprintf(g.oneText, w.t.count(same, g.people))
		}
		break
	}
	facts := []string{"", people, ""}
	if slices.ContainsFunc(w.d.WorstBurning(l.burning), func(b build.Burning) bool { return b.Says == says }) {
		says = ""
	}
	if says = w.t.mended(clean.OneLine(says)); says != "" && utf8.RuneCountInString(says) <= l.says {
		facts[0] = w.t.openQuote + says + w.t.closeQuote
	}
	var places []string
	for n, p := range topic.Places {
		if n == l.places {
			break
		}
		places = append(places, clean.Shorten(p.Municipality, l.name)+Nbsp+w.t.number(p.Unanswered))
	}
	facts[2] = strings.Join(places, ", ")
	return JoinFacts(facts)
}

// foot is the small print: what is not shown, whom nobody is named for, and how much was read.
func (w writer) foot(l limits) (notes []string) {
	d, t, g := w.d, w.t, w.governorWords()
	if cut := len(d.Complaints) - w.messagesShown(l); cut > 0 {
		notes = append(notes, fmt.Sprintf(g.hidden, t.count(cut, w.appeals())))
	}
	if !w.named() && len(d.Unassigned) > 0 {
		notes = append(notes, g.noBodies)
	} else if len(d.Unassigned) > 0 {
		var names []string
		for _, group := range d.Unassigned[:min(len(d.Unassigned), governorNames)] {
			names = append(names, clean.Shorten(t.topicName(group), l.name))
		}
		list := strings.Join(names, ", ")
		if left := len(d.Unassigned) - len(names); left > 0 {
			list += " " + fmt.Sprintf(g.andMore, t.number(left))
		}
		notes = append(notes, fmt.Sprintf(g.unassigned, list))
	}
	if d.Headline.Cause == build.CauseUrgent && slices.ContainsFunc(d.Complaints, func(c build.Complaint) bool {
		return c.Urgency == inbox.Hazard.Code() && !c.Urgent
	}) {
		notes = append(notes, g.burnsMore)
	}
	if d.WithoutEncoder {
		notes = append(notes, t.withoutEncoder)
	}
	if d.Headline.Mood == build.Incomplete && len(d.Channels) > 0 {
		notes = append(notes, UpperFirst(Stopped(w.someUnread(w.unread()))))
	}
	if since := w.knownSince(); len(since) > 0 {
		notes = append(notes, UpperFirst(Stopped(w.someUnread(since))))
	}
	if n := d.Totals.DeletedUnanswered; n > 0 {
		notes = append(notes, UpperFirst(fmt.Sprintf(t.deleted, t.number(n)))+".")
	}
	return append(notes, w.readNotes()...)
}

// messagesShown is how many of the complaints the page names: those that burn and, besides them, those that wait far
// too long or were promised what is overdue.
func (w writer) messagesShown(l limits) (n int) {
	burning := w.d.WorstBurning(l.burning)
	for _, b := range burning {
		n += b.Messages
	}
	told, _ := w.toldFarTooLong(w.d.EscalatedItems(build.ToGovernor), l)
	for _, i := range told {
		n += i.Messages
	}
	return n + w.d.PromisesBeside(w.worstPromises(l), burning, told)
}

// readNotes are how much of the channels was read.
func (w writer) readNotes() (notes []string) {
	d, t := w.d, w.t
	refused, unread := 0, 0
	var reconciled build.Reconciled
	for _, c := range d.Channels {
		if c.Reconciled != nil && !c.Behind() {
			reconciled.Counted += c.Reconciled.Counted
			reconciled.Stored += c.Reconciled.Stored
		}
		refused, unread = refused+len(c.Inaccessible), unread+c.Undecoded
		if c.Reconciled != nil {
			refused += len(c.Reconciled.Missing)
		}
		if !c.Horizon.IsZero() {
			notes = append(notes, w.names[c.Channel]+": "+fmt.Sprintf(t.horizon, t.dayOnly(c.Horizon, d.At))+".")
		}
	}
	if reconciled.Counted > 0 {
		notes = append(notes, UpperFirst(fmt.Sprintf(t.reconciled, t.number(reconciled.Stored),
			t.number(reconciled.Counted)))+".")
	}
	if refused > 0 {
		notes = append(notes, fmt.Sprintf(t.unseen, t.number(refused)))
	}
	if unread > 0 {
		notes = append(notes, UpperFirst(fmt.Sprintf(t.Undecoded, t.number(unread)))+".")
	}
	return notes
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
			count(e.Head, e.Quote, e.Above, e.Author, e.Reasons)
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

// Spoken counts the words of the page that are read aloud: all but titles, the numbers of tables, the picture and the
// small print.
func (p Page) Spoken() int {
	n := 0
	count := func(list ...string) {
		for _, s := range list {
			n += len(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '·' }))
		}
	}
	count(p.Word, p.Reason)
	for _, f := range p.Figures {
		count(f.Label, f.Value, f.Change)
	}
	count(p.Lines...)
	for _, s := range p.Sections {
		count(s.Head)
		count(s.Lines...)
		for _, e := range s.Entries {
			count(e.Head, e.Quote)
			count(e.Facts...)
		}
		if s.Table != nil {
			for _, row := range s.Table.Rows {
				count(row.Cells[0], row.Detail)
			}
		}
		for _, i := range s.Items {
			count(i.Strong, i.Text)
		}
	}
	return n
}
