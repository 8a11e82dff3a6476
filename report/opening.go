package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/inbox"
)

// word is the verdict in a word or three: against yesterday or the usual for a day, against the one before for longer.
func (w writer) word() string {
	if w.d.Headline.Mood == First && w.someBefore() {
		return w.t.noUsual
	}
	if long, ok := w.t.moodsOf[w.d.Length][w.d.Headline.Mood]; ok && w.d.Headline.Cause != CauseUrgent {
		return long
	}
	return w.t.moods[w.d.Headline.Mood]
}

// someBefore reports whether something earlier stands beside the figures, although what is usual is not known: they cannot
// stand below a word that says that there is nothing to compare with.
func (w writer) someBefore() bool {
	for _, e := range w.d.expectations() {
		if e.before != nil || e.usual != nil {
			return true
		}
	}
	return false
}

// reason is why the verdict is what it is; that nothing waits is said here, and only where everything was read.
func (w writer) reason() string {
	cause := w.cause()
	if len(w.d.Complaints) > 0 || w.d.Headline.Cause == CauseUnread {
		return cause
	}
	if cause != "" {
		cause = "; " + cause
	}
	if w.d.undecoded() {
		return w.t.readAnswered + cause
	}
	return w.t.allAnswered + cause
}

func (w writer) cause() string {
	d, t := w.d, w.t
	v := d.Headline
	if v.Mood == First && v.Cause == CauseNone && w.someBefore() {
		return t.fewDays
	}
	switch v.Cause {
	case CauseUnread:
		if len(d.Channels) == 0 {
			return t.noChannels
		}
		if v.Mood == NoData {
			return t.noneRead
		}
		if d.Audience == Governor {
			return w.someUnread(w.unread())
		}
		return strings.Join(w.unread(), "; ")
	case CauseUrgent:
		cause := fmt.Sprintf(t.causes[v.Cause], t.count(d.Urgent.New, t.urgentMessage))
		if d.Urgent.Usual != nil {
			cause += fmt.Sprintf(t.urgentUsual, t.decimals(*d.Urgent.Usual))
		}
		return cause
	}
	for _, f := range d.expectations() {
		if f.cause == v.Cause && f.usual != nil {
			return fmt.Sprintf(t.causes[v.Cause], t.number(f.now), w.measure(f.cause), t.decimals(*f.usual))
		}
	}
	return ""
}

// someUnread are as many parts as a governor's page has room for; the others are counted.
func (w writer) someUnread(parts []string) string {
	for shown := max(1, min(governorUnread, len(parts))); ; shown-- {
		list := strings.Join(parts[:min(shown, len(parts))], "; ")
		if shown == 1 && utf8.RuneCountInString(list) > governorReason {
			list = shorten(list, governorReason)
		}
		if rest := len(parts) - shown; rest > 0 {
			list += "; " + fmt.Sprintf(w.t.moreUnread, w.t.number(rest))
		}
		if shown == 1 || utf8.RuneCountInString(list) <= governorReason {
			return list
		}
	}
}

// measure names what a figure is measured by.
func (w writer) measure(c Cause) string {
	d, t := w.d, w.t
	switch {
	case c == CauseNew && d.Usual != nil && d.Length == OneWeek:
		return t.usualWeek
	case c == CauseNew && d.Usual != nil:
		return t.usualOn[d.At.Weekday()]
	case d.Length == OneDay:
		return t.weekMean
	}
	return t.ago[d.Length]
}

// unread says of each channel what was not read in the period.
func (w writer) unread() []string {
	d, t := w.d, w.t
	var parts []string
	for _, c := range d.Channels {
		name := w.names[c.Channel]
		switch {
		case c.Behind() && c.LastRead.IsZero() && !c.Imported.IsZero():
			parts = append(parts, fmt.Sprintf(t.importedOnly, name, t.day(c.Imported, d.At)))
		case c.Behind() && c.LastRead.IsZero():
			parts = append(parts, fmt.Sprintf(t.neverRead, name))
		case c.Behind():
			parts = append(parts, fmt.Sprintf(t.notReadSince, name, t.day(c.LastRead, d.At)))
		default:
			for _, g := range c.Gaps {
				if g.Part != "" {
					parts = append(parts, name+": "+fmt.Sprintf(t.missingIn, oneLine(g.Part), t.day(g.From, d.At), g.Reason))
					continue
				}
				parts = append(parts, fmt.Sprintf(t.lostPart, name, t.day(g.From, d.At), t.day(g.To, d.At)))
			}
		}
		if c.Pending > 0 {
			parts = append(parts, fmt.Sprintf(t.unevaluated, name, t.count(c.Pending, t.message)))
		}
		if n := len(c.Refused); n > 0 {
			parts = append(parts, fmt.Sprintf(t.withheld, name, t.count(n, t.part)))
		}
		if c.Short(inbox.Missing) && !slices.ContainsFunc(c.Gaps, func(g Gap) bool { return g.Part != "" }) {
			parts = append(parts, fmt.Sprintf(t.lacking, name, t.count(len(c.Reconciled.Missing), t.part)))
		}
	}
	return parts
}

// fresh is the label of the new messages. A day's digest that makes up for a weekend is of no day.
func (w writer) fresh() string {
	if d := w.d; d.longer() {
		return w.t.freshInPeriod
	}
	return w.t.freshIn[w.d.Length]
}

// figures never show a plain zero for what was not read.
func (w writer) figures() []Figure {
	d, t := w.d, w.t
	labels := map[Cause]string{CauseUnanswered: t.unanswered, CauseOverdue: t.overdue, CauseNew: w.fresh()}
	var list []Figure
	for _, e := range d.expectations() {
		f := Figure{Label: labels[e.cause], Value: t.count(e.now, t.complaint)}
		switch {
		case d.Headline.Mood == NoData || d.Headline.Mood == Incomplete && e.now == 0:
			list = append(list, Figure{Label: f.Label, Value: t.unknown})
			continue
		case d.Headline.Mood == Incomplete:
			f.Value = t.atLeast + " " + t.count(e.now, t.atLeastComplaint)
		}
		var parts []string
		compared := func(name string, with float64) {
			part := name + nbsp + t.decimals(with)
			if d.Headline.Mood != Incomplete { // a lower bound differs by nobody knows how much
				part += " (" + t.difference(float64(e.now)-with) + ")"
			}
			parts = append(parts, part)
		}
		if e.before != nil {
			compared(t.ago[d.Length], float64(*e.before))
		}
		if name := w.measure(e.cause); e.usual != nil && name != t.ago[d.Length] {
			compared(name, *e.usual)
		}
		f.Change = strings.Join(parts, ", ")
		list = append(list, f)
	}
	return list
}

// lines are the sentences under the figures.
func (w writer) lines() []string {
	d, t := w.d, w.t
	if d.Headline.Mood == NoData {
		return nil
	}
	var lines []string
	if len(d.Complaints) == 0 {
		if d.Headline.Mood == Incomplete {
			lines = append(lines, t.nothingKnown)
		}
	} else {
		var parts []string
		for i, count := range []int{d.Ages.Under4, d.Ages.From4, d.Ages.From8, d.Ages.Above24} {
			if count > 0 {
				parts = append(parts, t.bucketNames[i]+nbsp+"—"+nbsp+t.number(count))
			}
		}
		lines = append(lines, t.buckets+" ("+strings.TrimSpace(w.hour().many)+"): "+strings.Join(parts, ", ")+".")
	}
	if n := d.Totals.DeletedUnanswered; n > 0 {
		lines = append(lines, upperFirst(fmt.Sprintf(t.deleted, t.number(n)))+".")
	}
	return lines
}

// movement leads from the unanswered at the beginning of the period to those at its end.
func (w writer) movement() []string {
	d, t := w.d, w.t
	if d.Headline.Mood == NoData {
		return nil
	}
	b := d.Backlog
	if d.Headline.Mood == Incomplete && b == (Backlog{}) {
		return nil // zeros would claim a calm that nobody has seen
	}
	known := func(n int) string {
		if n == 0 && d.Headline.Mood == Incomplete {
			return "(" + t.unknown + ")"
		}
		return t.number(n)
	}
	line := fmt.Sprintf(t.backlog, known(b.Start), known(b.Received), known(b.Reopened), known(b.Answered),
		t.number(b.Dismissed), known(b.Deleted), known(b.End)) // what the office closes itself is always known
	if d.Headline.Mood == Incomplete {
		return []string{line, t.lowerBound}
	}
	return []string{line}
}
