package page

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

// word is the headline in a word or three: against yesterday or the usual for a day, against the one before for longer.
func (w writer) word() string {
	if w.saysKnown() {
		return w.known()
	}
	if w.d.Headline.Mood == build.First && w.someBefore() {
		return w.t.noUsual
	}
	if long, ok := w.t.moodsOf[w.d.Length][w.d.Headline.Mood]; ok && w.d.Headline.Cause != build.CauseUrgent {
		return long
	}
	return w.t.moods[w.d.Headline.Mood]
}

// saysKnown reports whether the verdict is what is known: of a file alone, or of the first weeks, there is no other.
func (w writer) saysKnown() bool {
	return w.d.Headline.Mood == build.Imported || w.d.Headline.Mood == build.First && w.d.Length != build.OneDay
}

// known is what is known, where nothing can be compared.
func (w writer) known() string {
	g, n := w.governorWords(), w.d.Totals
	if w.d.Headline.Mood == build.Imported {
		stored := 0
		for _, c := range w.d.Channels {
			stored += c.Stored
		}
		return fmt.Sprintf(g.known, w.t.count(stored, w.t.message), w.t.number(n.Unanswered))
	}
	if since := w.d.KnownSince(); !since.IsZero() {
		return fmt.Sprintf(w.sinceWords().came, w.t.dayOnly(since, w.d.At), w.t.number(n.New), w.t.number(n.Answered))
	}
	return fmt.Sprintf(g.knownIn[w.d.Length], w.t.number(n.New), w.t.number(n.Answered))
}

// someBefore reports whether something earlier stands beside the figures, although what is usual is not known: they
// cannot stand below a word that says that there is nothing to compare with.
func (w writer) someBefore() bool {
	for _, e := range w.d.Expectations() {
		if e.Before != nil || e.Usual != nil {
			return true
		}
	}
	return false
}

// reason is why the headline is what it is; that nothing waits is said here, and only where everything was read.
func (w writer) reason() string {
	cause := w.cause()
	if len(w.d.Complaints) > 0 || w.d.Headline.Cause == build.CauseUnread || w.d.Headline.Mood == build.Imported {
		return cause
	}
	if cause != "" {
		cause = "; " + cause
	}
	switch {
	case w.d.Undecoded():
		return w.t.readAnswered + cause
	case w.d.PartlyKnown():
		return w.sinceWords().answered + cause
	}
	return w.t.allAnswered + cause
}

func (w writer) cause() string {
	d, t := w.d, w.t
	v := d.Headline
	if w.saysKnown() && v.Cause == build.CauseNone {
		return w.whyKnown()
	}
	if d.Audience == build.Governor && v.Cause != build.CauseUnread {
		return w.governorCause()
	}
	if v.Mood == build.First && v.Cause == build.CauseNone && w.someBefore() {
		return t.fewDays
	}
	switch v.Cause {
	case build.CauseUnread:
		if len(d.Channels) == 0 {
			return t.NoChannels
		}
		if v.Mood == build.NoData {
			return t.NoneRead
		}
		if d.Audience == build.Governor {
			return w.governorWords().incomplete
		}
		return strings.Join(w.unread(), "; ")
	case build.CauseUrgent:
		cause := fmt.Sprintf(t.causes[v.Cause], t.count(d.Urgent.New, t.urgentMessage))
		if d.Urgent.Usual != nil {
			cause += fmt.Sprintf(t.urgentUsual, t.decimals(*d.Urgent.Usual))
		}
		return cause
	}
	for _, f := range d.Expectations() {
		if f.Cause == v.Cause && f.Usual != nil {
			return fmt.Sprintf(t.causes[v.Cause], t.number(f.Now), w.measure(f.Cause), t.decimals(*f.Usual))
		}
	}
	return ""
}

// whyKnown says why nothing is compared.
func (w writer) whyKnown() string {
	g := w.governorWords()
	if w.d.Headline.Mood != build.Imported {
		return g.firstWeeks[w.d.Length]
	}
	var last time.Time
	for _, c := range w.d.Complaints {
		if c.ReceivedAt.After(last) {
			last = c.ReceivedAt
		}
	}
	if last.IsZero() {
		return g.imported
	}
	return fmt.Sprintf(g.importedUntil, w.t.dayOnly(last, w.d.At))
}

// governorCause is what decided the verdict, without figures that stand below it.
func (w writer) governorCause() string {
	d, t, g := w.d, w.t, w.governorWords()
	v := d.Headline
	switch {
	case v.Mood == build.First && v.Cause == build.CauseNone && w.someBefore():
		return t.fewDays
	case v.Cause == build.CauseUrgent:
		cause := fmt.Sprintf(t.word(d.Urgent.New, g.urgent), small(t.in[d.Length]), t.number(d.Urgent.New))
		switch usual := d.Urgent.Usual; {
		case usual == nil:
		case math.Round(*usual) == 0:
			cause += g.urgentRare
		default:
			cause += fmt.Sprintf(g.urgentUsual, t.number(int(math.Round(*usual))))
		}
		return cause
	case v.Mood == build.Calmer:
		return g.less[v.Cause]
	}
	return g.more[v.Cause]
}

// someUnread are as many parts as a governor's page has room for; the others are counted.
func (w writer) someUnread(parts []string) string {
	for shown := max(1, min(governorUnread, len(parts))); ; shown-- {
		list := strings.Join(parts[:min(shown, len(parts))], "; ")
		if shown == 1 && utf8.RuneCountInString(list) > governorReason {
			list = clean.Shorten(list, governorReason)
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
func (w writer) measure(c build.Cause) string {
	d, t := w.d, w.t
	switch {
	case c == build.CauseNew && d.Usual != nil && d.Length == build.OneWeek:
		return t.usualWeek
	case c == build.CauseNew && d.Usual != nil:
		return t.usualOn[d.At.Weekday()]
	case d.Length == build.OneDay:
		return t.WeekMean
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
				if g.Part != "" && d.Audience == build.Governor {
					continue // counted below: numbers of posts say nothing to a governor
				}
				if g.Part != "" {
					parts = append(parts, name+": "+fmt.Sprintf(t.missingIn, clean.OneLine(g.Part),
						t.day(g.From, d.At), g.Reason))
					continue
				}
				parts = append(parts, fmt.Sprintf(t.lostPart, name, t.day(g.From, d.At), t.day(g.To, d.At)))
			}
		}
		if c.Pending > 0 {
			parts = append(parts, fmt.Sprintf(t.unevaluated, name, t.count(c.Pending, t.message)))
		}
		if n := len(c.Inaccessible); n > 0 {
			parts = append(parts, fmt.Sprintf(t.withheld, name, t.count(n, t.part)))
		}
		named := func(g build.Gap) bool { return g.Part != "" && d.Audience != build.Governor }
		if c.Short(inbox.Missing) && !slices.ContainsFunc(c.Gaps, named) {
			parts = append(parts, fmt.Sprintf(t.lacking, name, t.count(len(c.Reconciled.Missing), t.part)))
		}
	}
	return parts
}

// fresh is the label of the new messages. A day's digest that makes up for a weekend is of no day.
func (w writer) fresh() string {
	if d := w.d; d.Longer() && d.Audience == build.Governor {
		return fmt.Sprintf(w.governorWords().newSince, w.t.dayLabel(d.Period.From))
	} else if d.Longer() {
		return w.t.NewInPeriod
	}
	return w.t.freshIn[w.d.Length]
}

// figures never show a plain zero for what was not read.
func (w writer) figures() []Figure {
	d, t := w.d, w.t
	labels := map[build.Cause]string{build.CauseUnanswered: t.Unanswered, build.CauseOverdue: t.Overdue,
		build.CauseNew: w.fresh()}
	var list []Figure
	for _, e := range d.Expectations() {
		if d.Audience == build.Governor {
			list = append(list, w.governorFigure(labels[e.Cause], e.Now, e.Before, e.Usual))
			continue
		}
		f := Figure{Label: labels[e.Cause], Value: t.count(e.Now, w.appeals())}
		switch {
		case d.Headline.Mood == build.NoData || d.Partial() && e.Now == 0:
			list = append(list, Figure{Label: f.Label, Value: t.Unknown})
			continue
		case d.Headline.Mood == build.Incomplete:
			f.Value = t.AtLeast + " " + t.count(e.Now, t.atLeastComplaint)
		}
		var parts []string
		compared := func(name string, with float64) {
			part := name + Nbsp + t.decimals(with)
			if !d.Partial() { // a lower bound differs by nobody knows how much
				part += " (" + t.difference(float64(e.Now)-with) + ")"
			}
			parts = append(parts, part)
		}
		if e.Before != nil {
			compared(t.ago[d.Length], float64(*e.Before))
		}
		if name := w.measure(e.Cause); e.Usual != nil && name != t.ago[d.Length] {
			compared(name, *e.Usual)
		}
		f.Change = strings.Join(parts, ", ")
		list = append(list, f)
	}
	return list
}

// governorFigure is a number against the usual, in whole numbers.
func (w writer) governorFigure(label string, now int, before *int, usual *float64) Figure {
	d, t, g := w.d, w.t, w.governorWords()
	f := Figure{Label: label, Value: t.number(now)}
	switch {
	case d.Headline.Mood == build.NoData || d.Partial() && now == 0:
		f.Value = t.Unknown
		return f
	case d.Headline.Mood == build.Incomplete:
		f.Value = t.AtLeast + " " + f.Value
	}
	switch {
	case usual != nil && (d.Length == build.OneDay || before == nil):
		f.Change = fmt.Sprintf(g.usual, t.number(int(math.Round(*usual))))
	case before != nil:
		f.Change = t.ago[d.Length] + Nbsp + t.number(*before)
	}
	return f
}

// lines are the sentences under the figures.
func (w writer) lines() []string {
	d, t := w.d, w.t
	if d.Headline.Mood == build.NoData {
		return nil
	}
	var lines []string
	if len(d.Complaints) == 0 {
		if d.Headline.Mood == build.Incomplete {
			lines = append(lines, t.nothingKnown)
		}
	} else {
		var parts []string
		for i, count := range []int{d.Ages.Under4, d.Ages.From4, d.Ages.From8, d.Ages.Above24} {
			if count > 0 {
				parts = append(parts, t.bucketNames[i]+Nbsp+"—"+Nbsp+t.number(count))
			}
		}
		lines = append(lines, t.HowLong+" ("+strings.TrimSpace(w.hour().many)+"): "+strings.Join(parts, ", ")+".")
	}
	if n := d.Totals.DeletedUnanswered; n > 0 {
		lines = append(lines, UpperFirst(fmt.Sprintf(t.deleted, t.number(n)))+".")
	}
	return lines
}

// movement leads from the unanswered at the beginning of the period to those at its end.
func (w writer) movement() []string {
	d, t := w.d, w.t
	if d.Headline.Mood == build.NoData {
		return nil
	}
	b := d.Backlog
	if d.Partial() && b == (build.Backlog{}) {
		return nil // zeros would claim a calm that nobody has seen
	}
	known := func(n int) string {
		if n == 0 && d.Partial() {
			return "(" + t.Unknown + ")"
		}
		return t.number(n)
	}
	start := known(b.Start)
	if b.Start == 0 && d.PartlyKnown() {
		start = "(" + t.Unknown + ")"
	}
	line := fmt.Sprintf(t.backlog, start, known(b.Received), known(b.Reopened), known(b.Answered),
		t.number(b.Dismissed), known(b.Deleted), known(b.End)) // what the office closes itself is always known
	if d.Headline.Mood == build.Incomplete {
		return []string{line, t.lowerBound}
	}
	return []string{line}
}
