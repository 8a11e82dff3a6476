package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/inbox"
)

// Page is a digest in words, in the order in which it is read: what text, Markdown, HTML, documents and mails are drawn
// from. Its strings are plain: each renderer escapes them. Lines end without a break.
type Page struct {
	Lang, Title, Officials, AsOf, Period string

	Word, Reason string // the verdict and what decided it
	Tone         Mood
	Figures      []Figure
	Lines        []string // further sentences under the figures
	Picture      *Picture // nil: nothing to draw
	Sections     []Section
	Notes        []string // small print at the end
}

// Figure is one of the numbers at the top.
type Figure struct{ Label, Value, Change string }

// Section is a part of the page with its heading. Each of its fields may be empty; they are drawn in this order.
type Section struct {
	Head    string
	Lines   []string
	Entries []Entry
	Table   *Table
	Items   []Item
	More    string // what is not shown, and where it is
}

// Entry is a complaint as it is listed.
type Entry struct {
	Number          int
	Age, Due        string
	Badges          []string // urgent, the state
	Facts           []string // channel, place, topic: may hold foreign text
	Quote, URL      string
	Open            string // the words of the link, or that there is none
	Author, Reasons string
	Above           string // the message or post it replies to, in one line
	Overdue, Urgent bool
}

// Item is a short line that may lead somewhere.
type Item struct {
	Text, URL string
	Strong    string   // words before the text that stand out: a name
	Below     []string // lines that belong to it and must not be overlooked
}

// Table has rows of as many cells as columns.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column is the head of a column; numbers stand at the right.
type Column struct {
	Name   string
	Number bool
}

// Row is a row of a table; Detail says more about it in small print.
type Row struct {
	Cells  []string
	Detail string
}

// Picture is the one chart of a digest: messages by day. Days are in time order.
type Picture struct {
	Title                string
	Received, Unanswered string // the legend
	Unknown              string // the legend of days that were not read
	Days                 []PictureDay
	Alt                  string // the same in a sentence, for those who do not see it
}

// PictureDay is one day of a picture. Where Known is false the figures say nothing and are not to be drawn.
type PictureDay struct {
	Label                string // 5 мая
	Received, Unanswered int
	Known                bool
}

// governorEntries and topTopics bound the governor's single page.
const (
	governorEntries = 10
	governorOthers  = 4
	topTopics       = 5
	governorRefs    = 5
)

// NewPage puts a digest into words.
func NewPage(d Digest) Page {
	t := textsOf(d.Language)
	w := writer{d: d, t: t, names: channelNames(d, t)}
	p := Page{
		Lang: t.lang, Title: oneLine(d.Title), Officials: w.officials(),
		AsOf:   fmt.Sprintf(t.asOf, t.date(d.At)),
		Period: fmt.Sprintf(t.period, t.date(d.Period.From), t.date(d.Period.To)),
		Word:   t.moods[d.Verdict.Mood], Tone: d.Verdict.Mood, Reason: w.reason(),
		Figures: w.figures(), Lines: w.lines(),
	}
	p.Sections, p.Notes = w.lists()
	add := func(sections ...Section) {
		for _, s := range sections {
			if len(s.Lines)+len(s.Entries)+len(s.Items) > 0 || s.Table != nil {
				p.Sections = append(p.Sections, s)
			}
		}
	}
	add(w.topics(), w.problems())
	add(w.refs()...)
	add(w.speed(), w.channels())
	return p
}

// writer puts one digest into words.
type writer struct {
	d     Digest
	t     *texts
	names map[inbox.ChannelID]string
}

func (w writer) hour() noun {
	if w.d.working {
		return w.t.workingHour
	}
	return w.t.hour
}

func (w writer) officials() string {
	var names []string
	for _, o := range w.d.officials {
		names = append(names, oneLine(cmp.Or(o.Name, o.ID)))
	}
	return strings.Join(names, ", ")
}

// channelNames are unique: the platform, the official where there are several, the id where that is not enough.
func channelNames(d Digest, t *texts) map[inbox.ChannelID]string {
	officials := make(map[string]string)
	for _, o := range d.officials {
		officials[o.ID] = cmp.Or(o.Name, o.ID)
	}
	names := make(map[inbox.ChannelID]string)
	used := make(map[string]int)
	for _, c := range d.Channels {
		name := cmp.Or(c.Title, t.platform(c.Platform))
		if owner := officials[c.Channel.Official()]; len(officials) > 1 && owner != "" {
			name = owner + " — " + name
		}
		names[c.Channel] = oneLine(name)
		used[oneLine(name)]++
	}
	for id, name := range names {
		if used[name] > 1 {
			names[id] = name + " (" + oneLine(id.Channel()) + ")"
		}
	}
	return names
}

func (w writer) channel(c Complaint) string {
	return cmp.Or(w.names[c.Channel], w.t.platform(c.Platform))
}

// reason is why the verdict is what it is; that nothing waits is said here, and only where everything was read.
func (w writer) reason() string {
	cause := w.cause()
	if len(w.d.Complaints) > 0 || w.d.Verdict.Cause == CauseUnread {
		return cause
	}
	if cause != "" {
		cause = "; " + cause
	}
	if w.d.hidden() {
		return w.t.readAnswered + cause
	}
	return w.t.allAnswered + cause
}

func (w writer) cause() string {
	d, t := w.d, w.t
	v := d.Verdict
	switch v.Cause {
	case CauseUnread:
		if len(d.Channels) == 0 {
			return t.noChannels
		}
		if v.Mood == NoData {
			return t.noneRead
		}
		return strings.Join(w.unread(), "; ")
	case CauseUrgent:
		return t.causes[v.Cause]
	case CauseUnanswered:
		return fmt.Sprintf(t.causes[v.Cause], t.number(d.Totals.Unanswered), t.decimals(d.Compare.WeekMean.Unanswered))
	case CauseOverdue:
		return fmt.Sprintf(t.causes[v.Cause], t.number(d.Totals.Overdue), t.decimals(d.Compare.WeekMean.Overdue))
	case CauseNew:
		return fmt.Sprintf(t.causes[v.Cause], t.number(d.Totals.New), t.decimals(d.Compare.WeekMean.New))
	}
	return ""
}

// unread says of each channel what was not read in the period.
func (w writer) unread() []string {
	d, t := w.d, w.t
	var parts []string
	for _, c := range d.Channels {
		name := w.names[c.Channel]
		switch {
		case !c.Complete && c.LastRead.IsZero() && !c.Imported.IsZero():
			parts = append(parts, fmt.Sprintf(t.importedOnly, name, t.day(c.Imported, d.At)))
		case !c.Complete && c.LastRead.IsZero():
			parts = append(parts, fmt.Sprintf(t.neverRead, name))
		case !c.Complete:
			parts = append(parts, fmt.Sprintf(t.notReadSince, name, t.day(c.LastRead, d.At)))
		default:
			for _, g := range c.Gaps {
				parts = append(parts, fmt.Sprintf(t.lostPart, name, t.day(g.From, d.At), t.day(g.To, d.At)))
			}
		}
	}
	return parts
}

// figures never show a plain zero for what was not read.
func (w writer) figures() []Figure {
	d, t := w.d, w.t
	one := func(now int, label string, pick func(Totals) int, mean func(Means) float64) Figure {
		f := Figure{Label: label, Value: t.count(now, t.complaint)}
		switch {
		case d.Verdict.Mood == NoData || d.Verdict.Mood == Incomplete && now == 0:
			return Figure{Label: label, Value: t.unknown}
		case d.Verdict.Mood == Incomplete:
			f.Value = t.atLeast + nbsp + t.count(now, t.atLeastComplaint)
		}
		var parts []string
		if then := d.Compare.DayBefore; then != nil {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", t.dayBefore, t.number(pick(*then)), t.difference(float64(now-pick(*then)))))
		}
		if week := d.Compare.WeekMean; week != nil {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", t.weekMean, t.decimals(mean(*week)), t.difference(float64(now)-mean(*week))))
		}
		f.Change = strings.Join(parts, ", ")
		return f
	}
	return []Figure{
		one(d.Totals.Unanswered, t.unanswered, func(n Totals) int { return n.Unanswered }, func(m Means) float64 { return m.Unanswered }),
		one(d.Totals.Overdue, t.overdue, func(n Totals) int { return n.Overdue }, func(m Means) float64 { return m.Overdue }),
		one(d.Totals.New, t.fresh, func(n Totals) int { return n.New }, func(m Means) float64 { return m.New }),
	}
}

func (w writer) lines() []string {
	d, t := w.d, w.t
	if d.Verdict.Mood == NoData {
		return nil
	}
	var lines []string
	if len(d.Complaints) == 0 {
		if d.Verdict.Mood == Incomplete {
			lines = append(lines, t.nothingKnown)
		}
	} else {
		var n [4]int
		for _, c := range d.Complaints {
			switch {
			case c.AgeHours < 4:
				n[0]++
			case c.AgeHours < 8:
				n[1]++
			case c.AgeHours <= 24:
				n[2]++
			default:
				n[3]++
			}
		}
		var parts []string
		for i, count := range n {
			if count > 0 {
				parts = append(parts, t.bucketNames[i]+nbsp+"— "+t.number(count))
			}
		}
		lines = append(lines, t.buckets+" ("+strings.TrimSpace(w.hour().many)+"): "+strings.Join(parts, ", ")+".")
	}
	if n := d.Totals.DeletedUnanswered; n > 0 {
		lines = append(lines, upperFirst(fmt.Sprintf(t.deleted, t.number(n)))+".")
	}
	return lines
}

// shown is how many of the urgent and of the other complaints are listed: for a governor governorEntries in all, where
// the urgent leave at least governorOthers places to those that wait longest.
func (w writer) shown() (urgent, rest int) {
	for _, c := range w.d.Complaints {
		if c.Urgent {
			urgent++
		} else {
			rest++
		}
	}
	if w.d.Audience != Governor {
		return urgent, rest
	}
	urgent = min(urgent, governorEntries-min(rest, governorOthers))
	return urgent, min(rest, governorEntries-urgent)
}

func (w writer) lists() ([]Section, []string) {
	d, t := w.d, w.t
	var notes []string
	urgent, rest := Section{Head: t.urgent}, Section{Head: t.oldest}
	ofUrgent, ofRest := w.shown()
	for n, c := range d.Complaints {
		target, most := &rest, ofRest
		if c.Urgent {
			target, most = &urgent, ofUrgent
		}
		if len(target.Entries) < most {
			target.Entries = append(target.Entries, w.entry(n+1, c))
		}
	}
	if cut := len(d.Complaints) - len(urgent.Entries) - len(rest.Entries); cut > 0 {
		notes = append(notes, fmt.Sprintf(t.hidden, t.count(cut, t.complaint)))
	}
	var lists []Section
	if len(urgent.Entries) > 0 {
		lists = append(lists, urgent)
	}
	if len(rest.Entries) > 0 {
		lists = append(lists, rest)
	}
	if d.masked && len(d.Complaints) > 0 {
		notes = append(notes, t.masked)
	}
	return lists, notes
}

func (w writer) entry(number int, c Complaint) Entry {
	d, t := w.d, w.t
	e := Entry{Number: number, Quote: w.quote(c), URL: link(c.URL), Open: t.open, Overdue: c.Overdue, Urgent: c.Urgent}
	e.Age = fmt.Sprintf(t.waits, t.hours(c.AgeHours, w.hour()))
	e.Due = fmt.Sprintf(t.dueSoon, t.day(c.DueAt, d.At))
	if c.Overdue {
		e.Due = fmt.Sprintf(t.due, t.day(c.DueAt, d.At))
	}
	if e.URL == "" {
		e.Open = t.noLink
	}
	if c.Urgent {
		e.Badges = append(e.Badges, strings.ToLower(t.urgent))
	}
	if c.State != inbox.Open {
		e.Badges = append(e.Badges, t.states[c.State])
	}
	e.Facts = w.facts(c)
	if d.Audience != Governor && c.Author != "" {
		e.Author = fmt.Sprintf(t.from, oneLine(c.Author))
	}
	if d.Audience == Analyst && len(c.Reasons) > 0 {
		e.Reasons = fmt.Sprintf(t.why, oneLine(strings.Join(c.Reasons, ", ")))
	}
	return e
}

func (w writer) facts(c Complaint) []string {
	facts := []string{w.channel(c) + ", " + w.t.kinds[c.Kind], fmt.Sprintf(w.t.received, w.t.day(c.ReceivedAt, w.d.At))}
	for _, fact := range []string{c.Municipality, cmp.Or(c.Group, w.t.other), c.Topic} {
		if fact = oneLine(fact); fact != "" && !slices.Contains(facts, fact) {
			facts = append(facts, fact)
		}
	}
	return facts
}

// quote is the beginning of the text, or what was attached where there is no text.
func (w writer) quote(c Complaint) string {
	if q := quote(c.Text); q != "" {
		return w.t.openQuote + q + w.t.closeQuote
	}
	var parts []string
	for _, m := range c.media {
		name := cmp.Or(w.t.media[m.Type], w.t.media[inbox.MediaOther])
		if m.Duration > 0 {
			s := int(m.Duration.Round(time.Second).Seconds())
			name += fmt.Sprintf(" %d:%02d", s/60, s%60)
		}
		if !slices.Contains(parts, name) && len(parts) < 5 {
			parts = append(parts, name)
		}
	}
	return "[" + cmp.Or(strings.Join(parts, ", "), w.t.noText) + "]"
}

func joinFacts(facts []string) string {
	return strings.Join(slices.DeleteFunc(facts, func(s string) bool { return s == "" }), " · ")
}

func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
