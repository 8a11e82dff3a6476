package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

func (w writer) entry(number int, c build.Complaint) Entry {
	d, t := w.d, w.t
	e := Entry{Number: number, Quote: w.quote(c.Text, c.Media, clean.QuoteLength), URL: clean.Link(c.URL), Open: t.open,
		Overdue: c.Overdue, Urgent: c.Urgent}
	e.Age = fmt.Sprintf(t.waits, t.hours(c.AgeHours, w.hour()))
	e.Due = fmt.Sprintf(t.dueSoon, t.day(c.DueAt, d.At))
	if c.Overdue {
		e.Due = fmt.Sprintf(t.due, t.day(c.DueAt, d.At))
	}
	if e.URL == "" {
		e.Open = t.noLink
	}
	if badge := w.urgency(c); badge != "" {
		e.Badges = append(e.Badges, badge)
	}
	if c.State != inbox.Open {
		e.Badges = append(e.Badges, t.states[c.State])
	}
	e.Facts = w.facts(c)
	if c.Above != "" {
		e.Above = fmt.Sprintf(t.above, t.openQuote+clean.OneLine(c.Above)+t.closeQuote)
	}
	if c.Author != "" {
		e.Author = fmt.Sprintf(t.from, clean.OneLine(c.Author))
	}
	if d.Audience == build.Analyst && len(c.Why)+len(c.Reasons) > 0 {
		e.Reasons = fmt.Sprintf(t.why, clean.OneLine(strings.Join(ReasonsOf(d, c), ", ")))
	}
	return e
}

// urgency says whether a complaint is urgent, and in which degree.
func (w writer) urgency(c build.Complaint) string {
	degree := w.t.degrees[c.Urgency]
	switch {
	case !c.Urgent:
		return degree
	case degree == "":
		return strings.ToLower(w.t.Urgent)
	}
	return fmt.Sprintf(w.t.urgentDegree, degree)
}

func (w writer) facts(c build.Complaint) []string {
	facts := []string{w.channel(c.Channel, c.Platform) + ", " + w.t.kinds[c.Kind],
		fmt.Sprintf(w.t.received, w.t.day(c.ReceivedAt, w.d.At))}
	for _, fact := range []string{address(c.Municipality, c.Settlement, c.Street, c.House),
		w.t.groupName(c.Group), w.t.topicName(c.Topic)} {
		if fact != "" && !slices.Contains(facts, fact) {
			facts = append(facts, fact)
		}
	}
	if c.Body != "" {
		facts = append(facts, fmt.Sprintf(w.t.body, clean.OneLine(c.Body)))
	}
	if title := w.problemOf[c.Problem]; c.Problem != "" && title != "" {
		facts = append(facts, fmt.Sprintf(w.t.ofProblem, title))
	}
	facts = append(facts, w.sameText(c)...)
	facts = append(facts, w.promiseFacts(c)...)
	facts = append(facts, w.escalationFacts(c)...)
	facts = append(facts, w.weightFacts(c)...)
	facts = append(facts, w.t.numberSign+clean.OneLine(c.Number))
	return facts
}

// copies says how many others sent the same text; empty for none.
func (w writer) copies(others int) string {
	if others == 0 {
		return ""
	}
	return fmt.Sprintf(w.t.word(others, w.t.copies), w.t.count(others, w.t.otherPeople))
}

// QuoteOf is the beginning of a complaint's text, or what was attached where there is no text, as lists show it.
func QuoteOf(d build.Digest, c build.Complaint) string {
	return writer{d: d, t: textsOf(d.Language)}.quote(c.Text, c.Media, clean.QuoteLength)
}

// quote is the beginning of a text, or what was attached where there is no text.
func (w writer) quote(text string, media []inbox.Media, length int) string {
	if q := clean.Shorten(w.t.mended(clean.PlainMentions(text, nil)), length); q != "" {
		return w.t.openQuote + q + w.t.closeQuote
	}
	var parts []string
	for _, m := range media {
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

// address is a place as people say it, from the municipality to the house, which is the last part.
func address(parts ...string) string {
	var list []string
	last := len(parts) - 1
	for _, part := range parts[:last] {
		if part = clean.OneLine(part); part != "" && !slices.Contains(list, part) {
			list = append(list, part)
		}
	}
	return strings.TrimSpace(strings.Join(list, ", ") + " " + clean.OneLine(parts[last]))
}

// sameText says how many others wait with a complaint's text, and how many messages they sent where some sent several.
func (w writer) sameText(c build.Complaint) (facts []string) {
	if others := c.Copies + max(0, c.People-1); others > 0 {
		facts = append(facts, w.copies(others))
	}
	if messages := len(c.Others) + 1; messages > 1 && messages > c.People {
		facts = append(facts, w.t.count(messages, w.t.sameMessages))
	}
	return facts
}
